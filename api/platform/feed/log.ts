import type pg from 'pg';
import { newPool } from '../database/postgres-clients.ts';
import type { LogEntry, LogPage, LogState } from '../context/feed-handle.ts';
import { runRows } from '../database/read-query.ts';
import {
  type Statement,
  statement,
  type StatementParameters,
  valuesOf,
} from '../database/statement.ts';
import { roles, urlOfRole } from '../database/roles.ts';
import { rowTypes } from '../database/rows.ts';

/**
 * The feed log and the outbox, accessed as the relay: past row-level security, and limited to these
 * tables.
 */
export class FeedLog {
  readonly pool: pg.Pool;

  constructor(readonly url: string) {
    this.pool = newPool({
      ...relayOptions(url),
      // One for the sequencer, one for the tail, one for catch-up reads.
      max: 3,
      connectionTimeoutMillis: 10_000,
    });
  }

  async state(): Promise<LogState> {
    const [row] = await this.rows<RawState>(selectState);
    return stateOf(row);
  }

  /** Entries of all tenants after a position. */
  async read(after: number, limit: number): Promise<LogPage> {
    return pageOf(await this.rows<RawState & RawEntry>(selectBehind, { after, limit }));
  }

  /** Entries of one tenant after a position, up to another. */
  async readOf(foundationId: string, after: number, upTo: number, limit: number): Promise<LogPage> {
    return pageOf(
      await this.rows<RawState & RawEntry>(selectBehindOf, { after, limit, foundationId, upTo }),
    );
  }

  async rows<T>(query: Statement, parameters: StatementParameters = {}): Promise<T[]> {
    const client = await this.pool.connect();
    try {
      const rows = await runRows<T>(client, query, valuesOf(query, parameters));
      client.release();
      return rows;
    } catch (error) {
      client.release(error as Error);
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}

export function relayOptions(url: string): pg.ClientConfig {
  return {
    connectionString: urlOfRole(url, roles.relay),
    application_name: 'linli-relay',
    types: rowTypes,
    options:
      '-c timezone=UTC -c statement_timeout=30s -c lock_timeout=10s -c idle_in_transaction_session_timeout=10s',
  };
}

interface RawState {
  epoch: string;
  head: string;
  floor: string;
}

type RawEntry = Omit<LogEntry, 'position'> & { position: string | null };

function pageOf(rows: (RawState & RawEntry)[]): LogPage {
  const entries = rows
    .filter((row) => row.position !== null)
    .map(({ epoch: _, head: __, floor: ___, ...entry }) => ({
      ...entry,
      position: Number(entry.position),
    }));
  return { ...stateOf(rows[0]), entries };
}

function stateOf(row: RawState | undefined): LogState {
  if (!row) throw new Error('The row of feed_state is missing: run the migrations.');
  return { epoch: row.epoch, head: Number(row.head), floor: Number(row.floor) };
}

const columns =
  'position, event_id, foundation_id, kind, subject_kind, subject_id, subject_version, payload, before_facts, after_facts, written_at';

const selectState = statement('feed.selectState', 'select epoch, head, floor from feed_state');

// One statement for state and events, so that both belong to one snapshot.
const selectBehind = statement(
  'feed.selectBehind',
  `select state.epoch, state.head, state.floor, entry.* from feed_state state
   left join lateral (select ${columns} from feed_log where position > :after order by position limit :limit) as entry on true
   order by entry.position`,
);

const selectBehindOf = statement(
  'feed.selectBehindOf',
  `select state.epoch, state.head, state.floor, entry.* from feed_state state
   left join lateral (
     select ${columns} from feed_log where foundation_id = :foundationId and position > :after and position <= :upTo order by position limit :limit
   ) as entry on true
   order by entry.position`,
);
