import {
  Arg,
  Args,
  Ctx,
  FieldResolver,
  Int,
  Query,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql';
import {
  ServiceRequestBoard,
  ServiceRequestFeedMessage,
  ServiceRequestFeedPage,
} from '../../../schema/requests/request-feed.ts';
import { ServiceRequestFilter } from '../../../schema/requests/request-filter.ts';
import type { Page } from '../../../schema/connection.ts';
import {
  type ServiceRequest,
  ServiceRequestConnection,
} from '../../../schema/requests/service-request.ts';
import { Selected, type Selection } from '../../platform/reads/related.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import { feedCursorNow, feedPage } from '../../platform/feed/pages.ts';
import { protocolError, Refusal } from '../../platform/common/errors.ts';
import { limits } from '../../platform/common/limits.ts';
import { PageArgs } from '../../platform/reads/pagination.ts';
import { type RequestFilter, requestList } from '../request-filter.ts';
import { boardFilterOf, requestFeed } from './request-feed.source.ts';

const filterDescription =
  'Filter of the requests. All unfinished requests that the caller may see when omitted.';

@Resolver()
export class RequestFeedResolver {
  @Query(() => ServiceRequestBoard, {
    description: 'Requests on a board, with a cursor of the same moment to follow their changes.',
  })
  async serviceRequestBoard(
    @Ctx('ctx') ctx: Context,
    @Arg('filter', () => ServiceRequestFilter, {
      nullable: true,
      description: filterDescription,
    })
    filter?: ServiceRequestFilter,
  ): Promise<Board> {
    // Both come from the operation's one snapshot: the feed delivers all later events after this
    // cursor.
    return {
      cursor: await feedCursorNow(ctx, requestFeed, { filter }),
      filter: boardFilterOf(filter),
    };
  }

  @Query(() => ServiceRequestFeedPage, {
    description:
      'Messages after a cursor, for clients that poll instead of holding a connection open.',
  })
  async serviceRequestFeed(
    @Ctx('ctx') ctx: Context,
    @Arg('first', () => Int, { description: 'Maximum number of messages, 1 to 100.' })
    first: number,
    @Arg('after', () => String, {
      description: 'Last cursor received from the feed or a board.',
    })
    after: string,
    @Arg('filter', () => ServiceRequestFilter, {
      nullable: true,
      description: filterDescription,
    })
    filter?: ServiceRequestFilter,
  ) {
    if (first < 1) throw new Refusal('TOO_SMALL', { field: 'first', min: 1 });
    if (first > limits.pageSizeMax)
      throw new Refusal('TOO_LARGE', { field: 'first', max: limits.pageSizeMax });
    return feedPage(ctx, requestFeed, { after, filter }, first);
  }
}

interface Board {
  cursor: string;
  filter: RequestFilter;
}

@Resolver(() => ServiceRequestBoard)
export class RequestBoardFields {
  @FieldResolver(() => ServiceRequestConnection, {
    description: 'Requests on the board, newest first.',
  })
  async requests(
    @Root() { filter }: Board,
    @Ctx('ctx') ctx: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Selected() selection: Selection,
  ): Promise<Page<ServiceRequest>> {
    return requestList.page(ctx, page, filter, selection?.inPage() ?? null);
  }
}

@Resolver()
export class RequestFeedSubscription {
  @Subscription(() => ServiceRequestFeedMessage, {
    description:
      'Changes of the service requests that the caller may see, without gaps. Start with the cursor of a board, and resume with the last cursor received.',
    // The hub takes this subscription over before graphql-js would.
    subscribe: () => {
      throw protocolError('SUBSCRIPTION_OVER_HTTP', 400);
    },
  })
  serviceRequestFeed(
    @Root() message: object,
    @Arg('after', () => String, {
      description:
        'Last cursor received from the feed or a board. A client that reconnects with an earlier one receives the later messages again.',
    })
    _after: string,
    @Arg('filter', () => ServiceRequestFilter, {
      nullable: true,
      description: filterDescription,
    })
    _filter?: ServiceRequestFilter,
  ): object {
    return message;
  }
}
