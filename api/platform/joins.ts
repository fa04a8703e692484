import { isObjectType } from 'graphql';
import type { Context, LoaderOf } from './context.ts';
import { columnNames, fromItems, insideValue, type Item, itemOf, itemsMax, snakeCase } from './inside.ts';
import type { Shape } from './operation/shape.ts';

/** A field that shows rows of another table as they are: which column leads there, and how they are loaded. */
export interface Join<Row, Shown> {
  readonly field: string;
  readonly key: keyof Row & string;
  readonly loader: LoaderOf<string, Shown>;
}

type AnyJoin = Join<never, unknown>;

const joinsByType = new Map<string, Map<string, AnyJoin>>();

/**
 * Declares that `type.field` shows what a loader finds by the row's `key`, and nothing is decided on the way. Such a field is
 * read together with the list that it is part of, in the same statement where the loader says how; elsewhere it is loaded when
 * it is reached.
 */
export function join<Row extends object, Shown>(
  type: string,
  field: string,
  key: keyof Row & string,
  loader: LoaderOf<string, Shown>,
): Join<Row, Shown> {
  const made: Join<Row, Shown> = { field, key, loader };
  const fields = joinsByType.get(type) ?? new Map<string, AnyJoin>();
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

/**
 * Puts on all rows what a document asks of their joined fields: what came inside their statement, and what did not by one
 * statement for each place in the document, level by level.
 */
export async function readWith(ctx: Context, shape: Shape | null, rows: readonly object[]): Promise<void> {
  const missing = shape ? takeInside(shape, rows as Record<string, unknown>[]) : [];
  if (missing.length > 0) await Promise.all(missing.map((each) => readJoin(ctx, each)));
}

interface Missing {
  readonly place: Place;
  readonly rows: readonly Record<string, unknown>[];
}

/** Turns what came inside the rows' own statement into rows, and tells what did not come. */
function takeInside(shape: Shape, rows: readonly Record<string, unknown>[]): Missing[] {
  const [first] = rows;
  if (!first) return [];
  return planOf(shape).places.flatMap((place) => {
    const { join: each, below, items } = place;
    if (!items || first[each.field] === undefined) return [{ place, rows }];
    const inner: Record<string, unknown>[] = [];
    const toRow = (values: unknown[]): Record<string, unknown> => {
      const row = fromItems(items, values);
      inner.push(row);
      return row;
    };
    for (const row of rows) {
      const value = row[each.field] as unknown[] | null;
      if (each.loader.inside?.isList) row[each.field] = (value ?? []).map((values) => toRow(values as unknown[]));
      else row[each.field] = value && toRow(value);
    }
    return takeInside(below, inner);
  });
}

async function readJoin(ctx: Context, { place, rows }: Missing): Promise<void> {
  const { field, key, loader } = place.join as Join<Record<string, unknown>, unknown>;
  const ids = new Set<string>();
  for (const row of rows) if (row[key] !== null) ids.add(row[key] as string);
  const found = ids.size > 0 ? await loader.batch(ctx, [...ids], columnsOf(place.below)) : new Map<string, unknown>();
  await readWith(ctx, place.below, [...found.values()].flat() as object[]);
  for (const row of rows) row[field] = found.get(row[key] as string) ?? null;
}

/** Writes the columns of a table, by its alias in the statement. */
export type Columns = (alias: string) => string;

export const allColumns: Columns = (alias) => `${alias}.*`;

/**
 * The columns behind what is shown, and the rows that joined fields show as JSON beside them. All columns where a field works out
 * its answer from we do not know which.
 */
export function columnsOf(shape: Shape | null): Columns {
  return shape ? planOf(shape).columns : allColumns;
}

/** A joined field that a document asks for. */
interface Place {
  readonly join: AnyJoin;
  readonly below: Shape;
  /** What its rows are made of inside the statement of the outer row; null where they are loaded by a statement of their own. */
  readonly items: readonly Item[] | null;
}

interface Plan {
  readonly places: readonly Place[];
  readonly columns: Columns;
}

const plans = new WeakMap<Shape, Plan>();

function planOf(shape: Shape): Plan {
  let plan = plans.get(shape);
  if (!plan) plans.set(shape, (plan = makePlan(shape)));
  return plan;
}

function makePlan(shape: Shape): Plan {
  const places = joinsIn(shape).map(({ join: each, below }) => ({
    join: each,
    below,
    items: each.loader.inside ? itemsOf(below, 1) : null,
  }));
  const names = columnNames(shape, (field) => joinsByType.get(shape.type.name)?.get(field)?.key);
  const columns: Columns = (alias) => {
    const own = names ? names.map((name) => `${alias}.${name}`) : [`${alias}.*`];
    const inside = places.flatMap(({ join: each, items }) =>
      items ? [`${valueOf(each, items, alias, 1)} as "${each.field}"`] : [],
    );
    return [...own, ...inside].join(', ');
  };
  return { places, columns };
}

/** What a row is made of that comes as JSON; null where it has to be read by itself. */
function itemsOf(shape: Shape, depth: number): Item[] | null {
  const { type } = shape;
  const joins = joinsByType.get(type.name);
  const names = columnNames(shape, (field) => joins?.get(field)?.key);
  if (!names || !isObjectType(type)) return null;
  const fields = type.getFields();
  const fieldOf = new Map(shape.fields.filter((field) => !joins?.has(field)).map((field) => [snakeCase(field), field]));
  const own = names.map((name) => itemOf(name, fields[fieldOf.get(name) ?? '']?.type ?? null));
  const inner = joinsIn(shape).flatMap(({ join: each, below }): Item[] => {
    const items = each.loader.inside ? itemsOf(below, depth + 1) : null;
    return items ? [{ name: each.field, sql: (alias) => valueOf(each, items, alias, depth + 1) }] : [];
  });
  const items = [...own, ...inner];
  return items.length <= itemsMax && items.every((item) => item !== null) ? items : null;
}

function valueOf({ loader, key }: AnyJoin, items: readonly Item[], parent: string, depth: number): string {
  return insideValue(loader.inside!, items, `j${depth}`, parent, snakeCase(key));
}

function joinsIn(shape: Shape): { join: AnyJoin; below: Shape }[] {
  const joins = joinsByType.get(shape.type.name);
  if (!joins) return [];
  return shape.fields.flatMap((field) => {
    const each = joins.get(field);
    const below = each && shape.below(field);
    return each && below ? [{ join: each, below }] : [];
  });
}
