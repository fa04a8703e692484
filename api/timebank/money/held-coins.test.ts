import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { encodeId, newId } from '../../../schema/ids.ts';
import { invariants } from '../../invariants.ts';
import { checkInvariants } from '../../platform/database/invariants.ts';
import type { Actor } from '../../testing/scenario/actor.ts';
import { Scenario } from '../../testing/scenario/scenario.ts';
import { inHours } from '../../testing/scenario/times.ts';
import { until } from '../../testing/until.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';
import { expireEverywhere } from '../expiry.job.ts';

let platform: TestPlatform;
let scenario: Scenario;
let admin: Actor;
let elder: Actor;
let shop: string;
beforeAll(async () => {
  platform = await startTestPlatform();
  scenario = await Scenario.begin(platform);
  admin = await scenario.actor('admin@sicheng');
  elder = await scenario.actor('elder@xinxian');
  const opened = { ownerKind: 'SHOP', unit: 'COIN', name: '爱心粮油店' };
  shop = (await admin.mutate('openCoinAccount', opened, 'account { id }')).account.id;
});
afterAll(() => platform.close());

function holding(amount: string, more: object = {}) {
  const accounts = { fromAccountId: scenario.id.coinAccount('elder@xinxian'), shopAccountId: shop };
  return { idempotencyKey: newKey(), ...accounts, amount, expiresAt: inHours(1), ...more };
}

async function held(amount: string, more: object = {}): Promise<string> {
  return (await elder.mutate('holdCoins', holding(amount, more), 'transfer { id }')).transfer.id;
}

/** Holds for a second, and longer if that was over before it was booked. */
async function heldForAMoment(amount: string): Promise<{ holdId: string; expiresAt: string }> {
  for (let ms = 1_000; ; ms *= 2) {
    const expiresAt = new Date(Date.now() + ms).toISOString();
    const { errors, transfer } = await elder.tryMutate(
      'holdCoins',
      holding(amount, { expiresAt }),
      'transfer { id }',
    );
    if (errors.length === 0) return { holdId: transfer.id, expiresAt };
    expect(errors).toMatchObject([{ code: 'HOLD_EXPIRED' }]);
  }
}

/** Posted, held and available coins of the elder, and posted coins of the shop. */
async function readiness(): Promise<string[]> {
  const query = 'query ($id: ID!) { account: coinAccount(id: $id) { posted held available } }';
  const { account: own } = await admin.query(query, {
    id: scenario.id.coinAccount('elder@xinxian'),
  });
  const { account: till } = await admin.query(query, { id: shop });
  return [own.posted, own.held, own.available, till.posted];
}

async function broken(): Promise<unknown[]> {
  return (await checkInvariants(platform.databaseUrl, invariants)).filter(
    ({ breachCount }) => breachCount > 0,
  );
}

const settling = (holdId: string, more: object = {}) => ({
  idempotencyKey: newKey(),
  holdId,
  ...more,
});

test('a part of a hold is paid once, and the rest comes back', async () => {
  const holdId = await held('10.00');
  expect(await readiness()).toEqual(['30.00', '10.00', '20.00', '0.00']);
  const input = settling(holdId, { amount: '7.50', reason: '大米五斤' });
  const selection = 'transfer { id phase amount kind settles { id phase expiresAt } }';
  const answers = await Promise.all(
    [1, 2, 3].map(() => elder.mutate('postHeldCoins', input, selection)),
  );
  expect(answers).toEqual(answers.map(() => answers[0]));
  expect(answers[0].transfer).toMatchObject({
    phase: 'POST_PENDING',
    amount: '7.50',
    kind: 'REDEMPTION',
  });
  expect(answers[0].transfer.settles).toMatchObject({
    id: holdId,
    phase: 'PENDING',
    expiresAt: expect.any(String),
  });
  expect(await readiness()).toEqual(['22.50', '0.00', '22.50', '7.50']);
  await expect(elder.tryMutate('postHeldCoins', settling(holdId))).toBeRefused(
    'HOLD_ALREADY_SETTLED',
  );
  await expect(elder.tryMutate('releaseHeldCoins', settling(holdId))).toBeRefused(
    'HOLD_ALREADY_SETTLED',
  );
  expect(await broken()).toEqual([]);
});

