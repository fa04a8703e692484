import { quoteLiteral, uuidArray } from '../platform/database/session.ts';

/**
 * Prepared statements that revalidate a cached actor in the snapshot of the operation; each raises
 * LN001 when the actor is outdated. Every connection prepares them once, under the identity role,
 * which also executes them at the begin of a transaction.
 */
export const preparedPreconditions: readonly string[] = [
  // Checks that the account is active, that its grants are unchanged and that none has begun or
  // ended since. Also checks that no team or community assignment changed in the foundations of its
  // grants.
  `prepare require_account (uuid, integer, uuid[], bigint, timestamptz) as
   select case when $5 > now()
     and exists (select from account a where a.id = $1 and a.is_active and a.grant_version = $2)
     and (select coalesce(sum(v.version), 0) from authorization_version v where v.id = any ($3)) = $4
   then true else refuse_outdated('account') end`,
  // Fast path for accounts in one foundation that has a version, with unlimited grants: reads two
  // keys.
  `prepare require_account_of_one (uuid, integer, uuid, bigint) as
   select case when exists (
     select from account a join authorization_version v on v.id = $3 and v.version = $4 where a.id = $1 and a.is_active and a.grant_version = $2)
   then true else refuse_outdated('account') end`,
  `prepare require_app (text, uuid, text, text) as
   select case when (select a::text from app_access($1, $2, $3) as a) is not distinct from $4 then true else refuse_outdated('app') end`,
  `prepare require_key (uuid, uuid, text) as
   select case when (select a::text from key_access($1, $2) as a) is not distinct from $3 then true else refuse_outdated('key') end`,
];

/** Versions of an account as read, with the time until which they hold. */
interface AccountAsRead {
  id: string;
  grantVersion: number;
  authorizationVersion: string;
  knownUntil: string;
}

export function accountPrecondition(
  { id, grantVersion, authorizationVersion, knownUntil }: AccountAsRead,
  foundationIds: readonly string[],
): string {
  const [only, ...others] = foundationIds;
  return only !== undefined &&
    others.length === 0 &&
    authorizationVersion !== '0' &&
    knownUntil === 'infinity'
    ? execution('require_account_of_one', [id, String(grantVersion), only, authorizationVersion])
    : execution('require_account', [
        id,
        String(grantVersion),
        uuidArray(foundationIds),
        authorizationVersion,
        knownUntil,
      ]);
}

/** An app's access as read, for an operation of an account in a foundation. */
interface AppAccessAsRead {
  appId: string | null;
  foundationId: string | null;
  signInId: string | null;
  mark: string;
}

export function appPrecondition(access: AppAccessAsRead): string {
  const { appId, foundationId, signInId, mark } = access;
  return execution('require_app', [appId, foundationId, signInId, mark]);
}

export function keyPrecondition(values: readonly string[]): string {
  return execution('require_key', values);
}

function execution(name: string, values: readonly (string | null)[]): string {
  return `execute ${name}(${values.map((value) => (value === null ? 'null' : quoteLiteral(value))).join(', ')})`;
}
