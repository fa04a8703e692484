import { createRequire } from 'node:module';
import type * as Recurrence from 'rrule';
import { Refusal } from '../../platform/common/errors.ts';
import { isDay } from '../../../schema/days.ts';
import { type LocalDateTime, localOf } from './local-date-time.ts';

// CommonJS package: its named exports are not visible to ES modules.
const { RRule } = createRequire(import.meta.url)('rrule') as typeof Recurrence;

/** More than twice a day for a year. */
const countMax = 800;

/**
 * A recurrence rule (RFC 5545, 3.3.10) that begins at a wall-clock time. Days and weeks are local,
 * so nine o'clock stays nine o'clock when the clocks change.
 * Refuses with RULE_NOT_UNDERSTOOD, RULE_TOO_FREQUENT, RULE_TOO_LONG, NO_SUCH_DAY.
 */
export class RecurrenceRule {
  private readonly rule: Recurrence.RRule;
  private readonly options: Partial<Recurrence.Options>;

  constructor(
    readonly text: string,
    readonly startsAt: LocalDateTime,
    zone: string,
    path: readonly string[] = ['input', 'rule'],
  ) {
    this.options = parsed(text, zone, path);
    try {
      this.rule = new RRule({ ...this.options, dtstart: floating(startsAt) });
    } catch {
      throw new Refusal('RULE_NOT_UNDERSTOOD', {}, path);
    }
  }

  /** Occurrences from `from` (inclusive) to `until` (exclusive). */
  between(from: LocalDateTime, until: LocalDateTime): LocalDateTime[] {
    if (from >= until) return [];
    return this.rule
      .between(floating(from), floating(until), true)
      .map(localText)
      .filter((local) => local < until);
  }

  /** The first occurrence at or after a time, within five years; null when there is none. */
  next(from: LocalDateTime): LocalDateTime | null {
    const far = new Date(floating(from).getTime() + 5 * 366 * 86_400_000);
    // Bounded: rrule would search a rule such as 30 February until the year 9999.
    return (
      this.rule.between(floating(from), far, true, (_, index) => index < 1).map(localText)[0] ??
      null
    );
  }

  /** The first occurrence after a time; null when there is none. */
  after(local: LocalDateTime): LocalDateTime | null {
    return this.next(localText(new Date(floating(local).getTime() + 60_000)));
  }

  has(local: LocalDateTime): boolean {
    return this.next(local) === local;
  }

  /** The same rule from a time on. A counted rule keeps its remaining count. */
  textFrom(from: LocalDateTime): string {
    const { count } = this.options;
    if (!count) return this.text;
    const left = count - this.between(this.startsAt, from).length;
    return this.text.replace(/COUNT=\d+/i, `COUNT=${Math.max(left, 1)}`);
  }
}

function parsed(text: string, zone: string, path: readonly string[]): Partial<Recurrence.Options> {
  // Only the rule itself: begin, zone and exceptions have fields of their own.
  if (!/^(RRULE:)?FREQ=[A-Z]+(;[A-Z]+=[A-Z0-9+,:-]+)*$/i.test(text))
    throw new Refusal('RULE_NOT_UNDERSTOOD', {}, path);
  let options: Partial<Recurrence.Options>;
  try {
    options = RRule.parseString(withFloatingEnd(text, zone, path));
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('RULE_NOT_UNDERSTOOD', {}, path);
  }
  // RFC 5545 allows only one of the two.
  if (/COUNT=/i.test(text) && /UNTIL=/i.test(text))
    throw new Refusal('RULE_NOT_UNDERSTOOD', {}, path);
  const { freq, byhour, byminute, bysecond, count, interval } = options;
  // rrule ignores unknown parts, so an unknown frequency parses as none.
  if (freq === undefined) throw new Refusal('RULE_NOT_UNDERSTOOD', {}, path);
  if (freq > RRule.DAILY || byhour || byminute || bysecond)
    throw new Refusal('RULE_TOO_FREQUENT', {}, path);
  if (count && count > countMax) throw new Refusal('RULE_TOO_LONG', { countMax }, path);
  if (interval !== undefined && !(interval >= 1 && interval <= 366))
    throw new Refusal('RULE_NOT_UNDERSTOOD', {}, path);
  return options;
}

/**
 * The rule with its end in wall-clock time, as rrule compares it. Calendars write it in UTC (RFC
 * 5545, 3.3.10); a day counts to its end. Refuses with RULE_NOT_UNDERSTOOD, NO_SUCH_DAY.
 */
function withFloatingEnd(text: string, zone: string, path: readonly string[]): string {
  return text.replace(/UNTIL=([^;]*)/i, (_, end: string) => {
    const parts = /^(\d{4})(\d{2})(\d{2})(?:T([01]\d|2[0-3])([0-5]\d)([0-5]\d)(Z)?)?$/i.exec(end);
    if (!parts) throw new Refusal('RULE_NOT_UNDERSTOOD', {}, path);
    const [, year, month, date, hour, minute, second, isUtc] = parts;
    const day = `${year}-${month}-${date}`;
    if (!isDay(day)) throw new Refusal('NO_SUCH_DAY', { day, field: 'rule' }, path);
    const local = isUtc
      ? localOf(Date.parse(`${day}T${hour}:${minute}:${second}Z`), zone)
      : `${day}T${hour ?? '23'}:${minute ?? '59'}`;
    return `UNTIL=${local.replaceAll(/[-:]/g, '')}00Z`;
  });
}

/** rrule calculates in UTC, so a wall-clock time is passed as if it were UTC. */
function floating(local: LocalDateTime): Date {
  return new Date(`${local}:00Z`);
}

function localText(date: Date): LocalDateTime {
  return date.toISOString().slice(0, 16);
}
