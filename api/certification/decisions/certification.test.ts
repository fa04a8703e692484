import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { encodeId } from '../../../schema/ids.ts';
import { invariants } from '../../invariants.ts';
import { checkInvariants } from '../../platform/database/invariants.ts';
import type { Caller } from '../../testing/caller.ts';
import { Visits } from '../../testing/visit-builder.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';
import { rounded } from './decide.ts';

let platform: TestPlatform;
let visits: Visits;
let dispatcher: Caller;
let admin: Caller;

beforeAll(async () => {
  platform = await startTestPlatform();
  visits = await Visits.of(platform);
  dispatcher = await platform.as('dispatcher@xinxian');
  admin = await platform.as('admin@sicheng');
});
afterAll(() => platform.close());

const trace =
  'visit { id state minutesCertified coinsPaid request { state version } certification { version outcome minutes coinsPaid reason actorName trace { code passed text figures { name value } } } }';
interface Step {
  code: string;
  passed: boolean;
  text: string;
  figures: { name: string; value: string }[];
}

/** Coins, recorded minutes and stars of a volunteer and an elder. */
async function readiness(volunteer = 'volunteer@chaoxi', elder = 'elder@xinxian') {
  const [row] = await platform.sql<{
    volunteer: string;
    elder: string;
    held: string;
    minutes: string;
    stars: number | null;
  }>(
    `select (select posted from coin_account where id = $1) as volunteer, (select posted from coin_account where id = $2) as elder,
       (select pending_out from coin_account where id = $2) as held,
       (select coalesce(sum(minutes), 0) from hours_record where volunteer_id = $3) as minutes,
       (select level from star_award where volunteer_id = $3 order by id desc limit 1) as stars`,
    [
      platform.fixtures.coinAccounts[volunteer],
      platform.fixtures.coinAccounts[elder],
      platform.fixtures.volunteers[volunteer],
    ],
  );
  return {
    volunteer: Number(row?.volunteer),
    elder: Number(row?.elder),
    held: Number(row?.held),
    minutes: Number(row?.minutes),
    stars: row?.stars ?? 0,
  };
}

function figuresOf(
  payload: { visit: { certification: { trace: Step[] } } },
  code: string,
): Record<string, string> {
  const step = payload.visit.certification.trace.find((each) => each.code === code);
  return Object.fromEntries((step?.figures ?? []).map(({ name, value }) => [name, value]));
}

