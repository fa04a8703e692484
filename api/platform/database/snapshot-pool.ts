import type { Socket } from 'node:net';
import type pg from 'pg';

/**
 * Connections that read. The COMMIT of a snapshot changes nothing, so it does not cost a message of
 * its own where another snapshot or transaction follows at once: the connection stays here, out of
 * everybody else's reach, and the next one's first message begins with it. Nobody but a Reader or a
 * Pipeline ever gets a connection that still has somebody's session in force.
 */
export class SnapshotPool {
  private readonly waiting: { client: pg.PoolClient; since: number }[] = [];
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly pool: pg.Pool) {}

  /** A connection; `isOpen` when its first message has to begin with a COMMIT. */
  async acquire(): Promise<{ client: pg.PoolClient; isOpen: boolean }> {
    const last = this.waiting.pop();
    return last
      ? { client: last.client, isOpen: true }
      : { client: await this.pool.connect(), isOpen: false };
  }

  /** Takes back a connection whose snapshot is over. Never rejects. */
  async release(client: pg.PoolClient, isFine: boolean): Promise<void> {
    // Somebody who writes may be waiting for a connection, and whatever went wrong is not handed
    // on.
    if (!isFine || this.pool.waitingCount > 0 || this.pool.ending) return commit(client);
    this.waiting.push({ client, since: performance.now() });
    this.timer ??= setTimeout(() => this.commitIdle(), idleMs);
  }

  private commitIdle(): void {
    this.timer = null;
    const until = performance.now() - idleMs;
    while (this.waiting[0] && (this.waiting[0].since <= until || this.pool.ending))
      void commit(this.waiting.shift()!.client);
    if (this.waiting.length > 0) this.timer = setTimeout(() => this.commitIdle(), idleMs);
  }
}

/** So long an answered snapshot may stay open in wait for the next one. */
const idleMs = 5;

async function commit(client: pg.PoolClient): Promise<void> {
  try {
    await client.query('commit');
    client.release();
  } catch (error) {
    // A connection in an unknown state must not go back to the pool.
    client.release(error as Error);
  }
}

const clientsOf = new WeakMap<pg.Pool, SnapshotPool>();

export function snapshotPool(pool: pg.Pool): SnapshotPool {
  let clients = clientsOf.get(pool);
  if (!clients) clientsOf.set(pool, (clients = new SnapshotPool(pool)));
  return clients;
}

/** What is sent on a connection in this turn of the event loop leaves in one write. */
export function corkWrites(client: pg.PoolClient): void {
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
  if (stream.writableCorked > 0) return;
  stream.cork();
  process.nextTick(() => stream.uncork());
}
