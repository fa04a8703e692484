import { newId } from '../../../schema/ids.ts';
import { grantInForce } from '../../identity/grant-in-force.ts';
import { grantEverHeld } from '../../identity/performers.ts';
import { statement, type StatementParameters } from '../../platform/database/statement.ts';
import { headBankSession } from '../../platform/database/session.ts';
import type { Transactions } from '../../platform/database/with-transaction.ts';
import { Refusal } from '../../platform/common/errors.ts';
import { withBooks } from '../ledger-transaction.ts';
import { book, type Books } from '../ledger.ts';

/** An order in transit, as the head bank's role reads it: routing data without names. */
export interface Order {
  orderId: string;
  fromFoundationId: string;
  fromName: string;
  toFoundationId: string;
  toAccountId: string;
  relatedAccountIds: string[] | null;
  /** Account that acted for the sender. Null when the sender acted alone. */
  representativeAccountId: string | null;
  amount: string;
  reason: string | null;
  sentAt: string;
  /** Whether the sender recalled it; effective until a decision is made. */
  isRecalled: boolean;
}

interface Decision {
  state: 'SETTLED' | 'REFUSED' | 'RETURNED';
  refusalCode: string | null;
}

/**
 * Relays an order from the sender's books, which hold its coins, into the receiver's, and then
 * settles the hold.
 *
 * Each step is one transaction in one foundation. The receiver's row is the decision: inserted
 * once, together with the booking. A crash between the steps is therefore repaired by the next run,
 * and two concurrent nodes do the work of one.
 */
export async function carryOver(database: Transactions, order: Order): Promise<void> {
  const decision = (await decided(database, order)) ?? (await decide(database, order));
  await finish(database, order, decision);
}

/** Reverses the sender's booking, after the receiver's foundation has reversed its own. */
export async function carryBack(database: Transactions, order: Order): Promise<void> {
  await inFoundation(database, order.fromFoundationId, order.orderId, async (tx) => {
    const [out] = await tx.rows<{ id: string; transferId: string }>(lockOut, {
      orderId: order.orderId,
      state: 'SETTLED',
    });
    if (!out) return;
    const [back] = await book(tx, [
      {
        do: 'REVERSE',
        clientId: `clearing:${order.orderId}:out:return`,
        reversesId: out.transferId,
        isClearing: true,
        happenedAt: null,
        reason: 'RETURNED',
        business: { kind: 'clearing', id: out.id },
      },
    ]);
    await tx.rows(markReturnedByRelay, { orderRowId: out.id, transferId: back?.id });
  });
}

/** Runs work in the books of one foundation as the head bank's relay. */
export function inFoundation<T>(
  database: Transactions,
  foundationId: string,
  orderId: string,
  work: (tx: Books) => Promise<T>,
): Promise<T> {
  return withBooks(
    database,
    foundationId,
    { accountId: foundationId, requestHash: `clearing:${orderId}` },
    work,
  );
}

async function decided(
  database: Transactions,
  { toFoundationId, orderId }: Order,
): Promise<Decision | null> {
  const [known] = await database.withSession(headBankSession, (tx) =>
    tx.rows<Decision>(selectDecision, { foundationId: toFoundationId, orderId }),
  );
  return known ?? null;
}

async function decide(database: Transactions, order: Order): Promise<Decision> {
  try {
    await inFoundation(database, order.toFoundationId, order.orderId, (tx) => receive(tx, order));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code } = error;
    await inFoundation(database, order.toFoundationId, order.orderId, (tx) =>
      refuse(tx, order, code),
    );
  }
  const decision = await decided(database, order);
  if (!decision) throw new Error(`Order ${order.orderId} was decided and nothing was written.`);
  return decision;
}

/**
 * Refuses with RECALLED, CLEARING_CLOSED, NO_ACCOUNT, RECEIVER_ACTS_FOR_SENDER,
 * GIFT_ONLY_TO_RELATIVES, CLEARING_LIMIT_REACHED, and as `book` does.
 */
async function receive(tx: Books, order: Order): Promise<void> {
  if (order.isRecalled) throw new Refusal('RECALLED');
  const [payee] = await tx.rows<Payee>(selectPayee, {
    toAccountId: order.toAccountId,
    relatedAccountIds: order.relatedAccountIds,
    representativeAccountId: order.representativeAccountId,
  });
  if (!payee) throw new Refusal('NO_ACCOUNT');
  if (!payee.clears) throw new Refusal('CLEARING_CLOSED');
  if (payee.isRepresentative) throw new Refusal('RECEIVER_ACTS_FOR_SENDER');
  if (order.relatedAccountIds && !payee.isRelated) throw new Refusal('GIFT_ONLY_TO_RELATIVES');
  const id = newId();
  const [booked] = await book(tx, [
    {
      do: 'POST',
      clientId: `clearing:${order.orderId}:in`,
      kind: 'CLEARING_IN',
      from: { ownerKind: 'HEAD_BANK', ownerId: tx.foundationId },
      to: order.toAccountId,
      amount: BigInt(order.amount),
      happenedAt: order.sentAt,
      // The month may have been closed in transit.
      mayAdjust: true,
      business: { kind: 'clearing', id },
      reason: order.reason,
    },
  ]);
  // A concurrent relay has booked it.
  if (booked?.isReplay) return;
  const written = await tx.rows(insertIn, {
    ...rowOf(tx, order, id),
    payeeAccountId: payee.id,
    state: 'SETTLED',
    refusalCode: null,
    transferId: booked?.id,
  });
  // A concurrent relay has refused it; that decision stands.
  if (written.length === 0) throw new Error(`Order ${order.orderId} was refused meanwhile.`);
}

