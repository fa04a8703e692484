import type { DispatchPolicy } from '../../../schema/requests/dispatch-policy.ts';
import type { ServiceRequest } from '../../../schema/requests/service-request.ts';
import type { TimeWindow } from '../../../schema/requests/time-window.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { statement } from '../../platform/database/statement.ts';
import { Refusal, Refusals } from '../../platform/common/errors.ts';
import { dispatchPolicyOf } from '../dispatch/dispatch-policy.ts';
import { timeZoneOf } from '../dispatch/time-zone.ts';
import { selectJudgement } from '../matching/candidates.queries.ts';
import { parametersOf, requestsOfSameJointVisit, windowsLeft } from '../matching/candidates.ts';
import { plannedTime } from '../time-windows.ts';
import type { Assignee } from './assignees.ts';

/** Source of an assignment. A volunteer's own statements bind others, but not the volunteer. */
export type SaidBy = 'VOLUNTEER' | 'LEADER' | 'DISPATCHER' | 'NEW_TIME';

/**
 * Obstacles that a dispatcher may override with a reason. All other hard obstacles always refuse.
 */
const overridable: ReadonlySet<string> = new Set([
  'NOT_FREE',
  'TOO_FAR',
  'TEAM_NOT_ASKED',
  'GENDER_OTHER',
]);

/**
 * Overridable obstacles that refuse, by source of the assignment. The rest are flagged, except
 * those that a volunteer overrules by accepting.
 */
const refusedTo: Record<SaidBy, (code: string) => boolean> = {
  // The elder's gender preference is first clarified by the dispatcher.
  VOLUNTEER: (code) => code === 'GENDER_OTHER',
  LEADER: (code) => code === 'GENDER_OTHER',
  DISPATCHER: () => true,
  NEW_TIME: () => false,
};
const saidOfHerself: ReadonlySet<string> = new Set(['NOT_FREE', 'TOO_FAR']);

/**
 * Checks whether volunteers may be assigned to a request at a time, by the same judgement that
 * `candidates` shows. The caller has locked the volunteers. Gives the flags of each volunteer by
 * id.
 * Refuses with VOLUNTEER_NOT_VETTED, QUALIFICATION_MISSING, ALREADY_TAKES_PART, DOUBLE_BOOKED,
 * REST_TOO_SHORT, OVERWORKED_DAY, OVERWORKED_WEEK, and, unless overridden, NOT_FREE, TOO_FAR,
 * TEAM_NOT_ASKED, GENDER_OTHER.
 */
export async function checkEligibility(
  tx: MutationTransaction,
  request: ServiceRequest,
  takers: readonly Assignee[],
  time: { plannedFrom: string; plannedTo: string },
  rules: Rules,
  how: { saidBy: SaidBy; reason?: string | null },
): Promise<Map<string, string[]>> {
  for (const { displayName: name, isVetted, takesPart } of takers) {
    if (!isVetted) throw new Refusal('VOLUNTEER_NOT_VETTED', { name }, ['input', 'volunteerId']);
    if (takesPart) throw new Refusal('ALREADY_TAKES_PART', { name }, ['input', 'volunteerId']);
  }
  const ids = takers.map((taker) => taker.id);
  const judged = await judge(
    tx,
    request,
    ids,
    [{ from: time.plannedFrom, to: time.plannedTo }],
    rules,
  );
  const byId = new Map(judged.map((each) => [each.id, each]));
  const flags = new Map<string, string[]>();
  for (const taker of takers) {
    const judgement = byId.get(taker.id) as Judgement;
    const saidBy =
      tx.actor.personIds.includes(taker.personId) && how.saidBy === 'LEADER'
        ? 'VOLUNTEER'
        : how.saidBy;
    const refused = judgement.hard.find((code) => !overridable.has(code));
    if (refused) throw await refusalOf(tx, refused, { request, taker, judgement, time, rules });
    const inTheWay = judgement.hard.filter(
      (code) => !(saidBy === 'VOLUNTEER' && saidOfHerself.has(code)),
    );
    const unanswered = how.reason ? [] : inTheWay.filter(refusedTo[saidBy]);
    if (unanswered.length > 0)
      throw new Refusals(
        unanswered.map(
          (code) => new Refusal(code, { name: taker.displayName }, ['input', 'volunteerId']),
        ),
      );
    flags.set(taker.id, [...judgement.flagged, ...inTheWay]);
  }
  return flags;
}

