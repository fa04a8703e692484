import { spawn } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { clone } from '../../api/run/workspace.ts';
import {
  type CheckoutCopy,
  copyCheckout,
  type RunningCommand,
} from '../../api/testing/checkout-copy.ts';
import { programNamed, testWith } from '../testing/optional-programs.ts';

/**
 * Every example with curl in the README and the guides, run as a person pastes it: beside a running
 * `npm start`, whose port the environment names.
 */
const curl = programNamed('curl');
let copy: CheckoutCopy;
let platform: RunningCommand;
let port: string;

beforeAll(async () => {
  if (!curl) return;
  copy = await copyCheckout();
  platform = copy.run('start');
  ({ port } = new URL(await platform.answering()));
});
afterAll(async () => {
  platform?.child.kill();
  await platform?.exit;
  copy?.remove();
});

/** Blocks of a guide, by its path. Commands of one guide share a shell, as in one terminal. */
const examples = globSync('{*.md,{docs,api,clients}/**/*.md}', {
  cwd: clone.root,
  exclude: (path) => /(^|[\\/])(node_modules|dist)$/.test(path),
})
  .map((path) => ({ path, blocks: blocksWithCurl(readFileSync(join(clone.root, path), 'utf8')) }))
  .filter(({ blocks }) => blocks.length > 0)
  .toSorted((one, other) => one.path.localeCompare(other.path));

for (const { path, blocks } of examples) {
  testWith(curl, 'this machine has no curl', `the examples of ${path} run`, async () => {
    const { code, output } = await pasted(blocks.join('\n'));
    expect({ code, output }).toEqual({ code: 0, output: expect.any(String) });
    const answers = output
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as object);
    expect(answers.length).toBeGreaterThanOrEqual(count(blocks.join('\n'), /^(ask|curl) /gm));
    for (const answer of answers) expect(answer).toEqual({ data: expect.anything() });
  });
}

test('the README has examples with curl', () => {
  expect(examples.map(({ path }) => path)).toContain('README.md');
});

function blocksWithCurl(markdown: string): string[] {
  return [...markdown.matchAll(/^```sh\n([\s\S]*?)^```$/gm)]
    .map(([, block = '']) => block)
    .filter((block) => /\bcurl\b/.test(block));
}

/** Runs commands in one shell at the root of the clone, and gives what they print. */
async function pasted(commands: string): Promise<{ code: number | null; output: string }> {
  const child = spawn('sh', ['-e', '-c', commands], {
    cwd: copy.root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: port },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, output };
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
