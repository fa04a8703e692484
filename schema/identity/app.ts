import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Instant } from '../columns.ts';
import { connectionOf } from '../connection.ts';
import { FoundationOwned, Node } from '../node.ts';
import { DateTime } from '../scalars.ts';

export const AppKind = { BROWSER: 'BROWSER', NATIVE: 'NATIVE', SERVER: 'SERVER' } as const;
export type AppKind = (typeof AppKind)[keyof typeof AppKind];

registerEnumType(AppKind, {
  name: 'AppKind',
  description: 'Where an app runs, which decides how it signs in.',
  valuesConfig: {
    BROWSER: { description: 'In a browser, without a secret: people sign in by authorization code with PKCE.' },
    NATIVE: { description: 'On a phone or desktop, without a secret: as BROWSER, with a redirect of its own scheme.' },
    SERVER: {
      description:
        'On a server that keeps a secret: by itself with client credentials, for people by authorization code.',
    },
  },
});

/** What people or partners reach the platform with. Its kind decides how it signs in, its scopes how far it can ever reach. */
@ObjectType({
  implements: Node,
  description: 'An app that people or a partner reach the platform with, registered by a foundation.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'app' })
@Entity({
  tableName: 'app',
  comment: 'An app that people or a partner reach the platform with, registered by a foundation.',
})
export class App extends FoundationOwned {
  @Field(() => String, { description: 'The `client_id` to send when signing in.' })
  @Property({ type: 'text' })
  clientId!: string;

  @Field(() => String, { description: 'Name that people read when they sign in.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => AppKind, { description: 'Where it runs.' })
  @Property({ type: 'text' })
  kind!: AppKind;

  @Field(() => [String], { description: 'Scopes that it may ask for, such as `requests:read`.' })
  @Property({ type: 'array' })
  scopes!: string[];

  @Field(() => [String], { description: 'Where a sign-in may lead back to; compared character by character.' })
  @Property({ type: 'array' })
  redirectUris!: string[];

  @Field(() => [String], { description: 'Web origins whose pages may call the API.' })
  @Property({ type: 'array' })
  origins!: string[];

  @Field(() => Boolean, {
    description: 'Whether other foundations may let it in too, if they are told its id.',
  })
  @Property({ type: 'boolean', default: false })
  isOffered: boolean = false;

  @Field(() => Boolean, { description: 'False when it was retired; nobody can sign in with it any more.' })
  @Property({ type: 'boolean', default: true })
  isActive: boolean = true;

  @Field(() => DateTime, { description: 'When it was registered.' })
  @Property({ type: Instant })
  registeredAt!: string;

  @Field(() => Int, { description: 'Raised with every change.' })
  @Property({ type: 'integer', version: true })
  version!: number;
}

export const AppConnection = connectionOf(() => App, 'App');

/** A foundation's word that an app may work on its data, and how far. Ended, never deleted: it says who could see what, when. */
@ObjectType({
  implements: Node,
  description: 'That a foundation lets an app work on its data, and how far.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'consent' })
@Entity({ tableName: 'app_consent', comment: 'That a foundation lets an app work on its data, and how far.' })
export class AppConsent extends FoundationOwned {
  @Property({ type: 'uuid' })
  appId!: string;

  @Field(() => String, { description: 'The `client_id` of the app.' })
  @Property({ type: 'text' })
  clientId!: string;

  @Field(() => String, { description: 'Name of the app when it was let in.' })
  @Property({ type: 'text' })
  appName!: string;

  @Field(() => [String], { description: 'Scopes that it has here; never more than it is registered with.' })
  @Property({ type: 'array' })
  scopes!: string[];

  @Field(() => DateTime, { description: 'From when it is let in.' })
  @Property({ type: Instant })
  grantedAt!: string;

  @Field(() => DateTime, { nullable: true, description: 'When that ended. Null while it holds.' })
  @Property({ type: Instant, nullable: true })
  revokedAt?: string;
}

export const AppConsentConnection = connectionOf(() => AppConsent, 'AppConsent');
