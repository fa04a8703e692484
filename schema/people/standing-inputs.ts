import { IsOptional } from 'class-validator';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ChangeInput, KeyedInput } from '../change-input.ts';
import { Payload } from '../errors.ts';
import { Role, RoleGrant } from '../identity/role-grant.ts';
import { DateTime } from '../scalars.ts';
import { Text } from '../text.ts';
import { Consent, ConsentPurpose } from './consent.ts';
import { Mandate, MandateBasis } from './mandate.ts';
import { Qualification } from './qualification.ts';
import { Volunteer } from './volunteer.ts';

const nameLengthMax = 200;
const noteLengthMax = 2_000;
const phoneLengthMax = 40;

@InputType({
  description:
    'Input for `grantRole`. The role determines which of community, team and person are required.',
})
export class GrantRoleInput extends KeyedInput {
  @Field(() => Role, { description: 'Role of the account.' })
  role!: Role;

  @Field(() => ID, {
    nullable: true,
    description:
      'Account that already has a role in the foundation. Otherwise give name and phone.',
  })
  @IsOptional()
  accountId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Name of the holder, when the account is not known in the foundation yet.',
  })
  @IsOptional()
  @Text({ lengthMax: nameLengthMax })
  holderName?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Telephone number that the holder signs in with, when the account is not known in the foundation yet.',
  })
  @IsOptional()
  @Text({ lengthMax: phoneLengthMax })
  holderPhone?: string | null;

  @Field(() => ID, { nullable: true, description: 'Community that a dispatcher serves.' })
  @IsOptional()
  communityId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Team that a team leader leads.' })
  @IsOptional()
  teamId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Person that the account of a volunteer or an elder belongs to.',
  })
  @IsOptional()
  personId?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Start of validity, at most one day in the past. Now when omitted.',
  })
  @IsOptional()
  validFrom?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'End of validity. The grant lasts until it is revoked when omitted.',
  })
  @IsOptional()
  validTo?: string | null;
}

@InputType({ description: 'Input for `revokeRole`.' })
export class RevokeRoleInput extends ChangeInput {
  @Field(() => ID, { description: 'Id of the grant.' })
  grantId!: string;

  @Field(() => String, { description: 'Reason in words; at most 2,000 characters.' })
  @Text({ lengthMax: noteLengthMax })
  reason!: string;
}

@InputType({ description: 'Input for `joinTeam`.' })
export class JoinTeamInput extends KeyedInput {
  @Field(() => ID, { description: 'Id of the team.' })
  teamId!: string;

  @Field(() => ID, { description: 'Id of the volunteer.' })
  volunteerId!: string;
}

@InputType({ description: 'Input for `leaveTeam`.' })
export class LeaveTeamInput extends ChangeInput {
  @Field(() => ID, { description: 'Id of the team.' })
  teamId!: string;

  @Field(() => ID, { description: 'Id of the volunteer.' })
  volunteerId!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Reason in words; at most 2,000 characters.',
  })
  @IsOptional()
  @Text({ lengthMax: noteLengthMax })
  reason?: string | null;
}

@InputType({ description: 'Input for `recordMandate`.' })
export class RecordMandateInput extends KeyedInput {
  @Field(() => ID, { description: 'Person to be represented.' })
  personId!: string;

  @Field(() => ID, {
    nullable: true,
    description:
      'Account that already has a role in the foundation. Otherwise give name and phone.',
  })
  @IsOptional()
  accountId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Name of the holder, when the account is not known in the foundation yet.',
  })
  @IsOptional()
  @Text({ lengthMax: nameLengthMax })
  holderName?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Telephone number that the holder signs in with, when the account is not known in the foundation yet.',
  })
  @IsOptional()
  @Text({ lengthMax: phoneLengthMax })
  holderPhone?: string | null;

  @Field(() => MandateBasis, { description: 'Legal basis of the mandate.' })
  basis!: MandateBasis;

  @Field(() => String, {
    description: 'Relationship of the holder to the person, for example daughter.',
  })
  @Text({ lengthMax: nameLengthMax })
  relationship!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Place of the written evidence, for example the number of a document.',
  })
  @IsOptional()
  @Text({ lengthMax: noteLengthMax })
  evidence?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Start of validity, at most 30 years in the past. Now when omitted.',
  })
  @IsOptional()
  validFrom?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'End of validity. The mandate lasts until it is ended when omitted.',
  })
  @IsOptional()
  validTo?: string | null;
}

