import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { invariants } from '../api/invariants.ts';
import { checkInvariants } from '../api/platform/database/invariants.ts';
import { roles, urlOfRole } from '../api/platform/database/roles.ts';
import { testDatabase, type TestDatabase } from '../api/testing/database.ts';
import { generateLarge } from './large.ts';

const options = { scale: 0.02, again: false, until: '2026-06-30' };
let database: TestDatabase;
let administrator: pg.Client;

beforeAll(async () => {
  database = await testDatabase();
  await generate(database, options);
  administrator = new pg.Client({ connectionString: database.url });
  await administrator.connect();
});

afterAll(async () => {
  await administrator.end();
  await database.drop();
});

test('the data has as many rows as the scale says', async () => {
  const [counted] = await query(`select
    (select count(*)::int from foundation where is_demo) as foundations,
    (select count(*)::int from community) as communities,
    (select count(*)::int from person) as persons,
    (select count(*)::int from service_request) as requests`);
  expect(counted).toEqual({ foundations: 2, communities: 4, persons: 1_000, requests: 2_000 });
});

test('accounts equal their entries, and transfers sum to zero', async () => {
  expect(
    await query(
      `select a.id from coin_account a left join entry n on n.foundation_id = a.foundation_id and n.account_id = a.id
       group by a.foundation_id, a.id
       having a.posted <> coalesce(sum(n.amount) filter (where n.layer = 'POSTED'), 0)
         or a.pending_out <> -coalesce(sum(n.amount) filter (where n.layer = 'PENDING_OUT'), 0)
         or a.pending_in <> coalesce(sum(n.amount) filter (where n.layer = 'PENDING_IN'), 0)`,
    ),
  ).toEqual([]);
  expect(
    await query(
      'select transfer_id from entry group by foundation_id, transfer_id having sum(amount) <> 0',
    ),
  ).toEqual([]);
});

test('every invariant of the ledger check holds in each foundation', async () => {
  const results = await checkInvariants(database.url, invariants);
  expect(
    results.flatMap(({ name, breaches }) => breaches.map(({ breach }) => `${name}: ${breach}`)),
  ).toEqual([]);
  expect(results.every(({ foundationCount }) => foundationCount === 2)).toBe(true);
});

test('requests on the boards have their coins held, and every community has some', async () => {
  const unheld = await query(
    `select r.id from service_request r join transfer h on h.foundation_id = r.foundation_id and h.id = r.hold_ids[1]
     where r.state in ('OPEN', 'ASSIGNED', 'IN_PROGRESS', 'AWAITING_CERTIFICATION') and (h.phase <> 'PENDING' or h.amount <> r.coins_held)`,
  );
  expect(unheld).toEqual([]);
  const waiting = await query(
    `select distinct community_id, state from service_request where state in ('OPEN', 'ASSIGNED')`,
  );
  expect(waiting).toHaveLength(4 * 2);
});

test('history, visits and hours agree with their request', async () => {
  const wrong = await query(
    `select r.id from service_request r
     left join visit v on v.foundation_id = r.foundation_id and v.request_id = r.id
     left join hours_record m on m.foundation_id = r.foundation_id and m.business_id = v.id
     join lateral (
       select count(*) as lines, (array_agg(to_state order by version desc))[1] as state from request_change c
       where c.foundation_id = r.foundation_id and c.request_id = r.id
     ) history on true
     where lines <> r.version or history.state <> r.state
       or (r.state in ('OPEN', 'CANCELLED', 'EXPIRED')) <> (v.id is null)
       or (r.state = 'CERTIFIED') <> ((v.state = 'CERTIFIED' and m.minutes = v.minutes_certified) is true)`,
  );
  expect(wrong).toEqual([]);
});

test('no volunteer is in two homes at a time, and every volunteer serves', async () => {
  const overlaps = await query(
    `select v.id from visit v join visit w on w.foundation_id = v.foundation_id and w.volunteer_id = v.volunteer_id and w.id <> v.id
       and w.checked_in_at < v.checked_out_at and v.checked_in_at < w.checked_out_at`,
  );
  expect(overlaps).toEqual([]);
  const [served] = await query(
    `select (select count(distinct volunteer_id) from visit) = (select count(*) from volunteer) as everybody`,
  );
  expect(served).toEqual({ everybody: true });
});

test('the data has personas to sign in as', async () => {
  const personas = await query<{ persona: string }>(
    `select persona from account a join role_grant g on g.account_id = a.id where persona like '%@large-1%' order by persona`,
  );
  expect(personas.map(({ persona }) => persona)).toEqual([
    'admin@large-1',
    'analyst@large-1',
    'dispatcher@large-1-1',
    'dispatcher@large-1-2',
    'elder@large-1-1',
    'elder@large-1-2',
    'leader@large-1-1',
    'leader@large-1-2',
    'volunteer@large-1-1',
    'volunteer@large-1-2',
  ]);
});

test('the same options give the same rows elsewhere', async () => {
  const other = await testDatabase();
  const client = new pg.Client({ connectionString: other.url });
  try {
    await generate(other, options);
    await client.connect();
    for (const table of ['person', 'service_request', 'visit', 'entry', 'request_change']) {
      const text = `select md5(string_agg(t::text, ',' order by t.id)) from ${table} t`;
      expect((await client.query(text)).rows).toEqual(await query(text));
    }
  } finally {
    await client.end();
    await other.drop();
  }
});

test('a second run is refused without --again, and an interrupted run is completed', async () => {
  await expect(generate(database, options)).rejects.toThrow('--again');
  expect(await generate(database, { ...options, again: true })).toEqual(['large-3', 'large-4']);
  const other = await testDatabase();
  const client = new pg.Client({ connectionString: other.url });
  await client.connect();
  try {
    const breaksOff = (text: string) => {
      if (text.startsWith('large-2: requests')) throw new Error('The power went out.');
    };
    await expect(generate(other, { ...options, onStep: breaksOff })).rejects.toThrow('power');
    expect((await client.query('select count(*)::int as persons from person')).rows).toEqual([
      { persons: 500 },
    ]);
    expect(await generate(other, options)).toEqual(['large-2']);
    expect((await client.query('select count(*)::int as persons from person')).rows).toEqual([
      { persons: 1_000 },
    ]);
  } finally {
    await client.end();
    await other.drop();
  }
});

test('a run beside real foundations is refused', async () => {
  const other = await testDatabase();
  const client = new pg.Client({ connectionString: other.url });
  await client.connect();
  try {
    await client.query(
      `insert into foundation (id, slug, name) values (gen_random_uuid(), 'real-one', '基金会')`,
    );
    await expect(generate(other, options)).rejects.toThrow('real-one here is not a demonstration');
  } finally {
    await client.end();
    await other.drop();
  }
});

async function generate(
  { url }: TestDatabase,
  chosen: Parameters<typeof generateLarge>[2],
): Promise<string[]> {
  const clients = [
    new pg.Client({ connectionString: url }),
    new pg.Client({ connectionString: urlOfRole(url, roles.login) }),
  ] as const;
  await Promise.all(clients.map((client) => client.connect()));
  try {
    return await generateLarge(...clients, chosen);
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}

async function query<T extends object = Record<string, unknown>>(text: string): Promise<T[]> {
  return (await administrator.query(text)).rows as T[];
}
