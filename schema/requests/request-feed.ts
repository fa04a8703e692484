import { createUnionType, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTime } from '../scalars.ts';
import { RequestEvent } from './request-event.ts';
import { ServiceRequest } from './service-request.ts';

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
    "Reason why a feed cannot resume from the caller's cursor. In every case, fetch the board again and subscribe with its cursor.",
  valuesConfig: {
    EPOCH_CHANGED: {
      description:
        'The platform was restored from a backup, which invalidates all earlier cursors.',
    },
    RETENTION_PASSED: { description: 'The client was away longer than events are retained.' },
    SCOPE_CHANGED: {
      description:
        "The caller's permissions have changed, or the cursor belongs to another filter.",
    },
    CURSOR_INVALID: { description: 'The cursor was not issued by this platform.' },
  },
});

@ObjectType({
  description: 'Requests on a board at one moment, with the cursor from which the feed continues.',
  simpleResolvers: true,
})
export class ServiceRequestBoard {
  @Field(() => String, {
    description:
      'Cursor to pass as `after` to `serviceRequestFeed` with the same filter. With several pages, use the cursor of the first page.',
  })
  cursor!: string;
}

@ObjectType({
  description: 'Change of a request that the caller may see, with its current state.',
  simpleResolvers: true,
})
class RequestChanged {
  @Field(() => ID, {
    description:
      'Id of the event. After a lost connection the same event may arrive twice, with the same id.',
  })
  eventId!: string;

  @Field(() => RequestEvent, {
    description: 'Event, as in the history of the request.',
  })
  event!: RequestEvent;

  @Field(() => ServiceRequest, {
    description: 'Request as of this message. It may be newer than the event.',
  })
  request!: ServiceRequest;

  @Field(() => Int, {
    description: 'Version of the request that the event created, never above `request.version`.',
  })
  version!: number;

  @Field(() => String, {
    description:
      'Cursor to store: as `after` it resumes the feed without a gap. The greater text is the later cursor.',
  })
  cursor!: string;

  @Field(() => String, {
    description:
      "Cursor after which this message is the next one for the caller. If it is greater than the client's last cursor, the client missed messages.",
  })
  previousCursor!: string;

  @Field(() => DateTime, { description: 'Time of the event.' })
  at!: string;
}

@ObjectType({
  description:
    'Removal of a request that the caller no longer sees, or never saw. Take it off the board if it is there.',
  simpleResolvers: true,
})
class RequestRemoved {
  @Field(() => ID, { description: 'Id of the event.' })
  eventId!: string;

  @Field(() => ID, {
    description:
      'Id of the request. No more is sent, because the caller may no longer be allowed to see it.',
  })
  requestId!: string;

  @Field(() => String, {
    description: 'Cursor to store: as `after` it resumes the feed without a gap.',
  })
  cursor!: string;

  @Field(() => String, {
    description: 'Cursor after which this message is the next one for the caller.',
  })
  previousCursor!: string;

  @Field(() => DateTime, { description: 'Time of the event.' })
  at!: string;
}

@ObjectType({
  description:
    'Confirmation that nothing changed for the caller up to this cursor. It is the first message of a subscription and later a heartbeat.',
  simpleResolvers: true,
})
class FeedCheckpoint {
  @Field(() => String, {
    description: 'Cursor to store: as `after` it resumes the feed without a gap.',
  })
  cursor!: string;

  @Field(() => String, {
    description:
      'Cursor after which this message is the next one for the caller. In the first message it is the `after` of the client.',
  })
  previousCursor!: string;

  @Field(() => DateTime, { description: 'Time of the message.' })
  at!: string;
}

@ObjectType({
  description:
    "End of a feed that cannot resume from the caller's cursor. Fetch the board again and subscribe with its cursor.",
  simpleResolvers: true,
})
class FeedReset {
  @Field(() => FeedResetReason, { description: 'Reason for the end.' })
  reason!: FeedResetReason;

  @Field(() => String, { description: 'Current position of the feed.' })
  cursor!: string;
}

/** A resolved message: its fields, and which of the four types it has. */
export interface ToldMessage {
  typeName: 'RequestChanged' | 'RequestRemoved' | 'FeedCheckpoint' | 'FeedReset';
}

export const ServiceRequestFeedMessage = createUnionType({
  name: 'ServiceRequestFeedMessage',
  description:
    'Message of a feed of service requests. Select the cursors of each type; without them a client cannot resume.',
  types: () => [RequestChanged, RequestRemoved, FeedCheckpoint, FeedReset] as const,
  resolveType: (message) => (message as unknown as ToldMessage).typeName,
});

@ObjectType({ description: 'Page of a feed, for clients that poll.', simpleResolvers: true })
export class ServiceRequestFeedPage {
  @Field(() => [ServiceRequestFeedMessage], {
    description: 'Messages in order, never empty: there is at least a checkpoint.',
  })
  messages!: object[];

  @Field(() => String, { description: 'Cursor to pass as `after` next time.' })
  cursor!: string;

  @Field(() => Boolean, { description: 'Whether more messages are available.' })
  hasMore!: boolean;
}
