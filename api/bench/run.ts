import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from '../run/build.ts';
import { clone } from '../run/workspace.ts';
import { runCommand, say } from '../run/console.ts';
import { Refusal } from '../run/command-error.ts';
import { beginRun } from '../testing/run-guard.ts';

/** `npm run bench -- <name>`: builds, installs the contestants, and runs `api/bench/<name>.ts`. */
async function bench(): Promise<void> {
  const [name = ''] = process.argv.slice(2);
  const script = join(clone.root, 'api', 'bench', `${name}.ts`);
  if (!/^[a-z]+$/.test(name) || name === 'run' || !existsSync(script))
    throw new Refusal(
      'Say which: "npm run bench -- read", "feed", "ledger", "start", "hostile" or "board"; see api/bench/README.md.',
    );
  await build();
  const folder = join(clone.root, 'api', 'bench');
  // Only these have external contestants.
  if (
    ['read', 'feed', 'ledger'].includes(name) &&
    !existsSync(join(folder, 'node_modules', 'autocannon'))
  ) {
    say('  Installing what is measured against');
    execFileSync('npm', ['ci', '--prefix', folder, '--no-audit', '--no-fund'], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }
  const benchmark = (await import(pathToFileURL(script).href)) as { run: () => Promise<void> };
  // All child processes end with the run, also on interruption.
  const guard = beginRun();
  try {
    await benchmark.run();
  } finally {
    await guard.end();
  }
}

await runCommand(bench);
