import { encodeId } from '../../../schema/ids.ts';
import type { ToldMessage } from '../../../schema/requests/request-feed.ts';
import type { ServiceRequestFilter } from '../../../schema/requests/request-filter.ts';
import type { RequestState, ServiceRequest } from '../../../schema/requests/service-request.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import type { FeedMessage, FeedSource } from '../../platform/feed/source.ts';
import { meetsFilter, type RequestFilter, requestFilterOf } from '../request-filter.ts';
import { routingFacts } from '../request-lifecycle.ts';
import { requestById } from '../requests.queries.ts';

/** States of unfinished requests. */
const statesByDefault: readonly RequestState[] = [
  'OPEN',
  'ASSIGNED',
  'IN_PROGRESS',
  'AWAITING_CERTIFICATION',
];

/** Normalizes a filter, with its defaults. Refuses with INVALID_ID, TOO_MANY. */
export function boardFilterOf(filter: ServiceRequestFilter | null | undefined): RequestFilter {
  return requestFilterOf({ ...filter, states: filter?.states ?? [...statesByDefault] });
}

export const requestFeed: FeedSource<RequestFilter, ServiceRequest> = {
  subscription: 'serviceRequestFeed',
  subjectKind: 'request',
  filterOf: (parameters) => boardFilterOf(parameters['filter'] as ServiceRequestFilter | undefined),
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
    return isReached && meetsFilter(facts, filter);
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
