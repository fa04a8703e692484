import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { buildSchema } from 'graphql';
import { encodeId } from '../../schema/ids.ts';
import { invariants } from '../invariants.ts';
import { checkInvariants } from '../platform/database/invariants.ts';
import { clone } from '../run/workspace.ts';
import type { Caller } from '../testing/caller.ts';
import { seed } from '../testing/seed.ts';
import { Scenario } from '../testing/scenario/scenario.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../testing/test-platform.ts';

/**
 * Calls every booking mutation of the SDL in random order on random transfers, visits, requests,
 * series or orders, whether they fit or not. Afterwards every invariant of `ledger:check` holds.
 */
const runs = process.env.LINLI_SOAK ? 200 : 4;
const commandsEach = 60;

let platform: TestPlatform;
let scenario: Scenario;
let callers: Record<'admin' | 'dispatcher' | 'elder' | 'leader', Caller>;
let foundationId: string;
let shop: string;
let money: string;

beforeAll(async () => {
  platform = await startTestPlatform();
  scenario = await Scenario.begin(platform);
  callers = {
    admin: await scenario.actor('admin@sicheng'),
    dispatcher: await scenario.actor('dispatcher@xinxian'),
    elder: await scenario.actor('elder@xinxian'),
    leader: await scenario.actor('leader@chaoxi'),
  };
  foundationId = platform.fixtures.foundations['sicheng']!;
  const { admin } = callers;
  const operator = await scenario.actor('operator@headbank');
  for (const slug of ['sicheng', 'yigong80']) {
    const limits = {
      foundationId: scenario.id.foundation(slug),
      fundAccountId: scenario.id.coinAccount(`fund@${slug}`),
      owedMax: '9000.00',
      claimMax: '9000.00',
    };
    await operator.mutate('setClearingLimits', { ...limits, reason: '-' }, 'position { name }');
  }
  const opened = async (input: object) =>
    (await admin.mutate('openCoinAccount', input, 'account { id }')).account.id;
  shop = await opened({ ownerKind: 'SHOP', unit: 'COIN', name: '店' });
  await opened({ ownerKind: 'SHOP', ownerId: shop, unit: 'CNY', name: '店' });
  const { accounts } = await admin.query(
    '{ accounts: coinAccounts(first: 100) { nodes { id ownerKind unit } } }',
  );
  money = accounts.nodes.find(
    (each: { ownerKind: string; unit: string }) => each.ownerKind === 'FUND' && each.unit === 'CNY',
  ).id;
});
afterAll(() => platform.close());

const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
const coins = (n: number) => `${n % 3}.${String(n % 100).padStart(2, '0')}`;
const holders = [
  'elder@xinxian',
  'poor@xinxian',
  'volunteer@chaoxi',
  'second@chaoxi',
  'volunteer@xinxian',
];
const forHolder = (persona: string) => ({
  personId: scenario.id.person(persona),
});
const one = <Item>(items: readonly Item[], n: number): Item => items[n % items.length]!;

/** A random row; newer ones more often, since old ones are mostly finished. */
async function any<Row extends object>(query: string, n: number): Promise<Row | null> {
  const rows = await platform.sql<Row & Record<string, unknown>>(`${query} limit 400`, [
    foundationId,
  ]);
  const index = n % 2 === 0 ? Math.min(rows.length - 1, n % 5) : n % Math.max(rows.length, 1);
  return rows[index] ?? null;
}

interface AnyTransfer {
  id: string;
  kind: string;
  phase: string;
}
/** A random transfer, with equal probability for each kind and phase. */
async function anyTransfer(n: number): Promise<string> {
  const kinds = await platform.sql<{ kind: string; phase: string }>(
    `select distinct kind, phase from transfer where foundation_id = $1 order by 1, 2`,
    [foundationId],
  );
  const { kind, phase } = one(kinds, n);
  const found = await any<AnyTransfer>(
    `select id, kind, phase from transfer where foundation_id = $1 and kind = '${kind}' and phase = '${phase}' order by id desc`,
    Math.floor(n / kinds.length),
  );
  tried.add(`${kind} ${phase}`);
  return encodeId('transfer', found!.id);
}
/** Kinds and phases of transfers that were attempted. */
const tried = new Set<string>();

