/**
 * Common interface of the graphql-ws and graphql-sse clients. Create it with `retryAttempts: 0`.
 */
export interface StockClient {
  iterate(asked: {
    query: string;
    variables: Record<string, unknown>;
  }): AsyncIterable<{ data?: unknown }>;
}

/**
 * Follows the feed with a stock client, in the fewest lines that lose nothing. It keeps each
 * cursor, reconnects with the last one, and ignores repeated events. After a reset or a gap it
 * fetches the board. `fetchBoard` shows the board and returns its cursor.
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
      // One subscription for each connection: a library that reconnects by itself would use its
      // first cursor again.
      for await (const { data } of client.iterate({
        query: document,
        variables: { after: cursor },
      })) {
        const message: FeedMessage = (data as { serviceRequestFeed: FeedMessage })
          .serviceRequestFeed;
        if (message.__typename === 'FeedReset' || message.previousCursor > cursor) {
          cursor = null;
          break;
        }
        if (message.cursor > cursor) {
          cursor = message.cursor;
          take(message);
        }
      }
    } catch {
      // The connection was lost, or could not be opened.
    }
    // A short random pause, so that clients do not all reconnect at the same moment.
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 500));
  }
}

/**
 * The program chooses the fields of a request; `cursor` and `previousCursor` belong in every
 * document.
 */
const document = `subscription ($after: String!) { serviceRequestFeed(after: $after) { __typename
  ... on RequestChanged { cursor previousCursor request { id version state } }
  ... on RequestRemoved { cursor previousCursor requestId }
  ... on FeedCheckpoint { cursor previousCursor }
  ... on FeedReset { reason } } }`;

export type FeedMessage =
  | { __typename: 'RequestChanged'; cursor: string; previousCursor: string; request: Card }
  | {
      __typename: 'RequestRemoved';
      cursor: string;
      previousCursor: string;
      requestId: string;
    }
  | { __typename: 'FeedCheckpoint'; cursor: string; previousCursor: string }
  | { __typename: 'FeedReset'; reason: string };

export interface Card {
  id: string;
  version: number;
  state: string;
}
