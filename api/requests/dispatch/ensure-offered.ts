import type { Audience } from '../../../schema/requests/dispatch-policy.ts';
import type { ServiceRequest } from '../../../schema/requests/service-request.ts';
import { Refusal } from '../../platform/common/errors.ts';

/** Facts that decide whether a request is offered to a volunteer. */
export interface OfferFacts {
  isPaired: boolean;
  servesCommunity: boolean;
  teamIds: readonly string[];
  communityId: string;
}

/**
 * Refuses with OFFERED_TO_OTHERS_FIRST when the request is not yet offered to the volunteer.
 * Dispatchers are not bound by the offer order.
 */
export function ensureOffered(request: ServiceRequest, volunteer: OfferFacts): void {
  const asked = request.teamIds.length > 0;
  const isOfTeam = asked
    ? volunteer.teamIds.some((id) => request.teamIds.includes(id))
    : volunteer.servesCommunity;
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
  if (!isOffered[request.audience])
    throw new Refusal('OFFERED_TO_OTHERS_FIRST', { audience: request.audience });
}
