import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { enumNameOf } from '../../schema/described-enum.ts';
import { blindIndex } from '../platform/privacy/secrets.ts';
import { Caller } from '../testing/caller.ts';
import { acceptAll } from '../testing/invitations.ts';
import { FixtureIds } from '../testing/scenario/fixture-ids.ts';
import { newKey, startTestPlatform, type TestPlatform } from '../testing/test-platform.ts';
import { phoneKeyOf } from './create-identity.ts';
import { signingKeys } from './signing-keys.ts';
import { issueToken } from './tokens.ts';

/** An administrator tries every means to reach beyond the own foundation. */
let platform: TestPlatform;
let ids: FixtureIds;
let admin: Caller;
let server: Server;
let privateKey: CryptoKey;
let issuer: string;

beforeAll(async () => {
  platform = await startTestPlatform();
  ids = new FixtureIds(platform.fixtures);
  admin = await platform.as('admin@sicheng');
  const pair = await generateKeyPair('ES256', { extractable: true });
  privateKey = pair.privateKey;
  const keys = JSON.stringify({
    keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'own', alg: 'ES256' }],
  });
  server = createServer((_, response) =>
    response.setHeader('content-type', 'application/json').end(keys),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  for (const [persona, phone] of Object.entries(phones))
    await platform.sql('insert into account_phone (phone_index, account_id) values ($1, $2)', [
      blindIndex(phoneKeyOf(platform.settings), phone),
      platform.fixtures.accounts[persona],
    ]);
});

afterAll(async () => {
  server?.closeAllConnections();
  server?.close();
  await platform?.close();
});

const phones = {
  'operator@headbank': '+8613800000001',
  'admin@yigong80': '+8613800000002',
  'dispatcher@xinxian': '+8613800000003',
  'leader@xinxian': '+8613800000004',
};
const allScopes = [
  'people:write',
  'requests:write',
  'coins:write',
  'communities:write',
  'organisation:write',
];
const scopeNames = allScopes.map(enumNameOf);
const whoami = '{ me { grants { role } foundations { foundationId } } }';

const tokenFor = async (claims: JWTPayload) =>
  new SignJWT({ aud: 'linli', ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'own' })
    .setIssuer(issuer)
    .setExpirationTime('5 minutes')
    .sign(privateKey);

async function trust(audience: string, more: object = {}): Promise<string> {
  const wanted = {
    name: `自家签发方 ${audience}`,
    issuer,
    jwksUri: `${issuer}/keys`,
    audience,
    scopes: scopeNames,
  };
  return (await admin.mutate('trustIssuer', { ...wanted, ...more }, 'issuer { id }')).issuer.id;
}

async function grantTo(persona: keyof typeof phones, role = 'FOUNDATION_ADMIN') {
  const holder = { holderName: '总行同事', holderPhone: phones[persona] };
  return (await admin.mutate('grantRole', { role, ...holder }, 'grant { id accountId acceptedAt }'))
    .grant;
}

async function codeOf(token: string, query = whoami): Promise<unknown> {
  return (await new Caller(platform.url, token).send(query)).errors?.[0]?.extensions['code'];
}

