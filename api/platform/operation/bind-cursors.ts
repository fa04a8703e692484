import {
  getNamedType,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  isObjectType,
} from 'graphql';
import { Refusal } from '../common/errors.ts';
import type { GraphQLContext } from '../context/operation-context.ts';
import type { CursorsOfList } from '../reads/list-cursors.ts';
import { KeysetPage } from '../reads/pagination.ts';

/**
 * Binds the cursors of every connection to its list: field, foundation, parent, filter and order.
 * Resolvers get a position in place of the cursor. Any other cursor is refused with CURSOR_INVALID
 * before the resolver runs.
 */
export function bindCursors(schema: GraphQLSchema): void {
  const roots = new Set([schema.getQueryType(), schema.getMutationType()]);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const { resolve } = field;
      if (resolve && isPaged(field))
        field.resolve = bound(`${type.name}.${field.name}`, roots.has(type), resolve);
    }
  }
}

/** Whether a field shows pages of a connection. */
function isPaged({ type, args }: GraphQLField<unknown, unknown>): boolean {
  return (
    getNamedType(type).name.endsWith('Connection') && args.some(({ name }) => name === 'after')
  );
}

type Parameters = Readonly<Record<string, unknown>>;
type Resolve = GraphQLFieldResolver<unknown, GraphQLContext>;

function bound(field: string, isRoot: boolean, resolve: Resolve): Resolve {
  return (row, parameters: Parameters, context, info) => {
    const cursors = (): CursorsOfList =>
      context.ctx.services.cursors.of({
        field,
        // Recorded as a decision, so that the live feed may share the page.
        foundationId: context.ctx.decide(({ foundationId }) => foundationId),
        parent: isRoot ? null : parentOf(field, row),
        filter: filterOf(parameters),
      });
    const bind = (page: unknown): unknown =>
      page instanceof KeysetPage ? page.bind(cursors) : unbound(field, page);
    const page = resolve(row, withPosition(parameters, cursors), context, info);
    // Embedded pages come without a promise, and most pages of an operation are embedded.
    return page instanceof Promise ? page.then(bind) : bind(page);
  };
}

/** The arguments with the position of the cursor. Refuses with CURSOR_INVALID. */
function withPosition(parameters: Parameters, cursors: () => CursorsOfList): Parameters {
  const { after } = parameters;
  if (typeof after !== 'string') return parameters;
  const position = cursors().positionOf(after);
  if (position === null) throw new Refusal('CURSOR_INVALID', {}, ['after']);
  return { ...parameters, after: position };
}

function filterOf({ first: _first, after: _after, ...filter }: Parameters): Parameters {
  return filter;
}

/** A list belongs to the row with an id, or to the filter of a board. */
function parentOf(field: string, row: unknown): unknown {
  const { id, filter } = row as { id?: string; filter?: object };
  const parent = id ?? filter;
  if (!parent) throw new Error(`${field} needs a parent with an id or a filter.`);
  return parent;
}

function unbound(field: string, page: unknown): null {
  if (page === null || page === undefined) return null;
  throw new Error(`${field} shows no page that it can bind cursors to: build it with pageOf.`);
}
