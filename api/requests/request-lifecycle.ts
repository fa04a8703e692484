import type { EventKind } from '../../schema/events.ts';
import { encodeId, newId } from '../../schema/ids.ts';
import {
  nextStates,
  type RequestState,
  type ServiceRequest,
} from '../../schema/requests/service-request.ts';
import { Visit, type VisitState } from '../../schema/requests/visit.ts';
import type { MutationTransaction } from '../platform/context/mutation.ts';
import { statement, type StatementParameters } from '../platform/database/statement.ts';
import type { RoutingFacts } from '../platform/database/transaction.ts';
import { Refusal } from '../platform/common/errors.ts';
import type { Resource } from '../platform/authorization/policy.ts';
import { setTimers } from './escalation/timers.ts';
import { dropPlaces, freeHoldsOf, releaseHoldsAtEnd } from './holds.ts';
import { clearAlarms } from './request-alarms.ts';
import { updateReaders } from './note-readers.ts';
import { stateOfVisits } from './state-of-visits.ts';
import { withFullVisibility } from './elevated-visibility.ts';

/** Events of one visit of a request. See `transitionAfterVisit`. */
type VisitEvent =
  | 'VISIT_BEGUN'
  | 'VISIT_ENDED'
  | 'VISIT_CERTIFIED'
  | 'VISIT_DISPUTED'
  | 'VISIT_CORRECTED'
  | 'VISIT_REVOKED'
  | 'DISPUTE_DISMISSED'
  | 'NO_SHOW_REPORTED';

/**
 * Moves a request to another state, with version, history, timers and event. Pending changes of
 * rows are written with it. Refuses with REQUEST_CANNOT_CHANGE.
 */
export async function transition(
  tx: MutationTransaction,
  request: ServiceRequest,
  to: RequestState,
  how: {
    event: Exclude<EventKind, VisitEvent>;
    payload?: Record<string, string>;
    reason?: string | null;
    /** Team of the assignment. Undefined keeps the present one. */
    teamId?: string | null;
  },
): Promise<void> {
  await moveTo(tx, request, to, how);
}

/**
 * Moves a request after an event of one visit. With one volunteer, the request goes to `to`. With
 * several, its state follows from all of its visits and may stay; without an active visit, it goes
 * to `to`. `endedHoldId` is the hold of a visit that ended in vain: the request goes on without its
 * place. The caller settles that hold. Refuses with REQUEST_CANNOT_CHANGE.
 */
export async function transitionAfterVisit(
  tx: MutationTransaction,
  request: ServiceRequest,
  to: RequestState,
  {
    event,
    visitId,
    reason = null,
    endedHoldId,
  }: { event: VisitEvent; visitId: string; reason?: string | null; endedHoldId?: string },
): Promise<void> {
  const change = { event, payload: { visitId }, reason };
  if (request.volunteersNeeded === 1) return moveTo(tx, request, to, change);
  await tx.flush();
  const states = await visitStatesOf(tx, request);
  if (endedHoldId && states.length > 0) dropPlaces(request, [endedHoldId]);
  const state = stateOfVisits(states, request.volunteersNeeded) ?? to;
  if (state === 'CANCELLED') {
    const free = await freeHoldsOf(tx, request);
    releaseHoldsAtEnd(
      tx,
      request,
      free.filter((id) => id !== endedHoldId),
    );
  }
  if (state === request.state) return recordChange(tx, request, event, change);
  return moveTo(tx, request, state, change);
}

/** Changes a request without changing its state, with version, history, timers and event. */
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
  await writeChange(tx, request, { ...about, event, from: request.state, before });
}

/**
 * Writes the first history entry of a request and publishes the event that puts it on the boards.
 */
export async function recordOpening(
  tx: MutationTransaction,
  request: ServiceRequest,
): Promise<void> {
  await writeRecords(tx, request, { event: 'REQUEST_OPENED', from: null, before: null });
}

async function moveTo(
  tx: MutationTransaction,
  request: ServiceRequest,
  to: RequestState,
  how: {
    event: EventKind;
    payload?: Record<string, string>;
    reason?: string | null;
    teamId?: string | null;
  },
): Promise<void> {
  const from = request.state;
  if (!nextStates[from].includes(to)) throw new Refusal('REQUEST_CANNOT_CHANGE', { from, to });
  const before = routingFacts(request);
  if (to === 'CERTIFIED') await dropFreePlaces(tx, request);
  request.state = to;
  if (how.teamId !== undefined) request.teamId = how.teamId;
  await writeChange(tx, request, { ...how, from, before });
}

