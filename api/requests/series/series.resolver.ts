import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Elder } from '../../../schema/people/elder.ts';
import { RequestSeries, RequestSeriesConnection } from '../../../schema/requests/request-series.ts';
import {
  BeginSeriesInput,
  ChangeSeriesInput,
  EndSeriesInput,
  RequestSeriesPayload,
  SkipOccurrenceInput,
} from '../../../schema/requests/series-inputs.ts';
import { ServiceKind } from '../../../schema/requests/service-kind.ts';
import { ServiceRequest } from '../../../schema/requests/service-request.ts';
import { elderById } from '../../people/people.queries.ts';
import type { Context } from '../../platform/context.ts';
import { PageArgs } from '../../platform/page.ts';
import { kindById } from '../requests.queries.ts';
import { listSeries, requestsBySeries, seriesById } from './series.queries.ts';
import * as series from './series.service.ts';

@Resolver()
export class SeriesResolver {
  @Query(() => RequestSeriesConnection, { description: 'Wishes that come again and again, oldest entry first.' })
  async requestSeries(@Ctx('ctx') ctx: Context, @Args(() => PageArgs) page: PageArgs) {
    return listSeries(ctx, page);
  }

  @Mutation(() => RequestSeriesPayload, {
    description: 'Sets up a wish that comes again and again. Its requests of the next two weeks are opened at once.',
  })
  async beginSeries(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => BeginSeriesInput, { description: 'What, and how often.' }) input: BeginSeriesInput,
  ) {
    return seriesPayload(ctx, await series.beginSeries(ctx, input));
  }

  @Mutation(() => RequestSeriesPayload, { description: 'Leaves one occurrence out; its request is called off.' })
  async skipOccurrence(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => SkipOccurrenceInput, { description: 'Which one, and why.' }) input: SkipOccurrenceInput,
  ) {
    return seriesPayload(ctx, await series.skipOccurrence(ctx, input));
  }

  @Mutation(() => RequestSeriesPayload, {
    description:
      'Changes an occurrence and all that follow. The series ends before it, and another one goes on. To change one alone, change or ' +
      'reschedule its request.',
  })
  async changeSeries(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => ChangeSeriesInput, { description: 'From which one on, and what.' }) input: ChangeSeriesInput,
  ) {
    return seriesPayload(ctx, await series.changeSeries(ctx, input));
  }

  @Mutation(() => RequestSeriesPayload, {
    description: 'Ends a series before an occurrence; requests from there on that nobody has begun are called off.',
  })
  async endSeries(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => EndSeriesInput, { description: 'Before which one, and why.' }) input: EndSeriesInput,
  ) {
    return seriesPayload(ctx, await series.endSeries(ctx, input));
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
    description: 'The series that it was made out of, where you may see it. Null for a single wish.',
  })
  async series(@Root() { seriesId }: ServiceRequest, @Ctx('ctx') ctx: Context): Promise<RequestSeries | null> {
    return seriesId ? ctx.load(seriesById, seriesId) : null;
  }
}

async function seriesPayload(ctx: Context, { seriesId }: { seriesId: string }) {
  return { series: await ctx.load(seriesById, seriesId) };
}
