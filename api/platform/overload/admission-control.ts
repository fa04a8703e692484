import { Counter, Gauge, type Registry } from 'prom-client';
import { Refusal } from '../common/errors.ts';
import { limits } from '../common/limits.ts';

/**
 * The node is overloaded. Nothing was done, and the same request may be sent again after
 * `retryAfterSeconds`.
 */
export class Overloaded extends Refusal {
  constructor() {
    super('OVERLOADED', { retryAfterSeconds: limits.retryAfterSeconds });
  }
}

/**
 * Admission control for the queries and mutations of one node, on every transport. It limits
 * concurrent operations to the available connections and queues some more. It sheds further
 * requests at once, so an overloaded node keeps its throughput and no caller waits for an answer
 * that comes too late. Subscriptions are not queued.
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

  /** Admits as many operations as there are connections for them. */
  static ofPool(poolSizeMax: number): AdmissionController {
    return new AdmissionController(Math.max(1, poolSizeMax - limits.connectionsReserved));
  }

  /** Whether the next request would be shed. Check it before any other work. */
  get isFull(): boolean {
    return this.waiting.length >= this.waitingMax;
  }

  /** Counts a request that is shed. */
  reject(): Overloaded {
    this.shed += 1;
    return new Overloaded();
  }

  /**
   * Runs `work` when it is admitted. Throws Overloaded when the queue is full, the wait takes too
   * long, or `isGone` says that the client has left.
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
   * As `run`, for work that ends elsewhere. Returns a function to call at its end; further calls
   * have no effect.
   */
  async acquire(isGone: () => boolean): Promise<() => void> {
    // A release passes the slot to the next waiting operation, so a slot is free only when none
    // waits.
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
      help: 'Queries and mutations in flight.',
      registers,
      collect() {
        this.set(inWork());
      },
    });
    new Gauge({
      name: 'linli_operations_waiting',
      help: 'Queries and mutations in the admission queue.',
      registers,
      collect() {
        this.set(waiting.length);
      },
    });
    new Counter({
      name: 'linli_operations_shed_total',
      help: 'Queries and mutations that were shed with OVERLOADED.',
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
      // The client has left, so this error reaches nobody.
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
