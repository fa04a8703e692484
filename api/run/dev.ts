import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, watch } from 'node:fs';
import { join } from 'node:path';
import { clone } from './workspace.ts';
import { runCommand, say } from './console.ts';

/** Editors write a file in several steps, and a checkout writes many. */
const quietMs = 300;
const watchedFolders = ['api', 'schema', 'seeds', 'clients'];

/**
 * Runs "npm start" and starts it again when a source changes: it builds what changed, and the data
 * stay. A start that fails says why, and the next change tries again.
 */
async function develop(): Promise<void> {
  let isEnding = false;
  let wake = () => {};
  let timer: NodeJS.Timeout | undefined;
  let platform: ChildProcess | undefined;
  const changed = (path: string | null) => {
    if (!path || !isSource(path)) return;
    clearTimeout(timer);
    timer = setTimeout(() => wake(), quietMs);
  };
  const watchers = watchedFolders
    .map((folder) => join(clone.root, folder))
    .filter((folder) => existsSync(folder))
    .map((folder) => watch(folder, { recursive: true }, (_, path) => changed(path)));
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(name, () => {
      isEnding = true;
      // A Ctrl-C reached the platform already; it takes the same request twice within moments for
      // one.
      platform?.kill(name);
      wake();
    });

  while (!isEnding) {
    const change = new Promise<void>((resolve) => (wake = resolve));
    const current = spawn(process.execPath, [join(import.meta.dirname, 'start.ts')], {
      stdio: 'inherit',
    });
    platform = current;
    const ended = new Promise<void>(
      (resolve) => void current.once('error', () => resolve()).once('exit', () => resolve()),
    );
    const isChanged = await Promise.race([change.then(() => true), ended.then(() => false)]);
    if (isEnding) {
      await ended;
      break;
    }
    if (isChanged) {
      say('\nA source has changed: starting again.');
      current.kill('SIGTERM');
      await ended;
    } else {
      say(
        '\nThe platform has ended: it is started again when a source changes. Press Ctrl-C to leave.',
      );
      await change;
    }
  }
  clearTimeout(timer);
  for (const watcher of watchers) watcher.close();
}

/** What the build reads; what it writes, and what editors keep beside a file, is none of it. */
function isSource(path: string): boolean {
  return (
    /\.(ts|tsx|css|html|json|sql|graphql)$/.test(path) &&
    !/(^|[\\/])(node_modules|dist|\.[^\\/]*)[\\/]/.test(path)
  );
}

await runCommand(develop);
