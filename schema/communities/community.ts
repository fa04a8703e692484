import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, ObjectType } from 'type-graphql';
import { connectionOf } from '../connection.ts';
import { FoundationOwned, Node } from '../node.ts';

/** A neighbourhood with a dispatcher; the unit that impact is compared by. */
@ObjectType({
  implements: Node,
  description: 'A neighbourhood with a dispatcher; the unit that impact is compared by.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'community' })
@Entity({ tableName: 'community', comment: 'A neighbourhood with a dispatcher; the unit that impact is compared by.' })
export class Community extends FoundationOwned {
  @Field(() => String, { description: 'Short name in Latin letters, unique in the foundation, for example `xinxian`.' })
  @Property({ type: 'text' })
  slug!: string;

  @Field(() => String, { description: 'Name of the community, for example 新鲜社区.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => String, { description: 'District or town it lies in.' })
  @Property({ type: 'text' })
  district!: string;
}

export const CommunityConnection = connectionOf(() => Community, 'Community');
