import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { generateLarge } from '../../seeds/large.ts';
import type * as DemoTokenModule from '../identity/demo-token.ts';
import { roles, urlOfRole } from '../platform/database/roles.ts';
import { clone } from '../run/clone.ts';
import { say } from '../run/console.ts';
import { startTestServer, withDatabase } from '../testing/server.ts';
import type * as IdsModule from '../../schema/ids.ts';
import type * as CasesModule from './read/cases.ts';

/** Seconds that one contestant is loaded at a time; the contestants take turns, so that a slow minute of the machine hits all. */
const turnSeconds = Number(process.env.BENCH_SECONDS ?? 4);
const rounds = Number(process.env.BENCH_ROUNDS ?? 5);
const connections = 16;
const publicUrl = 'http://linli.bench';

/**
 * Reads: Linli, PostGraphile 5 with the same role and session variables, and what PostgreSQL itself allows. Everybody answers the
 * same question about the same rows, and it is checked that the answers are the same before anything is measured.
 */
export async function run(): Promise<void> {
  const server = process.env.BENCH_URL ? null : await startTestServer({ durable: true });
  const children: ChildProcess[] = [];
  try {
    const url = process.env.BENCH_URL ?? withDatabase(server!.url, server!.template);
    if (server) {
      await server.makeTemplate();
      await fill(url);
    }
    const caller = await prepareCaller(url);
    process.env.BENCH_IDS = JSON.stringify(caller.ids);
    const { cases } = (await import('./read/cases.ts')) as typeof CasesModule;
    const all = await startContestants(url, caller, children);
    const contestants = all.filter(({ name }) => isWanted('BENCH_ONLY', name));
    for (const [name, each] of Object.entries(cases)) {
      if (isWanted('BENCH_CASES', name)) await compare(name, each, contestants, caller.token);
    }
  } finally {
    for (const child of children) child.kill();
    for (const child of children) if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    await server?.stop();
  }
}

/** A list of names in the environment, separated by commas; without it everything is wanted. */
function isWanted(variable: string, name: string): boolean {
  return process.env[variable]?.split(',').includes(name) ?? true;
}

interface Caller {
  token: string;
  session: Record<string, string>;
  ids: { foundationId: string; requestId: string; requestGlobalId: string };
}

interface Contestant {
  name: 'floor' | 'linli' | 'postgraphile';
  port: number;
}

async function fill(url: string): Promise<void> {
  const scale = Number(process.env.BENCH_SCALE ?? 1);
  const administrator = new pg.Client({ connectionString: url });
  const login = new pg.Client({ connectionString: urlOfRole(url, roles.login) });
  await Promise.all([administrator.connect(), login.connect()]);
  const started = performance.now();
  await generateLarge(administrator, login, { scale, again: false, until: new Date().toISOString().slice(0, 10) });
  say(`  Filled the database at scale ${scale} in ${((performance.now() - started) / 1000).toFixed(0)} s`);
  await Promise.all([administrator.end(), login.end()]);
}

/** A dispatcher of one community, her session as the API works it out, and a request of hers. */
async function prepareCaller(url: string): Promise<Caller> {
  const built = <Module>(path: string): Promise<Module> =>
    import(pathToFileURL(join(clone.build, path)).href) as Promise<Module>;
  const { issueDemoToken } = await built<typeof DemoTokenModule>('api/identity/demo-token.js');
  const token = await issueDemoToken(url, publicUrl, 'dispatcher@large-1-1');
  if (!token) throw new Error('The generated data have no dispatcher@large-1-1.');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{
    accountId: string;
    foundationId: string;
    communityId: string;
    requestId: string;
  }>(
    `select g.account_id as "accountId", g.foundation_id as "foundationId", g.community_id as "communityId",
       (select r.id from service_request r where r.foundation_id = g.foundation_id and r.community_id = g.community_id order by r.id desc offset 20 limit 1) as "requestId"
     from account a join role_grant g on g.account_id = a.id where a.persona = 'dispatcher@large-1-1'`,
  );
  const { rows: reach } = await client.query<{ id: string }>(
    `select distinct ta.community_id as id from team t join team_area ta on ta.foundation_id = t.foundation_id and ta.team_id = t.id
     where t.foundation_id = $1 and (t.community_id = $2 or ta.community_id = $2) union select $2::uuid`,
    [rows[0]?.foundationId, rows[0]?.communityId],
  );
  const { rows: circle } = await client.query<{ id: string }>(
    `select distinct t.community_id as id from team t join team_area ta on ta.foundation_id = t.foundation_id and ta.team_id = t.id
     where t.foundation_id = $1 and ta.community_id = $2 union select unnest($3::uuid[])`,
    [rows[0]?.foundationId, rows[0]?.communityId, reach.map(({ id }) => id)],
  );
  await client.end();
  const { accountId, foundationId, communityId, requestId } = rows[0]!;
  const list = (values: { id: string }[]): string => `{${values.map(({ id }) => id).join(',')}}`;
  const ids = await built<typeof IdsModule>('schema/ids.js');
  return {
    token,
    session: {
      'app.account': accountId,
      'app.foundation': foundationId,
      'app.scope': 'community',
      'app.communities': `{${communityId}}`,
      'app.reach': list(reach),
      'app.circle': list(circle),
      'app.persons': '{}',
    },
    ids: { foundationId, requestId, requestGlobalId: ids.encodeId('request', requestId) },
  };
}

/** Where the time goes in Linli's process, as a file for the developer tools of a browser. */
function profiling(): string[] {
  const { BENCH_PROFILES: folder } = process.env;
  return folder ? ['--cpu-prof', `--cpu-prof-dir=${folder}`] : [];
}

