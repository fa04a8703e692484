import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { encodeId } from '../../schema/ids.ts';
import type { Caller } from '../testing/caller.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../testing/test-platform.ts';

let platform: TestPlatform;
let dispatcher: Caller;
let leader: Caller;

beforeAll(async () => {
  platform = await startTestPlatform();
  dispatcher = await platform.as('dispatcher@xinxian');
  leader = await platform.as('leader@chaoxi');
});
afterAll(() => platform.close());

const requestFields =
  'request { id state version coinsHeld minutesExpected note channel elder { displayName } community { name } }';

function requestInput(elder = 'elder@xinxian', more: object = {}): object {
  return {
    idempotencyKey: newKey(),
    allowDuplicate: true,
    elderId: encodeId('elder', platform.fixtures.elders[elder] ?? ''),
    kindId: encodeId('kind', platform.fixtures.kinds['companionship@sicheng'] ?? ''),
    requestedFrom: new Date(Date.now() + 3_600_000).toISOString(),
    requestedTo: new Date(Date.now() + 3 * 3_600_000).toISOString(),
    actingFor: {
      personId: encodeId('person', platform.fixtures.persons[elder] ?? ''),
      channel: 'PHONE',
    },
    ...more,
  };
}

async function openRequest(more: object = {}): Promise<{ id: string; version: number }> {
  return (
    await dispatcher.does('openServiceRequest', requestInput('elder@xinxian', more), requestFields)
  ).request;
}

function volunteerId(persona: string): string {
  return encodeId('volunteer', platform.fixtures.volunteers[persona] ?? '');
}

async function balanceOf(persona: string): Promise<{ posted: string; pendingOut: string }> {
  const [row] = await platform.sql<{ posted: string; pendingOut: string }>(
    'select posted, pending_out as "pendingOut" from coin_account where id = $1',
    [platform.fixtures.coinAccounts[persona]],
  );
  if (!row) throw new Error('no account');
  return row;
}

