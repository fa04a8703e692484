import type pg from 'pg';
import { newClient } from '../database/postgres-clients.ts';
import type { Logger } from 'pino';
import { logRetried } from '../common/outage.ts';

/**
 * Class of the advisory locks of live workers: the letters "work" in ASCII. The second key is a
 * hash of the worker's name.
 */
export const presenceClass = 0x77_6f_72_6b;

/**
 * Announces the live workers of this node to other nodes: one connection holds an advisory lock for
 * each. PostgreSQL releases the locks when the node dies, so no timeout has to decide whether a job
 * was abandoned.
 */
export class WorkerPresence {
  private readonly workers = new Set<string>();
  private client: pg.Client | null = null;
  private isClosed = false;

  constructor(
    private readonly url: string,
    private readonly log: Logger,
  ) {}

  add(workerId: string): void {
    this.workers.add(workerId);
  }

  /** Takes missing locks: at the start, and after the connection broke. */
  async announce(): Promise<void> {
    if (this.client || this.isClosed) return;
    const client = newClient({
      connectionString: this.url,
      application_name: 'linli-presence',
      connectionTimeoutMillis: 10_000,
      options: '-c statement_timeout=30s',
    });
    const lose = () => {
      if (this.client === client) this.client = null;
    };
    client.on('error', lose);
    client.on('end', lose);
    try {
      await client.connect();
      for (const worker of this.workers)
        await client.query('select pg_advisory_lock_shared($1, hashtext($2))', [
          presenceClass,
          worker,
        ]);
      this.client = client;
    } catch (error) {
      logRetried(this.log, error, 'The workers of this node could not be announced');
      await client.end().catch(() => {});
    }
  }

  async close(): Promise<void> {
    this.isClosed = true;
    const { client } = this;
    this.client = null;
    await client?.end().catch(() => {});
  }
}
