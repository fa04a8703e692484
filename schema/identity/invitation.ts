import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { ChangeInput } from '../change-input.ts';
import { Payload } from '../errors.ts';
import { DateTime } from '../scalars.ts';
import { Role } from './role-grant.ts';

export const InvitationKind = { ROLE: 'ROLE', SIGN_IN: 'SIGN_IN' } as const;
export type InvitationKind = (typeof InvitationKind)[keyof typeof InvitationKind];

registerEnumType(InvitationKind, {
  name: 'InvitationKind',
  description: 'Kind of offer that an account holder is asked to accept.',
  valuesConfig: {
    ROLE: {
      description: 'Role in a foundation whose invitation the account has not accepted before.',
    },
    SIGN_IN: {
      description: 'Permission for a trusted issuer of the foundation to sign in as this account.',
    },
  },
});

@ObjectType({
  description:
    'Offer of a foundation to an account. It takes effect when the holder, signed in with the platform itself, accepts it.',
  simpleResolvers: true,
})
export class Invitation {
  @Field(() => ID, { description: 'Id of the role grant or of the link. Send it with the answer.' })
  invitationId!: string;

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
    description: 'Name of the issuer that would sign in as the caller. Null for a role.',
  })
  issuerName?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Name of the caller in the issuer's tokens. Null for a role, and when the issuer identifies the caller by telephone number.",
  })
  subject?: string | null;
}

@ObjectType({
  description:
    'Issuer that may sign in as the caller in one foundation, because the caller accepted it.',
  simpleResolvers: true,
})
export class LinkedIssuer {
  @Field(() => ID, { description: 'Id of the link.' })
  linkId!: string;

  @Field(() => ID, { description: 'Foundation that trusts the issuer.' })
  foundationId!: string;

  @Field(() => String, { description: 'Name of the foundation.' })
  foundationName!: string;

  @Field(() => String, { description: 'Name of the issuer.' })
  issuerName!: string;

  @Field(() => String, {
    nullable: true,
    description:
      "Name of the caller in the issuer's tokens. Null when the issuer identifies the caller by telephone number.",
  })
  subject?: string | null;

  @Field(() => DateTime, { description: 'Time of acceptance.' })
  acceptedAt!: string;
}

@InputType({ description: 'Input for `acceptInvitation` and `declineInvitation`.' })
export class AnswerInvitationInput extends ChangeInput {
  @Field(() => ID, { description: 'Id of the invitation, from `me.invitations`.' })
  invitationId!: string;
}

@InputType({ description: 'Input for `acceptInvitation`.' })
export class AcceptInvitationInput extends AnswerInvitationInput {}

@InputType({ description: 'Input for `declineInvitation`.' })
export class DeclineInvitationInput extends AnswerInvitationInput {}

@InputType({ description: 'Input for `endAccountLink`.' })
export class EndAccountLinkInput extends ChangeInput {
  @Field(() => ID, { description: 'Id of the link, from `me.linkedIssuers` or `linkedAccounts`.' })
  linkId!: string;
}

@ObjectType({
  description: 'Result of `acceptInvitation` or `declineInvitation`.',
  simpleResolvers: true,
})
export class InvitationPayload extends Payload {
  @Field(() => Invitation, {
    nullable: true,
    description: 'Invitation that was answered. Null when the mutation was refused.',
  })
  invitation?: Invitation | null;
}

@ObjectType({ description: 'Result of `endAccountLink`.', simpleResolvers: true })
export class AccountLinkPayload extends Payload {
  @Field(() => ID, {
    nullable: true,
    description: 'Id of the link that ended. Null when the mutation was refused.',
  })
  linkId?: string | null;
}
