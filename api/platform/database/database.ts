import type { EntityClass } from '@mikro-orm/core';
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import type pg from 'pg';
import { newPool } from './postgres-clients.ts';
import { entityManagerOn, openOrm } from './orm-bridge.ts';
import { Pipeline } from './pipeline.ts';
import { execute } from './read-query.ts';
import { type Queryable, type Statement, type StatementParameters } from './statement.ts';
import { roles, urlOfRole } from './roles.ts';
import { rowTypes } from './rows.ts';
import { preconditionStatements, type Session } from './session.ts';
import { ReadSnapshot, type SnapshotObserver } from './read-snapshot.ts';
import { type Transactions, withTransaction } from './with-transaction.ts';

export interface DatabaseOptions {
  /**
   * The administrator's connection. The API itself logs in as linli_api, whose password is derived
   * from it.
   */
  url: string;
  poolSizeMax: number;
  entities: EntityClass<unknown>[];
  /** PREPARE statements for the preconditions of sessions; see Session.precondition. */
  preconditions?: readonly string[];
}

/**
 * The connection pool and the entity manager. Only snapshots and transactions (in this folder) give
 * access, always with a session.
 */
export class Database implements Transactions {
  private constructor(
    private readonly orm: MikroORM,
    readonly pool: pg.Pool,
    private readonly aside: pg.Pool,
  ) {}

  static async open({
    url,
    poolSizeMax,
    entities,
    preconditions = [],
  }: DatabaseOptions): Promise<Database> {
    const { orm, pool } = await openOrm({
      url: urlOfRole(url, roles.login),
      entities,
      poolSizeMax,
      driverOptions: {
        application_name: 'linli-api',
        // Statements of one transaction are sent without waiting for earlier answers, which arrive
        // in order.
        pipeline: true,
        // A request fails with a clear error rather than wait for a connection without limit.
        connectionTimeoutMillis: 10_000,
        // Statements are named and few, so each is planned once per connection and not for each
        // page. Planning takes longer than reading.
        options:
          '-c plan_cache_mode=force_generic_plan -c timezone=UTC -c statement_timeout=30s -c lock_timeout=10s -c idle_in_transaction_session_timeout=60s',
      },
    });
    // An idle connection that breaks must not end the process. The next use opens a new one, or
    // reports the error.
    pool.on('error', () => {});
    const aside = newPool({
      connectionString: urlOfRole(url, roles.login),
      application_name: 'linli-aside',
      max: 1,
      idleTimeoutMillis: 30_000,
      connectionTimeoutMillis: 10_000,
      options: '-c timezone=UTC -c statement_timeout=30s -c lock_timeout=10s',
      types: rowTypes,
    });
    const ready = (client: pg.PoolClient) => {
      client.on('error', () => {});
      // Sent first on the connection. If it fails, the first precondition fails too and reports the
      // reason.
      if (preconditions.length > 0)
        execute(client, `begin; ${preconditionStatements(preconditions.join('; '))}; commit`).catch(
          () => {},
        );
    };
    await withEachConnection(pool, ready);
    await withEachConnection(aside, ready);
    return new Database(orm, pool, aside);
  }

  /** A snapshot with the session. Whoever asks for it closes it. */
  snapshot(session: Session, observer?: SnapshotObserver): ReadSnapshot {
    return new ReadSnapshot(this.pool, session, observer);
  }

  /** Runs one statement in a snapshot of its own. */
  async readAs<T>(
    session: Session,
    query: Statement,
    parameters: StatementParameters = {},
  ): Promise<T[]> {
    const snapshot = this.snapshot(session);
    try {
      return await snapshot.rows<T>(query, parameters);
    } finally {
      await snapshot.close();
    }
  }

  async withSession<T>(session: Session, work: (tx: Queryable) => Promise<T>): Promise<T> {
    return withTransaction(this.pool, session, work);
  }

  /** Resolves when the database answers, and rejects when it cannot. */
  async probe(): Promise<void> {
    await this.pool.query('select 1');
  }

  /** Runs `work` in a transaction with the session and its own entity manager. */
  async transaction<T>(
    session: Session,
    work: (em: EntityManager, pipeline: Pipeline) => Promise<T>,
  ): Promise<T> {
    const pipeline = await Pipeline.open(this.pool, session);
    const em = entityManagerOn(this.orm, pipeline);
    try {
      const result = await work(em, pipeline);
      await pipeline.commit();
      return result;
    } catch (error) {
      // The rejected session is the cause of all later failures.
      await pipeline.rollback();
      throw error;
    }
  }

  /**
   * Writes in a separate transaction a record that must exist before data is shown, while the
   * snapshot of the operation is open. It uses a connection outside the pool. Otherwise operations
   * that each hold one connection and wait for another would deadlock.
   */
  async writeAside<T>(session: Session, work: (tx: Queryable) => Promise<T>): Promise<T> {
    return withTransaction(this.aside, session, work);
  }

  async close(): Promise<void> {
    await this.aside.end();
    await this.orm.close(true);
  }
}

/** Prepares every connection of a pool before its first use. The ORM has opened some by now. */
async function withEachConnection(
  pool: pg.Pool,
  ready: (client: pg.PoolClient) => void,
): Promise<void> {
  pool.on('connect', ready);
  const early = await Promise.all(Array.from({ length: pool.idleCount }, () => pool.connect()));
  for (const client of early) {
    ready(client);
    client.release();
  }
}
