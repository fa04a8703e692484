// The model compares as it goes, so its methods expect.
/* oxlint-disable jest/no-standalone-expect */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { newId } from '../../schema/ids.ts';
import { roles, urlOfRole } from '../platform/database/roles.ts';
import { statement } from '../platform/database/reader.ts';
import { rowTypes } from '../platform/database/rows.ts';
import { Refusal } from '../platform/errors.ts';
import { testDatabase, type TestDatabase } from '../testing/database.ts';
import { expireDue } from './expiry.ts';
import { withBooks } from './foundation-books.ts';
import { book, type Booking, type Books } from './ledger.ts';
import { ledgerInvariants } from './ledger.invariants.ts';
import { closeMonth, reopenMonth } from './periods.ts';

/**
 * Random commands against a small model that knows balances, holds, reversals and months, and nothing of lots, entries or hashes:
 * those are judged by the invariants, all of them after each command.
 */
const commandsEach = 40;
const runs = Math.ceil((process.env.LINLI_SOAK ? 100_000 : 10_000) / commandsEach);

let database: TestDatabase;
let owner: pg.Pool;
let login: pg.Pool;
beforeAll(async () => {
  database = await testDatabase();
  owner = new pg.Pool({ connectionString: database.url, max: 1 });
  login = new pg.Pool({ connectionString: urlOfRole(database.url, roles.login), max: 2, types: rowTypes });
  for (const pool of [owner, login]) pool.on('error', () => {});
});
afterAll(async () => {
  await login.end();
  await owner.end();
  await database.drop();
});

const index = fc.nat({ max: 5 });
const amount = fc.integer({ min: -1, max: 400 });
const month = fc.nat({ max: 3 });
const when = { month, mayAdjust: fc.boolean() };
const command = fc.oneof(
  { weight: 1, arbitrary: fc.record({ name: fc.constant('open' as const) }) },
  { weight: 4, arbitrary: fc.record({ name: fc.constant('grant' as const), to: index, amount, ...when }) },
  { weight: 4, arbitrary: fc.record({ name: fc.constant('gift' as const), from: index, to: index, amount, ...when }) },
  { weight: 2, arbitrary: fc.record({ name: fc.constant('redeem' as const), from: index, amount, ...when }) },
  { weight: 2, arbitrary: fc.record({ name: fc.constant('donate' as const), from: index, amount, ...when }) },
  {
    weight: 5,
    arbitrary: fc.record({ name: fc.constant('hold' as const), from: index, amount, isShort: fc.boolean(), ...when }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      name: fc.constant('settle' as const),
      hold: index,
      to: index,
      percent: fc.nat({ max: 110 }),
      ...when,
    }),
  },
  { weight: 2, arbitrary: fc.record({ name: fc.constant('expire' as const) }) },
  { weight: 4, arbitrary: fc.record({ name: fc.constant('reverse' as const), transfer: fc.nat({ max: 20 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({ name: fc.constant('replay' as const), booking: fc.nat({ max: 20 }), isOther: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ name: fc.constant('close' as const), month }) },
  { weight: 1, arbitrary: fc.record({ name: fc.constant('reopen' as const), month }) },
);
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;

test(`${runs * commandsEach} random commands: the ledger does what the model does, and every invariant holds after each`, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: commandsEach, maxLength: commandsEach }), async (commands) => {
      const model = await Model.begin();
      for (const each of commands) {
        await model.step(each);
        await model.agree();
      }
    }),
    { numRuns: runs, endOnFailure: false },
  );
}, 600_000);

interface Account {
  id: string;
  posted: number;
  held: number;
}

interface Hold {
  id: string;
  from: Account;
  amount: number;
  isShort: boolean;
  isSettled: boolean;
}

interface Moved {
  id: string;
  from: Account;
  to: Account;
  amount: number;
  isReversed: boolean;
  isReversal: boolean;
}

