import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { clone } from '../../api/run/workspace.ts';
import { FeedWriter } from '../../api/testing/feed-writer.ts';
import { startTestPlatform, type TestPlatform } from '../../api/testing/test-platform.ts';
import { until } from '../../api/testing/until.ts';
import { encodeId } from '../../schema/ids.ts';
import { nodeOfVersion, testWith } from '../testing/optional-programs.ts';

/**
 * The package as a partner gets it: packed by npm, installed into an empty project without a
 * registry, and used from there.
 */
const run = promisify(execFile);
const packages = join(clone.root, 'node_modules');
let platform: TestPlatform;
let writer: FeedWriter;
/** The packed package lies here, and the project beside it. */
let folder: string;
let project: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'linli-package-'));
  project = join(folder, 'project');
  [platform] = await Promise.all([startTestPlatform(), installPackage()]);
  writer = new FeedWriter(platform, () => platform.app.services.feed.committed());
});
afterAll(async () => {
  await writer?.close();
  await platform?.close();
  rmSync(folder, { recursive: true, force: true });
});

test('the package holds its code, types, sources, licence and guide, and no tests', () => {
  const installed = join(project, 'node_modules', '@linli', 'sdk');
  const files = readdirSync(installed, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(installed.length + 1));
  const sources = readdirSync(join(clone.root, 'clients', 'sdk', 'src'));
  const compiled = sources.flatMap((name) =>
    ['.js', '.js.map', '.d.ts', '.d.ts.map'].map((end) => `dist/${basename(name, '.ts')}${end}`),
  );
  expect(files.toSorted()).toEqual(
    [
      'LICENSE',
      'README.md',
      'package.json',
      ...compiled,
      ...sources.map((name) => `src/${name}`),
    ].toSorted(),
  );
  expect(readFileSync(join(installed, 'LICENSE'))).toEqual(
    readFileSync(join(clone.root, 'LICENSE')),
  );
});

test('a project with the package installs nothing else than it asks for', () => {
  const installed = readdirSync(join(project, 'node_modules')).filter(
    (name) => !name.startsWith('.'),
  );
  expect(installed.toSorted()).toEqual(['@linli', ...Object.keys(beside)].toSorted());
});

test.each([
  ['bundler', { module: 'esnext', moduleResolution: 'bundler', lib: ['es2022', 'dom'] }],
  // Without the types of a browser and of Node.
  ['nodenext', { module: 'nodenext', moduleResolution: 'nodenext', lib: ['es2022'] }],
])('the types are complete under moduleResolution %s', async (name, options) => {
  const config = join(project, `tsconfig.${name}.json`);
  const compilerOptions = {
    ...options,
    target: 'es2022',
    strict: true,
    noEmit: true,
    skipLibCheck: false,
    types: [],
  };
  writeFileSync(config, JSON.stringify({ compilerOptions, files: ['typed.ts'] }));
  const compiler = join(packages, 'typescript', 'bin', 'tsc');
  const { stdout } = await run(process.execPath, [compiler, '-p', config]).catch(
    (error: { stdout: string }) => error,
  );
  expect(stdout).toBe('');
});

for (const major of [20, 24]) {
  testWith(
    nodeOfVersion(major),
    `no Node ${major} is on the PATH`,
    `Node ${major} follows a board by the package`,
    async (node) => expectToFollow(node, 'follow.js'),
  );
}

test('a bundler takes what is used, and the bundle follows a board', async () => {
  await bundle('follow.js');
  await bundle('burst.js');
  const size = readFileSync(join(project, 'bundled', 'burst.js')).length;
  expect([size > 100, size < 1_000]).toEqual([true, true]);
  await expectToFollow(process.execPath, 'bundled/follow.js');
});

/** Packages that the project names beside the SDK, with the reason. */
const beside = {
  graphql: 'a peer of the package',
  'graphql-sse': 'a dependency of the package, here without a registry',
  'graphql-ws': 'a dependency of the package, here without a registry',
  react: 'an optional peer of the package',
  ws: 'the WebSocket of Node 20',
};

