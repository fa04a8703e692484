import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { encodeId } from '../../../schema/ids.ts';
import type { Caller } from '../../testing/caller.ts';
import { acceptAll } from '../../testing/invitations.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';

let platform: TestPlatform;
let dispatcher: Caller;
let admin: Caller;
let volunteer: Caller;
let leader: Caller;

beforeAll(async () => {
  platform = await startTestPlatform();
  [dispatcher, admin, volunteer, leader] = await Promise.all([
    platform.as('dispatcher@xinxian'),
    platform.as('admin@sicheng'),
    platform.as('volunteer@chaoxi'),
    platform.as('leader@chaoxi'),
  ]);
  await platform.sql('update service_kind set coins_per_hour = 1');
});
afterAll(() => platform.close());

const volunteerId = (persona = 'volunteer@chaoxi') =>
  encodeId('volunteer', platform.fixtures.volunteers[persona] ?? '');
const elderId = () => encodeId('elder', platform.fixtures.elders['elder@xinxian'] ?? '');
const teamId = (name: string) => encodeId('team', platform.fixtures.teams[name] ?? '');

let hours = 24;
/** Opens a request of the elder with a sensitive note, each at a different time. */
async function opened(
  more: object = {},
  caller = dispatcher,
): Promise<{ id: string; version: number }> {
  hours += 3;
  const input = {
    idempotencyKey: newKey(),
    elderId: elderId(),
    kindId: encodeId('kind', platform.fixtures.kinds['companionship@sicheng'] ?? ''),
    requestedFrom: new Date(Date.now() + hours * 3_600_000).toISOString(),
    requestedTo: new Date(Date.now() + (hours + 2) * 3_600_000).toISOString(),
    sensitiveNote: '钥匙在花盆下',
    ...more,
  };
  return (await caller.does('openServiceRequest', input, 'request { id version }')).request;
}

/** The same, assigned to a volunteer by the dispatcher. */
async function given(
  more: object = {},
  persona = 'volunteer@chaoxi',
): Promise<{ id: string; visitId: string }> {
  const request = await opened(more);
  const { request: assigned } = await dispatcher.does(
    'assignServiceRequest',
    { requestId: request.id, volunteerId: volunteerId(persona), expectedVersion: request.version },
    'request { id visits { id } }',
  );
  return { id: assigned.id, visitId: assigned.visits[0].id };
}

const look = async (id: string) =>
  (
    await dispatcher.ask(
      `query ($id: ID!) { serviceRequest(id: $id) { version state alarms visits { state } history { event reason } } }`,
      { id },
    )
  ).serviceRequest;
const noteFor = async (caller: Caller, id: string): Promise<string | null> =>
  (await caller.ask('query ($id: ID!) { serviceRequest(id: $id) { sensitiveNote } }', { id }))
    .serviceRequest?.sensitiveNote ?? null;
const vet = (isVetted: boolean) =>
  admin.does(
    'vetVolunteer',
    { volunteerId: volunteerId(), isVetted, reason: '投诉核实中' },
    'volunteer { id }',
  );

test('whoever is no longer vetted is released from what lies ahead, and neither reads nor checks in', async () => {
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
  expect(now.history.at(-1).event).toBe('RequestReopened');
  expect(now.history.at(-1).reason).not.toContain('投诉');
  expect(await volunteer.refusalCodes('discloseVisitDetails', { visitId })).toEqual(['VISIT_OVER']);
  expect(await noteFor(volunteer, id)).toBeNull();
  expect(await noteFor(leader, id)).toBeNull();
  expect(await volunteer.refusalCodes('checkIn', { visitId, clientId: newKey() })).toEqual([
    'VISIT_CANNOT_CHANGE',
  ]);
  await vet(true);
  const again = { requestId: id, volunteerId: volunteerId(), expectedVersion: now.version };
  await dispatcher.does('assignServiceRequest', again, 'request { id }');
  expect((await look(id)).alarms).toEqual([]);
});

