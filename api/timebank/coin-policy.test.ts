import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { encodeId } from '../../schema/ids.ts';
import { CoinRules } from '../../schema/timebank/coin-policy.ts';
import { invariants } from '../invariants.ts';
import { checkInvariants } from '../platform/database/invariants.ts';
import type { Caller } from '../testing/caller.ts';
import { newKey, type World, world } from '../testing/world.ts';
import { coinsForService } from './coin-rules.ts';
import { expireEverywhere } from './expiry.job.ts';

let there: World;
let admin: Caller;
beforeAll(async () => {
  there = await world();
  admin = await there.as('admin@sicheng');
});
afterAll(() => there.close());

const account = (persona: string) => encodeId('coinacc', there.settlers.coinAccounts[persona]!);

async function publish(rules: object): Promise<void> {
  const input = { rules, effectiveFrom: new Date().toISOString(), reason: '理事会决议' };
  await admin.does('publishCoinPolicy', input, 'policy { version }');
}

function move(from: string, to: string, amount: string, more: object = {}) {
  const accounts = { fromAccountId: account(from), toAccountId: account(to) };
  return { idempotencyKey: newKey(), ...accounts, amount, purpose: 'GIFT', ...more };
}

async function grant(to: string, amount: string, more: object = {}): Promise<string[]> {
  const accounts = { fundAccountId: account('fund@sicheng'), toAccountId: account(to) };
  return admin.codesOf('grantCoins', { idempotencyKey: newKey(), ...accounts, amount, reason: '资助', ...more });
}

test.each([
  ['UP', 30, 61, 150n],
  ['DOWN', 30, 61, 100n],
  ['NEAREST', 30, 44, 50n],
  ['NEAREST', 30, 45, 100n],
  ['UP', 1, 61, 102n],
] as const)('service is rounded %s to %i minutes: %i minutes', (roundingMode, roundingMinutes, minutes, coins) => {
  const rules = Object.assign(new CoinRules(), { roundingMode, roundingMinutes });
  expect(coinsForService(rules, 'companionship', 100n, minutes)).toBe(coins);
  const withRate = Object.assign(rules, { rates: [{ kindCode: 'companionship', coinsPerHour: 200n }] });
  expect(coinsForService(withRate, 'companionship', 100n, minutes)).toBe(coins * 2n);
});

test('a version replaces another from its own day, and both are kept', async () => {
  await publish({ gifts: 'NOBODY' });
  expect(await admin.codesOf('transferCoins', move('elder@xinxian', 'poor@xinxian', '1.00'))).toEqual([
    'GIFTS_NOT_ALLOWED',
  ]);
  await publish({ gifts: 'RELATIVES' });
  expect(await admin.codesOf('transferCoins', move('elder@xinxian', 'poor@xinxian', '1.00'))).toEqual([
    'GIFT_ONLY_TO_RELATIVES',
  ]);
  await publish({});
  await admin.does('transferCoins', move('elder@xinxian', 'poor@xinxian', '1.00'), 'transfer { id }');
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
  expect(await (await there.as('dispatcher@xinxian')).codesOf('publishCoinPolicy', input)).toEqual(['NOT_ALLOWED']);
  expect(await admin.codesOf('publishCoinPolicy', { ...input, effectiveFrom: '2020-01-01T00:00:00Z' })).toEqual([
    'POLICY_IN_PAST',
  ]);
  expect(await admin.codesOf('publishCoinPolicy', { ...input, rules: { roundingMinutes: 0 } })).toEqual([
    'RULES_INVALID',
  ]);
  expect(await admin.codesOf('publishCoinPolicy', { ...input, rulePack: 'atlantis' })).toEqual(['RULE_PACK_UNKNOWN']);
});

test('granted coins buy what their origin permits, and expire', async () => {
  await publish({ origins: [{ origin: 'GRANTED', permittedUses: ['SERVICE'], expiryMonths: 12 }] });
  expect(await grant('volunteer@xinxian', '5.00')).toEqual([]);
  const refused = await admin.tries('transferCoins', move('volunteer@xinxian', 'poor@xinxian', '1.00'));
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
  const limit = { accountId: account('second@chaoxi'), balanceMax: '20.00', reason: '重度失能家庭' };
  await admin.does('setCoinAccountLimit', limit, 'account { id }');
  expect(await grant('second@chaoxi', '10.01')).toEqual([]);
  expect(await admin.codesOf('setCoinAccountLimit', { ...limit, balanceMax: '10.00' })).toEqual([
    'LIMIT_BELOW_BALANCE',
  ]);
  expect(await grant('second@chaoxi', '10.00')).toEqual(['ABOVE_ACCOUNT_LIMIT']);
});

