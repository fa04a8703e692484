/**
 * What a client of graphql-ws and one of graphql-sse have in common. Make it with `retryAttempts:
 * 0`.
 */
export interface StockClient {
  iterate(asked: {
    query: string;
    variables: Record<string, unknown>;
  }): AsyncIterable<{ data?: unknown }>;
}

/**
 * Follows the feed with a stock client, in the least lines that lose nothing: keep each cursor,
 * come back with the last one, ignore what came before, and fetch the board after a reset or where
 * something is missing. `fetchBoard` shows the board and gives its cursor.
 */
export async function follow(
  client: StockClient,
  fetchBoard: () => Promise<string>,
  take: (message: FeedMessage) => void,
  isOver: () => boolean,
): Promise<void> {
  let cursor: string | null = null;
  while (!isOver()) {
    try {
      cursor ??= await fetchBoard();
      // One subscription for each connection: a library that tries again by itself comes back with
      // the cursor that it began with.
      for await (const { data } of client.iterate({
        query: document,
        variables: { after: cursor },
      })) {
        const message: FeedMessage = (data as { serviceRequestFeed: FeedMessage })
          .serviceRequestFeed;
        if (message.__typename === 'FeedReset' || (message.previousCursor ?? '') > cursor) {
          cursor = null;
          break;
        }
        if (message.cursor > cursor) {
          cursor = message.cursor;
          take(message);
        }
      }
    } catch {
      // The connection was lost, or none came about.
    }
    // A little, and by chance, so that not all come back in the same moment.
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 500));
  }
}

/**
 * What is asked of a request is up to the program; `cursor` and `previousCursor` belong to every
 * document.
 */
const document = `subscription ($after: String) { serviceRequestFeed(after: $after) { __typename
  ... on RequestChanged { cursor previousCursor request { id version state } }
  ... on RequestRemoved { cursor previousCursor requestId }
  ... on FeedCheckpoint { cursor previousCursor }
  ... on FeedReset { reason } } }`;

export type FeedMessage =
  | { __typename: 'RequestChanged'; cursor: string; previousCursor: string | null; request: Card }
  | {
      __typename: 'RequestRemoved';
      cursor: string;
      previousCursor: string | null;
      requestId: string;
    }
  | { __typename: 'FeedCheckpoint'; cursor: string; previousCursor: string | null }
  | { __typename: 'FeedReset'; reason: string };

export interface Card {
  id: string;
  version: number;
  state: string;
}
