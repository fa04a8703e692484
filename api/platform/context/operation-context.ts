import DataLoader from 'dataloader';
import { newId } from '../../../schema/ids.ts';
import type { Actor } from '../authorization/actor.ts';
import { ActorFreshness } from '../authorization/actor-freshness.ts';
import type { ExecutedQuery, ReadSnapshot } from '../database/read-snapshot.ts';
import { preconditionOnly, type Session, withinWholeFoundation } from '../database/session.ts';
import {
  type Statement,
  type StatementParameters,
  tenantParameter,
} from '../database/statement.ts';
import { Refusal, unauthenticated } from '../common/errors.ts';
import { limits } from '../common/limits.ts';
import type { Locale } from '../common/messages.ts';
import type { Resource } from '../authorization/policy.ts';
import type { Lookahead } from '../reads/lookahead.ts';
import type { Loader, ReadContext } from '../reads/read-context.ts';
import { type Caller, type MutationOptions, MutationTransaction } from './mutation.ts';
import type { Services } from './services.ts';

/**
 * GraphQL context of resolvers. Apollo Server copies the outer object, so all mutable state is in
 * `ctx`.
 */
export interface GraphQLContext {
  ctx: Context;
}

/**
 * Digests of the results of statements. For other sessions they come in parts, one for each
 * message.
 */
export interface Digests {
  own: Promise<string[]>;
  others: Promise<string[][]>[];
}

/** Context of one operation: actor, language and the rows read so far. */
export class Context implements Caller, ReadContext {
  private ownId: string | null = null;
  private reader: ReadSnapshot | null = null;
  private loaders = new Map<string, DataLoader<unknown, unknown>>();
  /**
   * Statements of all snapshots of this operation. Tests assert that it does not grow with the
   * rows.
   */
  statementCount = 0;
  private inFlight = 0;
  private readonly loads: (() => void)[] = [];
  /** Selection of the operation; null without lookahead. */
  lookahead: Lookahead | null = null;
  /** Reads the client address (server/client-address.ts). Few operations need it. */
  readClientAddress: (() => string) | null = null;
  /** Variables of the operation, defaults included. */
  variables: Readonly<Record<string, unknown>> = {};

  constructor(
    readonly services: Services,
    private who: Actor | null,
    readonly locale: Locale,
    private readonly freshness: ActorFreshness = new ActorFreshness(),
  ) {}

  /**
   * Id of this operation in the log, the audit log and errors. Created on demand, since most
   * operations need none.
   */
  get operationId(): string {
    return (this.ownId ??= newId());
  }

  /** The actor; null when nobody is signed in. */
  get actorOrNull(): Actor | null {
    return this.who;
  }

  /**
   * Whether the caller is signed in. It reveals no identity, so the feed may still share the
   * result.
   */
  get isSignedIn(): boolean {
    return this.who !== null;
  }

  /** Client address; null when it is not known. */
  get clientAddress(): string | null {
    return this.readClientAddress?.() ?? null;
  }

  /**
   * Time zone of displayed times, an IANA name. It is the same for the whole foundation, so the
   * feed may still share the result.
   */
  get timeZone(): string | undefined {
    return this.who?.timeZone;
  }

  /** The signed-in actor. Throws UNAUTHENTICATED. */
  get actor(): Actor {
    return this.signedIn;
  }

  /**
   * A context for another actor of the same bearer, such as the head bank's operator inside one
   * foundation.
   */
  as(actor: Actor): Context {
    const same = new Context(this.services, actor, this.locale, this.freshness);
    same.readClientAddress = this.readClientAddress;
    return same;
  }

  /** The foundation that this operation acts in. */
  get foundationId(): string {
    const { foundationId } = this.signedIn;
    if (!foundationId) throw new Refusal('NO_FOUNDATION');
    return foundationId;
  }

  /** Decision time in milliseconds since 1970. Tests move it. */
  nowMs(): number {
    return this.services.clock.nowMs();
  }

  /** Decision time as ISO 8601 text. */
  now(): string {
    return new Date(this.nowMs()).toISOString();
  }

  allows(action: string, subject: Resource = {}): boolean {
    return this.decide((actor) => this.services.permissions.allows(actor, action, subject));
  }

  /**
   * Result of a rule for the actor. A field whose value depends on the actor must use this method.
   * Then the live feed can evaluate the rule for others and share the field with all who get the
   * same result (feed/recording-context.ts).
   */
  decide<Answer extends string | number | boolean | null>(
    question: (actor: Actor) => Answer,
  ): Answer {
    return question(this.signedIn);
  }

  authorize(action: string, subject: Resource = {}): void {
    this.services.permissions.authorize(this.actor, action, subject);
  }

  /** Runs a statement in this operation's snapshot. */
  async rows<T>(query: Statement, parameters: StatementParameters = {}): Promise<T[]> {
    this.refuseWithoutFoundation(query, parameters);
    this.reader ??= this.openReader();
    this.statementCount += 1;
    this.inFlight += 1;
    try {
      return await this.reader.rows<T>(query, parameters);
    } finally {
      this.inFlight -= 1;
      if (this.inFlight === 0 && this.loads.length > 0) this.scheduleLoads();
    }
  }

  /**
   * Revalidates a cached actor; false when it is stale. Asks the database only when the operation
   * has not done so. Throws when the database does not answer, since the actor is unknown then.
   */
  async revalidateActor(): Promise<boolean> {
    if (this.who && this.freshness.needsRevalidation && !this.freshness.isStale) {
      // Without any read, the snapshot needs no community access.
      this.reader ??= this.openReader(preconditionOnly(this.who.session));
      try {
        await this.reader.begin();
      } catch (error) {
        if (!this.freshness.isStale) throw error;
      } finally {
        await this.closeReader();
      }
    }
    return !this.freshness.isStale;
  }

