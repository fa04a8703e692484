import pg from 'pg';

/**
 * A connection that is not open yet. When the server ends it while nobody waits for an answer, the
 * next statement is refused; without a listener, `pg` would throw where nobody can catch it and end
 * the process.
 */
export function newClient(config: pg.ClientConfig): pg.Client {
  const client = new pg.Client(config);
  client.on('error', () => {});
  return client;
}

/**
 * Several such connections, opened when they are needed. One that breaks is replaced at its next
 * use.
 */
export function newPool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(config);
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}
