import type { ServiceRequest } from '../../../schema/requests/service-request.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { statement } from '../../platform/database/statement.ts';
import { notFound } from '../../platform/database/transaction.ts';
import type { OfferFacts } from '../dispatch/ensure-offered.ts';

/** A volunteer who is about to be assigned to a request, with the facts that decide it. */
export interface Assignee extends OfferFacts {
  id: string;
  personId: string;
  displayName: string;
  /** Whether the volunteer is the caller, or a person that the caller acts for. */
  isCaller: boolean;
  isVetted: boolean;
  /** Team that the volunteer goes for. */
  teamId: string | null;
  takesPart: boolean;
}

/**
 * Loads volunteers in the order of the given ids. They go for a team if one is named, otherwise for
 * a team of their own. Refuses with NOT_FOUND when one is not visible to the caller.
 */
export async function loadAssignees(
  tx: MutationTransaction,
  request: ServiceRequest,
  volunteerIds: readonly string[],
  teamId: string | null = null,
): Promise<Assignee[]> {
  const rows = await tx.rows<Row>(selectAssignees, {
    volunteerIds,
    communityId: request.communityId,
    elderId: request.elderId,
    requestId: request.id,
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return volunteerIds.map((id) => {
    const row = byId.get(id);
    if (!row) throw notFound('volunteer');
    const { servingTeamIds, ...facts } = row;
    return {
      ...facts,
      isCaller: tx.actor.personIds.includes(row.personId),
      servesCommunity: servingTeamIds.length > 0,
      teamId: teamId ?? teamFor(request, row),
    };
  });
}

type Row = Omit<Assignee, 'isCaller' | 'servesCommunity' | 'teamId'> & {
  /** The volunteer's teams that serve the request's community. */
  servingTeamIds: string[];
};

/** Team that a volunteer goes for: one that was asked, else one that serves the community. */
function teamFor(request: ServiceRequest, { teamIds, servingTeamIds }: Row): string | null {
  return (
    teamIds.find((id) => request.teamIds.includes(id)) ?? servingTeamIds[0] ?? teamIds[0] ?? null
  );
}

const selectAssignees = statement(
  'requests.selectAssignees',
  `select v.id, v.person_id, v.community_id, v.display_name, v.is_vetted,
     array(select m.team_id from team_member m where m.foundation_id = v.foundation_id and m.volunteer_id = v.id
           order by m.team_id) as team_ids,
     array(select m.team_id from team_member m
           join team_area a on a.foundation_id = m.foundation_id and a.team_id = m.team_id and a.community_id = :communityId
           where m.foundation_id = v.foundation_id and m.volunteer_id = v.id order by m.team_id) as serving_team_ids,
     exists (select from pairing p where p.foundation_id = v.foundation_id and p.volunteer_id = v.id
             and p.elder_id = :elderId and p.ended_at is null) as is_paired,
     exists (select from visit i where i.foundation_id = v.foundation_id and i.request_id = :requestId and i.volunteer_id = v.id
             and i.state in ('PLANNED', 'CHECKED_IN', 'CHECKED_OUT', 'CERTIFIED', 'DISPUTED')) as takes_part
   from volunteer v where v.foundation_id = :foundationId and v.id = any (:volunteerIds)`,
);
