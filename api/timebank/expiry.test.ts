import { Writable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pino from 'pino';
import { invariants } from '../invariants.ts';
import { checkInvariants } from '../platform/database/invariants.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../testing/test-platform.ts';
import { expireEverywhere } from './expiry.job.ts';
import { Scenario } from '../testing/scenario/scenario.ts';

let platform: TestPlatform;
let scenario: Scenario;
beforeAll(async () => {
  platform = await startTestPlatform();
  scenario = await Scenario.begin(platform);
});
afterAll(() => platform.close());

test('a foundation whose expiry fails is logged, delays no other, and is repeated the next time', async () => {
  const broken = platform.fixtures.foundations['sicheng']!;
  const lines: string[] = [];
  const log = pino(
    {},
    new Writable({ write: (chunk, _, done) => (lines.push(String(chunk)), done()) }),
  );
  const { database } = platform.app.services;
  await platform.sql(`update coin_lot set expires_at = now() - interval '1 hour'`);
  await platform.sql(
    'create function refuse_expiry() returns trigger language plpgsql as $$ begin raise exception $a$stop$a$; end $$',
  );
  await platform.sql(
    `create trigger refuse_expiry before insert on transfer for each row when (new.kind = 'EXPIRY' and new.foundation_id = '${broken}') execute function refuse_expiry()`,
  );
  await expireEverywhere(database, log);
  expect(await expired()).toEqual({ sicheng: 0, yigong80: 1 });
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0]!)).toMatchObject({
    level: 50,
    foundationId: broken,
    err: { message: 'stop' },
  });

  await platform.sql('drop trigger refuse_expiry on transfer; drop function refuse_expiry');
  // Two concurrent nodes do the work of one.
  await Promise.all([expireEverywhere(database, log), expireEverywhere(database, log)]);
  expect(await expired()).toEqual({ sicheng: 2, yigong80: 1 });
  expect(lines).toHaveLength(1);
  // The manually changed expiry breaks the chain; everything else holds.
  const found = (await checkInvariants(platform.databaseUrl, invariants)).filter(
    ({ breachCount }) => breachCount > 0,
  );
  expect(found.map(({ name }) => name)).toEqual(['chain-is-unbroken']);
});

test.each([
  [
    'on the last day of a month until the last day of the next one',
    'Asia/Shanghai',
    '2026-01-30T16:30:00Z',
    1,
    '2026-02-28T16:00:00Z',
  ],
  [
    'in a leap year until 29 February',
    'Asia/Shanghai',
    '2027-11-30T15:59:00Z',
    3,
    '2028-02-29T16:00:00Z',
  ],
  [
    'to the end of the day in summer time',
    'America/New_York',
    '2026-01-31T12:00:00Z',
    2,
    '2026-04-01T04:00:00Z',
  ],
  ['for good where nothing is said', 'Asia/Shanghai', '2026-01-30T16:30:00Z', null, null],
])(
  'coins are valid %s, by the calendar of the foundation',
  async (_, zone, from, months, until) => {
    const id = platform.fixtures.foundations['yigong80'];
    await platform.sql('update foundation set time_zone = $2 where id = $1', [id, zone]);
    const [row] = await platform.sql<{ until: Date | null }>(
      'select ledger_expiry($1, $2, $3) as until',
      [id, from, months],
    );
    expect(row?.until?.toISOString() ?? null).toBe(
      until === null ? null : new Date(until).toISOString(),
    );
  },
);

test('coins granted just after midnight in Shanghai expire at the end of a day there', async () => {
  const sicheng = platform.fixtures.foundations['sicheng'];
  await platform.sql(
    `insert into coin_policy (foundation_id, id, version, valid_from, rules, reason, actor_account_id)
     values ($1, gen_random_uuid(), 1, now() - interval '700 days', '{"expiryMonths": {"GRANTED": 13}}', '章程', $1)`,
    [sicheng],
  );
  const year = new Date().getUTCFullYear() - 1;
  const admin = await scenario.actor('admin@sicheng');
  const toAccountId = scenario.id.coinAccount('poor@xinxian');
  const grant = {
    idempotencyKey: newKey(),
    fundAccountId: scenario.id.coinAccount('fund@sicheng'),
    toAccountId,
    amount: '1.00',
    reason: '资助',
    // 31 December, 00:30 in Shanghai, is the 30th in Greenwich.
    happenedAt: `${year}-12-30T16:30:00Z`,
  };
  await admin.mutate('grantCoins', grant, 'transfer { id }');
  const { account } = await admin.query(
    'query ($id: ID!) { account: coinAccount(id: $id) { lots(first: 5) { nodes { expiresAt } } } }',
    { id: toAccountId },
  );
  expect(
    account.lots.nodes.map(({ expiresAt }: { expiresAt: string }) => Date.parse(expiresAt)),
  ).toEqual([Date.parse(`${year + 2}-01-31T16:00:00Z`)]);
});

async function expired(): Promise<Record<string, number>> {
  const rows = await platform.sql<{ slug: string; count: number }>(
    `select f.slug, count(t.id)::int as count from foundation f left join transfer t on t.foundation_id = f.id and t.kind = 'EXPIRY' group by 1`,
  );
  return Object.fromEntries(rows.map(({ slug, count }) => [slug, count]));
}
