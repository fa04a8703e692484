import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { encodeId } from '../../schema/ids.ts';
import type { Actor, Reference } from '../testing/scenario/actor.ts';
import type { Input } from '../testing/scenario/fixture-ids.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../testing/test-platform.ts';
import { Scenario } from '../testing/scenario/scenario.ts';
import { inMinutes } from '../testing/scenario/times.ts';

let platform: TestPlatform;
let scenario: Scenario;
let dispatcher: Actor;
let leader: Actor;
let volunteer: Actor;

beforeAll(async () => {
  platform = await startTestPlatform();
  scenario = await Scenario.begin(platform);
  dispatcher = await scenario.actor('dispatcher@xinxian');
  leader = await scenario.actor('leader@chaoxi');
  volunteer = await scenario.actor('volunteer@chaoxi');
});
afterAll(() => platform.close());

const requestFields =
  'id state version coinsHeld minutesExpected note channel elder { displayName } community { name }';

describe('from a request to certified hours', () => {
  test('an elder without a smartphone is visited, and hours and coins follow', async () => {
    const before = await scenario.coinsOf('elder@xinxian');
    const opened = await openedByPhone({ note: '想聊聊天 👵🏻 𠮷' }, requestFields);
    expect(opened).toMatchObject({
      state: 'OPEN',
      version: 1,
      coinsHeld: '1.00',
      minutesExpected: 60,
      channel: 'PHONE',
      note: '想聊聊天 👵🏻 𠮷',
      elder: { displayName: '芦奶奶' },
      community: { name: '新鲜社区' },
    });
    expect(await scenario.coinsOf('elder@xinxian')).toEqual({ posted: before.posted, held: 100 });

    const request = await leader.accepts(opened, 'volunteer@chaoxi');
    expect(request).toMatchObject({ state: 'ASSIGNED', version: 2 });
    const visitId = request.visits[0].id;

    const now = Date.now();
    const at = (minutesAgo: number) => new Date(now - minutesAgo * 60_000).toISOString();
    await volunteer.checksIn(visitId, { at: at(45) });
    await volunteer.checksOut(visitId, { at: at(0), note: '聊了很久' });
    const certify = { idempotencyKey: newKey(), visitId, expectedVersion: 4 };
    const selection =
      'visit { id state minutesCertified coinsPaid request { state version history { toState actorName channel } } volunteer { minutesCertified coinAccount { posted } } }';
    const certified = await dispatcher.mutate('certifyVisit', certify, selection);
    expect(certified.visit).toMatchObject({
      state: 'CERTIFIED',
      minutesCertified: 45,
      coinsPaid: '0.75',
    });
    expect(certified.visit.request).toMatchObject({ state: 'CERTIFIED', version: 5 });
    expect(
      certified.visit.request.history.map((change: { toState: string }) => change.toState),
    ).toEqual(['OPEN', 'ASSIGNED', 'IN_PROGRESS', 'AWAITING_CERTIFICATION', 'CERTIFIED']);
    expect(await scenario.coinsOf('elder@xinxian')).toEqual({
      posted: before.posted - 75,
      held: 0,
    });
    expect(await scenario.coinsOf('volunteer@chaoxi')).toEqual({ posted: 75, held: 0 });

    // A repeated call gives the same answer and pays nothing twice.
    const again = await dispatcher.mutate('certifyVisit', certify, 'visit { id state }');
    expect(again.visit).toEqual({ id: visitId, state: 'CERTIFIED' });
    expect(await scenario.coinsOf('volunteer@chaoxi')).toEqual({ posted: 75, held: 0 });
    expect(await platform.sql('select minutes from hours_record')).toEqual([{ minutes: 45 }]);

    // An administrator reads the visits themselves; figures of a single elder are not shown.
    const admin = await scenario.actor('admin@sicheng');
    const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    const tomorrow = new Date(Date.now() + 32 * 3_600_000).toISOString().slice(0, 10);
    const yesterday = new Date(Date.now() - 16 * 3_600_000).toISOString().slice(0, 10);
    const { impact } = await admin.query(
      `{ impact(from: "${yesterday}", to: "${tomorrow}") { visitsCertified eldersServed minutesCertified communities { community { name } visitsCertified minutesCertified coinsPaid } } }`,
    );
    expect(today <= tomorrow).toBe(true);
    expect(impact).toMatchObject({ visitsCertified: 1, eldersServed: 1, minutesCertified: 45 });
    expect(impact.communities).toEqual([
      {
        community: { name: '新鲜社区' },
        visitsCertified: 1,
        minutesCertified: 45,
        coinsPaid: '0.75',
      },
      {
        community: { name: '朝西社区' },
        visitsCertified: 0,
        minutesCertified: 0,
        coinsPaid: '0.00',
      },
      {
        community: { name: '大方家社区' },
        visitsCertified: 0,
        minutesCertified: 0,
        coinsPaid: '0.00',
      },
    ]);
  });

  test('a longer visit counts in full as hours and is paid up to what was held', async () => {
    const visit = await carriedOut(await openedByPhone(), 95);
    expect(await dispatcher.certifies(visit)).toMatchObject({
      minutesCertified: 95,
      coinsPaid: '1.00',
    });
  });

  test('a cancelled request gives the coins back', async () => {
    const before = await scenario.coinsOf('elder@xinxian');
    const request = await openedByPhone();
    expect((await dispatcher.cancels(request)).state).toBe('CANCELLED');
    expect(await scenario.coinsOf('elder@xinxian')).toEqual(before);
  });

  test('a volunteer who withdraws leaves the request open for another one', async () => {
    const request = await openedByPhone();
    await leader.accepts(request, 'volunteer@chaoxi');
    expect(await volunteer.withdraws(request, { reason: '生病了' })).toMatchObject({
      state: 'OPEN',
      visits: [{ state: 'WITHDRAWN' }],
    });
    expect((await leader.accepts(request, 'second@chaoxi')).state).toBe('ASSIGNED');
  });
});

