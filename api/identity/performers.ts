import type { MutationTransaction } from '../platform/context/mutation.ts';
import { statement } from '../platform/database/statement.ts';

/**
 * Performers of the work that is decided on, as facts for the rules with `notPerformer`. They are
 * the persons, and all accounts that ever accepted a role for them. An ended role does not make
 * anybody a second person, so past grants count as well.
 */
export async function performersOf(
  tx: MutationTransaction,
  personIds: readonly string[],
): Promise<Performers> {
  if (personIds.length === 0) return { performerPersonIds: [], performerAccountIds: [] };
  const rows = await tx.rowsAcrossCommunities<{ accountId: string }>(selectAccounts, {
    personIds,
  });
  return {
    performerPersonIds: [...personIds],
    performerAccountIds: rows.map(({ accountId }) => accountId),
  };
}

/**
 * The same for teams, whose leaders control their accounts, and for shops, whose merchants are
 * paid.
 */
export async function performersOfRole(
  tx: MutationTransaction,
  role: 'TEAM_LEADER' | 'MERCHANT',
  teamId: string | null = null,
): Promise<Performers> {
  const rows = await tx.rowsAcrossCommunities<{ accountId: string }>(selectHolders, {
    role,
    teamId,
  });
  return { performerPersonIds: [], performerAccountIds: rows.map(({ accountId }) => accountId) };
}

// A type and not an interface, so that it is assignable to Resource.
export type Performers = { performerPersonIds: string[]; performerAccountIds: string[] };

const selectAccounts = statement(
  'identity.selectAccounts',
  'select distinct account_id from role_grant where foundation_id = :foundationId and person_id = any (:personIds) and accepted_at is not null',
);
const selectHolders = statement(
  'identity.selectHolders',
  `select distinct account_id from role_grant where foundation_id = :foundationId and role = :role and (:teamId::uuid is null or team_id = :teamId)
   and accepted_at is not null`,
);
