/** One question, put to every contestant in its own words; `normal` brings the answers to one form, which must be the same. */
export interface Case {
  title: string;
  linli: { query: string; variables: () => object; normal: (data: never) => unknown };
  postgraphile: { query: string; variables: () => object; normal: (data: never) => unknown };
  floor: { name: string; text: string; values: () => unknown[] };
}

interface Ids {
  foundationId: string;
  requestId: string;
  requestGlobalId: string;
}

/** Handed to the contestants by their environment, so that all ask about the same rows. */
const ids = JSON.parse(process.env.BENCH_IDS ?? '{}') as Ids;

export const cases: Record<string, Case> = {
  board: {
    title: '(a) board of 50 with community, elder and volunteers',
    linli: {
      query: `query Board { serviceRequests(first: 50) { nodes { state urgency minutesExpected community { name } elder { displayName } visits { state volunteer { displayName } } } } }`,
      variables: () => ({}),
      normal: ({ serviceRequests }: { serviceRequests: { nodes: BoardRow[] } }) => serviceRequests.nodes.map(boardRow),
    },
    postgraphile: {
      query: `query Board { allServiceRequests(first: 50, orderBy: ID_DESC) { nodes { state urgency minutesExpected communityByFoundationIdAndCommunityId { name } elderByFoundationIdAndElderId { displayName } visitsByFoundationIdAndRequestId { nodes { state volunteerByFoundationIdAndVolunteerId { displayName } } } } } }`,
      variables: () => ({}),
      normal: ({ allServiceRequests }: { allServiceRequests: { nodes: PeerBoardRow[] } }) =>
        allServiceRequests.nodes.map((row) =>
          boardRow({
            ...row,
            community: row.communityByFoundationIdAndCommunityId,
            elder: row.elderByFoundationIdAndElderId,
            visits: row.visitsByFoundationIdAndRequestId.nodes.map((visit) => ({
              state: visit.state,
              volunteer: visit.volunteerByFoundationIdAndVolunteerId,
            })),
          }),
        ),
    },
    floor: {
      name: 'board',
      text: `select coalesce(json_agg(row), '[]')::text from (
          select r.state, r.urgency, r.minutes_expected as "minutesExpected", json_build_object('name', c.name) as community,
            json_build_object('displayName', e.display_name) as elder,
            (select coalesce(json_agg(json_build_object('state', v.state, 'volunteer', json_build_object('displayName', w.display_name)) order by v.id), '[]')
             from visit v left join volunteer w on w.foundation_id = v.foundation_id and w.id = v.volunteer_id
             where v.foundation_id = r.foundation_id and v.request_id = r.id) as visits
          from (select * from service_request where foundation_id = $1 order by id desc limit 50) r
          join community c on c.foundation_id = r.foundation_id and c.id = r.community_id
          join elder e on e.foundation_id = r.foundation_id and e.id = r.elder_id
          order by r.id desc) row`,
      values: () => [ids.foundationId],
    },
  },
  request: {
    title: '(c) one request by id with its history',
    linli: {
      query: `query One($id: ID!) { serviceRequest(id: $id) { state note kind { name } elder { displayName } history { version toState actorName } } }`,
      variables: () => ({ id: ids.requestGlobalId }),
      normal: ({ serviceRequest }: { serviceRequest: unknown }) => serviceRequest,
    },
    postgraphile: {
      query: `query One($foundation: UUID!, $id: UUID!) { serviceRequestByFoundationIdAndId(foundationId: $foundation, id: $id) { state note serviceKindByFoundationIdAndKindId { name } elderByFoundationIdAndElderId { displayName } requestChangesByFoundationIdAndRequestId(orderBy: VERSION_ASC) { nodes { version toState actorName } } } }`,
      variables: () => ({ foundation: ids.foundationId, id: ids.requestId }),
      normal: ({ serviceRequestByFoundationIdAndId: row }: { serviceRequestByFoundationIdAndId: PeerRequest }) => ({
        state: row.state,
        note: row.note,
        kind: row.serviceKindByFoundationIdAndKindId,
        elder: row.elderByFoundationIdAndElderId,
        history: row.requestChangesByFoundationIdAndRequestId.nodes,
      }),
    },
    floor: {
      name: 'request',
      text: `select json_build_object('state', r.state, 'note', r.note, 'kind', json_build_object('name', k.name),
          'elder', json_build_object('displayName', e.display_name),
          'history', (select coalesce(json_agg(json_build_object('version', h.version, 'toState', h.to_state, 'actorName', h.actor_name) order by h.version), '[]')
            from request_change h where h.foundation_id = r.foundation_id and h.request_id = r.id))::text
        from service_request r
        join service_kind k on k.foundation_id = r.foundation_id and k.id = r.kind_id
        join elder e on e.foundation_id = r.foundation_id and e.id = r.elder_id
        where r.foundation_id = $1 and r.id = $2`,
      values: () => [ids.foundationId, ids.requestId],
    },
  },
};

interface BoardRow {
  state: string;
  urgency: string;
  minutesExpected: number;
  community: { name: string };
  elder: { displayName: string };
  visits: { state: string; volunteer: { displayName: string } | null }[];
}

interface PeerBoardRow extends Omit<BoardRow, 'community' | 'elder' | 'visits'> {
  communityByFoundationIdAndCommunityId: BoardRow['community'];
  elderByFoundationIdAndElderId: BoardRow['elder'];
  visitsByFoundationIdAndRequestId: {
    nodes: { state: string; volunteerByFoundationIdAndVolunteerId: { displayName: string } | null }[];
  };
}

interface PeerRequest {
  state: string;
  note: string | null;
  serviceKindByFoundationIdAndKindId: unknown;
  elderByFoundationIdAndElderId: unknown;
  requestChangesByFoundationIdAndRequestId: { nodes: unknown[] };
}

function boardRow({ state, urgency, minutesExpected, community, elder, visits }: BoardRow): BoardRow {
  return { state, urgency, minutesExpected, community, elder, visits };
}