interface AnyVisit {
  id: string;
  requestId: string;
  version: number;
}
const ofVisit = async (n: number) => {
  const found = await any<AnyVisit>(
    `select v.id, r.id as "requestId", r.version from visit v join service_request r on r.foundation_id = v.foundation_id and r.id = v.request_id
     where v.foundation_id = $1 order by v.id desc`,
    n,
  );
  return (
    found && { visitId: encodeId('visit', found.id), expectedVersion: found.version, reason: '试' }
  );
};
const ofRequest = async (n: number) => {
  const found = await any<{ id: string; version: number }>(
    'select id, version from service_request where foundation_id = $1 order by id desc',
    n,
  );
  return (
    found && {
      requestId: encodeId('request', found.id),
      expectedVersion: found.version,
      reason: '试',
    }
  );
};
const ofSeries = async (n: number) => {
  const found = await any<{ id: string; version: number; occurrence: string }>(
    `select s.id, s.version, to_char(r.requested_from at time zone 'Asia/Shanghai', 'YYYY-MM-DD"T"HH24:MI') as occurrence
     from request_series s join service_request r on r.foundation_id = s.foundation_id and r.series_id = s.id
     where s.foundation_id = $1 order by s.id desc, r.requested_from desc`,
    n,
  );
  if (!found) return null;
  const { id, version: expectedVersion, occurrence } = found;
  return { seriesId: encodeId('series', id), expectedVersion, occurrence, reason: '试' };
};
const ofJointVisit = async (n: number) => {
  const found = await any<{ id: string; version: number }>(
    'select id, version from joint_visit where foundation_id = $1 order by id desc',
    n,
  );
  return (
    found && {
      jointVisitId: encodeId('jointvisit', found.id),
      expectedVersion: found.version,
      reason: '试',
    }
  );
};
const ofOrder = async (n: number) => {
  const found = await any<{ id: string }>(
    'select id from clearing_order where foundation_id = $1 order by id desc',
    n,
  );
  return found && { orderId: encodeId('clearing', found.id), reason: '试' };
};
const requestInput = (n: number) => ({
  elderId: scenario.id.elder('elder@xinxian'),
  kindId: scenario.id.kind('companionship@sicheng'),
  requestedFrom: inHours(-1),
  requestedTo: inHours(5),
  minutesExpected: 30,
  volunteersNeeded: 1 + (n % 2),
});

type Call = readonly [who: keyof typeof callers, input: object] | null;
const asks =
  (who: keyof typeof callers, input: (n: number) => Promise<object | null> | object | null) =>
  async (n: number): Promise<Call> => {
    const given = await input(n);
    return given && [who, given];
  };

