import type { TFunction } from 'i18next';

/** Amounts are decimal text with two places. For calculations they become hundredths as bigint. */
export function hundredths(amount: string): bigint {
  const [whole = '0', part = ''] = amount.replace('-', '').split('.');
  const value = BigInt(whole) * 100n + BigInt(part.padEnd(2, '0'));
  return amount.startsWith('-') ? -value : value;
}

/** "1.50" in the form for people: "1.5". */
export function shown(amount: string): string {
  return amount.includes('.') ? amount.replace(/\.?0+$/, '') : amount;
}

/** An amount of coins in words, such as "1 coin". */
export function coinsText(t: TFunction, amount: string): string {
  return t('coins', { amount: shown(amount), count: Number(amount) });
}

/**
 * Coins that a duration will hold at an hourly rate, rounded up to the hundredth as the platform
 * does.
 */
export function coinsFor(minutes: number, coinsPerHour: string): string {
  return amount((BigInt(minutes) * hundredths(coinsPerHour) + 59n) / 60n);
}

/** Non-negative hundredths in the form of the platform: "1.50". */
function amount(value: bigint): string {
  return `${value / 100n}.${String(value % 100n).padStart(2, '0')}`;
}

/** Coins that were paid for visits. */
export function paidFor(visits: readonly { coinsPaid: string | null }[]): string {
  return amount(visits.reduce((sum, { coinsPaid }) => sum + hundredths(coinsPaid ?? '0'), 0n));
}

/** Coins are held for each required volunteer. */
export function timesOf(each: string, volunteersNeeded: number): string {
  return amount(hundredths(each) * BigInt(volunteersNeeded));
}
