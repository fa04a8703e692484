import type pg from 'pg';
import { runRows } from './read-query.ts';
import { type Queryable, valuesOf } from './statement.ts';
import { foundationOf, type Session, sessionStatements } from './session.ts';

/** Runs transactions without entities. `Database` is the one of a node. */
export interface Transactions {
  /** One transaction with the session. */
  withSession<T>(session: Session, work: (tx: Queryable) => Promise<T>): Promise<T>;
}

/** The same on a pool of its own. */
export function transactionsOn(pool: pg.Pool): Transactions {
  return { withSession: (session, work) => withTransaction(pool, session, work) };
}

/**
 * Runs statements in one transaction with the session, without entities: for sign-in, which has no
 * tenant yet.
 */
export async function withTransaction<T>(
  pool: pg.Pool,
  session: Session,
  work: (tx: Queryable) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query(`begin; ${sessionStatements(session)}`);
    const foundationId = foundationOf(session);
    const result = await work({
      rows: async (query, parameters = {}) =>
        runRows(client, query, valuesOf(query, parameters, foundationId)),
    });
    await client.query('commit');
    client.release();
    return result;
  } catch (error) {
    await client.query('rollback').then(
      () => client.release(),
      // A connection in an unknown state must not return to the pool.
      (broken: Error) => client.release(broken),
    );
    throw error;
  }
}
