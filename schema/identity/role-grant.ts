import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Instant } from '../columns.ts';
import { Extensions, Field, ObjectType, registerEnumType } from 'type-graphql';
import { Node } from '../node.ts';
import { DateTime } from '../scalars.ts';

export const Role = {
  HEAD_BANK_OPERATOR: 'HEAD_BANK_OPERATOR',
  FOUNDATION_ADMIN: 'FOUNDATION_ADMIN',
  FOUNDATION_ANALYST: 'FOUNDATION_ANALYST',
  AUDITOR: 'AUDITOR',
  DISPATCHER: 'DISPATCHER',
  TEAM_LEADER: 'TEAM_LEADER',
  VOLUNTEER: 'VOLUNTEER',
  ELDER: 'ELDER',
  FAMILY_MEMBER: 'FAMILY_MEMBER',
  MERCHANT: 'MERCHANT',
  PARTNER_APP: 'PARTNER_APP',
} as const;
export type Role = (typeof Role)[keyof typeof Role];

registerEnumType(Role, {
  name: 'Role',
  description:
    'Role of an account within the foundation, community, team or person that its grant names.',
  valuesConfig: {
    HEAD_BANK_OPERATOR: { description: 'Operator of the head bank above the foundations.' },
    FOUNDATION_ADMIN: {
      description: 'Administrator of one foundation, with its people, rules and funds.',
    },
    FOUNDATION_ANALYST: {
      description: 'Analyst who reads figures over all communities of one foundation.',
    },
    AUDITOR: {
      description:
        'Auditor who reads all data behind the figures of one foundation and changes nothing.',
    },
    DISPATCHER: {
      description: 'Dispatcher who enters, assigns and certifies the requests of one community.',
    },
    TEAM_LEADER: {
      description: 'Leader of one team of volunteers, who accepts requests for them.',
    },
    VOLUNTEER: { description: 'Volunteer who serves elders.' },
    ELDER: { description: 'Elder who receives service.' },
    FAMILY_MEMBER: { description: 'Family member who acts for one elder under a mandate.' },
    MERCHANT: { description: 'Merchant who takes coins for one shop.' },
    PARTNER_APP: { description: 'Server of a partner organisation.' },
  },
});

/**
 * A role for a limited area and time. The narrowest area is named by its id; the wider ones are
 * filled in too.
 */
@ObjectType({
  implements: Node,
  description:
    'Role that an account holds for an area (head bank, foundation, community, team or one person) and for a time.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'grant' })
@Entity({
  tableName: 'role_grant',
  comment: 'Role that an account holds for an area and for a time.',
})
export class RoleGrant extends Node {
  @Property({ type: 'uuid' })
  accountId!: string;

  @Field(() => Role, { description: 'Role of the account.' })
  @Property({ type: 'text' })
  role!: Role;

  /** Null for the head bank only. */
  @Property({ type: 'uuid', nullable: true })
  foundationId?: string;

  @Property({ type: 'uuid', nullable: true })
  communityId?: string;

  @Property({ type: 'uuid', nullable: true })
  teamId?: string;

  /**
   * Mandate behind the grant of a family member. It is no reference because this module does not
   * depend on Mandate.
   */
  @Property({ type: 'uuid', nullable: true })
  mandateId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Name of the holder at the time of the grant.',
  })
  @Property({ type: 'text', nullable: true })
  holderName?: string | null;

  /** Person that the account belongs to (volunteer, elder) or acts for (family member). */
  @Property({ type: 'uuid', nullable: true })
  personId?: string;

  @Field(() => DateTime, { description: "Start of the grant's validity." })
  @Property({ type: Instant })
  validFrom!: string;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "Time of acceptance by the holder, or of the grant when the account had accepted this foundation before. Null while the grant awaits the holder's acceptance and has no effect. Acceptance requires a sign-in with the platform itself.",
  })
  @Property({ type: Instant, nullable: true })
  acceptedAt?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: "End of the grant's validity. Null when the grant lasts until it is revoked.",
  })
  @Property({ type: Instant, nullable: true })
  validTo?: string;
}
