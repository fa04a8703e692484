import { normalisedIdentityNumber } from '../../schema/typed-text.ts';
import { Refusal } from '../platform/common/errors.ts';
import type { Resource } from '../platform/authorization/policy.ts';

/** A person as a resource of authorization rules. */
export function subjectOf({
  communityId,
  personId,
}: {
  communityId: string;
  personId: string;
}): Resource {
  return { communityId, elderPersonId: personId, volunteerPersonId: personId };
}

/**
 * Normalizes a Chinese identity number; null when invalid. It has 18 characters with the check
 * digit of GB 11643-1999 and a plausible date of birth in the past.
 */
export function identityNumberOf(text: string, nowMs: number): string | null {
  const number = normalisedIdentityNumber(text);
  if (!/^[1-9]\d{16}[\dX]$/.test(number)) return null;
  const sum = weights.reduce((total, weight, index) => total + weight * Number(number[index]), 0);
  if (checkDigits[sum % 11] !== number[17]) return null;
  return isDayOfBirth(number.slice(6, 14), nowMs) ? number : null;
}

/** The oldest documented age is 122. */
const ageMax = 130;

/** Whether a year of birth is plausible: not in the future, and within the maximum age. */
export function isYearOfBirth(year: number, nowMs: number): boolean {
  const thisYear = Number(dayOf(nowMs).slice(0, 4));
  return Number.isInteger(year) && year <= thisYear && year >= thisYear - ageMax;
}

/** Refuses with YEAR_INVALID. */
export function checkYearOfBirth(
  year: number | null | undefined,
  nowMs: number,
  path: readonly string[],
): void {
  if (year === null || year === undefined || isYearOfBirth(year, nowMs)) return;
  throw new Refusal('YEAR_INVALID', yearsOfBirth(nowMs), [...path, 'birthYear']);
}

/** The bounds that a refusal names. */
export function yearsOfBirth(nowMs: number): { yearMin: number; yearMax: number } {
  const yearMax = Number(dayOf(nowMs).slice(0, 4));
  return { yearMin: yearMax - ageMax, yearMax };
}

/** Whether eight digits are a calendar date that is not in the future. */
function isDayOfBirth(digits: string, nowMs: number): boolean {
  const day = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
  const date = new Date(`${day}T00:00:00Z`);
  // JavaScript converts 30 February to a day of March.
  if (Number.isNaN(date.getTime()) || !date.toISOString().startsWith(day)) return false;
  return day <= dayOf(nowMs) && isYearOfBirth(Number(digits.slice(0, 4)), nowMs);
}

/** Today at UTC+14, the easternmost offset, so that no birth of today is in the future. */
function dayOf(nowMs: number): string {
  return new Date(nowMs + 14 * 3_600_000).toISOString().slice(0, 10);
}

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkDigits = '10X98765432';

/** `+8613800001234` is `+86138****1234`: enough to recognise it, too little to call. */
export function maskedPhone(phone: string): string {
  return phone.length <= 7
    ? '****'
    : `${phone.slice(0, Math.min(6, phone.length - 7))}****${phone.slice(-4)}`;
}

/** The part of an address that names the town. */
export function maskedAddress(address: string): string {
  return `${[...address].slice(0, 3).join('')}****`;
}

export function maskedIdentityNumber(number: string): string {
  return `${number.slice(0, 3)}***********${number.slice(-4)}`;
}
