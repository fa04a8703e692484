import type pino from 'pino';
import { statement } from '../database/statement.ts';
import { limits } from '../common/limits.ts';
import { logRetried } from '../common/outage.ts';
import type { FeedLog } from './log.ts';

export interface SequencerOptions {
  log: FeedLog;
  logger: pino.Logger;
  retentionHours: number;
  /**
   * Called after each move with entries, so that the tail of this node need not wait for the
   * notification.
   */
  onMoved: () => void;
}

/**
 * Sequencer: moves committed events from the outbox to the feed log and numbers them without a gap.
 * Every node has one and any may move. A lock admits one at a time, so positions follow the order
 * in which rows became visible.
 */
export class Sequencer {
  /** State of the outbox at the last check. */
  outbox = { rows: 0, oldestSeconds: 0 };
  private isWanted = false;
  private running: Promise<void> | null = null;
  private isClosed = false;
  private readonly timers: NodeJS.Timeout[] = [];

  constructor(private readonly options: SequencerOptions) {}

  async start(): Promise<void> {
    await this.options.log.pool.query('select feed_log_extend()');
    await this.checkServer();
    this.every(limits.feedPollMs, () => this.wake());
    this.every(limits.feedOutboxCheckMs, () => void this.quietly(() => this.checkOutbox()));
    this.every(limits.feedRetireMs, () => void this.quietly(() => this.retire()));
    this.wake();
  }

  /** Announces a commit. Many calls during a move cause one more move. */
  wake(): void {
    this.isWanted = true;
    if (!this.isClosed) this.running ??= this.run();
  }

  /**
   * Applies the retention: moves the floor, and drops partitions that lie below it. A partition
   * that is being read is dropped next time. The lookup is a separate statement, so that the drop
   * does not wait for this transaction's own read.
   */
  async retire(): Promise<void> {
    const { log, retentionHours } = this.options;
    const [found] = await log.rows<{ upTo: string | null }>(selectOld, {
      retention: `${retentionHours} hours`,
    });
    if (!found?.upTo) return;
    try {
      await log.rows(retireUpTo, { upTo: found.upTo });
    } catch (error) {
      // A move or a reader held the lock.
      if (!isInTheWay(error)) throw error;
    }
  }

  /**
   * Checks for events that no node moves. Rows of a long transaction become visible late, so a move
   * is tried before an alarm.
   */
  async checkOutbox(): Promise<void> {
    await this.lookAtOutbox();
    if (this.outbox.oldestSeconds <= limits.feedOutboxAgeWarnSeconds) return;
    this.wake();
    await Promise.race([
      this.running,
      new Promise((resolve) => setTimeout(resolve, limits.feedOutboxCheckMs).unref()),
    ]);
    await this.lookAtOutbox();
    if (this.outbox.oldestSeconds <= limits.feedOutboxAgeWarnSeconds) return;
    this.options.logger.warn(
      this.outbox,
      'Events wait in the outbox: the sequencer lags, or fails to move them',
    );
  }

  async close(): Promise<void> {
    this.isClosed = true;
    for (const timer of this.timers) clearInterval(timer);
    await this.running;
  }

  /**
   * Detects a restored database or a promoted standby, which may assign used positions again. The
   * server identifier and the timeline show it. Then a new epoch begins and every client fetches
   * anew.
   */
  async checkServer(): Promise<void> {
    const client = await this.options.log.pool.connect();
    try {
      const { rows } = await client.query<{ mark: string }>(selectServerMark);
      const mark = rows[0]?.mark ?? '';
      await client.query('begin');
      await client.query(takeTurn);
      const state = await client.query<{ serverMark: string | null }>(
        'select server_mark as "serverMark" from feed_state for update',
      );
      const known = state.rows[0]?.serverMark ?? null;
      if (known !== null && known !== mark) {
        await client.query('select feed_renew_epoch()');
        this.options.logger.warn(
          { known, mark },
          'The database was restored or failed over: the feed begins a new epoch',
        );
      }
      await client.query(
        'update feed_state set server_mark = $1 where server_mark is distinct from $1',
        [mark],
      );
      await client.query('commit');
      client.release();
    } catch (error) {
      client.release(error as Error);
      throw error;
    }
  }

