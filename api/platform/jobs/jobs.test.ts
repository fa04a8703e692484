import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { newId } from '../../../schema/ids.ts';
import { type App, createApp } from '../../app.ts';
import { type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';
import { until } from '../../testing/until.ts';
import { roles, urlOfRole } from '../database/roles.ts';
import { presenceClass } from './worker-presence.ts';

/**
 * Other nodes run the jobs of a dead node at once and leave no row behind. They leave the jobs of a
 * live node alone.
 */
let platform: TestPlatform;

beforeAll(async () => {
  platform = await startTestPlatform();
});

afterAll(async () => {
  await platform?.close();
});

/** A job that a worker has taken, as its row looks while it runs, or after its node was killed. */
async function takenBy(worker: string): Promise<string> {
  const key = `request-timer:${newId()}:EXPIRE`;
  const payload = {
    foundationId: platform.fixtures.foundations['sicheng'],
    subjectId: newId(),
    kind: 'EXPIRE',
  };
  await platform.sql(
    `select graphile_worker.add_job('request-timer', $1::json, job_key => $2, run_at => now() + '1 hour')`,
    [JSON.stringify(payload), key],
  );
  await platform.sql(
    `update graphile_worker._private_jobs set locked_by = $1, locked_at = now(), attempts = 1, run_at = now() where key = $2`,
    [worker, key],
  );
  return key;
}

async function jobsWith(key: string): Promise<{ lockedBy: string | null; attempts: number }[]> {
  return platform.sql(
    `select locked_by as "lockedBy", attempts from graphile_worker.jobs where key = $1`,
    [key],
  );
}

test('another node does the job of a killed node, and its row is gone', async () => {
  const key = await takenBy('worker-of-a-killed-node');
  await platform.app.jobs.runDueTasks();
  expect((await jobsWith(key)).map(({ lockedBy }) => lockedBy)).not.toContain(
    'worker-of-a-killed-node',
  );
});

test('a job of a live node stays with it', async () => {
  const living = new pg.Client({ connectionString: urlOfRole(platform.databaseUrl, roles.relay) });
  await living.connect();
  try {
    await living.query('select pg_advisory_lock_shared($1, hashtext($2))', [
      presenceClass,
      'worker-that-lives',
    ]);
    const key = await takenBy('worker-that-lives');
    // Settling would wait for the job. One more relay is all that the test needs.
    await platform.app.jobs.relayOnce();
    expect(await jobsWith(key)).toEqual([{ lockedBy: 'worker-that-lives', attempts: 1 }]);
  } finally {
    await living.end();
  }
});

test('the workers of this node are known to be alive', async () => {
  const locks = await platform.sql<{ count: number }>(
    `select count(*)::int as count from pg_locks l join pg_stat_activity a using (pid)
     where l.locktype = 'advisory' and l.classid = $1 and a.datname = current_database() and l.mode = 'ShareLock'`,
    [presenceClass],
  );
  expect(locks[0]?.count).toBeGreaterThanOrEqual(1);
});

describe('periodic tasks', () => {
  const tasks = ['clearing', 'coin-expiry', 'idempotency-upkeep', 'sign-in-upkeep'];
  const crontabs = () =>
    platform.sql<{ identifier: string }>(
      'select identifier from graphile_worker._private_known_crontabs order by identifier',
    );

  test('a node with the clock of a test begins no periodic task', async () => {
    expect(await crontabs()).toEqual([]);
  });

  test('a periodic run whose node was killed leaves no row behind once the next run is added', async () => {
    const add = () =>
      platform.sql(
        `select graphile_worker.add_job('coin-expiry', '{}', queue_name => 'coin-expiry', max_attempts => 1,
           job_key => 'coin-expiry', job_key_mode => 'preserve_run_at', run_at => now() + interval '1 hour')`,
      );
    await add();
    await platform.sql(
      `update graphile_worker._private_jobs set locked_by = 'worker-of-a-killed-node', locked_at = now(), attempts = 1
       where key = 'coin-expiry'`,
    );
    await add();
    const rows = () =>
      platform.sql(
        `select key, attempts from graphile_worker.jobs where task_identifier = 'coin-expiry' order by id`,
      );
    expect(await rows()).toEqual([
      { key: null, attempts: 1 },
      { key: 'coin-expiry', attempts: 0 },
    ]);
    await platform.app.jobs.relayOnce();
    expect(await rows()).toEqual([{ key: 'coin-expiry', attempts: 0 }]);
    await platform.sql(`select graphile_worker.remove_job('coin-expiry')`);
  });

  test('a node begins all periodic tasks, and each runs to its end', async () => {
    let node: App | undefined;
    try {
      node = await createApp(platform.settings);
      await until('all are known', async () => (await crontabs()).length >= tasks.length);
      expect((await crontabs()).map(({ identifier }) => identifier)).toEqual(tasks);
      for (const task of tasks) await platform.sql('select graphile_worker.add_job($1)', [task]);
      // A job that has failed would stay.
      await until('all are done', async () => {
        const left = await platform.sql(
          'select from graphile_worker.jobs where task_identifier = any ($1)',
          [tasks],
        );
        return left.length === 0;
      });
    } finally {
      await node?.close();
    }
  });
});
