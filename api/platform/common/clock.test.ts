import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type App, createApp } from '../../app.ts';
import { Caller } from '../../testing/caller.ts';
import { Scenario } from '../../testing/scenario/scenario.ts';
import { type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';

/** Every node takes its decision time from the database clock, which all nodes share. */
const RealDate = Date;
const aheadMs = 2 * 3_600_000;

/** The clock of a machine that is two hours ahead. */
class DateAhead extends RealDate {
  constructor(...given: ConstructorParameters<DateConstructor> | []) {
    if (given.length === 0) super(RealDate.now() + aheadMs);
    else super(...given);
  }

  static override now(): number {
    return RealDate.now() + aheadMs;
  }
}

let platform: TestPlatform;
let app: App;
let url: string;

beforeAll(async () => {
  platform = await startTestPlatform();
  // From the start of the node on.
  globalThis.Date = DateAhead as DateConstructor;
  app = await createApp(platform.settings);
  url = await app.server.listen({ host: '127.0.0.1', port: 0 });
});

afterAll(async () => {
  globalThis.Date = RealDate;
  await app?.close();
  await platform?.close();
});

test("a node whose clock is two hours ahead accepts a request for the next hour, and books by the database's time", async () => {
  expect(new Date() > new RealDate(RealDate.now() + 3_600_000)).toBe(true);
  const [row] = await platform.sql<{ ms: string }>(
    'select extract(epoch from clock_timestamp()) * 1000 as ms',
  );
  const databaseMs = Number(row!.ms);
  expect(Math.abs(app.services.clock.nowMs() - databaseMs)).toBeLessThan(3_600_000);
  const scenario = await Scenario.begin(platform);
  // The tokens are of the platform that has no such clock, so they must last longer.
  const at = async (persona: string) =>
    scenario.actorFor(new Caller(url, await platform.tokenOf(persona, 5 * 3_600)), persona);
  const [dispatcher, admin] = [await at('dispatcher@xinxian'), await at('admin@sicheng')];
  const request = await dispatcher.opens({
    requestedFrom: new Date(databaseMs + 3_600_000).toISOString(),
    requestedTo: new Date(databaseMs + 7_200_000).toISOString(),
  });
  expect(request.coinsHeld).toBe('1.00');
  await dispatcher.cancels(request);
  await admin.grantsCoins('poor@xinxian', '1.00');
  const { qualification } = await admin.mutate(
    'recordQualification',
    {
      volunteer: 'volunteer@xinxian',
      name: '急救',
      issuedBy: '红十字会',
      validFrom: null,
      validTo: null,
    },
    'qualification { id }',
  );
  await admin.mutate('withdrawQualification', {
    qualificationId: qualification.id,
    reason: '过期',
  });
  const decided = await platform.sql<{ isAhead: boolean }>(
    `select happened_at > now() + interval '1 minute' as "isAhead" from transfer
     union all select withdrawn_at > now() + interval '1 minute' from qualification where withdrawn_at is not null
     union all select valid_from > now() + interval '1 minute' from qualification`,
  );
  expect(decided.filter(({ isAhead }) => isAhead)).toEqual([]);
  expect(decided.length).toBeGreaterThan(4);
});
