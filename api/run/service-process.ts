import { limits } from '../platform/limits.ts';
import { explain } from './console.ts';

/**
 * npm passes on a Ctrl-C that the terminal has already sent to us, so the same request arrives
 * twice within moments.
 */
const sameRequestMs = 2_000;
/**
 * What a node has begun ends by itself within `stopMs`; a little more, so that its own limit comes
 * first.
 */
const drainMs = limits.stopMs + 5_000;

/** A node that runs in this process. */
export interface RunningNode {
  readonly log: { error(details: object, message: string): void };
  /** Answers what has begun and ends. */
  close(): Promise<void>;
}

export interface ServiceProcessOptions {
  /** Told when somebody asks for the end. */
  onStopping: () => void;
  /** Told when everything has ended in order. */
  onStopped: () => void;
  /** Told when the drain was cut off, with the reason as a sentence. */
  onCutOff: (note: string) => void;
}

/**
 * A process that serves until somebody asks it to end (SIGINT, SIGTERM, SIGHUP). Then the node
 * answers what it has begun, and what the process holds is let go, newest first, also when the
 * start is interrupted half-way. A second signal waits for nothing.
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
    // A terminal or a pipe that is gone must not break the orderly end.
    for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
    process.on('uncaughtException', (error) => this.caught(error));
  }

  get isStopping(): boolean {
    return this.stopAskedAt !== undefined;
  }

  /** Aborted when somebody asks for the end, so that long steps of the start can break off. */
  get signal(): AbortSignal {
    return this.stopping.signal;
  }

  /** Says what is to be done at the end; newest first. */
  hold(letGo: () => unknown): void {
    this.held.push(letGo);
  }

  serves(node: RunningNode): void {
    this.node = node;
  }

  /** Does the steps of the start. One that fails is explained, and what was begun is undone. */
  async run(start: () => Promise<void>): Promise<void> {
    try {
      await start();
    } catch (error) {
      // After a signal the steps that were under way break off, and nobody wants to read about
      // that.
      if (!this.isStopping) await this.fail(error);
    }
  }

  /** Explains an error that there is no going on from, and ends with 1. */
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
   * A node that serves has a last resort of its own (api/platform/last-resort.ts). Before it serves
   * there is nothing to go on with.
   */
  private caught(error: unknown): void {
    if (!this.node) void this.fail(error);
  }

  /** Undoes what was done and leaves. Runs once, whoever asks. */
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
      this.cutOff = () => resolve('What still ran was cut off.');
      setTimeout(resolve, drainMs, `What still ran after ${drainMs / 1000} s was cut off.`);
    });
    const note = await Promise.race([this.node?.close(), cut]);
    if (note) this.options.onCutOff(note);
  }
}
