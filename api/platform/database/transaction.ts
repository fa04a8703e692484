import type { EntityClass, EntityProperty } from '@mikro-orm/core';
import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { encodeId, type IdPrefix, idPrefixes, newId } from '../../../schema/ids.ts';
import type { FoundationOwned } from '../../../schema/node.ts';
import { Refusal } from '../errors.ts';
import type { Pipeline } from './pipeline.ts';
import { type Queryable, type Statement, statement } from './statement.ts';
import type { MemberRole } from './roles.ts';

/**
 * What an event says about its subject before and after, so that the hub can tell whom it may
 * concern.
 */
export type RoutingFacts = Record<string, string | number | boolean | null>;

export interface OutboxEvent {
  kind: string;
  subjectKind: IdPrefix;
  subjectId: string;
  subjectVersion?: number;
  payload: Record<string, string | readonly string[]>;
  before: RoutingFacts | null;
  after: RoutingFacts | null;
}

/**
 * One transaction of one mutation: entities to change, SQL where entities are too slow, and events
 * to tell.
 */
export class Transaction implements Queryable {
  /**
   * Of which there are entities. Those that are read first need nothing of what an entity manager
   * does to find them.
   */
  private readonly nouns = new Set<EntityClass<FoundationOwned>>();

  constructor(
    private readonly em: EntityManager,
    private readonly pipeline: Pipeline,
    readonly foundationId: string,
    /** Whether the session reaches the whole foundation at this moment. */
    private reachesAll: boolean,
  ) {}

  /**
   * Finds and locks a row until the transaction ends. Refuses with NOT_FOUND, or VERSION_CONFLICT
   * when it moved on.
   */
  async lock<T extends FoundationOwned & { version: number }>(
    noun: EntityClass<T>,
    prefix: IdPrefix,
    id: string,
    expectedVersion?: number,
  ): Promise<T> {
    const found = await this.find(noun, prefix, id, LockMode.PESSIMISTIC_WRITE);
    if (expectedVersion !== undefined && found.version !== expectedVersion) {
      throw new Refusal(
        'VERSION_CONFLICT',
        { id: encodeId(prefix, id), currentVersion: found.version },
        ['input', 'expectedVersion'],
      );
    }
    return found;
  }

  /**
   * Finds a row that the caller may see. Somebody else's row and no row at all are the same
   * NOT_FOUND.
   */
  async find<T extends FoundationOwned>(
    noun: EntityClass<T>,
    prefix: IdPrefix,
    id: string,
    lockMode?: LockMode,
  ): Promise<T> {
    if (!this.nouns.has(noun)) {
      const ending = lockMode === LockMode.PESSIMISTIC_WRITE ? 'limit 1 for update' : 'limit 1';
      const [first] = await this.select(noun, { id } as Partial<T>, ending);
      if (!first) throw notFound(prefix);
      return first;
    }
    const where = { id, foundationId: this.foundationId };
    const found = await this.em.findOne(
      noun,
      where as never,
      lockMode === undefined ? {} : { lockMode },
    );
    if (!found) throw notFound(prefix);
    return found as T;
  }

  /** Reads a row again that was read before something else was locked. */
  async refresh<T extends FoundationOwned>(
    noun: EntityClass<T>,
    prefix: IdPrefix,
    id: string,
  ): Promise<T> {
    const found = await this.em.findOne(noun, { id, foundationId: this.foundationId } as never, {
      refresh: true,
    });
    if (!found) throw notFound(prefix);
    return found as T;
  }

  /**
   * Makes a new row of a noun in this foundation; it is written before the next statement that
   * could need it.
   */
  async add<T extends FoundationOwned>(
    noun: new () => T,
    values: Omit<T, 'id' | 'foundationId'> & { id?: string },
  ): Promise<T> {
    const entity = this.addDeferred(noun, values);
    await this.flush();
    return entity;
  }

  /** The same, written with the next `sendChanges` or `flush`. */
  addDeferred<T extends FoundationOwned>(
    noun: new () => T,
    values: Omit<T, 'id' | 'foundationId'> & { id?: string },
  ): T {
    const entity = Object.assign(new noun(), { foundationId: this.foundationId }, values);
    this.nouns.add(noun);
    this.em.persist(entity);
    return entity;
  }

  /** Finds the rows that the caller may see, in order of id. */
  async findAll<T extends FoundationOwned>(noun: EntityClass<T>, where: Partial<T>): Promise<T[]> {
    if (!this.nouns.has(noun)) return this.select(noun, where, 'order by id');
    const all = { ...where, foundationId: this.foundationId };
    return (await this.em.find(noun, all as never, { orderBy: { id: 'asc' } as never })) as T[];
  }

  /** Writes what was changed on entities so far, so that SQL that follows sees it. */
  async flush(): Promise<void> {
    if (this.nouns.size > 0) await this.em.flush();
  }

