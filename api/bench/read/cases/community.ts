import { type Case, ids } from './case.ts';

/** Nested pages: available volunteers of a dispatcher, and their next visits. */
export const community: Case = {
  title: '(b) a community with its teams, 20 members of each and 3 next visits of each',
  graphql: {
    query: `query Community($id: ID!) { community(id: $id) { name teams(first: 10) { nodes { name
      volunteers(first: 20) { nodes { displayName nextVisits(first: 3) { nodes { state request { state urgency } } } } } } } } }`,
    variables: (id) => ({ id: id('community', ids().communityId) }),
    normal: ({ community: { name, teams } }: { community: Community }) => ({
      name,
      teams: teams.nodes.map((team) => ({
        name: team.name,
        members: team.volunteers.nodes.map(({ displayName, nextVisits }) => ({
          displayName,
          nextVisits: nextVisits.nodes,
        })),
      })),
    }),
  },
  postgraphile: {
    query: `query Community($foundation: UUID!, $id: UUID!) { communityByFoundationIdAndId(foundationId: $foundation, id: $id) { name
      teamsByFoundationIdAndCommunityId(first: 10, orderBy: ID_ASC) { nodes { name
        teamMembersByFoundationIdAndTeamId(first: 20, orderBy: VOLUNTEER_ID_ASC) { nodes { volunteerByFoundationIdAndVolunteerId { displayName
          visitsByFoundationIdAndVolunteerId(first: 3, orderBy: [PLANNED_FROM_ASC, ID_ASC], filter: { state: { in: ["PLANNED", "CHECKED_IN"] } }) {
            nodes { state serviceRequestByFoundationIdAndRequestId { state urgency } } } } } } } } } }`,
    variables: () => ({ foundation: ids().foundationId, id: ids().communityId }),
    normal: ({
      communityByFoundationIdAndId: peer,
    }: {
      communityByFoundationIdAndId: PeerCommunity;
    }) => ({
      name: peer.name,
      teams: peer.teamsByFoundationIdAndCommunityId.nodes.map((team) => ({
        name: team.name,
        members: team.teamMembersByFoundationIdAndTeamId.nodes.map(
          ({ volunteerByFoundationIdAndVolunteerId: member }) => ({
            displayName: member.displayName,
            nextVisits: member.visitsByFoundationIdAndVolunteerId.nodes.map((visit) => ({
              state: visit.state,
              request: visit.serviceRequestByFoundationIdAndRequestId,
            })),
          }),
        ),
      })),
    }),
  },
  floor: {
    text: `select json_build_object('name', c.name, 'teams', (
        select coalesce(json_agg(json_build_object('name', t.name, 'members', (
          select coalesce(json_agg(json_build_object('displayName', w.display_name, 'nextVisits', (
            select coalesce(json_agg(json_build_object('state', v.state, 'request', json_build_object('state', r.state, 'urgency', r.urgency)) order by v.planned_from, v.id), '[]')
            from (select * from visit v where v.foundation_id = $1 and v.volunteer_id = w.id and v.state in ('PLANNED', 'CHECKED_IN')
              order by v.planned_from, v.id limit 3) v
            join service_request r on r.foundation_id = $1 and r.id = v.request_id
          )) order by w.id), '[]')
          from (select w.* from team_member m join volunteer w on w.foundation_id = m.foundation_id and w.id = m.volunteer_id
            where m.foundation_id = $1 and m.team_id = t.id order by m.volunteer_id limit 20) w
        )) order by t.id), '[]')
        from (select * from team t where t.foundation_id = $1 and t.community_id = c.id order by t.id limit 10) t
      ))::text
      from community c where c.foundation_id = $1 and c.id = $2`,
    values: () => [ids().foundationId, ids().communityId],
  },
};

interface NextVisit {
  state: string;
  request: { state: string; urgency: string };
}

interface Community {
  name: string;
  teams: {
    nodes: {
      name: string;
      volunteers: { nodes: { displayName: string; nextVisits: { nodes: NextVisit[] } }[] };
    }[];
  };
}

interface PeerCommunity {
  name: string;
  teamsByFoundationIdAndCommunityId: {
    nodes: {
      name: string;
      teamMembersByFoundationIdAndTeamId: {
        nodes: { volunteerByFoundationIdAndVolunteerId: PeerMember }[];
      };
    }[];
  };
}

interface PeerMember {
  displayName: string;
  visitsByFoundationIdAndVolunteerId: {
    nodes: { state: string; serviceRequestByFoundationIdAndRequestId: NextVisit['request'] }[];
  };
}
