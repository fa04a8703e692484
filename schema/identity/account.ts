import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, ObjectType } from 'type-graphql';
import { Node } from '../node.ts';

/** A login, platform wide. What it may do stands in its role grants; who it is inside a foundation is a Person. */
@ObjectType({
  implements: Node,
  description: 'A login, platform wide. What it may do stands in its role grants.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'account' })
@Entity({ tableName: 'account', comment: 'A login, platform wide.' })
export class Account extends Node {
  @Field(() => String, { description: 'Name to greet the person by.' })
  @Property({ type: 'text' })
  displayName!: string;

  /** Short name that a demo instance issues tokens for, such as dispatcher@xinxian. */
  @Property({ type: 'text', nullable: true })
  persona?: string;

  /** Raised whenever grants change, so that cached permissions are seen to be old. */
  @Property({ type: 'integer', default: 1 })
  grantVersion: number = 1;

  @Property({ type: 'boolean', default: true })
  isActive: boolean = true;
}
