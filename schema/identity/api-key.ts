import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, ObjectType } from 'type-graphql';
import { Instant } from '../columns.ts';
import { connectionOf } from '../connection.ts';
import { FoundationOwned, Node } from '../node.ts';
import { DateTime } from '../scalars.ts';

/** A key for scripts. It acts as the account that made it, within its scopes, until it expires. */
@ObjectType({
  implements: Node,
  description: 'A key for scripts, which act as the account that made it, within its scopes.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'apikey' })
@Entity({
  tableName: 'api_key',
  comment: 'A key for scripts, which act as the account that made it, within its scopes. Only a hash is kept.',
})
export class ApiKey extends FoundationOwned {
  @Property({ type: 'uuid' })
  accountId!: string;

  @Field(() => String, { description: 'What it is for, in your words.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => String, { description: 'How the key begins, after `linli_`; enough to find it, not to use it.' })
  @Property({ type: 'text' })
  prefix!: string;

  @Property({ type: 'blob' })
  secretHash!: Buffer;

  @Field(() => [String], { description: 'Scopes that it is limited to.' })
  @Property({ type: 'array' })
  scopes!: string[];

  @Field(() => DateTime, { description: 'When it was made.' })
  @Property({ type: Instant })
  createdAt!: string;

  @Field(() => DateTime, { description: 'When it stops working.' })
  @Property({ type: Instant })
  expiresAt!: string;

  @Field(() => DateTime, { nullable: true, description: 'When it was last used, to the minute. Null when never.' })
  @Property({ type: Instant, nullable: true })
  lastUsedAt?: string;

  @Field(() => DateTime, { nullable: true, description: 'When it was revoked. Null while it works.' })
  @Property({ type: Instant, nullable: true })
  revokedAt?: string;
}

export const ApiKeyConnection = connectionOf(() => ApiKey, 'ApiKey');
