import { randomBytes } from 'node:crypto';
import type {
  GrantAppInput,
  RegisterAppInput,
  RetireAppInput,
  RevokeAppInput,
  RotateAppSecretInput,
} from '../../schema/identity/access-inputs.ts';
import { AppKind } from '../../schema/identity/app.ts';
import { Role } from '../../schema/identity/role-grant.ts';
import { encodeId, newId } from '../../schema/ids.ts';
import type { Context } from '../platform/context/operation-context.ts';
import type { MutationTransaction } from '../platform/context/mutation.ts';
import { statement } from '../platform/database/statement.ts';
import { roles } from '../platform/database/roles.ts';
import { Refusal } from '../platform/common/errors.ts';
import { idFrom } from '../platform/common/ids.ts';
import { identityLimits } from './limits.ts';
import { hashOfSecret } from '../platform/privacy/secrets.ts';
import { checkOrigins, checkRedirectUris } from './app-validation.ts';
import { IdentityStore } from './identity-store.ts';
import { openSecret, type SecretInForce, sealSecret } from './sealed-secret.ts';

/**
 * Registers an app. It has no access until a foundation consents: grantApp.
 * Refuses with NOT_ALLOWED, REDIRECT_URI_NEEDED, REDIRECT_URI_INVALID,
 * ORIGIN_INVALID, TOO_MANY_APPS.
 */
export async function registerApp(ctx: Context, input: RegisterAppInput) {
  ctx.authorize('app:register');
  checkRedirectUris(input.kind, input.redirectUris);
  checkOrigins(input.origins);
  const { vault } = ctx.services;
  const answer = await ctx.mutate({ operation: 'registerApp', input }, async (tx) => {
    const appId = newId();
    const clientSecret = input.kind === AppKind.SERVER ? newSecret() : null;
    await tx.authorize('app:register', {}, { kind: 'app', id: appId });
    const [{ count } = { count: '0' }] = await tx.rows<{ count: string }>(countApps);
    if (Number(count) >= identityLimits.appsPerFoundationMax)
      throw new Refusal('TOO_MANY_APPS', { countMax: identityLimits.appsPerFoundationMax });
    const accountId = input.kind === AppKind.SERVER ? await accountForServer(tx, input.name) : null;
    await tx.rows(insertApp, {
      appId,
      clientId: encodeId('app', appId),
      accountId,
      name: input.name,
      kind: input.kind,
      scopes: input.scopes,
      redirectUris: input.redirectUris,
      origins: input.origins,
      secretHash: clientSecret && hashOfSecret(clientSecret),
      isOffered: input.isOffered,
    });
    return { appId, ...sealSecret(vault, appId, clientSecret) };
  });
  return { appId: answer.appId, clientSecret: await openSecret(ctx, answer.appId, answer, ofApp) };
}

/**
 * Replaces the client secret of an app. Refuses with NOT_FOUND, NOT_ALLOWED, APP_HAS_NO_SECRET,
 * APP_RETIRED.
 */
export async function rotateAppSecret(ctx: Context, input: RotateAppSecretInput) {
  const appId = idFrom('app', input.appId, 'input', 'appId');
  ctx.authorize('app:change');
  const { vault } = ctx.services;
  const answer = await ctx.mutate({ operation: 'rotateAppSecret', input }, async (tx) => {
    const app = await firstPartyApp(tx, appId);
    await tx.authorize('app:change', {}, { kind: 'app', id: appId });
    if (app.kind !== AppKind.SERVER) throw new Refusal('APP_HAS_NO_SECRET', {}, ['input', 'appId']);
    if (!app.isActive) throw new Refusal('APP_RETIRED', {}, ['input', 'appId']);
    const clientSecret = newSecret();
    await tx.rows(updateSecret, { appId, secretHash: hashOfSecret(clientSecret) });
    return sealSecret(vault, appId, clientSecret);
  });
  return { appId, clientSecret: await openSecret(ctx, appId, answer, ofApp) };
}

/**
 * Retires an app for good, in all foundations, and ends its sign-ins. Refuses with NOT_FOUND,
 * NOT_ALLOWED.
 */
