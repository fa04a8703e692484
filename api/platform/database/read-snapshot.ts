import type pg from 'pg';
import { queryAsSessions } from './query-as-sessions.ts';
import { corkWrites, snapshotPool } from './snapshot-pool.ts';
import { execute, runRows } from './read-query.ts';
import {
  type Queryable,
  type Statement,
  statementAround,
  type StatementParameters,
  valuesOf,
} from './statement.ts';
import {
  communityAccessStatements,
  foundationOf,
  openingStatements,
  type Session,
} from './session.ts';

/**
 * An executed statement: its text, its parameters, and whether it ran across the communities of the
 * foundation.
 */
export interface ExecutedQuery {
  readonly query: Statement;
  readonly parameters: StatementParameters;
  readonly acrossCommunities: boolean;
}

/** Receives the result of opening a snapshot, which includes the precondition. */
export interface SnapshotObserver {
  began(): void;
  failed(error: unknown): void;
}

/**
 * One consistent, read-only snapshot for a whole query operation. Its first statement opens it:
 * BEGIN, role and variables are one message, and statements follow without waiting for its answer.
 * The code that creates it must close it.
 */
export class ReadSnapshot implements Queryable {
  private client: Promise<pg.PoolClient> | null = null;
  private begun: Promise<unknown> | null = null;
  private isNearTold = false;
  private isClosed = false;
  private hasFailed = false;
  /** Statements run so far. Tests assert that it does not grow with the number of rows. */
  statementCount = 0;

  constructor(
    private readonly pool: pg.Pool,
    private readonly session: Session,
    private readonly observer?: SnapshotObserver,
  ) {}

  async rows<T>(query: Statement, parameters: StatementParameters = {}): Promise<T[]> {
    if (this.isClosed)
      throw new Error(
        'This read snapshot is closed: read before it is closed, or open another one.',
      );
    const values = this.valuesFor(query, parameters);
    const client = await this.open(query.isForAll !== true);
    this.statementCount += 1;
    try {
      corkWrites(client);
      return await runRows<T>(client, query, values);
    } catch (error) {
      this.hasFailed = true;
      // If BEGIN failed, later statements failed for the same reason.
      await this.begun;
      throw error;
    }
  }

  /**
   * Opens the snapshot, if no statement has done so yet. Rejects when the session is not admitted
   * or is stale.
   */
  async begin(): Promise<void> {
    await this.open(false);
    await this.begun;
  }

  /**
   * Runs one statement of this snapshot across the whole foundation, for decisions that span
   * communities by nature. The tenant stays the same. The statement itself must limit the rows that
   * it returns.
   */
  async rowsAcrossCommunities<T>(
    query: Statement,
    parameters: StatementParameters = {},
  ): Promise<T[]> {
    if (this.isClosed)
      throw new Error(
        'This read snapshot is closed: read before it is closed, or open another one.',
      );
    const values = this.valuesFor(query, parameters);
    const client = await this.open();
    this.statementCount += 1;
    // Sent together, so that no other statement of the operation runs in between.
    const widened = client.query(`set local app.scope = 'foundation'`);
    const found = runRows<T>(client, query, values);
    const narrowed = client.query(`set local app.scope = '${this.session.variables['app.scope']}'`);
    try {
      const [, rows] = await Promise.all([widened, found, narrowed]);
      return rows;
    } catch (error) {
      // After an error the transaction is lost, and the setting with it.
      await this.begun;
      throw error;
    }
  }

  /** Digests of the rows of each statement, in this snapshot and under its session. */
  async digests(asked: readonly ExecutedQuery[]): Promise<string[]> {
    const found = await Promise.all(
      asked.map(async ({ query, parameters, acrossCommunities }) =>
        acrossCommunities
          ? this.rowsAcrossCommunities<{ digest: string }>(digestOf(query), parameters)
          : this.rows<{ digest: string }>(digestOf(query), parameters),
      ),
    );
    return found.map(([row]) => row?.digest ?? '');
  }

  /**
   * Digests in this snapshot under other sessions, all in one message: one digest per session and
   * statement, as row-level security lets that session see. Call `digests` for the same statements
   * first, since it prepares them.
   */
  async digestsUnder(
    sessions: readonly Session[],
    asked: readonly ExecutedQuery[],
  ): Promise<string[][]> {
    if (this.isClosed)
      throw new Error(
        'This read snapshot is closed: read before it is closed, or open another one.',
      );
    const client = await this.open();
    this.statementCount += 1;
    try {
      corkWrites(client);
      const executions = asked.map(({ query, parameters, acrossCommunities }) => ({
        name: digestOf(query).preparedName,
        values: this.valuesFor(query, parameters),
        acrossCommunities,
      }));
      const text = queryAsSessions(this.session, sessions, executions);
      const results = (await client.query({ text, rowMode: 'array' })) as unknown as {
        rows: [string][];
      }[];
      // A SET returns no row, and a digest returns one.
      const found = results.flatMap(({ rows }) => rows.map(([digest]) => digest));
      return sessions.map((_, index) =>
        found.slice(index * asked.length, (index + 1) * asked.length),
      );
    } catch (error) {
      this.hasFailed = true;
      await this.begun;
      throw error;
    }
  }

  /** Closes the snapshot. Safe to call more than once, and when nothing was read. Never rejects. */
  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    const client = await this.client?.catch(() => null);
    if (!client) return;
    const isFine = await this.begun!.then(
      () => !this.hasFailed,
      () => false,
    );
    await snapshotPool(this.pool).release(client, isFine);
  }

  private valuesFor(query: Statement, parameters: StatementParameters): unknown[] {
    return valuesOf(query, parameters, foundationOf(this.session));
  }

  /** Opens the connection, with the caller's community access if requested. */
  private async open(asksNear = true): Promise<pg.PoolClient> {
    this.client ??= snapshotPool(this.pool)
      .acquire()
      .then(({ client, isOpen }) => {
        corkWrites(client);
        const near = asksNear ? communityAccessStatements(this.session) : '';
        this.isNearTold = asksNear;
        this.begun = execute(
          client,
          `${isOpen ? 'commit and chain' : 'begin isolation level repeatable read read only'}; ${openingStatements(this.session)}${near && `; ${near}`}`,
        );
        this.begun.then(
          () => this.observer?.began(),
          (error: unknown) => this.observer?.failed(error),
        );
        return client;
      });
    const client = await this.client;
    if (asksNear && !this.isNearTold) {
      this.isNearTold = true;
      const near = communityAccessStatements(this.session);
      // If it fails, so do the statements after it.
      if (near) execute(client, near).catch(() => {});
    }
    return client;
  }
}

const digestsByStatement = new WeakMap<Statement, Statement>();

/** Returns one digest of all rows of a statement, in their order. Equal digests mean equal rows. */
function digestOf(query: Statement): Statement {
  let digest = digestsByStatement.get(query);
  if (!digest) {
    digest = statementAround(
      query,
      'digest',
      (text) =>
        `select encode(sha256(convert_to(coalesce(array_agg(told::text)::text, ''), 'UTF8')), 'base64') as digest from (${text}) as told`,
    );
    digestsByStatement.set(query, digest);
  }
  return digest;
}
