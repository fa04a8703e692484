import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, ObjectType } from 'type-graphql';
import { Community } from '../communities/community.ts';
import { connectionOf } from '../connection.ts';
import { FoundationOwned, Node } from '../node.ts';
import { Person } from './person.ts';

/** A person as receiver of service: what those who help must know. */
@ObjectType({
  implements: Node,
  description: 'A person who receives service: what those who help must know.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'elder' })
@Entity({ tableName: 'elder', comment: 'A person as receiver of service.' })
export class Elder extends FoundationOwned {
  @ManyToOne(() => Community, { mapToPk: true, fieldName: 'community_id' })
  communityId!: string;

  @ManyToOne(() => Person, { mapToPk: true, fieldName: 'person_id' })
  personId!: string;

  @Field(() => String, { description: 'What the neighbourhood calls them, for example 芦奶奶.' })
  @Property({ type: 'text' })
  displayName!: string;

  @Field(() => Boolean, { description: 'Whether they live alone.' })
  @Property({ type: 'boolean', default: false })
  livesAlone: boolean = false;
}

export const ElderConnection = connectionOf(() => Elder, 'Elder');
