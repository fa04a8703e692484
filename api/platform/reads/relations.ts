import { isObjectType, Kind, valueFromASTUntyped } from 'graphql';
import type { Context, Loader } from '../context/operation-context.ts';
import {
  columnNames,
  decodeEmbedded,
  type Embedding,
  embedAsJson,
  type EmbeddedColumn,
  itemOf,
  itemsMax,
  type KeyOf,
  snakeCase,
} from './json-embedding.ts';
import { limits } from '../limits.ts';
import { allColumns, type Columns } from './columns.ts';
import type { Lookahead } from './lookahead.ts';

/**
 * A field that shows rows of another table as they are: which column leads there, and how they are
 * loaded.
 */
export interface Relation<Row, Shown> {
  readonly field: string;
  readonly key: keyof Row & string;
  readonly loader: Loader<string, Shown>;
}

type AnyJoin = Relation<never, unknown>;

const joinsByType = new Map<string, Map<string, AnyJoin>>();

/**
 * Declares that `type.field` shows what a loader finds by the row's `key`, and nothing is decided
 * on the way. Such a field is read together with the list that it is part of, in the same statement
 * where the loader says how; elsewhere it is loaded when it is reached.
 */
export function relation<Row extends object, Shown>(
  type: string,
  field: string,
  key: keyof Row & string,
  loader: Loader<string, Shown>,
): Relation<Row, Shown> {
  const made: Relation<Row, Shown> = { field, key, loader };
  const fields = joinsByType.get(type) ?? new Map<string, AnyJoin>();
  fields.set(field, made);
  joinsByType.set(type, fields);
  return made;
}

/** What a joined field shows: at once where it was read with its list. */
export function prefetched<Row extends object, Shown>(
  ctx: Context,
  { field, key, loader }: Relation<Row, Shown>,
  row: Row,
): Shown | null | Promise<Shown | null> {
  const shown = (row as Record<string, unknown>)[field];
  if (shown !== undefined) return shown as Shown | null;
  const id = row[key] as string | null;
  return id === null ? null : ctx.load(loader, id);
}

/** Pages of the rows that belong to a parent, by its id. */
export interface ParentPages {
  /**
   * How the first page is found inside the statement of the parents, with one row more than is
   * shown.
   */
  firstPage(first: number): Embedding;
  /** A page from the rows that were found so. */
  page(
    ctx: Context,
    parentId: string,
    rows: readonly Record<string, unknown>[],
    first: number,
  ): unknown;
}

const pagesByType = new Map<string, Map<string, ParentPages>>();

/**
 * Declares that `type.field` shows pages of what belongs to a row, so that first pages are read
 * inside the row's statement.
 */
export function pageRelation(type: string, field: string, pages: ParentPages): void {
  const fields = pagesByType.get(type) ?? new Map<string, ParentPages>();
  fields.set(field, pages);
  pagesByType.set(type, fields);
}

/**
 * What answers for a field whose rows may have been read with its own row; undefined where they
 * were not.
 */
export function shownDirectly(
  type: string,
  field: string,
):
  | ((row: Record<string, unknown>, parameters: Record<string, unknown>, ctx: Context) => unknown)
  | null {
  if (joinsByType.get(type)?.has(field)) return (row) => row[field];
  const pages = pagesByType.get(type)?.get(field);
  if (!pages) return null;
  return (row, parameters, ctx) => {
    const rows = row[field] as Record<string, unknown>[] | undefined;
    return rows && pages.page(ctx, row['id'] as string, rows, parameters['first'] as number);
  };
}

/**
 * One row by its key, with what a document asks of its joined fields. Null when it is not there to
 * see.
 */
export async function readOne<Row extends object>(
  ctx: Context,
  loader: Loader<string, Row>,
  shape: Lookahead | null,
  key: string,
): Promise<Row | null> {
  const row = (await loader.batch(ctx, [key], columnsOf(ctx, shape))).get(key) ?? null;
  if (row) await readWith(ctx, shape, [row]);
  return row;
}

/**
 * Puts on all rows what a document asks of their joined fields: what came inside their statement,
 * and what did not by one statement for each place in the document, level by level.
 */
export async function readWith(
  ctx: Context,
  shape: Lookahead | null,
  rows: readonly object[],
): Promise<void> {
  const missing = shape ? takeInside(ctx, shape, rows as Record<string, unknown>[]) : [];
  if (missing.length > 0) await Promise.all(missing.map((each) => readJoin(ctx, each)));
}

