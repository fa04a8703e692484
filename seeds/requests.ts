import type { EventKind } from '../schema/events.ts';
import type { Channel } from '../schema/acting-for.ts';
import type { RequestState, Urgency } from '../schema/requests/service-request.ts';
import type { VisitState } from '../schema/requests/visit.ts';
import { coinsFor, type Hold } from './coins.ts';
import { addMinutes } from './dates.ts';
import type { Community, Kind, Team, DemoFoundation } from './demo-foundation.ts';
import type { Actor, Elder, Volunteer } from './foundation-builder.ts';

export interface OpenedRequest {
  id: string;
  openedAt: string;
  hold: Hold;
}

/**
 * Opens an elder's request as openServiceRequest does: hold, request, first history entry, audit
 * entry.
 */
export function openRequest(
  demo: DemoFoundation,
  plan: {
    community: Community;
    elder: Elder;
    kind: Kind;
    openedAt: string;
    requestedFrom: string;
    requestedTo: string;
    state: RequestState;
    version: number;
    urgency: Urgency;
    note: string | null;
    language?: string;
    jointVisitId?: string;
    /** Author other than the elder or the dispatcher; the request is then in review. */
    enteredBy?: Actor;
  },
): OpenedRequest {
  const { random, ids, rows, books, foundationId, clearingAccountId } = demo;
  const { community, elder, kind, openedAt } = plan;
  // Most elders ring the dispatcher, some leave a slip of paper; a few use the app.
  const actor = plan.enteredBy ?? elder.account ?? community.dispatcher;
  const isOnline = Boolean(plan.enteredBy ?? elder.account);
  const channel: Channel = isOnline
    ? 'APP'
    : random.weighted([['PHONE', 4] as const, ['PAPER', 1] as const]);
  const id = ids.at(openedAt);
  const hold = books.hold({
    clientId: `booking:${id}`,
    kind: 'BOOKING',
    from: elder.coinAccountId,
    to: clearingAccountId,
    amount: coinsFor(kind.minutes, kind.coinsPerHour),
    happenedAt: openedAt,
    bookedAt: openedAt,
    business: { kind: 'request', id },
    actorAccountId: actor.accountId,
  });
  rows.add('service_request', {
    foundationId,
    id,
    communityId: community.id,
    elderId: elder.id,
    elderPersonId: elder.personId,
    kindId: kind.id,
    state: plan.state,
    urgency: plan.urgency,
    requestedFrom: plan.requestedFrom,
    requestedTo: plan.requestedTo,
    minutesExpected: kind.minutes,
    place: `${community.plan.name}，${elder.displayName}家`,
    note: plan.note,
    coinsHeld: hold.amount.toString(),
    holdIds: [hold.id],
    channel,
    openedAt,
    publishedAt: plan.enteredBy ? null : openedAt,
    source: plan.enteredBy ? 'VOLUNTEER' : elder.account ? 'ELDER' : 'DISPATCHER',
    openedByAccountId: actor.accountId,
    language: plan.language ?? null,
    jointVisitId: plan.jointVisitId ?? null,
    version: plan.version,
  });
  const request = { id, openedAt, hold };
  recordChange(demo, {
    community,
    elder,
    request,
    version: 1,
    fromState: null,
    toState: plan.enteredBy ? 'IN_REVIEW' : 'OPEN',
    changedAt: openedAt,
    action: 'request:open',
    subject: { kind: 'request', id },
    actor,
    channel,
  });
  return request;
}

/** Adds a visit; times that have not come yet are null. */
export function addVisit(
  { rows, foundationId }: DemoFoundation,
  { request, community, elder, volunteer, team }: VisitParties & { request: OpenedRequest },
  visit: {
    id: string;
    state: VisitState;
    disputedFrom?: 'CHECKED_OUT';
    /** Planned begin and duration. */
    planned: { from: string; minutes: number };
    checkedInAt?: string;
    checkedOutAt?: string;
    note?: string;
    certified?: { minutes: number; paid: bigint; at: string };
  },
): void {
  const { certified = null } = visit;
  rows.add('visit', {
    foundationId,
    id: visit.id,
    communityId: community.id,
    requestId: request.id,
    elderPersonId: elder.personId,
    volunteerId: volunteer.id,
    volunteerPersonId: volunteer.personId,
    teamId: team.id,
    holdId: request.hold.id,
    state: visit.state,
    disputedFrom: visit.disputedFrom ?? null,
    plannedFrom: visit.planned.from,
    plannedTo: addMinutes(visit.planned.from, visit.planned.minutes),
    checkedInAt: visit.checkedInAt ?? null,
    checkedOutAt: visit.checkedOutAt ?? null,
    note: visit.note ?? null,
    minutesCertified: certified?.minutes ?? null,
    coinsPaid: certified?.paid.toString() ?? null,
    certifiedAt: certified?.at ?? null,
    certifiedByAccountId: certified ? community.dispatcher.accountId : null,
  });
}

/** Persons of a visit. */
export interface VisitParties {
  community: Community;
  elder: Elder;
  volunteer: Volunteer;
  team: Team;
}

/** Adds a history entry of a request, with its audit entry. */
export function recordChange(
  { ids, rows, foundationId }: DemoFoundation,
  change: {
    community: Community;
    elder: Elder;
    request: OpenedRequest;
    version: number;
    fromState: string | null;
    toState: string;
    changedAt: string;
    action: keyof typeof eventOf;
    subject: { kind: string; id: string };
    actor: Actor;
    channel: Channel;
    reason?: string;
  },
): void {
  const { reason = null } = change;
  const {
    community,
    elder,
    request,
    version,
    fromState,
    toState,
    changedAt,
    action,
    subject,
    actor,
    channel,
  } = change;
  // Other channels than the app mean that the actor represents the elder.
  const actedForPersonId = channel === 'APP' ? null : elder.personId;
  rows.add('request_change', {
    foundationId,
    id: ids.at(changedAt),
    communityId: community.id,
    requestId: request.id,
    elderPersonId: elder.personId,
    version,
    fromState,
    toState,
    event: eventOf[action],
    changedAt,
    actorAccountId: actor.accountId,
    actorName: actor.name,
    actedForPersonId,
    channel,
    reason,
  });
  rows.add('audit_entry', {
    foundationId,
    id: ids.at(changedAt),
    at: changedAt,
    actorAccountId: actor.accountId,
    appId: null,
    action,
    subjectKind: subject.kind,
    subjectId: subject.id,
    actedForPersonId,
    mandateId: null,
    channel,
    reason,
    operationId: `demo:${request.id}:${version}`,
  });
}

/** Event of each action, as the platform would publish it. */
const eventOf = {
  'request:open': 'REQUEST_OPENED',
  'request:accept': 'REQUEST_ASSIGNED',
  'visit:checkIn': 'VISIT_BEGUN',
  'visit:checkOut': 'VISIT_ENDED',
  'visit:certify': 'VISIT_CERTIFIED',
  'visit:dispute': 'VISIT_DISPUTED',
} as const satisfies Record<string, EventKind>;
