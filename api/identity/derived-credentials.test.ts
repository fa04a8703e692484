import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { enumNameOf } from '../../schema/described-enum.ts';
import { newId } from '../../schema/ids.ts';
import { Caller } from '../testing/caller.ts';
import { FeedWatch } from '../testing/feed-watch.ts';
import { acceptAll } from '../testing/invitations.ts';
import { FixtureIds } from '../testing/scenario/fixture-ids.ts';
import { startTestPlatform, type TestPlatform } from '../testing/test-platform.ts';
import { signingKeys } from './signing-keys.ts';
import { issueToken } from './tokens.ts';

/** A derived credential ends with its origin and never exceeds the origin's access. */
let platform: TestPlatform;
let admin: Caller;

beforeAll(async () => {
  platform = await startTestPlatform();
  admin = await platform.as('admin@sicheng');
});
afterAll(() => platform?.close());

const scopesOfToken = ['organisation:write', 'requests:read', 'people:read'];
const scopes = scopesOfToken.map(enumNameOf);
const elders = '{ elders(first: 1) { nodes { id } } }';
const requests = '{ serviceRequests(first: 1) { nodes { id } } }';
const codeOf = async (token: string, query = requests) =>
  (await new Caller(platform.url, token).send(query)).errors?.[0]?.extensions['code'];

async function newApp(name: string): Promise<{ id: string; clientId: string }> {
  const { app } = await admin.mutate(
    'registerApp',
    { name, kind: 'SERVER', scopes },
    'app { id clientId }',
  );
  await admin.mutate('grantApp', { appId: app.id, scopes }, 'consent { id }');
  return app;
}

/** An app's tokens after a sign-in through it; the sign-in is a row that can be ended. */
async function tokenThrough(clientId: string, persona: string) {
  const [key] = await signingKeys(platform.app.services.database);
  const accountId = platform.fixtures.accounts[persona]!;
  const foundationId = platform.fixtures.foundations['sicheng']!;
  const token = await issueToken(
    key!,
    platform.settings.publicUrl,
    { accountId, foundationId, appId: clientId, scopes: new Set(scopesOfToken), signInId: newId() },
    600,
  );
  const signIn = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString())
    .sign_in as string;
  await platform.sql(
    `insert into oidc_artifact (kind, id, grant_id, client_id, account_id, chosen_foundation_id, payload, expires_at)
     values ('Grant', $1, $1, $2, $3, $4, '{}', now() + interval '1 day')`,
    [signIn, clientId, accountId, foundationId],
  );
  return { caller: new Caller(platform.url, token), signIn };
}

async function keyBy(caller: Caller): Promise<string> {
  return (
    await caller.mutate(
      'createApiKey',
      { name: '留后路', scopes: ['REQUESTS_READ', 'PEOPLE_READ'] },
      'key',
    )
  ).key;
}

describe('a key that was made through a partner’s app', () => {
  test("a key made through an app has the app's current reach, and ends with the app's access", async () => {
    const app = await newApp('应用一');
    const { caller } = await tokenThrough(app.clientId, 'dispatcher@xinxian');
    const key = await keyBy(caller);
    expect([await codeOf(key), await codeOf(key, elders)]).toEqual([undefined, undefined]);
    await admin.mutate('grantApp', { appId: app.id, scopes: ['REQUESTS_READ'] }, 'consent { id }');
    expect([await codeOf(key), await codeOf(key, elders)]).toEqual([undefined, 'SCOPE_MISSING']);
    await admin.mutate('grantApp', { appId: app.id, scopes }, 'consent { id }');
    const feed = await FeedWatch.open(platform.url, key, {}, 'WebSocket');
    await admin.mutate('revokeApp', { appId: app.id }, 'consent { id }');
    await feed.ended;
    expect(await codeOf(key)).toBe('UNAUTHENTICATED');
    await admin.mutate('grantApp', { appId: app.id, scopes }, 'consent { id }');
    expect(await codeOf(key)).toBe('UNAUTHENTICATED');
  });

  test('a key made through an app ends with the consent, the app or the sign-in', async () => {
    const app = await newApp('应用二');
    const { caller, signIn } = await tokenThrough(app.clientId, 'dispatcher@xinxian');
    const key = await keyBy(caller);
    await platform.sql('update app_consent set revoked_at = now() where client_id = $1', [
      app.clientId,
    ]);
    expect(await codeOf(key)).toBe('UNAUTHENTICATED');
    await platform.sql('update app_consent set revoked_at = null where client_id = $1', [
      app.clientId,
    ]);
    expect(await codeOf(key)).toBeUndefined();
    await platform.sql('delete from oidc_artifact where grant_id = $1', [signIn]);
    expect(await codeOf(key)).toBe('UNAUTHENTICATED');
    const other = await keyBy((await tokenThrough(app.clientId, 'dispatcher@xinxian')).caller);
    expect(await codeOf(other)).toBeUndefined();
    await admin.mutate('retireApp', { appId: app.id }, 'app { isActive }');
    expect(await codeOf(other)).toBe('UNAUTHENTICATED');
  });

  test("an app of another foundation loses its server's access as well", async () => {
    const offered = { name: '共享', kind: 'SERVER', scopes, isOffered: true };
    const { app } = await (
      await platform.as('admin@yigong80')
    ).mutate('registerApp', offered, 'app { id clientId } clientSecret');
    await admin.mutate('grantApp', { appId: app.id, scopes }, 'consent { id }');
    const partners = async () =>
      (
        await admin.query(
          '{ roleGrants(first: 50, filter: { roles: [PARTNER_APP], isInForce: true }) { nodes { accountId } } }',
        )
      ).roleGrants.nodes;
    const before = (await partners()).length;
    await admin.mutate('revokeApp', { appId: app.id }, 'consent { id }');
    expect(await partners()).toHaveLength(before - 1);
  });
});

