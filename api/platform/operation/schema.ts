import {
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { validateOrReject } from 'class-validator';
import { ArgumentValidationError, buildSchemaSync, type NonEmptyArray } from 'type-graphql';
import type { Page } from '../../../schema/connection.ts';
import { isStorable } from '../../../schema/storable-text.ts';
import { encodeId, type IdPrefix, idPrefixes } from '../../../schema/ids.ts';
import type { GraphQLContext } from '../context/operation-context.ts';
import { Refusal, Refusals } from '../errors.ts';
import { shownDirectly } from '../reads/relations.ts';
import type { Module } from '../module.ts';
import { inputRefusals } from './input-errors.ts';
import { normaliseTypedText } from './typed-arguments.ts';

/**
 * Builds the executable schema from the modules and gives ids and mutations the behaviour that all
 * of them share.
 */
export function buildSchema(modules: readonly Module[]): GraphQLSchema {
  const resolvers = modules.flatMap((module) => [...(module.resolvers ?? [])]);
  const schema = buildSchemaSync({
    resolvers: resolvers as unknown as NonEmptyArray<Function>,
    validateFn: checkInput,
    scalarsMap: [],
    // type-graphql wants one wherever there is a subscription; ours are fed by the hub, which never
    // asks it.
    pubSub: { publish: noPubSub, subscribe: noPubSub },
  });
  for (const type of Object.values(schema.getTypeMap())) {
    if (isInterfaceType(type))
      type.resolveType = (row: { nodeType: IdPrefix }) => idPrefixes[row.nodeType];
    // Compiled execution does not wait for the answer, so the promise that type-graphql makes of it
    // is replaced.
    if (isUnionType(type)) type.resolveType = (value: { typeName: string }) => value.typeName;
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const direct = shownDirectly(type.name, field.name);
      const { resolve } = field;
      // What was read with its row needs none of what type-graphql does around a method for each
      // row.
      if (direct && resolve) {
        field.resolve = (row, parameters, context: GraphQLContext, info) => {
          const shown = direct(row as Record<string, unknown>, parameters, context.ctx);
          return shown === undefined ? resolve(row, parameters, context, info) : shown;
        };
      }
    }
    const prefix = type.extensions['idPrefix'] as IdPrefix | undefined;
    const id = type.getFields()['id'];
    // Rows carry plain uuids; the global id is made at the border, here.
    if (prefix && id) id.resolve = (row: { id: string }) => encodeId(prefix, row.id);
    const totalCount = type.getFields()['totalCount'];
    if (totalCount) {
      totalCount.resolve = (page: Page<unknown>) => page.total?.();
      totalCount.extensions = { ...totalCount.extensions, complexity: 0 };
    }
  }
  normaliseTypedText(schema);
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    if (field.resolve) field.resolve = tellRefusalsAsData(field.resolve);
  }
  return schema;
}

/**
 * As type-graphql does it, but for its loading class-validator anew for each argument of each row.
 */
async function checkInput(value: unknown): Promise<void> {
  const inputs = (Array.isArray(value) ? value : [value]).filter(
    (each) => each !== null && typeof each === 'object',
  );
  try {
    // forbidUnknownValues would refuse inputs that carry no validation at all.
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
  throw new Error('Subscriptions are fed by the hub of api/platform/feed.');
}

/**
 * A mutation answers with what it changed, or with null and why not. Bugs and broken protocol stay
 * GraphQL errors.
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
      const refusals = refusalsOf(error);
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

/**
 * What no database can hold is refused wherever it stands in an input, also where no decorator
 * looks at the text.
 */
function refuseUnstorable(value: unknown, path: readonly string[]): void {
  if (typeof value === 'string') {
    if (!isStorable(value)) throw new Refusal('TEXT_HAS_CONTROL_CHARACTERS', {}, path);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, part] of Object.entries(value)) refuseUnstorable(part, [...path, name]);
  }
}

/** The refusals inside an error, or null when it is something else. */
export function refusalsOf(error: unknown): readonly Refusal[] | null {
  if (error instanceof Refusal) return [error];
  if (error instanceof Refusals) return error.all;
  if (error instanceof ArgumentValidationError) return inputRefusals(error);
  if (error instanceof GraphQLError && error.originalError) return refusalsOf(error.originalError);
  return null;
}
