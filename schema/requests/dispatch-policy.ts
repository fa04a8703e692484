import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { Extensions, Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { ChangeInput } from '../change-input.ts';
import { Instant } from '../columns.ts';
import { Payload } from '../errors.ts';
import { FoundationOwned, Node } from '../node.ts';
import { DateTime } from '../scalars.ts';

/** Origin of a request, by the role that entered it. */
export const RequestSource = {
  ELDER: 'ELDER',
  FAMILY_MEMBER: 'FAMILY_MEMBER',
  DISPATCHER: 'DISPATCHER',
  TEAM_LEADER: 'TEAM_LEADER',
  VOLUNTEER: 'VOLUNTEER',
  PARTNER_APP: 'PARTNER_APP',
  SERIES: 'SERIES',
} as const;
export type RequestSource = (typeof RequestSource)[keyof typeof RequestSource];

registerEnumType(RequestSource, {
  name: 'RequestSource',
  description: 'Origin of a request, by the role that entered it.',
  valuesConfig: {
    ELDER: { description: 'The elder.' },
    FAMILY_MEMBER: { description: 'Family of the elder, under a mandate.' },
    DISPATCHER: { description: 'Dispatcher of the community, or planner of a joint visit.' },
    TEAM_LEADER: { description: 'Leader of a team that serves the community.' },
    VOLUNTEER: { description: 'Volunteer who serves the community.' },
    PARTNER_APP: { description: 'Server of a partner organisation.' },
    SERIES: { description: 'Platform, for a request of a series.' },
  },
});

export const Enforcement = { REFUSE: 'REFUSE', FLAG: 'FLAG' } as const;
export type Enforcement = (typeof Enforcement)[keyof typeof Enforcement];

registerEnumType(Enforcement, {
  name: 'Enforcement',
  description: 'Consequence of breaking a rule.',
  valuesConfig: {
    REFUSE: { description: 'The action is refused.' },
    FLAG: { description: 'The action is done and flagged for review.' },
  },
});

/** Extent of the offer of a request; each level includes the levels before it. */
export const Audience = {
  PAIR: 'PAIR',
  TEAM: 'TEAM',
  COMMUNITY: 'COMMUNITY',
  NEIGHBOURS: 'NEIGHBOURS',
  FOUNDATION: 'FOUNDATION',
} as const;
export type Audience = (typeof Audience)[keyof typeof Audience];

registerEnumType(Audience, {
  name: 'Audience',
  description: 'Audience that a request is offered to. Each audience includes those before it.',
  valuesConfig: {
    PAIR: { description: 'Volunteers who are paired with the elder.' },
    TEAM: { description: 'Teams that serve the community, or the teams that were asked.' },
    COMMUNITY: { description: 'All volunteers of the community.' },
    NEIGHBOURS: {
      description:
        'Volunteers of neighbouring communities: those of the same district, or those that the foundation chose.',
    },
    FOUNDATION: { description: 'All volunteers of the foundation.' },
  },
});

/**
 * Minutes after publication at which a request is offered to each wider audience. Null means never.
 */
@ObjectType({
  description:
    'Minutes after publication at which a request is offered to each wider audience. Null means never.',
  simpleResolvers: true,
})
export class EscalationSteps {
  @Field(() => Int, {
    nullable: true,
    description:
      "Minutes until the offer to teams, when the elder's paired volunteers have not accepted.",
  })
  team!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Minutes until the offer to all volunteers of the community.',
  })
  community!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Minutes until the offer to neighbouring communities.',
  })
  neighbours!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Minutes until the offer to the whole foundation.',
  })
  foundation!: number | null;
}

@ObjectType({ description: 'Escalation steps for each urgency.', simpleResolvers: true })
export class Escalation {
  @Field(() => EscalationSteps, { description: 'Steps for requests at the requested time.' })
  normal!: EscalationSteps;

  @Field(() => EscalationSteps, { description: 'Steps for requests within the day.' })
  soon!: EscalationSteps;

  @Field(() => EscalationSteps, { description: 'Steps for requests as soon as possible.' })
  urgent!: EscalationSteps;
}

