import dayjs, { type Dayjs } from 'dayjs';
import timezone from 'dayjs/plugin/timezone';
import utc from 'dayjs/plugin/utc';
import type { Language } from './language.ts';

dayjs.extend(utc);
dayjs.extend(timezone);

/** Times are displayed and entered in the foundation's zone, whatever the zone of the browser. */
export class Clock {
  // A format is costly to create and cheap to use, and every card has several times.
  private readonly dates: Intl.DateTimeFormat;
  private readonly times: Intl.DateTimeFormat;
  private readonly days: Intl.DateTimeFormat;
  private readonly daysOfYears: Intl.DateTimeFormat;
  private readonly nearDays: Intl.RelativeTimeFormat;

  constructor(
    readonly zone: string,
    language: Language,
  ) {
    const timeZone = zone;
    const day = { month: 'short', day: 'numeric', weekday: 'short', timeZone } as const;
    this.dates = new Intl.DateTimeFormat('en-CA', {
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      timeZone,
    });
    this.times = new Intl.DateTimeFormat('en-GB', {
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZone,
    });
    this.days = new Intl.DateTimeFormat(language, day);
    this.daysOfYears = new Intl.DateTimeFormat(language, { year: 'numeric', ...day });
    this.nearDays = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  }

  now(): Dayjs {
    return dayjs().tz(this.zone);
  }

  at(instant: string): Dayjs {
    return dayjs(instant).tz(this.zone);
  }

  /** Start of the current day, in milliseconds since 1970. */
  dayBeganAt(): number {
    return this.now().startOf('day').valueOf();
  }

  /** "09:30" */
  time(instant: string): string {
    return this.times.format(new Date(instant));
  }

  /** "今天 09:30–11:30", "3月5日周四 09:30–11:30" */
  window(from: string, to: string): string {
    const end =
      this.dayOf(from) === this.dayOf(to) ? this.time(to) : `${this.day(to)} ${this.time(to)}`;
    // Word joiners, so that a narrow card does not break between the two times.
    return `${this.day(from)} ${this.time(from)}\u2060–\u2060${end}`;
  }

  /** "今天 09:30" */
  moment(instant: string): string {
    return `${this.day(instant)} ${this.time(instant)}`;
  }

  /** "09:30" for today, otherwise with its day. */
  shortMoment(instant: string): string {
    return this.isToday(instant) ? this.time(instant) : this.moment(instant);
  }

  isToday(instant: string): boolean {
    return this.dayOf(instant) === this.dates.format(Date.now());
  }

  /** Whether a day of a calendar has not begun yet. */
  isAfterToday(day: Dayjs): boolean {
    return day.format('YYYY-MM-DD') > this.dates.format(Date.now());
  }

  /** Instant of an entered day and time, in the format of the platform. */
  instant(day: Dayjs, time: Dayjs): string {
    return dayjs.tz(`${day.format('YYYY-MM-DD')} ${time.format('HH:mm')}`, this.zone).toISOString();
  }

  /** Instants of an entered window. An end before its start belongs to the next day. */
  span(day: Dayjs, from: Dayjs, to: Dayjs): { from: string; to: string } {
    const lastDay = endsNextDay(from, to) ? day.add(1, 'day') : day;
    return { from: this.instant(day, from), to: this.instant(lastDay, to) };
  }

  private dayOf(instant: string): string {
    return this.dates.format(new Date(instant));
  }

  private day(instant: string): string {
    const day = this.dayOf(instant);
    const today = this.dates.format(Date.now());
    const days = (Date.parse(day) - Date.parse(today)) / 86_400_000;
    // These are at the start of a line, which in English begins with a capital.
    if (days >= -1 && days <= 1)
      return this.nearDays.format(days, 'day').replace(/^[a-z]/, (first) => first.toUpperCase());
    const isThisYear = day.slice(0, 4) === today.slice(0, 4);
    return (isThisYear ? this.days : this.daysOfYears).format(new Date(instant));
  }
}

/** Whether one time of day is before another, whatever their dates. */
export function endsNextDay(from: Dayjs, to: Dayjs): boolean {
  return minuteOfDay(to) < minuteOfDay(from);
}

/** Minutes from one time of day to the next occurrence of the other. */
export function minutesUntil(from: Dayjs, to: Dayjs): number {
  return minuteOfDay(to) - minuteOfDay(from) + (endsNextDay(from, to) ? 24 * 60 : 0);
}

function minuteOfDay(time: Dayjs): number {
  return time.hour() * 60 + time.minute();
}

/**
 * Completed minutes between two instants, at least one, as the platform certifies them by default.
 */
export function minutesBetween(from: string, to: string | number): number {
  const end = typeof to === 'number' ? to : Date.parse(to);
  return Math.max(1, Math.floor(Math.round((end - Date.parse(from)) / 1_000) / 60));
}