export async function retireApp(ctx: Context, input: RetireAppInput): Promise<{ appId: string }> {
  const appId = idFrom('app', input.appId, 'input', 'appId');
  await ctx.mutate({ operation: 'retireApp', input }, async (tx) => {
    await firstPartyApp(tx, appId);
    await tx.authorize('app:change', {}, { kind: 'app', id: appId });
    await tx.rows(retire, { appId });
    await endSignInsOf(tx, encodeId('app', appId), null);
    const store = new IdentityStore(ctx.services.database);
    const granted = await store.rows<{ foundationId: string }>(selectFoundationsOfApp, {
      clientId: encodeId('app', appId),
    });
    await tellAccessChanged(tx, [
      tx.foundationId,
      ...granted.map(({ foundationId }) => foundationId),
    ]);
    return { appId };
  });
  return { appId };
}

/**
 * Consents to an app, or changes its scopes. Another foundation's app needs an offer to all and its
 * id.
 * Refuses with NOT_FOUND, NOT_ALLOWED, APP_RETIRED, SCOPES_BEYOND_APP.
 */
export async function grantApp(ctx: Context, input: GrantAppInput): Promise<{ consentId: string }> {
  const appId = idFrom('app', input.appId, 'input', 'appId');
  return ctx.mutate({ operation: 'grantApp', input }, async (tx) => {
    const app = await grantableApp(tx, appId);
    await tx.authorize('app:grant', {}, { kind: 'app', id: appId });
    if (!app.isActive) throw new Refusal('APP_RETIRED', {}, ['input', 'appId']);
    const beyond = input.scopes.filter((scope) => !app.scopes.includes(scope));
    if (beyond.length > 0)
      throw new Refusal('SCOPES_BEYOND_APP', { scopes: beyond.join(', ') }, ['input', 'scopes']);
    const consentId = newId();
    await tx.rows(endConsent, { appId });
    await tx.rows(insertConsent, {
      consentId,
      appId,
      clientId: app.clientId,
      name: app.name,
      scopes: input.scopes,
    });
    if (app.accountId)
      await tx.rows(letServerIn, { id: newId(), accountId: app.accountId, role: Role.PARTNER_APP });
    await tellAccessChanged(tx, [tx.foundationId]);
    return { consentId };
  });
}

/**
 * Revokes the consent to an app: its tokens fail at the next request, its subscriptions end within
 * seconds.
 * Refuses with NOT_FOUND, NOT_ALLOWED.
 */
export async function revokeApp(
  ctx: Context,
  input: RevokeAppInput,
): Promise<{ consentId: string }> {
  const appId = idFrom('app', input.appId, 'input', 'appId');
  return ctx.mutate({ operation: 'revokeApp', input }, async (tx) => {
    const [ended] = await tx.rows<{ id: string; clientId: string }>(endConsent, {
      appId,
    });
    if (!ended) throw new Refusal('NOT_FOUND', { what: 'App' }, ['input', 'appId']);
    await tx.authorize('app:revoke', {}, { kind: 'app', id: appId });
    // The app may belong to another foundation, so row-level security hides its row here.
    const store = new IdentityStore(ctx.services.database);
    const [app] = await store.rows<{ accountId: string | null }>(selectAppAccount, {
      clientId: ended.clientId,
    });
    // Keys that it made end for good, also if the foundation consents again.
    await tx.rows(endKeysOfApp, { clientId: ended.clientId });
    await tx.rows(letServerOut, { accountId: app?.accountId ?? null, role: Role.PARTNER_APP });
    await endSignInsOf(tx, ended.clientId, tx.foundationId);
    await tellAccessChanged(tx, [tx.foundationId]);
    return { consentId: ended.id };
  });
}

/**
 * Ends the sign-ins through an app, in one foundation or in all. Part of the change, so a repeated
 * call ends none that began after a new consent.
 */
async function endSignInsOf(
  tx: MutationTransaction,
  clientId: string,
  inFoundationId: string | null,
): Promise<void> {
  await tx.asRole(roles.identity, () => tx.rows(endSignIns, { clientId, inFoundationId }));
}

/** Publishes a change of access, so that caches of authorization reload; see the feed. */
export async function tellAccessChanged(
  tx: MutationTransaction,
  foundationIds: readonly string[],
): Promise<void> {
  await tx.publish({
    kind: 'GRANTS_CHANGED',
    subjectKind: 'foundation',
    subjectId: tx.foundationId,
    payload: { foundationIds: [...new Set(foundationIds)] },
    before: null,
    after: null,
  });
}

interface KnownApp {
  clientId: string;
  name: string;
  kind: AppKind;
  scopes: string[];
  accountId: string | null;
  isActive: boolean;
}

