import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { encodeId, newId } from '../../../schema/ids.ts';
import { invariants } from '../../invariants.ts';
import { checkInvariants } from '../../platform/database/invariants.ts';
import type { Caller } from '../../testing/caller.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';

let platform: TestPlatform;
let admin: Caller;
/** Ids of accounts that the tests open. */
let fundMoney: string;
let shop: string;
let shopMoney: string;
beforeAll(async () => {
  platform = await startTestPlatform();
  admin = await platform.as('admin@sicheng');
  fundMoney = await open({
    ownerKind: 'FUND',
    ownerId: account('fund@sicheng'),
    unit: 'CNY',
    name: '专项基金',
  });
  shop = await open({ ownerKind: 'SHOP', unit: 'COIN', name: '爱心粮油店' });
  shopMoney = await open({ ownerKind: 'SHOP', ownerId: shop, unit: 'CNY', name: '爱心粮油店' });
});
afterAll(() => platform.close());

const account = (persona: string) => encodeId('coinacc', platform.fixtures.coinAccounts[persona]!);

async function open(input: object): Promise<string> {
  return (await admin.does('openCoinAccount', input, 'account { id }')).account.id;
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
  const accounts = { fromAccountId: account('elder@xinxian'), shopAccountId: shop };
  return { idempotencyKey: newKey(), ...accounts, amount, reason: '大米十斤', ...more };
}

async function posted(id: string): Promise<string> {
  return (await admin.ask('query ($id: ID!) { account(id: $id) { posted } }', { id })).account
    .posted;
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
  test('are opened once for each unit, by administrators, for those who need one', async () => {
    const again = {
      ownerKind: 'FUND',
      ownerId: account('fund@sicheng'),
      unit: 'CNY',
      name: '再开',
    };
    expect(await admin.refusalCodes('openCoinAccount', again)).toEqual(['ACCOUNT_EXISTS']);
    expect(
      await admin.refusalCodes('openCoinAccount', { ...again, ownerId: account('fund@yigong80') }),
    ).toEqual(['NOT_FOUND']);
    expect(await admin.refusalCodes('openCoinAccount', { ...again, ownerKind: 'PERSON' })).toEqual([
      'OWNER_KIND_NOT_OPENED',
    ]);
    const team = {
      ownerKind: 'TEAM',
      ownerId: encodeId('team', platform.fixtures.teams['qingman']!),
      name: '情满楼院',
    };
    expect(await admin.refusalCodes('openCoinAccount', { ...team, unit: 'CNY' })).toEqual([
      'WRONG_UNIT',
    ]);
    expect(await admin.refusalCodes('openCoinAccount', { ...team, unit: 'COIN' })).toEqual([]);
    const dispatcher = await platform.as('dispatcher@xinxian');
    expect(await dispatcher.refusalCodes('openCoinAccount', { ...team, unit: 'COIN' })).toEqual([
      'NOT_ALLOWED',
    ]);
  });

  test('a foundation that was just opened grants and books without anybody opening its own account', async () => {
    const operator = await platform.as('operator@headbank');
    const opened = { slug: 'newborn', name: '新基金会', timeZone: 'Asia/Shanghai' };
    const administrator = { administratorName: '新人', administratorPhone: '13900000001' };
    await operator.does('openFoundation', { ...opened, ...administrator }, 'foundation { id }');
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
  test('comes in and goes out to the fen, once for each key', async () => {
    const income = money('1280.05');
    const answers = await Promise.all(
      [1, 2].map(() => admin.does('recordFundIncome', income, 'transfer { id kind amount }')),
    );
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0].transfer).toMatchObject({ kind: 'FUND_INCOME', amount: '1280.05' });
    await admin.does('recordFundExpense', money('80.06'), 'transfer { id }');
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
      () => money('1.00', { fundAccountId: account('fund@sicheng') }),
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
      () => money('1.00', { fundAccountId: account('fund@yigong80') }),
      'NOT_FOUND',
    ],
    [
      'the future',
      'recordFundIncome',
      () => money('1.00', { happenedAt: '2099-01-01T00:00:00Z' }),
      'HAPPENED_IN_FUTURE',
    ],
  ])('refuses %s, and nothing is written', async (_, verb, input, code) => {
    const before = await transferCount();
    expect(await admin.refusalCodes(verb, input())).toEqual([code]);
    expect(await transferCount()).toBe(before);
  });

  test.each([0.1, 1, '1.001', '1e3', '90000000000000.01', '99999999999999999', '', '１.００'])(
    'refuses the amount %p',
    async (amount) => {
      const before = await transferCount();
      const query =
        'mutation ($input: RecordFundIncomeInput!) { recordFundIncome(input: $input) { errors { code } } }';
      const { status, errors } = await admin.send(query, { input: money(amount) });
      expect([status, errors?.[0]?.extensions['code']]).toEqual([400, 'BAD_USER_INPUT']);
      expect(await transferCount()).toBe(before);
    },
  );

  test('stops before the end of what an account can carry', async () => {
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

  test('is recorded by administrators, and a closed month stays closed', async () => {
    expect(
      await (await platform.as('analyst@sicheng')).refusalCodes('recordFundIncome', money('1.00')),
    ).toEqual(['NOT_ALLOWED']);
    const local = new Date(Date.now() + 8 * 3_600_000);
    const last = new Date(
      Date.UTC(local.getUTCFullYear(), local.getUTCMonth() - 1, 10),
    ).toISOString();
    await admin.does('closePeriod', { month: last.slice(0, 7) }, 'period { id }');
    expect(
      await admin.refusalCodes('recordFundIncome', money('1.00', { happenedAt: last })),
    ).toEqual(['PERIOD_CLOSED']);
    expect(
      await admin.refusalCodes(
        'recordFundIncome',
        money('1.00', { happenedAt: last, asAdjustment: true }),
      ),
    ).toEqual([]);
  });

  test('does not mix with coins', async () => {
    const grant = {
      idempotencyKey: newKey(),
      fundAccountId: fundMoney,
      toAccountId: shopMoney,
      amount: '1.00',
      reason: '试',
    };
    expect(await admin.refusalCodes('grantCoins', grant)).toEqual(['WRONG_UNIT']);
    const toMoney = { ...grant, idempotencyKey: newKey(), fundAccountId: account('fund@sicheng') };
    expect(await admin.refusalCodes('grantCoins', toMoney)).toEqual(['WRONG_UNIT']);
  });
});

