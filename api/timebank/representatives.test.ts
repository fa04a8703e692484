import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../../schema/ids.ts';
import { invariants } from '../invariants.ts';
import { checkInvariants } from '../platform/database/invariants.ts';
import type { Actor } from '../testing/scenario/actor.ts';
import { Scenario } from '../testing/scenario/scenario.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../testing/test-platform.ts';

let platform: TestPlatform;
let scenario: Scenario;
let admin: Actor;

beforeAll(async () => {
  platform = await startTestPlatform();
  scenario = await Scenario.begin(platform);
  admin = await scenario.actor('admin@sicheng');
  const operator = await scenario.actor('operator@headbank');
  for (const slug of ['sicheng', 'yigong80']) {
    const input = {
      foundationId: scenario.id.foundation(slug),
      fundAccountId: scenario.id.coinAccount(`fund@${slug}`),
      owedMax: '100.00',
      claimMax: '100.00',
      reason: '总行协议',
    };
    await operator.mutate('setClearingLimits', input, 'position { isOpen }');
  }
});

afterAll(() => platform.close());

/**
 * Gives an account a role for a person of any foundation. The role has ended, since that makes
 * nobody a second person, unless it is in force.
 */
async function holdsRole(
  account: string,
  role: string,
  foundation: string,
  person: string,
  { isInForce = false } = {},
): Promise<void> {
  await platform.sql(
    `insert into role_grant (id, account_id, role, foundation_id, person_id, valid_from, valid_to)
     values ($1, $2, $3, $4, $5, now() - interval '9 days', $6::timestamptz)`,
    [
      newId(),
      platform.fixtures.accounts[account],
      role,
      platform.fixtures.foundations[foundation],
      platform.fixtures.persons[person],
      isInForce ? null : new Date(Date.now() - 86_400_000).toISOString(),
    ],
  );
}

async function posted(holder: string): Promise<string> {
  const [row] = await platform.sql<{ posted: string }>(
    'select posted from coin_account where id = $1',
    [platform.fixtures.coinAccounts[holder]],
  );
  return row!.posted;
}

/** Sends a coin to another foundation, as the holder or for the holder. */
async function sends(by: Actor, from: string, to: string, foundation = 'yigong80') {
  const input = {
    idempotencyKey: newKey(),
    fromAccountId: scenario.id.coinAccount(from),
    toFoundationId: scenario.id.foundation(foundation),
    toAccountId: scenario.id.coinAccount(to),
    amount: '1.00',
    ...(by.persona !== from && { actingFor: { personId: scenario.id.person(from) } }),
  };
  return (await by.mutate('sendCoins', input, 'order { id state refusalCode }')).order;
}

describe('a person who acts for a sender of coins to another foundation', () => {
  test.each([
    ['dispatcher@xinxian', 'VOLUNTEER', 'volunteer@shiyuan'],
    ['admin@sicheng', 'ELDER', 'elder@shiyuan'],
    ['family@xinxian', 'VOLUNTEER', 'volunteer@shiyuan'],
  ])('is not the receiver: %s, once %s there', async (persona, role, receiver) => {
    const before = [await posted('elder@xinxian'), await posted(receiver)];
    const caller = await scenario.actor(persona);
    // A stranger's account receives it.
    expect(await sends(caller, 'elder@xinxian', receiver)).toMatchObject({ state: 'SETTLED' });
    await holdsRole(persona, role, 'yigong80', receiver);
    const order = await sends(caller, 'elder@xinxian', receiver);
    expect(order).toMatchObject({ state: 'REFUSED', refusalCode: 'RECEIVER_ACTS_FOR_SENDER' });
    const query =
      'query ($id: ID!) { node(id: $id) { ... on ClearingOrder { refusalCode transfer { phase } } } }';
    expect((await caller.query(query, { id: order.id })).node).toEqual({
      refusalCode: 'RECEIVER_ACTS_FOR_SENDER',
      transfer: { phase: 'VOID_PENDING' },
    });
    expect([await posted('elder@xinxian'), await posted(receiver)]).toEqual([
      String(BigInt(before[0]!) - 100n),
      String(BigInt(before[1]!) + 100n),
    ]);
  });

  test('may send them to others, and holders send their own coins to themselves', async () => {
    await admin.grantsCoins('both@xinxian', '2.00');
    await holdsRole('both@xinxian', 'VOLUNTEER', 'yigong80', 'volunteer@shiyuan');
    const both = await scenario.actor('both@xinxian');
    expect(await sends(both, 'elder@xinxian', 'elder@shiyuan')).toMatchObject({ state: 'SETTLED' });
    expect(await sends(both, 'both@xinxian', 'volunteer@shiyuan')).toMatchObject({
      state: 'SETTLED',
    });
    expect(await sends(both, 'elder@xinxian', 'volunteer@shiyuan')).toMatchObject({
      refusalCode: 'RECEIVER_ACTS_FOR_SENDER',
    });
  });
});

