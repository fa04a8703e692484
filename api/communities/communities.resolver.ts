import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import {
  CommunityPayload,
  FormTeamInput,
  FoundationPayload,
  OpenCommunityInput,
  OpenFoundationInput,
  RenameCommunityInput,
  RenameTeamInput,
  ServeCommunityInput,
  StopServingCommunityInput,
  TeamPayload,
} from '../../schema/communities/community-inputs.ts';
import { Community, CommunityConnection } from '../../schema/communities/community.ts';
import { Foundation } from '../../schema/communities/foundation.ts';
import { TeamConnection } from '../../schema/communities/team.ts';
import { decodeId } from '../../schema/ids.ts';
import { Selected, type Selection } from '../platform/reads/related.ts';
import type { Context } from '../platform/context/operation-context.ts';
import { readOne } from '../platform/reads/relations.ts';
import { PageArgs } from '../platform/reads/pagination.ts';
import {
  communityById,
  foundationById,
  listCommunities,
  listTeams,
  teamById,
} from './communities.queries.ts';
import * as communities from './communities.service.ts';

@Resolver()
export class CommunitiesResolver {
  @Query(() => Foundation, { description: 'Foundation that the caller acts in.' })
  async foundation(@Ctx('ctx') ctx: Context): Promise<Foundation | null> {
    return ctx.load(foundationById, ctx.foundationId);
  }

  @Query(() => CommunityConnection, {
    description: 'Communities that the caller may see, oldest first.',
  })
  async communities(
    @Ctx('ctx') ctx: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Selected() selection: Selection,
  ) {
    return listCommunities(ctx, page, selection);
  }

  @Query(() => Community, {
    nullable: true,
    description:
      'Community with the given id. Null when it does not exist or the caller may not see it.',
  })
  async community(
    @Ctx('ctx') ctx: Context,
    @Arg('id', () => ID, { description: 'Id of the community.' }) id: string,
    @Selected() selection: Selection,
  ): Promise<Community | null> {
    const { foundationId } = ctx;
    const uuid = decodeId('community', id);
    return uuid && foundationId ? readOne(ctx, communityById, selection, uuid) : null;
  }

  @Query(() => TeamConnection, { description: 'Teams that the caller may see, oldest first.' })
  async teams(
    @Ctx('ctx') ctx: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Selected() selection: Selection,
  ) {
    return listTeams(ctx, page, selection);
  }

  @Mutation(() => FoundationPayload, {
    description:
      'Opens a foundation on the platform and creates its first administrator. Only the head bank may do this.',
  })
  async openFoundation(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => OpenFoundationInput, { description: 'Input for `openFoundation`.' })
    input: OpenFoundationInput,
  ) {
    return { foundation: await communities.openFoundation(ctx, input) };
  }

  @Mutation(() => CommunityPayload, {
    description: "Opens a community in the caller's foundation.",
  })
  async openCommunity(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => OpenCommunityInput, { description: 'Input for `openCommunity`.' })
    input: OpenCommunityInput,
  ) {
    const { communityId } = await communities.openCommunity(ctx, input);
    return { community: await ctx.load(communityById, communityId) };
  }

  @Mutation(() => CommunityPayload, { description: 'Renames a community or changes its district.' })
  async renameCommunity(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RenameCommunityInput, { description: 'Input for `renameCommunity`.' })
    input: RenameCommunityInput,
  ) {
    const { communityId } = await communities.renameCommunity(ctx, input);
    return { community: await ctx.load(communityById, communityId) };
  }

  @Mutation(() => TeamPayload, { description: 'Forms a team of volunteers.' })
  async formTeam(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => FormTeamInput, { description: 'Input for `formTeam`.' })
    input: FormTeamInput,
  ) {
    const { teamId } = await communities.formTeam(ctx, input);
    return { team: await ctx.load(teamById, teamId) };
  }

  @Mutation(() => TeamPayload, { description: 'Renames a team.' })
  async renameTeam(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RenameTeamInput, { description: 'Input for `renameTeam`.' })
    input: RenameTeamInput,
  ) {
    const { teamId } = await communities.renameTeam(ctx, input);
    return { team: await ctx.load(teamById, teamId) };
  }

  @Mutation(() => TeamPayload, {
    description: 'Lets a team serve a community. From then on its members see the requests there.',
  })
  async serveCommunity(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => ServeCommunityInput, { description: 'Input for `serveCommunity`.' })
    input: ServeCommunityInput,
  ) {
    const { teamId } = await communities.serveCommunity(ctx, input);
    return { team: await ctx.load(teamById, teamId) };
  }

  @Mutation(() => TeamPayload, { description: "Ends a team's service in a community." })
  async stopServingCommunity(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => StopServingCommunityInput, {
      description: 'Input for `stopServingCommunity`.',
    })
    input: StopServingCommunityInput,
  ) {
    const { teamId } = await communities.stopServingCommunity(ctx, input);
    return { team: await ctx.load(teamById, teamId) };
  }
}
