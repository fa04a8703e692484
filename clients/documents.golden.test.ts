import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { platformSchema } from '../api/app.ts';
import { clone } from '../api/run/workspace.ts';
import { expectGolden } from '../api/testing/golden.ts';
import { generateDocuments } from './documents.ts';

// Not read from schema/schema.graphql, which `npm run golden` may be writing at this moment.
const contract = printSchema(lexicographicSortSchema(platformSchema()));
const folders = [...new Set(globSync('clients/*/src/*.graphql', { cwd: clone.root }).map((path) => dirname(path)))];

test.each(folders)('the types of %s are those of the SDL', async (folder) => {
  const generated = await generateDocuments(contract, join(clone.root, folder));
  for (const [name, text] of Object.entries(generated)) expectGolden(`${folder}/${name}`, text);
});

test('the trusted documents that a client names exist', () => {
  const manifests = globSync('clients/*/client.json', { cwd: clone.root });
  const missing = manifests.filter((path) => {
    const manifest = JSON.parse(readFileSync(join(clone.root, path), 'utf8')) as { trustedDocuments: string | null };
    return manifest.trustedDocuments && !existsSync(join(clone.root, dirname(path), manifest.trustedDocuments));
  });
  expect(missing).toEqual([]);
});
