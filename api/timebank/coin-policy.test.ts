import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CoinRules } from '../../schema/timebank/coin-policy.ts';
import { invariants } from '../invariants.ts';
import { checkInvariants } from '../platform/database/invariants.ts';
import type { Actor } from '../testing/scenario/actor.ts';
import { Scenario } from '../testing/scenario/scenario.ts';
import { inHours, inMinutes } from '../testing/scenario/times.ts';
import { type TestPlatform, startTestPlatform } from '../testing/test-platform.ts';
import { coinsForService } from './coin-rules.ts';
import { expireEverywhere } from './expiry.job.ts';

let platform: TestPlatform;
let scenario: Scenario;
let admin: Actor;
beforeAll(async () => {
  platform = await startTestPlatform();
  scenario = await Scenario.begin(platform);
  admin = await scenario.actor('admin@sicheng');
});
afterAll(() => platform.close());

async function publish(rules: object): Promise<void> {
  const input = { rules, validFrom: new Date().toISOString(), reason: '理事会决议' };
  await admin.mutate('publishCoinPolicy', input, 'policy { version }');
}

/**
 * Stores rules that have been in force for a day: a visit counts by the rules of its own, past
 * hour.
 */
async function ruledSinceYesterday(rules: object): Promise<void> {
  await platform.sql(
    `insert into coin_policy (foundation_id, id, version, valid_from, rules, reason, actor_account_id)
     select $1, gen_random_uuid(), max(version) + 1, now() - interval '1 day', $2, '章程', $1 from coin_policy where foundation_id = $1`,
    [platform.fixtures.foundations['sicheng'], JSON.stringify(rules)],
  );
}

test.each([
  ['UP', 30, 61, 150n],
  ['DOWN', 30, 61, 100n],
  ['NEAREST', 30, 44, 50n],
  ['NEAREST', 30, 45, 100n],
  ['UP', 1, 61, 102n],
] as const)(
  'service is rounded %s to %i minutes: %i minutes',
  (roundingMode, roundingMinutes, minutes, coins) => {
    const rules = Object.assign(new CoinRules(), { roundingMode, roundingMinutes });
    expect(coinsForService(rules, 'companionship', 100n, minutes)).toBe(coins);
    const withRate = Object.assign(rules, {
      rates: [{ kindCode: 'companionship', coinsPerHour: 200n }],
    });
    expect(coinsForService(withRate, 'companionship', 100n, minutes)).toBe(coins * 2n);
  },
);

test('a policy version replaces another from its own day on, and both are kept', async () => {
  await publish({ gifts: 'NOBODY' });
  await expect(admin.givesCoins('elder@xinxian', 'poor@xinxian', '1.00')).toBeRefused(
    'GIFTS_NOT_ALLOWED',
  );
  await publish({ gifts: 'RELATIVES' });
  await expect(admin.givesCoins('elder@xinxian', 'poor@xinxian', '1.00')).toBeRefused(
    'GIFT_ONLY_TO_RELATIVES',
  );
  await publish({});
  await admin.givesCoins('elder@xinxian', 'poor@xinxian', '1.00');
  const { coinPolicies } = await admin.query(
    '{ coinPolicies(first: 10) { nodes { version rules { gifts roundingMinutes } } } }',
  );
  expect(coinPolicies.nodes).toEqual([
    { version: 3, rules: { gifts: 'ANYBODY', roundingMinutes: 1 } },
    { version: 2, rules: { gifts: 'RELATIVES', roundingMinutes: 1 } },
    { version: 1, rules: { gifts: 'NOBODY', roundingMinutes: 1 } },
  ]);
});

test('only an administrator publishes a policy, with valid rules from now on', async () => {
  const input = { rules: {}, validFrom: new Date().toISOString(), reason: '试' };
  await expect(
    (await scenario.actor('dispatcher@xinxian')).tryMutate('publishCoinPolicy', input),
  ).toBeRefused('NOT_ALLOWED');
  await expect(
    admin.tryMutate('publishCoinPolicy', {
      ...input,
      validFrom: '2020-01-01T00:00:00Z',
    }),
  ).toBeRefused('POLICY_IN_PAST');
  await expect(
    admin.tryMutate('publishCoinPolicy', { ...input, rules: { roundingMinutes: 0 } }),
  ).toBeRefused('RULES_INVALID');
  await expect(
    admin.tryMutate('publishCoinPolicy', { ...input, rulePack: 'atlantis' }),
  ).toBeRefused('RULE_PACK_UNKNOWN');
});

