import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { test } from '@jest/globals';

/**
 * A test that needs a program of the machine. Without it the test is skipped, with the reason in its
 * title: the run prints the titles of skipped tests.
 */
export function testWith(
  program: string | null,
  reason: string,
  title: string,
  run: (program: string) => Promise<void>,
): void {
  const define = program === null ? test.skip : test;
  const remark = program === null ? ` (skipped: ${reason})` : '';
  define(`${title}${remark}`, async () => run(program ?? ''));
}

/** Path of a program on this machine, or null. */
export function programNamed(name: string): string | null {
  return programsNamed(name)[0] ?? null;
}

/** Path of a Node of that major version: the one that runs the tests, or one on the PATH. */
export function nodeOfVersion(major: number): string | null {
  const candidates = [process.execPath, ...programsNamed('node')];
  return candidates.find((path) => majorOf(path) === major) ?? null;
}

function programsNamed(name: string): string[] {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .filter(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function majorOf(node: string): number | null {
  try {
    const version = execFileSync(node, ['--version'], { encoding: 'utf8' });
    return Number(/^v(\d+)\./.exec(version)?.[1]);
  } catch {
    return null;
  }
}
