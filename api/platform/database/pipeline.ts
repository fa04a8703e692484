import type { CompiledQuery } from 'kysely';
import type pg from 'pg';
import { corkWrites, snapshotPool } from './snapshot-pool.ts';
import { execute, runRows } from './read-query.ts';
import type { Queryable, Statement } from './statement.ts';
import { type Session, sessionStatements } from './session.ts';

/**
 * The connection of one transaction. Statements are answered in the order in which they were sent,
 * and those of one turn leave in one write; BEGIN leaves with the first of them. What nobody has to
 * wait for is sent, and looked at before the transaction counts as committed: each wait for an
 * answer costs a write, a read and a turn of the one thread that serves everybody, while the rows
 * stay locked.
 */
export class Pipeline implements Queryable {
  /** What was sent and is not waited for, in order. BEGIN is the first of it. */
  private readonly unanswered: Promise<unknown>[] = [];
  private isAhead = false;
  private isOver = false;

  private constructor(
    private readonly client: pg.PoolClient,
    begin: string,
  ) {
    this.keep(this.ask(() => execute(client, begin)));
  }

  /** A transaction under that session, on a connection of its own. */
  static async open(pool: pg.Pool, session: Session): Promise<Pipeline> {
    const { client, isOpen } = await snapshotPool(pool).acquire();
    return new Pipeline(client, `${isOpen ? 'commit; ' : ''}begin; ${sessionStatements(session)}`);
  }

  /**
   * Rejects when the session is not let in, or is outdated; then nothing that was sent behind it
   * was done.
   */
  get begun(): Promise<unknown> {
    return this.unanswered[0] as Promise<unknown>;
  }

  async rows<T>(query: Statement, parameters: readonly unknown[] = []): Promise<T[]> {
    return this.ask(() => runRows<T>(this.client, query, parameters));
  }

  /**
   * Sends a statement that nobody waits for. What goes wrong with it, whoever waits next is told,
   * the commit at last; `explain` says it in other words.
   */
  send(
    query: Statement,
    parameters: readonly unknown[] = [],
    explain?: (error: unknown) => unknown,
  ): void {
    const answer = this.rows(query, parameters);
    this.keep(
      explain
        ? answer.catch((error: unknown) => {
            throw explain(error);
          })
        : answer,
    );
  }

  /**
   * What entities have changed is sent without waiting while `work` runs: it asks for no rows back.
   */
  async ahead(work: () => Promise<void>): Promise<void> {
    this.isAhead = true;
    try {
      await work();
    } finally {
      this.isAhead = false;
    }
  }

  /** What the entity manager asks a transaction for. */
  async executeQuery({
    sql,
  }: Pick<CompiledQuery, 'sql'>): Promise<{ rows: unknown[]; numAffectedRows?: bigint }> {
    const answer = this.ask(() => this.client.query(sql));
    // Text inside the values may say "returning" too; then it is waited for, which is no harm.
    if (this.isAhead && /^(insert|update) (?!.*\breturning\b)/is.test(sql)) {
      this.keep(answer);
      return { rows: [], numAffectedRows: 1n };
    }
    const { command, rowCount, rows } = await answer;
    return command === 'SELECT' ? { rows } : { rows, numAffectedRows: BigInt(rowCount ?? 0) };
  }

  /** Rejects with what went wrong first, and then nothing was committed. */
  async commit(): Promise<void> {
    const ended = this.ask(() => this.client.query('commit'));
    await Promise.all([...this.unanswered, ended]);
    // Where a statement failed and whoever waited for it went on regardless, the server undoes
    // everything and calls that an answer.
    if ((await ended).command !== 'COMMIT')
      throw new Error('A statement of this transaction failed, and it went on.');
    this.isOver = true;
    this.client.release();
  }

  /** Undoes everything. Rejects only when the transaction had not even begun. */
  async rollback(): Promise<void> {
    this.isOver = true;
    await this.client.query('rollback').then(
      () => this.client.release(),
      // A connection in an unknown state must not go back to the pool.
      (broken: Error) => this.client.release(broken),
    );
    await this.begun;
  }

  private async ask<T>(question: () => Promise<T>): Promise<T> {
    if (this.isOver) throw new Error('A transaction was used after its end.');
    const before = this.unanswered.length;
    corkWrites(this.client);
    try {
      return await question();
    } catch (error) {
      // After the first error the server refuses everything, so what was sent before it may be the
      // reason.
      for (const earlier of this.unanswered.slice(0, before)) await earlier;
      throw error;
    }
  }

  private keep(answer: Promise<unknown>): void {
    answer.catch(() => {});
    this.unanswered.push(answer);
  }
}
