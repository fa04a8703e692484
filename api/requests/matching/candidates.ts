import type {
  CandidateRemarkCode,
  Candidate,
  CandidateConnection,
  CandidateObstacle,
} from '../../../schema/requests/candidate.ts';
import type { DispatchPolicy } from '../../../schema/requests/dispatch-policy.ts';
import type { ServiceRequest } from '../../../schema/requests/service-request.ts';
import type { TimeWindow } from '../../../schema/requests/time-window.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { statement } from '../../platform/database/statement.ts';
import { KeysetPage, type PageArgs } from '../../platform/reads/pagination.ts';
import { dispatchPolicyOf } from '../dispatch/dispatch-policy.ts';
import { timeZoneOf } from '../dispatch/time-zone.ts';
import { kindById, requestById } from '../requests.queries.ts';
import { windowsOf } from '../time-windows.ts';
import {
  type JudgingParameters,
  selectAllCandidates,
  selectCandidates,
} from './candidates.queries.ts';
import { remarkOf, remedyOf } from './remarks.ts';

/**
 * Candidates for a request, best first, with reasons and obstacles. Null when the request is not
 * visible. Throws NOT_ALLOWED.
 */
export async function candidatesFor(
  ctx: Context,
  requestId: string,
  { first, after }: PageArgs,
): Promise<CandidateConnection | null> {
  const request = await ctx.load(requestById, requestId);
  if (!request) return null;
  ctx.authorize('request:candidates', { communityId: request.communityId });
  const kind = await ctx.load(kindById, request.kindId);
  const policy = await dispatchPolicyOf(ctx, ctx.foundationId, ctx.now());
  const zone = await timeZoneOf(ctx, ctx.foundationId);
  const sight = sightOf(ctx);
  const rows = await ctx.rowsAcrossCommunities<Row>(
    sight ? selectCandidates : selectAllCandidates,
    {
      ...parametersOf(
        request,
        kind?.qualificationCodes ?? [],
        { policy, zone },
        windowsLeft(request, ctx.nowMs()),
      ),
      ...sight,
      jointRequestIds: await requestsOfSameJointVisit(ctx, request),
      after: after ?? null,
      limit: first + 1,
    },
  );
  return connectionOf(ctx, rows, { first, after });
}

interface Row {
  consideredCount: number;
  eligibleCount: number;
  obstacles: { code: CandidateRemarkCode; count: number; onlyCount: number }[];
  /** Null on the only row of an empty page. */
  id: string | null;
  score: number;
  begin: string | null;
  distanceMetres: number | null;
  weekMinutes: number;
  stars: number;
  hard: CandidateRemarkCode[];
  soft: CandidateRemarkCode[];
  reasons: CandidateRemarkCode[];
  isEligible: boolean;
}

/** What the judgement needs to know of a request and the dispatch policy. */
export function parametersOf(
  request: ServiceRequest,
  qualificationCodes: readonly string[],
  { policy, zone }: { policy: DispatchPolicy; zone: string },
  windows: readonly TimeWindow[],
): Omit<JudgingParameters, 'jointRequestIds'> {
  return {
    requestId: request.id,
    windowsFrom: windows.map((window) => window.from),
    windowsTo: windows.map((window) => window.to),
    zone,
    minutes: request.minutesExpected,
    communityId: request.communityId,
    elderId: request.elderId,
    language: request.language ?? null,
    gender: request.genderPreference ?? null,
    latitude: request.latitude ?? null,
    longitude: request.longitude ?? null,
    qualificationCodes,
    teamIds: request.teamIds,
    restMinutes: policy.restMinutes,
    dayMinutesMax: policy.dayMinutesMax,
    weekMinutesMax: policy.weekMinutesMax,
    refusesDoubleBooking: policy.doubleBooking === 'REFUSE',
    refusesOverwork: policy.overwork === 'REFUSE',
    graceMinutes: policy.graceMinutes,
  };
}

/** Windows of a request that are not over; all of them when none is left. */
export function windowsLeft(request: ServiceRequest, nowMs: number): TimeWindow[] {
  const all = windowsOf(request);
  const left = all.filter((window) => Date.parse(window.to) > nowMs);
  return (left.length > 0 ? left : all).map(({ from, to }) => ({
    from: left.length > 0 && Date.parse(from) < nowMs ? new Date(nowMs).toISOString() : from,
    to,
  }));
}

/** Requests of the same joint visit: its plan sets the time between them. */
export async function requestsOfSameJointVisit(
  reader: Context | MutationTransaction,
  request: ServiceRequest,
): Promise<string[]> {
  if (!request.jointVisitId) return [];
  const rows = await reader.rowsAcrossCommunities<{ id: string }>(selectParts, {
    foundationId: request.foundationId,
    jointVisitId: request.jointVisitId,
  });
  return rows.map(({ id }) => id);
}

const selectParts = statement(
  'requests.selectParts',
  'select id from service_request where foundation_id = :foundationId and joint_visit_id = :jointVisitId',
);

/** Communities and persons whose volunteers the caller may see. */
interface Sight {
  visibleCommunityIds: readonly string[];
  visiblePersonIds: readonly string[];
}

/**
 * Volunteers visible to the caller, as row-level security defines it: by community or by person.
 * Null for all.
 */
function sightOf(ctx: Context): Sight | null {
  const { contactCommunityIds, personIds, session } = ctx.actor;
  if (session.variables['app.scope'] === 'foundation') return null;
  return { visibleCommunityIds: contactCommunityIds, visiblePersonIds: personIds };
}

function connectionOf(ctx: Context, rows: readonly Row[], page: PageArgs): CandidateConnection {
  const found = rows.filter((row) => row.id !== null);
  const candidates = found.map((row) => candidateOf(ctx, row));
  const [{ consideredCount, eligibleCount, obstacles } = noSummary] = rows;
  return Object.assign(new KeysetPage(candidates, page, positionOf), {
    consideredCount,
    eligibleCount,
    obstacles: obstacles.map((each): CandidateObstacle => ({
      ...each,
      remedy: remedyOf(each.code, ctx.locale),
    })),
  });
}

const noSummary = { consideredCount: 0, eligibleCount: 0, obstacles: [] };

function candidateOf(ctx: Context, row: Row): Candidate {
  const { score, begin, distanceMetres, weekMinutes, stars, isEligible } = row;
  const remark = (isObstacle: boolean) => (code: CandidateRemarkCode) => ({
    code,
    message: remarkOf(code, ctx.locale),
    isObstacle,
  });
  return {
    volunteerId: row.id as string,
    isEligible,
    score,
    begin,
    distanceMetres,
    weekMinutes,
    stars,
    reasons: row.reasons.map(remark(false)),
    shortfalls: [...row.hard.map(remark(true)), ...row.soft.map(remark(false))],
  };
}

/** Position of a candidate in the order. Later candidates are less in the tuple of all three. */
function positionOf({ isEligible, score, volunteerId }: Candidate): string {
  return `${isEligible ? 1 : 0}|${score}|${volunteerId}`;
}
