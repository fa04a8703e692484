import type { Page } from '../../schema/connection.ts';
import type { RequestChange, RequestState, ServiceRequest } from '../../schema/requests/service-request.ts';
import type { ServiceKind } from '../../schema/requests/service-kind.ts';
import type { Visit } from '../../schema/requests/visit.ts';
import type { Context } from '../platform/context.ts';
import { statement } from '../platform/database/reader.ts';
import { loaderById, loaderByParent } from '../platform/loaders.ts';
import { countOf, highestId, idAfter, lowestId, type PageArgs, pageOf } from '../platform/page.ts';

export const requestById = loaderById<ServiceRequest>('service_request');
export const visitById = loaderById<Visit>('visit');
export const kindById = loaderById<ServiceKind>('service_kind');

export const visitsByRequest = loaderByParent<Visit>(
  'visitsByRequest',
  'select request_id as parent_id, * from visit where foundation_id = $1 and request_id = any ($2) order by request_id, id',
);

/** A request changes a handful of times; the bound is for one that was reopened again and again. */
const changesMax = 100;

export const changesByRequest = loaderByParent<RequestChange>(
  'changesByRequest',
  `select parent.id as parent_id, change.* from unnest($2::uuid[]) as parent (id)
   cross join lateral (
     select * from request_change c where c.foundation_id = $1 and c.request_id = parent.id order by c.version limit ${changesMax}
   ) as change`,
);

export interface RequestFilter {
  states?: readonly RequestState[] | null | undefined;
  communityIds?: readonly string[] | null | undefined;
}

/** Newest first. The statement names the communities that the caller reaches, for the planner's sake; the wall is the policy. */
export async function listRequests(
  ctx: Context,
  { first, after }: PageArgs,
  filter: RequestFilter,
): Promise<Page<ServiceRequest>> {
  const scope = [ctx.foundationId, filter.states ?? null, filter.communityIds ?? null];
  const rows = await ctx.rows<ServiceRequest>(selectRequests, [...scope, idAfter(after, highestId), first + 1]);
  return pageOf(rows, first, () => countOf(ctx, countRequests, scope));
}

export async function listKinds(ctx: Context, { first, after }: PageArgs): Promise<Page<ServiceKind>> {
  const rows = await ctx.rows<ServiceKind>(selectKinds, [ctx.foundationId, idAfter(after, lowestId), first + 1]);
  return pageOf(rows, first, () => countOf(ctx, countKinds));
}

const requestFilter = `foundation_id = $1 and ($2::text[] is null or state = any ($2)) and ($3::uuid[] is null or community_id = any ($3))`;
const selectRequests = statement(
  `select * from service_request where ${requestFilter} and id < $4 order by id desc limit $5`,
);
const countRequests = statement(`select count(*) from service_request where ${requestFilter}`);
const selectKinds = statement('select * from service_kind where foundation_id = $1 and id > $2 order by id limit $3');
const countKinds = statement('select count(*) from service_kind where foundation_id = $1');
