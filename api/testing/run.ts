import { run } from 'jest';
import { build } from '../run/build.ts';
import { clone } from '../run/workspace.ts';
import { runCommand } from '../run/console.ts';
import { beginRun } from './run-guard.ts';

/**
 * `npm test`, `npm run golden` and `npm run soak`: builds, runs Jest with the arguments, and cleans
 * up.
 */
await runCommand(async () => {
  await build(clone, process.env.LINLI_GOLDEN !== 'write');
  const guard = beginRun();
  try {
    await run(process.argv.slice(2));
  } finally {
    await guard.end();
  }
});
