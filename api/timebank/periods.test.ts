import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { invariants } from '../invariants.ts';
import { checkInvariants } from '../platform/database/invariants.ts';
import type { Actor } from '../testing/scenario/actor.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../testing/test-platform.ts';
import { Scenario } from '../testing/scenario/scenario.ts';

let platform: TestPlatform;
let scenario: Scenario;
let admin: Actor;
beforeAll(async () => {
  platform = await startTestPlatform();
  scenario = await Scenario.begin(platform);
  admin = await scenario.actor('admin@sicheng');
});
afterAll(() => platform.close());

/**
 * A month in Beijing time, counted back from the current one. Tests close the last but one, since
 * fixtures are booked in the last one when a run crosses the end of a month.
 */
function month(back: number): string {
  const local = new Date(Date.now() + 8 * 3_600_000);
  return new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() - back, 1))
    .toISOString()
    .slice(0, 7);
}

const selection =
  'period { id month version kind reason seal report { trialBalance minted burned outstanding coverage transferCount adjustmentCount minutes minutesLate funds { outstanding account { ownerKind } } } receipt { receiptNumber } }';

test('a month is closed, filed and acknowledged, and after reopening with a reason closed again', async () => {
  const happenedAt = `${month(2)}-10T04:00:00Z`;
  await admin.grantsCoins('poor@xinxian', '5.00', { happenedAt });
  const { period } = await admin.mutate('closePeriod', { month: month(2) }, selection);
  expect(period).toMatchObject({ month: month(2), version: 1, kind: 'CLOSED', receipt: null });
  expect(period.seal).toMatch(/^[0-9a-f]{64}$/);
  expect(period.report).toMatchObject({
    trialBalance: '0.00',
    minted: '5.00',
    burned: '0.00',
    outstanding: '5.00',
    coverage: null,
    transferCount: 1,
    adjustmentCount: 0,
    minutes: 0,
    minutesLate: 0,
    funds: [{ outstanding: '5.00', account: { ownerKind: 'FUND' } }],
  });

  // A late booking is refused, or becomes an adjustment of the open month.
  await expect(admin.grantsCoins('poor@xinxian', '1.00', { happenedAt })).toBeRefused(
    'PERIOD_CLOSED',
  );
  await admin.grantsCoins('poor@xinxian', '1.00', { happenedAt, asAdjustment: true });
  expect(
    await platform.sql(
      'select month::text, is_adjustment from transfer_link order by position desc limit 1',
    ),
  ).toEqual([{ month: `${month(1)}-01`, is_adjustment: true }]);

  const operator = await scenario.actor('operator@headbank');
  const foundationId = scenario.id.foundation('sicheng');
  const received = await operator.mutate(
    'acknowledgeFiling',
    { foundationId, periodId: period.id },
    selection,
  );
  expect(received.period.receipt.receiptNumber).toMatch(/^\d{6}-1-[0-9A-F]{8}$/);
  const again = await operator.mutate(
    'acknowledgeFiling',
    { foundationId, periodId: period.id },
    selection,
  );
  expect(again).toEqual(received);
  const { filings } = await operator.query(
    'query ($id: ID!) { filings(foundationId: $id, first: 10) { totalCount nodes { month report { outstanding } receipt { receiptNumber } } } }',
    { id: foundationId },
  );
  expect(filings).toMatchObject({
    totalCount: 1,
    nodes: [{ month: month(2), report: { outstanding: '5.00' } }],
  });

  const reopened = await admin.mutate(
    'reopenPeriod',
    { month: month(2), reason: '漏记一笔' },
    selection,
  );
  expect(reopened.period).toMatchObject({
    kind: 'REOPENED',
    version: 2,
    reason: '漏记一笔',
    report: null,
  });
  await admin.grantsCoins('poor@xinxian', '2.00', { happenedAt });
  const closed = await admin.mutate('closePeriod', { month: month(2) }, selection);
  expect(closed.period).toMatchObject({
    version: 3,
    receipt: null,
    report: { minted: '7.00', outstanding: '7.00' },
  });
  expect(closed.period.seal).not.toBe(period.seal);
  const results = await checkInvariants(platform.databaseUrl, invariants);
  expect(results.filter(({ breachCount }) => breachCount > 0)).toEqual([]);
});

