import { Field, ID, InputType } from 'type-graphql';
import { TimeSpan } from '../time-span.ts';
import { AuditAction } from './audit-action.ts';
import { Role } from './role-grant.ts';

@InputType({
  description:
    'Filter of the audit log. An entry must meet all fields that are given; each list holds at most 100 values.',
})
export class AuditEntryFilter {
  @Field(() => ID, { nullable: true, description: 'Only entries about the object with this id.' })
  subjectId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only actions of this account.' })
  actorAccountId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only actions on behalf of this person.' })
  actedForPersonId?: string | null;

  @Field(() => [AuditAction], { nullable: true, description: 'Only these actions.' })
  actions?: AuditAction[] | null;

  @Field(() => TimeSpan, { nullable: true, description: 'Only actions in this span.' })
  at?: TimeSpan | null;
}

@InputType({
  description:
    'Filter of role grants. A grant must meet all fields that are given; each list holds at most 100 values.',
})
export class RoleGrantFilter {
  @Field(() => [Role], { nullable: true, description: 'Only grants of these roles.' })
  roles?: Role[] | null;

  @Field(() => [ID], { nullable: true, description: 'Only grants for these communities.' })
  communityIds?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True for grants in force only, false for grants not in force only.',
  })
  isInForce?: boolean | null;
}
