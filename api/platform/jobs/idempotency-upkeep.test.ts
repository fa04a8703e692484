import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newKey, startTestPlatform, type TestPlatform } from '../../testing/test-platform.ts';
import { idempotencyUpkeep } from './idempotency-upkeep.ts';

let platform: TestPlatform;

beforeAll(async () => {
  platform = await startTestPlatform();
});

afterAll(async () => platform?.close());

test('a key lasts seven days, in every foundation, and is free afterwards', async () => {
  const [old, young] = [newKey(), newKey()];
  const open = async (persona: string, idempotencyKey: string, slug: string) => {
    const admin = await platform.as(persona);
    const input = { idempotencyKey, slug, name: slug, district: '北京' };
    return admin.refusalCodes('openCommunity', input);
  };
  for (const persona of ['admin@sicheng', 'admin@yigong80']) {
    expect(await open(persona, old, 'old-quarter')).toEqual([]);
    expect(await open(persona, young, 'young-quarter')).toEqual([]);
  }
  await platform.sql(
    `update idempotency_record set created_at = now() - case key when $1 then interval '169 hours' else interval '167 hours' end`,
    [old],
  );
  await idempotencyUpkeep.run(platform.app.services);
  const left = await platform.sql<{ key: string }>('select key from idempotency_record');
  expect(left.map(({ key }) => key)).toEqual([young, young]);
  for (const persona of ['admin@sicheng', 'admin@yigong80']) {
    expect(await open(persona, young, 'third-quarter')).toEqual(['IDEMPOTENCY_KEY_REUSED']);
    expect(await open(persona, old, 'third-quarter')).toEqual([]);
  }
});
