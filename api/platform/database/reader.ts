import { createHash } from 'node:crypto';
import type pg from 'pg';
import { camelCase } from './rows.ts';
import { type Session, sessionStatements } from './session.ts';

/** A statement with a name of its own, so that the server parses and plans it once per connection. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** Names a statement by its text. Parameters are $1, $2, ...; snake_case columns come back in camelCase. */
export function statement(text: string): Statement {
  return { name: `s${createHash('sha1').update(text).digest('base64url')}`, text };
}

/** What runs statements inside a session: a Reader, or a transaction. */
export interface Queryable {
  rows<T>(query: Statement, parameters?: readonly unknown[]): Promise<T[]>;
}

/**
 * One consistent, read-only snapshot for a whole query operation. It opens with its first statement, BEGIN, role and
 * variables in one message, and must be closed by whoever made it.
 */
export class Reader implements Queryable {
  private client: Promise<pg.PoolClient> | null = null;
  private isClosed = false;
  /** A connection runs one statement at a time; those that come meanwhile wait here in line. */
  private last: Promise<unknown> = Promise.resolve();
  /** Statements run so far; tests assert that it does not grow with the number of rows. */
  statementCount = 0;

  constructor(
    private readonly pool: pg.Pool,
    private readonly session: Session,
  ) {}

  async rows<T>(query: Statement, parameters: readonly unknown[] = []): Promise<T[]> {
    if (this.isClosed) throw new Error('This reader is closed; its snapshot is gone.');
    this.client ??= this.open();
    const client = await this.client;
    this.statementCount += 1;
    const rows = this.last.then(() => runRows<T>(client, query, parameters));
    this.last = rows.catch(() => {});
    return rows;
  }

  /** Ends the snapshot. Safe to call more than once, and when nothing was read. Never rejects. */
  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    const client = await this.client?.catch(() => null);
    if (!client) return;
    await this.last;
    try {
      await client.query('commit');
      client.release();
    } catch (error) {
      // A connection in an unknown state must not go back to the pool.
      client.release(error as Error);
    }
  }

  private async open(): Promise<pg.PoolClient> {
    const client = await this.pool.connect();
    try {
      await client.query(`begin isolation level repeatable read read only; ${sessionStatements(this.session)}`);
      return client;
    } catch (error) {
      client.release(error as Error);
      throw error;
    }
  }
}

/** Runs a named statement on a client and gives plain rows with camelCase keys, instants as ISO text, bigint as text. */
export async function runRows<T>(
  client: pg.ClientBase,
  query: Statement,
  parameters: readonly unknown[],
): Promise<T[]> {
  const result = await client.query({
    name: query.name,
    text: query.text,
    values: parameters as unknown[],
    rowMode: 'array',
  });
  return toObjects<T>(result as unknown as pg.QueryArrayResult<unknown[]>);
}

function toObjects<T>({ fields, rows }: pg.QueryArrayResult<unknown[]>): T[] {
  const names = fields.map((field) => camelCase(field.name));
  return rows.map((values) => {
    const row: Record<string, unknown> = {};
    for (let index = 0; index < names.length; index += 1) row[names[index] as string] = values[index];
    return row as T;
  });
}
