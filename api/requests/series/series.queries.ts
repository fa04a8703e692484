import type { Page } from '../../../schema/connection.ts';
import type { RequestSeries } from '../../../schema/requests/request-series.ts';
import type { ServiceRequest } from '../../../schema/requests/service-request.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import { statement } from '../../platform/database/statement.ts';
import { loaderById, loaderByParent } from '../../platform/reads/loaders.ts';
import {
  countOf,
  idAfter,
  lowestId,
  type PageArgs,
  pageOf,
} from '../../platform/reads/pagination.ts';

export const seriesById = loaderById<RequestSeries>('requests.seriesById', 'request_series');

/** A daily request has 14 in the two weeks ahead; the bound limits how far back a list reads. */
const requestsMax = 60;

export const requestsBySeries = loaderByParent<ServiceRequest>(
  'requests.requestsBySeries',
  `select parent.id as parent_id, made.* from unnest(:parentIds::uuid[]) as parent (id)
   cross join lateral (
     select * from service_request r where r.foundation_id = :foundationId and r.series_id = parent.id
     order by r.occurrence desc limit ${requestsMax}
   ) as made`,
);

export async function listSeries(
  ctx: Context,
  { first, after }: PageArgs,
): Promise<Page<RequestSeries>> {
  const rows = await ctx.rows<RequestSeries>(selectSeries, {
    after: idAfter(after, lowestId),
    limit: first + 1,
  });
  return pageOf(rows, { first, after }, () => countOf(ctx, countSeries));
}

const selectSeries = statement(
  'requests.selectSeries',
  'select * from request_series where foundation_id = :foundationId and id > :after order by id limit :limit',
);
const countSeries = statement(
  'requests.countSeries',
  'select count(*) from request_series where foundation_id = :foundationId',
);
