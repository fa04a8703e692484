import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, ID, Info, Mutation, Query, Resolver } from 'type-graphql';
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
import type { Context } from '../platform/context/operation-context.ts';
import { readOne } from '../platform/reads/relations.ts';
import { PageArgs } from '../platform/reads/pagination.ts';
import { communityById, foundationById, listCommunities, listTeams, teamById } from './communities.queries.ts';
import * as communities from './communities.service.ts';

@Resolver()
export class CommunitiesResolver {
  @Query(() => Foundation, { description: 'The foundation that you act in.' })
  async foundation(@Ctx('ctx') ctx: Context): Promise<Foundation | null> {
    return ctx.load(foundationById, ctx.foundationId);
  }

  @Query(() => CommunityConnection, { description: 'Communities that you may see, oldest first.' })
  async communities(
    @Ctx('ctx') ctx: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Info() { path }: GraphQLResolveInfo,
  ) {
    return listCommunities(ctx, page, path);
  }

  @Query(() => Community, {
    nullable: true,
    description: 'One community. Null when there is none or it is not yours to see.',
  })
  async community(
    @Ctx('ctx') ctx: Context,
    @Arg('id', () => ID, { description: 'Id of the community.' }) id: string,
    @Info() { path }: GraphQLResolveInfo,
  ): Promise<Community | null> {
    const { foundationId } = ctx;
    const uuid = decodeId('community', id);
    return uuid && foundationId ? readOne(ctx, communityById, ctx.lookahead?.at(path) ?? null, uuid) : null;
  }

  @Query(() => TeamConnection, { description: 'Teams that you may see, oldest first.' })
  async teams(@Ctx('ctx') ctx: Context, @Args(() => PageArgs) page: PageArgs, @Info() { path }: GraphQLResolveInfo) {
    return listTeams(ctx, page, path);
  }

  @Mutation(() => FoundationPayload, {
    description: 'The head bank takes a foundation in, with its first administrator.',
  })
  async openFoundation(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => OpenFoundationInput, { description: 'The foundation.' }) input: OpenFoundationInput,
  ) {
    return { foundation: await communities.openFoundation(ctx, input) };
  }

  @Mutation(() => CommunityPayload, { description: 'Opens a community of the foundation.' })
  async openCommunity(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => OpenCommunityInput, { description: 'The community.' }) input: OpenCommunityInput,
  ) {
    const { communityId } = await communities.openCommunity(ctx, input);
    return { community: await ctx.load(communityById, communityId) };
  }

  @Mutation(() => CommunityPayload, { description: 'Gives a community another name or district.' })
  async renameCommunity(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RenameCommunityInput, { description: 'Which community, and its names.' })
    input: RenameCommunityInput,
  ) {
    const { communityId } = await communities.renameCommunity(ctx, input);
    return { community: await ctx.load(communityById, communityId) };
  }

  @Mutation(() => TeamPayload, { description: 'Forms a team of volunteers.' })
  async formTeam(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => FormTeamInput, { description: 'The team.' }) input: FormTeamInput,
  ) {
    const { teamId } = await communities.formTeam(ctx, input);
    return { team: await ctx.load(teamById, teamId) };
  }

  @Mutation(() => TeamPayload, { description: 'Gives a team another name.' })
  async renameTeam(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RenameTeamInput, { description: 'Which team, and its name.' }) input: RenameTeamInput,
  ) {
    const { teamId } = await communities.renameTeam(ctx, input);
    return { team: await ctx.load(teamById, teamId) };
  }

  @Mutation(() => TeamPayload, {
    description: 'A community asks a team in; its members see the requests there from now on.',
  })
  async serveCommunity(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => ServeCommunityInput, { description: 'Which team serves whom.' }) input: ServeCommunityInput,
  ) {
    const { teamId } = await communities.serveCommunity(ctx, input);
    return { team: await ctx.load(teamById, teamId) };
  }

  @Mutation(() => TeamPayload, { description: 'A team no longer serves a community.' })
  async stopServingCommunity(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => StopServingCommunityInput, { description: 'Which team no longer serves whom.' })
    input: StopServingCommunityInput,
  ) {
    const { teamId } = await communities.stopServingCommunity(ctx, input);
    return { team: await ctx.load(teamById, teamId) };
  }
}
