import { phoneFrom } from '../identity/sign-in/phones.ts';
import type { Subject } from '../platform/policy.ts';

/** A person as the rules of policies look at one. */
export function subjectOf({ communityId, personId }: { communityId: string; personId: string }): Subject {
  return { communityId, elderPersonId: personId, volunteerPersonId: personId };
}

/** A telephone number as people type it, landlines with their area code included, in the form of E.164; null when it is none. */
export function phoneNumberOf(text: string): string | null {
  const compact = text.normalize('NFKC').replaceAll(/[\s().-]/g, '');
  const landline = /^(?:0|\+86|0086)([2-9]\d{8,10})$/.exec(compact)?.[1];
  return phoneFrom(text) ?? (landline ? `+86${landline}` : null);
}

/**
 * The number of a Chinese identity card in its written form, or null when it is none: 18 characters with the check digit of
 * GB 11643-1999.
 */
export function identityNumberOf(text: string): string | null {
  const number = text.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase();
  if (!/^[1-9]\d{5}(18|19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dX]$/.test(number)) return null;
  const sum = weights.reduce((total, weight, index) => total + weight * Number(number[index]), 0);
  return checkDigits[sum % 11] === number[17] ? number : null;
}

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkDigits = '10X98765432';

/** `+8613800001234` is `+86138****1234`: enough to recognise it, too little to call. */
export function maskedPhone(phone: string): string {
  return phone.length <= 7 ? '****' : `${phone.slice(0, Math.min(6, phone.length - 7))}****${phone.slice(-4)}`;
}

/** The part of an address that names the town. */
export function maskedAddress(address: string): string {
  return `${[...address].slice(0, 3).join('')}****`;
}

export function maskedIdentityNumber(number: string): string {
  return `${number.slice(0, 3)}***********${number.slice(-4)}`;
}
