import type { MutationTransaction } from '../platform/context/mutation.ts';
import { statement } from '../platform/database/statement.ts';
import { notFound } from '../platform/database/transaction.ts';
import { idFrom } from '../platform/common/ids.ts';

/** Team ids of an input as uuids, without duplicates. Refuses with INVALID_ID. */
export function teamIdsFrom(input: { teamIds?: readonly string[] | null }): string[] {
  return [
    ...new Set(
      (input.teamIds ?? []).map((id, index) =>
        idFrom('team', id, 'input', 'teamIds', String(index)),
      ),
    ),
  ];
}

/** Returns the same teams if all are visible. Refuses with NOT_FOUND. */
export async function checkTeams(tx: MutationTransaction, teamIds: string[]): Promise<string[]> {
  if (teamIds.length === 0) return teamIds;
  const found = await tx.rows(selectTeams, { teamIds });
  if (found.length < teamIds.length) throw notFound('team');
  return teamIds;
}

/** Home communities of teams. */
export async function homesOf(
  tx: MutationTransaction,
  teamIds: readonly string[],
): Promise<string[]> {
  const rows = await tx.rows<{ communityId: string }>(selectHomes, { teamIds });
  return rows.map((row) => row.communityId);
}

const selectTeams = statement(
  'requests.selectTeams',
  'select id from team where foundation_id = :foundationId and id = any (:teamIds)',
);
const selectHomes = statement(
  'requests.selectHomes',
  'select distinct community_id from team where foundation_id = :foundationId and id = any (:teamIds) order by community_id',
);
