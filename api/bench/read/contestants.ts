import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { decodeAnyId, encodeId } from '../../../schema/ids.ts';
import { roles, urlOfRole } from '../../platform/database/roles.ts';
import { clone } from '../../run/workspace.ts';
import { freePort } from '../../testing/free-port.ts';
import { type Caller, publicUrl } from './caller.ts';
import type { Case } from './cases/case.ts';

const contestantNames = ['floor', 'floor by way', 'linli', 'postgraphile', 'entities'] as const;
export type ContestantName = (typeof contestantNames)[number];

/** A measured server; both floors are one server. */
export interface Contestant {
  name: ContestantName;
  port: number;
}

/** Starts the selected contestants, each in a separate process. */
export async function startContestants(
  url: string,
  { session, ids }: Caller,
  children: ChildProcess[],
  isWanted: (name: string) => boolean,
): Promise<Contestant[]> {
  const login = urlOfRole(url, roles.login);
  const sets = Object.entries(session).map(([name, value]) => `set local ${name} = '${value}'`);
  const environment = { BENCH_IDS: JSON.stringify(ids), BENCH_SETTINGS: JSON.stringify(session) };
  const contestants: Contestant[] = [];
  const start = async (names: ContestantName[], script: string[], own: Record<string, string>) => {
    const wanted = names.filter(isWanted);
    if (wanted.length === 0) return;
    const port = await startProcess(script, { ...environment, ...own }, children);
    contestants.push(...wanted.map((name) => ({ name, port })));
  };
  await start(['floor', 'floor by way'], [join(import.meta.dirname, 'floor.ts')], {
    DATABASE_URL: login,
    BENCH_SESSION: sets.join('; '),
  });
  if (isWanted('linli')) contestants.push({ name: 'linli', port: await startLinli(url, children) });
  await start(['postgraphile'], [join(import.meta.dirname, 'postgraphile.mjs')], {
    DATABASE_URL: login,
    GRAPHILE_ENV: 'production',
  });
  await start(['entities'], [join(clone.build, 'api', 'bench', 'read', 'entities.js')], {
    DATABASE_URL: login,
  });
  return contestants;
}

/** One API node as in production. */
export async function startLinli(
  url: string,
  children: ChildProcess[],
  own: Record<string, string> = {},
): Promise<number> {
  const { BENCH_PROFILES: folder } = process.env;
  const profiling = folder ? ['--cpu-prof', `--cpu-prof-dir=${folder}`] : [];
  return startProcess(
    [...profiling, join(import.meta.dirname, 'api.ts'), clone.build],
    {
      DATABASE_URL: url,
      LINLI_PUBLIC_URL: publicUrl,
      LINLI_LOG_LEVEL: 'error',
      LINLI_SECRET_KEY: 'only-for-measuring-only-for-measuring',
      ...own,
    },
    children,
  );
}

async function startProcess(
  script: string[],
  environment: Record<string, string>,
  children: ChildProcess[],
): Promise<number> {
  const port = await freePort();
  const child = spawn(process.execPath, script, {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      BENCH_PORT: String(port),
      PORT: String(port),
      ...environment,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  children.push(child);
  await answers(port, child);
  return port;
}

/** A case as an HTTP request to one contestant. */
export interface Asked {
  url: string;
  method: 'GET' | 'POST';
  headers: Record<string, string>;
  body?: string;
}

/** Null for a contestant that does not take part. */
export function askedOf(
  { name, port }: Contestant,
  key: string,
  each: Case,
  token: string,
): Asked | null {
  const at = `http://127.0.0.1:${port}`;
  if (name === 'floor by way' && !each.floorByWay) return null;
  if (name === 'floor' || name === 'floor by way')
    return { url: `${at}/${key}${name === 'floor' ? '' : '?by=way'}`, method: 'GET', headers: {} };
  const { query, variables } = name === 'postgraphile' ? each.postgraphile : each.graphql;
  return {
    url: `${at}/graphql`,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(name === 'linli'
        ? { authorization: `Bearer ${token}` }
        : each.role && { 'x-bench-role': each.role }),
    },
    body: JSON.stringify({
      query,
      variables: variables(name === 'linli' ? encodeId : (_, uuid) => uuid),
    }),
  };
}

/** The response in the form that all contestants share. */
export async function answerOf(contestant: Contestant, asked: Asked, each: Case): Promise<unknown> {
  const { url, ...request } = asked;
  const response = await fetch(url, request);
  const text = await response.text();
  if (!response.ok)
    throw new Error(`${contestant.name} cannot answer ${each.title}: ${response.status} ${text}`);
  const body = JSON.parse(text) as { data?: never; errors?: { message: string }[] };
  if (contestant.name.startsWith('floor')) return body;
  if (body.errors)
    throw new Error(`${contestant.name} cannot answer ${each.title}: ${body.errors[0]?.message}`);
  const { normal } = contestant.name === 'postgraphile' ? each.postgraphile : each.graphql;
  return normal(body.data as never, (id) => decodeAnyId(id)?.uuid ?? id);
}

/** Waits until the port accepts connections. */
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
