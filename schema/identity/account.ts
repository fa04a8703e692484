import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, ObjectType } from 'type-graphql';
import { Node } from '../node.ts';

/**
 * A login, platform wide. Its role grants define its permissions; its identity inside a foundation
 * is a Person.
 */
@ObjectType({
  implements: Node,
  description: 'Login on the whole platform. Its role grants define its permissions.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'account' })
@Entity({ tableName: 'account', comment: 'Login on the whole platform.' })
export class Account extends Node {
  @Field(() => String, { description: 'Name to address the person by.' })
  @Property({ type: 'text' })
  displayName!: string;

  /** Short name for which a demo instance issues tokens, such as dispatcher@xinxian. */
  @Property({ type: 'text', nullable: true })
  persona?: string;

  /**
   * Raised with every change of the grants, so that cached permissions are recognised as outdated.
   */
  @Property({ type: 'integer', default: 1 })
  grantVersion: number = 1;

  @Property({ type: 'boolean', default: true })
  isActive: boolean = true;
}