  /**
   * The same without waiting for the answer: what goes wrong with it comes out before the commit.
   * For what no rule of the database refuses.
   */
  async flushDeferred(): Promise<void> {
    await this.pipeline.ahead(() => this.flush());
  }

  async rows<T>(query: Statement, parameters: readonly unknown[] = []): Promise<T[]> {
    return this.pipeline.rows<T>(query, parameters);
  }

  /**
   * A statement whose answer nobody waits for; it leaves with what is sent next, the commit at
   * last. See `Pipeline.send`.
   */
  executeDeferred(
    query: Statement,
    parameters: readonly unknown[] = [],
    explain?: (error: unknown) => unknown,
  ): void {
    this.pipeline.send(query, parameters, explain);
  }

  /**
   * One statement across the whole foundation, see `acrossCommunities`. Sent in one go, so that no
   * other gets in between.
   */
  async rowsAcrossCommunities<T>(
    query: Statement,
    parameters: readonly unknown[] = [],
  ): Promise<T[]> {
    if (this.reachesAll) return this.rows<T>(query, parameters);
    this.executeDeferred(widen);
    const found = this.rows<T>(query, parameters);
    this.executeDeferred(narrow);
    return found;
  }

  /**
   * Lets a service of this house reach the whole foundation for the length of `work`, for what
   * crosses communities by its nature: booking coins between two holders, for instance. The tenant
   * stays what it is.
   */
  async acrossCommunities<T>(work: () => Promise<T>): Promise<T> {
    if (this.reachesAll) return work();
    await this.flush();
    this.executeDeferred(widen);
    this.reachesAll = true;
    const result = await work();
    await this.flush();
    // After an error the whole transaction is rolled back, and the setting with it.
    this.executeDeferred(narrow);
    this.reachesAll = false;
    return result;
  }

  /**
   * Works under another database role for the length of `work`: sign-in's, for instance, which
   * alone may write accounts. Entities that wait to be written are written before and after, under
   * the role that they belong to.
   */
  async asRole<T>(role: MemberRole, work: () => Promise<T>): Promise<T> {
    await this.flush();
    const [before] = await this.rows<{ role: string }>(selectRole);
    await this.rows(statement(`set local role ${role}`));
    const result = await work();
    // After an error the whole transaction is rolled back, and the role with it.
    await this.rows(statement(`set local role "${before?.role ?? ''}"`));
    return result;
  }

  /**
   * Entities of a noun of which there are none yet, by a statement that is planned once. They are
   * made as `EntityManager.find` makes them.
   */
  private async select<T extends FoundationOwned>(
    noun: EntityClass<T>,
    where: Partial<T>,
    ending: string,
  ): Promise<T[]> {
    const query = selectionOf(this.em.getMetadata().get(noun), Object.keys(where), ending);
    const rows = await this.rows<object>(query, [this.foundationId, ...Object.values(where)]);
    this.nouns.add(noun);
    const factory = this.em.getEntityFactory();
    return rows.map(
      (row) => factory.create(noun, row as never, { merge: true, convertCustomTypes: true }) as T,
    );
  }

  /** Puts an event into the outbox. It is told when, and only when, this transaction commits. */
  async publish(event: OutboxEvent): Promise<void> {
    this.executeDeferred(insertEvent, [
      newId(),
      this.foundationId,
      event.kind,
      event.subjectKind,
      event.subjectId,
      event.subjectVersion ?? null,
      JSON.stringify(event.payload),
      event.before && JSON.stringify(event.before),
      event.after && JSON.stringify(event.after),
    ]);
  }
}

export function notFound(prefix: IdPrefix): Refusal {
  return new Refusal('NOT_FOUND', { what: idPrefixes[prefix] });
}

const selections = new Map<string, Statement>();

/**
 * Selects all columns of a noun from the rows of a foundation that have given values. There are few
 * of them, so each is made once.
 */
function selectionOf(
  { tableName, properties }: { tableName: string; properties: object },
  names: readonly string[],
  ending: string,
): Statement {
  const key = `${tableName} ${names.join(' ')} ${ending}`;
  let known = selections.get(key);
  if (!known) {
    const columnOf = new Map(
      Object.entries(properties as Record<string, EntityProperty>).map(([name, { fieldNames }]) => [
        name,
        `"${fieldNames[0]}"`,
      ]),
    );
    const conditions = names
      .map((name, index) => ` and ${columnOf.get(name)} = $${index + 2}`)
      .join('');
    const columns = [...columnOf.values()].join(', ');
    known = statement(
      `select ${columns} from "${tableName}" where foundation_id = $1${conditions} ${ending}`,
    );
    selections.set(key, known);
  }
  return known;
}

const widen = statement(`set local app.scope = 'foundation'`);
const narrow = statement(`set local app.scope = 'community'`);
const selectRole = statement('select current_user as role');
const insertEvent = statement(
  `insert into outbox (id, foundation_id, kind, subject_kind, subject_id, subject_version, payload, before_facts, after_facts)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
);