async function startContestants(url: string, caller: Caller, children: ChildProcess[]): Promise<Contestant[]> {
  const login = urlOfRole(url, roles.login);
  const here = import.meta.dirname;
  const sets = Object.entries(caller.session).map(([name, value]) => `set local ${name} = '${value}'`);
  const start = async (
    name: Contestant['name'],
    script: string[],
    environment: Record<string, string>,
  ): Promise<Contestant> => {
    const port = await freePort();
    const child = spawn(process.execPath, script, {
      env: {
        ...process.env,
        NODE_ENV: 'production',
        BENCH_IDS: JSON.stringify(caller.ids),
        BENCH_PORT: String(port),
        PORT: String(port),
        ...environment,
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    children.push(child);
    await answers(port, child);
    return { name, port };
  };
  return [
    await start('floor', [join(here, 'read', 'floor.ts')], {
      DATABASE_URL: login,
      BENCH_SESSION: ['set local role linli_member', ...sets].join('; '),
    }),
    await start('linli', [...profiling(), join(here, 'read', 'api.ts'), clone.build], {
      DATABASE_URL: url,
      LINLI_PUBLIC_URL: publicUrl,
      LINLI_LOG_LEVEL: 'error',
      LINLI_SECRET_KEY: 'only-for-measuring-only-for-measuring',
    }),
    await start('postgraphile', [join(here, 'read', 'postgraphile.mjs')], {
      DATABASE_URL: login,
      BENCH_SETTINGS: JSON.stringify({ role: 'linli_member', ...caller.session }),
      GRAPHILE_ENV: 'production',
    }),
  ];
}

async function compare(name: string, each: CasesModule.Case, contestants: Contestant[], token: string): Promise<void> {
  const answersOf = await Promise.all(contestants.map((contestant) => ask(contestant, name, each, token)));
  for (const [index, answer] of answersOf.entries()) {
    if (!isDeepStrictEqual(answer, answersOf[0])) {
      throw new Error(
        `${contestants[index]?.name} answers ${each.title} otherwise: ${JSON.stringify(answer).slice(0, 400)} ... ${JSON.stringify(answersOf[0]).slice(0, 400)}`,
      );
    }
  }
  const measured = new Map(contestants.map(({ name: contestant }) => [contestant, [] as Measure[]]));
  for (const contestant of contestants) await load(contestant, name, each, token, 2);
  for (let round = 0; round < rounds; round += 1) {
    for (const contestant of contestants)
      measured.get(contestant.name)!.push(await load(contestant, name, each, token, turnSeconds));
  }
  say(`\n${each.title}, ${connections} connections, ${rounds} rounds of ${turnSeconds} s, same answer from all`);
  say('  contestant     requests/s  (min .. max)     p99 ms   of the floor   of PostGraphile');
  const rate = (who: Contestant['name']): number => median(measured.get(who)!.map(({ perSecond }) => perSecond));
  for (const { name: who } of contestants) {
    const runs = measured.get(who)!;
    const rates = runs.map(({ perSecond }) => perSecond);
    const ratio = (other: Contestant['name']): string =>
      median(runs.map(({ perSecond }, index) => perSecond / (measured.get(other)?.[index]?.perSecond ?? 1))).toFixed(2);
    say(
      `  ${who.padEnd(13)} ${rate(who).toFixed(0).padStart(10)}  (${Math.min(...rates).toFixed(0)} .. ${Math.max(...rates).toFixed(0)})`.padEnd(
        48,
      ) +
        `${median(runs.map(({ p99 }) => p99))
          .toFixed(0)
          .padStart(6)}   ${ratio('floor').padStart(12)}   ${ratio('postgraphile').padStart(15)}`,
    );
  }
}

interface Measure {
  perSecond: number;
  p99: number;
}

async function load(
  { name, port }: Contestant,
  caseName: string,
  each: CasesModule.Case,
  token: string,
  seconds: number,
): Promise<Measure> {
  const autocannon = createRequire(join(import.meta.dirname, 'package.json'))('autocannon') as (
    options: object,
  ) => Promise<{
    requests: { average: number };
    latency: { p99: number };
    non2xx: number;
    errors: number;
  }>;
  const { url, ...request } = requestOf(name, port, caseName, each, token);
  const result = await autocannon({ url, ...request, connections, duration: seconds });
  if (result.non2xx + result.errors > 0)
    throw new Error(`${name} failed ${result.non2xx + result.errors} requests of ${each.title}.`);
  return { perSecond: result.requests.average, p99: result.latency.p99 };
}

async function ask(
  { name, port }: Contestant,
  caseName: string,
  each: CasesModule.Case,
  token: string,
): Promise<unknown> {
  const { url, ...request } = requestOf(name, port, caseName, each, token);
  const response = await fetch(url, request);
  const body = (await response.json()) as { data?: never; errors?: { message: string }[] };
  if (name === 'floor') return body;
  if (body.errors) throw new Error(`${name} cannot answer ${each.title}: ${body.errors[0]?.message}`);
  return each[name].normal(body.data as never);
}

function requestOf(name: Contestant['name'], port: number, caseName: string, each: CasesModule.Case, token: string) {
  if (name === 'floor') return { url: `http://127.0.0.1:${port}/${caseName}`, method: 'GET' as const };
  const { query, variables } = each[name];
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    method: 'POST' as const,
    headers: { 'content-type': 'application/json', ...(name === 'linli' && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query, variables: variables() }),
  };
}

function median(values: number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** Waits until somebody listens there. */
async function answers(port: number, child: ChildProcess): Promise<void> {
  const until = Date.now() + 60_000;
  while (Date.now() < until) {
    if (child.exitCode !== null) throw new Error(`A contestant ended with ${child.exitCode}.`);
    const isThere = await fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    );
    if (isThere) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('A contestant did not start within a minute.');
}
