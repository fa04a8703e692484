import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { Agent, request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import type * as IdsModule from '../../schema/ids.ts';
import type * as WorldModule from '../testing/world.ts';
import { roles, urlOfRole } from '../platform/database/roles.ts';
import { clone } from '../run/clone.ts';
import { say } from '../run/console.ts';
import { startTestServer } from '../testing/server.ts';
import { prepareVisits, type PreparedVisit } from './ledger/visits.ts';

const turnSeconds = Number(process.env.BENCH_SECONDS ?? 4);
const rounds = Number(process.env.BENCH_ROUNDS ?? 5);
const connections = 16;
/** A directory for a profile of the API's processor time, to look at in a browser's developer tools. */
const profileDirectory = process.env.BENCH_PROFILE;
/** More than both contestants certify in all their turns; a turn that runs out of visits ends early and is counted as long as it was. */
const visitsEach = Number(process.env.BENCH_VISITS ?? 12_000);

/**
 * Certified visits per second: through the API, and by the very statements that the API sends for one, driven by bare connections.
 * The statements are recorded from one certification and replayed with the ids of other visits, so both do the same work in
 * the database; what is left between them is HTTP, GraphQL, permissions, entities and the driver.
 */
export async function run(): Promise<void> {
  const server = await startTestServer({ durable: true });
  let api: ChildProcess | undefined;
  let there: WorldModule.World | undefined;
  try {
    await server.makeTemplate();
    process.env.LINLI_TEST_SERVER = JSON.stringify({ url: server.url, template: server.template });
    const { world } = await built<typeof WorldModule>('api/testing/world.js');
    there = await world();
    const [token, certifier] = [
      await there.tokenOf('dispatcher@xinxian', 7_200),
      there.settlers.accounts['dispatcher@xinxian']!,
    ];
    for (const [title, accounts] of [
      ['spread over 200 pairs of accounts', 200],
      ['all on one pair of accounts', 1],
    ] as const) {
      const started = performance.now();
      const visits = await prepareVisits(there, { accounts, count: visitsEach });
      say(`  Prepared ${visits.length} visits in ${((performance.now() - started) / 1000).toFixed(0)} s`);
      const recorded = await record(there, visits.pop()!);
      api ??= await startApi(there.databaseUrl, there.settings.publicUrl);
      const bare = await openBare(there.databaseUrl, recorded, certifier);
      await compare(title, visits, {
        api: (visit) => certify(token, visit),
        bare: (visit, connection) => bare.replay(visit, connection),
      });
      await bare.close();
    }
  } finally {
    if (api) await stop(api);
    agent.destroy();
    await there?.close();
    await server.stop();
  }
}

type Contestant = (visit: PreparedVisit, connection: number) => Promise<void>;

async function compare(
  title: string,
  visits: PreparedVisit[],
  contestants: Record<'api' | 'bare', Contestant>,
): Promise<void> {
  const rates = { api: [] as number[], bare: [] as number[] };
  for (const name of ['api', 'bare'] as const) await turn(visits, contestants[name], 1);
  for (let round = 0; round < rounds; round += 1) {
    for (const name of ['api', 'bare'] as const) rates[name].push(await turn(visits, contestants[name], turnSeconds));
  }
  const ratios = rates.api.map((rate, index) => rate / rates.bare[index]!);
  say(`\nCertified visits per second, ${title}, ${connections} connections, ${rounds} rounds of ${turnSeconds} s`);
  for (const name of ['bare', 'api'] as const) {
    const all = rates[name];
    say(
      `  ${name.padEnd(6)} ${median(all).toFixed(0).padStart(6)}  (${Math.min(...all).toFixed(0)} .. ${Math.max(...all).toFixed(0)})`,
    );
  }
  say(
    `  api / bare ${median(ratios).toFixed(2)}  (${Math.min(...ratios).toFixed(2)} .. ${Math.max(...ratios).toFixed(2)})`,
  );
}

/** Lets every connection certify one visit after the other for so long. Gives visits per second. */
async function turn(visits: PreparedVisit[], contestant: Contestant, seconds: number): Promise<number> {
  const started = performance.now();
  const end = started + seconds * 1_000;
  let done = 0;
  await Promise.all(
    Array.from({ length: connections }, async (_, connection) => {
      for (let visit = visits.pop(); visit && performance.now() < end; visit = visits.pop()) {
        await contestant(visit, connection);
        done += 1;
      }
    }),
  );
  return (done * 1_000) / (performance.now() - started);
}

interface Sent {
  text: string;
  values: unknown[];
}

interface Recorded {
  startedMs: number;
  visit: PreparedVisit;
  statements: Sent[];
}

/** Certifies one visit in this process and writes down what the driver was given for it. */
async function record(there: WorldModule.World, visit: PreparedVisit): Promise<Recorded> {
  const statements: Sent[] = [];
  const startedMs = Date.now();
  // The ORM brings a driver of its own, so its class is asked of one of its connections.
  const connection = await there.app.services.database.pool.connect();
  const driver = Object.getPrototypeOf(connection) as { query: (...parameters: unknown[]) => unknown };
  connection.release();
  const original = driver.query;
  driver.query = function query(this: unknown, ...parameters: unknown[]) {
    const [first, second] = parameters;
    const config = typeof first === 'object' && first !== null ? (first as { text: string; values?: unknown[] }) : null;
    statements.push({
      text: config?.text ?? String(first),
      values: config?.values ?? (Array.isArray(second) ? second : []),
    });
    return original.apply(this, parameters);
  };
  try {
    const dispatcher = await there.as('dispatcher@xinxian');
    await dispatcher.does('certifyVisit', inputOf(visit), 'visit { id state }');
  } finally {
    driver.query = original;
  }
  // Signing in and the answer are reads of their own; the mutation is what stands between its begin and its commit.
  const begin = statements.findIndex(
    ({ text }) => /^begin\b(?!.*read only)/i.test(text) && /set local role/i.test(text) && !/linli_identity/.test(text),
  );
  const end = statements.findIndex(({ text }, index) => index > begin && /^commit/i.test(text));
  if (begin < 0 || end < 0) throw new Error('The mutation was not found among what was sent.');
  const own = statements.slice(begin, end + 1);
  say(`  One certification is ${own.length} statements`);
  return { startedMs, visit, statements: own };
}

async function openBare(url: string, { startedMs, visit: model, statements }: Recorded, certifier: string) {
  const clients = await Promise.all(
    Array.from({ length: connections }, async () => {
      const client = new pg.Client({ connectionString: urlOfRole(url, roles.login) });
      // Dropping the database at the end cuts it off.
      client.on('error', () => {});
      await client.connect();
      return client;
    }),
  );
  const known = Object.values(model).map(String);
  const text = JSON.stringify(statements);
  // Ids that the API made up for this one: each replay makes up its own.
  const uuids = new Set(text.match(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g));
  const shared = JSON.stringify(statements[0]) + certifier;
  const invented = [...uuids].filter(
    (uuid) => !known.includes(uuid) && !shared.includes(uuid) && isMadeUp(uuid, startedMs),
  );
  return {
    async replay(visit: PreparedVisit, connection: number): Promise<void> {
      let own = text;
      const names = Object.keys(model) as (keyof PreparedVisit)[];
      for (const name of names) own = own.replaceAll(String(model[name]), String(visit[name]));
      for (const uuid of invented) own = own.replaceAll(uuid, newUuid());
      for (const { text: statement, values } of JSON.parse(own) as Sent[]) {
        const name = values.length > 0 ? `b${createHash('sha1').update(statement).digest('base64url')}` : undefined;
        await clients[connection]!.query({ text: statement, values, name } as pg.QueryConfig);
      }
    },
    close: () => Promise.all(clients.map((client) => client.end())),
  };
}

/** Whether an id came into being with the certification: ids begin with their time. */
function isMadeUp(uuid: string, startedMs: number): boolean {
  return Number.parseInt(uuid.replaceAll('-', '').slice(0, 12), 16) >= startedMs;
}

function newUuid(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

let port = 0;
const agent = new Agent({ keepAlive: true, maxSockets: connections });

async function startApi(databaseUrl: string, publicUrl: string): Promise<ChildProcess> {
  port = 20_000 + Math.floor(Math.random() * 20_000);
  const flags = profileDirectory ? ['--cpu-prof', `--cpu-prof-dir=${profileDirectory}`] : [];
  const child = spawn(process.execPath, [...flags, join(import.meta.dirname, 'read', 'api.ts'), clone.build], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      DATABASE_URL: databaseUrl,
      PORT: String(port),
      LINLI_DEMO: 'yes',
      LINLI_LOG_LEVEL: 'error',
      LINLI_PUBLIC_URL: publicUrl,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  for (const deadline = Date.now() + 30_000; Date.now() < deadline;) {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => null);
    if (answer?.ok) return child;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('The platform did not answer.');
}

/** Waits for its end, since a profile is written then. */
async function stop(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  agent.destroy();
  child.kill();
  await ended;
}

const mutation =
  'mutation ($input: CertifyVisitInput!) { certifyVisit(input: $input) { visit { id state } errors { code } } }';

async function certify(token: string, visit: PreparedVisit): Promise<void> {
  const body = JSON.stringify({ query: mutation, variables: { input: inputOf(visit) } });
  const answer = await new Promise<string>((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
      'content-length': Buffer.byteLength(body),
    };
    const sent = httpRequest(
      { host: '127.0.0.1', port, path: '/graphql', method: 'POST', agent, headers },
      (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString())).on('end', () => resolve(text));
      },
    );
    sent.on('error', reject).end(body);
  });
  if (!answer.includes('"CERTIFIED"')) throw new Error(`A certification failed: ${answer}`);
}

let encodeId: typeof IdsModule.encodeId;

function inputOf(visit: PreparedVisit): object {
  return { idempotencyKey: visit.key, visitId: encodeId('visit', visit.visitId), expectedVersion: 4 };
}

async function built<Module>(path: string): Promise<Module> {
  const ids = (await import(pathToFileURL(join(clone.build, 'schema/ids.js')).href)) as typeof IdsModule;
  encodeId = ids.encodeId;
  return import(pathToFileURL(join(clone.build, path)).href) as Promise<Module>;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
