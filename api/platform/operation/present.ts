import { type ExecutionResult, type FormattedExecutionResult, GraphQLError, type GraphQLFormattedError } from 'graphql';
import type pino from 'pino';
import type { Context } from '../context.ts';
import { refusalsOf } from './schema.ts';

/** Makes every error fit to be told: known ones keep code and message, unknown ones become INTERNAL with the operation's id. */
export function presentResult(result: ExecutionResult, ctx: Context, log: pino.Logger): ExecutionResult {
  if (!result.errors?.length) return result;
  return { ...result, errors: result.errors.map((error) => presentError(error, ctx, log)) };
}

/** A result as it goes over a socket: errors as plain objects, without the hints that were meant for HTTP. */
export function plainResult({ data, errors, extensions }: ExecutionResult): FormattedExecutionResult {
  return {
    ...(errors?.length && { errors: errors.map(plainError) }),
    ...(data !== undefined && { data }),
    ...(extensions && { extensions }),
  };
}

function plainError(error: GraphQLError): GraphQLFormattedError {
  const { http: _, ...extensions } = error.extensions;
  return { ...error.toJSON(), extensions };
}

function presentError(error: GraphQLError, ctx: Context, log: pino.Logger): GraphQLError {
  const where = { nodes: error.nodes, path: error.path, positions: error.positions, source: error.source };
  const [refusal] = refusalsOf(error) ?? [];
  if (refusal) {
    const told = ctx.services.messages.userError(refusal, ctx.locale);
    return new GraphQLError(told.message, {
      ...where,
      extensions: { code: told.code, params: refusal.params, operationId: ctx.operationId },
    });
  }
  const cause = error.originalError;
  const known = cause instanceof GraphQLError ? cause : error;
  // graphql-jit's own errors come without extensions.
  if (known.extensions?.['code'] && known.extensions['code'] !== 'INTERNAL_SERVER_ERROR') {
    return new GraphQLError(known.message, {
      ...where,
      extensions: { ...known.extensions, operationId: ctx.operationId },
    });
  }
  // graphql-js and graphql-jit report a wrong variable without a path and a code; of a field that there is not they give the reason as cause.
  if ((!cause || cause instanceof GraphQLError) && !error.path) {
    return new GraphQLError(error.message, {
      ...where,
      extensions: { code: 'BAD_USER_INPUT', http: { status: 400 }, operationId: ctx.operationId },
    });
  }
  log.error({ err: cause ?? error, operationId: ctx.operationId, path: error.path }, 'An operation failed');
  const busy = busyCodes.has(String((cause as { code?: unknown } | undefined)?.code));
  return busy
    ? new GraphQLError('The platform is busy. Try again in a moment.', {
        ...where,
        extensions: { code: 'BUSY', http: { status: 503 }, operationId: ctx.operationId },
      })
    : new GraphQLError(`Something went wrong on our side. Tell us this number: ${ctx.operationId}.`, {
        ...where,
        extensions: { code: 'INTERNAL', http: { status: 500 }, operationId: ctx.operationId },
      });
}

/** Lock not available in time, query cancelled by its time limit, too many connections. */
const busyCodes = new Set(['55P03', '57014', '53300']);
