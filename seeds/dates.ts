/**
 * Both programmes run in Beijing, which has had no clock change since 1991, so the offset is fixed.
 */
const beijing = '+08:00';

/** An instant from a day (YYYY-MM-DD) and minutes after midnight in Beijing. */
export function instantOn(day: string, minutes: number): string {
  return new Date(Date.parse(`${day}T00:00:00${beijing}`) + minutes * 60_000).toISOString();
}

/** The day of an instant in Beijing, as YYYY-MM-DD. */
export function dayOf(instant: string): string {
  return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 10);
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

export function addMinutes(instant: string, minutes: number): string {
  return new Date(Date.parse(instant) + minutes * 60_000).toISOString();
}

export function daysIn(month: string): number {
  return new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).getUTCDate();
}

export function later(left: string, right: string): string {
  return left < right ? right : left;
}
