import type { TransferKind } from '../../schema/timebank/transfer.ts';
import { newPool } from '../platform/database/postgres-clients.ts';
import { newId } from '../../schema/ids.ts';
import { rowTypes } from '../platform/database/rows.ts';
import { Refusal } from '../platform/common/errors.ts';
import { withBooks } from '../timebank/ledger-transaction.ts';
import { transactionsOn } from '../platform/database/with-transaction.ts';
import { book, type Booking } from '../timebank/ledger.ts';

/**
 * One of several processes that book on the same accounts concurrently (see
 * ledger.concurrency.test.ts). Reads its task from the argument. Prints as JSON the counts of
 * bookings, refusals and failures.
 */
export interface Task {
  url: string;
  foundationId: string;
  people: string[];
  /** Receives settled holds and never pays. */
  saver: string;
  fund: string;
  clearing: string;
  holds: string[];
  reversible: string[];
  workers: number;
  movesEach: number;
}

export interface Outcome {
  booked: number;
  settled: string[];
  reversed: string[];
  refused: Record<string, number>;
  failed: string[];
}

const task = JSON.parse(process.argv[2] ?? '{}') as Task;
const outcome: Outcome = { booked: 0, settled: [], reversed: [], refused: {}, failed: [] };
const pool = newPool({ connectionString: task.url, max: task.workers, types: rowTypes });

await Promise.all(Array.from({ length: task.workers }, () => work()));
await pool.end();
process.stdout.write(JSON.stringify(outcome));

/**
 * Moves and holds at random. In between tries to settle each hold and reverse each transfer that
 * the other processes try too.
 */
async function work(): Promise<void> {
  const races = [
    ...task.holds.map((holdId) => ({ kind: 'settled' as const, id: holdId })),
    ...task.reversible.map((id) => ({ kind: 'reversed' as const, id })),
  ].sort(() => Math.random() - 0.5);
  for (let turn = 0; turn < Math.max(task.movesEach, races.length); turn += 1) {
    if (turn < task.movesEach) await attempt(move());
    const race = races[turn];
    if (!race) continue;
    const isWon = await attempt(race.kind === 'settled' ? settlement(race.id) : reversal(race.id));
    if (isWon) outcome[race.kind].push(race.id);
  }
}

async function attempt(booking: Booking): Promise<boolean> {
  const who = { accountId: task.foundationId, requestHash: newId() };
  try {
    await withBooks(transactionsOn(pool), task.foundationId, who, (tx) => book(tx, [booking]));
    outcome.booked += 1;
    return true;
  } catch (error) {
    if (error instanceof Refusal)
      outcome.refused[error.code] = (outcome.refused[error.code] ?? 0) + 1;
    else outcome.failed.push(String(error));
    return false;
  }
}

function move(): Booking {
  const isHold = Math.random() < 0.3;
  return {
    ...common(isHold ? 'BOOKING' : 'GIFT'),
    do: isHold ? 'HOLD' : 'POST',
    from: someone(),
    to: isHold ? task.clearing : someone(),
    amount: BigInt(1 + Math.floor(Math.random() * 300)),
  };
}

function settlement(holdId: string): Booking {
  return { ...common('SERVICE_PAYMENT'), do: 'SETTLE', holdId, to: task.saver, amount: 30n };
}

function reversal(reversesId: string): Booking {
  const { clientId, happenedAt } = common('REVERSAL');
  return { do: 'REVERSE', clientId, happenedAt, reversesId, reason: '试' };
}

function common<Kind extends TransferKind>(
  kind: Kind,
): { clientId: string; kind: Kind; happenedAt: string } {
  return { clientId: newId(), kind, happenedAt: new Date().toISOString() };
}

function someone(): string {
  return task.people[Math.floor(Math.random() * task.people.length)]!;
}
