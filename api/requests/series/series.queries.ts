import type { RequestSeries } from '../../../schema/requests/request-series.ts';
import type { ServiceRequest } from '../../../schema/requests/service-request.ts';
import { loaderById, loaderByParent } from '../../platform/reads/loaders.ts';
import { VisibleList } from '../../platform/reads/visible-list.ts';

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

/** Recurring requests that the caller may see, oldest first. */
export const seriesList = new VisibleList<
  RequestSeries,
  { elderIds: readonly string[] | null; communityIds: readonly string[] | null }
>({
  name: 'requests.listSeries',
  table: 'request_series',
  order: { direction: 'asc' },
  ways: [
    { of: 'managedCommunityIds', column: 'community_id' },
    { of: 'personIds', column: 'elder_person_id' },
  ],
  conditions: {
    elderIds: 't.elder_id = any (:elderIds::uuid[])',
    communityIds: { each: 'community_id' },
  },
});
