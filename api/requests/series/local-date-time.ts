/** A wall-clock time without a zone, such as 2026-03-05T09:30. Text order is time order. */
export type LocalDateTime = string;

/**
 * The instant of a wall-clock time in a zone, by RFC 5545 (3.3.5). A time in a gap uses the offset
 * before it, so 02:30 is 03:30. An ambiguous time is the first one.
 */
export function instantOf(local: LocalDateTime, zone: string): string {
  const asUtc = Date.parse(`${local}:00Z`);
  // Offsets a day before and after bracket every clock change; zones do not change twice in two
  // days.
  const before = offsetMs(asUtc - dayMs, zone);
  const after = offsetMs(asUtc + dayMs, zone);
  const first = asUtc - before;
  // By the offset before the change: correct unless the change has happened by then.
  if (before === after || offsetMs(first, zone) === before) return iso(first);
  const second = asUtc - after;
  return iso(offsetMs(second, zone) === after ? second : first);
}

/** The wall-clock time of an instant in a zone. */
export function localOf(instantMs: number, zone: string): LocalDateTime {
  return new Date(instantMs + offsetMs(instantMs, zone)).toISOString().slice(0, 16);
}

const dayMs = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Offset of a zone to UTC at an instant, in milliseconds; positive east of Greenwich. */
function offsetMs(instantMs: number, zone: string): number {
  let format = formats.get(zone);
  if (!format) {
    const digits = {
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    } as const;
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      ...digits,
      second: '2-digit',
    });
    formats.set(zone, format);
  }
  const parts = Object.fromEntries(
    format.formatToParts(instantMs).map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const wholeSecondMs = Math.floor(instantMs / 1_000) * 1_000;
  return Date.UTC(year, month - 1, day, hour, minute, second) - wholeSecondMs;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
