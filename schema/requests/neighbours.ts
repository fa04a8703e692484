import { ArrayMaxSize, IsOptional } from 'class-validator';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { ActingInput } from '../acting-for.ts';
import { Community } from '../communities/community.ts';
import { Payload } from '../errors.ts';

/** More is a district. */
const neighboursMax = 50;

@InputType({ description: "Names the communities that a community's requests are offered to next." })
export class SetNeighbourCommunitiesInput extends ActingInput {
  @Field(() => ID, { description: 'The community.' })
  communityId!: string;

  @Field(() => [ID], {
    nullable: true,
    description: 'Its neighbours, at most 50; empty: none. Left out: those of the same district, as at first.',
  })
  @IsOptional()
  @ArrayMaxSize(neighboursMax)
  neighbourIds?: string[] | null;
}

@ObjectType({ description: 'What became of naming neighbours.', simpleResolvers: true })
export class CommunityNeighboursPayload extends Payload {
  @Field(() => Community, { nullable: true, description: 'The community after the change. Null when it was refused.' })
  community?: Community | null;
}
