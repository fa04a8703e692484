import type { MutationTransaction } from '../platform/context/mutation.ts';
import type { FieldContext } from '../platform/context/field-context.ts';
import { statement } from '../platform/database/statement.ts';
import type { Loader } from '../platform/reads/read-context.ts';

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

/** The same for one person, as facts for a field that tells what the caller may do. */
export async function performersSeen(ctx: FieldContext, personId: string): Promise<Performers> {
  const performerAccountIds = (await ctx.load(accountsByPerson, personId)) ?? [];
  return { performerPersonIds: [personId], performerAccountIds };
}

/**
 * The same for teams, whose leaders control their accounts, and for shops, whose merchants are
 * paid. `teamIds` is null for a role without a team.
 */
export async function performersOfRole(
  tx: MutationTransaction,
  role: 'TEAM_LEADER' | 'MERCHANT',
  teamIds: readonly string[] | null = null,
): Promise<Performers> {
  const rows = await tx.rowsAcrossCommunities<{ accountId: string }>(selectHolders, {
    role,
    teamIds: teamIds && [...teamIds],
  });
  return { performerPersonIds: [], performerAccountIds: rows.map(({ accountId }) => accountId) };
}

// A type and not an interface, so that it is assignable to Resource.
export type Performers = { performerPersonIds: string[]; performerAccountIds: string[] };

/**
 * SQL condition: whether a grant was ever accepted, in force or not. `alias` names the row of
 * `role_grant`.
 */
export function grantEverHeld(alias: string): string {
  return `${alias}.accepted_at is not null`;
}

const selectAccounts = statement(
  'identity.selectAccounts',
  `select distinct account_id from role_grant g where foundation_id = :foundationId and person_id = any (:personIds) and ${grantEverHeld('g')}`,
);
const selectAccountsOfPersons = statement(
  'identity.selectAccountsOfPersons',
  `select person_id, array_agg(distinct account_id order by account_id) as account_ids from role_grant g
   where foundation_id = :foundationId and person_id = any (:personIds) and ${grantEverHeld('g')} group by person_id`,
);
const accountsByPerson: Loader<string, string[]> = {
  name: 'identity.accountsByPerson',
  async batch(ctx, personIds) {
    const rows = await ctx.rowsAcrossCommunities<{ personId: string; accountIds: string[] }>(
      selectAccountsOfPersons,
      { personIds },
    );
    return new Map(rows.map((row) => [row.personId, row.accountIds]));
  },
};
const selectHolders = statement(
  'identity.selectHolders',
  `select distinct account_id from role_grant g where foundation_id = :foundationId and role = :role and (:teamIds::uuid[] is null or team_id = any (:teamIds))
   and ${grantEverHeld('g')}`,
);
