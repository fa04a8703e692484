import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createClient as createEventClient } from 'graphql-sse';
import { createClient as createSocketClient } from 'graphql-ws';
import { generateKeyPair, SignJWT } from 'jose';
import WebSocket from 'ws';
import { startTestPlatform, type TestPlatform } from '../testing/test-platform.ts';

/**
 * Invalid credentials are refused with a code on every transport, are logged, and reveal nothing
 * else.
 */
let platform: TestPlatform;
let noted: string[];
let good: string;

beforeAll(async () => {
  platform = await startTestPlatform();
  good = await platform.tokenOf('dispatcher@xinxian');
});
beforeEach(() => {
  noted = [];
  platform.app.services.log.warn = (...told: unknown[]) => void noted.push(JSON.stringify(told));
});
afterAll(() => platform?.close());

const query = '{ me { account { displayName } } communities(first: 1) { nodes { name } } }';

const bad: readonly (readonly [what: string, token: () => Promise<string> | string])[] = [
  [
    'changed by one letter',
    () => `${good.slice(0, -10)}${good.at(-10) === 'A' ? 'B' : 'A'}${good.slice(-9)}`,
  ],
  ['without a signature', () => `${good.split('.').slice(0, 2).join('.')}.`],
  ['signed by somebody else', async () => resigned({})],
  ['of another audience', async () => resigned({ aud: 'somebody-else' })],
  ['run out', () => platform.tokenOf('dispatcher@xinxian', -3_600)],
  ['over-long', () => 'x'.repeat(7_000)],
  ['a key that there is not', () => `linli_${'a'.repeat(12)}_${'b'.repeat(43)}`],
  ['no token at all', () => 'drop-table-account'],
];

describe.each(bad)('a token that is %s', (_, make) => {
  test.each(['HTTP', 'WebSocket', 'SSE'] as const)(
    'a bad token is refused over %s, and the log does not contain it',
    async (transport) => {
      const token = await make();
      expect(await over(transport, token)).toMatch(/UNAUTHENTICATED|4401|4403|401/);
      expect(noted.length).toBeGreaterThan(0);
      expect(noted.join('\n')).toContain('"event":"token"');
      expect(noted.join('\n')).not.toContain(token.slice(0, 40));
    },
  );
});

test('a token longer than the limit of headers is not read', async () => {
  const response = await fetch(`${platform.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${'x'.repeat(100_000)}` },
    body: JSON.stringify({ query }),
  });
  expect(response.status).toBe(431);
});

test.each(['https://evil.example', `https://${'x'.repeat(5_000)}.example`])(
  'a page of an unregistered origin cannot read an answer, and the log notes it',
  async (origin) => {
    const response = await fetch(`${platform.url}/graphql`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    expect(noted.some((line) => line.includes('"event":"origin"') && line.length < 400)).toBe(true);
  },
);

/** The complete answer as text. */
async function over(transport: 'HTTP' | 'WebSocket' | 'SSE', token: string): Promise<string> {
  const authorization = `Bearer ${token}`;
  const told: unknown[] = [];
  if (transport === 'HTTP') {
    const response = await fetch(`${platform.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: JSON.stringify({ query }),
    });
    told.push(response.status, await response.text());
  } else {
    const client =
      transport === 'WebSocket'
        ? createSocketClient({
            url: `${platform.url.replace('http', 'ws')}/graphql`,
            webSocketImpl: WebSocket,
            connectionParams: { authorization },
            retryAttempts: 0,
          })
        : createEventClient({
            url: `${platform.url}/graphql/stream`,
            headers: { authorization },
            retryAttempts: 0,
          });
    await client
      .iterate({ query })
      .next()
      .then(
        ({ value }) => told.push(value),
        (error: Error & { code?: number; reason?: string; response?: { status: number } }) =>
          told.push(error.code, error.reason, error.response?.status, error.message),
      );
    await client.dispose();
  }
  const text = JSON.stringify(told);
  expect(text).not.toMatch(/新鲜社区|dispatcher@xinxian|"data":\{/);
  return text;
}

async function resigned(changed: object): Promise<string> {
  const { privateKey } = await generateKeyPair('EdDSA');
  const [head = '', body = ''] = good
    .split('.')
    .slice(0, 2)
    .map((part) => Buffer.from(part, 'base64url').toString());
  const header = JSON.parse(head || '{}') as { alg: string; kid: string; typ: string };
  return new SignJWT({ ...(JSON.parse(body) as object), ...changed })
    .setProtectedHeader(header)
    .sign(privateKey);
}
