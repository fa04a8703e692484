import pg from 'pg';
import { isoInstant } from '../../../schema/columns.ts';

const camelCased = new Map<string, string>();

/** Converts `foundation_id` to `foundationId`. Column names are few, so each is converted once. */
export function camelCase(name: string): string {
  let cased = camelCased.get(name);
  if (cased === undefined) {
    cased = name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
    camelCased.set(name, cased);
  }
  return cased;
}

/**
 * Types of values in the code, on every connection: instants are ISO 8601 text, bigint and days are
 * text.
 */
export const rowTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === pg.types.builtins.TIMESTAMPTZ) return isoInstant;
    if (
      oid === pg.types.builtins.INT8 ||
      oid === pg.types.builtins.DATE ||
      oid === pg.types.builtins.NUMERIC
    )
      return asText;
    return pg.types.getTypeParser(oid, format as 'text');
  }) as pg.CustomTypesConfig['getTypeParser'],
};

function asText(text: string): string {
  return text;
}
