import dayjs, { type Dayjs } from 'dayjs';
import timezone from 'dayjs/plugin/timezone';
import utc from 'dayjs/plugin/utc';
import type { Language } from './language.ts';

dayjs.extend(utc);
dayjs.extend(timezone);

/** Times are shown and entered in the foundation's zone, wherever the browser stands. */
export class Clock {
  constructor(
    readonly zone: string,
    private readonly language: Language,
  ) {}

  now(): Dayjs {
    return dayjs().tz(this.zone);
  }

  at(instant: string): Dayjs {
    return dayjs(instant).tz(this.zone);
  }

  /** "09:30" */
  time(instant: string): string {
    return this.at(instant).format('HH:mm');
  }

  /** "今天 09:30–11:30", "3月5日周四 09:30–11:30" */
  window(from: string, to: string): string {
    const end = this.dayOf(from) === this.dayOf(to) ? this.time(to) : `${this.day(to)} ${this.time(to)}`;
    // Word joiners, so that a narrow card does not break between the two times.
    return `${this.day(from)} ${this.time(from)}\u2060–\u2060${end}`;
  }

  /** "今天 09:30" */
  moment(instant: string): string {
    return `${this.day(instant)} ${this.time(instant)}`;
  }

  isToday(instant: string): boolean {
    return this.dayOf(instant) === this.now().format('YYYY-MM-DD');
  }

  /** The instant of a day and time of day that somebody entered, as the platform takes it. */
  instant(day: Dayjs, time: Dayjs): string {
    return dayjs.tz(`${day.format('YYYY-MM-DD')} ${time.format('HH:mm')}`, this.zone).toISOString();
  }

  private dayOf(instant: string): string {
    return this.at(instant).format('YYYY-MM-DD');
  }

  private day(instant: string): string {
    const days = dayjs(this.dayOf(instant)).diff(dayjs(this.now().format('YYYY-MM-DD')), 'day');
    if (days >= -1 && days <= 1) {
      return new Intl.RelativeTimeFormat(this.language, { numeric: 'auto' }).format(days, 'day');
    }
    const isThisYear = this.dayOf(instant).slice(0, 4) === this.now().format('YYYY');
    return new Intl.DateTimeFormat(this.language, {
      ...(!isThisYear && { year: 'numeric' }),
      month: 'short',
      day: 'numeric',
      weekday: 'short',
      timeZone: this.zone,
    }).format(new Date(instant));
  }
}

/** Completed minutes from one instant to another, and at least one, as the platform certifies them where a foundation decided nothing. */
export function minutesBetween(from: string, to: string): number {
  return Math.max(1, Math.floor(Math.round((Date.parse(to) - Date.parse(from)) / 1_000) / 60));
}
