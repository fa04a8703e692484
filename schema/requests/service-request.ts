import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Amount, Instant } from '../columns.ts';
import { Extensions, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Channel } from '../acting-for.ts';
import { Community } from '../communities/community.ts';
import { Team } from '../communities/team.ts';
import { connectionOf } from '../connection.ts';
import { FoundationOwned, Node } from '../node.ts';
import { Elder } from '../people/elder.ts';
import { CoinAmount, DateTime } from '../scalars.ts';
import { Audience, RequestSource } from './dispatch-policy.ts';
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
 * CERTIFIED is final but for a dispute, a correction and a revocation: hours are written and coins have moved. A mistake is
 * reversed by linked records, not edited.
 */
export const nextStates: Record<RequestState, readonly RequestState[]> = {
  IN_REVIEW: ['OPEN', 'CANCELLED', 'EXPIRED'],
  // Of several volunteers one may begin before the others are found.
  OPEN: ['ASSIGNED', 'IN_PROGRESS', 'CANCELLED', 'EXPIRED'],
  ASSIGNED: ['IN_PROGRESS', 'OPEN', 'CANCELLED'],
  // An elder who is not at home after all ends it; a check-in by mistake is undone.
  IN_PROGRESS: ['AWAITING_CERTIFICATION', 'CANCELLED', 'ASSIGNED', 'OPEN'],
  AWAITING_CERTIFICATION: ['CERTIFIED', 'DISPUTED', 'IN_PROGRESS'],
  CERTIFIED: ['DISPUTED', 'CERTIFIED', 'CANCELLED'],
  CANCELLED: [],
  EXPIRED: [],
  DISPUTED: ['AWAITING_CERTIFICATION', 'CERTIFIED', 'CANCELLED'],
};

registerEnumType(RequestState, {
  name: 'RequestState',
  description: 'How far a service request has come.',
  valuesConfig: {
    IN_REVIEW: { description: 'Entered, and not yet shown to volunteers: a dispatcher looks at it first.' },
    OPEN: { description: 'Nobody has taken it on yet, or not as many as are needed.' },
    ASSIGNED: { description: 'As many volunteers as are needed have taken it on.' },
    IN_PROGRESS: { description: 'The volunteer has checked in.' },
    AWAITING_CERTIFICATION: { description: 'The volunteer has checked out; a second person must accept the evidence.' },
    CERTIFIED: { description: 'Accepted: hours are written and coins have moved.' },
    CANCELLED: { description: 'Called off; held coins were released.' },
    EXPIRED: { description: 'The requested time passed and nobody took it; held coins were released.' },
    DISPUTED: { description: 'Somebody objects; being looked into.' },
  },
});

export const Gender = { FEMALE: 'FEMALE', MALE: 'MALE' } as const;
export type Gender = (typeof Gender)[keyof typeof Gender];

registerEnumType(Gender, {
  name: 'Gender',
  description: 'Asked only where an elder prefers to be helped by somebody of a gender.',
  valuesConfig: { FEMALE: { description: 'Female.' }, MALE: { description: 'Male.' } },
});

/** What asks for somebody's eyes on the board. */
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
  description: "What asks for somebody's eyes on the board.",
  valuesConfig: {
    CHECK_IN_OVERDUE: { description: 'The volunteer should have arrived and has not checked in.' },
    CHECK_OUT_OVERDUE: { description: 'The volunteer should have left and has not checked out.' },
    LATE_WITHDRAWAL: { description: 'A volunteer dropped out shortly before; somebody else is needed.' },
    UNFILLED: { description: 'It was offered to everybody it may be offered to, and nobody took it.' },
    VOLUNTEER_IN_DOUBT: {
      description:
        'The volunteer may not be able to come: she is not free then any more, the pairing ended, or she may not serve any more. Keep her, or assign somebody else.',
    },
    VOLUNTEER_RELEASED: {
      description:
        'A volunteer who was expected may not go any more, for want of vetting, qualification, role, team or pairing; somebody else is needed.',
    },
  },
});

export const Urgency = { NORMAL: 'NORMAL', SOON: 'SOON', URGENT: 'URGENT' } as const;
export type Urgency = (typeof Urgency)[keyof typeof Urgency];

