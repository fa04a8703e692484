import type { Services } from '../context/services.ts';

/**
 * Scheduled work of a module, such as expiry. One node does each run. The next run makes up for
 * one that failed or found no node.
 */
export interface PeriodicTask {
  /** Name of the task, by which it is found in the log and in the table of jobs. */
  readonly task: string;
  /** When it runs, as five fields of a crontab in UTC. */
  readonly schedule: string;
  run(services: Services): Promise<void>;
}
