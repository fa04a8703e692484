import type { Socket } from 'node:net';
import type pg from 'pg';

/**
 * Pool of connections for read snapshots. The COMMIT of a snapshot changes nothing, so it is
 * deferred: it opens the first message of the next snapshot or transaction. Until then the
 * connection stays here, out of reach of other code. Only a snapshot or a Pipeline ever receives a
 * connection that still has a session in force.
 */
export class SnapshotPool {
  private readonly waiting: { client: pg.PoolClient; since: number }[] = [];
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly pool: pg.Pool) {}

  /** A connection. `isOpen` means that its first message must begin with a COMMIT. */
  async acquire(): Promise<{ client: pg.PoolClient; isOpen: boolean }> {
    const last = this.waiting.pop();
    return last
      ? { client: last.client, isOpen: true }
      : { client: await this.pool.connect(), isOpen: false };
  }

  /** Takes back the connection of a closed snapshot. Never rejects. */
  async release(client: pg.PoolClient, isFine: boolean): Promise<void> {
    // A writer may be waiting for a connection, and a faulty connection is not reused.
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

/** How long an answered snapshot may stay open before it is committed. */
const idleMs = 5;

async function commit(client: pg.PoolClient): Promise<void> {
  try {
    await client.query('commit');
    client.release();
  } catch (error) {
    // A connection in an unknown state must not return to the pool.
    client.release(error as Error);
  }
}

const clientsOf = new WeakMap<pg.Pool, SnapshotPool>();

export function snapshotPool(pool: pg.Pool): SnapshotPool {
  let clients = clientsOf.get(pool);
  if (!clients) clientsOf.set(pool, (clients = new SnapshotPool(pool)));
  return clients;
}

/** Sends everything that is written to a connection in this turn of the event loop in one write. */
export function corkWrites(client: pg.PoolClient): void {
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
  if (stream.writableCorked > 0) return;
  stream.cork();
  process.nextTick(() => stream.uncork());
}
