import { addDays, addMinutes, dayOf, instantOn } from './days.ts';
import { openRequest, recordChange } from './requests.ts';
import { find, type World } from './world.ts';

/** Wishes for the days after `now`, so that the boards are not empty at the first start. */
export function addUpcomingRequests(world: World, now: string): void {
  const { programme, ids, rows, foundationId, chance } = world;
  for (const plan of programme.upcoming) {
    const community = find(world.communities, plan.community);
    const elder = community.elders[plan.elder];
    if (!elder) throw new Error(`${community.plan.name} has no elder ${plan.elder}.`);
    const kind = find(world.kinds, plan.kind);
    const team = plan.takenBy ? find(world.teams, plan.takenBy) : null;
    const wishedFrom = instantOn(addDays(dayOf(now), plan.inDays), plan.atMinutes);
    // What was entered some minutes apart, the newest a little ago, reads like a board on a working day.
    const openedAt = addMinutes(now, -chance.between(20, 300));
    const request = openRequest(world, {
      community,
      elder,
      kind,
      openedAt,
      wishedFrom,
      wishedTo: addMinutes(wishedFrom, kind.minutes + 60),
      state: team ? 'ASSIGNED' : 'OPEN',
      version: team ? 2 : 1,
      urgency: plan.urgency,
      note: plan.note ?? null,
    });
    if (!team) continue;
    const volunteer = team.members[1];
    if (!volunteer) throw new Error(`${team.plan.name} has no second member.`);
    const changedAt = addMinutes(openedAt, 10);
    rows.add('visit', {
      foundationId,
      id: ids.at(changedAt),
      communityId: community.id,
      requestId: request.id,
      elderPersonId: elder.personId,
      volunteerId: volunteer.id,
      volunteerPersonId: volunteer.personId,
      teamId: team.id,
      state: 'PLANNED',
      disputedFrom: null,
      checkedInAt: null,
      checkedOutAt: null,
      note: null,
      minutesCertified: null,
      coinsPaid: null,
      certifiedAt: null,
      certifiedByAccountId: null,
    });
    recordChange(world, {
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