test('an administrator does not send back coins to an account of their own in the other foundation', async () => {
  const yigong = await scenario.actor('admin@yigong80');
  const elder = await scenario.actor('elder@xinxian');
  await sends(elder, 'elder@xinxian', 'elder@shiyuan');
  const query = '{ clearingOrders(first: 1) { nodes { id direction } } }';
  const [came] = (await yigong.query(query)).clearingOrders.nodes;
  const back = () => ({ idempotencyKey: newKey(), orderId: came.id, reason: '转错了人' });
  await holdsRole('admin@yigong80', 'FAMILY_MEMBER', 'sicheng', 'elder@xinxian');
  await expect(yigong.tryMutate('returnCoins', back())).toBeRefused('NOT_ALLOWED');
  await platform.sql(`delete from role_grant where role = 'FAMILY_MEMBER' and account_id = $1`, [
    platform.fixtures.accounts['admin@yigong80'],
  ]);
  // Nor does an administrator decide about coins of an account of their own here.
  await holdsRole('admin@yigong80', 'ELDER', 'yigong80', 'elder@shiyuan');
  await expect(yigong.tryMutate('returnCoins', back())).toBeRefused('NOT_ALLOWED');
  await platform.sql(`delete from role_grant where role = 'ELDER' and account_id = $1`, [
    platform.fixtures.accounts['admin@yigong80'],
  ]);
  await yigong.mutate('returnCoins', back(), 'order { state }');
});

test('a family member neither gives coins of the elder to herself nor spends them at her own shop', async () => {
  const family = await scenario.actor('family@xinxian');
  await family.givesCoins('elder@xinxian', 'both@xinxian', '1.00');
  await holdsRole('family@xinxian', 'VOLUNTEER', 'sicheng', 'both@xinxian');
  await expect(family.givesCoins('elder@xinxian', 'both@xinxian', '1.00')).toBeRefused(
    'NOT_ALLOWED',
  );
  // The elder gives them, and so does a dispatcher who is told.
  const elder = await scenario.actor('elder@xinxian');
  await elder.givesCoins('elder@xinxian', 'both@xinxian', '1.00');
  const dispatcher = await scenario.actor('dispatcher@xinxian');
  await dispatcher.givesCoins('elder@xinxian', 'both@xinxian', '1.00');
  const opened = { ownerKind: 'SHOP', unit: 'COIN', name: '便民商铺' };
  const { account: shop } = await admin.mutate('openCoinAccount', opened, 'account { id }');
  const redemption = () => ({
    idempotencyKey: newKey(),
    fromAccountId: scenario.id.coinAccount('elder@xinxian'),
    shopAccountId: shop.id,
    amount: '1.00',
    actingFor: { personId: scenario.id.person('elder@xinxian') },
  });
  await family.mutate('redeemCoins', redemption(), 'transfer { id }');
  await platform.sql(
    `insert into role_grant (id, account_id, role, foundation_id, valid_from) values ($1, $2, 'MERCHANT', $3, now())`,
    [
      newId(),
      platform.fixtures.accounts['family@xinxian'],
      platform.fixtures.foundations['sicheng'],
    ],
  );
  await expect(family.tryMutate('redeemCoins', redemption())).toBeRefused('NOT_ALLOWED');
});

test('an administrator grants coins in a batch to no team that they lead or led', async () => {
  const opened = { ownerKind: 'TEAM', ownerId: scenario.id.team('qingman'), unit: 'COIN' };
  const { account: team } = await admin.mutate(
    'openCoinAccount',
    { ...opened, name: '情满楼院' },
    'account { id }',
  );
  const batch = () => ({
    idempotencyKey: newKey(),
    fundAccountId: scenario.id.coinAccount('fund@sicheng'),
    csv: `to,amount\n${team.id},1.00\n`,
    reason: '团队资助',
    isDryRun: false,
  });
  await admin.mutate('grantCoinsInBatch', batch(), 'batch { isBooked }');
  await platform.sql(
    `insert into role_grant (id, account_id, role, foundation_id, team_id, valid_from, valid_to)
     values ($1, $2, 'TEAM_LEADER', $3, $4, now() - interval '9 days', now() - interval '1 day')`,
    [
      newId(),
      platform.fixtures.accounts['admin@sicheng'],
      platform.fixtures.foundations['sicheng'],
      platform.fixtures.teams['qingman'],
    ],
  );
  await expect(admin.tryMutate('grantCoinsInBatch', batch())).toBeRefused('NOT_ALLOWED');
  await expect(
    admin.tryMutate(
      'grantCoins',
      admin.grantInput('elder@xinxian', '1.00', { toAccountId: team.id }),
    ),
  ).toBeRefused('NOT_ALLOWED');
});

test('the books are whole after all orders that were refused and returned', async () => {
  const breaches = await checkInvariants(platform.databaseUrl, invariants);
  expect(breaches.filter(({ breachCount }) => breachCount > 0)).toEqual([]);
});
