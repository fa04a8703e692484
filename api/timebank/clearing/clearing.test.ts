import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pino from 'pino';
import { encodeId, newId } from '../../../schema/ids.ts';
import { invariants } from '../../invariants.ts';
import { checkInvariants } from '../../platform/database/invariants.ts';
import type { Actor } from '../../testing/scenario/actor.ts';
import { Scenario } from '../../testing/scenario/scenario.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';
import { expireEverywhere } from '../expiry.job.ts';
import { clearRound } from './clearing.job.ts';
import { withMoney } from './settlement.ts';

let there: TestPlatform;
let scenario: Scenario;
let operator: Actor;
let sicheng: Actor;
let yigong: Actor;
beforeAll(async () => {
  there = await startTestPlatform();
  scenario = await Scenario.begin(there);
  operator = await scenario.actor('operator@headbank');
  sicheng = await scenario.actor('admin@sicheng');
  yigong = await scenario.actor('admin@yigong80');
});
afterAll(() => there.close());

const orderFields =
  'order { id number direction state refusalCode amount counterpartName sentAt settledAt account { id } }';

async function limit(
  slug: string,
  owedMax: string,
  claimMax: string,
  more: object = {},
): Promise<string[]> {
  const input = {
    foundationId: scenario.id.foundation(slug),
    fundAccountId: scenario.id.coinAccount(`fund@${slug}`),
    owedMax,
    claimMax,
  };
  return operator.refusalCodes('setClearingLimits', { ...input, reason: '总行协议', ...more });
}

function order(amount: string, more: object = {}): object {
  return {
    idempotencyKey: newKey(),
    fromAccountId: scenario.id.coinAccount('volunteer@chaoxi'),
    toFoundationId: scenario.id.foundation('yigong80'),
    toAccountId: scenario.id.coinAccount('elder@shiyuan'),
    amount,
    reason: '给母亲',
    ...more,
  };
}

async function posted(of: string): Promise<string> {
  const [row] = await there.sql<{ posted: string }>(
    'select posted from coin_account where id = $1',
    [there.fixtures.coinAccounts[of]],
  );
  return row!.posted;
}

async function headBankOf(
  slug: string,
  unit = 'COIN',
): Promise<{ posted: string; pending_in: string }> {
  const [row] = await there.sql<{ posted: string; pending_in: string }>(
    `select posted, pending_in from coin_account where foundation_id = $1 and owner_kind = 'HEAD_BANK' and unit = $2`,
    [there.fixtures.foundations[slug], unit],
  );
  return row!;
}

async function transferCount(): Promise<number> {
  const [row] = await there.sql<{ count: number }>('select count(*)::int as count from transfer');
  return row!.count;
}

async function broken(): Promise<unknown[]> {
  return (await checkInvariants(there.databaseUrl, invariants)).filter(
    ({ breachCount }) => breachCount > 0,
  );
}

/** Grants coins to a volunteer of sicheng, as if earned; other tests cover visits. */
async function earned(persona: string, amount: string): Promise<void> {
  const accounts = {
    fundAccountId: scenario.id.coinAccount('fund@sicheng'),
    toAccountId: scenario.id.coinAccount(persona),
  };
  const input = { idempotencyKey: newKey(), ...accounts, amount, reason: '服务所得' };
  await sicheng.mutate('grantCoins', input, 'transfer { id }');
}

describe('before the head bank agrees', () => {
  test('no coins are sent, and only the head bank sets limits', async () => {
    await earned('volunteer@chaoxi', '20.00');
    const volunteer = await scenario.actor('volunteer@chaoxi');
    await expect(volunteer.tryMutate('sendCoins', order('1.00'))).toBeRefused('CLEARING_CLOSED');
    const input = {
      foundationId: scenario.id.foundation('sicheng'),
      fundAccountId: scenario.id.coinAccount('fund@sicheng'),
      reason: '自己定',
    };
    const limits = { owedMax: '1.00', claimMax: '1.00' };
    await expect(sicheng.tryMutate('setClearingLimits', { ...input, ...limits })).toBeRefused(
      'NOT_ALLOWED',
    );
    expect(await limit('sicheng', '-1.00', '1.00')).toEqual(['AMOUNT_NOT_POSITIVE']);
    expect(
      await limit('sicheng', '1.00', '1.00', {
        fundAccountId: scenario.id.coinAccount('elder@xinxian'),
      }),
    ).toEqual(['NOT_A_FUND']);
    const nowhere = { foundationId: encodeId('foundation', newId()) };
    expect(await limit('sicheng', '1.00', '1.00', nowhere)).toEqual(['NOT_FOUND']);
  });

  test('two foundations with limits see each other by name', async () => {
    expect(await limit('sicheng', '10.00', '10.00')).toEqual([]);
    expect(await limit('yigong80', '10.00', '8.00')).toEqual([]);
    const query = '{ clearingPartners(first: 10) { totalCount nodes { foundationId name } } }';
    const volunteer = await scenario.actor('volunteer@chaoxi');
    expect((await volunteer.query(query)).clearingPartners).toEqual({
      totalCount: 1,
      nodes: [{ foundationId: scenario.id.foundation('yigong80'), name: '80后义工社' }],
    });
  });
});

