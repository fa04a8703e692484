import { randomUUID } from 'node:crypto';
import {
  createServer,
  type IncomingHttpHeaders,
  type RequestListener,
  type Server,
} from 'node:http';
import { ApolloServer, type GraphQLResponse } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import type { GatewayExecutor } from '@apollo/server-gateway-interface';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import fastifyCors from '@fastify/cors';
import fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
} from 'fastify';
import {
  type ExecutionResult,
  GraphQLError,
  type GraphQLFormattedError,
  lexicographicSortSchema,
  printSchema,
} from 'graphql';
import type pino from 'pino';
import type { GraphQLContext } from '../context/operation-context.ts';
import type { Services } from '../context/services.ts';
import { cachedDocument, sendCached } from './cached-document.ts';
import { Refusal } from '../common/errors.ts';
import { limits } from '../common/limits.ts';
import { localeOf } from '../common/messages.ts';
import { type AdmissionController, Overloaded } from '../overload/admission-control.ts';
import type { Operations } from '../operation/operations.ts';
import { nodeOutdated, formatResult, unavailableError } from '../operation/result-formatting.ts';
import { logOutage, outageOf } from '../common/outage.ts';
import { resultJson } from '../operation/introspection.ts';
import { admitRoutes } from './route-admission.ts';
import { type TrustedProxies, trustOf } from './client-address.ts';
import { compressText } from './compression.ts';
import type { ContextOf } from './context-factory.ts';
import { sendFailure } from './send-failure.ts';
import { answerStatus, isEmpty } from './answer-status.ts';
import { refuseUnknownRoutes, sendErrors, sendRefusal } from './http-refusals.ts';
import { mediaTypeOf } from './media-type.ts';
import { GracefulShutdown } from './graceful-shutdown.ts';
import { sendOverloaded, shedBeforeFastify } from './load-shedding.ts';

export interface HttpOptions {
  services: Services;
  operations: Operations;
  admission: AdmissionController;
  log: pino.Logger;
  contextOf: ContextOf;
  /** Whether web pages of that origin may read the answers. */
  isKnownOrigin: (origin: string) => Promise<boolean>;
  /** Proxies whose X-Forwarded-For is trusted. Otherwise any client could forge an address. */
  trustedProxies: TrustedProxies;
  /** Whether answers state how many statements they needed: in a demonstration, for developers. */
  countsStatements: boolean;
}