describe('from a request to certified hours', () => {
  test('an elder without a smartphone is visited, and hours and coins follow', async () => {
    const before = await balanceOf('elder@xinxian');
    const opened = await openRequest({ note: '想聊聊天 👵🏻 𠮷' });
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
    expect(await balanceOf('elder@xinxian')).toEqual({ posted: before.posted, pendingOut: '100' });

    const input = {
      requestId: opened.id,
      volunteerId: volunteerId('volunteer@chaoxi'),
      expectedVersion: 1,
    };
    const { request } = await leader.does(
      'acceptServiceRequest',
      input,
      `request { state version visits { id state } }`,
    );
    expect(request).toMatchObject({ state: 'ASSIGNED', version: 2 });
    const visitId = request.visits[0].id;

    const volunteer = await platform.as('volunteer@chaoxi');
    const now = Date.now();
    const at = (minutesAgo: number) => new Date(now - minutesAgo * 60_000).toISOString();
    await volunteer.does('checkIn', { visitId, at: at(45) }, 'visit { state }');
    await volunteer.does('checkOut', { visitId, at: at(0), note: '聊了很久' }, 'visit { state }');
    const certify = { idempotencyKey: newKey(), visitId, expectedVersion: 4 };
    const selection =
      'visit { id state minutesCertified coinsPaid request { state version history { toState actorName channel } } volunteer { minutesCertified coinAccount { posted } } }';
    const certified = await dispatcher.does('certifyVisit', certify, selection);
    expect(certified.visit).toMatchObject({
      state: 'CERTIFIED',
      minutesCertified: 45,
      coinsPaid: '0.75',
    });
    expect(certified.visit.request).toMatchObject({ state: 'CERTIFIED', version: 5 });
    expect(
      certified.visit.request.history.map((change: { toState: string }) => change.toState),
    ).toEqual(['OPEN', 'ASSIGNED', 'IN_PROGRESS', 'AWAITING_CERTIFICATION', 'CERTIFIED']);
    expect(await balanceOf('elder@xinxian')).toEqual({
      posted: String(Number(before.posted) - 75),
      pendingOut: '0',
    });
    expect(await balanceOf('volunteer@chaoxi')).toEqual({ posted: '75', pendingOut: '0' });

    // A repeated call gives the same answer and pays nothing twice.
    const again = await dispatcher.does('certifyVisit', certify, 'visit { id state }');
    expect(again.visit).toEqual({ id: visitId, state: 'CERTIFIED' });
    expect(await balanceOf('volunteer@chaoxi')).toEqual({ posted: '75', pendingOut: '0' });
    expect(await platform.sql('select minutes from hours_record')).toEqual([{ minutes: 45 }]);

    // An administrator reads the visits themselves; figures of a single elder are not shown.
    const admin = await platform.as('admin@sicheng');
    const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    const tomorrow = new Date(Date.now() + 32 * 3_600_000).toISOString().slice(0, 10);
    const yesterday = new Date(Date.now() - 16 * 3_600_000).toISOString().slice(0, 10);
    const { impact } = await admin.ask(
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
    const { id } = await openRequest();
    const visitId = await visited(id, 95);
    const { visit } = await dispatcher.does(
      'certifyVisit',
      { idempotencyKey: newKey(), visitId, expectedVersion: 4 },
      'visit { minutesCertified coinsPaid }',
    );
    expect(visit).toEqual({ minutesCertified: 95, coinsPaid: '1.00' });
  });

  test('a request that is called off gives the coins back', async () => {
    const before = await balanceOf('elder@xinxian');
    const { id } = await openRequest();
    const { request } = await dispatcher.does(
      'cancelServiceRequest',
      { requestId: id, expectedVersion: 1, reason: '改天再约' },
      'request { state }',
    );
    expect(request.state).toBe('CANCELLED');
    expect(await balanceOf('elder@xinxian')).toEqual(before);
  });

  test('a volunteer who withdraws leaves the request open for another one', async () => {
    const { id } = await openRequest();
    await leader.does(
      'acceptServiceRequest',
      { requestId: id, volunteerId: volunteerId('volunteer@chaoxi'), expectedVersion: 1 },
      'request { state }',
    );
    const volunteer = await platform.as('volunteer@chaoxi');
    const { request } = await volunteer.does(
      'withdrawFromServiceRequest',
      { requestId: id, expectedVersion: 2, reason: '生病了' },
      'request { state visits { state } }',
    );
    expect(request).toEqual({ state: 'OPEN', visits: [{ state: 'WITHDRAWN' }] });
    const second = await leader.does(
      'acceptServiceRequest',
      { requestId: id, volunteerId: volunteerId('second@chaoxi'), expectedVersion: 3 },
      'request { state }',
    );
    expect(second.request.state).toBe('ASSIGNED');
  });
});

describe('refused, and nothing is changed', () => {
  test('no coins', async () => {
    const before = await snapshot();
    const refused = await dispatcher.tries(
      'openServiceRequest',
      requestInput('poor@xinxian'),
      requestFields,
    );
    expect(refused.request).toBeNull();
    expect(refused.errors).toMatchObject([{ code: 'INSUFFICIENT_COINS' }]);
    expect(await snapshot()).toEqual(before);
  });

  test('a second acceptance', async () => {
    const { id } = await openRequest();
    const input = {
      requestId: id,
      volunteerId: volunteerId('volunteer@chaoxi'),
      expectedVersion: 1,
    };
    await leader.does('acceptServiceRequest', input, 'request { id }');
    const before = await snapshot();
    const second = { ...input, volunteerId: volunteerId('second@chaoxi') };
    expect(await leader.refusalCodes('acceptServiceRequest', second)).toEqual(['REQUEST_NOT_OPEN']);
    expect(await snapshot()).toEqual(before);
  });

  test('a performer who certifies, whatever other roles they hold', async () => {
    const { id } = await openRequest();
    const both = await platform.as('both@xinxian');
    await dispatcher.does(
      'assignServiceRequest',
      { requestId: id, volunteerId: volunteerId('both@xinxian'), expectedVersion: 1 },
      'request { id }',
    );
    const visitId = await carryOut(id, 'both@xinxian', 30);
    const before = await snapshot();
    const certify = { idempotencyKey: newKey(), visitId, expectedVersion: 4 };
    expect(await both.refusalCodes('certifyVisit', certify)).toEqual(['NOT_ALLOWED']);
    expect(await snapshot()).toEqual(before);
    expect(
      await dispatcher.refusalCodes('certifyVisit', { ...certify, idempotencyKey: newKey() }),
    ).toEqual([]);
  });

  test('a stale version, told with the current one', async () => {
    const { id } = await openRequest();
    await leader.does(
      'acceptServiceRequest',
      { requestId: id, volunteerId: volunteerId('volunteer@chaoxi'), expectedVersion: 1 },
      'request { id }',
    );
    const before = await snapshot();
    const refused = await dispatcher.tries('cancelServiceRequest', {
      requestId: id,
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
    const { id } = await openRequest();
    const stranger = await platform.as('dispatcher@shiyuan');
    const neighbour = await platform.as('dispatcher@dafangjia');
    const random = encodeId('request', '01900000-0000-7000-8000-000000000000');
    for (const caller of [stranger, neighbour]) {
      const cancel = (requestId: string) =>
        caller.tries(
          'cancelServiceRequest',
          { requestId, expectedVersion: 1, reason: '-' },
          'request { id }',
        );
      expect(await cancel(id)).toEqual(await cancel(random));
      expect((await cancel(id)).errors[0]?.code).toBe('NOT_FOUND');
      expect(
        await caller.ask(
          'query ($id: ID!) { serviceRequest(id: $id) { id } node(id: $id) { id } }',
          { id },
        ),
      ).toEqual({
        serviceRequest: null,
        node: null,
      });
    }
  });

  test('malformed ids, dates and texts', async () => {
    const before = await snapshot();
    const code = async (more: object) =>
      (await dispatcher.tries('openServiceRequest', requestInput('elder@xinxian', more))).errors;
    expect(await code({ elderId: 'elder_xyz' })).toMatchObject([
      { code: 'INVALID_ID', path: ['input', 'elderId'] },
    ]);
    expect(await code({ elderId: volunteerId('volunteer@chaoxi') })).toMatchObject([
      { code: 'INVALID_ID' },
    ]);
    expect(await code({ note: '长'.repeat(2_001) })).toMatchObject([
      { code: 'TEXT_TOO_LONG', path: ['input', 'note'] },
    ]);
    expect(await code({ note: 'a\u0000b' })).toMatchObject([
      { code: 'TEXT_HAS_CONTROL_CHARACTERS' },
    ]);
    expect(await code({ minutesExpected: 0 })).toMatchObject([
      { code: 'INVALID_INPUT', path: ['input', 'minutesExpected'] },
    ]);
    expect(await code({ requestedTo: new Date(Date.now() - 1_000).toISOString() })).toMatchObject([
      { code: 'TIME_WINDOW_INVALID' },
    ]);
    expect(await code({ idempotencyKey: '' })).toMatchObject([{ code: 'TEXT_EMPTY' }]);
    for (const requestedFrom of ['tomorrow', '2026-02-30T10:00:00Z', '2026-01-01T10:00:00', 5]) {
      const answer = await dispatcher.send(
        'mutation ($input: OpenServiceRequestInput!) { openServiceRequest(input: $input) { errors { code } } }',
        {
          input: requestInput('elder@xinxian', { requestedFrom }),
        },
      );
      expect(answer.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
      expect(answer.status).toBe(400);
    }
    expect(await snapshot()).toEqual(before);
  });

  test('an emoji of several code points at the end of what fits is kept whole', async () => {
    const note = `${'长'.repeat(1_998)}𠮷👵`;
    expect(await openRequest({ note })).toMatchObject({ note });
  });

  test('a key that was used for another input', async () => {
    const key = newKey();
    await openRequest({ idempotencyKey: key });
    expect(
      await dispatcher.refusalCodes(
        'openServiceRequest',
        requestInput('elder@xinxian', { idempotencyKey: key, note: '另一个' }),
      ),
    ).toEqual(['IDEMPOTENCY_KEY_REUSED']);
  });

  test('ten calls with one key at the same time are one request', async () => {
    const input = requestInput('elder@xinxian');
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        dispatcher.does('openServiceRequest', input, 'request { id }'),
      ),
    );
    expect(new Set(answers.map((answer) => answer.request.id)).size).toBe(1);
  });

  test('a volunteer who is not vetted', async () => {
    const { id } = await openRequest();
    const input = {
      requestId: id,
      volunteerId: volunteerId('unvetted@chaoxi'),
      expectedVersion: 1,
    };
    expect(await leader.refusalCodes('acceptServiceRequest', input)).toEqual([
      'VOLUNTEER_NOT_VETTED',
    ]);
  });

  test('messages come in the language of the caller', async () => {
    const query = `mutation ($input: OpenServiceRequestInput!) { openServiceRequest(input: $input) { errors { message } } }`;
    const answer = await dispatcher.send(
      query,
      { input: requestInput('poor@xinxian') },
      { 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8' },
    );
    expect(answer.data.openServiceRequest.errors[0].message).toContain('时间币');
  });
});

describe('lists', () => {
  test('cost the same number of statements for one row as for many', async () => {
    for (let index = 0; index < 3; index += 1) await visited((await openRequest()).id, 10);
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

  test('page through every request once, newest first', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page: {
        serviceRequests: {
          nodes: { id: string }[];
          pageInfo: { hasNextPage: boolean; endCursor: string };
        };
      } = await dispatcher.ask(
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
    const { serviceRequests } = await dispatcher.ask(
      '{ serviceRequests(first: 100) { nodes { id } totalCount } }',
    );
    expect(seen).toEqual(serviceRequests.nodes.map((node: { id: string }) => node.id));
    expect(seen.length).toBe(serviceRequests.totalCount);
  });

  test('refuse a page without or beyond bounds', async () => {
    for (const first of [0, -1, 101]) {
      const answer = await dispatcher.send(`{ serviceRequests(first: ${first}) { nodes { id } } }`);
      expect(answer.errors?.[0]?.extensions.code).toBe('INVALID_INPUT');
    }
    const answer = await dispatcher.send(
      '{ serviceRequests(first: 5, after: "nonsense") { nodes { id } } }',
    );
    expect(answer.errors?.[0]?.extensions.code).toBe('BAD_CURSOR');
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

/** Accepted by the leader for volunteer@chaoxi and carried out; gives the visit's id. */
async function visited(requestId: string, minutes: number): Promise<string> {
  await leader.does(
    'acceptServiceRequest',
    { requestId, volunteerId: volunteerId('volunteer@chaoxi'), expectedVersion: 1 },
    'request { id }',
  );
  return carryOut(requestId, 'volunteer@chaoxi', minutes);
}

async function carryOut(requestId: string, persona: string, minutes: number): Promise<string> {
  const now = Date.now();
  const volunteer = await platform.as(persona);
  const { serviceRequest } = await volunteer.ask(
    'query ($id: ID!) { serviceRequest(id: $id) { visits { id } } }',
    {
      id: requestId,
    },
  );
  const visitId = serviceRequest.visits[0].id;
  await volunteer.does(
    'checkIn',
    { visitId, at: new Date(now - minutes * 60_000).toISOString() },
    'visit { id }',
  );
  await volunteer.does('checkOut', { visitId, at: new Date(now).toISOString() }, 'visit { id }');
  return visitId;
}