describe('a daughter serves in one foundation, and her mother spends in another', () => {
  let sent: { id: string; number: string };

  test('coins leave one book and arrive in the other, once', async () => {
    const volunteer = await scenario.actor('volunteer@chaoxi');
    // An hour from a visit, like the others before.
    await scenario.certifiedVisit({ minutes: 60 });
    // The mother has no coins left.
    const donation = {
      fromAccountId: scenario.id.coinAccount('elder@shiyuan'),
      toAccountId: scenario.id.coinAccount('fund@yigong80'),
    };
    const mother = await scenario.actor('elder@shiyuan');
    const given = { idempotencyKey: newKey(), ...donation, amount: '20.00', purpose: 'DONATION' };
    await mother.mutate('transferCoins', given, 'transfer { id }');
    const input = order('5.00');
    const [mothersBefore, daughtersBefore] = [
      BigInt(await posted('elder@shiyuan')),
      BigInt(await posted('volunteer@chaoxi')),
    ];
    const answers = await Promise.all(
      [1, 2, 3].map(() => volunteer.mutate('sendCoins', input, orderFields)),
    );
    sent = answers[0].order;
    expect(new Set(answers.map((answer) => answer.order.id)).size).toBe(1);
    const query =
      'query ($id: ID!) { node(id: $id) { ... on ClearingOrder { state direction amount counterpartName transfer { kind amount } } } }';
    expect((await volunteer.query(query, { id: sent.id })).node).toEqual({
      state: 'SETTLED',
      direction: 'OUT',
      amount: '5.00',
      counterpartName: '80后义工社',
      transfer: { kind: 'CLEARING_OUT', amount: '5.00' },
    });
    expect(BigInt(await posted('volunteer@chaoxi'))).toBe(daughtersBefore - 500n);
    expect(BigInt(await posted('elder@shiyuan'))).toBe(mothersBefore + 500n);
    expect([await headBankOf('sicheng'), await headBankOf('yigong80')]).toEqual([
      { posted: '500', pending_in: '0' },
      { posted: '-500', pending_in: '0' },
    ]);
    expect(await broken()).toEqual([]);
  });

  test('each foundation sees its own row and nothing of the other', async () => {
    const query =
      '{ clearingOrders(first: 10) { totalCount nodes { id number direction account { id name } counterpartName } } }';
    const here = (await sicheng.query(query)).clearingOrders;
    const over = (await yigong.query(query)).clearingOrders;
    expect(here.nodes).toEqual([
      expect.objectContaining({
        number: sent.number,
        direction: 'OUT',
        account: expect.objectContaining({ id: scenario.id.coinAccount('volunteer@chaoxi') }),
      }),
    ]);
    expect(over.nodes).toEqual([
      expect.objectContaining({
        number: sent.number,
        direction: 'IN',
        account: expect.objectContaining({ id: scenario.id.coinAccount('elder@shiyuan') }),
      }),
    ]);
    expect(JSON.stringify(over)).not.toContain('何小芽');
    expect(over.nodes[0].id).not.toBe(sent.id);
    const node = 'query ($id: ID!) { node(id: $id) { id } }';
    expect((await yigong.query(node, { id: sent.id })).node).toBeNull();
    // Others of the same foundation see it as little as the account.
    expect(
      (await (await scenario.actor('second@chaoxi')).query(query)).clearingOrders.nodes,
    ).toEqual([]);
    const mother = await scenario.actor('elder@shiyuan');
    expect((await mother.query(query)).clearingOrders.nodes).toHaveLength(1);
  });

  test('the mother spends the coins on a visit of the other foundation', async () => {
    const lots = `query ($id: ID!) { account: coinAccount(id: $id) { posted lots(first: 10) { nodes { origin remaining issuer { ownerKind } } } } }`;
    expect(
      (await yigong.query(lots, { id: scenario.id.coinAccount('elder@shiyuan') })).account,
    ).toEqual({
      posted: '5.00',
      lots: {
        nodes: [{ origin: 'CLEARED', remaining: '5.00', issuer: { ownerKind: 'HEAD_BANK' } }],
      },
    });
    const shiyuan = await Scenario.begin(there, 'dispatcher@shiyuan');
    const who = {
      elder: 'elder@shiyuan',
      volunteer: 'volunteer@shiyuan',
      kind: 'companionship@yigong80',
    };
    await shiyuan.certifiedVisit({ ...who, minutes: 60 });
    expect(
      (await yigong.query(lots, { id: scenario.id.coinAccount('volunteer@shiyuan') })).account,
    ).toEqual({
      posted: '1.00',
      lots: {
        nodes: [{ origin: 'EARNED', remaining: '1.00', issuer: { ownerKind: 'HEAD_BANK' } }],
      },
    });
    // From the payment back to the coins from the other foundation.
    const [payment] = await there.sql<{ id: string }>(
      `select id from transfer where kind = 'SERVICE_PAYMENT' and foundation_id = $1`,
      [there.fixtures.foundations['yigong80']],
    );
    const explain =
      'query ($id: ID!) { explainTransfer(id: $id) { origins { transfer { kind concerns } } } }';
    const { origins } = (await yigong.query(explain, { id: encodeId('transfer', payment!.id) }))
      .explainTransfer;
    expect(origins).toEqual([
      { transfer: { kind: 'CLEARING_IN', concerns: expect.stringMatching(/^clearing_/) } },
    ]);
    expect(await broken()).toEqual([]);
  });

  test('an auditor follows the coins on both sides', async () => {
    const auditor = await scenario.actor('auditor@sicheng');
    const query = `{ clearingPosition { isOpen owedMax claimMax position onTheWay }
      clearingOrders(first: 5) { nodes { state transfer { id } hold { kind phase } } } }`;
    const answer = await auditor.query(query);
    expect(answer.clearingPosition).toEqual({
      isOpen: true,
      owedMax: '10.00',
      claimMax: '10.00',
      position: '5.00',
      onTheWay: '0.00',
    });
    expect(answer.clearingOrders.nodes[0]).toMatchObject({
      state: 'SETTLED',
      hold: { kind: 'CLEARING_OUT', phase: 'PENDING' },
    });
    expect(
      (await (await scenario.actor('volunteer@chaoxi')).query('{ clearingPosition { position } }'))
        .clearingPosition,
    ).toBeNull();
    const register =
      '{ clearingRegister(first: 5) { totalCount nodes { number fromName toName amount stateOut stateIn } } clearingPositions(first: 5) { nodes { name position } } }';
    expect(await operator.query(register)).toEqual({
      clearingRegister: {
        totalCount: 1,
        nodes: [
          {
            number: sent.number,
            fromName: '思诚社区公益基金会',
            toName: '80后义工社',
            amount: '5.00',
            stateOut: 'SETTLED',
            stateIn: 'SETTLED',
          },
        ],
      },
      clearingPositions: {
        nodes: [
          { name: '思诚社区公益基金会', position: '5.00' },
          { name: '80后义工社', position: '-5.00' },
        ],
      },
    });
    const { errors } = await sicheng.send(register);
    expect(errors?.map(({ extensions }) => extensions['code'])).toContain('NOT_ALLOWED');
  });
});

