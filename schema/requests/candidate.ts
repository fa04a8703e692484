import { Field, Int, ObjectType } from 'type-graphql';
import { PageInfo } from '../connection.ts';
import { Volunteer } from '../people/volunteer.ts';
import { DateTime } from '../scalars.ts';

/** One thing that speaks for a volunteer, or against. */
@ObjectType({ description: 'One thing that speaks for a volunteer, or against.', simpleResolvers: true })
export class CandidateRemark {
  @Field(() => String, { description: 'Stable code, for example `PAIRED` or `NOT_FREE`.' })
  code!: string;

  @Field(() => String, { description: 'The same as a sentence in your language.' })
  message!: string;

  @Field(() => Boolean, { description: 'Whether it keeps the volunteer from being proposed.' })
  isObstacle!: boolean;
}

/** A volunteer who might take a request, with the reasons. */
@ObjectType({
  description: 'A volunteer who might take a request, with the reasons for and against.',
  simpleResolvers: true,
})
export class Candidate {
  volunteerId!: string;

  @Field(() => Volunteer, { nullable: true, description: 'The volunteer.' })
  volunteer?: Volunteer | null;

  @Field(() => Boolean, { description: 'Whether nothing keeps them from it.' })
  isEligible!: boolean;

  @Field(() => Int, {
    description: 'What the order rests on: the higher the better. The same facts give the same score.',
  })
  score!: number;

  @Field(() => DateTime, {
    nullable: true,
    description: 'First time inside the requested windows at which they are free.',
  })
  begin!: string | null;

  @Field(() => Int, { nullable: true, description: 'Metres to the place as the crow flies, where both are known.' })
  distanceMetres!: number | null;

  @Field(() => Int, { description: 'Minutes that they serve in the week of the request, as far as you may see.' })
  weekMinutes!: number;

  @Field(() => Int, { description: 'Their stars.' })
  stars!: number;

  @Field(() => [CandidateRemark], { description: 'What speaks for them.' })
  reasons!: CandidateRemark[];

  @Field(() => [CandidateRemark], { description: 'What speaks against them.' })
  shortfalls!: CandidateRemark[];
}

@ObjectType({ description: 'One Candidate in a connection, with its cursor.', simpleResolvers: true })
export class CandidateEdge {
  @Field(() => String, { description: 'Opaque position of this edge; pass as `after` to continue behind it.' })
  cursor!: string;

  @Field(() => Candidate, { description: 'The Candidate itself.' })
  node!: Candidate;
}

/** What keeps volunteers from a request, and what would have to change. */
@ObjectType({
  description: 'What keeps volunteers from a request, and what would have to change.',
  simpleResolvers: true,
})
export class CandidateObstacle {
  @Field(() => String, { description: 'Code of the shortfall.' })
  code!: string;

  @Field(() => Int, { description: 'How many volunteers it keeps away, whatever else does.' })
  count!: number;

  @Field(() => Int, { description: 'How many it alone keeps away: so many more there were if it changed.' })
  onlyCount!: number;

  @Field(() => String, { description: 'What would have to change, as a sentence in your language.' })
  remedy!: string;
}

@ObjectType({ description: 'Volunteers for a request, the best first.', simpleResolvers: true })
export class CandidateConnection {
  @Field(() => [CandidateEdge], { description: 'The page with a cursor for each entry.' })
  edges!: CandidateEdge[];

  @Field(() => [Candidate], { description: 'The page without cursors.' })
  nodes!: Candidate[];

  @Field(() => PageInfo, { description: 'Where this page ends.' })
  pageInfo!: PageInfo;

  @Field(() => Int, {
    description: 'How many volunteers were looked at: all that you may see and who are not on it yet.',
  })
  consideredCount!: number;

  @Field(() => Int, { description: 'How many of them nothing speaks against that would keep them from it.' })
  eligibleCount!: number;

  @Field(() => [CandidateObstacle], { description: 'What keeps the others away, the most frequent first.' })
  obstacles!: CandidateObstacle[];
}
