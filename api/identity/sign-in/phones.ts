import { mobileNumberOf } from '../../../schema/typed-text.ts';

/** Normalizes a typed phone number to E.164; null when it cannot receive codes. */
export const phoneFrom = mobileNumberOf;

/** For a page or a log: the country and the last two digits. */
export function maskedPhone(phone: string): string {
  return `${phone.slice(0, 3)}******${phone.slice(-2)}`;
}
