import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { Extensions, Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { ActingInput } from '../acting-for.ts';
import { Instant } from '../columns.ts';
import { Payload } from '../errors.ts';
import { FoundationOwned, Node } from '../node.ts';
import { DateTime } from '../scalars.ts';

/** Who entered a request. */
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
  description: 'Who entered a request.',
  valuesConfig: {
    ELDER: { description: 'The elder.' },
    FAMILY_MEMBER: { description: 'Family of the elder, under a mandate.' },
    DISPATCHER: { description: 'A dispatcher of the community, or whoever planned a joint visit.' },
    TEAM_LEADER: { description: 'The leader of a team that serves the community.' },
    VOLUNTEER: { description: 'A volunteer who serves the community.' },
    PARTNER_APP: { description: "A partner organisation's server." },
    SERIES: { description: 'The platform, out of a series.' },
  },
});

export const Enforcement = { REFUSE: 'REFUSE', FLAG: 'FLAG' } as const;
export type Enforcement = (typeof Enforcement)[keyof typeof Enforcement];

registerEnumType(Enforcement, {
  name: 'Enforcement',
  description: 'What happens to something that a rule speaks against.',
  valuesConfig: {
    REFUSE: { description: 'It is refused.' },
    FLAG: { description: 'It is done, and marked for a person to look at.' },
  },
});

/** How far a request has been offered; each one includes those before. */
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
  description: 'Whom a request is offered to. Each one includes those before it.',
  valuesConfig: {
    PAIR: { description: 'The volunteers who are paired with the elder.' },
    TEAM: { description: 'The teams that serve the community, or those that were asked for.' },
    COMMUNITY: { description: 'All volunteers of the community.' },
    NEIGHBOURS: {
      description:
        'Volunteers of neighbouring communities too: those of the same district, or those that the foundation named.',
    },
    FOUNDATION: { description: 'All volunteers of the foundation.' },
  },
});

/** Minutes after publication at which a request is offered further. Null: never. */
@ObjectType({
  description: 'Minutes after publication at which a request is offered to further people. Null: never.',
  simpleResolvers: true,
})
export class EscalationSteps {
  @Field(() => Int, {
    nullable: true,
    description: "To the teams, when the elder's paired volunteers did not take it.",
  })
  team!: number | null;

  @Field(() => Int, { nullable: true, description: 'To all volunteers of the community.' })
  community!: number | null;

  @Field(() => Int, { nullable: true, description: 'To neighbouring communities.' })
  neighbours!: number | null;

  @Field(() => Int, { nullable: true, description: 'To the whole foundation.' })
  foundation!: number | null;
}

@ObjectType({ description: 'Escalation for each urgency.', simpleResolvers: true })
export class Escalation {
  @Field(() => EscalationSteps, { description: 'For requests at the requested time.' })
  normal!: EscalationSteps;

  @Field(() => EscalationSteps, { description: 'For requests within the day.' })
  soon!: EscalationSteps;

  @Field(() => EscalationSteps, { description: 'For requests as soon as anybody can.' })
  urgent!: EscalationSteps;
}

