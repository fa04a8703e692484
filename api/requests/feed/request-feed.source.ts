import { encodeId, type IdPrefix } from '../../../schema/ids.ts';
import type {
  ServiceRequestFeedFilter,
  ToldMessage,
} from '../../../schema/requests/request-feed.ts';
import type {
  RequestState,
  ServiceRequest,
  Urgency,
} from '../../../schema/requests/service-request.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import type { FeedMessage, FeedSource } from '../../platform/feed/source.ts';
import { idFrom } from '../../platform/common/ids.ts';
import { routingFacts } from '../request-lifecycle.ts';
import { requestById } from '../requests.queries.ts';

/** A filter with its defaults: ids as in the database, lists sorted, null for no restriction. */
export interface BoardFilter {
  communityIds: readonly string[] | null;
  teamIds: readonly string[] | null;
  kindIds: readonly string[] | null;
  urgencies: readonly Urgency[] | null;
  states: readonly RequestState[];
}

/** States of unfinished requests. */
const statesByDefault: readonly RequestState[] = [
  'OPEN',
  'ASSIGNED',
  'IN_PROGRESS',
  'AWAITING_CERTIFICATION',
];

/** Normalizes a filter. Refuses with INVALID_ID. */
export function boardFilterOf(filter: ServiceRequestFeedFilter | null | undefined): BoardFilter {
  return {
    communityIds: idsFrom('community', filter?.communityIds, 'communityIds'),
    teamIds: idsFrom('team', filter?.teamIds, 'teamIds'),
    kindIds: idsFrom('kind', filter?.kindIds, 'kindIds'),
    urgencies: sorted(filter?.urgencies),
    states: sorted(filter?.states) ?? [...statesByDefault].sort(),
  };
}

export const requestFeed: FeedSource<BoardFilter, ServiceRequest> = {
  subscription: 'serviceRequestFeed',
  subjectKind: 'request',
  filterOf: (parameters) =>
    boardFilterOf(parameters['filter'] as ServiceRequestFeedFilter | undefined),
  // Mirrors the policy of service_request, to spare groups that would see nothing. The policy
  // decides.
  concerns(facts, actor, filter) {
    const { managedCommunityIds, visibleCommunityIds, personIds, session } = actor;
    const isPublished = facts['state'] !== 'IN_REVIEW';
    const offered = String(facts['offeredCommunityIds'] ?? '');
    const isOffered = offered === '*' || visibleCommunityIds.some((id) => offered.includes(id));
    const isReached =
      session.variables['app.scope'] === 'foundation' ||
      managedCommunityIds.includes(String(facts['communityId'])) ||
      (isPublished && (visibleCommunityIds.includes(String(facts['communityId'])) || isOffered)) ||
      personIds.includes(String(facts['elderPersonId']));
    return (
      isReached &&
      filter.states.includes(facts['state'] as RequestState) &&
      isAmong(filter.communityIds, facts['communityId']) &&
      isAmong(filter.kindIds, facts['kindId']) &&
      isAmong(filter.urgencies, facts['urgency']) &&
      isAmong(filter.teamIds, facts['teamId'])
    );
  },
  async load(ctx: Context, ids) {
    const rows = await Promise.all(ids.map((id) => ctx.load(requestById, id)));
    return new Map(rows.filter((row) => row !== null).map((row) => [row.id, row]));
  },
  factsOf: routingFacts,
  present: (message) => toldOf(message),
};

function toldOf(message: FeedMessage<ServiceRequest>): ToldMessage {
  switch (message.type) {
    case 'changed':
      return told('RequestChanged', {
        ...message,
        eventId: encodeId('event', message.eventId),
        event: message.kind,
        request: message.row,
      });
    case 'removed':
      return told('RequestRemoved', {
        ...message,
        eventId: encodeId('event', message.eventId),
        requestId: encodeId('request', message.subjectId),
      });
    case 'checkpoint':
      return told('FeedCheckpoint', message);
    case 'reset':
      return told('FeedReset', message);
  }
}

function told(typeName: ToldMessage['typeName'], fields: object): ToldMessage {
  return { ...fields, typeName };
}

function isAmong(wanted: readonly string[] | null, fact: unknown): boolean {
  return wanted === null || wanted.includes(String(fact));
}

function idsFrom(
  prefix: IdPrefix,
  ids: readonly string[] | null | undefined,
  field: string,
): string[] | null {
  return sorted(ids?.map((id) => idFrom(prefix, id, 'filter', field)));
}

function sorted<T extends string>(values: readonly T[] | null | undefined): T[] | null {
  return values ? [...new Set(values)].sort() : null;
}