test('a visit under way stays when its volunteer is no longer vetted, alarms the board and shows her nothing more', async () => {
  const from = new Date(Date.now() - 600_000).toISOString();
  const { id, visitId } = await given({ requestedFrom: from });
  await volunteer.does('checkIn', { visitId, clientId: newKey() }, 'visit { id }');
  expect(await volunteer.refusalCodes('discloseVisitDetails', { visitId })).toEqual([]);
  await vet(false);
  expect(await look(id)).toMatchObject({ state: 'IN_PROGRESS', alarms: ['VOLUNTEER_IN_DOUBT'] });
  expect(await volunteer.refusalCodes('discloseVisitDetails', { visitId })).toEqual([
    'NO_LONGER_VETTED',
  ]);
  expect(await noteFor(volunteer, id)).toBeNull();
  // A check-out is still recorded.
  await volunteer.does('checkOut', { visitId, clientId: newKey() }, 'visit { id }');
  expect(await look(id)).toMatchObject({ state: 'AWAITING_CERTIFICATION', alarms: [] });
  await vet(true);
});

test('a visit that asks for a qualification is released when it is withdrawn, and others stay', async () => {
  const { kind } = await admin.does(
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
  const chaoxi = await platform.as('dispatcher@chaoxi');
  const { qualification } = await chaoxi.does(
    'recordQualification',
    { volunteerId: volunteerId(), name: 'NURSE', issuedBy: '朝阳医院' },
    'qualification { id }',
  );
  const nursing = await given({ kindId: kind.id });
  const other = await given();
  // By the dispatcher of the volunteer's own community, who need not see the request.
  await chaoxi.does(
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
      await admin.does(
        'grantRole',
        { role: 'VOLUNTEER', personId, holderPhone: phone, holderName: '林阿姨' },
        'grant { id }',
      )
    ).grant.id;
  const personId = encodeId('person', platform.fixtures.persons['volunteer@xinxian'] ?? '');
  const revoke = (grantId: string) =>
    admin.does('revokeRole', { grantId, reason: '退出' }, 'grant { id }');
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

test('a member who leaves takes no promise of the team along, and keeps what she does for another team', async () => {
  const forTeam = await opened({ teamIds: [teamId('haoyiya')] });
  const { request } = await leader.does(
    'acceptServiceRequestAsTeam',
    {
      requestId: forTeam.id,
      teamId: teamId('haoyiya'),
      volunteerIds: [volunteerId('second@chaoxi')],
      expectedVersion: forTeam.version,
    },
    'request { id }',
  );
  const xinxian = await platform.as('leader@xinxian');
  const second = { volunteerId: volunteerId('second@chaoxi') };
  await dispatcher.does('joinTeam', { teamId: teamId('qingman'), ...second }, 'volunteer { id }');
  const other = await given({ teamIds: [teamId('qingman')] }, 'second@chaoxi');
  expect(await noteFor(leader, other.id)).toBe('钥匙在花盆下');
  await leader.does(
    'leaveTeam',
    { teamId: teamId('haoyiya'), ...second, reason: '搬家' },
    'volunteer { id }',
  );
  expect(await look(request.id)).toMatchObject({ state: 'OPEN', alarms: ['VOLUNTEER_RELEASED'] });
  expect(await look(other.id)).toMatchObject({ state: 'ASSIGNED', alarms: [] });
  // The former leader no longer reads the note; the leader of the current team does.
  expect(await noteFor(leader, other.id)).toBeNull();
  expect(await noteFor(xinxian, other.id)).toBe('钥匙在花盆下');
  await leader.does('joinTeam', { teamId: teamId('haoyiya'), ...second }, 'volunteer { id }');
  expect(await noteFor(leader, other.id)).toBe('钥匙在花盆下');
});

test('what a team does in a community is released when it does not serve there any more', async () => {
  const { id } = await given();
  const area = {
    teamId: teamId('haoyiya'),
    communityId: encodeId('community', platform.fixtures.communities['xinxian'] ?? ''),
  };
  await dispatcher.does('stopServingCommunity', area, 'team { id }');
  expect(await look(id)).toMatchObject({ state: 'OPEN', alarms: ['VOLUNTEER_RELEASED'] });
  await admin.does('serveCommunity', area, 'team { id }');
});

test('the end of a pairing releases what was offered to the pair alone, and puts in doubt what was not', async () => {
  const pair = async () =>
    (
      await dispatcher.does(
        'pairVolunteer',
        { volunteerId: volunteerId(), elderId: elderId() },
        'pairing { id }',
      )
    ).pairing.id;
  const pairingId = await pair();
  const own = await given();
  const waiting = await opened();
  const anyone = await given();
  await platform.sql(
    `update service_request set audience = 'COMMUNITY' where id = (select request_id from visit where id = $1)`,
    [(await platform.sql<{ id: string }>('select id from visit order by id desc limit 1'))[0]?.id],
  );
  await dispatcher.does('endPairing', { pairingId, reason: '老人希望换人' }, 'pairing { id }');
  expect(await look(own.id)).toMatchObject({ state: 'OPEN', alarms: ['VOLUNTEER_RELEASED'] });
  expect(await look(anyone.id)).toMatchObject({
    state: 'ASSIGNED',
    alarms: ['VOLUNTEER_IN_DOUBT'],
  });
  // A request that was offered to the pair alone is offered further at once.
  expect((await look(waiting.id)).history.at(-1).event).toBe('RequestOffered');
  await volunteer.does(
    'acceptServiceRequest',
    {
      requestId: waiting.id,
      volunteerId: volunteerId(),
      expectedVersion: (await look(waiting.id)).version,
    },
    'request { id }',
  );
});

test('two clicks at once make one pairing, and the second is told', async () => {
  const click = () =>
    dispatcher.refusalCodes('pairVolunteer', { volunteerId: volunteerId(), elderId: elderId() });
  expect((await Promise.all([click(), click()])).toSorted()).toEqual([[], ['ALREADY_PAIRED']]);
});

test('whoever had a mandate sees nothing more of the requests that they entered for the elder', async () => {
  const { mandate } = await dispatcher.does(
    'recordMandate',
    {
      personId: encodeId('person', platform.fixtures.persons['elder@xinxian'] ?? ''),
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
  const daughter = await platform.as('daughter');
  await acceptAll(daughter);
  const request = await opened({ place: '3 号楼 502' }, daughter);
  const sees = async () =>
    (
      await daughter.ask('query ($id: ID!) { serviceRequest(id: $id) { place } }', {
        id: request.id,
      })
    ).serviceRequest;
  expect(await sees()).toEqual({ place: '3 号楼 502' });
  await dispatcher.does(
    'endMandate',
    { mandateId: mandate.id, expectedVersion: mandate.version, reason: '委托撤销' },
    'mandate { id }',
  );
  expect(await sees()).toBeNull();
  const { serviceRequests } = await daughter.ask('{ serviceRequests(first: 10) { nodes { id } } }');
  expect(serviceRequests.nodes).toEqual([]);
});

test('whoever was released by a new time or a cancellation reads no note any more', async () => {
  const moved = await given();
  await dispatcher.does(
    'rescheduleServiceRequest',
    {
      requestId: moved.id,
      expectedVersion: (await look(moved.id)).version,
      windows: [
        {
          from: new Date(Date.now() + 900 * 3_600_000).toISOString(),
          to: new Date(Date.now() + 902 * 3_600_000).toISOString(),
        },
      ],
      releasesVolunteers: true,
      reason: '老人住院',
    },
    'request { id }',
  );
  expect(await noteFor(volunteer, moved.id)).toBeNull();
  const cancelled = await given();
  const { version } = await look(cancelled.id);
  await dispatcher.does(
    'cancelServiceRequest',
    { requestId: cancelled.id, expectedVersion: version, reason: '不需要了' },
    'request { id }',
  );
  expect(await noteFor(volunteer, cancelled.id)).toBeNull();
});

test('a visit that is assigned at the very moment at which its volunteer is unvetted never stays', async () => {
  for (let round = 0; round < 6; round += 1) {
    const request = await opened();
    const assign = {
      requestId: request.id,
      volunteerId: volunteerId(),
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
