import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import * as oidc from 'openid-client';
import { encodeId } from '../../schema/ids.ts';
import { blindIndex } from '../platform/privacy/secrets.ts';
import { Caller } from '../testing/caller.ts';
import { FeedWatch } from '../testing/feed-watch.ts';
import { acceptAll } from '../testing/invitations.ts';
import { FormBrowser } from '../testing/form-browser.ts';
import { withLimits } from '../testing/limits.ts';
import { FixtureIds } from '../testing/scenario/fixture-ids.ts';
import { type TestPlatform, startTestPlatform } from '../testing/test-platform.ts';
import { phoneKeyOf } from './create-identity.ts';
import { fetchPublic } from './public-fetch.ts';

let platform: TestPlatform;
let ids: FixtureIds;
let admin: Caller;

beforeAll(async () => {
  platform = await startTestPlatform({ LINLI_CLIENTS_DIRECTORY: 'no/clients/here' });
  ids = new FixtureIds(platform.fixtures);
  admin = await platform.as('admin@sicheng');
});
afterAll(() => platform?.close());

const redirectUri = 'https://partner.example/back';
const appFields = 'app { id clientId kind scopes isActive } clientSecret';

describe('an app on a server', () => {
  test('a server signs in by itself, reads within its scopes, and is out once its access is revoked', async () => {
    const scopes = ['COMMUNITIES_READ', 'IMPACT_READ'];
    const { app, clientSecret } = await admin.mutate(
      'registerApp',
      { name: '统计助手', kind: 'SERVER', scopes },
      appFields,
    );
    const kept = await platform.sql<{ row: string }>(
      'select row_to_json(app)::text as row from app',
    );
    expect(JSON.stringify(kept)).not.toContain(clientSecret);

    const config = await configurationOf(app.clientId, clientSecret);
    await expectOAuthError(oidc.clientCredentialsGrant(config), 'invalid_target');
    await admin.mutate(
      'grantApp',
      { appId: app.id, scopes: ['COMMUNITIES_READ'] },
      'consent { id }',
    );
    const { access_token: token } = await oidc.clientCredentialsGrant(config);
    const server = new Caller(platform.url, token);
    expect(
      (await server.query('{ communities(first: 9) { nodes { slug } } }')).communities.nodes.length,
    ).toBe(3);
    // Registered with this scope, but the foundation did not grant it.
    expect(
      (await server.send('{ impact { communities { hours } } }')).errors?.[0]?.extensions['code'],
    ).toMatch(/SCOPE_MISSING|GRAPHQL_VALIDATION_FAILED/);
    expect(await codeOf('{ serviceRequests(first: 1) { nodes { id } } }', token)).toBe(
      'SCOPE_MISSING',
    );

    await admin.mutate('revokeApp', { appId: app.id }, 'consent { revokedAt }');
    expect(await codeOf('{ me { account { id } } }', token)).toBe('UNAUTHENTICATED');
    await expectOAuthError(oidc.clientCredentialsGrant(config), 'invalid_target');
  });

  test('a wrong secret, an old secret and a retired app are refused by the standard', async () => {
    const scopes = ['COMMUNITIES_READ'];
    const { app, clientSecret } = await admin.mutate(
      'registerApp',
      { name: '助手', kind: 'SERVER', scopes },
      appFields,
    );
    await admin.mutate('grantApp', { appId: app.id, scopes }, 'consent { id }');
    await expectOAuthError(
      oidc.clientCredentialsGrant(await configurationOf(app.clientId, `${clientSecret}x`)),
      'invalid_client',
    );
    const renewed = await admin.mutate('rotateAppSecret', { appId: app.id }, appFields);
    await expectOAuthError(
      oidc.clientCredentialsGrant(await configurationOf(app.clientId, clientSecret)),
      'invalid_client',
    );
    const config = await configurationOf(app.clientId, renewed.clientSecret);
    await expectOAuthError(
      oidc.clientCredentialsGrant(config, { scope: 'everything:write' }),
      'invalid_scope',
    );
    await expectOAuthError(
      oidc.clientCredentialsGrant(config, { scope: 'coins:read' }),
      'invalid_scope',
    );
    const { access_token: token } = await oidc.clientCredentialsGrant(config);
    // Neither the revocation endpoint nor another secret ends a token of a server.
    await expectOAuthError(oidc.tokenRevocation(config, token), 'unsupported_token_type');
    const last = await admin.mutate('rotateAppSecret', { appId: app.id }, appFields);
    expect(await codeOf('{ me { account { id } } }', token)).toBeUndefined();
    const lastConfig = await configurationOf(app.clientId, last.clientSecret);
    await admin.mutate('retireApp', { appId: app.id }, 'app { isActive }');
    expect(await codeOf('{ me { account { id } } }', token)).toBe('UNAUTHENTICATED');
    await expectOAuthError(oidc.clientCredentialsGrant(lastConfig), 'invalid_client');
    await expect(admin.tryMutate('grantApp', { appId: app.id, scopes })).toBeRefused('APP_RETIRED');
  });
});