/** Generators of all booking mutations. */
const drawn: Record<string, (n: number) => Promise<Call>> = {
  grantCoins: asks('admin', (n) => ({
    fundAccountId: scenario.id.coinAccount('fund@sicheng'),
    toAccountId: scenario.id.coinAccount(one(holders, n)),
    amount: coins(n + 100),
    reason: '资助',
  })),
  grantCoinsInBatch: asks('admin', (n) => ({
    fundAccountId: scenario.id.coinAccount('fund@sicheng'),
    csv: `to,amount,reason\n${scenario.id.coinAccount('elder@xinxian')},${coins(n)},a\n${scenario.id.coinAccount(one(holders, n))},1.00,b\n`,
    isDryRun: n % 3 === 0,
    reason: '资助',
  })),
  transferCoins: asks('admin', (n) => ({
    fromAccountId: scenario.id.coinAccount(one(holders, n)),
    toAccountId:
      n % 3 === 0
        ? scenario.id.coinAccount('fund@sicheng')
        : scenario.id.coinAccount(one(holders, n + 1)),
    purpose: n % 3 === 0 ? 'DONATION' : 'GIFT',
    amount: coins(n),
    actingFor: forHolder(one(holders, n)),
  })),
  redeemCoins: asks('admin', (n) => ({
    fromAccountId: scenario.id.coinAccount(one(holders, n)),
    shopAccountId: shop,
    amount: coins(n),
    actingFor: forHolder(one(holders, n)),
  })),
  holdCoins: asks('elder', (n) => ({
    fromAccountId: scenario.id.coinAccount('elder@xinxian'),
    shopAccountId: shop,
    amount: coins(n),
    expiresAt: inHours(2),
  })),
  postHeldCoins: asks('elder', async (n) => ({ holdId: await anyTransfer(n) })),
  releaseHeldCoins: asks('elder', async (n) => ({ holdId: await anyTransfer(n) })),
  reverseTransfer: asks('admin', async (n) => ({ transferId: await anyTransfer(n), reason: '试' })),
  recordFundIncome: asks('admin', (n) => ({
    fundAccountId: money,
    amount: coins(n + 200),
    reason: '捐款',
  })),
  recordFundExpense: asks('admin', (n) => ({
    fundAccountId: money,
    amount: coins(n),
    reason: '支出',
  })),
  settleShop: asks('admin', (n) => ({
    shopAccountId: shop,
    fundAccountId: scenario.id.coinAccount('fund@sicheng'),
    coins: coins(n),
    money: coins(n),
    reason: '结算',
  })),
  sendCoins: asks('elder', (n) => ({
    fromAccountId: scenario.id.coinAccount('elder@xinxian'),
    toFoundationId: scenario.id.foundation('yigong80'),
    toAccountId: scenario.id.coinAccount(n % 4 === 0 ? 'fund@yigong80' : 'elder@shiyuan'),
    amount: coins(n),
  })),
  recallCoins: asks('elder', ofOrder),
  returnCoins: asks('admin', ofOrder),
  openServiceRequest: asks('dispatcher', requestInput),
  changeServiceRequest: asks('dispatcher', async (n) => {
    const request = await ofRequest(n);
    return request && { ...request, minutesExpected: 20 + (n % 60), volunteersNeeded: 1 + (n % 3) };
  }),
  rescheduleServiceRequest: asks('dispatcher', async (n) => {
    const request = await ofRequest(n);
    return (
      request && {
        ...request,
        windows: [{ from: inHours(1), to: inHours(6) }],
        releasesVolunteers: n % 2 === 0,
      }
    );
  }),
  cancelServiceRequest: asks('dispatcher', ofRequest),
  rejectServiceRequest: asks('dispatcher', ofRequest),
  acceptServiceRequest: asks('leader', async (n) => {
    const request = await ofRequest(n);
    if (!request) return null;
    const { requestId, expectedVersion } = request;
    return { requestId, expectedVersion, volunteerId: scenario.id.volunteer('second@chaoxi') };
  }),
  assignServiceRequest: asks('dispatcher', async (n) => {
    const request = await ofRequest(n);
    if (!request) return null;
    const { requestId, expectedVersion } = request;
    return { requestId, expectedVersion, volunteerId: scenario.id.volunteer('volunteer@chaoxi') };
  }),
  acceptServiceRequestAsTeam: asks('leader', async (n) => {
    const request = await ofRequest(n);
    if (!request) return null;
    const { requestId, expectedVersion } = request;
    return {
      requestId,
      expectedVersion,
      teamId: scenario.id.team('haoyiya'),
      volunteerIds: [scenario.id.volunteer('volunteer@chaoxi')],
    };
  }),
  withdrawFromServiceRequest: asks('dispatcher', async (n) => {
    const request = await ofRequest(n);
    return request && { ...request, volunteerId: scenario.id.volunteer('volunteer@chaoxi') };
  }),
  createRequestSeries: asks('dispatcher', (n) => ({
    elderId: scenario.id.elder('elder@xinxian'),
    kindId: scenario.id.kind('companionship@sicheng'),
    rule: 'FREQ=DAILY;COUNT=2',
    startsAt: `${inHours(8 + 24 * (1 + (n % 5))).slice(0, 10)}T09:00`,
    windowMinutes: 120,
    minutesExpected: 20,
  })),
  changeRequestSeries: asks('dispatcher', async (n) => {
    const series = await ofSeries(n);
    return series && { ...series, minutesExpected: 20 + (n % 60) };
  }),
  endRequestSeries: asks('dispatcher', ofSeries),
  skipSeriesOccurrence: asks('dispatcher', ofSeries),
  planJointVisit: asks('dispatcher', (n) => ({
    name: '雷锋日',
    kindId: scenario.id.kind('companionship@sicheng'),
    teamIds: [scenario.id.team('haoyiya')],
    stops: [{ elderId: scenario.id.elder('elder@xinxian') }],
    begin: inHours(24 + (n % 90)),
    minutesEach: 20,
  })),
  rescheduleJointVisit: asks('dispatcher', async (n) => {
    const joint = await ofJointVisit(n);
    return joint && { ...joint, begin: inHours(24 + (n % 90)) };
  }),
  cancelJointVisit: asks('dispatcher', ofJointVisit),
  certifyVisit: asks('dispatcher', async (n) => {
    const visit = await ofVisit(n);
    return visit && { ...visit, ...(n % 3 === 0 && { minutes: 1 + (n % 90) }) };
  }),
  correctVisit: asks('dispatcher', async (n) => {
    const visit = await ofVisit(n);
    return visit && { ...visit, minutes: 1 + (n % 90), leaveCoins: n % 5 === 0 };
  }),
  revokeCertification: asks('dispatcher', ofVisit),
  resolveDispute: asks('dispatcher', async (n) => {
    const visit = await ofVisit(n);
    const decision = one(['UPHELD', 'CORRECTED', 'DISMISSED'], n);
    return (
      visit && { ...visit, decision, ...(decision === 'CORRECTED' && { minutes: 1 + (n % 90) }) }
    );
  }),
  reportNoShow: asks('dispatcher', async (n) => {
    const visit = await ofVisit(n);
    return visit && { ...visit, side: one(['VOLUNTEER', 'ELDER'], n) };
  }),
};

