import { isObjectType, Kind, valueFromASTUntyped } from 'graphql';
import type { Loader, ReadContext } from './read-context.ts';
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
import { limits } from '../common/limits.ts';
import { allColumns, type Columns } from './columns.ts';
import type { Lookahead } from './lookahead.ts';

/**
 * Relation: a field that shows rows of another table unchanged, with the column that leads there
 * and the loader.
 */
interface Relation {
  readonly field: string;
  readonly key: string;
  readonly loader: Loader<string, unknown>;
}

const relationsByType = new Map<string, Map<string, Relation>>();

/** Enters a relation of a type; `Related` declares it. */
export function addRelation(type: string, relation: Relation): void {
  const fields = relationsByType.get(type) ?? new Map<string, Relation>();
  fields.set(relation.field, relation);
  relationsByType.set(type, fields);
}

/** The rows of a relation: immediately if they were read with its own row, else loaded. */
export function related(
  ctx: ReadContext,
  { field, key, loader }: Relation,
  row: Record<string, unknown>,
): unknown {
  const shown = row[field];
  if (shown !== undefined) return shown;
  const id = row[key] as string | null;
  return id === null ? null : ctx.load(loader, id);
}

/** Pages of the rows that belong to a parent, by its id. */
export interface ParentPages {
  /**
   * Embedding of the first page in the statement of the parents, with one row more than is shown.
   */
  firstPage(first: number): Embedding;
  /** Builds a page from embedded rows. */
  page(
    ctx: ReadContext,
    parentId: string,
    rows: readonly Record<string, unknown>[],
    first: number,
  ): unknown;
}

const pagesByType = new Map<string, Map<string, ParentPages>>();

/** Enters a field that shows pages of related rows; `RelatedPages` declares it. */
export function addPageRelation(type: string, field: string, pages: ParentPages): void {
  const fields = pagesByType.get(type) ?? new Map<string, ParentPages>();
  fields.set(field, pages);
  pagesByType.set(type, fields);
}

/**
 * Resolver for a field whose rows may be prefetched with its own row. Undefined for other fields.
 */
export function shownDirectly(
  type: string,
  field: string,
):
  | ((
      row: Record<string, unknown>,
      parameters: Record<string, unknown>,
      ctx: ReadContext,
    ) => unknown)
  | null {
  if (relationsByType.get(type)?.has(field)) return (row) => row[field];
  const pages = pagesByType.get(type)?.get(field);
  if (!pages) return null;
  return (row, parameters, ctx) => {
    const rows = row[field] as Record<string, unknown>[] | undefined;
    return rows && pages.page(ctx, row['id'] as string, rows, parameters['first'] as number);
  };
}

/**
 * One row by its key, with the relations that a document selects. Null when it is not visible to
 * the caller.
 */
export async function readOne<Row extends object>(
  ctx: ReadContext,
  loader: Loader<string, Row>,
  shape: Lookahead | null,
  key: string,
): Promise<Row | null> {
  const row = (await loader.batch(ctx, [key], columnsOf(ctx, shape))).get(key) ?? null;
  if (row) await readWith(ctx, shape, [row]);
  return row;
}

/**
 * Attaches the selected relations to all rows: embedded rows first, the others by one statement per
 * position in the document, level by level.
 */
export async function readWith(
  ctx: ReadContext,
  shape: Lookahead | null,
  rows: readonly object[],
): Promise<void> {
  const missing = shape ? takeInside(ctx, shape, rows as Record<string, unknown>[]) : [];
  if (missing.length > 0) await Promise.all(missing.map((each) => readJoin(ctx, each)));
}

interface Missing {
  readonly join: Relation;
  readonly below: Lookahead;
  readonly rows: readonly Record<string, unknown>[];
}

/** Decodes the embedded rows, and returns the relations that were not prefetched. */
function takeInside(
  ctx: ReadContext,
  shape: Lookahead,
  rows: readonly Record<string, unknown>[],
): Missing[] {
  const [first] = rows;
  if (!first) return [];
  return planOf(ctx, shape).places.flatMap(({ field, join: each, below, inside, items }) => {
    if (!items || first[field] === undefined)
      return each?.loader.inside ? [{ join: each, below, rows }] : [];
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

async function readJoin(ctx: ReadContext, { join: each, below, rows }: Missing): Promise<void> {
  const { field, key, loader } = each;
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
 * The columns behind the selection, with relations as embedded JSON. All columns when a field
 * computes its answer from unknown ones.
 */
export function columnsOf(ctx: ReadContext, shape: Lookahead | null): Columns {
  return shape ? planOf(ctx, shape).columns : allColumns;
}

/** A relation as a document selects it. */
interface Place {
  readonly field: string;
  /** Null for pages. Their resolver loads those that are not prefetched. */
  readonly join: Relation | null;
  readonly key: string;
  readonly below: Lookahead;
  readonly inside: Embedding | null;
  /**
   * Columns of its rows inside the outer statement. Null when they are loaded by a separate
   * statement.
   */
  readonly items: readonly EmbeddedColumn[] | null;
}

interface Plan {
  readonly places: readonly Place[];
  readonly columns: Columns;
}

type Variables = ReadContext['variables'];

const plans = new WeakMap<Lookahead, Map<string, Plan>>();

/**
 * Read plan of a selection, computed once for each combination of page lengths in variables. Pages
 * after a cursor are read by their resolver.
 */
function planOf({ variables }: ReadContext, shape: Lookahead): Plan {
  let known = plans.get(shape);
  if (!known) plans.set(shape, (known = new Map()));
  // Either a page length, or the fact that a cursor is present.
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
  // The id identifies a row, and a page continues after it.
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

/** Columns of an embedded row. Null when it must be read separately. */
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
  const joins = relationsByType.get(shape.type.name);
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
    // A page continues after the id of its last row.
    const items = inside ? itemsOf(below, variables, depth, paged ? ['id'] : []) : null;
    return [{ field, join: each, key: each?.key ?? 'id', below, inside, items }];
  });
}

/** Maps a field that shows other rows to the column that leads to them. */
function keyOf(shape: Lookahead): (field: string) => string | undefined {
  const joins = relationsByType.get(shape.type.name);
  const pages = pagesByType.get(shape.type.name);
  return (field) => joins?.get(field)?.key ?? (pages?.has(field) ? 'id' : undefined);
}

/** The same without embedded relations, which need no key column. */
function keyLeft(shape: Lookahead, places: readonly Place[]): KeyOf {
  const came = new Set(
    places.filter(({ join: each, items }) => each && items).map(({ field }) => field),
  );
  const key = keyOf(shape);
  return (field) => (came.has(field) ? null : key(field));
}

/**
 * Length of the first page that a field requests. Null for any other page, and for a field that is
 * selected several times.
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

/** Null for a value that a resolver will refuse. */
function pageLength(value: unknown): number | null {
  return Number.isInteger(value) &&
    (value as number) >= 1 &&
    (value as number) <= limits.pageSizeMax
    ? (value as number)
    : null;
}

const variablesByShape = new WeakMap<Lookahead, readonly string[]>();

/** The variables on which pages depend, at this level and below. */
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
