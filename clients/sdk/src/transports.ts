import { createClient as createEventClient } from 'graphql-sse';
import { createClient as createSocketClient } from 'graphql-ws';

export interface FeedResult {
  data?: Record<string, unknown> | null;
  errors?: readonly { message: string; extensions?: { code?: string } }[];
}

export interface FeedSink {
  next(result: FeedResult): void;
  /** The subscription ended: null when the platform completed it, else why. Called once. */
  ended(error: unknown): void;
}

/**
 * How operations reach the platform. Any GraphQL client will do; the two below need nothing but a
 * token.
 */
export interface FeedTransport {
  query(document: string, variables: Record<string, unknown>): Promise<FeedResult>;
  /** Gives back how to leave. */
  subscribe(document: string, variables: Record<string, unknown>, sink: FeedSink): () => void;
  close(): void;
}

export interface TransportOptions {
  /** Address of the platform, for example `https://linli.example.org`. */
  url: string;
  /** Called for each connection, so that a token that has run out is replaced by a fresh one. */
  token: () => string | Promise<string>;
  /** `zh-CN` or `en`; language of messages. */
  language?: string;
  /** For Node before 22, which has no WebSocket of its own. */
  webSocket?: unknown;
}

/** One WebSocket for everything, opened when it is needed. */
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
      acceptLanguage: language,
    }),
    // Coming back is the follower's business: the library would subscribe again with the old
    // cursor.
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
 * Server-Sent Events for the feed and plain requests for the rest, where proxies let no WebSocket
 * through.
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

/** A socket that answers no ping for so long is taken for lost, as after a laptop's sleep. */
const pingMs = 10_000;
const acknowledgeMs = 10_000;

/** Close events and lists of GraphQL errors are no errors of JavaScript; a caller wants one. */
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
