import type { DispatchPolicy } from '../../../schema/requests/dispatch-policy.ts';
import type { ServiceRequest } from '../../../schema/requests/service-request.ts';
import type { MutationTransaction } from '../../platform/context.ts';
import { statement } from '../../platform/database/reader.ts';
import { Refusal } from '../../platform/errors.ts';
import { dispatchPolicyOf } from '../dispatch/dispatch-policy.ts';
import { timeZoneOf } from '../dispatch/time-zone.ts';
import { plannedTime, windowsOf } from '../windows.ts';
import type { Taker } from './takers.ts';

/**
 * Whether volunteers, whom the caller has locked, may take a request on at that time. Gives, for each, what the policy flags instead of refusing.
 * Refuses with VOLUNTEER_NOT_VETTED, QUALIFICATION_MISSING, ALREADY_TAKES_PART, DOUBLE_BOOKED, REST_TOO_SHORT, OVERWORKED.
 */
export async function checkFitness(
  tx: MutationTransaction,
  request: ServiceRequest,
  takers: readonly Taker[],
  time: { plannedFrom: string; plannedTo: string },
  { policy, zone }: Rules,
): Promise<Map<string, string[]>> {
  for (const { displayName: name, isVetted, takesPart } of takers) {
    if (!isVetted) throw new Refusal('VOLUNTEER_NOT_VETTED', { name }, ['input', 'volunteerId']);
    if (takesPart) throw new Refusal('ALREADY_TAKES_PART', { name }, ['input', 'volunteerId']);
  }
  const ids = takers.map((taker) => taker.id);
  const [, loads] = await Promise.all([
    checkQualifications(tx, request, takers, time.plannedTo),
    loadsOf(tx, ids, request, { ...time, zone }),
  ]);
  return new Map(takers.map((taker) => [taker.id, judge(taker, loads.get(taker.id) ?? noLoad, policy, time)]));
}

/** What a foundation has settled about the work of volunteers. */
export interface Rules {
  policy: DispatchPolicy;
  /** In which days and weeks are counted. */
  zone: string;
}

export async function rulesOf(tx: MutationTransaction): Promise<Rules> {
  const [policy, zone] = await Promise.all([
    dispatchPolicyOf(tx, tx.foundationId, tx.ctx.now()),
    timeZoneOf(tx, tx.foundationId),
  ]);
  return { policy, zone };
}

/** When somebody is expected elsewhere. */
export interface Busy {
  plannedFrom: string;
  plannedTo: string;
}

/** When any of these volunteers is expected elsewhere, as far as it may be in the way of a request, whatever the rules about rest. */
export async function busyTimesOf(
  tx: MutationTransaction,
  request: ServiceRequest,
  volunteerIds: readonly string[],
): Promise<Busy[]> {
  const { wishedFrom, wishedTo } = request;
  return tx.rowsAcrossCommunities<Busy>(selectBusy, [tx.foundationId, volunteerIds, wishedFrom, wishedTo]);
}

/** Each of them must hold what the kind of help asks for until the visit is over. */
async function checkQualifications(
  tx: MutationTransaction,
  request: ServiceRequest,
  takers: readonly Taker[],
  until: string,
): Promise<void> {
  const ids = takers.map((taker) => taker.id);
  const missing = await tx.rows<{ volunteerId: string; code: string }>(selectMissing, [
    tx.foundationId,
    request.kindId,
    ids,
    until,
  ]);
  const [first] = missing;
  if (!first) return;
  const name = takers.find((taker) => taker.id === first.volunteerId)?.displayName ?? '';
  throw new Refusal('QUALIFICATION_MISSING', { name, qualification: first.code }, ['input', 'volunteerId']);
}

/** The first time inside the wished windows at which all of them are free and rested; the first one of all when there is none. */
export function firstFreeTime(
  request: ServiceRequest,
  busy: readonly Busy[],
  restMinutes: number,
  nowMs: number,
): { plannedFrom: string; plannedTo: string } {
  const first = plannedTime(request, null, nowMs);
  const lengthMs = request.minutesExpected * 60_000;
  const restMs = restMinutes * 60_000;
  const isFree = (begin: number) =>
    busy.every(
      (visit) =>
        begin + lengthMs + restMs <= Date.parse(visit.plannedFrom) || begin >= Date.parse(visit.plannedTo) + restMs,
    );
  // A free stretch begins where a window does, or where a visit and the rest after it end.
  const begins = [
    Date.parse(first.plannedFrom),
    ...windowsOf(request).map((window) => Date.parse(window.from)),
    ...busy.map((visit) => Date.parse(visit.plannedTo) + restMs),
  ];
  const fitting = begins
    .filter((begin) => begin >= Date.parse(first.plannedFrom) && isFree(begin) && fitsWindow(request, begin, lengthMs))
    .toSorted((left, right) => left - right);
  const begin = fitting[0];
  return begin === undefined ? first : plannedTime(request, new Date(begin).toISOString(), nowMs);
}

function fitsWindow(request: ServiceRequest, beginMs: number, lengthMs: number): boolean {
  return windowsOf(request).some(({ from, to }) => beginMs >= Date.parse(from) && beginMs + lengthMs <= Date.parse(to));
}

