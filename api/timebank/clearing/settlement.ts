import { newId } from '../../../schema/ids.ts';
import { type Queryable, statement } from '../../platform/database/statement.ts';
import { roles } from '../../platform/database/roles.ts';
import { headBankSession } from '../../platform/database/session.ts';
import type { Transactions } from '../../platform/database/with-transaction.ts';
import { Refusal } from '../../platform/common/errors.ts';
import { book, type Booking, type Books } from '../ledger.ts';
import { inFoundation } from './order-relay.ts';

export interface Settlement {
  id: string;
  fenPerCoin: bigint;
  reason: string;
  actorAccountId: string;
}

/**
 * Creates a settlement: what each foundation owes or is owed, from orders completed on both sides,
 * minus earlier settlements. The legs sum to zero, in coins and in money. Created once per id.
 * Refuses with NOTHING_TO_SETTLE, NO_MONEY_ACCOUNT, and with IDEMPOTENCY_KEY_REUSED when the id
 * belongs to other terms.
 */
export async function drawUp(
  database: Transactions,
  settlement: Settlement,
  leaveTrail: (tx: Queryable, foundationId: string, legId: string) => Promise<void>,
): Promise<void> {
  await database.withSession(headBankSession, async (tx) => {
    // Concurrent settlements would count the same positions. A separate statement, so that the next
    // one sees the rows committed before.
    await tx.rows(lockSettlements);
    const [known] = await tx.rows<{ isSame: boolean }>(selectLegOfSettlement, {
      settlementId: settlement.id,
      fenPerCoin: settlement.fenPerCoin.toString(),
      reason: settlement.reason,
    });
    if (known?.isSame) return;
    if (known) throw new Refusal('IDEMPOTENCY_KEY_REUSED', {}, ['input', 'idempotencyKey']);
    const positions = await tx.rows<Position>(selectNetPositions);
    // Without a leg nothing would remember the key, and a repeat would settle later debts.
    if (positions.length === 0) throw new Refusal('NOTHING_TO_SETTLE', {}, ['input']);
    const legs = withMoney(positions, settlement.fenPerCoin).map((part) => ({
      id: newId(),
      ...part,
    }));
    for (const { id, foundationId, coins, fen } of legs) {
      await tx.rows(insertLeg, {
        foundationId,
        id,
        settlementId: settlement.id,
        coins: coins.toString(),
        fen: fen.toString(),
        fenPerCoin: settlement.fenPerCoin.toString(),
        reason: settlement.reason,
        actorAccountId: settlement.actorAccountId,
      });
    }
    // Last, since each leg is inserted as a member of its foundation.
    for (const { id, foundationId } of legs) {
      await tx.rows(becomeMember);
      await tx.rows(enterFoundation, { foundationId });
      await leaveTrail(tx, foundationId, id);
    }
  });
}

/** A settlement leg that waits for its foundation's books. */
export interface WaitingLeg {
  id: string;
  foundationId: string;
  settlementId: string;
  position: string;
  fen: string;
  reason: string;
}

/**
 * Books one leg: coins between the head bank's account and the settling fund, and money in the
 * opposite direction. Idempotent.
 */
export async function bookLeg(database: Transactions, leg: WaitingLeg): Promise<void> {
  const { foundationId, settlementId } = leg;
  try {
    await inFoundation(database, foundationId, settlementId, (tx) => bookInside(tx, leg));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code } = error;
    await inFoundation(database, foundationId, settlementId, (tx) =>
      tx.rows(markWaiting, { foundationId, legId: leg.id, code }),
    );
  }
}

async function bookInside(tx: Books, leg: WaitingLeg): Promise<void> {
  const [waiting] = await tx.rows<{ fundId: string }>(lockLeg, { legId: leg.id });
  if (!waiting) return;
  const headBank = { ownerKind: 'HEAD_BANK', ownerId: tx.foundationId } as const;
  const fund = { ownerKind: 'FUND', ownerId: waiting.fundId } as const;
  const common = {
    do: 'POST',
    kind: 'CLEARING_SETTLEMENT',
    happenedAt: null,
    business: { kind: 'clearingleg', id: leg.id },
    reason: leg.reason,
  } as const;
  const coins = BigInt(leg.position);
  const fen = BigInt(leg.fen);
  const bookings: Booking[] = [
    // A debtor takes the coins that left back from the head bank, and pays for them; a creditor,
    // the opposite.
    {
      ...common,
      clientId: `settlement:${leg.settlementId}:coins`,
      from: coins > 0n ? headBank : fund,
      to: coins > 0n ? fund : headBank,
      amount: size(coins),
    },
  ];
  if (fen !== 0n) {
    bookings.push({
      ...common,
      clientId: `settlement:${leg.settlementId}:money`,
      unit: 'CNY',
      from: fen > 0n ? fund : headBank,
      to: fen > 0n ? headBank : fund,
      amount: size(fen),
    });
  }
  const [coinsBooked, moneyBooked] = await book(tx, bookings);
  await tx.rows(markBooked, {
    legId: leg.id,
    coinsTransferId: coinsBooked?.id,
    moneyTransferId: moneyBooked?.id ?? null,
  });
}

