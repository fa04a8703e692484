import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { encodeId } from '../../../schema/ids.ts';
import type { Caller } from '../../testing/caller.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';

let platform: TestPlatform;
let dispatcher: Caller;
let leader: Caller;
let admin: Caller;

beforeAll(async () => {
  platform = await startTestPlatform();
  dispatcher = await platform.as('dispatcher@xinxian');
  leader = await platform.as('leader@chaoxi');
  admin = await platform.as('admin@sicheng');
  await platform.sql(
    'update coin_account set posted = 1000000 where available_min = 0 and posted > 0',
  );
});
afterAll(() => platform.close());

const hour = 3_600_000;

function at(hours: number): string {
  return new Date(Math.ceil(platform.clock.nowMs() / hour) * hour + hours * hour)
    .toISOString()
    .replace('.000Z', 'Z');
}

function requestInput(more: object = {}): object {
  return {
    idempotencyKey: newKey(),
    allowDuplicate: true,
    elderId: encodeId('elder', platform.fixtures.elders['elder@xinxian'] ?? ''),
    kindId: encodeId('kind', platform.fixtures.kinds['companionship@sicheng'] ?? ''),
    requestedFrom: at(24),
    requestedTo: at(27),
    ...more,
  };
}

const requestFields = 'request { id state version coinsHeld audience urgency alarms }';

async function opened(more: object = {}, caller = dispatcher) {
  return (await caller.does('openServiceRequest', requestInput(more), requestFields)).request;
}

function volunteerId(persona: string): string {
  return encodeId('volunteer', platform.fixtures.volunteers[persona] ?? '');
}

function teamId(name: string): string {
  return encodeId('team', platform.fixtures.teams[name] ?? '');
}

async function held(): Promise<number> {
  const [row] = await platform.sql<{ held: string }>(
    'select pending_out as held from coin_account where id = $1',
    [platform.fixtures.coinAccounts['elder@xinxian']],
  );
  return Number(row?.held);
}

