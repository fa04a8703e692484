import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { encodeId } from '../../schema/ids.ts';
import type { Caller } from '../testing/caller.ts';
import { Visits } from '../testing/visit-builder.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../testing/test-platform.ts';

/** A past with known figures; each test simulates one different rule. */
let platform: TestPlatform;
let admin: Caller;
let shop: string;
const ids: Record<string, string> = {};
beforeAll(async () => {
  platform = await startTestPlatform();
  admin = await platform.as('admin@sicheng');
  const opened = { ownerKind: 'SHOP', unit: 'COIN', name: '爱心粮油店' };
  shop = (await admin.does('openCoinAccount', opened, 'account { id }')).account.id;
  await live();
});
afterAll(() => platform.close());

const account = (persona: string) => encodeId('coinacc', platform.fixtures.coinAccounts[persona]!);
const span = () => ({
  from: '2020-01-01T00:00:00Z',
  to: new Date(Date.now() + 60_000).toISOString(),
});

async function live(): Promise<void> {
  const visits = await Visits.of(platform);
  // One hour is booked and held; 45 and 20 minutes are paid by the minute.
  await visits.certified({ minutes: 45, endedMinutesAgo: 60 });
  await visits.certified({ minutes: 20, endedMinutesAgo: 180 });
  // And one of 45 while each started hour counted in full.
  await platform.sql(
    `insert into coin_policy (foundation_id, id, version, effective_from, rules, reason, actor_account_id)
     values ($1, gen_random_uuid(), 1, now(), '{"roundingMinutes": 60, "roundingMode": "UP"}', '章程', $1)`,
    [platform.fixtures.foundations['sicheng']],
  );
  await visits.certified({ minutes: 45, endedMinutesAgo: 300 });
  await publish({});
  // One visit was a mistake and is revoked.
  const wrong = await visits.certified({ minutes: 30, endedMinutesAgo: 420 });
  await admin.does(
    'revokeCertification',
    await visits.decision(wrong, { reason: '误认证' }),
    'visit { id }',
  );
  const threeMonthsAgo = new Date(Date.now() - 92 * 86_400_000).toISOString();
  await grant('poor@xinxian', '5.00', { happenedAt: threeMonthsAgo });
  await grant('second@chaoxi', '3.00');
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
  ids['toRelative'] = await gift('elder@xinxian', 'volunteer@xinxian', '1.00');
  ids['toStranger'] = await gift('poor@xinxian', 'elder@dafangjia', '2.00');
  const spend = {
    fromAccountId: account('second@chaoxi'),
    shopAccountId: shop,
    amount: '1.00',
    actingFor: { personId: encodeId('person', platform.fixtures.persons['second@chaoxi']!) },
  };
  const { transfer } = await admin.does(
    'redeemCoins',
    { idempotencyKey: newKey(), ...spend },
    'transfer { id }',
  );
  ids['redeemed'] = transfer.id;
}

async function publish(rules: object): Promise<void> {
  await admin.does(
    'publishCoinPolicy',
    { rules, effectiveFrom: new Date().toISOString(), reason: '章程' },
    'policy { id }',
  );
}

async function grant(to: string, amount: string, more: object = {}): Promise<void> {
  const accounts = { fundAccountId: account('fund@sicheng'), toAccountId: account(to) };
  await admin.does(
    'grantCoins',
    { idempotencyKey: newKey(), ...accounts, amount, reason: '资助', ...more },
    'transfer { id }',
  );
}

async function gift(from: string, to: string, amount: string): Promise<string> {
  const input = {
    idempotencyKey: newKey(),
    fromAccountId: account(from),
    toAccountId: account(to),
    amount,
    purpose: 'GIFT',
    actingFor: { personId: encodeId('person', platform.fixtures.persons[from]!) },
  };
  return (await admin.does('transferCoins', input, 'transfer { id }')).transfer.id;
}

async function tried(rules: object, within: { from: string; to: string } = span()) {
  const query = `query ($rules: CoinRulesInput!, $from: DateTime!, $to: DateTime!) { simulateCoinPolicy(rules: $rules, from: $from, to: $to) {
    transferCount isComplete differenceCount booked wouldBe donated usedOtherwise holdersAboveCap wouldHaveExpired
    differences { transferId booked wouldBe donated refusal } } }`;
  const before = await platform.sql('select count(*) from transfer');
  const { simulateCoinPolicy } = await admin.ask(query, { rules, ...within });
  expect(await platform.sql('select count(*) from transfer')).toEqual(before);
  return simulateCoinPolicy;
}

