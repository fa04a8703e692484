import type {
  CreateApiKeyInput,
  RevokeApiKeyInput,
  SetPasswordInput,
} from '../../schema/identity/access-inputs.ts';
import { newId } from '../../schema/ids.ts';
import { lengthOf } from '../../schema/text.ts';
import type { Context } from '../platform/context/operation-context.ts';
import { statement } from '../platform/database/statement.ts';
import { roles } from '../platform/database/roles.ts';
import { Refusal } from '../platform/common/errors.ts';
import { idFrom } from '../platform/common/ids.ts';
import { identityLimits } from './limits.ts';
import { hashOfApiKey, newApiKey } from './api-key-bearer.ts';
import { tellAccessChanged } from './apps.service.ts';
import { credentialOf } from './credential.ts';
import { IdentityStore } from './identity-store.ts';
import { openSecret, type SecretInForce, sealSecret } from './sealed-secret.ts';
import { Attempts, attemptsKeyOf } from './sign-in/rate-limit.ts';
import { isEasyToGuess } from './sign-in/password-strength.ts';
import {
  checkPassword,
  HashingBusy,
  hashPassword,
  keepPassword,
  passwordTries,
} from './sign-in/passwords.ts';
import { endSignInsOf } from './sign-in/sessions.ts';

/**
 * Creates a key for the caller's account, with at most the caller's scopes. A key made through a
 * partner's app or an issuer's token ends with that. A key cannot make keys, since their end could
 * not be traced.
 * Refuses with NOT_ALLOWED, SCOPES_BEYOND_YOURS, TOO_MANY_API_KEYS.
 */
export async function createApiKey(ctx: Context, input: CreateApiKeyInput) {
  const { scopes } = ctx.actor;
  const beyond = scopes ? input.scopes.filter((scope) => !scopes.has(scope)) : [];
  if (beyond.length > 0)
    throw new Refusal('SCOPES_BEYOND_YOURS', { scopes: beyond.join(', ') }, ['input', 'scopes']);
  // Asked before any earlier answer, which shows the key again.
  ctx.authorize('apiKey:make');
  const { vault } = ctx.services;
  const answer = await ctx.mutate({ operation: 'createApiKey', input }, async (tx) => {
    const { text, prefix, secretHash } = newApiKey();
    const apiKeyId = newId();
    await tx.authorize('apiKey:make', {}, { kind: 'apikey', id: apiKeyId });
    const { accountId, appId, signInId } = tx.actor;
    const origin = credentialOf(appId);
    const [{ count } = { count: '0' }] = await tx.rows<{ count: string }>(countKeysInForce, {
      accountId,
    });
    if (Number(count) >= identityLimits.apiKeysPerAccountMax)
      throw new Refusal('TOO_MANY_API_KEYS', { countMax: identityLimits.apiKeysPerAccountMax });
    await tx.rows(insertApiKey, {
      apiKeyId,
      accountId,
      name: input.name,
      prefix,
      secretHash,
      scopes: input.scopes,
      daysValid: input.daysValid,
      appClientId: origin.kind === 'APP' ? origin.id : null,
      signIn: origin.kind === 'APP' ? (signInId ?? null) : null,
      issuerId: origin.kind === 'ISSUER' ? origin.id : null,
    });
    return { apiKeyId, ...sealSecret(vault, apiKeyId, text) };
  });
  const { apiKeyId } = answer;
  return { apiKeyId, key: await openSecret(ctx, apiKeyId, answer, ofApiKey) };
}

/**
 * Revokes a key at once: an own one, or any as administrator. Refuses with NOT_FOUND, NOT_ALLOWED.
 */
export async function revokeApiKey(
  ctx: Context,
  input: RevokeApiKeyInput,
): Promise<{ apiKeyId: string }> {
  const apiKeyId = idFrom('apikey', input.apiKeyId, 'input', 'apiKeyId');
  return ctx.mutate({ operation: 'revokeApiKey', input }, async (tx) => {
    const [key] = await tx.rows<{ accountId: string }>(selectKeyOwner, { apiKeyId });
    if (!key) throw new Refusal('NOT_FOUND', { what: 'ApiKey' }, ['input', 'apiKeyId']);
    await tx.authorize(
      'apiKey:revoke',
      { accountId: key.accountId },
      { kind: 'apikey', id: apiKeyId },
    );
    await tx.rows(endKey, { apiKeyId });
    await tellAccessChanged(tx, [tx.foundationId]);
    return { apiKeyId };
  });
}

