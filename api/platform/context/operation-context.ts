import DataLoader from 'dataloader';
import { newId } from '../../../schema/ids.ts';
import type { Actor } from '../actor.ts';
import { ActorFreshness } from '../actor-freshness.ts';
import { type ExecutedQuery, ReadSnapshot } from '../database/read-snapshot.ts';
import { preconditionOnly, type Session, withinWholeFoundation } from '../database/session.ts';
import type { Statement } from '../database/statement.ts';
import { Refusal, unauthenticated } from '../errors.ts';
import { limits } from '../limits.ts';
import type { Locale } from '../messages.ts';
import type { Resource } from '../policy.ts';
import type { Columns } from '../reads/columns.ts';
import type { Embedding } from '../reads/json-embedding.ts';
import type { Lookahead } from '../reads/lookahead.ts';
import { type Caller, type MutationOptions, MutationTransaction } from './mutation.ts';
import type { Services } from './services.ts';

/**
 * What GraphQL resolvers receive. Apollo Server copies the outer object, so all that changes lives
 * in `ctx`.
 */
export interface GraphQLContext {
  ctx: Context;
}

/** Of each statement a digest; for others in the parts in which they were asked for. */
export interface Digests {
  own: Promise<string[]>;
  others: Promise<string[][]>[];
}

/** Loads many keys in one statement; answers in any order, matched by `keyOf`. */
export interface Loader<Key, Row> {
  readonly name: string;
  /** All columns unless told which. */
  batch(ctx: Context, keys: readonly Key[], columns?: Columns): Promise<ReadonlyMap<Key, Row>>;
  /**
   * How the same is found inside the statement of the rows that hold the keys, where that can be.
   */
  readonly inside?: Embedding;
}

/** One operation on its way through: who acts, in which language, what it has read so far. */
export class Context implements Caller {
  private ownId: string | null = null;
  private reader: ReadSnapshot | null = null;
  private loaders = new Map<string, DataLoader<unknown, unknown>>();
  /**
   * Statements of all readers of this operation; tests assert that it does not grow with the rows.
   */
  statementCount = 0;
  private inFlight = 0;
  private readonly loads: (() => void)[] = [];
  /** What the operation asks for; null where nobody looked ahead. */
  lookahead: Lookahead | null = null;
  /**
   * Reads the address that the operation came from (server/client-address.ts). Few operations ask
   * for it.
   */
  readClientAddress: (() => string) | null = null;
  /** Variables of the operation, with their defaults. */
  variables: Readonly<Record<string, unknown>> = {};

  constructor(
    readonly services: Services,
    private who: Actor | null,
    readonly locale: Locale,
    private readonly freshness: ActorFreshness = new ActorFreshness(),
  ) {}

  /** What the log, the audit trail and an error name this operation by; most need no name. */
  get operationId(): string {
    return (this.ownId ??= newId());
  }

  /** Whoever asks; null when nobody is signed in. */
  get actorOrNull(): Actor | null {
    return this.who;
  }

  /**
   * Whether somebody is; who it is, is not looked at, so what is made may still be shared by the
   * feed.
   */
  get isSignedIn(): boolean {
    return this.who !== null;
  }

  /** Address that the operation came from; null where it is not known. */
  get clientAddress(): string | null {
    return this.readClientAddress?.() ?? null;
  }

  /**
   * The zone that times are told in, an IANA name; the same for all of a foundation, so that what
   * is made may still be shared by the feed.
   */
  get timeZone(): string | undefined {
    return this.who?.timeZone;
  }

  /** Whoever is signed in. Throws UNAUTHENTICATED. */
  get actor(): Actor {
    return this.signedIn;
  }

  /**
   * The same operation under another actor of the same bearer, such as the head bank's operator
   * inside one foundation.
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

  /** What time it is for everything that is decided by time; tests move it. */
  nowMs(): number {
    return this.services.clock.nowMs();
  }

  /** The same as ISO 8601 text. */
  now(): string {
    return new Date(this.nowMs()).toISOString();
  }

  allows(action: string, subject: Resource = {}): boolean {
    return this.decide((actor) => this.services.permissions.allows(actor, action, subject));
  }

  /**
   * What a rule makes of whoever asks. A field that decides by the actor what it shows asks like
   * this, so that the live feed can ask the same of others and share what it shows with those of
   * whom the answer is the same (feed/recording-context.ts).
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
  async rows<T>(query: Statement, parameters: readonly unknown[] = []): Promise<T[]> {
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
   * Whether what was remembered of the actor is so. Asks the database only when the operation has
   * not done it, and throws when the database does not answer: then nothing is known of the actor.
   */
  async revalidateActor(): Promise<boolean> {
    if (this.who && this.freshness.needsRevalidation && !this.freshness.isStale) {
      // Where nothing was read, what the caller may see need not be told.
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
   * Reads afresh who asks, and forgets everything that was read under what was remembered. Throws
   * UNAUTHENTICATED.
   */
  async reloadActor(): Promise<void> {
    await this.closeReader();
    this.statementCount = 0;
    this.who = await this.freshness.reload();
  }

  /**
   * The same across the whole foundation, whatever the caller reaches; see
   * Reader.rowsAcrossCommunities.
   */
  async rowsAcrossCommunities<T>(
    query: Statement,
    parameters: readonly unknown[] = [],
  ): Promise<T[]> {
    this.reader ??= this.openReader();
    this.statementCount += 1;
    return this.reader.rowsAcrossCommunities<T>(query, parameters);
  }

  /**
   * Digests of the rows of statements that this snapshot has given, for its own session and for
   * others; see Reader.
   */
  protected digests(
    asked: readonly ExecutedQuery[],
    sessions: readonly (readonly Session[])[],
  ): Digests {
    const { reader } = this;
    if (!reader) throw new Error('Nothing was read yet that could be asked again.');
    return {
      own: reader.digests(asked),
      others: sessions.map(async (some) => reader.digestsUnder(some, asked)),
    };
  }

  /**
   * One row by key, together with all others that are asked for in this turn. Null when it is not
   * there to see.
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
   * Runs one mutation in one transaction, with its events and its idempotency record inside. `work`
   * answers with plain ids; the same key and input again get the same ids again, without the work.
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

  /**
   * Ends the snapshot; reads that follow get a new one. Called between mutations and at the end.
   */
  async closeReader(): Promise<void> {
    const { reader } = this;
    this.reader = null;
    this.loaders = new Map();
    await reader?.close();
  }

  /**
   * Loads run in waves: when all statements of one have been answered, and whoever waited for them
   * has asked for more. So their number does not depend on which answer comes first.
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

  private openReader(session: Session = this.session): ReadSnapshot {
    const { freshness } = this;
    return new ReadSnapshot(
      this.services.database.pool,
      session,
      freshness.needsRevalidation ? freshness : undefined,
    );
  }

  /** With the proof for as long as none has passed. An operation is proven once, as a whole. */
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
 * Serialization failure, deadlock: PostgreSQL undid the transaction for another one's sake, and it
 * may simply run again.
 */
function isLostRace(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return code === '40001' || code === '40P01';
}