@InputType({ description: 'Input for `endMandate`.' })
export class EndMandateInput extends ChangeInput {
  @Field(() => ID, { description: 'Id of the mandate.' })
  mandateId!: string;

  @Field(() => Int, { description: 'Version of the mandate that the caller last read.' })
  expectedVersion!: number;

  @Field(() => String, { description: 'Reason in words; at most 2,000 characters.' })
  @Text({ lengthMax: noteLengthMax })
  reason!: string;
}

@InputType({ description: 'Input for `recordQualification`.' })
export class RecordQualificationInput extends KeyedInput {
  @Field(() => ID, { description: 'Id of the volunteer.' })
  volunteerId!: string;

  @Field(() => String, { description: 'Name of the qualification, for example first aid.' })
  @Text({ lengthMax: nameLengthMax })
  name!: string;

  @Field(() => String, { description: 'Issuer of the qualification.' })
  @Text({ lengthMax: nameLengthMax })
  issuedBy!: string;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Start of validity, at most 60 years in the past. Now when omitted.',
  })
  @IsOptional()
  validFrom?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'End of validity. The qualification never expires when omitted.',
  })
  @IsOptional()
  validTo?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether this is a different qualification although the volunteer already has one of that name and issuer. Without it the answer is POSSIBLE_DUPLICATE with the id of the first.',
  })
  allowDuplicate: boolean = false;
}

@InputType({ description: 'Input for `withdrawQualification`.' })
export class WithdrawQualificationInput extends ChangeInput {
  @Field(() => ID, { description: 'Id of the qualification.' })
  qualificationId!: string;

  @Field(() => String, { description: 'Reason in words; at most 2,000 characters.' })
  @Text({ lengthMax: noteLengthMax })
  reason!: string;
}

@InputType({ description: 'Input for `recordConsent`.' })
export class RecordConsentInput extends KeyedInput {
  @Field(() => ID, { description: 'Id of the person.' })
  personId!: string;

  @Field(() => ConsentPurpose, { description: 'Purpose that the person consented to.' })
  purpose!: ConsentPurpose;

  @Field(() => String, {
    nullable: true,
    description: 'Place of the written evidence, for example the number of a document.',
  })
  @IsOptional()
  @Text({ lengthMax: noteLengthMax })
  evidence?: string | null;
}

@InputType({ description: 'Input for `withdrawConsent`.' })
export class WithdrawConsentInput extends ChangeInput {
  @Field(() => ID, { description: 'Id of the consent.' })
  consentId!: string;
}

@ObjectType({ description: 'Result of a change to a role.', simpleResolvers: true })
export class RoleGrantPayload extends Payload {
  @Field(() => RoleGrant, {
    nullable: true,
    description: 'The grant. Null when the change was refused.',
  })
  grant?: RoleGrant | null;
}

@ObjectType({ description: 'Result of a change to a membership.', simpleResolvers: true })
export class MembershipPayload extends Payload {
  @Field(() => Volunteer, {
    nullable: true,
    description: 'The volunteer with their teams. Null when the change was refused.',
  })
  volunteer?: Volunteer | null;
}

@ObjectType({ description: 'Result of a change to a mandate.', simpleResolvers: true })
export class MandatePayload extends Payload {
  @Field(() => Mandate, {
    nullable: true,
    description: 'The mandate. Null when the change was refused.',
  })
  mandate?: Mandate | null;
}

@ObjectType({ description: 'Result of a change to a qualification.', simpleResolvers: true })
export class QualificationPayload extends Payload {
  @Field(() => Qualification, {
    nullable: true,
    description: 'The qualification. Null when the change was refused.',
  })
  qualification?: Qualification | null;
}

@ObjectType({ description: 'Result of a change to a consent.', simpleResolvers: true })
export class ConsentPayload extends Payload {
  @Field(() => Consent, {
    nullable: true,
    description: 'The consent. Null when the change was refused.',
  })
  consent?: Consent | null;
}
