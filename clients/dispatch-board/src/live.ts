import { type Client as Socket, createClient } from 'graphql-ws';
import { type Client, stringifyDocument } from 'urql';
import type { LiveStore } from '@linli/sdk';
import type { Card } from './card.ts';
import {
  BoardDocument,
  FeedDocument,
  type FeedSubscription,
  MoreOfBoardDocument,
  MoreOfCertifiedDocument,
  type ServiceRequestFilter,
} from './documents.generated.ts';
import { currentLanguage } from './language.ts';
import { answered, ask } from './api-client.ts';
import { Trouble } from './trouble.ts';
import { type Session, SessionEnded } from './session.ts';
import { lanes } from './steps.ts';

export type Connection = 'connecting' | 'live' | 'offline';

export interface Follower {
  onConnection(connection: Connection): void;
  /** The platform refuses the operations of this page. A retry will hardly help. */
  onTrouble(message: string): void;
  /** Number of requests read so far; null when all are read. */
  onReading(count: number | null): void;
  /** A change that the board did not have yet. */
  onNews(card: Card): void;
  /** The session has ended; no further calls follow. */
  onEnd(): void;
}

/**
 * Series open their requests two weeks ahead, and some are certified late. Requests certified today
 * are hardly older than this.
 */
const certifiedDays = 21;
/** Most pages of certified requests to read, since these need no further work. */
const certifiedPagesMax = 10;
/** Board and feed use the same filter, since a cursor is only valid for its view. */
const filter: ServiceRequestFilter = { states: ['IN_REVIEW', 'DISPUTED', ...lanes] };
/** First wait after a lost connection. Each further one is twice as long, up to the maximum. */
const waitFirstMs = 500;
const waitLastMs = 15_000;
/**
 * A connection without an answer to a ping in this time counts as lost, as after a laptop's sleep.
 */
const pingMs = 10_000;

/**
 * Keeps the board up to date until the returned function is called: a snapshot with its cursor,
 * then the feed from there. After a lost connection it continues from the last cursor. If that is
 * impossible, or a message shows a gap, it reads a new snapshot. So the board is never wrong in
 * silence.
 */
export function followBoard(
  client: Client,
  session: Session,
  store: LiveStore<Card>,
  follower: Follower,
): () => void {
  const following = new Following(client, openSocket(session), store, follower);
  void following.run();
  return () => following.stop();
}

interface Page {
  edges: readonly { node: Card }[];
  pageInfo: { hasNextPage: boolean; endCursor?: string | null };
}

type Message = FeedSubscription['serviceRequestFeed'];

class Following {
  private stopped = false;
  /**
   * Time of the last rejected token. The token may have expired while the connection was open. The
   * next one is valid, or the session has ended.
   */
  private turnedAwayAt = -Infinity;
  private cursor: string | null = null;
  private waitMs = waitFirstMs;
  private wake: () => void = () => {};
  private readonly onOnline = (): void => this.wake();

  constructor(
    private readonly client: Client,
    private readonly socket: Socket,
    private readonly store: LiveStore<Card>,
    private readonly follower: Follower,
  ) {}

  async run(): Promise<void> {
    addEventListener('online', this.onOnline);
    this.follower.onConnection('connecting');
    while (!this.stopped) {
      try {
        this.cursor ??= await this.look();
        await this.listen(this.cursor);
      } catch (error) {
        if (this.stopped) return;
        if (hasEnded(error) && this.isTurnedAwayAgain()) return this.follower.onEnd();
      }
      if (this.stopped) return;
      // After a feed reset the snapshot is read at once; after a lost connection there is a pause.
      if (this.cursor === null) continue;
      this.follower.onConnection('offline');
      await this.pause();
    }
  }

  stop(): void {
    this.stopped = true;
    removeEventListener('online', this.onOnline);
    this.wake();
    void this.socket.dispose();
  }

  private isTurnedAwayAgain(): boolean {
    const before = this.turnedAwayAt;
    this.turnedAwayAt = performance.now();
    return this.turnedAwayAt - before < turnedAwayAgainMs;
  }

