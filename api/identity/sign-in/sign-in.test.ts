import { get as httpGet } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { generateKeyPair, SignJWT } from 'jose';
import * as oidc from 'openid-client';
import { encodeId, newId } from '../../../schema/ids.ts';
import { allScopes } from '../../../schema/identity/scope.ts';
import { blindIndex } from '../../platform/privacy/secrets.ts';
import { Caller } from '../../testing/caller.ts';
import { FeedWatch } from '../../testing/feed-watch.ts';
import { type SmsGateway, smsGateway } from '../../testing/sms-gateway.ts';
import { FormBrowser } from '../../testing/form-browser.ts';
import { withLimits } from '../../testing/limits.ts';
import { type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';
import { IdentityStore } from '../identity-store.ts';
import { phoneKeyOf } from '../create-identity.ts';
import { KeyRing, signingKeys } from '../signing-keys.ts';
import { issueToken, verifyToken } from '../tokens.ts';
import { Attempts } from './rate-limit.ts';
import { oidcAdapter } from './oidc-adapter.ts';
import { hashPassword } from './passwords.ts';

let platform: TestPlatform;
let gateway: SmsGateway;
let config: oidc.Configuration;

const redirectUri = 'https://board.example/back';

beforeAll(async () => {
  gateway = await smsGateway();
  platform = await startTestPlatform({
    LINLI_SMS_URL: gateway.url,
    LINLI_CLIENTS_DIRECTORY: 'no/clients/here',
  });
  await platform.sql(
    `insert into first_party_app (client_id, name, name_en, kind, scopes, redirect_uris, origins)
     values ('board', '调度台', 'Dispatch board', 'BROWSER', $1, $2, '{https://board.example}')`,
    [allScopes, [redirectUri]],
  );
  config = await configurationOf('board');
});
afterAll(async () => {
  await platform?.close();
  await gateway?.close();
});

describe('signing in to an app', () => {
  test('a sign-in by phone and code gives the app tokens that the API accepts', async () => {
    const { visitor, verifier } = await arrive();
    expect(visitor.page.text).toContain('Sign in to Dispatch board');
    const tokens = await redeem(await byCode(visitor, 'dispatcher@xinxian'), verifier);
    const { me } = await new Caller(platform.url, tokens.access_token).query(
      '{ me { account { id displayName } grants { role } } }',
    );
    expect(me.grants).toEqual([{ role: 'DISPATCHER' }]);
    expect(tokens.claims()).toMatchObject({
      sub: me.account.id,
      aud: 'board',
    });
    expect(tokens.scope?.split(' ').sort()).toEqual([...allScopes].sort());
  });

  test('a sign-in by phone and password refuses a wrong password and accepts the right one', async () => {
    const number = await phoneOf('leader@xinxian');
    await platform.sql('insert into account_password (account_id, hash) values ($1, $2)', [
      platform.fixtures.accounts['leader@xinxian'],
      await hashPassword('correct horse battery'),
    ]);
    const { visitor, verifier } = await arrive();
    await visitor.send('use-password', { phone: number });
    await visitor.send('password', { phone: number, password: 'correct horse' });
    expect([visitor.page.status, alarmOf(visitor)]).toEqual([
      422,
      'The phone number or the password is incorrect. Try again.',
    ]);
    await visitor.send('password', { phone: number, password: 'correct horse battery' });
    await expectRole(await redeem(visitor, verifier), 'TEAM_LEADER');
  });

  test.each(['__proto__', 'constructor', 'toString', 'nothing'])(
    'an unknown step, %s, is not found',
    async (step) => {
      const { visitor } = await arrive();
      const [path] = new URL(visitor.page.url).pathname.match(/^\/sign-in\/[^/]+/) ?? [];
      await visitor.goTo(`${path}/${step}`, { method: 'POST', body: new URLSearchParams() });
      expect(visitor.page.status).toBe(404);
    },
  );

  test('a demonstration offers its personas', async () => {
    const { visitor, verifier } = await arrive(
      {},
      new FormBrowser(platform, { 'accept-language': 'zh-CN' }),
    );
    expect(visitor.page.text).toContain('登录调度台');
    await visitor.send('persona', { persona: 'volunteer@chaoxi' });
    await expectRole(await redeem(visitor, verifier), 'VOLUNTEER');
  });

  test('a browser that is signed in is not asked again, until it signs out', async () => {
    const { visitor, verifier } = await arrive();
    await redeem(await visitor.send('persona', { persona: 'elder@xinxian' }), verifier);
    const again = await arrive({}, visitor);
    const tokens = await redeem(visitor, again.verifier);
    await expectRole(tokens, 'ELDER');
    await visitor.goTo('/oauth/sign-out');
    await visitor.send('confirm', { logout: 'yes' });
    expect(visitor.page.text).toContain('You are signed out');
    // Its tokens end with it, although they were valid for an hour.
    expect(await codeOf(tokens.access_token)).toBe('UNAUTHENTICATED');
    await arrive({}, visitor);
    expect(visitor.page.text).toContain('Sign in to Dispatch board');
  });

  test.each([
    [
      'signing out',
      async (visitor: FormBrowser) =>
        (await visitor.goTo('/oauth/sign-out')).send('confirm', { logout: 'yes' }),
    ],
    [
      'revoking the refresh token',
      async (_: FormBrowser, token: string) => oidc.tokenRevocation(config, token),
    ],
  ])('%s ends subscriptions under its tokens, and no others', async (_, signOut) => {
    const { visitor, verifier } = await arrive();
    const tokens = await redeem(
      await visitor.send('persona', { persona: 'dispatcher@xinxian' }),
      verifier,
    );
    // Sign-out closes subscriptions at once, not only by the periodic check.
    await withLimits({ rightsCheckMs: Infinity }, async () => {
      const other = await FeedWatch.open(
        platform.url,
        await platform.tokenOf('dispatcher@xinxian'),
      );
      const watches = [
        await FeedWatch.open(platform.url, tokens.access_token, {}, 'WebSocket'),
        await FeedWatch.open(platform.url, tokens.access_token, {}, 'SSE'),
      ];
      await signOut(visitor, tokens.refresh_token!);
      const ends = await Promise.all(watches.map(({ ended }) => ended));
      expect(ends[0]).toMatchObject({ code: 4403 });
      // A busy machine sees a second checkpoint here.
      expect(new Set(other.received.map(({ __typename }) => __typename))).toEqual(
        new Set(['FeedCheckpoint']),
      );
      expect(await Promise.race([other.ended, Promise.resolve('open')])).toBe('open');
      for (const watch of [...watches, other]) watch.close();
    });
  });

  test('a person of two foundations chooses one, or the app names it', async () => {
    await platform.sql(
      `insert into role_grant (id, account_id, role, foundation_id, valid_from) values ($1, $2, 'FOUNDATION_ANALYST', $3, now())`,
      [
        newId(),
        platform.fixtures.accounts['analyst@sicheng'],
        platform.fixtures.foundations['yigong80'],
      ],
    );
    const { visitor, verifier } = await arrive();
    await visitor.send('persona', { persona: 'analyst@sicheng' });
    expect(visitor.page.text).toContain('Where do you want to work?');
    await visitor.send('foundation', { foundation: platform.fixtures.foundations['yigong80']! });
    expect(await foundationOf((await redeem(visitor, verifier)).access_token)).toBe('yigong80');
    const named = await arrive({ foundation: 'sicheng' }, visitor);
    expect(await foundationOf((await redeem(visitor, named.verifier)).access_token)).toBe(
      'sicheng',
    );
    await arrive({ foundation: 'nowhere' }, visitor);
    expect(visitor.leftFor?.searchParams.get('error')).toBe('invalid_target');
  });

  test('going back tells the app that nobody signed in', async () => {
    const { visitor } = await arrive();
    await visitor.send('cancel');
    expect([visitor.leftFor?.origin, visitor.leftFor?.searchParams.get('error')]).toEqual([
      'https://board.example',
      'access_denied',
    ]);
  });

  test('refresh tokens are good once; using one twice ends the sign-in', async () => {
    const { visitor, verifier } = await arrive();
    const first = await redeem(
      await visitor.send('persona', { persona: 'dispatcher@chaoxi' }),
      verifier,
    );
    const second = await oidc.refreshTokenGrant(config, first.refresh_token!);
    await expectRole(second, 'DISPATCHER');
    expect(second.refresh_token).not.toBe(first.refresh_token);
    await expectOAuthError(oidc.refreshTokenGrant(config, first.refresh_token!), 'invalid_grant');
    await expectOAuthError(oidc.refreshTokenGrant(config, second.refresh_token!), 'invalid_grant');
    expect(await codeOf(second.access_token)).toBe('UNAUTHENTICATED');
  });

  test('one of two simultaneous redemptions of a code gets tokens', async () => {
    const { visitor, verifier } = await arrive();
    await visitor.send('persona', { persona: 'dispatcher@chaoxi' });
    const results = await Promise.allSettled([
      redeem(visitor, verifier),
      redeem(visitor, verifier),
    ]);
    expect(results.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(1);
  });

  test('revoking the refresh token ends the access token too', async () => {
    const { visitor, verifier } = await arrive();
    const tokens = await redeem(
      await visitor.send('persona', { persona: 'dispatcher@chaoxi' }),
      verifier,
    );
    // An access token alone cannot be revoked.
    await expectOAuthError(
      oidc.tokenRevocation(config, tokens.access_token),
      'unsupported_token_type',
    );
    expect(await codeOf(tokens.access_token)).toBeUndefined();
    await oidc.tokenRevocation(config, tokens.refresh_token!);
    expect(await codeOf(tokens.access_token)).toBe('UNAUTHENTICATED');
  });
});

describe('one-time codes', () => {
  test('a wrong code uses up a try, and after five the right one is of no use', async () => {
    const number = await phoneOf('volunteer@xinxian');
    const { visitor } = await arrive();
    await visitor.send('code', { phone: number });
    const code = await gateway.codeFor(`+86${number}`);
    for (let tries = 0; tries < 5; tries += 1) {
      await visitor.send('verify', { code: code === '000000' ? '000001' : '000000' });
      expect(alarmOf(visitor)).toMatch(/^The code is incorrect/);
    }
    await visitor.send('verify', { code });
    expect([visitor.page.status, alarmOf(visitor)]).toEqual([
      422,
      expect.stringMatching(/^The code is incorrect/),
    ]);
  });

  test('a code is good once, and only in the sign-in that asked for it', async () => {
    const number = await phoneOf('volunteer@chaoxi');
    const { visitor } = await arrive();
    await visitor.send('code', { phone: number });
    const code = await gateway.codeFor(`+86${number}`);
    const elsewhere = (await arrive()).visitor;
    // The code page of another phone has a form for the stolen code.
    await elsewhere.send('code', { phone: '13899999999' });
    await elsewhere.send('verify', { phone: number, code });
    expect(elsewhere.page.status).toBe(422);
    const page = { ...visitor.page };
    await visitor.send('verify', { code });
    expect(visitor.leftFor?.searchParams.get('code')).toBeTruthy();
    visitor.page = page;
    await visitor.send('verify', { code });
    expect(visitor.page.text).toContain('This sign-in has ended');
  });

  test('a code expires', async () => {
    const number = await phoneOf('leader@chaoxi');
    const { visitor } = await arrive();
    await visitor.send('code', { phone: number });
    const code = await gateway.codeFor(`+86${number}`);
    await platform.sql(`update sign_in_code set expires_at = now() - interval '1 second'`);
    await visitor.send('verify', { code });
    expect(alarmOf(visitor)).toMatch(/^The code is incorrect/);
  });

  test('the answer does not tell whether a phone is known', async () => {
    const [known, unknown] = [await phoneOf('elder@dafangjia'), '13877777777'];
    const answers = [];
    for (const number of [known, unknown]) {
      const { visitor } = await arrive();
      await visitor.send('code', { phone: number });
      const asked = visitor.page;
      await visitor.send('verify', { code: '123456' });
      answers.push(
        [asked, visitor.page].map(({ status, text }) => [status, neutral(text, number)]),
      );
    }
    expect(answers[1]).toEqual(answers[0]);
    // Both phones get a row, so that neither counts nor times differ; only the known one gets a
    // message.
    await gateway.codeFor(`+86${known}`);
    expect(gateway.sent.filter(({ phone }) => phone === `+86${unknown}`)).toEqual([]);
  });

  test('codes for a phone and guesses are bounded, also by many callers at once', async () => {
    const number = '13866666666';
    const { visitor } = await arrive();
    await visitor.send('code', { phone: number });
    await visitor.send('code', { phone: number });
    expect([visitor.page.status, alarmOf(visitor)]).toEqual([
      429,
      expect.stringMatching(/^A code was just sent/),
    ]);
    expect(Number(visitor.page.headers.get('retry-after'))).toBeGreaterThan(0);
    for (let hour = 0; hour < 4; hour += 1) {
      await platform.sql(`update sign_in_attempt set at = at - interval '31 seconds'`);
      await visitor.send('code', { phone: number });
      expect(visitor.page.status).toBe(200);
    }
    await platform.sql(`update sign_in_attempt set at = at - interval '31 seconds'`);
    await visitor.send('code', { phone: number });
    expect([visitor.page.status, alarmOf(visitor)]).toEqual([
      429,
      expect.stringMatching(/^Too many attempts. Wait 5\d\u00a0min/),
    ]);

    const guesses = await Promise.all(
      Array.from(
        { length: 20 },
        async () =>
          (await visitor.twin().send('verify', { phone: number, code: '123456' })).page.status,
      ),
    );
    expect(guesses.toSorted((left, right) => left - right)).toEqual([
      ...Array<number>(15).fill(422),
      ...Array<number>(5).fill(429),
    ]);
  });
});

describe('the userinfo endpoint', () => {
  const signedIn = async (scope: string, persona: string) => {
    const { visitor, verifier } = await arrive({ scope });
    return { visitor, ...(await redeem(await visitor.send('persona', { persona }), verifier)) };
  };

  test('a stock client finds it by discovery, and reads what the scopes allow', async () => {
    expect(config.serverMetadata().userinfo_endpoint).toBe('http://linli.test/oauth/userinfo');
    const named = await signedIn('openid profile', 'leader@xinxian');
    const sub = encodeId('account', platform.fixtures.accounts['leader@xinxian']!);
    expect(await oidc.fetchUserInfo(config, named.access_token, sub)).toEqual({
      sub,
      name: expect.stringMatching(/./),
    });
    const bare = await signedIn('openid requests:read', 'leader@chaoxi');
    const claims = await oidc.fetchUserInfo(config, bare.access_token, oidc.skipSubjectCheck);
    expect(Object.keys(claims)).toEqual(['sub']);
  });

  test('a sign-in without openid has no claims, and no claim is a telephone number', async () => {
    const { access_token: token } = await signedIn('requests:read', 'second@chaoxi');
    expect(await askUserinfo(token)).toEqual([403, 'insufficient_scope']);
    expect(config.serverMetadata().claims_supported).not.toContain('phone_number');
  });

  test('it accepts a token by POST, and refuses one that the API refuses', async () => {
    const { visitor, access_token: token } = await signedIn('openid', 'second@chaoxi');
    const form = new URLSearchParams({ access_token: token });
    const posted = await fetch(`${platform.url}/oauth/userinfo`, { method: 'POST', body: form });
    expect(posted.status).toBe(200);
    await visitor.goTo('/oauth/sign-out');
    await visitor.send('confirm', { logout: 'yes' });
    const persona = await platform.as('leader@chaoxi');
    for (const refused of [token, `${token}x`, 'opaque', persona.token!])
      expect(await askUserinfo(refused)).toEqual([401, 'invalid_token']);
  });

  test('it answers pages of the origin that the app registered', async () => {
    const { access_token: token } = await signedIn('openid', 'leader@chaoxi');
    const ask = async (origin: string) => {
      const headers = { origin, authorization: `Bearer ${token}` };
      const response = await fetch(`${platform.url}/oauth/userinfo`, { headers });
      return response.headers.get('access-control-allow-origin');
    };
    expect(await ask('https://board.example')).toBe('https://board.example');
    expect(await ask('https://evil.example')).toBeNull();
  });
});

describe('simultaneous steps', () => {
  test('one of many simultaneous uses of a code or a refresh token succeeds', async () => {
    const adapter = oidcAdapter(new IdentityStore(platform.app.services.database))(
      'AuthorizationCode',
    );
    await adapter.upsert('one code', { kind: 'AuthorizationCode' }, 60);
    const uses = await Promise.allSettled(
      Array.from({ length: 12 }, () => adapter.consume('one code')),
    );
    expect(uses.filter(({ status }) => status === 'fulfilled').length).toBe(1);
  });

  test('simultaneous guesses do not exceed the bound', async () => {
    const attempts = new Attempts(
      new IdentityStore(platform.app.services.database),
      Buffer.alloc(32, 1),
    );
    const bounds = ['phone', 'address'].map((kind) => ({
      kind,
      subject: 'same',
      max: 5,
      windowSeconds: 60,
    }));
    const waits = await Promise.all(Array.from({ length: 40 }, () => attempts.count(bounds)));
    expect(waits.filter((wait) => wait === 0).length).toBe(5);
  });
});

describe('bad input gets the standard error and nothing else', () => {
  test.each([
    [
      'a redirect that is not registered',
      { redirect_uri: 'https://evil.example/back' },
      'invalid_redirect_uri',
    ],
    [
      'a redirect with something behind it',
      { redirect_uri: `${redirectUri}/more` },
      'invalid_redirect_uri',
    ],
    ['an app that there is not', { client_id: 'nobody' }, 'invalid_client'],
    ['a client_id of 8,000 characters', { client_id: 'x'.repeat(8_000) }, 'invalid_client'],
  ])(
    'a request with %s shows its error to the person, and does not redirect',
    async (_, parameters, error) => {
      const { visitor } = await arrive(parameters);
      expect(visitor.page.status).toBe(400);
      expect(visitor.page.text).toContain(error);
      expect(visitor.page.text).not.toMatch(/ at .*\.js|stack/);
      expect(visitor.leftFor?.origin ?? null).not.toBe('https://evil.example');
    },
  );

  test.each([
    ['a scope that there is not', { scope: 'openid everything:write' }, 'invalid_scope'],
    ['no PKCE', { code_challenge: '', code_challenge_method: '' }, 'invalid_request'],
    ['PKCE in clear', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['the implicit flow', { response_type: 'token' }, 'unsupported_response_type'],
    ['another API', { resource: 'https://other.example' }, 'invalid_target'],
  ])('a request with %s returns its error to the app', async (_, parameters, error) => {
    const { visitor } = await arrive(parameters);
    const { origin, search, hash } = visitor.leftFor!;
    // Responses of the implicit flow are in the fragment.
    const told = new URLSearchParams(search || hash.slice(1));
    expect([origin, told.get('error')]).toEqual(['https://board.example', error]);
  });

  test('a used, invented or foreign code is refused', async () => {
    const { visitor, verifier } = await arrive();
    await visitor.send('persona', { persona: 'dispatcher@chaoxi' });
    const back = visitor.leftFor!;
    await expectOAuthError(grant(back, oidc.randomPKCECodeVerifier()), 'invalid_grant');
    const madeUp = new URL(back);
    madeUp.searchParams.set('code', 'x'.repeat(43));
    await expectOAuthError(grant(madeUp, verifier), 'invalid_grant');
    const tokens = await grant(back, verifier);
    await expectOAuthError(grant(back, verifier), 'invalid_grant');
    // A second redemption may be a theft, so the tokens of the first one end.
    expect(await codeOf(tokens.access_token)).toBe('UNAUTHENTICATED');
  });

  test('a token that is changed, for another audience, of another issuer or of another key is refused', async () => {
    const token = await platform.tokenOf('dispatcher@xinxian');
    const [key] = await signingKeys(platform.app.services.database);
    const stranger = await generateKeyPair('EdDSA');
    const [header = '', payload = '', signature = ''] = token.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<
      string,
      unknown
    >;
    const adminId = platform.fixtures.accounts['admin@sicheng']!;
    const admin = { ...claims, sub: encodeId('account', adminId) };
    const sign = (changed: object, privateKey = key!.privateKey, typ = 'at+jwt') =>
      new SignJWT({ ...claims, ...changed })
        .setProtectedHeader({ alg: 'EdDSA', kid: key!.id, typ })
        .sign(privateKey);
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const bad = {
      'another person': `${header}.${part(admin)}.${signature}`,
      'no signature': `${part({ alg: 'none', typ: 'at+jwt' })}.${payload}.`,
      'another audience': await sign({ aud: 'somebody-else' }),
      'another issuer': await sign({ iss: 'https://elsewhere.example' }),
      'another signer': await sign({}, stranger.privateKey),
      'an ID token': await sign({}, key!.privateKey, 'JWT'),
      'an id without its type': await sign({ sub: adminId }),
      'an id of another type': await sign({ sub: encodeId('person', adminId) }),
      'a foundation without its type': await sign({
        foundation: platform.fixtures.foundations['sicheng'],
      }),
      'run out': await sign({ exp: 1_000_000 }),
      'no expiry': await sign({ exp: undefined }),
      'no token at all': 'x'.repeat(10_000),
    };
    for (const [what, text] of Object.entries(bad))
      expect([what, await codeOf(text)]).toEqual([what, 'UNAUTHENTICATED']);
  });

  test('a page of an unregistered origin cannot read an answer', async () => {
    const ask = async (url: string, origin: string, method = 'OPTIONS') => {
      const response = await fetch(`${platform.url}${url}`, {
        method,
        headers: {
          origin,
          ...(method === 'OPTIONS' && { 'access-control-request-method': 'POST' }),
          'content-type': 'application/x-www-form-urlencoded',
        },
        ...(method === 'POST' && {
          body: 'grant_type=authorization_code&client_id=board&code=x&redirect_uri=y',
        }),
      });
      return {
        allowed: response.headers.get('access-control-allow-origin'),
        text: await response.text(),
      };
    };
    expect((await ask('/graphql', 'https://board.example')).allowed).toBe('https://board.example');
    expect((await ask('/graphql', 'https://evil.example')).allowed).toBeNull();
    expect((await ask('/oauth/token', 'https://board.example', 'POST')).allowed).toBe(
      'https://board.example',
    );
    const refused = await ask('/oauth/token', 'https://evil.example', 'POST');
    expect([refused.allowed, JSON.parse(refused.text).error]).toEqual([null, 'invalid_request']);
  });

  test('a request line with another host changes no address of the discovery document', async () => {
    const { hostname, port } = new URL(platform.url);
    const path = 'http://evil.example/.well-known/openid-configuration';
    const answer = await new Promise<string>((resolve, reject) => {
      const request = httpGet({ hostname, port, path }, (response) => {
        response.setEncoding('utf8').on('error', reject);
        void response.toArray().then((parts) => resolve(parts.join('')), reject);
      });
      request.on('error', reject);
    });
    const { issuer, authorization_endpoint: authorize } = JSON.parse(answer);
    expect([issuer, new URL(authorize).origin]).toEqual(['http://linli.test', 'http://linli.test']);
  });

  test('over-long and malformed forms are refused, and so is a page of another sign-in', async () => {
    const { visitor } = await arrive();
    const { url } = visitor.page;
    for (const phone of [
      '',
      '1',
      'x'.repeat(41),
      '138000000001',
      "'; drop table account",
      '１３８\u0000０',
    ])
      expect(
        (
          await visitor.goTo(`${url}/code`, {
            method: 'POST',
            body: new URLSearchParams({ phone }),
          })
        ).page.status,
      ).toBe(422);
    const long = new URLSearchParams({ phone: 'x'.repeat(20_000) });
    expect((await visitor.goTo(`${url}/code`, { method: 'POST', body: long })).page.status).toBe(
      413,
    );
    expect((await visitor.goTo(`${url}/nothing`, { method: 'POST', body: '' })).page.status).toBe(
      415,
    );
    const stranger = await new FormBrowser(platform).goTo(url);
    expect([stranger.page.status, stranger.page.text.includes('This sign-in has ended')]).toEqual([
      400,
      true,
    ]);
  });

  test('the pages load nothing, run no script and stand in no frame', async () => {
    const { visitor } = await arrive();
    const policy = visitor.page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain(`default-src 'none'; style-src 'sha256-`);
    expect(policy).toContain(`form-action 'self' https://board.example;`);
    expect(policy).toContain(`frame-ancestors 'none'`);
    expect(visitor.page.text).not.toMatch(/<script|<img|<link|https?:/);
  });
});

test('a renewed key is published before it signs, and the old one stays while its tokens live', async () => {
  const issuer = platform.settings.publicUrl;
  const keysNow = async () =>
    (
      (await (await fetch(`${platform.url}/oauth/keys`)).json()) as {
        keys: { kid: string; d?: string }[];
      }
    ).keys;
  await arrive();
  const before = await keysNow();
  expect(before.some(({ d }) => d !== undefined)).toBe(false);
  await platform.sql(
    `update signing_key set created_at = now() - interval '91 days', signs_from = now() - interval '91 days'`,
  );
  const ring = new KeyRing(new IdentityStore(platform.app.services.database));
  const [old] = await ring.ready('EdDSA');
  // Two nodes notice at the same moment.
  const other = new KeyRing(new IdentityStore(platform.app.services.database));
  await other.ready('EdDSA');
  await Promise.all([ring.rotate(), other.rotate()]);
  expect(
    (await platform.sql(`select from signing_key where private_jwk ->> 'kty' = 'OKP'`)).length,
  ).toBe(2);
  expect((await ring.ready('EdDSA'))[0]!.key.id).toBe(old!.key.id);
  await platform.sql(
    `update signing_key set signs_from = now() - interval '1 second' where created_at > now() - interval '1 day'`,
  );
  await ring.rotate();
  const [now] = await ring.ready('EdDSA');
  expect(now!.key.id).not.toBe(old!.key.id);
  const claims = {
    accountId: platform.fixtures.accounts['dispatcher@xinxian']!,
    foundationId: null,
    appId: null,
    scopes: null,
  };
  for (const { key } of [now!, old!]) {
    const token = await issueToken(key, issuer, claims, 60);
    expect((await verifyToken(ring, issuer, token)).accountId).toBe(claims.accountId);
  }
  await platform.sql(
    `update signing_key set signs_from = now() - interval '2 days' where id = $1`,
    [now!.key.id],
  );
  await ring.rotate();
  expect(await ring.find(old!.key.id)).toBeUndefined();
});

async function configurationOf(clientId: string, secret?: string): Promise<oidc.Configuration> {
  return oidc.discovery(
    new URL(platform.settings.publicUrl),
    clientId,
    { client_secret: secret },
    secret ? oidc.ClientSecretBasic(secret) : oidc.None(),
    {
      execute: [oidc.allowInsecureRequests],
      [oidc.customFetch]: (url, init) =>
        fetch(url.replace(platform.settings.publicUrl, platform.url), init as RequestInit),
    },
  );
}

/** Opens the first page of a sign-in, as an app redirects to it. */
async function arrive(
  parameters: Record<string, string> = {},
  visitor = new FormBrowser(platform),
) {
  const verifier = oidc.randomPKCECodeVerifier();
  const address = oidc.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: 'openid',
    state: 'state',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...parameters,
  });
  await visitor.goTo(address.href);
  return { visitor, verifier };
}

/** Passes the two pages of a sign-in by code. */
async function byCode(visitor: FormBrowser, persona: string): Promise<FormBrowser> {
  const number = await phoneOf(persona);
  await visitor.send('code', {
    phone: `${number.slice(0, 3)} ${number.slice(3, 7)}-${number.slice(7)}`,
  });
  expect(visitor.page.text).toContain(`If +86${number} belongs to an account`);
  return visitor.send('verify', { code: await gateway.codeFor(`+86${number}`) });
}

async function askUserinfo(token: string): Promise<[number, unknown]> {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${platform.url}/oauth/userinfo`, { headers });
  const { error } = (await response.json()) as { error?: string };
  return [response.status, error];
}

let phones = 0;
const phoneByPersona = new Map<string, string>();

/** A phone number of the persona, as people write it. */
async function phoneOf(persona: string): Promise<string> {
  let number = phoneByPersona.get(persona);
  if (!number) {
    number = String(13_800_000_001 + (phones += 1));
    phoneByPersona.set(persona, number);
    await platform.sql('insert into account_phone (phone_index, account_id) values ($1, $2)', [
      blindIndex(phoneKeyOf(platform.settings), `+86${number}`),
      platform.fixtures.accounts[persona],
    ]);
  }
  return number;
}

function grant(back: URL, verifier: string) {
  return oidc.authorizationCodeGrant(config, back, {
    pkceCodeVerifier: verifier,
    expectedState: 'state',
  });
}

async function redeem(visitor: FormBrowser, verifier: string) {
  return grant(visitor.leftFor!, verifier);
}

async function expectRole(
  { access_token: token }: { access_token: string },
  role: string,
): Promise<void> {
  const { me } = await new Caller(platform.url, token).query('{ me { grants { role } } }');
  expect(me.grants).toEqual([{ role }]);
}

async function foundationOf(token: string): Promise<string> {
  return (await new Caller(platform.url, token).query('{ foundation { slug } }')).foundation.slug;
}

/** The error code of the API for a token; undefined when it is valid. */
async function codeOf(token: string): Promise<unknown> {
  return (await new Caller(platform.url, token).send('{ me { account { id } } }')).errors?.[0]
    ?.extensions['code'];
}

async function expectOAuthError(call: Promise<unknown>, error: string): Promise<void> {
  const thrown = await call.then(
    () => ({ error: 'nothing was thrown' }),
    (reason: { error?: string }) => reason,
  );
  expect(thrown.error).toBe(error);
}

function alarmOf(visitor: FormBrowser): string | undefined {
  return /role="alert">([^<]*)</.exec(visitor.page.text)?.[1];
}

/** A page without the parts that differ between any two sign-ins. */
function neutral(text: string, number: string): string {
  return text.replaceAll(number, 'NUMBER').replaceAll(/\/sign-in\/[\w-]+/g, '/sign-in/ID');
}
