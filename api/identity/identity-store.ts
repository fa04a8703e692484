import type { Database } from '../platform/database/database.ts';
import type { Queryable, Statement } from '../platform/database/statement.ts';
import { identitySession } from '../platform/database/session.ts';
import { withTransaction } from '../platform/database/with-transaction.ts';

/** What sign-in reads and writes before there is a tenant: accounts, keys, codes, apps. Everything through the identity role. */
export class IdentityStore implements Queryable {
  constructor(private readonly database: Database) {}

  /** One statement in a transaction of its own. */
  async rows<T>(query: Statement, parameters: readonly unknown[] = []): Promise<T[]> {
    return this.write((tx) => tx.rows<T>(query, parameters));
  }

  /** Several statements that hold together or not at all. */
  async write<T>(work: (tx: Queryable) => Promise<T>): Promise<T> {
    return withTransaction(this.database.pool, identitySession, work);
  }
}
