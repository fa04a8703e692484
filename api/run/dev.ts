import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, watch } from 'node:fs';
import { join } from 'node:path';
import { clone } from './workspace.ts';
import { runCommand, say } from './console.ts';

/** Debounce: editors write a file in several steps, and a checkout writes many. */
const quietMs = 300;
const watchedFolders = ['api', 'schema', 'seeds', 'clients'];

/**
 * Runs "npm start" and restarts it when a source changes: it rebuilds the changed parts and keeps
 * the data. A failed start reports the reason, and the next change tries again.
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
      // A Ctrl-C has already reached the platform, which counts two signals within moments as one.
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
      say('\nA source has changed: restarting.');
      current.kill('SIGTERM');
      await ended;
    } else {
      say('\nThe platform has ended: it restarts when a source changes. Press Ctrl-C to quit.');
      await change;
    }
  }
  clearTimeout(timer);
  for (const watcher of watchers) watcher.close();
}

/** Whether the build reads the file. Build output and temporary files of editors do not count. */
function isSource(path: string): boolean {
  return (
    /\.(ts|tsx|css|html|json|sql|graphql)$/.test(path) &&
    !/(^|[\\/])(node_modules|dist|\.[^\\/]*)[\\/]/.test(path)
  );
}

await runCommand(develop);
