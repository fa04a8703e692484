import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { encodeId } from '../../../schema/ids.ts';
import type { Actor } from '../../testing/scenario/actor.ts';
import { acceptAll } from '../../testing/invitations.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';
import { inHours, inMinutes } from '../../testing/scenario/times.ts';
import { Scenario } from '../../testing/scenario/scenario.ts';
import type { Input } from '../../testing/scenario/fixture-ids.ts';

let platform: TestPlatform;
let scenario: Scenario;
let dispatcher: Actor;
let admin: Actor;
let volunteer: Actor;
let leader: Actor;

beforeAll(async () => {
  platform = await startTestPlatform();
  scenario = await Scenario.begin(platform);
  [dispatcher, admin, volunteer, leader] = await Promise.all([
    scenario.actor('dispatcher@xinxian'),
    scenario.actor('admin@sicheng'),
    scenario.actor('volunteer@chaoxi'),
    scenario.actor('leader@chaoxi'),
  ]);
  await platform.sql('update service_kind set coins_per_hour = 1');
});
afterAll(() => platform.close());

let hours = 24;
/** Opens a request of the elder with a sensitive note, each at a different time. */
async function opened(
  more: Input = {},
  caller = dispatcher,
): Promise<{ id: string; version: number }> {
  hours += 3;
  return caller.opens({
    requestedFrom: inHours(hours),
    requestedTo: inHours(hours + 2),
    sensitiveNote: '钥匙在花盆下',
    ...more,
  });
}

/** The same, assigned to a volunteer by the dispatcher. */
async function given(
  more: Input = {},
  persona = 'volunteer@chaoxi',
): Promise<{ id: string; visitId: string }> {
  const request = await opened(more);
  const assigned = await dispatcher.assigns(request, persona);
  return { id: assigned.id, visitId: assigned.visits[0].id };
}

const look = (id: string) =>
  dispatcher.seesRequest(id, 'version state alarms visits { state } history { event reason }');
const noteFor = async (reader: Actor, id: string): Promise<string | null> =>
  (await reader.seesRequest(id, 'sensitiveNote'))?.sensitiveNote ?? null;
const vet = (isVetted: boolean) =>
  admin.mutate(
    isVetted ? 'vetVolunteer' : 'revokeVetting',
    { volunteer: 'volunteer@chaoxi', reason: '投诉核实中' },
    'volunteer { id }',
  );

test('a volunteer who is no longer vetted is released from planned visits, and neither reads nor checks in', async () => {
  const { id, visitId } = await given();
  expect(await noteFor(volunteer, id)).toBe('钥匙在花盆下');
  await vet(false);
  const now = await look(id);
  expect(now).toMatchObject({
    state: 'OPEN',
    alarms: ['VOLUNTEER_RELEASED'],
    visits: [{ state: 'WITHDRAWN' }],
  });
  // Readers of the history do not see the private reason of the review.
  expect(now.history.at(-1).event).toBe('REQUEST_REOPENED');
  expect(now.history.at(-1).reason).not.toContain('投诉');
  await expect(volunteer.tryMutate('discloseVisitDetails', { visitId })).toBeRefused('VISIT_OVER');
  expect(await noteFor(volunteer, id)).toBeNull();
  expect(await noteFor(leader, id)).toBeNull();
  await expect(volunteer.checksIn(visitId, { idempotencyKey: newKey() })).toBeRefused(
    'VISIT_CANNOT_CHANGE',
  );
  await vet(true);
  await dispatcher.assigns(id);
  expect((await look(id)).alarms).toEqual([]);
});

test('a visit under way continues when its volunteer is no longer vetted, with an alarm and without details', async () => {
  const from = inMinutes(-10);
  const { id, visitId } = await given({ requestedFrom: from });
  await volunteer.checksIn(visitId, { idempotencyKey: newKey() });
  await volunteer.mutate('discloseVisitDetails', { visitId });
  await vet(false);
  expect(await look(id)).toMatchObject({ state: 'IN_PROGRESS', alarms: ['VOLUNTEER_IN_DOUBT'] });
  await expect(volunteer.tryMutate('discloseVisitDetails', { visitId })).toBeRefused(
    'NO_LONGER_VETTED',
  );
  expect(await noteFor(volunteer, id)).toBeNull();
  // A check-out is still recorded.
  await volunteer.checksOut(visitId, { idempotencyKey: newKey() });
  expect(await look(id)).toMatchObject({ state: 'AWAITING_CERTIFICATION', alarms: [] });
  await vet(true);
});

