import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, Int, ObjectType } from 'type-graphql';
import { Instant } from '../columns.ts';
import { Community } from '../communities/community.ts';
import { connectionOf } from '../connection.ts';
import { FoundationOwned, Node } from '../node.ts';
import { DateTime } from '../scalars.ts';
import { ServiceKind } from './service-kind.ts';

/** A plan by which teams, of one or several communities, visit several elders together. Each elder's part is a request of its own. */
@ObjectType({
  implements: Node,
  description:
    'A plan by which teams, of one or several communities, visit several elders together, one after another. Each elder’s part is ' +
    'a request with its own coins, visits, evidence and hours.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'jointvisit' })
@Entity({ tableName: 'joint_visit', comment: 'A plan by which teams visit several elders together.' })
export class JointVisit extends FoundationOwned {
  /** Where the first of the elders lives. */
  @ManyToOne(() => Community, { mapToPk: true, fieldName: 'community_id' })
  communityId!: string;

  /** Where the elders live and where the teams are at home; row-level security reads it. */
  @Property({ type: 'uuid[]', columnType: 'uuid[]' })
  communityIds!: string[];

  @Property({ type: 'uuid[]', columnType: 'uuid[]' })
  teamIds!: string[];

  @ManyToOne(() => ServiceKind, { mapToPk: true, fieldName: 'kind_id' })
  kindId!: string;

  @Field(() => String, { description: 'What it is called, for example 雷锋日前联合走访.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'What all who go should know, where to meet for instance.' })
  @Property({ type: 'text', nullable: true })
  note?: string | null;

  @Field(() => DateTime, { description: 'When the first elder is visited.' })
  @Property({ type: Instant })
  beginsAt!: string;

  @Field(() => DateTime, { description: 'When the last visit is over.' })
  @Property({ type: Instant })
  endsAt!: string;

  @Field(() => Int, { description: 'How many volunteers of each team visit each elder.' })
  @Property({ type: 'integer' })
  volunteersOfEachTeam!: number;

  @Property({ type: 'uuid' })
  plannedByAccountId!: string;

  @Field(() => DateTime, { description: 'When it was planned.' })
  @Property({ type: Instant })
  plannedAt!: string;

  @Field(() => DateTime, { nullable: true, description: 'When it was called off. Null: it was not.' })
  @Property({ type: Instant, nullable: true })
  cancelledAt?: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was called off.' })
  @Property({ type: 'text', nullable: true })
  cancelReason?: string | null;

  @Field(() => Int, { description: 'Rises with every change of the plan. Send it back as `expectedVersion`.' })
  @Property({ type: 'integer' })
  version!: number;
}

export const JointVisitConnection = connectionOf(() => JointVisit, 'JointVisit');
