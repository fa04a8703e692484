import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { encodeId } from '../../schema/ids.ts';
import { invariants } from '../invariants.ts';
import { checkInvariants } from '../platform/database/invariants.ts';
import type { Caller } from '../testing/caller.ts';
import { Visits } from '../testing/visit-builder.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../testing/test-platform.ts';

let platform: TestPlatform;
let admin: Caller;
beforeAll(async () => {
  platform = await startTestPlatform();
  admin = await platform.as('admin@sicheng');
});
afterAll(() => platform.close());

const account = (persona: string) => encodeId('coinacc', platform.fixtures.coinAccounts[persona]!);

function grantOf(amount: string, to = 'poor@xinxian', more: object = {}) {
  return {
    idempotencyKey: newKey(),
    fundAccountId: account('fund@sicheng'),
    toAccountId: account(to),
    amount,
    reason: '困难老人资助',
    ...more,
  };
}

/** Every caller names the holder, also the holder. */
function gift(amount: string, from: string, to: string, more: object = {}) {
  const accounts = { fromAccountId: account(from), toAccountId: account(to) };
  const actingFor = { personId: encodeId('person', platform.fixtures.persons[from]!) };
  return { idempotencyKey: newKey(), ...accounts, amount, purpose: 'GIFT', actingFor, ...more };
}

async function readiness(persona: string) {
  const query = `query ($id: ID!) { account(id: $id) { posted held available lots(first: 100) { totalCount nodes { id origin amount remaining held permittedUses expiresAt issuer { name } } } } }`;
  return (await admin.ask(query, { id: account(persona) })).account;
}

async function transferCount(): Promise<number> {
  const [row] = await platform.sql<{ count: number }>(
    'select count(*)::int as count from transfer',
  );
  return row!.count;
}

describe('a grant', () => {
  test('comes as a lot that names its fund, once however often it is sent', async () => {
    const input = grantOf('10.00');
    const answers = await Promise.all(
      [1, 2, 3].map(() => admin.does('grantCoins', input, 'transfer { id amount kind }')),
    );
    const [first] = answers;
    expect(answers).toEqual(answers.map(() => first));
    expect(first.transfer).toMatchObject({ amount: '10.00', kind: 'GRANT' });
    const after = await readiness('poor@xinxian');
    expect(after).toMatchObject({ posted: '10.00', held: '0.00', lots: { totalCount: 1 } });
    expect(after.lots.nodes[0]).toMatchObject({
      origin: 'GRANTED',
      remaining: '10.00',
      permittedUses: null,
      expiresAt: null,
    });
    expect(after.lots.nodes[0].issuer.name).toContain('专项基金');
    expect(await admin.refusalCodes('grantCoins', { ...input, amount: '11.00' })).toEqual([
      'IDEMPOTENCY_KEY_REUSED',
    ]);
  });

  test('is for administrators, from funds', async () => {
    expect(
      await (await platform.as('dispatcher@xinxian')).refusalCodes('grantCoins', grantOf('1.00')),
    ).toEqual(['NOT_FOUND']);
    expect(
      await (await platform.as('analyst@sicheng')).refusalCodes('grantCoins', grantOf('1.00')),
    ).toEqual(['NOT_ALLOWED']);
    const fromElder = grantOf('1.00', 'poor@xinxian', { fundAccountId: account('elder@xinxian') });
    expect(await admin.refusalCodes('grantCoins', fromElder)).toEqual(['NOT_A_FUND']);
  });
});

