import type {
  UntrustIssuerInput,
  LinkAccountInput,
  TrustIssuerInput,
} from '../../schema/identity/access-inputs.ts';
import { newId } from '../../schema/ids.ts';
import type { Context } from '../platform/context/operation-context.ts';
import type { MutationTransaction } from '../platform/context/mutation.ts';
import { statement } from '../platform/database/statement.ts';
import { Refusal } from '../platform/common/errors.ts';
import { idFrom } from '../platform/common/ids.ts';
import { identityLimits } from './limits.ts';
import { tellAccessChanged } from './apps.service.ts';

/**
 * Trusts tokens of another OpenID provider, in this foundation only.
 * Refuses with NOT_ALLOWED, ISSUER_INVALID, ISSUER_TRUSTED_ALREADY,
 * TOO_MANY_ISSUERS.
 */
export async function trustIssuer(
  ctx: Context,
  input: TrustIssuerInput,
): Promise<{ issuerId: string }> {
  for (const [name, address] of [
    ['issuer', input.issuer],
    ['jwksUri', input.jwksUri],
  ] as const)
    if (!isAddress(address)) throw new Refusal('ISSUER_INVALID', {}, ['input', name]);
  return ctx.mutate({ operation: 'trustIssuer', input }, async (tx) => {
    const issuerId = newId();
    await tx.authorize('issuer:trust', {}, { kind: 'issuer', id: issuerId });
    const [{ count } = { count: '0' }] = await tx.rows<{ count: string }>(countIssuers);
    if (Number(count) >= identityLimits.trustedIssuersPerFoundationMax)
      throw new Refusal('TOO_MANY_ISSUERS', {
        countMax: identityLimits.trustedIssuersPerFoundationMax,
      });
    const { name, issuer, jwksUri, audience, accountClaim, matchesBy, scopes } = input;
    const added = await tx.rows(insertIssuer, {
      issuerId,
      name,
      issuer,
      jwksUri,
      audience,
      accountClaim,
      matchesBy,
      scopes,
    });
    if (added.length === 0) throw new Refusal('ISSUER_TRUSTED_ALREADY', {}, ['input', 'issuer']);
    return { issuerId };
  });
}

/** Ends the trust; tokens fail at once. Refuses with NOT_FOUND, NOT_ALLOWED. */
export async function untrustIssuer(
  ctx: Context,
  input: UntrustIssuerInput,
): Promise<{ issuerId: string }> {
  const issuerId = idFrom('issuer', input.issuerId, 'input', 'issuerId');
  return ctx.mutate({ operation: 'untrustIssuer', input }, async (tx) => {
    await checkIssuer(tx, issuerId);
    await tx.authorize('issuer:untrust', {}, { kind: 'issuer', id: issuerId });
    await tx.rows(endTrust, { issuerId });
    await endKeysOfIssuer(tx, issuerId, null);
    await tellAccessChanged(tx, [tx.foundationId]);
    return { issuerId };
  });
}

/**
 * Proposes the link of an issuer's subject with an account, instead of an earlier one. The holder is
 * notified and has to accept; the audit log names the account. Refuses with NOT_FOUND, NOT_ALLOWED.
 */
export async function linkAccount(
  ctx: Context,
  input: LinkAccountInput,
): Promise<{ issuerId: string }> {
  const issuerId = idFrom('issuer', input.issuerId, 'input', 'issuerId');
  const accountId = idFrom('account', input.accountId, 'input', 'accountId');
  return ctx.mutate({ operation: 'linkAccount', input }, async (tx) => {
    await checkIssuer(tx, issuerId);
    await tx.authorize('issuer:link', {}, { kind: 'issuer', id: issuerId });
    const ended = await tx.rows<{ accountId: string }>(unlink, {
      issuerId,
      subject: input.subject,
    });
    for (const each of ended) {
      await tx.leaveTrail('accountLink:end', { kind: 'account', id: each.accountId });
      await endKeysOfIssuer(tx, issuerId, each.accountId);
    }
    // Administrators link only accounts with a role here, and cannot attach strangers to other
    // accounts.
    const added = await tx.rows(link, {
      id: newId(),
      issuerId,
      subject: input.subject,
      accountId,
    });
    if (added.length === 0)
      throw new Refusal('NOT_FOUND', { what: 'Account' }, ['input', 'accountId']);
    await tx.leaveTrail('issuer:link', { kind: 'account', id: accountId });
    await tellAccessChanged(tx, [tx.foundationId]);
    return { issuerId };
  });
}

/** Ends keys that an issuer's tokens made, for one account or for all. Permanent. */
export async function endKeysOfIssuer(
  tx: MutationTransaction,
  issuerId: string,
  accountId: string | null,
): Promise<void> {
  await tx.acrossCommunities(() => tx.rows(endKeys, { issuerId, accountId }));
}

async function checkIssuer(tx: MutationTransaction, issuerId: string): Promise<void> {
  const [found] = await tx.rows(selectIssuer, { issuerId });
  if (!found) throw new Refusal('NOT_FOUND', { what: 'TrustedIssuer' }, ['input', 'issuerId']);
}

/**
 * https; http only for this machine, in development. Private addresses are refused at fetch time.
 */
function isAddress(text: string): boolean {
  const url = URL.parse(text);
  if (!url || url.username || url.password || url.hash) return false;
  return (
    url.protocol === 'https:' ||
    (url.protocol === 'http:' && /^(localhost|127\.0\.0\.1)$/.test(url.hostname))
  );
}

const endKeys = statement(
  'identity.endKeys',
  `update api_key set revoked_at = now() where foundation_id = :foundationId and issuer_id = :issuerId and (:accountId::uuid is null or account_id = :accountId)
   and revoked_at is null`,
);
const countIssuers = statement(
  'identity.countIssuers',
  'select count(*) from trusted_issuer where foundation_id = :foundationId and untrusted_at is null',
);
const insertIssuer = statement(
  'identity.insertIssuer',
  `insert into trusted_issuer (foundation_id, id, name, issuer, jwks_uri, audience, account_claim, matches_by, scopes)
   values (:foundationId, :issuerId, :name, :issuer, :jwksUri, :audience, :accountClaim, :matchesBy, :scopes)
   on conflict (foundation_id, issuer, audience) where untrusted_at is null do nothing returning id`,
);
const selectIssuer = statement(
  'identity.selectIssuer',
  'select id from trusted_issuer where foundation_id = :foundationId and id = :issuerId and untrusted_at is null',
);
const endTrust = statement(
  'identity.endTrust',
  'update trusted_issuer set untrusted_at = now() where foundation_id = :foundationId and id = :issuerId',
);
const unlink = statement(
  'identity.unlink',
  'delete from linked_account where foundation_id = :foundationId and issuer_id = :issuerId and subject = :subject returning account_id',
);
const link = statement(
  'identity.link',
  `insert into linked_account (foundation_id, id, issuer_id, subject, account_id)
   select :foundationId::uuid, :id::uuid, :issuerId::uuid, :subject::text, :accountId::uuid
   where exists (select from role_grant g where g.foundation_id = :foundationId and g.account_id = :accountId
     and (g.valid_to is null or g.valid_to > now())) returning id`,
);