test('a key cannot create keys', async () => {
  const dispatcher = await platform.as('dispatcher@xinxian');
  const { key } = await dispatcher.mutate('createApiKey', { name: '脚本', scopes }, 'key');
  const wanted = { name: '更多', scopes: ['REQUESTS_READ'] };
  await expect(new Caller(platform.url, key).tryMutate('createApiKey', wanted)).toBeRefused(
    'NOT_ALLOWED',
  );
});

describe('external issuers', () => {
  const servers: Server[] = [];
  let privateKey: CryptoKey;
  let keys: string;

  beforeAll(async () => {
    const pair = await generateKeyPair('ES256', { extractable: true });
    privateKey = pair.privateKey;
    keys = JSON.stringify({
      keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k', alg: 'ES256' }],
    });
  });
  afterAll(() => {
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  });

  async function serve(
    answer: Parameters<typeof createServer>[1],
  ): Promise<{ url: string; asked: () => number }> {
    let asked = 0;
    const server = createServer((request, response) => {
      asked += 1;
      (answer as (...all: unknown[]) => void)(request, response);
    });
    servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      asked: () => asked,
    };
  }

  const issuer = 'https://id.city.example';
  const tokenFor = async (aud: string, sub: string) =>
    new SignJWT({ aud, sub })
      .setProtectedHeader({ alg: 'ES256', kid: 'k' })
      .setIssuer(issuer)
      .setExpirationTime('5 minutes')
      .sign(privateKey);

  async function link(
    persona: string,
    administrator: string,
    jwksUri: string,
    aud: string,
  ): Promise<string> {
    const caller = await platform.as(administrator);
    const trust = {
      name: '市民身份',
      issuer,
      jwksUri,
      audience: aud,
      scopes: ['REQUESTS_READ', 'ORGANISATION_WRITE'],
    };
    const trusted = await caller.mutate('trustIssuer', trust, 'issuer { id }');
    const accountId = new FixtureIds(platform.fixtures).account(persona);
    await caller.mutate(
      'linkAccount',
      { issuerId: trusted.issuer.id, subject: persona, accountId },
      'issuer { id }',
    );
    await acceptAll(await platform.as(persona));
    return trusted.issuer.id;
  }

  test('an issuer that never answers delays no token of another foundation', async () => {
    const dead = await serve(() => {});
    const alive = await serve((_, response) => response.end(keys));
    await link('dispatcher@shiyuan', 'admin@yigong80', `${dead.url}/keys`, 'shared');
    await link('dispatcher@xinxian', 'admin@sicheng', `${alive.url}/keys`, 'shared');
    expect(await codeOf(await tokenFor('shared', 'dispatcher@xinxian'))).toBeUndefined();
    // Issuers without a linked account are not contacted.
    expect([dead.asked(), alive.asked()]).toEqual([0, 1]);
  });

  test('an issuer that does not answer is reported as unavailable, and not each caller waits for it', async () => {
    const broken = await serve((_, response) => response.writeHead(500).end());
    await link('leader@xinxian', 'admin@sicheng', `${broken.url}/keys`, 'away');
    const token = await tokenFor('away', 'leader@xinxian');
    const answers = await Promise.all(
      Array.from({ length: 5 }, async () => new Caller(platform.url, token).send(requests)),
    );
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 503, 503, 503]);
    expect(answers[0]?.errors?.[0]?.extensions['code']).toBe('ISSUER_UNAVAILABLE');
    expect(broken.asked()).toBe(1);
  });

  test('an issuer that redirects or answers too much is not followed', async () => {
    const target = await serve((_, response) => response.end(keys));
    const redirecting = await serve((_, response) =>
      response.writeHead(302, { location: `${target.url}/keys` }).end(),
    );
    await link('volunteer@xinxian', 'admin@sicheng', `${redirecting.url}/keys`, 'redirected');
    expect(await codeOf(await tokenFor('redirected', 'volunteer@xinxian'))).toBe(
      'ISSUER_UNAVAILABLE',
    );
    expect(target.asked()).toBe(0);
    const endless = await serve((_, response) => response.end('x'.repeat(1_000_000)));
    await link('volunteer@chaoxi', 'admin@sicheng', `${endless.url}/keys`, 'long');
    expect(await codeOf(await tokenFor('long', 'volunteer@chaoxi'))).toBe('ISSUER_UNAVAILABLE');
  });

  test('keys made through an issuer end with the trust in it', async () => {
    const alive = await serve((_, response) => response.end(keys));
    const issuerId = await link('second@chaoxi', 'admin@sicheng', `${alive.url}/keys`, 'ending');
    const token = await tokenFor('ending', 'second@chaoxi');
    const made = await new Caller(platform.url, token).mutate(
      'createApiKey',
      { name: '-', scopes: ['REQUESTS_READ'] },
      'key',
    );
    expect(await codeOf(made.key)).toBeUndefined();
    await admin.mutate('untrustIssuer', { issuerId }, 'issuer { id }');
    expect([await codeOf(made.key), await codeOf(token)]).toEqual([
      'UNAUTHENTICATED',
      'UNAUTHENTICATED',
    ]);
  });
});