test('a hold is released, or paid in full without an amount', async () => {
  const holdId = await held('5.00');
  const { transfer } = await elder.mutate(
    'releaseHeldCoins',
    settling(holdId, { reason: '不要了' }),
    'transfer { phase amount }',
  );
  expect(transfer).toEqual({ phase: 'VOID_PENDING', amount: '0.00' });
  expect(await readiness()).toEqual(['22.50', '0.00', '22.50', '7.50']);
  await elder.mutate('postHeldCoins', settling(await held('2.50')), 'transfer { id }');
  expect(await readiness()).toEqual(['20.00', '0.00', '20.00', '10.00']);
});

test('an expired hold is released and can no longer be paid', async () => {
  const { holdId, expiresAt } = await heldForAMoment('3.00');
  const other = await held('4.00');
  expect(await readiness()).toEqual(['20.00', '7.00', '13.00', '10.00']);
  await until('its time is over', async () => {
    return (await platform.sql('select where now() > $1::timestamptz', [expiresAt])).length > 0;
  });
  await expect(elder.tryMutate('postHeldCoins', settling(holdId))).toBeRefused('HOLD_EXPIRED');
  const { database, log } = platform.app.services;
  await Promise.all([expireEverywhere(database, log), expireEverywhere(database, log)]);
  expect(await readiness()).toEqual(['20.00', '4.00', '16.00', '10.00']);
  await expect(elder.tryMutate('releaseHeldCoins', settling(holdId))).toBeRefused(
    'HOLD_ALREADY_SETTLED',
  );
  const { node } = await elder.query(
    'query ($id: ID!) { node(id: $id) { ... on Transfer { settledBy { kind phase } } } }',
    { id: holdId },
  );
  expect(node.settledBy).toEqual({ kind: 'EXPIRY', phase: 'VOID_PENDING' });
  await elder.mutate('releaseHeldCoins', settling(other), 'transfer { id }');
  expect(await broken()).toEqual([]);
});

test('one of a simultaneous payment and release of a hold succeeds', async () => {
  const ids = await Promise.all(Array.from({ length: 6 }, () => held('0.10')));
  const codes = await Promise.all(
    ids.flatMap((id) => [
      elder.refusalCodes('postHeldCoins', settling(id)),
      elder.refusalCodes('releaseHeldCoins', settling(id)),
    ]),
  );
  for (const index of ids.keys())
    expect([codes[index * 2]![0] ?? 'done', codes[index * 2 + 1]![0] ?? 'done'].sort()).toEqual([
      'HOLD_ALREADY_SETTLED',
      'done',
    ]);
  expect((await readiness())[1]).toBe('0.00');
  expect(await broken()).toEqual([]);
});

