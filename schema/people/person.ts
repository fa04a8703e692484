import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, Int, ObjectType } from 'type-graphql';
import { Instant } from '../columns.ts';
import { Community } from '../communities/community.ts';
import { connectionOf } from '../connection.ts';
import { FoundationOwned, Node } from '../node.ts';
import { DateTime } from '../scalars.ts';

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
  birthYear?: number | null;

  @Field(() => Boolean, {
    description: 'Whether they use a smartphone. Those who do not are served by telephone and paper.',
  })
  @Property({ type: 'boolean', default: true })
  hasSmartphone: boolean = true;

  @Field(() => Int, { description: 'Rises with every correction. Send it back as `expectedVersion`.' })
  @Property({ type: 'integer', default: 1 })
  version: number = 1;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the person was erased; what is left is a pseudonym that ledgers and counts need.',
  })
  @Property({ type: Instant, nullable: true })
  erasedAt?: string | null;
}

export const PersonConnection = connectionOf(() => Person, 'Person');
