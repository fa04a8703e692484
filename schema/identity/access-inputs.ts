import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsOptional, Max, Min } from 'class-validator';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ActingInput } from '../acting-for.ts';
import { Payload } from '../errors.ts';
import { Text } from '../text.ts';
import { Account } from './account.ts';
import { ApiKey } from './api-key.ts';
import { App, AppConsent, AppKind } from './app.ts';
import { AccountMatch, TrustedIssuer } from './trusted-issuer.ts';

const nameLengthMax = 200;
const addressLengthMax = 500;
/** More would not be read by whoever has to agree to them, and there are fewer. */
const scopesMax = 50;
const addressesMax = 20;

@InputType({ description: 'An app that your foundation answers for.' })
export class RegisterAppInput extends ActingInput {
  @Field(() => String, { description: 'Name that people read when they sign in; at most 200 characters.' })
  @Text({ lengthMax: nameLengthMax })
  name!: string;

  @Field(() => AppKind, { description: 'Where it runs.' })
  kind!: AppKind;

  @Field(() => [String], { description: 'Scopes that it may ever ask for, such as `requests:read`. Ask for few.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(scopesMax)
  @ArrayUnique()
  scopes!: string[];

  @Field(() => [String], {
    defaultValue: [],
    description:
      'Where a sign-in may lead back to: https, http on this machine, or for NATIVE a scheme such as `org.example.app:/back`. A SERVER needs none.',
  })
  @ArrayMaxSize(addressesMax)
  @ArrayUnique()
  redirectUris!: string[];

  @Field(() => [String], {
    defaultValue: [],
    description: 'Web origins whose pages call the API, for example `https://app.example.org`.',
  })
  @ArrayMaxSize(addressesMax)
  @ArrayUnique()
  origins!: string[];

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether other foundations that you tell its id may let it in too.',
  })
  isOffered: boolean = false;
}

@InputType({ description: 'Which app is meant.' })
class AppInput extends ActingInput {
  @Field(() => ID, { description: 'The app.' })
  appId!: string;
}

@InputType({ description: 'A new secret for an app that runs on a server; the old one ends at once.' })
export class RotateAppSecretInput extends AppInput {}

@InputType({ description: 'An app that nobody may use any more, in any foundation.' })
export class RetireAppInput extends AppInput {}

