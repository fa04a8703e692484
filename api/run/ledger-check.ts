import type * as InvariantsModule from '../invariants.ts';
import type * as CheckModule from '../platform/database/invariants.ts';
import { readDatabaseUrl } from '../platform/config/settings.ts';
import { build } from './build.ts';
import { built, clone, findRunning } from './workspace.ts';
import { runCommand, say } from './console.ts';
import { checkDatabase } from './database-check.ts';
import { withEmbeddedPostgres } from './embedded-session.ts';
import { homeOf } from './data-directory.ts';
import { Refusal } from './command-error.ts';

/**
 * Checks the ledger invariants by SQL: prints each invariant with its result, and exits with 1 when
 * one is violated. Reads the server of DATABASE_URL, otherwise the running platform of this clone.
 * If neither exists, it starts the embedded server for the check.
 */
async function check(): Promise<void> {
  await build();
  const { invariants } = await built<typeof InvariantsModule>('api/invariants.js');
  const { checkInvariants } = await built<typeof CheckModule>(
    'api/platform/database/invariants.js',
  );
  const results = await withDatabase((url) => checkInvariants(url, invariants));
  for (const result of results) tell(result);
  const broken = results.filter(({ breachCount }) => breachCount > 0);
  const foundationCount = results[0]?.foundationCount ?? 0;
  say(
    `\n${results.length - broken.length} of ${results.length} invariants hold in ${foundationCount} foundations.`,
  );
  if (foundationCount === 0)
    say('There is no foundation in this database yet, so nothing was checked.');
  if (broken.length > 0) {
    say(
      `Broken: ${broken.map(({ name }) => name).join(', ')}. Stop all bookings, keep the database unchanged, and examine the rows above.`,
    );
    process.exitCode = 1;
  }
}

function tell({ name, says, breaches, breachCount }: CheckModule.InvariantResult): void {
  say(`${breachCount === 0 ? 'holds ' : 'BROKEN'}  ${name}: ${says}`);
  for (const { foundation, breach } of breaches) say(`          ${foundation}: ${breach}`);
  if (breachCount > breaches.length) say(`          and ${breachCount - breaches.length} more`);
}

async function withDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
  const ownDatabase = readDatabaseUrl(process.env);
  if (ownDatabase !== undefined) {
    await checkDatabase(ownDatabase);
    return work(ownDatabase);
  }
  const running = await findRunning();
  if (running) return work(running.databaseUrl);
  if (!homeOf(clone.postgres)) {
    throw new Refusal(
      'There is no ledger yet: run "npm start" once, or set DATABASE_URL to your own server.',
    );
  }
  return withEmbeddedPostgres(
    () => 'Linli is being started from this clone: wait until it answers, then check.',
    ({ url }) => work(url),
  );
}

await runCommand(check);
