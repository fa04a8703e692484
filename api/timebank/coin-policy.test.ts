import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { encodeId } from '../../schema/ids.ts';
import { CoinRules } from '../../schema/timebank/coin-policy.ts';
import { invariants } from '../invariants.ts';
import { checkInvariants } from '../platform/database/invariants.ts';
import type { Caller } from '../testing/caller.ts';
import { Visits } from '../testing/visit-builder.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../testing/test-platform.ts';
import { coinsForService } from './coin-rules.ts';
import { expireEverywhere } from './expiry.job.ts';

let platform: TestPlatform;
let admin: Caller;
beforeAll(async () => {
  platform = await startTestPlatform();
  admin = await platform.as('admin@sicheng');
});
afterAll(() => platform.close());

const account = (persona: string) => encodeId('coinacc', platform.fixtures.coinAccounts[persona]!);

async function publish(rules: object): Promise<void> {
  const input = { rules, effectiveFrom: new Date().toISOString(), reason: '理事会决议' };
  await admin.does('publishCoinPolicy', input, 'policy { version }');
}

/**
 * Stores rules that have been in force for a day: a visit counts by the rules of its own, past
 * hour.
 */
async function ruledSinceYesterday(rules: object): Promise<void> {
  await platform.sql(
    `insert into coin_policy (foundation_id, id, version, effective_from, rules, reason, actor_account_id)
     select $1, gen_random_uuid(), max(version) + 1, now() - interval '1 day', $2, '章程', $1 from coin_policy where foundation_id = $1`,
    [platform.fixtures.foundations['sicheng'], JSON.stringify(rules)],
  );
}

function move(from: string, to: string, amount: string, more: object = {}) {
  const accounts = { fromAccountId: account(from), toAccountId: account(to) };
  const actingFor = { personId: encodeId('person', platform.fixtures.persons[from]!) };
  return { idempotencyKey: newKey(), ...accounts, amount, purpose: 'GIFT', actingFor, ...more };
}

