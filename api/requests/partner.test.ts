import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { encodeId } from '../../schema/ids.ts';
import { Caller } from '../testing/caller.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../testing/test-platform.ts';

let platform: TestPlatform;
let admin: Caller;
let dispatcher: Caller;

beforeAll(async () => {
  platform = await startTestPlatform({ LINLI_CLIENTS_DIRECTORY: 'no/clients/here' });
  admin = await platform.as('admin@sicheng');
  dispatcher = await platform.as('dispatcher@xinxian');
});
afterAll(() => platform?.close());

const hour = 3_600_000;

function requestInput(more: object = {}): object {
  return {
    idempotencyKey: newKey(),
    allowDuplicate: true,
    elderId: encodeId('elder', platform.fixtures.elders['elder@xinxian'] ?? ''),
    kindId: encodeId('kind', platform.fixtures.kinds['companionship@sicheng'] ?? ''),
    requestedFrom: new Date(Date.now() + 24 * hour).toISOString(),
    requestedTo: new Date(Date.now() + 27 * hour).toISOString(),
    ...more,
  };
}

/** A partner's server with these scopes, authenticated by its client secret. */
async function partnerServer(
  name: string,
  scopes: string[],
): Promise<{ server: Caller; appId: string }> {
  const { app, clientSecret } = await admin.does(
    'registerApp',
    { name, kind: 'SERVER', scopes },
    'app { id clientId } clientSecret',
  );
  await admin.does('grantApp', { appId: app.id, scopes }, 'consent { id }');
  const response = await fetch(`${platform.url}/oauth/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${app.clientId}:${clientSecret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
  });
  const { access_token: token } = (await response.json()) as { access_token: string };
  return { server: new Caller(platform.url, token), appId: app.id };
}

async function held(): Promise<number> {
  const [row] = await platform.sql<{ held: string }>(
    'select pending_out as held from coin_account where id = $1',
    [platform.fixtures.coinAccounts['elder@xinxian']],
  );
  return Number(row?.held);
}

test('a clinic’s server enters a request for an elder; the dispatcher sees from whom, looks at it and approves it', async () => {
  const { server, appId } = await partnerServer('社区医院', ['requests:write', 'people:read']);
  const before = await held();
  const personId = encodeId('person', platform.fixtures.persons['elder@xinxian'] ?? '');
  const input = requestInput({
    sensitiveNote: '刚做过手术',
    actingFor: { personId, channel: 'AGENCY' },
  });
  const { request } = await server.does(
    'openServiceRequest',
    input,
    'request { id state source channel coinsHeld }',
  );
  expect(request).toMatchObject({
    state: 'IN_REVIEW',
    source: 'PARTNER_APP',
    channel: 'AGENCY',
    coinsHeld: '1.00',
  });
  expect(await held()).toBe(before + 100);
  // Repeated, it is the same request.
  expect((await server.does('openServiceRequest', input, 'request { id }')).request.id).toBe(
    request.id,
  );

  const fields = 'source state sensitiveNote history { event actorName channel }';
  const see = async (caller: Caller) =>
    (
      await caller.ask(`query ($id: ID!) { serviceRequest(id: $id) { ${fields} } }`, {
        id: request.id,
      })
    ).serviceRequest;
  expect(await see(dispatcher)).toEqual({
    source: 'PARTNER_APP',
    state: 'IN_REVIEW',
    sensitiveNote: '刚做过手术',
    history: [{ event: 'RequestOpened', actorName: '社区医院', channel: 'AGENCY' }],
  });
  // The server writes the note without reading it. Volunteers do not see the request yet.
  expect((await see(server)).sensitiveNote).toBeNull();
  expect(await see(await platform.as('volunteer@chaoxi'))).toBeNull();

  const { auditTrail } = await (
    await platform.as('auditor@sicheng')
  ).ask(
    'query ($id: ID!) { auditTrail(first: 5, subjectId: $id) { nodes { action appId actedForPersonId channel } } }',
    { id: request.id },
  );
  const trail = { action: 'request:open', actedForPersonId: personId, channel: 'AGENCY' };
  expect(auditTrail.nodes).toEqual([{ ...trail, appId: expect.any(String) }]);
  expect(appId).toContain(auditTrail.nodes[0].appId.split('_').at(-1));

  await dispatcher.does(
    'approveServiceRequest',
    { requestId: request.id, expectedVersion: 1 },
    'request { id }',
  );
  expect(await see(await platform.as('volunteer@chaoxi'))).toMatchObject({
    state: 'OPEN',
    source: 'PARTNER_APP',
  });
});

test('a foundation that trusts its partners has their requests published at once', async () => {
  const { server } = await partnerServer('长护险', ['requests:write']);
  const { dispatchPolicy } = await admin.ask('{ dispatchPolicy { version } }');
  await admin.does(
    'setDispatchPolicy',
    { expectedVersion: dispatchPolicy.version, reviewedSources: ['VOLUNTEER'] },
    'policy { version }',
  );
  const { request } = await server.does(
    'openServiceRequest',
    requestInput(),
    'request { state source }',
  );
  expect(request).toEqual({ state: 'OPEN', source: 'PARTNER_APP' });
});

test('it changes and calls off what it entered, and nothing that others did', async () => {
  const { server } = await partnerServer('日间照料', ['requests:write']);
  const { server: other } = await partnerServer('送餐', ['requests:write']);
  const { request } = await server.does(
    'openServiceRequest',
    requestInput(),
    'request { id version }',
  );
  const change = {
    requestId: request.id,
    expectedVersion: 1,
    reason: '老人改主意了',
    note: '请带放大镜',
  };
  expect(await other.refusalCodes('changeServiceRequest', change)).toEqual(['NOT_ALLOWED']);
  await server.does('changeServiceRequest', change, 'request { id }');
  const before = await held();
  const cancel = { requestId: request.id, expectedVersion: 2, reason: '不需要了' };
  expect(await other.refusalCodes('cancelServiceRequest', cancel)).toEqual(['NOT_ALLOWED']);
  await server.does('cancelServiceRequest', cancel, 'request { id }');
  expect(await held()).toBe(before - 100);

  const theirs = await dispatcher.does('openServiceRequest', requestInput(), 'request { id }');
  const seen = { requestId: theirs.request.id, expectedVersion: 1 };
  expect(await server.refusalCodes('cancelServiceRequest', { ...seen, reason: '不' })).toEqual([
    'NOT_ALLOWED',
  ]);
  expect(await server.refusalCodes('approveServiceRequest', seen)).toEqual(['NOT_ALLOWED']);
});

test('nothing without the scope, and nothing once it is let in no longer', async () => {
  const { server: reader } = await partnerServer('统计', ['requests:read']);
  expect(await reader.refusalCodes('openServiceRequest', requestInput())).toEqual([
    'SCOPE_MISSING',
  ]);
  const { server, appId } = await partnerServer('临时', ['requests:write']);
  const elsewhere = encodeId('elder', platform.fixtures.elders['elder@shiyuan'] ?? '');
  expect(
    await server.refusalCodes('openServiceRequest', requestInput({ elderId: elsewhere })),
  ).toEqual(['NOT_FOUND']);
  const volunteer = encodeId('person', platform.fixtures.persons['volunteer@xinxian'] ?? '');
  const forVolunteer = requestInput({ actingFor: { personId: volunteer, channel: 'AGENCY' } });
  expect(await server.refusalCodes('openServiceRequest', forVolunteer)).toEqual([
    'ACTING_FOR_NOT_ALLOWED',
  ]);
  await admin.does('revokeApp', { appId }, 'consent { revokedAt }');
  const { errors } = await server.send('{ me { account { id } } }');
  expect(errors?.[0]?.extensions['code']).toBe('UNAUTHENTICATED');
});
