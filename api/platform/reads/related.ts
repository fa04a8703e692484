import type { GraphQLResolveInfo } from 'graphql';
import {
  Args,
  createParameterDecorator,
  Ctx,
  FieldResolver,
  getMetadataStorage,
  Info,
  Root,
} from 'type-graphql';
import type { Lookahead } from './lookahead.ts';
import type { PagesByParent } from './loaders.ts';
import { PageArgs } from './pagination.ts';
import type { Loader, ReadContext } from './read-context.ts';
import { addPageRelation, addRelation, related } from './relations.ts';

/**
 * What a document selects at a field. A resolver passes it on to the list or the loader that
 * answers, and does not look into it.
 */
export type Selection = Lookahead | null;

/** Parameter of a resolver: the selection of its field. */
export function Selected(): ReturnType<typeof createParameterDecorator> {
  return createParameterDecorator<{ ctx: ReadContext }>(({ context, info }) =>
    selectionAt(context.ctx, info),
  );
}

type TypeOf = () => object | readonly object[];

interface FieldOptions {
  description: string;
  nullable?: boolean | 'items' | 'itemsAndList';
  complexity?: number;
}

/**
 * Field of a resolver class that shows rows of another table unchanged: those that `from` finds by
 * the column `by` of its own row. In a list, the rows are embedded in the statement of the list if
 * the loader allows it. A list is empty when nothing is found; a single row is null.
 */
export function Related<Row extends object>(
  type: TypeOf,
  {
    by,
    from,
    ...options
  }: FieldOptions & { by: keyof Row & string; from: Loader<string, unknown> },
): PropertyDecorator {
  const isList = Array.isArray(type());
  return (prototype, property) => {
    const field = property as string;
    const relation = { field, key: by, loader: from };
    addField(prototype, field, type, options, (row, ctx) => {
      const found = related(ctx, relation, row);
      return isList ? orEmpty(found) : found;
    });
    declared.push({ resolver: prototype.constructor, add: (name) => addRelation(name, relation) });
  };
}

/**
 * Field of a resolver class that shows pages of related rows. The first page is embedded in the
 * statement of its own row.
 */
export function RelatedPages<Row extends object>(
  type: TypeOf,
  { from, ...options }: FieldOptions & { from: PagesByParent<Row> },
): PropertyDecorator {
  return (prototype, property) => {
    const field = property as string;
    addField(prototype, field, type, options, (row, ctx, page, info) =>
      from.of(ctx, (row as { id: string }).id, page as PageArgs, selectionAt(ctx, info!)),
    );
    Args(() => PageArgs)(prototype, field, 2);
    Info()(prototype, field, 3);
    declared.push({
      resolver: prototype.constructor,
      add: (name) => addPageRelation(name, field, from),
    });
  };
}

/** Enters all declared relations under the names of their types. Called once they are all known. */
export function nameRelations(): void {
  const { resolverClasses, objectTypes } = getMetadataStorage();
  for (const { resolver, add } of declared.splice(0)) {
    const type = resolverClasses.find(({ target }) => target === resolver)?.getObjectType();
    const name = objectTypes.find(({ target }) => target === type)?.name;
    if (!name)
      throw new Error(
        `${resolver.name} has related fields: give its @Resolver the type of its rows.`,
      );
    add(name);
  }
}

const declared: { resolver: Function; add: (typeName: string) => void }[] = [];

type Resolve = (
  row: Record<string, unknown>,
  ctx: ReadContext,
  page?: unknown,
  info?: GraphQLResolveInfo,
) => unknown;

function addField(
  prototype: object,
  field: string,
  type: TypeOf,
  options: FieldOptions,
  resolve: Resolve,
): void {
  Object.defineProperty(prototype, field, { value: resolve });
  Root()(prototype, field, 0);
  Ctx('ctx')(prototype, field, 1);
  FieldResolver(type as never, options)(prototype, field, { value: resolve });
}

function selectionAt(ctx: ReadContext, { path }: GraphQLResolveInfo): Selection {
  return ctx.lookahead?.at(path) ?? null;
}

async function orEmpty(found: unknown): Promise<unknown> {
  return (await found) ?? [];
}