describe('redeeming', () => {
  test('coins go to a shop and back to the fund against money, both or neither', async () => {
    const elder = await platform.as('elder@xinxian');
    const { transfer } = await elder.does(
      'redeemCoins',
      redemption('12.50'),
      'transfer { kind amount }',
    );
    expect(transfer).toEqual({ kind: 'REDEMPTION', amount: '12.50' });
    expect(await posted(shop)).toBe('12.50');
    const input = {
      shopAccountId: shop,
      fundAccountId: account('fund@sicheng'),
      reason: '七月结算',
    };
    const settlement = { ...input, idempotencyKey: newKey(), coins: '10.00', money: '180.50' };
    // If one half cannot be booked, neither is.
    const before = await transferCount();
    expect(await admin.refusalCodes('settleShop', { ...settlement, money: '99999.00' })).toEqual([
      'INSUFFICIENT_MONEY',
    ]);
    expect(await admin.refusalCodes('settleShop', { ...settlement, coins: '12.51' })).toEqual([
      'INSUFFICIENT_COINS',
    ]);
    expect(await transferCount()).toBe(before);
    const done = await admin.does(
      'settleShop',
      settlement,
      'coins { kind amount } money { kind amount }',
    );
    expect(done).toMatchObject({
      coins: { kind: 'SHOP_SETTLEMENT', amount: '10.00' },
      money: { kind: 'SHOP_SETTLEMENT', amount: '180.50' },
    });
    expect([await posted(shop), await posted(shopMoney)]).toEqual(['2.50', '180.50']);
    expect(
      await (await platform.as('merchant@sicheng')).refusalCodes('settleShop', settlement),
    ).toEqual(['NOT_FOUND']);
    expect(await broken()).toEqual([]);
  });

  test('is done at shops, by holders, from the balance on that the policy sets', async () => {
    const elder = await platform.as('elder@xinxian');
    expect(
      await elder.refusalCodes(
        'redeemCoins',
        redemption('1.00', { shopAccountId: account('fund@sicheng') }),
      ),
    ).toEqual(['NOT_A_SHOP']);
    expect(
      await elder.refusalCodes(
        'redeemCoins',
        redemption('1.00', { fromAccountId: account('volunteer@chaoxi') }),
      ),
    ).toEqual(['NOT_FOUND']);
    const rules = { rates: [], origins: [], redeemMin: '20.00' };
    const publish = { rules, effectiveFrom: new Date().toISOString(), reason: '起兑' };
    await admin.does('publishCoinPolicy', publish, 'policy { id }');
    // 17.50 are left.
    expect(await elder.refusalCodes('redeemCoins', redemption('1.00'))).toEqual([
      'BELOW_REDEEM_MIN',
    ]);
    const higher = {
      ...publish,
      rules: { ...rules, redeemMin: '17.50' },
      effectiveFrom: new Date().toISOString(),
    };
    await admin.does('publishCoinPolicy', higher, 'policy { id }');
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

  test('coins in a till neither expire nor keep their bounds', async () => {
    const [row] = await platform.sql<{ count: number }>(
      `select count(*)::int as count from coin_lot where origin = 'REDEEMED' and (expires_at is not null or permitted_uses is not null)`,
    );
    expect(row!.count).toBe(0);
  });
});
