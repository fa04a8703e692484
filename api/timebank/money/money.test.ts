import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { encodeId, newId } from '../../../schema/ids.ts';
import { invariants } from '../../invariants.ts';
import { checkInvariants } from '../../platform/database/invariants.ts';
import type { Actor } from '../../testing/scenario/actor.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';
import { Scenario } from '../../testing/scenario/scenario.ts';

let platform: TestPlatform;
let scenario: Scenario;
let admin: Actor;
/** Ids of accounts that the tests open. */
let fundMoney: string;
let shop: string;
let shopMoney: string;
beforeAll(async () => {
  platform = await startTestPlatform();
  scenario = await Scenario.begin(platform);
  admin = await scenario.actor('admin@sicheng');
  fundMoney = await open({
    ownerKind: 'FUND',
    ownerId: scenario.id.coinAccount('fund@sicheng'),
    unit: 'CNY',
    name: '专项基金',
  });
  shop = await open({ ownerKind: 'SHOP', unit: 'COIN', name: '爱心粮油店' });
  shopMoney = await open({ ownerKind: 'SHOP', ownerId: shop, unit: 'CNY', name: '爱心粮油店' });
});
afterAll(() => platform.close());

async function open(input: object): Promise<string> {
  return (await admin.mutate('openCoinAccount', input, 'account { id }')).account.id;
}

function money(amount: unknown, more: object = {}) {
  return {
    idempotencyKey: newKey(),
    fundAccountId: fundMoney,
    amount,
    reason: '凭证 2026-07',
    ...more,
  };
}

function redemption(amount: string, more: object = {}) {
  const accounts = { fromAccountId: scenario.id.coinAccount('elder@xinxian'), shopAccountId: shop };
  return { idempotencyKey: newKey(), ...accounts, amount, reason: '大米十斤', ...more };
}

async function posted(id: string): Promise<string> {
  return (
    await admin.query('query ($id: ID!) { account: coinAccount(id: $id) { posted } }', { id })
  ).account.posted;
}

async function transferCount(): Promise<number> {
  const [row] = await platform.sql<{ count: number }>(
    'select count(*)::int as count from transfer',
  );
  return row!.count;
}

async function broken(): Promise<unknown[]> {
  return (await checkInvariants(platform.databaseUrl, invariants)).filter(
    ({ breachCount }) => breachCount > 0,
  );
}

describe('accounts', () => {
  test('an administrator opens one account for each owner and unit', async () => {
    const again = {
      ownerKind: 'FUND',
      ownerId: scenario.id.coinAccount('fund@sicheng'),
      unit: 'CNY',
      name: '再开',
    };
    await expect(admin.tryMutate('openCoinAccount', again)).toBeRefused('ACCOUNT_EXISTS');
    await expect(
      admin.tryMutate('openCoinAccount', {
        ...again,
        ownerId: scenario.id.coinAccount('fund@yigong80'),
      }),
    ).toBeRefused('NOT_FOUND');
    await expect(admin.tryMutate('openCoinAccount', { ...again, ownerKind: 'PERSON' })).toBeRefused(
      'OWNER_KIND_NOT_OPENED',
    );
    const team = {
      ownerKind: 'TEAM',
      ownerId: scenario.id.team('qingman'),
      name: '情满楼院',
    };
    await expect(admin.tryMutate('openCoinAccount', { ...team, unit: 'CNY' })).toBeRefused(
      'WRONG_UNIT',
    );
    await admin.mutate('openCoinAccount', { ...team, unit: 'COIN' });
    const dispatcher = await scenario.actor('dispatcher@xinxian');
    await expect(dispatcher.tryMutate('openCoinAccount', { ...team, unit: 'COIN' })).toBeRefused(
      'NOT_ALLOWED',
    );
  });

  test('a new foundation grants coins without an account opened by hand', async () => {
    const operator = await scenario.actor('operator@headbank');
    const opened = { slug: 'newborn', name: '新基金会', timeZone: 'Asia/Shanghai' };
    const administrator = { administratorName: '新人', administratorPhone: '13900000001' };
    await operator.mutate('openFoundation', { ...opened, ...administrator }, 'foundation { id }');
    const [row] = await platform.sql<{ id: string }>(
      `select id from foundation where slug = 'newborn'`,
    );
    await platform.sql(`select set_config('app.foundation', $1, false)`, [row!.id]);
    const [own] = await platform.sql<{ account: string }>(
      `select ledger_account($1, jsonb_build_object('ownerKind', 'FOUNDATION', 'ownerId', $1::uuid), 'COIN') as account`,
      [row!.id],
    );
    expect(own!.account).toBeTruthy();
  });
});

