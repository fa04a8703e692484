import { type SeededRandom, Ids } from './random.ts';
import { addMinutes } from './dates.ts';
import type { AwaitingVisit } from './programmes/programme.ts';
import { addEvidence, addReviewItem } from './evidence-and-decisions.ts';
import { addVisit, openRequest, recordChange } from './requests.ts';
import { find, type DemoFoundation } from './demo-foundation.ts';

/**
 * Visits that ended before `now` and await certification, with evidence, anomalies and a dispute.
 */
export function addVisitsToCertify(demo: DemoFoundation, now: string, random: SeededRandom): void {
  const evidenceIds = new Ids(random);
  for (const plan of demo.programme.toCertify) addVisitToCertify(demo, plan, now, evidenceIds);
}

function addVisitToCertify(
  demo: DemoFoundation,
  plan: AwaitingVisit,
  now: string,
  evidenceIds: Ids,
): void {
  const { ids } = demo;
  const community = find(demo.communities, plan.community);
  const team = find(demo.teams, plan.team);
  const kind = find(demo.kinds, plan.kind);
  const [elder, volunteer] = [community.elders[plan.elder], team.members[plan.member]];
  if (!elder || !volunteer)
    throw new Error(`${community.plan.name} or ${team.plan.name} has too few people.`);
  const checkedOutAt = addMinutes(now, -plan.endedMinutesAgo);
  const checkedInAt = addMinutes(checkedOutAt, -plan.minutes);
  const openedAt = addMinutes(checkedInAt, -24 * 60);
  const isDisputed = plan.objection !== undefined;
  const request = openRequest(demo, {
    community,
    elder,
    kind,
    openedAt,
    requestedFrom: addMinutes(checkedInAt, -5),
    requestedTo: addMinutes(checkedInAt, kind.minutes + 60),
    state: isDisputed ? 'DISPUTED' : 'AWAITING_CERTIFICATION',
    version: isDisputed ? 5 : 4,
    urgency: 'NORMAL',
    note: null,
  });
  const assignedAt = addMinutes(openedAt, 20);
  const visitId = ids.at(assignedAt);
  addVisit(
    demo,
    { request, community, elder, volunteer, team },
    {
      id: visitId,
      ...(isDisputed
        ? { state: 'DISPUTED', disputedFrom: 'CHECKED_OUT' }
        : { state: 'CHECKED_OUT' }),
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
    [
      'IN_PROGRESS',
      'AWAITING_CERTIFICATION',
      checkedOutAt,
      'visit:checkOut',
      ofVisit,
      volunteer.account,
    ],
  ] as const;
  for (const [index, [fromState, toState, changedAt, action, subject, actor]] of steps.entries())
    recordChange(demo, {
      ...change,
      version: index + 2,
      fromState,
      toState,
      changedAt,
      action,
      subject,
      actor,
    });
  const visit = { visitId, community, elder, volunteer };
  const told = addMinutes(checkedOutAt, 10);
  if (plan.objection)
    recordChange(demo, {
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
  addEvidence(demo, evidenceIds, visit, {
    kind: 'CHECK_IN',
    happenedAt: checkedInAt,
    actor: volunteer.account,
  });
  addEvidence(demo, evidenceIds, visit, {
    kind: 'CHECK_OUT',
    happenedAt: checkedOutAt,
    actor: volunteer.account,
  });
  if (plan.confirmed)
    addEvidence(demo, evidenceIds, visit, {
      kind: 'CONFIRMATION',
      happenedAt: told,
      actor: elder.account ?? dispatcher,
      forElder: !elder.account,
      channel: elder.account ? 'APP' : 'PHONE',
      note: plan.confirmed,
    });
  if (plan.sheetMinutes)
    addEvidence(demo, evidenceIds, visit, {
      kind: 'SHEET',
      happenedAt: told,
      actor: dispatcher,
      channel: 'PAPER',
      note: '签字单（示例）',
      sheetMinutes: plan.sheetMinutes,
    });
  for (const { kind: anomaly, figures } of anomaliesOf(plan, kind.minutes))
    addReviewItem(demo, evidenceIds, visit, {
      kind: anomaly,
      figures,
      foundAt: checkedOutAt,
      resolved: null,
    });
}

type Anomaly = Pick<Parameters<typeof addReviewItem>[3], 'kind' | 'figures'>;

/** Anomalies that the platform would flag. */
function anomaliesOf({ minutes, sheetMinutes }: AwaitingVisit, minutesExpected: number): Anomaly[] {
  return [
    ...(minutes < minutesExpected / 4
      ? [{ kind: 'RATIO' as const, figures: { minutes, minutesExpected } }]
      : []),
    ...(sheetMinutes && Math.abs(sheetMinutes - minutes) > 15
      ? [
          {
            kind: 'SHEET_DIFFERS' as const,
            figures: { variant: 'MINUTES', minutes, sheetMinutes, volunteers: 1 },
          },
        ]
      : []),
  ];
}
