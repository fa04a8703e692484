import { newId } from '../../../schema/ids.ts';
import { Elder } from '../../../schema/people/elder.ts';
import type {
  JointVisitStopInput,
  PlanJointVisitInput,
} from '../../../schema/requests/joint-visit-inputs.ts';
import { JointVisit } from '../../../schema/requests/joint-visit.ts';
import { ServiceKind } from '../../../schema/requests/service-kind.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { Refusal } from '../../platform/common/errors.ts';
import { idFrom } from '../../platform/common/ids.ts';
import { dispatchPolicyOf } from '../dispatch/dispatch-policy.ts';
import { blankToNull, openRequest } from '../requests.service.ts';
import { checkTeams, homesOf, teamIdsFrom } from '../teams.ts';
import { refuseDuplicateRequest } from '../duplicates.ts';
import { authorizeIn } from './authorize-in.ts';
import { placesOf, type StopTime, timesOf } from './itinerary.ts';

/**
 * Plans a joint visit of teams to several elders: one request each, offered to those teams alone,
 * with a quota of slots for each team.
 * Refuses with KIND_NOT_OFFERED, ELDER_TWICE, STOPS_OVERLAP, TOO_MANY_PLACES, INSUFFICIENT_COINS,
 * NO_ACCOUNT, PLACE_INCOMPLETE, POSSIBLE_DUPLICATE, NOT_FOUND, NOT_ALLOWED, and as checkWindows
 * does.
 */
export async function planJointVisit(
  ctx: Context,
  input: PlanJointVisitInput,
): Promise<{ jointVisitId: string }> {
  const kindId = idFrom('kind', input.kindId, 'input', 'kindId');
  const elderIds = input.stops.map(({ elderId }, index) =>
    idFrom('elder', elderId, 'input', 'stops', String(index), 'elderId'),
  );
  return ctx.mutate({ operation: 'planJointVisit', input }, async (tx) => {
    const jointVisitId = newId();
    const elders: Elder[] = [];
    for (const elderId of elderIds) elders.push(await tx.find(Elder, 'elder', elderId));
    const kind = await tx.find(ServiceKind, 'kind', kindId);
    const teamIds = await checkTeams(tx, teamIdsFrom(input));
    const homes = unique(elders.map((elder) => elder.communityId));
    await authorizeIn(tx, 'jointVisit:plan', homes, { kind: 'jointvisit', id: jointVisitId });
    if (!kind.isOffered)
      throw new Refusal('KIND_NOT_OFFERED', { kind: kind.name }, ['input', 'kindId']);
    const { restMinutes } = await dispatchPolicyOf(tx, tx.foundationId, tx.caller.now());
    const minutesExpected = input.minutesEach ?? kind.minutesDefault;
    const times = timesOf(input, elders, minutesExpected, input.minutesBetween ?? restMinutes);
    if (!input.allowDuplicate) await refuseTwins(tx, elders, kindId, times);
    const volunteersNeeded = placesOf({ teamIds }, input.volunteersOfEachTeam);
    const communityIds = unique([...homes, ...(await homesOf(tx, teamIds))]);
    await tx.add(JointVisit, {
      id: jointVisitId,
      communityId: homes[0] as string,
      communityIds,
      teamIds,
      kindId,
      name: input.name,
      note: blankToNull(input.note),
      beginsAt: times[0]?.requestedFrom as string,
      endsAt: times.at(-1)?.requestedTo as string,
      volunteersOfEachTeam: input.volunteersOfEachTeam,
      plannedByAccountId: tx.actor.accountId,
      plannedAt: tx.caller.now(),
      version: 1,
    });
    await tx.flush();
    for (const [index, elder] of elders.entries()) {
      const { place, note, sensitiveNote } = input.stops[index] as JointVisitStopInput;
      const words = { place, note, sensitiveNote, actingFor: input.actingFor };
      const size = { urgency: 'NORMAL' as const, minutesExpected, volunteersNeeded, teamIds };
      const offeredCommunityIds = communityIds.filter((id) => id !== elder.communityId);
      await openRequest(tx, {
        requestId: newId(),
        elder,
        kind,
        details: { ...words, ...size, ...(times[index] as StopTime) },
        source: 'DISPATCHER',
        joint: { jointVisitId, offeredCommunityIds },
      });
    }
    return { jointVisitId };
  });
}

/** Locks in order of the elders' ids, as everywhere. */
async function refuseTwins(
  tx: MutationTransaction,
  elders: readonly Elder[],
  kindId: string,
  times: readonly StopTime[],
): Promise<void> {
  const stops = elders.map(({ id: elderId }, index) => ({
    elderId,
    kindId,
    ...(times[index] as StopTime),
  }));
  for (const stop of stops.toSorted((left, right) => (left.elderId < right.elderId ? -1 : 1)))
    await refuseDuplicateRequest(tx, stop);
}

function unique(ids: readonly string[]): string[] {
  return [...new Set(ids)];
}
