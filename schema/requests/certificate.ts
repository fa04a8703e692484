import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';

import { Extensions, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { ActingInput } from '../acting-for.ts';
import { Instant } from '../columns.ts';
import { Payload } from '../errors.ts';
import { FoundationOwned, Node } from '../node.ts';
import { Volunteer } from '../people/volunteer.ts';
import { DateTime } from '../scalars.ts';
import { Day } from '../days.ts';
import { Text } from '../text.ts';

export const CertificateState = {
  VALID: 'VALID',
  CORRECTED: 'CORRECTED',
  REVOKED: 'REVOKED',
  ERASED: 'ERASED',
} as const;
export type CertificateState = (typeof CertificateState)[keyof typeof CertificateState];

registerEnumType(CertificateState, {
  name: 'CertificateState',
  description: 'Whether what a certificate says still holds.',
  valuesConfig: {
    VALID: { description: 'It says what is on record.' },
    CORRECTED: {
      description:
        'The name, or some of its visits, were corrected or taken back since. A new certificate can be issued.',
    },
    REVOKED: { description: 'The visit that it stood on was taken back.' },
    ERASED: { description: 'The volunteer was erased at their own request. The certificate says nothing any more.' },
  },
});

export const CertificateLanguage = { ZH_CN: 'ZH_CN', EN: 'EN' } as const;
export type CertificateLanguage = (typeof CertificateLanguage)[keyof typeof CertificateLanguage];

registerEnumType(CertificateLanguage, {
  name: 'CertificateLanguage',
  description: 'Languages that certificates are written in.',
  valuesConfig: { ZH_CN: { description: 'Chinese, simplified.' }, EN: { description: 'English.' } },
});

/** One visit on a certificate, with the fields that records of service must have. */
export interface CertificateLine {
  activity: string;
  date: string;
  place: string;
  /** The first character of the name; the paper goes to third parties. */
  personServed: string;
  /** What the kind of help consists of. */
  content: string;
  minutes: number;
  satisfaction: number | null;
  personInCharge: string;
  recorder: string;
}

/** What a certificate says; written once, so that it says the same for ever. */
export interface CertificateContent {
  foundation: string;
  volunteer: string;
  stars: number;
  /** Zone that its days are of; papers from before have none, and are of the usual one. */
  timeZone?: string | undefined;
  categories: { category: string; minutes: number; visits: number }[];
  lines: CertificateLine[];
}

/** A record of service that was given out, with the code by which anybody can check it. */
@ObjectType({
  implements: Node,
  description: 'A record of service that was given out, with the code by which anybody can check it.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'certificate' })
@Entity({
  tableName: 'service_certificate',
  comment: 'A record of service that was given out, with the code by which anybody can check it.',
})
export class ServiceCertificate extends FoundationOwned {
  @Property({ type: 'uuid' })
  communityId!: string;

  @ManyToOne(() => Volunteer, { mapToPk: true, fieldName: 'volunteer_id' })
  volunteerId!: string;

  @Property({ type: 'uuid' })
  volunteerPersonId!: string;

  @Field(() => String, { description: 'Code that stands on it.' })
  @Property({ type: 'text' })
  code!: string;

  @Property({ type: 'text' })
  locale!: 'zh-CN' | 'en';

  @Field(() => String, { description: 'First day that it covers, for example `2026-01-01`.' })
  @Property({ type: 'date' })
  servedFrom!: string;

  @Field(() => String, { description: 'Last day that it covers.' })
  @Property({ type: 'date' })
  servedTo!: string;

  @Field(() => Int, { description: 'Certified minutes that it says.' })
  @Property({ type: 'integer' })
  minutes!: number;

  @Field(() => Int, { description: 'Visits that it says.' })
  @Property({ type: 'integer' })
  visits!: number;

  @Property({ type: 'uuid[]', columnType: 'uuid[]' })
  visitIds!: string[];

  @Property({ type: 'json', columnType: 'jsonb' })
  content!: CertificateContent;

  @Field(() => CertificateState, { description: 'Whether what it says still holds.' })
  @Property({ type: 'text' })
  state!: CertificateState;

  @Field(() => DateTime, { description: 'Since when it is so.' })
  @Property({ type: Instant })
  stateSince!: string;

  @Field(() => String, { nullable: true, description: 'Why it was corrected or revoked.' })
  @Property({ type: 'text', nullable: true })
  stateReason?: string | null;

  @Field(() => DateTime, { description: 'When it was issued.' })
  @Property({ type: Instant })
  issuedAt!: string;

  @Property({ type: 'uuid' })
  actorAccountId!: string;

  @Field(() => String, { description: 'Name of whoever issued it.' })
  @Property({ type: 'text' })
  actorName!: string;
}

@InputType({ description: 'A certificate of service. It costs nothing.' })
export class IssueCertificateInput extends ActingInput {
  @Field(() => String, {
    description: 'Your own id for this call. Sent again with the same input it is one certificate.',
  })
  @Text({ lengthMax: 200 })
  idempotencyKey!: string;

  @Field(() => ID, { description: 'Volunteer whose service is certified.' })
  volunteerId!: string;

  @Field(() => String, { description: 'First day, for example `2026-01-01`, in the zone of the foundation.' })
  @Day()
  from!: string;

  @Field(() => String, { description: 'Last day, included.' })
  @Day()
  to!: string;

  @Field(() => CertificateLanguage, {
    defaultValue: CertificateLanguage.ZH_CN,
    description: 'Language that it is written in.',
  })
  language: CertificateLanguage = CertificateLanguage.ZH_CN;
}

@ObjectType({ description: 'What became of a certificate.', simpleResolvers: true })
export class ServiceCertificatePayload extends Payload {
  @Field(() => ServiceCertificate, { nullable: true, description: 'The certificate. Null when it was refused.' })
  certificate?: ServiceCertificate | null;
}
