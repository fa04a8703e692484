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
import { ServiceKind } from './service-kind.ts';

export const RequestState = {
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

/** CERTIFIED is final but for a dispute: hours are written and coins have moved. A mistake is reversed, not edited. */
export const nextStates: Record<RequestState, readonly RequestState[]> = {
  OPEN: ['ASSIGNED', 'CANCELLED', 'EXPIRED'],
  ASSIGNED: ['IN_PROGRESS', 'OPEN', 'CANCELLED'],
  IN_PROGRESS: ['AWAITING_CERTIFICATION'],
  AWAITING_CERTIFICATION: ['CERTIFIED', 'DISPUTED'],
  CERTIFIED: ['DISPUTED'],
  CANCELLED: [],
  EXPIRED: [],
  DISPUTED: ['CERTIFIED', 'CANCELLED'],
};

registerEnumType(RequestState, {
  name: 'RequestState',
  description: 'How far a service request has come.',
  valuesConfig: {
    OPEN: { description: 'Nobody has taken it on yet.' },
    ASSIGNED: { description: 'A volunteer has taken it on.' },
    IN_PROGRESS: { description: 'The volunteer has checked in.' },
    AWAITING_CERTIFICATION: { description: 'The volunteer has checked out; a second person must accept the evidence.' },
    CERTIFIED: { description: 'Accepted: hours are written and coins have moved.' },
    CANCELLED: { description: 'Called off; held coins were released.' },
    EXPIRED: { description: 'The wished time passed and nobody took it; held coins were released.' },
    DISPUTED: { description: 'Somebody objects; being looked into.' },
  },
});

export const Urgency = { NORMAL: 'NORMAL', SOON: 'SOON', URGENT: 'URGENT' } as const;
export type Urgency = (typeof Urgency)[keyof typeof Urgency];

registerEnumType(Urgency, {
  name: 'Urgency',
  description: 'How soon help is needed.',
  valuesConfig: {
    NORMAL: { description: 'At the wished time.' },
    SOON: { description: 'Within the day.' },
    URGENT: { description: 'As soon as anybody can.' },
  },
});

/** A wish for help that an elder, or somebody for them, puts to the community. */
@ObjectType({
  implements: Node,
  description: 'A wish for help that an elder, or somebody for them, puts to the community.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'request' })
@Entity({ tableName: 'service_request', comment: 'A wish for help that an elder puts to the community.' })
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

  @Field(() => DateTime, { description: 'Earliest wished begin.' })
  @Property({ type: Instant })
  wishedFrom!: string;

  @Field(() => DateTime, { description: 'Latest wished end.' })
  @Property({ type: Instant })
  wishedTo!: string;

  @Field(() => Int, { description: 'Expected length in minutes.' })
  @Property({ type: 'integer' })
  minutesExpected!: number;

  @Field(() => String, { nullable: true, description: 'Where to go, in words.' })
  @Property({ type: 'text', nullable: true })
  place?: string | null;

  @Field(() => String, { nullable: true, description: 'What the helper should know.' })
  @Property({ type: 'text', nullable: true })
  note?: string | null;

  @Field(() => CoinAmount, { description: 'Coins held for it when it was opened.' })
  @Property({ type: Amount })
  coinsHeld!: string;

  /** The hold in the ledger. */
  @Property({ type: 'uuid' })
  holdId!: string;

  @Field(() => Channel, { description: 'How the wish reached the platform.' })
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