describe('money of a fund', () => {
  test('money comes in and goes out exact to the fen, once for each key', async () => {
    const income = money('1280.05');
    const answers = await Promise.all(
      [1, 2].map(() => admin.mutate('recordFundIncome', income, 'transfer { id kind amount }')),
    );
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0].transfer).toMatchObject({ kind: 'FUND_INCOME', amount: '1280.05' });
    await admin.mutate('recordFundExpense', money('80.06'), 'transfer { id }');
    expect(await posted(fundMoney)).toBe('1199.99');
    const [outside] = await platform.sql<{ posted: string }>(
      `select posted from coin_account where foundation_id = $1 and owner_kind = 'FOUNDATION' and unit = 'CNY'`,
      [platform.fixtures.foundations['sicheng']],
    );
    expect(outside!.posted).toBe('-119999');
    expect(await broken()).toEqual([]);
  });

  test.each<[name: string, verb: string, input: () => object, code: string]>([
    ['zero', 'recordFundIncome', () => money('0.00'), 'AMOUNT_NOT_POSITIVE'],
    ['a negative amount', 'recordFundExpense', () => money('-1.00'), 'AMOUNT_NOT_POSITIVE'],
    ['more than there is', 'recordFundExpense', () => money('1200.00'), 'INSUFFICIENT_MONEY'],
    [
      'an account of coins',
      'recordFundIncome',
      () => money('1.00', { fundAccountId: scenario.id.coinAccount('fund@sicheng') }),
      'NOT_AN_ACCOUNT_OF_MONEY',
    ],
    [
      'an account of money of a shop',
      'recordFundIncome',
      () => money('1.00', { fundAccountId: shopMoney }),
      'NOT_AN_ACCOUNT_OF_MONEY',
    ],
    [
      'an account that is not there',
      'recordFundIncome',
      () => money('1.00', { fundAccountId: encodeId('coinacc', newId()) }),
      'NOT_FOUND',
    ],
    [
      'an account of another foundation',
      'recordFundIncome',
      () => money('1.00', { fundAccountId: scenario.id.coinAccount('fund@yigong80') }),
      'NOT_FOUND',
    ],
    [
      'the future',
      'recordFundIncome',
      () => money('1.00', { happenedAt: '2099-01-01T00:00:00Z' }),
      'HAPPENED_IN_FUTURE',
    ],
  ])('income is refused for %s, and nothing is written', async (_, verb, input, code) => {
    const before = await transferCount();
    await expect(admin.tryMutate(verb, input())).toBeRefused(code);
    expect(await transferCount()).toBe(before);
  });

  test.each([0.1, 1, '1.001', '1e3', '90000000000000.01', '99999999999999999', '', '１.００'])(
    'the amount %p is refused',
    async (amount) => {
      const before = await transferCount();
      const query =
        'mutation ($input: RecordFundIncomeInput!) { recordFundIncome(input: $input) { errors { code } } }';
      const { status, errors } = await admin.send(query, { input: money(amount) });
      expect([status, errors?.[0]?.extensions['code']]).toMatchObject([
        400,
        expect.stringMatching(/^(AMOUNT_INVALID|TOO_LARGE)$/),
      ]);
      expect(await transferCount()).toBe(before);
    },
  );

  test('income above the maximum of an account is refused', async () => {
    const most = money('90000000000000.00');
    let codes: string[] = [];
    await platform.sql(
      `update coin_account set posted = 899999999999999000 where id = (select id from coin_account where foundation_id = $1 and owner_kind = 'FUND' and unit = 'CNY')`,
      [platform.fixtures.foundations['sicheng']],
    );
    codes = await admin.refusalCodes('recordFundIncome', most);
    await platform.sql(
      `update coin_account set posted = 119999 where foundation_id = $1 and owner_kind = 'FUND' and unit = 'CNY'`,
      [platform.fixtures.foundations['sicheng']],
    );
    expect(codes).toEqual(['AMOUNT_TOO_LARGE']);
    expect(await broken()).toEqual([]);
  });

  test('only an administrator records money, and not in a closed month', async () => {
    await expect(
      (await scenario.actor('analyst@sicheng')).tryMutate('recordFundIncome', money('1.00')),
    ).toBeRefused('NOT_ALLOWED');
    const local = new Date(Date.now() + 8 * 3_600_000);
    const last = new Date(
      Date.UTC(local.getUTCFullYear(), local.getUTCMonth() - 1, 10),
    ).toISOString();
    await admin.mutate('closePeriod', { month: last.slice(0, 7) }, 'period { id }');
    await expect(
      admin.tryMutate('recordFundIncome', money('1.00', { happenedAt: last })),
    ).toBeRefused('PERIOD_CLOSED');
    await admin.mutate('recordFundIncome', money('1.00', { happenedAt: last, asAdjustment: true }));
  });

  test('money does not mix with coins', async () => {
    const grant = {
      idempotencyKey: newKey(),
      fundAccountId: fundMoney,
      toAccountId: shopMoney,
      amount: '1.00',
      reason: '试',
    };
    await expect(admin.tryMutate('grantCoins', grant)).toBeRefused('WRONG_UNIT');
    const toMoney = {
      ...grant,
      idempotencyKey: newKey(),
      fundAccountId: scenario.id.coinAccount('fund@sicheng'),
    };
    await expect(admin.tryMutate('grantCoins', toMoney)).toBeRefused('WRONG_UNIT');
  });
});

