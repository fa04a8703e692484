import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { type ApiProcess, startApiProcess } from '../../testing/api-process.ts';
import { until } from '../../testing/until.ts';
import { type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';
import { Scenario } from '../../testing/scenario/scenario.ts';

const requests = 24;
let platform: TestPlatform;
let scenario: Scenario;
let nodes: ApiProcess[] = [];

beforeAll(async () => {
  platform = await startTestPlatform();
  scenario = await Scenario.begin(platform);
  await platform.sql('update service_kind set coins_per_hour = 1');
  nodes = await Promise.all([
    startApiProcess(platform.databaseUrl),
    startApiProcess(platform.databaseUrl),
  ]);
});
afterAll(async () => {
  await Promise.all(nodes.map((node) => node.kill()));
  await platform.close();
});

async function figures() {
  const [row] = await platform.sql<{
    expired: number;
    told: number;
    trail: number;
    released: number;
    timers: number;
    locked: number;
  }>(
    `select (select count(*)::int from service_request where state = 'EXPIRED') as expired,
       (select count(*)::int from request_change where event = 'REQUEST_EXPIRED') as told,
       (select count(*)::int from audit_entry where action = 'request:expire' and actor_name = 'Linli') as trail,
       (select count(*)::int from transfer where kind = 'RELEASE') as released,
       (select count(*)::int from request_timer where kind = 'EXPIRE') as timers,
       (select count(*)::int from graphile_worker.jobs where locked_at is not null) as locked`,
  );
  return row!;
}

test('each timer fires once when two of three nodes are killed meanwhile', async () => {
  const dispatcher = await scenario.actor('dispatcher@xinxian');
  const from = Date.now() + 86_400_000;
  for (let index = 0; index < requests; index += 1) {
    await dispatcher.opens({
      requestedFrom: new Date(from).toISOString(),
      requestedTo: new Date(from + 7_200_000).toISOString(),
    });
  }
  // Each blocks halfway until the nodes that run it are killed.
  const holder = new pg.Client({ connectionString: platform.databaseUrl });
  await holder.connect();
  await holder.query('select pg_advisory_lock(4711)');
  await platform.sql(
    `create function linger() returns trigger language plpgsql as
       $$ begin perform pg_advisory_xact_lock_shared(4711); perform pg_sleep(0.05); return new; end $$;
     create trigger linger before insert on request_change for each row when (new.event = 'REQUEST_EXPIRED') execute function linger()`,
  );
  await platform.sql(
    `update request_timer set due_at = now() - interval '1 second' where kind = 'EXPIRE'`,
  );
  // Enqueues the same jobs repeatedly without a job key: only the timer decides whether it is due.
  await platform.sql(
    `select graphile_worker.add_job('request-timer', json_build_object('foundationId', foundation_id, 'subjectId', request_id, 'kind', kind))
     from request_timer, generate_series(1, 2) where kind = 'EXPIRE'`,
  );
  await until('all nodes are at it', async () => (await figures()).locked >= 5);
  await Promise.all(nodes.map((node) => node.kill()));
  await holder.end();
  // Locks of dead nodes expire after a minute, which passes here at once.
  await until('the third has done what was left', async () => {
    await platform.sql(
      `update graphile_worker._private_jobs set locked_at = locked_at - interval '2 minutes'
       where locked_at between clock_timestamp() - interval '1 minute' and clock_timestamp() - interval '3 seconds'`,
    );
    return (await figures()).timers === 0;
  });
  expect(await figures()).toMatchObject({
    expired: requests,
    told: requests,
    trail: requests,
    released: requests,
    timers: 0,
  });
});