describe('a refused order names its reason, and nothing moves', () => {
  test.each<[name: string, input: () => object, code: string]>([
    ['zero', () => order('0.00'), 'AMOUNT_NOT_POSITIVE'],
    ['a negative amount', () => order('-1.00'), 'AMOUNT_NOT_POSITIVE'],
    ['more than there is', () => order('9000.00'), 'INSUFFICIENT_COINS'],
    [
      'oneself',
      () => order('1.00', { toFoundationId: scenario.id.foundation('sicheng') }),
      'CLEARING_TO_ITSELF',
    ],
    [
      'a foundation that is not there',
      () => order('1.00', { toFoundationId: encodeId('foundation', newId()) }),
      'CLEARING_CLOSED',
    ],
    [
      'an account of somebody else',
      () => order('1.00', { fromAccountId: scenario.id.coinAccount('elder@xinxian') }),
      'NOT_FOUND',
    ],
    [
      'an id of something else',
      () => order('1.00', { toAccountId: encodeId('elder', newId()) }),
      'INVALID_ID',
    ],
    ['more than the foundation may owe', () => order('5.01'), 'CLEARING_LIMIT_REACHED'],
  ])('%s', async (_, input, code) => {
    const before = await transferCount();
    const volunteer = await scenario.actor('volunteer@chaoxi');
    await expect(volunteer.tryMutate('sendCoins', input())).toBeRefused(code);
    expect(await transferCount()).toBe(before);
  });

  test.each<[name: string, input: () => object, code: string]>([
    [
      'no account over there',
      () => order('1.00', { toAccountId: encodeId('coinacc', newId()) }),
      'NO_ACCOUNT',
    ],
    [
      'a fund over there',
      () => order('1.00', { toAccountId: scenario.id.coinAccount('fund@yigong80') }),
      'NO_ACCOUNT',
    ],
    ['more than the other may be owed', () => order('3.01'), 'CLEARING_LIMIT_REACHED'],
  ])('over there: %s; the coins come back', async (_, input, code) => {
    const volunteer = await scenario.actor('volunteer@chaoxi');
    const before = await posted('volunteer@chaoxi');
    const { order: refused } = await volunteer.mutate('sendCoins', input(), orderFields);
    expect([refused.state, refused.refusalCode]).toEqual(['REFUSED', code]);
    expect(await posted('volunteer@chaoxi')).toBe(before);
    expect(await headBankOf('sicheng')).toEqual({ posted: '500', pending_in: '0' });
  });

  test('only clearing reaches the account of the head bank', async () => {
    const [row] = await there.sql<{ id: string }>(
      `select id from coin_account where foundation_id = $1 and owner_kind = 'HEAD_BANK' and unit = 'COIN'`,
      [there.fixtures.foundations['sicheng']],
    );
    const toAccountId = encodeId('coinacc', row!.id);
    const grant = {
      idempotencyKey: newKey(),
      fundAccountId: scenario.id.coinAccount('fund@sicheng'),
      toAccountId,
      amount: '1.00',
      reason: '试',
    };
    await expect(sicheng.tryMutate('grantCoins', grant)).toBeRefused('ONLY_BY_CLEARING');
    const [out] = await there.sql<{ id: string }>(
      `select id from transfer where kind = 'CLEARING_OUT' and phase = 'POST_PENDING'`,
    );
    const reversal = {
      idempotencyKey: newKey(),
      transferId: encodeId('transfer', out!.id),
      reason: '试',
    };
    await expect(sicheng.tryMutate('reverseTransfer', reversal)).toBeRefused('NOT_REVERSIBLE');
  });

  test('if only gifts to relatives are permitted, an account that acts for both holders makes them relatives', async () => {
    const rules = { rates: [], origins: [], gifts: 'RELATIVES' };
    const publish = { rules, validFrom: new Date().toISOString(), reason: '只给亲属' };
    await sicheng.mutate('publishCoinPolicy', publish, 'policy { id }');
    const volunteer = await scenario.actor('volunteer@chaoxi');
    const stranger = await volunteer.mutate('sendCoins', order('1.00'), orderFields);
    expect(stranger.order).toMatchObject({
      state: 'REFUSED',
      refusalCode: 'GIFT_ONLY_TO_RELATIVES',
    });
    // Registers the daughter's login in the other foundation, as family of her mother.
    await there.sql(
      `insert into role_grant (id, account_id, role, foundation_id, person_id, valid_from) values ($1, $2, 'FAMILY_MEMBER', $3, $4, now() - interval '1 day')`,
      [
        newId(),
        there.fixtures.accounts['volunteer@chaoxi'],
        there.fixtures.foundations['yigong80'],
        there.fixtures.persons['elder@shiyuan'],
      ],
    );
    const daughter = await volunteer.send(
      `mutation ($input: SendCoinsInput!) { sendCoins(input: $input) { ${orderFields} errors { code } } }`,
      { input: order('1.00') },
      { 'X-Linli-Foundation': scenario.id.foundation('sicheng') },
    );
    expect(daughter.data.sendCoins).toMatchObject({ order: { state: 'SETTLED' }, errors: [] });
    const free = {
      ...publish,
      rules: { ...rules, gifts: 'ANYBODY' },
      validFrom: new Date().toISOString(),
    };
    await sicheng.mutate('publishCoinPolicy', free, 'policy { id }');
    await there.sql(`delete from role_grant where role = 'FAMILY_MEMBER' and foundation_id = $1`, [
      there.fixtures.foundations['yigong80'],
    ]);
    expect(await broken()).toEqual([]);
  });
});

