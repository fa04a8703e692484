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
  description: 'What somebody is to the platform, at the scope that their grant names.',
  valuesConfig: {
    HEAD_BANK_OPERATOR: { description: 'Operates the head bank above the foundations.' },
    FOUNDATION_ADMIN: { description: 'Runs one foundation: its people, rules and funds.' },
    FOUNDATION_ANALYST: { description: 'Reads figures over all communities of one foundation.' },
    AUDITOR: { description: 'Reads everything of one foundation that a figure rests on, and changes nothing.' },
    DISPATCHER: { description: 'Enters, assigns and certifies the requests of one community.' },
    TEAM_LEADER: { description: 'Leads one team of volunteers and accepts requests for them.' },
    VOLUNTEER: { description: 'Serves elders.' },
    ELDER: { description: 'Receives service.' },
    FAMILY_MEMBER: { description: 'Acts for one elder under a mandate.' },
    MERCHANT: { description: 'Takes coins at the till of one shop.' },
    PARTNER_APP: { description: "A partner organisation's server." },
  },
});

/** A role at a scope, for a time. A narrower scope is named by its id; the wider ones are filled in too. */
@ObjectType({
  implements: Node,
  description: 'A role at a scope (head bank, foundation, community, team, or oneself), for a time.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'grant' })
@Entity({ tableName: 'role_grant', comment: 'A role at a scope, for a time.' })
export class RoleGrant extends Node {
  @Property({ type: 'uuid' })
  accountId!: string;

  @Field(() => Role, { description: 'The role.' })
  @Property({ type: 'text' })
  role!: Role;

  /** Null for the head bank only. */
  @Property({ type: 'uuid', nullable: true })
  foundationId?: string;

  @Property({ type: 'uuid', nullable: true })
  communityId?: string;

  @Property({ type: 'uuid', nullable: true })
  teamId?: string;

  /** What the right of a family member rests on; the young noun Mandate is not known here. */
  @Property({ type: 'uuid', nullable: true })
  mandateId?: string | null;

  @Field(() => String, { nullable: true, description: 'Name of whoever holds it, as it was when it was granted.' })
  @Property({ type: 'text', nullable: true })
  holderName?: string | null;

  /** Who the account is (volunteer, elder) or acts for (family member). */
  @Property({ type: 'uuid', nullable: true })
  personId?: string;

  @Field(() => DateTime, { description: 'From when the grant counts.' })
  @Property({ type: Instant })
  validFrom!: string;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'When the holder accepted it, or it was given to an account that had accepted this foundation before. Null while it waits for the holder, signed in with the platform itself, and does not count.',
  })
  @Property({ type: Instant, nullable: true })
  acceptedAt?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Until when the grant counts. Null: until it is revoked.' })
  @Property({ type: Instant, nullable: true })
  validTo?: string;
}