/** The reference: a few numbers, and what is to be refused. */
class Model {
  private readonly fund: Account;
  private readonly shop: Account;
  private readonly clearing: Account;
  private readonly people: Account[] = [];
  private readonly holds: Hold[] = [];
  private readonly moved: Moved[] = [];
  private readonly booked: { booking: Booking; id: string; hash: string }[] = [];
  /** Months are numbered from the oldest, 3 being the running one. */
  private readonly monthsUsed = new Set<number>();
  private openMonth = -1;
  private reopened: number | null = null;

  private constructor(private readonly foundationId: string) {
    [this.fund, this.shop, this.clearing] = [account(), account(), account()];
  }

  static async begin(): Promise<Model> {
    const id = newId();
    const model = new Model(id);
    await owner.query('insert into foundation (id, slug, name) values ($1, $2, $2)', [id, `f-${id.slice(-12)}`]);
    await model.openAccount(model.fund, 'FUND', null);
    await model.openAccount(model.shop, 'SHOP', 0);
    await model.openAccount(model.clearing, 'FOUNDATION', null);
    for (const _ of [1, 2, 3]) await model.openPerson();
    return model;
  }

  async step(each: Command): Promise<void> {
    switch (each.name) {
      case 'open':
        return this.people.length < 6 ? this.openPerson() : undefined;
      case 'grant':
        return this.post('GRANT', this.fund, this.person(each.to), each);
      case 'gift':
        return this.post('GIFT', this.person(each.from), this.person(each.to), each);
      case 'redeem':
        return this.post('REDEMPTION', this.person(each.from), this.shop, each);
      case 'donate':
        return this.post('DONATION', this.person(each.from), this.fund, each);
      case 'hold':
        return this.hold(each);
      case 'settle':
        return this.settle(each);
      case 'expire':
        return this.expire();
      case 'reverse':
        return this.reverse(each);
      case 'replay':
        return this.replay(each);
      case 'close':
        return this.close(each.month);
      case 'reopen':
        return this.reopen(each.month);
    }
  }

  /** Balances are those of the model, and no invariant is broken. */
  async agree(): Promise<void> {
    const all = [this.fund, this.shop, this.clearing, ...this.people];
    const { seen, broken } = await this.books(async (tx) => ({
      seen: await tx.rows<{ id: string; posted: string; pendingOut: string }>(selectBalances, [this.foundationId]),
      broken: await tx.rows<{ name: string; breach: string }>(everyInvariant, [this.foundationId]),
    }));
    expect(broken).toEqual([]);
    const bySeen = new Map(seen.map((row) => [row.id, [Number(row.posted), Number(row.pendingOut)]]));
    expect(all.map(({ id }) => bySeen.get(id))).toEqual(all.map(({ posted, held }) => [posted, held]));
  }

  private async post(
    kind: string,
    from: Account,
    to: Account,
    { amount: moves, month: at, mayAdjust }: { amount: number; month: number; mayAdjust: boolean },
  ): Promise<void> {
    const refusals = [
      this.monthRefusal(at, mayAdjust),
      moves <= 0 ? 'AMOUNT_NOT_POSITIVE' : null,
      from === to ? 'SAME_ACCOUNT' : null,
      from !== this.fund && from.posted - from.held < moves ? 'INSUFFICIENT_COINS' : null,
    ];
    const booking = {
      do: 'POST' as const,
      ...common(kind, at),
      from: from.id,
      to: to.id,
      amount: BigInt(moves),
      mayAdjust,
    };
    const id = await this.expectBooked(booking, refusals);
    if (!id) return;
    this.use(at);
    from.posted -= moves;
    to.posted += moves;
    this.moved.push({ id, from, to, amount: moves, isReversed: false, isReversal: false });
  }