test('the receiving foundation returns coins once, on both sides', async () => {
  const volunteer = await scenario.actor('volunteer@chaoxi');
  const before = [
    await posted('volunteer@chaoxi'),
    await posted('elder@shiyuan'),
    await headBankOf('sicheng'),
  ];
  await volunteer.mutate('sendCoins', order('2.00'), orderFields);
  const query = '{ clearingOrders(first: 1) { nodes { id direction state } } }';
  const [came] = (await yigong.query(query)).clearingOrders.nodes;
  const [went] = (await sicheng.query(query)).clearingOrders.nodes;
  const input = { idempotencyKey: newKey(), orderId: came.id, reason: '转错了人' };
  await expect((await scenario.actor('elder@shiyuan')).tryMutate('returnCoins', input)).toBeRefused(
    'NOT_ALLOWED',
  );
  await expect(sicheng.tryMutate('returnCoins', { ...input, orderId: went.id })).toBeRefused(
    'NOT_RETURNABLE',
  );
  await expect(sicheng.tryMutate('returnCoins', input)).toBeRefused('NOT_FOUND');
  const { order: back } = await yigong.mutate(
    'returnCoins',
    input,
    'order { state returnReason returnTransfer { kind } }',
  );
  expect(back).toEqual({
    state: 'RETURNED',
    returnReason: '转错了人',
    returnTransfer: { kind: 'REVERSAL' },
  });
  expect((await sicheng.query(query)).clearingOrders.nodes[0].state).toBe('RETURNED');
  await expect(yigong.tryMutate('returnCoins', { ...input, idempotencyKey: newKey() })).toBeRefused(
    'NOT_RETURNABLE',
  );
  expect([
    await posted('volunteer@chaoxi'),
    await posted('elder@shiyuan'),
    await headBankOf('sicheng'),
  ]).toEqual(before);
  expect(await broken()).toEqual([]);
});