describe('bad input gets its code, and nothing is written', () => {
  const never = '01900000-0000-7000-8000-000000000001';
  const cases: [name: string, input: () => object, code: string][] = [
    ['zero', () => grantOf('0.00'), 'AMOUNT_NOT_POSITIVE'],
    ['negative', () => grantOf('-1.00'), 'AMOUNT_NOT_POSITIVE'],
    [
      'an account that is not there',
      () => grantOf('1.00', 'poor@xinxian', { toAccountId: encodeId('coinacc', never) }),
      'NO_ACCOUNT',
    ],
    ['an account of another foundation', () => grantOf('1.00', 'elder@shiyuan'), 'NO_ACCOUNT'],
    [
      'a fund of another foundation',
      () => grantOf('1.00', 'poor@xinxian', { fundAccountId: account('fund@yigong80') }),
      'NOT_FOUND',
    ],
    [
      'an id of something else',
      () => grantOf('1.00', 'poor@xinxian', { toAccountId: encodeId('elder', never) }),
      'INVALID_ID',
    ],
    [
      'the future',
      () => grantOf('1.00', 'poor@xinxian', { happenedAt: '2099-01-01T00:00:00Z' }),
      'HAPPENED_IN_FUTURE',
    ],
    ['itself', () => grantOf('1.00', 'fund@sicheng'), 'SAME_ACCOUNT'],
  ];
  test.each(cases)('%s', async (_, input, code) => {
    const before = await transferCount();
    expect(await admin.refusalCodes('grantCoins', input())).toEqual([code]);
    expect(await transferCount()).toBe(before);
  });

  test.each(['1.005', '1e3', '99999999999999999999', '1,00', '', 1.5])(
    'an amount of %p',
    async (amount) => {
      const before = await transferCount();
      const query =
        'mutation ($input: GrantCoinsInput!) { grantCoins(input: $input) { errors { code } } }';
      const { status, errors } = await admin.send(query, { input: grantOf(amount as string) });
      expect([status, errors?.[0]?.extensions['code']]).toEqual([400, 'BAD_USER_INPUT']);
      expect(await transferCount()).toBe(before);
    },
  );

  test('a closed account, and an account of money', async () => {
    const empty = account('second@chaoxi');
    await admin.does(
      'closeCoinAccount',
      { accountId: empty, reason: '离开' },
      'account { isOpen }',
    );
    expect(await admin.refusalCodes('grantCoins', grantOf('1.00', 'second@chaoxi'))).toEqual([
      'ACCOUNT_CLOSED',
    ]);
    await admin.does(
      'closeCoinAccount',
      { accountId: empty, reopen: true, reason: '回来' },
      'account { isOpen }',
    );
    expect(
      await admin.refusalCodes('closeCoinAccount', {
        accountId: account('elder@xinxian'),
        reason: '试',
      }),
    ).toEqual(['ACCOUNT_NOT_EMPTY']);
    const [money] = await platform.sql<{ id: string }>(
      `insert into coin_account (foundation_id, id, owner_kind, owner_id, name, unit, available_min)
       values ($1, gen_random_uuid(), 'FOUNDATION', $1, '现金', 'CNY', null) returning id`,
      [platform.fixtures.foundations['sicheng']],
    );
    const mixed = grantOf('1.00', 'poor@xinxian', { toAccountId: encodeId('coinacc', money!.id) });
    expect(await admin.refusalCodes('grantCoins', mixed)).toEqual(['WRONG_UNIT']);
  });
});