/** A foundation's rules for the work of volunteers. */
export interface Rules {
  policy: DispatchPolicy;
  /** IANA time zone in which days and weeks are counted. */
  zone: string;
}

export async function rulesOf(tx: MutationTransaction): Promise<Rules> {
  const [policy, zone] = await Promise.all([
    dispatchPolicyOf(tx, tx.foundationId, tx.caller.now()),
    timeZoneOf(tx, tx.foundationId),
  ]);
  return { policy, zone };
}

/**
 * First time inside the requested windows at which all volunteers are free and rested. Prefers
 * times inside their stated availability. Falls back to the first window when no time fits.
 */
export async function firstTime(
  tx: MutationTransaction,
  request: ServiceRequest,
  volunteerIds: readonly string[],
  rules: Rules,
): Promise<{ plannedFrom: string; plannedTo: string }> {
  const nowMs = tx.caller.nowMs();
  const [first] = await judge(tx, request, volunteerIds, windowsLeft(request, nowMs), rules);
  const begin = first?.commonBegin ? new Date(first.commonBegin).toISOString() : null;
  return plannedTime(request, begin, nowMs);
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

interface Judgement {
  id: string;
  hard: string[];
  flagged: string[];
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
  const [kind] = await tx.rowsAcrossCommunities<{ qualificationCodes: string[] }>(selectCodes, [
    tx.foundationId,
    request.kindId,
  ]);
  const parts = await requestsOfSameJointVisit(tx, request);
  return tx.rowsAcrossCommunities<Judgement>(selectJudgement, [
    ...parametersOf(request, kind?.qualificationCodes ?? [], rules, windows),
    [],
    [],
    true,
    rules.policy.graceMinutes,
    parts,
    volunteerIds,
  ]);
}

async function refusalOf(
  tx: MutationTransaction,
  code: string,
  about: {
    request: ServiceRequest;
    taker: Assignee;
    judgement: Judgement;
    time: { plannedFrom: string; plannedTo: string };
    rules: Rules;
  },
): Promise<Refusal> {
  const { request, taker, judgement, time, rules } = about;
  const { restMinutes, dayMinutesMax, weekMinutesMax } = rules.policy;
  const { dayMinutes, weekMinutes, overlapMinutes } = judgement;
  const params: Record<string, string | number> = { name: taker.displayName };
  if (code === 'DOUBLE_BOOKED') params['minutes'] = overlapMinutes;
  if (code === 'REST_TOO_SHORT')
    Object.assign(params, { restMinutes, minutes: Math.max(-overlapMinutes, 0) });
  if (code === 'OVERWORKED_DAY')
    Object.assign(params, { minutes: dayMinutes + request.minutesExpected, dayMinutesMax });
  if (code === 'OVERWORKED_WEEK')
    Object.assign(params, { minutes: weekMinutes + request.minutesExpected, weekMinutesMax });
  if (code === 'QUALIFICATION_MISSING') {
    const asked = [tx.foundationId, request.kindId, taker.id, time.plannedTo];
    const [missing] = await tx.rowsAcrossCommunities<{ code: string }>(selectMissing, asked);
    params['qualification'] = missing?.code ?? '';
  }
  return new Refusal(code, params, ['input', 'volunteerId']);
}

const selectCodes = statement(
  'select qualification_codes from service_kind where foundation_id = $1 and id = $2',
);
const selectMissing = statement(
  `select needed.name as code from service_kind k, unnest(k.qualification_codes) needed (name)
   where k.foundation_id = $1 and k.id = $2 and not exists (
     select from qualification q where q.foundation_id = $1 and q.volunteer_id = $3 and q.name = needed.name and q.withdrawn_at is null
       and q.valid_from <= $4 and (q.valid_to is null or q.valid_to >= $4))
   order by needed.name limit 1`,
);
