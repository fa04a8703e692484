import { Counter, Gauge, type Registry } from 'prom-client';
import { Refusal } from '../errors.ts';
import { limits } from '../limits.ts';

/**
 * The node has more to do than it can: nothing was done, and the same may be sent again after
 * `retryAfterSeconds`.
 */
export class Overloaded extends Refusal {
  constructor() {
    super('OVERLOADED', { retryAfterSeconds: limits.retryAfterSeconds });
  }
}

/**
 * Queries and mutations of one node, whichever way they came in: so many are in work as there are
 * connections for, so many wait in line, and whoever comes then is turned away at once. So a node
 * that is asked for more than it can do goes on doing what it can, and nobody waits for an answer
 * that comes too late. Subscriptions do not stand in line.
 */
export class AdmissionController {
  private inFlight = 0;
  private readonly waiting: Waiting[] = [];
  private shed = 0;

  constructor(
    private readonly inWorkMax: number,
    private readonly waitingMax: number = limits.admissionQueueMax,
    private readonly waitMs: number = limits.admissionTimeoutMs,
  ) {}

  /** Lets in as many as there are connections for. */
  static ofPool(poolSizeMax: number): AdmissionController {
    return new AdmissionController(Math.max(1, poolSizeMax - limits.connectionsReserved));
  }

  /**
   * Whether somebody who comes now is turned away: to be asked before anything else is done for
   * them.
   */
  get isFull(): boolean {
    return this.waiting.length >= this.waitingMax;
  }

  /** Counts somebody who is not let in. */
  reject(): Overloaded {
    this.shed += 1;
    return new Overloaded();
  }

  /**
   * Does `work` when it is its turn. Throws Overloaded when the line is full, takes too long, or
   * `isGone` says that nobody waits any more.
   */
  async run<T>(work: () => Promise<T>, isGone: () => boolean): Promise<T> {
    const leave = await this.acquire(isGone);
    try {
      return await work();
    } finally {
      leave();
    }
  }

  /**
   * As `run`, for work that ends elsewhere: gives what has to be called at its end. Calling it
   * again does nothing.
   */
  async acquire(isGone: () => boolean): Promise<() => void> {
    // Whoever leaves hands the place on, so one is free only when nobody waits.
    if (this.inFlight < this.inWorkMax) this.inFlight += 1;
    else await this.waitForTurn(isGone);
    let isIn = true;
    return () => {
      if (isIn) this.release();
      isIn = false;
    };
  }

  measure(registry: Registry): void {
    const registers = [registry];
    const { waiting } = this;
    const inWork = () => this.inFlight;
    const turnedAway = () => this.shed;
    new Gauge({
      name: 'linli_operations_in_flight',
      help: 'Queries and mutations that are being answered.',
      registers,
      collect() {
        this.set(inWork());
      },
    });
    new Gauge({
      name: 'linli_operations_waiting',
      help: 'Queries and mutations that wait for their turn.',
      registers,
      collect() {
        this.set(waiting.length);
      },
    });
    new Counter({
      name: 'linli_operations_shed_total',
      help: 'Queries and mutations that were answered with OVERLOADED.',
      registers,
      collect() {
        this.reset();
        this.inc(turnedAway());
      },
    });
  }

  private async waitForTurn(isGone: () => boolean): Promise<void> {
    if (this.isFull) throw this.reject();
    await new Promise<void>((begin, reject) => {
      const one: Waiting = {
        isGone,
        begin,
        giveUp: reject,
        timer: setTimeout(() => {
          this.waiting.splice(this.waiting.indexOf(one), 1);
          reject(this.reject());
        }, this.waitMs),
      };
      this.waiting.push(one);
    });
  }

  private release(): void {
    for (let next = this.waiting.shift(); next; next = this.waiting.shift()) {
      clearTimeout(next.timer);
      if (!next.isGone()) return next.begin();
      // Nobody hears it.
      next.giveUp(new Overloaded());
    }
    this.inFlight -= 1;
  }
}

interface Waiting {
  isGone: () => boolean;
  begin: () => void;
  giveUp: (why: Overloaded) => void;
  timer: NodeJS.Timeout;
}
