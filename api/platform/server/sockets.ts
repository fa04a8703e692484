import type { IncomingMessage } from 'node:http';
import { GraphQLError } from 'graphql';
import type pino from 'pino';
import { Context } from '../context/operation-context.ts';
import type { Services } from '../context/services.ts';
import { protocolError, unauthenticated } from '../common/errors.ts';
import type { Feed } from '../feed/feed.ts';
import type { StartPosition, Subscriber } from '../feed/subscriber.ts';
import type { TokenAuthorization } from '../feed/token-authorization.ts';
import { limits } from '../common/limits.ts';
import type { Locale } from '../common/messages.ts';
import type { AdmissionController } from '../overload/admission-control.ts';
import type { Operations } from '../operation/operations.ts';
import type { Prepared, Variables } from '../operation/prepared.ts';
import { formatResult } from '../operation/result-formatting.ts';
import { overOutages } from '../common/outage.ts';
import type { ContextOf } from './context-factory.ts';

/** Dependencies of the transports with long-lived connections. */
export interface SocketOptions {
  /** Client address, through trusted proxies. */
  addressOf: (request: IncomingMessage) => string;
  services: Services;
  feed: Feed;
  operations: Operations;
  admission: AdmissionController;
  log: pino.Logger;
  connections: ConnectionLimiter;
  contextOf: ContextOf;
}

/** Close codes of a WebSocket: those of graphql-transport-ws, and our own. See FEED.md. */
export const closeCodes = {
  goingAway: 1001,
  badMessage: 4400,
  notAcknowledged: 4401,
  rightsEnded: 4403,
  wrongProtocol: 4406,
  noInit: 4408,
  identifierInUse: 4409,
  tooMany: 4429,
  idle: 4440,
  slowReceiver: 4450,
  failed: 4500,
} as const;

/** An operation as a transport received it. */
export interface OperationRequest {
  query: string;
  operationName: string | null | undefined;
  variables: Variables;
}

/** Opens the feed of a subscription for the actor. Throws the reason when it cannot begin. */
export async function openFeed(
  { operations, services, feed }: SocketOptions,
  prepared: Prepared,
  { query, variables }: OperationRequest,
  {
    watcher,
    locale,
    subscriber,
    resumeAfter,
  }: {
    watcher: TokenAuthorization | null;
    locale: Locale;
    subscriber: Subscriber;
    /** Cursor that the transport resumes from. It is later than the one in the arguments. */
    resumeAfter?: string | undefined;
  },
): Promise<StartPosition> {
  const { field, parameters } = operations.subscriptionCall(prepared, variables);
  const source = feed.sourceOf(field);
  if (!source) throw protocolError('BAD_SUBSCRIPTION', 400);
  if (!watcher) throw unauthenticated('SOCKET_WITHOUT_TOKEN');
  operations.admit(prepared, new Context(services, await watcher.current(), locale), variables);
  const asked = { source, parameters, prepared, sourceText: query, variables };
  // A subscription that is opened during an outage begins when the outage ends.
  return overOutages(
    () => feed.hub.open({ ...asked, locale, authorization: watcher, subscriber, resumeAfter }),
    () => subscriber.isOver,
  );
}

/** Errors of an operation that did not begin, in the caller's language. */
export function refusalsToTell(
  { services, log }: SocketOptions,
  error: unknown,
  locale: Locale,
): readonly GraphQLError[] {
  const told =
    error instanceof GraphQLError
      ? error
      : new GraphQLError((error as Error).message, { originalError: error as Error, path: [] });
  return (
    formatResult({ errors: [told] }, new Context(services, null, locale), log).errors ?? [told]
  );
}

/**
 * Connection limiter: counts open connections in all, by token, and by address for unauthenticated
 * ones.
 */
export class ConnectionLimiter {
  private readonly byToken = new Map<string, number>();
  private readonly unknownByAddress = new Map<string, number>();
  private unknown = 0;
  private open = 0;

  get count(): number {
    return this.open;
  }

  get isFull(): boolean {
    return this.open >= limits.socketsMax;
  }

  acquire(): void {
    this.open += 1;
  }

  release(): void {
    this.open -= 1;
  }

  /** Whether the address may open one more unauthenticated connection. */
  hasRoomFor(address: string): boolean {
    const here = this.unknownByAddress.get(address) ?? 0;
    return this.unknown < limits.anonymousSocketsMax && here < limits.anonymousSocketsPerAddressMax;
  }

  enterUnknown(address: string): void {
    this.unknown += 1;
    this.unknownByAddress.set(address, (this.unknownByAddress.get(address) ?? 0) + 1);
  }

  leaveUnknown(address: string): void {
    this.unknown -= 1;
    const here = (this.unknownByAddress.get(address) ?? 0) - 1;
    if (here > 0) this.unknownByAddress.set(address, here);
    else this.unknownByAddress.delete(address);
  }

  /** Counts a connection of a token, or throws TOO_MANY_SOCKETS. */
  enterAs(token: string): void {
    const count = this.byToken.get(token) ?? 0;
    if (count >= limits.socketsPerTokenMax) {
      throw protocolError('TOO_MANY_SOCKETS', 429, { count });
    }
    this.byToken.set(token, count + 1);
  }

  leaveAs(token: string): void {
    const count = (this.byToken.get(token) ?? 0) - 1;
    if (count > 0) this.byToken.set(token, count);
    else this.byToken.delete(token);
  }
}
