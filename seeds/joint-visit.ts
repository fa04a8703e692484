import type { Community, Kind, Team, DemoFoundation } from './demo-foundation.ts';

/** Plan of a joint visit of teams to several elders. Gives its id. */
export function addJointVisit(
  { ids, rows, foundationId }: DemoFoundation,
  plan: {
    community: Community;
    kind: Kind;
    teams: readonly Team[];
    name: string;
    beginsAt: string;
    endsAt: string;
    plannedAt: string;
  },
): string {
  const { community, kind, teams, plannedAt } = plan;
  const id = ids.at(plannedAt);
  rows.add('joint_visit', {
    foundationId,
    id,
    communityId: community.id,
    communityIds: [...new Set([community.id, ...teams.map((team) => team.communityId)])],
    teamIds: teams.map((team) => team.id),
    kindId: kind.id,
    name: plan.name,
    note: null,
    beginsAt: plan.beginsAt,
    endsAt: plan.endsAt,
    volunteersOfEachTeam: 1,
    plannedByAccountId: community.dispatcher.accountId,
    plannedAt,
    version: 1,
  });
  return id;
}
