import type {
  ServiceRequestFilter,
  ServiceRequestOrder,
} from '../../schema/requests/request-filter.ts';
import type { ServiceRequest } from '../../schema/requests/service-request.ts';
import type { RoutingFacts } from '../platform/database/transaction.ts';
import { idsIn, spanOf, valuesIn } from '../platform/reads/filter-values.ts';
import { type ListOrder, VisibleList, type Way } from '../platform/reads/visible-list.ts';

/** A filter with ids as in the database and sorted lists. Null restricts nothing. */
export interface RequestFilter {
  readonly states: readonly string[] | null;
  /** Whether all states are unfinished ones, for which there is an index. */
  readonly isUnfinished: true | null;
  readonly elderIds: readonly string[] | null;
  readonly communityIds: readonly string[] | null;
  readonly teamIds: readonly string[] | null;
  readonly kindIds: readonly string[] | null;
  readonly urgencies: readonly string[] | null;
  readonly sources: readonly string[] | null;
  readonly alarms: readonly string[] | null;
  readonly openedFrom: string | null;
  readonly openedTo: string | null;
  readonly requestedFrom: string | null;
  readonly requestedTo: string | null;
}

/** States of requests that a board may show. The index `service_request_unfinished` has them. */
const unfinished = ['IN_REVIEW', 'OPEN', 'ASSIGNED', 'IN_PROGRESS', 'AWAITING_CERTIFICATION'];

/** Normalizes a filter. Refuses with INVALID_ID, TOO_MANY. */
export function requestFilterOf(filter: ServiceRequestFilter | null | undefined): RequestFilter {
  const opened = spanOf(filter?.opened);
  const requested = spanOf(filter?.requested);
  const states = valuesIn(filter?.states, 'states');
  return {
    states,
    isUnfinished: states?.every((state) => unfinished.includes(state)) ? true : null,
    elderIds: idsIn('elder', filter?.elderIds, 'elderIds'),
    communityIds: idsIn('community', filter?.communityIds, 'communityIds'),
    teamIds: idsIn('team', filter?.teamIds, 'teamIds'),
    kindIds: idsIn('kind', filter?.kindIds, 'kindIds'),
    urgencies: valuesIn(filter?.urgencies, 'urgencies'),
    sources: valuesIn(filter?.sources, 'sources'),
    alarms: valuesIn(filter?.alarms, 'alarms'),
    openedFrom: opened.from,
    openedTo: opened.to,
    requestedFrom: requested.from,
    requestedTo: requested.to,
  };
}

/** Ways to requests: those of the communities, those offered to them, and one's own. */
const waysToRequests: readonly Way[] = [
  { of: 'visibleCommunityIds', column: 'community_id' },
  {
    of: 'visibleCommunityIds',
    rows: (id, { wanted, beyond, order, limit }) =>
      `select t.* from request_offer o join service_request t on t.foundation_id = o.foundation_id and t.id = o.request_id
       where o.foundation_id = :foundationId and o.community_id = ${id} and ${beyond('o.request_id')} and ${wanted} ${order} ${limit}`,
  },
  { of: 'personIds', column: 'elder_person_id' },
  { of: 'accountIds', column: 'opened_by_account_id' },
];

const requestOrders: Readonly<Record<ServiceRequestOrder, ListOrder>> = {
  OPENED_DESC: { direction: 'desc' },
  REQUESTED_ASC: { column: 'requested_from', direction: 'asc' },
  REQUESTED_DESC: { column: 'requested_from', direction: 'desc' },
};

/** Order of a list of requests by its name. */
export function requestOrderOf(order: ServiceRequestOrder | null | undefined): ListOrder {
  return requestOrders[order ?? 'OPENED_DESC'];
}

/** Requests that the caller may see. */
export const requestList = new VisibleList<ServiceRequest, RequestFilter>({
  name: 'requests.listRequests',
  table: 'service_request',
  order: requestOrders.OPENED_DESC,
  ways: waysToRequests,
  conditions: {
    states: 't.state = any (:states)',
    isUnfinished: `t.state in (${unfinished.map((state) => `'${state}'`).join(', ')})`,
    elderIds: { each: 'elder_id' },
    communityIds: { each: 'community_id' },
    teamIds: 't.team_id = any (:teamIds::uuid[])',
    kindIds: 't.kind_id = any (:kindIds::uuid[])',
    urgencies: 't.urgency = any (:urgencies)',
    sources: 't.source = any (:sources)',
    alarms: 't.alarms && :alarms',
    openedFrom: 't.opened_at >= :openedFrom',
    openedTo: 't.opened_at < :openedTo',
    requestedFrom: 't.requested_from >= :requestedFrom',
    requestedTo: 't.requested_from < :requestedTo',
  },
});

/** Whether a request with these routing facts meets a filter. As the conditions of the list. */
export function meetsFilter(facts: RoutingFacts, filter: RequestFilter): boolean {
  return (
    isAmong(filter.states, facts['state']) &&
    isAmong(filter.communityIds, facts['communityId']) &&
    isAmong(filter.elderIds, facts['elderId']) &&
    isAmong(filter.kindIds, facts['kindId']) &&
    isAmong(filter.urgencies, facts['urgency']) &&
    isAmong(filter.teamIds, facts['teamId']) &&
    isAmong(filter.sources, facts['source']) &&
    (filter.alarms === null ||
      String(facts['alarms'] ?? '')
        .split(',')
        .some((alarm) => filter.alarms!.includes(alarm))) &&
    isWithin(filter.openedFrom, filter.openedTo, facts['openedAt']) &&
    isWithin(filter.requestedFrom, filter.requestedTo, facts['requestedFrom'])
  );
}

function isAmong(wanted: readonly string[] | null, fact: unknown): boolean {
  return wanted === null || wanted.includes(String(fact));
}

function isWithin(from: string | null, to: string | null, fact: unknown): boolean {
  if (from === null && to === null) return true;
  const at = Date.parse(String(fact));
  return (from === null || at >= Date.parse(from)) && (to === null || at < Date.parse(to));
}
