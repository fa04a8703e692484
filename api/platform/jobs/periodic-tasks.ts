import type { Services } from '../context/services.ts';

/**
 * Work of a module that one node does from time to time, such as what has expired by then. A run
 * that fails, or that no node could do, is left to the next one.
 */
export interface PeriodicTask {
  /** Name of the task, by which it is found in the log and in the table of jobs. */
  readonly task: string;
  /** When it runs, as five fields of a crontab in UTC. */
  readonly schedule: string;
  run(services: Services): Promise<void>;
}
