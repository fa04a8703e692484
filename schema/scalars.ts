import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { yearMax, yearMin } from './days.ts';

/** An instant, ISO 8601 in UTC. Rows already hold it as text, which passes through unchanged. */
export const DateTime = new GraphQLScalarType<string, string>({
  name: 'DateTime',
  description:
    'Instant as ISO 8601 text with a time zone, for example `2026-03-05T01:30:00Z`, from 1900 to 2199. Answers are in UTC.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time.html',
  serialize: (value) => (value instanceof Date ? value.toISOString() : String(value)),
  parseValue: (value) => parseDateTime(value),
  parseLiteral: (node) => parseDateTime(textOf(node, 'DateTime')),
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
  parseLiteral: (node) => parseHundredths(textOf(node, 'CoinAmount')),
});

/** An amount of Chinese yuan in the same form. The code holds fen as bigint. */
export const MoneyAmount = new GraphQLScalarType<bigint, string>({
  name: 'MoneyAmount',
  description:
    'Amount of Chinese yuan as decimal text with at most two decimals, for example `"1280.00"`. Numbers are refused because a float cannot carry money. Amounts below one fen are refused too.',
  serialize: (value) => formatHundredths(BigInt(value as string | bigint)),
  parseValue: (value) => parseHundredths(value),
  parseLiteral: (node) => parseHundredths(textOf(node, 'MoneyAmount')),
});

/**
 * Largest amount of a single value: PostgreSQL's bigint holds 9.2e16 hundredths, less a margin for
 * sums.
 */
const amountMax = 9_000_000_000_000_000n;

function textOf(node: ValueNode, name: string): unknown {
  if (node.kind !== Kind.STRING) throw badInput(`${name} is written as text in quotes.`);
  return node.value;
}

const dateTimePattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

function parseDateTime(value: unknown): string {
  if (typeof value !== 'string' || !dateTimePattern.test(value)) {
    throw badInput(
      'A DateTime is ISO 8601 text with a zone, for example 2026-03-05T09:30:00+08:00.',
    );
  }
  const instant = new Date(value);
  const day = Number(value.slice(8, 10));
  // JavaScript rolls 31 April over to 1 May, so a date that does not exist is refused here.
  const lastDay = new Date(
    Date.UTC(Number(value.slice(0, 4)), Number(value.slice(5, 7)), 0),
  ).getUTCDate();
  if (Number.isNaN(instant.getTime()) || day < 1 || day > lastDay) {
    throw badInput(`There is no such date as ${value}. Check year, month and day.`);
  }
  // Compares the instant and not the text: with a time zone, the last hours of a year are the first
  // of the next in UTC.
  const year = instant.getUTCFullYear();
  if (year < yearMin || year > yearMax) {
    throw badInput(`${value} is outside of the years ${yearMin} to ${yearMax}. Check the year.`);
  }
  return instant.toISOString();
}

export function parseHundredths(value: unknown): bigint {
  if (typeof value !== 'string' || !/^-?\d{1,16}(\.\d{1,2})?$/.test(value)) {
    throw badInput('An amount is decimal text with at most two decimals, for example "1.50".');
  }
  const negative = value.startsWith('-');
  const [whole = '0', part = ''] = value.replace('-', '').split('.');
  const hundredths = BigInt(whole) * 100n + BigInt(part.padEnd(2, '0'));
  if (hundredths > amountMax)
    throw badInput(`The amount is larger than ${formatHundredths(amountMax)}.`);
  return negative ? -hundredths : hundredths;
}

export function formatHundredths(amount: bigint): string {
  const absolute = amount < 0n ? -amount : amount;
  return `${amount < 0n ? '-' : ''}${absolute / 100n}.${String(absolute % 100n).padStart(2, '0')}`;
}

function badInput(message: string): GraphQLError {
  return new GraphQLError(message, {
    extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } },
  });
}