/** Mutations that move nothing, and create rows for the others. */
const prepared = {
  carryOut: async (n: number) => {
    // Reversed grants may have emptied the account that the visit is paid from.
    await grant('elder@xinxian', '5.00');
    await scenario.carriedOutVisit({ minutes: 20 + (n % 60), endedMinutesAgo: n % 200 });
  },
  disputeVisit: async (n: number) => {
    const visit = await ofVisit(n);
    if (visit) await callers.dispatcher.tryMutate('disputeVisit', visit, 'visit { id }');
  },
};

/**
 * Mutations that book nothing. A new mutation is in neither list, so its author has to decide, and
 * adds a generator above if it books. `settleClearing` belongs to the head bank and runs once at
 * the end; `erasePerson` refuses while there are coins.
 */
const bookNothing =
  `acceptInvitation acceptJointVisit addAvailabilityException addServiceKind addVisitEvidence adjustServiceKind adoptServiceKind announcePhoto
  approveServiceRequest checkIn checkOut closeCoinAccount closePeriod confirmVisit correctElder correctPerson correctVolunteer createApiKey
  declineInvitation declineServiceRequest setDoorAccess
  disclosePersonalData discloseVisitDetails disputeVisit untrustIssuer endAccountLink endMandate endPairing erasePerson exportPersonalData formTeam giveFeedback
  grantApp grantRole importPeople issueCertificate joinTeam leaveTeam linkAccount setNeighbourCommunities openCoinAccount openCommunity openFoundation
  pairVolunteer publishCoinPolicy acknowledgeFiling recordConsent recordMandate recordOutcome recordQualification recordVisitCall registerApp
  registerElder registerVolunteer removeAvailabilityException renameCommunity renameTeam reopenCoinAccount reopenPeriod resolveReviewItem
  resumeServiceKind retireApp retireServiceKind revokeApiKey revokeApp revokeRole revokeVetting rotateAppSecret serveCommunity setAvailability setClearingLimits
  setCoinAccountLimit setDispatchPolicy setEvidencePolicy setPassword setSmallCellThreshold setStarPolicy setVolunteerProfile stopServingCommunity trustIssuer
  undoCheckIn undoCheckOut vetVolunteer withdrawConsent withdrawFromJointVisit withdrawOutcomeConsent withdrawQualification`.split(
    /\s+/,
  );