describe('a refused mutation changes nothing', () => {
  test('an elder without coins opens no request', async () => {
    const before = await snapshot();
    const poor = dispatcher.requestInput({ elder: 'poor@xinxian' });
    const refused = await dispatcher.tryMutate('openServiceRequest', poor, 'request { id }');
    expect(refused.request).toBeNull();
    expect(refused.errors).toMatchObject([{ code: 'INSUFFICIENT_COINS' }]);
    expect(await snapshot()).toEqual(before);
  });

  test('a second volunteer cannot accept a request that is taken', async () => {
    const request = await openedByPhone();
    await leader.accepts(request, 'volunteer@chaoxi');
    const before = await snapshot();
    await expect(leader.accepts(request, 'second@chaoxi', { expectedVersion: 1 })).toBeRefused(
      'REQUEST_NOT_OPEN',
    );
    expect(await snapshot()).toEqual(before);
  });

  test('a volunteer who is also a dispatcher cannot certify her own visit', async () => {
    const both = await scenario.actor('both@xinxian');
    const { visits } = await dispatcher.assigns(await openedByPhone(), 'both@xinxian');
    const visit = await both.carriesOut(visits[0], { minutes: 30 });
    const before = await snapshot();
    await expect(both.certifies(visit)).toBeRefused('NOT_ALLOWED');
    expect(await snapshot()).toEqual(before);
    await dispatcher.certifies(visit);
  });

  test('a caller with a stale version learns the current one', async () => {
    const request = await openedByPhone();
    await leader.accepts(request, 'volunteer@chaoxi');
    const before = await snapshot();
    const refused = await dispatcher.tryMutate('cancelServiceRequest', {
      requestId: request.id,
      expectedVersion: 1,
      reason: '-',
    });
    expect(refused.errors[0]).toMatchObject({
      code: 'VERSION_CONFLICT',
      params: [{ name: 'currentVersion', value: '2' }],
    });
    expect(await snapshot()).toEqual(before);
  });

  test("somebody else's request answers like a random id", async () => {
    const { id } = await openedByPhone();
    const stranger = await scenario.actor('dispatcher@shiyuan');
    const neighbour = await scenario.actor('dispatcher@dafangjia');
    const random = encodeId('request', '01900000-0000-7000-8000-000000000000');
    for (const caller of [stranger, neighbour]) {
      const cancel = (requestId: string) =>
        caller.tryMutate(
          'cancelServiceRequest',
          { requestId, expectedVersion: 1, reason: '-' },
          'request { id }',
        );
      expect(await cancel(id)).toEqual(await cancel(random));
      expect((await cancel(id)).errors[0]?.code).toBe('NOT_FOUND');
      expect(
        await caller.query(
          'query ($id: ID!) { serviceRequest(id: $id) { id } node(id: $id) { id } }',
          { id },
        ),
      ).toEqual({
        serviceRequest: null,
        node: null,
      });
    }
  });

  test('malformed ids, dates and texts are refused', async () => {
    const before = await snapshot();
    await expect(dispatcher.opens({ elderId: 'elder_xyz' })).toBeRefused(
      'INVALID_ID',
      'input.elderId',
    );
    await expect(
      dispatcher.opens({ elderId: scenario.id.volunteer('volunteer@chaoxi') }),
    ).toBeRefused('INVALID_ID');
    await expect(dispatcher.opens({ note: '长'.repeat(2_001) })).toBeRefused(
      'TEXT_TOO_LONG',
      'input.note',
    );
    await expect(dispatcher.opens({ note: 'a\u0000b' })).toBeRefused('TEXT_HAS_CONTROL_CHARACTERS');
    await expect(dispatcher.opens({ minutesExpected: 0 })).toBeRefused(
      'TOO_SMALL',
      'input.minutesExpected',
    );
    await expect(dispatcher.opens({ requestedTo: inMinutes(-1) })).toBeRefused(
      'TIME_WINDOW_INVALID',
    );
    await expect(dispatcher.opens({ idempotencyKey: '' })).toBeRefused('TEXT_EMPTY');
    for (const [requestedFrom, code] of [
      ['tomorrow', 'DATE_TIME_INVALID'],
      ['2026-02-30T10:00:00Z', 'NO_SUCH_DAY'],
      ['2026-01-01T10:00:00', 'DATE_TIME_INVALID'],
      ['2026-01-01T25:00:00Z', 'DATE_TIME_INVALID'],
      [5, 'DATE_TIME_INVALID'],
    ]) {
      const answer = await dispatcher.send(
        'mutation ($input: OpenServiceRequestInput!) { openServiceRequest(input: $input) { errors { code } } }',
        { input: dispatcher.requestInput({ requestedFrom }) },
      );
      expect(answer.errors?.[0]?.extensions.code).toBe(code);
      expect(answer.status).toBe(400);
    }
    expect(await snapshot()).toEqual(before);
  });

  test('an emoji of several code points at the end of the longest permitted note is kept whole', async () => {
    const note = `${'长'.repeat(1_998)}𠮷👵`;
    expect(await openedByPhone({ note }, 'note')).toEqual({ note });
  });

  test('an idempotency key cannot be used again for another input', async () => {
    const idempotencyKey = newKey();
    await openedByPhone({ idempotencyKey });
    await expect(openedByPhone({ idempotencyKey, note: '另一个' })).toBeRefused(
      'IDEMPOTENCY_KEY_REUSED',
    );
  });

  test('ten calls with one key at the same time open one request', async () => {
    const input = dispatcher.requestInput();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        dispatcher.mutate('openServiceRequest', input, 'request { id }'),
      ),
    );
    expect(new Set(answers.map((answer) => answer.request.id)).size).toBe(1);
  });

  test('a volunteer who is not vetted gets no request', async () => {
    const request = await openedByPhone();
    await expect(leader.accepts(request, 'unvetted@chaoxi')).toBeRefused('VOLUNTEER_NOT_VETTED');
  });

  test('messages come in the language of the caller', async () => {
    const query = `mutation ($input: OpenServiceRequestInput!) { openServiceRequest(input: $input) { errors { message } } }`;
    const answer = await dispatcher.send(
      query,
      { input: dispatcher.requestInput({ elder: 'poor@xinxian' }) },
      { 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8' },
    );
    expect(answer.data.openServiceRequest.errors[0].message).toContain('时间币');
  });
});

