import type { Audience } from '../../../schema/requests/dispatch-policy.ts';
import type { ServiceRequest } from '../../../schema/requests/service-request.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { hasPair, offerTo, nextEscalationStep, escalationStepsOf } from '../dispatch/audience.ts';
import { dispatchPolicyOf } from '../dispatch/dispatch-policy.ts';
import { recordChange } from '../request-lifecycle.ts';
import { offerAt } from './timers.ts';

/**
 * Offers a request to whom it is to be offered by now, and has the platform come back for the next step. Does not tell: it is part of
 * a change that is told. Gives whether there is a further step.
 */
export async function offerToCurrentAudience(tx: MutationTransaction, request: ServiceRequest): Promise<boolean> {
  if (request.jointVisitId) return offerToItsTeams(tx, request);
  const policy = await dispatchPolicyOf(tx, tx.foundationId, tx.caller.now());
  const steps = escalationStepsOf(policy, request.urgency, await hasPair(tx, request.elderId));
  const publishedMs = Date.parse(request.publishedAt ?? request.openedAt);
  const { reached, next } = nextEscalationStep(steps, (tx.caller.nowMs() - publishedMs) / 60_000);
  // A new policy, or an urgency that was lowered, takes nobody out who was offered it.
  if (isWider(reached.audience, request.audience)) await offerTo(tx, request, reached.audience);
  if (next) {
    await tx.flush();
    await offerAt(tx, request.id, new Date(publishedMs + next.afterMinutes * 60_000).toISOString());
  }
  return next !== null;
}

/** Part of a joint visit: for the teams that were asked, and nobody else. The board is alarmed a day before when one of them lacks. */
async function offerToItsTeams(tx: MutationTransaction, request: ServiceRequest): Promise<boolean> {
  request.audience = 'TEAM';
  const alarmMs = Date.parse(request.requestedFrom) - alarmBeforeMs;
  if (alarmMs <= tx.caller.nowMs()) return false;
  await tx.flush();
  await offerAt(tx, request.id, new Date(alarmMs).toISOString());
  return true;
}

const alarmBeforeMs = 86_400_000;

/** The time for the next step has come. When it was the last one and nobody took the request, the board is alarmed. */
export async function offerFurther(tx: MutationTransaction, request: ServiceRequest): Promise<void> {
  if (request.state !== 'OPEN') return;
  const before = request.audience;
  const hasNext = await offerToCurrentAudience(tx, request);
  const isUnheard = !hasNext && !request.alarms.includes('UNFILLED');
  if (isUnheard) request.alarms = [...request.alarms, 'UNFILLED'];
  if (request.audience !== before || isUnheard)
    await recordChange(tx, request, 'RequestOffered', { fields: isUnheard ? ['audience', 'alarms'] : ['audience'] });
}

const audiences: readonly Audience[] = ['PAIR', 'TEAM', 'COMMUNITY', 'NEIGHBOURS', 'FOUNDATION'];

function isWider(left: Audience, right: Audience): boolean {
  return audiences.indexOf(left) > audiences.indexOf(right);
}