/** What a volunteer has to do around a time. */
interface Load {
  volunteerId: string;
  /** Minutes by which the nearest visits overlap the time; negative: minutes between. Null: none near. */
  overlapMinutes: number | null;
  dayMinutes: number;
  weekMinutes: number;
}

const noLoad: Omit<Load, 'volunteerId'> = { overlapMinutes: null, dayMinutes: 0, weekMinutes: 0 };

/** All visits of a volunteer count, in whatever community, so this looks across them; only sums come out. */
async function loadsOf(
  tx: MutationTransaction,
  volunteerIds: readonly string[],
  request: ServiceRequest,
  time: { plannedFrom: string; plannedTo: string; zone: string },
): Promise<Map<string, Load>> {
  const rows = await tx.rowsAcrossCommunities<Load>(selectLoads, [
    tx.foundationId,
    volunteerIds,
    time.plannedFrom,
    time.plannedTo,
    time.zone,
    request.id,
    request.jointVisitId ?? null,
  ]);
  return new Map(rows.map((row) => [row.volunteerId, row]));
}

function judge(
  taker: Taker,
  load: Omit<Load, 'volunteerId'>,
  policy: DispatchPolicy,
  time: { plannedFrom: string; plannedTo: string },
): string[] {
  const flags: string[] = [];
  const speakAgainst = (rule: 'doubleBooking' | 'overwork', code: string, params: Record<string, number>): void => {
    if (policy[rule] === 'REFUSE') throw new Refusal(code, { name: taker.displayName, ...params });
    flags.push(code);
  };
  const minutes = Math.round((Date.parse(time.plannedTo) - Date.parse(time.plannedFrom)) / 60_000);
  const overlap = load.overlapMinutes;
  if (overlap !== null && overlap > policy.graceMinutes) {
    speakAgainst('doubleBooking', 'DOUBLE_BOOKED', { minutes: overlap });
  } else if (overlap !== null && -overlap < policy.restMinutes - policy.graceMinutes) {
    speakAgainst('overwork', 'REST_TOO_SHORT', { restMinutes: policy.restMinutes, minutes: Math.max(-overlap, 0) });
  }
  const { dayMinutesMax, weekMinutesMax } = policy;
  if (load.dayMinutes + minutes > dayMinutesMax)
    speakAgainst('overwork', 'OVERWORKED_DAY', { minutes: load.dayMinutes + minutes, dayMinutesMax });
  if (load.weekMinutes + minutes > weekMinutesMax)
    speakAgainst('overwork', 'OVERWORKED_WEEK', { minutes: load.weekMinutes + minutes, weekMinutesMax });
  return flags;
}

const selectMissing = statement(
  `select v.id as volunteer_id, needed.name as code from service_kind k, unnest(k.qualification_codes) needed (name), unnest($3::uuid[]) v (id)
   where k.foundation_id = $1 and k.id = $2 and not exists (
     select from qualification q where q.foundation_id = $1 and q.volunteer_id = v.id and q.name = needed.name and q.withdrawn_at is null
       and q.valid_from <= $4 and (q.valid_to is null or q.valid_to >= $4))
   order by v.id, needed.name limit 1`,
);
// No rest is longer than eight hours, see SetDispatchPolicyInput.
const selectBusy = statement(
  `select planned_from, planned_to from visit
   where foundation_id = $1 and volunteer_id = any ($2) and state in ('PLANNED', 'CHECKED_IN')
     and planned_from < $4::timestamptz + interval '8 hours' and planned_to > $3::timestamptz - interval '8 hours'
   order by planned_from limit 200`,
);
// Days and weeks are those of the foundation's zone; a visit counts to the day it begins on. From one elder of a joint visit to the next
// it takes as long as whoever planned it says.
const selectLoads = statement(
  `select v.volunteer_id,
     (ceil(max(extract(epoch from least(v.planned_to, $4) - greatest(v.planned_from, $3)) / 60)
       filter (where v.state in ('PLANNED', 'CHECKED_IN')
         and (v.planned_from < $4 and v.planned_to > $3 or r.joint_visit_id is distinct from $7 or $7 is null))))::int as overlap_minutes,
     coalesce(sum(extract(epoch from v.planned_to - v.planned_from) / 60)
       filter (where date_trunc('day', v.planned_from at time zone $5) = date_trunc('day', $3::timestamptz at time zone $5)), 0)::int
       as day_minutes,
     coalesce(sum(extract(epoch from v.planned_to - v.planned_from) / 60)
       filter (where date_trunc('week', v.planned_from at time zone $5) = date_trunc('week', $3::timestamptz at time zone $5)), 0)::int
       as week_minutes
   from visit v join service_request r on r.foundation_id = v.foundation_id and r.id = v.request_id
   where v.foundation_id = $1 and v.volunteer_id = any ($2) and v.request_id <> $6
     and v.state in ('PLANNED', 'CHECKED_IN', 'CHECKED_OUT', 'CERTIFIED')
     and v.planned_from > $3::timestamptz - interval '8 days' and v.planned_from < $4::timestamptz + interval '8 days'
   group by v.volunteer_id`,
);