  private async run(): Promise<void> {
    while (this.isWanted && !this.isClosed) {
      this.isWanted = false;
      try {
        const { moved, roomLeft } = await this.move();
        if (moved > 0) this.options.onMoved();
        if (moved === batchMax) this.isWanted = true;
        if (roomLeft < batchMax * 100)
          await this.options.log.pool.query('select feed_log_extend()');
      } catch (error) {
        if (this.isClosed) break;
        logRetried(
          this.options.logger,
          error,
          'The sequencer could not move events; it tries again',
        );
        await new Promise((resolve) => setTimeout(resolve, limits.feedPollMs));
        await this.quietly(() => this.checkServer());
      }
    }
    this.running = null;
    if (this.isWanted && !this.isClosed) this.wake();
  }

  /** One message with five statements, so that a node that freezes midway cannot keep the lock. */
  private async move(): Promise<{ moved: number; roomLeft: number }> {
    const client = await this.options.log.pool.connect();
    try {
      const results = (await client.query(moveBatch)) as unknown as {
        rows: { moved: string; roomLeft: string }[];
      }[];
      client.release();
      const row = results.at(-2)?.rows[0];
      return { moved: Number(row?.moved ?? 0), roomLeft: Number(row?.roomLeft ?? Infinity) };
    } catch (error) {
      // The transaction is broken. Closing the connection makes the server roll it back.
      client.release(error as Error);
      throw error;
    }
  }

  private async lookAtOutbox(): Promise<void> {
    const [row] = await this.options.log.rows<{ count: string; seconds: string }>(selectOutboxAge);
    this.outbox = { rows: Number(row?.count ?? 0), oldestSeconds: Number(row?.seconds ?? 0) };
  }

  private every(milliseconds: number, work: () => void): void {
    this.timers.push(setInterval(work, milliseconds).unref());
  }

  /** Work that will be retried only logs its failure. */
  private async quietly(work: () => Promise<void>): Promise<void> {
    try {
      if (!this.isClosed) await work();
    } catch (error) {
      if (!this.isClosed)
        logRetried(this.options.logger, error, 'Work of the feed failed; it is tried again');
    }
  }
}

/** Lock timeout or deadlock. */
function isInTheWay(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return code === '55P03' || code === '40P01';
}

/** Large enough for a burst, small enough for one short transaction. */
const batchMax = 1_000;

/** Transaction-level advisory lock; the key is the letters "feed" in ASCII. */
const takeTurn = `select pg_advisory_xact_lock(${0x66_65_65_64})`;

/**
 * The lock is a separate statement: the next one takes its snapshot after acquiring it, and sees
 * everything that the former holder moved. Rows that are not visible yet are numbered by a later
 * move.
 */
const moveBatch = `
  begin isolation level read committed;
  ${takeTurn};
  with taken as (
    delete from outbox where written_no = any (array(select written_no from outbox order by written_no limit ${batchMax})) returning *
  ), counted as (
    select count(*) as moved from taken
  ), state as (
    update feed_state set head = head + moved from counted where moved > 0 returning head, moved
  ), added as (
    insert into feed_log (position, event_id, foundation_id, kind, subject_kind, subject_id, subject_version, payload, before_facts, after_facts, written_at)
    select state.head - state.moved + row_number() over (order by taken.written_no),
      id, foundation_id, kind, subject_kind, subject_id, subject_version, payload, before_facts, after_facts, written_at
    from taken, state
  ), told as (
    select pg_notify('linli_feed', head::text) from state
  )
  select counted.moved, feed_state.partitioned_to - feed_state.head - counted.moved as "roomLeft", (select count(*) from told)
  from counted, feed_state;
  commit`;

const selectServerMark = `select system_identifier::text || ':' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) as mark from pg_control_system()`;
const selectOld = statement(
  'feed.selectOld',
  `select max(position) as up_to from feed_log, feed_state
   where moved_at < clock_timestamp() - :retention::interval and position > feed_state.floor`,
);
const retireUpTo = statement('feed.retireUpTo', 'select feed_log_retire(:upTo)');
const selectOutboxAge = statement(
  'feed.selectOutboxAge',
  'select count(*), coalesce(extract(epoch from clock_timestamp() - min(written_at)), 0) as seconds from outbox',
);