describe('a list of requests', () => {
  test('a list costs the same number of statements for one row as for many', async () => {
    for (let index = 0; index < 3; index += 1) await carriedOut(await openedByPhone(), 10);
    const counted = async (first: number) => {
      const { headers, data } = await dispatcher.send(
        `{ serviceRequests(first: ${first}) { nodes { id community { name } elder { displayName coinAccount { available } } kind { name } visits { volunteer { displayName teams { name } } } history { version } } pageInfo { hasNextPage } } }`,
      );
      return {
        statements: headers.get('x-statement-count'),
        rows: data.serviceRequests.nodes.length,
      };
    };
    const one = await counted(1);
    const many = await counted(20);
    expect(many.rows).toBeGreaterThan(one.rows);
    expect(many.statements).toBe(one.statements);
  });

  test('pages show every request once, newest first', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page: {
        serviceRequests: {
          nodes: { id: string }[];
          pageInfo: { hasNextPage: boolean; endCursor: string };
        };
      } = await dispatcher.query(
        'query ($after: String) { serviceRequests(first: 2, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }',
        {
          after,
        },
      );
      seen.push(...page.serviceRequests.nodes.map((node) => node.id));
      after = page.serviceRequests.pageInfo.hasNextPage
        ? page.serviceRequests.pageInfo.endCursor
        : null;
    } while (after);
    const { serviceRequests } = await dispatcher.query(
      '{ serviceRequests(first: 100) { nodes { id } totalCount } }',
    );
    expect(seen).toEqual(serviceRequests.nodes.map((node: { id: string }) => node.id));
    expect(seen.length).toBe(serviceRequests.totalCount);
  });

  test('a page without rows or beyond the limit is refused', async () => {
    for (const [first, code] of [
      [0, 'TOO_SMALL'],
      [-1, 'TOO_SMALL'],
      [101, 'TOO_LARGE'],
    ]) {
      const answer = await dispatcher.send(`{ serviceRequests(first: ${first}) { nodes { id } } }`);
      expect(answer.errors?.[0]?.extensions).toMatchObject({ code, path: ['first'] });
    }
    const answer = await dispatcher.send(
      '{ serviceRequests(first: 5, after: "nonsense") { nodes { id } } }',
    );
    expect(answer.errors?.[0]?.extensions.code).toBe('CURSOR_INVALID');
  });
});

/** Every row that a refused mutation could have touched. */
async function snapshot(): Promise<unknown> {
  return platform.sql(`
    select (select count(*) from service_request) as requests, (select sum(version) from service_request) as versions,
      (select count(*) from request_change) as changes, (select count(*) from visit) as visits, (select count(*) from transfer) as transfers,
      (select count(*) from entry) as entries, (select count(*) from (select id from outbox union select event_id from feed_log) as told) as events, (select count(*) from hours_record) as hours,
      (select count(*) from audit_entry) as audit, (select count(*) from idempotency_record) as keys,
      (select sum(posted * 7 + pending_out * 3 + pending_in) from coin_account) as coins`);
}

/** Opens a request by phone, as a dispatcher does for an elder without a smartphone. */
async function openedByPhone(more: Input = {}, fields?: string) {
  const actingFor = { personId: scenario.id.person('elder@xinxian'), channel: 'PHONE' };
  return dispatcher.opens({ actingFor, ...more }, fields);
}

/** Has a request accepted and carried out; gives the visit. */
async function carriedOut(request: Reference, minutes: number): Promise<Reference> {
  const { visits } = await leader.accepts(request, 'volunteer@chaoxi');
  return volunteer.carriesOut(visits[0], { minutes });
}
