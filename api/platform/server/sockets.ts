import type { GraphQLError } from 'graphql';
import type pino from 'pino';
import type { Authenticate } from '../actor.ts';
import type { Services } from '../context.ts';
import { protocolError } from '../errors.ts';
import type { Serialised, Sink } from '../feed/sink.ts';
import type { Subscriber } from '../feed/subscriber.ts';
import { limits } from '../limits.ts';
import type { Operations } from '../operation/operations.ts';

/** What the transports that keep a connection open need. */
export interface SocketOptions {
  services: Services;
  operations: Operations;
  log: pino.Logger;
  authenticate: Authenticate;
  places: SocketPlaces;
}

/** Close codes of a WebSocket that are ours; the rest are those of graphql-transport-ws. See FEED.md. */
export const closeCodes = {
  goingAway: 1001,
  rightsEnded: 4403,
  tooManySockets: 4429,
  slowReceiver: 4450,
} as const;

/** How many connections are open, in all and by token. */
export class SocketPlaces {
  private readonly byToken = new Map<string, number>();
  private open = 0;

  get count(): number {
    return this.open;
  }

  get isFull(): boolean {
    return this.open >= limits.socketsMax;
  }

  enter(): void {
    this.open += 1;
  }

  leave(): void {
    this.open -= 1;
  }

  /** Takes a place for a token, or throws TOO_MANY_SOCKETS. */
  enterAs(token: string): void {
    const count = this.byToken.get(token) ?? 0;
    if (count >= limits.socketsPerTokenMax) {
      throw protocolError(
        'TOO_MANY_SOCKETS',
        `This token has ${count} connections open already. Close some, or put several subscriptions on one WebSocket.`,
        429,
      );
    }
    this.byToken.set(token, count + 1);
  }

  leaveAs(token: string): void {
    const count = (this.byToken.get(token) ?? 0) - 1;
    if (count > 0) this.byToken.set(token, count);
    else this.byToken.delete(token);
  }
}

/**
 * A subscription as the transport's library sees it: it yields nothing, since messages go to the socket directly as bytes that
 * many share, and ends when the feed does. The library begins it with the first `next()`, and returns it when the client leaves.
 */
export class FeedStream implements AsyncGenerator<never, undefined, undefined> {
  private ended: ((error: GraphQLError | null) => void) | null = null;
  private end: { error: GraphQLError | null } | null = null;
  private subscriber: Subscriber | null = null;
  private hasStarted = false;

  attach(subscriber: Subscriber): this {
    this.subscriber = subscriber;
    return this;
  }

  finish(error: GraphQLError | null): void {
    this.end ??= { error };
    this.ended?.(this.end.error);
  }

  async next(): Promise<IteratorReturnResult<undefined>> {
    if (!this.hasStarted) {
      this.hasStarted = true;
      void this.subscriber?.start();
    }
    const error = this.end
      ? this.end.error
      : await new Promise<GraphQLError | null>((resolve) => (this.ended = resolve));
    if (error) throw error;
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorReturnResult<undefined>> {
    this.subscriber?.end();
    this.finish(null);
    return { done: true, value: undefined };
  }

  async throw(error: unknown): Promise<never> {
    await this.return();
    throw error;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }
}

/** A sink that writes to one connection and ends one stream. */
export abstract class StreamSink implements Sink {
  constructor(protected readonly stream: FeedStream) {}

  abstract isReady(): boolean;
  abstract whenReady(callback: () => void): void;
  abstract send(message: Serialised): void;
  abstract closeSlow(): void;

  complete(): void {
    this.stream.finish(null);
  }

  fail(error: GraphQLError): void {
    this.stream.finish(error);
  }
}