test('an impossible hold is refused with its code, and nothing is written', async () => {
  const count = async () =>
    (await platform.sql<{ count: string }>('select count(*) from transfer'))[0]!.count;
  const requestHold = async () => {
    await scenario.plannedVisit();
    const [hold] = await platform.sql<{ id: string }>(
      `select id from transfer where kind = 'BOOKING' order by id desc limit 1`,
    );
    return encodeId('transfer', hold!.id);
  };
  const [booking, mine] = [await requestHold(), await held('1.00')];
  const before = await count();
  const refused: [verb: string, input: object, code: string][] = [
    ['holdCoins', holding('0.00'), 'AMOUNT_NOT_POSITIVE'],
    ['holdCoins', holding('-1.00'), 'AMOUNT_NOT_POSITIVE'],
    ['holdCoins', holding('900.00'), 'INSUFFICIENT_COINS'],
    [
      'holdCoins',
      holding('1.00', { shopAccountId: scenario.id.coinAccount('fund@sicheng') }),
      'NOT_A_SHOP',
    ],
    ['holdCoins', holding('1.00', { shopAccountId: encodeId('coinacc', newId()) }), 'NOT_A_SHOP'],
    [
      'holdCoins',
      holding('1.00', { fromAccountId: scenario.id.coinAccount('elder@shiyuan') }),
      'NOT_FOUND',
    ],
    [
      'holdCoins',
      holding('1.00', { expiresAt: new Date(Date.now() - 1_000).toISOString() }),
      'HOLD_EXPIRED',
    ],
    ['holdCoins', holding('1.00', { expiresAt: inHours(40 * 24) }), 'HOLD_TOO_LONG'],
    ['postHeldCoins', settling(mine, { amount: '1.01' }), 'AMOUNT_ABOVE_HOLD'],
    ['postHeldCoins', settling(mine, { amount: '0.00' }), 'AMOUNT_NOT_POSITIVE'],
    ['postHeldCoins', settling(mine, { amount: '-1.00' }), 'AMOUNT_NOT_POSITIVE'],
    ['postHeldCoins', settling(encodeId('transfer', newId())), 'NOT_FOUND'],
    ['releaseHeldCoins', settling(encodeId('transfer', newId())), 'NOT_FOUND'],
    // Coins held for a request belong to the request.
    ['postHeldCoins', settling(booking), 'NOT_A_SHOP_HOLD'],
    ['releaseHeldCoins', settling(booking), 'NOT_A_SHOP_HOLD'],
  ];
  for (const [verb, input, code] of refused)
    expect([verb, await elder.refusalCodes(verb, input)]).toEqual([verb, [code]]);
  const stranger = await scenario.actor('volunteer@chaoxi');
  await expect(stranger.tryMutate('releaseHeldCoins', settling(mine))).toBeRefused('NOT_FOUND');
  await expect(
    (await scenario.actor('admin@yigong80')).tryMutate('postHeldCoins', settling(mine)),
  ).toBeRefused('NOT_FOUND');
  expect(await count()).toBe(before);
});

test('the minimum balance for redeeming applies when the coins are held', async () => {
  const rules = { redeemMin: '25.00' };
  await admin.mutate(
    'publishCoinPolicy',
    { rules, validFrom: new Date().toISOString(), reason: '起兑' },
    'policy { id }',
  );
  await expect(elder.tryMutate('holdCoins', holding('1.00'))).toBeRefused('BELOW_REDEEM_MIN');
});

test('a dispatcher who is also a merchant spends no coins of an elder', async () => {
  const dispatcher = await scenario.actor('dispatcher@xinxian');
  // Coins can be redeemed from a balance of 25.00.
  await admin.grantsCoins('elder@xinxian', '20.00');
  const actingFor = { personId: scenario.id.person('elder@xinxian'), channel: 'PHONE' };
  const { amount, expiresAt, ...accounts } = holding('1.00', { actingFor });
  const redemption = () => ({ ...accounts, amount, idempotencyKey: newKey() });
  await dispatcher.mutate('redeemCoins', redemption(), 'transfer { id }');
  const holdId = await held('1.00');
  const { me } = await dispatcher.query('{ me { account { id } } }');
  await admin.mutate('grantRole', { accountId: me.account.id, role: 'MERCHANT' }, 'grant { id }');
  await expect(dispatcher.tryMutate('redeemCoins', redemption())).toBeRefused('NOT_ALLOWED');
  await expect(dispatcher.tryMutate('holdCoins', { ...redemption(), expiresAt })).toBeRefused(
    'NOT_ALLOWED',
  );
  await expect(dispatcher.tryMutate('postHeldCoins', settling(holdId, { actingFor }))).toBeRefused(
    'NOT_ALLOWED',
  );
  await elder.mutate('releaseHeldCoins', settling(holdId), 'transfer { id }');
});
