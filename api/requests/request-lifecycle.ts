import type { EventKind } from '../../schema/events.ts';
import { encodeId, newId } from '../../schema/ids.ts';
import {
  Alarm,
  nextStates,
  type RequestState,
  type ServiceRequest,
} from '../../schema/requests/service-request.ts';
import { Visit, type VisitState } from '../../schema/requests/visit.ts';
import type { MutationTransaction } from '../platform/context/mutation.ts';
import { statement } from '../platform/database/statement.ts';
import type { RoutingFacts } from '../platform/database/transaction.ts';
import { Refusal } from '../platform/common/errors.ts';
import type { Resource } from '../platform/authorization/policy.ts';
import { setTimers } from './escalation/timers.ts';
import { updateReaders } from './note-readers.ts';
import { withFullVisibility } from './elevated-visibility.ts';

/**
 * Moves a request to another state, with version, history and event. `teamId` sets the team on a
 * reassignment. With several volunteers the state follows from all visits, and `state` is only the
 * fallback. Refuses with REQUEST_CANNOT_CHANGE.
 */
export async function transition(
  tx: MutationTransaction,
  request: ServiceRequest,
  state: RequestState,
  event: EventKind,
  payload: Record<string, string> = {},
  { reason = null, teamId }: { reason?: string | null; teamId?: string | null } = {},
): Promise<void> {
  const from = request.state;
  if (request.volunteersNeeded > 1 && visitEvents.has(event)) {
    await tx.flush();
    state = stateOfVisits(await visitStatesOf(tx, request), state);
    if (state === from) return recordChange(tx, request, event, { payload, reason });
  }
  if (!nextStates[from].includes(state))
    throw new Refusal('REQUEST_CANNOT_CHANGE', { from, to: state });
  const before = routingFacts(request);
  request.state = state;
  if (teamId !== undefined) request.teamId = teamId;
  request.version += 1;
  clearAlarms(request, event);
  await record(tx, request, { from, event, reason, fields: [] });
  await tell(tx, request, event, before, payload);
}

/** Changes a request without changing its state, with version, history and event. */
export async function recordChange(
  tx: MutationTransaction,
  request: ServiceRequest,
  event: EventKind,
  about: {
    payload?: Record<string, string>;
    reason?: string | null;
    fields?: readonly string[];
    before?: RoutingFacts;
  } = {},
): Promise<void> {
  const before = about.before ?? routingFacts(request);
  request.version += 1;
  clearAlarms(request, event);
  await record(tx, request, {
    from: request.state,
    event,
    reason: about.reason ?? null,
    fields: about.fields ?? [],
  });
  await tell(tx, request, event, before, about.payload ?? {});
}

/**
 * State of a request with several volunteers, derived from its active visits; `otherwise` without
 * any.
 */
function stateOfVisits(states: readonly VisitState[], otherwise: RequestState): RequestState {
  const is = (...wanted: VisitState[]) => states.some((state) => wanted.includes(state));
  if (states.length === 0) return otherwise;
  if (is('CHECKED_IN')) return 'IN_PROGRESS';
  if (is('PLANNED')) return is('CHECKED_OUT', 'CERTIFIED', 'DISPUTED') ? 'IN_PROGRESS' : 'ASSIGNED';
  if (is('CHECKED_OUT')) return 'AWAITING_CERTIFICATION';
  return is('DISPUTED') ? 'DISPUTED' : 'CERTIFIED';
}

/** Events of one visit. After them the state of the request follows from all of its visits. */
const visitEvents: ReadonlySet<EventKind> = new Set([
  'VisitBegun',
  'VisitEnded',
  'VisitCertified',
  'VisitDisputed',
  'VisitCorrected',
  'VisitRevoked',
  'DisputeDismissed',
  'NoShowReported',
]);

/** Clears the alarms that an event resolves. */
function clearAlarms(request: ServiceRequest, event: EventKind): void {
  // With several volunteers, the one in doubt may be another.
  const inDoubt: readonly Alarm[] = request.volunteersNeeded === 1 ? ['VOLUNTEER_IN_DOUBT'] : [];
  const answered: Partial<Record<EventKind, readonly Alarm[]>> = {
    VisitBegun: [
      'CHECK_IN_OVERDUE',
      'LATE_WITHDRAWAL',
      'UNFILLED',
      'VOLUNTEER_RELEASED',
      ...inDoubt,
    ],
    VisitEnded: ['CHECK_IN_OVERDUE', 'CHECK_OUT_OVERDUE', ...inDoubt],
    RequestAssigned: ['LATE_WITHDRAWAL', 'UNFILLED', 'VOLUNTEER_RELEASED', ...inDoubt],
    // With several volunteers, another may be late as well; the renewed timer raises the alarm
    // again.
    RequestReopened: ['CHECK_IN_OVERDUE', ...inDoubt],
    VolunteerWithdrew: ['CHECK_IN_OVERDUE', ...inDoubt],
    NoShowReported: ['CHECK_IN_OVERDUE', ...inDoubt],
    RequestCancelled: allAlarms,
    RequestRescheduled: ['CHECK_IN_OVERDUE', 'CHECK_OUT_OVERDUE'],
    RequestExpired: allAlarms,
  };
  const gone = answered[event];
  if (gone) request.alarms = request.alarms.filter((alarm) => !gone.includes(alarm));
}

