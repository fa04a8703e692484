import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { auditActions } from '../schema/identity/audit-action.ts';
import { clone } from './run/workspace.ts';

test('each action of the audit log is recorded by some service', () => {
  const files = globSync('api/**/*.ts', { cwd: clone.root }).filter(
    (path) => !/\.(test|policy|module)\.ts$/.test(path),
  );
  const sources = files.map((path) => readFileSync(join(clone.root, path), 'utf8')).join('\n');
  const unused = Object.keys(auditActions).filter((action) => !sources.includes(`'${action}'`));
  expect(unused).toEqual([]);
});
