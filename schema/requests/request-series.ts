import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, Int, ObjectType } from 'type-graphql';
import { ErrorCode } from '../error-code.ts';
import { Channel } from '../acting-for.ts';
import { Instant } from '../columns.ts';
import { connectionOf } from '../connection.ts';
import { FoundationOwned, Node } from '../node.ts';
import { Elder } from '../people/elder.ts';
import { DateTime, LocalDateTime, LocalTime } from '../scalars.ts';
import type { RequestSource } from './dispatch-policy.ts';
import { ServiceKind } from './service-kind.ts';
import type { Gender, Urgency } from './service-request.ts';

/** Time window on the day of an occurrence, in local time of the foundation. */
@ObjectType({
  description: 'Time window on the day of an occurrence, in local time of the foundation.',
  simpleResolvers: true,
})
export class SeriesWindow {
  @Field(() => LocalTime, { description: 'Start.' })
  from!: string;

  @Field(() => LocalTime, { description: 'End. `00:00:00` is the end of the day.' })
  to!: string;
}

/** Template of every occurrence of a series. */
export interface SeriesTemplate {
  minutesExpected?: number | null;
  urgency?: Urgency | null;
  place?: string | null;
  note?: string | null;
  language?: string | null;
  genderPreference?: Gender | null;
  volunteersNeeded?: number | null;
  windows?: SeriesWindow[] | null;
  /** UUIDs of the teams. */
  teamIds?: string[] | null;
}

/** A request that recurs by a rule. */
@ObjectType({
  implements: Node,
  description:
    'Request that recurs by a rule. Its requests are opened, and their coins held, two weeks ahead.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'series' })
@Entity({ tableName: 'request_series', comment: 'Request that recurs by a rule.' })
export class RequestSeries extends FoundationOwned {
  @Property({ type: 'uuid' })
  communityId!: string;

  @ManyToOne(() => Elder, { mapToPk: true, fieldName: 'elder_id' })
  elderId!: string;

  @Property({ type: 'uuid' })
  elderPersonId!: string;

  @ManyToOne(() => ServiceKind, { mapToPk: true, fieldName: 'kind_id' })
  kindId!: string;

  @Field(() => String, {
    description: 'Recurrence rule of RFC 5545, for example `FREQ=WEEKLY;BYDAY=MO,TH`.',
  })
  @Property({ type: 'text' })
  rule!: string;

  @Field(() => LocalDateTime, {
    description: 'First start in the time zone of the foundation.',
  })
  @Property({ type: 'text' })
  startsAt!: string;

  @Field(() => Int, {
    description: 'Minutes from the earliest start to the latest end of each occurrence.',
  })
  @Property({ type: 'integer' })
  windowMinutes!: number;

  @Property({ type: 'json', columnType: 'jsonb' })
  template!: SeriesTemplate;

  @Field(() => Channel, { description: 'Channel by which the request reached the platform.' })
  @Property({ type: 'text' })
  channel!: Channel;

  /**
   * Role that created the series. The dispatch policy may require a review of requests from this
   * role.
   */
  @Property({ type: 'text', default: 'DISPATCHER' })
  begunAs: RequestSource = 'DISPATCHER';

  @Field(() => Boolean, { description: 'Whether its requests carry a sensitive note.' })
  @Property({ type: 'boolean', default: false })
  hasSensitiveNote: boolean = false;

  @Field(() => [LocalDateTime], { description: 'Occurrences that were skipped.' })
  @Property({ type: 'text[]', columnType: 'text[]' })
  skipped: string[] = [];

  @Field(() => [LocalDateTime], {
    description:
      'Occurrences for which no request could be opened, for example for lack of coins. They need manual action.',
  })
  @Property({ type: 'text[]', columnType: 'text[]' })
  failed: string[] = [];

  @Field(() => ErrorCode, {
    nullable: true,
    description: 'Code of the reason why the last of these failed.',
  })
  @Property({ type: 'text', nullable: true })
  failureCode?: string | null;

  @Field(() => LocalDateTime, {
    nullable: true,
    description: 'First occurrence that is no longer created. Null while the series continues.',
  })
  @Property({ type: 'text', nullable: true })
  endsBefore?: string | null;

  /** Last occurrence that was created, or attempted. */
  @Property({ type: 'text', nullable: true })
  madeUntil?: string | null;

  /** Time at which the platform creates the next one; null when there is none. */
  @Property({ type: Instant, nullable: true })
  dueAt?: string | null;

  @ManyToOne(() => RequestSeries, { mapToPk: true, fieldName: 'previous_id', nullable: true })
  previousId?: string | null;

  @Field(() => DateTime, { description: 'Time of creation.' })
  @Property({ type: Instant })
  begunAt!: string;

  @Property({ type: 'uuid' })
  begunByAccountId!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Reason why the series ended or was continued differently.',
  })
  @Property({ type: 'text', nullable: true })
  endReason?: string | null;

  @Field(() => Int, {
    description: 'Version, raised with every change. Send it back as `expectedVersion`.',
  })
  @Property({ type: 'integer' })
  version!: number;
}

export const RequestSeriesConnection = connectionOf(() => RequestSeries, 'RequestSeries');
