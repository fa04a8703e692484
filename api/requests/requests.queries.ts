import type { RequestChange, ServiceRequest } from '../../schema/requests/service-request.ts';
import type { ServiceKind } from '../../schema/requests/service-kind.ts';
import type { Visit } from '../../schema/requests/visit.ts';
import {
  childrenLoader,
  listById,
  loaderById,
  pagesByParent,
  pagesOfTable,
} from '../platform/reads/loaders.ts';
import { lowestId } from '../platform/reads/pagination.ts';

export const requestById = loaderById<ServiceRequest>('requests.requestById', 'service_request');
export const visitById = loaderById<Visit>('requests.visitById', 'visit');
export const kindById = loaderById<ServiceKind>('requests.kindById', 'service_kind');

export const visitsByRequest = childrenLoader<Visit>(
  'requests.visitsByRequest',
  (v, tenant, request) =>
    `from visit ${v} where ${v}.foundation_id = ${tenant} and ${v}.request_id = ${request} order by ${v}.id`,
);

/** A cursor names a visit. The page continues after the visit's currently planned time. */
export const nextVisitsOfVolunteer = pagesByParent<Visit>(
  'requests.nextVisitsOfVolunteer',
  {
    start: lowestId,
    from: (v, tenant, volunteer, after) => `from visit ${v}
     where ${v}.foundation_id = ${tenant} and ${v}.volunteer_id = ${volunteer} and ${v}.state in ('PLANNED', 'CHECKED_IN')
       and (${after} = '${lowestId}' or (${v}.planned_from, ${v}.id) >
         (select c.planned_from, c.id from visit c where c.foundation_id = ${tenant} and c.id = ${after}))
     order by ${v}.planned_from, ${v}.id`,
  },
  `select volunteer_id as parent_id, count(*) from visit
   where foundation_id = :foundationId and volunteer_id = any (:parentIds) and state in ('PLANNED', 'CHECKED_IN') group by volunteer_id`,
);

export const requestsOfCommunity = pagesOfTable<ServiceRequest>(
  'requests.requestsOfCommunity',
  'service_request',
  'community_id',
  'newest first',
);
export const requestsOfElder = pagesOfTable<ServiceRequest>(
  'requests.requestsOfElder',
  'service_request',
  'elder_id',
  'newest first',
);
export const visitsOfVolunteer = pagesOfTable<Visit>(
  'requests.visitsOfVolunteer',
  'visit',
  'volunteer_id',
  'newest first',
);
export const visitsOfTeam = pagesOfTable<Visit>(
  'requests.visitsOfTeam',
  'visit',
  'team_id',
  'newest first',
);

/** A request has a handful of changes; the bound is for one that was reopened repeatedly. */
const changesMax = 100;

export const changesByRequest = childrenLoader<RequestChange>(
  'requests.changesByRequest',
  (c, tenant, request) =>
    `from request_change ${c} where ${c}.foundation_id = ${tenant} and ${c}.request_id = ${request} order by ${c}.version limit ${changesMax}`,
);

export const listKinds = listById<ServiceKind>('requests.listKinds', 'service_kind');