/** Fastify with GraphQL over HTTP. Other transports and pages are added to the returned server. */
export async function httpServer(options: HttpOptions): Promise<FastifyInstance> {
  const shutdown = new GracefulShutdown(options.services.messages);
  const server = fastify({
    serverFactory: nodeServer(shutdown, options),
    loggerInstance: options.log as FastifyBaseLogger,
    bodyLimit: limits.bodyBytesMax,
    requestTimeout: limits.requestMs,
    trustProxy: options.trustedProxies !== false && trustOf(options.trustedProxies),
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: numbered(randomUUID()),
    // Log lines identify their request. A child logger for each would cost more than verifying its
    // token.
    childLoggerFactory: (logger) => logger,
    routerOptions: { maxParamLength: 200 },
  });
  shutdown.attach(server);
  refuseUnknownRoutes(server, options.services);
  admitRoutes(server, options.admission, options.services);
  // Tokens travel in a header and never in a cookie, so this protects no session. It keeps pages of
  // other sites from using the API without registration.
  await server.register(fastifyCors, {
    origin: async (origin: string | undefined) =>
      origin !== undefined && (await options.isKnownOrigin(origin)),
    credentials: false,
    maxAge: 600,
    exposedHeaders: ['retry-after'],
    methods: ['GET', 'HEAD', 'POST', 'PUT'],
  });

  // A page of another site may send text/plain without a preflight request. No route reads it.
  server.removeContentTypeParser('text/plain');
  await compressText(server);
  const { services, admission } = options;
  const apollo = apolloServer(options);
  await apollo.start();
  const handler = fastifyApolloHandler(apollo, {
    context: async (request: FastifyRequest) => contextFor(request, options.contextOf),
  });
  server.route({
    method: ['GET', 'POST', 'OPTIONS'],
    url: '/graphql',
    // HEAD would run a query and drop its answer.
    exposeHeadRoute: false,
    config: { admission: 'OWN' },
    // Before the body and the token are read: shedding a request costs almost nothing.
    onRequest: (request, reply, done) => {
      if (admission.isFull) {
        admission.reject();
        void sendOverloaded(request, reply, services);
      } else done();
    },
    preHandler: (request, reply, done) => {
      const mediaType = mediaTypeOf(request.headers.accept);
      if (!mediaType)
        return void sendRefusal(request, reply, services, 406, new Refusal('NOT_ACCEPTABLE'));
      const error =
        fillInDocument(request, options.operations) ?? sourceErrorOf(request, options.operations);
      if (!error) return done();
      const errors = [tidyError(error.toJSON())];
      void sendErrors(request, reply, answerStatus({ errors }, 400, mediaType), errors);
    },
    handler: async (request, reply) => {
      try {
        return await admission.run(
          async () => handler.call(server, request, reply) as Promise<unknown>,
          () => request.raw.socket.destroyed,
        );
      } catch (error) {
        if (!(error instanceof Overloaded)) throw error;
        return sendOverloaded(request, reply, services);
      }
    },
  });
  server.addHook('onClose', async () => apollo.stop());
  tellOutages(server, services);
  refuseWhenOutdated(server, services);

  const sdl = cachedDocument(
    `${printSchema(lexicographicSortSchema(options.operations.schema))}\n`,
    { 'content-type': 'text/plain; charset=utf-8' },
  );
  server.get('/schema.graphql', { config: { admission: 'OWN' } }, (request, reply) =>
    sendCached(request, reply, sdl),
  );
  return server;
}

/** Reports an outage on any other route in the same way, in the shape of GraphQL errors. */
function tellOutages(server: FastifyInstance, services: Services): void {
  server.setErrorHandler((error, request, reply) => {
    // An invalid request, such as one that broke off, says nothing about the dependencies.
    const isOfCaller = ((error as FastifyError).statusCode ?? 500) < 500;
    const outage = isOfCaller ? null : outageOf(error);
    if (!outage) return sendFailure(error as FastifyError, request, reply, services);
    logOutage(services.log, error, { url: request.url });
    return sendTemporaryError(
      reply,
      unavailableError(outage, services, localeOf(request.headers['accept-language'])),
    );
  });
}

/** A node with an unknown schema version answers only the health routes. */
function refuseWhenOutdated(server: FastifyInstance, services: Services): void {
  server.addHook('onRequest', (request, reply, done) => {
    if (!services.schemaVersion.mismatch || statusRoutes.has(request.routeOptions.url ?? ''))
      return done();
    void sendTemporaryError(
      reply,
      nodeOutdated(services, localeOf(request.headers['accept-language'])),
    );
  });
}

const statusRoutes: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics']);

function sendTemporaryError(reply: FastifyReply, error: GraphQLError): FastifyReply {
  return reply
    .code(503)
    .header('retry-after', String(limits.retryAfterOutageSeconds))
    .header('cache-control', 'no-store')
    .type('application/json; charset=utf-8')
    .send(JSON.stringify({ errors: [tidyError(error.toJSON())] }));
}

/** Creates the HTTP server below Fastify, with the decisions that precede Fastify. */
function nodeServer(shutdown: GracefulShutdown, { admission, services }: HttpOptions) {
  return (handle: RequestListener, given: FastifyServerOptions & { http?: object }): Server => {
    const shedding = shedBeforeFastify(admission, services.messages, handle);
    const server = createServer(given.http ?? {}, shutdown.before(shedding));
    // As Fastify does for a server of its own.
    if (given.keepAliveTimeout !== undefined) server.keepAliveTimeout = given.keepAliveTimeout;
    if (given.requestTimeout !== undefined) server.requestTimeout = given.requestTimeout;
    if (given.connectionTimeout !== undefined) server.setTimeout(given.connectionTimeout);
    shutdown.watch(server);
    return server;
  };
}

