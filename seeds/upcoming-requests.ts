import { addDays, addMinutes, dayOf, instantOn } from './dates.ts';
import { addVisit, openRequest, recordChange } from './requests.ts';
import { find, type DemoFoundation } from './demo-foundation.ts';

/** Requests for the days after `now`, so that the boards are not empty at the first start. */
export function addUpcomingRequests(demo: DemoFoundation, now: string): void {
  const { programme, ids, random } = demo;
  for (const plan of programme.upcoming) {
    const community = find(demo.communities, plan.community);
    const elder = community.elders[plan.elder];
    if (!elder) throw new Error(`${community.plan.name} has no elder ${plan.elder}.`);
    const kind = find(demo.kinds, plan.kind);
    const team = plan.takenBy ? find(demo.teams, plan.takenBy) : null;
    const requestedFrom =
      plan.inMinutes === undefined
        ? instantOn(addDays(dayOf(now), plan.inDays ?? 1), plan.atMinutes ?? 540)
        : addMinutes(now, plan.inMinutes);
    // Entered some minutes apart, the newest recently, as on a working day.
    const openedAt = addMinutes(now, -random.between(60, 300));
    const enteredBy = plan.enteredBy
      ? find(demo.teams, plan.enteredBy).members[2]?.account
      : undefined;
    const state = enteredBy ? 'IN_REVIEW' : team ? 'ASSIGNED' : 'OPEN';
    const requestedTo = addMinutes(requestedFrom, kind.minutes + 60);
    const request = openRequest(demo, {
      community,
      elder,
      kind,
      openedAt,
      requestedFrom,
      requestedTo,
      state,
      version: team ? 2 : 1,
      urgency: plan.urgency,
      note: plan.note ?? null,
      ...(plan.language && { language: plan.language }),
      ...(enteredBy && { enteredBy }),
    });
    if (!team) {
      addTimer(demo, request.id, 'EXPIRE', requestedTo);
      // Due at once: the platform works out the current audience itself.
      if (state === 'OPEN') addTimer(demo, request.id, 'OFFER', openedAt);
      continue;
    }
    addTimer(demo, request.id, 'CHECK_IN', addMinutes(requestedFrom, checkInOverdueMinutes));
    const volunteer = team.members[1];
    if (!volunteer) throw new Error(`${team.plan.name} has no second member.`);
    const changedAt = addMinutes(openedAt, 10);
    addVisit(
      demo,
      { request, community, elder, volunteer, team },
      {
        id: ids.at(changedAt),
        state: 'PLANNED',
        planned: { from: requestedFrom, minutes: kind.minutes },
      },
    );
    recordChange(demo, {
      community,
      elder,
      request,
      version: 2,
      fromState: 'OPEN',
      toState: 'ASSIGNED',
      changedAt,
      action: 'request:accept',
      subject: { kind: 'request', id: request.id },
      actor: team.leader,
      channel: 'APP',
    });
  }
}

/** The value of the built-in policy. */
const checkInOverdueMinutes = 15;

/** Timers as the API's services would have set them. */
function addTimer(
  { ids, rows, foundationId }: DemoFoundation,
  requestId: string,
  kind: string,
  dueAt: string,
): void {
  rows.add('request_timer', { foundationId, id: ids.at(dueAt), requestId, kind, dueAt });
}
