import { systemSession } from '../platform/database/session.ts';
import type { Transactions } from '../platform/database/with-transaction.ts';
import type { Books } from './ledger.ts';

/**
 * The actor of bookings without a signed-in account: expiry of coins, clearing between foundations.
 */
export interface Bookkeeper {
  /** The acting account; the foundation's own id for the platform. */
  accountId: string;
  requestHash: string;
}

/**
 * Runs booking work in one foundation, in one transaction that sees all of it. For the platform
 * itself, not for requests.
 */
export async function withBooks<T>(
  database: Transactions,
  foundationId: string,
  { accountId, requestHash }: Bookkeeper,
  work: (tx: Books) => Promise<T>,
): Promise<T> {
  return database.withSession(systemSession(foundationId, accountId), (tx) =>
    work({
      foundationId,
      actor: { accountId },
      rows: (query, parameters) => tx.rows(query, parameters),
      flush: async () => {},
      requestHash: () => requestHash,
    }),
  );
}