test('other rules can be tried on the past, and change nothing', async () => {
  await publish({});
  const before = await there.sql('select count(*) from transfer');
  const query = `query ($rules: CoinRulesInput!, $from: DateTime!, $to: DateTime!) { tryCoinPolicy(rules: $rules, from: $from, to: $to) { transferCount differenceCount booked wouldBe holdersAboveCap wouldHaveExpired differences { booked wouldBe refusal } } }`;
  const span = { from: '2020-01-01T00:00:00Z', to: new Date(Date.now() + 60_000).toISOString() };
  const { tryCoinPolicy } = await admin.ask(query, { rules: { gifts: 'NOBODY', balanceMax: '15.00' }, ...span });
  expect(tryCoinPolicy).toEqual({
    transferCount: 1,
    differenceCount: 1,
    booked: '1.00',
    wouldBe: '0.00',
    holdersAboveCap: 1,
    wouldHaveExpired: '0.00',
    differences: [{ booked: '1.00', wouldBe: '0.00', refusal: 'GIFTS_NOT_ALLOWED' }],
  });
  expect(await there.sql('select count(*) from transfer')).toEqual(before);
});

test('rule packs say that they need confirmation', async () => {
  const { rulePacks } = await admin.ask('{ rulePacks { code needsLocalConfirmation rules { balanceMax gifts } } }');
  expect(rulePacks.map(({ code }: { code: string }) => code)).toEqual(['beijing', 'nanjing', 'guangzhou', 'chengdu']);
  expect(rulePacks.every((pack: { needsLocalConfirmation: boolean }) => pack.needsLocalConfirmation)).toBe(true);
  expect(rulePacks[1].rules.balanceMax).toBe('1500.00');
});

test('the soonest to expire are spent first, then the oldest; what expires goes back to its fund', async () => {
  const lots = async () => {
    const query = 'query ($id: ID!) { account(id: $id) { posted lots(first: 10) { nodes { amount remaining } } } }';
    const { account: seen } = await admin.ask(query, { id: account('both@xinxian') });
    return [
      seen.posted,
      ...seen.lots.nodes.map((lot: { amount: string; remaining: string }) => `${lot.remaining}/${lot.amount}`),
    ];
  };
  await publish({});
  await grant('both@xinxian', '1.00');
  await publish({ origins: [{ origin: 'GRANTED', expiryMonths: 2 }] });
  await grant('both@xinxian', '2.00');
  await publish({ origins: [{ origin: 'GRANTED', expiryMonths: 1 }] });
  // Before there was any policy, so without end.
  await grant('both@xinxian', '4.00', { happenedAt: new Date(Date.now() - 86_400_000).toISOString() });
  await grant('both@xinxian', '8.00');
  expect(await lots()).toEqual(['15.00', '1.00/1.00', '2.00/2.00', '4.00/4.00', '8.00/8.00']);
  await admin.does('transferCoins', move('both@xinxian', 'poor@xinxian', '9.00'), 'transfer { id }');
  expect(await lots()).toEqual(['6.00', '1.00/1.00', '1.00/2.00', '4.00/4.00']);
  // Nobody waits for months in a test: the owner turns the clock of the lot.
  await there.sql(
    `update coin_lot set expires_at = now() - interval '1 minute' where amount = 200 and remaining = 100`,
  );
  expect(await admin.codesOf('transferCoins', move('both@xinxian', 'poor@xinxian', '5.50'))).toEqual([
    'COINS_NOT_FOR_THIS_USE',
  ]);
  await expireEverywhere(there.app.services.database, there.app.services.log);
  expect(await lots()).toEqual(['5.00', '1.00/1.00', '4.00/4.00']);
  await there.sql(
    `update coin_lot set expires_at = t.happened_at + interval '2 months' from transfer t where t.id = transfer_id and coin_lot.amount = 200`,
  );
});

test('and after all of this the books hold', async () => {
  const results = await checkInvariants(there.databaseUrl, invariants);
  expect(results.filter(({ breachCount }) => breachCount > 0)).toEqual([]);
});