describe('redeeming', () => {
  test('a settlement exchanges the coins of a shop for money, both or neither', async () => {
    const elder = await scenario.actor('elder@xinxian');
    const { transfer } = await elder.mutate(
      'redeemCoins',
      redemption('12.50'),
      'transfer { kind amount }',
    );
    expect(transfer).toEqual({ kind: 'REDEMPTION', amount: '12.50' });
    expect(await posted(shop)).toBe('12.50');
    const input = {
      shopAccountId: shop,
      fundAccountId: scenario.id.coinAccount('fund@sicheng'),
      reason: '七月结算',
    };
    const settlement = { ...input, idempotencyKey: newKey(), coins: '10.00', money: '180.50' };
    // If one half cannot be booked, neither is.
    const before = await transferCount();
    await expect(admin.tryMutate('settleShop', { ...settlement, money: '99999.00' })).toBeRefused(
      'INSUFFICIENT_MONEY',
    );
    await expect(admin.tryMutate('settleShop', { ...settlement, coins: '12.51' })).toBeRefused(
      'INSUFFICIENT_COINS',
    );
    expect(await transferCount()).toBe(before);
    const done = await admin.mutate(
      'settleShop',
      settlement,
      'coins { kind amount } money { kind amount }',
    );
    expect(done).toMatchObject({
      coins: { kind: 'SHOP_SETTLEMENT', amount: '10.00' },
      money: { kind: 'SHOP_SETTLEMENT', amount: '180.50' },
    });
    expect([await posted(shop), await posted(shopMoney)]).toEqual(['2.50', '180.50']);
    await expect(
      (await scenario.actor('merchant@sicheng')).tryMutate('settleShop', settlement),
    ).toBeRefused('NOT_FOUND');
    expect(await broken()).toEqual([]);
  });

  test('a holder redeems coins at a shop, with the minimum balance of the policy', async () => {
    const elder = await scenario.actor('elder@xinxian');
    await expect(
      elder.tryMutate(
        'redeemCoins',
        redemption('1.00', { shopAccountId: scenario.id.coinAccount('fund@sicheng') }),
      ),
    ).toBeRefused('NOT_A_SHOP');
    await expect(
      elder.tryMutate(
        'redeemCoins',
        redemption('1.00', { fromAccountId: scenario.id.coinAccount('volunteer@chaoxi') }),
      ),
    ).toBeRefused('NOT_FOUND');
    const rules = { rates: [], origins: [], redeemMin: '20.00' };
    const publish = { rules, validFrom: new Date().toISOString(), reason: '起兑' };
    await admin.mutate('publishCoinPolicy', publish, 'policy { id }');
    // 17.50 are left.
    await expect(elder.tryMutate('redeemCoins', redemption('1.00'))).toBeRefused(
      'BELOW_REDEEM_MIN',
    );
    const higher = {
      ...publish,
      rules: { ...rules, redeemMin: '17.50' },
      validFrom: new Date().toISOString(),
    };
    await admin.mutate('publishCoinPolicy', higher, 'policy { id }');
    const tries = await Promise.all(
      [1, 2, 3].map(() => elder.refusalCodes('redeemCoins', redemption('1.00'))),
    );
    // Of any number of concurrent calls, the first lowers the balance below the minimum of the
    // others.
    expect(tries.map(([code]) => code ?? 'done').sort()).toEqual([
      'BELOW_REDEEM_MIN',
      'BELOW_REDEEM_MIN',
      'done',
    ]);
    expect(await broken()).toEqual([]);
  });

  test('coins of a shop neither expire nor are bound to a use', async () => {
    const [row] = await platform.sql<{ count: number }>(
      `select count(*)::int as count from coin_lot where origin = 'REDEEMED' and (expires_at is not null or permitted_uses is not null)`,
    );
    expect(row!.count).toBe(0);
  });
});
