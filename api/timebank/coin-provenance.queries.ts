import type { CoinProvenance, TransferExplanation } from '../../schema/timebank/statement.ts';
import type { Context } from '../platform/context/operation-context.ts';
import { statement } from '../platform/database/statement.ts';
import { transferById } from './timebank.queries.ts';

/**
 * Traces the coins of a transfer back to their grants, and forward to their uses, as far as the
 * caller may see. Null when the transfer is not visible.
 */
export async function explainTransfer(
  ctx: Context,
  transferId: string,
): Promise<TransferExplanation | null> {
  const transfer = await ctx.load(transferById, transferId);
  if (!transfer) return null;
  const parameters = { transferId };
  const origins = await ctx.rows<CoinProvenance>(selectOrigins, parameters);
  const uses = await ctx.rows<CoinProvenance>(selectUses, parameters);
  const [link] = await ctx.rows<{ seal: string }>(selectLink, parameters);
  return { transfer, origins, uses, seal: link?.seal ?? null };
}

/** Lots change hands a few times; the bounds guard against pathological cases. */
const depthMax = 20;
const stepsMax = 200;

const stands = `not exists (select from transfer t where t.foundation_id = :foundationId
       and (t.reverses_id = m.transfer_id or t.id = m.transfer_id and t.reverses_id is not null))`;

// A reserved and released lot cancels out, so only posted moves count.
const selectOrigins = statement(
  'timebank.selectOrigins',
  `with recursive taken as (
     select m.lot_id, -m.amount as amount, 1 as depth from lot_move m
     where m.foundation_id = :foundationId and m.transfer_id = :transferId and m.layer = 'POSTED' and m.amount < 0
     union
     select m.lot_id, -m.amount, t.depth + 1 from taken t
     join coin_lot l on l.foundation_id = :foundationId and l.id = t.lot_id
     join lot_move m on m.foundation_id = :foundationId and m.transfer_id = l.transfer_id and m.layer = 'POSTED' and m.amount < 0
     where t.depth < ${depthMax}
   )
   select l.id as lot_id, l.transfer_id, l.fund_account_id, taken.amount from taken
   join coin_lot l on l.foundation_id = :foundationId and l.id = taken.lot_id order by taken.depth, l.id limit ${stepsMax}`,
);
// Reversed transfers are no use of coins.
const selectUses = statement(
  'timebank.selectUses',
  `with recursive made as (
     select l.id, l.fund_account_id, 1 as depth from coin_lot l where l.foundation_id = :foundationId and l.transfer_id = :transferId
     union
     select l.id, l.fund_account_id, made.depth + 1 from made
     join lot_move m on m.foundation_id = :foundationId and m.lot_id = made.id and m.layer = 'POSTED' and m.amount < 0
     join coin_lot l on l.foundation_id = :foundationId and l.transfer_id = m.transfer_id
     where made.depth < ${depthMax} and ${stands}
   )
   select made.id as lot_id, m.transfer_id, made.fund_account_id, -m.amount as amount from made
   join lot_move m on m.foundation_id = :foundationId and m.lot_id = made.id and m.layer = 'POSTED' and m.amount < 0
   where ${stands} order by made.depth, m.id limit ${stepsMax}`,
);
const selectLink = statement(
  'timebank.selectLink',
  `select encode(chain, 'hex') as seal from transfer_link where foundation_id = :foundationId and transfer_id = :transferId`,
);