describe("a partner's app for people", () => {
  test('a person consents to a partner’s app, scopes limit it, and the foundation ends its access', async () => {
    const registered = {
      name: '陪伴小程序',
      kind: 'BROWSER',
      scopes: ['REQUESTS_READ', 'PEOPLE_READ'],
    };
    const addresses = { redirectUris: [redirectUri], origins: ['https://partner.example'] };
    const { app, clientSecret } = await admin.mutate(
      'registerApp',
      { ...registered, ...addresses },
      appFields,
    );
    expect(clientSecret).toBeNull();
    const config = await configurationOf(app.clientId);

    const early = await arrive(config);
    await early.visitor.send('persona', { persona: 'dispatcher@xinxian' });
    expect([early.visitor.page.status, early.visitor.page.text]).toEqual([
      403,
      expect.stringContaining('has not allowed 陪伴小程序'),
    ]);

    await admin.mutate('grantApp', { appId: app.id, scopes: ['REQUESTS_READ'] }, 'consent { id }');
    const { visitor, verifier } = await arrive(config);
    await visitor.send('persona', { persona: 'dispatcher@xinxian' });
    expect(visitor.page.text).toContain('See service requests and visits');
    await visitor.send('consent');
    const tokens = await oidc.authorizationCodeGrant(config, visitor.leftFor!, {
      pkceCodeVerifier: verifier,
      expectedState: 'state',
    });
    const requests = '{ serviceRequests(first: 1) { nodes { id } } }';
    expect(await codeOf(requests, tokens.access_token)).toBeUndefined();
    expect(await codeOf('{ elders(first: 1) { nodes { id } } }', tokens.access_token)).toBe(
      'SCOPE_MISSING',
    );
    const person = new Caller(platform.url, tokens.access_token);
    await expect(
      person.tryMutate('setPassword', { newPassword: 'a password of mine' }),
    ).toBeRefused('SCOPE_MISSING');

    // Only the consent ends, without any of its side effects.
    await platform.sql('update app_consent set revoked_at = now() where client_id = $1', [
      app.clientId,
    ]);
    expect(await codeOf('{ me { account { id } } }', tokens.access_token)).toBe('UNAUTHENTICATED');
    await platform.sql('update app_consent set revoked_at = null where client_id = $1', [
      app.clientId,
    ]);
    expect(await codeOf(requests, tokens.access_token)).toBeUndefined();
    await admin.mutate('revokeApp', { appId: app.id }, 'consent { id }');
    expect(await codeOf(requests, tokens.access_token)).toBe('UNAUTHENTICATED');
    await expectOAuthError(oidc.refreshTokenGrant(config, tokens.refresh_token!), 'invalid_grant');
  });

  test.each(['WebSocket', 'SSE'] as const)(
    'an app follows the feed over %s within its scopes, and until its access ends',
    async (transport) => {
      const scopes = ['REQUESTS_READ', 'PEOPLE_READ'];
      const registered = {
        name: `看板 ${transport}`,
        kind: 'BROWSER',
        scopes,
        redirectUris: [redirectUri],
      };
      const { app } = await admin.mutate('registerApp', registered, appFields);
      await admin.mutate('grantApp', { appId: app.id, scopes }, 'consent { id }');
      const token = await tokenThrough(await configurationOf(app.clientId), 'dispatcher@xinxian');
      // A subscriber of the same foundation continues undisturbed.
      const bystander = await FeedWatch.open(
        platform.url,
        await platform.tokenOf('dispatcher@chaoxi'),
        {},
        transport,
      );

      // Revocation is pushed at once, not only found by the periodic check.
      await withLimits({ rightsCheckMs: Infinity }, async () => {
        const narrowed = await FeedWatch.open(platform.url, token, {}, transport);
        await admin.mutate(
          'grantApp',
          { appId: app.id, scopes: ['PEOPLE_READ'] },
          'consent { id }',
        );
        await narrowed.until(() =>
          narrowed.received.some(({ __typename: type }) => type === 'FeedReset'),
        );
        await expect(FeedWatch.open(platform.url, token, {}, transport)).rejects.toBeTruthy();

        await admin.mutate('grantApp', { appId: app.id, scopes }, 'consent { id }');
        const ended = await FeedWatch.open(platform.url, token, {}, transport);
        await admin.mutate('revokeApp', { appId: app.id }, 'consent { id }');
        await ended.ended;
        await expect(FeedWatch.open(platform.url, token, {}, transport)).rejects.toBeTruthy();
        expect(bystander.received.some(({ __typename: type }) => type === 'FeedReset')).toBe(false);
        for (const watch of [bystander, narrowed, ended]) watch.close();
      });
    },
  );

  test('another foundation admits a partner’s app only when the app is offered to it', async () => {
    const scopes = ['REQUESTS_READ'];
    const theirs = await platform.as('admin@yigong80');
    const own = await admin.mutate(
      'registerApp',
      { name: '自用', kind: 'SERVER', scopes },
      appFields,
    );
    const offered = await admin.mutate(
      'registerApp',
      { name: '共享', kind: 'SERVER', scopes, isOffered: true },
      appFields,
    );
    const nobodys = { id: encodeId('app', '01890000-0000-7000-8000-000000000000') };
    const answers = await Promise.all(
      [own.app, nobodys].map(async ({ id }) =>
        theirs.tryMutate('grantApp', { appId: id, scopes }, 'consent { id }'),
      ),
    );
    expect(answers[0]).toEqual(answers[1]);
    await theirs.mutate('grantApp', { appId: offered.app.id, scopes });
    for (const verb of ['retireApp', 'rotateAppSecret'])
      await expect(theirs.tryMutate(verb, { appId: offered.app.id })).toBeRefused('NOT_FOUND');
    const config = await configurationOf(offered.app.clientId, offered.clientSecret);
    const { access_token: token } = await oidc.clientCredentialsGrant(config, {
      foundation: 'yigong80',
    });
    expect(
      (await new Caller(platform.url, token).query('{ me { grants { role } } }')).me.grants,
    ).toEqual([{ role: 'PARTNER_APP' }]);
    await expectOAuthError(
      oidc.clientCredentialsGrant(config, { foundation: 'sicheng' }),
      'invalid_target',
    );
  });

  test.each([
    ['no way back', { redirectUris: [] }, 'REDIRECT_URI_NEEDED'],
    [
      'a way back in clear',
      { redirectUris: ['http://partner.example/back'] },
      'REDIRECT_URI_INVALID',
    ],
    [
      'a way back with a wildcard',
      { redirectUris: ['https://*.example/back'] },
      'REDIRECT_URI_INVALID',
    ],
    [
      'a way back with a fragment',
      { redirectUris: ['https://partner.example/#back'] },
      'REDIRECT_URI_INVALID',
    ],
    ['a script as a way back', { redirectUris: ['javascript:alert(1)'] }, 'REDIRECT_URI_INVALID'],
    ['an origin with a path', { origins: ['https://partner.example/app'] }, 'ORIGIN_INVALID'],
    ['any origin', { origins: ['*'] }, 'ORIGIN_INVALID'],
    ['an over-long name', { name: '长'.repeat(201) }, 'TEXT_TOO_LONG'],
    [
      'an over-long address',
      { redirectUris: [`https://partner.example/${'x'.repeat(500)}`] },
      'REDIRECT_URI_INVALID',
    ],
  ])('an app is not registered with %s', async (_, wrong, code) => {
    const right = {
      name: '应用',
      kind: 'BROWSER',
      scopes: ['REQUESTS_READ'],
      redirectUris: [redirectUri],
    };
    await expect(admin.tryMutate('registerApp', { ...right, ...wrong })).toBeRefused(code);
  });

  test('only an administrator registers an app', async () => {
    for (const persona of [
      'dispatcher@xinxian',
      'analyst@sicheng',
      'auditor@sicheng',
      'elder@xinxian',
    ]) {
      const caller = await platform.as(persona);
      const app = { name: '应用', kind: 'SERVER', scopes: ['REQUESTS_READ'] };
      expect([persona, await caller.refusalCodes('registerApp', app)]).toEqual([
        persona,
        ['NOT_ALLOWED'],
      ]);
    }
  });
});

