import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';

import { Extensions, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { KeyedInput } from '../change-input.ts';
import { Instant } from '../columns.ts';
import { Payload } from '../errors.ts';
import { FoundationOwned, Node } from '../node.ts';
import { Volunteer } from '../people/volunteer.ts';
import { CalendarDate, DateTime } from '../scalars.ts';

export const CertificateState = {
  VALID: 'VALID',
  CORRECTED: 'CORRECTED',
  REVOKED: 'REVOKED',
  ERASED: 'ERASED',
} as const;
export type CertificateState = (typeof CertificateState)[keyof typeof CertificateState];

registerEnumType(CertificateState, {
  name: 'CertificateState',
  description: "Validity of a certificate's content.",
  valuesConfig: {
    VALID: { description: 'Valid: the content matches the records.' },
    CORRECTED: {
      description:
        'The name or some of the visits were corrected or revoked since. A new certificate can be issued.',
    },
    REVOKED: { description: 'The visit that the certificate was based on was revoked.' },
    ERASED: {
      description:
        'The volunteer was erased at their own request. The certificate no longer shows any content.',
    },
  },
});

export const CertificateLanguage = { ZH_CN: 'ZH_CN', EN: 'EN' } as const;
export type CertificateLanguage = (typeof CertificateLanguage)[keyof typeof CertificateLanguage];

registerEnumType(CertificateLanguage, {
  name: 'CertificateLanguage',
  description: 'Language of a certificate.',
  valuesConfig: { ZH_CN: { description: 'Chinese, simplified.' }, EN: { description: 'English.' } },
});

/** One visit on a certificate, with the fields that service records must have. */
export interface CertificateLine {
  activity: string;
  date: string;
  place: string;
  /** First character of the elder's name only, because the certificate goes to third parties. */
  personServed: string;
  /** Content of the service kind. */
  content: string;
  minutes: number;
  satisfaction: number | null;
  personInCharge: string;
  recorder: string;
}

/** Content of a certificate, written once so that it stays the same for ever. */
export interface CertificateContent {
  foundation: string;
  volunteer: string;
  stars: number;
  /** Time zone of its days. Older certificates have none and use the default zone. */
  timeZone?: string | undefined;
  categories: { category: string; minutes: number; visits: number }[];
  lines: CertificateLine[];
}

/** Issued record of service, with a code by which anybody can verify it. */
@ObjectType({
  implements: Node,
  description: 'Issued record of service, with a code by which anybody can verify it.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'certificate' })
@Entity({
  tableName: 'service_certificate',
  comment: 'Issued record of service, with a code by which anybody can verify it.',
})
export class ServiceCertificate extends FoundationOwned {
  @Property({ type: 'uuid' })
  communityId!: string;

  @ManyToOne(() => Volunteer, { mapToPk: true, fieldName: 'volunteer_id' })
  volunteerId!: string;

  @Property({ type: 'uuid' })
  volunteerPersonId!: string;

  @Field(() => String, { description: 'Code printed on the certificate.' })
  @Property({ type: 'text' })
  code!: string;

  @Property({ type: 'text' })
  locale!: 'zh-CN' | 'en';

  @Field(() => CalendarDate, { description: 'First day covered.' })
  @Property({ type: 'date' })
  servedFrom!: string;

  @Field(() => CalendarDate, { description: 'Last day covered.' })
  @Property({ type: 'date' })
  servedTo!: string;

  @Field(() => Int, { description: 'Certified minutes stated on the certificate.' })
  @Property({ type: 'integer' })
  minutes!: number;

  @Field(() => Int, { description: 'Number of visits stated on the certificate.' })
  @Property({ type: 'integer' })
  visits!: number;

  @Property({ type: 'uuid[]', columnType: 'uuid[]' })
  visitIds!: string[];

  @Property({ type: 'json', columnType: 'jsonb' })
  content!: CertificateContent;

  @Field(() => CertificateState, { description: 'Validity of the content.' })
  @Property({ type: 'text' })
  state!: CertificateState;

  @Field(() => DateTime, { description: 'Time since which this validity applies.' })
  @Property({ type: Instant })
  stateSince!: string;

  @Field(() => String, { nullable: true, description: 'Reason for the correction or revocation.' })
  @Property({ type: 'text', nullable: true })
  stateReason?: string | null;

  @Field(() => DateTime, { description: 'Time of issue.' })
  @Property({ type: Instant })
  issuedAt!: string;

  @Property({ type: 'uuid' })
  actorAccountId!: string;

  @Field(() => String, { description: 'Name of the account that issued it.' })
  @Property({ type: 'text' })
  actorName!: string;
}

@InputType({ description: 'Input for `issueCertificate`.' })
export class IssueCertificateInput extends KeyedInput {
  @Field(() => ID, { description: 'Volunteer whose service is certified.' })
  volunteerId!: string;

  @Field(() => CalendarDate, { description: 'First day in the time zone of the foundation.' })
  from!: string;

  @Field(() => CalendarDate, { description: 'Last day, inclusive.' })
  to!: string;

  @Field(() => CertificateLanguage, {
    defaultValue: CertificateLanguage.ZH_CN,
    description: 'Language of the certificate.',
  })
  language: CertificateLanguage = CertificateLanguage.ZH_CN;
}

@ObjectType({ description: 'Result of `issueCertificate`.', simpleResolvers: true })
export class ServiceCertificatePayload extends Payload {
  @Field(() => ServiceCertificate, {
    nullable: true,
    description: 'The certificate. Null when the mutation was refused.',
  })
  certificate?: ServiceCertificate | null;
}
