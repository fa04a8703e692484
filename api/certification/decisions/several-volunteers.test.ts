import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { invariants } from '../../invariants.ts';
import { checkInvariants } from '../../platform/database/invariants.ts';
import type { Actor } from '../../testing/scenario/actor.ts';
import { Scenario } from '../../testing/scenario/scenario.ts';
import { inHours } from '../../testing/scenario/times.ts';
import { type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';

/** Requests of which some volunteers come and others do not. */

let platform: TestPlatform;
let scenario: Scenario;
let dispatcher: Actor;
let volunteer: Actor;

beforeAll(async () => {
  platform = await startTestPlatform();
  scenario = await Scenario.begin(platform);
  dispatcher = await scenario.actor('dispatcher@xinxian');
  volunteer = await scenario.actor('volunteer@chaoxi');
});
afterAll(() => platform.close());

interface Visit {
  id: string;
}

/** A request for two that has begun, with the visits of its volunteers. */
async function begunRequest(volunteers: readonly string[]) {
  const request = await dispatcher.opens({
    requestedFrom: inHours(-0.5),
    requestedTo: inHours(3),
    volunteersNeeded: 2,
  });
  for (const each of volunteers) await dispatcher.assigns(request, each);
  const { visits } = await dispatcher.seesRequest(request, 'visits { id volunteer { id } }');
  const visitOf = (persona: string): Visit =>
    visits.find(
      (visit: { volunteer: { id: string } }) =>
        visit.volunteer.id === scenario.id.volunteer(persona),
    );
  return { request, visits: volunteers.map(visitOf) as [Visit, Visit] };
}

const isAbsent = (visit: Visit, side: 'ELDER' | 'VOLUNTEER') =>
  dispatcher
    .versionOf(visit.id)
    .then((expectedVersion) =>
      dispatcher.mutate(
        'reportNoShow',
        { visitId: visit.id, side, reason: '没有来', expectedVersion },
        'visit { id }',
      ),
    );
const look = (request: { id: string }) =>
  dispatcher.seesRequest(request, 'state volunteersNeeded coinsHeld visits { state coinsPaid }');

test.each<[string, (two: Visit, request: { id: string }) => Promise<unknown>]>([
  ['does not come', (two) => isAbsent(two, 'VOLUNTEER')],
  ['withdraws', (_, request) => dispatcher.withdraws(request, { volunteer: 'second@chaoxi' })],
])('a visit that ended is certified although the other volunteer %s', async (_, leaves) => {
  const { request, visits } = await begunRequest(['volunteer@chaoxi', 'second@chaoxi']);
  await volunteer.carriesOut(visits[0], { minutes: 30 });
  await leaves(visits[1], request);
  expect((await look(request)).state).toBe('AWAITING_CERTIFICATION');
  await dispatcher.certifies(visits[0]);
  expect((await look(request)).state).toBe('CERTIFIED');
  await dispatcher.decides('revokeCertification', visits[0], { reason: '误认证' });
});

test('a request is certified when the volunteer it still waited for does not come', async () => {
  const { request, visits } = await begunRequest(['volunteer@chaoxi', 'second@chaoxi']);
  await volunteer.carriesOut(visits[0], { minutes: 30 });
  await dispatcher.certifies(visits[0]);
  expect((await look(request)).state).toBe('IN_PROGRESS');
  await isAbsent(visits[1], 'VOLUNTEER');
  expect((await look(request)).state).toBe('CERTIFIED');
  await dispatcher.decides('revokeCertification', visits[0], { reason: '误认证' });
});

test('a place for which the elder was absent is not offered again', async () => {
  const { request, visits } = await begunRequest(['volunteer@chaoxi', 'second@chaoxi']);
  await isAbsent(visits[0], 'ELDER');
  expect(await look(request)).toMatchObject({
    state: 'ASSIGNED',
    volunteersNeeded: 1,
    coinsHeld: '1.00',
  });
  await dispatcher.withdraws(request);
  // The hold of the first visit has ended. A visit that rested on it could not be paid.
  const assigned = await dispatcher.assigns(request, 'volunteer@chaoxi');
  expect(assigned.state).toBe('ASSIGNED');
  const visit = assigned.visits.find(({ state }: { state: string }) => state === 'PLANNED');
  await volunteer.carriesOut(visit, { minutes: 30 });
  await dispatcher.certifies(visit);
  expect((await look(request)).state).toBe('CERTIFIED');
  await dispatcher.decides('revokeCertification', visit, { reason: '误认证' });
});

test('a place whose certification was revoked is not offered again', async () => {
  const { request, visits } = await begunRequest(['volunteer@chaoxi', 'second@chaoxi']);
  await volunteer.carriesOut(visits[0], { minutes: 30 });
  await dispatcher.certifies(visits[0]);
  await dispatcher.decides('revokeCertification', visits[0], { reason: '误认证' });
  expect(await look(request)).toMatchObject({ state: 'ASSIGNED', volunteersNeeded: 1 });
  await dispatcher.cancels(request);
  expect((await look(request)).state).toBe('CANCELLED');
});

test.each<[string, (visit: Visit) => Promise<unknown>]>([
  [
    'is rejected',
    async (visit) => {
      await volunteer.carriesOut(visit, { minutes: 30 });
      await dispatcher.mutate(
        'disputeVisit',
        {
          visitId: visit.id,
          reason: '没有来',
          expectedVersion: await dispatcher.versionOf(visit.id),
        },
        'visit { id }',
      );
      await dispatcher.decides('resolveDispute', visit, { decision: 'UPHELD', reason: '没有来' });
    },
  ],
  ['finds the elder absent', (visit) => isAbsent(visit, 'ELDER')],
  [
    'is certified',
    async (visit) => {
      await volunteer.carriesOut(visit, { minutes: 30 });
      await dispatcher.certifies(visit);
    },
  ],
])('the coins of a place that nobody took are released when the visit %s', async (_, ends) => {
  const { held } = await scenario.coinsOf();
  const { visits } = await begunRequest(['volunteer@chaoxi']);
  expect((await scenario.coinsOf()).held).toBe(held + 200);
  await ends(visits[0]);
  expect((await scenario.coinsOf()).held).toBe(held);
});

test('after all these tests the ledger is consistent', async () => {
  const results = await checkInvariants(platform.databaseUrl, invariants);
  expect(results.filter(({ breachCount }) => breachCount > 0)).toEqual([]);
});
