import { BigIntType, Type } from '@mikro-orm/core';

/**
 * An instant: timestamptz in the table and ISO 8601 text in UTC in the code, so that rows and
 * entities hold the same value.
 */
export class Instant extends Type<string, string> {
  override convertToJSValue(value: string): string {
    return value === null || value === undefined ? value : isoInstant(value);
  }

  override getColumnType(): string {
    return 'timestamptz';
  }

  override compareAsType(): string {
    return 'string';
  }
}

/**
 * Hundredths of a coin, or fen: bigint in the table and decimal text in the code, because a
 * JavaScript number loses digits.
 */
export class Amount extends BigIntType<'string'> {
  constructor() {
    super('string');
  }
}

/**
 * PostgreSQL writes `2026-03-05 01:30:00.5+00` for a session in UTC; ISO 8601 writes
 * `2026-03-05T01:30:00.5Z`.
 */
export function isoInstant(text: string): string {
  if (text.endsWith('Z')) return text;
  if (!text.endsWith('+00')) return new Date(text).toISOString();
  return `${text.slice(0, 10)}T${text.slice(11, -3)}Z`;
}
