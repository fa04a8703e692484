import { GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { isInCalendar, yearMax, yearMin } from './days.ts';
import { RefusedValue } from './refused-value.ts';

/** An instant, ISO 8601 in UTC. Rows already hold it as text, which passes through unchanged. */
export const DateTime = new GraphQLScalarType<string, string>({
  name: 'DateTime',
  description:
    'Instant as ISO 8601 text with a time zone, for example `2026-03-05T01:30:00Z`, from 1900 to 2199. Answers are in UTC.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time.html',
  serialize: (value) => (value instanceof Date ? value.toISOString() : String(value)),
  parseValue: (value) => parseDateTime(value),
  parseLiteral: (node) => parseDateTime(textOf(node)),
});

/** The scalar `Date`, under a name that leaves JavaScript's own `Date` visible. */
export const CalendarDate = new GraphQLScalarType<string, string>({
  name: 'Date',
  description:
    'Day of the calendar, for example `2026-03-05`, from 1900 to 2199. It has no time zone; the foundation has one.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/local-date.html',
  serialize: String,
  parseValue: (value) => parseDate(value),
  parseLiteral: (node) => parseDate(textOf(node)),
});

/** The code holds the time without seconds, as `09:30`. */
export const LocalTime = new GraphQLScalarType<string, string>({
  name: 'LocalTime',
  description:
    'Time of day in whole minutes, for example `09:30:00`, from `00:00:00` to `23:59:00`. It has no time zone; the foundation has one. Input may omit the seconds.',
  specifiedByURL: 'https://scalars.graphql.org/chillicream/local-time.html',
  serialize: (value) => `${String(value)}:00`,
  parseValue: (value) => parseLocalTime(value),
  parseLiteral: (node) => parseLocalTime(textOf(node)),
});

/** The code holds day and time without seconds, as `2026-03-05T09:30`. Text order is time order. */
export const LocalDateTime = new GraphQLScalarType<string, string>({
  name: 'LocalDateTime',
  description:
    'Day and time of day in whole minutes, for example `2026-03-05T09:30:00`, from 1900 to 2199. It has no time zone; the foundation has one. Input may omit the seconds.',
  specifiedByURL: 'https://scalars.graphql.org/chillicream/local-date-time.html',
  serialize: (value) => `${String(value)}:00`,
  parseValue: (value) => parseLocalDateTime(value),
  parseLiteral: (node) => parseLocalDateTime(textOf(node)),
});

export const YearMonth = new GraphQLScalarType<string, string>({
  name: 'YearMonth',
  description: 'Month of a year, for example `2026-03`, from 1900 to 2199.',
  specifiedByURL: 'https://scalars.graphql.org/apollographql/yearmonth-v0.1.html',
  serialize: String,
  parseValue: (value) => parseYearMonth(value),
  parseLiteral: (node) => parseYearMonth(textOf(node)),
});

/**
 * An amount of time coins with two decimals, carried as text so that no client rounds it. The code
 * holds hundredths as bigint.
 */
export const CoinAmount = new GraphQLScalarType<bigint, string>({
  name: 'CoinAmount',
  description:
    'Amount of time coins as decimal text with at most two decimals, for example `"1.50"`. One coin is one hour of standard service. Numbers are refused because a float cannot carry money.',
  serialize: (value) => formatHundredths(BigInt(value as string | bigint)),
  parseValue: (value) => parseHundredths(value),
  parseLiteral: (node) => parseHundredths(textOf(node)),
});

/** An amount of Chinese yuan in the same form. The code holds fen as bigint. */
export const MoneyAmount = new GraphQLScalarType<bigint, string>({
  name: 'MoneyAmount',
  description:
    'Amount of Chinese yuan as decimal text with at most two decimals, for example `"1280.00"`. Numbers are refused because a float cannot carry money. Amounts below one fen are refused too.',
  serialize: (value) => formatHundredths(BigInt(value as string | bigint)),
  parseValue: (value) => parseHundredths(value),
  parseLiteral: (node) => parseHundredths(textOf(node)),
});

/**
 * Largest amount of a single value: PostgreSQL's bigint holds 9.2e16 hundredths, less a margin for
 * sums.
 */
const amountMax = 9_000_000_000_000_000n;

/** The text of a literal. Null for a literal without quotes, which every parser refuses. */
function textOf(node: ValueNode): string | null {
  return node.kind === Kind.STRING ? node.value : null;
}

const dateTimePattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** Throws RefusedValue with DATE_TIME_INVALID, NO_SUCH_DAY or YEAR_OUT_OF_RANGE. */
function parseDateTime(value: unknown): string {
  if (typeof value !== 'string' || !dateTimePattern.test(value))
    throw new RefusedValue('DATE_TIME_INVALID');
  const instant = new Date(value);
  // JavaScript rolls 31 April over to 1 May, so a date that does not exist is refused here.
  ensureInCalendar(value.slice(0, 10));
  if (Number.isNaN(instant.getTime())) throw new RefusedValue('DATE_TIME_INVALID');
  // Compares the instant and not the text: with a time zone, the last hours of a year are the first
  // of the next in UTC.
  ensureYear(instant.getUTCFullYear());
  return instant.toISOString();
}

/** Throws RefusedValue with DATE_INVALID, NO_SUCH_DAY or YEAR_OUT_OF_RANGE. */
function parseDate(value: unknown): string {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value))
    throw new RefusedValue('DATE_INVALID');
  ensureInCalendar(value);
  ensureYear(Number(value.slice(0, 4)));
  return value;
}

