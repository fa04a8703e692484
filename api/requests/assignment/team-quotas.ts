import type { ServiceRequest } from '../../../schema/requests/service-request.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { statement } from '../../platform/database/statement.ts';
import { Refusal } from '../../platform/common/errors.ts';

/** Places of a request that a team's expected or arrived volunteers take. */
export interface TeamPlaces {
  teamId: string;
  /** Null for a team that the request does not ask. */
  name: string | null;
  taken: number;
}

/**
 * Whether a request reserves places for its teams: when it asks several, until it is offered beyond
 * its community.
 */
export function reservesPlaces({ teamIds, audience }: QuotaFacts): boolean {
  return teamIds.length > 1 && audience !== 'NEIGHBOURS' && audience !== 'FOUNDATION';
}

/** Places of the asked teams, and of other teams with a volunteer, also in other communities. */
export async function loadTeamPlaces(
  tx: MutationTransaction,
  { id, teamIds }: ServiceRequest,
): Promise<TeamPlaces[]> {
  return tx.rowsAcrossCommunities<TeamPlaces>(selectPlaces, { requestId: id, teamIds });
}

/**
 * Reserves an equal share of the places for each asked team. Refuses with PLACES_KEPT when the
 * places that remain would not cover the shares of the other teams.
 */
export function ensureQuotasKept(
  request: QuotaFacts,
  teamPlaces: readonly TeamPlaces[],
  assignees: readonly { teamId: string | null }[],
  placesFree: number,
): void {
  if (!reservesPlaces(request)) return;
  const joining = (teamId: string) => assignees.filter((each) => each.teamId === teamId).length;
  const lacking = teamPlaces
    .filter(({ teamId }) => request.teamIds.includes(teamId))
    .map(({ teamId, name, taken }) => ({
      name,
      places: Math.max(0, shareOf(request) - taken - joining(teamId)),
    }))
    .filter(({ places }) => places > 0);
  const kept = lacking.reduce((sum, { places }) => sum + places, 0);
  if (placesFree - assignees.length >= kept) return;
  throw new Refusal('PLACES_KEPT', { teams: lacking.map(({ name }) => name).join('、') });
}

/** Whether a team's expected or arrived volunteers fill its quota. */
export function hasFilledItsQuota(
  request: QuotaFacts,
  teamPlaces: readonly TeamPlaces[],
  teamId: string,
): boolean {
  const taken = teamPlaces.find((each) => each.teamId === teamId)?.taken ?? 0;
  return taken >= Math.max(1, shareOf(request));
}

type QuotaFacts = Pick<ServiceRequest, 'teamIds' | 'audience' | 'volunteersNeeded'>;

function shareOf({ volunteersNeeded, teamIds }: QuotaFacts): number {
  return Math.floor(volunteersNeeded / Math.max(1, teamIds.length));
}

const selectPlaces = statement(
  'requests.selectPlaces',
  `with asked as (
     select id, name from team where foundation_id = :foundationId and id = any (:teamIds)
   ), going as (
     select team_id, count(*)::int as taken from visit where foundation_id = :foundationId and request_id = :requestId and team_id is not null
       and state in ('PLANNED', 'CHECKED_IN', 'CHECKED_OUT', 'CERTIFIED', 'DISPUTED') group by team_id
   )
   select coalesce(asked.id, going.team_id) as team_id, asked.name, coalesce(going.taken, 0) as taken
   from asked full join going on going.team_id = asked.id order by team_id`,
);
