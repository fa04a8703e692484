import { type Case, ids } from './case.ts';

/** The detail view of a request, as opened during a telephone call. */
export const request: Case = {
  title: '(c) one request by id with its history',
  graphql: {
    query: `query One($id: ID!) { serviceRequest(id: $id) { state note kind { name } elder { displayName }
      history { version toState actorName } } }`,
    variables: (id) => ({ id: id('request', ids().requestId) }),
    normal: ({ serviceRequest }: { serviceRequest: unknown }) => serviceRequest,
  },
  postgraphile: {
    query: `query One($foundation: UUID!, $id: UUID!) { serviceRequestByFoundationIdAndId(foundationId: $foundation, id: $id) { state note
      serviceKindByFoundationIdAndKindId { name } elderByFoundationIdAndElderId { displayName }
      requestChangesByFoundationIdAndRequestId(orderBy: VERSION_ASC) { nodes { version toState actorName } } } }`,
    variables: () => ({ foundation: ids().foundationId, id: ids().requestId }),
    normal: ({
      serviceRequestByFoundationIdAndId: row,
    }: {
      serviceRequestByFoundationIdAndId: PeerRequest;
    }) => ({
      state: row.state,
      note: row.note,
      kind: row.serviceKindByFoundationIdAndKindId,
      elder: row.elderByFoundationIdAndElderId,
      history: row.requestChangesByFoundationIdAndRequestId.nodes,
    }),
  },
  floor: {
    text: `select json_build_object('state', r.state, 'note', r.note, 'kind', json_build_object('name', k.name),
        'elder', json_build_object('displayName', e.display_name),
        'history', (select coalesce(json_agg(json_build_object('version', h.version, 'toState', h.to_state, 'actorName', h.actor_name) order by h.version), '[]')
          from request_change h where h.foundation_id = r.foundation_id and h.request_id = r.id))::text
      from service_request r
      join service_kind k on k.foundation_id = r.foundation_id and k.id = r.kind_id
      join elder e on e.foundation_id = r.foundation_id and e.id = r.elder_id
      where r.foundation_id = $1 and r.id = $2`,
    values: () => [ids().foundationId, ids().requestId],
  },
};

interface PeerRequest {
  state: string;
  note: string | null;
  serviceKindByFoundationIdAndKindId: unknown;
  elderByFoundationIdAndElderId: unknown;
  requestChangesByFoundationIdAndRequestId: { nodes: unknown[] };
}
