import { ArrayMaxSize, IsOptional } from 'class-validator';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { ChangeInput } from '../change-input.ts';
import { Community } from '../communities/community.ts';
import { Payload } from '../errors.ts';

/** Most neighbours of a community; more would be a district. */
const neighboursMax = 50;

@InputType({ description: 'Input for `setNeighbourCommunities`.' })
export class SetNeighbourCommunitiesInput extends ChangeInput {
  @Field(() => ID, { description: 'Id of the community.' })
  communityId!: string;

  @Field(() => [ID], {
    nullable: true,
    description:
      'Neighbouring communities, at most 50. An empty list means none. The other communities of the district when omitted.',
  })
  @IsOptional()
  @ArrayMaxSize(neighboursMax)
  neighbourIds?: string[] | null;
}

@ObjectType({ description: 'Result of `setNeighbourCommunities`.', simpleResolvers: true })
export class CommunityNeighboursPayload extends Payload {
  @Field(() => Community, {
    nullable: true,
    description: 'Community after the change. Null when the mutation was refused.',
  })
  community?: Community | null;
}