describe('a gift', () => {
  test('keeps where the coins came from, and both see it in their statements', async () => {
    await admin.does('grantCoins', grantOf('5.00', 'volunteer@xinxian'), 'transfer { id }');
    const giver = await platform.as('volunteer@xinxian');
    const { transfer } = await giver.does(
      'transferCoins',
      gift('2.00', 'volunteer@xinxian', 'volunteer@chaoxi', { reason: '谢谢' }),
      'transfer { id kind reason sides { amount account { name } } }',
    );
    expect(transfer).toMatchObject({ kind: 'GIFT', reason: '谢谢' });
    // The other side's account is not visible.
    expect(transfer.sides).toEqual([{ amount: '-2.00', account: { name: '林阿姨' } }]);
    expect((await readiness('volunteer@chaoxi')).lots.nodes[0]).toMatchObject({
      origin: 'GIVEN',
      remaining: '2.00',
    });
    const { account: seen } = await giver.ask(
      'query ($id: ID!) { account(id: $id) { statement(first: 10) { totalCount nodes { amount balanceAfter transfer { kind } } } } }',
      { id: account('volunteer@xinxian') },
    );
    expect(seen.statement).toEqual({
      totalCount: 2,
      nodes: [
        { amount: '-2.00', balanceAfter: '3.00', transfer: { kind: 'GIFT' } },
        { amount: '5.00', balanceAfter: '5.00', transfer: { kind: 'GRANT' } },
      ],
    });
  });

  test('needs the coins, and an account that is one’s own', async () => {
    const giver = await platform.as('volunteer@xinxian');
    const refused = await giver.tries(
      'transferCoins',
      gift('100.00', 'volunteer@xinxian', 'volunteer@chaoxi'),
    );
    expect(refused.errors[0]).toMatchObject({
      code: 'INSUFFICIENT_COINS',
      params: [
        { name: 'needed', value: '100.00' },
        { name: 'available', value: '3.00' },
      ],
    });
    expect(
      await giver.refusalCodes(
        'transferCoins',
        gift('1.00', 'elder@xinxian', 'volunteer@xinxian', { actingFor: null }),
      ),
    ).toEqual(['NOT_FOUND']);
    expect(
      await giver.refusalCodes('transferCoins', gift('1.00', 'volunteer@xinxian', 'fund@sicheng')),
    ).toEqual(['GIFT_NOT_TO_A_PERSON']);
    const donation = gift('1.00', 'volunteer@xinxian', 'fund@sicheng', { purpose: 'DONATION' });
    await giver.does('transferCoins', donation, 'transfer { kind }');
  });

  test('for an elder without a telephone is entered by her dispatcher, who leaves a trace', async () => {
    const dispatcher = await platform.as('dispatcher@xinxian');
    const personId = encodeId('person', platform.fixtures.persons['elder@xinxian']!);
    const input = gift('1.00', 'elder@xinxian', 'volunteer@xinxian', {
      actingFor: { personId, channel: 'PHONE' },
    });
    await dispatcher.does('transferCoins', input, 'transfer { id }');
    expect(
      await platform.sql(
        `select channel, acted_for_person_id from audit_entry where action = 'coins:transfer' order by id desc limit 1`,
      ),
    ).toEqual([
      { channel: 'PHONE', acted_for_person_id: platform.fixtures.persons['elder@xinxian'] },
    ]);
    // Nobody moves coins of others without `actingFor`, or for a different person.
    for (const persona of ['dispatcher@xinxian', 'admin@sicheng', 'family@xinxian']) {
      const caller = await platform.as(persona);
      const silent = { ...input, idempotencyKey: newKey(), actingFor: null };
      expect([persona, await caller.refusalCodes('transferCoins', silent)]).toEqual([
        persona,
        ['ACTING_FOR_HOLDER_NEEDED'],
      ]);
    }
    const forOther = { personId: encodeId('person', platform.fixtures.persons['poor@xinxian']!) };
    const wrong = { ...input, idempotencyKey: newKey(), actingFor: forOther };
    expect(await dispatcher.refusalCodes('transferCoins', wrong)).toEqual([
      'ACTING_FOR_HOLDER_NEEDED',
    ]);
  });

  test('is not made by staff to themselves', async () => {
    const both = await platform.as('both@xinxian');
    expect(
      await both.refusalCodes('transferCoins', gift('1.00', 'elder@xinxian', 'both@xinxian')),
    ).toEqual(['NOT_ALLOWED']);
  });
});

