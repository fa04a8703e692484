import pg from 'pg';

/**
 * A connection that is not open yet. If the server ends it while idle, the next statement is
 * refused. Without a listener, `pg` would throw an error that nobody can catch, and the process
 * would end.
 */
export function newClient(config: pg.ClientConfig): pg.Client {
  const client = new pg.Client(config);
  client.on('error', () => {});
  return client;
}

/** A pool of such connections, opened on demand. A broken one is replaced at its next use. */
export function newPool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(config);
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}
