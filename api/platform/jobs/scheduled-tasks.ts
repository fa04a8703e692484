import type { Services } from '../context/services.ts';
import type { Statement } from '../database/statement.ts';

/** One piece of work that has fallen due, as the statement found it. */
export interface ScheduledTask {
  foundationId: string;
  /** Which row it is about. */
  subjectId: string;
  /** What is to be done with it. */
  kind: string;
}

/**
 * Work of a module that falls due by the platform's clock. Its rows are written in the transactions
 * that they follow from, and say what is due; jobs only carry the news. So a job that comes twice,
 * or late, finds what is left to do, or nothing.
 */
export interface ScheduledTasks {
  /** Name of the task; what it stands for is found in the log and in the table of jobs by it. */
  readonly task: string;
  /**
   * Columns foundation_id, subject_id and kind of all that is due at $1. The relay runs it, over
   * all tenants.
   */
  readonly due: Statement;
  /**
   * Does one piece. It must take the row that says so in the transaction that does it. Throwing
   * means: again, later.
   */
  run(services: Services, job: ScheduledTask): Promise<void>;
}
