import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Instant } from '../columns.ts';
import { connectionOf } from '../connection.ts';
import { FoundationOwned, Node } from '../node.ts';
import { DateTime } from '../scalars.ts';
import { Scope } from './scope.ts';

export const AppKind = { BROWSER: 'BROWSER', NATIVE: 'NATIVE', SERVER: 'SERVER' } as const;
export type AppKind = (typeof AppKind)[keyof typeof AppKind];

registerEnumType(AppKind, {
  name: 'AppKind',
  description: 'Environment that an app runs in, which determines its sign-in flow.',
  valuesConfig: {
    BROWSER: {
      description: 'Browser app without a secret. People sign in by authorization code with PKCE.',
    },
    NATIVE: {
      description:
        'Phone or desktop app without a secret. It signs in as BROWSER does, with a redirect scheme of its own.',
    },
    SERVER: {
      description:
        'Server app that keeps a secret. It uses client credentials for itself and authorization code for people.',
    },
  },
});

/**
 * Client through which people or partners reach the platform. Its kind determines the sign-in flow;
 * its scopes are the upper limit of its access.
 */
@ObjectType({
  implements: Node,
  description:
    'App through which people or a partner reach the platform, registered by a foundation.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'app' })
@Entity({
  tableName: 'app',
  comment: 'App through which people or a partner reach the platform, registered by a foundation.',
})
export class App extends FoundationOwned {
  @Field(() => String, { description: 'Value of `client_id` to send at sign-in.' })
  @Property({ type: 'text' })
  clientId!: string;

  @Field(() => String, { description: 'Name that people read when they sign in.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => AppKind, { description: 'Environment that the app runs in.' })
  @Property({ type: 'text' })
  kind!: AppKind;

  @Field(() => [Scope], {
    description: 'Scopes that the app may request.',
  })
  @Property({ type: 'array' })
  scopes!: Scope[];

  @Field(() => [String], {
    description: 'Redirect addresses after sign-in, compared character by character.',
  })
  @Property({ type: 'array' })
  redirectUris!: string[];

  @Field(() => [String], { description: 'Web origins whose pages may call the API.' })
  @Property({ type: 'array' })
  origins!: string[];

  @Field(() => Boolean, {
    description: "Whether other foundations that know the app's id may admit it too.",
  })
  @Property({ type: 'boolean', default: false })
  isOffered: boolean = false;

  @Field(() => Boolean, {
    description:
      'Whether the app is in use. False after its retirement, when nobody can sign in with it.',
  })
  @Property({ type: 'boolean', default: true })
  isActive: boolean = true;

  @Field(() => DateTime, { description: 'Time of registration.' })
  @Property({ type: Instant })
  registeredAt!: string;

  @Field(() => Int, { description: 'Version, raised with every change.' })
  @Property({ type: 'integer', version: true })
  version!: number;
}

export const AppConnection = connectionOf(() => App, 'App');

/**
 * Consent of a foundation that an app may access its data, and the scopes of that access. It is
 * ended, never deleted, so that past access can be reconstructed.
 */
@ObjectType({
  implements: Node,
  description: 'Consent of a foundation that an app may access its data within given scopes.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'consent' })
@Entity({
  tableName: 'app_consent',
  comment: 'Consent of a foundation that an app may access its data within given scopes.',
})
export class AppConsent extends FoundationOwned {
  @Property({ type: 'uuid' })
  appId!: string;

  @Field(() => String, { description: 'Value of `client_id` of the app.' })
  @Property({ type: 'text' })
  clientId!: string;

  @Field(() => String, { description: 'Name of the app at the time of the consent.' })
  @Property({ type: 'text' })
  appName!: string;

  @Field(() => [Scope], {
    description: "Scopes granted in this foundation; never more than the app's registered scopes.",
  })
  @Property({ type: 'array' })
  scopes!: Scope[];

  @Field(() => DateTime, { description: 'Start of the access.' })
  @Property({ type: Instant })
  grantedAt!: string;

  @Field(() => DateTime, {
    nullable: true,
    description: 'End of validity. Null while it is in force.',
  })
  @Property({ type: Instant, nullable: true })
  revokedAt?: string;
}

export const AppConsentConnection = connectionOf(() => AppConsent, 'AppConsent');
