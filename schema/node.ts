import { PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, ID, InterfaceType, ObjectType } from 'type-graphql';
import { newId } from './ids.ts';

/** Object with a global id that `node(id:)` can fetch again. */
@InterfaceType({ description: 'Object with a global id that `node(id:)` can fetch again.' })
export abstract class Node {
  @Field(() => ID, {
    description:
      'Global id: a type prefix and a UUID. Opaque: store it and send it back, but do not parse it.',
  })
  @PrimaryKey({ type: 'uuid' })
  id: string = newId();
}

/**
 * A row that belongs to one foundation. The database refuses access from every other foundation.
 */
@ObjectType({ simpleResolvers: true })
export abstract class FoundationOwned extends Node {
  @Property({ type: 'uuid' })
  foundationId!: string;
}
