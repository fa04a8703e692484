import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from '@jest/globals';
import { clone } from '../run/workspace.ts';

/**
 * Compares a text with the committed file at that path (from the root of the checkout), whose diff
 * a reviewer reads. `npm run golden` writes the files instead; it runs the tests with `golden` in
 * their file names.
 */
export function expectGolden(path: string, text: string): void {
  const file = join(clone.root, path);
  if (process.env.LINLI_GOLDEN === 'write') {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return;
  }
  if (!existsSync(file))
    throw new Error(
      `The golden file ${path} is missing: write it with "npm run golden" and commit it.`,
    );
  expect(text).toBe(readFileSync(file, 'utf8'));
}
