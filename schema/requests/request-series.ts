import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, Int, ObjectType } from 'type-graphql';
import { Channel } from '../acting-for.ts';
import { Instant } from '../columns.ts';
import { connectionOf } from '../connection.ts';
import { FoundationOwned, Node } from '../node.ts';
import { Elder } from '../people/elder.ts';
import { DateTime } from '../scalars.ts';
import type { RequestSource } from './dispatch-policy.ts';
import { ServiceKind } from './service-kind.ts';
import type { Gender, Urgency } from './service-request.ts';

/** A stretch of the day of an occurrence, by the wall clock of the foundation. */
@ObjectType({
  description: "A stretch of the day of an occurrence, by the wall clock of the foundation's zone.",
  simpleResolvers: true,
})
export class SeriesWindow {
  @Field(() => String, { description: 'From, for example `09:00`.' })
  from!: string;

  @Field(() => String, { description: 'Until, for example `11:00`; `24:00` is the end of the day.' })
  to!: string;
}

/** What every occurrence of a series asks for. */
export interface SeriesTemplate {
  minutesExpected?: number | null;
  urgency?: Urgency | null;
  place?: string | null;
  note?: string | null;
  language?: string | null;
  genderPreference?: Gender | null;
  volunteersNeeded?: number | null;
  windows?: SeriesWindow[] | null;
  /** Uuids. */
  teamIds?: string[] | null;
}

/** A request that recurs by a rule. */
@ObjectType({
  implements: Node,
  description: 'A request that recurs by a rule. Its requests are opened, and their coins held, two weeks ahead.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'series' })
@Entity({ tableName: 'request_series', comment: 'A request that recurs by a rule.' })
export class RequestSeries extends FoundationOwned {
  @Property({ type: 'uuid' })
  communityId!: string;

  @ManyToOne(() => Elder, { mapToPk: true, fieldName: 'elder_id' })
  elderId!: string;

  @Property({ type: 'uuid' })
  elderPersonId!: string;

  @ManyToOne(() => ServiceKind, { mapToPk: true, fieldName: 'kind_id' })
  kindId!: string;

  @Field(() => String, { description: 'Recurrence rule of RFC 5545, for example `FREQ=WEEKLY;BYDAY=MO,TH`.' })
  @Property({ type: 'text' })
  rule!: string;

  @Field(() => String, {
    description: "First begin by the wall clock of the foundation's zone, for example `2026-03-05T09:00`.",
  })
  @Property({ type: 'text' })
  startsAt!: string;

  @Field(() => Int, { description: 'Minutes from the earliest begin to the latest end of each occurrence.' })
  @Property({ type: 'integer' })
  windowMinutes!: number;

  @Property({ type: 'json', columnType: 'jsonb' })
  template!: SeriesTemplate;

  @Field(() => Channel, { description: 'How the request reached the platform.' })
  @Property({ type: 'text' })
  channel!: Channel;

  /** In which role it was set up, so that its requests are looked at first where the policy says so of that role. */
  @Property({ type: 'text', default: 'DISPATCHER' })
  begunAs: RequestSource = 'DISPATCHER';

  @Field(() => Boolean, { description: 'Whether its requests carry a note that only few may read.' })
  @Property({ type: 'boolean', default: false })
  hasSensitiveNote: boolean = false;

  @Field(() => [String], { description: 'Occurrences that were left out.' })
  @Property({ type: 'text[]', columnType: 'text[]' })
  skipped: string[] = [];

  @Field(() => [String], {
    description:
      'Occurrences for which no request could be opened, for want of coins for instance. Somebody must see to them.',
  })
  @Property({ type: 'text[]', columnType: 'text[]' })
  failed: string[] = [];

  @Field(() => String, { nullable: true, description: 'Code of why the last one of those failed.' })
  @Property({ type: 'text', nullable: true })
  failureCode?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Nothing comes from here on. Null while it goes on by its rule.',
  })
  @Property({ type: 'text', nullable: true })
  endsBefore?: string | null;

  /** The last occurrence that was made, or tried. */
  @Property({ type: 'text', nullable: true })
  madeUntil?: string | null;

  /** When the platform makes the next one; null when there is none. */
  @Property({ type: Instant, nullable: true })
  dueAt?: string | null;

  @ManyToOne(() => RequestSeries, { mapToPk: true, fieldName: 'previous_id', nullable: true })
  previousId?: string | null;

  @Field(() => DateTime, { description: 'When it was set up.' })
  @Property({ type: Instant })
  begunAt!: string;

  @Property({ type: 'uuid' })
  begunByAccountId!: string;

  @Field(() => String, { nullable: true, description: 'Why it ended, or was continued otherwise.' })
  @Property({ type: 'text', nullable: true })
  endReason?: string | null;

  @Field(() => Int, { description: 'Rises with every change. Send it back as `expectedVersion`.' })
  @Property({ type: 'integer' })
  version!: number;
}

export const RequestSeriesConnection = connectionOf(() => RequestSeries, 'RequestSeries');
