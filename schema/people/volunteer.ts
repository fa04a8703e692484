import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, ObjectType } from 'type-graphql';
import { Community } from '../communities/community.ts';
import { Team } from '../communities/team.ts';
import { connectionOf } from '../connection.ts';
import { FoundationOwned, Node } from '../node.ts';
import { Person } from './person.ts';

/** A person who serves elders. */
@ObjectType({ implements: Node, description: 'Person who serves elders.', simpleResolvers: true })
@Extensions({ idPrefix: 'volunteer' })
@Entity({ tableName: 'volunteer', comment: 'Person who serves elders.' })
export class Volunteer extends FoundationOwned {
  @ManyToOne(() => Community, { mapToPk: true, fieldName: 'community_id' })
  communityId!: string;

  @ManyToOne(() => Person, { mapToPk: true, fieldName: 'person_id' })
  personId!: string;

  @Field(() => String, { description: 'Name that elders and dispatchers use.' })
  @Property({ type: 'text' })
  displayName!: string;

  @Field(() => Boolean, {
    description:
      'Whether identity and references were checked. Only vetted volunteers visit elders at home.',
  })
  @Property({ type: 'boolean', default: false })
  isVetted: boolean = false;
}

export const VolunteerConnection = connectionOf(() => Volunteer, 'Volunteer');

/** Membership of a volunteer in a team. */
@Entity({ tableName: 'team_member', comment: 'Membership of a volunteer in a team.' })
export class TeamMember extends FoundationOwned {
  @ManyToOne(() => Community, { mapToPk: true, fieldName: 'community_id' })
  communityId!: string;

  @ManyToOne(() => Team, { mapToPk: true, fieldName: 'team_id' })
  teamId!: string;

  @ManyToOne(() => Volunteer, { mapToPk: true, fieldName: 'volunteer_id' })
  volunteerId!: string;

  @Property({ type: 'boolean', default: false })
  isLeader: boolean = false;
}