test('a volunteer who loses a qualification is released only from visits that require it', async () => {
  const { kind } = await admin.mutate(
    'addServiceKind',
    {
      code: 'dressing',
      name: '换药',
      category: 'HEALTH',
      qualificationCodes: ['NURSE'],
      coinsPerHour: '0.01',
      minutesDefault: 30,
      placeKind: 'HOME',
      volunteersNeeded: 1,
    },
    'kind { id }',
  );
  const chaoxi = await scenario.actor('dispatcher@chaoxi');
  const { qualification } = await chaoxi.mutate(
    'recordQualification',
    { volunteer: 'volunteer@chaoxi', name: 'NURSE', issuedBy: '朝阳医院' },
    'qualification { id }',
  );
  const nursing = await given({ kindId: kind.id });
  const other = await given();
  // By the dispatcher of the volunteer's own community, who need not see the request.
  await chaoxi.mutate(
    'withdrawQualification',
    { qualificationId: qualification.id, reason: '证书系伪造' },
    'qualification { id }',
  );
  expect(await look(nursing.id)).toMatchObject({ state: 'OPEN', alarms: ['VOLUNTEER_RELEASED'] });
  expect(await look(other.id)).toMatchObject({ state: 'ASSIGNED', alarms: [] });
});

test('a volunteer whose last role is taken back is released', async () => {
  const { id } = await given({}, 'volunteer@xinxian');
  const grantOf = async (personId: string, phone: string) =>
    (
      await admin.mutate(
        'grantRole',
        { role: 'VOLUNTEER', personId, holderPhone: phone, holderName: '林阿姨' },
        'grant { id }',
      )
    ).grant.id;
  const personId = scenario.id.person('volunteer@xinxian');
  const revoke = (grantId: string) =>
    admin.mutate('revokeRole', { grantId, reason: '退出' }, 'grant { id }');
  await revoke(await grantOf(personId, '13700001111'));
  // The elder still has the remaining volunteer.
  expect(await look(id)).toMatchObject({ state: 'ASSIGNED' });
  const [own] = await platform.sql<{ id: string }>(
    `select id from role_grant where person_id = $1 and role = 'VOLUNTEER' and valid_to is null`,
    [platform.fixtures.persons['volunteer@xinxian']],
  );
  await revoke(encodeId('grant', own?.id ?? ''));
  expect(await look(id)).toMatchObject({ state: 'OPEN', alarms: ['VOLUNTEER_RELEASED'] });
});

test('a member who leaves a team is released from its visits, and keeps those of another team', async () => {
  const forTeam = await opened({ teams: ['haoyiya'] });
  const request = await leader.acceptsAsTeam(forTeam, 'haoyiya', ['second@chaoxi']);
  const xinxian = await scenario.actor('leader@xinxian');
  const second = { volunteer: 'second@chaoxi' };
  await dispatcher.mutate('joinTeam', { team: 'qingman', ...second }, 'volunteer { id }');
  const other = await given({ teams: ['qingman'] }, 'second@chaoxi');
  expect(await noteFor(leader, other.id)).toBe('钥匙在花盆下');
  await leader.mutate(
    'leaveTeam',
    { team: 'haoyiya', ...second, reason: '搬家' },
    'volunteer { id }',
  );
  expect(await look(request.id)).toMatchObject({ state: 'OPEN', alarms: ['VOLUNTEER_RELEASED'] });
  expect(await look(other.id)).toMatchObject({ state: 'ASSIGNED', alarms: [] });
  // The former leader no longer reads the note; the leader of the current team does.
  expect(await noteFor(leader, other.id)).toBeNull();
  expect(await noteFor(xinxian, other.id)).toBe('钥匙在花盆下');
  await leader.mutate('joinTeam', { team: 'haoyiya', ...second }, 'volunteer { id }');
  expect(await noteFor(leader, other.id)).toBe('钥匙在花盆下');
});

test('visits are released when the team stops serving the community', async () => {
  const { id } = await given();
  const area = {
    team: 'haoyiya',
    community: 'xinxian',
  };
  await dispatcher.mutate('stopServingCommunity', area, 'team { id }');
  expect(await look(id)).toMatchObject({ state: 'OPEN', alarms: ['VOLUNTEER_RELEASED'] });
  await admin.mutate('serveCommunity', area, 'team { id }');
});