/**
 * Nobody joins a request whose visits are all certified. Its free places end, and their coins are
 * released.
 */
async function dropFreePlaces(tx: MutationTransaction, request: ServiceRequest): Promise<void> {
  if (request.volunteersNeeded === 1) return;
  const free = await freeHoldsOf(tx, request);
  if (free.length === 0) return;
  dropPlaces(request, free);
  releaseHoldsAtEnd(tx, request, free);
}

/** A change of a request, as its history and its feed tell it. */
interface RecordedChange {
  event: EventKind;
  payload?: Record<string, string>;
  reason?: string | null;
  fields?: readonly string[];
  /** State before the change. Null for a new request. */
  from: RequestState | null;
  /** Routing facts before the change. Null for a new request. */
  before: RoutingFacts | null;
}

async function writeChange(
  tx: MutationTransaction,
  request: ServiceRequest,
  change: RecordedChange,
): Promise<void> {
  request.version += 1;
  clearAlarms(request, change.event);
  await writeRecords(tx, request, change);
}

/** Writes what every change of a request leaves behind, in deferred statements. */
async function writeRecords(
  tx: MutationTransaction,
  request: ServiceRequest,
  change: RecordedChange,
): Promise<void> {
  // History, note readers and timers are SQL over the rows: all pending changes come first.
  await tx.flushDeferred();
  await withFullVisibility(tx, request, async () =>
    tx.executeDeferred(insertChange, historyOf(tx, request, change)),
  );
  // Assigned volunteers may read the sensitive note; former ones may not.
  if (request.hasSensitiveNote) await updateReaders(tx, [request.id]);
  setTimers(tx, request);
  await tx.publish({
    kind: change.event,
    subjectKind: 'request',
    subjectId: request.id,
    subjectVersion: request.version,
    payload: { requestId: encodeId('request', request.id), ...change.payload },
    before: change.before,
    after: routingFacts(request),
  });
}

function historyOf(
  tx: MutationTransaction,
  request: ServiceRequest,
  { from, event, fields = [], reason = null }: RecordedChange,
): StatementParameters {
  return {
    id: newId(),
    communityId: request.communityId,
    requestId: request.id,
    elderPersonId: request.elderPersonId,
    version: request.version,
    fromState: from,
    toState: request.state,
    event,
    fields,
    openedByAccountId: request.openedByAccountId ?? null,
    changedAt: tx.caller.now(),
    actorAccountId: tx.actor.accountId,
    actorName: tx.actor.displayName,
    actedForPersonId: tx.actingFor.personId,
    channel: tx.actingFor.channel,
    reason,
  };
}

/** Facts by which the feed's hub routes events to subscribers. */
export function routingFacts(request: ServiceRequest): RoutingFacts {
  const { communityId, elderId, elderPersonId, kindId, teamId, state, urgency, source } = request;
  const offeredCommunityIds =
    request.audience === 'FOUNDATION' ? '*' : request.offeredCommunityIds.join(',');
  return {
    communityId,
    elderId,
    elderPersonId,
    kindId,
    teamId: teamId ?? null,
    state,
    urgency,
    source,
    alarms: request.alarms.join(','),
    openedAt: request.openedAt,
    requestedFrom: request.requestedFrom,
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
    tx.rows<{ state: VisitState }>(selectVisitStates, { requestId: request.id }),
  );
  return rows.map((row) => row.state);
}

export async function teamsOf(tx: MutationTransaction, volunteerId: string): Promise<string[]> {
  const rows = await tx.rows<{ teamId: string }>(selectTeamsOf, { volunteerId });
  return rows.map((row) => row.teamId);
}

const insertChange = statement(
  'requests.insertChange',
  `insert into request_change (foundation_id, id, community_id, request_id, elder_person_id, version, from_state, to_state, event, fields,
     opened_by_account_id, changed_at, actor_account_id, actor_name, acted_for_person_id, channel, reason)
   values (:foundationId, :id, :communityId, :requestId, :elderPersonId, :version, :fromState, :toState, :event, :fields, :openedByAccountId, :changedAt, :actorAccountId, :actorName, :actedForPersonId, :channel, :reason)`,
);
const selectVisitStates = statement(
  'requests.selectVisitStates',
  `select state from visit where foundation_id = :foundationId and request_id = :requestId
   and state in ('PLANNED', 'CHECKED_IN', 'CHECKED_OUT', 'CERTIFIED', 'DISPUTED')`,
);
const selectTeamsOf = statement(
  'requests.selectTeamsOf',
  'select team_id from team_member where foundation_id = :foundationId and volunteer_id = :volunteerId order by team_id',
);
