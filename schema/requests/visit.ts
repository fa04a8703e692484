import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Amount, Instant } from '../columns.ts';
import { Extensions, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Community } from '../communities/community.ts';
import { connectionOf } from '../connection.ts';
import { describedEnum } from '../described-enum.ts';
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
  description: 'State of a visit.',
  valuesConfig: {
    PLANNED: { description: 'The volunteer is expected.' },
    CHECKED_IN: { description: 'The volunteer has arrived.' },
    CHECKED_OUT: { description: 'The volunteer has left. The visit waits for certification.' },
    CERTIFIED: {
      description: 'A second person accepted the visit. Hours and coins have followed.',
    },
    WITHDRAWN: { description: 'The volunteer withdrew or was released before arriving.' },
    DISPUTED: { description: 'A dispute is open.' },
    REVOKED: {
      description: 'Not accepted, or revoked after acceptance. It gives neither hours nor coins.',
    },
    NO_SHOW: { description: 'The volunteer or the elder was absent.' },
  },
});

/** Warnings about a visit. */
export const VisitFlag = describedEnum(
  'VisitFlag',
  'Warning about a visit. The dispatch policy sets the limits. New values may be added: show an unknown one as a warning.',
  {
    DOUBLE_BOOKED: 'The volunteer is expected elsewhere at that time.',
    REST_TOO_SHORT: 'Too little rest between two visits.',
    OVERWORKED_DAY: 'More service on that day than allowed.',
    OVERWORKED_WEEK: 'More service in that week than allowed.',
    NOT_FREE: 'Outside of the availability that the volunteer stated.',
    TOO_FAR: 'Farther away than the volunteer is willing to travel.',
    TEAM_NOT_ASKED: 'The volunteer is in none of the requested teams.',
    GENDER_OTHER: 'The volunteer does not have the preferred gender.',
  },
);
export type VisitFlag = keyof typeof VisitFlag;

/** One volunteer's part in carrying out a request. */
@ObjectType({
  implements: Node,
  description: "One volunteer's part in carrying out a request.",
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'visit' })
@Entity({ tableName: 'visit', comment: "One volunteer's part in carrying out a request." })
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

  /** The volunteer's person, copied here so that row-level security needs no join. */
  @Property({ type: 'uuid' })
  volunteerPersonId!: string;

  @Property({ type: 'uuid', nullable: true })
  teamId?: string | null;

  /**
   * Community of the volunteer, so that row-level security also shows the visit to people of that
   * community.
   */
  @ManyToOne(() => Community, { mapToPk: true, fieldName: 'helper_community_id', nullable: true })
  helperCommunityId?: string | null;

  /** Hold that pays this visit. */
  @Property({ type: 'uuid' })
  holdId!: string;

  @Field(() => DateTime, { nullable: true, description: 'Planned start of the visit.' })
  @Property({ type: Instant, nullable: true })
  plannedFrom?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Planned end of the visit.' })
  @Property({ type: Instant, nullable: true })
  plannedTo?: string | null;

  @Field(() => [VisitFlag], {
    description:
      'Warnings for the volunteer and planners. They were flagged instead of refused, overridden by a dispatcher, accepted by a leader, or arose later.',
  })
  @Property({ type: 'text[]', columnType: 'text[]' })
  flags: VisitFlag[] = [];

  @Field(() => VisitState, { description: 'State of the visit.' })
  @Property({ type: 'text' })
  state!: VisitState;

  @Field(() => DateTime, { nullable: true, description: "Time of the volunteer's arrival." })
  @Property({ type: Instant, nullable: true })
  checkedInAt?: string | null;

  @Field(() => DateTime, { nullable: true, description: "Time of the volunteer's departure." })
  @Property({ type: Instant, nullable: true })
  checkedOutAt?: string | null;

  @Field(() => String, {
    nullable: true,
    simple: false,
    description:
      'Note of the volunteer. Visible to the elder, family, volunteer, team leader, dispatcher, administrators and auditors. Null for others.',
  })
  @Property({ type: 'text', nullable: true })
  note?: string | null;

  @Field(() => Int, { nullable: true, description: 'Certified minutes.' })
  @Property({ type: 'integer', nullable: true })
  minutesCertified?: number | null;

  @Field(() => CoinAmount, { nullable: true, description: 'Coins paid to the volunteer.' })
  @Property({ type: Amount, nullable: true })
  coinsPaid?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Time of certification.' })
  @Property({ type: Instant, nullable: true })
  certifiedAt?: string | null;

  @Property({ type: 'uuid', nullable: true })
  certifiedByAccountId?: string | null;

  /** State to which the visit returns when a dispute is dismissed. */
  @Property({ type: 'text', nullable: true })
  disputedFrom?: 'CHECKED_OUT' | 'CERTIFIED' | null;
}

export const VisitConnection = connectionOf(() => Visit, 'Visit');
