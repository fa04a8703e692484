import { createServer } from 'node:http';
import { newPool } from '../../platform/database/postgres-clients.ts';
import { cases } from './cases.ts';
import type { Case } from './cases/case.ts';

/**
 * The database's own limit: no GraphQL, JSON built by PostgreSQL, but the same role, row-level
 * security and snapshot as all others. `GET /<case>`, and `GET /<case>?by=way` for the other access
 * path.
 */
const { DATABASE_URL: url, BENCH_SESSION: session, BENCH_PORT: port } = process.env;
const pool = newPool({ connectionString: url, max: 16 });

createServer((request, response) => {
  const [name = '', way] = (request.url ?? '/').slice(1).split('?by=');
  const each = cases[name];
  const floor = way ? each?.floorByWay : each?.floor;
  if (!each || !floor) return void response.writeHead(404).end();
  answer(way ? `${name}_by_${way}` : name, floor, each.role ?? 'linli_member').then(
    (text) => response.writeHead(200, { 'content-type': 'application/json' }).end(text),
    (error: Error) => response.writeHead(500).end(error.message),
  );
}).listen(Number(port), '127.0.0.1');

async function answer(
  name: string,
  { text, values }: Case['floor'],
  role: string,
): Promise<string> {
  const client = await pool.connect();
  try {
    await client.query(
      `begin isolation level repeatable read read only; set local role ${role}; ${session}`,
    );
    const { rows } = await client.query<[string]>({
      name,
      text,
      values: values(),
      rowMode: 'array',
    });
    await client.query('commit');
    return rows[0]?.[0] ?? 'null';
  } finally {
    client.release();
  }
}