/** Request ids that are unique across nodes and restarts. */
function numbered(run: string): () => string {
  let count = 0;
  return () => `${run}/${(count += 1)}`;
}

function apolloServer({
  operations,
  log,
  countsStatements,
}: HttpOptions): ApolloServer<GraphQLContext> {
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
    formatError: tidyError,
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      {
        async requestDidStart() {
          return {
            async willSendResponse({ request, response, contextValue }) {
              setStatus(request.http?.headers.get('accept'), response);
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

/** Replaces the id of a trusted document with its text. */
function fillInDocument(request: FastifyRequest, { trusted }: Operations): GraphQLError | null {
  const asked = request.body;
  if (typeof asked !== 'object' || asked === null || !('documentId' in asked) || 'query' in asked)
    return null;
  try {
    Object.assign(asked, { query: trusted.textOf(String(asked.documentId)) });
    return null;
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

/** Checked here, because Apollo parses the source before it calls the gateway. */
function sourceErrorOf(
  { body, query: parameters, method }: FastifyRequest,
  operations: Operations,
): GraphQLError | null {
  const asked = (method === 'POST' ? body : parameters) as
    | { query?: unknown; operationName?: unknown }
    | null
    | undefined;
  return typeof asked?.query === 'string'
    ? operations.sourceError(asked.query, asked.operationName)
    : null;
}

async function executeForApollo(
  request: Parameters<GatewayExecutor>[0],
  operations: Operations,
  log: pino.Logger,
): Promise<ExecutionResult> {
  const { ctx } = request.context as GraphQLContext;
  const prepared = operations.prepare(request.source ?? '', request.request.operationName);
  if ('errors' in prepared) return { errors: prepared.errors };
  if (prepared.type === 'subscription') {
    return {
      errors: [
        new GraphQLError(
          'Subscriptions need another transport: use WebSocket at /graphql or SSE at /graphql/stream.',
          {
            extensions: { code: 'SUBSCRIPTION_OVER_HTTP', http: { status: 400 } },
          },
        ),
      ],
    };
  }
  const variables = request.request.variables ?? {};
  const result = formatResult(await operations.run(prepared, ctx, variables), ctx, log);
  if (!request.request.http?.headers.has('x-linli-cost')) return result;
  const cost = { requested: operations.charge(prepared, variables), max: limits.costMax };
  return { ...result, extensions: { ...result.extensions, cost } };
}

async function contextFor(request: FastifyRequest, contextOf: ContextOf): Promise<GraphQLContext> {
  const locale = localeOf(request.headers['accept-language']);
  const ctx = await contextOf(
    bearerToken(request.headers.authorization),
    foundationOf(request),
    locale,
  );
  ctx.readClientAddress = () => request.ip;
  return { ctx };
}

/** The foundation that the caller chose, for accounts with several. */
export function foundationOf({ headers }: { headers: IncomingHttpHeaders }): string | null {
  const chosen = headers['x-linli-foundation'];
  return typeof chosen === 'string' && chosen !== '' ? chosen : null;
}

/** The token of an Authorization header; null when it holds no bearer token. */
export function bearerToken(authorization: string | undefined): string | null {
  return /^Bearer ([\w.~+/-]+=*)$/i.exec(authorization ?? '')?.[1] ?? null;
}

/** Removes internal hints such as the HTTP status, and hides unexpected errors. */
function tidyError(error: GraphQLFormattedError): GraphQLFormattedError {
  const {
    http: _,
    stacktrace: __,
    ...extensions
  } = (error.extensions ?? {}) as Record<string, unknown>;
  if (extensions['code'] !== 'INTERNAL_SERVER_ERROR') return { ...error, extensions };
  return {
    message: 'An internal error occurred. Try again.',
    extensions: { ...extensions, code: 'INTERNAL' },
  };
}
