import { Field, Int, ObjectType } from 'type-graphql';
import { describedEnum } from '../described-enum.ts';
import { PageInfo } from '../connection.ts';
import { Volunteer } from '../people/volunteer.ts';
import { DateTime } from '../scalars.ts';

/** Reasons for and against volunteers. */
export const CandidateRemarkCode = describedEnum(
  'CandidateRemarkCode',
  'Reason for or against a volunteer. New values may be added: show `message` of an unknown one.',
  {
    PAIRED: 'Paired with the elder.',
    FREE_THEN: 'Free then, by their own account.',
    QUALIFIED: 'Holds the qualification on that day.',
    SPEAKS_LANGUAGE: 'Speaks the requested language.',
    GENDER_AS_PREFERRED: 'Has the preferred gender.',
    SAME_COMMUNITY: 'Lives in the community.',
    TEAM_SERVES: 'Belongs to a team that serves the community.',
    NEAR: 'Less than a kilometre away.',
    HAS_STARS: 'Has earned stars.',
    NOTHING_ELSE_THIS_WEEK: 'No other visit that week.',
    DECLINED_BEFORE: 'Declined this request before.',
    GENDER_NOT_TOLD: 'Gender not stated, and the elder has a preference.',
    GENDER_OTHER: 'Does not have the preferred gender.',
    LANGUAGE_NOT_SPOKEN: 'Not known to speak the requested language.',
    AVAILABILITY_NOT_TOLD: 'Availability not stated; ask first.',
    NOT_VETTED: 'Not vetted yet.',
    QUALIFICATION_MISSING: 'Lacks a qualification that is valid on that day.',
    NOT_FREE: 'Not free in the requested windows.',
    DOUBLE_BOOKED: 'Expected elsewhere in the requested windows, rest included.',
    REST_TOO_SHORT: 'Too little rest between two visits.',
    OVERWORKED_DAY: 'Would exceed the daily limit of service.',
    OVERWORKED_WEEK: 'Would exceed the weekly limit of service.',
    TOO_FAR: 'Farther away than they are willing to travel.',
    TEAM_NOT_ASKED: 'In none of the requested teams.',
  },
);
export type CandidateRemarkCode = keyof typeof CandidateRemarkCode;

/** One reason for or against a volunteer. */
@ObjectType({ description: 'One reason for or against a volunteer.', simpleResolvers: true })
export class CandidateRemark {
  @Field(() => CandidateRemarkCode, { description: 'Kind of reason.' })
  code!: CandidateRemarkCode;

  @Field(() => String, { description: "Reason as one sentence in the caller's language." })
  message!: string;

  @Field(() => Boolean, { description: 'Whether the reason makes the volunteer ineligible.' })
  isObstacle!: boolean;
}

/** Volunteer who could take a request, with the reasons. */
@ObjectType({
  description: 'Volunteer who could take a request, with the reasons for and against.',
  simpleResolvers: true,
})
export class Candidate {
  volunteerId!: string;

  @Field(() => Volunteer, { nullable: true, description: 'The volunteer.' })
  volunteer?: Volunteer | null;

  @Field(() => Boolean, { description: 'Whether no obstacle rules the volunteer out.' })
  isEligible!: boolean;

  @Field(() => Int, {
    description:
      'Score that determines the order; higher is better. The same facts always give the same score.',
  })
  score!: number;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'First time inside the requested windows at which the volunteer is available. Null when there is none.',
  })
  begin!: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Distance to the place in metres, as the crow flies. Null unless both places are known.',
  })
  distanceMetres!: number | null;

  @Field(() => Int, {
    description:
      'Minutes that the volunteer serves in the week of the request, as far as the caller may see.',
  })
  weekMinutes!: number;

  @Field(() => Int, { description: 'Star level of the volunteer.' })
  stars!: number;

  @Field(() => [CandidateRemark], { description: 'Reasons for the volunteer.' })
  reasons!: CandidateRemark[];

  @Field(() => [CandidateRemark], { description: 'Reasons against the volunteer.' })
  shortfalls!: CandidateRemark[];
}

@ObjectType({
  description: 'One Candidate in a connection, with its cursor.',
  simpleResolvers: true,
})
export class CandidateEdge {
  @Field(() => String, {
    description: 'Opaque position of this edge. Pass it as `after` to continue from here.',
  })
  cursor!: string;

  @Field(() => Candidate, { description: 'Candidate at this position.' })
  node!: Candidate;
}

/** Obstacle that rules volunteers out for a request, with its remedy. */
@ObjectType({
  description: 'Obstacle that rules volunteers out for a request, with its remedy.',
  simpleResolvers: true,
})
export class CandidateObstacle {
  @Field(() => CandidateRemarkCode, { description: 'Kind of obstacle.' })
  code!: CandidateRemarkCode;

  @Field(() => Int, {
    description: 'Number of volunteers that the obstacle rules out, other obstacles aside.',
  })
  count!: number;

  @Field(() => Int, {
    description:
      'Number of volunteers that only this obstacle rules out. They would become eligible without it.',
  })
  onlyCount!: number;

  @Field(() => String, { description: "Remedy as one sentence in the caller's language." })
  remedy!: string;
}

@ObjectType({ description: 'Candidates for a request, best first.', simpleResolvers: true })
export class CandidateConnection {
  @Field(() => [CandidateEdge], { description: 'Items of this page, each with its cursor.' })
  edges!: CandidateEdge[];

  @Field(() => [Candidate], { description: 'Items of this page, without cursors.' })
  nodes!: Candidate[];

  @Field(() => PageInfo, { description: 'Position of this page in the list.' })
  pageInfo!: PageInfo;

  @Field(() => Int, {
    description:
      'Number of volunteers considered: those that the caller may see and who are not assigned yet.',
  })
  consideredCount!: number;

  @Field(() => Int, { description: 'Number of eligible volunteers among them.' })
  eligibleCount!: number;

  @Field(() => [CandidateObstacle], {
    description: 'Obstacles of the other volunteers, the most frequent first.',
  })
  obstacles!: CandidateObstacle[];
}
