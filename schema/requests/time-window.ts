import { Field, InputType, ObjectType } from 'type-graphql';
import { DateTime } from '../scalars.ts';

/** Time window that includes its start and excludes its end. */
@ObjectType({
  description: 'Time window that includes its start and excludes its end.',
  simpleResolvers: true,
})
export class TimeWindow {
  @Field(() => DateTime, { description: 'Start of the window, inclusive.' })
  from!: string;

  @Field(() => DateTime, { description: 'End of the window, exclusive.' })
  to!: string;
}

@InputType({ description: 'Time window that suits the elder.' })
export class TimeWindowInput {
  @Field(() => DateTime, { description: 'Earliest start.' })
  from!: string;

  @Field(() => DateTime, { description: 'Latest end.' })
  to!: string;
}