async function refuse(tx: Books, order: Order, code: string): Promise<void> {
  const [payee] = await tx.rows<Payee>(selectPayee, {
    toAccountId: order.toAccountId,
    relatedAccountIds: null,
    representativeAccountId: null,
  });
  await tx.rows(insertIn, {
    ...rowOf(tx, order, newId()),
    payeeAccountId: payee?.id ?? null,
    state: 'REFUSED',
    refusalCode: code,
    transferId: null,
  });
}

function rowOf(tx: Books, order: Order, id: string): StatementParameters {
  const { orderId, fromFoundationId, fromName, amount, reason, sentAt } = order;
  return {
    id,
    orderId,
    counterpartFoundationId: fromFoundationId,
    counterpartName: fromName,
    amount,
    reason,
    actorAccountId: tx.actor.accountId,
    sentAt,
  };
}

async function finish(
  database: Transactions,
  order: Order,
  { state, refusalCode }: Decision,
): Promise<void> {
  await inFoundation(database, order.fromFoundationId, order.orderId, async (tx) => {
    const [out] = await tx.rows<{ id: string; holdId: string }>(lockOut, {
      orderId: order.orderId,
      state: 'SENT',
    });
    if (!out) return;
    const isRefused = state === 'REFUSED';
    const [booked] = await book(tx, [
      {
        do: 'SETTLE',
        clientId: `clearing:${order.orderId}:out`,
        kind: 'CLEARING_OUT',
        holdId: out.holdId,
        to: { ownerKind: 'HEAD_BANK', ownerId: tx.foundationId },
        amount: isRefused ? 0n : BigInt(order.amount),
        happenedAt: order.sentAt,
        mayAdjust: true,
        business: { kind: 'clearing', id: out.id },
        reason: isRefused ? refusalCode : order.reason,
      },
    ]);
    await tx.rows(finishOut, {
      orderRowId: out.id,
      state: isRefused ? 'REFUSED' : 'SETTLED',
      refusalCode,
      transferId: booked?.id,
    });
  });
}

interface Payee {
  id: string;
  clears: boolean;
  isRelated: boolean;
  isRepresentative: boolean;
}

const selectDecision = statement(
  'timebank.selectDecision',
  `select state, refusal_code from clearing_order where foundation_id = :foundationId and order_id = :orderId and direction = 'IN'`,
);
// Related accounts are the sender's own login, or family of the receiver: the platform knows no
// other kinship.
const selectPayee = statement(
  'timebank.selectPayee',
  `select a.id,
     coalesce((select g.is_open from clearing_agreement g where g.foundation_id = :foundationId order by g.version desc limit 1), false) as clears,
     exists (select from role_grant r where r.foundation_id = :foundationId and r.person_id = a.owner_id and r.account_id = any (:relatedAccountIds::uuid[])
       and r.role in ('FAMILY_MEMBER', 'ELDER', 'VOLUNTEER') and ${grantInForce('r')}) as is_related,
     exists (select from role_grant r where r.foundation_id = :foundationId and r.person_id = a.owner_id and r.account_id = :representativeAccountId::uuid
       and ${grantEverHeld('r')}) as is_representative
   from coin_account a where a.foundation_id = :foundationId and a.id = :toAccountId and a.owner_kind = 'PERSON' and a.unit = 'COIN'`,
);
const insertIn = statement(
  'timebank.insertIn',
  `insert into clearing_order (foundation_id, id, order_id, direction, counterpart_foundation_id, counterpart_name, amount, reason, actor_account_id, sent_at,
     community_id, person_id, account_id, counterpart_account_id, state, refusal_code, transfer_id, settled_at)
   select :foundationId, :id, :orderId, 'IN', :counterpartFoundationId, :counterpartName, :amount, :reason, :actorAccountId, :sentAt, a.community_id, a.owner_id, a.id, null, :state, :refusalCode, :transferId, now()
   from (select 1) as one left join coin_account a on a.foundation_id = :foundationId and a.id = :payeeAccountId::uuid
   on conflict (foundation_id, order_id, direction) do nothing returning id`,
);
const lockOut = statement(
  'timebank.lockOut',
  `select id, hold_id, transfer_id from clearing_order where foundation_id = :foundationId and order_id = :orderId and direction = 'OUT' and state = :state for update`,
);
const finishOut = statement(
  'timebank.finishOut',
  `update clearing_order set state = :state, refusal_code = :refusalCode, transfer_id = :transferId, settled_at = now() where foundation_id = :foundationId and id = :orderRowId`,
);
const markReturnedByRelay = statement(
  'timebank.markReturnedByRelay',
  `update clearing_order set state = 'RETURNED', return_transfer_id = :transferId, returned_at = now() where foundation_id = :foundationId and id = :orderRowId`,
);
