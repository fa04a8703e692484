import type { Logger } from 'pino';
import { limits } from './limits.ts';
import { logRetried } from './outage.ts';

/** The time by which the platform decides. Tests move it; connections and timers keep real time. */
export interface Clock {
  nowMs(): number;
}

/**
 * The clock of the database, which all nodes share: a node whose own clock is wrong decides as the
 * others do. Between two looks at the database it runs on with the monotonic clock of the process,
 * which nobody sets.
 */
export class DatabaseClock implements Clock {
  /** Time of the database less that of the monotonic clock. */
  private offsetMs = Date.now() - performance.now();
  private timer: NodeJS.Timeout | null = null;

  constructor(
    /** Gives the time of the database in milliseconds since 1970. */
    private readonly ask: () => Promise<number>,
    private readonly log: Logger,
  ) {}

  nowMs(): number {
    return Math.round(performance.now() + this.offsetMs);
  }

  /** How far the clock of this machine is ahead of the database's, in milliseconds. */
  get driftMs(): number {
    return Date.now() - this.nowMs();
  }

  /**
   * Takes the time over, and does so again and again. Rejects when the database does not answer.
   */
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
    // The answer was true somewhere between; half of the way is the best guess.
    this.offsetMs = databaseMs - (sentAt + receivedAt) / 2;
    const { driftMs } = this;
    if (Math.abs(driftMs) > limits.clockOffsetWarnMs)
      this.log.warn(
        { driftMs },
        'The clock of this machine differs from that of the database, which counts',
      );
  }
}

/** A clock that runs with the real one and can be set forward or back. */
export class MovableClock implements Clock {
  private offsetMs = 0;

  nowMs(): number {
    return Date.now() + this.offsetMs;
  }

  /** Sets it forward by so many minutes; back by a negative number. */
  advance(minutes: number): void {
    this.offsetMs += minutes * 60_000;
  }

  setTo(instant: string): void {
    this.offsetMs = Date.parse(instant) - Date.now();
  }
}
