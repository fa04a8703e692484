import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildSchema, getNamedType, isInputObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { encodeId, newId } from '../../schema/ids.ts';
import { invariants } from '../invariants.ts';
import { checkInvariants } from '../platform/database/invariants.ts';
import { clone } from '../run/workspace.ts';
import type { Actor } from '../testing/scenario/actor.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../testing/test-platform.ts';
import { Scenario } from '../testing/scenario/scenario.ts';
import { inHours } from '../testing/scenario/times.ts';

/** Every booking mutation refuses every bad input by its code and writes no row. */
let platform: TestPlatform;
let scenario: Scenario;
let admin: Actor;
const ids: Record<string, string> = {};

beforeAll(async () => {
  platform = await startTestPlatform();
  scenario = await Scenario.begin(platform);
  admin = await scenario.actor('admin@sicheng');
  const operator = await scenario.actor('operator@headbank');
  for (const slug of ['sicheng', 'yigong80']) {
    ids[slug] = scenario.id.foundation(slug);
    const limits = {
      foundationId: ids[slug],
      fundAccountId: scenario.id.coinAccount(`fund@${slug}`),
      owedMax: '100.00',
      claimMax: '100.00',
    };
    await operator.mutate('setClearingLimits', { ...limits, reason: '-' }, 'position { name }');
  }
  const opened = async (input: object) =>
    (await admin.mutate('openCoinAccount', input, 'account { id }')).account.id;
  ids['shop'] = await opened({ ownerKind: 'SHOP', unit: 'COIN', name: '店' });
  await opened({ ownerKind: 'SHOP', ownerId: ids['shop'], unit: 'CNY', name: '店' });
  ids['closedShop'] = await opened({ ownerKind: 'SHOP', unit: 'COIN', name: '关店' });
  await opened({ ownerKind: 'SHOP', ownerId: ids['closedShop'], unit: 'CNY', name: '关店' });
  await admin.mutate(
    'closeCoinAccount',
    { accountId: ids['closedShop'], reason: '关' },
    'account { isOpen }',
  );
  await admin.mutate(
    'closeCoinAccount',
    { accountId: scenario.id.coinAccount('second@chaoxi'), reason: '关' },
    'account { isOpen }',
  );
  const { accounts } = await admin.query(
    '{ accounts: coinAccounts(first: 100) { nodes { id ownerKind unit } } }',
  );
  ids['money'] = accounts.nodes.find(
    (each: { ownerKind: string; unit: string }) => each.ownerKind === 'FUND' && each.unit === 'CNY',
  ).id;
  const income = { fundAccountId: ids['money'], amount: '100.00', reason: '捐款' };
  await admin.mutate('recordFundIncome', income, 'transfer { id }');
  const local = new Date(Date.now() + 8 * 3_600_000);
  ids['lastMonth'] = new Date(
    Date.UTC(local.getUTCFullYear(), local.getUTCMonth() - 1, 10),
  ).toISOString();
  await admin.mutate('closePeriod', { month: ids['lastMonth'].slice(0, 7) }, 'period { id }');
});
afterAll(() => platform.close());

const unknown = () => encodeId('coinacc', newId());

const forHolder = (persona: string) => ({
  personId: scenario.id.person(persona),
});

/** A good input of each mutation, and the names of its fields for payer, payee and amount. */
const verbs = {
  grantCoins: {
    good: () => ({
      fundAccountId: scenario.id.coinAccount('fund@sicheng'),
      toAccountId: scenario.id.coinAccount('poor@xinxian'),
      amount: '1.00',
      reason: '-',
    }),
    fields: { payer: 'fundAccountId', payee: 'toAccountId', amount: 'amount' },
  },
  transferCoins: {
    good: () => ({
      fromAccountId: scenario.id.coinAccount('elder@xinxian'),
      toAccountId: scenario.id.coinAccount('poor@xinxian'),
      amount: '1.00',
      purpose: 'GIFT',
      actingFor: forHolder('elder@xinxian'),
    }),
    fields: { payer: 'fromAccountId', payee: 'toAccountId', amount: 'amount' },
  },
  redeemCoins: {
    good: () => ({
      fromAccountId: scenario.id.coinAccount('elder@xinxian'),
      shopAccountId: ids['shop'],
      amount: '1.00',
      actingFor: forHolder('elder@xinxian'),
    }),
    fields: { payer: 'fromAccountId', payee: 'shopAccountId', amount: 'amount' },
  },
  sendCoins: {
    good: () => ({
      fromAccountId: scenario.id.coinAccount('elder@xinxian'),
      toFoundationId: ids['yigong80'],
      toAccountId: scenario.id.coinAccount('elder@shiyuan'),
      amount: '1.00',
      actingFor: forHolder('elder@xinxian'),
    }),
    fields: { payer: 'fromAccountId', payee: 'toAccountId', amount: 'amount' },
  },
  recordFundIncome: {
    good: () => ({ fundAccountId: ids['money'], amount: '1.00', reason: '-' }),
    fields: { payer: 'fundAccountId', payee: 'fundAccountId', amount: 'amount' },
  },
  recordFundExpense: {
    good: () => ({ fundAccountId: ids['money'], amount: '1.00', reason: '-' }),
    fields: { payer: 'fundAccountId', payee: 'fundAccountId', amount: 'amount' },
  },
  holdCoins: {
    good: () => ({
      fromAccountId: scenario.id.coinAccount('elder@xinxian'),
      shopAccountId: ids['shop'],
      amount: '1.00',
      actingFor: forHolder('elder@xinxian'),
      expiresAt: inHours(1),
    }),
    fields: { payer: 'fromAccountId', payee: 'shopAccountId', amount: 'amount' },
  },
  settleShop: {
    good: () => ({
      shopAccountId: ids['shop'],
      fundAccountId: scenario.id.coinAccount('fund@sicheng'),
      coins: '0.01',
      money: '1.00',
      reason: '-',
    }),
    fields: { payer: 'shopAccountId', payee: 'fundAccountId', amount: 'coins' },
  },
} as const;
type Verb = keyof typeof verbs;
const allVerbs = Object.keys(verbs) as Verb[];