test('the end of a pairing releases visits offered to the pair alone, and puts the others in doubt', async () => {
  const pairing = await dispatcher.pairs('volunteer@chaoxi');
  const own = await given();
  const waiting = await opened();
  const anyone = await given();
  await platform.sql(
    `update service_request set audience = 'COMMUNITY' where id = (select request_id from visit where id = $1)`,
    [(await platform.sql<{ id: string }>('select id from visit order by id desc limit 1'))[0]?.id],
  );
  await dispatcher.mutate(
    'endPairing',
    { pairingId: pairing.id, reason: '老人希望换人' },
    'pairing { id }',
  );
  expect(await look(own.id)).toMatchObject({ state: 'OPEN', alarms: ['VOLUNTEER_RELEASED'] });
  expect(await look(anyone.id)).toMatchObject({
    state: 'ASSIGNED',
    alarms: ['VOLUNTEER_IN_DOUBT'],
  });
  // A request that was offered to the pair alone is offered further at once.
  expect((await look(waiting.id)).history.at(-1).event).toBe('REQUEST_OFFERED');
  await volunteer.accepts(waiting);
});

test('two clicks at once make one pairing, and the second is refused', async () => {
  const click = () =>
    dispatcher.refusalCodes('pairVolunteer', {
      volunteer: 'volunteer@chaoxi',
      elder: 'elder@xinxian',
    });
  expect((await Promise.all([click(), click()])).toSorted()).toEqual([[], ['ALREADY_PAIRED']]);
});

test('a relative whose mandate ended no longer sees the requests that she opened for the elder', async () => {
  const { mandate } = await dispatcher.mutate(
    'recordMandate',
    {
      person: 'elder@xinxian',
      holderPhone: '13700002222',
      holderName: '芦女士',
      basis: 'WRITTEN',
      relationship: '女儿',
    },
    'mandate { id version }',
  );
  const [held] = await platform.sql<{ account_id: string }>(
    'select holder_account_id as account_id from mandate order by id desc limit 1',
  );
  platform.fixtures.accounts['daughter'] = held?.account_id ?? '';
  // A second role keeps the volunteer in the foundation.
  await platform.sql(
    `insert into role_grant (id, account_id, role, foundation_id, community_id, valid_from) values (gen_random_uuid(), $1, 'DISPATCHER', $2, $3, now())`,
    [
      held?.account_id,
      platform.fixtures.foundations['sicheng'],
      platform.fixtures.communities['dafangjia'],
    ],
  );
  const daughter = await scenario.actor('daughter');
  await acceptAll(daughter);
  const request = await opened({ place: '3 号楼 502' }, daughter);
  const sees = () => daughter.seesRequest(request, 'place');
  expect(await sees()).toEqual({ place: '3 号楼 502' });
  await dispatcher.mutate(
    'endMandate',
    { mandateId: mandate.id, expectedVersion: mandate.version, reason: '委托撤销' },
    'mandate { id }',
  );
  expect(await sees()).toBeNull();
  const { serviceRequests } = await daughter.query(
    '{ serviceRequests(first: 10) { nodes { id } } }',
  );
  expect(serviceRequests.nodes).toEqual([]);
});

test('a volunteer released by a new time or a cancellation no longer reads the note', async () => {
  const moved = await given();
  await dispatcher.reschedules(moved, inHours(900), inHours(902), {
    releasesVolunteers: true,
    reason: '老人住院',
  });
  expect(await noteFor(volunteer, moved.id)).toBeNull();
  const cancelled = await given();
  await dispatcher.cancels(cancelled, { reason: '不需要了' });
  expect(await noteFor(volunteer, cancelled.id)).toBeNull();
});

test('a visit assigned while its volunteer loses the vetting never stays', async () => {
  for (let round = 0; round < 6; round += 1) {
    const request = await opened();
    const assign = {
      requestId: request.id,
      volunteer: 'volunteer@chaoxi',
      expectedVersion: request.version,
    };
    const [codes] = await Promise.all([
      dispatcher.refusalCodes('assignServiceRequest', assign),
      vet(false),
    ]);
    // Either assigned first and released afterwards, or refused.
    expect([[], ['VOLUNTEER_NOT_VETTED']]).toContainEqual(codes);
    expect((await look(request.id)).state).toBe('OPEN');
    await vet(true);
  }
});
