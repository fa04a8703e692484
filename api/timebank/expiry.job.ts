import type { Logger } from 'pino';
import type { Database } from '../platform/database/database.ts';
import { statement } from '../platform/database/statement.ts';
import { identitySession } from '../platform/database/session.ts';
import { withTransaction } from '../platform/database/with-transaction.ts';
import { limits } from '../platform/limits.ts';
import { expireDue } from './expiry.ts';
import { withBooks } from './ledger-transaction.ts';

/**
 * Starts the periodic job that expires holds and lots, on every node. Nodes do not repeat each
 * other's work. Gives a function that stops it.
 */
export function startExpiry(database: Database, log: Logger): { close(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  let isRunning = false;
  const timer = setInterval(() => {
    if (isRunning) return;
    isRunning = true;
    running = expireEverywhere(database, log)
      .catch((error: unknown) => log.error({ err: error }, 'a round of expiry failed'))
      .finally(() => (isRunning = false));
  }, limits.expiryEveryMs);
  timer.unref();
  return {
    async close() {
      clearInterval(timer);
      await running;
    },
  };
}

/**
 * Processes all foundations once. A failure is logged, retried in the next run, and delays no
 * others.
 */
export async function expireEverywhere(database: Database, log: Logger): Promise<void> {
  const foundations = await withTransaction(database.pool, identitySession, (tx) =>
    tx.rows<{ id: string }>(selectFoundations),
  );
  for (const { id } of foundations) {
    try {
      await withBooks(database.pool, id, { accountId: id, requestHash: 'expiry' }, expireDue);
    } catch (error) {
      log.error(
        { err: error, foundationId: id },
        'coins and holds of a foundation could not expire',
      );
    }
  }
}

const selectFoundations = statement('select id from foundation order by id');
