import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { invariants } from './invariants.ts';
import { checkInvariants } from './platform/database/invariants.ts';
import { type Buffers, countBuffers } from './testing/buffers.ts';
import { addLedgerMonth } from './testing/ledger-history.ts';
import { addVolunteers } from './testing/volunteer-crowd.ts';
import { type TestPlatform, startTestPlatform } from './testing/test-platform.ts';
import type { Actor } from './testing/scenario/actor.ts';
import { Scenario } from './testing/scenario/scenario.ts';

/**
 * What an operation costs must not grow with older data, or with other people's. Each operation
 * runs before and after these have grown tenfold, and is measured in buffers: pages of tables and
 * indexes that its statements visit.
 */
let platform: TestPlatform;
let scenario: Scenario;
let admin: Actor;
const counter = countBuffers();
const ratioMax = 1.5;
const warmUps = 6;
/** Rows before; ten times as many are added. */
const few = 100;

beforeAll(async () => {
  platform = await startTestPlatform({ LINLI_POOL_SIZE_MAX: '2' });
  // Workers of a parallel plan count for themselves.
  await platform.sql(
    `do $$ begin execute format('alter database %I set max_parallel_workers_per_gather = 0', current_database()); end $$`,
  );
  scenario = await Scenario.begin(platform);
  admin = await scenario.actor('admin@sicheng');
});

afterAll(async () => {
  counter.stop();
  await platform.close();
});

test('a statement and a balance cost what they show, whatever was booked before', async () => {
  await addLedgerMonth(platform, monthBack(4), few);
  await addLedgerMonth(platform, monthBack(3), few);
  const before = await measureAccount(3);
  await addLedgerMonth(platform, monthBack(2), 10 * few);
  await addLedgerMonth(platform, monthBack(1), few);
  const after = await measureAccount(1);
  expect(grown(before, after)).toEqual([]);
});

test('closing a month counts its own rows, whatever was booked and filed before', async () => {
  // Three months back there are as many rows as in the last one, and a tenth of its history.
  await close(4);
  const before = await counter.during(() => close(3));
  await close(2);
  const after = await counter.during(() => close(1));
  expect(grown({ closePeriod: before }, { closePeriod: after })).toEqual([]);
  const results = await checkInvariants(platform.databaseUrl, ledgerInvariants);
  expect(results.filter(({ breachCount }) => breachCount > 0)).toEqual([]);
});

test('candidates and an import cost what they show, whatever people there are elsewhere', async () => {
  const dispatcher = await scenario.actor('dispatcher@xinxian');
  const { id } = await dispatcher.opens({ elder: 'elder@xinxian' });
  const measure = async (): Promise<Record<string, Buffers>> => ({
    candidates: await warmed(() =>
      dispatcher.query(
        'query ($id: ID!) { candidates(requestId: $id, first: 20) { consideredCount nodes { score } } }',
        { id },
      ),
    ),
    importPeople: await warmed(() =>
      dispatcher.mutate('importPeople', { csv: people, isDryRun: true }, 'report { lines }'),
    ),
  });
  // So many that no table is read whole because it is one page.
  await addVolunteers(platform, 5 * few);
  const before = await measure();
  await addVolunteers(platform, 50 * few);
  expect(grown(before, await measure())).toEqual([]);
});

/** A table of new people, with phones and identity numbers. */
const people = [
  'kind,community,name,phone',
  ...Array.from(
    { length: 50 },
    (_, n) => `ELDER,xinxian,新人${n},138001${String(n).padStart(5, '0')}`,
  ),
].join('\n');

/** The added hours belong to no visit. */
const ledgerInvariants = invariants.filter(({ name }) => !name.includes('visits'));

/** Reads of the fund's account, in a month and at its newest. */
async function measureAccount(back: number): Promise<Record<string, Buffers>> {
  const account = scenario.id.coinAccount('fund@sicheng');
  const bounds = `from: "${monthBack(back)}-01T00:00:00+08:00", to: "${monthBack(back - 1)}-01T00:00:00+08:00"`;
  const of = async (field: string) => {
    const read = () =>
      admin.query(`query ($id: ID!) { coinAccount(id: $id) { ${field} } }`, { id: account });
    return warmed(read);
  };
  const fileOf = async (by: string) => {
    const read = () =>
      admin.query(
        `query ($id: ID!) { statementFile(accountId: $id, ${bounds}, by: ${by}, format: CSV) { name } }`,
        { id: account },
      );
    return warmed(read);
  };
  const lines = '(first: 50, ';
  return {
    statement: await of(`statement(first: 50) { nodes { balanceAfter } }`),
    'statement of a month': await of(
      `statement${lines}${bounds}, by: BOOKED) { nodes { balanceAfter } totalCount }`,
    ),
    'statement of a month by event': await of(
      `statement${lines}${bounds}, by: HAPPENED) { nodes { balanceAfter } totalCount }`,
    ),
    balanceAt: await of(`balanceAt(at: "${monthBack(back)}-15T00:00:00+08:00")`),
    'balanceAt by event': await of(
      `balanceAt(at: "${monthBack(back)}-15T00:00:00+08:00", by: HAPPENED)`,
    ),
    statementFile: await fileOf('BOOKED'),
    'statementFile by event': await fileOf('HAPPENED'),
  };
}

/** Counts once each connection has planned the statements: planning visits indexes too. */
async function warmed(read: () => Promise<unknown>): Promise<Buffers> {
  for (let run = 0; run < warmUps; run += 1) await read();
  return counter.during(read);
}

async function close(back: number): Promise<void> {
  await admin.mutate('closePeriod', { month: monthBack(back) }, 'period { id }');
}

/** A month in Beijing time, counted back from the current one. */
function monthBack(back: number): string {
  const local = new Date(Date.now() + 8 * 3_600_000);
  return new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() - back, 1))
    .toISOString()
    .slice(0, 7);
}

/** Operations that cost more than `ratioMax` of before, with their dearest statements. */
function grown(before: Record<string, Buffers>, after: Record<string, Buffers>): string[] {
  const lines = Object.entries(after).map(([name, buffers]) => {
    const ratio = buffers.total / before[name]!.total;
    const dearest = [...buffers.byStatement]
      .sort(([, left], [, right]) => right - left)
      .slice(0, 3);
    return {
      ratio,
      text: `${name}: ${before[name]!.total} to ${buffers.total} buffers (${dearest.map((each) => each.join(' ')).join(', ')})`,
    };
  });
  if (process.env.LINLI_TEST_LOG)
    process.stderr.write(`${lines.map(({ text }) => text).join('\n')}\n`);
  return lines.filter(({ ratio }) => !(ratio <= ratioMax)).map(({ text }) => text);
}
