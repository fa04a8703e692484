import type { Audience, DispatchPolicy, EscalationSteps } from '../../../schema/requests/dispatch-policy.ts';
import type { ServiceRequest, Urgency } from '../../../schema/requests/service-request.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { statement } from '../../platform/database/statement.ts';
import { Refusal } from '../../platform/errors.ts';
import { isNeighbour } from './neighbours.ts';

/** From when on, counted in minutes from publication, a request is offered to an audience. */
export interface EscalationStep {
  audience: Audience;
  afterMinutes: number;
}

/**
 * The way that a request takes, narrowest audience first. The clock of an elder without a paired volunteer runs from the first
 * audience that there is, so nobody waits for a pair that does not exist.
 */
export function escalationStepsOf(policy: DispatchPolicy, urgency: Urgency, hasPair: boolean): EscalationStep[] {
  const steps: EscalationSteps =
    policy.escalation[urgency === 'NORMAL' ? 'normal' : urgency === 'SOON' ? 'soon' : 'urgent'];
  const later: [Audience, number | null][] = [
    ['TEAM', steps.team],
    ['COMMUNITY', steps.community],
    ['NEIGHBOURS', steps.neighbours],
    ['FOUNDATION', steps.foundation],
  ];
  const known = later.flatMap(([audience, afterMinutes]) =>
    afterMinutes === null ? [] : [{ audience, afterMinutes }],
  );
  if (hasPair) return [{ audience: 'PAIR', afterMinutes: 0 }, ...known];
  const first = known[0]?.afterMinutes ?? 0;
  if (known.length === 0) return [{ audience: 'COMMUNITY', afterMinutes: 0 }];
  return known.map(({ audience, afterMinutes }) => ({ audience, afterMinutes: afterMinutes - first }));
}

/** The audience that a request has reached after so many minutes, and the step that comes next. */
export function nextEscalationStep(
  steps: readonly EscalationStep[],
  minutes: number,
): { reached: EscalationStep; next: EscalationStep | null } {
  const reached = steps.findLast((step) => step.afterMinutes <= minutes) ?? (steps[0] as EscalationStep);
  return { reached, next: steps.find((step) => step.afterMinutes > minutes) ?? null };
}

/** Offers a request to an audience: notes it, and lets communities see it that did not. */
export async function offerTo(tx: MutationTransaction, request: ServiceRequest, audience: Audience): Promise<void> {
  request.audience = audience;
  if (audience !== 'NEIGHBOURS' && audience !== 'FOUNDATION') return;
  const rows = await tx.acrossCommunities(() =>
    tx.rows<{ id: string }>(selectOffered, [tx.foundationId, request.communityId, audience]),
  );
  request.offeredCommunityIds = [...new Set([...request.offeredCommunityIds, ...rows.map((row) => row.id)])];
}

/** Whether somebody is paired with an elder who may be sent there. */
export async function hasPair(tx: MutationTransaction, elderId: string): Promise<boolean> {
  const rows = await tx.acrossCommunities(() => tx.rows(selectPair, [tx.foundationId, elderId]));
  return rows.length > 0;
}

/** What it depends on whether a volunteer is among those whom a request is offered to. */
export interface OfferFacts {
  isPaired: boolean;
  servesCommunity: boolean;
  teamIds: readonly string[];
  communityId: string;
}

/** Refuses with OFFERED_TO_OTHERS_FIRST when a volunteer would be before her turn. A dispatcher gives to whom she likes. */
export function requireOffered(request: ServiceRequest, volunteer: OfferFacts): void {
  const asked = request.teamIds.length > 0;
  const isOfTeam = asked ? volunteer.teamIds.some((id) => request.teamIds.includes(id)) : volunteer.servesCommunity;
  const isOffered: Record<Audience, boolean> = {
    PAIR: volunteer.isPaired,
    TEAM: volunteer.isPaired || isOfTeam,
    COMMUNITY: volunteer.isPaired || isOfTeam || volunteer.communityId === request.communityId,
    NEIGHBOURS:
      volunteer.isPaired ||
      isOfTeam ||
      volunteer.communityId === request.communityId ||
      request.offeredCommunityIds.includes(volunteer.communityId),
    FOUNDATION: true,
  };
  if (!isOffered[request.audience]) throw new Refusal('OFFERED_TO_OTHERS_FIRST', { audience: request.audience });
}

const selectOffered = statement(
  `select other.id from community own join community other on other.foundation_id = own.foundation_id
   where own.foundation_id = $1 and own.id = $2 and ($3 = 'FOUNDATION' and other.id <> own.id or ${isNeighbour})
   order by other.id limit 1000`,
);
const selectPair = statement(
  `select p.id from pairing p join volunteer v on v.foundation_id = p.foundation_id and v.id = p.volunteer_id and v.is_vetted
   where p.foundation_id = $1 and p.elder_id = $2 and p.ended_at is null limit 1`,
);
