import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, ObjectType, registerEnumType } from 'type-graphql';
import { Instant } from '../columns.ts';
import { connectionOf } from '../connection.ts';
import { FoundationOwned, Node } from '../node.ts';
import { DateTime } from '../scalars.ts';

export const AccountMatch = { LINK: 'LINK', PHONE: 'PHONE' } as const;
export type AccountMatch = (typeof AccountMatch)[keyof typeof AccountMatch];

registerEnumType(AccountMatch, {
  name: 'AccountMatch',
  description: "How the name in an issuer's token leads to an account.",
  valuesConfig: {
    LINK: { description: 'By a link that an administrator made with linkAccount.' },
    PHONE: { description: 'It is a phone number, which one signs in with here too.' },
  },
});

/** Somebody else's OpenID provider whose tokens count in one foundation, and in that one only. */
@ObjectType({
  implements: Node,
  description: "Somebody else's OpenID provider whose tokens this foundation accepts.",
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'issuer' })
@Entity({
  tableName: 'trusted_issuer',
  comment: "Somebody else's OpenID provider whose tokens a foundation accepts, and how they name our accounts.",
})
export class TrustedIssuer extends FoundationOwned {
  @Field(() => String, { description: 'Name of the organisation behind it.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => String, { description: 'The `iss` of its tokens.' })
  @Property({ type: 'text' })
  issuer!: string;

  @Field(() => String, { description: 'Where its public keys are (JWK Set).' })
  @Property({ type: 'text' })
  jwksUri!: string;

  @Field(() => String, { description: 'The `aud` that its tokens must carry.' })
  @Property({ type: 'text' })
  audience!: string;

  @Field(() => String, { description: 'Claim that names the person, for example `sub` or `phone_number`.' })
  @Property({ type: 'text' })
  accountClaim!: string;

  @Field(() => AccountMatch, { description: 'How that name leads to an account.' })
  @Property({ type: 'text' })
  matchesBy!: AccountMatch;

  @Field(() => [String], { description: 'Scopes that its tokens are limited to.' })
  @Property({ type: 'array' })
  scopes!: string[];

  @Field(() => DateTime, { description: 'From when it is trusted.' })
  @Property({ type: Instant })
  trustedAt!: string;

  @Field(() => DateTime, { nullable: true, description: 'When that ended. Null while it holds.' })
  @Property({ type: Instant, nullable: true })
  untrustedAt?: string;
}

export const TrustedIssuerConnection = connectionOf(() => TrustedIssuer, 'TrustedIssuer');
