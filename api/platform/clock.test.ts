import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { encodeId } from '../../schema/ids.ts';
import { type App, createApp } from '../app.ts';
import { Caller } from '../testing/caller.ts';
import { newKey, type World, world } from '../testing/world.ts';

/** A node decides by the clock of the database, which all nodes share. */
let platform: World;
let app: App;
let url: string;

beforeAll(async () => {
  platform = await world();
  // Two hours ahead, and so from its start on.
  const real = Date.now.bind(Date);
  jest.spyOn(Date, 'now').mockImplementation(() => real() + 2 * 3_600_000);
  app = await createApp(platform.settings);
  url = await app.server.listen({ host: '127.0.0.1', port: 0 });
});

afterEach(() => {
  jest.restoreAllMocks();
});

afterAll(async () => {
  await app?.close();
  await platform?.close();
});

test('a node whose clock is two hours ahead takes a request that begins in an hour', async () => {
  const [row] = await platform.sql<{ ms: string }>('select extract(epoch from clock_timestamp()) * 1000 as ms');
  const databaseMs = Number(row!.ms);
  expect(Math.abs(app.services.clock.nowMs() - databaseMs)).toBeLessThan(3_600_000);
  const input = {
    idempotencyKey: newKey(),
    elderId: encodeId('elder', platform.settlers.elders['elder@xinxian'] ?? ''),
    kindId: encodeId('kind', platform.settlers.kinds['companionship@sicheng'] ?? ''),
    wishedFrom: new Date(databaseMs + 3_600_000).toISOString(),
    wishedTo: new Date(databaseMs + 7_200_000).toISOString(),
  };
  const dispatcher = new Caller(url, await platform.tokenOf('dispatcher@xinxian', 5 * 3_600));
  await dispatcher.does('openServiceRequest', input, 'request { id }');
});
