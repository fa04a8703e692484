import { GraphQLError } from 'graphql';
import { protocolError } from '../common/errors.ts';
import { overOutages } from '../common/outage.ts';
import type { Group } from './group.ts';
import type { Serialised } from './serialised.ts';
import type { ResetReason } from './source.ts';
import type { TokenAuthorization } from './token-authorization.ts';

/** Start position of a subscription. */
export interface StartPosition {
  group: Group;
  authorization: TokenAuthorization;
  /** Last position that the client has received; null when its cursor cannot be continued. */
  after: number | null;
  /** Set when the client's cursor cannot be continued. Then a reset is the only message. */
  reset: ResetReason | null;
}

/**
 * Subscriber: a position in the log, and a receiver that reads from there at its own pace.
 * Transports extend it with access to the receiver, so that each of thousands of idle subscriptions
 * is one object.
 */
export abstract class Subscriber {
  /** Start of the receiver's stall; 0 while it is reading. */
  stalledSince = 0;
  private group: Group | null = null;
  private position = 0;
  /** Number of the next message in the group's chain, once it follows the chain. */
  private nextNumber = 0;
  private isLive = false;
  private isPaused = false;
  private isRunning = false;
  private isEnded = false;
  private continueRun: (() => void) | null = null;

  /** Whether the subscription has ended. */
  get isOver(): boolean {
    return this.isEnded;
  }

  /** Back-pressure: whether the receiver keeps up. Nothing is sent while it is false. */
  protected abstract isReady(): boolean;
  /** Calls back once when the receiver has read all that was sent. */
  protected abstract whenReady(callback: () => void): void;
  protected abstract deliver(message: Serialised): void;
  /** Tells the receiver that the feed is complete. */
  protected abstract complete(): void;
  /** Tells the receiver that the feed failed; it may reconnect with its cursor. */
  protected abstract refuse(error: GraphQLError): void;
  /** Closes the connection of a receiver that stalled for too long. */
  protected abstract cutOff(): void;

  /** Joins the group. Nothing is sent before `start`. */
  join({ group, authorization, after }: StartPosition): void {
    this.group = group;
    this.position = after ?? group.position;
    this.isPaused = authorization.isHeld || authorization.isEnded;
    group.members.add(this);
  }

  /** Starts delivery. Called when the transport can send the first message. */
  async start({ group, reset }: StartPosition): Promise<void> {
    if (reset) return this.reset(reset);
    try {
      this.send(
        await overOutages(
          () => group.initialCheckpoint(this.position, this.position),
          () => this.isEnded,
        ),
      );
    } catch (error) {
      return this.fail(error);
    }
    await this.run();
  }

  /**
   * Sends messages from the chain while the receiver keeps up. Called for each new entry of the
   * group.
   */
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

  /** Sends a reset and ends the feed. */
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

  /** Ends the subscription; nothing is sent any more. */
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
    // Paused meanwhile: the page was read under an authorization that may be stale, so it is read
    // again.
    if (this.isPaused) return;
    if ('reset' in page) return this.reset(page.reset);
    for (const { position, serialised } of page.messages) {
      while (!this.isReady() && !this.isEnded) await this.untilReady();
      if (this.isEnded || this.isPaused) return;
      this.send(serialised);
      this.position = position;
    }
    if (page.upTo === this.position) return;
    // The skipped entries concerned no member. Without a checkpoint, the next message would appear
    // to leave a gap.
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

  /**
   * The chain has dropped the next message of this slow receiver, so it is read from the log again.
   */
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
  return protocolError('FEED_BROKEN', 500, {}, { originalError: error as Error });
}