/** Mutations with an amount but without two accounts, and the tests of their bad input. */
const elsewhere = {
  postHeldCoins: 'money/held-coins.test.ts',
  settleClearing: 'clearing/clearing.test.ts',
};

/** Mutations whose amounts are prices and limits. They move nothing. */
const pricesAndLimits = [
  'addServiceKind',
  'adjustServiceKind',
  'adoptServiceKind',
  'setClearingLimits',
  'setCoinAccountLimit',
];

test('these tests cover every mutation that moves an amount', async () => {
  const schema = buildSchema(await readFile(join(clone.root, 'schema/schema.graphql'), 'utf8'));
  const withAmounts = Object.values(schema.getMutationType()!.getFields()).filter(({ args }) =>
    args.some(({ type }) => {
      const input = getNamedType(type);
      if (!isInputObjectType(input)) return false;
      const names = Object.values(input.getFields()).map((field) => getNamedType(field.type).name);
      return names.includes('CoinAmount') || names.includes('MoneyAmount');
    }),
  );
  expect(withAmounts.map(({ name }) => name).sort()).toEqual(
    [...allVerbs, ...Object.keys(elsewhere), ...pricesAndLimits].sort(),
  );
});

async function refused(verb: Verb, wrong: object): Promise<string[]> {
  const before = await rows();
  const codes = await admin.refusalCodes(verb, {
    ...verbs[verb].good(),
    ...wrong,
  });
  expect(await rows()).toEqual(before);
  return codes;
}

/** All rows that a booking could leave behind, with idempotency record and audit entry. */
async function rows(): Promise<unknown> {
  const tables = [
    'transfer',
    'entry',
    'coin_lot',
    'lot_move',
    'transfer_link',
    'clearing_order',
    'idempotency_record',
    'audit_entry',
  ];
  const counts = tables
    .map((table) => `(select count(*)::int from ${table}) as ${table}`)
    .join(', ');
  const sums = `(select jsonb_agg(jsonb_build_array(id, posted, pending_out, pending_in) order by id) from coin_account) as balances`;
  return platform.sql(`select ${counts}, ${sums}`);
}

describe.each(allVerbs)('%s', (verb) => {
  const { fields } = verbs[verb];

  test.each([
    ['an amount of zero', '0.00', 'AMOUNT_NOT_POSITIVE'],
    ['a negative amount', '-1.00', 'AMOUNT_NOT_POSITIVE'],
  ])('%s is refused', async (_, amount, code) => {
    expect(await refused(verb, { [fields.amount]: amount })).toEqual([code]);
  });

  test.each([0.5, 1, '1.005', '0.001', '1e2', '90000000000000.01', '9999999999999999999'])(
    'the amount %p is refused',
    async (amount) => {
      const before = await rows();
      const input = { idempotencyKey: newKey(), ...verbs[verb].good(), [fields.amount]: amount };
      const type = `${verb.charAt(0).toUpperCase()}${verb.slice(1)}Input`;
      const query = `mutation ($input: ${type}!) { ${verb}(input: $input) { errors { code } } }`;
      const { status, errors } = await admin.send(query, { input });
      expect([status, errors?.[0]?.extensions['code']]).toMatchObject([
        400,
        expect.stringMatching(/^(AMOUNT_INVALID|TOO_LARGE)$/),
      ]);
      expect(await rows()).toEqual(before);
    },
  );

  test('an account that does not exist, or is of another foundation, is refused', async () => {
    for (const id of [unknown(), scenario.id.coinAccount('elder@shiyuan')])
      expect(await refused(verb, { [fields.payer]: id })).toEqual(['NOT_FOUND']);
    expect(await refused(verb, { [fields.payer]: encodeId('elder', newId()) })).toEqual([
      'INVALID_ID',
    ]);
  });
});

