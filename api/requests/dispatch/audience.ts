import type {
  Audience,
  DispatchPolicy,
  EscalationSteps,
} from '../../../schema/requests/dispatch-policy.ts';
import type { ServiceRequest, Urgency } from '../../../schema/requests/service-request.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { statement } from '../../platform/database/statement.ts';
import { isNeighbour } from './neighbours.ts';

/** Audience of a request from a number of minutes after publication on. */
export interface EscalationStep {
  audience: Audience;
  afterMinutes: number;
}

/**
 * Escalation steps of a request, narrowest audience first. Without a paired volunteer the clock
 * starts at the first audience that exists, so no request waits for a missing pair.
 */
export function escalationStepsOf(
  policy: DispatchPolicy,
  urgency: Urgency,
  hasPair: boolean,
): EscalationStep[] {
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
  return known.map(({ audience, afterMinutes }) => ({
    audience,
    afterMinutes: afterMinutes - first,
  }));
}

/** The audience reached after a number of minutes, and the next step. */
export function nextEscalationStep(
  steps: readonly EscalationStep[],
  minutes: number,
): { reached: EscalationStep; next: EscalationStep | null } {
  const reached =
    steps.findLast((step) => step.afterMinutes <= minutes) ?? (steps[0] as EscalationStep);
  return { reached, next: steps.find((step) => step.afterMinutes > minutes) ?? null };
}

/** Offers a request to an audience: records it, and makes it visible to further communities. */
export async function offerTo(
  tx: MutationTransaction,
  request: ServiceRequest,
  audience: Audience,
): Promise<void> {
  request.audience = audience;
  if (audience !== 'NEIGHBOURS' && audience !== 'FOUNDATION') return;
  const rows = await tx.acrossCommunities(() =>
    tx.rows<{ id: string }>(selectOffered, { communityId: request.communityId, audience }),
  );
  request.offeredCommunityIds = [
    ...new Set([...request.offeredCommunityIds, ...rows.map((row) => row.id)]),
  ];
}

/** Whether the elder is paired with an eligible volunteer. */
export async function hasPair(tx: MutationTransaction, elderId: string): Promise<boolean> {
  const rows = await tx.acrossCommunities(() => tx.rows(selectPair, { elderId }));
  return rows.length > 0;
}

const selectOffered = statement(
  'requests.selectOffered',
  `select other.id from community own join community other on other.foundation_id = own.foundation_id
   where own.foundation_id = :foundationId and own.id = :communityId and (:audience = 'FOUNDATION' and other.id <> own.id or ${isNeighbour})
   order by other.id limit 1000`,
);
const selectPair = statement(
  'requests.selectPair',
  `select p.id from pairing p join volunteer v on v.foundation_id = p.foundation_id and v.id = p.volunteer_id and v.is_vetted
   where p.foundation_id = :foundationId and p.elder_id = :elderId and p.ended_at is null limit 1`,
);
