import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Amount, Instant } from '../columns.ts';
import { Extensions, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Community } from '../communities/community.ts';
import { connectionOf } from '../connection.ts';
import { FoundationOwned, Node } from '../node.ts';
import { Volunteer } from '../people/volunteer.ts';
import { CoinAmount, DateTime } from '../scalars.ts';
import { ServiceRequest } from './service-request.ts';

export const VisitState = {
  PLANNED: 'PLANNED',
  CHECKED_IN: 'CHECKED_IN',
  CHECKED_OUT: 'CHECKED_OUT',
  CERTIFIED: 'CERTIFIED',
  WITHDRAWN: 'WITHDRAWN',
  DISPUTED: 'DISPUTED',
  REVOKED: 'REVOKED',
  NO_SHOW: 'NO_SHOW',
} as const;
export type VisitState = (typeof VisitState)[keyof typeof VisitState];

registerEnumType(VisitState, {
  name: 'VisitState',
  description: 'How far a visit has come.',
  valuesConfig: {
    PLANNED: { description: 'The volunteer is expected.' },
    CHECKED_IN: { description: 'The volunteer has arrived.' },
    CHECKED_OUT: { description: 'The volunteer has left; waits for certification.' },
    CERTIFIED: { description: 'A second person accepted it; hours and coins have followed.' },
    WITHDRAWN: { description: 'The volunteer withdrew or was released before arriving.' },
    DISPUTED: { description: 'Somebody objects; being looked into.' },
    REVOKED: { description: 'Not accepted, or accepted and taken back: no hours, no coins.' },
    NO_SHOW: { description: 'The volunteer or the elder was waited for in vain.' },
  },
});

/** One volunteer's part in carrying a request out. */
@ObjectType({ implements: Node, description: "One volunteer's part in carrying a request out.", simpleResolvers: true })
@Extensions({ idPrefix: 'visit' })
@Entity({ tableName: 'visit', comment: "One volunteer's part in carrying a request out." })
export class Visit extends FoundationOwned {
  /** Community that is served. */
  @Property({ type: 'uuid' })
  communityId!: string;

  @ManyToOne(() => ServiceRequest, { mapToPk: true, fieldName: 'request_id' })
  requestId!: string;

  @Property({ type: 'uuid' })
  elderPersonId!: string;

  @ManyToOne(() => Volunteer, { mapToPk: true, fieldName: 'volunteer_id' })
  volunteerId!: string;

  /** The volunteer's person, repeated here so that row-level security needs no join. */
  @Property({ type: 'uuid' })
  volunteerPersonId!: string;

  @Property({ type: 'uuid', nullable: true })
  teamId?: string | null;

  /** Community that the volunteer comes from, so that row-level security shows a visit next door to her own people. */
  @ManyToOne(() => Community, { mapToPk: true, fieldName: 'helper_community_id', nullable: true })
  helperCommunityId?: string | null;

  /** The hold that pays this visit. Null in rows from before: the request's only one. */
  @Property({ type: 'uuid', nullable: true })
  holdId?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When the volunteer is expected.' })
  @Property({ type: Instant, nullable: true })
  plannedFrom?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Until when the volunteer is expected to stay.' })
  @Property({ type: Instant, nullable: true })
  plannedTo?: string | null;

  @Field(() => [String], {
    description:
      'What is flagged about it instead of refused, for the volunteer and those who plan: `DOUBLE_BOOKED`, `REST_TOO_SHORT`, `OVERWORKED_DAY`, `OVERWORKED_WEEK` by the dispatch policy; `NOT_FREE`, `TOO_FAR`, `TEAM_NOT_ASKED`, `GENDER_OTHER` where a dispatcher overrode it, a leader answered for it, or it came up later.',
  })
  @Property({ type: 'text[]', columnType: 'text[]' })
  flags: string[] = [];

  @Field(() => VisitState, { description: 'How far it has come.' })
  @Property({ type: 'text' })
  state!: VisitState;

  @Field(() => DateTime, { nullable: true, description: 'When the volunteer arrived.' })
  @Property({ type: Instant, nullable: true })
  checkedInAt?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When the volunteer left.' })
  @Property({ type: Instant, nullable: true })
  checkedOutAt?: string | null;

  @Field(() => String, {
    nullable: true,
    simple: false,
    description:
      'What the volunteer wrote about it. For the elder, the family, the volunteer, the leader of the team, the dispatcher, administrators and auditors; null for others.',
  })
  @Property({ type: 'text', nullable: true })
  note?: string | null;

  @Field(() => Int, { nullable: true, description: 'Minutes that were certified.' })
  @Property({ type: 'integer', nullable: true })
  minutesCertified?: number | null;

  @Field(() => CoinAmount, { nullable: true, description: 'Coins that the volunteer was paid.' })
  @Property({ type: Amount, nullable: true })
  coinsPaid?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was certified.' })
  @Property({ type: Instant, nullable: true })
  certifiedAt?: string | null;

  @Property({ type: 'uuid', nullable: true })
  certifiedByAccountId?: string | null;

  /** What a dispute goes back to when it is dismissed. */
  @Property({ type: 'text', nullable: true })
  disputedFrom?: 'CHECKED_OUT' | 'CERTIFIED' | null;
}

export const VisitConnection = connectionOf(() => Visit, 'Visit');