/** Hours and minutes, and seconds of zero. Fractions of a minute are refused, never rounded. */
const timeOfDay = String.raw`(?:[01]\d|2[0-3]):[0-5]\d(?::00(?:\.0{1,9})?)?`;
const localTimePattern = new RegExp(`^${timeOfDay}$`);
const localDateTimePattern = new RegExp(String.raw`^\d{4}-\d{2}-\d{2}[Tt]${timeOfDay}$`);

/** Throws RefusedValue with LOCAL_TIME_INVALID. */
function parseLocalTime(value: unknown): string {
  if (typeof value !== 'string' || !localTimePattern.test(value))
    throw new RefusedValue('LOCAL_TIME_INVALID');
  return value.slice(0, 5);
}

/** Throws RefusedValue with LOCAL_DATE_TIME_INVALID, NO_SUCH_DAY or YEAR_OUT_OF_RANGE. */
function parseLocalDateTime(value: unknown): string {
  if (typeof value !== 'string' || !localDateTimePattern.test(value))
    throw new RefusedValue('LOCAL_DATE_TIME_INVALID');
  const day = value.slice(0, 10);
  ensureInCalendar(day);
  ensureYear(Number(day.slice(0, 4)));
  return `${day}T${value.slice(11, 16)}`;
}

/** Throws RefusedValue with YEAR_MONTH_INVALID or YEAR_OUT_OF_RANGE. */
function parseYearMonth(value: unknown): string {
  if (typeof value !== 'string' || !/^\d{4}-(?:0[1-9]|1[0-2])$/.test(value))
    throw new RefusedValue('YEAR_MONTH_INVALID');
  ensureYear(Number(value.slice(0, 4)));
  return value;
}

function ensureInCalendar(day: string): void {
  if (!isInCalendar(day)) throw new RefusedValue('NO_SUCH_DAY', { day });
}

function ensureYear(year: number): void {
  if (year < yearMin || year > yearMax)
    throw new RefusedValue('YEAR_OUT_OF_RANGE', { yearMin, yearMax });
}

/**
 * An amount with two decimals as hundredths. Throws RefusedValue with AMOUNT_INVALID or TOO_LARGE.
 */
export function parseHundredths(value: unknown): bigint {
  if (typeof value !== 'string' || !/^-?\d{1,16}(\.\d{1,2})?$/.test(value))
    throw new RefusedValue('AMOUNT_INVALID');
  const negative = value.startsWith('-');
  const [whole = '0', part = ''] = value.replace('-', '').split('.');
  const hundredths = BigInt(whole) * 100n + BigInt(part.padEnd(2, '0'));
  if (hundredths > amountMax)
    throw new RefusedValue('TOO_LARGE', { max: formatHundredths(amountMax) });
  return negative ? -hundredths : hundredths;
}

export function formatHundredths(amount: bigint): string {
  const absolute = amount < 0n ? -amount : amount;
  return `${amount < 0n ? '-' : ''}${absolute / 100n}.${String(absolute % 100n).padStart(2, '0')}`;
}
