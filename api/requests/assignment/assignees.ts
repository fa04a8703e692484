import type { ServiceRequest } from '../../../schema/requests/service-request.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { statement } from '../../platform/database/statement.ts';
import { notFound } from '../../platform/database/transaction.ts';
import type { OfferFacts } from '../dispatch/audience.ts';

/** A volunteer who is about to be assigned to a request, with the facts that decide it. */
export interface Assignee extends OfferFacts {
  id: string;
  personId: string;
  displayName: string;
  isVetted: boolean;
  /** The volunteer's teams that serve the request's community. */
  servingTeamIds: string[];
  takesPart: boolean;
}

/**
 * Locks volunteers until the transaction ends. Changes to their visits and to their eligibility are
 * thereby serialized per volunteer.
 */
export async function lockVolunteers(
  tx: MutationTransaction,
  volunteerIds: readonly string[],
): Promise<void> {
  await tx.rowsAcrossCommunities(selectToLock, [tx.foundationId, volunteerIds]);
}

/**
 * Loads volunteers in the order of the given ids. Refuses with NOT_FOUND when one is not visible to
 * the caller.
 */
export async function loadAssignees(
  tx: MutationTransaction,
  request: ServiceRequest,
  volunteerIds: readonly string[],
): Promise<Assignee[]> {
  const rows = await tx.rows<Omit<Assignee, 'servesCommunity'>>(selectTakers, [
    tx.foundationId,
    volunteerIds,
    request.communityId,
    request.elderId,
    request.id,
  ]);
  const byId = new Map(
    rows.map((row) => [row.id, { ...row, servesCommunity: row.servingTeamIds.length > 0 }]),
  );
  return volunteerIds.map((id) => {
    const taker = byId.get(id);
    if (!taker) throw notFound('volunteer');
    return taker;
  });
}

const selectToLock = statement(
  'select id from volunteer where foundation_id = $1 and id = any ($2) order by id for no key update',
);
const selectTakers = statement(
  `select v.id, v.person_id, v.community_id, v.display_name, v.is_vetted,
     array(select m.team_id from team_member m where m.foundation_id = v.foundation_id and m.volunteer_id = v.id
           order by m.team_id) as team_ids,
     array(select m.team_id from team_member m
           join team_area a on a.foundation_id = m.foundation_id and a.team_id = m.team_id and a.community_id = $3
           where m.foundation_id = v.foundation_id and m.volunteer_id = v.id order by m.team_id) as serving_team_ids,
     exists (select from pairing p where p.foundation_id = v.foundation_id and p.volunteer_id = v.id
             and p.elder_id = $4 and p.ended_at is null) as is_paired,
     exists (select from visit i where i.foundation_id = v.foundation_id and i.request_id = $5 and i.volunteer_id = v.id
             and i.state in ('PLANNED', 'CHECKED_IN', 'CHECKED_OUT', 'CERTIFIED', 'DISPUTED')) as takes_part
   from volunteer v where v.foundation_id = $1 and v.id = any ($2)`,
);
