import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { testDatabase } from '../testing/database.ts';
import { checkDatabase } from './database-check.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';
import { acquireLock } from './lock.ts';
import { processesWorkingIn } from './processes.ts';

/** A start repairs damage if that loses no data, and reports any other damage in one sentence. */
let directory: string;
let running: EmbeddedPostgres | undefined;
const said: string[] = [];

beforeAll(async () => {
  directory = join(realpathSync(mkdtempSync(join(tmpdir(), 'linli-mend-'))), 'postgres');
  const first = await start();
  await ask(first, 'create table kept as select 7 as number');
  await stop();
});

afterEach(stop);

afterAll(() => rmSync(join(directory, '..'), { recursive: true, force: true }));

describe('the next start continues with the data', () => {
  test.each([
    ['the port file is empty', 'port', ''],
    ['the port file holds no port', 'port', 'five thousand\n'],
    ['the port file holds a number that is no port', 'port', '99999\n'],
    ['the password file is empty', 'password', ''],
    ['the password file holds something else', 'password', '\0\0\0\n'],
    ['the password file holds another password', 'password', `${'x'.repeat(32)}\n`],
    ['the password file is gone', 'password', null],
    ['PG_VERSION is gone', 'cluster/PG_VERSION', null],
    ['PG_VERSION is empty', 'cluster/PG_VERSION', ''],
    ['postmaster.pid holds no number', 'cluster/postmaster.pid', 'nonsense\n'],
  ])('the next start continues with the data when %s', async (_, path, content) => {
    const file = join(directory, path);
    if (content === null) rmSync(file);
    else writeFileSync(file, content);
    const postgres = await start();
    expect(await ask(postgres, 'select number from kept')).toEqual([{ number: 7 }]);
    await stop();
    // A repair is complete: the next start has nothing to repair.
    said.length = 0;
    expect(await ask(await start(), 'select number from kept')).toEqual([{ number: 7 }]);
    expect(said).toEqual([expect.stringMatching(/^Started PostgreSQL in /)]);
  });
});

test('an empty data directory is filled', async () => {
  const cluster = join(directory, 'cluster');
  renameSync(cluster, `${cluster}.aside`);
  mkdirSync(cluster);
  try {
    expect(await ask(await start(), `select to_regclass('kept') as found`)).toEqual([
      { found: null },
    ]);
    await stop();
  } finally {
    rmSync(cluster, { recursive: true });
    renameSync(`${cluster}.aside`, cluster);
  }
});

test('an incomplete data directory is left alone, and a sentence states the remedy', async () => {
  const control = join(directory, 'cluster', 'global', 'pg_control');
  const version = join(directory, 'cluster', 'PG_VERSION');
  const before = readFileSync(version);
  renameSync(control, `${control}.aside`);
  rmSync(version);
  try {
    await expect(start()).rejects.toMatchObject({
      name: 'Refusal',
      message: expect.stringMatching(
        /^The data in \S+ is incomplete, since files of PostgreSQL are missing: restore them from a copy, or drop the data with "npm run reset"\.$/,
      ),
    });
  } finally {
    renameSync(`${control}.aside`, control);
    writeFileSync(version, before);
  }
});

test('a start that is interrupted leaves no process', async () => {
  const interruption = new AbortController();
  const starting = start(interruption.signal);
  interruption.abort();
  await expect(starting).rejects.toMatchObject({
    name: 'Refusal',
    message: expect.stringMatching(/was interrupted/),
  });
  expect(processesWorkingIn(join(directory, 'cluster'))).toEqual([]);
});

describe('the lock', () => {
  test.each([
    ['is empty', ''],
    [
      'holds something else',
      'this is no lock, and longer than the head of a file of SQLite is: '.repeat(40),
    ],
  ])('one process at a time takes the lock when its file %s', async (_, content) => {
    const path = join(directory, '..', 'lock');
    writeFileSync(path, content);
    const lock = await acquireLock(path);
    expect(lock).toBeDefined();
    expect(await acquireLock(path)).toBeUndefined();
    lock!.release();
    const again = await acquireLock(path);
    expect(again).toBeDefined();
    again!.release();
  });

  test('the lock says in a sentence that a directory is in its place', async () => {
    const path = join(directory, '..', 'lock-folder');
    mkdirSync(path);
    await expect(acquireLock(path)).rejects.toMatchObject({
      name: 'Refusal',
      message: `The path ${path} of the lock file is a folder: remove it.`,
    });
  });
});

test('a server of DATABASE_URL that recovers is waited for', async () => {
  const database = await testDatabase();
  const recovering = await recoveringServer(database.url);
  try {
    await checkDatabase(recovering.url);
    expect(recovering.refusals()).toBe(2);
  } finally {
    recovering.close();
    await database.drop();
  }
});

async function start(signal?: AbortSignal): Promise<EmbeddedPostgres> {
  running = await startEmbeddedPostgres({
    directory: makeParent(),
    database: 'linli',
    durable: false,
    onStep: (note) => said.push(note),
    signal,
  });
  return running;
}

function makeParent(): string {
  expect(existsSync(join(directory, '..'))).toBe(true);
  return directory;
}

async function stop(): Promise<void> {
  await running?.stop();
  running = undefined;
}

async function ask({ url }: EmbeddedPostgres, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(text)).rows as unknown[];
  } finally {
    await client.end();
  }
}

/**
 * A proxy that twice answers as PostgreSQL does during recovery, and then forwards all connections.
 */
async function recoveringServer(
  url: string,
): Promise<{ url: string; refusals(): number; close(): void }> {
  const { port, hostname } = new URL(url);
  const open = new Set<Socket>();
  let refusals = 0;
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => {});
    if (refusals < 2) {
      refusals += 1;
      socket.once('data', () =>
        socket.end(
          errorMessage({ S: 'FATAL', C: '57P03', M: 'the database system is starting up' }),
        ),
      );
      return;
    }
    const further = connect(Number(port), hostname);
    further.on('error', () => {});
    socket.pipe(further).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const before = new URL(url);
  before.port = String((server.address() as AddressInfo).port);
  return {
    url: before.href,
    refusals: () => refusals,
    close() {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}

/** ErrorResponse of the frontend/backend protocol: its fields, each terminated by a zero. */
function errorMessage(fields: Record<string, string>): Buffer {
  const body = Buffer.from(
    `${Object.entries(fields)
      .map(([name, value]) => `${name}${value}\0`)
      .join('')}\0`,
  );
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}
