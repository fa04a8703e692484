import { type Chance, Ids } from './chance.ts';
import { addMinutes } from './days.ts';
import type { AwaitingVisit } from './programmes/programme.ts';
import { addEvidence, addReviewItem } from './proof.ts';
import { addVisit, openRequest, recordChange } from './requests.ts';
import { find, type World } from './world.ts';

/** Visits that ended a while before `now` and wait for the dispatcher, so that evidence, oddities and a dispute are there to be looked at. */
export function addVisitsToCertify(world: World, now: string, chance: Chance): void {
  const proofIds = new Ids(chance);
  for (const plan of world.programme.toCertify) addVisitToCertify(world, plan, now, proofIds);
}

function addVisitToCertify(world: World, plan: AwaitingVisit, now: string, proofIds: Ids): void {
  const { ids } = world;
  const community = find(world.communities, plan.community);
  const team = find(world.teams, plan.team);
  const kind = find(world.kinds, plan.kind);
  const [elder, volunteer] = [community.elders[plan.elder], team.members[plan.member]];
  if (!elder || !volunteer) throw new Error(`${community.plan.name} or ${team.plan.name} has too few people.`);
  const checkedOutAt = addMinutes(now, -plan.endedMinutesAgo);
  const checkedInAt = addMinutes(checkedOutAt, -plan.minutes);
  const openedAt = addMinutes(checkedInAt, -24 * 60);
  const isDisputed = plan.objection !== undefined;
  const request = openRequest(world, {
    community,
    elder,
    kind,
    openedAt,
    wishedFrom: addMinutes(checkedInAt, -5),
    wishedTo: addMinutes(checkedInAt, kind.minutes + 60),
    state: isDisputed ? 'DISPUTED' : 'AWAITING_CERTIFICATION',
    version: isDisputed ? 5 : 4,
    urgency: 'NORMAL',
    note: null,
  });
  const assignedAt = addMinutes(openedAt, 20);
  const visitId = ids.at(assignedAt);
  addVisit(
    world,
    { request, community, elder, volunteer, team },
    {
      id: visitId,
      ...(isDisputed ? { state: 'DISPUTED', disputedFrom: 'CHECKED_OUT' } : { state: 'CHECKED_OUT' }),
      planned: { from: addMinutes(checkedInAt, -5), minutes: kind.minutes },
      checkedInAt,
      checkedOutAt,
      note: plan.note,
    },
  );
  const { dispatcher } = community;
  const change = { community, elder, request, channel: 'APP' as const };
  const ofRequest = { kind: 'request', id: request.id };
  const ofVisit = { kind: 'visit', id: visitId };
  const steps = [
    ['OPEN', 'ASSIGNED', assignedAt, 'request:accept', ofRequest, team.leader],
    ['ASSIGNED', 'IN_PROGRESS', checkedInAt, 'visit:checkIn', ofVisit, volunteer.account],
    ['IN_PROGRESS', 'AWAITING_CERTIFICATION', checkedOutAt, 'visit:checkOut', ofVisit, volunteer.account],
  ] as const;
  for (const [index, [fromState, toState, changedAt, action, subject, actor]] of steps.entries())
    recordChange(world, { ...change, version: index + 2, fromState, toState, changedAt, action, subject, actor });
  const visit = { visitId, community, elder, volunteer };
  const told = addMinutes(checkedOutAt, 10);
  if (plan.objection)
    recordChange(world, {
      ...change,
      version: 5,
      fromState: 'AWAITING_CERTIFICATION',
      toState: 'DISPUTED',
      changedAt: told,
      action: 'visit:dispute',
      subject: ofVisit,
      actor: dispatcher,
      channel: 'PHONE',
      reason: plan.objection,
    });
  addEvidence(world, proofIds, visit, { kind: 'CHECK_IN', happenedAt: checkedInAt, actor: volunteer.account });
  addEvidence(world, proofIds, visit, { kind: 'CHECK_OUT', happenedAt: checkedOutAt, actor: volunteer.account });
  if (plan.confirmed)
    addEvidence(world, proofIds, visit, {
      kind: 'CONFIRMATION',
      happenedAt: told,
      actor: elder.account ?? dispatcher,
      forElder: !elder.account,
      channel: elder.account ? 'APP' : 'PHONE',
      note: plan.confirmed,
    });
  if (plan.sheetMinutes)
    addEvidence(world, proofIds, visit, {
      kind: 'SHEET',
      happenedAt: told,
      actor: dispatcher,
      channel: 'PAPER',
      note: '签字单（示例）',
      sheetMinutes: plan.sheetMinutes,
    });
  for (const { kind: oddity, figures } of oddOf(plan, kind.minutes))
    addReviewItem(world, proofIds, visit, { kind: oddity, figures, foundAt: checkedOutAt, resolved: null });
}

type Oddity = Pick<Parameters<typeof addReviewItem>[3], 'kind' | 'figures'>;

/** What the platform would find odd about it. */
function oddOf({ minutes, sheetMinutes }: AwaitingVisit, minutesExpected: number): Oddity[] {
  return [
    ...(minutes < minutesExpected / 4 ? [{ kind: 'RATIO' as const, figures: { minutes, minutesExpected } }] : []),
    ...(sheetMinutes && Math.abs(sheetMinutes - minutes) > 15
      ? [{ kind: 'SHEET_DIFFERS' as const, figures: { minutes, sheetMinutes, volunteers: 1, sheetVolunteers: '-' } }]
      : []),
  ];
}
