import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { ActingInput } from '../acting-for.ts';
import { Payload } from '../errors.ts';
import { DateTime } from '../scalars.ts';
import { Role } from './role-grant.ts';

export const InvitationKind = { ROLE: 'ROLE', SIGN_IN: 'SIGN_IN' } as const;
export type InvitationKind = (typeof InvitationKind)[keyof typeof InvitationKind];

registerEnumType(InvitationKind, {
  name: 'InvitationKind',
  description: 'What the holder of an account is asked to accept.',
  valuesConfig: {
    ROLE: { description: 'A role in a foundation whose invitation the account has not accepted before.' },
    SIGN_IN: { description: 'That an issuer which the foundation trusts signs in as this account.' },
  },
});

@ObjectType({
  description:
    'An offer of a foundation to an account. It counts once the holder accepts it, signed in with the platform itself.',
  simpleResolvers: true,
})
export class Invitation {
  @Field(() => ID, { description: 'Id of the role grant or of the link; send it with the answer.' })
  id!: string;

  @Field(() => InvitationKind, { description: 'Kind of the offer.' })
  kind!: InvitationKind;

  @Field(() => ID, { description: 'Foundation that makes the offer.' })
  foundationId!: string;

  @Field(() => String, { description: 'Name of the foundation.' })
  foundationName!: string;

  @Field(() => Role, { nullable: true, description: 'Role that is offered. Null for a link.' })
  role?: Role | null;

  @Field(() => String, {
    nullable: true,
    description: 'Name of the issuer that is to sign in as you. Null for a role.',
  })
  issuerName?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What the issuer calls you. Null for a role, and where it names you by your telephone number.',
  })
  subject?: string | null;
}

@ObjectType({
  description: 'An issuer that signs in as you in one foundation, since you accepted it.',
  simpleResolvers: true,
})
export class LinkedIssuer {
  @Field(() => ID, { description: 'Id of the link.' })
  id!: string;

  @Field(() => ID, { description: 'Foundation that trusts the issuer.' })
  foundationId!: string;

  @Field(() => String, { description: 'Name of the foundation.' })
  foundationName!: string;

  @Field(() => String, { description: 'Name of the issuer.' })
  issuerName!: string;

  @Field(() => String, {
    nullable: true,
    description: 'What the issuer calls you. Null where it names you by your telephone number.',
  })
  subject?: string | null;

  @Field(() => DateTime, { description: 'When you accepted it.' })
  acceptedAt!: string;
}

@InputType({ description: 'Input for `acceptInvitation` and `declineInvitation`.' })
export class AnswerInvitationInput extends ActingInput {
  @Field(() => ID, { description: 'Id of the invitation, from `me.invitations`.' })
  invitationId!: string;
}

@InputType({ description: 'Input for `acceptInvitation`.' })
export class AcceptInvitationInput extends AnswerInvitationInput {}

@InputType({ description: 'Input for `declineInvitation`.' })
export class DeclineInvitationInput extends AnswerInvitationInput {}

@InputType({ description: 'Input for `endAccountLink`.' })
export class EndAccountLinkInput extends ActingInput {
  @Field(() => ID, { description: 'Id of the link, from `me.linkedIssuers` or `linkedAccounts`.' })
  linkId!: string;
}

@ObjectType({ description: 'Answer to `acceptInvitation` and `declineInvitation`.', simpleResolvers: true })
export class InvitationPayload extends Payload {
  @Field(() => Invitation, {
    nullable: true,
    description: 'The invitation that was answered. Null when it was refused.',
  })
  invitation?: Invitation | null;
}

@ObjectType({ description: 'Answer to `endAccountLink`.', simpleResolvers: true })
export class AccountLinkPayload extends Payload {
  @Field(() => ID, { nullable: true, description: 'Id of the link that ended. Null when it was refused.' })
  linkId?: string | null;
}