interface Position {
  foundationId: string;
  coins: string;
}

interface Part {
  foundationId: string;
  coins: bigint;
  fen: bigint;
}

/**
 * Converts coins to money, in fen. The rounding difference goes to the largest position, so that
 * the legs sum to zero.
 */
export function withMoney(positions: readonly Position[], fenPerCoin: bigint): Part[] {
  const parts = positions.map(({ foundationId, coins }): Part => {
    return { foundationId, coins: BigInt(coins), fen: rounded(BigInt(coins) * fenPerCoin) };
  });
  const left = parts.reduce((sum, { fen }) => sum + fen, 0n);
  const largest = parts.reduce<Part | null>(
    (found, part) => (found && size(found.coins) >= size(part.coins) ? found : part),
    null,
  );
  if (largest) largest.fen -= left;
  return parts;
}

/** Hundredths of a coin times fen, to whole fen, half away from zero. */
function rounded(product: bigint): bigint {
  const half = product < 0n ? -50n : 50n;
  return (product + half) / 100n;
}

function size(amount: bigint): bigint {
  return amount < 0n ? -amount : amount;
}

/** Legs that are due: all debtors, and creditors once all debtors have paid. */
export async function waitingLegs(tx: Queryable): Promise<WaitingLeg[]> {
  return tx.rows<WaitingLeg>(selectWaiting);
}

const becomeMember = statement('timebank.becomeMember', `set local role ${roles.member}`);
const enterFoundation = statement(
  'timebank.enterFoundation',
  `select set_config('app.foundation', :foundationId, true)`,
);
const lockSettlements = statement(
  'timebank.lockSettlements',
  `select pg_advisory_xact_lock(hashtextextended('clearing_leg', 0))`,
);
const selectLegOfSettlement = statement(
  'timebank.selectLegOfSettlement',
  'select fen_per_coin = :fenPerCoin::bigint and reason = :reason as is_same from clearing_leg where settlement_id = :settlementId limit 1',
);
// Coins that arrived and were not returned, with the sender's side completed; minus settled or
// pending ones.
const selectNetPositions = statement(
  'timebank.selectNetPositions',
  `select foundation_id, sum(coins)::bigint as coins from (
     select o.foundation_id, o.amount as coins from clearing_order o
     join clearing_order i on i.order_id = o.order_id and i.direction = 'IN' and i.foundation_id = o.counterpart_foundation_id
     where o.direction = 'OUT' and o.state = 'SETTLED' and i.state = 'SETTLED'
     union all
     select i.foundation_id, -i.amount from clearing_order i
     join clearing_order o on o.order_id = i.order_id and o.direction = 'OUT' and o.foundation_id = i.counterpart_foundation_id
     where i.direction = 'IN' and i.state = 'SETTLED' and o.state = 'SETTLED'
     union all
     select foundation_id, -position from clearing_leg
   ) as moved group by foundation_id having sum(coins) <> 0 order by sum(coins) desc, foundation_id`,
);
const insertLeg = statement(
  'timebank.insertLeg',
  `insert into clearing_leg (foundation_id, id, settlement_id, position, fen, fen_per_coin, reason, actor_account_id)
   values (:foundationId, :id, :settlementId, :coins, :fen, :fenPerCoin, :reason, :actorAccountId)`,
);
const selectWaiting = statement(
  'timebank.selectWaiting',
  `select w.id, w.foundation_id, w.settlement_id, w.position, w.fen, w.reason from clearing_leg w
   where w.state = 'WAITING' and (w.position > 0 or not exists (
     select from clearing_leg d where d.settlement_id = w.settlement_id and d.state = 'WAITING' and d.position > 0))
   order by w.drawn_up_at, w.position desc, w.id limit 1000`,
);
const lockLeg = statement(
  'timebank.lockLeg',
  `select l.id, (select a.owner_id from clearing_agreement g join coin_account a on a.foundation_id = g.foundation_id and a.id = g.fund_account_id
     where g.foundation_id = :foundationId order by g.version desc limit 1) as fund_id
   from clearing_leg l where l.foundation_id = :foundationId and l.id = :legId and l.state = 'WAITING' for update of l`,
);
const markBooked = statement(
  'timebank.markBooked',
  `update clearing_leg set state = 'BOOKED', refusal_code = null, transfer_id = :coinsTransferId, money_transfer_id = :moneyTransferId, booked_at = now() where foundation_id = :foundationId and id = :legId`,
);
const markWaiting = statement(
  'timebank.markWaiting',
  `update clearing_leg set refusal_code = :code where foundation_id = :foundationId and id = :legId and state = 'WAITING'`,
);
