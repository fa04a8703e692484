import {
  type ExecutionResult,
  type FormattedExecutionResult,
  GraphQLError,
  type GraphQLErrorOptions,
  type GraphQLFormattedError,
} from 'graphql';
import { HeaderMap } from '@apollo/server';
import type pino from 'pino';
import type { Context } from '../context/operation-context.ts';
import type { Services } from '../context/services.ts';
import { ProtocolError, Refusal, shortened } from '../common/errors.ts';
import { limits } from '../common/limits.ts';
import type { Locale } from '../common/messages.ts';
import { logOutage, type OutageCode, outageOf, Unavailable } from '../common/outage.ts';
import { resultJson } from './introspection.ts';
import { refusalsOf } from './schema.ts';

/**
 * Formats every error for clients: known errors keep code and message, unknown ones become INTERNAL
 * with the operation id.
 */
export function formatResult(
  result: ExecutionResult,
  ctx: Context,
  log: pino.Logger,
): ExecutionResult {
  if (!result.errors?.length) {
    ctx.services.serving.answered();
    return result;
  }
  // Errors without a path concern the request itself, before execution. A compiled operation
  // reports all of them.
  const told = result.errors[0]?.path ? result.errors : result.errors.slice(0, limits.errorsMax);
  return { ...result, errors: told.map((error) => presentError(error, ctx, log)) };
}

/** A result for a socket: errors as plain objects, without the hints for HTTP. */
export function plainResult({
  data,
  errors,
  extensions,
}: ExecutionResult): FormattedExecutionResult {
  return {
    ...(errors?.length && { errors: errors.map(plainError) }),
    ...(data !== undefined && { data }),
    ...(extensions && { extensions }),
  };
}

/** A result for a socket, as JSON. */
export function plainJson(result: ExecutionResult): string {
  return resultJson(plainResult(result));
}

function plainError(error: GraphQLError): GraphQLFormattedError {
  const { http: _, ...extensions } = error.extensions;
  return { ...error.toJSON(), extensions };
}

function presentError(error: GraphQLError, ctx: Context, log: pino.Logger): GraphQLError {
  const where = {
    nodes: error.nodes,
    path: error.path,
    positions: error.positions,
    source: error.source,
  };
  const outage = outageOf(error.originalError ?? error);
  if (outage) {
    logOutage(log, error.originalError ?? error, {
      operationId: ctx.operationId,
      path: error.path,
    });
    return unavailableError(outage, ctx.services, ctx.locale, {
      ...where,
      operationId: ctx.operationId,
    });
  }
  const { operationId } = ctx;
  const told = (refusal: Refusal, extensions: object): GraphQLError =>
    localisedError(refusal, ctx.services.messages, ctx.locale, {
      ...where,
      timeZone: ctx.timeZone,
      extensions: { ...extensions, operationId },
    });
  const protocol = protocolErrorIn(error);
  if (protocol) return told(protocol.refusal, protocol.extensions);
  const [refusal] = refusalsOf(error) ?? [];
  if (refusal) return told(refusal, error.path ? {} : { http: { status: 400 } });
  const cause = error.originalError;
  const known = cause instanceof GraphQLError ? cause : error;
  // An error that has its message in the language of the caller already, such as an outage.
  if (known.extensions?.['params'])
    return new GraphQLError(known.message, {
      ...where,
      extensions: { ...known.extensions, operationId },
    });
  // graphql-js and graphql-jit report an invalid variable without a path and a code. For an unknown
  // field, the cause is a GraphQLError.
  if ((!cause || cause instanceof GraphQLError) && !error.path)
    return told(new Refusal('BAD_USER_INPUT', { detail: shortened(error.message) }), {
      http: { status: 400 },
    });
  log.error({ err: cause ?? error, operationId, path: error.path }, 'An operation failed');
  return told(new Refusal('INTERNAL', { number: operationId }), { http: { status: 500 } });
}

/** The protocol error inside an error; null for any other error. */
function protocolErrorIn(error: unknown): ProtocolError | null {
  if (error instanceof ProtocolError) return error;
  return error instanceof GraphQLError && error.originalError
    ? protocolErrorIn(error.originalError)
    : null;
}

/** A refusal as a GraphQL error with its code, its params and its message in a language. */
export function localisedError(
  refusal: Refusal,
  messages: Services['messages'],
  locale: Locale,
  { timeZone, extensions, ...where }: GraphQLErrorOptions & { timeZone?: string } = {},
): GraphQLError {
  const { code, params, message, path } = messages.userError(refusal, locale, timeZone);
  return new GraphQLError(message, {
    ...where,
    extensions: { ...extensions, code, params, ...(path.length > 0 && { path }) },
  });
}

/**
 * An outage as every transport reports it: in the caller's language, with HTTP 503 and
 * `Retry-After`.
 */
export function unavailableError(
  code: OutageCode,
  services: Services,
  locale: Locale,
  where?: GraphQLErrorOptions & { operationId?: string },
): GraphQLError {
  services.serving.unavailable();
  return temporaryError(new Unavailable(code), services, locale, where);
}

/**
 * The database has another schema version than this node. Another node may serve the same request.
 */
export function nodeOutdated(services: Services, locale: Locale): GraphQLError {
  const refusal = new Refusal('NODE_OUTDATED', {
    retryAfterSeconds: limits.retryAfterOutageSeconds,
  });
  return temporaryError(refusal, services, locale);
}

function temporaryError(
  refusal: Refusal,
  { messages }: Services,
  locale: Locale,
  { operationId, ...where }: GraphQLErrorOptions & { operationId?: string } = {},
): GraphQLError {
  const headers = new HeaderMap([['retry-after', String(limits.retryAfterOutageSeconds)]]);
  return localisedError(refusal, messages, locale, {
    ...where,
    extensions: { http: { status: 503, headers }, ...(operationId && { operationId }) },
  });
}
