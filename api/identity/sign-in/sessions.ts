import { type Queryable, statement } from '../../platform/database/statement.ts';

/**
 * Ends all sign-ins of an account, in browsers and apps, except `kept`. Their tokens fail at the
 * next request. Requires the identity role.
 */
export async function endSignInsOf(
  tx: Queryable,
  accountId: string,
  kept: string | null = null,
): Promise<void> {
  await tx.rows(deleteSignIns, { accountId, keptId: kept });
}

// A browser session names the grants of its apps; refresh tokens are not valid beyond it.
const deleteSignIns = statement(
  'identity.deleteSignIns',
  `delete from oidc_artifact where account_id = :accountId and (:keptId::text is null or grant_id is distinct from :keptId and not exists (
     select from jsonb_each(payload -> 'authorizations') as signed_in (app, at) where signed_in.at ->> 'grantId' = :keptId))`,
);
