import type { Page } from '../../schema/connection.ts';
import type { RequestChange, RequestState, ServiceRequest } from '../../schema/requests/service-request.ts';
import type { ServiceKind } from '../../schema/requests/service-kind.ts';
import type { Visit } from '../../schema/requests/visit.ts';
import type { Context } from '../platform/context.ts';
import { statement } from '../platform/database/reader.ts';
import { childrenOf, loaderById, pagesByParent } from '../platform/loaders.ts';
import type { Shape } from '../platform/operation/shape.ts';
import { RequestList } from './requests-list.ts';
import { countOf, highestId, idAfter, lowestId, type PageArgs, pageOf } from '../platform/page.ts';

export const requestById = loaderById<ServiceRequest>('service_request');
export const visitById = loaderById<Visit>('visit');
export const kindById = loaderById<ServiceKind>('service_kind');

export const visitsByRequest = childrenOf<Visit>('visitsByRequest', {
  table: 'visit',
  parent: 'request_id',
  order: 'id',
});

/** A cursor names a visit, and the page goes on behind the time that it is planned for now. */
export const nextVisitsOfVolunteer = pagesByParent<Visit>(
  'nextVisitsOfVolunteer',
  (columns) => `select parent.id as parent_id, ${columns('v')} from unnest($2::uuid[]) as parent (id)
   cross join lateral (
     select * from visit v where v.foundation_id = $1 and v.volunteer_id = parent.id and v.state in ('PLANNED', 'CHECKED_IN')
       and ($3::uuid = '${lowestId}' or (v.planned_from, v.id) > (select c.planned_from, c.id from visit c where c.foundation_id = $1 and c.id = $3))
     order by v.planned_from, v.id limit $4
   ) as v order by parent.id, v.planned_from, v.id`,
  `select volunteer_id as parent_id, count(*) from visit
   where foundation_id = $1 and volunteer_id = any ($2) and state in ('PLANNED', 'CHECKED_IN') group by volunteer_id`,
);

/** A request changes a handful of times; the bound is for one that was reopened again and again. */
const changesMax = 100;

export const changesByRequest = childrenOf<RequestChange>('changesByRequest', {
  table: 'request_change',
  parent: 'request_id',
  order: 'version',
  max: changesMax,
});

export interface RequestFilter {
  states?: readonly RequestState[] | null | undefined;
  communityIds?: readonly string[] | null | undefined;
}

/** Newest first. The statement names what the caller reaches, for the planner's sake; the wall is the policy. */
export async function listRequests(
  ctx: Context,
  { first, after }: PageArgs,
  filter: RequestFilter,
  shape: Shape | null,
): Promise<Page<ServiceRequest>> {
  const wanted = [filter.states ?? null, filter.communityIds ?? null];
  const rows = await requestList.read(ctx, shape, idAfter(after, highestId), first + 1, wanted);
  return pageOf(rows, first, () => countOf(ctx, countRequests, [ctx.foundationId, ...wanted]));
}

export async function listKinds(ctx: Context, { first, after }: PageArgs): Promise<Page<ServiceKind>> {
  const rows = await ctx.rows<ServiceKind>(selectKinds, [ctx.foundationId, idAfter(after, lowestId), first + 1]);
  return pageOf(rows, first, () => countOf(ctx, countKinds));
}

function requestFilter(first: number): string {
  return `($${first}::text[] is null or r.state = any ($${first})) and ($${first + 1}::uuid[] is null or r.community_id = any ($${first + 1}))`;
}

const requestList = new RequestList(requestFilter);
const countRequests = statement(
  `select count(*) from service_request r where r.foundation_id = $1 and ${requestFilter(2)}`,
);
const selectKinds = statement('select * from service_kind where foundation_id = $1 and id > $2 order by id limit $3');
const countKinds = statement('select count(*) from service_kind where foundation_id = $1');
