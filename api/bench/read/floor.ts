import { createServer } from 'node:http';
import pg from 'pg';
import type { Case } from './cases.ts';
import { cases } from './cases.ts';

/**
 * What the database itself allows: no GraphQL, JSON built by PostgreSQL, but the same role, row-level security and snapshot
 * as everybody else. `GET /<case>`.
 */
const { DATABASE_URL: url, BENCH_SESSION: session, BENCH_PORT: port } = process.env;
const pool = new pg.Pool({ connectionString: url, max: 16 });

createServer((request, response) => {
  const wanted = cases[(request.url ?? '/').slice(1)];
  if (!wanted) return void response.writeHead(404).end();
  answer(wanted).then(
    (text) => response.writeHead(200, { 'content-type': 'application/json' }).end(text),
    (error: Error) => response.writeHead(500).end(error.message),
  );
}).listen(Number(port), '127.0.0.1');

async function answer({ floor }: Case): Promise<string> {
  const client = await pool.connect();
  try {
    await client.query(`begin isolation level repeatable read read only; ${session}`);
    const { rows } = await client.query<[string]>({
      name: floor.name,
      text: floor.text,
      values: floor.values(),
      rowMode: 'array',
    });
    await client.query('commit');
    return rows[0]?.[0] ?? 'null';
  } finally {
    client.release();
  }
}
