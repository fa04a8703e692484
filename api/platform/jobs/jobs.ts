import { EventEmitter } from 'node:events';
import { Logger, run, type Runner, type TaskList, type WorkerEvents } from 'graphile-worker';
import type pg from 'pg';
import { newPool } from '../database/postgres-clients.ts';
import type pino from 'pino';
import { Gauge, type Registry } from 'prom-client';
import type { Services } from '../context/services.ts';
import { roles, urlOfRole } from '../database/roles.ts';
import { limits } from '../limits.ts';
import { logRetried } from '../outage.ts';
import type { ScheduledTask, ScheduledTasks } from './scheduled-tasks.ts';
import { presenceClass, WorkerPresence } from './worker-presence.ts';

/**
 * Has what is due done, on whichever node is free, by graphile-worker: tried again with growing
 * pauses when it fails, and found with its error in `graphile_worker.jobs` meanwhile. Every node
 * looks for what is due and works; any of them may die at any moment.
 *
 * Jobs are put in by this relay and not by the transactions that set a time: each `add_job` is a
 * NOTIFY, and PostgreSQL lets transactions that notify commit one after another.
 */
export class Jobs {
  private readonly pool: pg.Pool;
  private runner: Runner | null = null;
  private services: Services | null = null;
  private timer: NodeJS.Timeout | null = null;
  private looking: Promise<unknown> = Promise.resolve();
  private readonly presence: WorkerPresence;

  constructor(
    url: string,
    private readonly works: readonly ScheduledTasks[],
    private readonly log: pino.Logger,
  ) {
    this.pool = newPool({
      connectionString: urlOfRole(url, roles.relay),
      application_name: 'linli-jobs',
      // One that listens, one that looks for what is due, and one for each job that begins or ends.
      max: limits.jobsAtOnce + 2,
      connectionTimeoutMillis: 10_000,
      options: '-c timezone=UTC -c statement_timeout=30s -c lock_timeout=10s',
    });
    this.presence = new WorkerPresence(urlOfRole(url, roles.relay), log);
  }

  async start(services: Services): Promise<void> {
    this.services = services;
    if (this.works.length === 0) return;
    const events: WorkerEvents = new EventEmitter();
    events.on('worker:create', ({ worker }) => this.presence.add(worker.workerId));
    this.runner = await run({
      pgPool: this.pool,
      events,
      taskList: this.taskList(services),
      concurrency: limits.jobsAtOnce,
      pollInterval: limits.jobsPollMs,
      noHandleSignals: true,
      parsedCronItems: [],
      // In batches, if only of those that end at once: then the end of a job is waited for when the
      // node stops, and its failure is caught.
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
      logger: loggerOf(this.log),
    });
    await this.presence.announce();
    this.runner.promise.catch((error: unknown) =>
      this.log.error({ err: error }, 'The node stopped doing jobs'),
    );
    this.timer = setInterval(() => this.look(), limits.jobsDueMs).unref();
    this.look();
  }

  /**
   * Frees abandoned jobs and makes jobs of what is due, once; for tests. Gives how many it made.
   */
  async relayOnce(): Promise<number> {
    await this.looking;
    return this.relay(true);
  }

  /**
   * Makes jobs of what is due, and waits until they were done or have failed once; for tests, which
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
      'Jobs of the platform that wait to be done or are being done.',
      'attempts < max_attempts',
    );
    count(
      'linli_jobs_failing',
      'Jobs of the platform that failed at least once and were not done yet.',
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
    return Object.fromEntries(
      this.works.map((work) => [
        work.task,
        async (payload: unknown) => work.run(services, payload as ScheduledTask),
      ]),
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
   * Makes jobs of what is due now and has none. Gives how many it made; 0 also when another node is
   * at it, unless it waits for that.
   */
  private async relay(waits = false): Promise<number> {
    if (!this.services) throw new Error('The jobs have not been started.');
    const now = new Date(this.services.clock.nowMs()).toISOString();
    const client = await this.pool.connect();
    try {
      await client.query('begin');
      let made = 0;
      const { rows } = await client.query<{ isMine: boolean }>(waits ? waitForTurn : takeTurn);
      if (rows[0]?.isMine) {
        await client.query(unlockAbandoned);
        for (const work of this.works) made += await this.relayWork(client, work, now);
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
    const { rowCount } = await client.query(relayDue(due.text), [
      now,
      task,
      limits.jobsRelayedAtOnce,
    ]);
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
 * One node at a time looks; the others find nothing to do. Under a fixed number, the letters "jobs"
 * in ASCII.
 */
const turn = 0x6a_6f_62_73;
const takeTurn = `select pg_try_advisory_xact_lock(${turn}) as "isMine"`;
const waitForTurn = `select true as "isMine" from pg_advisory_xact_lock(${turn})`;

/**
 * Frees the jobs of workers whose node is gone, so that they are done at once and leave no row
 * behind. A worker that lives holds the lock of its name; nobody else can get it. A job that is
 * freed too early is done twice, which does no harm (DueWork).
 */
const unlockAbandoned = `
  select graphile_worker.force_unlock_workers(array_agg(worker)) from (
    select distinct locked_by as worker from graphile_worker.jobs where locked_by is not null
  ) as locked
  where pg_try_advisory_xact_lock(${presenceClass}, hashtext(worker))
  having count(*) > 0`;

/**
 * What is due and has no job that waits or runs. One that failed for good is given another life
 * after a day: what is due stays due.
 */
const relayDue = (due: string): string => `
  with wanted as (
    select d.*, $2::text || ':' || d.subject_id || ':' || d.kind as key from (${due}) d
  ), missing as (
    select w.* from wanted w where not exists (
      select from graphile_worker.jobs j where j.key = w.key
        and (j.attempts < j.max_attempts or j.updated_at > clock_timestamp() - interval '1 day'))
    limit $3
  ), specs as (
    select array_agg(row($2, json_build_object('foundationId', foundation_id, 'subjectId', subject_id, 'kind', kind),
      null, null, null, key, null, null)::graphile_worker.job_spec) as list from missing
  )
  select added.id from specs, graphile_worker.add_jobs(specs.list) added where specs.list is not null`;

function loggerOf(log: pino.Logger): Logger {
  return new Logger(() => (level, message, meta) => {
    if (level === 'error')
      log.error({ err: (meta as { error?: unknown } | undefined)?.error }, message);
    else if (level === 'warning') log.warn(message);
    else log.debug(message);
  });
}
