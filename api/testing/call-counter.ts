import { Session } from 'node:inspector/promises';

/**
 * Counts executed functions with V8's coverage counters. Unlike time, the count is the same on any
 * machine under any load.
 */
export class CallCounter {
  private readonly session = new Session();

  async start(): Promise<void> {
    this.session.connect();
    await this.session.post('Profiler.enable');
    await this.session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  }

  async stop(): Promise<void> {
    await this.session.post('Profiler.stopPreciseCoverage');
    this.session.disconnect();
  }

  /** Number of function calls by `work`, nested ones included. */
  async count(work: () => void): Promise<number> {
    await this.take();
    work();
    return this.take();
  }

  private async take(): Promise<number> {
    const { result } = await this.session.post('Profiler.takePreciseCoverage');
    let calls = 0;
    for (const { functions } of result)
      for (const { ranges } of functions) calls += ranges[0]?.count ?? 0;
    return calls;
  }
}
