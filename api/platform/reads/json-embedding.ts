import {
  getNamedType,
  getNullableType,
  isEnumType,
  isListType,
  isObjectType,
  isScalarType,
  type GraphQLOutputType,
} from 'graphql';
import { isoInstant } from '../../../schema/columns.ts';
import { camelCase } from '../database/rows.ts';
import type { Lookahead } from './lookahead.ts';

/** Embedding: how rows are selected inside the statement of the row that leads to them. */
export interface Embedding {
  /** Whether there may be several rows, in the order of `from`. */
  readonly isList: boolean;
  /**
   * FROM and all that follows. Takes the alias of the rows, the tenant and the key; the last two
   * are expressions of the outer row.
   */
  from(alias: string, tenant: string, key: string): string;
}

/** One value of an embedded row: its name in the code, its SQL expression, and its decoder. */
export interface EmbeddedColumn {
  readonly name: string;
  sql(alias: string): string;
  readonly decode?: (text: string) => unknown;
}

/**
 * SQL expression for the rows of an embedding, each a JSON array of its values. JSON null when
 * there is none.
 */
export function embedAsJson(
  inside: Embedding,
  items: readonly EmbeddedColumn[],
  alias: string,
  parent: string,
  key: string,
): string {
  const from = inside.from(alias, `${parent}.foundation_id`, `${parent}.${key}`);
  const item = `json_build_array(${items.map((each) => each.sql(alias)).join(', ')})`;
  return inside.isList
    ? `(select json_agg(item) from (select ${item} as item ${from}) as ${alias}_list)`
    : `(select ${item} ${from})`;
}

/** Decodes a row from its JSON array. */
export function decodeEmbedded(
  items: readonly EmbeddedColumn[],
  values: readonly unknown[],
): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (let index = 0; index < items.length; index += 1) {
    const { name, decode } = items[index] as EmbeddedColumn;
    const value = values[index];
    row[name] = decode && value !== null ? decode(value as string) : value;
  }
  return row;
}

/** Most arguments that a PostgreSQL function takes. */
export const itemsMax = 100;

/**
 * Column behind a field that shows it unchanged. Null when JSON would not carry it as the
 * connection does.
 */
export function itemOf(column: string, type: GraphQLOutputType | null): EmbeddedColumn | null {
  const name = camelCase(column);
  const named = type && getNamedType(type);
  // A key, which is a uuid.
  if (!named || isEnumType(named) || harmless.has(named.name))
    return { name, sql: (alias) => `${alias}.${column}` };
  if (!isScalarType(named) || isListType(getNullableType(type))) return null;
  if (named.name === 'DateTime')
    return { name, sql: (alias) => `${alias}.${column}::text`, decode: isoInstant as never };
  // Amounts are bigint, which a JSON number cannot carry.
  return amounts.has(named.name) ? { name, sql: (alias) => `${alias}.${column}::text` } : null;
}

const harmless = new Set(['ID', 'String', 'Int', 'Float', 'Boolean', 'Date', 'LocalDateTime']);
const amounts = new Set(['CoinAmount', 'MoneyAmount']);

/**
 * Column that a field with other rows needs of its own row. Null when those rows are embedded and
 * nothing is needed. Undefined for a field that shows a column.
 */
export type KeyOf = (field: string) => string | null | undefined;

/**
 * Columns that a selection needs, apart from its relations. Null when a field computes its answer
 * from unknown columns.
 */
export function columnNames(shape: Lookahead, keyOf: KeyOf): string[] | null {
  const { type, fields } = shape;
  if (!isObjectType(type)) return null;
  const names = new Set<string>();
  for (const name of fields) {
    const key = keyOf(name);
    if (key === null) continue;
    if (key === undefined && name !== 'id' && type.getFields()[name]?.resolve) return null;
    names.add(snakeCase(key ?? name));
  }
  return [...names].sort();
}

export function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