describe('a first grant', () => {
  test('a first grant waits for the holder, reveals no known phone, and shows in me', async () => {
    const known = await grantTo('admin@yigong80', 'AUDITOR');
    const holder = { holderName: '新人', holderPhone: '+8613811110000' };
    const { grant: fresh } = await admin.mutate(
      'grantRole',
      { role: 'AUDITOR', ...holder },
      'grant { acceptedAt }',
    );
    expect([known.acceptedAt, fresh.acceptedAt]).toEqual([null, null]);
    const invited = await platform.as('admin@yigong80');
    const roles = async () =>
      (await invited.query('{ me { foundations { foundationId } } }')).me.foundations;
    expect(await roles()).toEqual([{ foundationId: ids.foundation('yigong80') }]);
    const { me } = await invited.query(
      '{ me { invitations { invitationId kind foundationId foundationName role } } }',
    );
    expect(me.invitations).toEqual([
      {
        invitationId: known.id,
        kind: 'ROLE',
        foundationId: ids.foundation('sicheng'),
        foundationName: '思诚社区公益基金会',
        role: 'AUDITOR',
      },
    ]);
    const choose = { 'x-linli-foundation': ids.foundation('sicheng') };
    expect((await invited.send(whoami, {}, choose)).errors?.[0]?.extensions['code']).toBe(
      'FOUNDATION_NOT_YOURS',
    );
    // Nobody can answer for another account.
    await expect(admin.tryMutate('acceptInvitation', { invitationId: known.id })).toBeRefused(
      'NOT_FOUND',
    );
    await invited.mutate('acceptInvitation', { invitationId: known.id }, 'invitation { role }');
    expect(await roles()).toHaveLength(2);
    const trail = `query ($id: ID!) { auditTrail(first: 5, filter: { subjectId: $id }) { nodes { action actorAccountId } } }`;
    const { auditTrail } = await admin.query(trail, { id: known.id });
    expect(auditTrail.nodes).toEqual([
      { action: 'INVITATION_ACCEPT', actorAccountId: known.accountId },
      { action: 'ROLE_GRANT', actorAccountId: ids.account('admin@sicheng') },
    ]);
    // An account that has accepted the foundation once needs no further invitation to it.
    expect((await grantTo('admin@yigong80', 'FOUNDATION_ANALYST')).acceptedAt).not.toBeNull();
    await platform.sql(`delete from role_grant where account_id = $1 and foundation_id = $2`, [
      platform.fixtures.accounts['admin@yigong80'],
      platform.fixtures.foundations['sicheng'],
    ]);
  });

  test('a declined grant never counts', async () => {
    const grant = await grantTo('operator@headbank', 'AUDITOR');
    const operator = await platform.as('operator@headbank');
    await operator.mutate(
      'declineInvitation',
      { invitationId: grant.id },
      'invitation { invitationId }',
    );
    expect(
      (await operator.query('{ me { invitations { invitationId } foundations { foundationId } } }'))
        .me,
    ).toEqual({
      invitations: [],
      foundations: [],
    });
    await expect(operator.tryMutate('acceptInvitation', { invitationId: grant.id })).toBeRefused(
      'NOT_FOUND',
    );
  });

  test('the last administrator stays until another one has accepted', async () => {
    await grantTo('operator@headbank');
    const { roleGrants } = await admin.query(
      '{ roleGrants(first: 100, filter: { roles: [FOUNDATION_ADMIN], isInForce: true }) { nodes { id accountId } } }',
    );
    expect(roleGrants.nodes).toHaveLength(1);
    await expect(
      admin.tryMutate('revokeRole', { grantId: roleGrants.nodes[0].id, reason: '-' }),
    ).toBeRefused('LAST_ADMINISTRATOR');
    const operator = await platform.as('operator@headbank');
    const [offer] = (await operator.query('{ me { invitations { invitationId } } }')).me
      .invitations;
    await operator.mutate('declineInvitation', offer, 'invitation { invitationId }');
  });
});