test('granted coins buy what their origin permits, and expire', async () => {
  await publish({ origins: [{ origin: 'GRANTED', permittedUses: ['SERVICE'], expiryMonths: 12 }] });
  await admin.grantsCoins('volunteer@xinxian', '5.00');
  await expect(admin.givesCoins('volunteer@xinxian', 'poor@xinxian', '1.00')).toBeRefused(
    'COINS_NOT_FOR_THIS_USE',
  );
  const { account: seen } = await admin.query(
    'query ($id: ID!) { account: coinAccount(id: $id) { lots(first: 10) { nodes { permittedUses expiresAt } } } }',
    { id: scenario.id.coinAccount('volunteer@xinxian') },
  );
  const [lot] = seen.lots.nodes;
  expect(lot.permittedUses).toEqual(['SERVICE']);
  const months = (Date.parse(lot.expiresAt) - Date.now()) / 86_400_000 / 30.4;
  expect(Math.round(months)).toBe(12);
});

test('a grant above the cap is refused unless the account has its own limit', async () => {
  await publish({ balanceMax: '10.00', overflow: 'DONATE' });
  await expect(admin.grantsCoins('second@chaoxi', '10.01')).toBeRefused('ABOVE_ACCOUNT_LIMIT');
  const limit = {
    accountId: scenario.id.coinAccount('second@chaoxi'),
    balanceMax: '20.00',
    reason: '重度失能家庭',
  };
  await admin.mutate('setCoinAccountLimit', limit, 'account { id }');
  await admin.grantsCoins('second@chaoxi', '10.01');
  await expect(
    admin.tryMutate('setCoinAccountLimit', { ...limit, balanceMax: '10.00' }),
  ).toBeRefused('LIMIT_BELOW_BALANCE');
  await expect(admin.grantsCoins('second@chaoxi', '10.00')).toBeRefused('ABOVE_ACCOUNT_LIMIT');
});

test('rule packs say that they need confirmation', async () => {
  const { rulePacks } = await admin.query(
    '{ rulePacks { code needsLocalConfirmation rules { balanceMax gifts } } }',
  );
  expect(rulePacks.map(({ code }: { code: string }) => code)).toEqual([
    'beijing',
    'nanjing',
    'guangzhou',
    'chengdu',
  ]);
  expect(
    rulePacks.every((pack: { needsLocalConfirmation: boolean }) => pack.needsLocalConfirmation),
  ).toBe(true);
  expect(rulePacks[1].rules.balanceMax).toBe('1500.00');
  const notes = async (language: string) =>
    (await admin.send('{ rulePacks { notes } }', {}, { 'accept-language': language })).data
      .rulePacks[2].notes;
  expect(await notes('en')).toEqual([
    'At most 1,500 hours are kept; what is earned above that is donated.',
  ]);
  expect(await notes('zh-CN')).toEqual(['个人最多存储 1500 小时，超出部分捐赠。']);
});

test('coins that expire soonest are spent first, then the oldest, and expired coins go back to their fund', async () => {
  const lots = async () => {
    const query =
      'query ($id: ID!) { account: coinAccount(id: $id) { posted lots(first: 10) { nodes { amount remaining } } } }';
    const { account: seen } = await admin.query(query, {
      id: scenario.id.coinAccount('both@xinxian'),
    });
    return [
      seen.posted,
      ...seen.lots.nodes.map(
        (lot: { amount: string; remaining: string }) => `${lot.remaining}/${lot.amount}`,
      ),
    ];
  };
  await publish({});
  await admin.grantsCoins('both@xinxian', '1.00');
  await publish({ origins: [{ origin: 'GRANTED', expiryMonths: 2 }] });
  await admin.grantsCoins('both@xinxian', '2.00');
  await publish({ origins: [{ origin: 'GRANTED', expiryMonths: 1 }] });
  // Granted before any policy, so without expiry.
  await admin.grantsCoins('both@xinxian', '4.00', {
    happenedAt: inHours(-24),
  });
  await admin.grantsCoins('both@xinxian', '8.00');
  expect(await lots()).toEqual(['15.00', '1.00/1.00', '2.00/2.00', '4.00/4.00', '8.00/8.00']);
  await admin.givesCoins('both@xinxian', 'poor@xinxian', '9.00');
  expect(await lots()).toEqual(['6.00', '1.00/1.00', '1.00/2.00', '4.00/4.00']);
  // Moves the expiry of the lot into the past, as the table's owner.
  await platform.sql(
    `update coin_lot set expires_at = now() - interval '1 minute' where amount = 200 and remaining = 100`,
  );
  await expect(admin.givesCoins('both@xinxian', 'poor@xinxian', '5.50')).toBeRefused(
    'COINS_NOT_FOR_THIS_USE',
  );
  await expireEverywhere(platform.app.services.database, platform.app.services.log);
  expect(await lots()).toEqual(['5.00', '1.00/1.00', '4.00/4.00']);
  await platform.sql(
    `update coin_lot set expires_at = ledger_expiry(t.foundation_id, t.happened_at, 2) from transfer t where t.id = transfer_id and coin_lot.amount = 200`,
  );
});

