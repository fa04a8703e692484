import type { ServiceRequest } from '../../../schema/requests/service-request.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { statement } from '../../platform/database/statement.ts';
import { Refusal } from '../../platform/common/errors.ts';
import { withFullVisibility } from '../elevated-visibility.ts';

/**
 * Reserves slots for each team of a request that asks several: an equal share, until the request is
 * offered beyond its community. Refuses with PLACES_KEPT when the remaining slots would not cover
 * the shares of the other teams.
 */
export async function checkTeamQuotas(
  tx: MutationTransaction,
  request: ServiceRequest,
  takerTeamIds: readonly (string | null)[],
  placesFree: number,
): Promise<void> {
  if (
    request.teamIds.length < 2 ||
    request.audience === 'NEIGHBOURS' ||
    request.audience === 'FOUNDATION'
  )
    return;
  const taken = await placesTakenBy(tx, request);
  for (const teamId of takerTeamIds) if (teamId) taken.set(teamId, (taken.get(teamId) ?? 0) + 1);
  const lacking = request.teamIds.map((teamId) => ({
    teamId,
    places: Math.max(0, shareOf(request) - (taken.get(teamId) ?? 0)),
  }));
  const kept = lacking.reduce((sum, { places }) => sum + places, 0);
  if (placesFree - takerTeamIds.length >= kept) return;
  const teamIds = lacking.filter(({ places }) => places > 0).map(({ teamId }) => teamId);
  const names = await tx.acrossCommunities(() =>
    tx.rows<{ name: string }>(selectNames, [tx.foundationId, teamIds]),
  );
  throw new Refusal('PLACES_KEPT', { teams: names.map(({ name }) => name).join('、') });
}

/** Whether a team's expected or arrived volunteers fill its quota. */
export async function hasFilledItsQuota(
  tx: MutationTransaction,
  request: ServiceRequest,
  teamId: string,
): Promise<boolean> {
  return ((await placesTakenBy(tx, request)).get(teamId) ?? 0) >= Math.max(1, shareOf(request));
}

function shareOf({ volunteersNeeded, teamIds }: ServiceRequest): number {
  return Math.floor(volunteersNeeded / Math.max(1, teamIds.length));
}

async function placesTakenBy(
  tx: MutationTransaction,
  request: ServiceRequest,
): Promise<Map<string, number>> {
  const rows = await withFullVisibility(tx, request, () =>
    tx.rows<{ teamId: string; places: number }>(selectTaken, [tx.foundationId, request.id]),
  );
  return new Map(rows.map(({ teamId, places }) => [teamId, places]));
}

const selectTaken = statement(
  `select team_id, count(*)::int as places from visit where foundation_id = $1 and request_id = $2 and team_id is not null
   and state in ('PLANNED', 'CHECKED_IN', 'CHECKED_OUT', 'CERTIFIED', 'DISPUTED') group by team_id`,
);
const selectNames = statement(
  'select name from team where foundation_id = $1 and id = any ($2) order by id',
);
