import type { IncomingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import { GraphQLError } from 'graphql';
import { type RawData, WebSocket } from 'ws';
import { protocolError } from '../errors.ts';
import type {
  EndReason,
  AuthorizedConnection,
  TokenAuthorization,
} from '../feed/token-authorization.ts';
import { limits } from '../limits.ts';
import { type Locale, localeOf } from '../messages.ts';
import { plainJson, formatResult } from '../operation/result-formatting.ts';
import { logRetried, outageOf } from '../outage.ts';
import { type ClientMessage, messageOf } from './client-message.ts';
import { addressBlock } from './client-address.ts';
import { bearerToken } from './http.ts';
import { GoingAway } from './graceful-shutdown.ts';
import { SocketOperation } from './socket-operation.ts';
import {
  type OperationRequest,
  closeCodes,
  openFeed,
  refusalsToTell,
  type SocketOptions,
} from './sockets.ts';

/** What all WebSockets of a node share. */
export interface SocketHost extends SocketOptions {
  open: Set<GraphQLSocket>;
  /** Those that have not said who they are yet, and since when. */
  silent: Map<GraphQLSocket, number>;
  /** The node stops: what has begun is answered, and nothing new begins. */
  isGoingAway: boolean;
  /** Those that came without a token, and when they last asked something. */
  idle: Map<GraphQLSocket, number>;
}

/**
 * One WebSocket that speaks graphql-transport-ws: who is behind it, and what runs on it. It is the
 * socket of ws itself, with listeners that all share and nothing that is made anew for each,
 * because thousands of them idle: an idle one with a subscription costs hardly more than a bare one
 * (api/bench/README.md).
 */
export class GraphQLSocket extends WebSocket implements AuthorizedConnection {
  private host: SocketHost | null = null;
  /** The connection that the socket speaks over. */
  private beneath: Socket | null = null;
  private clientAddress = '';
  private watcher: TokenAuthorization | null = null;
  private locale: Locale = 'zh-CN';
  /** Until it is used. */
  private headerToken: string | null = null;
  private phase: 'silent' | 'initialising' | 'acknowledged' = 'silent';
  /** What runs, as a chain. */
  private first: SocketOperation | null = null;
  /** Queries and mutations that are being answered. */
  private inFlight = 0;
  private bytesSeen = -1;
  /** Where it comes from, until it is known who it is. */
  private address: string | null = null;

  /** Called by the server once, when the connection is made. */
  begin(
    host: SocketHost,
    beneath: Socket,
    headers: IncomingHttpHeaders,
    clientAddress: string,
  ): void {
    this.host = host;
    this.clientAddress = clientAddress;
    this.beneath = beneath;
    this.locale = localeOf(headers['accept-language']);
    this.headerToken = bearerToken(headers.authorization);
    const block = addressBlock(clientAddress);
    this.address = block;
    host.connections.acquire();
    host.connections.enterUnknown(block);
    host.open.add(this);
    this.on('message', receive);
    this.on('ping', limitUnread);
    this.on('close', forget);
    this.on('error', ignore);
    if (this.protocol === '') this.close(closeCodes.wrongProtocol, 'Subprotocol not acceptable');
    else host.silent.set(this, performance.now());
  }

  receive(data: RawData): void {
    if (this.readyState !== WebSocket.OPEN || this.limitUnread()) return;
    const message = messageOf(data);
    if (!message) return this.close(closeCodes.badMessage, 'Invalid message received');
    this.take(message).catch((error: unknown) => {
      if (this.host) logRetried(this.host.log, error, 'A message on a WebSocket failed');
      this.close(
        closeCodes.failed,
        outageOf(error)
          ? 'The platform is not available: connect again in a moment.'
          : 'Something went wrong on our side',
      );
    });
  }

  /** Who asks, or pings, and does not take the answers would fill our memory; closes it then. */
  limitUnread(): boolean {
    const isOver = (this.beneath?.writableLength ?? 0) > limits.socketUnreadBytesMax;
    if (isOver && this.readyState === WebSocket.OPEN) this.closeSlow();
    return isOver;
  }

  /** Forgets everything; the connection is gone. */
  forget(): void {
    const { host } = this;
    if (!host) return;
    host.connections.release();
    host.open.delete(this);
    host.silent.delete(this);
    host.idle.delete(this);
    this.becomeKnown();
    for (let each = this.first; each; each = each.nextOperation) each.end();
    this.first = null;
    this.letGo();
  }

  subscribers(): readonly SocketOperation[] {
    const all: SocketOperation[] = [];
    for (let each = this.first; each; each = each.nextOperation) all.push(each);
    return all;
  }

  rightsEnded(why: EndReason): void {
    this.close(
      closeCodes.rightsEnded,
      why === 'TOKEN_EXPIRED'
        ? 'The token has expired: connect again with a new one.'
        : 'Your rights have ended: sign in again.',
    );
  }

  /** Sends a ping, or cuts the connection when nothing at all came since the last one. */
  override ping(): void {
    const bytes = this.beneath?.bytesRead ?? 0;
    if (bytes === this.bytesSeen) return this.terminate();
    this.bytesSeen = bytes;
    if (this.readyState === WebSocket.OPEN) super.ping();
  }

  closeSilent(): void {
    this.host?.silent.delete(this);
    this.close(closeCodes.noInit, 'Connection initialisation timeout');
  }

  /**
   * Without a token there is nothing to wait for: what was asked is answered, and whoever asks
   * again connects again.
   */
  closeIdle(): void {
    // Asked, and not answered yet.
    if (this.first) return this.hasAsked();
    this.host?.idle.delete(this);
    this.close(closeCodes.idle, 'Nothing was asked: connect again when there is something to ask.');
  }

  /**
   * A close frame would wait behind what is not taken, so the reason is tried and the connection
   * cut.
   */
  closeSlow(): void {
    this.close(
      closeCodes.slowReceiver,
      'You took nothing for too long: connect again with your last cursor.',
    );
    setTimeout(() => this.terminate(), goAwayMs).unref();
  }

  /**
   * Closes when the queries and mutations that have begun are answered, and after `stopMs` in any
   * case.
   */
  goAway(): void {
    if (this.inFlight === 0) return this.closeGoingAway();
    const patience = setTimeout(() => this.closeGoingAway(), limits.stopMs);
    this.once('close', () => clearTimeout(patience));
  }

  private closeGoingAway(): void {
    if (this.readyState === WebSocket.CLOSED) return;
    this.close(closeCodes.goingAway, 'This node stops: connect again.');
    const patience = setTimeout(() => this.terminate(), goAwayMs);
    this.once('close', () => clearTimeout(patience));
  }

  /** Takes an operation off; false when it was off already. */
  remove(operation: SocketOperation): boolean {
    if (this.first === operation) {
      this.first = operation.nextOperation;
      return true;
    }
    for (let each = this.first; each; each = each.nextOperation) {
      if (each.nextOperation !== operation) continue;
      each.nextOperation = operation.nextOperation;
      return true;
    }
    return false;
  }

  tell(message: object): void {
    this.write(JSON.stringify(message));
  }

  private write(json: string): void {
    if (this.readyState === WebSocket.OPEN) this.send(json);
  }

  private async take(message: ClientMessage): Promise<void> {
    switch (message.type) {
      case 'connection_init':
        if (this.phase !== 'silent')
          return this.close(closeCodes.tooMany, 'Too many initialisation requests');
        return this.initialise(message.payload ?? {});
      case 'ping':
        return this.tell({ type: 'pong', payload: message.payload });
      case 'pong':
        return;
      case 'subscribe':
        if (this.phase !== 'acknowledged')
          return this.close(closeCodes.notAcknowledged, 'Unauthorized');
        return this.subscribe(message.id, message.payload);
      case 'complete': {
        const operation = this.find(message.id);
        operation?.end();
        if (operation) this.remove(operation);
      }
    }
  }

  /**
   * Reads token and language from the payload of connection_init; the token may come in the header
   * of the upgrade too.
   */
  private async initialise(payload: Record<string, unknown>): Promise<void> {
    const { authorization, acceptLanguage, foundation } = payload;
    this.phase = 'initialising';
    this.host?.silent.delete(this);
    if (typeof acceptLanguage === 'string') this.locale = localeOf(acceptLanguage);
    const token = typeof authorization === 'string' ? bearerToken(authorization) : this.headerToken;
    this.headerToken = null;
    if (typeof authorization === 'string' && !token)
      return this.close(closeCodes.rightsEnded, 'Send authorization as Bearer <token>.');
    const chosen = typeof foundation === 'string' && foundation !== '' ? foundation : null;
    if (token && !(await this.signIn(token, chosen))) return;
    // Closed meanwhile, which has let go of everything.
    if (this.readyState !== WebSocket.OPEN) return;
    if (this.watcher) this.becomeKnown();
    else this.hasAsked();
    this.phase = 'acknowledged';
    this.tell({ type: 'connection_ack' });
  }

  private async signIn(token: string, foundation: string | null): Promise<boolean> {
    const { feed, connections } = this.host as SocketHost;
    let hasPlace = false;
    try {
      connections.enterAs(token);
      hasPlace = true;
      this.watcher = await feed.hub.authorizations.watch(this, token, foundation);
      if (this.readyState === WebSocket.OPEN) return true;
      // Closed while the rights were read: nobody else would let go of them.
      this.letGo();
      return false;
    } catch (error) {
      if (hasPlace) connections.leaveAs(token);
      if (!(error instanceof GraphQLError)) throw error;
      const isCrowded = error.extensions['code'] === 'TOO_MANY_SOCKETS';
      const code = isCrowded ? closeCodes.tooMany : closeCodes.rightsEnded;
      this.close(code, error.message);
      return false;
    }
  }

  /** As of ws, for any reason: that of a close frame holds 123 bytes, and ws throws for more. */
  override close(code?: number, reason?: string): void {
    super.close(code, reason && Buffer.from(reason).subarray(0, closeReasonBytesMax).toString());
  }

  /** It counts as somebody from now on, and not as anybody. */
  private becomeKnown(): void {
    if (this.address !== null) this.host?.connections.leaveUnknown(this.address);
    this.address = null;
  }

  /** Puts it behind all others that have asked something without a token. */
  private hasAsked(): void {
    this.host?.idle.delete(this);
    this.host?.idle.set(this, performance.now());
  }

  private letGo(): void {
    const { watcher, host } = this;
    this.watcher = null;
    if (!watcher || !host) return;
    host.feed.hub.authorizations.forget(watcher, this);
    host.connections.leaveAs(watcher.token);
  }

  private async subscribe(id: string, asked: OperationRequest): Promise<void> {
    if (this.find(id))
      return this.close(closeCodes.identifierInUse, `Subscriber for ${id} already exists`);
    if (!this.watcher) this.hasAsked();
    const operation = new SocketOperation(this, this.beneath as Socket, id);
    const count = this.subscribers().length;
    operation.nextOperation = this.first;
    this.first = operation;
    try {
      if (this.host?.isGoingAway) throw new GoingAway();
      if (count >= limits.operationsPerSocketMax) throw tooManyOperations();
      await this.run(operation, asked);
    } catch (error) {
      operation.refuseWith(refusalsToTell(this.host as SocketHost, error, this.locale));
    }
  }

  private async run(operation: SocketOperation, asked: OperationRequest): Promise<void> {
    const host = this.host as SocketHost;
    const { operations, admission, log } = host;
    const { watcher, locale } = this;
    const prepared = operations.prepare(asked.query, asked.operationName);
    if ('errors' in prepared) return operation.refuseWith(prepared.errors);
    if (prepared.type === 'subscription') {
      const place = await openFeed(host, prepared, asked, {
        watcher,
        locale,
        subscriber: operation,
      });
      // Completed by the client, or closed, while the place was looked up.
      return this.find(operation.id) === operation ? operation.start(place) : operation.end();
    }
    this.inFlight += 1;
    try {
      const result = await admission.run(
        async () => {
          const ctx = await host.contextOf(
            watcher?.token ?? null,
            watcher?.foundation ?? null,
            locale,
          );
          ctx.readClientAddress = () => this.clientAddress;
          return formatResult(await operations.run(prepared, ctx, asked.variables), ctx, log);
        },
        () => this.find(operation.id) !== operation,
      );
      if (!this.remove(operation)) return;
      this.write(
        `{"id":${JSON.stringify(operation.id)},"type":"next","payload":${plainJson(result)}}`,
      );
      this.tell({ id: operation.id, type: 'complete' });
    } catch (error) {
      operation.refuseWith(refusalsToTell(host, error, locale));
    } finally {
      this.inFlight -= 1;
      if (host.isGoingAway && this.inFlight === 0) this.closeGoingAway();
    }
  }

  private find(id: string): SocketOperation | null {
    let each = this.first;
    while (each && each.id !== id) each = each.nextOperation;
    return each;
  }
}

function receive(this: WebSocket, data: RawData): void {
  (this as GraphQLSocket).receive(data);
}

function limitUnread(this: WebSocket): void {
  (this as GraphQLSocket).limitUnread();
}

function forget(this: WebSocket): void {
  (this as GraphQLSocket).forget();
}

/** The close that follows an error says all there is to say. */
function ignore(): void {}

/** Less than 123, since what is cut in the middle of a character may become a little longer. */
const closeReasonBytesMax = 120;

/** A peer that does not answer the closing of a stopping node is cut off. */
const goAwayMs = 1_000;

function tooManyOperations(): GraphQLError {
  return protocolError(
    'TOO_MANY_OPERATIONS',
    `This socket runs ${limits.operationsPerSocketMax} operations already. Complete some of them first.`,
    429,
  );
}
