import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
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
import type { Context } from '../../platform/context/operation-context.ts';
import { PageArgs } from '../../platform/reads/pagination.ts';
import { kindById } from '../requests.queries.ts';
import { listSeries, requestsBySeries, seriesById } from './series.queries.ts';
import * as series from './series.service.ts';

@Resolver()
export class SeriesResolver {
  @Query(() => RequestSeriesConnection, { description: 'Requests that recur and again, oldest entry first.' })
  async requestSeries(@Ctx('ctx') ctx: Context, @Args(() => PageArgs) page: PageArgs) {
    return listSeries(ctx, page);
  }

  @Mutation(() => RequestSeriesPayload, {
    description: 'Sets up a request that recurs. Its requests of the next two weeks are opened at once.',
  })
  async createRequestSeries(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => CreateRequestSeriesInput, { description: 'What, and how often.' })
    input: CreateRequestSeriesInput,
  ) {
    return seriesPayload(ctx, await series.createRequestSeries(ctx, input));
  }

  @Mutation(() => RequestSeriesPayload, { description: 'Leaves one occurrence out; its request is called off.' })
  async skipSeriesOccurrence(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => SkipSeriesOccurrenceInput, { description: 'Which one, and why.' })
    input: SkipSeriesOccurrenceInput,
  ) {
    return seriesPayload(ctx, await series.skipSeriesOccurrence(ctx, input));
  }

  @Mutation(() => RequestSeriesPayload, {
    description:
      'Changes an occurrence and all that follow. The series ends before it, and another one goes on. To change one alone, change or ' +
      'reschedule its request.',
  })
  async changeRequestSeries(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => ChangeRequestSeriesInput, { description: 'From which one on, and what.' })
    input: ChangeRequestSeriesInput,
  ) {
    return seriesPayload(ctx, await series.changeRequestSeries(ctx, input));
  }

  @Mutation(() => RequestSeriesPayload, {
    description: 'Ends a series before an occurrence; requests from there on that nobody has begun are called off.',
  })
  async endRequestSeries(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => EndRequestSeriesInput, { description: 'Before which one, and why.' })
    input: EndRequestSeriesInput,
  ) {
    return seriesPayload(ctx, await series.endRequestSeries(ctx, input));
  }
}

@Resolver(() => RequestSeries)
export class RequestSeriesFields {
  @FieldResolver(() => Elder, { nullable: true, description: 'Elder who is to be helped.' })
  async elder(@Root() { elderId }: RequestSeries, @Ctx('ctx') ctx: Context): Promise<Elder | null> {
    return ctx.load(elderById, elderId);
  }

  @FieldResolver(() => ServiceKind, { nullable: true, description: 'What kind of help.' })
  async kind(@Root() { kindId }: RequestSeries, @Ctx('ctx') ctx: Context): Promise<ServiceKind | null> {
    return ctx.load(kindById, kindId);
  }

  @FieldResolver(() => RequestSeries, { nullable: true, description: 'The series that this one continues.' })
  async previous(@Root() { previousId }: RequestSeries, @Ctx('ctx') ctx: Context): Promise<RequestSeries | null> {
    return previousId ? ctx.load(seriesById, previousId) : null;
  }

  @FieldResolver(() => [ServiceRequest], {
    complexity: 5,
    description: 'Requests that were made out of it, the latest occurrence first, at most 60.',
  })
  async requests(@Root() { id }: RequestSeries, @Ctx('ctx') ctx: Context): Promise<ServiceRequest[]> {
    return (await ctx.load(requestsBySeries, id)) ?? [];
  }
}

@Resolver(() => ServiceRequest)
export class ServiceRequestSeries {
  @FieldResolver(() => RequestSeries, {
    nullable: true,
    description: 'The series that it was made out of, where you may see it. Null for a single request.',
  })
  async series(@Root() { seriesId }: ServiceRequest, @Ctx('ctx') ctx: Context): Promise<RequestSeries | null> {
    return seriesId ? ctx.load(seriesById, seriesId) : null;
  }
}

async function seriesPayload(ctx: Context, { seriesId }: { seriesId: string }) {
  return { series: await ctx.load(seriesById, seriesId) };
}
