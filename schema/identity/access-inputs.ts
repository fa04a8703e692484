import { ArrayMaxSize, ArrayMinSize, ArrayUnique, Max, Min } from 'class-validator';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { ActingInput } from '../acting-for.ts';
import { ChangeInput, KeyedInput, RequiredKey } from '../change-input.ts';
import { Payload } from '../errors.ts';
import { Text } from '../text.ts';
import { Account } from './account.ts';
import { ApiKey } from './api-key.ts';
import { App, AppConsent, AppKind } from './app.ts';
import { AccountMatch, TrustedIssuer } from './trusted-issuer.ts';
import { Scope } from './scope.ts';

const nameLengthMax = 200;
const addressLengthMax = 500;
/** People have to read and accept these scopes, so the list stays short; fewer than this exist. */
const scopesMax = 50;
const addressesMax = 20;

@InputType({ description: 'Input for `registerApp`.' })
export class RegisterAppInput extends KeyedInput {
  @Field(() => String, {
    description: 'Name that people read when they sign in; at most 200 characters.',
  })
  @Text({ lengthMax: nameLengthMax })
  name!: string;

  @Field(() => AppKind, { description: 'Environment that the app runs in.' })
  kind!: AppKind;

  @Field(() => [Scope], {
    description: 'Scopes that the app may ever request. Request as few as possible.',
  })
  @ArrayMinSize(1)
  @ArrayMaxSize(scopesMax)
  @ArrayUnique()
  scopes!: Scope[];

  @Field(() => [String], {
    defaultValue: [],
    description:
      'Redirect addresses after sign-in: https, http on the local machine, or for NATIVE a scheme such as `org.example.app:/back`. A SERVER needs none.',
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
    description: "Whether other foundations that know the app's id may admit it too.",
  })
  isOffered: boolean = false;
}

@InputType({ description: 'Input that identifies an app.' })
class AppInput extends ChangeInput {
  @Field(() => ID, { description: 'Id of the app.' })
  appId!: string;
}

@InputType({ description: 'Input for `rotateAppSecret`.' })
export class RotateAppSecretInput extends AppInput {
  @RequiredKey()
  override idempotencyKey!: string;
}

@InputType({ description: 'Input for `retireApp`.' })
export class RetireAppInput extends AppInput {}

@InputType({ description: 'Input for `grantApp`.' })
export class GrantAppInput extends AppInput {
  @RequiredKey()
  override idempotencyKey!: string;

  @Field(() => [Scope], {
    description: "Scopes granted in this foundation; at most the app's registered scopes.",
  })
  @ArrayMinSize(1)
  @ArrayMaxSize(scopesMax)
  @ArrayUnique()
  scopes!: Scope[];
}

@InputType({ description: 'Input for `revokeApp`.' })
export class RevokeAppInput extends AppInput {}

@InputType({ description: 'Input for `createApiKey`.' })
export class CreateApiKeyInput extends KeyedInput {
  @Field(() => String, { description: 'Purpose of the key; at most 200 characters.' })
  @Text({ lengthMax: nameLengthMax })
  name!: string;

  @Field(() => [Scope], {
    description: "Scopes that the key is limited to, out of the caller's own scopes.",
  })
  @ArrayMinSize(1)
  @ArrayMaxSize(scopesMax)
  @ArrayUnique()
  scopes!: Scope[];

  @Field(() => Int, { defaultValue: 90, description: 'Days until the key expires, 1 to 366.' })
  @Min(1)
  @Max(366)
  daysValid: number = 90;
}

@InputType({ description: 'Input for `revokeApiKey`.' })
export class RevokeApiKeyInput extends ChangeInput {
  @Field(() => ID, { description: 'Key to revoke.' })
  apiKeyId!: string;
}

@InputType({ description: 'Input for `trustIssuer`.' })
export class TrustIssuerInput extends KeyedInput {
  @Field(() => String, {
    description: 'Name of the organisation behind the issuer; at most 200 characters.',
  })
  @Text({ lengthMax: nameLengthMax })
  name!: string;

  @Field(() => String, { description: 'Exact `iss` value of its tokens.' })
  @Text({ lengthMax: addressLengthMax })
  issuer!: string;

