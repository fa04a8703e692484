import { existsSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { clone, lockClone } from './workspace.ts';
import { runCommand, say } from './console.ts';
import { stopLeftovers } from './embedded-postgres.ts';
import { homeOf } from './data-directory.ts';
import { Refusal } from './command-error.ts';
import { explainUnwritable } from './files.ts';

/**
 * Drops the embedded database of this clone, so that the next start creates it again with fresh
 * demo data.
 */
async function reset(): Promise<void> {
  if (process.env.DATABASE_URL || process.env.DATABASE_URL_FILE) {
    throw new Refusal(
      'DATABASE_URL is set, and this command does not drop databases of your own server: drop it yourself, or unset DATABASE_URL to reset the database of this clone.',
    );
  }
  if (!existsSync(clone.data)) return say('There is no data to drop.');
  const lock = await lockClone(
    clone,
    (running) =>
      `Linli is running from this clone${running ? ` as process ${running.pid}` : ''}: stop it first, then reset.`,
  );
  try {
    const home = homeOf(clone.postgres);
    if (!home || !existsSync(home)) return say('There is no data to drop.');
    await agree(home);
    await stopLeftovers(home);
    // The directory may be outside the clone, with a link to it inside (see `placeHome`).
    for (const path of [home, clone.postgres]) rmSync(path, { recursive: true, force: true });
    say('The data is dropped. "npm start" creates fresh demo data.');
  } catch (error) {
    explainUnwritable(error, clone.postgres, 'run this command as the user who started Linli');
  } finally {
    lock.release();
  }
}

async function agree(home: string): Promise<void> {
  if (process.argv.includes('--yes')) return;
  if (!process.stdin.isTTY)
    throw new Refusal(
      'The command needs a terminal to ask for confirmation: run "npm run reset -- --yes" to drop the data without a question.',
    );
  const questions = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const answer = await questions.question(
      `This drops everything in ${home}: the demo data and all later entries. Drop it? [y/N] `,
    );
    if (!/^(y|yes|是)$/i.test(answer.trim()))
      throw new Refusal('Nothing was dropped: answer "y" to drop the data.');
  } finally {
    questions.close();
  }
}

await runCommand(reset);
