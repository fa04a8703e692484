import { limits } from '../common/limits.ts';
import { encodeCursor } from './cursor.ts';
import type { SharedExecution } from './shared-execution.ts';
import type { LogEntry } from '../context/feed-handle.ts';
import type { Serialised } from './serialised.ts';
import {
  type FeedMessage,
  messagesOf,
  relevantTo,
  type ResetReason,
  subjectIdsOf,
  type View,
} from './source.ts';
import type { Counters } from './counters.ts';
import type { EventRenderer } from './event-renderer.ts';

export interface GroupOptions {
  key: string;
  /** The view of an actor with the authorization that all members share, without an account. */
  view: View;
  epoch: string;
  position: number;
  counters: Counters;
  /** Authorization and language. Groups with the same key share loaded rows. */
  authorizationKey: string;
  /**
   * Language, foundation, app and scopes. Groups with the same key differ only in the rows that
   * they see of the foundation.
   */
  comparableKey: string;
  /**
   * Document and the variables of its selection. With the same authorization, groups with the same
   * key share executions.
   */
  documentKey: string;
  renderer: EventRenderer;
  /** Entries of the tenant in (from, upTo], up to one page. */
  readEntries: (from: number, upTo: number) => Promise<EntryPage>;
  onEmpty: (group: Group) => void;
}

/** A subscription, as its group uses it. */
export interface Member {
  /** Sends new entries of the chain. */
  pump(): void;
  /** Reports a failure of the feed, and ends the subscription. */
  fail(error: unknown): void;
  reset(reason: ResetReason): Promise<void>;
  end(): void;
}

export type EntryPage = { entries: LogEntry[]; upTo: number } | { reset: ResetReason };

export type MessagePage = { messages: ChainEntry[]; upTo: number } | { reset: ResetReason };

export interface ChainEntry {
  position: number;
  /** False for a checkpoint. */
  isEvent: boolean;
  serialised: Serialised;
}

/**
 * Subscriptions with the same document, variables and authorization. Each event is loaded, executed
 * and serialised once for all of them. The latest messages stay in a chain, which each member reads
 * at its own pace.
 */
export class Group {
  readonly members = new Set<Member>();
  /** All messages for the group up to here are in the chain, or were dropped from its start. */
  position: number;
  lastToldAt = Date.now();
  private chain: ChainEntry[] = [];
  private chainBytes = 0;
  /** Number of the first entry of the chain. Numbers never restart. */
  private first = 0;
  /** All messages after this position are in the chain. */
  private chainFloor: number;
  private lastPosition: number;
  private readonly pages = new Map<number, Promise<MessagePage>>();
  private greeting: { key: string; serialised: Promise<Serialised> } | null = null;

  constructor(readonly options: GroupOptions) {
    this.position = options.position;
    this.chainFloor = options.position;
    this.lastPosition = options.position;
  }

  get key(): string {
    return this.options.key;
  }

  get view(): View {
    return this.options.view;
  }

  /** Number after the last entry of the chain. */
  get end(): number {
    return this.first + this.chain.length;
  }

  relevant(entries: readonly LogEntry[]): LogEntry[] {
    return relevantTo(this.view, entries);
  }

  /**
   * Delivers new entries to all members. When it throws, nothing was delivered and the call may be
   * repeated.
   */
  async tell(entries: readonly LogEntry[], upTo: number, delivery: SharedExecution): Promise<void> {
    const told = await this.render(entries, this.lastPosition, delivery);
    for (const entry of told) this.append(entry);
    this.position = upTo;
    this.pump();
  }

  leave(subscriber: Member): void {
    this.members.delete(subscriber);
    if (this.members.size === 0) this.options.onEmpty(this);
  }

  /** Records that no event up to a position concerned the group. */
  skipTo(position: number): void {
    this.position = Math.max(this.position, position);
  }

  /** A heartbeat that moves the cursors of all members past unrelated events. */
  async tellCheckpoint(): Promise<void> {
    const { position } = this;
    const serialised = await this.renderCheckpoint(this.lastPosition, position);
    // An event that was delivered meanwhile serves as a heartbeat too.
    if (position !== this.position || this.lastPosition > position) return;
    this.append({ position, isEvent: false, serialised });
    this.pump();
  }