@InputType({ description: 'An app that your foundation lets in.' })
export class GrantAppInput extends AppInput {
  @Field(() => [String], { description: 'Scopes that it gets here; at most those that it is registered with.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(scopesMax)
  @ArrayUnique()
  scopes!: string[];
}

@InputType({ description: 'An app that your foundation lets in no longer.' })
export class RevokeAppInput extends AppInput {}

@InputType({ description: 'A key for your own scripts.' })
export class CreateApiKeyInput extends ActingInput {
  @Field(() => String, { description: 'What it is for; at most 200 characters.' })
  @Text({ lengthMax: nameLengthMax })
  name!: string;

  @Field(() => [String], { description: 'Scopes that it is limited to, of those that you have yourself.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(scopesMax)
  @ArrayUnique()
  scopes!: string[];

  @Field(() => Int, { defaultValue: 90, description: 'Days until it stops working, from 1 to 366.' })
  @Min(1)
  @Max(366)
  daysValid: number = 90;
}

@InputType({ description: 'A key that works no longer.' })
export class RevokeApiKeyInput extends ActingInput {
  @Field(() => ID, { description: 'The key.' })
  apiKeyId!: string;
}

@InputType({ description: "Somebody else's OpenID provider whose tokens are to count here." })
export class TrustIssuerInput extends ActingInput {
  @Field(() => String, { description: 'Name of the organisation behind it; at most 200 characters.' })
  @Text({ lengthMax: nameLengthMax })
  name!: string;

  @Field(() => String, { description: 'The `iss` of its tokens, exactly.' })
  @Text({ lengthMax: addressLengthMax })
  issuer!: string;

  @Field(() => String, { description: 'Where its public keys are, by https.' })
  @Text({ lengthMax: addressLengthMax })
  jwksUri!: string;

  @Field(() => String, { description: 'The `aud` that tokens for us carry; at most 200 characters.' })
  @Text({ lengthMax: nameLengthMax })
  audience!: string;

  @Field(() => String, { defaultValue: 'sub', description: 'Claim that names the person.' })
  @Text({ lengthMax: 100 })
  accountClaim: string = 'sub';

  @Field(() => AccountMatch, { defaultValue: AccountMatch.LINK, description: 'How that name leads to an account.' })
  matchesBy: AccountMatch = AccountMatch.LINK;

  @Field(() => [String], { description: 'Scopes that its tokens are limited to.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(scopesMax)
  @ArrayUnique()
  scopes!: string[];
}

@InputType({ description: 'An issuer whose tokens count no longer.' })
export class UntrustIssuerInput extends ActingInput {
  @Field(() => ID, { description: 'The issuer.' })
  issuerId!: string;
}

@InputType({ description: 'Which account an issuer means by a name of its own.' })
export class LinkAccountInput extends ActingInput {
  @Field(() => ID, { description: 'The issuer.' })
  issuerId!: string;

  @Field(() => String, { description: 'What stands in its claim for this person; at most 300 characters.' })
  @Text({ lengthMax: 300 })
  subject!: string;

  @Field(() => ID, { nullable: true, description: 'The account; it must have a role here. Null undoes the link.' })
  @IsOptional()
  accountId?: string | null;
}

@InputType({ description: 'A password to sign in with, beside codes by text message.' })
export class SetPasswordInput extends ActingInput {
  @Field(() => String, {
    nullable: true,
    description: 'The password that counts so far. Leave it out when there is none yet.',
  })
  @Text({ lengthMax: 200, mayBeBlank: true })
  currentPassword?: string | null;

  @Field(() => String, {
    description: 'The new one: 10 to 200 characters, no pattern and no common password; a few words in a row are good.',
  })
  @Text({ lengthMax: 200 })
  newPassword!: string;
}

@ObjectType({ description: 'What became of an app.', simpleResolvers: true })
export class AppPayload extends Payload {
  @Field(() => App, { nullable: true, description: 'The app. Null when it was refused.' })
  app?: App | null;
}

@ObjectType({ description: 'An app with its secret.', simpleResolvers: true })
export class AppSecretPayload extends Payload {
  @Field(() => App, { nullable: true, description: 'The app. Null when it was refused.' })
  app?: App | null;

  @Field(() => String, {
    nullable: true,
    description: 'The secret of a SERVER, told this once and never again: keep it. Null for the other kinds.',
  })
  clientSecret?: string | null;
}

@ObjectType({ description: 'What became of a consent.', simpleResolvers: true })
export class AppConsentPayload extends Payload {
  @Field(() => AppConsent, { nullable: true, description: 'The consent. Null when it was refused.' })
  consent?: AppConsent | null;
}

@ObjectType({ description: 'What became of an API key.', simpleResolvers: true })
export class ApiKeyPayload extends Payload {
  @Field(() => ApiKey, { nullable: true, description: 'The key, without its secret. Null when it was refused.' })
  apiKey?: ApiKey | null;

  @Field(() => String, {
    nullable: true,
    description: 'The whole key, to be sent as bearer token; told this once, when it is made, and never again.',
  })
  key?: string | null;
}

@ObjectType({ description: 'What became of a trusted issuer.', simpleResolvers: true })
export class TrustedIssuerPayload extends Payload {
  @Field(() => TrustedIssuer, { nullable: true, description: 'The issuer. Null when it was refused.' })
  issuer?: TrustedIssuer | null;
}

@ObjectType({ description: 'Whose way to sign in was changed.', simpleResolvers: true })
export class PasswordPayload extends Payload {
  @Field(() => Account, { nullable: true, description: 'Your account. Null when it was refused.' })
  account?: Account | null;
}