describe('API keys', () => {
  test('an API key acts as its maker, within its scopes, until it is revoked or expires', async () => {
    const dispatcher = await platform.as('dispatcher@xinxian');
    const wanted = { name: '夜间脚本', scopes: ['REQUESTS_READ'], daysValid: 7 };
    const { apiKey, key } = await dispatcher.mutate(
      'createApiKey',
      wanted,
      'apiKey { id prefix lastUsedAt } key',
    );
    expect(key).toMatch(new RegExp(`^linli_${apiKey.prefix}_[\\w-]{43}$`));
    const [row] = await platform.sql<{ row: string }>(
      'select row_to_json(api_key)::text as row from api_key',
    );
    expect(row?.row).not.toContain(key.slice(-43));

    const script = new Caller(platform.url, key);
    expect((await script.query('{ me { grants { role } } }')).me.grants).toEqual([
      { role: 'DISPATCHER' },
    ]);
    expect(await codeOf('{ serviceRequests(first: 1) { nodes { id } } }', key)).toBeUndefined();
    expect(await codeOf('{ elders(first: 1) { nodes { id } } }', key)).toBe('SCOPE_MISSING');
    await expect(
      script.tryMutate('createApiKey', { ...wanted, scopes: ['COINS_WRITE'] }),
    ).toBeRefused('SCOPES_BEYOND_YOURS');
    const { apiKeys } = await dispatcher.query(
      '{ apiKeys(first: 5) { nodes { name lastUsedAt } } }',
    );
    expect(apiKeys.nodes).toEqual([{ name: '夜间脚本', lastUsedAt: expect.stringMatching(/Z$/) }]);

    for (const wrong of [
      `${key.slice(0, -1)}x`,
      key.replace('linli_', 'linli_x'),
      `linli_${'a'.repeat(12)}_${'b'.repeat(43)}`,
    ])
      expect(await codeOf('{ me { account { id } } }', wrong)).toBe('UNAUTHENTICATED');
    // Neither a colleague nor another foundation sees it.
    for (const persona of ['dispatcher@chaoxi', 'admin@yigong80']) {
      const other = await platform.as(persona);
      expect((await other.query('{ apiKeys(first: 5) { nodes { id } } }')).apiKeys.nodes).toEqual(
        [],
      );
      await expect(other.tryMutate('revokeApiKey', { apiKeyId: apiKey.id })).toBeRefused(
        'NOT_FOUND',
      );
    }
    await platform.sql(`update api_key set expires_at = now() - interval '1 second'`);
    expect((await script.send('{ me { account { id } } }')).errors?.[0]?.message).toContain(
      'has expired',
    );
    await platform.sql(`update api_key set expires_at = now() + interval '1 day'`);
    await admin.mutate('revokeApiKey', { apiKeyId: apiKey.id }, 'apiKey { revokedAt }');
    expect(await codeOf('{ me { account { id } } }', key)).toBe('UNAUTHENTICATED');
  });

  test('a password is set in person and not with a key', async () => {
    const elder = await platform.as('elder@xinxian');
    await expect(elder.tryMutate('setPassword', { newPassword: 'short' })).toBeRefused(
      'PASSWORD_TOO_SHORT',
    );
    await elder.mutate('setPassword', { newPassword: '白日依山尽黄河入海流' });
    await expect(
      elder.tryMutate('setPassword', { newPassword: '欲穷千里目更上一层楼' }),
    ).toBeRefused('PASSWORD_WRONG');
    const scopes = ['ORGANISATION_WRITE'];
    const { key } = await elder.mutate('createApiKey', { name: '脚本', scopes }, 'key');
    const input = { currentPassword: '白日依山尽黄河入海流', newPassword: '欲穷千里目更上一层楼' };
    await expect(new Caller(platform.url, key).tryMutate('setPassword', input)).toBeRefused(
      'NOT_ALLOWED',
    );
    await elder.mutate('setPassword', input);
    expect(JSON.stringify(await platform.sql('select * from account_password'))).not.toContain(
      '欲穷',
    );
  });
});