describe('a relay that dies on the way', () => {
  const log = pino({ level: 'silent' });

  test.each([
    ['before anything arrived', false],
    ['between the two books', true],
  ])(
    'the next round finishes an order once when the relay died %s, with any number of nodes',
    async (_, isBetween) => {
      const { database } = there.app.services;
      const before = [
        BigInt(await posted('volunteer@chaoxi')),
        BigInt(await posted('elder@shiyuan')),
      ];
      // As after a crash: the order is inserted and held, and the other side may be booked.
      await there.sql(
        'create table clearing_pause (a int); create function clearing_pause() returns trigger language plpgsql as $$ begin raise exception $a$stop$a$; end $$',
      );
      await there.sql(
        `create trigger pause before ${isBetween ? 'update' : 'insert'} on clearing_order for each row when (${isBetween ? "old.direction = 'OUT'" : "new.direction = 'IN'"}) execute function clearing_pause()`,
      );
      const volunteer = await scenario.actor('volunteer@chaoxi');
      const { order: stuck } = await volunteer.mutate('sendCoins', order('0.50'), orderFields);
      expect(stuck.state).toBe('SENT');
      expect(BigInt(await posted('elder@shiyuan'))).toBe(before[1]! + (isBetween ? 50n : 0n));
      // Halfway, the invariants account for the coins in transit.
      expect(await broken()).toEqual([]);
      await there.sql(
        'drop trigger pause on clearing_order; drop function clearing_pause; drop table clearing_pause',
      );
      await Promise.all(Array.from({ length: 4 }, () => clearRound(database, log)));
      expect(
        (
          await volunteer.query(
            'query ($id: ID!) { node(id: $id) { ... on ClearingOrder { state } } }',
            { id: stuck.id },
          )
        ).node.state,
      ).toBe('SETTLED');
      expect(BigInt(await posted('volunteer@chaoxi'))).toBe(before[0]! - 50n);
      expect(BigInt(await posted('elder@shiyuan'))).toBe(before[1]! + 50n);
      expect(await broken()).toEqual([]);
    },
  );
});

