import { createHash, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { newClient } from '../../platform/database/postgres-clients.ts';
import { roles, urlOfRole } from '../../platform/database/roles.ts';
import type * as TestPlatformModule from '../../testing/test-platform.ts';
import { connections } from './against-bare.ts';

export interface Sent {
  text: string;
  values: unknown[];
}

/** Does one mutation in this process and gives what the driver was given for it, from its begin to its commit. */
export async function record(
  platform: TestPlatformModule.TestPlatform,
  mutate: () => Promise<unknown>,
): Promise<Sent[]> {
  const statements: (Sent & { connection: unknown })[] = [];
  // The ORM brings a driver of its own, so its class is asked of one of its connections.
  const connection = await platform.app.services.database.pool.connect();
  const driver = Object.getPrototypeOf(connection) as { query: (...parameters: unknown[]) => unknown };
  connection.release();
  const original = driver.query;
  driver.query = function query(this: unknown, ...parameters: unknown[]) {
    const [first, second] = parameters;
    const config = typeof first === 'object' && first !== null ? (first as { text: string; values?: unknown[] }) : null;
    statements.push({
      connection: this,
      text: config?.text ?? String(first),
      values: config?.values ?? (Array.isArray(second) ? second : []),
    });
    return original.apply(this, parameters);
  };
  try {
    await mutate();
  } finally {
    driver.query = original;
  }
  // Signing in and the answer are reads of their own; the mutation is what stands between its begin and its commit.
  const begin = statements.findIndex(
    ({ text }) =>
      /^(commit; )?begin\b(?!.*read only)/i.test(text) && /set local role/i.test(text) && !/linli_identity/.test(text),
  );
  // Others commit meanwhile on connections of their own.
  const own = statements.slice(begin).filter(({ connection: its }) => its === statements[begin]?.connection);
  const end = own.findIndex(({ text }) => /^commit$/i.test(text));
  if (begin < 0 || end < 0) throw new Error('The mutation was not found among what was sent.');
  // The end of a reader's snapshot that was left open on that connection is none of its statements.
  return own.slice(0, end + 1).map(({ text, values }) => ({ text: text.replace(/^commit; /i, ''), values }));
}

/** What was recorded, what its ids stand for, and ids that stay as they are, such as those of who did it. */
export interface Recorded {
  startedMs: number;
  model: Record<string, string>;
  statements: Sent[];
  shared: string;
}

/** Bare connections that do the same with the ids of something else. */
export async function openBare(url: string, { startedMs, model, statements, shared }: Recorded) {
  const clients = await Promise.all(
    Array.from({ length: connections }, async () => {
      const client = newClient({ connectionString: urlOfRole(url, roles.login) });
      // Dropping the database at the end cuts it off.
      await client.connect();
      return client;
    }),
  );
  const known = Object.values(model);
  const text = JSON.stringify(statements);
  // Ids that the API made up for this one: each replay makes up its own.
  const uuids = new Set(text.match(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g));
  const kept = shared + JSON.stringify(statements.filter((each) => /^begin/i.test(each.text)));
  const invented = [...uuids].filter(
    (uuid) => !known.includes(uuid) && !kept.includes(uuid) && isMadeUp(uuid, startedMs),
  );
  return {
    async replay(item: Record<string, string>, connection: number): Promise<void> {
      let own = text;
      for (const [name, value] of Object.entries(model)) own = own.replaceAll(value, item[name] ?? value);
      for (const uuid of invented) own = own.replaceAll(uuid, newUuid());
      for (const { text: statement, values } of JSON.parse(own) as Sent[]) {
        const name = values.length > 0 ? `b${createHash('sha1').update(statement).digest('base64url')}` : undefined;
        await clients[connection]!.query({ text: statement, values, name } as pg.QueryConfig);
      }
    },
    close: () => Promise.all(clients.map((client) => client.end())),
  };
}

/** Whether an id came into being with the mutation: ids begin with their time. */
function isMadeUp(uuid: string, startedMs: number): boolean {
  return Number.parseInt(uuid.replaceAll('-', '').slice(0, 12), 16) >= startedMs;
}

function newUuid(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
