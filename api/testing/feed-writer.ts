import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { newPool } from '../platform/database/postgres-clients.ts';
import type { TestPlatform } from './test-platform.ts';

export interface WrittenEvent {
  eventId: string;
  requestId: string;
  version: number;
}

/** Columns of service_request with their new values. */
type Columns = Record<string, string | null>;

/**
 * Changes requests and publishes outbox events by plain SQL, as a service does. A test thereby
 * decides how long a transaction stays open between insert and commit, and whether it commits.
 */
export class FeedWriter {
  readonly committed: WrittenEvent[] = [];
  private readonly pool: pg.Pool;

  private readonly fixtures: TestPlatform['fixtures'];
  private readonly onCommitted: () => void;

  /**
   * `onCommitted` is called after each commit, as a node does after its own; without it the
   * sequencers find the events by polling. (Benchmarks run this file by Node without a build, which
   * supports no parameter properties.)
   */
  constructor(
    platform: Pick<TestPlatform, 'databaseUrl' | 'fixtures'>,
    onCommitted: () => void = () => {},
    connections = 8,
  ) {
    this.fixtures = platform.fixtures;
    this.onCommitted = onCommitted;
    this.pool = newPool({ connectionString: platform.databaseUrl, max: connections });
  }

  /** Inserts requests of one elder, without events. Gives the ids. */
  async requests(
    count: number,
    elder = 'elder@xinxian',
    foundation = 'sicheng',
  ): Promise<string[]> {
    const { fixtures } = this;
    const ids = Array.from({ length: count }, () => randomUUID());
    await this.pool.query(
      `insert into service_request (foundation_id, id, community_id, elder_id, elder_person_id, kind_id, state, urgency, requested_from, requested_to,
         minutes_expected, coins_held, hold_ids, channel, opened_at, version)
       select e.foundation_id, new.id, e.community_id, e.id, e.person_id, $3, 'OPEN', 'NORMAL', now(), now() + interval '1 day', 60, 0,
         array[(select t.id from transfer t where t.foundation_id = e.foundation_id limit 1)], 'PHONE', now(), 1
       from elder e, unnest($1::uuid[]) as new (id) where e.id = $2`,
      [ids, fixtures.elders[elder], fixtures.kinds[`companionship@${foundation}`]],
    );
    return ids;
  }

  /** One transaction: changes a request, publishes it, waits, and commits or not. */
  async write(
    requestId: string,
    options: {
      holdMs?: number;
      /** Called after all writes; the transaction stays open until it resolves. */
      holding?: () => Promise<void>;
      rollsBack?: boolean;
      state?: string;
      naiveTable?: string;
      set?: Columns;
    } = {},
  ): Promise<WrittenEvent | null> {
    const client = await this.pool.connect();
    try {
      await client.query('begin');
      const event = await tellChange(
        client,
        requestId,
        { state: options.state ?? 'OPEN', ...options.set },
        options.naiveTable,
      );
      await options.holding?.();
      if (options.holdMs) await new Promise((resolve) => setTimeout(resolve, options.holdMs));
      await client.query(options.rollsBack ? 'rollback' : 'commit');
      client.release();
      if (options.rollsBack) return null;
      this.onCommitted();
      this.committed.push(event);
      return event;
    } catch (error) {
      client.release(error as Error);
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}

async function tellChange(
  client: pg.PoolClient,
  requestId: string,
  set: Columns,
  naiveTable: string | undefined,
): Promise<WrittenEvent> {
  await client.query('select from service_request where id = $1 for update', [requestId]);
  const before = await client.query<{ facts: object }>(selectFacts, [requestId]);
  const changes = Object.keys(set).map((column, index) => `${column} = $${index + 2}`);
  await client.query(
    `update service_request set version = version + 1, ${changes.join(', ')} where id = $1`,
    [requestId, ...Object.values(set)],
  );
  const after = await client.query<{ facts: object; version: number; foundationId: string }>(
    selectFacts,
    [requestId],
  );
  const { version, facts, foundationId } = after.rows[0]!;
  const eventId = randomUUID();
  if (naiveTable) await client.query(`insert into ${naiveTable} (event_id) values ($1)`, [eventId]);
  await client.query(
    `insert into outbox (id, foundation_id, kind, subject_kind, subject_id, subject_version, payload, before_facts, after_facts)
     values ($1, $2, 'REQUEST_REOPENED', 'request', $3, $4, '{}', $5, $6)`,
    [
      eventId,
      foundationId,
      requestId,
      version,
      JSON.stringify(before.rows[0]!.facts),
      JSON.stringify(facts),
    ],
  );
  return { eventId, requestId, version };
}

const selectFacts = `select version, foundation_id as "foundationId", jsonb_build_object('communityId', community_id,
  'elderPersonId', elder_person_id, 'kindId', kind_id, 'teamId', team_id, 'state', state, 'urgency', urgency,
  'offeredCommunityIds', case audience when 'FOUNDATION' then '*' else array_to_string(offered_community_ids, ',') end) as facts
  from service_request where id = $1`;
