import type { Audience } from '../../../schema/requests/dispatch-policy.ts';
import type { ServiceRequest } from '../../../schema/requests/service-request.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { hasPair, offerTo, nextEscalationStep, escalationStepsOf } from '../dispatch/audience.ts';
import { dispatchPolicyOf } from '../dispatch/dispatch-policy.ts';
import { recordChange } from '../request-lifecycle.ts';
import { offerAt } from './timers.ts';

/**
 * Offers a request to the audience that is due by now and schedules the next step. Publishes no
 * event: it is part of a change that does. Gives whether there is a further step.
 */
export async function offerToCurrentAudience(
  tx: MutationTransaction,
  request: ServiceRequest,
): Promise<boolean> {
  if (request.jointVisitId) return offerToItsTeams(tx, request);
  const policy = await dispatchPolicyOf(tx, tx.foundationId, tx.caller.now());
  const steps = escalationStepsOf(policy, request.urgency, await hasPair(tx, request.elderId));
  const publishedMs = Date.parse(request.publishedAt ?? request.openedAt);
  const { reached, next } = nextEscalationStep(steps, (tx.caller.nowMs() - publishedMs) / 60_000);
  // A new policy or a lowered urgency never withdraws an offer.
  if (isWider(reached.audience, request.audience)) await offerTo(tx, request, reached.audience);
  if (next) {
    await tx.flush();
    await offerAt(tx, request.id, new Date(publishedMs + next.afterMinutes * 60_000).toISOString());
  }
  return next !== null;
}

/**
 * Part of a joint visit: offered to the asked teams only. A team that lacks volunteers a day before
 * raises an alarm.
 */
async function offerToItsTeams(tx: MutationTransaction, request: ServiceRequest): Promise<boolean> {
  request.audience = 'TEAM';
  const alarmMs = Date.parse(request.requestedFrom) - alarmBeforeMs;
  if (alarmMs <= tx.caller.nowMs()) return false;
  await tx.flush();
  await offerAt(tx, request.id, new Date(alarmMs).toISOString());
  return true;
}

const alarmBeforeMs = 86_400_000;

/** Runs the next escalation step. After the last one, an untaken request raises an alarm. */
export async function offerFurther(
  tx: MutationTransaction,
  request: ServiceRequest,
): Promise<void> {
  if (request.state !== 'OPEN') return;
  const before = request.audience;
  const hasNext = await offerToCurrentAudience(tx, request);
  const isUnheard = !hasNext && !request.alarms.includes('UNFILLED');
  if (isUnheard) request.alarms = [...request.alarms, 'UNFILLED'];
  if (request.audience !== before || isUnheard)
    await recordChange(tx, request, 'REQUEST_OFFERED', {
      fields: isUnheard ? ['audience', 'alarms'] : ['audience'],
    });
}

const audiences: readonly Audience[] = ['PAIR', 'TEAM', 'COMMUNITY', 'NEIGHBOURS', 'FOUNDATION'];

function isWider(left: Audience, right: Audience): boolean {
  return audiences.indexOf(left) > audiences.indexOf(right);
}
