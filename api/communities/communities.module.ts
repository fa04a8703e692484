import { Community } from '../../schema/communities/community.ts';
import { Foundation } from '../../schema/communities/foundation.ts';
import { Team, TeamArea } from '../../schema/communities/team.ts';
import type { Module } from '../platform/module/module.ts';
import { CommunityFields, MeFields, TeamFields } from './communities.fields.ts';
import { communitiesMessages } from './communities.messages.ts';
import { communitiesPolicy } from './communities.policy.ts';
import { communityById, foundationById, teamById } from './communities.queries.ts';
import { CommunitiesResolver } from './communities.resolver.ts';
import { communitiesScopes } from './communities.scopes.ts';

export const communitiesModule: Module = {
  name: 'communities',
  scopes: communitiesScopes,
  resolvers: [CommunitiesResolver, CommunityFields, TeamFields, MeFields],
  entities: [Foundation, Community, Team, TeamArea],
  policy: communitiesPolicy,
  messages: communitiesMessages,
  nodes: { foundation: foundationById, community: communityById, team: teamById },
};