describe('the catalogue of a foundation', () => {
  test('starts from common templates, in the language of the caller', async () => {
    const query =
      '{ serviceKindTemplates { code name riskNotes qualificationCodes volunteersNeeded coinsPerHour } }';
    const { serviceKindTemplates } = await admin.ask(query);
    const codes = serviceKindTemplates.map((template: { code: string }) => template.code);
    for (const code of [
      'companionship',
      'shopping',
      'meal_delivery',
      'medical_escort',
      'bathing_help',
      'cleaning',
      'repair',
      'haircut',
      'health_measurement',
      'carer_respite',
      'legal_aid',
      'fraud_prevention_talk',
    ])
      expect(codes).toContain(code);
    expect(new Set(codes).size).toBe(codes.length);
    const chinese = await admin.send(query, {}, { 'accept-language': 'zh-CN' });
    const bathing = chinese.data.serviceKindTemplates.find(
      (each: { code: string }) => each.code === 'bathing_help',
    );
    expect(bathing).toMatchObject({
      name: '助浴',
      qualificationCodes: ['PERSONAL_CARE'],
      volunteersNeeded: 2,
    });
  });

  test('is adopted, adjusted, retired and offered again by its administrator, and by nobody else', async () => {
    const selection =
      'kind { id code name coinsPerHour isOffered placeKind version templateCode retiredAt }';
    const adopt = { templateCode: 'haircut', coinsPerHour: '2.00' };
    expect(await dispatcher.refusalCodes('adoptServiceKind', adopt)).toEqual(['NOT_ALLOWED']);
    const { kind } = await admin.does('adoptServiceKind', adopt, selection);
    expect(kind).toMatchObject({
      code: 'haircut',
      name: 'Haircut',
      coinsPerHour: '2.00',
      placeKind: 'HOME',
      version: 1,
    });
    expect(await admin.refusalCodes('adoptServiceKind', adopt)).toEqual(['KIND_CODE_TAKEN']);
    expect(await admin.refusalCodes('adoptServiceKind', { templateCode: 'nonsense' })).toEqual([
      'NO_SUCH_TEMPLATE',
    ]);
    expect(
      await admin.refusalCodes('adoptServiceKind', { templateCode: 'repair', coinsPerHour: '-1' }),
    ).toEqual(['RATE_NEGATIVE']);
    const adjusted = await admin.does(
      'adjustServiceKind',
      { kindId: kind.id, expectedVersion: 1, name: '理发', riskNotes: '工具消毒' },
      selection,
    );
    expect(adjusted.kind).toMatchObject({ name: '理发', coinsPerHour: '2.00', version: 2 });
    expect(
      await admin.refusalCodes('adjustServiceKind', {
        kindId: kind.id,
        expectedVersion: 1,
        name: 'x',
      }),
    ).toEqual(['VERSION_CONFLICT']);
    await admin.does(
      'retireServiceKind',
      { kindId: kind.id, expectedVersion: 2, reason: '没有理发师' },
      selection,
    );
    expect(
      await dispatcher.refusalCodes('openServiceRequest', requestInput({ kindId: kind.id })),
    ).toEqual(['KIND_NOT_OFFERED']);
    const again = await admin.does(
      'resumeServiceKind',
      { kindId: kind.id, expectedVersion: 3 },
      selection,
    );
    expect(again.kind).toMatchObject({ isOffered: true, retiredAt: null, version: 4 });
  });

  test('holds kinds of its own, said in full', async () => {
    const own = {
      code: 'pet_care',
      name: '照看宠物',
      category: 'DAILY_LIFE',
      minutesDefault: 30,
      coinsPerHour: '0.80',
    };
    expect(await admin.refusalCodes('addServiceKind', { ...own, coinsPerHour: null })).toEqual([
      'KIND_INCOMPLETE',
    ]);
    expect(await admin.refusalCodes('addServiceKind', { ...own, code: 'Pet care' })).toEqual([
      'INVALID_INPUT',
    ]);
    expect(await admin.refusalCodes('addServiceKind', own)).toEqual([]);
  });

  test('a new price leaves what was agreed alone', async () => {
    const { kind } = await admin.does(
      'adoptServiceKind',
      { templateCode: 'outing' },
      'kind { id version }',
    );
    const request = await opened({ kindId: kind.id, minutesExpected: 60 });
    await admin.does(
      'adjustServiceKind',
      { kindId: kind.id, expectedVersion: 1, coinsPerHour: '9.00' },
      'kind { id }',
    );
    await dispatcher.does(
      'assignServiceRequest',
      { requestId: request.id, volunteerId: volunteerId('volunteer@chaoxi'), expectedVersion: 1 },
      'request { id }',
    );
    const visitId = (await visitsOf(request.id))[0]!.id;
    await dispatcher.does(
      'checkIn',
      { visitId, at: new Date(Date.now() - hour).toISOString() },
      'visit { id }',
    );
    const volunteer = await platform.as('volunteer@chaoxi');
    await volunteer.does('checkOut', { visitId, at: new Date().toISOString() }, 'visit { id }');
    const { visit } = await dispatcher.does(
      'certifyVisit',
      { idempotencyKey: newKey(), visitId, expectedVersion: 4 },
      'visit { coinsPaid }',
    );
    expect(visit.coinsPaid).toBe('1.00');
  });
});

