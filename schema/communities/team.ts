import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, ObjectType } from 'type-graphql';
import { connectionOf } from '../connection.ts';
import { FoundationOwned, Node } from '../node.ts';
import { Community } from './community.ts';

/**
 * Volunteers under a leader, with one home community; the team may serve others (table team_area).
 */
@ObjectType({
  implements: Node,
  description:
    'Volunteers under a leader, with one home community. The team may serve other communities too.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'team' })
@Entity({ tableName: 'team', comment: 'Volunteers under a leader.' })
export class Team extends FoundationOwned {
  @ManyToOne(() => Community, { mapToPk: true, fieldName: 'community_id' })
  communityId!: string;

  @Field(() => String, { description: 'Name of the team, for example 好益芽服务队.' })
  @Property({ type: 'text' })
  name!: string;
}

export const TeamConnection = connectionOf(() => Team, 'Team');

/** Community that a team serves, its home included. */
@Entity({ tableName: 'team_area', comment: 'Community that a team serves, its home included.' })
export class TeamArea extends FoundationOwned {
  @ManyToOne(() => Team, { mapToPk: true, fieldName: 'team_id' })
  teamId!: string;

  @ManyToOne(() => Community, { mapToPk: true, fieldName: 'community_id' })
  communityId!: string;
}
