import type { BoardItem } from './board-item.ts';
import type { LiveStore } from './live-store.ts';
import type { FeedResult, FeedTransport } from './transports.ts';

export type FollowerStatus = 'loading' | 'live' | 'waiting' | 'ended';

export interface BoardFollowerOptions<Item extends BoardItem> {
  transport: FeedTransport;
  /**
   * Fields of each request, as a GraphQL selection, for example `state requestedFrom elder {
   * displayName }`.
   */
  selection: string;
  /** A `ServiceRequestFilter` for the requests on the board. */
  filter?: Record<string, unknown>;
  /** Called after each change with the whole board, by id. */
  onBoard?(items: ReadonlyMap<string, Item>): void;
  /**
   * Store that mirrors the board, with one batch per frame. For pages: each listener follows only
   * its own item.
   */
  store?: LiveStore<Item>;
  onStatus?(status: FollowerStatus, error: unknown): void;
  /** Longest wait before it reconnects after a lost connection; 20 s when left out. */
  waitMsMax?: number;
  /** For tests and diagnostics: every message, and whether it was applied. */
  onMessage?(message: FeedMessage<Item>, verdict: 'taken' | 'repeated' | 'gap'): void;
}

/**
 * Keeps a board equal to the database: a snapshot with its cursor, then the feed from there. After
 * a lost connection it continues from the last cursor. It applies each event once, and checks with
 * `previousCursor` that nothing is missing. When the feed cannot continue, or the check fails, it
 * fetches a new snapshot. What it shows may be late; it is never wrong in silence.
 */
export class BoardFollower<Item extends BoardItem> {
  private items = new Map<string, Item>();
  private cursor: string | null = null;
  private waitMs = waitFirstMs;
  private isStopped = false;
  /**
   * Consecutive rejections of the token. After the first one it may only have expired, and the next
   * one is valid.
   */
  private turnedAway = 0;
  private leave: () => void = () => {};
  private readonly options: BoardFollowerOptions<Item>;

  constructor(options: BoardFollowerOptions<Item>) {
    this.options = options;
  }

  /** Follows until `stop` is called, or the platform ends the authorization. */
  async run(): Promise<void> {
    while (!this.isStopped) {
      try {
        if (this.cursor === null) await this.fetchBoard();
        await this.listen(this.cursor ?? '');
      } catch (error) {
        if (this.isStopped) break;
        if (isHopeless(error) || (isTurnedAway(error) && (this.turnedAway += 1) > 1))
          return this.say('ended', error);
        this.say('waiting', error);
        await this.pause();
      }
    }
    this.say('ended', null);
  }

  stop(): void {
    this.isStopped = true;
    this.leave();
  }

  private async fetchBoard(): Promise<void> {
    this.say('loading', null);
    const { selection, filter } = this.options;
    const items = new Map<string, Item>();
    let cursor: string | null = null;
    for (let after: string | null = null; ;) {
      const board: Board<Item> = await this.ask(boardDocument(selection), {
        filter: filter ?? null,
        after,
      });
      // Later pages belong to later snapshots. The feed after its cursor delivers all changes since
      // the first page.
      cursor ??= board.cursor;
      for (const item of board.requests.nodes) items.set(item.id, item);
      if (!board.requests.pageInfo.hasNextPage) break;
      after = board.requests.pageInfo.endCursor;
    }
    this.items = items;
    this.cursor = cursor;
    this.options.store?.replace(items.values());
    this.options.onBoard?.(this.items);
  }

