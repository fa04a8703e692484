import { Field, InputType, ObjectType } from 'type-graphql';
import { DateTime } from '../scalars.ts';

/** A stretch of time; the begin belongs to it, the end does not. */
@ObjectType({ description: 'A stretch of time; the begin belongs to it, the end does not.', simpleResolvers: true })
export class TimeWindow {
  @Field(() => DateTime, { description: 'When it begins.' })
  from!: string;

  @Field(() => DateTime, { description: 'When it ends.' })
  to!: string;
}

@InputType({ description: 'A stretch of time that would suit.' })
export class TimeWindowInput {
  @Field(() => DateTime, { description: 'Earliest begin.' })
  from!: string;

  @Field(() => DateTime, { description: 'Latest end.' })
  to!: string;
}
