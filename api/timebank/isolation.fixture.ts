import type { IsolationFixture, Side } from '../testing/isolation/fixtures.ts';
import { FixtureIds } from '../testing/scenario/fixture-ids.ts';
import { type TestPlatform } from '../testing/test-platform.ts';

export const isolationFixture: IsolationFixture = { seedFoundation, finish };

/** A coin policy, and a closed month with the receipt of its filing. */
async function seedFoundation(platform: TestPlatform, { administrator }: Side): Promise<void> {
  if (administrator !== 'admin@yigong80') return;
  const caller = await platform.as(administrator);
  const rules = { rules: {}, validFrom: new Date().toISOString(), reason: '隔墙规则' };
  await caller.mutate('publishCoinPolicy', rules, 'policy { id }');
  const { period } = await caller.mutate('closePeriod', { month: '2020-01' }, 'period { id }');
  const filing = {
    foundationId: new FixtureIds(platform.fixtures).foundation('yigong80'),
    periodId: period.id as string,
  };
  const operator = await platform.as('operator@headbank');
  await operator.mutate('acknowledgeFiling', filing, 'period { id }');
}

/** Sends coins between the foundations in both directions, and settles the difference. */
async function finish(platform: TestPlatform): Promise<void> {
  const { coinAccount, foundation } = new FixtureIds(platform.fixtures);
  const operator = await platform.as('operator@headbank');
  for (const slug of ['sicheng', 'yigong80']) {
    const limits = {
      foundationId: foundation(slug),
      fundAccountId: coinAccount(`fund@${slug}`),
      owedMax: '9.00',
      claimMax: '9.00',
    };
    await operator.mutate('setClearingLimits', { ...limits, reason: '-' }, 'position { name }');
  }
  for (const [from, to, toFoundation, amount] of [
    ['elder@xinxian', 'elder@shiyuan', 'yigong80', '0.02'],
    ['elder@dafangjia', 'elder@shiyuan', 'yigong80', '0.02'],
    ['elder@shiyuan', 'elder@xinxian', 'sicheng', '0.01'],
  ] as const) {
    const order = {
      fromAccountId: coinAccount(from),
      toAccountId: coinAccount(to),
      toFoundationId: foundation(toFoundation),
      amount,
    };
    await (await platform.as(from)).mutate('sendCoins', order, 'order { state }');
  }
  await operator.mutate('settleClearing', { yuanPerCoin: '0.00', reason: '-' }, 'legs { state }');
}