describe('an external issuer', () => {
  let server: Server;
  let privateKey: CryptoKey;
  let issuer: string;

  beforeAll(async () => {
    const pair = await generateKeyPair('ES256', { extractable: true });
    privateKey = pair.privateKey;
    const keys = JSON.stringify({
      keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'theirs', alg: 'ES256' }],
    });
    server = createServer((_, response) =>
      response.setHeader('content-type', 'application/json').end(keys),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const tokenFor = (claims: JWTPayload, key = privateKey) =>
    new SignJWT({ aud: 'linli', ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: 'theirs' })
      .setIssuer(issuer)
      .setExpirationTime('5 minutes')
      .sign(key);
  const who = '{ me { account { displayName } } }';

  test('a trusted issuer signs in its linked accounts, in the foundation that trusts it and no other', async () => {
    expect(await codeOf(who, await tokenFor({ sub: 'lin' }))).toBe('UNAUTHENTICATED');
    const trust = {
      name: '区政府',
      issuer,
      jwksUri: `${issuer}/keys`,
      audience: 'linli',
      scopes: ['REQUESTS_READ'],
    };
    const { issuer: trusted } = await admin.mutate('trustIssuer', trust, 'issuer { id }');
    await expect(admin.tryMutate('trustIssuer', trust)).toBeRefused('ISSUER_TRUSTED_ALREADY');
    expect(await codeOf(who, await tokenFor({ sub: 'lin' }))).toBe('UNAUTHENTICATED');
    const link = { issuerId: trusted.id, subject: 'lin' };
    const foreign = { ...link, accountId: ids.account('dispatcher@shiyuan') };
    await expect(admin.tryMutate('linkAccount', foreign)).toBeRefused('NOT_FOUND');
    await admin.mutate(
      'linkAccount',
      { ...link, accountId: ids.account('dispatcher@xinxian') },
      'issuer { id }',
    );

    const token = await tokenFor({ sub: 'lin' });
    expect(await codeOf(who, token)).toBe('UNAUTHENTICATED');
    await acceptAll(await platform.as('dispatcher@xinxian'));
    expect(await codeOf('{ serviceRequests(first: 1) { nodes { id } } }', token)).toBeUndefined();
    expect(await codeOf('{ elders(first: 1) { nodes { id } } }', token)).toBe('SCOPE_MISSING');
    const stranger = await generateKeyPair('ES256');
    for (const bad of [
      await tokenFor({ sub: 'lin', aud: 'other' }),
      await tokenFor({ sub: 'lin' }, stranger.privateKey),
      await tokenFor({ sub: 'somebody' }),
      await tokenFor({ sub: 'x'.repeat(2_000) }),
    ])
      expect(await codeOf(who, bad)).toBe('UNAUTHENTICATED');
    const { linkedAccounts } = await admin.query(
      '{ linkedAccounts(first: 100) { nodes { id subject } } }',
    );
    const linkId = linkedAccounts.nodes.find(
      (each: { subject: string }) => each.subject === 'lin',
    ).id;
    await admin.mutate('endAccountLink', { linkId }, 'linkId');
    expect(await codeOf(who, token)).toBe('UNAUTHENTICATED');
  });

  test('a trusted issuer may name people by phone, and its tokens end with the trust', async () => {
    await platform.sql('insert into account_phone (phone_index, account_id) values ($1, $2)', [
      blindIndex(phoneKeyOf(platform.settings), '+8613811112222'),
      platform.fixtures.accounts['leader@xinxian'],
    ]);
    const byPhone = { accountClaim: 'phone_number', matchesBy: 'PHONE', scopes: ['REQUESTS_READ'] };
    const trust = {
      name: '合作方',
      issuer,
      jwksUri: `${issuer}/keys`,
      audience: 'phones',
      ...byPhone,
    };
    const { issuer: trusted } = await admin.mutate('trustIssuer', trust, 'issuer { id }');
    const token = await tokenFor({ aud: 'phones', phone_number: '138 1111 2222' });
    // The first token proposes the link; the holder of the number accepts it.
    expect(await codeOf(who, token)).toBe('UNAUTHENTICATED');
    await acceptAll(await platform.as('leader@xinxian'));
    expect(await codeOf(who, token)).toBeUndefined();
    const unchecked = { aud: 'phones', phone_number: '13811112222', phone_number_verified: false };
    expect(await codeOf(who, await tokenFor(unchecked))).toBe('UNAUTHENTICATED');
    await admin.mutate('untrustIssuer', { issuerId: trusted.id }, 'issuer { untrustedAt }');
    expect(await codeOf(who, token)).toBe('UNAUTHENTICATED');
  });

  test.each([
    'http://127.0.0.1/',
    'http://[::1]/',
    'http://169.254.169.254/',
    'http://10.1.2.3/',
    'http://[::ffff:10.0.0.1]/',
    'http://localhost/',
    'http://[::127.0.0.1]/',
    'http://[64:ff9b::a00:1]/',
    'http://[2002:7f00:1::]/',
  ])('an issuer at an address of the own network is not asked: %s', async (address) => {
    const bounds = { mayAskPrivateAddresses: false, timeoutMs: 60_000, bytesMax: 1_000 };
    await expect(fetchPublic(new URL(address), bounds)).rejects.toThrow('not a public one');
  });
});

async function configurationOf(clientId: string, secret?: string): Promise<oidc.Configuration> {
  const { publicUrl } = platform.settings;
  return oidc.discovery(
    new URL(publicUrl),
    clientId,
    undefined,
    secret ? oidc.ClientSecretBasic(secret) : oidc.None(),
    {
      execute: [oidc.allowInsecureRequests],
      [oidc.customFetch]: (url, init) =>
        fetch(url.replace(publicUrl, platform.url), init as RequestInit),
    },
  );
}

async function arrive(config: oidc.Configuration) {
  const verifier = oidc.randomPKCECodeVerifier();
  const address = oidc.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: 'openid requests:read people:read',
    state: 'state',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  return { visitor: await new FormBrowser(platform).goTo(address.href), verifier };
}

async function tokenThrough(config: oidc.Configuration, persona: string): Promise<string> {
  const { visitor, verifier } = await arrive(config);
  await visitor.send('persona', { persona });
  await visitor.send('consent');
  const tokens = await oidc.authorizationCodeGrant(config, visitor.leftFor!, {
    pkceCodeVerifier: verifier,
    expectedState: 'state',
  });
  return tokens.access_token;
}

async function codeOf(query: string, token: string): Promise<unknown> {
  return (await new Caller(platform.url, token).send(query)).errors?.[0]?.extensions['code'];
}

async function expectOAuthError(call: Promise<unknown>, error: string): Promise<void> {
  const thrown = await call.then(
    () => ({ error: 'nothing was thrown' }),
    (reason: { error?: string; cause?: { parameters?: { error?: string } }[] }) => reason,
  );
  // The challenge is in a header (RFC 6749, 5.2), which openid-client reports separately.
  expect(
    thrown.error ?? ('cause' in thrown ? thrown.cause?.[0]?.parameters?.error : undefined),
  ).toBe(error);
}
