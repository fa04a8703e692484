import { randomUUID } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
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
import { type GraphQLError, lexicographicSortSchema, printSchema } from 'graphql';
import type { Services } from '../context/services.ts';
import { cachedDocument, sendCached } from './cached-document.ts';
import { ProtocolError, protocolError, Refusal } from '../common/errors.ts';
import { limits } from '../common/limits.ts';
import { type AdmissionController, Overloaded } from '../overload/admission-control.ts';
import type { Operations } from '../operation/operations.ts';
import {
  localisedError,
  nodeOutdated,
  plainResult,
  unavailableError,
} from '../operation/result-formatting.ts';
import { logOutage, outageOf } from '../common/outage.ts';
import { admitRoutes } from './route-admission.ts';
import { type TrustedProxies, trustOf } from './client-address.ts';
import { compressText } from './compression.ts';
import { sendFailure } from './send-failure.ts';
import { answerStatus } from './answer-status.ts';
import { type ApolloOptions, apolloHandler } from './apollo.ts';
import { refuseUnknownRoutes, sendErrors, sendRefusal } from './http-refusals.ts';
import { mediaTypeOf } from './media-type.ts';
import { localeIn } from './request-headers.ts';
import { GracefulShutdown } from './graceful-shutdown.ts';
import { sendOverloaded, shedBeforeFastify } from './load-shedding.ts';

export interface HttpOptions extends ApolloOptions {
  admission: AdmissionController;
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
    // An address that cannot be decoded reaches no route and no error handler.
    frameworkErrors: ({ statusCode = 400 }, request, reply) =>
      void sendRefusal(request, reply, options.services, statusCode, unknownAddress),
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
  const handlers = {
    en: await apolloHandler(server, options, 'en'),
    'zh-CN': await apolloHandler(server, options, 'zh-CN'),
  };
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
      const { refusal } = error;
      const told = localisedError(refusal, services.messages, localeIn(request));
      const errors = [told.toJSON()];
      void sendErrors(request, reply, answerStatus({ errors }, 400, mediaType), errors);
    },
    handler: async (request, reply) => {
      try {
        return await admission.run(
          async () => handlers[localeIn(request)].call(server, request, reply) as Promise<unknown>,
          () => request.raw.socket.destroyed,
        );
      } catch (error) {
        if (!(error instanceof Overloaded)) throw error;
        return sendOverloaded(request, reply, services);
      }
    },
  });
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
      request,
      reply,
      unavailableError(outage, services, localeIn(request)),
    );
  });
}

/** A node with an unknown schema version answers only the health routes. */
function refuseWhenOutdated(server: FastifyInstance, services: Services): void {
  server.addHook('onRequest', (request, reply, done) => {
    if (!services.schemaVersion.mismatch || statusRoutes.has(request.routeOptions.url ?? ''))
      return done();
    void sendTemporaryError(request, reply, nodeOutdated(services, localeIn(request)));
  });
}

const unknownAddress = new Refusal('ADDRESS_UNKNOWN');

const statusRoutes: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics']);

function sendTemporaryError(
  request: FastifyRequest,
  reply: FastifyReply,
  error: GraphQLError,
): FastifyReply {
  const { errors = [] } = plainResult({ errors: [error] });
  const retryAfter = String(limits.retryAfterOutageSeconds);
  return sendErrors(request, reply.header('retry-after', retryAfter), 503, errors);
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

/** Replaces the id of a trusted document with its text. */
function fillInDocument(request: FastifyRequest, { trusted }: Operations): ProtocolError | null {
  const asked = request.body;
  if (typeof asked !== 'object' || asked === null || !('documentId' in asked) || 'query' in asked)
    return null;
  const { documentId } = asked;
  if (typeof documentId !== 'string')
    return protocolError('BAD_REQUEST', 400, { variant: 'DOCUMENT_ID_NOT_TEXT' });
  try {
    Object.assign(asked, { query: trusted.textOf(documentId) });
    return null;
  } catch (error) {
    if (error instanceof ProtocolError) return error;
    throw error;
  }
}

/** Checked here, because Apollo parses the source before it calls the gateway. */
function sourceErrorOf(
  { body, query: parameters, method }: FastifyRequest,
  operations: Operations,
): ProtocolError | null {
  const asked = (method === 'POST' ? body : parameters) as
    | { query?: unknown; operationName?: unknown }
    | null
    | undefined;
  return typeof asked?.query === 'string'
    ? operations.sourceError(asked.query, asked.operationName)
    : null;
}
