import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { createApp } from '../../app.ts';
import { signingKeys } from '../../identity/signing-keys.ts';
import { issueToken } from '../../identity/tokens.ts';
import { type ApiProcess, startApiProcess } from '../../testing/api-process.ts';
import { ReconnectingReader } from '../../testing/feed-reader.ts';
import { FeedWriter } from '../../testing/feed-writer.ts';
import {
  asAdministrator,
  startTestServer,
  type TestServer,
  withDatabase,
} from '../../testing/server.ts';
import { seedFixtures, type Fixtures } from '../../testing/fixtures.ts';
import { until } from '../../testing/until.ts';
import { migrate } from '../database/migrate.ts';
import { readSettings } from '../config/settings.ts';

/**
 * `kill -9` before, during and after a move of the sequencer, of nodes and of PostgreSQL: nothing
 * is lost.
 */
let server: TestServer;
let databaseUrl: string;
let fixtures: Fixtures;
let token: string;
let nodes: ApiProcess[] = [];
/** Closed and recreated with the server. */
let writer: FeedWriter;
const committed: string[] = [];
let reader: ReconnectingReader;

beforeAll(async () => {
  server = await startTestServer({ durable: true });
  await asAdministrator(server.url, 'create database crash');
  databaseUrl = withDatabase(server.url, 'crash');
  await migrate({ url: databaseUrl });
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  fixtures = await seedFixtures(pool);
  // A move blocks in the middle while the test holds this lock.
  await pool.query(
    `create function wait_in_the_middle() returns trigger language plpgsql as
       'begin perform pg_advisory_xact_lock_shared(${moveLock}); return new; end'`,
  );
  await pool.query(
    'create trigger wait_in_the_middle before insert on feed_log for each row execute function wait_in_the_middle()',
  );
  await pool.end();
  token = await tokenOf('dispatcher@xinxian');
  nodes = [await startApiProcess(databaseUrl)];
  writer = new FeedWriter({ databaseUrl, fixtures });
  reader = await ReconnectingReader.start({
    urls: () => nodes.map(({ url }) => url),
    token,
    way: 'WebSocket',
    stayMsMax: 2_000,
  });
});

afterAll(async () => {
  await reader?.finish(0);
  await Promise.all(nodes.map((node) => node.kill()));
  await writer?.close();
  await server?.stop();
});

test('no event is lost, whichever process is killed and when', async () => {
  const ids = await writer.requests(4);
  const write = async (count: number) => {
    for (let index = 0; index < count; index += 1)
      committed.push((await writer.write(ids[index % 4]!))!.eventId);
  };
  const restartNode = async () => {
    nodes = [await startApiProcess(databaseUrl)];
  };
  await write(5);

  // Before the move: committed while no node is alive.
  await nodes[0]!.kill();
  await write(5);
  await restartNode();
  await readerHasAll();

  // During the move: the node dies while the server executes its move. The server completes the
  // statements that it received.
  let goOn = await holdMoves();
  await write(2);
  await untilMoving();
  await nodes[0]!.kill();
  await goOn();
  await restartNode();
  await readerHasAll();

  // During the move: the server side dies, so the move is rolled back and repeated.
  goOn = await holdMoves();
  await write(2);
  await untilMoving();
  await sql(`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'linli_relay'`);
  await goOn();
  await readerHasAll();

  // After the move, before any subscriber was notified; and at any other moment.
  for (let round = 0; round < rounds; round += 1) {
    const writing = write(10);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 300));
    await nodes[0]!.kill();
    await writing;
    await restartNode();
  }
  await readerHasAll();

  // A server process dies, so PostgreSQL discards shared memory and recovers. The node survives.
  const [backend] = await sql<{ pid: number }>(
    `select pid from pg_stat_activity where usename = 'linli_relay' limit 1`,
  );
  const bystander = await connectedBystander();
  process.kill(backend!.pid, 'SIGKILL');
  // Until the server has noticed, it still answers.
  await bystander.ended;
  await untilServerAnswers();
  await writer.close();
  writer = new FeedWriter({ databaseUrl, fixtures });
  await write(5);
  await readerHasAll();

  // The server itself, in the middle of writing. An uncommitted change never happened, and its
  // event is never published.
  const before = committed.length;
  const writing = write(1_000).catch(() => {});
  await until('some have been written', () => committed.length >= before + 20);
  databaseUrl = withDatabase(await server.crash(), 'crash');
  await writing;
  await writer.close();
  await Promise.all(nodes.map((node) => node.kill()));
  writer = new FeedWriter({ databaseUrl, fixtures });
  await restartNode();
  await write(3);
  // A commit whose answer was lost in the crash is still committed; the tables show it.
  const versions = await sql<{ sum: string }>(
    'select sum(version - 1) from service_request where id = any ($1)',
    [ids],
  );
  await reader.finish(Number(versions[0]!.sum));
  expect(reader.events).toHaveLength(Number(versions[0]!.sum));
  expect(reader.events.map(({ eventId }) => eventId)).toEqual(expect.arrayContaining(committed));
  expect(reader.resets).toEqual([]);
});

const rounds = Number(process.env.LINLI_SOAK_ROUNDS ?? 2);

/** Lock number for this test only. */
const moveLock = 4_711;

/** Blocks every move in the middle until the returned function is called. */
async function holdMoves(): Promise<() => Promise<void>> {
  const holder = new pg.Client({ connectionString: databaseUrl });
  await holder.connect();
  await holder.query('select pg_advisory_lock($1)', [moveLock]);
  return () => holder.end();
}

async function untilMoving(): Promise<void> {
  await until('a move is in its middle', async () => {
    const text = `select from pg_locks where locktype = 'advisory' and objid = $1 and not granted`;
    return (await sql(text, [moveLock])).length > 0;
  });
}

async function readerHasAll(): Promise<void> {
  await until('the reader has all', () => reader.events.length >= committed.length);
  expect(reader.events.map(({ eventId }) => eventId)).toEqual(committed);
}

/** A connection that does nothing, and when the server ends it. */
async function connectedBystander(): Promise<{ ended: Promise<void> }> {
  const client = new pg.Client({ connectionString: databaseUrl });
  client.on('error', () => {});
  await client.connect();
  return { ended: new Promise((resolve) => void client.once('end', () => resolve())) };
}

async function untilServerAnswers(): Promise<void> {
  await until(
    'the server answers',
    async () => (await sql('select').catch(() => null)) !== null,
    100,
  );
}

async function sql<T extends pg.QueryResultRow>(
  text: string,
  parameters?: unknown[],
): Promise<T[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<T>(text, parameters)).rows;
  } finally {
    await client.end();
  }
}

async function tokenOf(persona: string): Promise<string> {
  const settings = readSettings({
    DATABASE_URL: databaseUrl,
    PORT: '0',
    LINLI_DEMO: 'yes',
    LINLI_LOG_LEVEL: 'silent',
    LINLI_PUBLIC_URL: 'http://linli.test',
  });
  const app = await createApp(settings);
  const [key] = await signingKeys(app.services.database);
  const claims = {
    accountId: fixtures.accounts[persona]!,
    foundationId: null,
    appId: null,
    scopes: null,
  };
  const issued = await issueToken(key!, settings.publicUrl, claims, 3_600);
  await app.close();
  return issued;
}
