import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, Int, ObjectType } from 'type-graphql';
import { Instant } from '../columns.ts';
import { Community } from '../communities/community.ts';
import { connectionOf } from '../connection.ts';
import { FoundationOwned, Node } from '../node.ts';
import { DateTime } from '../scalars.ts';
import { ServiceKind } from './service-kind.ts';

/**
 * Plan for teams of one or several communities to visit several elders together. Each elder's part
 * is a separate request.
 */
@ObjectType({
  implements: Node,
  description:
    "Plan for teams of one or several communities to visit several elders together. Each elder's part is a request with its own coins, visits, evidence and hours.",
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'jointvisit' })
@Entity({ tableName: 'joint_visit', comment: 'Plan for teams to visit several elders together.' })
export class JointVisit extends FoundationOwned {
  /** Community of the first elder. */
  @ManyToOne(() => Community, { mapToPk: true, fieldName: 'community_id' })
  communityId!: string;

  /** Communities of the elders and home communities of the teams, read by row-level security. */
  @Property({ type: 'uuid[]', columnType: 'uuid[]' })
  communityIds!: string[];

  @Property({ type: 'uuid[]', columnType: 'uuid[]' })
  teamIds!: string[];

  @ManyToOne(() => ServiceKind, { mapToPk: true, fieldName: 'kind_id' })
  kindId!: string;

  @Field(() => String, { description: 'Name of the joint visit, for example 雷锋日前联合走访.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Note for all participants, for example the meeting point.',
  })
  @Property({ type: 'text', nullable: true })
  note?: string | null;

  @Field(() => DateTime, { description: 'Start of the first visit.' })
  @Property({ type: Instant })
  beginsAt!: string;

  @Field(() => DateTime, { description: 'End of the last visit.' })
  @Property({ type: Instant })
  endsAt!: string;

  @Field(() => Int, { description: 'Number of volunteers of each team who visit each elder.' })
  @Property({ type: 'integer' })
  volunteersOfEachTeam!: number;

  @Property({ type: 'uuid' })
  plannedByAccountId!: string;

  @Field(() => DateTime, { description: 'Time of planning.' })
  @Property({ type: Instant })
  plannedAt!: string;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Time of cancellation. Null while the joint visit is not cancelled.',
  })
  @Property({ type: Instant, nullable: true })
  cancelledAt?: string | null;

  @Field(() => String, { nullable: true, description: 'Reason for the cancellation.' })
  @Property({ type: 'text', nullable: true })
  cancelReason?: string | null;

  @Field(() => Int, {
    description:
      'Version, raised with every change of the plan. Send it back as `expectedVersion`.',
  })
  @Property({ type: 'integer' })
  version!: number;
}

export const JointVisitConnection = connectionOf(() => JointVisit, 'JointVisit');
