import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type pino from 'pino';
import { encodeId } from '../../../schema/ids.ts';
import { type App, createApp } from '../../app.ts';
import { FeedWatch } from '../../testing/feed-watch.ts';
import { FeedWriter } from '../../testing/feed-writer.ts';
import { until } from '../../testing/until.ts';
import { type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';
import { limits } from '../common/limits.ts';
import { FeedLog } from './log.ts';
import { Sequencer } from './sequencer.ts';

/** The log: numbering of events, life cycle of partitions, and the end of an epoch. */
let platform: TestPlatform;
let writer: FeedWriter;
let log: FeedLog;
let requestId: string;
const watches: FeedWatch[] = [];

beforeAll(async () => {
  platform = await startTestPlatform();
  writer = new FeedWriter(platform, () => platform.app.feed.committed());
  log = new FeedLog(platform.databaseUrl);
  // A partition holds a million events, too many to fill in a test.
  await platform.sql(`
    begin;
    select pg_advisory_xact_lock(x'66656564'::bigint);
    drop table feed_log_1;
    delete from feed_partition;
    update feed_state set partition_rows = 50, partitioned_to = head + 1, floor = head;
    select feed_log_extend();
    commit`);
});

beforeEach(async () => {
  requestId = (await writer.requests(1))[0]!;
});

afterEach(() => {
  for (const watch of watches.splice(0)) watch.close();
});

afterAll(async () => {
  await log?.close();
  await writer?.close();
  await platform?.close();
});

describe('partitions', () => {
  test('many partitions fill one after the other while readers follow', async () => {
    const room = await partitionedTo();
    const watch = await watching();
    const written = await burst(200);
    await watch.until(() => watch.events.length >= 200);
    expect(watch.events.map(({ eventId }) => eventId)).toEqual(written);
    // Crosses the end of the former room, into partitions that were created meanwhile.
    const more = room - (await log.state()).head + 10;
    await fill(more);
    expect((await log.state()).head).toBeGreaterThan(room);
    expect(await partitionedTo()).toBeGreaterThan((await log.state()).head);
    await watch.until(() => watch.events.length >= 200 + more);
    const [gaps] = await platform.sql<{ count: string }>(
      'select count(*) from (select position - lag(position) over (order by position) as step from feed_log) as steps where step <> 1',
    );
    expect(gaps!.count).toBe('0');
  });

  test('extending, retiring, moving and reading at once cause no deadlock', async () => {
    const [before] = await platform.sql<{ deadlocks: string }>(
      'select deadlocks from pg_stat_database where datname = current_database()',
    );
    await platform.sql('update feed_state set partition_rows = 20');
    const watch = await watching();
    let isDone = false;
    const again = async (text: string, parameters: unknown[] = []) => {
      while (!isDone)
        await log.pool
          .query(text, parameters)
          .catch((error: { code: string }) => void errors.push(error.code));
    };
    const errors: string[] = [];
    const disturbers = [
      again('select feed_log_extend()'),
      again('select feed_log_retire(head - 30) from feed_state'),
      again('select feed_log_retire(head - 30) from feed_state'),
    ];
    const written = await burst(150);
    await watch.until(() => watch.events.length >= 150);
    isDone = true;
    await Promise.all(disturbers);
    expect(watch.events.map(({ eventId }) => eventId)).toEqual(written);
    // A retirement may yield to a move; no other error is allowed.
    expect(errors.filter((code) => code !== '55P03')).toEqual([]);
    const [after] = await platform.sql<{ deadlocks: string }>(
      'select deadlocks from pg_stat_database where datname = current_database()',
    );
    expect(after).toEqual(before);
    const [{ first }] = (await platform.sql<{ first: string }>(
      'select min(first) as first from feed_partition',
    )) as [{ first: string }];
    expect(Number(first)).toBeGreaterThan(1);
  });

  test.each([
    ['extending', 'select feed_log_extend()'],
    ['retiring', 'select feed_log_retire(head - 5) from feed_state'],
  ])('%s waits for a move that has the log open, and does not block it', async (_, text) => {
    await burst(120);
    const [mover, other] = [await log.pool.connect(), await log.pool.connect()];
    try {
      // The locks of a move when it is about to number its rows.
      await mover.query(
        `begin; select pg_advisory_xact_lock(x'66656564'::bigint); insert into feed_log select from feed_log where false`,
      );
      await platform.sql('update feed_state set partition_rows = partition_rows * 100');
      const { rows } = await other.query<{ pid: number }>('select pg_backend_pid() as pid');
      const changing = other.query(text).then(
        () => 'done',
        (error: { code: string }) => error.code,
      );
      await untilWaiting(rows[0]!.pid);
      // If the other held the row of feed_state, this would be a deadlock.
      await mover.query('update feed_state set head = head');
      await mover.query('commit');
      // The retirement yields after a while.
      expect(['done', '55P03']).toContain(await changing);
    } finally {
      mover.release();
      other.release();
      await platform.sql('update feed_state set partition_rows = 50');
    }
  });

  test('readers with the log open do not block its growth', async () => {
    const [reader, other] = [await log.pool.connect(), await log.pool.connect()];
    try {
      await reader.query('begin; select from feed_log limit 1');
      const before = await partitionedTo();
      await platform.sql('update feed_state set partition_rows = 1000000');
      await other.query('select feed_log_extend()');
      expect(await partitionedTo()).toBeGreaterThan(before);
    } finally {
      await reader.query('rollback');
      reader.release();
      other.release(true);
      await platform.sql('update feed_state set partition_rows = 50');
    }
  });
});

describe('retention', () => {
  test('events older than the retention are dropped, and younger ones stay', async () => {
    const watch = await watching();
    await burst(3);
    await watch.until(() => watch.events.length >= 3);
    await platform.sql('alter table feed_log disable trigger user');
    const [second] = watch.events.slice(1);
    await platform.sql(
      `update feed_log set moved_at = now() - interval '25 hours' where position <= (select position from feed_log where event_id = $1)`,
      [uuidOf(second!.eventId)],
    );
    await platform.sql('alter table feed_log enable trigger user');
    const sequencer = sequencerWith([], 24);
    await sequencer.retire();
    const { floor, head } = await log.state();
    expect(head - floor).toBe(1);
    // Repeating the retirement changes nothing.
    await sequencer.retire();
    expect(await log.state()).toMatchObject({ floor, head });
    await onAnotherNode(async ({ url }) => {
      const resumed = await watching({ after: second!.cursor }, url);
      await resumed.until(() => resumed.events.length >= 1);
      expect(resumed.events.map(({ eventId }) => eventId)).toEqual([watch.events[2]!.eventId]);
      const late = await watching({ after: watch.events[0]!.cursor }, url);
      expect(late.received).toMatchObject([
        { __typename: 'FeedReset', reason: 'RETENTION_PASSED' },
      ]);
    });
  });

  test('the check finds the gap of a server that forgets its floor (control)', async () => {
    const watch = await watching();
    const wanted = await burst(120);
    await watch.until(() => watch.events.length >= 120);
    const old = watch.received[0]!.cursor;
    const [first] = watch.events;
    // A partition can be dropped only while nobody reads it; otherwise the next call drops it.
    await until('the first event is retired', async () => {
      await platform.sql('select feed_log_retire(head - 3) from feed_state').catch(() => {});
      return !(await holds(first!.eventId));
    });
    const isWholeOrReset = async (url: string) => {
      const late = await watching({ after: old }, url);
      const last = wanted.at(-1);
      await late.until(() =>
        late.received.some((each) => each.__typename === 'FeedReset' || each.eventId === last),
      );
      if (late.received.some(({ __typename }) => __typename === 'FeedReset')) return true;
      return wanted.every((id) => late.events.some(({ eventId }) => eventId === id));
    };
    await onAnotherNode(async ({ url, app }) => {
      expect(await isWholeOrReset(url)).toBe(true);
      forgetFloor(app);
      expect(await isWholeOrReset(url)).toBe(false);
    });
  });
});

test('a restored database begins a new epoch, and an unchanged one does not', async () => {
  const before = await log.state();
  await sequencerWith([]).checkServer();
  expect((await log.state()).epoch).toBe(before.epoch);
  const watch = await watching();
  // State of a restored copy: the identifier of the server that wrote it.
  await platform.sql(`update feed_state set server_mark = '1234567890:00000001'`);
  const lines: Line[] = [];
  await sequencerWith(lines).checkServer();
  expect(await log.state()).toMatchObject({ head: before.head, floor: before.head });
  expect((await log.state()).epoch).not.toBe(before.epoch);
  expect(lines).toMatchObject([
    { level: 'warn', text: expect.stringContaining('begins a new epoch') },
  ]);
  expect(await watch.next('FeedReset')).toMatchObject({ reason: 'EPOCH_CHANGED' });
  const late = await watching({ after: watch.received[0]!.cursor });
  expect(late.received).toMatchObject([{ reason: 'EPOCH_CHANGED' }]);
});

test('the log reports events that nobody moves for ten seconds, and not those of a long transaction', async () => {
  const lines: Line[] = [];
  const sequencer = sequencerWith(lines);
  await tellByHand('11 seconds');
  await sequencer.checkOutbox();
  expect(lines).toEqual([]);
  const turn = await log.pool.connect();
  try {
    await turn.query('begin');
    await turn.query(`select pg_advisory_xact_lock(x'66656564'::bigint)`);
    await tellByHand('1 second');
    await sequencer.checkOutbox();
    expect(lines).toEqual([]);
    await tellByHand('11 seconds');
    await sequencer.checkOutbox();
    expect(lines).toMatchObject([
      { level: 'warn', text: expect.stringContaining('wait in the outbox') },
    ]);
    expect(sequencer.outbox.rows).toBe(2);
    expect(sequencer.outbox.oldestSeconds).toBeGreaterThan(limits.feedOutboxAgeWarnSeconds);
  } finally {
    await turn.query('rollback');
    turn.release();
    await sequencer.close();
  }
});

test('a sequencer without a transaction loses events when it dies half-way (control)', async () => {
  await platform.sql('create table careless_log (position bigserial, event_id uuid)');
  const [ours, careless] = [[] as string[], [] as string[]];
  for (let count = 0; count < 5; count += 1) {
    ours.push((await writer.write(requestId))!.eventId);
    careless.push(randomUUID());
  }
  await platform.sql('create table careless_outbox as select unnest($1::uuid[]) as id', [careless]);
  // Deletes, then appends, in two transactions, and dies between them.
  const move = async (dies: boolean) => {
    const taken = await platform.sql<{ id: string }>(
      'delete from careless_outbox where id in (select id from careless_outbox limit 2) returning id',
    );
    if (dies) return;
    for (const { id } of taken)
      await platform.sql('insert into careless_log (event_id) values ($1)', [id]);
  };
  for (const dies of [false, true, false]) await move(dies);
  const lost = await platform.sql('select event_id from careless_log where event_id = any ($1)', [
    careless,
  ]);
  expect(lost.length).toBeLessThan(careless.length);
  // The sequencer at the same point: its connection dies after the delete and before the commit.
  const client = await log.pool.connect();
  await client.query('begin');
  await client.query(`select pg_advisory_xact_lock(x'66656564'::bigint)`);
  const mine = (await writer.write(requestId))!.eventId;
  await client.query('delete from outbox');
  client.release(new Error('It died.'));
  ours.push(mine);
  const watchFor = async () =>
    (
      await platform.sql<{ eventId: string }>(
        'select event_id as "eventId" from feed_log where event_id = any ($1) order by position',
        [ours],
      )
    ).map(({ eventId }) => eventId);
  await until('ours are in the log', async () => (await watchFor()).length >= ours.length);
  expect(await watchFor()).toEqual(ours);
});

describe('a reader that is far behind', () => {
  test.each<[string, Partial<Record<keyof typeof limits, number>>]>([
    ['the chain of the group', { feedChainEntriesMax: 3 }],
    ['the ring of the node', { feedChainEntriesMax: 3, feedRingEntriesMax: 8 }],
    [
      'one page of the log',
      { feedChainEntriesMax: 3, feedRingEntriesMax: 8, feedPageEntriesMax: 4 },
    ],
  ])('a reader gets all events although they are more than %s holds', async (_, changed) => {
    const changeable = limits as Record<string, number>;
    const before = { ...limits };
    Object.assign(changeable, changed);
    try {
      const watch = await watching();
      const written = await burst(30);
      await watch.until(() => watch.events.length >= 30);
      expect(watch.events.map(({ eventId }) => eventId)).toEqual(written);
      const late = await watching({ after: watch.received[0]!.cursor });
      await late.until(() => late.events.length >= 30);
      expect(late.events.map(({ eventId }) => eventId)).toEqual(written);
    } finally {
      Object.assign(changeable, before);
    }
  });
});

async function watching(variables: object = {}, url = platform.url): Promise<FeedWatch> {
  const watch = await FeedWatch.open(url, await platform.tokenOf('dispatcher@xinxian'), variables);
  watches.push(watch);
  return watch;
}

/** Global ids of `count` events, written one after another. */
async function burst(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1)
    ids.push(encodeId('event', (await writer.write(requestId))!.eventId));
  return ids;
}

