import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { Instant } from '../columns.ts';
import { connectionOf } from '../connection.ts';
import { FoundationOwned, Node } from '../node.ts';
import { DateTime } from '../scalars.ts';
import { Person } from './person.ts';

export const PersonalField = {
  PHONE: 'PHONE',
  ADDRESS: 'ADDRESS',
  IDENTITY_NUMBER: 'IDENTITY_NUMBER',
  HEALTH_NOTES: 'HEALTH_NOTES',
  SENSITIVE_NOTE: 'SENSITIVE_NOTE',
} as const;
export type PersonalField = (typeof PersonalField)[keyof typeof PersonalField];

/** Sealed fields that are stored with the person. */
export type PersonField = Exclude<PersonalField, 'SENSITIVE_NOTE'>;

registerEnumType(PersonalField, {
  name: 'PersonalField',
  description: 'Personal data field that is stored encrypted.',
  valuesConfig: {
    PHONE: { description: 'Telephone number.' },
    ADDRESS: { description: 'Home address.' },
    IDENTITY_NUMBER: { description: 'Identity card number.' },
    HEALTH_NOTES: { description: 'Health notes that helpers must know.' },
    SENSITIVE_NOTE: {
      description:
        'Note of a request that only assigned volunteers may read. It is shown by `ServiceRequest.sensitiveNote`.',
    },
  },
});

export const DisclosurePurpose = {
  SERVICE: 'SERVICE',
  EMERGENCY: 'EMERGENCY',
  IDENTITY_CHECK: 'IDENTITY_CHECK',
  CORRECTION: 'CORRECTION',
  EXPORT: 'EXPORT',
} as const;
export type DisclosurePurpose = (typeof DisclosurePurpose)[keyof typeof DisclosurePurpose];

registerEnumType(DisclosurePurpose, {
  name: 'DisclosurePurpose',
  description:
    'Purpose of looking at personal data. It determines which fields may be disclosed, and it is recorded.',
  valuesConfig: {
    SERVICE: {
      description: 'Arrangement and delivery of service: phone, address and health notes.',
    },
    EMERGENCY: { description: 'Danger to a person: phone, address and health notes.' },
    IDENTITY_CHECK: { description: 'Verification of identity: identity number and phone.' },
    CORRECTION: { description: 'Check or correction of the record: all fields.' },
    EXPORT: {
      description: 'Copy for the person concerned: all fields. Recorded by `exportPersonalData`.',
    },
  },
});

/** Fields that each purpose can disclose. The policy defines which roles may state the purpose. */
export const fieldsForPurpose: Record<DisclosurePurpose, readonly PersonField[]> = {
  SERVICE: ['PHONE', 'ADDRESS', 'HEALTH_NOTES'],
  EMERGENCY: ['PHONE', 'ADDRESS', 'HEALTH_NOTES'],
  IDENTITY_CHECK: ['IDENTITY_NUMBER', 'PHONE'],
  CORRECTION: ['PHONE', 'ADDRESS', 'IDENTITY_NUMBER', 'HEALTH_NOTES'],
  EXPORT: ['PHONE', 'ADDRESS', 'IDENTITY_NUMBER', 'HEALTH_NOTES'],
};

@ObjectType({
  description:
    'Personal data in clear text, limited to the requested fields. Its disclosure was recorded.',
  simpleResolvers: true,
})
export class PersonalData {
  @Field(() => String, {
    nullable: true,
    description: 'Telephone number with country code, such as +8613800000000.',
  })
  phone?: string | null;

  @Field(() => String, { nullable: true, description: 'Home address.' })
  address?: string | null;

  @Field(() => String, { nullable: true, description: 'Identity card number.' })
  identityNumber?: string | null;

  @Field(() => String, { nullable: true, description: 'Health notes that helpers must know.' })
  healthNotes?: string | null;
}

/** Disclosure of personal data in clear text. */
@ObjectType({
  implements: Node,
  description: 'Disclosure of personal data in clear text: reader, fields, purpose and reason.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'disclosure' })
@Entity({
  tableName: 'disclosure',
  comment:
    'Disclosure of personal data in clear text: reader, person, fields, purpose and reason. Append-only.',
})
export class Disclosure extends FoundationOwned {
  @Property({ type: 'uuid' })
  communityId!: string;

  @Field(() => ID, { simple: false, description: 'Person whose data was shown.' })
  @ManyToOne(() => Person, { mapToPk: true, fieldName: 'person_id' })
  personId!: string;

  @Property({ type: 'uuid' })
  accountId!: string;

  @Field(() => String, { description: 'Name of the account that the data was disclosed to.' })
  @Property({ type: 'text' })
  accountName!: string;

  @Property({ type: 'text', nullable: true })
  appId?: string | null;

  @Field(() => DisclosurePurpose, { description: 'Purpose of the disclosure.' })
  @Property({ type: 'text' })
  purpose!: DisclosurePurpose;

  @Field(() => [PersonalField], { description: 'Fields that were disclosed.' })
  @Property({ type: 'text[]' })
  fields!: PersonalField[];

  @Field(() => String, { description: "Reason, in the reader's words." })
  @Property({ type: 'text' })
  reason!: string;

  @Field(() => DateTime, { description: 'Time of the disclosure.' })
  @Property({ type: Instant })
  disclosedAt!: string;
}

export const DisclosureConnection = connectionOf(() => Disclosure, 'Disclosure');
