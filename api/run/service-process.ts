import { limits } from '../platform/common/limits.ts';
import { explain } from './console.ts';

/**
 * npm forwards a Ctrl-C that the terminal has already sent, so the same request arrives twice
 * within moments.
 */
const sameRequestMs = 2_000;
/**
 * Work in flight ends by itself within `stopMs`. A little more, so that the node's own limit comes
 * first.
 */
const drainMs = limits.stopMs + 5_000;

/** A node that runs in this process. */
export interface RunningNode {
  readonly log: { error(details: object, message: string): void };
  /** Graceful shutdown: finishes work in flight, then closes. */
  close(): Promise<void>;
}

export interface ServiceProcessOptions {
  /** Called when a shutdown begins. */
  onStopping: () => void;
  /** Called when the shutdown is complete. */
  onStopped: () => void;
  /** Called when the shutdown was cut off, with the reason as a sentence. */
  onCutOff: (note: string) => void;
}

/**
 * A process that serves until it receives SIGINT, SIGTERM or SIGHUP. Then the node shuts down
 * gracefully, and resources are released in reverse order, also when the start is interrupted. A
 * second signal ends the process at once.
 */
export class ServiceProcess {
  private node: RunningNode | undefined;
  private readonly held: (() => unknown)[] = [];
  private stopAskedAt: number | undefined;
  private readonly stopping = new AbortController();
  private isEnding = false;
  private cutOff = () => {};

  private readonly options: ServiceProcessOptions;

  constructor(options: ServiceProcessOptions) {
    this.options = options;
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(name, () => this.stop());
    // A closed terminal or pipe must not break the graceful shutdown.
    for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
    process.on('uncaughtException', (error) => this.caught(error));
  }

  get isStopping(): boolean {
    return this.stopAskedAt !== undefined;
  }

  /** Aborted when a shutdown begins, so that long steps of the start can stop. */
  get signal(): AbortSignal {
    return this.stopping.signal;
  }

  /** Registers a resource to release at the end, in reverse order. */
  hold(letGo: () => unknown): void {
    this.held.push(letGo);
  }

  serves(node: RunningNode): void {
    this.node = node;
  }

  /** Runs the steps of the start. A failed step is reported, and the earlier ones are undone. */
  async run(start: () => Promise<void>): Promise<void> {
    try {
      await start();
    } catch (error) {
      // After a signal, running steps are aborted; their errors are of no interest.
      if (!this.isStopping) await this.fail(error);
    }
  }

  /** Reports a fatal error, and exits with 1. */
  async fail(error: unknown): Promise<void> {
    explain(error);
    await this.end(1);
  }

  private stop(): void {
    const now = performance.now();
    if (this.stopAskedAt === undefined) {
      this.stopAskedAt = now;
      this.options.onStopping();
      void this.end(0);
    } else if (now - this.stopAskedAt > sameRequestMs) {
      this.cutOff();
    }
  }

  /**
   * A serving node handles its own uncaught exceptions (api/platform/server/last-resort.ts). Before it
   * serves, they are fatal.
   */
  private caught(error: unknown): void {
    if (!this.node) void this.fail(error);
  }

  /** Releases all resources and exits. Runs once, however often it is called. */
  private async end(code: number): Promise<void> {
    this.stopAskedAt ??= performance.now();
    if (this.isEnding) return;
    this.isEnding = true;
    this.stopping.abort();
    let status = code;
    const attempt = async (work: () => unknown) => {
      try {
        await work();
      } catch (error) {
        explain(error);
        status = 1;
      }
    };
    await attempt(() => this.drain());
    for (const letGo of this.held.toReversed()) await attempt(letGo);
    if (status === 0) this.options.onStopped();
    process.exit(status);
  }

  private async drain(): Promise<void> {
    const cut = new Promise<string>((resolve) => {
      this.cutOff = () => resolve('Work in flight was cut off.');
      setTimeout(resolve, drainMs, `Work still in flight after ${drainMs / 1000} s was cut off.`);
    });
    const note = await Promise.race([this.node?.close(), cut]);
    if (note) this.options.onCutOff(note);
  }
}
