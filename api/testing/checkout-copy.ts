import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from '../run/build.ts';
import { clone, placesIn, type Clone } from '../run/workspace.ts';
import { until } from './until.ts';

/** A built copy of this checkout that a test may start, kill and break. */
export interface CheckoutCopy extends Clone {
  /** Runs a command of the copy, for example `start` or `reset`, by Node or by npm. */
  run(command: string, options?: RunOptions): RunningCommand;
  /** Ends every process in the copy and removes it. */
  remove(): void;
}

export interface RunOptions {
  args?: string[];
  environment?: Record<string, string>;
  /**
   * Through `npm run`, as a person does; otherwise the script itself, which is quicker and prints
   * less.
   */
  byNpm?: boolean;
  /** Prefix of the command line, for example `unshare --mount`. */
  prefix?: string[];
  /** Input typed into a terminal that runs the command. */
  typed?: string;
}

export interface RunningCommand {
  readonly child: ChildProcess;
  readonly output: { text: string; errors: string };
  /** Resolves with the exit code; null after a signal. */
  readonly exit: Promise<number | null>;
  /**
   * Waits until the platform reports that it runs, and gives its address. Throws when the command
   * ends before.
   */
  answering(): Promise<string>;
}

export async function copyCheckout({
  folder = 'clone',
  isClosed = false,
} = {}): Promise<CheckoutCopy> {
  await build();
  const parent = realpathSync(mkdtempSync(join(tmpdir(), 'linli-boot-')));
  const root = join(parent, folder);
  mkdirSync(root, { recursive: true });
  // mkdtemp makes the parent private; an ordinary checkout is in a folder that others can traverse.
  spawnSync('chmod', [isClosed ? '700' : '755', parent]);
  for (const name of [
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'api',
    'schema',
    'seeds',
    'build',
  ]) {
    const from = join(clone.root, name);
    const isWanted = (path: string) =>
      path !== join(clone.build, 'clients') && path !== join(clone.build, '.lock');
    if (existsSync(from))
      cpSync(from, join(root, name), {
        recursive: true,
        preserveTimestamps: true,
        filter: isWanted,
      });
  }
  symlinkSync(join(clone.root, 'node_modules'), join(root, 'node_modules'));
  return {
    ...placesIn(root),
    run: (command, options = {}) => runIn(root, command, options),
    remove() {
      spawnSync(process.execPath, ['api/run/reset.ts', '--yes'], {
        cwd: root,
        env: environment({}),
      });
      rmSync(parent, { recursive: true, force: true });
    },
  };
}

/** Runs a command of the checkout in that folder. */
export function runIn(
  root: string,
  command: string,
  { args = [], byNpm, prefix = [], typed, ...options }: RunOptions = {},
): RunningCommand {
  const words = byNpm
    ? ['npm', 'run', command, '--', ...args]
    : [process.execPath, `api/run/${command}.ts`, ...args];
  const [program, ...rest] = [...prefix, ...(typed === undefined ? words : atTerminal(words))];
  const child = spawn(program!, rest, {
    cwd: root,
    env: environment(options.environment ?? {}),
    stdio: 'pipe',
    detached: true,
  });
  // Writes after exit fail; exit code and output are reported instead.
  child.stdin.on('error', () => {});
  if (typed !== undefined) child.stdin.write(typed);
  else child.stdin.end();
  const output = { text: '', errors: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.errors += chunk.toString()));
  const exit = new Promise<number | null>(
    (resolve, reject) => void child.once('error', reject).once('exit', resolve),
  );
  return { child, output, exit, answering: () => answering(child, output) };
}

/**
 * Command line to run a command at a terminal. `script` provides a pseudo-terminal. Without
 * /dev/pts, as in a container, the command runs with isTTY preset.
 */
function atTerminal(words: string[]): string[] {
  const script = ['script', '--quiet', '--return', '--command'];
  canOpenTerminal ??= spawnSync(script[0]!, [...script.slice(1), 'true', '/dev/null']).status === 0;
  if (canOpenTerminal) return [...script, words.map((word) => `'${word}'`).join(' '), '/dev/null'];
  const [program, ...rest] = words;
  return [
    program!,
    '--import',
    `data:text/javascript,${encodeURIComponent('process.stdin.isTTY = true')}`,
    ...rest,
  ];
}

let canOpenTerminal: boolean | undefined;

/** Environment without that of the tests, except PATH; any free port. */
function environment(more: Record<string, string>): NodeJS.ProcessEnv {
  return {
    PATH: `${clone.root}/node_modules/.bin:${process.env.PATH}`,
    HOME: process.env.HOME,
    PORT: '0',
    LINLI_LOG_LEVEL: 'error',
    LINLI_SECRET_KEY: 'for tests only, as long as it takes',
    ...more,
  };
}

async function answering(
  child: ChildProcess,
  output: { text: string; errors: string },
): Promise<string> {
  let url: string | undefined;
  await until('the platform answers, or ends', () => {
    url = /GraphQL\s+(http:\S+)\/graphql/.exec(output.text)?.[1];
    return (
      (url && output.text.includes('Ctrl-C')) ||
      child.exitCode !== null ||
      child.signalCode !== null
    );
  });
  if (!url) throw new Error(`The platform did not start:\n${output.text}\n${output.errors}`);
  return url;
}
