import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, ID, ObjectType } from 'type-graphql';
import { Channel } from '../acting-for.ts';
import { Instant } from '../columns.ts';
import { connectionOf } from '../connection.ts';
import { FoundationOwned, Node } from '../node.ts';
import { DateTime } from '../scalars.ts';

/** One line of the trail that every write leaves. */
@ObjectType({
  implements: Node,
  description:
    'One line of the trail that every change leaves: who did what, for whom, by what right, through which channel.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'audit' })
@Entity({
  tableName: 'audit_entry',
  comment: 'Who did what, for whom, by what right, through which channel. Append-only.',
})
export class AuditEntry extends FoundationOwned {
  @Field(() => DateTime, { description: 'When.' })
  @Property({ type: Instant })
  at!: string;

  @Field(() => ID, { simple: false, description: 'Account that acted.' })
  @Property({ type: 'uuid' })
  actorAccountId!: string;

  @Field(() => String, { nullable: true, description: 'Name of the account when it acted.' })
  @Property({ type: 'text', nullable: true })
  actorName?: string | null;

  @Field(() => String, { nullable: true, description: 'Application that it acted through, where one was named.' })
  @Property({ type: 'text', nullable: true })
  appId?: string | null;

  @Field(() => String, { description: 'What was done, as the policy names it, for example `visit:certify`.' })
  @Property({ type: 'text' })
  action!: string;

  @Property({ type: 'text', nullable: true })
  subjectKind?: string | null;

  @Field(() => ID, { nullable: true, simple: false, description: 'What it was done to.' })
  @Property({ type: 'uuid', nullable: true })
  subjectId?: string | null;

  @Field(() => ID, { nullable: true, simple: false, description: 'Person that it was done for. Null: for oneself.' })
  @Property({ type: 'uuid', nullable: true })
  actedForPersonId?: string | null;

  @Field(() => ID, {
    nullable: true,
    simple: false,
    description: 'Mandate, or role, that gave the right to act for them.',
  })
  @Property({ type: 'uuid', nullable: true })
  mandateId?: string | null;

  @Field(() => Channel, { description: 'Through which channel it came in.' })
  @Property({ type: 'text' })
  channel!: Channel;

  @Field(() => String, { nullable: true, description: 'Why, where a reason was given.' })
  @Property({ type: 'text', nullable: true })
  reason?: string | null;

  @Field(() => String, { description: 'Number of the operation; the same for all that one call changed.' })
  @Property({ type: 'text' })
  operationId!: string;
}

export const AuditEntryConnection = connectionOf(() => AuditEntry, 'AuditEntry');
