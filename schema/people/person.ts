import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, Int, ObjectType } from 'type-graphql';
import { Community } from '../communities/community.ts';
import { FoundationOwned, Node } from '../node.ts';

/**
 * A human inside one foundation; may be elder and volunteer, at once or in turn.
 * What is sensitive about somebody lives here, and only their own community and they themselves reach this row;
 * what their helpers must see lives on Elder and Volunteer.
 */
@ObjectType({
  implements: Node,
  description: 'A human inside one foundation; may be elder and volunteer, at once or in turn.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'person' })
@Entity({ tableName: 'person', comment: 'A human inside one foundation.' })
export class Person extends FoundationOwned {
  @ManyToOne(() => Community, { mapToPk: true, fieldName: 'community_id' })
  communityId!: string;

  @Field(() => String, { description: 'Full name.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => Int, { nullable: true, description: 'Year of birth.' })
  @Property({ type: 'integer', nullable: true })
  birthYear?: number;

  @Field(() => Boolean, {
    description: 'Whether they use a smartphone. Those who do not are served by telephone and paper.',
  })
  @Property({ type: 'boolean', default: true })
  hasSmartphone: boolean = true;
}
