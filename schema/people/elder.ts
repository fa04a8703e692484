import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, ObjectType } from 'type-graphql';
import { Community } from '../communities/community.ts';
import { connectionOf } from '../connection.ts';
import { FoundationOwned, Node } from '../node.ts';
import { Person } from './person.ts';

/** A person who receives service, with the facts that helpers must know. */
@ObjectType({
  implements: Node,
  description: 'Person who receives service, with the facts that helpers must know.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'elder' })
@Entity({ tableName: 'elder', comment: 'Person who receives service.' })
export class Elder extends FoundationOwned {
  @ManyToOne(() => Community, { mapToPk: true, fieldName: 'community_id' })
  communityId!: string;

  @ManyToOne(() => Person, { mapToPk: true, fieldName: 'person_id' })
  personId!: string;

  @Field(() => String, { description: 'Name that the neighbourhood uses, for example 芦奶奶.' })
  @Property({ type: 'text' })
  displayName!: string;

  @Field(() => Boolean, { description: 'Whether the person lives alone.' })
  @Property({ type: 'boolean', default: false })
  livesAlone: boolean = false;
}

export const ElderConnection = connectionOf(() => Elder, 'Elder');
