import { spawn } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clone } from '../run/workspace.ts';

/** The blocks of shell with curl in a guide. */
export interface GuideExamples {
  path: string;
  /** They share a shell, as in one terminal. */
  commands: string;
  /** Least number of answers that the commands print. */
  answersMin: number;
}

/** The examples with curl in the README and the guides, by path. */
export const curlExamples: readonly GuideExamples[] = globSync(
  '{*.md,{docs,api,clients}/**/*.md}',
  {
    cwd: clone.root,
    exclude: (path) => /(^|[\\/])(node_modules|dist)$/.test(path),
  },
)
  .toSorted()
  .map((path) => ({
    path,
    commands: commandsWithCurl(readFileSync(join(clone.root, path), 'utf8')),
  }))
  .filter(({ commands }) => commands !== '')
  .map((each) => ({ ...each, answersMin: each.commands.match(/^(ask|curl) /gm)?.length ?? 0 }));

function commandsWithCurl(markdown: string): string {
  return [...markdown.matchAll(/^```sh\n([\s\S]*?)^```$/gm)]
    .map(([, block = '']) => block)
    .filter((block) => /\bcurl\b/.test(block))
    .join('\n');
}

/**
 * Runs commands in one shell at the root of a clone, as a person pastes them, and gives what they
 * print.
 */
export async function paste(
  commands: string,
  root: string,
  port: string,
): Promise<{ code: number | null; output: string }> {
  const child = spawn('sh', ['-e', '-c', commands], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: port },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, output };
}