describe('an order is recalled', () => {
  const log = pino({ level: 'silent' });
  const rounds = () =>
    Promise.all(
      Array.from({ length: 4 }, () =>
        clearRound(there.app.services.database, there.app.services.log),
      ),
    );
  const fields = 'order { id state refusalCode recalledAt recallReason }';
  const recall = (orderId: string) => ({ idempotencyKey: newKey(), orderId, reason: '转错了人' });
  const readiness = async () => [
    await posted('volunteer@chaoxi'),
    await posted('elder@shiyuan'),
    await headBankOf('sicheng'),
    await headBankOf('yigong80'),
  ];
  /** Blocks the relay before a step, as a crash there would. */
  const stopped = async (step: string, work: () => Promise<void>): Promise<void> => {
    await there.sql(
      'create function clearing_stop() returns trigger language plpgsql as $$ begin raise exception $a$stop$a$; end $$',
    );
    await there.sql(`create trigger stop ${step} execute function clearing_stop()`);
    try {
      await work();
    } finally {
      await there.sql('drop trigger stop on clearing_order; drop function clearing_stop');
    }
  };
  const arriving = `before insert on clearing_order for each row when (new.direction = 'IN')`;
  const finishing = `before update on clearing_order for each row when (old.direction = 'OUT' and new.state <> old.state)`;

  test('an order that is recalled before its arrival comes back once, on both sides', async () => {
    const volunteer = await scenario.actor('volunteer@chaoxi');
    const before = await readiness();
    let sentId = '';
    await stopped(arriving, async () => {
      sentId = (await volunteer.mutate('sendCoins', order('0.50'), orderFields)).order.id;
      // The sender and the sender's dispatcher may recall it; others and the receiver may not.
      await expect(
        (await scenario.actor('second@chaoxi')).tryMutate('recallCoins', recall(sentId)),
      ).toBeRefused('NOT_FOUND');
      await expect(yigong.tryMutate('recallCoins', recall(sentId))).toBeRefused('NOT_FOUND');
      const input = recall(sentId);
      const { order: waiting } = await volunteer.mutate('recallCoins', input, fields);
      // The other foundation is unreachable, so nothing is decided yet.
      expect(waiting).toMatchObject({
        state: 'SENT',
        recallReason: '转错了人',
        recalledAt: expect.any(String),
      });
      expect((await volunteer.mutate('recallCoins', input, fields)).order).toEqual(waiting);
      expect(await broken()).toEqual([]);
    });
    await rounds();
    expect(await readiness()).toEqual(before);
    const query =
      'query ($id: ID!) { node(id: $id) { ... on ClearingOrder { state refusalCode } } }';
    expect((await volunteer.query(query, { id: sentId })).node).toEqual({
      state: 'REFUSED',
      refusalCode: 'RECALLED',
    });
    const [came] = (
      await yigong.query('{ clearingOrders(first: 1) { nodes { state refusalCode } } }')
    ).clearingOrders.nodes;
    expect(came).toEqual({ state: 'REFUSED', refusalCode: 'RECALLED' });
    await expect(volunteer.tryMutate('recallCoins', recall(sentId))).toBeRefused('NOT_RECALLABLE');
    expect(await broken()).toEqual([]);
  });

  test('an order that has arrived is not recalled, even if the sender does not know yet', async () => {
    const volunteer = await scenario.actor('volunteer@chaoxi');
    let sentId = '';
    await stopped(finishing, async () => {
      sentId = (await volunteer.mutate('sendCoins', order('0.50'), orderFields)).order.id;
      expect((await volunteer.mutate('recallCoins', recall(sentId), fields)).order.state).toBe(
        'SENT',
      );
      expect(await broken()).toEqual([]);
    });
    await rounds();
    await expect(volunteer.tryMutate('recallCoins', recall(sentId))).toBeRefused('RECALL_TOO_LATE');
    expect(await broken()).toEqual([]);
  });

  test('an order that the receiver refused releases its coins although the relay died', async () => {
    const volunteer = await scenario.actor('volunteer@chaoxi');
    const before = await readiness();
    let sentId = '';
    await stopped(arriving, async () => {
      sentId = (await volunteer.mutate('sendCoins', order('0.50'), orderFields)).order.id;
    });
    await stopped(finishing, async () => {
      expect((await volunteer.mutate('recallCoins', recall(sentId), fields)).order.state).toBe(
        'SENT',
      );
      // Decided there, still held here; the invariants know that state.
      expect(await broken()).toEqual([]);
    });
    await rounds();
    expect(await readiness()).toEqual(before);
    expect(await broken()).toEqual([]);
  });

  test('an order that is recalled while it arrives has the same result on both sides', async () => {
    const volunteer = await scenario.actor('volunteer@chaoxi');
    const ids: string[] = [];
    await stopped(arriving, async () => {
      for (let count = 0; count < 8; count += 1)
        ids.push((await volunteer.mutate('sendCoins', order('0.05'), orderFields)).order.id);
    });
    const [codes] = await Promise.all([
      Promise.all(ids.map((id) => volunteer.refusalCodes('recallCoins', recall(id)))),
      clearRound(there.app.services.database, log),
      clearRound(there.app.services.database, log),
    ]);
    await rounds();
    const states = await there.sql<{ id: string; state: string; other: string }>(
      `select o.id, o.state, i.state as other from clearing_order o join clearing_order i on i.order_id = o.order_id and i.direction = 'IN'
       where o.direction = 'OUT' and o.amount = 5`,
    );
    expect(states).toHaveLength(8);
    for (const each of states) expect(each.state).toBe(each.other);
    for (const [index, id] of ids.entries()) {
      const { state } = states.find((each) => encodeId('clearing', each.id) === id)!;
      expect(codes[index]).toEqual(state === 'SETTLED' ? ['RECALL_TOO_LATE'] : []);
    }
    expect(await broken()).toEqual([]);
  });

  test('coins that come back reopen an account that was closed meanwhile', async () => {
    const second = await scenario.actor('second@chaoxi');
    await earned('second@chaoxi', '0.05');
    const input = order('0.05', { fromAccountId: scenario.id.coinAccount('second@chaoxi') });
    await second.mutate('sendCoins', input, orderFields);
    const close = { accountId: scenario.id.coinAccount('second@chaoxi'), reason: '离开' };
    await sicheng.mutate('closeCoinAccount', close);
    const [came] = (await yigong.query('{ clearingOrders(first: 1) { nodes { id } } }'))
      .clearingOrders.nodes;
    await yigong.mutate('returnCoins', { orderId: came.id, reason: '退回' }, 'order { state }');
    expect(await posted('second@chaoxi')).toBe('5');
    await expect(sicheng.tryMutate('closeCoinAccount', close)).toBeRefused('ACCOUNT_NOT_EMPTY');
    expect(await broken()).toEqual([]);
  });
});

