import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { type ExecutionArgs, type ExecutionResult, GraphQLError } from 'graphql';
import { type Context as ConnectionContext, handleProtocols, makeServer, type SubscribePayload } from 'graphql-ws';
import { LRUCache } from 'lru-cache';
import { WebSocket, WebSocketServer } from 'ws';
import { Context } from '../context.ts';
import { protocolError } from '../errors.ts';
import type { Serialised } from '../feed/sink.ts';
import type { Watcher } from '../feed/watcher.ts';
import { limits } from '../limits.ts';
import { type Locale, localeOf } from '../messages.ts';
import type { Prepared, Variables } from '../operation/operations.ts';
import { plainResult, presentResult } from '../operation/present.ts';
import { bearerToken } from './http.ts';
import { closeCodes, FeedStream, type SocketOptions, StreamSink } from './sockets.ts';

/** GraphQL over WebSocket at /graphql, protocol graphql-transport-ws; api/platform/FEED.md tells codes and messages. */
export function webSocketRoute(server: FastifyInstance, options: SocketOptions): void {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.frameBytesMax,
    handleProtocols,
    perMessageDeflate: false,
    clientTracking: false,
  });
  const connections = new Set<Connection>();
  const protocol = protocolServer();

  server.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (new URL(request.url ?? '/', 'http://localhost').pathname !== '/graphql') return refuse(socket, '404 Not Found');
    if (options.places.isFull) return refuse(socket, '503 Service Unavailable');
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const connection = new Connection(webSocket, socket, request, options);
      connections.add(connection);
      connection.open(protocol, () => connections.delete(connection));
    });
  });

  // One timer for all: a timer for each would cost more than the ping.
  const pinging = setInterval(() => {
    for (const connection of connections) connection.ping();
  }, limits.socketPingMs).unref();
  server.addHook('preClose', async () => {
    clearInterval(pinging);
    await Promise.all([...connections].map((connection) => connection.goAway()));
  });
}

type Protocol = ReturnType<typeof makeServer<Record<string, unknown>, Connection>>;
type Operation = ExecutionArgs & { run: () => Promise<ExecutionResult | FeedStream> };

function protocolServer(): Protocol {
  return makeServer<Record<string, unknown>, Connection>({
    connectionInitWaitTimeout: limits.connectionInitMs,
    jsonMessageReviver: shareText,
    onConnect: async ({ extra, connectionParams }) => extra.signIn(connectionParams),
    onSubscribe: async (ctx, id, payload) => {
      try {
        return await ctx.extra.prepare(ctx, id, payload);
      } catch (error) {
        return ctx.extra.present(error);
      }
    },
    // The library would otherwise run graphql-js itself; what holds for HTTP holds here.
    execute: (args) => (args as Operation).run() as Promise<ExecutionResult>,
    subscribe: (args) => (args as Operation).run() as Promise<ExecutionResult>,
    onNext: (_, __, ___, ____, result) => plainResult(result) as ExecutionResult,
    onError: (_, __, ___, errors) => plainResult({ errors: errors as GraphQLError[] }).errors as never,
    onClose: ({ extra }) => extra.forget(),
  });
}

/** Thousands send the same document; it is kept once while its subscriptions last. */
function shareText(this: unknown, key: string, value: unknown): unknown {
  if (key !== 'query' || typeof value !== 'string' || value.length > limits.preparedSourceLengthMax) return value;
  const known = sharedTexts.get(value);
  if (known !== undefined) return known;
  sharedTexts.set(value, value);
  return value;
}

const sharedTexts = new LRUCache<string, string>({ max: limits.preparedOperationsMax });

/** One WebSocket: who is behind it, and what runs on it. */
class Connection {
  private watcher: Watcher | null = null;
  private token: string | null = null;
  private locale: Locale;
  private isAlive = true;
  private closed: Promise<void> = Promise.resolve();

  constructor(
    readonly socket: WebSocket,
    /** The connection that the socket speaks over. */
    private readonly beneath: Duplex,
    request: IncomingMessage,
    private readonly options: SocketOptions,
  ) {
    this.locale = localeOf(request.headers['accept-language']);
    this.headerToken = bearerToken(request.headers.authorization);
  }

  private readonly headerToken: string | null;

