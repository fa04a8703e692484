import type { Database } from '../platform/database/database.ts';
import {
  type Queryable,
  type Statement,
  type StatementParameters,
} from '../platform/database/statement.ts';
import { identitySession } from '../platform/database/session.ts';

/**
 * Data access of sign-in before a tenant is known: accounts, keys, codes, apps. Uses the identity
 * role.
 */
export class IdentityStore implements Queryable {
  constructor(private readonly database: Database) {}

  /** Runs one statement in a separate transaction. */
  async rows<T>(query: Statement, parameters: StatementParameters = {}): Promise<T[]> {
    return this.write((tx) => tx.rows<T>(query, parameters));
  }

  /** Runs several statements in one transaction. */
  async write<T>(work: (tx: Queryable) => Promise<T>): Promise<T> {
    return this.database.withSession(identitySession, work);
  }
}
