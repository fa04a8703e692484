import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, ObjectType, registerEnumType } from 'type-graphql';
import { Instant } from '../columns.ts';
import { connectionOf } from '../connection.ts';
import { FoundationOwned, Node } from '../node.ts';
import { DateTime } from '../scalars.ts';
import { Scope } from './scope.ts';

export const AccountMatch = { LINK: 'LINK', PHONE: 'PHONE' } as const;
export type AccountMatch = (typeof AccountMatch)[keyof typeof AccountMatch];

registerEnumType(AccountMatch, {
  name: 'AccountMatch',
  description: "Rule that maps the name in an issuer's token to an account.",
  valuesConfig: {
    LINK: { description: 'By a link that an administrator created with `linkAccount`.' },
    PHONE: {
      description: 'By telephone number, which people also use to sign in to the platform.',
    },
  },
});

/** External OpenID provider whose tokens are accepted in one foundation only. */
@ObjectType({
  implements: Node,
  description: 'External OpenID provider whose tokens this foundation accepts.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'issuer' })
@Entity({
  tableName: 'trusted_issuer',
  comment:
    'External OpenID provider whose tokens a foundation accepts, and the rule that maps its names to accounts.',
})
export class TrustedIssuer extends FoundationOwned {
  @Field(() => String, { description: 'Name of the organisation behind the issuer.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => String, { description: 'Value of `iss` in its tokens.' })
  @Property({ type: 'text' })
  issuer!: string;

  @Field(() => String, { description: 'Address of its public keys (JWK Set).' })
  @Property({ type: 'text' })
  jwksUri!: string;

  @Field(() => String, { description: 'Value of `aud` that its tokens must carry.' })
  @Property({ type: 'text' })
  audience!: string;

  @Field(() => String, {
    description: 'Claim that identifies the person, for example `sub` or `phone_number`.',
  })
  @Property({ type: 'text' })
  accountClaim!: string;

  @Field(() => AccountMatch, { description: 'Rule that maps the claim to an account.' })
  @Property({ type: 'text' })
  matchesBy!: AccountMatch;

  @Field(() => [Scope], { description: 'Scopes that its tokens are limited to.' })
  @Property({ type: 'array' })
  scopes!: Scope[];

  @Field(() => DateTime, { description: 'Start of the trust.' })
  @Property({ type: Instant })
  trustedAt!: string;

  @Field(() => DateTime, {
    nullable: true,
    description: 'End of validity. Null while it is in force.',
  })
  @Property({ type: Instant, nullable: true })
  untrustedAt?: string;
}

export const TrustedIssuerConnection = connectionOf(() => TrustedIssuer, 'TrustedIssuer');