/** Rules by which a foundation dispatches requests, from an instant on. */
@ObjectType({
  implements: Node,
  description: 'Rules by which a foundation dispatches requests, from an instant on.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'dispatchpolicy' })
@Entity({
  tableName: 'dispatch_policy',
  comment: 'Rules by which a foundation dispatches requests, from an instant on. Append-only.',
})
export class DispatchPolicy extends FoundationOwned {
  @Field(() => Int, {
    description:
      'Version, counted from 1. Version 0 is the default of the platform until a foundation sets its own.',
  })
  @Property({ type: 'integer' })
  version!: number;

  @Field(() => DateTime, { description: 'Start of validity.' })
  @Property({ type: Instant })
  validFrom!: string;

  @Property({ type: 'uuid' })
  setByAccountId!: string;

  @Field(() => [RequestSource], {
    description: 'Sources whose requests a dispatcher reviews before volunteers see them.',
  })
  @Property({ type: 'text[]', columnType: 'text[]' })
  reviewedSources!: RequestSource[];

  @Field(() => Enforcement, {
    description: 'Consequence when a volunteer is already expected elsewhere at that time.',
  })
  @Property({ type: 'text' })
  doubleBooking!: Enforcement;

  @Field(() => Enforcement, {
    description: 'Consequence when a volunteer would work too much or rest too little.',
  })
  @Property({ type: 'text' })
  overwork!: Enforcement;

  @Field(() => Int, {
    description: 'Minutes by which visits may overlap, or a rest be too short, without a flag.',
  })
  @Property({ type: 'integer' })
  graceMinutes!: number;

  @Field(() => Int, {
    description: 'Minutes of rest and travel between two visits of one volunteer.',
  })
  @Property({ type: 'integer' })
  restMinutes!: number;

  @Field(() => Int, { description: 'Most minutes that a volunteer may serve in a day.' })
  @Property({ type: 'integer' })
  dayMinutesMax!: number;

  @Field(() => Int, {
    description: 'Most minutes that a volunteer may serve in a week, Monday to Sunday.',
  })
  @Property({ type: 'integer' })
  weekMinutesMax!: number;

  @Field(() => Int, {
    description:
      'Minutes before the planned start within which a withdrawal is late and raises the urgency.',
  })
  @Property({ type: 'integer' })
  lateWithdrawalMinutes!: number;

  @Field(() => Int, {
    description: 'Minutes after the planned start at which a missing check-in raises an alarm.',
  })
  @Property({ type: 'integer' })
  checkInOverdueMinutes!: number;

  @Field(() => Int, {
    description: 'Minutes after the planned end at which a missing check-out raises an alarm.',
  })
  @Property({ type: 'integer' })
  checkOutOverdueMinutes!: number;

  @Field(() => Escalation, { description: 'Escalation of offers to wider audiences.' })
  @Property({ type: 'json', columnType: 'jsonb' })
  escalation!: Escalation;
}

@InputType({
  description:
    'Minutes after publication at which a request is offered to each wider audience. Null means never.',
})
export class EscalationStepsInput {
  @Field(() => Int, { nullable: true, description: 'Minutes until the offer to teams.' })
  @IsOptional()
  @Min(0)
  @Max(43_200)
  team?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Minutes until the offer to all volunteers of the community.',
  })
  @IsOptional()
  @Min(0)
  @Max(43_200)
  community?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Minutes until the offer to neighbouring communities.',
  })
  @IsOptional()
  @Min(0)
  @Max(43_200)
  neighbours?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Minutes until the offer to the whole foundation.',
  })
  @IsOptional()
  @Min(0)
  @Max(43_200)
  foundation?: number | null;
}

@InputType({ description: 'Input for `setDispatchPolicy`. Omitted fields stay unchanged.' })
export class SetDispatchPolicyInput extends ChangeInput {
  @Field(() => Int, { description: 'Version of the dispatch policy that the caller last read.' })
  expectedVersion!: number;

  @Field(() => [RequestSource], {
    nullable: true,
    description: 'Sources whose requests a dispatcher reviews before volunteers see them.',
  })
  @IsOptional()
  reviewedSources?: RequestSource[] | null;

  @Field(() => Enforcement, { nullable: true, description: 'Consequence of a double booking.' })
  @IsOptional()
  doubleBooking?: Enforcement | null;

  @Field(() => Enforcement, {
    nullable: true,
    description: 'Consequence of too much work or too little rest.',
  })
  @IsOptional()
  overwork?: Enforcement | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Minutes by which visits may overlap or a rest be too short.',
  })
  @IsOptional()
  @Min(0)
  @Max(120)
  graceMinutes?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Minutes of rest and travel between two visits.',
  })
  @IsOptional()
  @Min(0)
  @Max(480)
  restMinutes?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Most minutes that a volunteer may serve in a day.',
  })
  @IsOptional()
  @Min(30)
  @Max(1_440)
  dayMinutesMax?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Most minutes that a volunteer may serve in a week.',
  })
  @IsOptional()
  @Min(30)
  @Max(10_080)
  weekMinutesMax?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Minutes before the planned start within which a withdrawal is late.',
  })
  @IsOptional()
  @Min(0)
  @Max(10_080)
  lateWithdrawalMinutes?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Minutes after the planned start at which a missing check-in raises an alarm.',
  })
  @IsOptional()
  @Min(1)
  @Max(1_440)
  checkInOverdueMinutes?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Minutes after the planned end at which a missing check-out raises an alarm.',
  })
  @IsOptional()
  @Min(1)
  @Max(1_440)
  checkOutOverdueMinutes?: number | null;

  @Field(() => EscalationStepsInput, {
    nullable: true,
    description: 'Escalation of requests at the requested time.',
  })
  @IsOptional()
  @ValidateNested()
  escalationNormal?: EscalationStepsInput | null;

  @Field(() => EscalationStepsInput, {
    nullable: true,
    description: 'Escalation of requests within the day.',
  })
  @IsOptional()
  @ValidateNested()
  escalationSoon?: EscalationStepsInput | null;

  @Field(() => EscalationStepsInput, {
    nullable: true,
    description: 'Escalation of urgent requests.',
  })
  @IsOptional()
  @ValidateNested()
  escalationUrgent?: EscalationStepsInput | null;
}

@ObjectType({ description: 'Result of `setDispatchPolicy`.', simpleResolvers: true })
export class DispatchPolicyPayload extends Payload {
  @Field(() => DispatchPolicy, {
    nullable: true,
    description: 'Dispatch policy in force. Null when the mutation was refused.',
  })
  policy?: DispatchPolicy | null;
}
