import {
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  type GraphQLSchema,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { validateOrReject } from 'class-validator';
import { ArgumentValidationError, buildSchemaSync, type NonEmptyArray } from 'type-graphql';
import type { Page } from '../../../schema/connection.ts';
import { RefusedValue } from '../../../schema/refused-value.ts';
import { isStorable } from '../../../schema/storable-text.ts';
import { encodeId, type IdPrefix, idPrefixes } from '../../../schema/ids.ts';
import type { GraphQLContext } from '../context/operation-context.ts';
import { fieldAt, ProtocolError, Refusal, Refusals } from '../common/errors.ts';
import { nameRelations } from '../reads/related.ts';
import { shownDirectly } from '../reads/relations.ts';
import { bindCursors } from './bind-cursors.ts';
import { inputRefusals } from './input-errors.ts';
import { normaliseTypedText } from './typed-arguments.ts';

/** The part of a module that the schema is built from. */
export interface SchemaPart {
  /** type-graphql resolver classes. */
  readonly resolvers?: readonly (abstract new (...parameters: never[]) => unknown)[];
}

/**
 * Builds the executable schema from the modules, and adds the shared behaviour of ids and
 * mutations.
 */
export function buildSchema(modules: readonly SchemaPart[]): GraphQLSchema {
  const resolvers = modules.flatMap((module) => [...(module.resolvers ?? [])]);
  const schema = buildSchemaSync({
    resolvers: resolvers as unknown as NonEmptyArray<Function>,
    validateFn: checkInput,
    scalarsMap: [],
    // type-graphql requires a pubSub with any subscription. The hub feeds ours and never uses it.
    pubSub: { publish: noPubSub, subscribe: noPubSub },
  });
  nameRelations();
  for (const type of Object.values(schema.getTypeMap())) {
    if (isInterfaceType(type))
      type.resolveType = (row: { nodeType: IdPrefix }) => idPrefixes[row.nodeType];
    // Compiled execution does not await a promise here, so the asynchronous resolver of
    // type-graphql is replaced.
    if (isUnionType(type)) type.resolveType = (value: { typeName: string }) => value.typeName;
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const direct = shownDirectly(type.name, field.name);
      const { resolve } = field;
      // Prefetched fields need none of type-graphql's work around a method for each row.
      if (direct && resolve) {
        field.resolve = (row, parameters, context: GraphQLContext, info) => {
          const shown = direct(row as Record<string, unknown>, parameters, context.ctx);
          return shown === undefined ? resolve(row, parameters, context, info) : shown;
        };
      }
    }
    const prefix = type.extensions['idPrefix'] as IdPrefix | undefined;
    const id = type.getFields()['id'];
    // Rows carry plain uuids. The global id is built here, at the boundary.
    if (prefix && id) id.resolve = (row: { id: string }) => encodeId(prefix, row.id);
    const totalCount = type.getFields()['totalCount'];
    if (totalCount) {
      totalCount.resolve = (page: Page<unknown>) => page.total?.();
      totalCount.extensions = { ...totalCount.extensions, complexity: 0 };
    }
  }
  // Before texts are normalized, so that a filter is hashed in its normal form.
  bindCursors(schema);
  normaliseTypedText(schema);
  keepNeighbours(schema);
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    if (field.resolve) field.resolve = tellRefusalsAsData(field.resolve);
  }
  return schema;
}

/**
 * Makes every root field nullable. A refused one is then null and leaves its neighbours, where a
 * non-null field would take the whole answer with it. `nullable` in a decorator states that null is
 * a value of the field.
 */
function keepNeighbours(schema: GraphQLSchema): void {
  for (const type of [schema.getQueryType(), schema.getMutationType()]) {
    for (const field of Object.values(type?.getFields() ?? {})) {
      if (!isNonNullType(field.type)) continue;
      field.type = field.type.ofType as GraphQLOutputType;
      field.description = `${field.description ?? ''} Null when it failed: \`errors\` of the response states the reason.`;
    }
  }
}

/** As in type-graphql, but without loading class-validator again for each argument of each row. */
async function checkInput(value: unknown): Promise<void> {
  const inputs = (Array.isArray(value) ? value : [value]).filter(
    (each) => each !== null && typeof each === 'object',
  );
  try {
    // forbidUnknownValues would refuse inputs without any validation rule.
    for (const input of inputs as object[]) await validateOrReject(input, inputRules);
  } catch (errors) {
    throw new ArgumentValidationError(errors as never);
  }
}

const inputRules = {
  forbidUnknownValues: false,
  stopAtFirstError: true,
  skipMissingProperties: true,
};

function noPubSub(): never {
  throw new Error('The hub of api/platform/feed publishes to subscriptions; do not use pubSub.');
}

/**
 * A mutation answers with its changes, or with null and its refusals. Bugs and protocol violations
 * stay GraphQL errors.
 */
function tellRefusalsAsData(
  resolve: GraphQLFieldResolver<unknown, GraphQLContext>,
): GraphQLFieldResolver<unknown, GraphQLContext> {
  return async (root, parameters, context, info) => {
    try {
      refuseUnstorable(parameters, []);
      const payload = (await resolve(root, parameters, context, info)) as object;
      return { errors: [], ...payload };
    } catch (error) {
      const refusals = error instanceof ProtocolError ? null : refusalsOf(error);
      if (!refusals) throw error;
      const { ctx } = context;
      return {
        errors: refusals.map((refusal) =>
          ctx.services.messages.userError(refusal, ctx.locale, ctx.timeZone),
        ),
      };
    }
  };
}

/** Refuses text that no database can hold, at any place of an input, also without a decorator. */
function refuseUnstorable(value: unknown, path: readonly string[]): void {
  if (typeof value === 'string') {
    if (!isStorable(value))
      throw new Refusal('TEXT_HAS_CONTROL_CHARACTERS', { field: fieldAt(path) }, path);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, part] of Object.entries(value)) refuseUnstorable(part, [...path, name]);
  }
}

/** The refusals inside an error; null for any other error. */
export function refusalsOf(error: unknown): readonly Refusal[] | null {
  if (error instanceof Refusal) return [error];
  if (error instanceof Refusals) return error.all;
  if (error instanceof ProtocolError) return [error.refusal];
  if (error instanceof RefusedValue) return [new Refusal(error.code, error.params)];
  if (error instanceof ArgumentValidationError) return inputRefusals(error);
  if (error instanceof GraphQLError && error.originalError) return refusalsOf(error.originalError);
  return null;
}
