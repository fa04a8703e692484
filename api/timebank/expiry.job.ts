import type { Logger } from 'pino';
import type { Database } from '../platform/database/database.ts';
import { statement } from '../platform/database/statement.ts';
import { identitySession } from '../platform/database/session.ts';
import type { PeriodicTask } from '../platform/jobs/periodic-tasks.ts';
import { expireDue } from './expiry.ts';
import { withBooks } from './ledger-transaction.ts';

/** Coins and holds expire within a minute of their time. Nobody plans by the second. */
export const expiry: PeriodicTask = {
  task: 'coin-expiry',
  schedule: '* * * * *',
  run: ({ database, log }) => expireEverywhere(database, log),
};

/**
 * Processes all foundations once. A failure is logged, retried in the next run, and delays no
 * others.
 */
export async function expireEverywhere(database: Database, log: Logger): Promise<void> {
  const foundations = await database.readAs<{ id: string }>(identitySession, selectFoundations);
  for (const { id } of foundations) {
    try {
      await withBooks(database, id, { accountId: id, requestHash: 'expiry' }, expireDue);
    } catch (error) {
      log.error(
        { err: error, foundationId: id },
        'coins and holds of a foundation could not expire',
      );
    }
  }
}

const selectFoundations = statement(
  'timebank.selectFoundations',
  'select id from foundation order by id',
);
