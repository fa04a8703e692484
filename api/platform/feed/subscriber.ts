import { GraphQLError } from 'graphql';
import type { Group } from './group.ts';
import type { Serialised, Sink } from './sink.ts';
import type { ResetReason } from './source.ts';
import type { Watched, Watcher } from './watcher.ts';

/** What all subscriptions of a node share. */
export interface Counters {
  deliveries: number;
  slowCloses: number;
  resets: Map<ResetReason, number>;
  /** Those whose receiver takes nothing at the moment. */
  stalled: Set<Subscriber>;
}

export interface SubscriberOptions {
  group: Group;
  watcher: Watcher;
  sink: Sink;
  counters: Counters;
  /** Position that the client knows already; null when it begins now. */
  after: number | null;
  /** Set when the client's cursor cannot be continued; then it is all that is told. */
  reset: ResetReason | null;
  onEnded: () => void;
}

/** One subscription: a position in the log, and a receiver that takes what lies behind it at its own pace. */
export class Subscriber implements Watched {
  /** Since when the receiver takes nothing; 0 while it does. */
  stalledSince = 0;
  private position: number;
  private next = 0;
  private isLive = false;
  private isHeld = false;
  private isRunning = false;
  private isEnded = false;
  private continueRun: (() => void) | null = null;

  // Kept beside the options, because every message to every subscriber looks at them.
  private readonly group: Group;
  private readonly sink: Sink;
  private readonly counters: Counters;

  constructor(private readonly options: SubscriberOptions) {
    this.group = options.group;
    this.sink = options.sink;
    this.counters = options.counters;
    this.position = options.after ?? options.group.position;
    options.group.members.add(this);
    options.watcher.watched.add(this);
    if (options.watcher.isHeld || options.watcher.isEnded) this.isHeld = true;
  }

  /** Begins to tell; called when the transport can take the first message. */
  async start(): Promise<void> {
    const { group, after, reset } = this.options;
    if (reset) return this.reset(reset);
    try {
      this.send(await group.greet(after === null ? null : this.position, this.position));
    } catch (error) {
      return this.fail(error);
    }
    await this.run();
  }

  /** Sends what the chain has and the receiver takes. Called for each new entry of the group. */
  pump(): void {
    if (!this.isLive || this.isHeld || this.isEnded) return;
    const { group, sink } = this;
    while (this.next < group.end) {
      const entry = group.entryAt(this.next);
      if (!entry) return this.leaveChain();
      const isKnown = entry.isEvent ? entry.position <= this.position : entry.position < this.position;
      if (!isKnown) {
        if (!sink.isReady()) return this.stall();
        this.send(entry.serialised);
        this.position = entry.position;
      }
      this.next += 1;
    }
  }

  hold(): void {
    this.isHeld = true;
  }

  release(): void {
    this.isHeld = false;
    if (this.isLive) this.pump();
    else void this.run();
  }

  resetScope(): void {
    this.isHeld = false;
    void this.reset('SCOPE_CHANGED');
  }

  /** Tells that the feed cannot go on, and ends it. */
  async reset(reason: ResetReason): Promise<void> {
    if (this.isEnded) return;
    const { group, sink, counters } = this.options;
    this.end();
    counters.resets.set(reason, (counters.resets.get(reason) ?? 0) + 1);
    try {
      sink.send(await group.renderReset(reason, group.position));
      sink.complete();
    } catch (error) {
      sink.fail(asGraphQLError(error));
    }
  }

  fail(error: unknown): void {
    if (this.isEnded) return;
    this.end();
    this.options.sink.fail(asGraphQLError(error));
  }

  closeSlow(): void {
    if (this.isEnded) return;
    this.options.counters.slowCloses += 1;
    this.end();
    this.options.sink.closeSlow();
  }

  /** Forgets the subscription; nothing is sent any more. */
  end(): void {
    if (this.isEnded) return;
    this.isEnded = true;
    const { group, watcher, counters, onEnded } = this.options;
    group.members.delete(this);
    group.live.delete(this);
    watcher.watched.delete(this);
    counters.stalled.delete(this);
    this.continueRun?.();
    onEnded();
  }

  /** Catches up until the chain covers the rest, then follows the chain. */
  private async run(): Promise<void> {
    if (this.isRunning) return;
    this.isRunning = true;
    try {
      while (!this.isEnded && !this.isHeld) {
        if (this.options.group.covers(this.position)) return this.follow();
        await this.catchUpOnePage();
      }
    } catch (error) {
      this.fail(error);
    } finally {
      this.isRunning = false;
    }
  }

  private async catchUpOnePage(): Promise<void> {
    const { group, sink } = this.options;
    const page = await group.page(this.position);
    if ('reset' in page) return this.reset(page.reset);
    for (const { position, serialised } of page.messages) {
      while (!sink.isReady() && !this.isEnded) await this.untilReady();
      // Held meanwhile: the page was read under rights that may be gone, so the rest of it is read again.
      if (this.isEnded || this.isHeld) return;
      this.send(serialised);
      this.position = position;
    }
    if (page.upTo === this.position) return;
    // What lies between concerned nobody here; without a word of it the next message would look as if something were missing.
    const checkpoint = await group.greet(this.position, page.upTo);
    if (this.isHeld) return;
    this.send(checkpoint);
    this.position = page.upTo;
  }

  private follow(): void {
    const { group } = this.options;
    this.next = group.numberAfter(this.position);
    this.isLive = true;
    group.live.add(this);
    this.pump();
  }

  /** So slow that the chain has dropped what comes next: it is read from the log again. */
  private leaveChain(): void {
    this.isLive = false;
    this.options.group.live.delete(this);
    void this.run();
  }

  private send(serialised: Serialised): void {
    if (this.isEnded) return;
    this.counters.deliveries += 1;
    this.sink.send(serialised);
  }

  private stall(): void {
    if (this.stalledSince > 0) return;
    this.stalledSince = Date.now();
    this.options.counters.stalled.add(this);
    this.options.sink.whenReady(() => {
      this.stalledSince = 0;
      this.options.counters.stalled.delete(this);
      this.continueRun?.();
      this.pump();
    });
  }

  private async untilReady(): Promise<void> {
    this.stall();
    await new Promise<void>((resolve) => (this.continueRun = resolve));
    this.continueRun = null;
  }
}

function asGraphQLError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  return new GraphQLError('The feed broke off. Subscribe again with your last cursor.', {
    originalError: error as Error,
    extensions: { code: 'FEED_BROKEN' },
  });
}
