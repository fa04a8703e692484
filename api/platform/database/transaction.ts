import { checkVersion } from './check-version.ts';
import type { EntityClass, EntityProperty } from '@mikro-orm/core';
import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { encodeId, type IdPrefix, idPrefixes, newId } from '../../../schema/ids.ts';
import type { FoundationOwned } from '../../../schema/node.ts';
import { Refusal } from '../common/errors.ts';
import { entitiesOf, findEntities, findEntity } from './orm-bridge.ts';
import type { Pipeline } from './pipeline.ts';
import {
  type Queryable,
  type Statement,
  statement,
  type StatementParameters,
  statementsNamed,
} from './statement.ts';
import type { MemberRole } from './roles.ts';

/**
 * Facts of an event about its subject before and after. The hub uses them to select the groups that
 * it may concern.
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
 * Transaction of one mutation: changed entities, SQL if entities are too slow, and events to
 * publish.
 */
export class Transaction implements Queryable {
  /**
   * Nouns with loaded entities. The first read of a noun needs no identity map, so it can bypass
   * the entity manager.
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
   * when its version differs.
   */
  async lock<T extends FoundationOwned & { version: number }>(
    noun: EntityClass<T>,
    prefix: IdPrefix,
    id: string,
    expectedVersion?: number,
  ): Promise<T> {
    const found = await this.find(noun, prefix, id, LockMode.PESSIMISTIC_WRITE);
    if (expectedVersion !== undefined)
      checkVersion(found, expectedVersion, { id: encodeId(prefix, id) });
    return found;
  }

  /**
   * Finds a row that the caller may see. An invisible row and a missing row give the same
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
    const found = await findEntity(
      this.em,
      noun,
      where,
      lockMode === undefined ? {} : { lockMode },
    );
    if (!found) throw notFound(prefix);
    return found;
  }

  /** Reads a row again that was read before another lock was taken. */
  async refresh<T extends FoundationOwned>(
    noun: EntityClass<T>,
    prefix: IdPrefix,
    id: string,
  ): Promise<T> {
    const where = { id, foundationId: this.foundationId };
    const found = await findEntity(this.em, noun, where, { refresh: true });
    if (!found) throw notFound(prefix);
    return found;
  }

  /**
   * Adds a row of a noun in this foundation. It is written before the next statement that could
   * need it.
   */
  async add<T extends FoundationOwned>(
    noun: new () => T,
    values: Omit<T, 'id' | 'foundationId'> & { id?: string },
  ): Promise<T> {
    const entity = this.addDeferred(noun, values);
    await this.flush();
    return entity;
  }

  /** Adds a row that is written with the next `flushDeferred` or `flush`. */
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
    return findEntities(this.em, noun, all);
  }

  /** Writes all entity changes so far, so that later SQL sees them. */
  async flush(): Promise<void> {
    if (this.nouns.size > 0) await this.em.flush();
  }

  /**
   * Writes all entity changes as deferred statements. A failure surfaces at the latest on commit.
   * For changes that no database rule refuses.
   */
  async flushDeferred(): Promise<void> {
    await this.pipeline.ahead(() => this.flush());
  }

  async rows<T>(query: Statement, parameters: StatementParameters = {}): Promise<T[]> {
    return this.pipeline.rows<T>(query, parameters);
  }

  /**
   * Sends a deferred statement. It leaves with the next statement, at the latest with the commit.
   * See `Pipeline.send`.
   */
  executeDeferred(
    query: Statement,
    parameters: StatementParameters = {},
    explain?: (error: unknown) => unknown,
  ): void {
    this.pipeline.send(query, parameters, explain);
  }

  /**
   * Runs one statement across the whole foundation, see `acrossCommunities`. Sent together, so that
   * no other statement runs in between.
   */
  async rowsAcrossCommunities<T>(
    query: Statement,
    parameters: StatementParameters = {},
  ): Promise<T[]> {
    if (this.reachesAll) return this.rows<T>(query, parameters);
    this.executeDeferred(widen);
    const found = this.rows<T>(query, parameters);
    this.executeDeferred(narrow);
    return found;
  }

  /**
   * Gives a service access to the whole foundation while `work` runs, for work that spans
   * communities by nature: a booking between two holders, for instance. The tenant stays the same.
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
   * Works under another database role while `work` runs: the sign-in role, for instance, which
   * alone may write accounts. Pending entities are written before and after, each under its own
   * role.
   */
  async asRole<T>(role: MemberRole, work: () => Promise<T>): Promise<T> {
    await this.flush();
    const [before] = await this.rows<{ role: string }>(selectRole);
    await this.rows(setRole, { role });
    const result = await work();
    // After an error the whole transaction is rolled back, and the role with it.
    await this.rows(setRole, { role: before?.role });
    return result;
  }

  /**
   * Loads entities of a noun that has none loaded yet, by a prepared statement. They are built as
   * `EntityManager.find` builds them.
   */
  private async select<T extends FoundationOwned>(
    noun: EntityClass<T>,
    where: Partial<T>,
    ending: string,
  ): Promise<T[]> {
    const query = selectionOf(this.em.getMetadata().get(noun), Object.keys(where), ending);
    const rows = await this.rows<object>(query, where as StatementParameters);
    this.nouns.add(noun);
    return entitiesOf(this.em, noun, rows);
  }

  /** Writes an event to the outbox. It is published if, and only if, this transaction commits. */
  async publish(event: OutboxEvent): Promise<void> {
    this.executeDeferred(insertEvent, {
      id: newId(),
      kind: event.kind,
      subjectKind: event.subjectKind,
      subjectId: event.subjectId,
      subjectVersion: event.subjectVersion ?? null,
      payload: JSON.stringify(event.payload),
      beforeFacts: event.before && JSON.stringify(event.before),
      afterFacts: event.after && JSON.stringify(event.after),
    });
  }
}

export function notFound(prefix: IdPrefix): Refusal {
  return new Refusal('NOT_FOUND', { what: idPrefixes[prefix] });
}

const selectEntities = statementsNamed('database.selectEntities');
const selections = new Map<string, Statement>();

/**
 * Selects all columns of a noun by foundation and given columns. There are few combinations, so
 * each statement is built once.
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
    const conditions = names.map((name) => ` and ${columnOf.get(name)} = :${name}`).join('');
    const columns = [...columnOf.values()].join(', ');
    known = selectEntities(
      `select ${columns} from "${tableName}" where foundation_id = :foundationId${conditions} ${ending}`,
      tableName,
    );
    selections.set(key, known);
  }
  return known;
}

const widen = statement('database.widen', `set local app.scope = 'foundation'`);
const narrow = statement('database.narrow', `set local app.scope = 'community'`);
const selectRole = statement('database.selectRole', 'select current_user as role');
const setRole = statement('database.setRole', `select set_config('role', :role, true)`);
const insertEvent = statement(
  'database.insertEvent',
  `insert into outbox (id, foundation_id, kind, subject_kind, subject_id, subject_version, payload, before_facts, after_facts)
   values (:id, :foundationId, :kind, :subjectKind, :subjectId, :subjectVersion, :payload, :beforeFacts, :afterFacts)`,
);
