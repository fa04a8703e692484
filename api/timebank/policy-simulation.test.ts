import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Actor } from '../testing/scenario/actor.ts';
import { Scenario } from '../testing/scenario/scenario.ts';
import { inHours, inMinutes } from '../testing/scenario/times.ts';
import { type TestPlatform, startTestPlatform } from '../testing/test-platform.ts';

/** A past with known figures; each test simulates one different rule. */
let platform: TestPlatform;
let scenario: Scenario;
let admin: Actor;
let shop: string;
const ids: Record<string, string> = {};
beforeAll(async () => {
  platform = await startTestPlatform();
  scenario = await Scenario.begin(platform);
  admin = await scenario.actor('admin@sicheng');
  const opened = { ownerKind: 'SHOP', unit: 'COIN', name: '爱心粮油店' };
  shop = (await admin.mutate('openCoinAccount', opened, 'account { id }')).account.id;
  await live();
});
afterAll(() => platform.close());

const span = () => ({
  from: '2020-01-01T00:00:00Z',
  to: inMinutes(1),
});

async function live(): Promise<void> {
  // One hour is booked and held; 45 and 20 minutes are paid by the minute.
  await scenario.certifiedVisit({ minutes: 45, endedMinutesAgo: 60 });
  await scenario.certifiedVisit({ minutes: 20, endedMinutesAgo: 180 });
  // And one of 45 while each started hour counted in full.
  await platform.sql(
    `insert into coin_policy (foundation_id, id, version, valid_from, rules, reason, actor_account_id)
     values ($1, gen_random_uuid(), 1, now(), '{"roundingMinutes": 60, "roundingMode": "UP"}', '章程', $1)`,
    [platform.fixtures.foundations['sicheng']],
  );
  await scenario.certifiedVisit({ minutes: 45, endedMinutesAgo: 300 });
  await publish({});
  // One visit was a mistake and is revoked.
  const wrong = await scenario.certifiedVisit({ minutes: 30, endedMinutesAgo: 420 });
  await admin.decides('revokeCertification', wrong, { reason: '误认证' });
  const threeMonthsAgo = inHours(-92 * 24);
  await admin.grantsCoins('poor@xinxian', '5.00', { happenedAt: threeMonthsAgo });
  await admin.grantsCoins('second@chaoxi', '3.00');
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
  ids['toRelative'] = (await admin.givesCoins('elder@xinxian', 'volunteer@xinxian', '1.00')).id;
  ids['toStranger'] = (await admin.givesCoins('poor@xinxian', 'elder@dafangjia', '2.00')).id;
  const spend = {
    fromAccountId: scenario.id.coinAccount('second@chaoxi'),
    shopAccountId: shop,
    amount: '1.00',
    actingFor: { personId: scenario.id.person('second@chaoxi') },
  };
  const { transfer } = await admin.mutate('redeemCoins', spend, 'transfer { id }');
  ids['redeemed'] = transfer.id;
}

async function publish(rules: object): Promise<void> {
  await admin.mutate(
    'publishCoinPolicy',
    { rules, validFrom: new Date().toISOString(), reason: '章程' },
    'policy { id }',
  );
}

async function tried(rules: object, within: { from: string; to: string } = span()) {
  const query = `query ($rules: CoinRulesInput!, $from: DateTime!, $to: DateTime!) { simulateCoinPolicy(rules: $rules, from: $from, to: $to) {
    transferCount isComplete differenceCount booked wouldBe donated usedOtherwise holdersAboveCap wouldHaveExpired
    differences { transferId booked wouldBe donated refusal } } }`;
  const before = await platform.sql('select count(*) from transfer');
  const { simulateCoinPolicy } = await admin.query(query, { rules, ...within });
  expect(await platform.sql('select count(*) from transfer')).toEqual(before);
  return simulateCoinPolicy;
}

const moved = ({ booked, wouldBe }: { booked: string; wouldBe: string }) => [booked, wouldBe];

test('a simulation of the same rules differs only in the visit that was paid by other rules', async () => {
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

test('another rounding or rate is computed from the minutes, up to the simulated hold', async () => {
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

test('a simulation refuses gifts and redemptions by the simulated rules', async () => {
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

test('a simulated cap donates earnings above it and refuses other bookings, by the balance at the time', async () => {
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

test('a simulation follows coins through holders to their expiry and to uses that would not be permitted', async () => {
  const expiring = await tried({ origins: [{ origin: 'GRANTED', expiryMonths: 2 }] });
  expect(expiring.wouldHaveExpired).toBe('5.00');
  const lastMonth = { from: inHours(-10 * 24), to: span().to };
  expect(
    (await tried({ origins: [{ origin: 'GRANTED', expiryMonths: 2 }] }, lastMonth))
      .wouldHaveExpired,
  ).toBe('0.00');
  const bound = await tried({ origins: [{ origin: 'GRANTED', permittedUses: ['SERVICE'] }] });
  // Given away: 1.00 of the first elder's, 2.00 of the second's; redeemed: 1.00.
  expect(bound.usedOtherwise).toBe('4.00');
});

test('only an administrator simulates a policy, for a span that ends after its beginning', async () => {
  const query = `query ($rules: CoinRulesInput!, $from: DateTime!, $to: DateTime!) { simulateCoinPolicy(rules: $rules, from: $from, to: $to) { booked } }`;
  const code = async (persona: string, within: object) =>
    (await (await scenario.actor(persona)).send(query, { rules: {}, ...within })).errors?.[0]
      ?.extensions['code'];
  expect(await code('dispatcher@xinxian', span())).toBe('NOT_ALLOWED');
  expect(await code('admin@sicheng', { from: span().to, to: span().from })).toBe('SPAN_INVALID');
});
