import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { newId } from '../../schema/ids.ts';
import { checkInvariants } from '../platform/database/invariants.ts';
import { roles, urlOfRole } from '../platform/database/roles.ts';
import { rowTypes } from '../platform/database/rows.ts';
import { clone } from '../run/workspace.ts';
import { testDatabase, type TestDatabase } from '../testing/database.ts';
import type { Outcome, Task } from '../testing/ledger-worker.ts';
import { withBooks } from './ledger-transaction.ts';
import { transactionsOn } from '../platform/database/with-transaction.ts';
import { book, type Booking } from './ledger.ts';
import { ledgerInvariants } from './ledger.invariants.ts';
import { closeMonth } from './periods.ts';

const processes = 4;
const workersEach = 16;
/** Few accounts, so that they contend. */
const peopleCount = 4;
const holdsCount = 10;
const grantsCount = 10;

const foundationId = newId();
const fund = newId();
const clearing = newId();
const people = Array.from({ length: peopleCount }, newId);
/** Receive the grants to reverse and spend nothing, so that each reversal could succeed. */
const savers = Array.from({ length: grantsCount }, newId);

let database: TestDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  database = await testDatabase();
  pool = new pg.Pool({
    connectionString: urlOfRole(database.url, roles.login),
    max: 16,
    types: rowTypes,
  });
  pool.on('error', () => {});
  const owner = new pg.Client({ connectionString: database.url });
  await owner.connect();
  await owner.query(`insert into foundation (id, slug, name) values ($1, 'race', 'race')`, [
    foundationId,
  ]);
  const rows: [id: string, kind: string, min: number | null][] = [
    [fund, 'FUND', null],
    [clearing, 'FOUNDATION', null],
    ...[...people, ...savers].map((id): [string, string, number] => [id, 'PERSON', 0]),
  ];
  for (const [id, kind, min] of rows) {
    await owner.query(
      'insert into coin_account (foundation_id, id, owner_kind, owner_id, name, available_min) values ($1, $2, $3, $4, $3, $5)',
      [foundationId, id, kind, newId(), min],
    );
  }
  await owner.end();
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

async function bookAll(bookings: Booking[], requestHash = 'test'): Promise<string[]> {
  const booked = await withBooks(
    transactionsOn(pool),
    foundationId,
    { accountId: foundationId, requestHash },
    (tx) => book(tx, bookings),
  );
  return booked.map(({ id }) => id);
}

function grant(to: string, amount: bigint): Extract<Booking, { do: 'POST' }> {
  return {
    do: 'POST',
    clientId: newId(),
    kind: 'GRANT',
    from: fund,
    to,
    amount,
    happenedAt: new Date().toISOString(),
  };
}

function undo(reversesId: string): Booking {
  return {
    do: 'REVERSE',
    clientId: newId(),
    reversesId,
    reason: '试',
    happenedAt: new Date().toISOString(),
  };
}

async function broken() {
  return (await checkInvariants(database.url, ledgerInvariants)).filter(
    ({ breachCount }) => breachCount > 0,
  );
}

test('64 workers of 4 processes on the same accounts have one winner each, no overdraft and no deadlock', async () => {
  await bookAll(people.map((id) => grant(id, 5_000n)));
  const reversible = await bookAll(savers.map((id) => grant(id, 100n)));
  const holds = await bookAll(
    Array.from({ length: holdsCount }, (_, index): Booking => {
      const from = people[index % peopleCount]!;
      return { ...grant(clearing, 50n), do: 'HOLD', kind: 'BOOKING', from };
    }),
  );
  const url = urlOfRole(database.url, roles.login);
  const task: Task = {
    url,
    foundationId,
    people,
    saver: savers[0]!,
    fund,
    clearing,
    holds,
    reversible,
    workers: workersEach,
    movesEach: 20,
  };
  const outcomes = await Promise.all(Array.from({ length: processes }, () => run(task)));

  expect(outcomes.flatMap(({ failed }) => failed)).toEqual([]);
  // Exactly one winner for each hold, and for each reversal.
  expect(outcomes.flatMap(({ settled }) => settled).sort()).toEqual([...holds].sort());
  expect(outcomes.flatMap(({ reversed }) => reversed).sort()).toEqual([...reversible].sort());
  const refused = outcomes.flatMap((outcome) => Object.keys(outcome.refused));
  const expected = [
    'INSUFFICIENT_COINS',
    'SAME_ACCOUNT',
    'HOLD_ALREADY_SETTLED',
    'ALREADY_REVERSED',
  ];
  expect([...new Set(refused)].sort()).toEqual(expected.sort());
  expect(await broken()).toEqual([]);
});

