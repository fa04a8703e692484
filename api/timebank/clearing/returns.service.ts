import type {
  RecallCoinsInput,
  ReturnCoinsInput,
} from '../../../schema/timebank/clearing-inputs.ts';
import { grantEverHeld } from '../../identity/performers.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import { statement } from '../../platform/database/statement.ts';
import { Refusal } from '../../platform/common/errors.ts';
import { idFrom } from '../../platform/common/ids.ts';
import { holdersOf, requireActingForHolder, seeAccount, subjectOf } from '../accounts.ts';
import { reverse } from '../ledger.ts';
import { carryOrders } from './clearing.job.ts';
import { type OrderAnswer, unlessItFails } from './clearing.service.ts';
import { inFoundation } from './order-relay.ts';

/**
 * Returns coins that came from another foundation, once, and only while they are unspent.
 * Refuses with NOT_FOUND, NOT_ALLOWED (also for holders of either account), NOT_RETURNABLE, and as
 * `reverse` of ledger.ts does.
 */
export async function returnCoins(ctx: Context, input: ReturnCoinsInput): Promise<OrderAnswer> {
  const orderRowId = idFrom('clearing', input.orderId, 'input', 'orderId');
  const options = { operation: 'returnCoins', input };
  const isSender = await holdsSender(ctx, orderRowId);
  const answer = await ctx.mutate(options, async (tx) => {
    const [order] = await tx.rows<LockedOrder>(lockOrder, { orderRowId });
    if (!order) throw new Refusal('NOT_FOUND', { what: 'ClearingOrder' }, ['input', 'orderId']);
    const holders = await holdersOf(
      tx,
      order.accountId ? [await seeAccount(tx, order.accountId)] : [],
    );
    const performers = isSender ? [tx.actor.accountId] : [];
    await tx.authorize(
      'clearing:return',
      { ...holders, performerAccountIds: [...holders.performerAccountIds, ...performers] },
      { kind: 'clearing', id: orderRowId, reason: input.reason },
    );
    if (order.direction !== 'IN' || order.state !== 'SETTLED') throw new Refusal('NOT_RETURNABLE');
    const transferId = await reverse(tx, {
      clientId: `clearing:${order.orderId}:in:return`,
      reversesId: order.transferId,
      isClearing: true,
      reason: input.reason,
      happenedAt: null,
      business: { kind: 'clearing', id: orderRowId },
    });
    await tx.rows(markReturned, { orderRowId, transferId, reason: input.reason });
    return { orderRowId, orderId: order.orderId };
  });
  await unlessItFails(ctx, ({ database, log }) => carryOrders(database, log, answer.orderId));
  return answer;
}

/**
 * Recalls coins in transit; arrived coins stay. The first decision in the receiving foundation
 * wins. A relay that stopped halfway is completed by the next run either way.
 * Refuses with NOT_FOUND, NOT_ALLOWED, ACTING_FOR_HOLDER_NEEDED, NOT_RECALLABLE, and with
 * RECALL_TOO_LATE when they have arrived.
 */
export async function recallCoins(ctx: Context, input: RecallCoinsInput): Promise<OrderAnswer> {
  const orderRowId = idFrom('clearing', input.orderId, 'input', 'orderId');
  const options = { operation: 'recallCoins', input };
  const answer = await ctx.mutate(options, async (tx) => {
    const [order] = await tx.rows<LockedOrder>(lockOrder, { orderRowId });
    if (!order) throw new Refusal('NOT_FOUND', { what: 'ClearingOrder' }, ['input', 'orderId']);
    const sender = order.accountId ? await seeAccount(tx, order.accountId) : null;
    const subject = sender ? subjectOf(sender) : {};
    await tx.authorize('clearing:send', subject, {
      kind: 'clearing',
      id: orderRowId,
      reason: input.reason,
    });
    if (sender) requireActingForHolder(tx, sender);
    if (order.direction !== 'OUT') throw new Refusal('NOT_RECALLABLE');
    if (order.state === 'SETTLED') throw new Refusal('RECALL_TOO_LATE');
    if (order.state !== 'SENT') throw new Refusal('NOT_RECALLABLE');
    await tx.rows(markRecalled, { orderRowId, reason: input.reason });
    return { orderRowId, orderId: order.orderId };
  });
  await unlessItFails(ctx, ({ database, log }) => carryOrders(database, log, answer.orderId));
  const [order] = await ctx.rows<{ state: string }>(selectState, { orderRowId });
  if (order?.state === 'SETTLED') throw new Refusal('RECALL_TOO_LATE');
  return answer;
}

interface LockedOrder {
  state: string;
  direction: string;
  orderId: string;
  accountId: string | null;
  transferId: string;
}

/**
 * Whether the caller holds or held the account of the sender, by the sender's books, since this
 * foundation does not see the sender. It is read before the mutation, whose connection must not
 * wait for another one.
 */
async function holdsSender(ctx: Context, orderRowId: string): Promise<boolean> {
  const { actor, services } = ctx;
  const [came] = await ctx.rows<Came>(selectCame, { orderRowId });
  await ctx.closeReader();
  if (!came) return false;
  const { orderId, senderFoundationId } = came;
  const held = await inFoundation(services.database, senderFoundationId, orderId, (tx) =>
    tx.rows(selectSender, { orderId, actorAccountId: actor.accountId }),
  );
  return held.length > 0;
}

interface Came {
  orderId: string;
  senderFoundationId: string;
}

const selectCame = statement(
  'timebank.selectCame',
  `select order_id, counterpart_foundation_id as sender_foundation_id from clearing_order
   where foundation_id = :foundationId and id = :orderRowId and direction = 'IN'`,
);
const selectSender = statement(
  'timebank.selectSender',
  `select from clearing_order o join role_grant g on g.foundation_id = o.foundation_id and g.person_id = o.person_id
   where o.foundation_id = :foundationId and o.order_id = :orderId and o.direction = 'OUT'
     and g.account_id = :actorAccountId and ${grantEverHeld('g')} limit 1`,
);
const lockOrder = statement(
  'timebank.lockOrder',
  'select state, direction, order_id, account_id, transfer_id from clearing_order where foundation_id = :foundationId and id = :orderRowId for update',
);
const selectState = statement(
  'timebank.selectState',
  'select state from clearing_order where foundation_id = :foundationId and id = :orderRowId',
);
const markRecalled = statement(
  'timebank.markRecalled',
  `update clearing_order set recalled_at = coalesce(recalled_at, now()), recall_reason = coalesce(recall_reason, :reason) where foundation_id = :foundationId and id = :orderRowId`,
);
const markReturned = statement(
  'timebank.markReturned',
  `update clearing_order set state = 'RETURNED', return_transfer_id = :transferId, return_reason = :reason, returned_at = now() where foundation_id = :foundationId and id = :orderRowId`,
);