describe('the receiving side', () => {
  test.each<[verb: Verb, code: string]>([
    ['grantCoins', 'NO_ACCOUNT'],
    ['transferCoins', 'NO_ACCOUNT'],
    ['redeemCoins', 'NOT_A_SHOP'],
    ['settleShop', 'NOT_FOUND'],
  ])(
    'an account of %s that does not exist or belongs to another foundation is refused',
    async (verb, code) => {
      const { payee } = verbs[verb].fields;
      for (const id of [unknown(), scenario.id.coinAccount('fund@yigong80')])
        expect(await refused(verb, { [payee]: id })).toEqual([code]);
    },
  );

  test('a closed account is refused', async () => {
    expect(
      await refused('grantCoins', { toAccountId: scenario.id.coinAccount('second@chaoxi') }),
    ).toEqual(['ACCOUNT_CLOSED']);
    expect(
      await refused('transferCoins', { toAccountId: scenario.id.coinAccount('second@chaoxi') }),
    ).toEqual(['ACCOUNT_CLOSED']);
    expect(await refused('redeemCoins', { shopAccountId: ids['closedShop'] })).toEqual([
      'ACCOUNT_CLOSED',
    ]);
    expect(await refused('holdCoins', { shopAccountId: ids['closedShop'] })).toEqual([
      'ACCOUNT_CLOSED',
    ]);
    expect(await refused('settleShop', { shopAccountId: ids['closedShop'] })).toEqual([
      'ACCOUNT_CLOSED',
    ]);
  });

  test('an account of another unit is refused', async () => {
    expect(await refused('grantCoins', { toAccountId: ids['money'] })).toEqual(['WRONG_UNIT']);
    expect(
      await refused('transferCoins', { toAccountId: ids['money'], purpose: 'DONATION' }),
    ).toEqual(['WRONG_UNIT']);
    expect(await refused('settleShop', { fundAccountId: ids['money'] })).toEqual(['WRONG_UNIT']);
    expect(
      await refused('recordFundIncome', { fundAccountId: scenario.id.coinAccount('fund@sicheng') }),
    ).toEqual(['NOT_AN_ACCOUNT_OF_MONEY']);
  });

  test('the paying account is refused', async () => {
    expect(
      await refused('grantCoins', { toAccountId: scenario.id.coinAccount('fund@sicheng') }),
    ).toEqual(['SAME_ACCOUNT']);
    expect(
      await refused('transferCoins', { toAccountId: scenario.id.coinAccount('elder@xinxian') }),
    ).toEqual(['SAME_ACCOUNT']);
  });
});

describe('the paying side', () => {
  const coinVerbs: Verb[] = ['transferCoins', 'redeemCoins', 'sendCoins', 'holdCoins'];

  test.each(coinVerbs)(
    'a paying account of %s that is closed or has too little is refused',
    async (verb) => {
      const closed = {
        fromAccountId: scenario.id.coinAccount('unvetted@chaoxi'),
        actingFor: forHolder('unvetted@chaoxi'),
      };
      await admin.mutate(
        'closeCoinAccount',
        { accountId: closed.fromAccountId, reason: '关' },
        'account { isOpen }',
      );
      expect(await refused(verb, closed)).toEqual(['ACCOUNT_CLOSED']);
      await admin.mutate(
        'reopenCoinAccount',
        { accountId: closed.fromAccountId, reason: '开' },
        'account { isOpen }',
      );
      expect(await refused(verb, closed)).toEqual(['INSUFFICIENT_COINS']);
    },
  );

  test('a grant from a closed fund is refused', async () => {
    const opened = { ownerKind: 'FUND', unit: 'COIN', name: '旧基金' };
    const fundAccountId = (await admin.mutate('openCoinAccount', opened, 'account { id }')).account
      .id;
    await admin.mutate(
      'closeCoinAccount',
      { accountId: fundAccountId, reason: '关' },
      'account { isOpen }',
    );
    expect(await refused('grantCoins', { fundAccountId })).toEqual(['ACCOUNT_CLOSED']);
  });

  test('an account of another unit is refused', async () => {
    const money = { fromAccountId: ids['money'] };
    expect(await refused('grantCoins', { fundAccountId: ids['money'] })).toEqual(['WRONG_UNIT']);
    expect(
      await refused('transferCoins', {
        ...money,
        toAccountId: scenario.id.coinAccount('fund@sicheng'),
        purpose: 'DONATION',
      }),
    ).toEqual(['WRONG_UNIT']);
    expect(await refused('redeemCoins', money)).toEqual(['WRONG_UNIT']);
    expect(await refused('holdCoins', money)).toEqual(['WRONG_UNIT']);
    expect(await refused('sendCoins', money)).toEqual(['CLEARING_NOT_FOR_GROUPS']);
  });

  test('a booking above the maximum of an account is refused', async () => {
    const fund = platform.fixtures.coinAccounts['fund@sicheng'];
    const [before] = await platform.sql<{ posted: string }>(
      'select posted from coin_account where id = $1',
      [fund],
    );
    await platform.sql('update coin_account set posted = -899999999999999950 where id = $1', [
      fund,
    ]);
    const codes = await refused('grantCoins', { amount: '0.51' });
    await platform.sql('update coin_account set posted = $2 where id = $1', [fund, before!.posted]);
    expect(codes).toEqual(['AMOUNT_TOO_LARGE']);
  });
});

