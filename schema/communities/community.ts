import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, ObjectType } from 'type-graphql';
import { connectionOf } from '../connection.ts';
import { FoundationOwned, Node } from '../node.ts';

/** Neighbourhood with a dispatcher; the unit by which impact is compared. */
@ObjectType({
  implements: Node,
  description: 'Neighbourhood with a dispatcher; the unit by which impact is compared.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'community' })
@Entity({
  tableName: 'community',
  comment: 'Neighbourhood with a dispatcher; the unit by which impact is compared.',
})
export class Community extends FoundationOwned {
  @Field(() => String, {
    description: 'Short name in Latin letters, unique in the foundation, for example `xinxian`.',
  })
  @Property({ type: 'text' })
  slug!: string;

  @Field(() => String, { description: 'Name of the community, for example 新鲜社区.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => String, { description: 'District or town of the community.' })
  @Property({ type: 'text' })
  district!: string;
}

export const CommunityConnection = connectionOf(() => Community, 'Community');
