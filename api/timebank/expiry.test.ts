import { Writable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pino from 'pino';
import { invariants } from '../invariants.ts';
import { checkInvariants } from '../platform/database/invariants.ts';
import { type World, world } from '../testing/world.ts';
import { expireEverywhere } from './expiry.job.ts';

let there: World;
beforeAll(async () => {
  there = await world();
});
afterAll(() => there.close());

test('a foundation that fails is told in the log, keeps no other waiting, and is done the next time', async () => {
  const broken = there.settlers.foundations['sicheng']!;
  const lines: string[] = [];
  const log = pino({}, new Writable({ write: (chunk, _, done) => (lines.push(String(chunk)), done()) }));
  const { database } = there.app.services;
  await there.sql(`update coin_lot set expires_at = now() - interval '1 hour'`);
  await there.sql(
    'create function refuse_expiry() returns trigger language plpgsql as $$ begin raise exception $a$stop$a$; end $$',
  );
  await there.sql(
    `create trigger refuse_expiry before insert on transfer for each row when (new.kind = 'EXPIRY' and new.foundation_id = '${broken}') execute function refuse_expiry()`,
  );
  await expireEverywhere(database, log);
  expect(await expired()).toEqual({ sicheng: 0, yigong80: 1 });
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0]!)).toMatchObject({ level: 50, foundationId: broken, err: { message: 'stop' } });

  await there.sql('drop trigger refuse_expiry on transfer; drop function refuse_expiry');
  // Two nodes at once do the work of one.
  await Promise.all([expireEverywhere(database, log), expireEverywhere(database, log)]);
  expect(await expired()).toEqual({ sicheng: 2, yigong80: 1 });
  expect(lines).toHaveLength(1);
  // The clock of the lots was turned by hand, which the chain finds; everything else holds.
  const found = (await checkInvariants(there.databaseUrl, invariants)).filter(({ breachCount }) => breachCount > 0);
  expect(found.map(({ name }) => name)).toEqual(['chain-is-unbroken']);
});

async function expired(): Promise<Record<string, number>> {
  const rows = await there.sql<{ slug: string; count: number }>(
    `select f.slug, count(t.id)::int as count from foundation f left join transfer t on t.foundation_id = f.id and t.kind = 'EXPIRY' group by 1`,
  );
  return Object.fromEntries(rows.map(({ slug, count }) => [slug, count]));
}
