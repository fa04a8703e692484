import { createClient as createEventClient } from 'graphql-sse';
import { createClient as createSocketClient } from 'graphql-ws';

export interface FeedResult {
  data?: Record<string, unknown> | null;
  errors?: readonly { message: string; extensions?: { code?: string } }[];
}

export interface FeedSink {
  next(result: FeedResult): void;
  /**
   * The subscription ended: null when the platform completed it, otherwise the reason. Called once.
   */
  ended(error: unknown): void;
}

/**
 * Transport of operations to the platform. Any GraphQL client will do; the two below need only a
 * token.
 */
export interface FeedTransport {
  query(document: string, variables: Record<string, unknown>): Promise<FeedResult>;
  /** Returns a function that unsubscribes. */
  subscribe(document: string, variables: Record<string, unknown>, sink: FeedSink): () => void;
  close(): void;
}

export interface TransportOptions {
  /** Address of the platform, for example `https://linli.example.org`. */
  url: string;
  /** Called for each connection, so that an expired token is replaced. */
  token: () => string | Promise<string>;
  /** `zh-CN` or `en`; language of messages. */
  language?: string;
  /** For Node before 22, which has no WebSocket of its own. */
  webSocket?: unknown;
}

/** One WebSocket for all operations, opened on demand. */
export function webSocketTransport({
  url,
  token,
  language,
  webSocket,
}: TransportOptions): FeedTransport {
  const client = createSocketClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    ...(webSocket !== undefined && { webSocketImpl: webSocket }),
    connectionParams: async () => ({
      authorization: `Bearer ${await token()}`,
      'accept-language': language,
    }),
    // The follower reconnects itself: the library would subscribe again with the old cursor.
    retryAttempts: 0,
    keepAlive: pingMs,
    connectionAckWaitTimeout: acknowledgeMs,
  });
  return {
    query: async (query, variables) =>
      new Promise((resolve, reject) => {
        let result: FeedResult = {};
        client.subscribe(
          { query, variables },
          {
            next: (value) => (result = value as FeedResult),
            error: (error) => reject(asError(error)),
            complete: () => resolve(result),
          },
        );
      }),
    subscribe: (query, variables, sink) =>
      client.subscribe(
        { query, variables },
        {
          next: (value) => sink.next(value as FeedResult),
          error: (error) => sink.ended(asError(error)),
          complete: () => sink.ended(null),
        },
      ),
    close: () => void client.dispose(),
  };
}

/**
 * Server-Sent Events for the feed and plain requests for the rest, for proxies that block
 * WebSocket.
 */
export function eventStreamTransport({ url, token, language }: TransportOptions): FeedTransport {
  const headers = async () => ({
    authorization: `Bearer ${await token()}`,
    ...(language && { 'accept-language': language }),
  });
  const client = createEventClient({ url: `${url}/graphql/stream`, headers, retryAttempts: 0 });
  return {
    async query(query, variables) {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(await headers()) },
        body: JSON.stringify({ query, variables }),
      });
      return (await response.json()) as FeedResult;
    },
    subscribe: (query, variables, sink) =>
      client.subscribe(
        { query, variables },
        {
          next: (value) => sink.next(value as FeedResult),
          error: (error) => sink.ended(asError(error)),
          complete: () => sink.ended(null),
        },
      ),
    close: () => client.dispose(),
  };
}

/** A socket without an answer to a ping in this time counts as lost, as after a laptop's sleep. */
const pingMs = 10_000;
const acknowledgeMs = 10_000;

/** Close events and lists of GraphQL errors are not instances of Error, which callers expect. */
function asError(error: unknown): Error {
  if (error instanceof Error) return error;
  if (Array.isArray(error)) {
    const [first] = error as { message: string; extensions?: { code?: string } }[];
    return Object.assign(new Error(first?.message ?? 'The operation failed.'), {
      code: first?.extensions?.code,
    });
  }
  const { code, reason } = (error ?? {}) as { code?: number; reason?: string };
  return Object.assign(new Error(reason || 'The connection was lost.'), { code });
}