describe('a reversal', () => {
  test('puts the coins back into the lots that they came from, once, and says why', async () => {
    const before = await readiness('poor@xinxian');
    const { transfer } = await (
      await platform.as('poor@xinxian')
    ).does('transferCoins', gift('4.00', 'poor@xinxian', 'elder@dafangjia'), 'transfer { id }');
    const undo = () => ({ idempotencyKey: newKey(), transferId: transfer.id, reason: '转错人' });
    const selection = 'transfer { kind reason reverses { id } }';
    const { transfer: reversal } = await admin.does('reverseTransfer', undo(), selection);
    expect(reversal).toEqual({ kind: 'REVERSAL', reason: '转错人', reverses: { id: transfer.id } });
    expect(await readiness('poor@xinxian')).toEqual(before);
    expect(await admin.refusalCodes('reverseTransfer', undo())).toEqual(['ALREADY_REVERSED']);
    const { node } = await admin.ask(
      'query ($id: ID!) { node(id: $id) { ... on Transfer { reversedBy { kind } } } }',
      {
        id: transfer.id,
      },
    );
    expect(node.reversedBy.kind).toBe('REVERSAL');
  });

  test('is refused when the coins are spent, and for holds and reversals', async () => {
    const { transfer } = await admin.does(
      'grantCoins',
      grantOf('3.00', 'unvetted@chaoxi'),
      'transfer { id }',
    );
    await admin.does(
      'transferCoins',
      gift('3.00', 'unvetted@chaoxi', 'poor@xinxian'),
      'transfer { id }',
    );
    const undo = { idempotencyKey: newKey(), transferId: transfer.id, reason: '资助有误' };
    expect(await admin.refusalCodes('reverseTransfer', undo)).toEqual(['INSUFFICIENT_COINS']);
    const { transfers } = await admin.ask('{ transfers(first: 100) { nodes { id kind phase } } }');
    const reversal = transfers.nodes.find(({ kind }: { kind: string }) => kind === 'REVERSAL');
    expect(
      await admin.refusalCodes('reverseTransfer', { ...undo, transferId: reversal.id }),
    ).toEqual(['NOT_REVERSIBLE']);
    const foreign = await platform.as('admin@yigong80');
    expect(await foreign.refusalCodes('reverseTransfer', undo)).toEqual(['NOT_FOUND']);
  });
});

test('every transfer reverted twice at the same time, by whoever sends what: one succeeds and one is refused, each time', async () => {
  const ids: string[] = [];
  for (let count = 0; count < 12; count += 1)
    ids.push(
      (await admin.does('grantCoins', grantOf('0.10', 'elder@dafangjia'), 'transfer { id }'))
        .transfer.id,
    );
  const before = (await readiness('elder@dafangjia')).posted;
  const codes = await Promise.all(
    [...ids, ...ids].map((transferId) =>
      admin.refusalCodes('reverseTransfer', {
        idempotencyKey: newKey(),
        transferId,
        reason: '重复',
      }),
    ),
  );
  expect(codes.map(([code]) => code ?? 'done').sort()).toEqual([
    ...ids.map(() => 'ALREADY_REVERSED'),
    ...ids.map(() => 'done'),
  ]);
  expect(Number(before) - Number((await readiness('elder@dafangjia')).posted)).toBeCloseTo(1.2);
});

test('a closed account is not moved by a reversal', async () => {
  await admin.does('grantCoins', grantOf('1.00', 'second@chaoxi'), 'transfer { id }');
  const passed = gift('1.00', 'second@chaoxi', 'poor@xinxian');
  const { transfer } = await admin.does('transferCoins', passed, 'transfer { id }');
  const ofSecond = { accountId: account('second@chaoxi'), reason: '离开' };
  await admin.does('closeCoinAccount', ofSecond, 'account { isOpen }');
  const undo = { idempotencyKey: newKey(), transferId: transfer.id, reason: '转错' };
  expect(await admin.refusalCodes('reverseTransfer', undo)).toEqual(['ACCOUNT_CLOSED']);
  await admin.does('closeCoinAccount', { ...ofSecond, reopen: true }, 'account { isOpen }');
  expect(await admin.refusalCodes('reverseTransfer', undo)).toEqual([]);
});

