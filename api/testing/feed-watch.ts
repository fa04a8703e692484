import { createClient as createEventClient } from 'graphql-sse';
import { createClient as createWebSocketClient } from 'graphql-ws';
import WebSocket from 'ws';
import { Caller } from './caller.ts';
import { patienceMs } from './until.ts';

export interface ReceivedMessage {
  __typename: 'RequestChanged' | 'RequestRemoved' | 'FeedCheckpoint' | 'FeedReset';
  eventId: string;
  event: string;
  version: number;
  request: { id: string; state: string; version: number; elder: { displayName: string } | null };
  requestId: string;
  cursor: string;
  previousCursor: string;
  reason: string;
  at: string;
}

/** All fields that a client can select on each message. */
const feedDocument = `subscription Feed($after: String!, $filter: ServiceRequestFilter) {
  serviceRequestFeed(after: $after, filter: $filter) { ${feedSelection()} }
}`;

export const feedPageDocument = `query FeedPage($after: String!, $filter: ServiceRequestFilter, $first: Int!) {
  serviceRequestFeed(after: $after, filter: $filter, first: $first) { cursor hasMore messages { ${feedSelection()} } }
}`;

/** The current position of the feed, for a caller and a filter. */
export async function feedCursor(
  url: string,
  token: string,
  { filter = null }: { filter?: object | null } = {},
): Promise<string> {
  const query = `query ($filter: ServiceRequestFilter) { serviceRequestBoard(filter: $filter) { cursor } }`;
  const { serviceRequestBoard } = await new Caller(url, token).query(query, { filter });
  return serviceRequestBoard.cursor;
}

function feedSelection(): string {
  return `__typename
    ... on RequestChanged { eventId event version cursor previousCursor at request { id state version elder { displayName } } }
    ... on RequestRemoved { eventId requestId cursor previousCursor at }
    ... on FeedCheckpoint { cursor previousCursor at }
    ... on FeedReset { reason cursor }`;
}

export type Transport = 'WebSocket' | 'SSE';

/** A feed subscriber with the stock client of graphql-ws or graphql-sse, without retries. */
export class FeedWatch {
  readonly received: ReceivedMessage[] = [];
  /** Errors of messages, for fields that could not be resolved. */
  readonly errors: unknown[] = [];
  /** Cause of the end: null when the server completed, the error or close event otherwise. */
  readonly ended: Promise<unknown>;
  private readonly leave: () => void;
  private wake: () => void = () => {};
  private taken = 0;
  private isClosed = false;

  private constructor(
    url: string,
    token: string,
    variables: object,
    transport: Transport,
    query: string,
  ) {
    const client =
      transport === 'WebSocket' ? webSocketClient(url, token) : eventClient(url, token);
    this.leave = () => void client.dispose();
    this.ended = new Promise((resolve) => {
      client.subscribe<{ serviceRequestFeed: ReceivedMessage }>(
        { query, variables: variables as Record<string, unknown> },
        {
          next: ({ data, errors }) => {
            if (data && errors) this.errors.push(...errors);
            if (data) this.received.push(data.serviceRequestFeed);
            else resolve(errors);
            this.wake();
          },
          error: (error) => resolve(error),
          complete: () => resolve(null),
        },
      );
    });
  }

  /**
   * Subscribes and waits for the first message. Throws the cause of the end when none comes. It
   * begins at the current position when `after` is left out.
   */
  static async open(
    url: string,
    token: string,
    variables: { after?: string | undefined; filter?: object | null } = {},
    transport: Transport = 'WebSocket',
    query = feedDocument,
  ): Promise<FeedWatch> {
    const { after = await feedCursor(url, token, variables) } = variables;
    const watch = new FeedWatch(url, token, { ...variables, after }, transport, query);
    try {
      await Promise.race([
        watch.until(() => watch.received.length > 0),
        watch.ended.then((end) => {
          if (watch.received.length === 0)
            throw end ?? new Error('The feed ended before its first message.');
        }),
      ]);
      return watch;
    } catch (error) {
      // Nothing else would end pending waits for a message.
      watch.close();
      throw error;
    }
  }

  get cursor(): string {
    return this.received.at(-1)?.cursor ?? '';
  }

  /** The received events. */
  get events(): ReceivedMessage[] {
    return this.received.filter(({ eventId }) => eventId !== undefined);
  }

  /** The next message of a type that was not consumed; skips others in between. */
  async next(type: ReceivedMessage['__typename']): Promise<ReceivedMessage> {
    let found = -1;
    await this.until(() => {
      found = this.received.findIndex(
        (message, index) => index >= this.taken && message.__typename === type,
      );
      return found >= 0;
    });
    this.taken = found + 1;
    return this.received[found] as ReceivedMessage;
  }

  async until(condition: () => boolean): Promise<void> {
    const deadline = performance.now() + patienceMs;
    while (!condition()) {
      if (this.isClosed) throw new Error('It was closed while something was waited for.');
      const left = deadline - performance.now();
      if (left <= 0)
        throw new Error(`It did not come. Received: ${JSON.stringify(this.received.slice(-5))}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.min(left, 50));
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  close(): void {
    this.isClosed = true;
    this.wake();
    this.leave();
  }
}

function webSocketClient(url: string, token: string) {
  return createWebSocketClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
    onNonLazyError: () => {},
  });
}

function eventClient(url: string, token: string) {
  return createEventClient({
    url: `${url}/graphql/stream`,
    headers: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
  });
}