describe('settlement', () => {
  const legFields = 'legs { settlement foundationId position money yuanPerCoin state refusalCode }';
  const parts = (legs: { foundationId: string }[]) =>
    legs.map((leg) => ({
      ...leg,
      foundationId: leg.foundationId === scenario.id.foundation('sicheng') ? 'sicheng' : 'yigong80',
    }));

  test('the head bank settles once there is money, once, and all debts are paid', async () => {
    const owed = BigInt((await headBankOf('sicheng')).posted);
    expect(owed).toBeGreaterThan(0n);
    const input = { idempotencyKey: newKey(), yuanPerCoin: '20.00', reason: '月结' };
    await expect(sicheng.tryMutate('settleClearing', input)).toBeRefused('NOT_ALLOWED');
    await expect(
      operator.tryMutate('settleClearing', { ...input, yuanPerCoin: '-1.00' }),
    ).toBeRefused('AMOUNT_NOT_POSITIVE');
    const coins = `${owed / 100n}.${String(owed % 100n).padStart(2, '0')}`;
    const yuan = `${(owed * 20n) / 100n}.${String((owed * 20n) % 100n).padStart(2, '0')}`;
    const first = (await operator.mutate('settleClearing', input, legFields)).legs;
    expect(parts(first)).toMatchObject([
      {
        foundationId: 'sicheng',
        position: coins,
        money: yuan,
        state: 'WAITING',
        refusalCode: 'INSUFFICIENT_MONEY',
      },
      {
        foundationId: 'yigong80',
        position: `-${coins}`,
        money: `-${yuan}`,
        state: 'WAITING',
        refusalCode: null,
      },
    ]);
    expect(await broken()).toEqual([]);

    const query = '{ accounts: coinAccounts(first: 100) { nodes { id ownerKind unit } } }';
    const money = (await sicheng.query(query)).accounts.nodes.find(
      (each: { ownerKind: string; unit: string }) =>
        each.ownerKind === 'FUND' && each.unit === 'CNY',
    );
    const income = {
      idempotencyKey: newKey(),
      fundAccountId: money.id,
      amount: '1000.00',
      reason: '捐款',
    };
    await sicheng.mutate('recordFundIncome', income, 'transfer { id }');
    // A repeated call is the same settlement, which goes on.
    const [again, meanwhile] = await Promise.all(
      [1, 2].map(() => operator.mutate('settleClearing', input, legFields)),
    );
    expect(again.legs.map(({ state }: { state: string }) => state)).toContain('BOOKED');
    expect(meanwhile.legs).toHaveLength(2);
    await clearRound(there.app.services.database, there.app.services.log);
    expect([await headBankOf('sicheng'), await headBankOf('yigong80')]).toEqual([
      { posted: '0', pending_in: '0' },
      { posted: '0', pending_in: '0' },
    ]);
    const fen = (owed * 2_000n) / 100n;
    expect([
      (await headBankOf('sicheng', 'CNY')).posted,
      (await headBankOf('yigong80', 'CNY')).posted,
    ]).toEqual([fen.toString(), (-fen).toString()]);
    const own = '{ clearingLegs(first: 10) { totalCount nodes { state } } }';
    expect((await yigong.query(own)).clearingLegs).toEqual({
      totalCount: 1,
      nodes: [{ state: 'BOOKED' }],
    });
    expect((await operator.query(own)).clearingLegs.totalCount).toBe(2);
    // A key that would settle nothing is not used up, so that its repeat settles nothing later.
    await expect(
      operator.tryMutate('settleClearing', { ...input, idempotencyKey: newKey() }),
    ).toBeRefused('NOTHING_TO_SETTLE');
    expect(await broken()).toEqual([]);
  });

  test('settled money is exact to the fen, and its parts sum to zero', () => {
    const parts = withMoney(
      [
        { foundationId: 'a', coins: '33' },
        { foundationId: 'b', coins: '33' },
        { foundationId: 'c', coins: '-66' },
      ],
      1_051n,
    );
    expect(parts.map(({ fen }) => fen)).toEqual([347n, 347n, -694n]);
    const odd = withMoney(
      [
        { foundationId: 'a', coins: '50' },
        { foundationId: 'b', coins: '1' },
        { foundationId: 'c', coins: '-51' },
      ],
      1n,
    );
    expect(odd.reduce((sum, { fen }) => sum + fen, 0n)).toBe(0n);
  });
});

