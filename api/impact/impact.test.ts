import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Actor } from '../testing/scenario/actor.ts';
import { Scenario } from '../testing/scenario/scenario.ts';
import { fullHourIn } from '../testing/scenario/times.ts';
import { type TestPlatform, startTestPlatform } from '../testing/test-platform.ts';

let platform: TestPlatform;
let scenario: Scenario;
let admin: Actor;

beforeAll(async () => {
  platform = await startTestPlatform();
  scenario = await Scenario.begin(platform);
  admin = await scenario.actor('admin@sicheng');
  await scenario.certifiedVisit({ minutes: 60 });
  await scenario.certifiedVisit({ minutes: 30, endedMinutesAgo: 90 });
});
afterAll(() => platform.close());

const day = (offset: number) =>
  new Date(Date.now() + (offset * 24 + 8) * 3_600_000).toISOString().slice(0, 10);

async function impactFor(persona: string, from = day(-1), to = day(1)) {
  const caller = await scenario.actor(persona);
  const { impact } = await caller.query(
    `query ($from: Date!, $to: Date!) { impact(from: $from, to: $to) { isWhole smallCellThreshold absence visitsCertified eldersServed minutesCertified
      communities { community { slug } absence visitsCertified eldersServed volunteersServing minutesCertified coinsPaid requestsOpened } } }`,
    { from, to },
  );
  const bySlug = Object.fromEntries(
    impact.communities.map((each: { community: { slug: string } }) => [each.community.slug, each]),
  );
  return { ...impact, bySlug };
}

const leftOut = {
  visitsCertified: null,
  eldersServed: null,
  volunteersServing: null,
  minutesCertified: null,
  coinsPaid: null,
  requestsOpened: null,
};

test("a dispatcher learns that she may not see her neighbours' figures, and reads no zero", async () => {
  const { bySlug, ...whole } = await impactFor('dispatcher@chaoxi');
  expect(bySlug['xinxian']).toEqual({
    community: { slug: 'xinxian' },
    absence: 'NOT_PERMITTED',
    ...leftOut,
  });
  expect(bySlug['chaoxi']).toMatchObject({ absence: null, visitsCertified: 0, eldersServed: 0 });
  expect(whole).toMatchObject({ isWhole: false, visitsCertified: 0, minutesCertified: 0 });
  const own = await impactFor('dispatcher@xinxian');
  expect(own.bySlug['xinxian']).toMatchObject({
    absence: null,
    visitsCertified: 2,
    eldersServed: 1,
  });
  expect(own).toMatchObject({
    isWhole: false,
    absence: null,
    visitsCertified: 2,
    minutesCertified: 90,
  });
});

test('a figure about one elder is shown only to callers who see the visits', async () => {
  expect(await impactFor('admin@sicheng')).toMatchObject({
    isWhole: true,
    absence: null,
    eldersServed: 1,
  });
  const { bySlug, ...whole } = await impactFor('analyst@sicheng');
  expect(whole).toMatchObject({
    isWhole: true,
    smallCellThreshold: 5,
    absence: 'TOO_FEW_PEOPLE',
    visitsCertified: null,
    eldersServed: null,
    minutesCertified: null,
  });
  expect(bySlug['xinxian']).toEqual({
    community: { slug: 'xinxian' },
    absence: 'TOO_FEW_PEOPLE',
    ...leftOut,
  });
  expect(bySlug['chaoxi']).toMatchObject({ absence: null, visitsCertified: 0 });
});

test('the threshold is set by the administrator, and not below the floor of the platform', async () => {
  const set = { threshold: 3, reason: '理事会决议' };
  await expect(
    (await scenario.actor('analyst@sicheng')).tryMutate('setSmallCellThreshold', set),
  ).toBeRefused('NOT_ALLOWED');
  await expect(admin.tryMutate('setSmallCellThreshold', { ...set, threshold: 2 })).toBeRefused(
    'THRESHOLD_TOO_LOW',
  );
  expect(await admin.mutate('setSmallCellThreshold', set, 'threshold')).toMatchObject({
    threshold: 3,
  });
  expect((await impactFor('analyst@sicheng')).smallCellThreshold).toBe(3);
});