registerEnumType(Urgency, {
  name: 'Urgency',
  description: 'How soon help is needed.',
  valuesConfig: {
    NORMAL: { description: 'At the requested time.' },
    SOON: { description: 'Within the day.' },
    URGENT: { description: 'As soon as anybody can.' },
  },
});

/** A request for help that an elder, or somebody for them, puts to the community. */
@ObjectType({
  implements: Node,
  description: 'A request for help that an elder, or somebody for them, puts to the community.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'request' })
@Entity({ tableName: 'service_request', comment: 'A request for help that an elder puts to the community.' })
export class ServiceRequest extends FoundationOwned {
  @ManyToOne(() => Community, { mapToPk: true, fieldName: 'community_id' })
  communityId!: string;

  @ManyToOne(() => Elder, { mapToPk: true, fieldName: 'elder_id' })
  elderId!: string;

  /** The elder's person, repeated here so that row-level security needs no join. */
  @Property({ type: 'uuid' })
  elderPersonId!: string;

  @ManyToOne(() => ServiceKind, { mapToPk: true, fieldName: 'kind_id' })
  kindId!: string;

  /** Team of the volunteer who has taken it on; repeated from the visit for boards and the feed. */
  @ManyToOne(() => Team, { mapToPk: true, fieldName: 'team_id', nullable: true })
  teamId?: string | null;

  @Field(() => RequestState, { description: 'How far it has come.' })
  @Property({ type: 'text' })
  state!: RequestState;

  @Field(() => Urgency, { description: 'How soon help is needed.' })
  @Property({ type: 'text' })
  urgency!: Urgency;

  @Field(() => DateTime, { description: 'Earliest requested begin.' })
  @Property({ type: Instant })
  requestedFrom!: string;

  @Field(() => DateTime, { description: 'Latest requested end.' })
  @Property({ type: Instant })
  requestedTo!: string;

  @Field(() => Int, { description: 'Expected length in minutes.' })
  @Property({ type: 'integer' })
  minutesExpected!: number;

  @Property({ type: 'text', nullable: true })
  place?: string | null;

  @Field(() => String, { nullable: true, description: 'What the helper should know.' })
  @Property({ type: 'text', nullable: true })
  note?: string | null;

  @Field(() => RequestSource, { description: 'Who entered it.' })
  @Property({ type: 'text', default: 'DISPATCHER' })
  source: RequestSource = 'DISPATCHER';

  @Property({ type: 'uuid', nullable: true })
  openedByAccountId?: string | null;

  /** Alternatives inside requestedFrom..requestedTo, in order. Empty: that whole window. */
  @Property({ type: 'json', columnType: 'jsonb' })
  windows: TimeWindow[] = [];

  @Field(() => String, { nullable: true, description: 'Language or dialect that the helper should speak.' })
  @Property({ type: 'text', nullable: true })
  language?: string | null;

  @Field(() => Gender, { nullable: true, description: 'Gender that the helper should have. Null: any.' })
  @Property({ type: 'text', nullable: true })
  genderPreference?: Gender | null;

  @Property({ type: 'double', columnType: 'float8', nullable: true })
  latitude?: number | null;

  @Property({ type: 'double', columnType: 'float8', nullable: true })
  longitude?: number | null;

  @Field(() => Boolean, {
    description: 'Whether there is a note that only the elder, those who go, their leader and the dispatcher may read.',
  })
  @Property({ type: 'boolean', default: false })
  hasSensitiveNote: boolean = false;

  @Field(() => Int, { description: 'How many volunteers it takes. It is ASSIGNED when so many have taken it on.' })
  @Property({ type: 'integer', default: 1 })
  volunteersNeeded: number = 1;

  /** Teams that were asked for; volunteers of others are not offered it. Empty: any. */
  @Property({ type: 'uuid[]', columnType: 'uuid[]' })
  teamIds: string[] = [];

  /** What one hour cost when it was opened, so that a new price does not change what was agreed. */
  @Property({ type: Amount, nullable: true })
  coinsPerHour?: string | null;

  /** The plan by which teams visit this elder among others. */
  @Property({ type: 'uuid', nullable: true })
  jointVisitId?: string | null;

  @Property({ type: 'uuid', nullable: true })
  seriesId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Which occurrence of its series it is, by the wall clock. It stays when the request is moved.',
  })
  @Property({ type: 'text', nullable: true })
  occurrence?: string | null;

  /** Fields that were changed by hand; a change of the series leaves them as they are. */
  @Property({ type: 'text[]', columnType: 'text[]' })
  changedFields: string[] = [];

  /** One hold for each volunteer that is needed. Empty in rows from before: then holdId alone. */
  @Property({ type: 'uuid[]', columnType: 'uuid[]' })
  holdIds: string[] = [];

  @Field(() => DateTime, { nullable: true, description: 'When it was first shown to volunteers.' })
  @Property({ type: Instant, nullable: true })
  publishedAt?: string | null;

  @Field(() => Audience, { description: 'How far it has been offered.' })
  @Property({ type: 'text', default: 'COMMUNITY' })
  audience: Audience = 'COMMUNITY';

  /** Communities beyond those that serve the elder's which were offered it; row-level security reads it. */
  @Property({ type: 'uuid[]', columnType: 'uuid[]' })
  offeredCommunityIds: string[] = [];

  @Field(() => [Alarm], {
    description:
      "What asks for somebody's attention now. `VOLUNTEER_IN_DOUBT` is for those who plan, the elder and the family.",
  })
  @Property({ type: 'text[]', columnType: 'text[]' })
  alarms: Alarm[] = [];

  @Field(() => CoinAmount, { description: 'Coins held for it when it was opened, for all volunteers together.' })
  @Property({ type: Amount })
  coinsHeld!: string;

  /** The hold in the ledger. */
  @Property({ type: 'uuid' })
  holdId!: string;

  @Field(() => Channel, { description: 'How the request reached the platform.' })
  @Property({ type: 'text' })
  channel!: Channel;

  @Field(() => DateTime, { description: 'When it was opened.' })
  @Property({ type: Instant })
  openedAt!: string;

  @Field(() => Int, { description: 'Rises with every change. Send it back as `expectedVersion`.' })
  @Property({ type: 'integer' })
  version!: number;
}

