import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Amount, Instant } from '../columns.ts';
import { Extensions, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Channel } from '../acting-for.ts';
import { Community } from '../communities/community.ts';
import { Team } from '../communities/team.ts';
import { connectionOf } from '../connection.ts';
import { FoundationOwned, Node } from '../node.ts';
import { Elder } from '../people/elder.ts';
import { CoinAmount, DateTime, LocalDateTime } from '../scalars.ts';
import { Audience, RequestSource } from './dispatch-policy.ts';
import { RequestEvent } from './request-event.ts';
import { ServiceKind } from './service-kind.ts';
import type { TimeWindow } from './time-window.ts';

export const RequestState = {
  IN_REVIEW: 'IN_REVIEW',
  OPEN: 'OPEN',
  ASSIGNED: 'ASSIGNED',
  IN_PROGRESS: 'IN_PROGRESS',
  AWAITING_CERTIFICATION: 'AWAITING_CERTIFICATION',
  CERTIFIED: 'CERTIFIED',
  CANCELLED: 'CANCELLED',
  EXPIRED: 'EXPIRED',
  DISPUTED: 'DISPUTED',
} as const;
export type RequestState = (typeof RequestState)[keyof typeof RequestState];

/**
 * CERTIFIED is final except for a dispute, a correction or a revocation: hours are written and
 * coins have moved. A mistake is reversed by linked records, not edited.
 */
export const nextStates: Record<RequestState, readonly RequestState[]> = {
  IN_REVIEW: ['OPEN', 'CANCELLED', 'EXPIRED'],
  // One of several volunteers may begin before the others are found.
  OPEN: ['ASSIGNED', 'IN_PROGRESS', 'CANCELLED', 'EXPIRED'],
  ASSIGNED: ['IN_PROGRESS', 'OPEN', 'CANCELLED'],
  // An absent elder ends the visit; a mistaken check-in is undone. The last of several volunteers
  // may be absent when the visits of the others are decided on.
  IN_PROGRESS: ['AWAITING_CERTIFICATION', 'CERTIFIED', 'DISPUTED', 'CANCELLED', 'ASSIGNED', 'OPEN'],
  AWAITING_CERTIFICATION: ['CERTIFIED', 'DISPUTED', 'IN_PROGRESS'],
  CERTIFIED: ['DISPUTED', 'CERTIFIED', 'CANCELLED'],
  CANCELLED: [],
  EXPIRED: [],
  DISPUTED: ['AWAITING_CERTIFICATION', 'CERTIFIED', 'CANCELLED'],
};

registerEnumType(RequestState, {
  name: 'RequestState',
  description: 'State of a service request.',
  valuesConfig: {
    IN_REVIEW: {
      description: 'Entered but not yet visible to volunteers; a dispatcher reviews it first.',
    },
    OPEN: { description: 'Waiting for volunteers: none has accepted yet, or fewer than needed.' },
    ASSIGNED: { description: 'Accepted by as many volunteers as needed.' },
    IN_PROGRESS: { description: 'The volunteer has checked in.' },
    AWAITING_CERTIFICATION: {
      description: 'The volunteer has checked out. A second person must accept the evidence.',
    },
    CERTIFIED: { description: 'Accepted. Hours are written and coins have moved.' },
    CANCELLED: { description: 'Cancelled. The held coins were released.' },
    EXPIRED: {
      description: 'The requested time passed without a volunteer. The held coins were released.',
    },
    DISPUTED: { description: 'A dispute is open.' },
  },
});

export const Gender = { FEMALE: 'FEMALE', MALE: 'MALE' } as const;
export type Gender = (typeof Gender)[keyof typeof Gender];

registerEnumType(Gender, {
  name: 'Gender',
  description: 'Gender, used only when an elder prefers a helper of one gender.',
  valuesConfig: { FEMALE: { description: 'Female.' }, MALE: { description: 'Male.' } },
});

/** Condition of a request that needs somebody's attention on the board. */
export const Alarm = {
  CHECK_IN_OVERDUE: 'CHECK_IN_OVERDUE',
  CHECK_OUT_OVERDUE: 'CHECK_OUT_OVERDUE',
  LATE_WITHDRAWAL: 'LATE_WITHDRAWAL',
  UNFILLED: 'UNFILLED',
  VOLUNTEER_IN_DOUBT: 'VOLUNTEER_IN_DOUBT',
  VOLUNTEER_RELEASED: 'VOLUNTEER_RELEASED',
} as const;
export type Alarm = (typeof Alarm)[keyof typeof Alarm];

