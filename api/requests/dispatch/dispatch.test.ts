import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Actor } from '../../testing/scenario/actor.ts';
import { type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';
import type { Input } from '../../testing/scenario/fixture-ids.ts';
import { fullHourIn, inHours } from '../../testing/scenario/times.ts';
import { Scenario } from '../../testing/scenario/scenario.ts';

let platform: TestPlatform;
let scenario: Scenario;
let dispatcher: Actor;
let leader: Actor;
let admin: Actor;

beforeAll(async () => {
  platform = await startTestPlatform();
  scenario = await Scenario.begin(platform);
  dispatcher = await scenario.actor('dispatcher@xinxian');
  leader = await scenario.actor('leader@chaoxi');
  admin = await scenario.actor('admin@sicheng');
  await platform.sql(
    'update coin_account set posted = 1000000 where available_min = 0 and posted > 0',
  );
});
afterAll(() => platform.close());

/** Opens a request for tomorrow. */
async function opened(more: Input = {}, caller = dispatcher, fields?: string) {
  const times = { requestedFrom: fullHourIn(24), requestedTo: fullHourIn(27) };
  return caller.opens({ ...times, ...more }, fields);
}

async function held(): Promise<number> {
  return (await scenario.coinsOf('elder@xinxian')).held;
}

describe('the catalogue of a foundation', () => {
  test('the catalogue starts from common templates, in the language of the caller', async () => {
    const query =
      '{ serviceKindTemplates { code name riskNotes qualificationCodes volunteersNeeded coinsPerHour } }';
    const { serviceKindTemplates } = await admin.query(query);
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

  test('only the administrator adopts, adjusts, retires and resumes a service kind', async () => {
    const selection =
      'kind { id code name coinsPerHour isOffered placeKind version templateCode retiredAt }';
    const adopt = { templateCode: 'haircut', coinsPerHour: '2.00' };
    await expect(dispatcher.tryMutate('adoptServiceKind', adopt)).toBeRefused('NOT_ALLOWED');
    const { kind } = await admin.mutate('adoptServiceKind', adopt, selection);
    expect(kind).toMatchObject({
      code: 'haircut',
      name: 'Haircut',
      coinsPerHour: '2.00',
      placeKind: 'HOME',
      version: 1,
    });
    await expect(admin.tryMutate('adoptServiceKind', adopt)).toBeRefused('KIND_CODE_TAKEN');
    await expect(admin.tryMutate('adoptServiceKind', { templateCode: 'nonsense' })).toBeRefused(
      'NO_SUCH_TEMPLATE',
    );
    await expect(
      admin.tryMutate('adoptServiceKind', { templateCode: 'repair', coinsPerHour: '-1' }),
    ).toBeRefused('RATE_NEGATIVE');
    const adjusted = await admin.mutate(
      'adjustServiceKind',
      { kindId: kind.id, expectedVersion: 1, name: '理发', riskNotes: '工具消毒' },
      selection,
    );
    expect(adjusted.kind).toMatchObject({ name: '理发', coinsPerHour: '2.00', version: 2 });
    await expect(
      admin.tryMutate('adjustServiceKind', {
        kindId: kind.id,
        expectedVersion: 1,
        name: 'x',
      }),
    ).toBeRefused('VERSION_CONFLICT');
    await admin.mutate(
      'retireServiceKind',
      { kindId: kind.id, expectedVersion: 2, reason: '没有理发师' },
      selection,
    );
    await expect(opened({ kindId: kind.id })).toBeRefused('KIND_NOT_OFFERED');
    const again = await admin.mutate(
      'resumeServiceKind',
      { kindId: kind.id, expectedVersion: 3 },
      selection,
    );
    expect(again.kind).toMatchObject({ isOffered: true, retiredAt: null, version: 4 });
  });

  test('the administrator adds service kinds that no template has, if they are complete', async () => {
    const own = {
      code: 'pet_care',
      name: '照看宠物',
      category: 'DAILY_LIFE',
      minutesDefault: 30,
      coinsPerHour: '0.80',
    };
    await expect(admin.tryMutate('addServiceKind', { ...own, coinsPerHour: null })).toBeRefused(
      'KIND_INCOMPLETE',
    );
    await expect(admin.tryMutate('addServiceKind', { ...own, code: 'Pet care' })).toBeRefused(
      'KIND_CODE_INVALID',
    );
    await admin.mutate('addServiceKind', own);
  });

  test('a new price does not change requests that are open already', async () => {
    const { kind } = await admin.mutate(
      'adoptServiceKind',
      { templateCode: 'outing' },
      'kind { id version }',
    );
    const request = await opened({ kindId: kind.id, minutesExpected: 60 });
    await admin.mutate(
      'adjustServiceKind',
      { kindId: kind.id, expectedVersion: 1, coinsPerHour: '9.00' },
      'kind { id }',
    );
    const { visits } = await dispatcher.assigns(request);
    await dispatcher.checksIn(visits[0], { at: inHours(-1) });
    const volunteer = await scenario.actor('volunteer@chaoxi');
    await volunteer.checksOut(visits[0], { at: inHours(0) });
    const visit = await dispatcher.certifies(visits[0]);
    expect(visit.coinsPaid).toBe('1.00');
  });
});

describe('the policy has some requests reviewed first', () => {
  test('only the dispatcher sees a request of a volunteer in review, and approves it', async () => {
    const volunteer = await scenario.actor('volunteer@chaoxi');
    const request = await opened({}, volunteer);
    expect(request.state).toBe('IN_REVIEW');
    const see = async (persona: string) =>
      (await scenario.actor(persona)).seesRequest(request, 'state source');
    expect(await see('volunteer@chaoxi')).toEqual({ state: 'IN_REVIEW', source: 'VOLUNTEER' });
    expect(await see('dispatcher@xinxian')).toEqual({ state: 'IN_REVIEW', source: 'VOLUNTEER' });
    for (const other of ['second@chaoxi', 'leader@chaoxi', 'dispatcher@chaoxi'])
      expect(await see(other)).toBeNull();
    await expect(volunteer.approves(request)).toBeRefused('NOT_ALLOWED');
    const approved = await dispatcher.approves(request, {}, 'state publishedAt history { event }');
    expect(approved.state).toBe('OPEN');
    expect(approved.publishedAt).not.toBeNull();
    expect(approved.history.map((each: { event: string }) => each.event)).toEqual([
      'REQUEST_OPENED',
      'REQUEST_PUBLISHED',
    ]);
    expect(await see('second@chaoxi')).toEqual({ state: 'OPEN', source: 'VOLUNTEER' });
    await expect(dispatcher.approves(request)).toBeRefused('REQUEST_NOT_IN_REVIEW');
  });

  test('the dispatcher rejects a request with a reason, and the coins go back', async () => {
    const before = await held();
    const request = await opened({}, await scenario.actor('volunteer@chaoxi'));
    expect(await held()).toBe(before + 100);
    const rejected = await dispatcher.rejects(request, '老人没有提出', 'state history { reason }');
    expect(rejected).toMatchObject({
      state: 'CANCELLED',
      history: [{ reason: null }, { reason: '老人没有提出' }],
    });
    expect(await held()).toBe(before);
  });

  test('a request of the elder or the family needs no review', async () => {
    for (const [persona, source] of [
      ['elder@xinxian', 'ELDER'],
      ['family@xinxian', 'FAMILY_MEMBER'],
    ] as const) {
      const request = await opened({}, await scenario.actor(persona), 'state source');
      expect(request).toEqual({ state: 'OPEN', source });
    }
  });

  test('a volunteer of another community opens no request', async () => {
    const volunteer = await scenario.actor('volunteer@xinxian');
    await expect(opened({ elder: 'elder@dafangjia' }, volunteer)).toBeRefused('NOT_FOUND');
  });
});

describe('sensitive notes', () => {
  const readBy = async (persona: string, id: string) => {
    const reader = await scenario.actor(persona);
    return (await reader.seesRequest(id, 'note hasSensitiveNote sensitiveNote')).sensitiveNote;
  };

  test('only assigned volunteers, their leader, the dispatcher, the elder and the family read a sensitive note', async () => {
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

    await leader.accepts(request, 'volunteer@chaoxi');
    const reading = ['volunteer@chaoxi', 'leader@chaoxi'];
    for (const persona of everybody)
      expect([persona, await readBy(persona, request.id)]).toEqual([
        persona,
        reading.includes(persona) ? '有癫痫史' : null,
      ]);
    await leader.withdraws(request, { reason: '生病' });
    for (const persona of everybody)
      expect([persona, await readBy(persona, request.id)]).toEqual([persona, null]);
    // The elder reads the disclosures; nobody reads the note in the table.
    const { disclosures } = await (
      await scenario.actor('elder@xinxian')
    ).query(
      'query ($id: ID!) { disclosures(first: 10, filter: { personId: $id }) { nodes { accountName purpose fields } } }',
      { id: scenario.id.person('elder@xinxian') },
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

  test('an export of personal data shows sensitive notes in clear text', async () => {
    const request = await opened({ sensitiveNote: '以前的备注' });
    expect(await readBy('dispatcher@xinxian', request.id)).toBe('以前的备注');
    const { document } = await (
      await scenario.actor('admin@sicheng')
    ).mutate('exportPersonalData', { person: 'elder@xinxian', reason: '本人要求' }, 'document');
    expect(
      JSON.parse(document).tables.request_note.map((note: { text: string }) => note.text),
    ).toContain('以前的备注');
  });
});

describe('several volunteers', () => {
  test('each volunteer has a hold and is paid', async () => {
    const before = await held();
    const request = await opened({ volunteersNeeded: 2 });
    expect(request.coinsHeld).toBe('2.00');
    expect(await held()).toBe(before + 200);
    expect(await leader.accepts(request, 'volunteer@chaoxi', { expectedVersion: 1 })).toMatchObject(
      { state: 'OPEN', version: 2 },
    );
    await expect(leader.accepts(request, 'volunteer@chaoxi')).toBeRefused('ALREADY_TAKES_PART');
    const full = await leader.accepts(request, 'second@chaoxi', { expectedVersion: 2 });
    expect(full).toMatchObject({ state: 'ASSIGNED', version: 3 });

    const [one, two] = full.visits;
    const becomes = (state: string, version: number) => ({ request: { state, version } });
    const anHourAgo = { at: inHours(-1) };
    expect(await dispatcher.checksIn(one, anHourAgo)).toMatchObject(becomes('IN_PROGRESS', 4));
    expect(await leader.checksOut(one)).toMatchObject(becomes('IN_PROGRESS', 5));
    expect(await dispatcher.checksIn(two, anHourAgo)).toMatchObject(becomes('IN_PROGRESS', 6));
    expect(await leader.checksOut(two)).toMatchObject(becomes('AWAITING_CERTIFICATION', 7));
    expect(await dispatcher.certifies(one)).toMatchObject({
      ...becomes('AWAITING_CERTIFICATION', 8),
      coinsPaid: '1.00',
    });
    expect(await held()).toBe(before + 100);
    expect(await dispatcher.certifies(two)).toMatchObject({
      ...becomes('CERTIFIED', 9),
      coinsPaid: '1.00',
    });
    expect(await held()).toBe(before);
  });

  test('a team accepts with all named volunteers or none, and several teams share a visit', async () => {
    const request = await opened({ volunteersNeeded: 3, teams: ['haoyiya', 'qingman'] });
    await expect(leader.acceptsAsTeam(request, 'qingman', ['volunteer@xinxian'])).toBeRefused(
      'NOT_ALLOWED',
    );
    await expect(
      leader.acceptsAsTeam(request, 'haoyiya', ['volunteer@chaoxi', 'unvetted@chaoxi']),
    ).toBeRefused('VOLUNTEER_NOT_VETTED');
    expect((await dispatcher.seesRequest(request)).visits).toEqual([]);
    await leader.acceptsAsTeam(request, 'haoyiya', ['volunteer@chaoxi', 'second@chaoxi']);
    const other = await scenario.actor('leader@xinxian');
    await expect(
      other.acceptsAsTeam(request, 'qingman', ['volunteer@xinxian', 'both@xinxian']),
    ).toBeRefused('TOO_MANY_VOLUNTEERS');
    const full = await other.acceptsAsTeam(
      request,
      'qingman',
      ['volunteer@xinxian'],
      {},
      'state teamsAsked { name } visits { state }',
    );
    expect(full).toMatchObject({ state: 'ASSIGNED', teamsAsked: [{}, {}], visits: [{}, {}, {}] });
    const short = await other.withdraws(request, {
      volunteer: 'volunteer@xinxian',
      reason: '有事',
    });
    expect(short.state).toBe('OPEN');
    await expect(dispatcher.withdraws(request, { reason: '-' })).toBeRefused('VOLUNTEER_NEEDED');
  });
});

describe('a request changes', () => {
  test('the held coins follow a new duration and number of volunteers', async () => {
    const before = await held();
    const request = await opened();
    const change = { minutesExpected: 90, volunteersNeeded: 2, note: '带报纸' };
    const longer = await dispatcher.changes(
      request,
      { ...change, reason: '想多聊一会儿' },
      'version coinsHeld note minutesExpected history { event fields reason }',
    );
    expect(longer).toMatchObject({
      version: 2,
      coinsHeld: '3.00',
      note: '带报纸',
      minutesExpected: 90,
    });
    expect(longer.history[1]).toEqual({
      event: 'REQUEST_CHANGED',
      fields: ['note', 'minutesExpected', 'volunteersNeeded'],
      reason: '想多聊一会儿',
    });
    expect(await held()).toBe(before + 300);
    await leader.accepts(request, 'volunteer@chaoxi');
    const fewer = await dispatcher.changes(
      request,
      { reason: '一人就够', volunteersNeeded: 1 },
      'state coinsHeld',
    );
    expect(fewer).toEqual({ state: 'ASSIGNED', coinsHeld: '1.50' });
    await dispatcher.cancels(request, { reason: '改天' });
    expect(await held()).toBe(before);
  });

  test('a longer duration keeps a visit in its window, and is judged against the other visits of the volunteer', async () => {
    const request = await opened();
    await dispatcher.assigns(request, 'volunteer@chaoxi', { begin: fullHourIn(26) });
    const longer = await dispatcher.changes(request, { minutesExpected: 120 });
    expect(longer.visits).toMatchObject([
      { plannedFrom: fullHourIn(24), plannedTo: fullHourIn(26) },
    ]);
    const next = await opened({ requestedFrom: fullHourIn(27), requestedTo: fullHourIn(28) });
    await dispatcher.assigns(next, 'volunteer@chaoxi');
    await dispatcher.reschedules(request, fullHourIn(25), fullHourIn(29));
    const overlapping = await dispatcher.changes(request, { minutesExpected: 180 });
    expect(overlapping.visits).toMatchObject([
      { plannedTo: fullHourIn(28), flags: ['DOUBLE_BOOKED'] },
    ]);
    await dispatcher.cancels(request);
    await dispatcher.cancels(next);
  });

  test('a request moves to another time, with the volunteer or without', async () => {
    const request = await opened();
    await leader.accepts(request, 'volunteer@chaoxi');
    const moved = await dispatcher.reschedules(
      request,
      fullHourIn(50),
      fullHourIn(52),
      {},
      'state requestedFrom windows { from to } visits { plannedFrom plannedTo }',
    );
    expect(moved).toMatchObject({
      state: 'ASSIGNED',
      requestedFrom: fullHourIn(50),
      windows: [{}],
      visits: [{ plannedFrom: fullHourIn(50), plannedTo: fullHourIn(51) }],
    });
    const released = await dispatcher.reschedules(request, fullHourIn(60), fullHourIn(62), {
      releasesVolunteers: true,
    });
    expect(released).toMatchObject({ state: 'OPEN', visits: [{ state: 'WITHDRAWN' }] });
  });

  test('a request does not change once a volunteer has checked in', async () => {
    const request = await opened();
    const { visits } = await leader.accepts(request, 'volunteer@chaoxi');
    await dispatcher.checksIn(visits[0]);
    await expect(dispatcher.changes(request, { note: '-' })).toBeRefused('REQUEST_NOT_CHANGEABLE');
  });

  test('an impossible time window is refused with its reason', async () => {
    await expect(opened({ requestedTo: fullHourIn(24 + 33 * 24) })).toBeRefused(
      'TIME_WINDOW_TOO_LONG',
    );
    await expect(opened({ windows: [{ from: fullHourIn(20), to: fullHourIn(25) }] })).toBeRefused(
      'TIME_WINDOW_OUTSIDE',
    );
    await expect(opened({ windows: [{ from: fullHourIn(25), to: fullHourIn(24) }] })).toBeRefused(
      'TIME_WINDOW_INVALID',
    );
    await expect(
      opened({ windows: [{ from: fullHourIn(24), to: fullHourIn(25) }], minutesExpected: 90 }),
    ).toBeRefused('TIME_WINDOW_TOO_SHORT');
    await expect(opened({ latitude: 39.9 })).toBeRefused('PLACE_INCOMPLETE');
  });
});

describe('pairings', () => {
  test('the paired volunteer is offered a request first, and the dispatcher may assign another one', async () => {
    await expect(leader.pairs('volunteer@chaoxi')).toBeRefused('NOT_ALLOWED');
    const pairing = await dispatcher.pairs('volunteer@chaoxi');
    expect(pairing).toMatchObject({ elder: { displayName: '芦奶奶' }, endedAt: null });
    await expect(dispatcher.pairs('volunteer@chaoxi')).toBeRefused('ALREADY_PAIRED');

    const request = await opened();
    expect(request.audience).toBe('PAIR');
    await expect(leader.accepts(request, 'second@chaoxi')).toBeRefused('OFFERED_TO_OTHERS_FIRST');
    expect((await opened({ urgency: 'URGENT' })).audience).toBe('COMMUNITY');
    await dispatcher.assigns(request, 'second@chaoxi');
    const paired = await opened();
    const volunteer = await scenario.actor('volunteer@chaoxi');
    await volunteer.accepts(paired);
    await volunteer.mutate(
      'endPairing',
      { pairingId: pairing.id, reason: '搬家' },
      'pairing { endedAt endReason }',
    );
    await expect(
      volunteer.tryMutate('endPairing', { pairingId: pairing.id, reason: '-' }),
    ).toBeRefused('PAIRING_ENDED');
    expect((await opened()).audience).toBe('COMMUNITY');
  });
});