test('this test draws every mutation of the SDL except those listed as booking nothing', async () => {
  const schema = buildSchema(await readFile(join(clone.root, 'schema/schema.graphql'), 'utf8'));
  const names = Object.keys(schema.getMutationType()!.getFields());
  const known = new Set([...Object.keys(drawn), 'settleClearing', ...bookNothing]);
  expect(names.filter((name) => !known.has(name))).toEqual([]);
  expect([...known].filter((name) => !names.includes(name))).toEqual([]);
});

const kinds = [
  ...Object.keys(drawn),
  ...Array.from({ length: 6 }, () => 'carryOut'),
  'disputeVisit',
  'reverseTransfer',
];
const command = fc.record({ name: fc.constantFrom(...kinds), n: fc.nat({ max: 9_999 }) });

/** Number of successful calls by mutation. */
const done = new Map<string, number>();

async function carryOut({ name, n }: { name: string; n: number }): Promise<void> {
  if (name in prepared) {
    await prepared[name as keyof typeof prepared](n);
    return;
  }
  const call = await drawn[name]!(n);
  if (!call) return;
  const [who, input] = call;
  const keyedInput = keyed.has(name) ? { ...input, idempotencyKey: newKey() } : input;
  const { errors } = await callers[who].tryMutate(name, keyedInput, '__typename');
  // An input that the schema refuses would test nothing.
  expect(errors.filter(({ code }) => /^(TOO_|TEXT_)/.test(code))).toEqual([]);
  if (errors.length > 0) return;
  done.set(name, (done.get(name) ?? 0) + 1);
  if (keyed.has(name) && n % 2 === 0) await sendAfterKeyIsForgotten(who, name, keyedInput);
}

/** The ledger remembers a key longer than the stored answers: nothing is booked or held twice. */
async function sendAfterKeyIsForgotten(
  who: keyof typeof callers,
  name: string,
  input: object,
): Promise<void> {
  const rows = async () =>
    platform.sql(
      'select (select count(*) from transfer) + (select count(*) from clearing_order) as count',
    );
  await platform.sql('delete from idempotency_record');
  const before = await rows();
  await callers[who].tryMutate(name, input, '__typename');
  expect({ name, rows: await rows() }).toEqual({ name, rows: before });
}

let keyed: Set<string>;