interface Missing {
  readonly join: AnyJoin;
  readonly below: Lookahead;
  readonly rows: readonly Record<string, unknown>[];
}

/** Turns what came inside the rows' own statement into rows, and tells what did not come. */
function takeInside(
  ctx: Context,
  shape: Lookahead,
  rows: readonly Record<string, unknown>[],
): Missing[] {
  const [first] = rows;
  if (!first) return [];
  return planOf(ctx, shape).places.flatMap(({ field, join: each, below, inside, items }) => {
    if (!items || first[field] === undefined) return each ? [{ join: each, below, rows }] : [];
    const inner: Record<string, unknown>[] = [];
    const toRow = (values: unknown): Record<string, unknown> => {
      const row = decodeEmbedded(items, values as unknown[]);
      inner.push(row);
      return row;
    };
    for (const row of rows) {
      const value = row[field] as unknown[] | null;
      row[field] = inside?.isList ? (value ?? []).map(toRow) : value && toRow(value);
    }
    return takeInside(ctx, below, inner);
  });
}

async function readJoin(ctx: Context, { join: each, below, rows }: Missing): Promise<void> {
  const { field, key, loader } = each as Relation<Record<string, unknown>, unknown>;
  const ids = new Set<string>();
  for (const row of rows) if (row[key] !== null) ids.add(row[key] as string);
  const found =
    ids.size > 0
      ? await loader.batch(ctx, [...ids], columnsOf(ctx, below))
      : new Map<string, unknown>();
  await readWith(ctx, below, [...found.values()].flat() as object[]);
  for (const row of rows) row[field] = found.get(row[key] as string) ?? null;
}

/**
 * The columns behind what is shown, and the rows that joined fields show as JSON beside them. All
 * columns where a field works out its answer from we do not know which.
 */
export function columnsOf(ctx: Context, shape: Lookahead | null): Columns {
  return shape ? planOf(ctx, shape).columns : allColumns;
}

/** A field that shows other rows, as a document asks for it. */
interface Place {
  readonly field: string;
  /** Null for pages, which their resolver loads where they did not come inside. */
  readonly join: AnyJoin | null;
  readonly key: string;
  readonly below: Lookahead;
  readonly inside: Embedding | null;
  /**
   * What its rows are made of inside the statement of the outer row; null where they are loaded by
   * a statement of their own.
   */
  readonly items: readonly EmbeddedColumn[] | null;
}

interface Plan {
  readonly places: readonly Place[];
  readonly columns: Columns;
}

type Variables = Context['variables'];

const plans = new WeakMap<Lookahead, Map<string, Plan>>();

/**
 * How a place is read; once for each combination of page lengths that come by variables. Pages
 * behind a cursor are read by their resolver.
 */
function planOf({ variables }: Context, shape: Lookahead): Plan {
  let known = plans.get(shape);
  if (!known) plans.set(shape, (known = new Map()));
  // A length, or that there is a cursor.
  const key = pageVariables(shape)
    .map((name) => pageLength(variables[name]) ?? (variables[name] ?? null) !== null)
    .join();
  let plan = known.get(key);
  if (!plan) {
    plan = makePlan(shape, known.size < limits.columnSetsMax ? variables : {});
    if (known.size < limits.columnSetsMax) known.set(key, plan);
  }
  return plan;
}

function makePlan(shape: Lookahead, variables: Variables): Plan {
  const places = placesIn(shape, variables, 1);
  const inside = places.filter(({ items }) => items);
  const names = columnNames(shape, keyLeft(shape, places));
  // By its id a row is found again, and a page goes on behind it.
  const own = names && unique(['id', ...names]);
  const needed =
    own && unique([...own, 'foundation_id', ...inside.map(({ key }) => snakeCase(key))]);
  const all = (alias: string, columns: readonly string[] | null) =>
    columns ? columns.map((name) => `${alias}.${name}`) : [`${alias}.*`];
  const columns = (alias: string) =>
    [
      ...all(alias, own),
      ...inside.map((place) => `${valueOf(place, alias, 1)} as "${place.field}"`),
    ].join(', ');
  return {
    places,
    columns: Object.assign(columns, { plain: (alias: string) => all(alias, needed).join(', ') }),
  };
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}

