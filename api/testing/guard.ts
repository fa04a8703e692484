import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { stopLeftovers } from '../run/embedded-postgres.ts';
import { homeOf } from '../run/place.ts';

/**
 * Waits until the tests that started it are gone, then stops their PostgreSQL and removes its directory (the argument).
 * Whatever ends the tests closes the pipe to this process, so nothing stays behind, not even after `kill -9`.
 */
const directory = process.argv[2]!;
const link = join(directory, 'postgres');

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => {});
process.stdin.resume();
await once(process.stdin, 'end');

const home = homeOf(link);
if (home) {
  await stopLeftovers(home);
  rmSync(home, { recursive: true, force: true });
}
rmSync(directory, { recursive: true, force: true });
