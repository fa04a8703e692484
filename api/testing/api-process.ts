import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { build } from '../run/build.ts';
import { clone } from '../run/workspace.ts';
import { admissionPatienceMs } from './limits.ts';

/** One API node in a separate process, which a test may kill. */
export interface ApiProcess {
  readonly url: string;
  readonly pid: number;
  /** Kills the process without a chance to clean up. */
  kill(): Promise<void>;
  /** Shuts down gracefully. */
  stop(): Promise<void>;
}

/**
 * Starts a node of the built platform on a free port, over a migrated database. Operations wait for
 * admission as long as in `startTestPlatform`: a busy machine sheds none of them.
 */
export async function startApiProcess(
  databaseUrl: string,
  environment: Record<string, string> = {},
): Promise<ApiProcess> {
  await build();
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: clone.root,
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: databaseUrl,
      PORT: '0',
      LINLI_DEMO: 'yes',
      LINLI_PUBLIC_URL: 'http://linli.test',
      LINLI_POOL_SIZE_MAX: '6',
      LINLI_LOG_LEVEL: 'silent',
      ...environment,
    },
  });
  const url = await addressOf(child);
  const exit = once(child, 'exit');
  return {
    url,
    pid: child.pid!,
    async kill() {
      child.kill('SIGKILL');
      await exit;
    },
    async stop() {
      child.kill('SIGTERM');
      await exit;
    },
  };
}

/** The process ends with its parent, however that ends: its standard input closes. */
const program = `
  const { limits } = await import(${JSON.stringify(join(clone.root, 'build/api/platform/common/limits.js'))});
  limits.admissionTimeoutMs = ${admissionPatienceMs};
  const { serve } = await import(${JSON.stringify(join(clone.root, 'build/api/main.js'))});
  const { readSettings } = await import(${JSON.stringify(join(clone.root, 'build/api/platform/config/settings.js'))});
  const node = await serve(readSettings(process.env));
  const leave = () => void node.close().then(() => process.exit(0));
  process.once('SIGTERM', leave);
  // What nobody catches, thrown by a test.
  process.on('SIGUSR2', () => { throw new Error('thrown in a listener'); });
  process.on('SIGWINCH', () => void Promise.reject(new Error('rejected, and nobody waits')));
  process.stdin.resume().once('end', leave);
  console.log('listening at ' + node.url);
`;

async function addressOf(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout!) {
    text += String(chunk);
    const found = /listening at (http:\S+)/.exec(text)?.[1];
    if (found) return found;
  }
  throw new Error(`The node did not start: ${text}`);
}