  @Field(() => String, { description: 'Address of its public keys (JWK Set), by https.' })
  @Text({ lengthMax: addressLengthMax })
  jwksUri!: string;

  @Field(() => String, {
    description: 'Value of `aud` in tokens issued for this platform; at most 200 characters.',
  })
  @Text({ lengthMax: nameLengthMax })
  audience!: string;

  @Field(() => String, { defaultValue: 'sub', description: 'Claim that identifies the person.' })
  @Text({ lengthMax: 100 })
  accountClaim: string = 'sub';

  @Field(() => AccountMatch, {
    defaultValue: AccountMatch.LINK,
    description: 'Rule that maps the claim to an account.',
  })
  matchesBy: AccountMatch = AccountMatch.LINK;

  @Field(() => [Scope], { description: 'Scopes that its tokens are limited to.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(scopesMax)
  @ArrayUnique()
  scopes!: Scope[];
}

@InputType({ description: 'Input for `untrustIssuer`.' })
export class UntrustIssuerInput extends ChangeInput {
  @Field(() => ID, { description: 'Id of the issuer.' })
  issuerId!: string;
}

@InputType({ description: 'Input for `linkAccount`.' })
export class LinkAccountInput extends KeyedInput {
  @Field(() => ID, { description: 'Id of the issuer.' })
  issuerId!: string;

  @Field(() => String, {
    description: 'Value of the claim for this person; at most 300 characters.',
  })
  @Text({ lengthMax: 300 })
  subject!: string;

  @Field(() => ID, {
    description: 'Account to link, which must have a role in this foundation.',
  })
  accountId!: string;
}

@InputType({ description: 'Input for `setPassword`.' })
export class SetPasswordInput extends ActingInput {
  @Field(() => String, {
    nullable: true,
    description: 'Current password. Omit it when none is set.',
  })
  @Text({ lengthMax: 200, mayBeBlank: true })
  currentPassword?: string | null;

  @Field(() => String, {
    description:
      'New password of 10 to 200 characters, neither common nor a simple pattern. A few words in a row make a good one.',
  })
  @Text({ lengthMax: 200 })
  newPassword!: string;
}

@ObjectType({ description: 'Result of a change to an app.', simpleResolvers: true })
export class AppPayload extends Payload {
  @Field(() => App, { nullable: true, description: 'The app. Null when the mutation was refused.' })
  app?: App | null;
}

@ObjectType({ description: "Result of a change to an app's secret.", simpleResolvers: true })
export class AppSecretPayload extends Payload {
  @Field(() => App, { nullable: true, description: 'The app. Null when the mutation was refused.' })
  app?: App | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Secret of a SERVER app; store it safely. It is shown by the call that makes it, and by its repeats under the same `idempotencyKey` within 7 days, unless it was replaced. Null for the other kinds.',
  })
  clientSecret?: string | null;
}

@ObjectType({ description: "Result of a change to an app's consent.", simpleResolvers: true })
export class AppConsentPayload extends Payload {
  @Field(() => AppConsent, {
    nullable: true,
    description: 'The consent. Null when the mutation was refused.',
  })
  consent?: AppConsent | null;
}

@ObjectType({ description: 'Result of a change to an API key.', simpleResolvers: true })
export class ApiKeyPayload extends Payload {
  @Field(() => ApiKey, {
    nullable: true,
    description: 'Key without its secret. Null when the mutation was refused.',
  })
  apiKey?: ApiKey | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Complete key to send as bearer token; store it safely. It is shown by the call that creates it, and by its repeats under the same `idempotencyKey` within 7 days, unless it was revoked. Null in other answers.',
  })
  key?: string | null;
}

@ObjectType({ description: 'Result of a change to a trusted issuer.', simpleResolvers: true })
export class TrustedIssuerPayload extends Payload {
  @Field(() => TrustedIssuer, {
    nullable: true,
    description: 'The issuer. Null when the mutation was refused.',
  })
  issuer?: TrustedIssuer | null;
}

@ObjectType({ description: 'Result of `setPassword`.', simpleResolvers: true })
export class PasswordPayload extends Payload {
  @Field(() => Account, {
    nullable: true,
    description: "The caller's account. Null when the mutation was refused.",
  })
  account?: Account | null;
}