test('months are closed in order, after their end, by an administrator', async () => {
  await expect(admin.tryMutate('closePeriod', { month: month(0) })).toBeRefused('MONTH_NOT_OVER');
  await expect(admin.tryMutate('closePeriod', { month: month(2) })).toBeRefused(
    'PERIOD_ALREADY_CLOSED',
  );
  expect(await admin.scalarRefusalCode('closePeriod', { month: '2026-13' })).toBe(
    'YEAR_MONTH_INVALID',
  );
  await expect(admin.tryMutate('reopenPeriod', { month: month(3), reason: '试' })).toBeRefused(
    'NOT_LAST_CLOSED',
  );
  await expect(
    (await scenario.actor('analyst@sicheng')).tryMutate('closePeriod', { month: month(3) }),
  ).toBeRefused('NOT_ALLOWED');
  const foundationId = scenario.id.foundation('sicheng');
  const { periods } = await (
    await scenario.actor('auditor@sicheng')
  ).query('{ periods(first: 10) { nodes { id version } } }');
  expect(periods.nodes.map(({ version }: { version: number }) => version)).toEqual([3, 2, 1]);
  const periodId = periods.nodes[0].id as string;
  await expect(admin.tryMutate('acknowledgeFiling', { foundationId, periodId })).toBeRefused(
    'NOT_ALLOWED',
  );
  const { periods: unseen } = await (
    await scenario.actor('dispatcher@xinxian')
  ).query('{ periods(first: 10) { nodes { id } } }');
  expect(unseen.nodes).toEqual([]);
});

test('coverage compares the money with the coins at the price in force at the end of the month', async () => {
  const yigong = await scenario.actor('admin@yigong80');
  const foundationId = platform.fixtures.foundations['yigong80'];
  // Twenty yuan a coin, and twice that from the first of the following month, Beijing time.
  for (const [version, from, fen] of [
    [1, '2020-01-01T00:00:00Z', '2000'],
    [2, `${month(1)}-01T00:00:00+08:00`, '4000'],
  ])
    await platform.sql(
      `insert into coin_policy (foundation_id, id, version, valid_from, rules, reason, actor_account_id)
       values ($1, gen_random_uuid(), $2, $3, jsonb_build_object('fenPerCoin', $4::text), '章程', $1)`,
      [foundationId, version, from, fen],
    );
  const fund = scenario.id.coinAccount('fund@yigong80');
  const opened = { ownerKind: 'FUND', ownerId: fund, unit: 'CNY', name: '专项基金' };
  const fundAccountId = (await yigong.mutate('openCoinAccount', opened, 'account { id }')).account
    .id;
  const common = { happenedAt: `${month(2)}-20T04:00:00Z`, reason: '凭证' };
  const income = { idempotencyKey: newKey(), fundAccountId, amount: '50.00', ...common };
  await yigong.mutate('recordFundIncome', income, 'transfer { id }');
  const granted = {
    fundAccountId: fund,
    toAccountId: scenario.id.coinAccount('elder@shiyuan'),
    amount: '5.00',
    ...common,
  };
  await yigong.mutate('grantCoins', granted, 'transfer { id }');
  const { period } = await yigong.mutate(
    'closePeriod',
    { month: month(2) },
    'period { report { outstanding backing coverage trialBalance } }',
  );
  // 50 yuan for five coins of 20.
  expect(period.report).toEqual({
    outstanding: '5.00',
    backing: '50.00',
    coverage: '0.5000',
    trialBalance: '0.00',
  });
});

test('a tampered closed month is found and named', async () => {
  await platform.sql(`alter table period_event disable trigger append_only`);
  await platform.sql(
    `update period_event set figures = jsonb_set(figures, '{minted}', '"900"') where version = 3`,
  );
  const results = await checkInvariants(platform.databaseUrl, invariants);
  const found = results.find(({ name }) => name === 'closed-months-stay-sealed');
  expect(found?.breaches[0]?.breach).toContain(`month ${month(2)}, version 3`);
});