async function firstPartyApp(tx: MutationTransaction, appId: string): Promise<KnownApp> {
  const [app] = await tx.rows<KnownApp>(selectOwn, { appId });
  if (!app) throw new Refusal('NOT_FOUND', { what: 'App' }, ['input', 'appId']);
  return app;
}

/** An app of the foundation, or one offered to all. Any other is treated as missing. */
async function grantableApp(tx: MutationTransaction, appId: string): Promise<KnownApp> {
  const [own] = await tx.rows<KnownApp>(selectOwn, { appId });
  if (own) return own;
  const [offered] = await new IdentityStore(tx.caller.services.database).rows<KnownApp>(
    selectOffered,
    { appId },
  );
  if (!offered) throw new Refusal('NOT_FOUND', { what: 'App' }, ['input', 'appId']);
  return offered;
}

/** The account of a server's own sign-in (client credentials). */
async function accountForServer(tx: MutationTransaction, name: string): Promise<string> {
  const accountId = newId();
  await tx.asRole(roles.identity, () => tx.rows(insertAppAccount, { accountId, name }));
  return accountId;
}

function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

const ofApp: SecretInForce = {
  current: statement(
    'identity.selectAppSecret',
    'select secret_hash from app where foundation_id = :foundationId and id = :id and is_active',
  ),
  hashOf: hashOfSecret,
};
const countApps = statement(
  'identity.countApps',
  'select count(*) from app where foundation_id = :foundationId and is_active',
);
const insertAppAccount = statement(
  'identity.insertAppAccount',
  'insert into account (id, display_name) values (:accountId, :name)',
);
const insertApp = statement(
  'identity.insertApp',
  `insert into app (foundation_id, id, client_id, account_id, name, kind, scopes, redirect_uris, origins, secret_hash, is_offered)
   values (:foundationId, :appId, :clientId, :accountId, :name, :kind, :scopes, :redirectUris, :origins, :secretHash, :isOffered)`,
);
const selectOwn = statement(
  'identity.selectOwn',
  'select * from app where foundation_id = :foundationId and id = :appId',
);
const selectOffered = statement(
  'identity.selectOffered',
  'select * from app where id = :appId and is_offered and is_active',
);
const updateSecret = statement(
  'identity.updateSecret',
  'update app set secret_hash = :secretHash, version = version + 1 where foundation_id = :foundationId and id = :appId',
);
const retire = statement(
  'identity.retire',
  'update app set is_active = false, version = version + 1 where foundation_id = :foundationId and id = :appId',
);
const selectFoundationsOfApp = statement(
  'identity.selectFoundationsOfApp',
  'select distinct foundation_id from app_consent where client_id = :clientId and revoked_at is null',
);
const insertConsent = statement(
  'identity.insertConsent',
  'insert into app_consent (foundation_id, id, app_id, client_id, app_name, scopes) values (:foundationId, :consentId, :appId, :clientId, :name, :scopes)',
);
const endConsent = statement(
  'identity.endConsent',
  'update app_consent set revoked_at = now() where foundation_id = :foundationId and app_id = :appId and revoked_at is null returning id, client_id',
);
// Grant of a partner's server, within its scopes.
const letServerIn = statement(
  'identity.letServerIn',
  `insert into role_grant (id, account_id, role, foundation_id, valid_from) select :id, :accountId::uuid, :role::text, :foundationId::uuid, now()
   where not exists (select from role_grant where account_id = :accountId and role = :role and foundation_id = :foundationId and valid_to is null)`,
);
const letServerOut = statement(
  'identity.letServerOut',
  'update role_grant set valid_to = now() where foundation_id = :foundationId and account_id = :accountId and role = :role and valid_to is null',
);
const selectAppAccount = statement(
  'identity.selectAppAccount',
  'select account_id from app where client_id = :clientId',
);
const endKeysOfApp = statement(
  'identity.endKeysOfApp',
  'update api_key set revoked_at = now() where foundation_id = :foundationId and app_client_id = :clientId and revoked_at is null',
);
// Without a foundation: everywhere.
const endSignIns = statement(
  'identity.endSignIns',
  `delete from oidc_artifact where client_id = :clientId and grant_id in (
     select grant_id from oidc_artifact where kind = 'Grant' and client_id = :clientId
     and (:inFoundationId::uuid is null or chosen_foundation_id = :inFoundationId))`,
);