test('one of two simultaneous reversals of each transfer succeeds, and the other is refused', async () => {
  const ids = await bookAll(
    Array.from({ length: 100 }, (_, index) => grant(savers[index % grantsCount]!, 10n)),
  );
  const tries = await Promise.allSettled(
    ids.flatMap((id) => [bookAll([undo(id)]), bookAll([undo(id)])]),
  );
  const codes = tries.map((each) =>
    each.status === 'fulfilled' ? 'done' : (each.reason as { code: string }).code,
  );
  expect(codes.filter((code) => code === 'done')).toHaveLength(100);
  expect(codes.filter((code) => code === 'ALREADY_REVERSED')).toHaveLength(100);
  expect(await broken()).toEqual([]);
});

test('simultaneous copies of a booking are one booking, with the same answer', async () => {
  const booking = grant(people[0]!, 700n);
  const answers = await Promise.all(Array.from({ length: 12 }, () => bookAll([booking], 'same')));
  expect(new Set(answers.flat()).size).toBe(1);
  const others = await Promise.allSettled(
    Array.from({ length: 4 }, () => bookAll([booking], 'other')),
  );
  expect(others.map((each) => (each as PromiseRejectedResult).reason.code)).toEqual(
    Array(4).fill('CLIENT_ID_REUSED'),
  );
});

test('a closed month contains the bookings before its closing, and refuses those after it', async () => {
  const local = new Date(Date.now() + 8 * 3_600_000);
  const last = new Date(
    Date.UTC(local.getUTCFullYear(), local.getUTCMonth() - 1, 10),
  ).toISOString();
  const late = () => bookAll([{ ...grant(people[0]!, 1n), happenedAt: last }]);
  const close = () =>
    withBooks(
      transactionsOn(pool),
      foundationId,
      { accountId: foundationId, requestHash: 'close' },
      (tx) => closeMonth(tx, last.slice(0, 7)),
    );
  const before = Array.from({ length: 20 }, late);
  const closing = close();
  const after = Array.from({ length: 20 }, late);
  const again = close();
  const booked = await Promise.allSettled([...before, ...after]);
  const closings = await Promise.allSettled([closing, again]);
  const codeOf = (each: PromiseSettledResult<unknown>) =>
    each.status === 'fulfilled'
      ? 'done'
      : ((each.reason as { code?: string }).code ?? String(each.reason));
  expect(closings.map(codeOf).sort()).toEqual(['PERIOD_ALREADY_CLOSED', 'done']);
  const codes = booked.map(codeOf);
  const doneCount = codes.filter((code) => code === 'done').length;
  expect(codes.filter((code) => code === 'PERIOD_CLOSED')).toHaveLength(40 - doneCount);
  const owner = new pg.Client({ connectionString: database.url });
  await owner.connect();
  const { rows } = await owner.query<{ count: string }>(
    `select figures ->> 'transferCount' as count from period_event where foundation_id = $1`,
    [foundationId],
  );
  await owner.end();
  expect(rows).toEqual([{ count: String(doneCount) }]);
  expect(await broken()).toEqual([]);
});

test('two batches over the same accounts in opposite order wait for each other and do not die', async () => {
  const batch = people.map((id) => grant(id, 1n));
  const both = await Promise.allSettled(
    Array.from({ length: 20 }, (_, index) => {
      const order = index % 2 ? batch : batch.toReversed();
      return bookAll(order.map((booking) => ({ ...booking, clientId: newId() })));
    }),
  );
  expect(both.map(({ status }) => status)).toEqual(Array(20).fill('fulfilled'));
});

function run(task: Task): Promise<Outcome> {
  const script = join(clone.root, 'api/testing/ledger-worker.ts');
  const flags = ['--experimental-transform-types', '--disable-warning=ExperimentalWarning'];
  const child = spawn(process.execPath, [...flags, script, JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { text: '', errors: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.errors += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => {
      if (code === 0) resolve(JSON.parse(output.text) as Outcome);
      else reject(new Error(`A worker ended with ${code}: ${output.errors}`));
    });
  });
}
