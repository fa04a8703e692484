import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { say } from '../run/console.ts';
import { startEmbeddedPostgres } from '../run/embedded-postgres.ts';
import { copyCheckout, type CheckoutCopy } from '../testing/checkout-copy.ts';
import { median } from './median.ts';

const rounds = Number(process.env.BENCH_ROUNDS ?? 5);

/**
 * Duration of `npm start` until the first response: the first time, with a new database and the
 * demo data, and later ones. Compared with PostgreSQL alone on an existing cluster, the part of a
 * start that is not ours; quote the ratio.
 */
export async function run(): Promise<void> {
  const directory = join(mkdtempSync(join(tmpdir(), 'linli-bench-')), 'postgres');
  const seconds: Record<'first' | 'second' | 'postgres', number[]> = {
    first: [],
    second: [],
    postgres: [],
  };
  await bareStart(directory);
  for (let round = 1; round <= rounds; round += 1) {
    say(`  Round ${round} of ${rounds}`);
    const copy = await copyCheckout();
    try {
      seconds.first.push(await start(copy));
      seconds.second.push(await start(copy));
      seconds.postgres.push(await bareStart(directory));
    } finally {
      copy.remove();
    }
  }
  const [first, second, postgres] = [seconds.first, seconds.second, seconds.postgres].map(
    median,
  ) as [number, number, number];
  for (const [name, each] of [
    ['first start, with demo data', seconds.first],
    ['second start', seconds.second],
    ['PostgreSQL alone', seconds.postgres],
  ] as const) {
    const spread = `${Math.min(...each).toFixed(2)} to ${Math.max(...each).toFixed(2)}`;
    say(`  ${name.padEnd(30)} ${median(each).toFixed(2).padStart(7)} s  (${spread})`);
  }
  say(
    `  second start / PostgreSQL alone: ${(second / postgres).toFixed(1)}; first / second: ${(first / second).toFixed(1)}`,
  );
}

/** From the command to its first response. */
async function start(copy: CheckoutCopy): Promise<number> {
  const from = performance.now();
  const platform = copy.run('start');
  say('  The platform is starting.');
  await platform.answering();
  const taken = (performance.now() - from) / 1_000;
  platform.child.kill('SIGTERM');
  await platform.exit;
  return taken;
}

async function bareStart(directory: string): Promise<number> {
  const from = performance.now();
  const postgres = await startEmbeddedPostgres({ directory, database: 'postgres', durable: true });
  const taken = (performance.now() - from) / 1_000;
  await postgres.stop();
  return taken;
}
