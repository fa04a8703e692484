import type { Services } from '../context.ts';
import { limits } from '../limits.ts';

/** Null when the node can serve; else why not, in one sentence for whoever operates it. */
export type Unreadiness = string | null;

/**
 * Whether this node can serve: its database answers in time, has the schema that the node knows, and operations of late were
 * not mostly refused because a dependency was away. However many ask, one probe is under way, and its answer serves for a
 * moment. A node that only sheds load stays ready: taken out, it would leave its load to the others.
 */
export class Readiness {
  /** `endedAt` is null while it is under way. */
  private latest: { endedAt: number | null; answer: Promise<Unreadiness> } | null = null;

  constructor(private readonly services: Services) {}

  async check(): Promise<Unreadiness> {
    const { latest } = this;
    if (latest && (latest.endedAt === null || performance.now() - latest.endedAt <= limits.readinessCachedMs))
      return latest.answer;
    const probe: NonNullable<typeof this.latest> = { endedAt: null, answer: this.probe() };
    this.latest = probe;
    return probe.answer.finally(() => {
      probe.endedAt = performance.now();
    });
  }

  private async probe(): Promise<Unreadiness> {
    const { database, schemaVersion, serving } = this.services;
    const { mismatch } = schemaVersion;
    if (mismatch) return `the database is ${mismatch.kind} than this node`;
    const isAnswered = await inTime(
      database.pool.query('select 1').then(
        () => true,
        () => false,
      ),
      limits.readinessProbeMs,
    );
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
