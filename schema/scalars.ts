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

/** The text of a literal. Null for a literal without quotes, which both parsers refuse. */
function textOf(node: ValueNode): string | null {
  return node.kind === Kind.STRING ? node.value : null;
}

const dateTimePattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** Throws RefusedValue with DATE_TIME_INVALID, NO_SUCH_DAY or YEAR_OUT_OF_RANGE. */
function parseDateTime(value: unknown): string {
  if (typeof value !== 'string' || !dateTimePattern.test(value))
    throw new RefusedValue('DATE_TIME_INVALID');
  const instant = new Date(value);
  const day = value.slice(0, 10);
  // JavaScript rolls 31 April over to 1 May, so a date that does not exist is refused here.
  if (!isInCalendar(day)) throw new RefusedValue('NO_SUCH_DAY', { day });
  if (Number.isNaN(instant.getTime())) throw new RefusedValue('DATE_TIME_INVALID');
  // Compares the instant and not the text: with a time zone, the last hours of a year are the first
  // of the next in UTC.
  const year = instant.getUTCFullYear();
  if (year < yearMin || year > yearMax)
    throw new RefusedValue('YEAR_OUT_OF_RANGE', { yearMin, yearMax });
  return instant.toISOString();
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
