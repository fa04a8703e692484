import { ApolloServer, type GraphQLResponse } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import type { GatewayExecutor } from '@apollo/server-gateway-interface';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyRequest, RouteHandlerMethod } from 'fastify';
import type { ExecutionResult, GraphQLFormattedError } from 'graphql';
import type pino from 'pino';
import { protocolError, Refusal, shortened } from '../common/errors.ts';
import { limits } from '../common/limits.ts';
import type { Locale } from '../common/messages.ts';
import type { GraphQLContext } from '../context/operation-context.ts';
import type { Services } from '../context/services.ts';
import { resultJson } from '../operation/introspection.ts';
import type { Operations } from '../operation/operations.ts';
import { formatResult } from '../operation/result-formatting.ts';
import { answerStatus, isEmpty } from './answer-status.ts';
import type { ContextOf } from './context-factory.ts';
import { mediaTypeOf } from './media-type.ts';
import { bearerToken, foundationOf, localeIn } from './request-headers.ts';

/** Dependencies of GraphQL over HTTP. */
export interface ApolloOptions {
  services: Services;
  operations: Operations;
  log: pino.Logger;
  contextOf: ContextOf;
  /** Whether answers state how many statements they needed: in a demonstration, for developers. */
  countsStatements: boolean;
}

/**
 * The handler of one language. Apollo reports errors of its own, such as a body without an
 * operation, without the request that they belong to. So each language has a server.
 */
export async function apolloHandler(
  server: FastifyInstance,
  options: ApolloOptions,
  locale: Locale,
): Promise<RouteHandlerMethod> {
  const apollo = apolloServer(options, locale);
  await apollo.start();
  server.addHook('onClose', async () => apollo.stop());
  return fastifyApolloHandler(apollo, {
    context: async (request: FastifyRequest) => contextFor(request, options.contextOf),
  });
}

function apolloServer(
  { operations, log, services, countsStatements }: ApolloOptions,
  locale: Locale,
): ApolloServer<GraphQLContext> {
  return new ApolloServer<GraphQLContext>({
    // Apollo handles HTTP. Parsing, validation and execution are ours, so that all transports share
    // them.
    gateway: {
      async load() {
        return {
          executor: (async (request) =>
            executeForApollo(request, operations, log)) as GatewayExecutor,
        };
      },
      onSchemaLoadOrUpdate(callback) {
        callback({ apiSchema: operations.schema, coreSupergraphSdl: '' });
        return () => {};
      },
      async stop() {},
    },
    dangerouslyDisableValidation: true,
    introspection: true,
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    // A browser sends each of these headers to another site only after a preflight request, so a
    // GET with one of them comes from a page that may read the answer.
    csrfPrevention: {
      requestHeaders: ['authorization', 'apollo-require-preflight', 'x-apollo-operation-name'],
    },
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: limits.tokensMax },
    stringifyResult: (result) => `${resultJson(result)}\n`,
    logger: {
      debug: () => {},
      info: () => {},
      warn: (message) => log.warn(message),
      error: (message) => log.error(message),
    },
    formatError: (error) => tidyError(error, services.messages, locale),
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      {
        async requestDidStart() {
          return {
            async willSendResponse({ request, response, contextValue }) {
              setStatus(request.http?.headers.get('accept'), response);
              if (response.http.status === 405) response.http.headers.set('allow', 'POST');
              const { statementCount } = contextValue.ctx;
              if (countsStatements)
                response.http.headers.set('x-statement-count', String(statementCount));
              response.http.headers.set('cache-control', 'no-store');
            },
          };
        },
      },
    ],
  });
}

/** Chooses status and media type. An operation of which nothing succeeded has no data. */
function setStatus(accept: string | undefined, { http, body }: GraphQLResponse): void {
  if (body.kind !== 'single') return;
  const mediaType = mediaTypeOf(accept);
  if (mediaType) http.headers.set('content-type', `${mediaType}; charset=utf-8`);
  http.status = answerStatus(body.singleResult, http.status, mediaType);
  if (http.status >= 500 && isEmpty(body.singleResult.data)) body.singleResult.data = null;
}

async function executeForApollo(
  request: Parameters<GatewayExecutor>[0],
  operations: Operations,
  log: pino.Logger,
): Promise<ExecutionResult> {
  const { ctx } = request.context as GraphQLContext;
  const prepared = operations.prepare(request.source ?? '', request.request.operationName);
  if ('errors' in prepared) return formatResult({ errors: prepared.errors }, ctx, log);
  // Apollo looks for a mutation too, by its own reading of the name of the operation.
  const isGet = request.request.http?.method === 'GET';
  if (isGet && prepared.type === 'mutation')
    return formatResult({ errors: [protocolError('MUTATION_OVER_GET', 405)] }, ctx, log);
  if (prepared.type === 'subscription')
    return formatResult({ errors: [protocolError('SUBSCRIPTION_OVER_HTTP', 400)] }, ctx, log);
  const variables = request.request.variables ?? {};
  const result = formatResult(await operations.run(prepared, ctx, variables), ctx, log);
  // A refused operation has no cost, or one above the limit, which its error states.
  if (!('data' in result) || !request.request.http?.headers.has('x-linli-cost')) return result;
  const cost = { requested: operations.charge(prepared, variables), max: limits.costMax };
  return { ...result, extensions: { ...result.extensions, cost } };
}

async function contextFor(request: FastifyRequest, contextOf: ContextOf): Promise<GraphQLContext> {
  const ctx = await contextOf(
    bearerToken(request.headers.authorization),
    foundationOf(request),
    localeIn(request),
  );
  ctx.readClientAddress = () => request.ip;
  return { ctx };
}

/**
 * Removes internal hints such as the HTTP status. Errors of Apollo itself, which have no params,
 * get a message in the language; unexpected ones are hidden.
 */
function tidyError(
  error: GraphQLFormattedError,
  messages: Services['messages'],
  locale: Locale,
): GraphQLFormattedError {
  const {
    http: _,
    stacktrace: __,
    ...extensions
  } = (error.extensions ?? {}) as Record<string, unknown>;
  if (extensions['params']) return { ...error, extensions };
  const refusal =
    extensions['code'] === 'INTERNAL_SERVER_ERROR'
      ? new Refusal('INTERNAL', { variant: 'UNNUMBERED' })
      : new Refusal(String(extensions['code']), { detail: shortened(error.message) });
  const { code, message, params } = messages.userError(refusal, locale);
  return { ...error, message, extensions: { ...extensions, code, params } };
}
