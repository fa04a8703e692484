import { AsyncLocalStorage } from 'node:async_hooks';
import type { Configuration } from '@mikro-orm/core';
import { PostgreSqlConnection, PostgreSqlDriver } from '@mikro-orm/postgresql';
import {
  CompiledQuery,
  type DatabaseConnection,
  type PostgresDialect,
  type PostgresDriver,
  type TransactionSettings,
} from 'kysely';
import { rowTypes } from './rows.ts';
import { type Session, sessionStatements } from './session.ts';

/** A driver whose transactions open with BEGIN, role and variables in one message instead of one after another. */
export class LinliDriver extends PostgreSqlDriver {
  constructor(configuration: Configuration) {
    super(configuration);
    // The parent made a plain connection that has not connected yet; its class cannot be passed in.
    Object.assign(this, { connection: new LinliConnection(configuration) });
  }
}

class LinliConnection extends PostgreSqlConnection {
  override createKyselyDialect(overrides: Parameters<PostgreSqlConnection['createKyselyDialect']>[0]): PostgresDialect {
    // The parent makes the pool with MikroORM's type parsers; only the way a transaction begins is replaced.
    const dialect = super.createKyselyDialect(overrides) as PostgresDialect;
    const createDriver = dialect.createDriver.bind(dialect);
    dialect.createDriver = () => withSessionAtBegin(createDriver() as PostgresDriver);
    return dialect;
  }

  override mapOptions(overrides: Parameters<PostgreSqlConnection['mapOptions']>[0]) {
    return { ...super.mapOptions(overrides), types: rowTypes };
  }

  override async begin(options: Parameters<PostgreSqlConnection['begin']>[0] = {}) {
    const { sessionContext, ...rest } = options;
    if (options.ctx || !sessionContext) return super.begin(options);
    const session = sessionToBegin.getStore() ?? (sessionContext as unknown as Session);
    return sessionAtBegin.run(session, () => super.begin(rest));
  }
}

/** Runs `work` so that the transactions that it opens begin with this session. MikroORM's own has no room for a proof. */
export function beginningWith<T>(session: Session, work: () => Promise<T>): Promise<T> {
  return sessionToBegin.run(session, work);
}

const sessionToBegin = new AsyncLocalStorage<Session>();

/** Kysely's transaction settings have no room for the session, so it travels beside them from begin() to the driver. */
const sessionAtBegin = new AsyncLocalStorage<Session>();

function withSessionAtBegin(driver: PostgresDriver): PostgresDriver {
  driver.beginTransaction = async (connection: DatabaseConnection, settings: TransactionSettings) => {
    const session = sessionAtBegin.getStore();
    const begin = [
      'begin',
      settings.isolationLevel ? `isolation level ${settings.isolationLevel}` : '',
      settings.accessMode ?? '',
    ];
    const statement = begin.filter(Boolean).join(' ') + (session ? `; ${sessionStatements(session)}` : '');
    try {
      await connection.executeQuery(CompiledQuery.raw(statement));
    } catch (error) {
      // Kysely never gives back a connection whose transaction did not begin.
      await driver.rollbackTransaction(connection);
      await driver.releaseConnection(connection as Parameters<PostgresDriver['releaseConnection']>[0]);
      throw error;
    }
  };
  const rollback = driver.rollbackTransaction.bind(driver);
  driver.rollbackTransaction = async (connection: DatabaseConnection) => {
    try {
      await rollback(connection);
    } catch (error) {
      // Kysely gives a connection back only after a rollback that worked, so each lost one would cost the pool a place for
      // ever. The server has rolled back a lost one itself, and the pool discards it. Any other stays out of the pool,
      // because nobody knows whose transaction it is in.
      if (!isConnectionLost(error)) throw error;
    }
  };
  return driver;
}

function isConnectionLost(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  return /^(08|57P)|^E[A-Z]+$/.test(code ?? '') || /not queryable|connection terminated/i.test(message ?? '');
}
