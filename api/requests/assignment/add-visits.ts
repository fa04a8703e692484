import { Visit, type VisitFlag } from '../../../schema/requests/visit.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { withFullVisibility } from '../elevated-visibility.ts';
import { recordChange, transition } from '../request-lifecycle.ts';
import type { PlannedTime } from '../time-windows.ts';
import type { Assignee } from './assignees.ts';
import type { AssignmentFacts } from './assignment-facts.ts';

/**
 * Adds a planned visit for each volunteer, paid by a free hold. The rows are deferred: they are
 * written by the change of the request that follows.
 */
export async function addVisitsDeferred(
  tx: MutationTransaction,
  { request, assignees, freeHoldIds }: AssignmentFacts,
  time: PlannedTime,
  flags: ReadonlyMap<string, VisitFlag[]>,
): Promise<void> {
  // The leader of a neighbouring team inserts a visit in a community that is otherwise out of
  // reach.
  await withFullVisibility(tx, request, async () => {
    for (const [index, assignee] of assignees.entries())
      tx.addDeferred(Visit, {
        communityId: request.communityId,
        requestId: request.id,
        elderPersonId: request.elderPersonId,
        volunteerId: assignee.id,
        volunteerPersonId: assignee.personId,
        helperCommunityId: assignee.communityId,
        teamId: assignee.teamId,
        holdId: freeHoldIds[index] as string,
        state: 'PLANNED',
        ...time,
        flags: flags.get(assignee.id) ?? [],
      });
  });
}

/**
 * Moves a request to ASSIGNED once its volunteers fill all its places. Until then it stays open,
 * and its history tells who joined.
 */
export async function transitionWhenFilled(
  tx: MutationTransaction,
  { request, assignees, freeHoldIds }: AssignmentFacts,
  reason: string | null = null,
): Promise<void> {
  const [{ id: volunteerId, teamId }] = assignees as [Assignee];
  const payload = { volunteerId };
  if (assignees.length < freeHoldIds.length)
    return recordChange(tx, request, 'VOLUNTEER_JOINED', { payload, reason });
  return transition(tx, request, 'ASSIGNED', {
    event: 'REQUEST_ASSIGNED',
    payload,
    reason,
    teamId,
  });
}