/**
 * Sets the caller's password; requires a first-party sign-in. Guesses of the current password share
 * the rate limit of sign-in. All other sign-ins of the account end, since the old password may have
 * made them.
 * Refuses with NOT_ALLOWED, PASSWORD_TOO_SHORT, PASSWORD_TOO_EASY, ONE_PASSWORD_AT_ONCE,
 * TOO_MANY_TRIES, PASSWORD_WRONG, PASSWORDS_BUSY.
 */
export async function setPassword(ctx: Context, input: SetPasswordInput): Promise<void> {
  const { currentPassword, newPassword } = input;
  const { accountId, foundationId, signInId = null } = ctx.actor;
  ctx.authorize('password:set', { accountId });
  const path = ['input', 'newPassword'];
  if (lengthOf(newPassword.normalize('NFKC')) < identityLimits.passwordLengthMin)
    throw new Refusal('PASSWORD_TOO_SHORT', { lengthMin: identityLimits.passwordLengthMin }, path);
  if (await isEasyToGuess(newPassword)) throw new Refusal('PASSWORD_TOO_EASY', {}, path);
  // Aliases in one operation must not multiply guesses.
  if (operationsWithPassword.has(ctx)) throw new Refusal('ONE_PASSWORD_AT_ONCE', {}, ['input']);
  operationsWithPassword.add(ctx);
  const { database, secretKey } = ctx.services;
  const store = new IdentityStore(database);
  const attempts = new Attempts(store, attemptsKeyOf({ secretKey }));
  const waitSeconds = await attempts.count(passwordTries(accountId, ctx.clientAddress));
  if (waitSeconds > 0)
    throw new Refusal('TOO_MANY_TRIES', { minutes: Math.ceil(waitSeconds / 60) }, ['input']);
  const hash = await whileNotBusy(async () => {
    if ((await checkPassword(store, accountId, currentPassword)) === 'wrong')
      throw new Refusal('PASSWORD_WRONG', {}, ['input', 'currentPassword']);
    return hashPassword(newPassword);
  });
  // Audit entries belong to a foundation; the head bank's operator has none.
  if (!foundationId) {
    await store.write(async (tx) => {
      await keepPassword(tx, accountId, hash);
      await endSignInsOf(tx, accountId, signInId);
    });
    return;
  }
  await ctx.mutate(
    { operation: 'setPassword', input: { actingFor: input.actingFor } },
    async (tx) => {
      await tx.authorize('password:set', { accountId }, { kind: 'account', id: accountId });
      await tx.asRole(roles.identity, async () => {
        await keepPassword(tx, accountId, hash);
        await endSignInsOf(tx, accountId, signInId);
      });
      await tellAccessChanged(tx, [tx.foundationId]);
      return {};
    },
  );
}

const operationsWithPassword = new WeakSet<Context>();

async function whileNotBusy<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof HashingBusy ? new Refusal('PASSWORDS_BUSY') : error;
  }
}

const ofApiKey: SecretInForce = {
  current: statement(
    'identity.selectKeySecret',
    'select secret_hash from api_key where foundation_id = :foundationId and id = :id and revoked_at is null and expires_at > now()',
  ),
  hashOf: hashOfApiKey,
};
const countKeysInForce = statement(
  'identity.countKeysInForce',
  'select count(*) from api_key where foundation_id = :foundationId and account_id = :accountId and revoked_at is null and expires_at > now()',
);
const insertApiKey = statement(
  'identity.insertApiKey',
  `insert into api_key (foundation_id, id, account_id, name, prefix, secret_hash, scopes, expires_at, app_client_id, sign_in, issuer_id)
   values (:foundationId, :apiKeyId, :accountId, :name, :prefix, :secretHash, :scopes, now() + make_interval(days => :daysValid), :appClientId, :signIn, :issuerId)`,
);
const selectKeyOwner = statement(
  'identity.selectKeyOwner',
  'select account_id from api_key where foundation_id = :foundationId and id = :apiKeyId',
);
const endKey = statement(
  'identity.endKey',
  'update api_key set revoked_at = now() where foundation_id = :foundationId and id = :apiKeyId and revoked_at is null',
);