describe('gifts', () => {
  test('if the policy permits gifts only to relatives, both relatives give and others do not', async () => {
    await publish({});
    await admin.grantsCoins('elder@xinxian', '1.00');
    // The daughter, who acts for the elder, has an account of her own as a volunteer.
    await platform.sql(
      `insert into role_grant (id, account_id, role, foundation_id, community_id, person_id, valid_from)
       values (gen_random_uuid(), $1, 'VOLUNTEER', $2, $3, $4, now() - interval '1 day')`,
      [
        platform.fixtures.accounts['family@xinxian'],
        platform.fixtures.foundations['sicheng'],
        platform.fixtures.communities['xinxian'],
        platform.fixtures.persons['volunteer@xinxian'],
      ],
    );
    await publish({ gifts: 'RELATIVES' });
    const dispatcher = await scenario.actor('dispatcher@xinxian');
    await dispatcher.givesCoins('elder@xinxian', 'volunteer@xinxian', '0.10');
    await publish({});
    await admin.grantsCoins('volunteer@xinxian', '1.00');
    await publish({ gifts: 'RELATIVES' });
    await dispatcher.givesCoins('volunteer@xinxian', 'elder@xinxian', '0.10');
    await expect(dispatcher.givesCoins('elder@xinxian', 'poor@xinxian', '0.10')).toBeRefused(
      'GIFT_ONLY_TO_RELATIVES',
    );
    await platform.sql(`delete from role_grant where account_id = $1 and role = 'VOLUNTEER'`, [
      platform.fixtures.accounts['family@xinxian'],
    ]);
  });

  test('groups only donate if the policy says so', async () => {
    const team = scenario.id.team('qingman');
    const opened = { ownerKind: 'TEAM', ownerId: team, unit: 'COIN', name: '情满楼院' };
    const { account: own } = await admin.mutate('openCoinAccount', opened, 'account { id }');
    await publish({ groupsOnlyDonate: true });
    await admin.grantsCoins('elder@xinxian', '5.00', { toAccountId: own.id });
    const from = { fromAccountId: own.id, actingFor: null };
    const leader = await scenario.actor('leader@xinxian');
    await expect(leader.givesCoins('elder@xinxian', 'poor@xinxian', '1.00', from)).toBeRefused(
      'GROUPS_ONLY_DONATE',
    );
    const donation = admin.giftInput('elder@xinxian', 'fund@sicheng', '1.00', {
      ...from,
      purpose: 'DONATION',
    });
    await leader.mutate('transferCoins', donation);
    await publish({});
    await leader.givesCoins('elder@xinxian', 'poor@xinxian', '1.00', from);
  });

  test('a holder does not backdate a gift to a day with other rules', async () => {
    await publish({ gifts: 'NOBODY' });
    const elder = await scenario.actor('elder@xinxian');
    const yesterday = { happenedAt: inHours(-25) };
    const back = () => admin.giftInput('elder@xinxian', 'poor@xinxian', '0.10', yesterday);
    await expect(elder.tryMutate('transferCoins', back())).toBeRefused('BACKDATING_NOT_ALLOWED');
    // An offline phone states the time of the event; the rules of that time count, which differed.
    const anHourAgo = { happenedAt: inHours(-1) };
    await elder.givesCoins('elder@xinxian', 'poor@xinxian', '0.10', anHourAgo);
    // Staff enter paper records from that time.
    await (await scenario.actor('dispatcher@xinxian')).mutate('transferCoins', back());
    await publish({});
  });
});

