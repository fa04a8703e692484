import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { encodeId, newId } from '../../../schema/ids.ts';
import { limits } from '../common/limits.ts';
import { type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';
import { answerStatus } from './answer-status.ts';

/** Status and shape of every answer over HTTP, as docs/http.md states them. */
let platform: TestPlatform;
let token: string;

beforeAll(async () => {
  platform = await startTestPlatform();
  token = await platform.tokenOf('dispatcher@xinxian');
});
afterAll(async () => platform?.close());

const mediaTypes = ['application/json', 'application/graphql-response+json'] as const;

/** A request of docs/http.md, by the words of its row. */
interface Sent {
  method?: string;
  /** Behind the address of the platform. */
  path?: string;
  headers?: Record<string, string>;
  body?: unknown;
  isAnonymous?: boolean;
}

const query = (text: string, variables?: object): Sent => ({ body: { query: text, variables } });

const requests: Readonly<Record<string, Sent>> = {
  'a success': query('{ me { account { id } } }'),
  'a refused root field: page size': query('{ teams(first: 101) { nodes { id } } }'),
  'a refused root field: cursor': query('{ teams(first: 1, after: "xxx") { nodes { id } } }'),
  'a refused root field: no permission': query('{ auditTrail(first: 1) { nodes { id } } }'),
  'a refused root field: no token': {
    ...query('{ teams(first: 1) { nodes { id } } }'),
    isAnonymous: true,
  },
  'a syntax error': query('{ teams('),
  'a validation error': query('{ nothing }'),
  'a variable of the wrong type': query(
    'query ($first: Int!) { teams(first: $first) { nodes { id } } }',
    {
      first: 'one',
    },
  ),
  'a value that a scalar refuses': query(
    'query ($at: DateTime!) { auditTrail(first: 1, filter: { at: { from: $at } }) { nodes { id } } }',
    { at: 'soon' },
  ),
  'an unknown operation name': { body: { query: 'query A { __typename }', operationName: 'B' } },
  'a limit of the document': query(`{ ${'a: __typename '.repeat(40)} }`),
  'a subscription': query('subscription { serviceRequestFeed(after: "") { __typename } }'),
  'a token that is not valid': {
    ...query('{ __typename }'),
    headers: { authorization: 'Bearer none' },
  },
  'a foundation without a role of the caller': {
    ...query('{ __typename }'),
    headers: { 'x-linli-foundation': encodeId('foundation', newId()) },
  },
  'a media type that the API does not have': {
    ...query('{ __typename }'),
    headers: { accept: 'text/html' },
  },
  'a body that is not JSON': { body: '{"query":' },
  'a body without a query': { body: { operationName: 'A' } },
  'another content type': {
    body: 'query',
    headers: { 'content-type': 'text/plain' },
  },
  'a body that is too large': { body: { query: `#${'x'.repeat(3 * 1024 * 1024)}` } },
  'a mutation over GET': {
    method: 'GET',
    path: `/graphql?query=${encodeURIComponent('mutation { __typename }')}`,
  },
  'another method': { method: 'DELETE' },
  'another address': { method: 'GET', path: '/elsewhere' },
};

async function answerTo(
  { method = 'POST', path = '/graphql', headers, body, isAnonymous }: Sent,
  accept: string,
) {
  const response = await fetch(`${platform.url}${path}`, {
    method,
    headers: {
      accept,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(!isAnonymous && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { response, text };
}

describe('the table of docs/http.md', () => {
  const rows = [
    ...readFileSync('docs/http.md', 'utf8').matchAll(
      /^\| (.+?) *\| (.+?) *\| (\d{3}) *\| (\d{3}) *\|$/gm,
    ),
  ].map(([, row, code, json, response]) => ({
    row: row!,
    code: code!.replaceAll('`', ''),
    statuses: [Number(json), Number(response)],
  }));

  test('has a row for each request of this test', () => {
    expect(rows.map(({ row }) => row).sort()).toEqual(Object.keys(requests).sort());
  });

  test.each(rows)('holds for $row', async ({ row, code, statuses }) => {
    for (const [at, accept] of mediaTypes.entries()) {
      const { response, text } = await answerTo(requests[row]!, accept);
      const answer = JSON.parse(text) as {
        data?: unknown;
        errors?: { message: string; extensions: { code: string } }[];
      };
      expect({
        accept,
        status: response.status,
        code: answer.errors?.[0]?.extensions.code ?? 'none',
      }).toEqual({ accept, status: statuses[at], code });
      expect(response.headers.get('content-type')).toMatch(
        /^application\/(graphql-response\+)?json; charset=utf-8$/,
      );
    }
  });
});

test('an outage fails the request only when no root field has a value', () => {
  const errors = [{ message: 'unavailable', path: ['teams'] }];
  for (const mediaType of mediaTypes) {
    expect(answerStatus({ data: { me: {}, teams: null }, errors }, 503, mediaType)).toBe(200);
    expect(answerStatus({ data: { me: null, teams: null }, errors }, 503, mediaType)).toBe(503);
    expect(answerStatus({ data: null, errors }, 503, mediaType)).toBe(503);
  }
});

describe('a client', () => {
  const get = async (headers: Record<string, string>) =>
    fetch(`${platform.url}/graphql?query=${encodeURIComponent('{ __typename }')}`, { headers });

  test('sends queries by GET with its token alone, as urql does', async () => {
    const answer = await get({ authorization: `Bearer ${token}` });
    expect([answer.status, await answer.json()]).toEqual([200, { data: { __typename: 'Query' } }]);
    const strange = await get({});
    expect([strange.status, (await strange.json()) as unknown]).toMatchObject([
      400,
      { errors: [{ message: expect.stringContaining('authorization') }] },
    ]);
  });

  test('learns the cost of an operation when it asks for it', async () => {
    const { body } = query('{ teams(first: 10) { nodes { id name } } }');
    const costs = await Promise.all(
      [undefined, { 'x-linli-cost': 'yes' }].map(async (headers) => {
        const { text } = await answerTo({ body, headers }, '*/*');
        return (JSON.parse(text) as { extensions?: unknown }).extensions;
      }),
    );
    expect(costs).toEqual([undefined, { cost: { requested: 31, max: limits.costMax } }]);
  });

  test('learns why an operation above the limit is refused, also when it asks for the cost', async () => {
    const { body } = query(
      '{ communities(first: 100) { nodes { elders(first: 100) { nodes { id displayName } } } } }',
    );
    const { text } = await answerTo({ body, headers: { 'x-linli-cost': 'yes' } }, '*/*');
    expect(JSON.parse(text)).toMatchObject({ errors: [{ extensions: { code: 'COST_LIMIT' } }] });
  });

  test.each([
    ['an empty name', 'mutation { __typename }', '', '', 400],
    ['a line break as name', 'mutation { __typename }', '\n', '', 400],
    ['the name of the mutation', 'query A { __typename } mutation B { __typename }', 'B', 'B', 405],
  ])('runs no mutation by GET with %s', async (_, document, operationName, posted, status) => {
    const headers = {
      authorization: `Bearer ${token}`,
      accept: 'application/graphql-response+json',
    };
    // Prepared once, as by an ordinary client.
    await answerTo({ body: { query: document, ...(posted && { operationName: posted }) } }, '*/*');
    const parameters = new URLSearchParams({ query: document, operationName });
    const answer = await fetch(`${platform.url}/graphql?${parameters}`, { headers });
    const allow = status === 405 ? 'POST' : null;
    expect([answer.status, answer.headers.get('allow')]).toEqual([status, allow]);
    expect(await answer.json()).toEqual({ errors: [expect.anything()] });
  });

  test.each([
    ['a documentId that is not a text', { documentId: ['x'] }, 400, 'BAD_REQUEST'],
    [
      'a stored query of its own',
      {
        extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } },
      },
      200,
      'PERSISTED_QUERY_NOT_SUPPORTED',
    ],
  ])('that sends %s learns what to send', async (_, body, status, code) => {
    const { response, text } = await answerTo(
      { body, headers: { 'accept-language': 'zh' } },
      'application/json',
    );
    expect([response.status, JSON.parse(text)]).toMatchObject([
      status,
      { errors: [{ message: expect.stringMatching(/。$/), extensions: { code } }] },
    ]);
  });

  test('that accepts neither media type is refused before anything runs', async () => {
    const { response, text } = await answerTo(requests['a success']!, 'text/html');
    expect(response.status).toBe(406);
    expect(JSON.parse(text)).toMatchObject({
      errors: [{ extensions: { code: 'NOT_ACCEPTABLE' } }],
    });
  });

  test.each([
    [
      'application/graphql-response+json, application/json;q=0.9',
      'application/graphql-response+json',
    ],
    ['application/json, application/graphql-response+json', 'application/json'],
    ['application/graphql-response+json;q=0.1, */*', 'application/json'],
    ['application/json;q=0, */*', 'application/graphql-response+json'],
    ['text/html, application/*;q=0.5', 'application/json'],
  ])('that accepts %s gets %s', async (accept, mediaType) => {
    const { response } = await answerTo(requests['a validation error']!, accept);
    expect(response.headers.get('content-type')).toBe(`${mediaType}; charset=utf-8`);
    expect(response.status).toBe(mediaType === 'application/json' ? 200 : 400);
  });

  test.each([
    ['PUT', '/graphql', 'GET, POST'],
    ['DELETE', '/graphql', 'GET, POST'],
    ['HEAD', '/graphql', 'GET, POST'],
    ['PATCH', '/graphql/stream', 'GET, POST'],
    ['POST', '/schema.graphql', 'GET, HEAD'],
    ['DELETE', '/photos/link', 'GET, HEAD, PUT'],
    ['POST', '/healthz', 'GET, HEAD'],
    ['GET', '/demo/token', 'POST'],
  ])('of the method %s at %s learns the allowed ones', async (method, path, allowed) => {
    const { response, text } = await answerTo({ method, path }, '*/*');
    expect([response.status, response.headers.get('allow')]).toEqual([405, allowed]);
    expect(text).toContain(method === 'HEAD' ? '' : '"code":"METHOD_NOT_ALLOWED"');
  });

  test.each(['/graphql', '/graphql/stream', '/demo/token'])(
    'with a body that %s cannot read gets errors in the one shape',
    async (path) => {
      for (const [sent, status] of [
        [{ body: '{"query":' }, 400],
        [{ body: 'query', headers: { 'content-type': 'text/plain' } }, 415],
      ] as const) {
        const { response, text } = await answerTo({ path, ...sent }, '*/*');
        expect([response.status, JSON.parse(text)]).toEqual([
          status,
          {
            errors: [
              { message: expect.any(String), extensions: { code: 'BODY_UNREADABLE', params: [] } },
            ],
          },
        ]);
      }
    },
  );

  test('reads params in one shape, in errors of fields and of mutations', async () => {
    const asked = await answerTo(query('{ teams(first: 101) { nodes { id } } }'), '*/*');
    const changed = await answerTo(
      query(
        'mutation ($id: ID!) { checkIn(input: { visitId: $id }) { errors { params { name value } } } }',
        { id: 'nothing' },
      ),
      '*/*',
    );
    expect(JSON.parse(changed.text)).toEqual({
      data: { checkIn: { errors: [{ params: [{ name: 'what', value: 'Visit' }] }] } },
    });
    expect(JSON.parse(asked.text)).toMatchObject({
      errors: [{ extensions: { params: expect.arrayContaining([{ name: 'max', value: '100' }]) } }],
    });
  });
});