describe('a request is looked at first where the policy says so', () => {
  test('a volunteer enters it, only the dispatcher sees it, and approves it', async () => {
    const volunteer = await platform.as('volunteer@chaoxi');
    const request = await opened({}, volunteer);
    expect(request.state).toBe('IN_REVIEW');
    const see = async (persona: string) =>
      (
        await (
          await platform.as(persona)
        ).ask('query ($id: ID!) { serviceRequest(id: $id) { state source } }', {
          id: request.id,
        })
      ).serviceRequest;
    expect(await see('volunteer@chaoxi')).toEqual({ state: 'IN_REVIEW', source: 'VOLUNTEER' });
    expect(await see('dispatcher@xinxian')).toEqual({ state: 'IN_REVIEW', source: 'VOLUNTEER' });
    for (const other of ['second@chaoxi', 'leader@chaoxi', 'dispatcher@chaoxi'])
      expect(await see(other)).toBeNull();
    expect(
      await volunteer.refusalCodes('approveServiceRequest', {
        requestId: request.id,
        expectedVersion: 1,
      }),
    ).toEqual(['NOT_ALLOWED']);
    const approved = await dispatcher.does(
      'approveServiceRequest',
      { requestId: request.id, expectedVersion: 1 },
      'request { state publishedAt history { event actorName } }',
    );
    expect(approved.request.state).toBe('OPEN');
    expect(approved.request.publishedAt).not.toBeNull();
    expect(approved.request.history.map((each: { event: string }) => each.event)).toEqual([
      'RequestOpened',
      'RequestPublished',
    ]);
    expect(await see('second@chaoxi')).toEqual({ state: 'OPEN', source: 'VOLUNTEER' });
    expect(
      await dispatcher.refusalCodes('approveServiceRequest', {
        requestId: request.id,
        expectedVersion: 2,
      }),
    ).toEqual(['REQUEST_NOT_IN_REVIEW']);
  });

  test('and rejected, with the reason, and the coins go back', async () => {
    const before = await held();
    const request = await opened({}, await platform.as('volunteer@chaoxi'));
    expect(await held()).toBe(before + 100);
    const { request: rejected } = await dispatcher.does(
      'rejectServiceRequest',
      { requestId: request.id, expectedVersion: 1, reason: '老人没有提出' },
      'request { state history { reason } }',
    );
    expect(rejected).toMatchObject({
      state: 'CANCELLED',
      history: [{ reason: null }, { reason: '老人没有提出' }],
    });
    expect(await held()).toBe(before);
  });

  test('the elder and her family are not made to wait', async () => {
    for (const [persona, source] of [
      ['elder@xinxian', 'ELDER'],
      ['family@xinxian', 'FAMILY_MEMBER'],
    ] as const) {
      const { request } = await (
        await platform.as(persona)
      ).does('openServiceRequest', requestInput(), 'request { state source }');
      expect(request).toEqual({ state: 'OPEN', source });
    }
  });

  test('a volunteer of another community enters nothing', async () => {
    const elderId = encodeId('elder', platform.fixtures.elders['elder@dafangjia'] ?? '');
    const volunteer = await platform.as('volunteer@xinxian');
    expect(await volunteer.refusalCodes('openServiceRequest', requestInput({ elderId }))).toEqual([
      'NOT_FOUND',
    ]);
  });
});

describe('notes for few eyes', () => {
  const query =
    'query ($id: ID!) { serviceRequest(id: $id) { note hasSensitiveNote sensitiveNote } }';
  const readBy = async (persona: string, id: string) =>
    (await (await platform.as(persona)).ask(query, { id })).serviceRequest.sensitiveNote;

  test('are read by those who go, their leader, the dispatcher and the elder, and by nobody else', async () => {
    const request = await opened({ note: '喜欢京剧', sensitiveNote: '有癫痫史' });
    const everybody = [
      'volunteer@chaoxi',
      'second@chaoxi',
      'leader@chaoxi',
      'dispatcher@chaoxi',
      'leader@xinxian',
    ];
    for (const persona of [...everybody, 'analyst@sicheng', 'auditor@sicheng', 'admin@sicheng'])
      expect([persona, await readBy(persona, request.id)]).toEqual([persona, null]);
    for (const persona of ['dispatcher@xinxian', 'elder@xinxian', 'family@xinxian'])
      expect([persona, await readBy(persona, request.id)]).toEqual([persona, '有癫痫史']);

    await leader.does(
      'acceptServiceRequest',
      { requestId: request.id, volunteerId: volunteerId('volunteer@chaoxi'), expectedVersion: 1 },
      'request { id }',
    );
    const reading = ['volunteer@chaoxi', 'leader@chaoxi'];
    for (const persona of everybody)
      expect([persona, await readBy(persona, request.id)]).toEqual([
        persona,
        reading.includes(persona) ? '有癫痫史' : null,
      ]);
    await leader.does(
      'withdrawFromServiceRequest',
      { requestId: request.id, expectedVersion: 2, reason: '生病' },
      'request { id }',
    );
    for (const persona of everybody)
      expect([persona, await readBy(persona, request.id)]).toEqual([persona, null]);
    // The elder reads the disclosures; nobody reads the note in the table.
    const { disclosures } = await (
      await platform.as('elder@xinxian')
    ).ask(
      'query ($id: ID!) { disclosures(personId: $id, first: 10) { nodes { accountName purpose fields } } }',
      {
        id: encodeId('person', platform.fixtures.persons['elder@xinxian'] ?? ''),
      },
    );
    const shownTo = (accountName: string) => ({
      accountName,
      purpose: 'SERVICE',
      fields: ['SENSITIVE_NOTE'],
    });
    expect(disclosures.nodes).toEqual(
      ['leader@chaoxi', 'volunteer@chaoxi', 'dispatcher@xinxian'].map((name) => shownTo(name)),
    );
    const [row] = await platform.sql<{ sealed: string }>(
      `select encode(text_sealed, 'escape') as sealed from request_note`,
    );
    expect(row?.sealed).not.toContain('癫痫');
  });

  test('are in clear in the copy that the elder is given', async () => {
    const request = await opened({ sensitiveNote: '以前的备注' });
    expect(await readBy('dispatcher@xinxian', request.id)).toBe('以前的备注');
    const { document } = await (
      await platform.as('admin@sicheng')
    ).does(
      'exportPersonalData',
      {
        personId: encodeId('person', platform.fixtures.persons['elder@xinxian'] ?? ''),
        reason: '本人要求',
      },
      'document',
    );
    expect(
      JSON.parse(document).tables.request_note.map((note: { text: string }) => note.text),
    ).toContain('以前的备注');
  });
});

