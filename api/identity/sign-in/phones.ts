import { mobileNumberOf } from '../../../schema/typed-text.ts';

/** A phone that somebody signs in with, as people type it, in the form of E.164; null when it is none that gets a code. */
export const phoneFrom = mobileNumberOf;

/** For a page or a log: the country and the last two digits. */
export function maskedPhone(phone: string): string {
  return `${phone.slice(0, 3)}******${phone.slice(-2)}`;
}
