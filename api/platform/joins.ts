import { isObjectType } from 'graphql';
import type { Context, LoaderOf } from './context.ts';
import type { Shape } from './operation/shape.ts';

/** A field that shows rows of another table as they are: which column leads there, and how they are loaded. */
export interface Join<Row, Shown> {
  readonly field: string;
  readonly key: keyof Row & string;
  readonly loader: LoaderOf<string, Shown>;
}

const joinsByType = new Map<string, Map<string, Join<never, unknown>>>();

/**
 * Declares that `type.field` shows what a loader finds by the row's `key`, and nothing is decided on the way. Such a field is
 * read together with the list that it is part of, by `readWith`; elsewhere it is loaded when it is reached.
 */
export function join<Row extends object, Shown>(
  type: string,
  field: string,
  key: keyof Row & string,
  loader: LoaderOf<string, Shown>,
): Join<Row, Shown> {
  const made: Join<Row, Shown> = { field, key, loader };
  const fields = joinsByType.get(type) ?? new Map<string, Join<never, unknown>>();
  fields.set(field, made);
  joinsByType.set(type, fields);
  return made;
}

/** What a joined field shows: at once where it was read with its list. */
export function joined<Row extends object, Shown>(
  ctx: Context,
  { field, key, loader }: Join<Row, Shown>,
  row: Row,
): Shown | null | Promise<Shown | null> {
  const shown = (row as Record<string, unknown>)[field];
  if (shown !== undefined) return shown as Shown | null;
  const id = row[key] as string | null;
  return id === null ? null : ctx.load(loader, id);
}

/** One row by its key, with what a document asks of its joined fields. Null when it is not there to see. */
export async function readOne<Row extends object>(
  ctx: Context,
  loader: LoaderOf<string, Row>,
  shape: Shape | null,
  key: string,
): Promise<Row | null> {
  const row = (await loader.batch(ctx, [key], columnsOf(shape))).get(key) ?? null;
  if (row) await readWith(ctx, shape, [row]);
  return row;
}

/** Reads what a document asks of joined fields for all rows, and puts it on them: one statement for each, level by level. */
export async function readWith(ctx: Context, shape: Shape | null, rows: readonly object[]): Promise<void> {
  const asked = shape && rows.length > 0 ? joinsIn(shape) : [];
  await Promise.all(
    asked.map(({ join: each, below }) => readJoin(ctx, each, below, rows as Record<string, unknown>[])),
  );
}

async function readJoin(
  ctx: Context,
  { field, key, loader }: Join<never, unknown>,
  below: Shape,
  rows: Record<string, unknown>[],
): Promise<void> {
  const ids = new Set<string>();
  for (const row of rows) if (row[key] !== null) ids.add(row[key] as string);
  const found = ids.size > 0 ? await loader.batch(ctx, [...ids], columnsOf(below)) : new Map<string, unknown>();
  await readWith(ctx, below, [...found.values()].flat() as object[]);
  for (const row of rows) row[field] = found.get(row[key] as string) ?? null;
}

function joinsIn(shape: Shape): { join: Join<never, unknown>; below: Shape }[] {
  const joins = joinsByType.get(shape.type.name);
  if (!joins) return [];
  return shape.fields.flatMap((field) => {
    const each = joins.get(field);
    const below = each && shape.below(field);
    return each && below ? [{ join: each, below }] : [];
  });
}

const columnsByShape = new WeakMap<Shape, Columns>();

/** Writes the columns of a table, by its alias in the statement. */
export type Columns = (alias: string) => string;

export const allColumns: Columns = (alias) => `${alias}.*`;

/** The columns behind what is shown; all of them where a field works out its answer from we do not know which. */
export function columnsOf(shape: Shape | null): Columns {
  if (!shape) return allColumns;
  let columns = columnsByShape.get(shape);
  if (!columns) columnsByShape.set(shape, (columns = findColumns(shape)));
  return columns;
}

function findColumns({ type, fields }: Shape): Columns {
  if (!isObjectType(type)) return allColumns;
  const joins = joinsByType.get(type.name);
  const names = new Set(['id']);
  for (const name of fields) {
    const key = joins?.get(name)?.key;
    if (!key && name !== 'id' && type.getFields()[name]?.resolve) return allColumns;
    names.add((key ?? name).replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
  }
  const sorted = [...names].sort();
  return (alias) => sorted.map((name) => `${alias}.${name}`).join(', ');
}