/** What a row is made of that comes as JSON; null where it has to be read by itself. */
function itemsOf(
  shape: Lookahead,
  variables: Variables,
  depth: number,
  always: readonly string[],
): EmbeddedColumn[] | null {
  const { type } = shape;
  const places = placesIn(shape, variables, depth + 1);
  const names = columnNames(shape, keyLeft(shape, places));
  if (!names || !isObjectType(type)) return null;
  const fields = type.getFields();
  const shown = shape.fields.filter((field) => !keyOf(shape)(field));
  const fieldOf = new Map(shown.map((field) => [snakeCase(field), field]));
  const own = unique([...always, ...names]).map((name) =>
    itemOf(name, fields[fieldOf.get(name) ?? '']?.type ?? null),
  );
  const inner = places.flatMap((place): EmbeddedColumn[] =>
    place.items ? [{ name: place.field, sql: (alias) => valueOf(place, alias, depth + 1) }] : [],
  );
  const items = [...own, ...inner];
  return items.length <= itemsMax && items.every((item) => item !== null) ? items : null;
}

function valueOf({ inside, items, key }: Place, parent: string, depth: number): string {
  return embedAsJson(inside!, items!, `j${depth}`, parent, snakeCase(key));
}

function placesIn(shape: Lookahead, variables: Variables, depth: number): Place[] {
  const joins = joinsByType.get(shape.type.name);
  const pages = pagesByType.get(shape.type.name);
  return shape.fields.flatMap((field): Place[] => {
    const each = joins?.get(field) ?? null;
    const paged = pages?.get(field);
    const below = each ? shape.below(field) : (paged && shape.below(field)?.inPage()) || null;
    if (!below) return [];
    const first = paged ? firstOf(shape, field, variables) : null;
    const inside = each
      ? (each.loader.inside ?? null)
      : first
        ? (paged?.firstPage(first) ?? null)
        : null;
    // A page goes on behind the id of its last row.
    const items = inside ? itemsOf(below, variables, depth, paged ? ['id'] : []) : null;
    return [{ field, join: each, key: each?.key ?? 'id', below, inside, items }];
  });
}

/** Leads from a field that shows other rows to the column that leads to them. */
function keyOf(shape: Lookahead): (field: string) => string | undefined {
  const joins = joinsByType.get(shape.type.name);
  const pages = pagesByType.get(shape.type.name);
  return (field) => joins?.get(field)?.key ?? (pages?.has(field) ? 'id' : undefined);
}

/** The same, but for what joins bring inside: whoever shows that needs nothing that leads to it. */
function keyLeft(shape: Lookahead, places: readonly Place[]): KeyOf {
  const came = new Set(
    places.filter(({ join: each, items }) => each && items).map(({ field }) => field),
  );
  const key = keyOf(shape);
  return (field) => (came.has(field) ? null : key(field));
}

/**
 * The length of the first page that a field asks for; null for any other page, and where the field
 * stands with several.
 */
function firstOf(shape: Lookahead, field: string, variables: Variables): number | null {
  const given = new Map(
    shape
      .only(field)
      ?.arguments?.map(({ name, value }) => [
        name.value,
        value.kind === Kind.VARIABLE ? variables[value.name.value] : valueFromASTUntyped(value),
      ]),
  );
  return (given.get('after') ?? null) === null ? pageLength(given.get('first')) : null;
}

/** Null for what a resolver will refuse. */
function pageLength(value: unknown): number | null {
  return Number.isInteger(value) &&
    (value as number) >= 1 &&
    (value as number) <= limits.pageSizeMax
    ? (value as number)
    : null;
}

const variablesByShape = new WeakMap<Lookahead, readonly string[]>();

/** The variables that pages depend on, here and further below. */
function pageVariables(shape: Lookahead): readonly string[] {
  let names = variablesByShape.get(shape);
  if (!names) {
    const found = placesIn(shape, {}, 1).flatMap(({ field, join: each, below }) => {
      const given = each ? [] : (shape.only(field)?.arguments ?? []);
      const own = given.flatMap(({ value }) =>
        value.kind === Kind.VARIABLE ? [value.name.value] : [],
      );
      return [...own, ...pageVariables(below)];
    });
    variablesByShape.set(shape, (names = [...new Set(found)].sort()));
  }
  return names;
}
