import type { Client } from 'urql';
import type { BoardStore, Card } from './board-store.ts';
import { LanesDocument, type RequestState } from './documents.golden.ts';
import { ask, Trouble } from './platform.ts';

export type Connection = 'connecting' | 'live' | 'offline';

export interface Follower {
  onConnection(connection: Connection): void;
  /** Somebody else's change reached the board. */
  onNews(card: Card): void;
  /** The session has ended; nothing more will come. */
  onEnd(): void;
}

/** States that have a lane, in the order of the lanes. */
export const lanes = ['OPEN', 'ASSIGNED', 'IN_PROGRESS', 'AWAITING_CERTIFICATION', 'CERTIFIED'] as const;

/** Most requests in work that the board takes in: a community has some tens at a time. */
export const activeMax = 300;
/** Certified ones are looked for among those opened last. */
const certifiedMax = 100;
const pollMs = 2_000;

/** Keeps the board up to date until the returned function is called. */
export function followBoard(client: Client, store: BoardStore, follower: Follower): () => void {
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isFirst = true;

  const look = async (): Promise<void> => {
    try {
      const cards = await lookAtBoard(client);
      if (stopped) return;
      const known = new Map(store.cards().map((card) => [card.id, card.version]));
      store.replace(cards);
      if (!isFirst) {
        for (const card of cards) if ((known.get(card.id) ?? 0) < card.version) follower.onNews(card);
      }
      isFirst = false;
      follower.onConnection('live');
    } catch (error) {
      if (stopped) return;
      if (error instanceof Trouble && error.kind === 'session') return follower.onEnd();
      follower.onConnection('offline');
    }
    timer = setTimeout(() => void look(), pollMs);
  };

  follower.onConnection('connecting');
  void look();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

async function lookAtBoard(client: Client): Promise<Card[]> {
  const [active, certified] = await Promise.all([
    pages(client, ['OPEN', 'ASSIGNED', 'IN_PROGRESS', 'AWAITING_CERTIFICATION'], activeMax),
    pages(client, ['CERTIFIED'], certifiedMax),
  ]);
  return [...active, ...certified];
}

async function pages(client: Client, states: RequestState[], countMax: number): Promise<Card[]> {
  const found: Card[] = [];
  let after: string | null | undefined;
  do {
    const { serviceRequests } = await ask(client, LanesDocument, { states, first: Math.min(100, countMax), after });
    found.push(...serviceRequests.edges.map(({ node }) => node));
    after = serviceRequests.pageInfo.hasNextPage ? serviceRequests.pageInfo.endCursor : null;
  } while (after && found.length < countMax);
  return found;
}