  /** Reads all requests with a lane, and the cursor of the same snapshot. */
  private async look(): Promise<string> {
    try {
      const board = await ask(this.client, BoardDocument, { filter });
      const active = answered(board.active);
      const certified = answered(board.certified);
      const cards: Card[] = [];
      const take = ({ edges }: { edges: readonly { node: Card }[] }): void => {
        for (const { node } of edges) cards.push(node);
        if (this.stopped) return;
        // Cards appear as they arrive; those that left the board are removed at the end.
        for (const { node } of edges) this.store.put(node);
        this.follower.onReading(cards.length);
      };
      take(active);
      take(certified);
      // Later pages belong to later snapshots. The feed delivers all changes since the first one.
      let page = active.pageInfo;
      while (page.hasNextPage && !this.stopped) {
        const more = await ask(this.client, MoreOfBoardDocument, { after: page.endCursor ?? '' });
        const requests = answered(more.serviceRequests);
        take(requests);
        page = requests.pageInfo;
      }
      await this.lookAtCertified(certified, take);
      if (!this.stopped) {
        this.store.replace(cards);
        this.store.flush();
        this.follower.onReading(null);
      }
      return answered(board.serviceRequestBoard).cursor;
    } catch (error) {
      if (hasEnded(error) || this.stopped) throw error;
      this.follower.onConnection('offline');
      if (error instanceof Trouble && error.kind === 'protocol')
        this.follower.onTrouble(error.message);
      await this.pause();
      return this.look();
    }
  }

  /**
   * Certified requests come newest first by opening time, and one opened weeks ago may be certified
   * today.
   */
  private async lookAtCertified(first: Page, take: (page: Page) => void): Promise<void> {
    const since = Date.now() - certifiedDays * 86_400_000;
    let page = first;
    for (
      let count = 1;
      count < certifiedPagesMax && page.pageInfo.hasNextPage && !this.stopped;
      count += 1
    ) {
      const last = page.edges.at(-1)?.node;
      if (!last || Date.parse(last.openedAt) < since) return;
      const more = await ask(this.client, MoreOfCertifiedDocument, {
        after: page.pageInfo.endCursor ?? '',
      });
      page = answered(more.serviceRequests);
      take(page);
    }
  }

  /** Receives messages until the connection ends. Throws the reason. */
  private async listen(after: string): Promise<void> {
    const messages = this.socket.iterate<FeedSubscription>({
      query: stringifyDocument(FeedDocument),
      variables: { after, filter },
    });
    let isLive = false;
    for await (const { data, errors } of messages) {
      if (!data) throw new Error(errors?.[0]?.message ?? 'The feed told nothing.');
      if (!this.take(data.serviceRequestFeed)) return;
      this.waitMs = waitFirstMs;
      if (isLive) continue;
      isLive = true;
      this.follower.onConnection('live');
    }
  }

  /** False when a new snapshot is needed. */
  private take(message: Message): boolean {
    if (message.__typename === 'FeedReset' || this.hasGap(message)) {
      this.cursor = null;
      return false;
    }
    if (message.__typename === 'RequestChanged' && this.store.put(message.request)) {
      this.follower.onNews(message.request);
    }
    if (message.__typename === 'RequestRemoved') this.store.remove(message.requestId);
    this.cursor = message.cursor;
    return true;
  }

  /** Of two cursors of one view, the greater text is the later one. */
  private hasGap({ previousCursor }: Exclude<Message, { __typename: 'FeedReset' }>): boolean {
    return this.cursor !== null && previousCursor > this.cursor;
  }

  /**
   * Exponential back-off with random jitter, so that boards do not reconnect at the same moment.
   */
  private async pause(): Promise<void> {
    const waitMs = this.waitMs * (0.75 + Math.random() / 2);
    this.waitMs = Math.min(waitLastMs, this.waitMs * 2);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, waitMs);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

const turnedAwayAgainMs = 60_000;

/** One connection at a time. This module reconnects itself, since it must use the newest cursor. */
function openSocket(session: Session): Socket {
  let pongTimer: ReturnType<typeof setTimeout> | undefined;
  const socket = createClient({
    url: new URL('/graphql', location.href.replace(/^http/, 'ws')).href,
    connectionParams: async () => ({
      authorization: `Bearer ${await session.token()}`,
      'accept-language': currentLanguage(),
    }),
    retryAttempts: 0,
    keepAlive: pingMs,
    on: {
      ping: (isReceived) => {
        if (!isReceived) pongTimer = setTimeout(() => socket.terminate(), pingMs);
      },
      pong: (isReceived) => {
        if (isReceived) clearTimeout(pongTimer);
      },
      closed: () => clearTimeout(pongTimer),
    },
  });
  return socket;
}

/** Close codes 4403 and 4401: the token is no longer valid, or its authorization has ended. */
function hasEnded(error: unknown): boolean {
  if (error instanceof SessionEnded) return true;
  if (error instanceof Trouble) return error.kind === 'session';
  const code = (error as { code?: unknown } | null)?.code;
  return code === 4403 || code === 4401;
}
