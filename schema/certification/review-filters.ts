import { Field, ID, InputType } from 'type-graphql';
import { TimeSpan } from '../time-span.ts';
import { NoShowSide } from './certification-inputs.ts';
import { ReviewKind, ReviewState } from './review-item.ts';

@InputType({
  description:
    'Filter of the review queue. An item must meet all fields that are given; each list holds at most 100 values.',
})
export class ReviewItemFilter {
  @Field(() => [ReviewState], {
    nullable: true,
    description: 'Only items in one of these states. Open items when omitted.',
  })
  states?: ReviewState[] | null;

  @Field(() => [ReviewKind], {
    nullable: true,
    description: 'Only items of these kinds. All kinds when omitted.',
  })
  kinds?: ReviewKind[] | null;

  @Field(() => [ID], {
    nullable: true,
    description:
      'Only items of these communities. All communities that the caller reviews when omitted.',
  })
  communityIds?: string[] | null;
}

@InputType({
  description:
    'Filter of no-shows. A no-show must meet all fields that are given; each list holds at most 100 values.',
})
export class NoShowFilter {
  @Field(() => [NoShowSide], { nullable: true, description: 'Only absences of these sides.' })
  sides?: NoShowSide[] | null;

  @Field(() => [ID], { nullable: true, description: 'Only no-shows in these communities.' })
  communityIds?: string[] | null;

  @Field(() => TimeSpan, { nullable: true, description: 'Only no-shows reported in this span.' })
  reported?: TimeSpan | null;
}
