import type { MutationTransaction } from '../platform/context/mutation.ts';
import { statement } from '../platform/database/statement.ts';

/**
 * Those whose own work or account is decided on, as facts for the rules with `notPerformer`: the persons, and every account that ever held a
 * role for one of them and accepted it. A role that ended since makes nobody a second person, so grants of the past count like those of today.
 */
export async function performersOf(tx: MutationTransaction, personIds: readonly string[]): Promise<Performers> {
  if (personIds.length === 0) return { performerPersonIds: [], performerAccountIds: [] };
  const rows = await tx.rowsAcrossCommunities<{ accountId: string }>(selectAccounts, [tx.foundationId, personIds]);
  return { performerPersonIds: [...personIds], performerAccountIds: rows.map(({ accountId }) => accountId) };
}

/** The same for teams, whose leaders dispose of their accounts, and for shops, whose merchants are paid for what they took in. */
export async function performersOfRole(
  tx: MutationTransaction,
  role: 'TEAM_LEADER' | 'MERCHANT',
  teamId: string | null = null,
): Promise<Performers> {
  const rows = await tx.rowsAcrossCommunities<{ accountId: string }>(selectHolders, [tx.foundationId, role, teamId]);
  return { performerPersonIds: [], performerAccountIds: rows.map(({ accountId }) => accountId) };
}

// A type and not an interface, so that it is a part of a Subject.
export type Performers = { performerPersonIds: string[]; performerAccountIds: string[] };

const selectAccounts = statement(
  'select distinct account_id from role_grant where foundation_id = $1 and person_id = any ($2) and accepted_at is not null',
);
const selectHolders = statement(
  `select distinct account_id from role_grant where foundation_id = $1 and role = $2 and ($3::uuid is null or team_id = $3)
   and accepted_at is not null`,
);
