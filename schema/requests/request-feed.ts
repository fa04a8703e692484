import { createUnionType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../scalars.ts';
import { RequestState, ServiceRequest, Urgency } from './service-request.ts';

const FeedResetReason = {
  EPOCH_CHANGED: 'EPOCH_CHANGED',
  RETENTION_PASSED: 'RETENTION_PASSED',
  SCOPE_CHANGED: 'SCOPE_CHANGED',
  CURSOR_INVALID: 'CURSOR_INVALID',
} as const;
type FeedResetReason = (typeof FeedResetReason)[keyof typeof FeedResetReason];

registerEnumType(FeedResetReason, {
  name: 'FeedResetReason',
  description:
    'Why a feed cannot go on from your cursor. Whatever the reason: fetch the board anew and subscribe with its cursor.',
  valuesConfig: {
    EPOCH_CHANGED: { description: 'The platform was restored from a backup; all cursors from before are void.' },
    RETENTION_PASSED: { description: 'You were away for longer than events are kept.' },
    SCOPE_CHANGED: { description: 'What you may see has changed, or the cursor was got with another filter.' },
    CURSOR_INVALID: { description: 'The cursor is not one that this platform gave.' },
  },
});

@InputType({ description: 'Which service requests a board or a feed is about. Use the same filter for both.' })
export class ServiceRequestFeedFilter {
  @Field(() => [ID], {
    nullable: true,
    description: 'Only those of these communities. All that you reach when left out.',
  })
  communityIds?: string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Only those that a volunteer of one of these teams has taken on.',
  })
  teamIds?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Only those for one of these kinds of help.' })
  kindIds?: string[] | null;

  @Field(() => [Urgency], { nullable: true, description: 'Only those that are so urgent.' })
  urgencies?: Urgency[] | null;

  @Field(() => [RequestState], {
    nullable: true,
    description: 'Only those in one of these states. From OPEN to AWAITING_CERTIFICATION when left out.',
  })
  states?: RequestState[] | null;
}

@ObjectType({
  description:
    'What there is on a board at one moment, and the cursor from which the feed tells whatever comes after it.',
  simpleResolvers: true,
})
export class ServiceRequestBoard {
  @Field(() => String, {
    description:
      'Pass it as `after` to `serviceRequestFeed` with the same filter. With several pages, use the cursor of the first one.',
  })
  cursor!: string;
}

@ObjectType({
  description: 'Something happened to a request in your view; this is how it is now.',
  simpleResolvers: true,
})
class RequestChanged {
  @Field(() => ID, {
    description: 'Id of the event. The same event may come twice after a lost connection, with the same id.',
  })
  eventId!: string;

  @Field(() => String, {
    description:
      'What happened, for example `RequestAssigned`. New kinds may be added; treat an unknown one as a change.',
  })
  kind!: string;

  @Field(() => ServiceRequest, {
    description: 'The request as it is when this is told; it may be newer than the event.',
  })
  request!: ServiceRequest;

  @Field(() => Int, { description: 'Version of the request that the event made. Never above `request.version`.' })
  version!: number;

  @Field(() => String, {
    description: 'Keep it: with it as `after` you miss nothing. The greater text is the later one.',
  })
  cursor!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Nothing for you lies between this cursor and this message. If it is greater than yours, you missed something.',
  })
  previousCursor!: string | null;

  @Field(() => DateTime, { description: 'When it happened.' })
  at!: string;
}

@ObjectType({
  description: 'A request is not in your view any more, or never was: take it off the board if it is there.',
  simpleResolvers: true,
})
class RequestRemoved {
  @Field(() => ID, { description: 'Id of the event.' })
  eventId!: string;

  @Field(() => ID, {
    description: 'The request. Nothing more is said of it, since it may not be yours to see any more.',
  })
  requestId!: string;

  @Field(() => String, { description: 'Keep it: with it as `after` you miss nothing.' })
  cursor!: string;

  @Field(() => String, { nullable: true, description: 'Nothing for you lies between this cursor and this message.' })
  previousCursor!: string | null;

  @Field(() => DateTime, { description: 'When it happened.' })
  at!: string;
}

@ObjectType({
  description:
    'Nothing happened in your view up to this cursor. The first message of a subscription, and a sign of life later.',
  simpleResolvers: true,
})
class FeedCheckpoint {
  @Field(() => String, { description: 'Keep it: with it as `after` you miss nothing.' })
  cursor!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Nothing for you lies between this cursor and this message. Null when you begin without `after`.',
  })
  previousCursor!: string | null;

  @Field(() => DateTime, { description: 'When this was told.' })
  at!: string;
}

@ObjectType({
  description:
    'The feed cannot go on from where you are and ends here: fetch the board anew and subscribe with its cursor.',
  simpleResolvers: true,
})
class FeedReset {
  @Field(() => FeedResetReason, { description: 'Why it ends.' })
  reason!: FeedResetReason;

  @Field(() => String, { description: 'Where the feed stands now.' })
  cursor!: string;
}

/** A message as it is resolved: its fields, and which of the four types it is. */
export interface ToldMessage {
  typeName: 'RequestChanged' | 'RequestRemoved' | 'FeedCheckpoint' | 'FeedReset';
}

export const ServiceRequestFeedMessage = createUnionType({
  name: 'ServiceRequestFeedMessage',
  description: 'What a feed of service requests tells. Ask for the cursors of each type, or you cannot resume.',
  types: () => [RequestChanged, RequestRemoved, FeedCheckpoint, FeedReset] as const,
  resolveType: (message) => (message as unknown as ToldMessage).typeName,
});

@ObjectType({ description: 'A page of a feed, for clients that ask again and again.', simpleResolvers: true })
export class ServiceRequestFeedPage {
  @Field(() => [ServiceRequestFeedMessage], { description: 'In order. Never empty: at least a checkpoint.' })
  messages!: object[];

  @Field(() => String, { description: 'Pass it as `after` next time.' })
  cursor!: string;

  @Field(() => Boolean, { description: 'Whether there is more already.' })
  hasMore!: boolean;
}
