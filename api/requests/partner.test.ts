import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Caller } from '../testing/caller.ts';
import type { Actor } from '../testing/scenario/actor.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../testing/test-platform.ts';
import { Scenario } from '../testing/scenario/scenario.ts';
import { inHours } from '../testing/scenario/times.ts';

let platform: TestPlatform;
let scenario: Scenario;
let admin: Actor;
let dispatcher: Actor;

beforeAll(async () => {
  platform = await startTestPlatform({ LINLI_CLIENTS_DIRECTORY: 'no/clients/here' });
  scenario = await Scenario.begin(platform);
  admin = await scenario.actor('admin@sicheng');
  dispatcher = await scenario.actor('dispatcher@xinxian');
});
afterAll(() => platform?.close());

/** A partner's server with these scopes, authenticated by its client secret. */
async function partnerServer(
  name: string,
  scopes: string[],
): Promise<{ server: Actor; appId: string }> {
  const { app, clientSecret } = await admin.mutate(
    'registerApp',
    { name, kind: 'SERVER', scopes },
    'app { id clientId } clientSecret',
  );
  await admin.mutate('grantApp', { appId: app.id, scopes }, 'consent { id }');
  const response = await fetch(`${platform.url}/oauth/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${app.clientId}:${clientSecret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
  });
  const { access_token: token } = (await response.json()) as { access_token: string };
  return { server: scenario.actorFor(new Caller(platform.url, token), name), appId: app.id };
}

async function held(): Promise<number> {
  return (await scenario.coinsOf('elder@xinxian')).held;
}

test('the persona of a partner reads what a server of a partner reads: the whole foundation', async () => {
  const { server } = await partnerServer('图书馆', ['REQUESTS_READ']);
  const count = 'query { serviceRequests(first: 1) { totalCount } }';
  await (await scenario.actor('dispatcher@dafangjia')).opens({ elder: 'elder@dafangjia' });
  const persona = await scenario.actor('partner@sicheng');
  const seen = await Promise.all([server, persona, admin].map((each) => each.query(count)));
  expect(new Set(seen.map(({ serviceRequests }) => serviceRequests.totalCount)).size).toBe(1);
  expect(seen[0]!.serviceRequests.totalCount).toBeGreaterThan(0);
});

test('a dispatcher approves a request that a clinic’s server opened for an elder', async () => {
  const { server, appId } = await partnerServer('社区医院', ['REQUESTS_WRITE', 'PEOPLE_READ']);
  const before = await held();
  const personId = scenario.id.person('elder@xinxian');
  const input = {
    idempotencyKey: newKey(),
    requestedFrom: inHours(24),
    requestedTo: inHours(27),
    sensitiveNote: '刚做过手术',
    actingFor: { personId, channel: 'AGENCY' },
  };
  const request = await server.opens(input, 'id state source channel coinsHeld');
  expect(request).toMatchObject({
    state: 'IN_REVIEW',
    source: 'PARTNER_APP',
    channel: 'AGENCY',
    coinsHeld: '1.00',
  });
  expect(await held()).toBe(before + 100);
  // Repeated, it is the same request.
  expect((await server.opens(input)).id).toBe(request.id);

  const fields = 'source state sensitiveNote history { event actorName channel }';
  const see = async (actor: Actor) => actor.seesRequest(request, fields);
  expect(await see(dispatcher)).toEqual({
    source: 'PARTNER_APP',
    state: 'IN_REVIEW',
    sensitiveNote: '刚做过手术',
    history: [{ event: 'REQUEST_OPENED', actorName: '社区医院', channel: 'AGENCY' }],
  });
  // The server writes the note without reading it. Volunteers do not see the request yet.
  expect((await see(server)).sensitiveNote).toBeNull();
  expect(await see(await scenario.actor('volunteer@chaoxi'))).toBeNull();

  const { auditTrail } = await (
    await scenario.actor('auditor@sicheng')
  ).query(
    'query ($id: ID!) { auditTrail(first: 5, filter: { subjectId: $id }) { nodes { action appId actedForPersonId channel } } }',
    { id: request.id },
  );
  const trail = { action: 'REQUEST_OPEN', actedForPersonId: personId, channel: 'AGENCY' };
  expect(auditTrail.nodes).toEqual([{ ...trail, appId: expect.any(String) }]);
  expect(appId).toContain(auditTrail.nodes[0].appId.split('_').at(-1));

  await dispatcher.approves(request);
  expect(await see(await scenario.actor('volunteer@chaoxi'))).toMatchObject({
    state: 'OPEN',
    source: 'PARTNER_APP',
  });
});

test('a foundation that trusts its partners has their requests published at once', async () => {
  const { server } = await partnerServer('长护险', ['REQUESTS_WRITE']);
  const { dispatchPolicy } = await admin.query('{ dispatchPolicy { version } }');
  await admin.mutate(
    'setDispatchPolicy',
    { expectedVersion: dispatchPolicy.version, reviewedSources: ['VOLUNTEER'] },
    'policy { version }',
  );
  const request = await server.opens({}, 'state source');
  expect(request).toEqual({ state: 'OPEN', source: 'PARTNER_APP' });
});

test('a partner changes and cancels its own requests, and no others', async () => {
  const { server } = await partnerServer('日间照料', ['REQUESTS_WRITE']);
  const { server: other } = await partnerServer('送餐', ['REQUESTS_WRITE']);
  const request = await server.opens();
  const change = { reason: '老人改主意了', note: '请带放大镜' };
  await expect(other.changes(request, change)).toBeRefused('NOT_ALLOWED');
  await server.changes(request, change);
  const before = await held();
  await expect(other.cancels(request)).toBeRefused('NOT_ALLOWED');
  await server.cancels(request);
  expect(await held()).toBe(before - 100);

  const theirs = await dispatcher.opens();
  await expect(server.cancels(theirs)).toBeRefused('NOT_ALLOWED');
  await expect(server.approves(theirs)).toBeRefused('NOT_ALLOWED');
});

test('a partner opens no request without the scope, or after its access is revoked', async () => {
  const { server: reader } = await partnerServer('统计', ['REQUESTS_READ']);
  await expect(reader.opens()).toBeRefused('SCOPE_MISSING');
  const { server, appId } = await partnerServer('临时', ['REQUESTS_WRITE']);
  await expect(server.opens({ elder: 'elder@shiyuan' })).toBeRefused('NOT_FOUND');
  const actingFor = { personId: scenario.id.person('volunteer@xinxian'), channel: 'AGENCY' };
  await expect(server.opens({ actingFor })).toBeRefused('ACTING_FOR_NOT_ALLOWED');
  await admin.mutate('revokeApp', { appId }, 'consent { revokedAt }');
  const { errors } = await server.send('{ me { account { id } } }');
  expect(errors?.[0]?.extensions['code']).toBe('UNAUTHENTICATED');
});