test(`every invariant holds after ${runs * commandsEach} random booking mutations against every kind of transfer`, async () => {
  const schema = platform.app.operations.schema;
  keyed = new Set(
    Object.values(schema.getMutationType()!.getFields())
      .filter(({ args }) =>
        args.some(({ type }) => 'idempotencyKey' in fieldsOf(String(type).replace(/!/g, ''))),
      )
      .map(({ name }) => name),
  );
  // Coins and money for all calls, and one of each rare row.
  for (const persona of holders) await grant(persona, '300.00');
  for (const name of [
    'carryOut',
    'redeemCoins',
    'recordFundIncome',
    'settleShop',
    'holdCoins',
    'sendCoins',
  ])
    await carryOut({ name, n: 150 });
  await scenario.certifiedVisit();
  await fc.assert(
    fc.asyncProperty(
      fc.array(command, { minLength: commandsEach, maxLength: commandsEach }),
      async (commands) => {
        for (const each of commands) await carryOut(each);
        await holds();
      },
    ),
    { seed, numRuns: runs, endOnFailure: true },
  );
  // Combinations that are known to be risky, once each for certain.
  const all = await platform.sql<{ id: string }>(
    'select distinct on (kind, phase) id from transfer where foundation_id = $1 order by kind, phase, id desc',
    [foundationId],
  );
  for (const { id } of all) {
    const reversal = {
      idempotencyKey: newKey(),
      transferId: encodeId('transfer', id),
      reason: '试',
    };
    await callers.admin.tryMutate('reverseTransfer', reversal, 'transfer { id }');
  }
  const operator = await scenario.actor('operator@headbank');
  const settlement = { idempotencyKey: newKey(), yuanPerCoin: '0.00', reason: '-' };
  const { errors } = await operator.tryMutate('settleClearing', settlement, 'legs { state }');
  expect(errors.filter(({ code }) => code !== 'NOTHING_TO_SETTLE')).toEqual([]);
  await holds();
  expect(tried.size).toBeGreaterThan(6);
});

async function grant(persona: string, amount: string): Promise<void> {
  await callers.admin.mutate(
    'grantCoins',
    {
      fundAccountId: scenario.id.coinAccount('fund@sicheng'),
      toAccountId: scenario.id.coinAccount(persona),
      amount,
      reason: '资助',
    },
    'transfer { id }',
  );
}

async function holds(): Promise<void> {
  const results = await checkInvariants(platform.databaseUrl, invariants);
  expect(results.filter(({ breachCount }) => breachCount > 0)).toEqual([]);
}

test('the payment of a certified visit cannot be reversed alone, and the refusal names the remedy', async () => {
  const visitId = await scenario.certifiedVisit();
  const { node } = await callers.admin.query(
    'query ($id: ID!) { node(id: $id) { ... on Visit { payment { id } } } }',
    {
      id: visitId,
    },
  );
  const reversal = { idempotencyKey: newKey(), transferId: node.payment.id, reason: '试' };
  const { errors } = await callers.admin.tryMutate('reverseTransfer', reversal, 'transfer { id }');
  expect(errors).toEqual([
    expect.objectContaining({
      code: 'REVERSED_BY_CORRECTION',
      message: expect.stringContaining('correctVisit'),
    }),
  ]);
  await holds();
});

test('a settlement with a shop is reversed with both of its halves', async () => {
  await callers.admin.mutate(
    'recordFundIncome',
    { fundAccountId: money, amount: '5.00', reason: '捐款' },
    'transfer { id }',
  );
  await callers.admin.mutate(
    'redeemCoins',
    {
      fromAccountId: scenario.id.coinAccount('second@chaoxi'),
      shopAccountId: shop,
      amount: '1.00',
      actingFor: forHolder('second@chaoxi'),
    },
    'transfer { id }',
  );
  const settled = await callers.admin.mutate(
    'settleShop',
    {
      shopAccountId: shop,
      fundAccountId: scenario.id.coinAccount('fund@sicheng'),
      coins: '1.00',
      money: '2.00',
      reason: '结算',
    },
    'coins { id } money { id }',
  );
  const reversal = { idempotencyKey: newKey(), transferId: settled.money.id, reason: '错' };
  await callers.admin.mutate('reverseTransfer', reversal, 'transfer { id }');
  for (const { id } of [settled.coins, settled.money]) {
    const { node } = await callers.admin.query(
      'query ($id: ID!) { node(id: $id) { ... on Transfer { reversedBy { kind } } } }',
      { id },
    );
    expect(node.reversedBy).toEqual({ kind: 'REVERSAL' });
  }
});

function fieldsOf(typeName: string): object {
  const type = platform.app.operations.schema.getType(typeName);
  return type && 'getFields' in type ? type.getFields() : {};
}
