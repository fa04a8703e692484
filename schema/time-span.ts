import { Field, InputType } from 'type-graphql';
import { DateTime } from './scalars.ts';

@InputType({ description: 'Time span of a filter. A bound that is left out is open.' })
export class TimeSpan {
  @Field(() => DateTime, { nullable: true, description: 'Only at this instant or later.' })
  from?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Only before this instant.' })
  to?: string | null;
}
