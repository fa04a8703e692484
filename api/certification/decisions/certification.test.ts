import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { encodeId } from '../../../schema/ids.ts';
import { invariants } from '../../invariants.ts';
import { checkInvariants } from '../../platform/database/invariants.ts';
import type { Actor } from '../../testing/scenario/actor.ts';
import { Scenario } from '../../testing/scenario/scenario.ts';
import { inHours } from '../../testing/scenario/times.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';
import { rounded } from './decide.ts';

let platform: TestPlatform;
let scenario: Scenario;
let dispatcher: Actor;
let admin: Actor;

beforeAll(async () => {
  platform = await startTestPlatform();
  scenario = await Scenario.begin(platform);
  dispatcher = await scenario.actor('dispatcher@xinxian');
  admin = await scenario.actor('admin@sicheng');
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
  test('a decision shows every figure behind it, in the language of the caller', async () => {
    const visitId = await scenario.carriedOutVisit({ minutes: 45 });
    const certified = await dispatcher.mutate(
      'certifyVisit',
      await dispatcher.decision(visitId),
      trace,
    );
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
    'two hours count as 120 minutes, also with %p milliseconds of network delay',
    async (milliseconds) => {
      const { visitId } = await scenario.plannedVisit();
      const end = Date.now() - 60_000;
      const volunteer = await scenario.actor('volunteer@chaoxi');
      const begin = new Date(end - 7_200_000 - milliseconds).toISOString();
      await volunteer.checksIn(visitId, { at: begin });
      const left = await volunteer.mutate(
        'checkOut',
        { visitId, at: new Date(end).toISOString() },
        'visit { certificationReadiness { minutes } }',
      );
      expect(left.visit.certificationReadiness.minutes).toBe(120);
      const visit = await dispatcher.certifies(visitId);
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
  ] as const)('the rounding %s makes %p minutes %p', (rounding, measured, minutes) => {
    expect(rounded(measured, rounding)).toBe(minutes);
  });
});

describe('the evidence policy of a foundation', () => {
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
  const cleaning = () => scenario.id.kind('cleaning@sicheng');

  test('the administrator sets a policy for one kind, and certified visits stay unchanged', async () => {
    const before = await scenario.certifiedVisit({ kind: 'cleaning@sicheng', minutes: 50 });
    await expect(
      dispatcher.tryMutate('setEvidencePolicy', { ...policy, kindId: cleaning() }),
    ).toBeRefused('NOT_ALLOWED');
    const past = { ...policy, kindId: cleaning(), validFrom: '2026-01-01T00:00:00Z' };
    await expect(admin.tryMutate('setEvidencePolicy', past)).toBeRefused('RULE_BEGINS_IN_PAST');
    const set = await admin.mutate(
      'setEvidencePolicy',
      { ...policy, kindId: cleaning() },
      'policy { version rounding kind { code } weights { kind weight } }',
    );
    expect(set.policy).toMatchObject({ version: 1, kind: { code: 'cleaning' } });
    const asked =
      '{ evidencePolicy { version weightNeeded } serviceKinds(first: 9) { nodes { code evidencePolicy { version weightNeeded } } } }';
    const known = await dispatcher.query(asked);
    expect(known.evidencePolicy).toEqual({ version: 0, weightNeeded: 0 });
    expect(known.serviceKinds.nodes).toEqual([
      { code: 'companionship', evidencePolicy: { version: 0, weightNeeded: 0 } },
      { code: 'cleaning', evidencePolicy: { version: 1, weightNeeded: 60 } },
    ]);
    const { node } = await dispatcher.query(
      'query ($id: ID!) { node(id: $id) { ... on Visit { minutesCertified certification { trace { code figures { name value } } } } } }',
      { id: before },
    );
    expect(node.minutesCertified).toBe(50);
    // Policies hold from an instant on. A visit that began before falls under the earlier policy.
    await platform.sql(`alter table evidence_policy disable trigger append_only`);
    await platform.sql(`update evidence_policy set valid_from = now() - interval '1 day'`);
    await platform.sql(`alter table evidence_policy enable trigger append_only`);
  });

  test('a visit without the required evidence is refused by name, and one with it is rounded by the policy', async () => {
    const visitId = await scenario.carriedOutVisit({ kind: 'cleaning@sicheng', minutes: 95 });
    const refused = await dispatcher.tryMutate(
      'certifyVisit',
      await dispatcher.decision(visitId),
      trace,
    );
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
    const personId = scenario.id.person('elder@xinxian');
    const actingFor = { personId, channel: 'PHONE' };
    await dispatcher.mutate('confirmVisit', { visitId, actingFor }, 'visit { id }');
    await expect(dispatcher.certifies(visitId)).toBeRefused('EVIDENCE_MISSING');
    const call = { visitId, idempotencyKey: newKey(), wasThere: true, note: '芦奶奶说人在' };
    await dispatcher.mutate('recordVisitCall', call, 'visit { id }');
    await resolveAll(visitId);
    const certified = await dispatcher.mutate(
      'certifyVisit',
      await dispatcher.decision(visitId),
      trace,
    );
    expect(certified.visit).toMatchObject({ minutesCertified: 90, coinsPaid: '2.25' });
    expect(figuresOf(certified as never, 'TRACE_EVIDENCE_WEIGHED')).toMatchObject({
      present: 'CALL 30, CHECK_IN 10, CHECK_OUT 10, CONFIRMATION 25',
      weight: '75',
      missing: '-',
      policyVersion: '1',
    });
  });

  test('a reason overrides missing evidence, and the decision names it', async () => {
    const visitId = await scenario.carriedOutVisit({
      kind: 'cleaning@sicheng',
      minutes: 60,
      endedMinutesAgo: 200,
    });
    await resolveAll(visitId);
    const input = await dispatcher.decision(visitId, {
      reason: '老人住院，电话由护士证实',
    });
    const certified = await dispatcher.mutate('certifyVisit', input, trace);
    const steps = certified.visit.certification.trace as Step[];
    expect(steps.find(({ code }) => code === 'TRACE_EVIDENCE_WEIGHED')?.passed).toBe(false);
    expect(figuresOf(certified as never, 'TRACE_OVERRIDDEN')).toEqual({
      reason: '老人住院，电话由护士证实',
    });
  });

  test('an open anomaly blocks the certification if the policy requires a review', async () => {
    const visitId = await scenario.carriedOutVisit({
      kind: 'cleaning@sicheng',
      minutes: 5,
      endedMinutesAgo: 400,
    });
    const reason = '短访';
    await expect(dispatcher.certifies(visitId, { reason })).toBeRefused('REVIEW_OPEN');
    const { node } = await dispatcher.query(
      'query ($id: ID!) { node(id: $id) { ... on Visit { reviewItems { id kind version text } } } }',
      { id: visitId },
    );
    expect(node.reviewItems).toEqual([
      expect.objectContaining({ kind: 'RATIO', text: '5 min measured, 90 expected.' }),
    ]);
    const resolve = {
      reviewItemId: node.reviewItems[0].id,
      expectedVersion: node.reviewItems[0].version,
      resolution: 'EXPLAINED',
      note: '老人临时有客',
    };
    await dispatcher.mutate('resolveReviewItem', resolve, 'reviewItem { state resolvedByName }');
    await expect(dispatcher.tryMutate('resolveReviewItem', resolve)).toBeRefused(
      'REVIEW_RESOLVED_ALREADY',
    );
    const certified = await dispatcher.mutate(
      'certifyVisit',
      await dispatcher.decision(visitId, { reason }),
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

describe('anomalies', () => {
  test('overlapping visits, too many hours in a day and impossible travel wait in the queue of the community', async () => {
    const [first, second] = [
      await scenario.carriedOutVisit({ volunteer: 'second@chaoxi', minutes: 60 }),
      await scenario.carriedOutVisit({
        volunteer: 'second@chaoxi',
        minutes: 50,
        endedMinutesAgo: 5,
      }),
    ];
    const third = await scenario.plannedVisit({ volunteer: 'second@chaoxi' });
    const place = { latitude: 39.92, longitude: 116.43, accuracyMetres: 20 };
    await dispatcher.mutate('addVisitEvidence', { visitId: first, place }, 'visit { id }');
    const far = { ...place, longitude: 117.6 };
    await dispatcher.mutate(
      'addVisitEvidence',
      { visitId: third.visitId, place: far },
      'visit { id }',
    );
    const at = inHours(-13);
    await dispatcher.checksIn(third.visitId, { at });
    await dispatcher.checksOut(third.visitId);
    const queue = `{ reviewItems(first: 50) { nodes { kind visit { id } otherVisit { id } text figures { name value } } totalCount } }`;
    const { reviewItems } = await dispatcher.query(queue);
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
    const others = await (await scenario.actor('dispatcher@dafangjia')).query(queue);
    expect(others.reviewItems).toEqual({ nodes: [], totalCount: 0 });
    const volunteer = await (await scenario.actor('second@chaoxi')).query(queue);
    expect(volunteer.reviewItems.nodes).toEqual([]);
  });

  test('thirteen hours on one day of the foundation are an anomaly', async () => {
    const { visitId } = await scenario.plannedVisit({ volunteer: 'second@chaoxi' });
    const day = new Date(Date.now() + 8 * 3_600_000 - 3 * 86_400_000).toISOString().slice(0, 10);
    await dispatcher.checksIn(visitId, { at: `${day}T06:30:00+08:00` });
    const visit = await dispatcher.checksOut(
      visitId,
      { at: `${day}T19:30:00+08:00` },
      'reviewItems { kind text }',
    );
    expect(visit.reviewItems).toContainEqual({
      kind: 'IMPLAUSIBLE_HOURS',
      text: '780 min of service on one day; visits: 1.',
    });
  });

  test('a volunteer does not judge her own visit, whatever other roles she has', async () => {
    const visitId = await scenario.carriedOutVisit({ volunteer: 'both@xinxian', minutes: 5 });
    const both = await scenario.actor('both@xinxian');
    const { node } = await dispatcher.query(
      'query ($id: ID!) { node(id: $id) { ... on Visit { reviewItems { id version } } } }',
      { id: visitId },
    );
    const item = {
      reviewItemId: node.reviewItems[0].id,
      expectedVersion: 1,
      resolution: 'FALSE_ALARM',
      note: '没事',
    };
    await expect(both.tryMutate('resolveReviewItem', item)).toBeRefused('NOT_ALLOWED');
    for (const verb of ['certifyVisit', 'revokeCertification', 'resolveDispute', 'correctVisit']) {
      const more = {
        reason: '自己',
        ...(verb === 'correctVisit' && { minutes: 1 }),
        ...(verb === 'resolveDispute' && { decision: 'UPHELD' }),
      };
      expect([
        verb,
        await both.refusalCodes(verb, await dispatcher.decision(visitId, more)),
      ]).toEqual([verb, ['NOT_ALLOWED']]);
    }
  });

  test('the review queue costs the same number of statements for one row as for many', async () => {
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

describe('linked records correct a mistake', () => {
  test('a correction writes the difference of hours, reverses and repays coins, and keeps the first decision', async () => {
    const before = await readiness();
    const visitId = await scenario.certifiedVisit({ minutes: 60 });
    const input = await dispatcher.decision(visitId, {
      minutes: 30,
      reason: '签退忘记了，家属证实 30 分钟',
    });
    const corrected = await dispatcher.mutate('correctVisit', input, trace);
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
    await dispatcher.mutate('correctVisit', input, 'visit { id }');
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
    const up = await dispatcher.mutate(
      'correctVisit',
      await dispatcher.decision(visitId, { minutes: 75, reason: '又查明' }),
      trace,
    );
    expect(up.visit).toMatchObject({ minutesCertified: 75, coinsPaid: '1.00' });
    const same = await dispatcher.decision(visitId, { minutes: 75, reason: '再来' });
    await expect(dispatcher.tryMutate('correctVisit', same)).toBeRefused('NOTHING_TO_CORRECT');
    const stale = { ...same, idempotencyKey: newKey(), expectedVersion: 1, minutes: 10 };
    await expect(dispatcher.tryMutate('correctVisit', stale)).toBeRefused('VERSION_CONFLICT');
  });

  test('a revoked visit has no hours and no coins, and is revoked once', async () => {
    const before = await readiness();
    const visitId = await scenario.certifiedVisit({ minutes: 60 });
    const revoked = await admin.mutate(
      'revokeCertification',
      await dispatcher.decision(visitId, { reason: '查实未上门' }),
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
    const again = await dispatcher.decision(visitId, { reason: '再来' });
    await expect(admin.tryMutate('revokeCertification', again)).toBeRefused('VISIT_CANNOT_CHANGE');
    await expect(dispatcher.tryMutate('correctVisit', { ...again, minutes: 5 })).toBeRefused(
      'VISIT_CANNOT_CHANGE',
    );
  });

  test('a request that was begun, certified or disputed cannot be cancelled', async () => {
    const visitId = await scenario.certifiedVisit({ minutes: 60 });
    const { node } = await dispatcher.query(
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
    await expect(dispatcher.tryMutate('cancelServiceRequest', cancel)).toBeRefused(
      'REQUEST_CANNOT_CHANGE',
    );
    const objection = { visitId, expectedVersion: node.request.version, reason: '没来' };
    await dispatcher.mutate('disputeVisit', objection, 'visit { id }');
    const disputed = { ...cancel, expectedVersion: node.request.version + 1 };
    await expect(dispatcher.tryMutate('cancelServiceRequest', disputed)).toBeRefused(
      'REQUEST_CANNOT_CHANGE',
    );
  });

  test('a revocation of spent coins is refused as a whole, and the refusal names the remedy', async () => {
    const visitId = await scenario.certifiedVisit({ minutes: 60 });
    const before = await readiness();
    // Moves all coins of the volunteer out of reach.
    const account = platform.fixtures.coinAccounts['volunteer@chaoxi'];
    await platform.sql('update coin_account set available_min = posted where id = $1', [account]);
    const input = await dispatcher.decision(visitId, { reason: '查实未上门' });
    await expect(dispatcher.tryMutate('revokeCertification', input)).toBeRefused(
      'COINS_ALREADY_SPENT',
    );
    expect(await readiness()).toEqual(before);
    const left = { ...input, idempotencyKey: newKey(), leaveCoins: true };
    const revoked = await dispatcher.mutate('revokeCertification', left, trace);
    await platform.sql('update coin_account set available_min = 0 where id = $1', [account]);
    expect(figuresOf(revoked as never, 'TRACE_COINS_LEFT')).toMatchObject({ coins: '1.00' });
    expect(await readiness()).toEqual({ ...before, minutes: before.minutes - 60 });
  });
});

describe('a dispute', () => {
  const reason = '老人说没来';

  test('before certification a dismissed dispute changes nothing, and an upheld one ends the visit without hours', async () => {
    const before = await readiness();
    const visitId = await scenario.carriedOutVisit({ minutes: 60 });
    const elder = await scenario.actor('elder@xinxian');
    const object = async () => ({
      visitId,
      expectedVersion: await dispatcher.versionOf(visitId),
      reason,
    });
    await elder.mutate('disputeVisit', await object(), 'visit { state }');
    await expect(dispatcher.certifies(visitId)).toBeRefused('VISIT_CANNOT_CHANGE');
    const dismissed = await dispatcher.mutate(
      'resolveDispute',
      await dispatcher.decision(visitId, {
        decision: 'DISMISSED',
        reason: '监控证实到访',
      }),
      trace,
    );
    expect(dismissed.visit).toMatchObject({
      state: 'CHECKED_OUT',
      request: { state: 'AWAITING_CERTIFICATION' },
    });
    await elder.mutate('disputeVisit', await object(), 'visit { state }');
    const half = await dispatcher.decision(visitId, {
      decision: 'CORRECTED',
      reason: '只来了半小时',
    });
    await expect(dispatcher.tryMutate('resolveDispute', half)).toBeRefused('MINUTES_NEEDED');
    const upheld = await dispatcher.mutate(
      'resolveDispute',
      await dispatcher.decision(visitId, { decision: 'UPHELD', reason }),
      trace,
    );
    expect(upheld.visit).toMatchObject({ state: 'REVOKED', request: { state: 'CANCELLED' } });
    expect(upheld.visit.certification).toMatchObject({ outcome: 'REJECTED' });
    expect(await readiness()).toEqual(before);
  });

  test('before certification a dispute that ends with a correction counts with the corrected minutes', async () => {
    const visitId = await scenario.carriedOutVisit({ minutes: 60 });
    await dispatcher.mutate(
      'disputeVisit',
      { visitId, expectedVersion: await dispatcher.versionOf(visitId), reason },
      'visit { id }',
    );
    const input = await dispatcher.decision(visitId, {
      decision: 'CORRECTED',
      minutes: 20,
      reason: '只来了二十分钟',
    });
    const { visit } = await dispatcher.mutate('resolveDispute', input, trace);
    expect(visit).toMatchObject({
      state: 'CERTIFIED',
      minutesCertified: 20,
      request: { state: 'CERTIFIED' },
    });
  });

  test('after certification hours and coins follow a corrected or upheld dispute, and not a dismissed one', async () => {
    const start = await readiness();
    const visitId = await scenario.certifiedVisit({ minutes: 60 });
    const paid = await readiness();
    const object = async () => ({
      visitId,
      expectedVersion: await dispatcher.versionOf(visitId),
      reason,
    });
    const end = async (decision: string, more: object = {}) =>
      (
        await dispatcher.mutate(
          'resolveDispute',
          await dispatcher.decision(visitId, { decision, reason, ...more }),
          trace,
        )
      ).visit;
    await dispatcher.mutate('disputeVisit', await object(), 'visit { id }');
    expect(await readiness()).toEqual(paid);
    expect(await end('DISMISSED')).toMatchObject({ state: 'CERTIFIED', minutesCertified: 60 });
    expect(await readiness()).toEqual(paid);
    await dispatcher.mutate('disputeVisit', await object(), 'visit { id }');
    expect(await end('CORRECTED', { minutes: 30 })).toMatchObject({
      state: 'CERTIFIED',
      minutesCertified: 30,
    });
    expect(await readiness()).toMatchObject({
      minutes: start.minutes + 30,
      volunteer: start.volunteer + 50,
    });
    await dispatcher.mutate('disputeVisit', await object(), 'visit { id }');
    expect(await end('UPHELD')).toMatchObject({
      state: 'REVOKED',
      request: { state: 'CANCELLED' },
    });
    expect(await readiness()).toEqual(start);
  });
});

describe('missed visits', () => {
  const reason = '等了半小时';

  test('a visit missed by the volunteer reopens the request, and stays on record', async () => {
    const early = await scenario.plannedVisit();
    const report = async (visitId: string, side: string) => ({
      visitId,
      expectedVersion: await dispatcher.versionOf(visitId),
      side,
      reason,
    });
    await expect(
      dispatcher.tryMutate('reportNoShow', await report(early.visitId, 'VOLUNTEER')),
    ).toBeRefused('NO_SHOW_TOO_EARLY');
    const { visitId } = await scenario.plannedVisit({ hasBegun: true });
    const volunteer = await scenario.actor('volunteer@chaoxi');
    await expect(
      volunteer.tryMutate('reportNoShow', await report(visitId, 'VOLUNTEER')),
    ).toBeRefused('NOT_ALLOWED');
    const elder = await scenario.actor('elder@xinxian');
    await expect(elder.tryMutate('reportNoShow', await report(visitId, 'ELDER'))).toBeRefused(
      'NOT_ALLOWED',
    );
    const { visit } = await elder.mutate(
      'reportNoShow',
      await report(visitId, 'VOLUNTEER'),
      'visit { state noShow { side reason actorName } request { state } volunteer { noShowCount } }',
    );
    expect(visit).toMatchObject({
      state: 'NO_SHOW',
      noShow: { side: 'VOLUNTEER', reason, actorName: 'elder@xinxian' },
      request: { state: 'OPEN' },
      volunteer: { noShowCount: 1 },
    });
  });

  test('a visit missed by the elder ends the request and releases the coins', async () => {
    const before = await readiness();
    const { visitId } = await scenario.plannedVisit({ hasBegun: true });
    const volunteer = await scenario.actor('volunteer@chaoxi');
    await volunteer.checksIn(visitId);
    const input = {
      visitId,
      expectedVersion: await dispatcher.versionOf(visitId),
      side: 'ELDER',
      reason: '敲门无人应',
    };
    const { visit } = await volunteer.mutate(
      'reportNoShow',
      input,
      'visit { state request { state elder { noShowCount } } }',
    );
    expect(visit).toMatchObject({
      state: 'NO_SHOW',
      request: { state: 'CANCELLED', elder: { noShowCount: 1 } },
    });
    expect(await readiness()).toEqual(before);
  });

  test('missed visits are listed with their reporter and counted by side and time, for callers who may see them', async () => {
    const list = `query ($sides: [NoShowSide!], $from: DateTime, $to: DateTime) { noShows(first: 10, filter: { sides: $sides, reported: { from: $from, to: $to } }) {
      totalCount nodes { side reason channel actorName visit { volunteer { displayName } request { elder { displayName } } } } } }`;
    const read = async (caller: Actor, variables: object = {}) =>
      (await caller.query(list, variables)).noShows;
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
    expect(await read(admin, { sides: ['ELDER'] })).toMatchObject({
      totalCount: 1,
      nodes: [{ side: 'ELDER' }],
    });
    const now = new Date().toISOString();
    expect(await read(dispatcher, { from: now })).toEqual({ totalCount: 0, nodes: [] });
    expect((await read(dispatcher, { to: now })).totalCount).toBe(2);
    expect((await read(await scenario.actor('volunteer@chaoxi'))).totalCount).toBe(2);
    expect((await read(await scenario.actor('dispatcher@shiyuan'))).totalCount).toBe(0);
  });
});

describe('stars', () => {
  const rule = { name: '测试星级', hours: [1, 2, 3], reason: '测试' };

  test('a star policy of the foundation applies to all volunteers at once, and replaces the national one', async () => {
    const national = await dispatcher.query(
      '{ starPolicy { version hours } starRules { name hours needsConfirmation } }',
    );
    expect(national.starPolicy).toEqual({ version: 0, hours: [100, 300, 600, 1000, 1500] });
    expect(national.starRules).toHaveLength(3);
    await scenario.certifiedVisit({
      volunteer: 'volunteer@xinxian',
      minutes: 61,
      endedMinutesAgo: 600,
    });
    await expect(dispatcher.tryMutate('setStarPolicy', rule)).toBeRefused('NOT_ALLOWED');
    await expect(admin.tryMutate('setStarPolicy', { ...rule, hours: [3, 3] })).toBeRefused(
      'STAR_HOURS_NOT_RISING',
    );
    const set = await admin.mutate('setStarPolicy', rule, 'policy { version } volunteersChanged');
    expect(set.policy.version).toBe(1);
    expect(set.volunteersChanged).toBeGreaterThan(0);
    expect((await readiness('volunteer@xinxian')).stars).toBe(1);
  });

  test('stars rise in the certifying transaction and fall with corrected hours', async () => {
    const stars = `query ($id: ID!) { node(id: $id) { ... on Volunteer { stars starAwards { level policyVersion } } } }`;
    const id = scenario.id.volunteer('volunteer@xinxian');
    const visitId = await scenario.certifiedVisit({
      volunteer: 'volunteer@xinxian',
      minutes: 60,
      endedMinutesAgo: 300,
    });
    expect((await dispatcher.query(stars, { id })).node.stars).toBe(2);
    await dispatcher.decides('revokeCertification', visitId, { reason: '误录' });
    expect((await dispatcher.query(stars, { id })).node).toMatchObject({
      stars: 1,
      starAwards: [{ level: 1 }, { level: 2 }, { level: 1 }],
    });
  });

  test('two visits certified at the same time count both for the stars', async () => {
    const volunteer = 'both@xinxian';
    const open = [];
    for (let count = 0; count < 3; count += 1)
      open.push(
        await scenario.carriedOutVisit({
          volunteer,
          minutes: 60,
          endedMinutesAgo: 100 * count,
          elder: 'elder@xinxian',
        }),
      );
    const inputs = await Promise.all(open.map((visitId) => dispatcher.decision(visitId)));
    await Promise.all(
      inputs.map((input) => dispatcher.mutate('certifyVisit', input, 'visit { id }')),
    );
    expect(await readiness(volunteer)).toMatchObject({ minutes: 180, stars: 3 });
  });
});

test('after all these tests the ledger is consistent', async () => {
  const results = await checkInvariants(platform.databaseUrl, invariants);
  expect(results.filter(({ breachCount }) => breachCount > 0)).toEqual([]);
});

/** Visits of one volunteer overlap across tests; most tests are not about that. */
async function resolveAll(visitId: string): Promise<void> {
  const { node } = await dispatcher.query(
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
    await dispatcher.mutate('resolveReviewItem', input, 'reviewItem { id }');
  }
}

async function uuidOf(visitId: string): Promise<string> {
  const all = await platform.sql<{ id: string }>('select id from visit');
  return all.find(({ id }) => encodeId('visit', id) === visitId)?.id ?? '';
}