test('a balance can be asked for at any instant', async () => {
  const id = account('elder@dafangjia');
  const moment = new Date().toISOString();
  await new Promise((resolve) => setTimeout(resolve, 5));
  await admin.does('grantCoins', grantOf('7.00', 'elder@dafangjia'), 'transfer { id }');
  const query = `query ($id: ID!, $earlier: DateTime!, $now: DateTime!) { account(id: $id) { earlier: balanceAt(at: $earlier) now: balanceAt(at: $now) before: balanceAt(at: "2000-01-01T00:00:00Z") } }`;
  const { account: seen } = await admin.ask(query, {
    id,
    earlier: moment,
    now: new Date(Date.now() + 1_000).toISOString(),
  });
  expect(seen).toEqual({ earlier: '10.00', now: '17.00', before: '0.00' });
  // Booked late for an earlier day: the statement of that day lacks it, a later one includes it.
  const twoHoursAgo = new Date(Date.now() - 7_200_000).toISOString();
  await admin.does(
    'grantCoins',
    grantOf('1.00', 'elder@dafangjia', { happenedAt: twoHoursAgo }),
    'transfer { id }',
  );
  const both = `query ($id: ID!, $at: DateTime!) { account(id: $id) { booked: balanceAt(at: $at) happened: balanceAt(at: $at, by: HAPPENED) } }`;
  const { account: late } = await admin.ask(both, { id, at: twoHoursAgo });
  expect(Number(late.happened) - Number(late.booked)).toBe(1);
});

test('a transfer is explained back to the fund that granted its coins', async () => {
  const { transfer: granted } = await admin.does(
    'grantCoins',
    grantOf('2.00', 'both@xinxian'),
    'transfer { id }',
  );
  const passed = gift('2.00', 'both@xinxian', 'unvetted@chaoxi');
  const { transfer: given } = await admin.does('transferCoins', passed, 'transfer { id }');
  const { transfer } = await admin.does(
    'transferCoins',
    gift('1.50', 'unvetted@chaoxi', 'elder@xinxian'),
    'transfer { id }',
  );
  const explain = `query ($id: ID!) { explainTransfer(id: $id) { seal origins { amount lot { origin } transfer { kind } issuer { ownerKind } } uses { amount transfer { id kind } } } }`;
  const { explainTransfer } = await admin.ask(explain, { id: transfer.id });
  expect(explainTransfer.origins).toEqual([
    {
      amount: '1.50',
      lot: { origin: 'GIVEN' },
      transfer: { kind: 'GIFT' },
      issuer: { ownerKind: 'FUND' },
    },
    {
      amount: '2.00',
      lot: { origin: 'GRANTED' },
      transfer: { kind: 'GRANT' },
      issuer: { ownerKind: 'FUND' },
    },
  ]);
  expect(explainTransfer.uses).toEqual([]);
  expect(explainTransfer.seal).toMatch(/^[0-9a-f]{64}$/);
  // And forward from the grant, through all holders of the coins.
  const { explainTransfer: forward } = await admin.ask(explain, { id: granted.id });
  expect(forward.uses).toEqual([
    { amount: '2.00', transfer: { id: given.id, kind: 'GIFT' } },
    { amount: '1.50', transfer: { id: transfer.id, kind: 'GIFT' } },
  ]);
  await admin.does(
    'reverseTransfer',
    { idempotencyKey: newKey(), transferId: transfer.id, reason: '转错' },
    'transfer { id }',
  );
  const { explainTransfer: after } = await admin.ask(explain, { id: granted.id });
  expect(after.uses).toHaveLength(1);
});

