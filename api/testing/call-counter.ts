import { Session } from 'node:inspector/promises';

/**
 * Counts the work of some code as V8 counts it for coverage: how often functions and the parts of them were run, whosever they are. The same
 * code over the same input gives the same figure on any machine, however busy it is.
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

  /** How many functions `work` calls, and those that they call. */
  async count(work: () => void): Promise<number> {
    await this.take();
    work();
    return this.take();
  }

  private async take(): Promise<number> {
    const { result } = await this.session.post('Profiler.takePreciseCoverage');
    let calls = 0;
    for (const { functions } of result) for (const { ranges } of functions) calls += ranges[0]?.count ?? 0;
    return calls;
  }
}