describe('several volunteers', () => {
  test('have a hold each, and are paid each', async () => {
    const before = await held();
    const request = await opened({ volunteersNeeded: 2 });
    expect(request.coinsHeld).toBe('2.00');
    expect(await held()).toBe(before + 200);
    const join = (persona: string, expectedVersion: number) =>
      leader.does(
        'acceptServiceRequest',
        { requestId: request.id, volunteerId: volunteerId(persona), expectedVersion },
        'request { state version }',
      );
    expect((await join('volunteer@chaoxi', 1)).request).toEqual({ state: 'OPEN', version: 2 });
    expect(
      await leader.refusalCodes('acceptServiceRequest', {
        requestId: request.id,
        volunteerId: volunteerId('volunteer@chaoxi'),
        expectedVersion: 2,
      }),
    ).toEqual(['ALREADY_TAKES_PART']);
    expect((await join('second@chaoxi', 2)).request).toEqual({ state: 'ASSIGNED', version: 3 });

    const [one, two] = (await visitsOf(request.id)) as [VisitIds, VisitIds];
    const stateAfter = async (name: string, input: object, caller = dispatcher) =>
      (await caller.does(name, input, 'visit { request { state } }')).visit.request.state;
    const times = { at: new Date(Date.now() - hour).toISOString() };
    expect(await stateAfter('checkIn', { visitId: one.id, ...times })).toBe('IN_PROGRESS');
    expect(await stateAfter('checkOut', { visitId: one.id }, leader)).toBe('IN_PROGRESS');
    expect(await stateAfter('checkIn', { visitId: two.id, ...times })).toBe('IN_PROGRESS');
    expect(await stateAfter('checkOut', { visitId: two.id }, leader)).toBe(
      'AWAITING_CERTIFICATION',
    );
    const certify = async (visitId: string, expectedVersion: number) =>
      stateAfter('certifyVisit', { idempotencyKey: newKey(), visitId, expectedVersion });
    expect(await certify(one.id, 7)).toBe('AWAITING_CERTIFICATION');
    expect(await held()).toBe(before + 100);
    expect(await certify(two.id, 8)).toBe('CERTIFIED');
    expect(await held()).toBe(before);
    expect(
      await platform.sql('select coins_paid from visit where id = any ($1)', [
        [one.uuid, two.uuid],
      ]),
    ).toEqual([{ coins_paid: '100' }, { coins_paid: '100' }]);
  });

  test('come as a team, all or none, and several teams share a visit', async () => {
    const request = await opened({
      volunteersNeeded: 3,
      teamIds: [teamId('haoyiya'), teamId('qingman')],
    });
    const asTeam = (team: string, personas: string[], expectedVersion = 1) => ({
      requestId: request.id,
      teamId: teamId(team),
      volunteerIds: personas.map(volunteerId),
      expectedVersion,
    });
    expect(
      await leader.refusalCodes(
        'acceptServiceRequestAsTeam',
        asTeam('qingman', ['volunteer@xinxian']),
      ),
    ).toEqual(['NOT_ALLOWED']);
    expect(
      await leader.refusalCodes(
        'acceptServiceRequestAsTeam',
        asTeam('haoyiya', ['volunteer@chaoxi', 'unvetted@chaoxi']),
      ),
    ).toEqual(['VOLUNTEER_NOT_VETTED']);
    expect(await visitsOf(request.id)).toEqual([]);
    const two = asTeam('haoyiya', ['volunteer@chaoxi', 'second@chaoxi']);
    await leader.does('acceptServiceRequestAsTeam', two, 'request { state }');
    const other = await platform.as('leader@xinxian');
    expect(
      await other.refusalCodes(
        'acceptServiceRequestAsTeam',
        asTeam('qingman', ['volunteer@xinxian', 'both@xinxian'], 2),
      ),
    ).toEqual(['TOO_MANY_VOLUNTEERS']);
    const { request: full } = await other.does(
      'acceptServiceRequestAsTeam',
      asTeam('qingman', ['volunteer@xinxian'], 2),
      'request { state teamsAsked { name } visits { state } }',
    );
    expect(full).toMatchObject({ state: 'ASSIGNED', teamsAsked: [{}, {}], visits: [{}, {}, {}] });
    const { request: short } = await other.does(
      'withdrawFromServiceRequest',
      {
        requestId: request.id,
        volunteerId: volunteerId('volunteer@xinxian'),
        expectedVersion: 3,
        reason: '有事',
      },
      'request { state }',
    );
    expect(short.state).toBe('OPEN');
    expect(
      await dispatcher.refusalCodes('withdrawFromServiceRequest', {
        requestId: request.id,
        expectedVersion: 4,
        reason: '-',
      }),
    ).toEqual(['VOLUNTEER_NEEDED']);
  });
});