describe('an issuer of the foundation', () => {
  test('an issuer does not act as an account until its holder has accepted, and the holder is told', async () => {
    const byLink = await trust('link');
    await admin.mutate(
      'linkAccount',
      { issuerId: byLink, subject: 'x', accountId: ids.account('dispatcher@xinxian') },
      'issuer { id }',
    );
    await trust('phone', { accountClaim: 'phone_number', matchesBy: 'PHONE' });
    const byPhone = await tokenFor({ aud: 'phone', phone_number: phones['leader@xinxian'] });
    expect(await codeOf(await tokenFor({ aud: 'link', sub: 'x' }))).toBe('UNAUTHENTICATED');
    expect(await codeOf(byPhone)).toBe('UNAUTHENTICATED');
    const invitations = async (persona: string) =>
      (
        await (
          await platform.as(persona)
        ).query('{ me { invitations { kind issuerName subject } } }')
      ).me.invitations;
    expect(await invitations('dispatcher@xinxian')).toEqual([
      { kind: 'SIGN_IN', issuerName: '自家签发方 link', subject: 'x' },
    ]);
    expect(await invitations('leader@xinxian')).toEqual([
      { kind: 'SIGN_IN', issuerName: '自家签发方 phone', subject: null },
    ]);
    const { auditTrail } = await admin.query(
      'query ($id: ID!) { auditTrail(first: 5, filter: { subjectId: $id }) { nodes { action } } }',
      { id: ids.account('dispatcher@xinxian') },
    );
    expect(auditTrail.nodes).toEqual([{ action: 'ISSUER_LINK' }]);
    expect(JSON.stringify(await platform.sql('select * from linked_account'))).not.toContain(
      '13800000004',
    );
  });

  test('tokens of an issuer do not reveal whether a number belongs to a person without a role there', async () => {
    await trust('probe', { accountClaim: 'phone_number', matchesBy: 'PHONE' });
    const told = async (phone: string) => {
      const token = await tokenFor({ aud: 'probe', phone_number: phone });
      return (await new Caller(platform.url, token).send(whoami)).errors?.map(
        ({ message }: { message: string }) => message,
      );
    };
    const nobody = await told('+8613899990000');
    expect(nobody).toEqual([expect.stringContaining('is not valid')]);
    expect(await told(phones['admin@yigong80'])).toEqual(nobody);
    expect(await told(phones['leader@xinxian'])).not.toEqual(nobody);
  });

  test('the audit log names the issuer beside the account, and the holder can unlink it', async () => {
    const dispatcher = await platform.as('dispatcher@xinxian');
    await acceptAll(dispatcher);
    const token = await tokenFor({ aud: 'link', sub: 'x' });
    const asDispatcher = new Caller(platform.url, token);
    expect((await asDispatcher.query(whoami)).me.grants).toEqual([{ role: 'DISPATCHER' }]);
    const personId = ids.person('elder@xinxian');
    const { consent } = await asDispatcher.mutate(
      'recordConsent',
      { personId, purpose: 'CARE' },
      'consent { id }',
    );
    const trail = `query ($id: ID!) { auditTrail(first: 5, filter: { subjectId: $id }) { nodes { actorAccountId credential { kind name } } } }`;
    expect((await admin.query(trail, { id: consent.id })).auditTrail.nodes).toEqual([
      {
        actorAccountId: ids.account('dispatcher@xinxian'),
        credential: { kind: 'ISSUER', name: '自家签发方 link' },
      },
    ]);
    // It neither answers nor sees invitations, nor changes how the person signs in.
    expect(
      (await asDispatcher.query('{ me { invitations { invitationId } linkedIssuers { linkId } } }'))
        .me,
    ).toEqual({
      invitations: null,
      linkedIssuers: null,
    });
    await expect(
      asDispatcher.tryMutate('setPassword', { newPassword: '春江潮水连海平海上明月' }),
    ).toBeRefused('NOT_ALLOWED');
    const { me } = await dispatcher.query(
      '{ me { linkedIssuers { linkId issuerName foundationName } } }',
    );
    expect(me.linkedIssuers).toMatchObject([
      { issuerName: '自家签发方 link', foundationName: '思诚社区公益基金会' },
    ]);
    // A key that it made ends with the link.
    const { key } = await asDispatcher.mutate(
      'createApiKey',
      { name: '留后路', scopes: ['REQUESTS_READ'] },
      'key',
    );
    expect(await codeOf(key)).toBeUndefined();
    await dispatcher.mutate('endAccountLink', { linkId: me.linkedIssuers[0].linkId }, 'linkId');
    expect(await codeOf(key)).toBe('UNAUTHENTICATED');
    expect(await codeOf(token)).toBe('UNAUTHENTICATED');
  });
});