  /**
   * Applies messages until the connection ends or a new snapshot is needed. Throws the reason for
   * the end.
   */
  private async listen(after: string): Promise<void> {
    const { transport, selection, filter } = this.options;
    let watch: ReturnType<typeof setTimeout> | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        const lose = () => reject(new Error('Nothing was heard for too long.'));
        const hear = () => {
          clearTimeout(watch);
          watch = setTimeout(lose, silenceMsMax);
        };
        hear();
        const unsubscribe = transport.subscribe(
          feedDocument(selection),
          { after, filter: filter ?? null },
          {
            next: (result) => {
              if (this.isStopped) return;
              hear();
              try {
                if (!this.take(messageOf<Item>(result))) resolve();
              } catch (error) {
                reject(error);
              }
            },
            // A platform that completes without a reset is shutting down.
            ended: (error) =>
              this.isStopped || this.cursor === null
                ? resolve()
                : reject(error ?? new Error('The feed ended.')),
          },
        );
        // Some clients do not report an end that the caller requested.
        this.leave = () => {
          unsubscribe();
          resolve();
        };
      });
    } finally {
      clearTimeout(watch);
      this.leave();
    }
  }

  /** False when a new snapshot is needed. */
  private take(message: FeedMessage<Item>): boolean {
    if (message.__typename === 'FeedReset') {
      this.cursor = null;
      this.options.onMessage?.(message, 'taken');
      return false;
    }
    const mine = this.cursor ?? '';
    if (message.previousCursor > mine) {
      this.cursor = null;
      this.options.onMessage?.(message, 'gap');
      return false;
    }
    this.waitMs = waitFirstMs;
    this.turnedAway = 0;
    this.say('live', null);
    // Of two cursors, the greater text is the later one, so the cursor identifies an event that was
    // already applied.
    const isRepeated = message.__typename !== 'FeedCheckpoint' && message.cursor <= mine;
    if (message.cursor > mine) this.cursor = message.cursor;
    if (!isRepeated) this.apply(message);
    this.options.onMessage?.(message, isRepeated ? 'repeated' : 'taken');
    return true;
  }

  private apply(message: FeedMessage<Item>): void {
    if (message.__typename === 'RequestChanged') {
      const known = this.items.get(message.request.id);
      // The board may have been newer than its cursor.
      if (known && known.version > message.request.version) return;
      this.items.set(message.request.id, message.request);
      this.options.store?.put(message.request);
    } else if (message.__typename === 'RequestRemoved') {
      if (!this.items.delete(message.requestId)) return;
      this.options.store?.remove(message.requestId);
    } else {
      return;
    }
    this.options.onBoard?.(this.items);
  }

  private async ask(document: string, variables: Record<string, unknown>): Promise<Board<Item>> {
    const { data, errors } = await withinTime(this.options.transport.query(document, variables));
    const board = data?.['serviceRequestBoard'] as Board<Item> | null | undefined;
    // A refused root field is null, and an error states the reason.
    if (errors?.length || !board) throw failure(errors);
    return board;
  }

  /**
   * Exponential back-off with random jitter, so that a thousand boards do not reconnect at the same
   * moment.
   */
  private async pause(): Promise<void> {
    const waitMs = Math.random() * this.waitMs;
    this.waitMs = Math.min(this.waitMs * 2, this.options.waitMsMax ?? waitLastMs);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, waitMs);
      this.leave = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private say(status: FollowerStatus, error: unknown): void {
    this.options.onStatus?.(status, error);
  }
}

export type FeedMessage<Item> =
  | {
      __typename: 'RequestChanged';
      eventId: string;
      request: Item;
      cursor: string;
      previousCursor: string;
    }
  | {
      __typename: 'RequestRemoved';
      eventId: string;
      requestId: string;
      cursor: string;
      previousCursor: string;
    }
  | { __typename: 'FeedCheckpoint'; cursor: string; previousCursor: string }
  | { __typename: 'FeedReset'; reason: string; cursor: string };

interface Board<Item> {
  cursor: string;
  requests: { nodes: Item[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
}

const waitFirstMs = 500;
const waitLastMs = 20_000;
/** The platform sends a heartbeat every 15 s. */
const silenceMsMax = 40_000;

/** A client that misses a lost connection would wait for its answer without limit. */
const answerMsMax = 15_000;

async function withinTime<T>(answer: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error('The platform did not answer in time.')),
      answerMsMax,
    );
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

/** Document for the board and for the feed; `selection` is the caller's choice of fields. */
function boardDocument(selection: string): string {
  return `query Board($filter: ServiceRequestFilter, $after: String) {
    serviceRequestBoard(filter: $filter) {
      cursor
      requests(first: 100, after: $after) { nodes { id version ${selection} } pageInfo { hasNextPage endCursor } }
    }
  }`;
}

export function feedDocument(selection: string): string {
  return `subscription Feed($filter: ServiceRequestFilter, $after: String!) {
    serviceRequestFeed(filter: $filter, after: $after) {
      __typename
      ... on RequestChanged { eventId cursor previousCursor request { id version ${selection} } }
      ... on RequestRemoved { eventId cursor previousCursor requestId }
      ... on FeedCheckpoint { cursor previousCursor }
      ... on FeedReset { reason cursor }
    }
  }`;
}

function messageOf<Item>({ data, errors }: FeedResult): FeedMessage<Item> {
  if (!data) throw failure(errors);
  return data['serviceRequestFeed'] as FeedMessage<Item>;
}

function failure(errors: FeedResult['errors']): Error {
  const [first] = errors ?? [];
  return Object.assign(new Error(first?.message ?? 'The platform gave no answer.'), {
    code: first?.extensions?.code,
  });
}

function isTurnedAway(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return String(code) === '4403' || code === 'UNAUTHENTICATED';
}

/** A retry cannot help with these: somebody must sign in, or correct the program. */
function isHopeless(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return hopelessCodes.has(String(code));
}

const hopelessCodes = new Set([
  '4400',
  '4401',
  'SCOPE_MISSING',
  'NO_FOUNDATION',
  'INVALID_ID',
  'BAD_USER_INPUT',
  'TEXT_HAS_CONTROL_CHARACTERS',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'COST_LIMIT',
  'DEPTH_LIMIT',
  'ALIAS_LIMIT',
]);
