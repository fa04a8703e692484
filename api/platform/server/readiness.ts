import type { Services } from '../context/services.ts';
import { limits } from '../limits.ts';

/** Null when the node can serve; else why not, in one sentence for whoever operates it. */
export type Unreadiness = string | null;

/**
 * Whether this node can serve: its database answers in time, has the schema that the node knows,
 * and operations of late were not mostly refused because a dependency was away. However many ask,
 * one probe is under way, and its answer serves for a moment. A node that only sheds load stays
 * ready: taken out, it would leave its load to the others.
 */
export class Readiness {
  private latest: { at: number; answer: Promise<Unreadiness> } | null = null;
  /**
   * A question that the database has not answered yet. It is waited for again, and no other one is
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
    this.asked ??= database.pool
      .query('select 1')
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

/** What a promise gives, or null when it takes too long. It must not reject. */
export async function inTime<T>(work: Promise<T>, milliseconds: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => (timer = setTimeout(resolve, milliseconds, null)));
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