  open(protocol: Protocol, onClosed: () => void): void {
    const { socket, options } = this;
    options.places.enter();
    let receive: (text: string) => Promise<void> = async () => {};
    const closed = protocol.opened(
      {
        protocol: socket.protocol,
        send: (text) => socket.send(text),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (callback) => (receive = callback),
      },
      this,
    );
    socket.on('message', (data) => {
      receive((data as Buffer).toString()).catch((error: unknown) => {
        options.log.error({ err: error }, 'A message on a WebSocket failed');
        socket.close(4500, 'Something went wrong on our side');
      });
    });
    socket.on('pong', () => (this.isAlive = true));
    socket.on('error', () => {});
    this.closed = new Promise((resolve) => {
      socket.once('close', (code, reason) => {
        options.places.leave();
        onClosed();
        void closed(code, String(reason)).finally(resolve);
      });
    });
  }

  /** Reads token and language from the payload of connection_init; the token may come in the header of the upgrade too. */
  async signIn(parameters: Record<string, unknown> | undefined): Promise<boolean | Record<string, never>> {
    const { authorization, acceptLanguage, foundation } = parameters ?? {};
    const chosen = typeof foundation === 'string' && foundation !== '' ? foundation : null;
    if (typeof acceptLanguage === 'string') this.locale = localeOf(acceptLanguage);
    const token = typeof authorization === 'string' ? bearerToken(authorization) : this.headerToken;
    if (typeof authorization === 'string' && !token)
      return this.refuse(closeCodes.rightsEnded, 'Send authorization as Bearer <token>.');
    if (!token) return true;
    const { authenticate, places, services } = this.options;
    try {
      places.enterAs(token);
      this.token = token;
      this.watcher = await services.feed.hub.grants.watch({
        token,
        authenticate: (bearer) => authenticate(bearer, chosen),
        onEnded: (why) =>
          this.socket.close(
            closeCodes.rightsEnded,
            why === 'TOKEN_EXPIRED'
              ? 'The token has expired: connect again with a new one.'
              : 'Your rights have ended: sign in again.',
          ),
      });
      // Closed while the rights were read: nobody else would let go of them.
      if (this.socket.readyState !== WebSocket.OPEN) this.forget();
      return true;
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      const isCrowded = error.extensions['code'] === 'TOO_MANY_SOCKETS';
      return this.refuse(isCrowded ? closeCodes.tooManySockets : closeCodes.rightsEnded, error.message);
    }
  }

  async prepare(
    { subscriptions }: ConnectionContext<Record<string, unknown>, Connection>,
    id: string,
    { query, operationName, variables }: SubscribePayload,
  ): Promise<Operation | readonly GraphQLError[]> {
    if (Object.keys(subscriptions).length > limits.operationsPerSocketMax) {
      throw protocolError(
        'TOO_MANY_OPERATIONS',
        `This socket runs ${limits.operationsPerSocketMax} operations already. Complete some of them first.`,
        429,
      );
    }
    const { operations, services } = this.options;
    const prepared = operations.prepare(query, operationName);
    if ('errors' in prepared) return prepared.errors;
    const values = (variables ?? {}) as Variables;
    const actor = (await this.watcher?.current()) ?? null;
    const args = { schema: operations.schema, document: prepared.document, operationName, contextValue: undefined };
    if (prepared.type === 'subscription') {
      const stream = await this.openFeed(id, query, prepared, values);
      return { ...args, run: async () => stream };
    }
    const ctx = new Context(services, actor, this.locale);
    return {
      ...args,
      run: async () => presentResult(await operations.run(prepared, ctx, values), ctx, this.options.log),
    };
  }

  /** Errors of an operation that did not begin, in the caller's language. */
  present(error: unknown): readonly GraphQLError[] {
    const told =
      error instanceof GraphQLError
        ? error
        : new GraphQLError((error as Error).message, { originalError: error as Error, path: [] });
    const ctx = new Context(this.options.services, null, this.locale);
    return presentResult({ errors: [told] }, ctx, this.options.log).errors ?? [told];
  }

  ping(): void {
    if (!this.isAlive) return this.socket.terminate();
    this.isAlive = false;
    if (this.socket.readyState === WebSocket.OPEN) this.socket.ping();
  }

