import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beginRun } from './run-guard.ts';

/**
 * A run that starts a detached process which ignores signals, and waits; run-guard.test.ts
 * interrupts it.
 */
beginRun();
mkdtempSync(join(tmpdir(), 'left-'));
const deaf = `for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => {}); setInterval(() => {}, 1_000); console.log('deaf')`;
const child = spawn(process.execPath, ['--eval', deaf], {
  stdio: ['ignore', 'pipe', 'ignore'],
  detached: true,
});
child.stdout.once('data', () => process.stderr.write('Everything runs.\n'));
setInterval(() => {}, 1_000);
