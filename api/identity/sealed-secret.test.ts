import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Caller } from '../testing/caller.ts';
import { newKey, startTestPlatform, type TestPlatform } from '../testing/test-platform.ts';

let platform: TestPlatform;
let admin: Caller;

beforeAll(async () => {
  platform = await startTestPlatform();
  admin = await platform.as('admin@sicheng');
});

afterAll(async () => platform?.close());

const scopes = ['COMMUNITIES_READ'];

test('a repeated call shows the same secret, which the database keeps sealed only', async () => {
  const once = { idempotencyKey: newKey(), name: '脚本', scopes };
  const create = async () => admin.mutate('createApiKey', once, 'apiKey { id } key');
  const [{ key, apiKey }, ...others] = [await create(), await create(), await create()];
  expect(others).toEqual([
    { errors: [], apiKey, key },
    { errors: [], apiKey, key },
  ]);
  expect(await platform.sql('select id from api_key')).toHaveLength(1);
  const script = new Caller(platform.url, key);
  expect(
    (await script.query('{ communities(first: 1) { nodes { id } } }')).communities,
  ).toBeTruthy();

  const server = { idempotencyKey: newKey(), name: '统计助手', kind: 'SERVER', scopes };
  const register = async () => admin.mutate('registerApp', server, 'app { id } clientSecret');
  const { app, clientSecret } = await register();
  expect((await register()).clientSecret).toBe(clientSecret);
  const rotation = { idempotencyKey: newKey(), appId: app.id };
  const rotate = async () => admin.mutate('rotateAppSecret', rotation, 'clientSecret');
  const [first, second] = [await rotate(), await rotate()];
  expect(second.clientSecret).toBe(first.clientSecret);
  expect(first.clientSecret).not.toBe(clientSecret);

  const kept = await platform.sql<{ row: string }>(
    `select jsonb_agg(to_jsonb(r))::text as row from idempotency_record r
     union all select jsonb_agg(to_jsonb(k))::text from api_key k
     union all select jsonb_agg(to_jsonb(a))::text from app a`,
  );
  const all = JSON.stringify(kept);
  expect([key, clientSecret, first.clientSecret].filter((secret) => all.includes(secret))).toEqual(
    [],
  );
});

test('a key of an account does not get the secret of another one by repeating its call', async () => {
  const wide = ['COMMUNITIES_READ', 'ORGANISATION_WRITE'];
  const input = { idempotencyKey: newKey(), name: '脚本', scopes: wide };
  const { key } = await admin.mutate('createApiKey', input, 'key');
  await expect(new Caller(platform.url, key).tryMutate('createApiKey', input, 'key')).toBeRefused(
    'NOT_ALLOWED',
  );
});