/** Writes `count` events in one transaction. */
async function fill(count: number): Promise<void> {
  await platform.sql(
    `insert into outbox (id, foundation_id, kind, subject_kind, subject_id, subject_version, payload, before_facts, after_facts)
     select gen_random_uuid(), foundation_id, kind, subject_kind, subject_id, subject_version, payload, before_facts, after_facts
     from (select * from feed_log where subject_kind = 'request' order by position desc limit 1) as last, generate_series(1, $1)`,
    [count],
  );
  platform.app.feed.committed();
  await until(
    'the outbox is empty',
    async () => (await platform.sql('select from outbox limit 1')).length === 0,
  );
}

async function tellByHand(age: string): Promise<void> {
  await platform.sql(
    `insert into outbox (id, foundation_id, kind, subject_kind, subject_id, payload, written_at)
     values (gen_random_uuid(), $1, 'Something', 'nothing', gen_random_uuid(), '{}', clock_timestamp() - $2::interval)`,
    [platform.fixtures.foundations['sicheng'], age],
  );
}

async function untilWaiting(pid: number): Promise<void> {
  await until('it waits for a lock', async () => {
    return (
      (await platform.sql('select from pg_locks where pid = $1 and not granted', [pid])).length > 0
    );
  });
}

async function partitionedTo(): Promise<number> {
  const [row] = await platform.sql<{ to: string }>('select partitioned_to as to from feed_state');
  return Number(row!.to);
}