/** Rules that a foundation dispatches by, from a moment on. */
@ObjectType({
  implements: Node,
  description: 'Rules that a foundation dispatches by, from a moment on.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'dispatchpolicy' })
@Entity({
  tableName: 'dispatch_policy',
  comment: 'Rules that a foundation dispatches by, from a moment on. Append-only.',
})
export class DispatchPolicy extends FoundationOwned {
  @Field(() => Int, { description: 'Counts up from 1; 0 is what holds until a foundation sets its own.' })
  @Property({ type: 'integer' })
  version!: number;

  @Field(() => DateTime, { description: 'From when it holds.' })
  @Property({ type: Instant })
  validFrom!: string;

  @Property({ type: 'uuid' })
  setByAccountId!: string;

  @Field(() => [RequestSource], { description: 'Whose requests a dispatcher looks at before volunteers see them.' })
  @Property({ type: 'text[]', columnType: 'text[]' })
  reviewedSources!: RequestSource[];

  @Field(() => Enforcement, { description: 'What happens when a volunteer is expected elsewhere at that time.' })
  @Property({ type: 'text' })
  doubleBooking!: Enforcement;

  @Field(() => Enforcement, { description: 'What happens when a volunteer would work too much or rest too little.' })
  @Property({ type: 'text' })
  overwork!: Enforcement;

  @Field(() => Int, { description: 'Minutes by which two visits may overlap, or a rest be short, without a word.' })
  @Property({ type: 'integer' })
  graceMinutes!: number;

  @Field(() => Int, { description: 'Minutes of rest and way between two visits of one volunteer.' })
  @Property({ type: 'integer' })
  restMinutes!: number;

  @Field(() => Int, { description: 'Minutes that a volunteer may serve in a day.' })
  @Property({ type: 'integer' })
  dayMinutesMax!: number;

  @Field(() => Int, { description: 'Minutes that a volunteer may serve in a week, Monday to Sunday.' })
  @Property({ type: 'integer' })
  weekMinutesMax!: number;

  @Field(() => Int, { description: 'A withdrawal so many minutes before the begin, or later, raises the urgency.' })
  @Property({ type: 'integer' })
  lateWithdrawalMinutes!: number;

  @Field(() => Int, { description: 'Minutes after the planned begin at which a missing check-in raises an alarm.' })
  @Property({ type: 'integer' })
  checkInOverdueMinutes!: number;

  @Field(() => Int, { description: 'Minutes after the planned end at which a missing check-out raises an alarm.' })
  @Property({ type: 'integer' })
  checkOutOverdueMinutes!: number;

  @Field(() => Escalation, { description: 'When a request is offered to further people.' })
  @Property({ type: 'json', columnType: 'jsonb' })
  escalation!: Escalation;
}

@InputType({ description: 'Minutes after publication at which a request is offered further. Null: never.' })
export class EscalationStepsInput {
  @Field(() => Int, { nullable: true, description: 'To the teams.' })
  @IsOptional()
  @Min(0)
  @Max(43_200)
  team?: number | null;

  @Field(() => Int, { nullable: true, description: 'To all volunteers of the community.' })
  @IsOptional()
  @Min(0)
  @Max(43_200)
  community?: number | null;

  @Field(() => Int, { nullable: true, description: 'To neighbouring communities.' })
  @IsOptional()
  @Min(0)
  @Max(43_200)
  neighbours?: number | null;

  @Field(() => Int, { nullable: true, description: 'To the whole foundation.' })
  @IsOptional()
  @Min(0)
  @Max(43_200)
  foundation?: number | null;
}

@InputType({ description: 'New rules to dispatch by. What is left out stays as it is.' })
export class SetDispatchPolicyInput extends ActingInput {
  @Field(() => Int, { description: 'Version of the rules that you saw.' })
  expectedVersion!: number;

  @Field(() => [RequestSource], {
    nullable: true,
    description: 'Whose requests a dispatcher looks at before volunteers see them.',
  })
  @IsOptional()
  reviewedSources?: RequestSource[] | null;

  @Field(() => Enforcement, { nullable: true, description: 'What happens to a double booking.' })
  @IsOptional()
  doubleBooking?: Enforcement | null;

  @Field(() => Enforcement, { nullable: true, description: 'What happens to too much work or too little rest.' })
  @IsOptional()
  overwork?: Enforcement | null;

  @Field(() => Int, { nullable: true, description: 'Minutes that may overlap or be missing from a rest.' })
  @IsOptional()
  @Min(0)
  @Max(120)
  graceMinutes?: number | null;

  @Field(() => Int, { nullable: true, description: 'Minutes of rest and way between two visits.' })
  @IsOptional()
  @Min(0)
  @Max(480)
  restMinutes?: number | null;

  @Field(() => Int, { nullable: true, description: 'Minutes that a volunteer may serve in a day.' })
  @IsOptional()
  @Min(30)
  @Max(1_440)
  dayMinutesMax?: number | null;

  @Field(() => Int, { nullable: true, description: 'Minutes that a volunteer may serve in a week.' })
  @IsOptional()
  @Min(30)
  @Max(10_080)
  weekMinutesMax?: number | null;

  @Field(() => Int, { nullable: true, description: 'How long before the begin a withdrawal counts as late.' })
  @IsOptional()
  @Min(0)
  @Max(10_080)
  lateWithdrawalMinutes?: number | null;

  @Field(() => Int, { nullable: true, description: 'When a missing check-in raises an alarm.' })
  @IsOptional()
  @Min(1)
  @Max(1_440)
  checkInOverdueMinutes?: number | null;

  @Field(() => Int, { nullable: true, description: 'When a missing check-out raises an alarm.' })
  @IsOptional()
  @Min(1)
  @Max(1_440)
  checkOutOverdueMinutes?: number | null;

  @Field(() => EscalationStepsInput, { nullable: true, description: 'Escalation of requests at the requested time.' })
  @IsOptional()
  @ValidateNested()
  escalationNormal?: EscalationStepsInput | null;

  @Field(() => EscalationStepsInput, { nullable: true, description: 'Escalation of requests within the day.' })
  @IsOptional()
  @ValidateNested()
  escalationSoon?: EscalationStepsInput | null;

  @Field(() => EscalationStepsInput, { nullable: true, description: 'Escalation of urgent requests.' })
  @IsOptional()
  @ValidateNested()
  escalationUrgent?: EscalationStepsInput | null;
}

@ObjectType({ description: 'What became of new rules.', simpleResolvers: true })
export class DispatchPolicyPayload extends Payload {
  @Field(() => DispatchPolicy, { nullable: true, description: 'The rules that hold now. Null when refused.' })
  policy?: DispatchPolicy | null;
}
