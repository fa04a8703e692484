import { statement } from '../platform/database/statement.ts';
import { book, type Booking, type Books } from './ledger.ts';

/** Bookings per run and foundation; the rest waits for the next run. */
const expiriesMax = 200;

/**
 * Releases expired holds, and returns coins of expired lots to the issuing account. Coins from
 * another foundation go to the fund that settles for them. Held coins stay until their hold is
 * settled. Safe on any number of nodes: the client ids make each expiry happen once. Gives the
 * counts.
 */
export async function expireDue(tx: Books): Promise<{ holds: number; lots: number }> {
  const holds = await tx.rows<{ id: string }>(selectHolds);
  const lots = await tx.rows<DueLot>(selectExpiringLots);
  const bookings: Booking[] = [
    ...holds.map(({ id }): Booking => {
      return {
        do: 'SETTLE',
        clientId: `expiry:${id}`,
        kind: 'EXPIRY',
        holdId: id,
        amount: 0n,
        happenedAt: null,
      };
    }),
    ...lots.map(({ id, accountId, fundAccountId, amount, moveCount }): Booking => {
      return {
        do: 'POST',
        // A lot may expire twice, when held coins return after the first time; the move count
        // distinguishes them.
        clientId: `expiry:${id}:${moveCount}`,
        kind: 'EXPIRY',
        from: accountId,
        to: fundAccountId,
        amount: BigInt(amount),
        happenedAt: null,
        business: { kind: 'lot', id },
      };
    }),
  ];
  const booked = bookings.length > 0 ? await book(tx, bookings) : [];
  const isNew = booked.map(({ isReplay }) => !isReplay);
  return {
    holds: isNew.slice(0, holds.length).filter(Boolean).length,
    lots: isNew.slice(holds.length).filter(Boolean).length,
  };
}

interface DueLot {
  id: string;
  accountId: string;
  fundAccountId: string;
  amount: string;
  moveCount: string;
}

const selectHolds = statement(
  'timebank.selectHolds',
  `select t.id from transfer t
   where t.foundation_id = :foundationId and t.phase = 'PENDING' and t.expires_at <= now()
     and not exists (select from transfer s where s.foundation_id = t.foundation_id and s.pending_id = t.id)
   order by t.expires_at limit ${expiriesMax}`,
);
const selectExpiringLots = statement(
  'timebank.selectExpiringLots',
  `select l.id, l.account_id, coalesce(g.fund_account_id, l.fund_account_id) as fund_account_id, l.remaining - l.held as amount,
     (select count(*) from lot_move m where m.foundation_id = l.foundation_id and m.lot_id = l.id) as move_count
   from coin_lot l join coin_account a on a.foundation_id = l.foundation_id and a.id = l.fund_account_id
   left join lateral (select fund_account_id from clearing_agreement where foundation_id = :foundationId order by version desc limit 1) as g
     on a.owner_kind = 'HEAD_BANK'
   -- A fund that is closed takes nothing back; its coins wait until it is opened, and keep no others waiting.
   join coin_account r on r.foundation_id = l.foundation_id and r.id = coalesce(g.fund_account_id, l.fund_account_id) and r.is_open
   where l.foundation_id = :foundationId and l.remaining > l.held and l.expires_at <= now()
   order by l.expires_at limit ${expiriesMax}`,
);
