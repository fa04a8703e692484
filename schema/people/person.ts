import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, Int, ObjectType } from 'type-graphql';
import { Instant } from '../columns.ts';
import { Community } from '../communities/community.ts';
import { connectionOf } from '../connection.ts';
import { FoundationOwned, Node } from '../node.ts';
import { DateTime } from '../scalars.ts';

/**
 * A human inside one foundation, who may be elder and volunteer, at once or in turn. Sensitive data
 * is kept in this row, which only the person's own community and the person can reach. Data that
 * helpers must see is kept in Elder and Volunteer.
 */
@ObjectType({
  implements: Node,
  description: 'Human inside one foundation, who may be elder and volunteer, at once or in turn.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'person' })
@Entity({ tableName: 'person', comment: 'Human inside one foundation.' })
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
    description:
      'Whether the person uses a smartphone. People without one are served by telephone and on paper.',
  })
  @Property({ type: 'boolean', default: true })
  hasSmartphone: boolean = true;

  @Field(() => Int, {
    description: 'Version, raised with every correction. Send it back as `expectedVersion`.',
  })
  @Property({ type: 'integer', default: 1 })
  version: number = 1;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'Time of erasure, which leaves only a pseudonym for ledger entries and counts. Null while the person has not been erased.',
  })
  @Property({ type: Instant, nullable: true })
  erasedAt?: string | null;
}

export const PersonConnection = connectionOf(() => Person, 'Person');
