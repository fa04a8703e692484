import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { newClient } from '../platform/database/postgres-clients.ts';
import { generateLarge } from '../../seeds/large.ts';
import { roles, urlOfRole } from '../platform/database/roles.ts';
import { say } from '../run/console.ts';
import { startTestServer, withDatabase } from '../testing/server.ts';
import { prepareCaller } from './read/caller.ts';
import { compareBreadth } from './read/breadth.ts';
import { cases } from './read/cases.ts';
import { compare } from './read/compare.ts';
import { startContestants, startLinli } from './read/contestants.ts';
import { overload } from './read/overload.ts';
import { compareWrites } from './read/writes.ts';

/**
 * Reads: Linli, PostGraphile 5 with the same role and session variables, the same libraries as
 * their manuals show them, and PostgreSQL's own limit. All answer the same query about the same
 * rows; equal answers are asserted before the measurement.
 */
export async function run(): Promise<void> {
  if (process.env.BENCH_CASES !== 'writes') await runReads();
  // On a separate small database, since it changes data.
  if (isWanted('BENCH_CASES', 'writes')) await compareWrites();
}

async function runReads(): Promise<void> {
  const server = process.env.BENCH_URL ? null : await startTestServer({ durable: true });
  const children: ChildProcess[] = [];
  try {
    const url = process.env.BENCH_URL ?? withDatabase(server!.url, server!.template);
    if (server) {
      await server.makeTemplate();
      await fill(url);
    }
    const caller = await prepareCaller(url, 'dispatcher@large-1-1');
    process.env.BENCH_IDS = JSON.stringify(caller.ids);
    const wanted = Object.entries(cases).filter(([name]) => isWanted('BENCH_CASES', name));
    if (wanted.length > 0) {
      const contestants = await startContestants(url, caller, children, (name) =>
        isWanted('BENCH_ONLY', name),
      );
      for (const [name, each] of wanted) await compare(name, each, contestants, caller.token);
    }
    // A separate node with the machine to itself: the others are idle.
    const alone = async () => startLinli(url, children);
    if (isWanted('BENCH_CASES', 'breadth')) await compareBreadth(url, await alone());
    if (isWanted('BENCH_CASES', 'overload')) await overload(await alone(), caller.token);
  } finally {
    await stop(children);
    await server?.stop();
  }
}

/** A comma-separated list of names in the environment; without it everything runs. */
function isWanted(variable: 'BENCH_CASES' | 'BENCH_ONLY', name: string): boolean {
  return process.env[variable]?.split(',').includes(name) ?? true;
}

async function fill(url: string): Promise<void> {
  const scale = Number(process.env.BENCH_SCALE ?? 1);
  const administrator = newClient({ connectionString: url });
  const login = newClient({ connectionString: urlOfRole(url, roles.login) });
  await Promise.all([administrator.connect(), login.connect()]);
  const started = performance.now();
  await generateLarge(administrator, login, {
    scale,
    again: false,
    until: new Date().toISOString().slice(0, 10),
  });
  say(
    `  Filled the database at scale ${scale} in ${((performance.now() - started) / 1000).toFixed(0)} s`,
  );
  await Promise.all([administrator.end(), login.end()]);
}

async function stop(children: ChildProcess[]): Promise<void> {
  for (const child of children) child.kill();
  for (const child of children)
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}