const moved = ({ booked, wouldBe }: { booked: string; wouldBe: string }) => [booked, wouldBe];

test('the same rules change nothing but what was paid by others', async () => {
  const simulation = await tried({});
  // Three payments, four grants (two by the fixtures), two gifts, one redemption. The revoked visit
  // does not count.
  expect(simulation).toMatchObject({
    transferCount: 10,
    isComplete: true,
    differenceCount: 1,
    donated: '0.00',
  });
  expect(simulation.differences.map(moved)).toEqual([['1.00', '0.75']]);
});

test('another rounding and another rate are worked out from minutes, and paid up to what would have been held', async () => {
  expect((await tried({ roundingMinutes: 30 })).differences.map(moved).sort()).toEqual([
    ['0.34', '0.50'],
    ['0.75', '1.00'],
  ]);
  const rates = [{ kindCode: 'companionship', coinsPerHour: '2.00' }];
  expect((await tried({ rates })).differences.map(moved).sort()).toEqual([
    ['0.34', '0.67'],
    ['0.75', '1.50'],
    ['1.00', '1.50'],
  ]);
  const { booked, wouldBe } = await tried({ rates });
  expect(Number(wouldBe) - Number(booked)).toBeCloseTo(0.33 + 0.75 + 0.5, 2);
});

test('gifts and redemptions are refused as they would have been', async () => {
  const refused = async (rules: object) => {
    const { differences } = await tried({ roundingMinutes: 1, ...rules });
    return differences
      .filter(({ refusal }: { refusal: string | null }) => refusal)
      .map(({ transferId, refusal }: { transferId: string; refusal: string }) => [
        transferId,
        refusal,
      ])
      .sort();
  };
  expect(await refused({ gifts: 'RELATIVES' })).toEqual([
    [ids['toStranger'], 'GIFT_ONLY_TO_RELATIVES'],
  ]);
  expect(await refused({ gifts: 'NOBODY' })).toEqual(
    [ids['toRelative'], ids['toStranger']].map((id) => [id, 'GIFTS_NOT_ALLOWED']),
  );
  // The balance before was 3.00.
  expect(await refused({ redeemMin: '3.00' })).toEqual([]);
  expect(await refused({ redeemMin: '3.01' })).toEqual([[ids['redeemed'], 'BELOW_REDEEM_MIN']]);
});

test('a cap donates what is earned above it and refuses the rest, by what was there at the time', async () => {
  const donating = await tried({ roundingMinutes: 60, balanceMax: '1.50', overflow: 'DONATE' });
  // By the hour, each visit earns 1.00: three in all. The balances before were 0.00, 0.75 and 1.09.
  expect(donating.donated).toBe('0.84');
  const refusals = donating.differences.filter(
    ({ refusal }: { refusal: string | null }) => refusal === 'ABOVE_ACCOUNT_LIMIT',
  );
  expect(refusals.map(({ booked }: { booked: string }) => booked).sort()).toEqual([
    '10.00',
    '2.00',
    '3.00',
    '30.00',
    '5.00',
  ]);
  expect((await tried({ balanceMax: '1.50', overflow: 'KEEP' })).donated).toBe('0.00');
});

test('coins are followed through hands to the day on which they would have expired, and to what they would not have bought', async () => {
  const expiring = await tried({ origins: [{ origin: 'GRANTED', expiryMonths: 2 }] });
  expect(expiring.wouldHaveExpired).toBe('5.00');
  const lastMonth = { from: new Date(Date.now() - 10 * 86_400_000).toISOString(), to: span().to };
  expect(
    (await tried({ origins: [{ origin: 'GRANTED', expiryMonths: 2 }] }, lastMonth))
      .wouldHaveExpired,
  ).toBe('0.00');
  const bound = await tried({ origins: [{ origin: 'GRANTED', permittedUses: ['SERVICE'] }] });
  // Given away: 1.00 of the first elder's, 2.00 of the second's; redeemed: 1.00.
  expect(bound.usedOtherwise).toBe('4.00');
});

test('is for administrators, and a span has an end after its beginning', async () => {
  const query = `query ($rules: CoinRulesInput!, $from: DateTime!, $to: DateTime!) { simulateCoinPolicy(rules: $rules, from: $from, to: $to) { booked } }`;
  const code = async (persona: string, within: object) =>
    (await (await platform.as(persona)).send(query, { rules: {}, ...within })).errors?.[0]
      ?.extensions['code'];
  expect(await code('dispatcher@xinxian', span())).toBe('NOT_ALLOWED');
  expect(await code('admin@sicheng', { from: span().to, to: span().from })).toBe('SPAN_INVALID');
});
