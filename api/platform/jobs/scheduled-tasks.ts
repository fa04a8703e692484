import type { Services } from '../context/services.ts';

/** One due task, as the `due` statement found it. */
export interface ScheduledTask {
  foundationId: string;
  /** Id of the row that it concerns. */
  subjectId: string;
  /** Kind of work to do. */
  kind: string;
}

/**
 * Scheduled tasks of a module, which fall due by the platform's clock. Transactions write the rows
 * that state a due time. Jobs only carry the notification. So a late or repeated job finds the work
 * that is left, or none.
 */
export interface ScheduledTasks {
  /** Name of the task, by which it is found in the log and in the table of jobs. */
  readonly task: string;
  /**
   * SQL that selects foundation_id, subject_id and kind of all tasks due at `:now`. The relay runs
   * it, over all tenants.
   */
  readonly due: string;
  /**
   * Runs one task. The same transaction must clear the row that states it as due. Throwing means a
   * later retry.
   */
  run(services: Services, job: ScheduledTask): Promise<void>;
}
