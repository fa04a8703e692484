import type { Services } from '../context/services.ts';
import { limits } from '../common/limits.ts';

/** Null when the node can serve. Otherwise the reason, as one sentence for the operator. */
export type Unreadiness = string | null;

/**
 * Readiness of this node: its database answers in time, has the schema version of the node, and
 * recent operations did not mostly fail through an outage. One probe is in flight at a time, and
 * its answer is cached for a moment. A node that only sheds load stays ready: removing it would
 * shift its load to the others.
 */
export class Readiness {
  private latest: { at: number; answer: Promise<Unreadiness> } | null = null;
  /**
   * A probe that the database has not answered yet. Later callers wait for it, and no other one is
   * sent meanwhile.
   */
  private asked: Promise<boolean> | null = null;

  constructor(private readonly services: Services) {}

  async check(): Promise<Unreadiness> {
    const now = performance.now();
    if (!this.latest || now - this.latest.at > limits.readinessCachedMs)
      this.latest = { at: now, answer: this.probe() };
    return this.latest.answer;
  }

  private async probe(): Promise<Unreadiness> {
    const { database, schemaVersion, serving } = this.services;
    const { mismatch } = schemaVersion;
    if (mismatch) return `the database is ${mismatch.kind} than this node`;
    this.asked ??= database
      .probe()
      .then(
        () => true,
        () => false,
      )
      .finally(() => (this.asked = null));
    const isAnswered = await inTime(this.asked, limits.readinessProbeMs);
    if (!isAnswered) return 'the database does not answer';
    const { answered, unavailable } = serving.recent();
    if (answered + unavailable >= limits.readinessOperationsMin && unavailable > answered)
      return 'most operations of the last ten seconds found a dependency away';
    return null;
  }
}

/** Result of a promise, or null when it takes too long. The promise must not reject. */
export async function inTime<T>(work: Promise<T>, milliseconds: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => (timer = setTimeout(resolve, milliseconds, null)));
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
