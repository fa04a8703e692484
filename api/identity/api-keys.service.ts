import type { CreateApiKeyInput, RevokeApiKeyInput, SetPasswordInput } from '../../schema/identity/access-inputs.ts';
import { newId } from '../../schema/ids.ts';
import { lengthOf } from '../../schema/text.ts';
import type { Context } from '../platform/context.ts';
import { statement } from '../platform/database/reader.ts';
import { roles } from '../platform/database/roles.ts';
import { Refusal } from '../platform/errors.ts';
import { idFrom } from '../platform/ids.ts';
import { limits } from '../platform/limits.ts';
import { newApiKey } from './api-key-bearer.ts';
import { checkScopes } from './app-addresses.ts';
import { tellAccessChanged } from './apps.service.ts';
import { IdentityStore } from './identity-store.ts';
import { checkPassword, hashPassword, keepPassword } from './sign-in/passwords.ts';

/**
 * Makes a key that acts as whoever makes it. With a limited token one cannot make a key that reaches further.
 * Refuses with SCOPE_UNKNOWN, SCOPES_BEYOND_YOURS, TOO_MANY_API_KEYS, EXPIRY_TOO_FAR.
 */
export async function createApiKey(ctx: Context, input: CreateApiKeyInput) {
  checkScopes(input.scopes);
  const { scopes } = ctx.actor;
  const beyond = scopes ? input.scopes.filter((scope) => !scopes.has(scope)) : [];
  if (beyond.length > 0) throw new Refusal('SCOPES_BEYOND_YOURS', { scopes: beyond.join(', ') }, ['input', 'scopes']);
  const { text, prefix, secretHash } = newApiKey();
  const apiKeyId = newId();
  await ctx.mutate({ operation: 'createApiKey', input }, async (tx) => {
    await tx.authorize('apiKey:make', {}, { kind: 'apikey', id: apiKeyId });
    const { accountId } = tx.actor;
    const [{ count } = { count: '0' }] = await tx.rows<{ count: string }>(countKeys, [tx.foundationId, accountId]);
    if (Number(count) >= limits.apiKeysPerAccountMax)
      throw new Refusal('TOO_MANY_API_KEYS', { countMax: limits.apiKeysPerAccountMax });
    await tx.rows(insertKey, [
      tx.foundationId,
      apiKeyId,
      accountId,
      input.name,
      prefix,
      secretHash,
      input.scopes,
      input.daysValid,
    ]);
    return { apiKeyId };
  });
  return { apiKeyId, key: text };
}

/** Ends a key at once; one's own, or as administrator anybody's. Refuses with NOT_FOUND, NOT_ALLOWED. */
export async function revokeApiKey(ctx: Context, input: RevokeApiKeyInput): Promise<{ apiKeyId: string }> {
  const apiKeyId = idFrom('apikey', input.apiKeyId, 'input', 'apiKeyId');
  return ctx.mutate({ operation: 'revokeApiKey', input }, async (tx) => {
    const [key] = await tx.rows<{ accountId: string }>(selectKey, [tx.foundationId, apiKeyId]);
    if (!key) throw new Refusal('NOT_FOUND', { what: 'ApiKey' }, ['input', 'apiKeyId']);
    await tx.authorize('apiKey:revoke', { accountId: key.accountId }, { kind: 'apikey', id: apiKeyId });
    await tx.rows(endKey, [tx.foundationId, apiKeyId]);
    await tellAccessChanged(tx, [tx.foundationId]);
    return { apiKeyId };
  });
}

/**
 * Sets one's own password. Not with an API key and not by an app with limited scopes: whoever holds those is not yet the person.
 * Refuses with NOT_ALLOWED, PASSWORD_TOO_SHORT, PASSWORD_TOO_LONG, PASSWORD_WRONG.
 */
export async function setPassword(ctx: Context, input: SetPasswordInput): Promise<void> {
  const { currentPassword, newPassword } = input;
  const { accountId, appId, foundationId } = ctx.actor;
  ctx.authorize('password:set');
  if (/^(key|issuer):|^app_/.test(appId ?? '')) throw new Refusal('NOT_ALLOWED');
  const length = lengthOf(newPassword.normalize('NFKC'));
  if (length < limits.passwordLengthMin)
    throw new Refusal('PASSWORD_TOO_SHORT', { lengthMin: limits.passwordLengthMin }, ['input', 'newPassword']);
  const store = new IdentityStore(ctx.services.database);
  if ((await checkPassword(store, accountId, currentPassword)) === 'wrong')
    throw new Refusal('PASSWORD_WRONG', {}, ['input', 'currentPassword']);
  const hash = await hashPassword(newPassword);
  // The trail belongs to a foundation; the head bank's operator stands above them.
  if (!foundationId) return keepPassword(store, accountId, hash);
  await ctx.mutate({ operation: 'setPassword', input: { actingFor: input.actingFor } }, async (tx) => {
    await tx.authorize('password:set', {}, { kind: 'account', id: accountId });
    await tx.asRole(roles.identity, () => keepPassword(tx, accountId, hash));
    return {};
  });
}

const countKeys = statement(
  'select count(*) from api_key where foundation_id = $1 and account_id = $2 and revoked_at is null and expires_at > now()',
);
const insertKey = statement(
  `insert into api_key (foundation_id, id, account_id, name, prefix, secret_hash, scopes, expires_at)
   values ($1, $2, $3, $4, $5, $6, $7, now() + make_interval(days => $8))`,
);
const selectKey = statement('select account_id from api_key where foundation_id = $1 and id = $2');
const endKey = statement(
  'update api_key set revoked_at = now() where foundation_id = $1 and id = $2 and revoked_at is null',
);
