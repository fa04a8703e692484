import type { EventKind } from '../../schema/events.ts';
import { encodeId } from '../../schema/ids.ts';
import {
  nextStates,
  RequestChange,
  type RequestState,
  type ServiceRequest,
} from '../../schema/requests/service-request.ts';
import { Visit } from '../../schema/requests/visit.ts';
import type { MutationTransaction } from '../platform/context.ts';
import { statement } from '../platform/database/reader.ts';
import type { RoutingFacts } from '../platform/database/transaction.ts';
import { Refusal } from '../platform/errors.ts';

/**
 * Moves a request to another state, with version, history and event; `teamId` when it changes hands.
 * Refuses with REQUEST_CANNOT_CHANGE.
 */
export async function moveTo(
  tx: MutationTransaction,
  request: ServiceRequest,
  state: RequestState,
  event: EventKind,
  payload: Record<string, string> = {},
  { reason = null, teamId }: { reason?: string | null; teamId?: string | null } = {},
): Promise<void> {
  const from = request.state;
  if (!nextStates[from].includes(state)) throw new Refusal('REQUEST_CANNOT_CHANGE', { from, to: state });
  const before = factsOf(request);
  request.state = state;
  if (teamId !== undefined) request.teamId = teamId;
  request.version += 1;
  await record(tx, request, from, reason);
  await tell(tx, request, event, before, payload);
}

/** The first line of a request's history, and the event that puts it on the boards. */
export async function tellOpened(tx: MutationTransaction, request: ServiceRequest): Promise<void> {
  await record(tx, request, null, null);
  await tell(tx, request, 'RequestOpened', null, {});
}

/** What the feed's hub must know of a request to tell whom an event may concern. */
export function factsOf(request: ServiceRequest): RoutingFacts {
  const { communityId, elderPersonId, kindId, teamId, state, urgency } = request;
  return { communityId, elderPersonId, kindId, teamId: teamId ?? null, state, urgency };
}

export function checkVersion(request: ServiceRequest, expectedVersion: number): void {
  if (request.version !== expectedVersion) {
    throw new Refusal('VERSION_CONFLICT', { currentVersion: request.version }, ['input', 'expectedVersion']);
  }
}

/** Who is to be judged by the rules about performers: the volunteer of a visit, with their teams. */
export async function performerOf(
  tx: MutationTransaction,
  visit: Pick<Visit, 'volunteerId' | 'volunteerPersonId'>,
): Promise<{
  volunteerPersonId: string;
  teamIds: string[];
}> {
  return { volunteerPersonId: visit.volunteerPersonId, teamIds: await teamsOf(tx, visit.volunteerId) };
}

/** The visit that waits to begin, if there is one. */
export async function plannedVisitOf(tx: MutationTransaction, requestId: string): Promise<Visit | null> {
  const [row] = await tx.rows<{ id: string }>(selectPlannedVisit, [tx.foundationId, requestId]);
  return row ? tx.find(Visit, 'visit', row.id) : null;
}

export async function teamsOf(tx: MutationTransaction, volunteerId: string): Promise<string[]> {
  const rows = await tx.rows<{ teamId: string }>(selectTeamsOf, [tx.foundationId, volunteerId]);
  return rows.map((row) => row.teamId);
}

async function record(
  tx: MutationTransaction,
  request: ServiceRequest,
  fromState: RequestState | null,
  reason: string | null,
): Promise<void> {
  await tx.add(RequestChange, {
    communityId: request.communityId,
    requestId: request.id,
    elderPersonId: request.elderPersonId,
    version: request.version,
    fromState,
    toState: request.state,
    changedAt: new Date().toISOString(),
    actorAccountId: tx.actor.accountId,
    actorName: tx.actor.displayName,
    actedForPersonId: tx.actingFor.personId ?? null,
    channel: tx.actingFor.channel as RequestChange['channel'],
    reason,
  });
}

async function tell(
  tx: MutationTransaction,
  request: ServiceRequest,
  kind: EventKind,
  before: RoutingFacts | null,
  payload: Record<string, string>,
): Promise<void> {
  await tx.tell({
    kind,
    subjectKind: 'request',
    subjectId: request.id,
    subjectVersion: request.version,
    payload: { requestId: encodeId('request', request.id), ...payload },
    before,
    after: factsOf(request),
  });
}

const selectPlannedVisit = statement(
  `select id from visit where foundation_id = $1 and request_id = $2 and state = 'PLANNED'`,
);
const selectTeamsOf = statement(
  'select team_id from team_member where foundation_id = $1 and volunteer_id = $2 order by team_id',
);
