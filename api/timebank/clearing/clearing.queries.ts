import type { Page } from '../../../schema/connection.ts';
import {
  type ClearingLeg,
  type ClearingOrder,
  type ClearingPartner,
  type ClearingPosition,
  type ClearingRegisterEntry,
} from '../../../schema/timebank/clearing.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import type { Loader } from '../../platform/reads/read-context.ts';
import { type Statement, statement } from '../../platform/database/statement.ts';
import { loaderById } from '../../platform/reads/loaders.ts';
import {
  countOf,
  highestId,
  idAfter,
  lowestId,
  type PageArgs,
  pageOf,
} from '../../platform/reads/pagination.ts';
import { readAbove } from './clearing.service.ts';

export const clearingOrderById = loaderById<ClearingOrder>(
  'timebank.clearingOrderById',
  'clearing_order',
);
export const clearingLegById = loaderById<ClearingLeg>('timebank.clearingLegById', 'clearing_leg');

/** Orders of this foundation that are visible to the caller. */
export async function listOrders(
  ctx: Context,
  { first, after }: PageArgs,
): Promise<Page<ClearingOrder>> {
  const rows = await ctx.rows<ClearingOrder>(selectOrders, {
    after: idAfter(after, highestId),
    limit: first + 1,
  });
  return pageOf(rows, { first, after }, () => countOf(ctx, countOrders));
}

/** Settlement legs: this foundation's, or all of them for the head bank. */
export async function listLegs(
  ctx: Context,
  { first, after }: PageArgs,
): Promise<Page<ClearingLeg>> {
  const start = idAfter(after, highestId);
  if (!ctx.allows('clearing:oversee')) {
    const rows = await ctx.rows<ClearingLeg>(selectLegs, { after: start, limit: first + 1 });
    return pageOf(rows, { first, after }, () => countOf(ctx, countLegs));
  }
  return readAbove(ctx, (above) =>
    wholePage(above, selectAllLegs, countAllLegs, highestId, { first, after }),
  );
}

/** Foundations that accept coins, for all members of a foundation. */
export async function listPartners(
  ctx: Context,
  { first, after }: PageArgs,
): Promise<Page<ClearingPartner>> {
  const { foundationId } = ctx;
  const start = idAfter(after, lowestId);
  return readAbove(ctx, async (above) => {
    const rows = await above.rows<ClearingPartner>(selectPartners, {
      after: start,
      limit: first + 1,
      foundationId,
    });
    const total = await countOf(above, countPartners, { foundationId });
    return pageOf(rows, { first, after }, async () => total);
  });
}

/** Clearing positions of all foundations, for the head bank. */
export async function listPositions(
  ctx: Context,
  { first, after }: PageArgs,
): Promise<Page<ClearingPosition>> {
  ctx.authorize('clearing:oversee');
  return readAbove(ctx, (above) =>
    wholePage(above, selectPositions, countPositions, lowestId, { first, after }),
  );
}

/** Orders between all foundations, newest first, for the head bank. */
export async function listRegister(
  ctx: Context,
  { first, after }: PageArgs,
): Promise<Page<ClearingRegisterEntry>> {
  ctx.authorize('clearing:oversee');
  return readAbove(ctx, (above) =>
    wholePage(above, selectRegister, countRegister, highestId, { first, after }),
  );
}

/** Clearing positions by foundation id, read under the caller's role. */
const positions: Loader<string, ClearingPosition> = {
  name: 'clearingPositions',
  async batch(ctx: Context, ids) {
    const rows = await ctx.rows<ClearingPosition>(selectPositionsById, { ids });
    return new Map(rows.map((row) => [row.id, row]));
  },
};

/**
 * Clearing position of one foundation; null when it never took part. For its own members and the
 * head bank.
 */
export async function positionOf(
  ctx: Context,
  foundationId: string,
): Promise<ClearingPosition | null> {
  return readAbove(ctx, (above) => above.load(positions, foundationId));
}

async function wholePage<Row extends { id: string }>(
  above: Context,
  query: Statement,
  counting: Statement,
  start: string,
  { first, after }: PageArgs,
): Promise<Page<Row>> {
  const rows = await above.rows<Row>(query, { after: idAfter(after, start), limit: first + 1 });
  // Counted eagerly, since this snapshot is closed before the response is built.
  const total = await countOf(above, counting);
  return pageOf(rows, { first, after }, async () => total);
}

const selectOrders = statement(
  'timebank.selectOrders',
  'select * from clearing_order where foundation_id = :foundationId and id < :after order by id desc limit :limit',
);
const countOrders = statement(
  'timebank.countOrders',
  'select count(*) from clearing_order where foundation_id = :foundationId',
);
const selectLegs = statement(
  'timebank.selectLegs',
  'select * from clearing_leg where foundation_id = :foundationId and id < :after order by id desc limit :limit',
);
const countLegs = statement(
  'timebank.countLegs',
  'select count(*) from clearing_leg where foundation_id = :foundationId',
);
const selectAllLegs = statement(
  'timebank.selectAllLegs',
  'select * from clearing_leg where id < :after order by id desc limit :limit',
);
const countAllLegs = statement('timebank.countAllLegs', 'select count(*) from clearing_leg');
const open = `join lateral (select is_open, owed_max, claim_max from clearing_agreement g where g.foundation_id = f.id
  order by version desc limit 1) as latest on`;
const selectPartners = statement(
  'timebank.selectPartners',
  `select f.id, f.name from foundation f ${open} latest.is_open where f.id > :after and f.id <> :foundationId order by f.id limit :limit`,
);
const countPartners = statement(
  'timebank.countPartners',
  `select count(*) from foundation f ${open} latest.is_open where f.id <> :foundationId`,
);
const position = `select f.id, f.name, latest.is_open, latest.owed_max, latest.claim_max,
    coalesce(a.posted, 0) as position, coalesce(a.pending_in, 0) as on_the_way
  from foundation f ${open} true
  left join coin_account a on a.foundation_id = f.id and a.owner_kind = 'HEAD_BANK' and a.unit = 'COIN'`;
const selectPositions = statement(
  'timebank.selectPositions',
  `${position} where f.id > :after order by f.id limit :limit`,
);
const selectPositionsById = statement(
  'timebank.selectPositionsById',
  `${position} where f.id = any (:ids)`,
);
const countPositions = statement(
  'timebank.countPositions',
  `select count(*) from foundation f ${open} true`,
);
const selectRegister = statement(
  'timebank.selectRegister',
  `select o.order_id as id, f.name as from_name, t.name as to_name, o.amount, o.state as state_out, i.state as state_in, o.sent_at
   from clearing_order o
   join foundation f on f.id = o.foundation_id join foundation t on t.id = o.counterpart_foundation_id
   left join clearing_order i on i.foundation_id = o.counterpart_foundation_id and i.order_id = o.order_id and i.direction = 'IN'
   where o.direction = 'OUT' and o.order_id < :after order by o.order_id desc limit :limit`,
);
const countRegister = statement(
  'timebank.countRegister',
  `select count(*) from clearing_order where direction = 'OUT'`,
);
