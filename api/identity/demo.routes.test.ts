import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type TestPlatform, startTestPlatform } from '../testing/test-platform.ts';

let demo: TestPlatform;
let earnest: TestPlatform;

beforeAll(async () => {
  demo = await startTestPlatform();
  earnest = await startTestPlatform({
    LINLI_DEMO: 'no',
    LINLI_SECRET_KEY: 'thirty-two characters of a secret',
  });
});

afterAll(async () => {
  await demo?.close();
  await earnest?.close();
});

test('a visitor of a demonstration chooses a persona and is that person', async () => {
  const { personas } = (await (await fetch(`${demo.url}/demo/personas`)).json()) as {
    personas: object[];
  };
  expect(personas).toContainEqual({
    persona: 'dispatcher@xinxian',
    displayName: expect.any(String),
    roles: ['DISPATCHER'],
    foundation: '思诚社区公益基金会',
  });
  const answer = await askToken(demo, { persona: 'dispatcher@xinxian' });
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const { token } = (await answer.json()) as { token: string };
  const me = await fetch(`${demo.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: '{ me { grants { role } } }' }),
  });
  expect(await me.json()).toMatchObject({ data: { me: { grants: [{ role: 'DISPATCHER' }] } } });
});

test('a wrong request is answered with what to send', async () => {
  expect((await askToken(demo, { persona: 'nobody@nowhere' })).status).toBe(404);
  const answer = await askToken(demo, { who: 1 });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({
    errors: [
      {
        message: expect.stringContaining('persona'),
        extensions: { code: 'PERSONA_NEEDED' },
      },
    ],
  });
});

test('a platform that is no demonstration issues no token to visitors', async () => {
  expect((await fetch(`${earnest.url}/demo/personas`)).status).toBe(404);
  expect((await askToken(earnest, { persona: 'dispatcher@xinxian' })).status).toBe(404);
});

function askToken({ url }: TestPlatform, body: object): Promise<Response> {
  return fetch(`${url}/demo/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}