  /**
   * Reloads the actor and discards all rows that were read for the cached one. Throws
   * UNAUTHENTICATED.
   */
  async reloadActor(): Promise<void> {
    await this.closeReader();
    this.statementCount = 0;
    this.who = await this.freshness.reload();
  }

  /**
   * Runs a statement across the whole foundation, whatever the caller's community access; see
   * ReadSnapshot.rowsAcrossCommunities.
   */
  async rowsAcrossCommunities<T>(
    query: Statement,
    parameters: StatementParameters = {},
  ): Promise<T[]> {
    this.refuseWithoutFoundation(query, parameters);
    this.reader ??= this.openReader();
    this.statementCount += 1;
    return this.reader.rowsAcrossCommunities<T>(query, parameters);
  }

  /**
   * Digests of statement results in this snapshot, for its own session and for others; see
   * ReadSnapshot.
   */
  protected digests(
    asked: readonly ExecutedQuery[],
    sessions: readonly (readonly Session[])[],
  ): Digests {
    const { reader } = this;
    if (!reader)
      throw new Error('This operation has not read anything yet: read before requesting digests.');
    return {
      own: reader.digests(asked),
      others: sessions.map(async (some) => reader.digestsUnder(some, asked)),
    };
  }

  /**
   * One row by key, batched with all others that are requested in this turn. Null when it is not
   * visible to the caller.
   */
  async load<Key, Row>(loader: Loader<Key, Row>, key: Key): Promise<Row | null> {
    let known = this.loaders.get(loader.name);
    if (!known) {
      known = new DataLoader<Key, Row | null>(
        async (keys) => {
          const found = await loader.batch(this, keys);
          return keys.map((wanted) => found.get(wanted) ?? null);
        },
        { batchScheduleFn: (dispatch) => this.scheduleLoads(dispatch) },
      ) as DataLoader<unknown, unknown>;
      this.loaders.set(loader.name, known);
    }
    return (await known.load(key)) as Row | null;
  }

  /**
   * Runs one mutation in one transaction, including its events and its idempotency record. `work`
   * answers with plain ids. A repeated key with the same input returns the same ids without the
   * work.
   */
  async mutate<Answer extends object>(
    options: MutationOptions,
    work: (tx: MutationTransaction) => Promise<Answer>,
  ): Promise<Answer> {
    if (options.action) this.services.permissions.requireScope(this.actor, options.action);
    await this.closeReader();
    for (let attempt = 1; ; attempt += 1) {
      try {
        const answer = await this.attempt(options, work);
        this.services.feed.committed();
        return answer;
      } catch (error) {
        if (!isLostRace(error) || attempt >= limits.transactionAttemptsMax) throw error;
      }
    }
  }

  /** Closes the snapshot; later reads open a new one. Called between mutations and at the end. */
  async closeReader(): Promise<void> {
    const { reader } = this;
    this.reader = null;
    this.loaders = new Map();
    await reader?.close();
  }

  /**
   * Loads run in waves: the next wave begins when all statements of the last one are answered and
   * their resolvers have requested more. So the number of statements does not depend on the order
   * of answers.
   */
  private scheduleLoads(dispatch?: () => void): void {
    if (dispatch) this.loads.push(dispatch);
    if (this.inFlight > 0) return;
    void Promise.resolve().then(() =>
      process.nextTick(() => {
        if (this.inFlight === 0) for (const each of this.loads.splice(0)) each();
      }),
    );
  }

  private get signedIn(): Actor {
    if (!this.who) throw unauthenticated();
    return this.who;
  }

  /** Refuses what the database could not run, since the session has no foundation to fill in. */
  private refuseWithoutFoundation(query: Statement, parameters: StatementParameters): void {
    if (this.signedIn.foundationId || parameters[tenantParameter] !== undefined) return;
    if (query.parameterNames.includes(tenantParameter)) throw new Refusal('NO_FOUNDATION');
  }

  private openReader(session: Session = this.session): ReadSnapshot {
    const { freshness } = this;
    return this.services.database.snapshot(
      session,
      freshness.needsRevalidation ? freshness : undefined,
    );
  }

  /**
   * The session, with its precondition until one has passed. An operation is revalidated once, as a
   * whole.
   */
  private get session(): Session {
    const { session } = this.signedIn;
    return this.freshness.needsRevalidation
      ? session
      : { role: session.role, variables: session.variables };
  }

  private async attempt<Answer extends object>(
    options: MutationOptions,
    work: (tx: MutationTransaction) => Promise<Answer>,
  ): Promise<Answer> {
    const { freshness } = this;
    const foundationId = options.foundationId ?? this.foundationId;
    const session = options.foundationId
      ? withinWholeFoundation(this.session, foundationId)
      : this.session;
    const begun = this.services.database.transaction(session, async (em, pipeline) => {
      pipeline.begun.then(
        () => freshness.began(),
        () => {},
      );
      const tx = new MutationTransaction(em, pipeline, session, this, options);
      const replayed = await tx.replay<Answer>();
      if (replayed) return replayed;
      await tx.checkActingFor();
      const answer = await work(tx);
      await tx.flush();
      tx.remember(answer);
      await tx.finish();
      tx.checkTrail();
      return answer;
    });
    begun.catch((error: unknown) => freshness.failed(error));
    return begun;
  }
}

/**
 * Serialization failure or deadlock: PostgreSQL rolled the transaction back in favour of another
 * one, and it may simply run again.
 */
function isLostRace(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return code === '40001' || code === '40P01';
}
