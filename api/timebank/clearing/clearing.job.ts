import type { Logger } from 'pino';
import type { Database } from '../../platform/database/database.ts';
import { statement } from '../../platform/database/statement.ts';
import { headBankSession } from '../../platform/database/session.ts';
import type { PeriodicTask } from '../../platform/jobs/periodic-tasks.ts';
import { carryBack, carryOver, type Order } from './order-relay.ts';
import { bookLeg, waitingLegs } from './settlement.ts';

/**
 * Coins for another foundation are forwarded when they are sent. This is for what a crash or an
 * outage left.
 */
export const clearing: PeriodicTask = {
  task: 'clearing',
  schedule: '* * * * *',
  run: ({ database, log }) => clearRound(database, log),
};

/**
 * Processes all pending orders, returns and settlement legs once. Failures wait for the next run
 * and delay no others.
 */
export async function clearRound(database: Database, log: Logger): Promise<void> {
  await carryOrders(database, log, null);
  await bookLegs(database, log);
}

/** Relays pending orders: one, or all. */
export async function carryOrders(
  database: Database,
  log: Logger,
  orderId: string | null,
): Promise<void> {
  const { sent, returned } = await database.withSession(headBankSession, async (tx) => {
    return {
      sent: await tx.rows<Order>(selectSent, { orderId }),
      returned: await tx.rows<Order>(selectReturned, { orderId }),
    };
  });
  for (const order of sent)
    await attempt(log, { orderId: order.orderId }, () => carryOver(database, order));
  for (const order of returned)
    await attempt(log, { orderId: order.orderId }, () => carryBack(database, order));
}

export async function bookLegs(database: Database, log: Logger): Promise<void> {
  // Foundations that are owed are paid after those that owe. The second pass does so in the same
  // run.
  for (let pass = 0; pass < 2; pass += 1) {
    const legs = await database.withSession(headBankSession, waitingLegs);
    for (const leg of legs) await attempt(log, { legId: leg.id }, () => bookLeg(database, leg));
  }
}

async function attempt(log: Logger, what: object, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    log.error({ err: error, ...what }, 'clearing will be tried again');
  }
}

const selectSent = statement(
  'timebank.selectSent',
  `select o.order_id, o.foundation_id as from_foundation_id, f.name as from_name, o.counterpart_foundation_id as to_foundation_id,
     o.counterpart_account_id as to_account_id, o.related_account_ids, o.representative_account_id, o.amount, o.reason, o.sent_at, o.recalled_at is not null as is_recalled
   from clearing_order o join foundation f on f.id = o.foundation_id
   where o.direction = 'OUT' and o.state = 'SENT' and (:orderId::uuid is null or o.order_id = :orderId) order by o.sent_at, o.order_id limit 1000`,
);
const selectReturned = statement(
  'timebank.selectReturned',
  `select o.order_id, o.foundation_id as from_foundation_id, f.name as from_name, o.counterpart_foundation_id as to_foundation_id,
     o.counterpart_account_id as to_account_id, o.related_account_ids, o.representative_account_id, o.amount, o.reason, o.sent_at, o.recalled_at is not null as is_recalled
   from clearing_order i
   join clearing_order o on o.order_id = i.order_id and o.direction = 'OUT' and o.foundation_id = i.counterpart_foundation_id
   join foundation f on f.id = o.foundation_id
   where i.direction = 'IN' and i.state = 'RETURNED' and o.state = 'SETTLED' and (:orderId::uuid is null or o.order_id = :orderId) order by i.returned_at, i.order_id limit 1000`,
);
