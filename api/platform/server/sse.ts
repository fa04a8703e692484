import type { ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { protocolError } from '../common/errors.ts';
import type { Serialised } from '../feed/serialised.ts';
import { Subscriber } from '../feed/subscriber.ts';
import type { AuthorizedConnection, TokenAuthorization } from '../feed/token-authorization.ts';
import { limits } from '../common/limits.ts';
import { type Locale, localeOf } from '../common/messages.ts';
import { Overloaded } from '../overload/admission-control.ts';
import type { Operations } from '../operation/operations.ts';
import type { Prepared, Variables } from '../operation/prepared.ts';
import { plainJson, plainResult, formatResult } from '../operation/result-formatting.ts';
import { bearerToken, foundationOf } from './request-headers.ts';
import { GoingAway } from './graceful-shutdown.ts';
import { sendErrors } from './http-refusals.ts';
import { sendUnavailable } from './load-shedding.ts';
import { type OperationRequest, openFeed, refusalsToTell, type SocketOptions } from './sockets.ts';

/**
 * GraphQL over Server-Sent Events at /graphql/stream: the distinct connections mode of graphql-sse,
 * one operation for each stream. It does not use the library, whose server keeps an unbounded queue
 * for a slow receiver.
 */
export function eventStreamRoute(server: FastifyInstance, options: SocketOptions): void {
  const streams = new Set<EventStream>();
  const pinging = setInterval(() => {
    for (const stream of streams) stream.ping();
  }, limits.socketPingMs).unref();
  server.addHook('preClose', async () => {
    for (const stream of streams) stream.goAway();
  });
  server.addHook('onClose', async () => clearInterval(pinging));
  server.route({
    method: ['GET', 'POST'],
    url: '/graphql/stream',
    exposeHeadRoute: false,
    config: { admission: 'OWN' },
    handler: async (request, reply) => {
      const stream = new EventStream(request, reply, options);
      streams.add(stream);
      try {
        await stream.run();
      } finally {
        streams.delete(stream);
      }
      return reply;
    },
  });
}

/** One request with its stream of events. */
class EventStream implements AuthorizedConnection {
  private readonly raw: ServerResponse;
  private watcher: TokenAuthorization | null = null;
  private feed: EventSubscriber | null = null;
  private isOpen = true;
  private isGoingAway = false;

  constructor(
    private readonly request: FastifyRequest,
    private readonly reply: FastifyReply,
    private readonly options: SocketOptions,
  ) {
    this.raw = reply.raw;
    this.raw.once('close', () => {
      this.isOpen = false;
      this.feed?.leave();
    });
    this.raw.on('error', () => {});
  }

  async run(): Promise<void> {
    const { operations, admission, connections, services, feed } = this.options;
    const token = bearerToken(this.request.headers.authorization);
    let hasPlace = false;
    connections.acquire();
    try {
      const asked = askedIn(this.request);
      const prepared = operations.prepare(asked.query, asked.operationName);
      if (token) {
        connections.enterAs(token);
        hasPlace = true;
      }
      const serve = async () => {
        if (token)
          this.watcher = await feed.hub.authorizations.watch(
            this,
            token,
            foundationOf(this.request),
          );
        await this.serve(asked, prepared);
      };
      const isFeed = 'type' in prepared && prepared.type === 'subscription';
      await (isFeed ? serve() : admission.run(serve, () => !this.isOpen));
    } catch (error) {
      if (error instanceof Overloaded || error instanceof GoingAway)
        return void (await sendUnavailable(this.request, this.reply, services.messages, error));
      if (!(error instanceof GraphQLError)) throw error;
      await this.refuse(error);
    } finally {
      connections.release();
      if (hasPlace && token) connections.leaveAs(token);
      if (this.watcher) feed.hub.authorizations.forget(this.watcher, this);
    }
  }

  subscribers(): readonly Subscriber[] {
    return this.feed ? [this.feed] : [];
  }

  /**
   * Ends the stream. A client that reconnects with the same token gets the reason by the status.
   */
  rightsEnded(): void {
    this.close();
  }

  /**
   * Graceful shutdown: a feed ends without a complete event, so that its client reconnects. A query
   * or mutation is answered first.
   */
  goAway(): void {
    this.isGoingAway = true;
    if (this.feed) this.close();
  }

  ping(): void {
    if (this.raw.headersSent && this.raw.writableLength < limits.socketBufferBytesMax)
      this.raw.write(':\n\n');
  }

  close(): void {
    if (this.raw.headersSent) this.raw.end();
    this.feed?.leave();
  }

  private async serve(
    asked: OperationRequest,
    prepared: ReturnType<Operations['prepare']>,
  ): Promise<void> {
    const { operations, log } = this.options;
    const { variables } = asked;
    const locale = localeOf(this.request.headers['accept-language']);
    if ('errors' in prepared)
      return this.tellAll({
        errors: prepared.errors.flatMap((error) => refusalsToTell(this.options, error, locale)),
      });
    if (prepared.type === 'mutation' && this.request.method === 'GET')
      throw protocolError('MUTATION_OVER_GET', 405);
    if (prepared.type !== 'subscription') {
      const { token = null, foundation = null } = this.watcher ?? {};
      const ctx = await this.options.contextOf(token, foundation, locale);
      ctx.readClientAddress = () => this.request.ip;
      return this.tellAll(formatResult(await operations.run(prepared, ctx, variables), ctx, log));
    }
    try {
      await this.serveFeed(asked, prepared, locale);
    } catch (error) {
      if (error instanceof GoingAway) throw error;
      this.tellAll({ errors: refusalsToTell(this.options, error, locale) });
    }
  }

  private async serveFeed(
    asked: OperationRequest,
    prepared: Prepared,
    locale: Locale,
  ): Promise<void> {
    const subscriber = new EventSubscriber(this.raw);
    this.feed = subscriber;
    const place = await openFeed(this.options, prepared, asked, {
      watcher: this.watcher,
      locale,
      subscriber,
      resumeAfter: lastEventIdOf(this.request),
    });
    if (!this.isOpen || this.isGoingAway) subscriber.leave();
    if (!this.isOpen) return;
    if (this.isGoingAway) throw new GoingAway();
    this.begin();
    void subscriber.start(place);
    const error = await subscriber.ended;
    if (error) throw error;
    if (this.isOpen && !this.raw.writableEnded) this.raw.end(completeEvent);
  }

  /** Sends one result, then ends the stream. */
  private tellAll(result: Parameters<typeof plainResult>[0]): void {
    if (!this.raw.headersSent) this.begin();
    if (this.isOpen) this.raw.end(`event: next\ndata: ${plainJson(result)}\n\n${completeEvent}`);
  }

  private begin(): void {
    this.reply.hijack();
    // The connection ends with its stream: an idle one in a client's pool would delay the shutdown
    // of a node.
    this.raw.shouldKeepAlive = false;
    this.raw.writeHead(200, {
      ...(this.reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // Proxies that buffer answers would delay the events.
      'x-accel-buffering': 'no',
    });
    // Some browsers expose the response only after its first byte.
    this.raw.write(':\n\n');
  }

  /** Errors before an operation begins are reported by the status, as over HTTP. */
  private async refuse(error: GraphQLError): Promise<void> {
    const status = (error.extensions['http'] as { status?: number } | undefined)?.status ?? 400;
    if (this.raw.headersSent) return;
    const locale = localeOf(this.request.headers['accept-language']);
    const errors = refusalsToTell(this.options, error, locale);
    await sendErrors(this.request, this.reply, status, plainResult({ errors }).errors ?? []);
  }
}

/** Wraps the bytes in an event frame, once for all streams. */
class EventSubscriber extends Subscriber {
  /** Resolves with null when the feed is complete, or the client has left. */
  readonly ended: Promise<GraphQLError | null>;
  private finish!: (error: GraphQLError | null) => void;

  constructor(private readonly raw: ServerResponse) {
    super();
    this.ended = new Promise((resolve) => (this.finish = resolve));
  }

  leave(): void {
    this.end();
    this.finish(null);
  }

  protected isReady(): boolean {
    return this.raw.writableLength < limits.socketBufferBytesMax;
  }

  protected whenReady(callback: () => void): void {
    this.raw.once('drain', callback);
  }

  protected deliver(message: Serialised): void {
    message.event ??= Buffer.concat([eventHead(message.cursor), message.json, eventEnd]);
    this.raw.write(message.event);
  }

  protected complete(): void {
    this.finish(null);
  }

  protected refuse(error: GraphQLError): void {
    this.finish(error);
  }

  protected cutOff(): void {
    this.raw.destroy();
    this.finish(null);
  }
}

/** The id is what a client sends back as Last-Event-ID. It keeps the last one when there is none. */
function eventHead(cursor: string | null): Buffer {
  return Buffer.from(`event: next\n${cursor === null ? '' : `id: ${cursor}\n`}data: `);
}

const eventEnd = Buffer.from('\n\n');
const completeEvent = 'event: complete\ndata: \n\n';

/** The cursor of the last event that the client received before its connection was lost. */
function lastEventIdOf({ headers }: FastifyRequest): string | undefined {
  const id = headers['last-event-id'];
  return typeof id === 'string' && id !== '' ? id : undefined;
}

function askedIn({ method, body, query: parameters, headers }: FastifyRequest): OperationRequest {
  if (!/text\/event-stream|\*\/\*/.test(headers.accept ?? '*/*'))
    throw protocolError('NOT_ACCEPTABLE', 406, { variant: 'EVENT_STREAM' });
  const asked = (method === 'GET' ? parameters : body) as
    | Record<string, unknown>
    | null
    | undefined;
  const query = asked?.['query'];
  if (typeof query !== 'string')
    throw protocolError('BAD_REQUEST', 400, { variant: 'QUERY_MISSING' });
  const operationName = asked?.['operationName'];
  return {
    query,
    operationName: typeof operationName === 'string' ? operationName : undefined,
    variables: variablesOf(asked?.['variables']),
  };
}

function variablesOf(given: unknown): Variables {
  let variables = given;
  if (typeof given === 'string') {
    try {
      variables = JSON.parse(given);
    } catch {
      throw protocolError('BAD_REQUEST', 400, { variant: 'VARIABLES_NOT_OBJECT' });
    }
  }
  if (variables === null || variables === undefined) return {};
  if (typeof variables !== 'object' || Array.isArray(variables))
    throw protocolError('BAD_REQUEST', 400, { variant: 'VARIABLES_NOT_OBJECT' });
  return variables as Variables;
}
