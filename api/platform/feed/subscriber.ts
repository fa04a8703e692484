import { GraphQLError } from 'graphql';
import { overOutages } from '../outage.ts';
import type { Group } from './group.ts';
import type { Serialised } from './serialised.ts';
import type { ResetReason } from './source.ts';
import type { TokenAuthorization } from './token-authorization.ts';

/** Where a subscription begins. */
export interface StartPosition {
  group: Group;
  authorization: TokenAuthorization;
  /** Position that the client knows already; null when it begins now. */
  after: number | null;
  /** Set when the client's cursor cannot be continued; then it is all that is told. */
  reset: ResetReason | null;
}

/**
 * One subscription: a position in the log, and a receiver that takes what lies behind it at its own
 * pace. Transports extend it with how to reach the receiver, so that thousands of idle ones are one
 * object each.
 */
export abstract class Subscriber {
  /** Since when the receiver takes nothing; 0 while it does. */
  stalledSince = 0;
  private group: Group | null = null;
  private position = 0;
  /** Number in the group's chain of what comes next, once it follows that. */
  private nextNumber = 0;
  private isLive = false;
  private isPaused = false;
  private isRunning = false;
  private isEnded = false;
  private continueRun: (() => void) | null = null;

  /** Whether nobody waits for the feed any more. */
  get isOver(): boolean {
    return this.isEnded;
  }

  /** Whether the receiver keeps up. Nothing is sent while it is false. */
  protected abstract isReady(): boolean;
  /** Calls back once when the receiver has taken what was sent. */
  protected abstract whenReady(callback: () => void): void;
  protected abstract deliver(message: Serialised): void;
  /** The feed has said its last word; the receiver is told that it is complete. */
  protected abstract complete(): void;
  /** The feed broke; the receiver is told so and may come back with its cursor. */
  protected abstract refuse(error: GraphQLError): void;
  /** The receiver took nothing for too long: its connection is closed. */
  protected abstract cutOff(): void;

  /** Joins the group. Nothing is sent before `start`. */
  join({ group, authorization, after }: StartPosition): void {
    this.group = group;
    this.position = after ?? group.position;
    this.isPaused = authorization.isHeld || authorization.isEnded;
    group.members.add(this);
  }

  /** Begins to tell; called when the transport can take the first message. */
  async start({ group, after, reset }: StartPosition): Promise<void> {
    if (reset) return this.reset(reset);
    try {
      this.send(
        await overOutages(
          () => group.initialCheckpoint(after === null ? null : this.position, this.position),
          () => this.isEnded,
        ),
      );
    } catch (error) {
      return this.fail(error);
    }
    await this.run();
  }

  /** Sends what the chain has and the receiver takes. Called for each new entry of the group. */
  pump(): void {
    const { group } = this;
    if (!this.isLive || this.isPaused || this.isEnded || !group) return;
    while (this.nextNumber < group.end) {
      const entry = group.entryAt(this.nextNumber);
      if (!entry) return this.leaveChain();
      const isKnown = entry.isEvent
        ? entry.position <= this.position
        : entry.position < this.position;
      if (!isKnown) {
        if (!this.isReady()) return this.stall();
        this.send(entry.serialised);
        this.position = entry.position;
      }
      this.nextNumber += 1;
    }
  }

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
    if (this.isLive) this.pump();
    else void this.run();
  }

  resetScope(): void {
    this.isPaused = false;
    void this.reset('SCOPE_CHANGED');
  }

  /** Tells that the feed cannot go on, and ends it. */
  async reset(reason: ResetReason): Promise<void> {
    const { group } = this;
    if (this.isEnded || !group) return;
    this.end();
    const { resets } = group.options.counters;
    resets.set(reason, (resets.get(reason) ?? 0) + 1);
    try {
      this.deliver(await group.renderReset(reason, group.position));
      this.complete();
    } catch (error) {
      this.refuse(asGraphQLError(error));
    }
  }

  fail(error: unknown): void {
    if (this.isEnded) return;
    this.end();
    this.refuse(asGraphQLError(error));
  }

  closeSlow(): void {
    if (this.isEnded) return;
    if (this.group) this.group.options.counters.slowCloses += 1;
    this.end();
    this.cutOff();
  }

  /** Forgets the subscription; nothing is sent any more. */
  end(): void {
    if (this.isEnded) return;
    this.isEnded = true;
    const { group } = this;
    group?.leave(this);
    group?.options.counters.stalled.delete(this);
    this.continueRun?.();
  }

  /** Catches up until the chain covers the rest, then follows the chain. */
  private async run(): Promise<void> {
    const { group } = this;
    if (this.isRunning || !group) return;
    this.isRunning = true;
    try {
      while (!this.isEnded && !this.isPaused) {
        if (group.covers(this.position)) return this.follow(group);
        await this.catchUpOnePage(group);
      }
    } catch (error) {
      this.fail(error);
    } finally {
      this.isRunning = false;
    }
  }

  private async catchUpOnePage(group: Group): Promise<void> {
    const page = await overOutages(
      () => group.page(this.position),
      () => this.isEnded,
    );
    // Held meanwhile: the page was read under rights that may be gone, so it is read again.
    if (this.isPaused) return;
    if ('reset' in page) return this.reset(page.reset);
    for (const { position, serialised } of page.messages) {
      while (!this.isReady() && !this.isEnded) await this.untilReady();
      if (this.isEnded || this.isPaused) return;
      this.send(serialised);
      this.position = position;
    }
    if (page.upTo === this.position) return;
    // What lies between concerned nobody here; without a word of it the next message would look as
    // if something were missing.
    const checkpoint = await overOutages(
      () => group.initialCheckpoint(this.position, page.upTo),
      () => this.isEnded,
    );
    if (this.isPaused) return;
    this.send(checkpoint);
    this.position = page.upTo;
  }

  private follow(group: Group): void {
    this.nextNumber = group.numberAfter(this.position);
    this.isLive = true;
    this.pump();
  }

  /** So slow that the chain has dropped what comes next: it is read from the log again. */
  private leaveChain(): void {
    this.isLive = false;
    void this.run();
  }

  private send(serialised: Serialised): void {
    if (this.isEnded || !this.group) return;
    this.group.options.counters.deliveries += 1;
    this.deliver(serialised);
  }

  private stall(): void {
    const stalled = this.group?.options.counters.stalled;
    if (this.stalledSince > 0 || !stalled) return;
    this.stalledSince = Date.now();
    stalled.add(this);
    this.whenReady(() => {
      this.stalledSince = 0;
      stalled.delete(this);
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
