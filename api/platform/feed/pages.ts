import type { Context } from '../context/operation-context.ts';
import { statement } from '../database/statement.ts';
import { limits } from '../common/limits.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import type { EntryPage } from './group.ts';
import type { FeedHandle, LogEntry, LogState } from '../context/feed-handle.ts';
import {
  type FeedMessage,
  type FeedSource,
  messagesOf,
  relevantTo,
  type ResetReason,
  subjectIdsOf,
  type View,
  viewOf,
} from './source.ts';

export interface FeedPage {
  messages: object[];
  /** Pass it as `after` in the next call. */
  cursor: string;
  hasMore: boolean;
}

/** Cursor of the operation's snapshot, from which the feed continues. */
export async function feedCursorNow(
  ctx: Context,
  source: FeedSource,
  parameters: Readonly<Record<string, unknown>>,
): Promise<string> {
  const { foundationId } = ctx;
  const view = viewOf(source, { ...ctx.actor, foundationId }, parameters);
  const { epoch, head } = await stateOf(ctx);
  return encodeCursor({ epoch, view: view.name, position: head });
}

/**
 * At most `first` messages after a cursor, for clients that poll. Everything is read in the
 * operation's snapshot. A cursor that cannot be continued yields one FeedReset, never an empty
 * page.
 */
export async function feedPage(
  ctx: Context,
  source: FeedSource,
  parameters: Readonly<Record<string, unknown>>,
  first: number,
): Promise<FeedPage> {
  const { foundationId } = ctx;
  const view = viewOf(source, { ...ctx.actor, foundationId }, parameters);
  const state = await stateOf(ctx);
  const at = (position: number) => encodeCursor({ epoch: state.epoch, view: view.name, position });
  const { after } = parameters;
  const place = placeOf(after, view, state);
  if (typeof place === 'string') return resetPage(source, place, at(state.head));
  const found = await relevantBehind(
    ctx.services.feed.log,
    view,
    foundationId,
    place,
    state,
    first,
  );
  if ('reset' in found) return resetPage(source, found.reset, at(state.head));
  const rows = await source.load(ctx, subjectIdsOf(found.entries));
  const placed = messagesOf(view, rows, found.entries, { epoch: state.epoch, previous: place });
  const messages: FeedMessage[] = placed.map(({ message }) => message);
  const lastTold = placed.at(-1)?.position ?? place;
  // The final checkpoint moves the cursor past events that did not concern the caller.
  if (found.upTo > lastTold || messages.length === 0)
    messages.push({
      type: 'checkpoint',
      cursor: at(found.upTo),
      previousCursor: at(lastTold),
      at: now(),
    });
  return {
    messages: messages.map((message) => source.present(message)),
    cursor: at(found.upTo),
    hasMore: found.upTo < state.head,
  };
}

async function relevantBehind(
  log: FeedHandle['log'],
  view: View,
  foundationId: string,
  after: number,
  state: LogState,
  first: number,
): Promise<EntryPage> {
  const entries: LogEntry[] = [];
  let position = after;
  for (let scanned = 0; position < state.head && scanned < limits.feedScanEntriesMax;) {
    const page = await log.readOf(foundationId, position, state.head, limits.feedPageEntriesMax);
    if (page.epoch !== state.epoch) return { reset: 'EPOCH_CHANGED' };
    if (position < page.floor) return { reset: 'RETENTION_PASSED' };
    for (const entry of relevantTo(view, page.entries)) {
      if (entries.length === first) return { entries, upTo: entries.at(-1)?.position ?? after };
      entries.push(entry);
    }
    scanned += page.entries.length;
    const isCut = page.entries.length === limits.feedPageEntriesMax;
    position = isCut ? (page.entries.at(-1)?.position ?? state.head) : state.head;
  }
  return { entries, upTo: position };
}

function resetPage(source: FeedSource, reason: ResetReason, cursor: string): FeedPage {
  return { messages: [source.present({ type: 'reset', reason, cursor })], cursor, hasMore: false };
}

/**
 * Head of the log in the operation's snapshot. Every event up to it is visible there, since the log
 * is written later.
 */
async function stateOf(ctx: Context): Promise<LogState> {
  const [row] = await ctx.rows<{ epoch: string; head: string; floor: string }>(selectPosition);
  if (!row) throw new Error('The row of feed_state is missing: run the migrations.');
  return { epoch: row.epoch, head: Number(row.head), floor: Number(row.floor) };
}

function placeOf(
  after: unknown,
  view: View,
  { epoch, head, floor }: LogState,
): number | ResetReason {
  const cursor = typeof after === 'string' ? decodeCursor(after) : null;
  if (!cursor) return 'CURSOR_INVALID';
  if (cursor.epoch !== epoch) return 'EPOCH_CHANGED';
  if (cursor.view !== view.name) return 'SCOPE_CHANGED';
  if (cursor.position > head) return 'CURSOR_INVALID';
  return cursor.position < floor ? 'RETENTION_PASSED' : cursor.position;
}

function now(): string {
  return new Date().toISOString();
}

const selectPosition = statement(
  'feed.selectPosition',
  'select epoch, head, floor from feed_position()',
);
