import { EventEmitter } from 'node:events';
import {
  Logger,
  parseCronItems,
  run,
  type Runner,
  type TaskList,
  type WorkerEvents,
} from 'graphile-worker';
import type pg from 'pg';
import { newPool } from '../database/postgres-clients.ts';
import type pino from 'pino';
import { Gauge, type Registry } from 'prom-client';
import type { Services } from '../context/services.ts';
import { roles, urlOfRole } from '../database/roles.ts';
import { type Statement, statementsNamed, valuesOf } from '../database/statement.ts';
import { limits } from '../common/limits.ts';
import { logRetried } from '../common/outage.ts';
import type { PeriodicTask } from './periodic-tasks.ts';
import type { ScheduledTask, ScheduledTasks } from './scheduled-tasks.ts';
import { presenceClass, WorkerPresence } from './worker-presence.ts';

export interface JobsOptions {
  url: string;
  due: readonly ScheduledTasks[];
  periodic: readonly PeriodicTask[];
  /** False where a test decides when each periodic task runs. */
  runsPeriodicTasks: boolean;
  log: pino.Logger;
}

/**
 * Runs due and periodic tasks with graphile-worker, on any free node. A failed job is retried with
 * growing pauses; meanwhile `graphile_worker.jobs` shows its error. Every node looks for due tasks
 * and runs jobs, and any node may die at any time. graphile-worker itself starts the periodic ones:
 * each of them on one node, whatever the number of nodes.
 *
 * The relay adds the jobs, not the transactions that set a due time. Each `add_job` is a NOTIFY,
 * and PostgreSQL serialises the commits of transactions that notify.
 */
export class Jobs {
  private readonly pool: pg.Pool;
  private runner: Runner | null = null;
  private services: Services | null = null;
  private timer: NodeJS.Timeout | null = null;
  private looking: Promise<unknown> = Promise.resolve();
  private readonly presence: WorkerPresence;

  private readonly log: pino.Logger;

  constructor(private readonly options: JobsOptions) {
    const { url, log } = options;
    this.log = log;
    this.pool = newPool({
      connectionString: urlOfRole(url, roles.relay),
      application_name: 'linli-jobs',
      // One to listen, one to look for due tasks, and one for each job that begins or ends.
      max: limits.jobsAtOnce + 2,
      connectionTimeoutMillis: 10_000,
      options: '-c timezone=UTC -c statement_timeout=30s -c lock_timeout=10s',
    });
    this.presence = new WorkerPresence(urlOfRole(url, roles.relay), log);
  }

  async start(services: Services): Promise<void> {
    this.services = services;
    const events: WorkerEvents = new EventEmitter();
    events.on('worker:create', ({ worker }) => this.presence.add(worker.workerId));
    this.runner = await run({
      pgPool: this.pool,
      events,
      taskList: this.taskList(services),
      concurrency: limits.jobsAtOnce,
      pollInterval: limits.jobsPollMs,
      noHandleSignals: true,
      parsedCronItems: this.options.runsPeriodicTasks ? this.cronItems() : [],
      // Batched completion, even for single jobs: then shutdown waits for the end of a job, and its
      // failure is caught.
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
      logger: loggerOf(this.log),
    });
    await this.presence.announce();
    this.runner.promise.catch((error: unknown) =>
      this.log.error({ err: error }, 'The job runner of this node has stopped'),
    );
    this.timer = setInterval(() => this.look(), limits.jobsDueMs).unref();
    this.look();
  }

  /**
   * Frees abandoned jobs and adds jobs for due tasks, once; for tests. Returns the number added.
   */
  async relayOnce(): Promise<number> {
    await this.looking;
    return this.relay(true);
  }

  /**
   * Adds jobs for due tasks, and waits until each has succeeded or failed once; for tests, which
   * move the clock.
   */
  async runDueTasks(): Promise<number> {
    await this.looking;
    let made = 0;
    for (let again = true; again;) {
      const more = await this.relay(true);
      made += more;
      while (await this.isBusy()) await new Promise((resolve) => setTimeout(resolve, 10));
      again = more > 0;
    }
    return made;
  }

  measure(registry: Registry): void {
    const count = (name: string, help: string, where: string) =>
      new Gauge({
        name,
        help,
        registers: [registry],
        collect: async function () {
          this.set(await collect(where));
        },
      });
    const collect = async (where: string): Promise<number> => {
      const { rows } = await this.pool.query<{ count: number }>(
        `select count(*)::int as count from graphile_worker.jobs where ${where}`,
      );
      return rows[0]?.count ?? 0;
    };
    count(
      'linli_jobs_waiting',
      'Jobs of the platform that are waiting or running.',
      'attempts < max_attempts',
    );
    count(
      'linli_jobs_failing',
      'Jobs of the platform that failed at least once and have not succeeded yet.',
      'last_error is not null',
    );
  }

  async close(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.looking;
    await this.runner?.stop();
    await this.presence.close();
    await this.pool.end();
  }

  private taskList(services: Services): TaskList {
    const { due, periodic } = this.options;
    return Object.fromEntries([
      ...due.map((work) => [
        work.task,
        async (payload: unknown) => work.run(services, payload as ScheduledTask),
      ]),
      ...periodic.map((work) => [work.task, async () => work.run(services)]),
    ]) as TaskList;
  }

