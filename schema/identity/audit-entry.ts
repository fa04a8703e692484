import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { Channel } from '../acting-for.ts';
import { Instant } from '../columns.ts';
import { connectionOf } from '../connection.ts';
import { FoundationOwned, Node } from '../node.ts';
import { DateTime } from '../scalars.ts';
import { AuditAction } from './audit-action.ts';

export const CredentialKind = {
  SIGN_IN: 'SIGN_IN',
  APP: 'APP',
  API_KEY: 'API_KEY',
  ISSUER: 'ISSUER',
} as const;
export type CredentialKind = (typeof CredentialKind)[keyof typeof CredentialKind];

registerEnumType(CredentialKind, {
  name: 'CredentialKind',
  description: 'Kind of credential that an account used.',
  valuesConfig: {
    SIGN_IN: {
      description:
        "Sign-in of the person with the platform itself, through one of the platform's own apps.",
    },
    APP: { description: 'App that the foundation admits.' },
    API_KEY: { description: 'API key of the account.' },
    ISSUER: { description: 'Token of an issuer that the foundation trusts.' },
  },
});

@ObjectType({
  description:
    'Credential that an account used. It shows who acted when apps, keys or issuers can also sign in as the account.',
  simpleResolvers: true,
})
export class Credential {
  @Field(() => CredentialKind, { description: 'Kind of credential.' })
  kind!: CredentialKind;

  @Field(() => ID, {
    nullable: true,
    description:
      'Id of the app, key or issuer. Null for a sign-in of the person, or when the object no longer exists.',
  })
  credentialId?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Name of the app, key or issuer. Null for a sign-in of the person, or when the object no longer exists.',
  })
  name?: string | null;
}

/** One line of the audit log that every write leaves. */
@ObjectType({
  implements: Node,
  description:
    'Entry of the audit log, which records every change: actor, action, person represented, authority and channel.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'audit' })
@Entity({
  tableName: 'audit_entry',
  comment:
    'Audit log: actor, action, person represented, authority and channel of each change. Append-only.',
})
export class AuditEntry extends FoundationOwned {
  @Field(() => DateTime, { description: 'Time of the action.' })
  @Property({ type: Instant })
  at!: string;

  @Field(() => ID, { simple: false, description: 'Account that acted.' })
  @Property({ type: 'uuid' })
  actorAccountId!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Name of the account at the time of the action.',
  })
  @Property({ type: 'text', nullable: true })
  actorName?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'App that the account acted through. Null when none was named; `credential` describes it.',
  })
  @Property({ type: 'text', nullable: true })
  appId?: string | null;

  @Field(() => AuditAction, { description: 'Action that was done.' })
  @Property({ type: 'text' })
  action!: AuditAction;

  @Property({ type: 'text', nullable: true })
  subjectKind?: string | null;

  @Field(() => ID, {
    nullable: true,
    simple: false,
    description: 'Id of the object that was changed.',
  })
  @Property({ type: 'uuid', nullable: true })
  subjectId?: string | null;

  @Field(() => ID, {
    nullable: true,
    simple: false,
    description:
      'Person on whose behalf the action was done. Null when the account acted on its own behalf.',
  })
  @Property({ type: 'uuid', nullable: true })
  actedForPersonId?: string | null;

  @Field(() => ID, {
    nullable: true,
    simple: false,
    description: 'Mandate, or role, that authorized the account to act for the person.',
  })
  @Property({ type: 'uuid', nullable: true })
  mandateId?: string | null;

  @Field(() => Channel, { description: 'Channel by which the information arrived.' })
  @Property({ type: 'text' })
  channel!: Channel;

  @Field(() => String, { nullable: true, description: 'Reason. Null when none was given.' })
  @Property({ type: 'text', nullable: true })
  reason?: string | null;

  @Field(() => String, { description: 'Id of the operation, shared by all changes of one call.' })
  @Property({ type: 'text' })
  operationId!: string;
}

export const AuditEntryConnection = connectionOf(() => AuditEntry, 'AuditEntry');