describe('a cap', () => {
  const posted = async (persona: string) => {
    const query = 'query ($id: ID!) { account: coinAccount(id: $id) { posted } }';
    return (await admin.query(query, { id: scenario.id.coinAccount(persona) })).account
      .posted as string;
  };
  const own = async () => {
    const [row] = await platform.sql<{ posted: string }>(
      `select posted from coin_account where foundation_id = $1 and owner_kind = 'FOUNDATION' and unit = 'COIN'`,
      [platform.fixtures.foundations['sicheng']],
    );
    return BigInt(row!.posted);
  };

  test('coins earned above a cap go to the foundation, also after a correction', async () => {
    expect(await posted('volunteer@chaoxi')).toBe('0.00');
    await ruledSinceYesterday({ balanceMax: '125', overflow: 'DONATE' });
    const before = await own();
    await scenario.certifiedVisit({ minutes: 60 });
    const second = await scenario.certifiedVisit({ minutes: 60, endedMinutesAgo: 90 });
    expect([await posted('volunteer@chaoxi'), (await own()) - before]).toEqual(['1.25', 75n]);
    // The reversal leaves 1.00, and 0.50 are due: 0.25 are kept, 0.25 donated.
    await admin.decides('correctVisit', second, { minutes: 30, reason: '早走' });
    expect([await posted('volunteer@chaoxi'), (await own()) - before]).toEqual(['1.25', 25n]);
  });

  test('earned coins exceed a cap if the policy keeps them', async () => {
    await ruledSinceYesterday({ balanceMax: '125', overflow: 'KEEP' });
    await scenario.certifiedVisit({ minutes: 60, endedMinutesAgo: 180 });
    expect(await posted('volunteer@chaoxi')).toBe('2.25');
    await ruledSinceYesterday({});
  });

  test('the cap of an account comes before the cap of the policy', async () => {
    const limit = {
      accountId: scenario.id.coinAccount('volunteer@chaoxi'),
      balanceMax: '2.50',
      reason: '约定',
    };
    await admin.mutate('setCoinAccountLimit', limit, 'account { id }');
    await scenario.certifiedVisit({ minutes: 60, endedMinutesAgo: 270 });
    expect(await posted('volunteer@chaoxi')).toBe('2.50');
    await admin.mutate('setCoinAccountLimit', { ...limit, balanceMax: null }, 'account { id }');
  });
});

test('coins that expire while held pay their visit, and the rest expires when it comes back', async () => {
  await publish({ origins: [{ origin: 'GRANTED', expiryMonths: 1 }] });
  const readiness = async () => {
    const query = 'query ($id: ID!) { account: coinAccount(id: $id) { posted held available } }';
    return (await admin.query(query, { id: scenario.id.coinAccount('poor@xinxian') })).account;
  };
  // The volunteer has nothing but the following grant.
  const { available } = await readiness();
  const rest = admin.giftInput('poor@xinxian', 'fund@sicheng', available, { purpose: 'DONATION' });
  await admin.mutate('transferCoins', rest);
  await admin.grantsCoins('poor@xinxian', '1.50');
  const visitId = await scenario.carriedOutVisit({
    elder: 'poor@xinxian',
    minutes: 60,
    endedMinutesAgo: 360,
  });
  expect(await readiness()).toEqual({ posted: '1.50', held: '1.00', available: '0.50' });
  const turned = `foundation_id = '${platform.fixtures.foundations['sicheng']}' and amount = 150 and origin = 'GRANTED'`;
  await platform.sql(
    `update coin_lot set expires_at = now() - interval '1 minute' where ${turned}`,
  );
  const expire = () => expireEverywhere(platform.app.services.database, platform.app.services.log);
  await expire();
  // Held coins stay.
  expect(await readiness()).toEqual({ posted: '1.00', held: '1.00', available: '0.00' });
  const dispatcher = await scenario.actor('dispatcher@xinxian');
  await dispatcher.certifies(visitId, { minutes: 45, reason: '核减' });
  expect(await readiness()).toEqual({ posted: '0.25', held: '0.00', available: '0.25' });
  // Paid again by the same coins, although they have expired.
  await admin.decides('correctVisit', visitId, { minutes: 30, reason: '再核' });
  expect(await readiness()).toEqual({ posted: '0.50', held: '0.00', available: '0.50' });
  await expire();
  expect(await readiness()).toEqual({ posted: '0.00', held: '0.00', available: '0.00' });
  // Restores the sealed expiry of the lot.
  await platform.sql(
    `update coin_lot l set expires_at = ledger_expiry(t.foundation_id, t.happened_at, 1) from transfer t where t.id = l.transfer_id and l.amount = 150 and l.origin = 'GRANTED'`,
  );
  await publish({});
});

test('concurrent publications make one version each, without errors', async () => {
  const input = {
    rules: {},
    validFrom: inMinutes(1),
    reason: '同时',
  };
  const codes = await Promise.all(
    Array.from({ length: 6 }, () => admin.refusalCodes('publishCoinPolicy', input)),
  );
  expect(codes.flat()).toEqual([]);
});

test('after all these tests the ledger is consistent', async () => {
  const results = await checkInvariants(platform.databaseUrl, invariants);
  expect(results.filter(({ breachCount }) => breachCount > 0)).toEqual([]);
});