test('from a grant to the visit that its coins paid and to its evidence, and from the visit back to the grant', async () => {
  const { transfer: granted } = await admin.does(
    'grantCoins',
    grantOf('1.00', 'poor@xinxian'),
    'transfer { id }',
  );
  // Earlier coins are given away, so that the visit is paid by this grant.
  const { available } = await readiness('poor@xinxian');
  const rest = gift((Number(available) - 1).toFixed(2), 'poor@xinxian', 'elder@dafangjia');
  await admin.does('transferCoins', rest, 'transfer { id }');
  const visits = await Visits.of(platform);
  const visitId = await visits.certified({
    elder: 'poor@xinxian',
    minutes: 45,
    endedMinutesAgo: 600,
  });
  const { explainTransfer: forward } = await admin.ask(
    `query ($id: ID!) { explainTransfer(id: $id) { uses { amount transfer { kind visit { id evidence { kind } certification { minutes trace { code } } } } } } }`,
    { id: granted.id },
  );
  const payment = forward.uses.find(
    ({ transfer }: { transfer: { kind: string } }) => transfer.kind === 'SERVICE_PAYMENT',
  );
  expect(payment).toMatchObject({
    amount: '0.75',
    transfer: { visit: { id: visitId, certification: { minutes: 45 } } },
  });
  expect(payment.transfer.visit.evidence).not.toEqual([]);
  expect(payment.transfer.visit.certification.trace).not.toEqual([]);
  const { node } = await admin.ask(
    'query ($id: ID!) { node(id: $id) { ... on Visit { payment { id amount } } } }',
    {
      id: visitId,
    },
  );
  expect(node.payment.amount).toBe('0.75');
  const { explainTransfer: back } = await admin.ask(
    `query ($id: ID!) { explainTransfer(id: $id) { origins { amount transfer { id } } } }`,
    { id: node.payment.id },
  );
  expect(back.origins).toEqual([{ amount: '0.75', transfer: { id: granted.id } }]);
});

describe('a batch of grants', () => {
  const elder = () => encodeId('elder', platform.fixtures.elders['elder@dafangjia']!);
  const batch = (csv: string, isDryRun: boolean, idempotencyKey = newKey()) => ({
    idempotencyKey,
    fundAccountId: account('fund@sicheng'),
    csv,
    reason: '重阳节资助',
    isDryRun,
  });
  const selection = 'batch { isBooked fineCount total lines { line name amount code } }';

  test('is tried first, and books nothing then', async () => {
    const before = await transferCount();
    const csv = `\ufeffto,amount,reason\r\n${elder()},2.00,困难\r\n${account('poor@xinxian')},3.50,\r\n`;
    const { batch: tried } = await admin.does('grantCoinsInBatch', batch(csv, true), selection);
    expect(tried).toMatchObject({ isBooked: false, fineCount: 2, total: '5.50' });
    expect(tried.lines[0]).toEqual({ line: 2, name: '示例奶奶', amount: '2.00', code: null });
    expect(await transferCount()).toBe(before);
    const input = batch(csv, false);
    const answers = [
      await admin.does('grantCoinsInBatch', input, selection),
      await admin.does('grantCoinsInBatch', input, selection),
    ];
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0].batch).toMatchObject({ isBooked: true, total: '5.50' });
    expect(await transferCount()).toBe(before + 2);
  });

  test('with one wrong line books none, and tells which', async () => {
    const before = await transferCount();
    const foreign = encodeId('elder', platform.fixtures.elders['elder@shiyuan']!);
    const csv = `to,amount,reason\n${elder()},1.00,\n${elder()},1.005,\n${elder()},-1.00,\nnobody,1.00,\n${foreign},1.00,\n`;
    const { batch: refused } = await admin.does('grantCoinsInBatch', batch(csv, false), selection);
    expect(refused).toMatchObject({ isBooked: false, fineCount: 1, total: '1.00' });
    expect(refused.lines.map(({ code }: { code: string | null }) => code)).toEqual([
      null,
      'INVALID_INPUT',
      'AMOUNT_NOT_POSITIVE',
      'INVALID_ID',
      'NO_ACCOUNT',
    ]);
    expect(await transferCount()).toBe(before);
  });

  test('names lines by their numbers in the file, and takes headings and digits as people type them', async () => {
    const look = async (csv: string) => {
      const { batch: tried } = await admin.does('grantCoinsInBatch', batch(csv, true), selection);
      return tried.lines.map(({ line, code }: { line: number; code: string | null }) => [
        line,
        code,
      ]);
    };
    const other = account('poor@xinxian');
    expect(await look(`to,amount,reason\n${elder()},1.00,a\n\n\n${other},x,b\n`)).toEqual([
      [2, null],
      [5, 'INVALID_INPUT'],
    ]);
    expect(await look(`to,amount,reason\n${elder()},1.00,"a\nb"\n${other},x,c\n`)).toEqual([
      [2, null],
      [4, 'INVALID_INPUT'],
    ]);
    expect(await look(`To,Amount,Reason\n${elder()},1.00,a\n`)).toEqual([[2, null]]);
    expect(await look(`对象;数量;原因;\n ${elder()}\u200b;１.００;a;\n${other};1;;b\n`)).toEqual([
      [2, null],
      [3, 'CELL_WITHOUT_HEADING'],
    ]);
  });

  test('pays one holder once, however the lines name them', async () => {
    const before = await transferCount();
    const person = encodeId('person', platform.fixtures.persons['elder@dafangjia']!);
    const csv = `to,amount\n${elder()},1.00\n${person},1.00\n`;
    const { batch: refused } = await admin.does('grantCoinsInBatch', batch(csv, false), selection);
    expect(
      refused.lines.map(({ line, code }: { line: number; code: string | null }) => [line, code]),
    ).toEqual([
      [2, null],
      [3, 'DUPLICATE_IN_FILE'],
    ]);
    expect(await transferCount()).toBe(before);
  });

  test('that is no table, or too long a one, is refused', async () => {
    expect(await admin.refusalCodes('grantCoinsInBatch', batch('hello', true))).toEqual([
      'BATCH_UNREADABLE',
    ]);
    expect(await admin.refusalCodes('grantCoinsInBatch', batch('to,amount\n"a', true))).toEqual([
      'BATCH_UNREADABLE',
    ]);
    const long = `to,amount\n${`${elder()},1\n`.repeat(1_001)}`;
    expect(await admin.refusalCodes('grantCoinsInBatch', batch(long, true))).toEqual([
      'BATCH_TOO_LONG',
    ]);
  });
});