describe('credentials of a foundation carry no rights elsewhere, even if the account has some', () => {
  /** Operations for head bank roles that an administrator must not have. */
  const aboveFoundations = [
    '{ clearingRegister(first: 1) { nodes { number } } }',
    '{ clearingPositions(first: 1) { nodes { name } } }',
  ];
  const tokens: Record<string, string> = {};

  beforeAll(async () => {
    // The operator accepts everything on offer.
    const operator = await platform.as('operator@headbank');
    await grantTo('operator@headbank', 'AUDITOR');
    await acceptAll(operator);
    const both = await platform.as('admin@yigong80');
    await grantTo('admin@yigong80');
    await acceptAll(both);
    const issuerId = await trust('all');
    for (const persona of ['operator@headbank', 'admin@yigong80'])
      await admin.mutate(
        'linkAccount',
        { issuerId, subject: persona, accountId: ids.account(persona) },
        'issuer { id }',
      );
    await acceptAll(operator);
    await acceptAll(both);
    for (const [persona, caller] of [
      ['operator@headbank', operator],
      ['admin@yigong80', both],
    ] as const) {
      tokens[`${persona} by the issuer`] = await tokenFor({ aud: 'all', sub: persona });
      const made = `mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { key errors { code } } }`;
      const { data } = await caller.send(
        made,
        { input: { idempotencyKey: newKey(), name: '脚本', scopes: scopeNames } },
        { 'x-linli-foundation': ids.foundation('sicheng') },
      );
      tokens[`${persona} by a key`] = data.createApiKey.key;
      const app = { name: `应用 ${persona}`, kind: 'SERVER', scopes: scopeNames };
      const { app: registered } = await admin.mutate('registerApp', app, 'app { id clientId }');
      await admin.mutate(
        'grantApp',
        { appId: registered.id, scopes: scopeNames },
        'consent { id }',
      );
      tokens[`${persona} through an app`] = await appToken(persona, registered.clientId);
    }
  });

  /** An app's token after the persona's sign-in through it. */
  async function appToken(persona: string, appId: string): Promise<string> {
    const [key] = await signingKeys(platform.app.services.database);
    const claims = {
      accountId: platform.fixtures.accounts[persona]!,
      foundationId: platform.fixtures.foundations['sicheng']!,
      appId,
      scopes: new Set(allScopes),
    };
    return issueToken(key!, platform.settings.publicUrl, claims, 600);
  }

  test('an account with its own sign-in has its rights elsewhere', async () => {
    const operator = await platform.as('operator@headbank');
    expect((await operator.query(whoami)).me.grants).toEqual(
      expect.arrayContaining([{ role: 'HEAD_BANK_OPERATOR' }, { role: 'AUDITOR' }]),
    );
    for (const query of aboveFoundations)
      expect((await operator.send(query)).errors).toBeUndefined();
    const both = await platform.as('admin@yigong80');
    const elsewhere = { 'x-linli-foundation': ids.foundation('yigong80') };
    expect(
      (await both.send('{ roleGrants(first: 1) { nodes { id } } }', {}, elsewhere)).errors,
    ).toBeUndefined();
  });

  test.each(['by the issuer', 'by a key', 'through an app'])(
    'an account %s has no rights elsewhere',
    async (means) => {
      const operator = new Caller(platform.url, tokens[`operator@headbank ${means}`]!);
      const own = {
        grants: [{ role: 'AUDITOR' }],
        foundations: [{ foundationId: ids.foundation('sicheng') }],
      };
      expect((await operator.query(whoami)).me).toEqual(own);
      for (const query of aboveFoundations) {
        const { data, errors } = await operator.send(query);
        expect([query, data ? Object.values(data as object)[0] : null, errors?.length]).toEqual([
          query,
          null,
          1,
        ]);
      }
      const opened = {
        slug: 'stolen',
        name: '盗',
        timeZone: 'Asia/Shanghai',
        administratorName: '盗',
        administratorPhone: '+8613899999999',
      };
      await expect(operator.tryMutate('openFoundation', opened)).toBeRefused('NOT_ALLOWED');

      const token = tokens[`admin@yigong80 ${means}`]!;
      const both = new Caller(platform.url, token);
      expect((await both.query(whoami)).me).toEqual({
        grants: [{ role: 'FOUNDATION_ADMIN' }],
        foundations: [{ foundationId: ids.foundation('sicheng') }],
      });
      const elsewhere = { 'x-linli-foundation': ids.foundation('yigong80') };
      const { errors } = await both.send('{ elders(first: 1) { nodes { id } } }', {}, elsewhere);
      expect(errors?.[0]?.extensions['code']).toBe('FOUNDATION_NOT_YOURS');
      const theirs = ids.elder('elder@shiyuan');
      expect(
        (await both.query('query ($id: ID!) { node(id: $id) { id } }', { id: theirs })).node,
      ).toBeNull();
    },
  );
});