describe('a decision', () => {
  test('shows every figure that it was made of, in the language of whoever asks', async () => {
    const visitId = await visits.carriedOut({ minutes: 45 });
    const certified = await dispatcher.does('certifyVisit', await visits.decision(visitId), trace);
    expect(certified.visit.certification).toMatchObject({
      version: 1,
      outcome: 'CERTIFIED',
      minutes: 45,
      coinsPaid: '0.75',
    });
    expect(certified.visit.certification.trace.map(({ code }: Step) => code)).toEqual([
      'TRACE_MEASURED',
      'TRACE_ROUNDED',
      'TRACE_EVIDENCE_WEIGHED',
      'TRACE_REVIEWED',
      'TRACE_SECOND_PERSON',
      'TRACE_COINS',
      'TRACE_STAR',
    ]);
    expect(figuresOf(certified as never, 'TRACE_COINS')).toEqual({
      coinsPerHour: '1.00',
      earned: '0.75',
      held: '1.00',
      paid: '0.75',
    });
    const { data } = await dispatcher.send(
      'query ($id: ID!) { node(id: $id) { ... on Visit { certification { trace { text } } } } }',
      { id: visitId },
      { 'accept-language': 'zh-CN' },
    );
    const texts = data.node.certification.trace.map(({ text }: Step) => text);
    expect(texts).toContain('每小时 1.00 枚，应得 0.75，预扣 1.00，支付 0.75。');
    for (const text of texts) expect(text).not.toMatch(/\{|TRACE_/);
  });

  test.each([-26, 0, 26])(
    'two hours are 120 minutes, also with %p milliseconds of a slow network',
    async (milliseconds) => {
      const { visitId } = await visits.planned();
      const end = Date.now() - 60_000;
      const volunteer = await platform.as('volunteer@chaoxi');
      const begin = new Date(end - 7_200_000 - milliseconds).toISOString();
      await volunteer.does('checkIn', { visitId, at: begin }, 'visit { id }');
      const left = await volunteer.does(
        'checkOut',
        { visitId, at: new Date(end).toISOString() },
        'visit { certificationReadiness { minutes } }',
      );
      expect(left.visit.certificationReadiness.minutes).toBe(120);
      const { visit } = await dispatcher.does(
        'certifyVisit',
        await visits.decision(visitId),
        'visit { minutesCertified }',
      );
      expect(visit.minutesCertified).toBe(120);
    },
  );

  test.each([
    ['MINUTE_COMPLETED', 44.9, 44],
    ['MINUTE_COMPLETED', 0.5, 1],
    ['MINUTE_BEGUN', 44.2, 45],
    ['MINUTE_BEGUN', 0, 1],
    ['HALF_HOUR_NEAREST', 44.9, 30],
    ['HALF_HOUR_NEAREST', 45, 60],
    ['HALF_HOUR_COMPLETED', 59.9, 30],
    ['HALF_HOUR_COMPLETED', 29, 0],
    ['HOUR_COMPLETED', 119, 60],
  ] as const)('rounds by %s: %p minutes are %p', (rounding, measured, minutes) => {
    expect(rounded(measured, rounding)).toBe(minutes);
  });
});

describe('what evidence a foundation asks for', () => {
  const policy = {
    requiredEvidence: ['CHECK_IN', 'CHECK_OUT', 'CONFIRMATION'],
    weights: [{ kind: 'CONFIRMATION', weight: 25 }],
    weightNeeded: 60,
    rounding: 'HALF_HOUR_COMPLETED',
    minutesMax: 240,
    placeMetresMax: 200,
    isReviewNeeded: true,
    reason: '理事会 2026-03 决议',
  };
  const cleaning = () => encodeId('kind', platform.fixtures.kinds['cleaning@sicheng'] ?? '');

  test('is decided by its administrator, holds for one kind, and leaves what was certified alone', async () => {
    const before = await visits.certified({ kind: 'cleaning@sicheng', minutes: 50 });
    expect(
      await dispatcher.refusalCodes('setEvidencePolicy', { ...policy, kindId: cleaning() }),
    ).toEqual(['NOT_ALLOWED']);
    const past = { ...policy, kindId: cleaning(), validFrom: '2026-01-01T00:00:00Z' };
    expect(await admin.refusalCodes('setEvidencePolicy', past)).toEqual(['RULE_BEGINS_IN_PAST']);
    const set = await admin.does(
      'setEvidencePolicy',
      { ...policy, kindId: cleaning() },
      'policy { version rounding kind { code } weights { kind weight } }',
    );
    expect(set.policy).toMatchObject({ version: 1, kind: { code: 'cleaning' } });
    const asked =
      '{ evidencePolicy { version weightNeeded } serviceKinds(first: 9) { nodes { code evidencePolicy { version weightNeeded } } } }';
    const known = await dispatcher.ask(asked);
    expect(known.evidencePolicy).toEqual({ version: 0, weightNeeded: 0 });
    expect(known.serviceKinds.nodes).toEqual([
      { code: 'companionship', evidencePolicy: { version: 0, weightNeeded: 0 } },
      { code: 'cleaning', evidencePolicy: { version: 1, weightNeeded: 60 } },
    ]);
    const { node } = await dispatcher.ask(
      'query ($id: ID!) { node(id: $id) { ... on Visit { minutesCertified certification { trace { code figures { name value } } } } } }',
      { id: before },
    );
    expect(node.minutesCertified).toBe(50);
    // Policies hold from an instant on. A visit that began before falls under the earlier policy.
    await platform.sql(`alter table evidence_policy disable trigger append_only`);
    await platform.sql(`update evidence_policy set valid_from = now() - interval '1 day'`);
    await platform.sql(`alter table evidence_policy enable trigger append_only`);
  });

  test('too little evidence is refused with what is missing; the right evidence passes, rounded by the policy', async () => {
    const visitId = await visits.carriedOut({ kind: 'cleaning@sicheng', minutes: 95 });
    const refused = await dispatcher.tries('certifyVisit', await visits.decision(visitId), trace);
    expect(refused.errors).toEqual([
      expect.objectContaining({ code: 'EVIDENCE_MISSING', path: ['input', 'reason'] }),
    ]);
    expect(refused.errors[0]?.params).toEqual(
      expect.arrayContaining([
        { name: 'missing', value: 'CONFIRMATION' },
        { name: 'weight', value: '20' },
        { name: 'weightNeeded', value: '60' },
      ]),
    );
    const personId = encodeId('person', platform.fixtures.persons['elder@xinxian'] ?? '');
    const actingFor = { personId, channel: 'PHONE' };
    await dispatcher.does(
      'confirmVisit',
      { visitId, clientId: newKey(), actingFor },
      'visit { id }',
    );
    expect(await dispatcher.refusalCodes('certifyVisit', await visits.decision(visitId))).toEqual([
      'EVIDENCE_MISSING',
    ]);
    const call = { visitId, clientId: newKey(), wasThere: true, note: '芦奶奶说人在' };
    await dispatcher.does('recordVisitCall', call, 'visit { id }');
    await resolveAll(visitId);
    const certified = await dispatcher.does('certifyVisit', await visits.decision(visitId), trace);
    expect(certified.visit).toMatchObject({ minutesCertified: 90, coinsPaid: '2.25' });
    expect(figuresOf(certified as never, 'TRACE_EVIDENCE_WEIGHED')).toMatchObject({
      present: 'CALL 30, CHECK_IN 10, CHECK_OUT 10, CONFIRMATION 25',
      weight: '75',
      missing: '-',
      policyVersion: '1',
    });
  });

  test('a reason overrides missing evidence, and the decision says so', async () => {
    const visitId = await visits.carriedOut({
      kind: 'cleaning@sicheng',
      minutes: 60,
      endedMinutesAgo: 200,
    });
    await resolveAll(visitId);
    const input = await visits.decision(visitId, { reason: '老人住院，电话由护士证实' });
    const certified = await dispatcher.does('certifyVisit', input, trace);
    const steps = certified.visit.certification.trace as Step[];
    expect(steps.find(({ code }) => code === 'TRACE_EVIDENCE_WEIGHED')?.passed).toBe(false);
    expect(figuresOf(certified as never, 'TRACE_OVERRIDDEN')).toEqual({
      reason: '老人住院，电话由护士证实',
    });
  });

  test('where the policy says so, anomalies are looked at before anything is certified', async () => {
    const visitId = await visits.carriedOut({
      kind: 'cleaning@sicheng',
      minutes: 5,
      endedMinutesAgo: 400,
    });
    const reason = '短访';
    expect(
      await dispatcher.refusalCodes('certifyVisit', await visits.decision(visitId, { reason })),
    ).toEqual(['REVIEW_OPEN']);
    const { node } = await dispatcher.ask(
      'query ($id: ID!) { node(id: $id) { ... on Visit { reviewItems { id kind version text } } } }',
      { id: visitId },
    );
    expect(node.reviewItems).toEqual([
      expect.objectContaining({ kind: 'RATIO', text: '5 minutes measured, 90 expected.' }),
    ]);
    const resolve = {
      reviewItemId: node.reviewItems[0].id,
      expectedVersion: node.reviewItems[0].version,
      resolution: 'EXPLAINED',
      note: '老人临时有客',
    };
    await dispatcher.does('resolveReviewItem', resolve, 'reviewItem { state resolvedByName }');
    expect(await dispatcher.refusalCodes('resolveReviewItem', resolve)).toEqual([
      'REVIEW_RESOLVED_ALREADY',
    ]);
    const certified = await dispatcher.does(
      'certifyVisit',
      await visits.decision(visitId, { reason }),
      trace,
    );
    // Five minutes round down to no half hour: certified without hours and coins.
    expect(certified.visit).toMatchObject({
      state: 'CERTIFIED',
      minutesCertified: 0,
      coinsPaid: '0.00',
    });
  });
});

describe('Anomalies', () => {
  test('two visits at once, more than a day holds, and a way that nobody can travel wait in the queue of that community', async () => {
    const [first, second] = [
      await visits.carriedOut({ volunteer: 'second@chaoxi', minutes: 60 }),
      await visits.carriedOut({ volunteer: 'second@chaoxi', minutes: 50, endedMinutesAgo: 5 }),
    ];
    const third = await visits.planned({ volunteer: 'second@chaoxi' });
    const place = { latitude: 39.92, longitude: 116.43, accuracyMetres: 20 };
    await dispatcher.does(
      'addVisitEvidence',
      { visitId: first, clientId: newKey(), place },
      'visit { id }',
    );
    const far = { ...place, longitude: 117.6 };
    await dispatcher.does(
      'addVisitEvidence',
      { visitId: third.visitId, clientId: newKey(), place: far },
      'visit { id }',
    );
    const at = new Date(Date.now() - 780 * 60_000).toISOString();
    await dispatcher.does('checkIn', { visitId: third.visitId, at }, 'visit { id }');
    await dispatcher.does('checkOut', { visitId: third.visitId }, 'visit { id }');
    const queue = `{ reviewItems(first: 50) { nodes { kind visit { id } otherVisit { id } text figures { name value } } totalCount } }`;
    const { reviewItems } = await dispatcher.ask(queue);
    const about = (visitId: string) =>
      reviewItems.nodes
        .filter(({ visit }: { visit: { id: string } }) => visit.id === visitId)
        .map(({ kind, otherVisit }: { kind: string; otherVisit: { id: string } | null }) => [
          kind,
          otherVisit?.id ?? null,
        ]);
    expect(about(second)).toContainEqual(['OVERLAP', first]);
    expect(about(third.visitId)).toEqual(
      expect.arrayContaining([
        ['OVERLAP', first],
        ['OVERLAP', second],
        ['IMPOSSIBLE_TRAVEL', first],
        ['RATIO', null],
      ]),
    );
    const travel = reviewItems.nodes.find(
      ({ kind }: { kind: string }) => kind === 'IMPOSSIBLE_TRAVEL',
    );
    expect(travel.text).toMatch(/^(99|100)(\.\d)? km from another visit in .* km\/h\.$/);
    const others = await (await platform.as('dispatcher@dafangjia')).ask(queue);
    expect(others.reviewItems).toEqual({ nodes: [], totalCount: 0 });
    const volunteer = await (await platform.as('second@chaoxi')).ask(queue);
    expect(volunteer.reviewItems.nodes).toEqual([]);
  });

  test('thirteen hours on one day of the foundation are more than a day holds', async () => {
    const { visitId } = await visits.planned({ volunteer: 'second@chaoxi' });
    const day = new Date(Date.now() + 8 * 3_600_000 - 3 * 86_400_000).toISOString().slice(0, 10);
    await dispatcher.does('checkIn', { visitId, at: `${day}T06:30:00+08:00` }, 'visit { id }');
    const { visit } = await dispatcher.does(
      'checkOut',
      { visitId, at: `${day}T19:30:00+08:00` },
      'visit { reviewItems { kind text } }',
    );
    expect(visit.reviewItems).toContainEqual({
      kind: 'IMPLAUSIBLE_HOURS',
      text: '780 minutes of service on one day, in 1 visits.',
    });
  });

  test('who performed the visit does not judge it, whatever else they are', async () => {
    const visitId = await visits.carriedOut({ volunteer: 'both@xinxian', minutes: 5 });
    const both = await platform.as('both@xinxian');
    const { node } = await dispatcher.ask(
      'query ($id: ID!) { node(id: $id) { ... on Visit { reviewItems { id version } } } }',
      { id: visitId },
    );
    const item = {
      reviewItemId: node.reviewItems[0].id,
      expectedVersion: 1,
      resolution: 'FALSE_ALARM',
      note: '没事',
    };
    expect(await both.refusalCodes('resolveReviewItem', item)).toEqual(['NOT_ALLOWED']);
    for (const verb of ['certifyVisit', 'revokeCertification', 'resolveDispute', 'correctVisit']) {
      const more = {
        reason: '自己',
        ...(verb === 'correctVisit' && { minutes: 1 }),
        ...(verb === 'resolveDispute' && { decision: 'UPHELD' }),
      };
      expect([verb, await both.refusalCodes(verb, await visits.decision(visitId, more))]).toEqual([
        verb,
        ['NOT_ALLOWED'],
      ]);
    }
  });

  test('the list of the queue costs the same number of statements for one as for many', async () => {
    const ask = async (first: number) =>
      (
        await dispatcher.send(
          `query ($first: Int!) { reviewItems(first: $first) { nodes { kind visit { id evidence { kind } certification { version } } otherVisit { id } } } }`,
          { first },
        )
      ).headers.get('x-statement-count');
    expect(await ask(1)).toBe(await ask(40));
  });
});

describe('a mistake is put right by linked records', () => {
  test('corrected: hours by the difference, coins by a reversal and a new payment, the decision kept beside the first', async () => {
    const before = await readiness();
    const visitId = await visits.certified({ minutes: 60 });
    const input = await visits.decision(visitId, {
      minutes: 30,
      reason: '签退忘记了，家属证实 30 分钟',
    });
    const corrected = await dispatcher.does('correctVisit', input, trace);
    expect(corrected.visit).toMatchObject({
      state: 'CERTIFIED',
      minutesCertified: 30,
      coinsPaid: '0.50',
    });
    expect(corrected.visit.certification).toMatchObject({
      version: 2,
      outcome: 'CORRECTED',
      minutes: 30,
    });
    const after = await readiness();
    expect(after).toMatchObject({
      minutes: before.minutes + 30,
      volunteer: before.volunteer + 50,
      elder: before.elder - 50,
      held: before.held,
    });
    // A repeated call changes nothing more.
    await dispatcher.does('correctVisit', input, 'visit { id }');
    expect(await readiness()).toEqual(after);
    const uuid = await uuidOf(visitId);
    expect(
      await platform.sql(
        `select minutes, corrects_id is not null as corrects from hours_record where business_id = $1 order by booked_at`,
        [uuid],
      ),
    ).toEqual([
      { minutes: 60, corrects: false },
      { minutes: -30, corrects: true },
    ]);
    expect(
      await platform.sql(
        `select kind, amount, reverses_id is not null as reverses from transfer where business_id = $1 order by booked_at, id`,
        [uuid],
      ),
    ).toEqual([
      { kind: 'SERVICE_PAYMENT', amount: '100', reverses: false },
      { kind: 'REVERSAL', amount: '100', reverses: true },
      { kind: 'SERVICE_PAYMENT', amount: '50', reverses: false },
    ]);
    const up = await dispatcher.does(
      'correctVisit',
      await visits.decision(visitId, { minutes: 75, reason: '又查明' }),
      trace,
    );
    expect(up.visit).toMatchObject({ minutesCertified: 75, coinsPaid: '1.00' });
    const same = await visits.decision(visitId, { minutes: 75, reason: '再来' });
    expect(await dispatcher.refusalCodes('correctVisit', same)).toEqual(['NOTHING_TO_CORRECT']);
    const stale = { ...same, idempotencyKey: newKey(), expectedVersion: 1, minutes: 10 };
    expect(await dispatcher.refusalCodes('correctVisit', stale)).toEqual(['VERSION_CONFLICT']);
  });

  test('revoked: no hours, no coins, and no second time', async () => {
    const before = await readiness();
    const visitId = await visits.certified({ minutes: 60 });
    const revoked = await admin.does(
      'revokeCertification',
      await visits.decision(visitId, { reason: '查实未上门' }),
      trace,
    );
    expect(revoked.visit).toMatchObject({
      state: 'REVOKED',
      minutesCertified: null,
      request: { state: 'CANCELLED' },
    });
    expect(revoked.visit.certification).toMatchObject({
      outcome: 'REVOKED',
      minutes: 0,
      coinsPaid: '0.00',
    });
    expect(await readiness()).toEqual(before);
    const again = await visits.decision(visitId, { reason: '再来' });
    expect(await admin.refusalCodes('revokeCertification', again)).toEqual(['VISIT_CANNOT_CHANGE']);
    expect(await dispatcher.refusalCodes('correctVisit', { ...again, minutes: 5 })).toEqual([
      'VISIT_CANNOT_CHANGE',
    ]);
  });

  test('a request that was begun, certified or disputed is not simply called off', async () => {
    const visitId = await visits.certified({ minutes: 60 });
    const { node } = await dispatcher.ask(
      'query ($id: ID!) { node(id: $id) { ... on Visit { request { id version } } } }',
      {
        id: visitId,
      },
    );
    const cancel = {
      requestId: node.request.id,
      expectedVersion: node.request.version,
      reason: '不要了',
    };
    expect(await dispatcher.refusalCodes('cancelServiceRequest', cancel)).toEqual([
      'REQUEST_CANNOT_CHANGE',
    ]);
    const objection = { visitId, expectedVersion: node.request.version, reason: '没来' };
    await dispatcher.does('disputeVisit', objection, 'visit { id }');
    const disputed = { ...cancel, expectedVersion: node.request.version + 1 };
    expect(await dispatcher.refusalCodes('cancelServiceRequest', disputed)).toEqual([
      'REQUEST_CANNOT_CHANGE',
    ]);
  });

  test('coins that are spent already: refused whole, with a way out that is written down', async () => {
    const visitId = await visits.certified({ minutes: 60 });
    const before = await readiness();
    // Moves all coins of the volunteer out of reach.
    const account = platform.fixtures.coinAccounts['volunteer@chaoxi'];
    await platform.sql('update coin_account set available_min = posted where id = $1', [account]);
    const input = await visits.decision(visitId, { reason: '查实未上门' });
    expect(await dispatcher.refusalCodes('revokeCertification', input)).toEqual([
      'COINS_ALREADY_SPENT',
    ]);
    expect(await readiness()).toEqual(before);
    const left = { ...input, idempotencyKey: newKey(), leaveCoins: true };
    const revoked = await dispatcher.does('revokeCertification', left, trace);
    await platform.sql('update coin_account set available_min = 0 where id = $1', [account]);
    expect(figuresOf(revoked as never, 'TRACE_COINS_LEFT')).toMatchObject({ coins: '1.00' });
    expect(await readiness()).toEqual({ ...before, minutes: before.minutes - 60 });
  });
});

describe('a dispute', () => {
  const reason = '老人说没来';

  test('before certification: dismissed it waits again, upheld it ends without hours and gives the coins back', async () => {
    const before = await readiness();
    const visitId = await visits.carriedOut({ minutes: 60 });
    const elder = await platform.as('elder@xinxian');
    const object = async () => ({
      visitId,
      expectedVersion: await visits.versionOf(visitId),
      reason,
    });
    await elder.does('disputeVisit', await object(), 'visit { state }');
    expect(await dispatcher.refusalCodes('certifyVisit', await visits.decision(visitId))).toEqual([
      'VISIT_CANNOT_CHANGE',
    ]);
    const dismissed = await dispatcher.does(
      'resolveDispute',
      await visits.decision(visitId, { decision: 'DISMISSED', reason: '监控证实到访' }),
      trace,
    );
    expect(dismissed.visit).toMatchObject({
      state: 'CHECKED_OUT',
      request: { state: 'AWAITING_CERTIFICATION' },
    });
    await elder.does('disputeVisit', await object(), 'visit { state }');
    const half = await visits.decision(visitId, { decision: 'CORRECTED', reason: '只来了半小时' });
    expect(await dispatcher.refusalCodes('resolveDispute', half)).toEqual(['MINUTES_NEEDED']);
    const upheld = await dispatcher.does(
      'resolveDispute',
      await visits.decision(visitId, { decision: 'UPHELD', reason }),
      trace,
    );
    expect(upheld.visit).toMatchObject({ state: 'REVOKED', request: { state: 'CANCELLED' } });
    expect(upheld.visit.certification).toMatchObject({ outcome: 'REJECTED' });
    expect(await readiness()).toEqual(before);
  });

  test('before certification: corrected it counts with the minutes that are right', async () => {
    const visitId = await visits.carriedOut({ minutes: 60 });
    await dispatcher.does(
      'disputeVisit',
      { visitId, expectedVersion: await visits.versionOf(visitId), reason },
      'visit { id }',
    );
    const input = await visits.decision(visitId, {
      decision: 'CORRECTED',
      minutes: 20,
      reason: '只来了二十分钟',
    });
    const { visit } = await dispatcher.does('resolveDispute', input, trace);
    expect(visit).toMatchObject({
      state: 'CERTIFIED',
      minutesCertified: 20,
      request: { state: 'CERTIFIED' },
    });
  });

  test('after certification: dismissed nothing moves; corrected and upheld hours and coins follow', async () => {
    const start = await readiness();
    const visitId = await visits.certified({ minutes: 60 });
    const paid = await readiness();
    const object = async () => ({
      visitId,
      expectedVersion: await visits.versionOf(visitId),
      reason,
    });
    const end = async (decision: string, more: object = {}) =>
      (
        await dispatcher.does(
          'resolveDispute',
          await visits.decision(visitId, { decision, reason, ...more }),
          trace,
        )
      ).visit;
    await dispatcher.does('disputeVisit', await object(), 'visit { id }');
    expect(await readiness()).toEqual(paid);
    expect(await end('DISMISSED')).toMatchObject({ state: 'CERTIFIED', minutesCertified: 60 });
    expect(await readiness()).toEqual(paid);
    await dispatcher.does('disputeVisit', await object(), 'visit { id }');
    expect(await end('CORRECTED', { minutes: 30 })).toMatchObject({
      state: 'CERTIFIED',
      minutesCertified: 30,
    });
    expect(await readiness()).toMatchObject({
      minutes: start.minutes + 30,
      volunteer: start.volunteer + 50,
    });
    await dispatcher.does('disputeVisit', await object(), 'visit { id }');
    expect(await end('UPHELD')).toMatchObject({
      state: 'REVOKED',
      request: { state: 'CANCELLED' },
    });
    expect(await readiness()).toEqual(start);
  });
});

describe('nobody came', () => {
  const reason = '等了半小时';

  test('without the volunteer the request is open again, and it stays as data about them', async () => {
    const early = await visits.planned();
    const report = async (visitId: string, side: string) => ({
      visitId,
      expectedVersion: await visits.versionOf(visitId),
      side,
      reason,
    });
    expect(
      await dispatcher.refusalCodes('reportNoShow', await report(early.visitId, 'VOLUNTEER')),
    ).toEqual(['NO_SHOW_TOO_EARLY']);
    const { visitId } = await visits.planned({ hasBegun: true });
    const volunteer = await platform.as('volunteer@chaoxi');
    expect(
      await volunteer.refusalCodes('reportNoShow', await report(visitId, 'VOLUNTEER')),
    ).toEqual(['NOT_ALLOWED']);
    const elder = await platform.as('elder@xinxian');
    expect(await elder.refusalCodes('reportNoShow', await report(visitId, 'ELDER'))).toEqual([
      'NOT_ALLOWED',
    ]);
    const { visit } = await elder.does(
      'reportNoShow',
      await report(visitId, 'VOLUNTEER'),
      'visit { state noShow { side reason actorName } request { state } volunteer { noShows } }',
    );
    expect(visit).toMatchObject({
      state: 'NO_SHOW',
      noShow: { side: 'VOLUNTEER', reason, actorName: 'elder@xinxian' },
      request: { state: 'OPEN' },
      volunteer: { noShows: 1 },
    });
  });

  test('without the elder it ends and the coins are free again', async () => {
    const before = await readiness();
    const { visitId } = await visits.planned({ hasBegun: true });
    const volunteer = await platform.as('volunteer@chaoxi');
    await volunteer.does('checkIn', { visitId }, 'visit { id }');
    const input = {
      visitId,
      expectedVersion: await visits.versionOf(visitId),
      side: 'ELDER',
      reason: '敲门无人应',
    };
    const { visit } = await volunteer.does(
      'reportNoShow',
      input,
      'visit { state request { state elder { noShows } } }',
    );
    expect(visit).toMatchObject({
      state: 'NO_SHOW',
      request: { state: 'CANCELLED', elder: { noShows: 1 } },
    });
    expect(await readiness()).toEqual(before);
  });

  test('both sides are listed with who said so, and counted by side and time, each by whoever may see them', async () => {
    const list = `query ($side: NoShowSide, $from: DateTime, $to: DateTime) { noShows(first: 10, side: $side, from: $from, to: $to) {
      totalCount nodes { side reason channel actorName visit { volunteer { displayName } request { elder { displayName } } } } } }`;
    const read = async (caller: Caller, variables: object = {}) =>
      (await caller.ask(list, variables)).noShows;
    expect((await read(dispatcher)).nodes).toMatchObject([
      {
        side: 'ELDER',
        reason: '敲门无人应',
        channel: 'APP',
        visit: { request: { elder: { displayName: '芦奶奶' } } },
      },
      {
        side: 'VOLUNTEER',
        actorName: 'elder@xinxian',
        visit: { volunteer: { displayName: '何小芽' } },
      },
    ]);
    expect(await read(admin, { side: 'ELDER' })).toMatchObject({
      totalCount: 1,
      nodes: [{ side: 'ELDER' }],
    });
    const now = new Date().toISOString();
    expect(await read(dispatcher, { from: now })).toEqual({ totalCount: 0, nodes: [] });
    expect((await read(dispatcher, { to: now })).totalCount).toBe(2);
    expect((await read(await platform.as('volunteer@chaoxi'))).totalCount).toBe(2);
    expect((await read(await platform.as('dispatcher@shiyuan'))).totalCount).toBe(0);
  });
});

describe('stars', () => {
  const rule = { name: '测试星级', hours: [1, 2, 3], reason: '测试' };

  test('a rule of the foundation is applied to everybody at once, and the national one holds until then', async () => {
    const national = await dispatcher.ask(
      '{ starPolicy { version hours } starRules { name hours needsConfirmation } }',
    );
    expect(national.starPolicy).toEqual({ version: 0, hours: [100, 300, 600, 1000, 1500] });
    expect(national.starRules).toHaveLength(3);
    await visits.certified({ volunteer: 'volunteer@xinxian', minutes: 61, endedMinutesAgo: 600 });
    expect(await dispatcher.refusalCodes('setStarPolicy', rule)).toEqual(['NOT_ALLOWED']);
    expect(await admin.refusalCodes('setStarPolicy', { ...rule, hours: [3, 3] })).toEqual([
      'STAR_HOURS_NOT_RISING',
    ]);
    const set = await admin.does('setStarPolicy', rule, 'policy { version } volunteersChanged');
    expect(set.policy.version).toBe(1);
    expect(set.volunteersChanged).toBeGreaterThan(0);
    expect((await readiness('volunteer@xinxian')).stars).toBe(1);
  });

  test('rise in the certifying transaction and fall when hours are corrected', async () => {
    const stars = `query ($id: ID!) { node(id: $id) { ... on Volunteer { stars starAwards { level policyVersion } } } }`;
    const id = encodeId('volunteer', platform.fixtures.volunteers['volunteer@xinxian'] ?? '');
    const visitId = await visits.certified({
      volunteer: 'volunteer@xinxian',
      minutes: 60,
      endedMinutesAgo: 300,
    });
    expect((await dispatcher.ask(stars, { id })).node.stars).toBe(2);
    await dispatcher.does(
      'revokeCertification',
      await visits.decision(visitId, { reason: '误录' }),
      'visit { id }',
    );
    expect((await dispatcher.ask(stars, { id })).node).toMatchObject({
      stars: 1,
      starAwards: [{ level: 1 }, { level: 2 }, { level: 1 }],
    });
  });

  test('two visits certified at the same moment see each other', async () => {
    const volunteer = 'both@xinxian';
    const open = [];
    for (let count = 0; count < 3; count += 1)
      open.push(
        await visits.carriedOut({
          volunteer,
          minutes: 60,
          endedMinutesAgo: 100 * count,
          elder: 'elder@xinxian',
        }),
      );
    const inputs = await Promise.all(open.map((visitId) => visits.decision(visitId)));
    await Promise.all(
      inputs.map((input) => dispatcher.does('certifyVisit', input, 'visit { id }')),
    );
    expect(await readiness(volunteer)).toMatchObject({ minutes: 180, stars: 3 });
  });
});

test('after all these stories the books hold', async () => {
  const results = await checkInvariants(platform.databaseUrl, invariants);
  expect(results.filter(({ breachCount }) => breachCount > 0)).toEqual([]);
});

/** Visits of one volunteer overlap across tests; most tests are not about that. */
async function resolveAll(visitId: string): Promise<void> {
  const { node } = await dispatcher.ask(
    'query ($id: ID!) { node(id: $id) { ... on Visit { reviewItems { id version } } } }',
    { id: visitId },
  );
  for (const { id, version } of node.reviewItems) {
    const input = {
      reviewItemId: id,
      expectedVersion: version,
      resolution: 'FALSE_ALARM',
      note: '测试',
    };
    await dispatcher.does('resolveReviewItem', input, 'reviewItem { id }');
  }
}

async function uuidOf(visitId: string): Promise<string> {
  const all = await platform.sql<{ id: string }>('select id from visit');
  return all.find(({ id }) => encodeId('visit', id) === visitId)?.id ?? '';
}
