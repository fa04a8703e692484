import type pg from 'pg';
import { newClient } from '../database/postgres-clients.ts';
import type pino from 'pino';
import { limits } from '../common/limits.ts';
import { logRetried } from '../common/outage.ts';
import type { Hub } from './hub.ts';
import { type FeedLog, relayOptions } from './log.ts';

/**
 * Tail of the log for one node. Notifications, its own sequencer and a timer (twice a second) wake
 * it.
 */
export class Tail {
  private listener: pg.Client | null = null;
  private isWanted = false;
  private running: Promise<void> | null = null;
  private isClosed = false;
  private timer: NodeJS.Timeout | undefined;
  /**
   * Head of the log at the last read. Its distance to the hub's position is the lag of this node.
   */
  head = 0;

  constructor(
    private readonly log: FeedLog,
    private readonly hub: Hub,
    private readonly logger: pino.Logger,
  ) {}

  async start(): Promise<void> {
    const { epoch, head } = await this.log.state();
    this.head = head;
    this.hub.begin(epoch, head);
    await this.listen();
    this.timer = setInterval(() => this.wake(), limits.feedPollMs).unref();
    this.wake();
  }

  wake(): void {
    // Before the start there is no position to read from; start() wakes it at its end.
    if (!this.timer) return;
    this.isWanted = true;
    if (!this.isClosed) this.running ??= this.run();
  }

  async close(): Promise<void> {
    this.isClosed = true;
    clearInterval(this.timer);
    await this.listener?.end().catch(() => {});
    await this.running;
  }

  private async run(): Promise<void> {
    while (this.isWanted && !this.isClosed) {
      this.isWanted = false;
      try {
        if (await this.readOnce()) this.isWanted = true;
        if (!this.listener) await this.listen();
      } catch (error) {
        if (this.isClosed) break;
        // Nothing is lost: the position is unchanged, and the timer retries.
        logRetried(this.logger, error, 'The tail of the feed could not read; it tries again');
        break;
      }
    }
    this.running = null;
  }

  /** Reads the next entries. Returns whether there may be more. */
  private async readOnce(): Promise<boolean> {
    const { position, epoch } = this.hub;
    const page = await this.log.read(position, limits.feedPageEntriesMax);
    this.head = page.head;
    if (page.epoch !== epoch || page.head < position) {
      this.logger.warn({ position, head: page.head }, 'The feed has begun a new epoch');
      await this.hub.resetAll('EPOCH_CHANGED', page.epoch, page.head);
      return false;
    }
    const [first] = page.entries;
    if (first && first.position !== position + 1) {
      this.logger.warn(
        { position, floor: page.floor },
        'This node was paused for longer than the retention',
      );
      await this.hub.resetAll('RETENTION_PASSED', page.epoch, page.head);
      return false;
    }
    await this.hub.advance(page.entries);
    return page.entries.length === limits.feedPageEntriesMax;
  }

  private async listen(): Promise<void> {
    const client = newClient(relayOptions(this.log.url));
    const lose = () => {
      if (this.listener === client) this.listener = null;
    };
    client.on('error', lose);
    client.on('end', lose);
    client.on('notification', () => this.wake());
    await client.connect();
    await client.query('listen linli_feed');
    this.listener = client;
  }
}