  private async hold(each: Extract<Command, { name: 'hold' }>): Promise<void> {
    const from = this.person(each.from);
    const refusals = [
      this.monthRefusal(each.month, each.mayAdjust),
      each.amount < 0 ? 'AMOUNT_NOT_POSITIVE' : null,
      from.posted - from.held < each.amount && each.amount > 0 ? 'INSUFFICIENT_COINS' : null,
    ];
    const booking: Booking = {
      do: 'HOLD',
      ...common('BOOKING', each.month),
      from: from.id,
      to: this.clearing.id,
      amount: BigInt(each.amount),
      mayAdjust: each.mayAdjust,
      // Long enough to be booked, over when the next command has begun.
      expiresAt: each.isShort ? new Date(Date.now() + 20).toISOString() : null,
    };
    // On a slow machine a short one may be over before it is booked.
    const id = await this.expectBooked(booking, refusals, each.isShort ? ['HOLD_EXPIRED'] : []);
    if (!id) return;
    this.use(each.month);
    from.held += each.amount;
    this.holds.push({ id, from, amount: each.amount, isShort: each.isShort, isSettled: false });
    if (each.isShort) await new Promise((resolve) => setTimeout(resolve, 25));
  }

  private async settle(each: Extract<Command, { name: 'settle' }>): Promise<void> {
    const held = this.holds[each.hold % Math.max(this.holds.length, 1)];
    if (!held) return;
    const to = this.person(each.to);
    const paid = Math.floor((held.amount * each.percent) / 100);
    const refusals = [
      this.monthRefusal(each.month, each.mayAdjust),
      held.isSettled ? 'HOLD_ALREADY_SETTLED' : null,
      held.isShort && paid > 0 ? 'HOLD_EXPIRED' : null,
      paid > held.amount ? 'AMOUNT_ABOVE_HOLD' : null,
      paid > 0 && to === held.from ? 'SAME_ACCOUNT' : null,
    ];
    const booking: Booking = {
      do: 'SETTLE',
      ...common('SERVICE_PAYMENT', each.month),
      holdId: held.id,
      to: to.id,
      amount: BigInt(paid),
      mayAdjust: each.mayAdjust,
    };
    const id = await this.expectBooked(booking, refusals);
    if (!id) return;
    this.use(each.month);
    held.isSettled = true;
    held.from.held -= held.amount;
    held.from.posted -= paid;
    to.posted += paid;
    if (paid > 0) this.moved.push({ id, from: held.from, to, amount: paid, isReversed: false, isReversal: false });
  }

  private async expire(): Promise<void> {
    const due = this.holds.filter(({ isShort, isSettled }) => isShort && !isSettled);
    expect(await this.books(expireDue)).toEqual({ holds: due.length, lots: 0 });
    if (due.length > 0) this.use(running);
    for (const each of due) {
      each.isSettled = true;
      each.from.held -= each.amount;
    }
  }

  private async reverse(each: Extract<Command, { name: 'reverse' }>): Promise<void> {
    const wrong = this.moved[each.transfer % Math.max(this.moved.length, 1)];
    if (!wrong) return;
    const refusals = [
      wrong.isReversal ? 'NOT_REVERSIBLE' : null,
      wrong.isReversed ? 'ALREADY_REVERSED' : null,
      wrong.to !== this.fund && wrong.to.posted - wrong.to.held < wrong.amount ? 'INSUFFICIENT_COINS' : null,
    ];
    const { clientId, happenedAt } = common('', running);
    const id = await this.expectBooked(
      { do: 'REVERSE', clientId, happenedAt, reversesId: wrong.id, reason: '试' },
      refusals,
    );
    if (!id) return;
    this.use(running);
    wrong.isReversed = true;
    wrong.from.posted += wrong.amount;
    wrong.to.posted -= wrong.amount;
    this.moved.push({ id, from: wrong.to, to: wrong.from, amount: wrong.amount, isReversed: false, isReversal: true });
  }

  private async replay({ booking, isOther }: Extract<Command, { name: 'replay' }>): Promise<void> {
    const known = this.booked[booking % Math.max(this.booked.length, 1)];
    if (!known) return;
    const again = this.books((tx) => book(tx, [known.booking]), isOther ? 'another request' : known.hash);
    if (isOther) await expect(again).rejects.toMatchObject({ code: 'CLIENT_ID_REUSED' });
    else expect(await again).toEqual([{ id: known.id, isReplay: true }]);
  }

