import { IsOptional } from 'class-validator';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ChangeInput } from '../change-input.ts';
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

@InputType({ description: 'A role for an account. The role says which of community, team and person are needed.' })
export class GrantRoleInput extends ChangeInput {
  @Field(() => Role, { description: 'The role.' })
  role!: Role;

  @Field(() => ID, {
    nullable: true,
    description: 'Account, if it has a role in the foundation already. Otherwise name and phone.',
  })
  @IsOptional()
  accountId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Name of whoever gets it, when the account is not known here yet.',
  })
  @IsOptional()
  @Text({ lengthMax: nameLengthMax })
  holderName?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Phone that they sign in with, when the account is not known here yet.',
  })
  @IsOptional()
  @Text({ lengthMax: phoneLengthMax })
  holderPhone?: string | null;

  @Field(() => ID, { nullable: true, description: 'Community, for a dispatcher.' })
  @IsOptional()
  communityId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Team, for a team leader.' })
  @IsOptional()
  teamId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Person that the account is, for a volunteer or an elder.' })
  @IsOptional()
  personId?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'From when it counts, at most a day back. Now when left out.' })
  @IsOptional()
  validFrom?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Until when it counts. Until it is revoked when left out.' })
  @IsOptional()
  validTo?: string | null;
}

@InputType({ description: 'A role is taken back at once; what the account has open is closed.' })
export class RevokeRoleInput extends ChangeInput {
  @Field(() => ID, { description: 'The grant.' })
  grantId!: string;

  @Field(() => String, { description: 'Why, in words; at most 2,000 characters.' })
  @Text({ lengthMax: noteLengthMax })
  reason!: string;
}

@InputType({ description: 'A volunteer becomes a member of a team.' })
export class JoinTeamInput extends ChangeInput {
  @Field(() => ID, { description: 'The team.' })
  teamId!: string;

  @Field(() => ID, { description: 'The volunteer.' })
  volunteerId!: string;
}

@InputType({ description: 'A volunteer is no longer a member of a team.' })
export class LeaveTeamInput extends ChangeInput {
  @Field(() => ID, { description: 'The team.' })
  teamId!: string;

  @Field(() => ID, { description: 'The volunteer.' })
  volunteerId!: string;

  @Field(() => String, { nullable: true, description: 'Why, in words; at most 2,000 characters.' })
  @IsOptional()
  @Text({ lengthMax: noteLengthMax })
  reason?: string | null;
}

@InputType({ description: 'Somebody may act for a person from now on.' })
export class RecordMandateInput extends ChangeInput {
  @Field(() => ID, { description: 'Person that is acted for.' })
  personId!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'Account, if it has a role in the foundation already. Otherwise name and phone.',
  })
  @IsOptional()
  accountId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Name of whoever gets it, when the account is not known here yet.',
  })
  @IsOptional()
  @Text({ lengthMax: nameLengthMax })
  holderName?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Phone that they sign in with, when the account is not known here yet.',
  })
  @IsOptional()
  @Text({ lengthMax: phoneLengthMax })
  holderPhone?: string | null;

  @Field(() => MandateBasis, { description: 'What it rests on.' })
  basis!: MandateBasis;

  @Field(() => String, { description: 'How the holder is related, for example daughter.' })
  @Text({ lengthMax: nameLengthMax })
  relationship!: string;

  @Field(() => String, { nullable: true, description: 'Where the evidence lies, for example the number of a paper.' })
  @IsOptional()
  @Text({ lengthMax: noteLengthMax })
  evidence?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'From when it counts, at most 30 years back. Now when left out.',
  })
  @IsOptional()
  validFrom?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Until when it counts. Until it is ended when left out.' })
  @IsOptional()
  validTo?: string | null;
}

@InputType({ description: 'Somebody may no longer act for a person.' })
export class EndMandateInput extends ChangeInput {
  @Field(() => ID, { description: 'The mandate.' })
  mandateId!: string;

  @Field(() => Int, { description: 'Version that you saw.' })
  expectedVersion!: number;

  @Field(() => String, { description: 'Why, in words; at most 2,000 characters.' })
  @Text({ lengthMax: noteLengthMax })
  reason!: string;
}

@InputType({ description: 'A volunteer is trained or certified for something.' })
export class RecordQualificationInput extends ChangeInput {
  @Field(() => ID, { description: 'The volunteer.' })
  volunteerId!: string;

  @Field(() => String, { description: 'What for, for example first aid.' })
  @Text({ lengthMax: nameLengthMax })
  name!: string;

  @Field(() => String, { description: 'Who issued it.' })
  @Text({ lengthMax: nameLengthMax })
  issuedBy!: string;

  @Field(() => DateTime, {
    nullable: true,
    description: 'From when it counts, at most 60 years back. Now when left out.',
  })
  @IsOptional()
  validFrom?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Until when it counts. For good when left out.' })
  @IsOptional()
  validTo?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether a qualification of a name and issuer that the volunteer has already is another one. Without it the answer is POSSIBLE_DUPLICATE with the id of the first.',
  })
  allowDuplicate: boolean = false;
}

@InputType({ description: 'A qualification no longer counts.' })
export class WithdrawQualificationInput extends ChangeInput {
  @Field(() => ID, { description: 'The qualification.' })
  qualificationId!: string;

  @Field(() => String, { description: 'Why, in words; at most 2,000 characters.' })
  @Text({ lengthMax: noteLengthMax })
  reason!: string;
}

@InputType({ description: 'A person agreed to something.' })
export class RecordConsentInput extends ChangeInput {
  @Field(() => ID, { description: 'The person.' })
  personId!: string;

  @Field(() => ConsentPurpose, { description: 'What they agreed to.' })
  purpose!: ConsentPurpose;

  @Field(() => String, { nullable: true, description: 'Where the evidence lies, for example the number of a paper.' })
  @IsOptional()
  @Text({ lengthMax: noteLengthMax })
  evidence?: string | null;
}

@InputType({ description: 'A person takes back what they agreed to.' })
export class WithdrawConsentInput extends ChangeInput {
  @Field(() => ID, { description: 'The consent.' })
  consentId!: string;
}

@ObjectType({ description: 'What became of a change to a role.', simpleResolvers: true })
export class RoleGrantPayload extends Payload {
  @Field(() => RoleGrant, { nullable: true, description: 'The grant. Null when the change was refused.' })
  grant?: RoleGrant | null;
}

@ObjectType({ description: 'What became of a change to a membership.', simpleResolvers: true })
export class MembershipPayload extends Payload {
  @Field(() => Volunteer, {
    nullable: true,
    description: 'The volunteer with their teams. Null when the change was refused.',
  })
  volunteer?: Volunteer | null;
}

@ObjectType({ description: 'What became of a change to a mandate.', simpleResolvers: true })
export class MandatePayload extends Payload {
  @Field(() => Mandate, { nullable: true, description: 'The mandate. Null when the change was refused.' })
  mandate?: Mandate | null;
}

@ObjectType({ description: 'What became of a change to a qualification.', simpleResolvers: true })
export class QualificationPayload extends Payload {
  @Field(() => Qualification, { nullable: true, description: 'The qualification. Null when the change was refused.' })
  qualification?: Qualification | null;
}

@ObjectType({ description: 'What became of a change to a consent.', simpleResolvers: true })
export class ConsentPayload extends Payload {
  @Field(() => Consent, { nullable: true, description: 'The consent. Null when the change was refused.' })
  consent?: Consent | null;
}
