import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { test } from '@jest/globals';

/**
 * The function `test` when a program was found. Otherwise it skips, with the reason in the title:
 * the run prints the titles of skipped tests.
 */
export function testWith(found: string | null, reason: string): (title: string, run: Run) => void {
  const [define, remark] = found === null ? [test.skip, ` (skipped: ${reason})`] : [test, ''];
  return (title, run) => define(`${title}${remark}`, run);
}

type Run = () => Promise<void>;

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
