import { type Queryable, statement } from '../../platform/database/statement.ts';

/**
 * Ends the sign-ins of an account, in browsers and apps alike: their tokens stop at the next request. With `kept`, that one goes on. For the
 * identity role.
 */
export async function endSignInsOf(tx: Queryable, accountId: string, kept: string | null = null): Promise<void> {
  await tx.rows(deleteSignIns, [accountId, kept]);
}

// A browser's session names the grants of the apps that it signed in to; a refresh token is good for no longer than it.
const deleteSignIns = statement(
  `delete from oidc_artifact where account_id = $1 and ($2::text is null or grant_id is distinct from $2 and not exists (
     select from jsonb_each(payload -> 'authorizations') as signed_in (app, at) where signed_in.at ->> 'grantId' = $2))`,
);
