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

/** What lies sealed with the person themself. */
export type PersonField = Exclude<PersonalField, 'SENSITIVE_NOTE'>;

registerEnumType(PersonalField, {
  name: 'PersonalField',
  description: 'Something about a person that is kept sealed.',
  valuesConfig: {
    PHONE: { description: 'Telephone number.' },
    ADDRESS: { description: 'Home address.' },
    IDENTITY_NUMBER: { description: 'Number of the identity card.' },
    HEALTH_NOTES: { description: 'What helpers must know about health.' },
    SENSITIVE_NOTE: {
      description: 'Note of a request that only those who go may read. Shown by `ServiceRequest.sensitiveNote`.',
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
  description: 'What personal data is looked at for. It decides which fields may be seen, and it is kept.',
  valuesConfig: {
    SERVICE: { description: 'To arrange or render help: phone, address and health notes.' },
    EMERGENCY: { description: 'Somebody is in danger: phone, address and health notes.' },
    IDENTITY_CHECK: { description: 'To check who somebody is: identity number and phone.' },
    CORRECTION: { description: 'To check or correct what is on record: everything.' },
    EXPORT: { description: 'A copy for the person themself: everything. Noted by `exportPersonalData`.' },
  },
});

/** Which fields a purpose can open at all; who may name the purpose stands in the policy. */
export const fieldsForPurpose: Record<DisclosurePurpose, readonly PersonField[]> = {
  SERVICE: ['PHONE', 'ADDRESS', 'HEALTH_NOTES'],
  EMERGENCY: ['PHONE', 'ADDRESS', 'HEALTH_NOTES'],
  IDENTITY_CHECK: ['IDENTITY_NUMBER', 'PHONE'],
  CORRECTION: ['PHONE', 'ADDRESS', 'IDENTITY_NUMBER', 'HEALTH_NOTES'],
  EXPORT: ['PHONE', 'ADDRESS', 'IDENTITY_NUMBER', 'HEALTH_NOTES'],
};

@ObjectType({
  description: 'Personal data in clear, as far as it was asked for. Showing it was noted.',
  simpleResolvers: true,
})
export class PersonalData {
  @Field(() => String, { nullable: true, description: 'Telephone number with its country, such as +8613800000000.' })
  phone?: string | null;

  @Field(() => String, { nullable: true, description: 'Home address.' })
  address?: string | null;

  @Field(() => String, { nullable: true, description: 'Number of the identity card.' })
  identityNumber?: string | null;

  @Field(() => String, { nullable: true, description: 'What helpers must know about health.' })
  healthNotes?: string | null;
}

/** That somebody was shown personal data in clear. */
@ObjectType({
  implements: Node,
  description: 'That somebody was shown personal data in clear: who, which, what for and why.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'disclosure' })
@Entity({
  tableName: 'disclosure',
  comment: 'That somebody was shown personal data in clear: who, whose, which, what for and why. Append-only.',
})
export class Disclosure extends FoundationOwned {
  @Property({ type: 'uuid' })
  communityId!: string;

  @Field(() => ID, { simple: false, description: 'Whose data it was.' })
  @ManyToOne(() => Person, { mapToPk: true, fieldName: 'person_id' })
  personId!: string;

  @Property({ type: 'uuid' })
  accountId!: string;

  @Field(() => String, { description: 'Name of whoever was shown it.' })
  @Property({ type: 'text' })
  accountName!: string;

  @Property({ type: 'text', nullable: true })
  appId?: string | null;

  @Field(() => DisclosurePurpose, { description: 'What for.' })
  @Property({ type: 'text' })
  purpose!: DisclosurePurpose;

  @Field(() => [PersonalField], { description: 'Which fields were shown.' })
  @Property({ type: 'text[]' })
  fields!: PersonalField[];

  @Field(() => String, { description: 'Why, in their own words.' })
  @Property({ type: 'text' })
  reason!: string;

  @Field(() => DateTime, { description: 'When.' })
  @Property({ type: Instant })
  disclosedAt!: string;
}

export const DisclosureConnection = connectionOf(() => Disclosure, 'Disclosure');
