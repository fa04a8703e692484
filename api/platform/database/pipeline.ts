import type pg from 'pg';
import { corkWrites, snapshotPool } from './snapshot-pool.ts';
import { execute, runRows } from './read-query.ts';
import {
  asksNothingBack,
  type ExecutedStatement,
  oneRowWritten,
  type StatementExecutor,
} from './orm-bridge.ts';
import { type Queryable, type Statement, type StatementParameters, valuesOf } from './statement.ts';
import { foundationOf, type Session, sessionStatements } from './session.ts';

/**
 * The connection of one transaction, in pipeline mode. Answers arrive in the order of the
 * statements. Statements of one turn leave in one write, and BEGIN leaves with the first of them.
 * Deferred statements are sent without waiting, and their results are checked before the
 * transaction counts as committed. Each wait costs a write, a read and a turn of the event loop,
 * while the rows stay locked.
 */
export class Pipeline implements Queryable, StatementExecutor {
  /** Deferred statements, in order. The first is BEGIN. */
  private readonly unanswered: Promise<unknown>[] = [];
  private isAhead = false;
  private isOver = false;

  private constructor(
    private readonly client: pg.PoolClient,
    begin: string,
    private readonly foundationId: string | null,
  ) {
    this.keep(this.ask(() => execute(client, begin)));
  }

  /** Opens a transaction with the session on its own connection. */
  static async open(pool: pg.Pool, session: Session): Promise<Pipeline> {
    const { client, isOpen } = await snapshotPool(pool).acquire();
    const begin = `${isOpen ? 'commit; ' : ''}begin; ${sessionStatements(session)}`;
    return new Pipeline(client, begin, foundationOf(session));
  }

  /** Rejects when the session is not admitted or is stale. Then no later statement took effect. */
  get begun(): Promise<unknown> {
    return this.unanswered[0] as Promise<unknown>;
  }

  async rows<T>(query: Statement, parameters: StatementParameters = {}): Promise<T[]> {
    return this.run<T>(query, valuesOf(query, parameters, this.foundationId));
  }

  /**
   * Sends a deferred statement. The next awaited statement reports its failure, at the latest the
   * commit. `explain` translates the error. Throws at once for wrong parameters.
   */
  send(
    query: Statement,
    parameters: StatementParameters = {},
    explain?: (error: unknown) => unknown,
  ): void {
    const answer = this.run(query, valuesOf(query, parameters, this.foundationId));
    this.keep(
      explain
        ? answer.catch((error: unknown) => {
            throw explain(error);
          })
        : answer,
    );
  }

  /** Defers the writes of changed entities while `work` runs: they ask for no rows back. */
  async ahead(work: () => Promise<void>): Promise<void> {
    this.isAhead = true;
    try {
      await work();
    } finally {
      this.isAhead = false;
    }
  }

  /** Called by the entity manager for each statement of a transaction. */
  async executeQuery({ sql }: { sql: string }): Promise<ExecutedStatement> {
    const answer = this.ask(() => this.client.query(sql));
    if (this.isAhead && asksNothingBack(sql)) {
      this.keep(answer);
      return oneRowWritten;
    }
    const { command, rowCount, rows } = await answer;
    return command === 'SELECT' ? { rows } : { rows, numAffectedRows: BigInt(rowCount ?? 0) };
  }

  /** Rejects with the first failure. Then nothing was committed. */
  async commit(): Promise<void> {
    const ended = this.ask(() => this.client.query('commit'));
    await Promise.all([...this.unanswered, ended]);
    // After a failed statement whose error was ignored, the server answers COMMIT with a rollback
    // and no error.
    if ((await ended).command !== 'COMMIT')
      throw new Error(
        'A statement of this transaction failed, but its error was ignored: rethrow it.',
      );
    this.isOver = true;
    this.client.release();
  }

  /** Rolls everything back. Rejects only when the transaction had not begun. */
  async rollback(): Promise<void> {
    this.isOver = true;
    await this.client.query('rollback').then(
      () => this.client.release(),
      // A connection in an unknown state must not return to the pool.
      (broken: Error) => this.client.release(broken),
    );
    await this.begun;
  }

  private async run<T>(query: Statement, values: readonly unknown[]): Promise<T[]> {
    return this.ask(() => runRows<T>(this.client, query, values));
  }

  private async ask<T>(question: () => Promise<T>): Promise<T> {
    if (this.isOver)
      throw new Error('This transaction has ended: run the statement before its end.');
    const before = this.unanswered.length;
    corkWrites(this.client);
    try {
      return await question();
    } catch (error) {
      // After the first error the server refuses every statement, so an earlier deferred one may be
      // the cause.
      for (const earlier of this.unanswered.slice(0, before)) await earlier;
      throw error;
    }
  }

  private keep(answer: Promise<unknown>): void {
    answer.catch(() => {});
    this.unanswered.push(answer);
  }
}
