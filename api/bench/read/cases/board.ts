import { type Case, ids } from './case.ts';

/** The dispatcher's main view. */
export const board: Case = {
  title: '(a) board of 50 with community, elder and volunteers',
  graphql: {
    query: `query Board { serviceRequests(first: 50) { nodes { state urgency minutesExpected community { name } elder { displayName }
      visits { state volunteer { displayName } } } } }`,
    variables: () => ({}),
    normal: ({ serviceRequests }: { serviceRequests: { nodes: Row[] } }) => serviceRequests.nodes,
  },
  postgraphile: {
    query: `query Board { allServiceRequests(first: 50, orderBy: ID_DESC) { nodes { state urgency minutesExpected
      communityByFoundationIdAndCommunityId { name } elderByFoundationIdAndElderId { displayName }
      visitsByFoundationIdAndRequestId(orderBy: ID_ASC) { nodes { state volunteerByFoundationIdAndVolunteerId { displayName } } } } } }`,
    variables: () => ({}),
    normal: ({ allServiceRequests }: { allServiceRequests: { nodes: PeerRow[] } }) =>
      allServiceRequests.nodes.map((row) => ({
        state: row.state,
        urgency: row.urgency,
        minutesExpected: row.minutesExpected,
        community: row.communityByFoundationIdAndCommunityId,
        elder: row.elderByFoundationIdAndElderId,
        visits: row.visitsByFoundationIdAndRequestId.nodes.map((visit) => ({
          state: visit.state,
          volunteer: visit.volunteerByFoundationIdAndVolunteerId,
        })),
      })),
  },
  floor: {
    text: jsonOf(
      'select * from service_request where foundation_id = $1 order by id desc limit 50',
    ),
    values: () => [ids().foundationId],
  },
  floorByWay: {
    text: jsonOf(`select r.* from unnest($2::uuid[]) as way (id) cross join lateral (
      select * from service_request r where r.foundation_id = $1 and r.community_id = way.id order by r.id desc limit 50) r
      order by r.id desc limit 50`),
    values: () => [ids().foundationId, ids().reach],
  },
};

function jsonOf(requests: string): string {
  return `select coalesce(json_agg(row), '[]')::text from (
    select r.state, r.urgency, r.minutes_expected as "minutesExpected", json_build_object('name', c.name) as community,
      json_build_object('displayName', e.display_name) as elder,
      (select coalesce(json_agg(json_build_object('state', v.state, 'volunteer', json_build_object('displayName', w.display_name)) order by v.id), '[]')
       from visit v left join volunteer w on w.foundation_id = v.foundation_id and w.id = v.volunteer_id
       where v.foundation_id = r.foundation_id and v.request_id = r.id) as visits
    from (${requests}) r
    join community c on c.foundation_id = r.foundation_id and c.id = r.community_id
    join elder e on e.foundation_id = r.foundation_id and e.id = r.elder_id
    order by r.id desc) row`;
}

interface Row {
  state: string;
  urgency: string;
  minutesExpected: number;
  community: { name: string };
  elder: { displayName: string };
  visits: { state: string; volunteer: { displayName: string } | null }[];
}

interface PeerRow extends Omit<Row, 'community' | 'elder' | 'visits'> {
  communityByFoundationIdAndCommunityId: Row['community'];
  elderByFoundationIdAndElderId: Row['elder'];
  visitsByFoundationIdAndRequestId: {
    nodes: {
      state: string;
      volunteerByFoundationIdAndVolunteerId: { displayName: string } | null;
    }[];
  };
}
