import type { Page } from '../../../schema/connection.ts';
import type { JointVisit } from '../../../schema/requests/joint-visit.ts';
import type { ServiceRequest } from '../../../schema/requests/service-request.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import { statement } from '../../platform/database/statement.ts';
import { loaderById, loaderByParent } from '../../platform/reads/loaders.ts';
import {
  countOf,
  highestId,
  idAfter,
  type PageArgs,
  pageOf,
} from '../../platform/reads/pagination.ts';

export const jointVisitById = loaderById<JointVisit>('requests.jointVisitById', 'joint_visit');

export const requestsByJointVisit = loaderByParent<ServiceRequest>(
  'requests.requestsByJointVisit',
  `select r.joint_visit_id as parent_id, r.* from service_request r
   where r.foundation_id = :foundationId and r.joint_visit_id = any (:parentIds) order by r.joint_visit_id, r.requested_from, r.id`,
);

export async function listJointVisits(
  ctx: Context,
  { first, after }: PageArgs,
): Promise<Page<JointVisit>> {
  const rows = await ctx.rows<JointVisit>(selectJointVisits, {
    after: idAfter(after, highestId),
    limit: first + 1,
  });
  return pageOf(rows, { first, after }, () => countOf(ctx, countJointVisits));
}

const selectJointVisits = statement(
  'requests.selectJointVisits',
  'select * from joint_visit where foundation_id = :foundationId and id < :after order by id desc limit :limit',
);
const countJointVisits = statement(
  'requests.countJointVisits',
  'select count(*) from joint_visit where foundation_id = :foundationId',
);
