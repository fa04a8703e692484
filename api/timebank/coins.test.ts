import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { encodeId } from '../../schema/ids.ts';
import { invariants } from '../invariants.ts';
import { checkInvariants } from '../platform/database/invariants.ts';
import type { Actor } from '../testing/scenario/actor.ts';
import { Scenario } from '../testing/scenario/scenario.ts';
import { inHours } from '../testing/scenario/times.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../testing/test-platform.ts';

let platform: TestPlatform;
let scenario: Scenario;
let admin: Actor;
beforeAll(async () => {
  platform = await startTestPlatform();
  scenario = await Scenario.begin(platform);
  admin = await scenario.actor('admin@sicheng');
});
afterAll(() => platform.close());

async function readiness(persona: string) {
  const query = `query ($id: ID!) { account: coinAccount(id: $id) { posted held available lots(first: 100) { totalCount nodes { id origin amount remaining held permittedUses expiresAt issuer { name } } } } }`;
  return (await admin.query(query, { id: scenario.id.coinAccount(persona) })).account;
}

async function transferCount(): Promise<number> {
  const [row] = await platform.sql<{ count: number }>(
    'select count(*)::int as count from transfer',
  );
  return row!.count;
}

describe('a grant', () => {
  test('a grant is one lot that names its fund, however often it is sent', async () => {
    const input = admin.grantInput('poor@xinxian', '10.00');
    const answers = await Promise.all(
      [1, 2, 3].map(() => admin.mutate('grantCoins', input, 'transfer { id amount kind }')),
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
    await expect(admin.tryMutate('grantCoins', { ...input, amount: '11.00' })).toBeRefused(
      'IDEMPOTENCY_KEY_REUSED',
    );
  });

  test('only an administrator grants coins, and only from funds', async () => {
    await expect(
      (await scenario.actor('dispatcher@xinxian')).grantsCoins('poor@xinxian', '1.00'),
    ).toBeRefused('NOT_FOUND');
    await expect(
      (await scenario.actor('analyst@sicheng')).grantsCoins('poor@xinxian', '1.00'),
    ).toBeRefused('NOT_ALLOWED');
    const fromElder = admin.grantInput('poor@xinxian', '1.00', {
      fundAccountId: scenario.id.coinAccount('elder@xinxian'),
    });
    await expect(admin.tryMutate('grantCoins', fromElder)).toBeRefused('NOT_A_FUND');
  });
});

describe('bad input is refused with its code, and nothing is written', () => {
  const never = '01900000-0000-7000-8000-000000000001';
  const cases: [name: string, input: () => object, code: string][] = [
    ['an amount of zero', () => admin.grantInput('poor@xinxian', '0.00'), 'AMOUNT_NOT_POSITIVE'],
    ['a negative amount', () => admin.grantInput('poor@xinxian', '-1.00'), 'AMOUNT_NOT_POSITIVE'],
    [
      'an account that is not there',
      () => admin.grantInput('poor@xinxian', '1.00', { toAccountId: encodeId('coinacc', never) }),
      'NO_ACCOUNT',
    ],
    [
      'an account of another foundation',
      () => admin.grantInput('elder@shiyuan', '1.00'),
      'NO_ACCOUNT',
    ],
    [
      'a fund of another foundation',
      () =>
        admin.grantInput('poor@xinxian', '1.00', {
          fundAccountId: scenario.id.coinAccount('fund@yigong80'),
        }),
      'NOT_FOUND',
    ],
    [
      'an id of something else',
      () => admin.grantInput('poor@xinxian', '1.00', { toAccountId: encodeId('elder', never) }),
      'INVALID_ID',
    ],
    [
      'a future time',
      () => admin.grantInput('poor@xinxian', '1.00', { happenedAt: '2099-01-01T00:00:00Z' }),
      'HAPPENED_IN_FUTURE',
    ],
    ['one account on both sides', () => admin.grantInput('fund@sicheng', '1.00'), 'SAME_ACCOUNT'],
  ];
  test.each(cases)('a grant with %s is refused', async (_, input, code) => {
    const before = await transferCount();
    await expect(admin.tryMutate('grantCoins', input())).toBeRefused(code);
    expect(await transferCount()).toBe(before);
  });

  test.each(['1.005', '1e3', '99999999999999999999', '1,00', '', 1.5])(
    'an amount of %p is refused',
    async (amount) => {
      const before = await transferCount();
      const query =
        'mutation ($input: GrantCoinsInput!) { grantCoins(input: $input) { errors { code } } }';
      const { status, errors } = await admin.send(query, {
        input: admin.grantInput('poor@xinxian', amount as string),
      });
      expect([status, errors?.[0]?.extensions['code']]).toMatchObject([
        400,
        expect.stringMatching(/^(AMOUNT_INVALID|TOO_LARGE)$/),
      ]);
      expect(await transferCount()).toBe(before);
    },
  );

  test('a grant to a closed account or an account of money is refused', async () => {
    const empty = scenario.id.coinAccount('second@chaoxi');
    await admin.mutate(
      'closeCoinAccount',
      { accountId: empty, reason: '离开' },
      'account { isOpen }',
    );
    await expect(admin.grantsCoins('second@chaoxi', '1.00')).toBeRefused('ACCOUNT_CLOSED');
    await admin.mutate(
      'reopenCoinAccount',
      { accountId: empty, reason: '回来' },
      'account { isOpen }',
    );
    await expect(
      admin.tryMutate('closeCoinAccount', {
        accountId: scenario.id.coinAccount('elder@xinxian'),
        reason: '试',
      }),
    ).toBeRefused('ACCOUNT_NOT_EMPTY');
    const [money] = await platform.sql<{ id: string }>(
      `insert into coin_account (foundation_id, id, owner_kind, owner_id, name, unit, available_min)
       values ($1, gen_random_uuid(), 'FOUNDATION', $1, '现金', 'CNY', null) returning id`,
      [platform.fixtures.foundations['sicheng']],
    );
    const mixed = admin.grantInput('poor@xinxian', '1.00', {
      toAccountId: encodeId('coinacc', money!.id),
    });
    await expect(admin.tryMutate('grantCoins', mixed)).toBeRefused('WRONG_UNIT');
  });
});

describe('a gift', () => {
  test('a gift keeps the origin of the coins, and both holders see it in their statements', async () => {
    await admin.grantsCoins('volunteer@xinxian', '5.00');
    const giver = await scenario.actor('volunteer@xinxian');
    const transfer = await giver.givesCoins(
      'volunteer@xinxian',
      'volunteer@chaoxi',
      '2.00',
      { reason: '谢谢' },
      'id kind reason sides { amount account { name } }',
    );
    expect(transfer).toMatchObject({ kind: 'GIFT', reason: '谢谢' });
    // The other side's account is not visible.
    expect(transfer.sides).toEqual([{ amount: '-2.00', account: { name: '林阿姨' } }]);
    expect((await readiness('volunteer@chaoxi')).lots.nodes[0]).toMatchObject({
      origin: 'GIVEN',
      remaining: '2.00',
    });
    const { account: seen } = await giver.query(
      'query ($id: ID!) { account: coinAccount(id: $id) { statement(first: 10) { totalCount nodes { amount balanceAfter transfer { kind } } } } }',
      { id: scenario.id.coinAccount('volunteer@xinxian') },
    );
    expect(seen.statement).toEqual({
      totalCount: 2,
      nodes: [
        { amount: '-2.00', balanceAfter: '3.00', transfer: { kind: 'GIFT' } },
        { amount: '5.00', balanceAfter: '5.00', transfer: { kind: 'GRANT' } },
      ],
    });
  });

  test('a gift needs enough coins and an account of the giver', async () => {
    const giver = await scenario.actor('volunteer@xinxian');
    const tooMuch = giver.giftInput('volunteer@xinxian', 'volunteer@chaoxi', '100.00');
    const refused = await giver.tryMutate('transferCoins', tooMuch);
    expect(refused.errors[0]).toMatchObject({
      code: 'INSUFFICIENT_COINS',
      params: [
        { name: 'needed', value: '100.00' },
        { name: 'available', value: '3.00' },
      ],
    });
    await expect(
      giver.givesCoins('elder@xinxian', 'volunteer@xinxian', '1.00', { actingFor: null }),
    ).toBeRefused('NOT_FOUND');
    await expect(giver.givesCoins('volunteer@xinxian', 'fund@sicheng', '1.00')).toBeRefused(
      'GIFT_NOT_TO_A_PERSON',
    );
    const donation = admin.giftInput('volunteer@xinxian', 'fund@sicheng', '1.00', {
      purpose: 'DONATION',
    });
    await giver.mutate('transferCoins', donation, 'transfer { kind }');
  });

  test('a dispatcher enters a gift for an elder without a telephone, and it is logged', async () => {
    const dispatcher = await scenario.actor('dispatcher@xinxian');
    const personId = scenario.id.person('elder@xinxian');
    const input = admin.giftInput('elder@xinxian', 'volunteer@xinxian', '1.00', {
      actingFor: { personId, channel: 'PHONE' },
    });
    await dispatcher.mutate('transferCoins', input, 'transfer { id }');
    expect(
      await platform.sql(
        `select channel, acted_for_person_id from audit_entry where action = 'coins:transfer' order by id desc limit 1`,
      ),
    ).toEqual([
      { channel: 'PHONE', acted_for_person_id: platform.fixtures.persons['elder@xinxian'] },
    ]);
    // Nobody moves coins of others without `actingFor`, or for a different person.
    for (const persona of ['dispatcher@xinxian', 'admin@sicheng', 'family@xinxian']) {
      const caller = await scenario.actor(persona);
      const silent = { ...input, idempotencyKey: newKey(), actingFor: null };
      expect([persona, await caller.refusalCodes('transferCoins', silent)]).toEqual([
        persona,
        ['ACTING_FOR_HOLDER_NEEDED'],
      ]);
    }
    const forOther = { personId: scenario.id.person('poor@xinxian') };
    const wrong = { ...input, idempotencyKey: newKey(), actingFor: forOther };
    await expect(dispatcher.tryMutate('transferCoins', wrong)).toBeRefused(
      'ACTING_FOR_HOLDER_NEEDED',
    );
  });

  test('staff do not give coins to themselves', async () => {
    const both = await scenario.actor('both@xinxian');
    await expect(both.givesCoins('elder@xinxian', 'both@xinxian', '1.00')).toBeRefused(
      'NOT_ALLOWED',
    );
  });
});

describe('a reversal', () => {
  test('a reversal puts coins back into their lots, once, with a reason', async () => {
    const before = await readiness('poor@xinxian');
    const transfer = await (
      await scenario.actor('poor@xinxian')
    ).givesCoins('poor@xinxian', 'elder@dafangjia', '4.00');
    const undo = () => ({ idempotencyKey: newKey(), transferId: transfer.id, reason: '转错人' });
    const selection = 'transfer { kind reason reverses { id } }';
    const { transfer: reversal } = await admin.mutate('reverseTransfer', undo(), selection);
    expect(reversal).toEqual({ kind: 'REVERSAL', reason: '转错人', reverses: { id: transfer.id } });
    expect(await readiness('poor@xinxian')).toEqual(before);
    await expect(admin.tryMutate('reverseTransfer', undo())).toBeRefused('ALREADY_REVERSED');
    const { node } = await admin.query(
      'query ($id: ID!) { node(id: $id) { ... on Transfer { reversedBy { kind } } } }',
      {
        id: transfer.id,
      },
    );
    expect(node.reversedBy.kind).toBe('REVERSAL');
  });

  test('a reversal of spent coins, of a hold or of a reversal is refused', async () => {
    const transfer = await admin.grantsCoins('unvetted@chaoxi', '3.00');
    await admin.givesCoins('unvetted@chaoxi', 'poor@xinxian', '3.00');
    const undo = { idempotencyKey: newKey(), transferId: transfer.id, reason: '资助有误' };
    await expect(admin.tryMutate('reverseTransfer', undo)).toBeRefused('INSUFFICIENT_COINS');
    const { transfers } = await admin.query(
      '{ transfers(first: 100) { nodes { id kind phase } } }',
    );
    const reversal = transfers.nodes.find(({ kind }: { kind: string }) => kind === 'REVERSAL');
    await expect(
      admin.tryMutate('reverseTransfer', { ...undo, transferId: reversal.id }),
    ).toBeRefused('NOT_REVERSIBLE');
    const foreign = await scenario.actor('admin@yigong80');
    await expect(foreign.tryMutate('reverseTransfer', undo)).toBeRefused('NOT_FOUND');
  });
});

test('one of two simultaneous reversals of a transfer succeeds, and the other is refused', async () => {
  const ids: string[] = [];
  for (let count = 0; count < 12; count += 1)
    ids.push((await admin.grantsCoins('elder@dafangjia', '0.10')).id);
  const before = (await readiness('elder@dafangjia')).posted;
  const codes = await Promise.all(
    [...ids, ...ids].map((transferId) =>
      admin.refusalCodes('reverseTransfer', {
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

test('a reversal does not change a closed account', async () => {
  await admin.grantsCoins('second@chaoxi', '1.00');
  const passed = admin.giftInput('second@chaoxi', 'poor@xinxian', '1.00');
  const { transfer } = await admin.mutate('transferCoins', passed, 'transfer { id }');
  const ofSecond = { accountId: scenario.id.coinAccount('second@chaoxi'), reason: '离开' };
  await admin.mutate('closeCoinAccount', ofSecond, 'account { isOpen }');
  const undo = { idempotencyKey: newKey(), transferId: transfer.id, reason: '转错' };
  await expect(admin.tryMutate('reverseTransfer', undo)).toBeRefused('ACCOUNT_CLOSED');
  await admin.mutate('reopenCoinAccount', ofSecond, 'account { isOpen }');
  await admin.mutate('reverseTransfer', undo);
});

test('an account has a balance at any instant', async () => {
  const id = scenario.id.coinAccount('elder@dafangjia');
  const moment = new Date().toISOString();
  await new Promise((resolve) => setTimeout(resolve, 5));
  await admin.grantsCoins('elder@dafangjia', '7.00');
  const query = `query ($id: ID!, $earlier: DateTime!, $now: DateTime!) { account: coinAccount(id: $id) { earlier: balanceAt(at: $earlier) now: balanceAt(at: $now) before: balanceAt(at: "2000-01-01T00:00:00Z") } }`;
  const { account: seen } = await admin.query(query, {
    id,
    earlier: moment,
    now: new Date(Date.now() + 1_000).toISOString(),
  });
  expect(seen).toEqual({ earlier: '10.00', now: '17.00', before: '0.00' });
  // Booked late for an earlier day: the statement of that day lacks it, a later one includes it.
  const twoHoursAgo = inHours(-2);
  await admin.grantsCoins('elder@dafangjia', '1.00', { happenedAt: twoHoursAgo });
  const both = `query ($id: ID!, $at: DateTime!) { account: coinAccount(id: $id) { booked: balanceAt(at: $at) happened: balanceAt(at: $at, by: HAPPENED) } }`;
  const { account: late } = await admin.query(both, { id, at: twoHoursAgo });
  expect(Number(late.happened) - Number(late.booked)).toBe(1);
});

test('the explanation of a transfer leads back to the fund that granted its coins', async () => {
  const granted = await admin.grantsCoins('both@xinxian', '2.00');
  const passed = admin.giftInput('both@xinxian', 'unvetted@chaoxi', '2.00');
  const { transfer: given } = await admin.mutate('transferCoins', passed, 'transfer { id }');
  const transfer = await admin.givesCoins('unvetted@chaoxi', 'elder@xinxian', '1.50');
  const explain = `query ($id: ID!) { explainTransfer(id: $id) { seal origins { amount lot { origin } transfer { kind } issuer { ownerKind } } uses { amount transfer { id kind } } } }`;
  const { explainTransfer } = await admin.query(explain, { id: transfer.id });
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
  const { explainTransfer: forward } = await admin.query(explain, { id: granted.id });
  expect(forward.uses).toEqual([
    { amount: '2.00', transfer: { id: given.id, kind: 'GIFT' } },
    { amount: '1.50', transfer: { id: transfer.id, kind: 'GIFT' } },
  ]);
  await admin.mutate(
    'reverseTransfer',
    { transferId: transfer.id, reason: '转错' },
    'transfer { id }',
  );
  const { explainTransfer: after } = await admin.query(explain, { id: granted.id });
  expect(after.uses).toHaveLength(1);
});

test('a grant leads to the visit that its coins paid and its evidence, and the visit leads back to the grant', async () => {
  const granted = await admin.grantsCoins('poor@xinxian', '1.00');
  // Earlier coins are given away, so that the visit is paid by this grant.
  const { available } = await readiness('poor@xinxian');
  const rest = admin.giftInput(
    'poor@xinxian',
    'elder@dafangjia',
    (Number(available) - 1).toFixed(2),
  );
  await admin.mutate('transferCoins', rest, 'transfer { id }');
  const visitId = await scenario.certifiedVisit({
    elder: 'poor@xinxian',
    minutes: 45,
    endedMinutesAgo: 600,
  });
  const { explainTransfer: forward } = await admin.query(
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
  const { node } = await admin.query(
    'query ($id: ID!) { node(id: $id) { ... on Visit { payment { id amount } } } }',
    {
      id: visitId,
    },
  );
  expect(node.payment.amount).toBe('0.75');
  const { explainTransfer: back } = await admin.query(
    `query ($id: ID!) { explainTransfer(id: $id) { origins { amount transfer { id } } } }`,
    { id: node.payment.id },
  );
  expect(back.origins).toEqual([{ amount: '0.75', transfer: { id: granted.id } }]);
});

describe('a batch of grants', () => {
  const elder = () => scenario.id.elder('elder@dafangjia');
  const batch = (csv: string, isDryRun: boolean, idempotencyKey = newKey()) => ({
    idempotencyKey,
    fundAccountId: scenario.id.coinAccount('fund@sicheng'),
    csv,
    reason: '重阳节资助',
    isDryRun,
  });
  const selection = 'batch { isBooked fineCount total lines { line name amount code } }';

  test('a dry run of a batch books nothing', async () => {
    const before = await transferCount();
    const csv = `\ufeffto,amount,reason\r\n${elder()},2.00,困难\r\n${scenario.id.coinAccount('poor@xinxian')},3.50,\r\n`;
    const { batch: tried } = await admin.mutate('grantCoinsInBatch', batch(csv, true), selection);
    expect(tried).toMatchObject({ isBooked: false, fineCount: 2, total: '5.50' });
    expect(tried.lines[0]).toEqual({ line: 2, name: '示例奶奶', amount: '2.00', code: null });
    expect(await transferCount()).toBe(before);
    const input = batch(csv, false);
    const answers = [
      await admin.mutate('grantCoinsInBatch', input, selection),
      await admin.mutate('grantCoinsInBatch', input, selection),
    ];
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0].batch).toMatchObject({ isBooked: true, total: '5.50' });
    expect(await transferCount()).toBe(before + 2);
  });

  test('a batch with one wrong line books nothing and names the line', async () => {
    const before = await transferCount();
    const foreign = scenario.id.elder('elder@shiyuan');
    const csv = `to,amount,reason\n${elder()},1.00,\n${elder()},1.005,\n${elder()},-1.00,\nnobody,1.00,\n${foreign},1.00,\n`;
    const { batch: refused } = await admin.mutate(
      'grantCoinsInBatch',
      batch(csv, false),
      selection,
    );
    expect(refused).toMatchObject({ isBooked: false, fineCount: 1, total: '1.00' });
    expect(refused.lines.map(({ code }: { code: string | null }) => code)).toEqual([
      null,
      'AMOUNT_INVALID',
      'AMOUNT_NOT_POSITIVE',
      'INVALID_ID',
      'NO_ACCOUNT',
    ]);
    expect(await transferCount()).toBe(before);
  });

  test('a batch numbers lines as in the file, and accepts headings and digits as people type them', async () => {
    const look = async (csv: string) => {
      const { batch: tried } = await admin.mutate('grantCoinsInBatch', batch(csv, true), selection);
      return tried.lines.map(({ line, code }: { line: number; code: string | null }) => [
        line,
        code,
      ]);
    };
    const other = scenario.id.coinAccount('poor@xinxian');
    expect(await look(`to,amount,reason\n${elder()},1.00,a\n\n\n${other},x,b\n`)).toEqual([
      [2, null],
      [5, 'AMOUNT_INVALID'],
    ]);
    expect(await look(`to,amount,reason\n${elder()},1.00,"a\nb"\n${other},x,c\n`)).toEqual([
      [2, null],
      [4, 'AMOUNT_INVALID'],
    ]);
    expect(await look(`To,Amount,Reason\n${elder()},1.00,a\n`)).toEqual([[2, null]]);
    expect(await look(`对象;数量;原因;\n ${elder()}\u200b;１.００;a;\n${other};1;;b\n`)).toEqual([
      [2, null],
      [3, 'CELL_WITHOUT_HEADING'],
    ]);
  });

  test('a batch refuses a second line for the same holder', async () => {
    const before = await transferCount();
    const person = scenario.id.person('elder@dafangjia');
    const csv = `to,amount\n${elder()},1.00\n${person},1.00\n`;
    const { batch: refused } = await admin.mutate(
      'grantCoinsInBatch',
      batch(csv, false),
      selection,
    );
    expect(
      refused.lines.map(({ line, code }: { line: number; code: string | null }) => [line, code]),
    ).toEqual([
      [2, null],
      [3, 'DUPLICATE_IN_FILE'],
    ]);
    expect(await transferCount()).toBe(before);
  });

  test('a batch that is no table or is too long is refused', async () => {
    await expect(admin.tryMutate('grantCoinsInBatch', batch('hello', true))).toBeRefused(
      'BATCH_UNREADABLE',
    );
    await expect(admin.tryMutate('grantCoinsInBatch', batch('to,amount\n"a', true))).toBeRefused(
      'BATCH_UNREADABLE',
    );
    const long = `to,amount\n${`${elder()},1\n`.repeat(1_001)}`;
    await expect(admin.tryMutate('grantCoinsInBatch', batch(long, true))).toBeRefused(
      'BATCH_TOO_LONG',
    );
  });
});

test('a statement is a CSV file without active formulas, or a PDF', async () => {
  await admin.grantsCoins('poor@xinxian', '1.00', { reason: '=HYPERLINK("http://example.org")' });
  const query = `query ($id: ID!, $format: StatementFormat!) { statementFile(accountId: $id, from: "2020-01-01T00:00:00Z", to: "2099-01-01T00:00:00Z", format: $format) { name mediaType base64 } }`;
  const { statementFile: csv } = await admin.query(query, {
    id: scenario.id.coinAccount('poor@xinxian'),
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
    { id: scenario.id.coinAccount('poor@xinxian'), format: 'PDF' },
    { 'accept-language': 'zh-CN' },
  );
  expect(data.statementFile.mediaType).toBe('application/pdf');
  const pdf = Buffer.from(data.statementFile.base64, 'base64');
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect(pdf.length).toBeGreaterThan(5_000);
  const foreign = await scenario.actor('admin@yigong80');
  expect(
    (await foreign.query(query, { id: scenario.id.coinAccount('poor@xinxian'), format: 'CSV' }))
      .statementFile,
  ).toBeNull();
});

test('after all these tests the ledger is consistent', async () => {
  const results = await checkInvariants(platform.databaseUrl, invariants);
  expect(results.filter(({ breachCount }) => breachCount > 0)).toEqual([]);
});