test('a statement comes as CSV that runs nothing, and as PDF', async () => {
  await admin.does(
    'grantCoins',
    grantOf('1.00', 'poor@xinxian', { reason: '=HYPERLINK("http://example.org")' }),
    'transfer { id }',
  );
  const query = `query ($id: ID!, $format: StatementFormat!) { statementFile(accountId: $id, from: "2020-01-01T00:00:00Z", to: "2099-01-01T00:00:00Z", format: $format) { name mediaType base64 } }`;
  const { statementFile: csv } = await admin.ask(query, {
    id: account('poor@xinxian'),
    format: 'CSV',
  });
  const text = Buffer.from(csv.base64, 'base64').toString('utf8');
  expect(text.startsWith('\ufeffBooked,Happened,Kind,Reason,Coins,Balance,Transfer\r\n')).toBe(
    true,
  );
  expect(text).toContain(`"'=HYPERLINK(""http://example.org"")"`);
  const lines = text.trim().split('\r\n');
  expect(lines.at(-1)).toBe(`,,Balance after,,,${(await readiness('poor@xinxian')).posted},`);
  expect(lines.at(-2)).toMatch(/,transfer_[0-9a-z]{26}$/);
  const { data } = await admin.send(
    query,
    { id: account('poor@xinxian'), format: 'PDF' },
    { 'accept-language': 'zh-CN' },
  );
  expect(data.statementFile.mediaType).toBe('application/pdf');
  const pdf = Buffer.from(data.statementFile.base64, 'base64');
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect(pdf.length).toBeGreaterThan(5_000);
  const foreign = await platform.as('admin@yigong80');
  expect(
    (await foreign.ask(query, { id: account('poor@xinxian'), format: 'CSV' })).statementFile,
  ).toBeNull();
});

test('and after all of this the books hold', async () => {
  const results = await checkInvariants(platform.databaseUrl, invariants);
  expect(results.filter(({ breachCount }) => breachCount > 0)).toEqual([]);
});