  async goAway(): Promise<void> {
    this.socket.close(closeCodes.goingAway, 'This node stops: connect again.');
    const patience = setTimeout(() => this.socket.terminate(), goAwayMs);
    await this.closed;
    clearTimeout(patience);
  }

  forget(): void {
    if (this.watcher) this.options.services.feed.hub.grants.forget(this.watcher);
    if (this.token) this.options.places.leaveAs(this.token);
    this.watcher = null;
    this.token = null;
  }

  private async openFeed(id: string, query: string, prepared: Prepared, variables: Variables): Promise<FeedStream> {
    const { operations, services } = this.options;
    const { field, parameters } = operations.subscriptionCall(prepared, variables);
    const source = services.feed.sourceOf(field);
    if (!source) throw protocolError('BAD_SUBSCRIPTION', `There is no feed behind ${field}.`, 400);
    const stream = new FeedStream();
    if (!this.watcher)
      throw protocolError(
        'UNAUTHENTICATED',
        'Sign in first: send { "authorization": "Bearer <token>" } as the payload of connection_init.',
        401,
      );
    operations.admit(prepared, new Context(services, await this.watcher.current(), this.locale), variables);
    const subscriber = await services.feed.hub.open({
      source,
      parameters,
      prepared,
      sourceText: query,
      variables,
      locale: this.locale,
      watcher: this.watcher,
      sink: new WebSocketSink(stream, this.socket, this.beneath, id),
    });
    return stream.attach(subscriber);
  }

  private refuse(code: number, reason: string): false {
    // The reason of a close frame holds 123 bytes.
    this.socket.close(code, Buffer.from(reason).subarray(0, 120).toString());
    if (this.token) this.options.places.leaveAs(this.token);
    this.token = null;
    return false;
  }
}

/** A peer that does not answer the closing of a stopping node is cut off. */
const goAwayMs = 1_000;

const closingBrace = Buffer.from('}');

/**
 * Puts the frame with the identifier of one subscription before bytes that many share. It writes to the connection beneath ws,
 * which by itself would copy the shared bytes for each receiver. That is safe because ws writes each frame whole and at once when
 * nothing is compressed, so a frame of ours never lands inside one of its own.
 */
class WebSocketSink extends StreamSink {
  private readonly head: Buffer;
  private start: Buffer = closingBrace;
  private startLength = 0;

  constructor(
    stream: FeedStream,
    private readonly socket: WebSocket,
    private readonly connection: Duplex,
    id: string,
  ) {
    super(stream);
    this.head = Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`);
  }

  isReady(): boolean {
    return this.connection.writableLength < limits.socketBufferBytesMax;
  }

  whenReady(callback: () => void): void {
    this.connection.once('drain', callback);
  }

  send(message: Serialised): void {
    if (this.socket.readyState !== WebSocket.OPEN) return;
    const { connection, head } = this;
    const tail = (message.frameTail ??= Buffer.concat([message.json, closingBrace]));
    const length = head.length + tail.length;
    // The same beginning serves again for a message of the same length, once what went before has left this process.
    if (length !== this.startLength || connection.writableLength > 0) {
      this.start = frameStart(head, length);
      this.startLength = length;
    }
    connection.cork();
    connection.write(this.start);
    connection.write(tail);
    connection.uncork();
  }

  closeSlow(): void {
    // A close frame would wait behind what is not taken, so the reason is tried and the connection cut.
    this.socket.close(closeCodes.slowReceiver, 'You took nothing for too long: connect again with your last cursor.');
    setTimeout(() => this.socket.terminate(), goAwayMs).unref();
    this.stream.finish(null);
  }
}

/** Header of an unmasked, unfragmented text frame (RFC 6455, section 5.2), followed by the beginning of its text. */
function frameStart(head: Buffer, length: number): Buffer {
  const headerLength = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const start = Buffer.allocUnsafe(headerLength + head.length);
  start[0] = 0x81;
  if (headerLength === 2) start[1] = length;
  else if (headerLength === 4) {
    start[1] = 126;
    start.writeUInt16BE(length, 2);
  } else {
    start[1] = 127;
    start.writeBigUInt64BE(BigInt(length), 2);
  }
  head.copy(start, headerLength);
  return start;
}

function refuse(socket: Duplex, status: string): void {
  socket.on('error', () => {});
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
