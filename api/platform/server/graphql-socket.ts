import type { IncomingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import { GraphQLError } from 'graphql';
import { GRAPHQL_TRANSPORT_WS_PROTOCOL } from 'graphql-ws';
import { type RawData, WebSocket } from 'ws';
import { protocolError } from '../common/errors.ts';
import type {
  EndReason,
  AuthorizedConnection,
  TokenAuthorization,
} from '../feed/token-authorization.ts';
import { limits } from '../common/limits.ts';
import { type Locale, localeOf } from '../common/messages.ts';
import { plainJson, formatResult } from '../operation/result-formatting.ts';
import { logRetried, outageOf } from '../common/outage.ts';
import { type ClientMessage, messageOf } from './client-message.ts';
import { addressBlock } from './client-address.ts';
import { connectionParametersOf } from './connection-parameters.ts';
import { bearerToken, foundationOf } from './request-headers.ts';
import { GoingAway } from './graceful-shutdown.ts';
import { SocketOperation } from './socket-operation.ts';
import {
  type OperationRequest,
  closeCodes,
  openFeed,
  refusalsToTell,
  type SocketOptions,
} from './sockets.ts';

/** State that all WebSockets of a node share. */
export interface SocketHost extends SocketOptions {
  open: Set<GraphQLSocket>;
  /** Sockets that have not authenticated yet, with the time since when. */
  silent: Map<GraphQLSocket, number>;
  /** Graceful shutdown: operations in flight are answered, and new ones are refused. */
  isGoingAway: boolean;
  /** Sockets without a token, with the time of their last operation. */
  idle: Map<GraphQLSocket, number>;
}

/**
 * One WebSocket with the protocol graphql-transport-ws: its authorization and its operations. It
 * extends the socket class of ws with shared listeners and allocates nothing per socket, because
 * thousands are idle. An idle socket with a subscription costs hardly more than a bare one
 * (api/bench/README.md).
 */
export class GraphQLSocket extends WebSocket implements AuthorizedConnection {
  private host: SocketHost | null = null;
  /** The underlying TCP connection. */
  private beneath: Socket | null = null;
  private clientAddress = '';
  private watcher: TokenAuthorization | null = null;
  private locale: Locale = 'zh-CN';
  /** Token and foundation of the upgrade headers, until they are used. */
  private headerToken: string | null = null;
  private headerFoundation: string | null = null;
  private phase: 'silent' | 'initialising' | 'acknowledged' = 'silent';
  /** Running operations, as a linked list. */
  private first: SocketOperation | null = null;
  /** Queries and mutations in flight. */
  private inFlight = 0;
  private bytesSeen = -1;
  /** Client address, until the socket has authenticated. */
  private address: string | null = null;

  /** Called by the server once, when the connection is established. */
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
    this.headerFoundation = foundationOf({ headers });
    const block = addressBlock(clientAddress);
    this.address = block;
    host.connections.acquire();
    host.connections.enterUnknown(block);
    host.open.add(this);
    this.on('message', receive);
    this.on('ping', limitUnread);
    this.on('close', forget);
    this.on('error', ignore);
    if (this.protocol === GRAPHQL_TRANSPORT_WS_PROTOCOL) host.silent.set(this, performance.now());
    else this.close(closeCodes.wrongProtocol, wrongProtocol(this.protocol));
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
          : 'An internal error occurred',
      );
    });
  }

  /**
   * Back-pressure: closes a socket that sends operations or pings but does not read the answers,
   * since these would fill the memory.
   */
  limitUnread(): boolean {
    const isOver = (this.beneath?.writableLength ?? 0) > limits.socketUnreadBytesMax;
    if (isOver && this.readyState === WebSocket.OPEN) this.closeSlow();
    return isOver;
  }

  /** Releases all state; the connection is closed. */
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
        : 'The authorization has ended: sign in again.',
    );
  }

  /** Sends a ping, or closes the connection when nothing arrived since the last one. */
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
   * Closes an idle socket without a token: its operations are answered, and the client can
   * reconnect.
   */
  closeIdle(): void {
    // An operation is still in flight.
    if (this.first) return this.hasAsked();
    this.host?.idle.delete(this);
    this.close(closeCodes.idle, 'Nothing was asked: connect again when there is something to ask.');
  }

  /** A close frame would wait behind unread data, so it is sent and the connection is then cut. */
  closeSlow(): void {
    this.close(
      closeCodes.slowReceiver,
      'You took nothing for too long: connect again with your last cursor.',
    );
    setTimeout(() => this.terminate(), goAwayMs).unref();
  }

  /**
   * Closes when the queries and mutations in flight are answered, and after `stopMs` at the latest.
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

  /** Removes an operation; false when it was removed before. */
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

  inLanguage(error: unknown): readonly GraphQLError[] {
    return refusalsToTell(this.host as SocketHost, error, this.locale);
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
   * Reads token, language and foundation from the payload of connection_init. Each may also come in
   * a header of the upgrade, and the payload has precedence.
   */
  private async initialise(payload: Record<string, unknown>): Promise<void> {
    const given = connectionParametersOf(payload);
    if (typeof given === 'string') return this.close(closeCodes.badMessage, given);
    const { authorization, acceptLanguage, foundation } = given;
    this.phase = 'initialising';
    this.host?.silent.delete(this);
    if (acceptLanguage !== undefined) this.locale = localeOf(acceptLanguage);
    const token = authorization === undefined ? this.headerToken : bearerToken(authorization);
    const chosen = foundation === undefined ? this.headerFoundation : foundation || null;
    this.headerToken = null;
    this.headerFoundation = null;
    if (authorization !== undefined && !token)
      return this.close(closeCodes.rightsEnded, 'Send authorization as Bearer <token>.');
    if (token && !(await this.signIn(token, chosen))) return;
    // Closed meanwhile, which has released everything.
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
      // Closed during the load of the authorization, so no other code would release it.
      this.letGo();
      return false;
    } catch (error) {
      if (hasPlace) connections.leaveAs(token);
      if (!(error instanceof GraphQLError)) throw error;
      const isCrowded = error.extensions['code'] === 'TOO_MANY_SOCKETS';
      const code = isCrowded ? closeCodes.tooMany : closeCodes.rightsEnded;
      this.close(code, this.inLanguage(error)[0]?.message);
      return false;
    }
  }

  /**
   * As in ws, for a reason of any length: a close frame holds 123 bytes of it, and ws throws for
   * more.
   */
  override close(code?: number, reason?: string | Buffer): void {
    // ws closes with the bytes that the client sent.
    if (typeof reason !== 'string') return super.close(code, reason);
    // A character that does not fit whole is left out.
    const { read } = new TextEncoder().encodeInto(reason, closeReason);
    super.close(code, reason.slice(0, read));
  }

  /** Counts the socket by its token from now on, and not as anonymous. */
  private becomeKnown(): void {
    if (this.address !== null) this.host?.connections.leaveUnknown(this.address);
    this.address = null;
  }

  /** Moves the socket to the end of the idle list. */
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
      operation.refuseWith(this.inLanguage(error));
    }
  }

  private async run(operation: SocketOperation, asked: OperationRequest): Promise<void> {
    const host = this.host as SocketHost;
    const { operations, admission, log } = host;
    const { watcher, locale } = this;
    const prepared = operations.prepare(asked.query, asked.operationName);
    if ('errors' in prepared)
      return operation.refuseWith(prepared.errors.flatMap((error) => this.inLanguage(error)));
    if (prepared.type === 'subscription') {
      const place = await openFeed(host, prepared, asked, {
        watcher,
        locale,
        subscriber: operation,
      });
      // Completed by the client, or closed, during the lookup of the start position.
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
      operation.refuseWith(this.inLanguage(error));
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

function wrongProtocol(given: string): string {
  const wanted = `Use the subprotocol ${GRAPHQL_TRANSPORT_WS_PROTOCOL}, as the package graphql-ws does`;
  return `${wanted}; ${given === '' ? 'none was given' : `this was "${given}"`}.`;
}

/** The close after an error carries all information. */
function ignore(): void {}

/** A close frame holds 123 bytes of a reason. */
const closeReason = new Uint8Array(123);

/** Time limit for the close handshake of a stopping node. Then the connection is cut. */
const goAwayMs = 1_000;

function tooManyOperations(): GraphQLError {
  return protocolError('TOO_MANY_OPERATIONS', 429, { limit: limits.operationsPerSocketMax });
}