async function holds(eventId: string): Promise<boolean> {
  return (
    (await platform.sql('select from feed_log where event_id = $1', [uuidOf(eventId)])).length > 0
  );
}

async function onAnotherNode(
  work: (node: { url: string; app: App }) => Promise<void>,
): Promise<void> {
  const app = await createApp(platform.settings);
  try {
    await work({ url: await app.server.listen({ host: '127.0.0.1', port: 0 }), app });
  } finally {
    await app.close();
  }
}

/** Makes a node believe that it has all entries from the start. */
function forgetFloor(app: App): void {
  const { log: its } = app.services.feed as unknown as { log: FeedLog };
  const [state, readOf] = [its.state.bind(its), its.readOf.bind(its)];
  its.state = async () => ({ ...(await state()), floor: 0 });
  its.readOf = async (...where) => ({ ...(await readOf(...where)), floor: 0 });
}

interface Line {
  level: string;
  text: string;
}

function sequencerWith(lines: Line[], retentionHours = 168): Sequencer {
  const say = (level: string) => (_: unknown, text: string) => void lines.push({ level, text });
  const logger = {
    warn: say('warn'),
    error: say('error'),
    info: say('info'),
  } as unknown as pino.Logger;
  return new Sequencer({ log, logger, retentionHours, onMoved: () => {} });
}

function uuidOf(eventId: string): string {
  return writer.committed.find((event) => encodeId('event', event.eventId) === eventId)!.eventId;
}