async function grant(to: string, amount: string, more: object = {}): Promise<string[]> {
  const accounts = { fundAccountId: account('fund@sicheng'), toAccountId: account(to) };
  return admin.refusalCodes('grantCoins', {
    idempotencyKey: newKey(),
    ...accounts,
    amount,
    reason: '资助',
    ...more,
  });
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

test('a version replaces another from its own day, and both are kept', async () => {
  await publish({ gifts: 'NOBODY' });
  expect(
    await admin.refusalCodes('transferCoins', move('elder@xinxian', 'poor@xinxian', '1.00')),
  ).toEqual(['GIFTS_NOT_ALLOWED']);
  await publish({ gifts: 'RELATIVES' });
  expect(
    await admin.refusalCodes('transferCoins', move('elder@xinxian', 'poor@xinxian', '1.00')),
  ).toEqual(['GIFT_ONLY_TO_RELATIVES']);
  await publish({});
  await admin.does(
    'transferCoins',
    move('elder@xinxian', 'poor@xinxian', '1.00'),
    'transfer { id }',
  );
  const { coinPolicies } = await admin.ask(
    '{ coinPolicies(first: 10) { nodes { version rules { gifts roundingMinutes } } } }',
  );
  expect(coinPolicies.nodes).toEqual([
    { version: 3, rules: { gifts: 'ANYBODY', roundingMinutes: 1 } },
    { version: 2, rules: { gifts: 'RELATIVES', roundingMinutes: 1 } },
    { version: 1, rules: { gifts: 'NOBODY', roundingMinutes: 1 } },
  ]);
});

test('is for administrators, from now on, within reason', async () => {
  const input = { rules: {}, effectiveFrom: new Date().toISOString(), reason: '试' };
  expect(
    await (await platform.as('dispatcher@xinxian')).refusalCodes('publishCoinPolicy', input),
  ).toEqual(['NOT_ALLOWED']);
  expect(
    await admin.refusalCodes('publishCoinPolicy', {
      ...input,
      effectiveFrom: '2020-01-01T00:00:00Z',
    }),
  ).toEqual(['POLICY_IN_PAST']);
  expect(
    await admin.refusalCodes('publishCoinPolicy', { ...input, rules: { roundingMinutes: 0 } }),
  ).toEqual(['RULES_INVALID']);
  expect(await admin.refusalCodes('publishCoinPolicy', { ...input, rulePack: 'atlantis' })).toEqual(
    ['RULE_PACK_UNKNOWN'],
  );
});

test('granted coins buy what their origin permits, and expire', async () => {
  await publish({ origins: [{ origin: 'GRANTED', permittedUses: ['SERVICE'], expiryMonths: 12 }] });
  expect(await grant('volunteer@xinxian', '5.00')).toEqual([]);
  const refused = await admin.tries(
    'transferCoins',
    move('volunteer@xinxian', 'poor@xinxian', '1.00'),
  );
  expect(refused.errors.map(({ code }) => code)).toEqual(['COINS_NOT_FOR_THIS_USE']);
  const { account: seen } = await admin.ask(
    'query ($id: ID!) { account(id: $id) { lots(first: 10) { nodes { permittedUses expiresAt } } } }',
    { id: account('volunteer@xinxian') },
  );
  const [lot] = seen.lots.nodes;
  expect(lot.permittedUses).toEqual(['SERVICE']);
  const months = (Date.parse(lot.expiresAt) - Date.now()) / 86_400_000 / 30.4;
  expect(Math.round(months)).toBe(12);
});

test('nobody is granted more than the cap, unless the account has a limit of its own', async () => {
  await publish({ balanceMax: '10.00', overflow: 'DONATE' });
  expect(await grant('second@chaoxi', '10.01')).toEqual(['ABOVE_ACCOUNT_LIMIT']);
  const limit = {
    accountId: account('second@chaoxi'),
    balanceMax: '20.00',
    reason: '重度失能家庭',
  };
  await admin.does('setCoinAccountLimit', limit, 'account { id }');
  expect(await grant('second@chaoxi', '10.01')).toEqual([]);
  expect(
    await admin.refusalCodes('setCoinAccountLimit', { ...limit, balanceMax: '10.00' }),
  ).toEqual(['LIMIT_BELOW_BALANCE']);
  expect(await grant('second@chaoxi', '10.00')).toEqual(['ABOVE_ACCOUNT_LIMIT']);
});

test('rule packs say that they need confirmation', async () => {
  const { rulePacks } = await admin.ask(
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

test('the soonest to expire are spent first, then the oldest; what expires goes back to its fund', async () => {
  const lots = async () => {
    const query =
      'query ($id: ID!) { account(id: $id) { posted lots(first: 10) { nodes { amount remaining } } } }';
    const { account: seen } = await admin.ask(query, { id: account('both@xinxian') });
    return [
      seen.posted,
      ...seen.lots.nodes.map(
        (lot: { amount: string; remaining: string }) => `${lot.remaining}/${lot.amount}`,
      ),
    ];
  };
  await publish({});
  await grant('both@xinxian', '1.00');
  await publish({ origins: [{ origin: 'GRANTED', expiryMonths: 2 }] });
  await grant('both@xinxian', '2.00');
  await publish({ origins: [{ origin: 'GRANTED', expiryMonths: 1 }] });
  // Granted before any policy, so without expiry.
  await grant('both@xinxian', '4.00', {
    happenedAt: new Date(Date.now() - 86_400_000).toISOString(),
  });
  await grant('both@xinxian', '8.00');
  expect(await lots()).toEqual(['15.00', '1.00/1.00', '2.00/2.00', '4.00/4.00', '8.00/8.00']);
  await admin.does(
    'transferCoins',
    move('both@xinxian', 'poor@xinxian', '9.00'),
    'transfer { id }',
  );
  expect(await lots()).toEqual(['6.00', '1.00/1.00', '1.00/2.00', '4.00/4.00']);
  // Moves the expiry of the lot into the past, as the table's owner.
  await platform.sql(
    `update coin_lot set expires_at = now() - interval '1 minute' where amount = 200 and remaining = 100`,
  );
  expect(
    await admin.refusalCodes('transferCoins', move('both@xinxian', 'poor@xinxian', '5.50')),
  ).toEqual(['COINS_NOT_FOR_THIS_USE']);
  await expireEverywhere(platform.app.services.database, platform.app.services.log);
  expect(await lots()).toEqual(['5.00', '1.00/1.00', '4.00/4.00']);
  await platform.sql(
    `update coin_lot set expires_at = ledger_expiry(t.foundation_id, t.happened_at, 2) from transfer t where t.id = transfer_id and coin_lot.amount = 200`,
  );
});

describe('gifts', () => {
  test('go to relatives where the policy says so, either way, and to nobody else', async () => {
    await publish({});
    await grant('elder@xinxian', '1.00');
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
    const dispatcher = await platform.as('dispatcher@xinxian');
    const give = (from: string, to: string) =>
      dispatcher.refusalCodes('transferCoins', move(from, to, '0.10'));
    expect(await give('elder@xinxian', 'volunteer@xinxian')).toEqual([]);
    await publish({});
    await grant('volunteer@xinxian', '1.00');
    await publish({ gifts: 'RELATIVES' });
    expect(await give('volunteer@xinxian', 'elder@xinxian')).toEqual([]);
    expect(await give('elder@xinxian', 'poor@xinxian')).toEqual(['GIFT_ONLY_TO_RELATIVES']);
    await platform.sql(`delete from role_grant where account_id = $1 and role = 'VOLUNTEER'`, [
      platform.fixtures.accounts['family@xinxian'],
    ]);
  });

  test('of groups are donations only where the policy says so', async () => {
    const team = encodeId('team', platform.fixtures.teams['qingman']!);
    const opened = { ownerKind: 'TEAM', ownerId: team, unit: 'COIN', name: '情满楼院' };
    const { account: own } = await admin.does('openCoinAccount', opened, 'account { id }');
    await publish({ groupsOnlyDonate: true });
    const toTeam = {
      idempotencyKey: newKey(),
      fundAccountId: account('fund@sicheng'),
      toAccountId: own.id,
    };
    await admin.does(
      'grantCoins',
      { ...toTeam, amount: '5.00', reason: '团队奖励' },
      'transfer { id }',
    );
    const from = { fromAccountId: own.id, actingFor: null };
    const leader = await platform.as('leader@xinxian');
    expect(
      await leader.refusalCodes(
        'transferCoins',
        move('elder@xinxian', 'poor@xinxian', '1.00', from),
      ),
    ).toEqual(['GROUPS_ONLY_DONATE']);
    const donation = move('elder@xinxian', 'fund@sicheng', '1.00', {
      ...from,
      purpose: 'DONATION',
    });
    expect(await leader.refusalCodes('transferCoins', donation)).toEqual([]);
    await publish({});
    expect(
      await leader.refusalCodes(
        'transferCoins',
        move('elder@xinxian', 'poor@xinxian', '1.00', from),
      ),
    ).toEqual([]);
  });

  test('are not dated back by who gives them to a day with other rules', async () => {
    await publish({ gifts: 'NOBODY' });
    const elder = await platform.as('elder@xinxian');
    const yesterday = { happenedAt: new Date(Date.now() - 25 * 3_600_000).toISOString() };
    const back = () => move('elder@xinxian', 'poor@xinxian', '0.10', yesterday);
    expect(await elder.refusalCodes('transferCoins', back())).toEqual(['BACKDATING_NOT_ALLOWED']);
    // An offline phone states the time of the event; the rules of that time count, which differed.
    const anHourAgo = { happenedAt: new Date(Date.now() - 3_600_000).toISOString() };
    expect(
      await elder.refusalCodes(
        'transferCoins',
        move('elder@xinxian', 'poor@xinxian', '0.10', anHourAgo),
      ),
    ).toEqual([]);
    // Staff enter paper records from that time.
    expect(
      await (await platform.as('dispatcher@xinxian')).refusalCodes('transferCoins', back()),
    ).toEqual([]);
    await publish({});
  });
});

describe('a cap', () => {
  const posted = async (persona: string) => {
    const query = 'query ($id: ID!) { account(id: $id) { posted } }';
    return (await admin.ask(query, { id: account(persona) })).account.posted as string;
  };
  const own = async () => {
    const [row] = await platform.sql<{ posted: string }>(
      `select posted from coin_account where foundation_id = $1 and owner_kind = 'FOUNDATION' and unit = 'COIN'`,
      [platform.fixtures.foundations['sicheng']],
    );
    return BigInt(row!.posted);
  };

  test('sends what is earned above it to the foundation, also when a visit is corrected and paid anew', async () => {
    const visits = await Visits.of(platform);
    expect(await posted('volunteer@chaoxi')).toBe('0.00');
    await ruledSinceYesterday({ balanceMax: '125', overflow: 'DONATE' });
    const before = await own();
    await visits.certified({ minutes: 60 });
    const second = await visits.certified({ minutes: 60, endedMinutesAgo: 90 });
    expect([await posted('volunteer@chaoxi'), (await own()) - before]).toEqual(['1.25', 75n]);
    // The reversal leaves 1.00, and 0.50 are due: 0.25 are kept, 0.25 donated.
    await admin.does(
      'correctVisit',
      await visits.decision(second, { minutes: 30, reason: '早走' }),
      'visit { id }',
    );
    expect([await posted('volunteer@chaoxi'), (await own()) - before]).toEqual(['1.25', 25n]);
  });

  test('is passed by what is earned where the policy keeps it, and binds no one else’s gift then', async () => {
    await ruledSinceYesterday({ balanceMax: '125', overflow: 'KEEP' });
    await (await Visits.of(platform)).certified({ minutes: 60, endedMinutesAgo: 180 });
    expect(await posted('volunteer@chaoxi')).toBe('2.25');
    await ruledSinceYesterday({});
  });

  test('of an account’s own comes before the policy’s', async () => {
    const limit = { accountId: account('volunteer@chaoxi'), balanceMax: '2.50', reason: '约定' };
    await admin.does('setCoinAccountLimit', limit, 'account { id }');
    await (await Visits.of(platform)).certified({ minutes: 60, endedMinutesAgo: 270 });
    expect(await posted('volunteer@chaoxi')).toBe('2.50');
    await admin.does('setCoinAccountLimit', { ...limit, balanceMax: null }, 'account { id }');
  });
});

test('coins that expire while they are held pay the visit they were held for; what comes back expires then', async () => {
  await publish({ origins: [{ origin: 'GRANTED', expiryMonths: 1 }] });
  const readiness = async () => {
    const query = 'query ($id: ID!) { account(id: $id) { posted held available } }';
    return (await admin.ask(query, { id: account('poor@xinxian') })).account;
  };
  // The volunteer has nothing but the following grant.
  const { available } = await readiness();
  const rest = move('poor@xinxian', 'fund@sicheng', available, { purpose: 'DONATION' });
  expect(await admin.refusalCodes('transferCoins', rest)).toEqual([]);
  await grant('poor@xinxian', '1.50');
  const visits = await Visits.of(platform);
  const visitId = await visits.carriedOut({
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
  const dispatcher = await platform.as('dispatcher@xinxian');
  await dispatcher.does(
    'certifyVisit',
    await visits.decision(visitId, { minutes: 45, reason: '核减' }),
    'visit { id }',
  );
  expect(await readiness()).toEqual({ posted: '0.25', held: '0.00', available: '0.25' });
  // Paid again by the same coins, although they have expired.
  await admin.does(
    'correctVisit',
    await visits.decision(visitId, { minutes: 30, reason: '再核' }),
    'visit { id }',
  );
  expect(await readiness()).toEqual({ posted: '0.50', held: '0.00', available: '0.50' });
  await expire();
  expect(await readiness()).toEqual({ posted: '0.00', held: '0.00', available: '0.00' });
  // Restores the sealed expiry of the lot.
  await platform.sql(
    `update coin_lot l set expires_at = ledger_expiry(t.foundation_id, t.happened_at, 1) from transfer t where t.id = l.transfer_id and l.amount = 150 and l.origin = 'GRANTED'`,
  );
  await publish({});
});

test('two who publish at the same time make two versions, and no error', async () => {
  const input = {
    rules: {},
    effectiveFrom: new Date(Date.now() + 60_000).toISOString(),
    reason: '同时',
  };
  const codes = await Promise.all(
    Array.from({ length: 6 }, () => admin.refusalCodes('publishCoinPolicy', input)),
  );
  expect(codes.flat()).toEqual([]);
});

test('and after all of this the books hold', async () => {
  const results = await checkInvariants(platform.databaseUrl, invariants);
  expect(results.filter(({ breachCount }) => breachCount > 0)).toEqual([]);
});
