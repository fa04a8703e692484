import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { getIntrospectionQuery } from 'graphql';
import { clone } from '../run/workspace.ts';
import { say } from '../run/console.ts';
import { startTestServer } from '../testing/server.ts';
import type * as TestPlatformModule from '../testing/test-platform.ts';
import { type ApiProcess, startApiProcess } from '../testing/api-process.ts';

/** Repetitions of each request, sequentially. */
const rounds = Number(process.env.BENCH_ROUNDS ?? 20);

/**
 * Measures how long hostile requests without a token block a node's event loop. A second client
 * polls /healthz continuously. The delay is its longest wait beside such a request, minus the usual
 * one.
 */
export async function run(): Promise<void> {
  const server = await startTestServer({ durable: true });
  let api: ApiProcess | undefined;
  let platform: TestPlatformModule.TestPlatform | undefined;
  try {
    await server.makeTemplate();
    process.env.LINLI_TEST_SERVER = JSON.stringify({ url: server.url, template: server.template });
    const { startTestPlatform } = (await import(
      pathToFileURL(join(clone.root, 'build', 'api/testing/test-platform.js')).href
    )) as typeof TestPlatformModule;
    platform = await startTestPlatform();
    api = await startApiProcess(platform.databaseUrl, { LINLI_POOL_SIZE_MAX: '16' });
    await measure(api.url);
  } finally {
    await api?.kill();
    await platform?.close();
    await server.stop();
  }
}

const honest = JSON.stringify({ query: '{ me { account { id } } }' });

async function measure(url: string): Promise<void> {
  for (let index = 0; index < 200; index += 1) await send(url, honest);
  const usual = (await delays(url, honest)).toSorted(ascending);
  const usualMs = usual[Math.floor(usual.length / 2)] ?? 0;
  say(
    `\nThe event loop beside requests without a token, each ${rounds} times (usual wait ${usualMs.toFixed(1)} ms)`,
  );
  say(
    `  ${'request'.padEnd(48)}${'bytes'.padStart(8)}${'delay, ms'.padStart(12)}${'most, ms'.padStart(11)}${'told, bytes'.padStart(13)}`,
  );
  for (const [name, asked] of hostile) {
    const { length } = asked;
    const told = (await send(url, asked)).length;
    const seen = (await delays(url, asked))
      .map((each) => Math.max(0, each - usualMs))
      .toSorted(ascending);
    const middle = seen[Math.floor(seen.length / 2)] ?? 0;
    say(
      `  ${name.padEnd(48)}${String(length).padStart(8)}${middle.toFixed(1).padStart(12)}${(seen.at(-1) ?? 0).toFixed(1).padStart(11)}${String(told).padStart(13)}`,
    );
  }
}

/** The longest wait for /healthz during the request, for each repetition. */
async function delays(url: string, asked: string): Promise<number[]> {
  const longest: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    let isAnswered = false;
    const answer = send(url, asked).then(() => (isAnswered = true));
    let most = 0;
    while (!isAnswered) {
      const began = performance.now();
      await (await fetch(`${url}/healthz`)).arrayBuffer();
      most = Math.max(most, performance.now() - began);
    }
    await answer;
    longest.push(most);
  }
  return longest;
}

async function send(url: string, asked: string): Promise<string> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: asked,
  });
  return response.text();
}

function ascending(left: number, right: number): number {
  return left - right;
}

const doubling = (levels: number): string =>
  `{...F0} ${Array.from({ length: levels }, (_, level) => `fragment F${level} on Query{...F${level + 1} ...F${level + 1}}`).join(' ')} fragment F${levels} on Query{__typename}`;
const ids = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';

const operations: [string, object][] = [
  ['fragments that double 19 times', { query: doubling(19) }],
  ['fragments that double 90 times', { query: doubling(90) }],
  [
    'fragments that come to as much as may be',
    {
      query:
        '{...A ...A ...A} fragment A on Query{...B ...B ...B ...B} fragment B on Query{me{account{id displayName}grants{role}}}',
    },
  ],
  ['a field 700 times', { query: `{ me { account { ${'id '.repeat(700)} } } }` }],
  ['a field 70 times, which may be', { query: `{ me { account { ${'id '.repeat(70)} } } }` }],
  [
    'a list 1,400 deep',
    { query: `{ nodes(ids: ${'['.repeat(1_400)}${']'.repeat(1_400)}) { id } }` },
  ],
  [
    '900 wrong fields',
    { query: `{ ${Array.from({ length: 900 }, (_, at) => `wrong${at}`).join(' ')} }` },
  ],
  ['100,000 blank lines', { query: `${'\n'.repeat(100_000)}{ wrong }` }],
  ['the usual question about the schema', { query: getIntrospectionQuery() }],
  [
    '40,000 wrong items',
    { query: ids, variables: { ids: Array.from({ length: 40_000 }, () => true) } },
  ],
  [
    '9,000 wrong items',
    { query: ids, variables: { ids: Array.from({ length: 9_000 }, () => true) } },
  ],
  [
    '9,000 wrong fields of one item',
    {
      query: ids,
      variables: {
        ids: [Object.fromEntries(Array.from({ length: 9_000 }, (_, at) => [`w${at}`, at]))],
      },
    },
  ],
];

const hostile: [string, string][] = [
  ...operations.map(([name, asked]): [string, string] => [name, JSON.stringify(asked)]),
  [
    'lists 100,000 deep',
    `{"query":${JSON.stringify(ids)},"variables":{"ids":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`,
  ],
];
