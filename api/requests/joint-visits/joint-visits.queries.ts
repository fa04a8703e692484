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

export const jointVisitById = loaderById<JointVisit>('joint_visit');

export const requestsByJointVisit = loaderByParent<ServiceRequest>(
  'requestsByJointVisit',
  `select r.joint_visit_id as parent_id, r.* from service_request r
   where r.foundation_id = $1 and r.joint_visit_id = any ($2) order by r.joint_visit_id, r.requested_from, r.id`,
);

export async function listJointVisits(
  ctx: Context,
  { first, after }: PageArgs,
): Promise<Page<JointVisit>> {
  const rows = await ctx.rows<JointVisit>(selectJointVisits, [
    ctx.foundationId,
    idAfter(after, highestId),
    first + 1,
  ]);
  return pageOf(rows, first, () => countOf(ctx, countJointVisits));
}

const selectJointVisits = statement(
  'select * from joint_visit where foundation_id = $1 and id < $2 order by id desc limit $3',
);
const countJointVisits = statement('select count(*) from joint_visit where foundation_id = $1');