  private async close(at: number): Promise<void> {
    const earlier = [...this.monthsUsed].filter((each) => each >= this.openMonth && each < at);
    const refusal =
      at === running
        ? 'MONTH_NOT_OVER'
        : this.reopened === at
          ? null
          : this.reopened !== null
            ? 'EARLIER_MONTH_OPEN'
            : at < this.openMonth
              ? 'PERIOD_ALREADY_CLOSED'
              : earlier.length > 0
                ? 'EARLIER_MONTH_OPEN'
                : null;
    await this.expectDone((tx) => closeMonth(tx, monthText(at)), refusal);
    if (refusal) return;
    if (this.reopened === at) this.reopened = null;
    else this.openMonth = at + 1;
    this.lastClosed = Math.max(this.lastClosed, at);
  }

  private lastClosed = -1;

  private async reopen(at: number): Promise<void> {
    const refusal =
      at >= this.openMonth || this.reopened !== null
        ? 'PERIOD_NOT_CLOSED'
        : at !== this.lastClosed
          ? 'NOT_LAST_CLOSED'
          : null;
    await this.expectDone((tx) => reopenMonth(tx, monthText(at), '补记'), refusal);
    if (!refusal) this.reopened = at;
  }

  private monthRefusal(at: number, mayAdjust: boolean): string | null {
    return at >= this.openMonth || at === this.reopened || mayAdjust ? null : 'PERIOD_CLOSED';
  }

  /** What is booked counts in its month while that is open, else in the oldest open one. */
  private use(at: number): void {
    this.monthsUsed.add(at >= this.openMonth || at === this.reopened ? at : this.openMonth);
  }

  /** Books, and expects one of the refusals that apply, or an id. Those that are `possible` may come or not. */
  private async expectBooked(
    booking: Booking,
    refusals: (string | null)[],
    possible: string[] = [],
  ): Promise<string | null> {
    const expected = refusals.filter((code) => code !== null);
    const hash = newId();
    try {
      const [answer] = await this.books((tx) => book(tx, [booking]), hash);
      expect(expected).toEqual([]);
      this.booked.push({ booking, id: answer!.id, hash });
      return answer!.id;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      expect([...expected, ...possible]).toContain(error.code);
      return null;
    }
  }

  private async expectDone(work: (tx: Books) => Promise<unknown>, refusal: string | null): Promise<void> {
    const done = this.books(work);
    if (refusal) await expect(done).rejects.toMatchObject({ code: refusal });
    else await done;
  }

  private books<T>(work: (tx: Books) => Promise<T>, requestHash = 'model'): Promise<T> {
    return withBooks(login, this.foundationId, { accountId: this.foundationId, requestHash }, work);
  }

  private person(at: number): Account {
    return this.people[at % this.people.length]!;
  }

  private async openPerson(): Promise<void> {
    const opened = account();
    this.people.push(opened);
    await this.openAccount(opened, 'PERSON', 0);
  }

  private async openAccount({ id }: Account, ownerKind: string, availableMin: number | null): Promise<void> {
    await owner.query(
      'insert into coin_account (foundation_id, id, owner_kind, owner_id, name, available_min) values ($1, $2, $3, $4, $5, $6)',
      [this.foundationId, id, ownerKind, newId(), ownerKind, availableMin],
    );
  }
}

const running = 3;
const zoneOffsetMs = 8 * 3_600_000;

/** The month with that number, in the foundation's zone. */
function monthText(at: number): string {
  const local = new Date(Date.now() + zoneOffsetMs);
  return new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() - (running - at), 1)).toISOString().slice(0, 7);
}

function common(kind: string, at: number): { clientId: string; kind: string; happenedAt: string } {
  const happenedAt = at === running ? new Date().toISOString() : `${monthText(at)}-15T04:00:00.000Z`;
  return { clientId: newId(), kind, happenedAt };
}

function account(): Account {
  return { id: newId(), posted: 0, held: 0 };
}

const selectBalances = statement('select id, posted, pending_out from coin_account where foundation_id = $1');
/** All of them in one statement, since this one runs ten thousand times. */
const everyInvariant = statement(
  ledgerInvariants
    .map(({ name, breaches }) => `select '${name}' as name, breach from (${breaches}) as each`)
    .join(' union all '),
);