test('a limit below the position is refused, and a stopped foundation finishes its open orders', async () => {
  const volunteer = await scenario.actor('volunteer@chaoxi');
  await volunteer.mutate('sendCoins', order('3.00'), orderFields);
  expect(await limit('sicheng', '2.99', '10.00')).toEqual(['LIMIT_BELOW_POSITION']);
  expect(await limit('yigong80', '10.00', '8.00', { isOpen: false })).toEqual([]);
  await expect(volunteer.tryMutate('sendCoins', order('1.00'))).toBeRefused('CLEARING_CLOSED');
  expect(await limit('yigong80', '10.00', '8.00')).toEqual([]);
});

test('sixty orders at once stay within both limits, and each is one booking on each side', async () => {
  await earned('second@chaoxi', '100.00');
  const second = await scenario.actor('second@chaoxi');
  const orders = Array.from({ length: 60 }, () =>
    order('0.25', { fromAccountId: scenario.id.coinAccount('second@chaoxi') }),
  );
  const answers = await Promise.all(
    orders.map((input) => second.tryMutate('sendCoins', input, orderFields)),
  );
  for (let round = 0; round < 3; round += 1)
    await clearRound(there.app.services.database, there.app.services.log);
  const [totals] = await there.sql<{ out: number; in: number; waiting: number }>(
    `select count(*) filter (where direction = 'OUT' and state = 'SETTLED')::int as out,
       count(*) filter (where direction = 'IN' and state = 'SETTLED')::int as in,
       count(*) filter (where state = 'SENT')::int as waiting
     from clearing_order where sent_at > now() - interval '1 hour' and amount = 25`,
  );
  // The limit towards yigong80 is 8.00, of which 3.00 are used.
  expect(totals).toEqual({ out: 20, in: 20, waiting: 0 });
  const codes = answers.flatMap(({ errors, order: sent }) => [
    ...errors.map(({ code }) => code),
    sent?.refusalCode,
  ]);
  expect([...new Set(codes.filter(Boolean))]).toEqual(['CLEARING_LIMIT_REACHED']);
  expect(await headBankOf('yigong80')).toEqual({ posted: '-800', pending_in: '0' });
  expect(await broken()).toEqual([]);
});

test.each<[what: string, change: string, back: string, found: string[]]>([
  [
    'an amount on one side',
    `update clearing_order set amount = amount + 1 where id = (select id from clearing_order where direction = 'IN' and state = 'SETTLED' order by id limit 1)`,
    `update clearing_order set amount = amount - 1 where id = (select id from clearing_order where direction = 'IN' and state = 'SETTLED' order by id limit 1)`,
    ['clearing-equals-its-orders', 'clearing-orders-are-booked', 'clearing-sides-agree'],
  ],
  [
    'the balance with the head bank',
    `update coin_account set posted = posted + 1 where owner_kind = 'HEAD_BANK' and unit = 'COIN' and posted > 0`,
    `update coin_account set posted = posted - 1 where owner_kind = 'HEAD_BANK' and unit = 'COIN' and posted > 1`,
    [
      'books-balance',
      'balances-equal-entries',
      'clearing-equals-its-orders',
      'clearing-nets-to-zero',
    ],
  ],
  [
    'a part of a settlement',
    `update clearing_leg set fen = fen + 1 where position > 0`,
    `update clearing_leg set fen = fen - 1 where position > 0`,
    ['clearing-equals-its-orders', 'clearing-nets-to-zero'],
  ],
])(
  'somebody who edits %s behind the back of the ledger is found, and the row is named',
  async (_, change, back, found) => {
    await there.sql(change);
    const results = (await checkInvariants(there.databaseUrl, invariants)).filter(
      ({ breachCount }) => breachCount > 0,
    );
    await there.sql(back);
    expect(results.map(({ name }) => name)).toEqual(found);
    for (const { breaches } of results)
      expect(breaches[0]!.breach).toMatch(/order|account|settlement|add up/);
    expect(await broken()).toEqual([]);
  },
);

test('expired coins from another foundation go to the fund that settles them', async () => {
  await there.sql(
    `update coin_lot set expires_at = now() - interval '1 hour' where origin = 'CLEARED' and remaining > held`,
  );
  const before = await headBankOf('yigong80');
  await expireEverywhere(there.app.services.database, there.app.services.log);
  expect(await headBankOf('yigong80')).toEqual(before);
  const [row] = await there.sql<{ count: number }>(
    `select count(*)::int as count from transfer t join entry e on e.transfer_id = t.id join coin_account a on a.id = e.account_id
     where t.kind = 'EXPIRY' and e.amount > 0 and a.owner_kind = 'FUND' and t.foundation_id = $1`,
    [there.fixtures.foundations['yigong80']],
  );
  expect(row!.count).toBeGreaterThan(0);
});