describe('a request changes', () => {
  test('in length and in number, and the held coins follow', async () => {
    const before = await held();
    const request = await opened();
    const change = {
      requestId: request.id,
      expectedVersion: 1,
      reason: '想多聊一会儿',
      minutesExpected: 90,
    };
    const { request: longer } = await dispatcher.does(
      'changeServiceRequest',
      { ...change, volunteersNeeded: 2, note: '带报纸' },
      'request { version coinsHeld note minutesExpected history { event fields reason } }',
    );
    expect(longer).toMatchObject({
      version: 2,
      coinsHeld: '3.00',
      note: '带报纸',
      minutesExpected: 90,
    });
    expect(longer.history[1]).toEqual({
      event: 'RequestChanged',
      fields: ['note', 'minutesExpected', 'volunteersNeeded'],
      reason: '想多聊一会儿',
    });
    expect(await held()).toBe(before + 300);
    await leader.does(
      'acceptServiceRequest',
      { requestId: request.id, volunteerId: volunteerId('volunteer@chaoxi'), expectedVersion: 2 },
      'request { id }',
    );
    const { request: fewer } = await dispatcher.does(
      'changeServiceRequest',
      { requestId: request.id, expectedVersion: 3, reason: '一人就够', volunteersNeeded: 1 },
      'request { state coinsHeld }',
    );
    expect(fewer).toEqual({ state: 'ASSIGNED', coinsHeld: '1.50' });
    await dispatcher.does(
      'cancelServiceRequest',
      { requestId: request.id, expectedVersion: 4, reason: '改天' },
      'request { id }',
    );
    expect(await held()).toBe(before);
  });

  test('in time, with the volunteer or without', async () => {
    const request = await opened();
    await leader.does(
      'acceptServiceRequest',
      { requestId: request.id, volunteerId: volunteerId('volunteer@chaoxi'), expectedVersion: 1 },
      'request { id }',
    );
    const move = { requestId: request.id, reason: '要去医院' };
    const { request: moved } = await dispatcher.does(
      'rescheduleServiceRequest',
      { ...move, expectedVersion: 2, windows: [{ from: at(50), to: at(52) }] },
      'request { state requestedFrom windows { from to } visits { plannedFrom plannedTo } }',
    );
    expect(moved).toMatchObject({
      state: 'ASSIGNED',
      requestedFrom: at(50),
      windows: [{}],
      visits: [{ plannedFrom: at(50), plannedTo: at(51) }],
    });
    const { request: released } = await dispatcher.does(
      'rescheduleServiceRequest',
      {
        ...move,
        expectedVersion: 3,
        windows: [{ from: at(60), to: at(62) }],
        releasesVolunteers: true,
      },
      'request { state visits { state } }',
    );
    expect(released).toEqual({ state: 'OPEN', visits: [{ state: 'WITHDRAWN' }] });
  });

  test('no more once somebody has come', async () => {
    const request = await opened();
    await leader.does(
      'acceptServiceRequest',
      { requestId: request.id, volunteerId: volunteerId('volunteer@chaoxi'), expectedVersion: 1 },
      'request { id }',
    );
    await dispatcher.does(
      'checkIn',
      { visitId: (await visitsOf(request.id))[0]!.id },
      'visit { id }',
    );
    const change = { requestId: request.id, expectedVersion: 3, reason: '-', note: '-' };
    expect(await dispatcher.refusalCodes('changeServiceRequest', change)).toEqual([
      'REQUEST_NOT_CHANGEABLE',
    ]);
  });

  test('windows that make no sense are refused, each with its reason', async () => {
    const codes = (more: object) =>
      dispatcher.refusalCodes('openServiceRequest', requestInput(more));
    expect(await codes({ requestedTo: at(24 + 33 * 24) })).toEqual(['TIME_WINDOW_TOO_LONG']);
    expect(await codes({ windows: [{ from: at(20), to: at(25) }] })).toEqual([
      'TIME_WINDOW_OUTSIDE',
    ]);
    expect(await codes({ windows: [{ from: at(25), to: at(24) }] })).toEqual([
      'TIME_WINDOW_INVALID',
    ]);
    expect(await codes({ windows: [{ from: at(24), to: at(25) }], minutesExpected: 90 })).toEqual([
      'TIME_WINDOW_TOO_SHORT',
    ]);
    expect(await codes({ latitude: 39.9 })).toEqual(['PLACE_INCOMPLETE']);
  });
});