const allAlarms: readonly Alarm[] = Object.values(Alarm);

/**
 * Writes the first history entry of a request and publishes the event that puts it on the boards.
 */
export async function tellOpened(tx: MutationTransaction, request: ServiceRequest): Promise<void> {
  await record(tx, request, { from: null, event: 'RequestOpened', reason: null, fields: [] });
  await tell(tx, request, 'RequestOpened', null, {});
}

/** Facts by which the feed's hub routes events to subscribers. */
export function routingFacts(request: ServiceRequest): RoutingFacts {
  const { communityId, elderPersonId, kindId, teamId, state, urgency } = request;
  const offeredCommunityIds =
    request.audience === 'FOUNDATION' ? '*' : request.offeredCommunityIds.join(',');
  return {
    communityId,
    elderPersonId,
    kindId,
    teamId: teamId ?? null,
    state,
    urgency,
    offeredCommunityIds,
  };
}

/** Facts about a request that authorization rules read. */
export function requestResource({
  communityId,
  elderPersonId,
  openedByAccountId,
}: ServiceRequest): Resource {
  return { communityId, elderPersonId, openerAccountId: openedByAccountId ?? null };
}

/**
 * Facts for the authorization rules about performers: the volunteer of a visit and the volunteer's
 * teams.
 */
export async function performerOf(
  tx: MutationTransaction,
  visit: Pick<Visit, 'volunteerId' | 'volunteerPersonId'>,
): Promise<{
  volunteerPersonId: string;
  teamIds: string[];
}> {
  return {
    volunteerPersonId: visit.volunteerPersonId,
    teamIds: await teamsOf(tx, visit.volunteerId),
  };
}

/** Planned visits, in order of assignment. */
export async function plannedVisitsOf(
  tx: MutationTransaction,
  requestId: string,
): Promise<Visit[]> {
  return tx.findAll(Visit, { requestId, state: 'PLANNED' });
}

/** States of the active visits of a request; withdrawn ones are left out. */
export async function visitStatesOf(
  tx: MutationTransaction,
  request: ServiceRequest,
): Promise<VisitState[]> {
  const rows = await withFullVisibility(tx, request, () =>
    tx.rows<{ state: VisitState }>(selectVisitStates, [tx.foundationId, request.id]),
  );
  return rows.map((row) => row.state);
}

export async function teamsOf(tx: MutationTransaction, volunteerId: string): Promise<string[]> {
  const rows = await tx.rows<{ teamId: string }>(selectTeamsOf, [tx.foundationId, volunteerId]);
  return rows.map((row) => row.teamId);
}

async function record(
  tx: MutationTransaction,
  request: ServiceRequest,
  { from, event, reason, fields }: Recorded,
): Promise<void> {
  await tx.flushDeferred();
  await withFullVisibility(tx, request, async () =>
    tx.executeDeferred(insertChange, changeOf(tx, request, { from, event, reason, fields })),
  );
  // Assigned volunteers may read the sensitive note; former ones may not.
  if (request.hasSensitiveNote) await updateReaders(tx, [request.id]);
  setTimers(tx, request);
}

interface Recorded {
  from: RequestState | null;
  event: EventKind;
  reason: string | null;
  fields: readonly string[];
}

function changeOf(
  tx: MutationTransaction,
  request: ServiceRequest,
  { from, event, reason, fields }: Recorded,
): unknown[] {
  return [
    tx.foundationId,
    newId(),
    request.communityId,
    request.id,
    request.elderPersonId,
    request.version,
    from,
    request.state,
    event,
    fields,
    request.openedByAccountId ?? null,
    tx.caller.now(),
    tx.actor.accountId,
    tx.actor.displayName,
    tx.actingFor.personId,
    tx.actingFor.channel,
    reason,
  ];
}

async function tell(
  tx: MutationTransaction,
  request: ServiceRequest,
  kind: EventKind,
  before: RoutingFacts | null,
  payload: Record<string, string>,
): Promise<void> {
  await tx.publish({
    kind,
    subjectKind: 'request',
    subjectId: request.id,
    subjectVersion: request.version,
    payload: { requestId: encodeId('request', request.id), ...payload },
    before,
    after: routingFacts(request),
  });
}

const insertChange = statement(
  `insert into request_change (foundation_id, id, community_id, request_id, elder_person_id, version, from_state, to_state, event, fields,
     opened_by_account_id, changed_at, actor_account_id, actor_name, acted_for_person_id, channel, reason)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
);
const selectVisitStates = statement(
  `select state from visit where foundation_id = $1 and request_id = $2
   and state in ('PLANNED', 'CHECKED_IN', 'CHECKED_OUT', 'CERTIFIED', 'DISPUTED')`,
);
const selectTeamsOf = statement(
  'select team_id from team_member where foundation_id = $1 and volunteer_id = $2 order by team_id',
);
