import type { EntityClass, LockMode } from '@mikro-orm/core';
import { type EntityManager, MikroORM } from '@mikro-orm/postgresql';
import type pg from 'pg';

/**
 * All that the platform does with MikroORM past its public types. Each function is one such trick,
 * with a test in `orm-bridge.test.ts`; nothing else in the platform has a cast for the ORM.
 */

export interface OrmOptions {
  url: string;
  entities: EntityClass<unknown>[];
  poolSizeMax: number;
  driverOptions: object;
}

/** Opens the ORM. Gives it with its pool, which the snapshots share. */
export async function openOrm({
  url,
  entities,
  poolSizeMax,
  driverOptions,
}: OrmOptions): Promise<{ orm: MikroORM; pool: pg.Pool }> {
  const orm = await MikroORM.init({
    clientUrl: url,
    entities,
    discovery: { warnWhenNoEntities: false },
    // Migrations are SQL files run by the owner; the ORM never touches the schema.
    sessionContext: 'transaction',
    pool: { min: 0, max: poolSizeMax },
    driverOptions,
    allowGlobalContext: false,
  });
  const connection = orm.em.getConnection() as unknown as { getNativeClient(): Promise<pg.Pool> };
  return { orm: orm as unknown as MikroORM, pool: await connection.getNativeClient() };
}

/** What the entity manager asks of the connection of its transaction. */
export interface StatementExecutor {
  executeQuery(query: { sql: string }): Promise<ExecutedStatement>;
}

export interface ExecutedStatement {
  rows: unknown[];
  numAffectedRows?: bigint;
}

/** An entity manager of its own, whose statements run on a connection in a transaction. */
export function entityManagerOn(orm: MikroORM, connection: StatementExecutor): EntityManager {
  const em = orm.em.fork() as EntityManager;
  em.setTransactionContext(connection as never);
  return em;
}

/**
 * Whether the answer to a statement of the entity manager need not be waited for: a write that asks
 * for no rows back. A value may contain "returning" too; then the answer is awaited, which is
 * harmless.
 */
export function asksNothingBack(sql: string): boolean {
  return /^(insert|update) (?!.*\breturning\b)/is.test(sql);
}

/** The answer that the entity manager expects to such a write: one row was written. */
export const oneRowWritten: ExecutedStatement = { rows: [], numAffectedRows: 1n };

/** Entities of rows that a statement of ours has read, managed as `EntityManager.find` manages them. */
export function entitiesOf<T extends object>(
  em: EntityManager,
  noun: EntityClass<T>,
  rows: readonly object[],
): T[] {
  const factory = em.getEntityFactory();
  return rows.map(
    (row) => factory.create(noun, row as never, { merge: true, convertCustomTypes: true }) as T,
  );
}

/** One entity by values of its columns; null when there is none. */
export async function findEntity<T extends object>(
  em: EntityManager,
  noun: EntityClass<T>,
  where: object,
  options: { lockMode?: LockMode; refresh?: boolean } = {},
): Promise<T | null> {
  return (await em.findOne(noun, where as never, options)) as T | null;
}

/** Entities by values of their columns, in order of id. */
export async function findEntities<T extends object>(
  em: EntityManager,
  noun: EntityClass<T>,
  where: object,
): Promise<T[]> {
  return (await em.find(noun, where as never, { orderBy: { id: 'asc' } as never })) as T[];
}