  /**
   * First message of a subscription, which confirms its start position. Created once for all that
   * begin at the same position.
   */
  async initialCheckpoint(previous: number, position: number): Promise<Serialised> {
    const key = `${previous}:${position}`;
    if (this.greeting?.key !== key) {
      const made = { key, serialised: this.renderCheckpoint(previous, position) };
      this.greeting = made;
      // After a failure, the next caller creates it again.
      made.serialised.catch(() => {
        if (this.greeting === made) this.greeting = null;
      });
    }
    return this.greeting.serialised;
  }

  async renderReset(reason: ResetReason, position: number): Promise<Serialised> {
    return this.renderOne({ type: 'reset', reason, cursor: this.cursor(position) });
  }

  /** Whether a member at this position can continue from the chain. */
  covers(position: number): boolean {
    return position >= this.chainFloor;
  }

  entryAt(number: number): ChainEntry | undefined {
    return this.chain[number - this.first];
  }

  /** Number of the first entry after a position. */
  numberAfter(position: number): number {
    let number = this.end;
    while (
      number > this.first &&
      (this.chain[number - 1 - this.first] as ChainEntry).position > position
    )
      number -= 1;
    return number;
  }

  /**
   * Messages after a position that the chain no longer covers. Concurrent requests for the same
   * page share one read.
   */
  async page(from: number): Promise<MessagePage> {
    let page = this.pages.get(from);
    if (!page) {
      page = this.readPage(from).finally(() => this.pages.delete(from));
      this.pages.set(from, page);
    }
    return page;
  }

  private async readPage(from: number): Promise<MessagePage> {
    const found = await this.options.readEntries(from, this.position);
    if ('reset' in found) return found;
    const entries = this.relevant(found.entries);
    if (entries.length === 0) return { messages: [], upTo: found.upTo };
    const delivery = this.options.renderer.newExecution(subjectIdsOf(entries));
    try {
      return { messages: await this.render(entries, from, delivery), upTo: found.upTo };
    } finally {
      await delivery.close();
    }
  }

  private async render(
    entries: readonly LogEntry[],
    previous: number,
    delivery: SharedExecution,
  ): Promise<ChainEntry[]> {
    const { epoch, documentKey, renderer } = this.options;
    const placed = messagesOf(this.view, await delivery.rows(), entries, { epoch, previous });
    // Rendered together, so that their rows are loaded by one statement per level.
    const rendered = await Promise.all(
      placed.map(({ message }) =>
        delivery.render(documentKey, message, (each, ctx) => renderer.execute(each, ctx)),
      ),
    );
    await delivery.pauseRevoked();
    return placed.map(({ position }, index) => ({
      position,
      isEvent: true,
      serialised: rendered[index] as Serialised,
    }));
  }

  private async renderCheckpoint(previous: number, position: number): Promise<Serialised> {
    return this.renderOne({
      type: 'checkpoint',
      cursor: this.cursor(position),
      previousCursor: this.cursor(previous),
      at: new Date().toISOString(),
    });
  }

  private async renderOne(message: FeedMessage): Promise<Serialised> {
    const ctx = this.options.renderer.newContext();
    try {
      const json = Buffer.from(await this.options.renderer.execute(message, ctx));
      // A client that resumes after a reset would miss what the reset stands for.
      return { json, cursor: message.type === 'reset' ? null : message.cursor };
    } finally {
      await ctx.closeReader();
    }
  }

  private cursor(position: number): string {
    return encodeCursor({ epoch: this.options.epoch, view: this.view.name, position });
  }

  private append(entry: ChainEntry): void {
    this.chain.push(entry);
    this.chainBytes += entry.serialised.json.length;
    this.lastPosition = entry.position;
    this.lastToldAt = Date.now();
    while (
      this.chain.length > limits.feedChainEntriesMax ||
      this.chainBytes > limits.feedChainBytesMax
    ) {
      const dropped = this.chain.shift();
      if (!dropped) break;
      this.first += 1;
      this.chainBytes -= dropped.serialised.json.length;
      this.chainFloor = dropped.position;
    }
  }

  private pump(): void {
    for (const subscriber of this.members) subscriber.pump();
  }
}
