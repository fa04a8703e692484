import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, ObjectType } from 'type-graphql';
import { Instant } from '../columns.ts';
import { connectionOf } from '../connection.ts';
import { FoundationOwned, Node } from '../node.ts';
import { DateTime } from '../scalars.ts';
import { Scope } from './scope.ts';

/**
 * A key for scripts. It acts as the account that created it, within its scopes, until it expires.
 */
@ObjectType({
  implements: Node,
  description: 'Key for scripts, which act as the account that created it, within its scopes.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'apikey' })
@Entity({
  tableName: 'api_key',
  comment:
    'Key for scripts, which act as the account that created it, within its scopes. Only a hash is stored.',
})
export class ApiKey extends FoundationOwned {
  @Property({ type: 'uuid' })
  accountId!: string;

  @Field(() => String, { description: "Purpose of the key, in the creator's words." })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => String, {
    description:
      'First characters of the key after `linli_`, enough to identify it but not to use it.',
  })
  @Property({ type: 'text' })
  prefix!: string;

  @Property({ type: 'blob' })
  secretHash!: Buffer;

  @Field(() => [Scope], { description: 'Scopes that the key is limited to.' })
  @Property({ type: 'array' })
  scopes!: Scope[];

  @Field(() => DateTime, { description: 'Time of creation.' })
  @Property({ type: Instant })
  createdAt!: string;

  @Field(() => DateTime, { description: 'Time of expiry.' })
  @Property({ type: Instant })
  expiresAt!: string;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Time of the last use, to the minute. Null when the key was never used.',
  })
  @Property({ type: Instant, nullable: true })
  lastUsedAt?: string;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Time of revocation. Null while the key is valid.',
  })
  @Property({ type: Instant, nullable: true })
  revokedAt?: string;
}

export const ApiKeyConnection = connectionOf(() => ApiKey, 'ApiKey');
