import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { Channel } from '../acting-for.ts';
import { Instant } from '../columns.ts';
import { connectionOf } from '../connection.ts';
import { FoundationOwned, Node } from '../node.ts';
import { DateTime } from '../scalars.ts';

export const CredentialKind = { SIGN_IN: 'SIGN_IN', APP: 'APP', API_KEY: 'API_KEY', ISSUER: 'ISSUER' } as const;
export type CredentialKind = (typeof CredentialKind)[keyof typeof CredentialKind];

registerEnumType(CredentialKind, {
  name: 'CredentialKind',
  description: 'By what an account came in.',
  valuesConfig: {
    SIGN_IN: { description: "The person, signed in with the platform itself through one of the platform's own apps." },
    APP: { description: 'An app that the foundation lets in.' },
    API_KEY: { description: 'An API key of the account.' },
    ISSUER: { description: 'A token of an issuer that the foundation trusts.' },
  },
});

@ObjectType({
  description: 'What an account came in by. An account alone does not tell who acted where others may sign in as it.',
  simpleResolvers: true,
})
export class Credential {
  @Field(() => CredentialKind, { description: 'Kind of credential.' })
  kind!: CredentialKind;

  @Field(() => ID, {
    nullable: true,
    description: 'Id of the app, key or issuer. Null where there was none, or it is gone.',
  })
  id?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Name of the app, key or issuer. Null where there was none, or it is gone.',
  })
  name?: string | null;
}

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

  @Field(() => String, {
    nullable: true,
    description: 'Application that it acted through, where one was named; `credential` tells it in words.',
  })
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
