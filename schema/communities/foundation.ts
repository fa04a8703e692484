import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, ObjectType } from 'type-graphql';
import { Node } from '../node.ts';

/** Tenant that raises funds, sets rules and answers for the result. */
@ObjectType({
  implements: Node,
  description: 'Tenant that raises funds, sets rules and answers for the result.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'foundation' })
@Entity({
  tableName: 'foundation',
  comment: 'Tenant that raises funds, sets rules and answers for the result.',
})
export class Foundation extends Node {
  @Field(() => String, {
    description: 'Short name in Latin letters, unique on the platform, for example `sicheng`.',
  })
  @Property({ type: 'text' })
  slug!: string;

  @Field(() => String, { description: 'Name of the organisation.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => String, {
    description:
      "IANA time zone that defines the foundation's months and days, for example `Asia/Shanghai`.",
  })
  @Property({ type: 'text', default: 'Asia/Shanghai' })
  timeZone: string = 'Asia/Shanghai';

  @Field(() => Boolean, {
    description: 'Whether the rows of this foundation are demonstration data.',
  })
  @Property({ type: 'boolean', default: false })
  isDemo: boolean = false;
}
