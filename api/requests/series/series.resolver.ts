import { Arg, Args, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { Elder } from '../../../schema/people/elder.ts';
import { RequestSeries, RequestSeriesConnection } from '../../../schema/requests/request-series.ts';
import {
  CreateRequestSeriesInput,
  ChangeRequestSeriesInput,
  EndRequestSeriesInput,
  RequestSeriesPayload,
  SkipSeriesOccurrenceInput,
} from '../../../schema/requests/series-inputs.ts';
import { ServiceKind } from '../../../schema/requests/service-kind.ts';
import { ServiceRequest } from '../../../schema/requests/service-request.ts';
import { elderById } from '../../people/people.queries.ts';
import { Related } from '../../platform/reads/related.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import { idsIn } from '../../platform/reads/filter-values.ts';
import { RequestSeriesFilter } from '../../../schema/requests/dispatch-filters.ts';
import { PageArgs } from '../../platform/reads/pagination.ts';
import { kindById } from '../requests.queries.ts';
import { requestsBySeries, seriesById, seriesList } from './series.queries.ts';
import * as series from './series.service.ts';

@Resolver()
export class SeriesResolver {
  @Query(() => RequestSeriesConnection, {
    description: 'Recurring requests that the caller may see, oldest first.',
  })
  async requestSeries(
    @Ctx('ctx') ctx: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => RequestSeriesFilter, {
      nullable: true,
      description: 'Filter of the series.',
    })
    filter?: RequestSeriesFilter,
  ) {
    return seriesList.page(ctx, page, {
      elderIds: idsIn('elder', filter?.elderIds, 'elderIds'),
      communityIds: idsIn('community', filter?.communityIds, 'communityIds'),
    });
  }

  @Mutation(() => RequestSeriesPayload, {
    description:
      'Creates a recurring request. Its requests for the next two weeks are opened at once.',
  })
  async createRequestSeries(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => CreateRequestSeriesInput, {
      description: 'Input for `createRequestSeries`.',
    })
    input: CreateRequestSeriesInput,
  ) {
    return seriesPayload(ctx, await series.createRequestSeries(ctx, input));
  }

  @Mutation(() => RequestSeriesPayload, {
    description: 'Skips one occurrence of a series and cancels its request.',
  })
  async skipSeriesOccurrence(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => SkipSeriesOccurrenceInput, {
      description: 'Input for `skipSeriesOccurrence`.',
    })
    input: SkipSeriesOccurrenceInput,
  ) {
    return seriesPayload(ctx, await series.skipSeriesOccurrence(ctx, input));
  }

  @Mutation(() => RequestSeriesPayload, {
    description:
      'Changes an occurrence and all later ones. The series ends before it and a new series continues. To change one occurrence, change or reschedule its request.',
  })
  async changeRequestSeries(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => ChangeRequestSeriesInput, {
      description: 'Input for `changeRequestSeries`.',
    })
    input: ChangeRequestSeriesInput,
  ) {
    return seriesPayload(ctx, await series.changeRequestSeries(ctx, input));
  }

  @Mutation(() => RequestSeriesPayload, {
    description:
      'Ends a series before an occurrence. Later requests that have not begun are cancelled.',
  })
  async endRequestSeries(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => EndRequestSeriesInput, { description: 'Input for `endRequestSeries`.' })
    input: EndRequestSeriesInput,
  ) {
    return seriesPayload(ctx, await series.endRequestSeries(ctx, input));
  }
}

@Resolver(() => RequestSeries)
export class RequestSeriesFields {
  @Related<RequestSeries>(() => Elder, {
    by: 'elderId',
    from: elderById,
    nullable: true,
    description: 'Elder who receives the service.',
  })
  readonly elder!: Elder | null;

  @Related<RequestSeries>(() => ServiceKind, {
    by: 'kindId',
    from: kindById,
    nullable: true,
    description: 'Service kind.',
  })
  readonly kind!: ServiceKind | null;

  @Related<RequestSeries>(() => RequestSeries, {
    by: 'previousId',
    from: seriesById,
    nullable: true,
    description: 'Series that this one continues. Null for a first series.',
  })
  readonly previous!: RequestSeries | null;

  @Related<RequestSeries>(() => [ServiceRequest], {
    by: 'id',
    from: requestsBySeries,
    complexity: 5,
    description: 'Requests opened from the series, latest occurrence first, at most 60.',
  })
  readonly requests!: ServiceRequest[];
}

@Resolver(() => ServiceRequest)
export class ServiceRequestSeries {
  @Related<ServiceRequest>(() => RequestSeries, {
    by: 'seriesId',
    from: seriesById,
    nullable: true,
    description:
      'Series that the request was opened from. Null for a single request, or when the caller may not see the series.',
  })
  readonly series!: RequestSeries | null;
}

async function seriesPayload(ctx: Context, { seriesId }: { seriesId: string }) {
  return { series: await ctx.load(seriesById, seriesId) };
}