async function installPackage(): Promise<void> {
  // A copy, so that nothing in the checkout is built or removed beside other tests.
  const sdk = join(folder, 'clients', 'sdk');
  const isSource = (path: string) => !/[\\/](dist|node_modules)$/.test(path);
  cpSync(join(clone.root, 'clients', 'sdk'), sdk, { recursive: true, filter: isSource });
  cpSync(join(clone.root, 'clients', 'tsconfig.json'), join(folder, 'clients', 'tsconfig.json'));
  symlinkSync(packages, join(folder, 'node_modules'));
  await npm(sdk, 'pack', '--pack-destination', folder);
  const { version } = JSON.parse(readFileSync(join(sdk, 'package.json'), 'utf8')) as {
    version: string;
  };
  mkdirSync(project);
  const dependencies = {
    '@linli/sdk': `file:${join(folder, `linli-sdk-${version}.tgz`)}`,
    ...Object.fromEntries(Object.keys(beside).map((name) => [name, `file:${packages}/${name}`])),
  };
  const files = {
    'package.json': JSON.stringify({ type: 'module', dependencies }),
    'follow.js': followProgram,
    'burst.js': `export { Burst } from '@linli/sdk';`,
    'typed.ts': typedProgram,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(project, name), text);
  // As copies: a link to a package of the workspace would find the others of the workspace.
  await npm(project, 'install', '--offline', '--install-links', '--ignore-scripts', '--no-audit');
}

async function npm(cwd: string, ...args: string[]): Promise<void> {
  await run('npm', [...args, '--no-fund', '--no-update-notifier'], { cwd });
}

async function bundle(name: string): Promise<void> {
  const options = {
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: 'bundled',
      emptyOutDir: false,
      target: 'es2022',
      lib: { entry: name, formats: ['es'], fileName: basename(name, '.js') },
      rolldownOptions: { external: ['ws'] },
    },
  };
  const vite = pathToFileURL(join(packages, 'vite', 'dist', 'node', 'index.js')).href;
  const program = `import { build } from '${vite}'; await build(${JSON.stringify(options)});`;
  await run(process.execPath, ['--input-type=module', '--eval', program], { cwd: project });
}

/** Starts the program, changes a request once it follows, and waits until it has seen that. */
async function expectToFollow(node: string, program: string): Promise<void> {
  const [id] = await writer.requests(1);
  const token = await platform.tokenOf('dispatcher@xinxian');
  const child = spawn(node, [program, platform.url, token, encodeId('request', id!)], {
    cwd: project,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exit = once(child, 'exit');
  const output = outputOf(child);
  await until(
    'the program follows by both transports',
    () => output.text.split('live').length > 2 || child.exitCode !== null,
  );
  await writer.write(id!, { state: 'ASSIGNED' });
  const [code] = (await exit) as [number | null];
  expect({ code, text: output.text }).toEqual({ code: 0, text: 'live\nlive\nseen\nseen\n' });
}

function outputOf(child: ChildProcess): { text: string } {
  const output = { text: '' };
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (output.text += chunk.toString()));
  return output;
}

const followProgram = `
import { BoardFollower, LiveStore, eventStreamTransport, webSocketTransport } from '@linli/sdk';
import { useItem } from '@linli/sdk/react';

const [, , url, token, id] = process.argv;
const webSocket = globalThis.WebSocket ?? (await import('ws')).default;
if (typeof useItem !== 'function') throw new Error('The bindings for React are missing.');

async function follow(transport) {
  const store = new LiveStore((task) => task());
  let isLive = false;
  const follower = new BoardFollower({
    transport,
    selection: 'state',
    store,
    onStatus(status, error) {
      if (error) throw error;
      if (status === 'live' && !isLive) console.log('live');
      isLive ||= status === 'live';
    },
    onMessage() {
      if (store.get(id)?.state === 'ASSIGNED') follower.stop();
    },
  });
  await follower.run();
  transport.close();
  return 'seen';
}

const options = { url, token: () => token };
const transports = [webSocketTransport({ ...options, webSocket }), eventStreamTransport(options)];
for (const word of await Promise.all(transports.map(follow))) console.log(word);
`;

const typedProgram = `
import { BoardFollower, type FeedTransport, LiveStore, LiveView, webSocketTransport } from '@linli/sdk';
import { useGroup, useItem } from '@linli/sdk/react';

interface Card { id: string; version: number; state: string }
const store = new LiveStore<Card>();
const lanes = new LiveView(store, { groupOf: (card) => card.state, rankOf: () => [0] });
export const ids: readonly string[] = useGroup(lanes, 'OPEN');
export const state: string | undefined = useItem(store, 'request_1')?.state;
const transport: FeedTransport = webSocketTransport({ url: 'https://linli.test', token: async () => 'token' });
export const follower = new BoardFollower({ transport, selection: 'state', store });

// @ts-expect-error: a card has no such field.
export const other = useItem(store, 'request_1')?.other;
// @ts-expect-error: a transport needs a token.
webSocketTransport({ url: 'https://linli.test' });
`;
