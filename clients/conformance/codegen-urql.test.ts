import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { printSchema } from 'graphql';
import { platformSchema } from '../../api/app.ts';
import { clone } from '../../api/run/workspace.ts';
import { Scenario } from '../../api/testing/scenario/scenario.ts';
import { startTestPlatform, type TestPlatform } from '../../api/testing/test-platform.ts';
import { generateDocuments } from '../documents.ts';

/**
 * A project with the client preset of GraphQL Code Generator and urql, both as their guides set
 * them up. Its types come from the SDL alone, and it has no code of the platform.
 */
const run = promisify(execFile);
const packages = join(clone.root, 'node_modules');
let platform: TestPlatform;
let folder: string;

beforeAll(async () => {
  platform = await startTestPlatform();
  folder = mkdtempSync(join(tmpdir(), 'linli-codegen-'));
  symlinkSync(packages, join(folder, 'node_modules'));
  const compilerOptions = {
    module: 'nodenext',
    lib: ['es2023', 'dom'],
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    verbatimModuleSyntax: true,
    rewriteRelativeImportExtensions: true,
  };
  write({
    'package.json': JSON.stringify({ type: 'module' }),
    'tsconfig.json': JSON.stringify({ compilerOptions }),
    'requests.graphql': operations,
    'program.ts': program,
  });
  write(await generateDocuments(printSchema(platformSchema()), folder));
});
afterAll(async () => {
  await platform?.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a typed client compiles, reads pages, and opens a request once by two calls', async () => {
  const compiler = join(packages, 'typescript', 'bin', 'tsc');
  const compiled = await run(process.execPath, [compiler], { cwd: folder }).catch(
    (error: { stdout: string }) => error,
  );
  expect(compiled.stdout).toBe('');

  const scenario = await Scenario.begin(platform);
  const dispatcher = await scenario.actor('dispatcher@xinxian');
  const input = dispatcher.requestInput();
  const token = await platform.tokenOf('dispatcher@xinxian');
  const { stdout } = await run(
    process.execPath,
    ['program.js', platform.url, token, JSON.stringify(input)],
    { cwd: folder },
  );
  const told = JSON.parse(stdout) as { opened: string[]; refused: string[]; shown: string[] };
  expect(new Set(told.opened).size).toBe(1);
  expect(told.shown).toContain(told.opened[0]);
  expect(told.refused).toEqual(['IDEMPOTENCY_KEY_REUSED']);
});

function write(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

const operations = `
  query Requests($first: Int!, $after: String) {
    serviceRequests(first: $first, after: $after) {
      nodes { id state elder { displayName } }
      pageInfo { hasNextPage endCursor }
    }
  }
  mutation Open($input: OpenServiceRequestInput!) {
    openServiceRequest(input: $input) {
      request { id state }
      errors { code path message params { name value } }
    }
  }`;

const program = `
import { cacheExchange, Client, fetchExchange } from '@urql/core';
import {
  OpenDocument,
  type OpenMutationVariables,
  RequestsDocument,
  type RequestsQuery,
} from './documents.generated.ts';

const [, , url, token, given] = process.argv as string[];
const client = new Client({
  url: \`\${url}/graphql\`,
  exchanges: [cacheExchange, fetchExchange],
  fetchOptions: { headers: { authorization: \`Bearer \${token}\` } },
});
const input = JSON.parse(given!) as OpenMutationVariables['input'];

async function open(changed: Partial<OpenMutationVariables['input']> = {}) {
  const { data, error } = await client.mutation(OpenDocument, { input: { ...input, ...changed } });
  if (error || !data?.openServiceRequest) throw error ?? new Error('There is no answer.');
  return data.openServiceRequest;
}

async function page(after: string | null): Promise<NonNullable<RequestsQuery['serviceRequests']>> {
  const { data, error } = await client.query(RequestsDocument, { first: 2, after });
  if (error || !data?.serviceRequests) throw error ?? new Error('There is no answer.');
  return data.serviceRequests;
}

async function pages(): Promise<string[]> {
  const ids: string[] = [];
  for (let after: string | null = null; ; ) {
    const { nodes, pageInfo } = await page(after);
    ids.push(...nodes.map(({ id }) => id));
    if (!pageInfo.hasNextPage) return ids;
    after = pageInfo.endCursor ?? null;
  }
}

const opened = [(await open()).request?.id, (await open()).request?.id];
const refused = (await open({ minutesExpected: 45 })).errors.map(({ code }) => code);
console.log(JSON.stringify({ opened, refused, shown: await pages() }));

// @ts-expect-error: a page needs a size.
export const withoutSize = () => client.query(RequestsDocument, {});
// @ts-expect-error: the selection has no such field.
export const other = (request: NonNullable<RequestsQuery['serviceRequests']>['nodes'][0]) => request.note;
`;
