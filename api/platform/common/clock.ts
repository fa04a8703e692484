import type { Logger } from 'pino';
import { limits } from './limits.ts';
import { logRetried } from './outage.ts';

/** Clock for decisions of the platform. Tests move it; connections and timers keep real time. */
export interface Clock {
  nowMs(): number;
}

/**
 * Clock of the database, which all nodes share, so a node with a wrong system clock decides as the
 * others do. Between two synchronisations it advances by the monotonic clock of the process, which
 * cannot be set.
 */
export class DatabaseClock implements Clock {
  /** Offset of the database clock from the monotonic clock, in milliseconds. */
  private offsetMs = Date.now() - performance.now();
  private timer: NodeJS.Timeout | null = null;

  constructor(
    /** Returns the time of the database in milliseconds since 1970. */
    private readonly ask: () => Promise<number>,
    private readonly log: Logger,
  ) {}

  nowMs(): number {
    return Math.round(performance.now() + this.offsetMs);
  }

  /**
   * Offset of the system clock from the database clock, in milliseconds. Positive when this machine
   * is ahead.
   */
  get driftMs(): number {
    return Date.now() - this.nowMs();
  }

  /** Synchronises once, then at regular intervals. Rejects when the database does not answer. */
  async start(): Promise<void> {
    await this.synchronise();
    this.timer = setInterval(() => {
      this.synchronise().catch((error: unknown) =>
        logRetried(this.log, error, 'The clock could not be synchronised'),
      );
    }, limits.clockSyncMs).unref();
  }

  close(): void {
    if (this.timer) clearInterval(this.timer);
  }

  async synchronise(): Promise<void> {
    const sentAt = performance.now();
    const databaseMs = await this.ask();
    const receivedAt = performance.now();
    // The database read its clock between send and receipt; the midpoint is the best estimate.
    this.offsetMs = databaseMs - (sentAt + receivedAt) / 2;
    const { driftMs } = this;
    if (Math.abs(driftMs) > limits.clockOffsetWarnMs)
      this.log.warn(
        { driftMs },
        'The clock of this machine differs from the database clock, which decides: synchronise this machine',
      );
  }
}

/** Clock that advances with the real one and can be set forward or back. */
export class MovableClock implements Clock {
  private offsetMs = 0;

  nowMs(): number {
    return Date.now() + this.offsetMs;
  }

  /** Moves the clock by that many minutes; a negative number moves it back. */
  advance(minutes: number): void {
    this.offsetMs += minutes * 60_000;
  }

  setTo(instant: string): void {
    this.offsetMs = Date.parse(instant) - Date.now();
  }
}