registerEnumType(Alarm, {
  name: 'Alarm',
  description:
    "Condition of a request that needs somebody's attention on the board. New values may be added: show an unknown one as an alarm.",
  valuesConfig: {
    CHECK_IN_OVERDUE: { description: 'The volunteer should have arrived but has not checked in.' },
    CHECK_OUT_OVERDUE: { description: 'The volunteer should have left but has not checked out.' },
    LATE_WITHDRAWAL: {
      description: 'A volunteer withdrew shortly before the visit. A replacement is needed.',
    },
    UNFILLED: {
      description: 'The request was offered to every possible volunteer, and nobody accepted it.',
    },
    VOLUNTEER_IN_DOUBT: {
      description:
        'An expected volunteer may be unable to come: no longer available, no longer paired, or no longer allowed to serve. Keep this volunteer or assign another.',
    },
    VOLUNTEER_RELEASED: {
      description:
        'An expected volunteer was released for lack of vetting, qualification, role, team or pairing. A replacement is needed.',
    },
  },
});

export const Urgency = { NORMAL: 'NORMAL', SOON: 'SOON', URGENT: 'URGENT' } as const;
export type Urgency = (typeof Urgency)[keyof typeof Urgency];

registerEnumType(Urgency, {
  name: 'Urgency',
  description: 'Urgency of a request.',
  valuesConfig: {
    NORMAL: { description: 'At the requested time.' },
    SOON: { description: 'Within the day.' },
    URGENT: { description: 'As soon as possible.' },
  },
});

/** Request for service that an elder, or somebody on the elder's behalf, makes to the community. */
@ObjectType({
  implements: Node,
  description:
    "Request for service that an elder, or somebody on the elder's behalf, makes to the community.",
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'request' })
@Entity({
  tableName: 'service_request',
  comment: 'Request for service that an elder makes to the community.',
})
export class ServiceRequest extends FoundationOwned {
  @ManyToOne(() => Community, { mapToPk: true, fieldName: 'community_id' })
  communityId!: string;

  @ManyToOne(() => Elder, { mapToPk: true, fieldName: 'elder_id' })
  elderId!: string;

  /** The elder's person, copied here so that row-level security needs no join. */
  @Property({ type: 'uuid' })
  elderPersonId!: string;

  @ManyToOne(() => ServiceKind, { mapToPk: true, fieldName: 'kind_id' })
  kindId!: string;

  /** Team of the volunteer who accepted, copied from the visit for boards and the feed. */
  @ManyToOne(() => Team, { mapToPk: true, fieldName: 'team_id', nullable: true })
  teamId?: string | null;

  @Field(() => RequestState, { description: 'State of the request.' })
  @Property({ type: 'text' })
  state!: RequestState;

  @Field(() => Urgency, { description: 'Urgency of the request.' })
  @Property({ type: 'text' })
  urgency!: Urgency;

  @Field(() => DateTime, { description: 'Earliest requested start.' })
  @Property({ type: Instant })
  requestedFrom!: string;

  @Field(() => DateTime, { description: 'Latest requested end.' })
  @Property({ type: Instant })
  requestedTo!: string;

  @Field(() => Int, { description: 'Expected duration in minutes.' })
  @Property({ type: 'integer' })
  minutesExpected!: number;

  @Property({ type: 'text', nullable: true })
  place?: string | null;

  @Field(() => String, { nullable: true, description: 'Note for the helper.' })
  @Property({ type: 'text', nullable: true })
  note?: string | null;

  @Field(() => RequestSource, { description: 'Role that entered the request.' })
  @Property({ type: 'text', default: 'DISPATCHER' })
  source: RequestSource = 'DISPATCHER';

  @Property({ type: 'uuid', nullable: true })
  openedByAccountId?: string | null;

  /**
   * Alternative windows inside requestedFrom..requestedTo, in order. Empty when the whole range
   * suits.
   */
  @Property({ type: 'json', columnType: 'jsonb' })
  windows: TimeWindow[] = [];

  @Field(() => String, {
    nullable: true,
    description: 'Language or dialect that the helper should speak.',
  })
  @Property({ type: 'text', nullable: true })
  language?: string | null;

  @Field(() => Gender, {
    nullable: true,
    description: 'Preferred gender of the helper. Null for any.',
  })
  @Property({ type: 'text', nullable: true })
  genderPreference?: Gender | null;

  @Property({ type: 'double', columnType: 'float8', nullable: true })
  latitude?: number | null;

  @Property({ type: 'double', columnType: 'float8', nullable: true })
  longitude?: number | null;

  @Field(() => Boolean, {
    description:
      'Whether there is a sensitive note for the elder, the assigned volunteers, their leader and the dispatcher.',
  })
  @Property({ type: 'boolean', default: false })
  hasSensitiveNote: boolean = false;

  @Field(() => Int, {
    description:
      'Number of volunteers needed. The request is ASSIGNED when this many have accepted.',
  })
  @Property({ type: 'integer', default: 1 })
  volunteersNeeded: number = 1;

