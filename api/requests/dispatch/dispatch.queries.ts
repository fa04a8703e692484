import type { Page } from '../../../schema/connection.ts';
import type { DispatchPolicy } from '../../../schema/requests/dispatch-policy.ts';
import type { Pairing } from '../../../schema/requests/pairing.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import { statement } from '../../platform/database/statement.ts';
import { loaderById } from '../../platform/reads/loaders.ts';
import {
  countOf,
  idAfter,
  lowestId,
  type PageArgs,
  pageOf,
} from '../../platform/reads/pagination.ts';

export const pairingById = loaderById<Pairing>('pairing');
export const dispatchPolicyById = loaderById<DispatchPolicy>('dispatch_policy');

export async function listPairings(
  ctx: Context,
  { first, after }: PageArgs,
): Promise<Page<Pairing>> {
  const rows = await ctx.rows<Pairing>(selectPairings, [
    ctx.foundationId,
    idAfter(after, lowestId),
    first + 1,
  ]);
  return pageOf(rows, first, () => countOf(ctx, countPairings));
}

const selectPairings = statement(
  'select * from pairing where foundation_id = $1 and id > $2 order by id limit $3',
);
const countPairings = statement('select count(*) from pairing where foundation_id = $1');