export const ServiceRequestConnection = connectionOf(() => ServiceRequest, 'ServiceRequest');

/** One change of a request: who moved it from where to where, for whom, through which channel, and why. */
@ObjectType({
  description: 'One change of a request: who moved it, when, for whom, through which channel and why.',
  simpleResolvers: true,
})
@Entity({ tableName: 'request_change', comment: 'One change of a service request. Append-only.' })
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

  @Field(() => RequestState, { nullable: true, description: 'State before. Null when the request was opened.' })
  @Property({ type: 'text', nullable: true })
  fromState?: RequestState | null;

  @Field(() => RequestState, { description: 'State after.' })
  @Property({ type: 'text' })
  toState!: RequestState;

  @Field(() => String, {
    nullable: true,
    description: 'What happened, as the live feed tells it, for example `RequestRescheduled`. Null in old entries.',
  })
  @Property({ type: 'text', nullable: true })
  event?: string | null;

  @Field(() => [String], { description: 'Names of the fields that were changed by hand, where that was the change.' })
  @Property({ type: 'text[]', columnType: 'text[]' })
  fields: string[] = [];

  @Property({ type: 'uuid', nullable: true })
  openedByAccountId?: string | null;

  @Field(() => DateTime, { description: 'When.' })
  @Property({ type: Instant })
  changedAt!: string;

  @Property({ type: 'uuid' })
  actorAccountId!: string;

  @Field(() => String, { description: 'Name of whoever made the change.' })
  @Property({ type: 'text' })
  actorName!: string;

  @Property({ type: 'uuid', nullable: true })
  actedForPersonId?: string | null;

  @Field(() => Channel, { description: 'Through which channel.' })
  @Property({ type: 'text' })
  channel!: Channel;

  @Field(() => String, { nullable: true, description: 'Why, where a reason was given.' })
  @Property({ type: 'text', nullable: true })
  reason?: string | null;
}
