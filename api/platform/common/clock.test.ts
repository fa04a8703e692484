import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { encodeId } from '../../../schema/ids.ts';
import { type App, createApp } from '../../app.ts';
import { Caller } from '../../testing/caller.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';

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

test('a node whose clock is two hours ahead takes a request that begins in an hour, and books and ends things now', async () => {
  expect(new Date() > new RealDate(RealDate.now() + 3_600_000)).toBe(true);
  const [row] = await platform.sql<{ ms: string }>(
    'select extract(epoch from clock_timestamp()) * 1000 as ms',
  );
  const databaseMs = Number(row!.ms);
  expect(Math.abs(app.services.clock.nowMs() - databaseMs)).toBeLessThan(3_600_000);
  const input = {
    idempotencyKey: newKey(),
    elderId: encodeId('elder', platform.fixtures.elders['elder@xinxian'] ?? ''),
    kindId: encodeId('kind', platform.fixtures.kinds['companionship@sicheng'] ?? ''),
    requestedFrom: new Date(databaseMs + 3_600_000).toISOString(),
    requestedTo: new Date(databaseMs + 7_200_000).toISOString(),
  };
  const dispatcher = new Caller(url, await platform.tokenOf('dispatcher@xinxian', 5 * 3_600));
  const { request } = await dispatcher.mutate(
    'openServiceRequest',
    input,
    'request { id version coinsHeld }',
  );
  expect(request.coinsHeld).toBe('1.00');
  const cancelled = { requestId: request.id, expectedVersion: request.version, reason: '改天' };
  await dispatcher.mutate('cancelServiceRequest', cancelled, 'request { id }');

  const admin = new Caller(url, await platform.tokenOf('admin@sicheng', 5 * 3_600));
  const account = (of: string) => encodeId('coinacc', platform.fixtures.coinAccounts[of] ?? '');
  const grant = {
    fundAccountId: account('fund@sicheng'),
    toAccountId: account('poor@xinxian'),
    amount: '1.00',
  };
  await admin.mutate(
    'grantCoins',
    { idempotencyKey: newKey(), ...grant, reason: '走访' },
    'transfer { id }',
  );
  const volunteerId = encodeId(
    'volunteer',
    platform.fixtures.volunteers['volunteer@xinxian'] ?? '',
  );
  const days = { validFrom: null, validTo: null };
  const recorded = { volunteerId, name: '急救', issuedBy: '红十字会', ...days };
  const { qualification } = await admin.mutate(
    'recordQualification',
    recorded,
    'qualification { id }',
  );
  await admin.mutate(
    'withdrawQualification',
    { qualificationId: qualification.id, reason: '过期' },
    'qualification { id }',
  );
  const decided = await platform.sql<{ isAhead: boolean }>(
    `select happened_at > now() + interval '1 minute' as "isAhead" from transfer
     union all select withdrawn_at > now() + interval '1 minute' from qualification where withdrawn_at is not null
     union all select valid_from > now() + interval '1 minute' from qualification`,
  );
  expect(decided.filter(({ isAhead }) => isAhead)).toEqual([]);
  expect(decided.length).toBeGreaterThan(4);
});