  /**
   * Teams that were asked; volunteers of other teams do not get an offer. Empty when any team may
   * accept.
   */
  @Property({ type: 'uuid[]', columnType: 'uuid[]' })
  teamIds: string[] = [];

  /** Price of one hour at opening, so that a new price does not change the agreed one. */
  @Property({ type: Amount, nullable: true })
  coinsPerHour?: string | null;

  /** Joint visit that includes this request. */
  @Property({ type: 'uuid', nullable: true })
  jointVisitId?: string | null;

  @Property({ type: 'uuid', nullable: true })
  seriesId?: string | null;

  @Field(() => LocalDateTime, {
    nullable: true,
    description:
      'Occurrence of the series. It stays the same when the request is rescheduled. Null for a single request.',
  })
  @Property({ type: 'text', nullable: true })
  occurrence?: string | null;

  /** Fields that were changed by hand; a change of the series does not overwrite them. */
  @Property({ type: 'text[]', columnType: 'text[]' })
  changedFields: string[] = [];

  /** One hold in the ledger for each volunteer needed. */
  @Property({ type: 'uuid[]', columnType: 'uuid[]' })
  holdIds!: string[];

  @Field(() => DateTime, {
    nullable: true,
    description: 'Time at which volunteers could first see the request.',
  })
  @Property({ type: Instant, nullable: true })
  publishedAt?: string | null;

  @Field(() => Audience, { description: 'Widest audience that the request has been offered to.' })
  @Property({ type: 'text', default: 'COMMUNITY' })
  audience: Audience = 'COMMUNITY';

  /** Additional communities that the request was offered to, read by row-level security. */
  @Property({ type: 'uuid[]', columnType: 'uuid[]' })
  offeredCommunityIds: string[] = [];

  @Field(() => [Alarm], {
    description:
      'Conditions that need attention now. `VOLUNTEER_IN_DOUBT` is visible to planners, the elder and the family.',
  })
  @Property({ type: 'text[]', columnType: 'text[]' })
  alarms: Alarm[] = [];

  @Field(() => CoinAmount, {
    description: 'Coins held when the request was opened, for all volunteers together.',
  })
  @Property({ type: Amount })
  coinsHeld!: string;

  @Field(() => Channel, { description: 'Channel by which the request reached the platform.' })
  @Property({ type: 'text' })
  channel!: Channel;

  @Field(() => DateTime, { description: 'Time of opening.' })
  @Property({ type: Instant })
  openedAt!: string;

  @Field(() => Int, {
    description: 'Version, raised with every change. Send it back as `expectedVersion`.',
  })
  @Property({ type: 'integer' })
  version!: number;
}

export const ServiceRequestConnection = connectionOf(() => ServiceRequest, 'ServiceRequest');

/** One change of a request: actor, states, person represented, channel and reason. */
@ObjectType({
  description: 'Change of a request: actor, time, person represented, channel and reason.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'requestchange' })
@Entity({ tableName: 'request_change', comment: 'Change of a service request. Append-only.' })
export class RequestChange extends FoundationOwned {
  @Property({ type: 'uuid' })
  communityId!: string;

  @ManyToOne(() => ServiceRequest, { mapToPk: true, fieldName: 'request_id' })
  requestId!: string;

  @Property({ type: 'uuid' })
  elderPersonId!: string;

  @Field(() => Int, { description: 'Version of the request after the change.' })
  @Property({ type: 'integer' })
  version!: number;

  @Field(() => RequestState, {
    nullable: true,
    description: 'State before. Null when the request was opened.',
  })
  @Property({ type: 'text', nullable: true })
  fromState?: RequestState | null;

  @Field(() => RequestState, { description: 'State after.' })
  @Property({ type: 'text' })
  toState!: RequestState;

  @Field(() => RequestEvent, { description: 'Event, as in the live feed.' })
  @Property({ type: 'text' })
  event!: RequestEvent;

  @Field(() => [String], {
    description: 'Names of the fields that were changed by hand. Empty for other changes.',
  })
  @Property({ type: 'text[]', columnType: 'text[]' })
  fields: string[] = [];

  @Property({ type: 'uuid', nullable: true })
  openedByAccountId?: string | null;

  @Field(() => DateTime, { description: 'Time of the change.' })
  @Property({ type: Instant })
  changedAt!: string;

  @Property({ type: 'uuid' })
  actorAccountId!: string;

  @Field(() => String, { description: 'Name of the account that made the change.' })
  @Property({ type: 'text' })
  actorName!: string;

  @Property({ type: 'uuid', nullable: true })
  actedForPersonId?: string | null;

  @Field(() => Channel, { description: 'Channel by which the information reached the platform.' })
  @Property({ type: 'text' })
  channel!: Channel;

  @Field(() => String, { nullable: true, description: 'Reason. Null when none was given.' })
  @Property({ type: 'text', nullable: true })
  reason?: string | null;
}
