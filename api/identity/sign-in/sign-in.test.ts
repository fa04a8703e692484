import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as oidc from 'openid-client';
import { allScopes } from '../../../schema/identity/scope.ts';
import { blindIndex } from '../../platform/secrets.ts';
import { Caller } from '../../testing/caller.ts';
import { type SmsGateway, smsGateway } from '../../testing/sms-gateway.ts';
import { Visitor } from '../../testing/visitor.ts';
import { type World, world } from '../../testing/world.ts';
import { phoneKeyOf } from '../open-identity.ts';

let here: World;
let gateway: SmsGateway;
let config: oidc.Configuration;

const redirectUri = 'https://board.example/back';
const phone = '+8613800000001';

beforeAll(async () => {
  gateway = await smsGateway();
  here = await world({ LINLI_SMS_URL: gateway.url, LINLI_CLIENTS_DIRECTORY: 'no/clients/here' });
  await here.sql(
    `insert into own_app (client_id, name, name_en, kind, scopes, redirect_uris, origins)
     values ('board', '调度台', 'Dispatch board', 'BROWSER', $1, $2, '{https://board.example}')`,
    [allScopes, [redirectUri]],
  );
  await givePhone('dispatcher@xinxian', phone);
  config = await configurationOf('board');
});
afterAll(async () => {
  await here?.close();
  await gateway?.close();
});

describe('signing in to an app', () => {
  test('by phone and code: the app gets tokens that the API takes', async () => {
    const { visitor, verifier } = await arrive();
    expect(visitor.page.text).toContain('Sign in to Dispatch board');
    await visitor.send('code', { phone: '138 0000-0001' });
    expect(visitor.page.text).toContain('If +8613800000001 belongs to an account');
    await visitor.send('verify', { code: await gateway.codeFor(phone) });
    const tokens = await oidc.authorizationCodeGrant(config, visitor.leftFor!, {
      pkceCodeVerifier: verifier,
      expectedState: 'state',
    });
    const { me } = await new Caller(here.url, tokens.access_token).ask(
      '{ me { account { displayName } grants { role } } }',
    );
    expect(me.grants).toEqual([{ role: 'DISPATCHER' }]);
    expect(tokens.claims()).toMatchObject({ sub: here.settlers.accounts['dispatcher@xinxian'], aud: 'board' });
    expect(tokens.scope?.split(' ').sort()).toEqual([...allScopes].sort());
  });
});

async function configurationOf(clientId: string, secret?: string): Promise<oidc.Configuration> {
  return oidc.discovery(
    new URL(here.settings.publicUrl),
    clientId,
    { client_secret: secret },
    secret ? oidc.ClientSecretBasic(secret) : oidc.None(),
    {
      execute: [oidc.allowInsecureRequests],
      [oidc.customFetch]: (url, init) => fetch(url.replace(here.settings.publicUrl, here.url), init as RequestInit),
    },
  );
}

/** Comes to the first page of a sign-in, as an app sends people there. */
async function arrive(parameters: Record<string, string> = {}, visitor = new Visitor(here)) {
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

async function givePhone(persona: string, number: string): Promise<void> {
  await here.sql('insert into account_phone (phone_index, account_id) values ($1, $2)', [
    blindIndex(phoneKeyOf(here.settings), number),
    here.settlers.accounts[persona],
  ]);
}