describe('pairings', () => {
  test('the usual volunteer is offered a request first, the dispatcher may give it to anybody', async () => {
    const elderId = encodeId('elder', platform.fixtures.elders['elder@xinxian'] ?? '');
    const pair = { elderId, volunteerId: volunteerId('volunteer@chaoxi') };
    expect(await leader.refusalCodes('pairVolunteer', pair)).toEqual(['NOT_ALLOWED']);
    const { pairing } = await dispatcher.does(
      'pairVolunteer',
      pair,
      'pairing { id elder { displayName } endedAt }',
    );
    expect(pairing).toMatchObject({ elder: { displayName: '芦奶奶' }, endedAt: null });
    expect(await dispatcher.refusalCodes('pairVolunteer', pair)).toEqual(['ALREADY_PAIRED']);

    const request = await opened();
    expect(request.audience).toBe('PAIR');
    const take = (persona: string) => ({
      requestId: request.id,
      volunteerId: volunteerId(persona),
      expectedVersion: 1,
    });
    expect(await leader.refusalCodes('acceptServiceRequest', take('second@chaoxi'))).toEqual([
      'OFFERED_TO_OTHERS_FIRST',
    ]);
    expect((await opened({ urgency: 'URGENT' })).audience).toBe('COMMUNITY');
    expect(await dispatcher.refusalCodes('assignServiceRequest', take('second@chaoxi'))).toEqual(
      [],
    );
    const paired = await opened();
    const volunteer = await platform.as('volunteer@chaoxi');
    expect(
      await volunteer.refusalCodes('acceptServiceRequest', {
        ...take('volunteer@chaoxi'),
        requestId: paired.id,
      }),
    ).toEqual([]);
    await volunteer.does(
      'endPairing',
      { pairingId: pairing.id, reason: '搬家' },
      'pairing { endedAt endReason }',
    );
    expect(
      await volunteer.refusalCodes('endPairing', { pairingId: pairing.id, reason: '-' }),
    ).toEqual(['PAIRING_ENDED']);
    expect((await opened()).audience).toBe('COMMUNITY');
  });
});

interface VisitIds {
  id: string;
  uuid: string;
}

async function visitsOf(requestId: string): Promise<VisitIds[]> {
  const { serviceRequest } = await dispatcher.ask(
    'query ($id: ID!) { serviceRequest(id: $id) { visits { id } } }',
    {
      id: requestId,
    },
  );
  const rows = await platform.sql<{ id: string }>('select id from visit');
  const uuids = new Map(rows.map(({ id }) => [encodeId('visit', id), id]));
  return serviceRequest.visits.map(({ id }: { id: string }) => ({ id, uuid: uuids.get(id) }));
}
