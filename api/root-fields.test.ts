import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isNonNullType } from 'graphql';
import { platformSchema } from './app.ts';
import { type TestPlatform, startTestPlatform } from './testing/test-platform.ts';

/** One refused root field leaves its neighbours: `data: null` would take them all. */
const schema = platformSchema();
const rootFields = [schema.getQueryType()!, schema.getMutationType()!].flatMap((type) =>
  Object.values(type.getFields()).map((field) => ({ name: `${type.name}.${field.name}`, field })),
);

describe('every root field', () => {
  test('of a query or mutation can be null', () => {
    expect(rootFields.length).toBeGreaterThan(150);
    expect(
      rootFields.filter(({ field }) => isNonNullType(field.type)).map(({ name }) => name),
    ).toEqual([]);
  });

  test('says what null means', () => {
    const silent = rootFields.filter(({ field }) => !/\bnull\b/i.test(field.description ?? ''));
    expect(silent.map(({ name }) => name)).toEqual([]);
  });
});

describe('a refused root field', () => {
  let platform: TestPlatform;
  beforeAll(async () => {
    platform = await startTestPlatform();
  });
  afterAll(async () => platform?.close());

  async function answerTo(query: string) {
    const response = await fetch(`${platform.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await platform.tokenOf('dispatcher@xinxian')}`,
      },
      body: JSON.stringify({ query }),
    });
    return { status: response.status, ...((await response.json()) as object) };
  }

  test.each([
    ['that the role does not allow', 'auditTrail(first: 1) { nodes { id } }', 'NOT_ALLOWED'],
    ['with a page that is too large', 'elders(first: 101) { nodes { id } }', 'TOO_LARGE'],
    [
      'with a cursor of nobody',
      'elders(first: 1, after: "xxx") { nodes { id } }',
      'CURSOR_INVALID',
    ],
  ])('%s leaves its neighbours', async (_, field, code) => {
    expect(
      await answerTo(
        `{ before: me { account { id } } refused: ${field} after: teams(first: 1) { nodes { id } } }`,
      ),
    ).toEqual({
      status: 200,
      data: {
        before: { account: { id: expect.any(String) } },
        refused: null,
        after: { nodes: [{ id: expect.any(String) }] },
      },
      errors: [
        expect.objectContaining({
          path: ['refused'],
          extensions: expect.objectContaining({ code }),
        }),
      ],
    });
  });
});
