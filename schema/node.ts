import { PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, ID, InterfaceType, ObjectType } from 'type-graphql';
import { newId } from './ids.ts';

/** Anything that has a global id and can be fetched again by `node(id:)`. */
@InterfaceType({ description: 'Anything that has a global id and can be fetched again by `node(id:)`.' })
export abstract class Node {
  @Field(() => ID, {
    description: 'Global id: a type prefix and a UUID. Opaque: store it, send it back, do not parse it.',
  })
  @PrimaryKey({ type: 'uuid' })
  id: string = newId();
}

/** A row that belongs to one foundation. The database refuses every other foundation; see design, tenancy. */
@ObjectType({ simpleResolvers: true })
export abstract class FoundationOwned extends Node {
  @Property({ type: 'uuid' })
  foundationId!: string;
}
