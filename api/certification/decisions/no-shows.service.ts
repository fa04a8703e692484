import { checkVersion } from '../../platform/database/check-version.ts';
import type { ReportNoShowInput } from '../../../schema/certification/certification-inputs.ts';
import { NoShow } from '../../../schema/certification/no-show.ts';
import type { ServiceRequest } from '../../../schema/requests/service-request.ts';
import type { Visit } from '../../../schema/requests/visit.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { Refusal } from '../../platform/common/errors.ts';
import { idFrom } from '../../platform/common/ids.ts';
import { lockVisit } from '../evidence/evidence.service.ts';
import { ensurePossible } from '../visits/ensure-possible.ts';
import { freeHoldsOf, releaseHolds } from '../../requests/holds.ts';
import {
  transition,
  transitionAfterVisit,
  performerOf,
  visitStatesOf,
} from '../../requests/request-lifecycle.ts';
import { releaseVisit } from '../../requests/assignment/release-visit.ts';

/**
 * Records that one side was absent. Without the volunteer the request is open again. Without the
 * elder it ends and the coins are released. Either is kept as data about that side, with its
 * reporter.
 * Refuses with NO_SHOW_TOO_EARLY, VISIT_CANNOT_CHANGE, VERSION_CONFLICT, NOT_FOUND, NOT_ALLOWED (a
 * volunteer reports the elder, an elder the volunteer, the dispatcher both).
 */
export async function reportNoShow(
  ctx: Context,
  input: ReportNoShowInput,
): Promise<{ visitId: string }> {
  const visitId = idFrom('visit', input.visitId, 'input', 'visitId');
  const { side, reason } = input;
  return ctx.mutate({ operation: 'reportNoShow', input }, async (tx) => {
    const { request, visit } = await lockVisit(tx, visitId);
    const { communityId, elderPersonId } = request;
    const subject = { communityId, elderPersonId, ...(await performerOf(tx, visit)) };
    const action = side === 'VOLUNTEER' ? 'visit:reportVolunteer' : 'visit:reportElder';
    await tx.authorize(action, subject, { kind: 'visit', id: visitId, reason });
    // A volunteer who checked in did come: the absence is possible as long as the check-in is.
    ensurePossible(visit, side === 'VOLUNTEER' ? 'checkIn' : 'reportNoShow');
    if (Date.parse(visit.plannedFrom ?? request.requestedFrom) > tx.caller.nowMs())
      throw new Refusal('NO_SHOW_TOO_EARLY', {
        requestedFrom: visit.plannedFrom ?? request.requestedFrom,
      });
    checkVersion(request, input.expectedVersion);
    await tx.add(NoShow, {
      communityId,
      visitId,
      elderPersonId,
      volunteerPersonId: visit.volunteerPersonId,
      side,
      reason,
      reportedAt: tx.caller.now(),
      actorAccountId: tx.actor.accountId,
      actorName: tx.actor.displayName,
      channel: tx.actingFor.channel as NoShow['channel'],
    });
    if (side === 'VOLUNTEER') await releaseVisit(tx, request, visit, { to: 'NO_SHOW', reason });
    else await endInVain(tx, request, visit, reason);
    return { visitId };
  });
}

/**
 * The elder was absent. With no other volunteer to come, the request is over and all its coins are
 * released.
 */
async function endInVain(
  tx: MutationTransaction,
  request: ServiceRequest,
  visit: Visit,
  reason: string,
): Promise<void> {
  visit.state = 'NO_SHOW';
  await tx.flush();
  const isOver = (await visitStatesOf(tx, request)).length === 0;
  if (isOver) await transition(tx, request, 'CANCELLED', { event: 'REQUEST_CANCELLED', reason });
  else
    await transitionAfterVisit(tx, request, request.state, {
      event: 'NO_SHOW_REPORTED',
      visitId: visit.id,
      reason,
      endedHoldId: visit.holdId,
    });
  await tx.flush();
  await releaseHolds(tx, request, isOver ? await freeHoldsOf(tx, request) : [visit.holdId]);
}
