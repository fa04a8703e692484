import dayjs, { type Dayjs } from 'dayjs';
import type { TFunction } from 'i18next';

export const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Weekday = (typeof weekdays)[number];
export type Repeat = 'NONE' | 'DAILY' | 'WEEKLY';

/** Recurrence rule (RFC 5545) of the form values; null for a single request. */
export function ruleOf(
  repeat: Repeat,
  days: readonly Weekday[],
  until: Dayjs | null,
): string | null {
  if (repeat === 'NONE') return null;
  const parts = [`FREQ=${repeat}`];
  if (repeat === 'WEEKLY' && days.length > 0)
    parts.push(`BYDAY=${days.toSorted(inWeek).join(',')}`);
  // A day alone is local to the foundation, and it counts. A time in UTC would end on another day.
  if (until) parts.push(`UNTIL=${until.format('YYYYMMDD')}`);
  return parts.join(';');
}

export function weekdayOf(day: Dayjs): Weekday {
  return weekdays[(day.day() + 6) % 7] as Weekday;
}

/** A rule in words, if this page can create it. Any other rule gets a general text. */
export function ruleInWords(rule: string, t: TFunction): string {
  const parts = new Map(rule.split(';').map((part) => part.split('=') as [string, string]));
  const known = ['FREQ', 'BYDAY', 'INTERVAL', 'COUNT', 'UNTIL'];
  const days = (parts.get('BYDAY') ?? '').split(',').filter(Boolean);
  const isKnown = [...parts.keys()].every((key) => known.includes(key)) && days.every(isWeekday);
  const count = Number(parts.get('INTERVAL') ?? 1);
  const dayNames = days.map((day) => t(`plan.weekday.${day as Weekday}`)).join(t('listComma'));
  const often = {
    DAILY: count > 1 ? t('plan.everyDays', { count }) : t('plan.everyDay'),
    WEEKLY:
      count > 1
        ? t('plan.everyWeeks', { count, days: dayNames })
        : dayNames
          ? t('plan.everyWeek', { days: dayNames })
          : t('plan.repeatWeekly'),
  }[parts.get('FREQ') ?? ''];
  // The platform accepts any rule of RFC 5545. A page for people shows no raw rules.
  if (!isKnown || !often) return t('plan.otherRule');
  const until = parts.get('UNTIL')?.slice(0, 8);
  const times = parts.get('COUNT');
  return [
    often,
    until && t('plan.untilDay', { day: dayjs(until).format('YYYY-MM-DD') }),
    times && t('plan.times', { count: Number(times) }),
  ]
    .filter(Boolean)
    .join(t('comma'));
}

function isWeekday(day: string): boolean {
  return (weekdays as readonly string[]).includes(day);
}

function inWeek(left: Weekday, right: Weekday): number {
  return weekdays.indexOf(left) - weekdays.indexOf(right);
}
