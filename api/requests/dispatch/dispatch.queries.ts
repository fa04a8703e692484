import type { Page } from '../../../schema/connection.ts';
import type { DispatchPolicy } from '../../../schema/requests/dispatch-policy.ts';
import type { Pairing } from '../../../schema/requests/pairing.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import { statement } from '../../platform/database/statement.ts';
import { loaderById, pagesOfTable } from '../../platform/reads/loaders.ts';
import {
  countOf,
  idAfter,
  lowestId,
  type PageArgs,
  pageOf,
} from '../../platform/reads/pagination.ts';

export const pairingById = loaderById<Pairing>('requests.pairingById', 'pairing');
export const dispatchPolicyById = loaderById<DispatchPolicy>(
  'requests.dispatchPolicyById',
  'dispatch_policy',
);

export const pairingsOfElder = pagesOfTable<Pairing>(
  'requests.pairingsOfElder',
  'pairing',
  'elder_id',
  'oldest first',
);
export const pairingsOfVolunteer = pagesOfTable<Pairing>(
  'requests.pairingsOfVolunteer',
  'pairing',
  'volunteer_id',
  'oldest first',
);

export async function listPairings(
  ctx: Context,
  { first, after }: PageArgs,
): Promise<Page<Pairing>> {
  const rows = await ctx.rows<Pairing>(selectPairings, {
    after: idAfter(after, lowestId),
    limit: first + 1,
  });
  return pageOf(rows, { first, after }, () => countOf(ctx, countPairings));
}

const selectPairings = statement(
  'requests.selectPairings',
  'select * from pairing where foundation_id = :foundationId and id > :after order by id limit :limit',
);
const countPairings = statement(
  'requests.countPairings',
  'select count(*) from pairing where foundation_id = :foundationId',
);
