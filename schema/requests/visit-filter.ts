import { Field, ID, InputType } from 'type-graphql';
import { describedEnum } from '../described-enum.ts';
import { TimeSpan } from '../time-span.ts';
import { VisitFlag, VisitState } from './visit.ts';

@InputType({
  description:
    'Filter of visits. A visit must meet all fields that are given; each list holds at most 100 values.',
})
export class VisitFilter {
  @Field(() => [VisitState], {
    nullable: true,
    description: 'Only visits in one of these states. All states when omitted.',
  })
  states?: VisitState[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Only visits to elders of these communities.',
  })
  communityIds?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Only visits of these volunteers.' })
  volunteerIds?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Only visits to these elders.' })
  elderIds?: string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Only visits that were accepted for one of these teams.',
  })
  teamIds?: string[] | null;

  @Field(() => [VisitFlag], {
    nullable: true,
    description: 'Only visits with at least one of these warnings.',
  })
  flags?: VisitFlag[] | null;

  @Field(() => TimeSpan, {
    nullable: true,
    description: 'Only visits whose planned time begins in this span.',
  })
  planned?: TimeSpan | null;

  @Field(() => TimeSpan, {
    nullable: true,
    description: 'Only visits with a check-in in this span.',
  })
  checkedIn?: TimeSpan | null;
}

export const VisitOrder = describedEnum('VisitOrder', 'Order of visits. New values may be added.', {
  ACCEPTED_DESC: 'The visit that was accepted last comes first.',
  PLANNED_ASC: 'The visit with the earliest planned time comes first.',
  PLANNED_DESC: 'The visit with the latest planned time comes first.',
});
export type VisitOrder = keyof typeof VisitOrder;