  private cronItems(): ReturnType<typeof parseCronItems> {
    return parseCronItems(
      this.options.periodic.map(({ task, schedule }) => ({
        task,
        match: schedule,
        options: {
          // What was missed, or has failed, is done by the next run.
          backfillPeriod: 0,
          maxAttempts: 1,
          // One run at a time, and one that waits.
          queueName: task,
          jobKey: task,
          jobKeyMode: 'preserve_run_at' as const,
        },
      })),
    );
  }

  private look(): void {
    this.looking = this.looking
      .then(() => this.presence.announce())
      .then(() => this.relay())
      .catch((error: unknown) =>
        logRetried(this.log, error, 'What is due could not be looked for; it is tried again'),
      );
  }

  /**
   * Adds jobs for due tasks that have none. Returns the number added. Returns 0 also when another
   * node is relaying, unless `waits` is set.
   */
  private async relay(waits = false): Promise<number> {
    if (!this.services) throw new Error('The jobs have not been started: call start first.');
    const now = new Date(this.services.clock.nowMs()).toISOString();
    const client = await this.pool.connect();
    try {
      await client.query('begin');
      let made = 0;
      const { rows } = await client.query<{ isMine: boolean }>(waits ? waitForTurn : takeTurn);
      if (rows[0]?.isMine) {
        await client.query(unlockAbandoned);
        await client.query(dropReplaced);
        for (const work of this.options.due) made += await this.relayWork(client, work, now);
      }
      await client.query('commit');
      client.release();
      return made;
    } catch (error) {
      client.release(error as Error);
      throw error;
    }
  }

  private async relayWork(
    client: pg.PoolClient,
    { task, due }: ScheduledTasks,
    now: string,
  ): Promise<number> {
    const query = relayOf(task, due);
    const values = valuesOf(query, { now, task, limit: limits.jobsRelayedAtOnce });
    // Not prepared: the plan depends on how many tasks are due.
    const { rowCount } = await client.query(query.text, values);
    return rowCount ?? 0;
  }

  private async isBusy(): Promise<boolean> {
    const { rows } = await this.pool.query<{ count: number }>(
      `select count(*)::int as count from graphile_worker.jobs
       where attempts < max_attempts and (locked_at is not null or run_at <= clock_timestamp())`,
    );
    return (rows[0]?.count ?? 0) > 0;
  }
}

/**
 * Advisory lock: one node relays at a time, and the others find nothing to do. The key is the
 * letters "jobs" in ASCII.
 */
const turn = 0x6a_6f_62_73;
const takeTurn = `select pg_try_advisory_xact_lock(${turn}) as "isMine"`;
const waitForTurn = `select true as "isMine" from pg_advisory_xact_lock(${turn})`;

/**
 * Frees the jobs of workers whose node is gone, so that they run at once and leave no row behind. A
 * live worker holds the lock of its name, which nobody else can get. A job that is freed too early
 * runs twice, which is harmless (ScheduledTasks).
 */
const unlockAbandoned = `
  select graphile_worker.force_unlock_workers(array_agg(worker)) from (
    select distinct locked_by as worker from graphile_worker.jobs where locked_by is not null
  ) as locked
  where pg_try_advisory_xact_lock(${presenceClass}, hashtext(worker))
  having count(*) > 0`;

/**
 * A job that is added while its forerunner runs takes over the key, and the forerunner is not tried
 * again. If its node is killed, its row would stay for ever. All jobs of ours have a key.
 */
const dropReplaced = `
  select graphile_worker.complete_jobs(array_agg(id)) from graphile_worker.jobs
  where key is null and attempts >= max_attempts and locked_at is null
  having count(*) > 0`;

/**
 * Due tasks without a waiting or running job. A job that failed for good is revived after a day,
 * since its task stays due.
 */
const relayText = (due: string): string => `
  with wanted as (
    select d.*, :task::text || ':' || d.subject_id || ':' || d.kind as key from (${due}) d
  ), missing as (
    select w.* from wanted w where not exists (
      select from graphile_worker.jobs j where j.key = w.key
        and (j.attempts < j.max_attempts or j.updated_at > clock_timestamp() - interval '1 day'))
    limit :limit
  ), specs as (
    select array_agg(row(:task, json_build_object('foundationId', foundation_id, 'subjectId', subject_id, 'kind', kind),
      null, null, null, key, null, null)::graphile_worker.job_spec) as list from missing
  )
  select added.id from specs, graphile_worker.add_jobs(specs.list) added where specs.list is not null`;

const relayDue = statementsNamed('jobs.relayDue');
const relays = new Map<string, Statement>();

/** Built once for each task. */
function relayOf(task: string, due: string): Statement {
  let known = relays.get(due);
  if (!known) relays.set(due, (known = relayDue(relayText(due), task)));
  return known;
}

function loggerOf(log: pino.Logger): Logger {
  return new Logger(() => (level, message, meta) => {
    if (level === 'error')
      log.error({ err: (meta as { error?: unknown } | undefined)?.error }, message);
    else if (level === 'warning') log.warn(message);
    else log.debug(message);
  });
}
