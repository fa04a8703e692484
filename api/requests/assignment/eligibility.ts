import type { DispatchPolicy } from '../../../schema/requests/dispatch-policy.ts';
import type { ServiceRequest } from '../../../schema/requests/service-request.ts';
import type { VisitFlag } from '../../../schema/requests/visit.ts';
import type { TimeWindow } from '../../../schema/requests/time-window.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { statement } from '../../platform/database/statement.ts';
import { selectJudgement } from '../matching/candidates.queries.ts';
import { parametersOf, requestsOfSameJointVisit, windowsLeft } from '../matching/candidates.ts';
import { firstPlannedTime, type PlannedTime, plannedTimeFrom } from '../time-windows.ts';
import type { Assignee } from './assignees.ts';
import type { AssignmentFacts } from './assignment-facts.ts';
import type { Rules } from './rules.ts';

/** Facts that decide whether volunteers are eligible at a time. */
export interface EligibilityFacts {
  minutesExpected: number;
  policy: DispatchPolicy;
  assignees: readonly EligibilityOfAssignee[];
}

export interface EligibilityOfAssignee {
  assignee: Pick<Assignee, 'id' | 'displayName' | 'isCaller'>;
  judgement: Omit<Judgement, 'id' | 'commonBegin'>;
  /** Code of a qualification that the volunteer lacks at the time. */
  missingQualification: string | null;
}

/**
 * Judges volunteers at the time of a visit, by the same statement that `candidates` uses. The
 * caller has locked the volunteers.
 */
export async function loadEligibility(
  tx: MutationTransaction,
  { request, assignees, rules }: Pick<AssignmentFacts, 'request' | 'assignees' | 'rules'>,
  { plannedFrom: from, plannedTo: to }: PlannedTime,
): Promise<EligibilityFacts> {
  const ids = assignees.map(({ id }) => id);
  const judged = await judge(tx, request, ids, [{ from, to }], rules);
  const byId = new Map(judged.map((each) => [each.id, each]));
  const found: EligibilityOfAssignee[] = [];
  for (const assignee of assignees) {
    const judgement = byId.get(assignee.id) as Judgement;
    const missingQualification = judgement.hard.includes('QUALIFICATION_MISSING')
      ? await missingQualificationOf(tx, request, assignee.id, to)
      : null;
    found.push({ assignee, judgement, missingQualification });
  }
  return { minutesExpected: request.minutesExpected, policy: rules.policy, assignees: found };
}

/**
 * Time of a visit: from `begin`, or the first time inside the requested windows at which all
 * volunteers are free and rested. Prefers times inside their stated availability. Falls back to the
 * first window when no time fits. Refuses with BEGIN_OUTSIDE_WINDOWS.
 */
export async function planTime(
  tx: MutationTransaction,
  { request, assignees, rules, nowMs }: AssignmentFacts,
  begin: string | null | undefined,
): Promise<PlannedTime> {
  if (begin) return plannedTimeFrom(request, begin);
  const ids = assignees.map(({ id }) => id);
  const [first] = await judge(tx, request, ids, windowsLeft(request, nowMs), rules);
  return first?.commonBegin
    ? plannedTimeFrom(request, new Date(first.commonBegin).toISOString())
    : firstPlannedTime(request, nowMs);
}

/** Whether a time lies outside a volunteer's stated availability. */
export async function isNotFree(
  tx: MutationTransaction,
  request: ServiceRequest,
  volunteerId: string,
  window: TimeWindow,
  rules: Rules,
): Promise<boolean> {
  const [judgement] = await judge(tx, request, [volunteerId], [window], rules);
  return judgement?.hard.includes('NOT_FREE') ?? false;
}

/** What rules a volunteer out: what could be a flag of the visit, and what never can. */
export type Obstacle = VisitFlag | 'NOT_VETTED' | 'QUALIFICATION_MISSING';

/** What `candidates` says of a volunteer at a time. */
export interface Judgement {
  id: string;
  hard: Obstacle[];
  flagged: VisitFlag[];
  dayMinutes: number;
  weekMinutes: number;
  /** Minutes by which the nearest visits overlap the time; negative: minutes between. */
  overlapMinutes: number;
  commonBegin: string | null;
}

async function judge(
  tx: MutationTransaction,
  request: ServiceRequest,
  volunteerIds: readonly string[],
  windows: readonly TimeWindow[],
  rules: Rules,
): Promise<Judgement[]> {
  const [kind] = await tx.rowsAcrossCommunities<{ qualificationCodes: string[] }>(selectCodes, {
    kindId: request.kindId,
  });
  return tx.rowsAcrossCommunities<Judgement>(selectJudgement, {
    ...parametersOf(request, kind?.qualificationCodes ?? [], rules, windows),
    jointRequestIds: await requestsOfSameJointVisit(tx, request),
    volunteerIds,
  });
}

async function missingQualificationOf(
  tx: MutationTransaction,
  { kindId }: ServiceRequest,
  volunteerId: string,
  at: string,
): Promise<string | null> {
  const asked = { kindId, volunteerId, at };
  const [missing] = await tx.rowsAcrossCommunities<{ code: string }>(selectMissing, asked);
  return missing?.code ?? null;
}

const selectCodes = statement(
  'requests.selectCodes',
  'select qualification_codes from service_kind where foundation_id = :foundationId and id = :kindId',
);
const selectMissing = statement(
  'requests.selectMissing',
  `select needed.name as code from service_kind k, unnest(k.qualification_codes) needed (name)
   where k.foundation_id = :foundationId and k.id = :kindId and not exists (
     select from qualification q where q.foundation_id = :foundationId and q.volunteer_id = :volunteerId and q.name = needed.name and q.withdrawn_at is null
       and q.valid_from <= :at and (q.valid_to is null or q.valid_to >= :at))
   order by needed.name limit 1`,
);