test.each([
  '1',
  '1.5',
  '1e3',
  '1E-2',
  '99999999999999999999',
  '"1e3"',
  '"0x10"',
  '"+1.00"',
  '" 1.00"',
  '"1."',
  '".5"',
  '"-0.001"',
  'true',
  'null',
])('the amount %s as a literal in the document is refused', async (literal) => {
  const before = await rows();
  const { fundAccountId, toAccountId } = verbs.grantCoins.good();
  const accounts = `fundAccountId: "${fundAccountId}", toAccountId: "${toAccountId}"`;
  const query = `mutation { grantCoins(input: { idempotencyKey: "${newKey()}", ${accounts}, amount: ${literal}, reason: "-" }) { errors { code } } }`;
  const { status, errors } = await admin.send(query);
  expect([status, errors?.length]).toEqual([400, 1]);
  expect(await rows()).toEqual(before);
});

describe('the time', () => {
  test.each<[verb: Verb]>([
    ['grantCoins'],
    ['transferCoins'],
    ['recordFundIncome'],
    ['recordFundExpense'],
  ])('a time of %s in a closed month, in the future or too long ago is refused', async (verb) => {
    expect(await refused(verb, { happenedAt: ids['lastMonth'] })).toEqual(['PERIOD_CLOSED']);
    expect(await refused(verb, { happenedAt: '2099-01-01T00:00:00Z' })).toEqual([
      'HAPPENED_IN_FUTURE',
    ]);
    for (const long of ['1950-01-01T00:00:00Z', '1970-01-01T00:00:00Z'])
      expect(await refused(verb, { happenedAt: long, asAdjustment: true })).toEqual([
        'HAPPENED_TOO_LONG_AGO',
      ]);
  });
});

test('a reversal of an unknown or foreign transfer, of a hold or of a reversal is refused', async () => {
  const reverse = async (transferId: string) => {
    const before = await rows();
    const codes = await admin.refusalCodes('reverseTransfer', {
      transferId,
      reason: '试',
    });
    expect(await rows()).toEqual(before);
    return codes;
  };
  const idOf = async (slug: string, phase: string) => {
    const [row] = await platform.sql<{ id: string }>(
      'select id from transfer where foundation_id = $1 and phase = $2 order by id limit 1',
      [platform.fixtures.foundations[slug], phase],
    );
    return encodeId('transfer', row!.id);
  };
  expect(await reverse(encodeId('transfer', newId()))).toEqual(['NOT_FOUND']);
  expect(await reverse(await idOf('yigong80', 'POSTED'))).toEqual(['NOT_FOUND']);
  expect(await reverse(encodeId('visit', newId()))).toEqual(['INVALID_ID']);
  const { transfer: hold } = await admin.mutate(
    'holdCoins',
    { ...verbs.holdCoins.good() },
    'transfer { id }',
  );
  expect(await reverse(hold.id)).toEqual(['NOT_REVERSIBLE']);
  const { transfer: granted } = await admin.mutate(
    'grantCoins',
    { ...verbs.grantCoins.good() },
    'transfer { id }',
  );
  const undo = { idempotencyKey: newKey(), transferId: granted.id, reason: '试' };
  const { transfer: reversal } = await admin.mutate('reverseTransfer', undo, 'transfer { id }');
  expect(await reverse(reversal.id)).toEqual(['NOT_REVERSIBLE']);
  expect(await reverse(granted.id)).toEqual(['ALREADY_REVERSED']);
});

test('after all these tests the ledger is consistent', async () => {
  const results = await checkInvariants(platform.databaseUrl, invariants);
  expect(results.filter(({ breachCount }) => breachCount > 0)).toEqual([]);
});