test('a community that was opened today is not in the figures of a past year, unless it served then', async () => {
  const opened = { slug: 'xinkai', name: '新开社区', district: '北京' };
  await admin.mutate('openCommunity', opened, 'community { id }');
  expect(
    Object.keys((await impactFor('admin@sicheng', '2021-01-01', '2022-01-01')).bySlug),
  ).toEqual([]);
  expect(Object.keys((await impactFor('admin@sicheng')).bySlug)).toContain('xinkai');
  await platform.sql(
    `update visit set checked_in_at = '2021-05-05T02:00:00Z' where id = (select id from visit order by id limit 1)`,
  );
  const then = await impactFor('admin@sicheng', '2021-01-01', '2022-01-01');
  expect(Object.keys(then.bySlug)).toEqual(['xinxian']);
  expect(then.bySlug['xinxian'].visitsCertified).toBe(1);
});

test('a statement of a period has what happened in it, whenever it was booked, and states both times', async () => {
  const opened = async (input: object) =>
    (await admin.mutate('openCoinAccount', input, 'account { id }')).account.id;
  const fund = await opened({
    ownerKind: 'FUND',
    ownerId: scenario.id.coinAccount('fund@sicheng'),
    unit: 'CNY',
    name: '资金',
  });
  const lastMonth = fullHourIn(-40 * 24);
  for (const [key, amount, happenedAt] of [
    ['now', '5.00', undefined],
    ['late', '7.00', lastMonth],
  ] as const)
    await admin.mutate(
      'recordFundIncome',
      {
        idempotencyKey: key,
        fundAccountId: fund,
        amount,
        reason: key,
        happenedAt,
        asAdjustment: true,
      },
      'transfer { id }',
    );
  const query = `query ($id: ID!, $from: DateTime!, $to: DateTime!, $by: BalanceTime!) { account: coinAccount(id: $id) {
    statement(first: 10, from: $from, to: $to, by: $by) { totalCount nodes { amount balanceAfter bookedAt happenedAt } } }
    usual: coinAccount(id: $id) { statement(first: 10, from: $from, to: $to) { totalCount } } }`;
  const span = {
    id: fund,
    from: new Date(Date.parse(lastMonth) - 1_000).toISOString(),
    to: new Date(Date.parse(lastMonth) + 1_000).toISOString(),
  };
  const { account, usual } = await admin.query(query, { ...span, by: 'HAPPENED' });
  expect(account.statement.nodes).toEqual([
    { amount: '7.00', balanceAfter: '7.00', bookedAt: expect.any(String), happenedAt: lastMonth },
  ]);
  expect(usual.statement.totalCount).toBe(1);
  expect((await admin.query(query, { ...span, by: 'BOOKED' })).account.statement.totalCount).toBe(
    0,
  );
  // Both months together add up line by line in order of events, over pages too.
  const paged = `query ($id: ID!, $from: DateTime!, $after: String) { account: coinAccount(id: $id) {
    statement(first: 1, from: $from, after: $after) { nodes { amount balanceAfter } pageInfo { endCursor hasNextPage } } } }`;
  const first = (await admin.query(paged, span)).account.statement;
  expect(first.nodes).toEqual([{ amount: '5.00', balanceAfter: '12.00' }]);
  const second = (await admin.query(paged, { ...span, after: first.pageInfo.endCursor })).account
    .statement;
  expect(second).toMatchObject({
    nodes: [{ amount: '7.00', balanceAfter: '7.00' }],
    pageInfo: { hasNextPage: false },
  });
  const file = `query ($id: ID!, $from: DateTime!, $to: DateTime!) { statementFile(accountId: $id, from: $from, to: $to, format: CSV) { base64 } }`;
  const { statementFile } = await admin.query(file, span);
  const csv = Buffer.from(statementFile.base64, 'base64').toString('utf8');
  expect(csv).toContain('late');
  expect(csv).not.toContain('now');
});
