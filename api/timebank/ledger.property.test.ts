// The model compares as it goes, so its methods expect.
/* oxlint-disable jest/no-standalone-expect */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { TransferKind } from '../../schema/timebank/transfer.ts';
import fc from 'fast-check';
import pg from 'pg';
import { newId } from '../../schema/ids.ts';
import { roles, urlOfRole } from '../platform/database/roles.ts';
import { statement } from '../platform/database/statement.ts';
import { rowTypes } from '../platform/database/rows.ts';
import { Refusal } from '../platform/common/errors.ts';
import { testDatabase, type TestDatabase } from '../testing/database.ts';
import { seed } from '../testing/seed.ts';
import { expireDue } from './expiry.ts';
import { withBooks } from './ledger-transaction.ts';
import { transactionsOn } from '../platform/database/with-transaction.ts';
import { correctHours, type Hours, recordHours } from './hours.ts';
import { book, type Booking, type Books } from './ledger.ts';
import { ledgerInvariants } from './ledger.invariants.ts';
import { closeMonth, reopenMonth } from './periods.ts';

/**
 * Random commands against a small model of balances, holds, reversals, hours, caps and months. The
 * model knows no lots, entries or hashes: the invariants check those after every fifth command. `npm
 * run soak` checks them after each.
 */
const commandsEach = 40;
const invariantsEvery = process.env.LINLI_SOAK ? 1 : 5;
const runs = Math.ceil((process.env.LINLI_SOAK ? 100_000 : 10_000) / commandsEach);

let database: TestDatabase;
let owner: pg.Pool;
let login: pg.Pool;
beforeAll(async () => {
  database = await testDatabase();
  owner = new pg.Pool({ connectionString: database.url, max: 1 });
  login = new pg.Pool({
    connectionString: urlOfRole(database.url, roles.login),
    max: 2,
    types: rowTypes,
  });
  for (const pool of [owner, login]) pool.on('error', () => {});
});
afterAll(async () => {
  await login.end();
  await owner.end();
  await database.drop();
});

const index = fc.nat({ max: 5 });
const amount = fc.integer({ min: -1, max: 400 });
const amountHeld = fc.integer({ min: -1, max: 80 });
/** A few holds expire at once. */
const isShort = fc.nat({ max: 2 }).map((one) => one === 2);
const percent = fc.integer({ min: 20, max: 110 });
const minutes = fc.integer({ min: 1, max: 240 });
/** Mostly the current month, since the others are closed after a while. */
const month = fc.constantFrom(0, 1, 2, 3, 3, 3);
const mayAdjust = fc.nat({ max: 3 }).map((one) => one > 0);
const when = { month, mayAdjust };
const command = fc.oneof(
  { weight: 1, arbitrary: fc.record({ name: fc.constant('open' as const) }) },
  {
    weight: 7,
    arbitrary: fc.record({ name: fc.constant('grant' as const), to: index, amount, ...when }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      name: fc.constant('gift' as const),
      from: index,
      to: index,
      amount,
      ...when,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ name: fc.constant('redeem' as const), from: index, amount, ...when }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ name: fc.constant('donate' as const), from: index, amount, ...when }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      name: fc.constant('hold' as const),
      from: index,
      amount: amountHeld,
      isShort,
      ...when,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      name: fc.constant('postPart' as const),
      hold: index,
      to: index,
      percent,
      ...when,
    }),
  },
  { weight: 2, arbitrary: fc.record({ name: fc.constant('void' as const), hold: index, ...when }) },
  {
    weight: 5,
    arbitrary: fc.record({
      name: fc.constant('certify' as const),
      hold: index,
      by: index,
      percent,
      minutes,
      ...when,
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ name: fc.constant('correct' as const), visit: index, percent, minutes }),
  },
  { weight: 3, arbitrary: fc.record({ name: fc.constant('expire' as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({ name: fc.constant('reverse' as const), transfer: fc.nat({ max: 20 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      name: fc.constant('replay' as const),
      booking: fc.nat({ max: 20 }),
      isOther: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      name: fc.constant('publish' as const),
      balanceMax: fc.option(fc.nat({ max: 600 })),
      overflow: fc.constantFrom('KEEP' as const, 'DONATE' as const),
      redeemMin: fc.option(fc.nat({ max: 300 })),
    }),
  },
  { weight: 2, arbitrary: fc.record({ name: fc.constant('close' as const), month }) },
  { weight: 4, arbitrary: fc.record({ name: fc.constant('reopen' as const), month }) },
);
/** Rarely none; lets shrinking leave commands out. */
const commandOrNone = fc.option(command, { freq: 10_000 });
type Named<Name extends Command['name']> = Extract<Command, { name: Name }>;
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;

test(`the ledger does what the model does in ${runs * commandsEach} random commands, and every invariant holds`, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(commandOrNone, { minLength: commandsEach, maxLength: commandsEach }),
      async (commands) => {
        const model = await Model.begin();
        const given = commands.filter((one) => one !== null);
        for (const [index, each] of given.entries()) {
          await model.step(each);
          const isLast = index === given.length - 1;
          await model.agree(isLast || (index + 1) % invariantsEvery === 0);
        }
      },
    ),
    { seed, numRuns: runs, endOnFailure: false },
  );
  // Commands that are always refused prove little: each kind must have succeeded repeatedly.
  expect([...done].filter(([, count]) => count < runs / 20)).toEqual([]);
}, 7_200_000);

/** Number of successful commands by kind. */
const done = new Map<Command['name'], number>();

interface Account {
  id: string;
  posted: number;
  held: number;
}

interface Person extends Account {
  volunteerId: string;
  personId: string;
  minutes: number;
}

interface Hold {
  id: string;
  from: Account;
  amount: number;
  isShort: boolean;
  isSettled: boolean;
}

/** Amount of a transfer for each account. */
type Sides = readonly (readonly [Account, number])[];

interface Moved {
  id: string;
  sides: Sides;
  isReversed: boolean;
  isReversal: boolean;
  /** Transfers of a visit are reversed only through the visit. */
  isOfVisit: boolean;
}

interface CertifiedVisit {
  id: string;
  elder: Account;
  volunteer: Person;
  held: number;
  payment: Moved | null;
  minutes: number;
  month: number;
}

interface Rules {
  balanceMax: number | null;
  overflow: 'KEEP' | 'DONATE';
  redeemMin: number | null;
}
const freeRules: Rules = { balanceMax: null, overflow: 'KEEP', redeemMin: null };

/** The reference model: a few numbers, and the expected refusals. */
class Model {
  private readonly fund: Account;
  private readonly shop: Account;
  private readonly clearing: Account;
  private readonly people: Person[] = [];
  private readonly holds: Hold[] = [];
  private readonly moved: Moved[] = [];
  private readonly visits: CertifiedVisit[] = [];
  private readonly booked: { booking: Booking; id: string; hash: string }[] = [];
  /** In force from publication, so never for an earlier month. */
  private rules = freeRules;
  private rulesCount = 0;
  /** Months count from the oldest; 3 is the current one. */
  private readonly monthsUsed = new Set<number>();
  private readonly monthsClosed = new Set<number>();
  private openMonth = -1;
  private reopened: number | null = null;
  private readonly communityId = newId();

  private constructor(private readonly foundationId: string) {
    [this.fund, this.shop, this.clearing] = [account(), account(), account()];
  }

  static async begin(): Promise<Model> {
    const id = newId();
    const model = new Model(id);
    await owner.query('insert into foundation (id, slug, name) values ($1, $2, $2)', [
      id,
      `f-${id.slice(-12)}`,
    ]);
    await owner.query(
      'insert into community (foundation_id, id, slug, name, district) values ($1, $2, $3, $3, $3)',
      [id, model.communityId, 'chaoxi'],
    );
    await model.openAccount(model.fund, 'FUND', null);
    await model.openAccount(model.shop, 'SHOP', 0);
    await model.openAccount(model.clearing, 'FOUNDATION', null);
    for (const _ of [1, 2, 3]) await model.openPerson();
    return model;
  }

  async step(each: Command): Promise<void> {
    const isDone = await this.carryOut(each);
    if (isDone) done.set(each.name, (done.get(each.name) ?? 0) + 1);
    else if (!done.has(each.name)) done.set(each.name, 0);
  }

  /** Gives whether the command was carried out; false for an expected refusal. */
  private async carryOut(each: Command): Promise<boolean> {
    switch (each.name) {
      case 'open':
        return this.people.length < 6 && this.openPerson();
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
      case 'postPart':
        return this.postPart(each);
      case 'void':
        return this.void(each);
      case 'certify':
        return this.certify(each);
      case 'correct':
        return this.correct(each);
      case 'expire':
        return this.expire();
      case 'reverse':
        return this.reverse(each);
      case 'replay':
        return this.replay(each);
      case 'publish':
        return this.publish(each);
      case 'close':
        return this.close(each.month);
      case 'reopen':
        return this.reopen(each.month);
    }
  }

  /** Balances and hours equal those of the model, and no invariant is broken. */
  async agree(checksInvariants: boolean): Promise<void> {
    const all = [this.fund, this.shop, this.clearing, ...this.people];
    const { seen, hours, broken } = await this.books(async (tx) => ({
      seen: await tx.rows<{ id: string; posted: string; pendingOut: string }>(selectBalances, {
        foundationId: this.foundationId,
      }),
      hours: await tx.rows<{ volunteerId: string; minutes: string }>(selectHours, {
        foundationId: this.foundationId,
      }),
      broken: checksInvariants
        ? await tx.rows<{ name: string; breach: string }>(everyInvariant, {
            foundationId: this.foundationId,
          })
        : [],
    }));
    expect(broken).toEqual([]);
    const bySeen = new Map(
      seen.map((row) => [row.id, [Number(row.posted), Number(row.pendingOut)]]),
    );
    expect(all.map(({ id }) => bySeen.get(id))).toEqual(
      all.map(({ posted, held }) => [posted, held]),
    );
    const byVolunteer = new Map(hours.map((row) => [row.volunteerId, Number(row.minutes)]));
    expect(this.people.map(({ volunteerId }) => byVolunteer.get(volunteerId) ?? 0)).toEqual(
      this.people.map(({ minutes: served }) => served),
    );
  }

  private async post(
    kind: TransferKind,
    from: Account,
    to: Account,
    { amount: moves, month: at, mayAdjust }: { amount: number; month: number; mayAdjust: boolean },
  ): Promise<boolean> {
    const { redeemMin } = this.rulesAt(at);
    const refusals = [
      this.monthRefusal(at, mayAdjust),
      moves <= 0 ? 'AMOUNT_NOT_POSITIVE' : null,
      from === to ? 'SAME_ACCOUNT' : null,
      this.lacks(from, moves) ? 'INSUFFICIENT_COINS' : null,
      kind === 'REDEMPTION' && redeemMin !== null && from.posted < redeemMin
        ? 'BELOW_REDEEM_MIN'
        : null,
      this.isAboveCap(to, moves, at) && this.rulesAt(at).overflow === 'DONATE'
        ? 'ABOVE_ACCOUNT_LIMIT'
        : null,
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
    if (id)
      this.move(id, at, [
        [from, -moves],
        [to, moves],
      ]);
    return id !== null;
  }

  private async hold(each: Named<'hold'>): Promise<boolean> {
    const from = this.person(each.from);
    const refusals = [
      this.monthRefusal(each.month, each.mayAdjust),
      each.amount < 0 ? 'AMOUNT_NOT_POSITIVE' : null,
      each.amount > 0 && this.lacks(from, each.amount) ? 'INSUFFICIENT_COINS' : null,
    ];
    const booking: Booking = {
      do: 'HOLD',
      ...common('BOOKING', each.month),
      from: from.id,
      to: this.clearing.id,
      amount: BigInt(each.amount),
      mayAdjust: each.mayAdjust,
      // Long enough to be booked, expired when the next command begins.
      expiresAt: each.isShort ? new Date(Date.now() + 20).toISOString() : null,
    };
    // On a slow machine it may expire before it is booked.
    const id = await this.expectBooked(booking, refusals, each.isShort ? ['HOLD_EXPIRED'] : []);
    if (!id) return false;
    this.use(each.month);
    from.held += each.amount;
    this.holds.push({ id, from, amount: each.amount, isShort: each.isShort, isSettled: false });
    if (each.isShort) await new Promise((resolve) => setTimeout(resolve, 25));
    return true;
  }

  private async postPart(each: Named<'postPart'>): Promise<boolean> {
    const held = this.heldAt(each.hold);
    if (!held) return false;
    const paid = Math.floor((held.amount * each.percent) / 100);
    return (await this.settle(held, this.person(each.to), paid, each)) !== null;
  }

  private async void(each: Named<'void'>): Promise<boolean> {
    const held = this.heldAt(each.hold);
    return held !== null && (await this.settle(held, null, 0, each)) !== null;
  }

  /** As certification of a visit: hours and payment in one transaction. */
  private async certify(each: Named<'certify'>): Promise<boolean> {
    const held = this.heldAt(each.hold);
    if (!held) return false;
    const volunteer = this.person(each.by);
    const visitId = newId();
    const paid = Math.floor((held.amount * each.percent) / 100);
    const hours = this.hoursOf(visitId, volunteer, each.minutes, each.month);
    const settled = await this.settle(
      held,
      volunteer,
      paid,
      each,
      (tx) => recordHours(tx, hours),
      visitId,
    );
    if (!settled) return false;
    volunteer.minutes += each.minutes;
    this.visits.push({
      id: visitId,
      elder: held.from,
      volunteer,
      held: held.amount,
      payment: paid > 0 ? settled : null,
      minutes: each.minutes,
      month: each.month,
    });
    return true;
  }

  /**
   * As correction of a visit: a difference record for hours, the payment reversed and made anew,
   * atomically.
   */
  private async correct(each: Named<'correct'>): Promise<boolean> {
    const visit = pick(this.visits, each.visit);
    if (!visit) return false;
    const { elder, volunteer, payment } = visit;
    const paid = Math.floor((visit.held * Math.min(each.percent, 100)) / 100);
    if (!payment || paid === 0) return false;
    const kept = this.accountOf(
      volunteer,
      paid,
      visit.month,
      -payment.sides.reduce((sum, [of, by]) => sum + (of === volunteer ? by : 0), 0),
    );
    const back = payment.sides.reduce((sum, [of, by]) => sum + (of === elder ? -by : 0), 0);
    const refusals = [
      payment.isReversed ? 'ALREADY_REVERSED' : null,
      payment.sides.some(([of, by]) => by > 0 && this.lacks(of, by)) ? 'INSUFFICIENT_COINS' : null,
      this.lacks(elder, paid - back) ? 'INSUFFICIENT_COINS' : null,
    ];
    const business = { kind: 'visit', id: visit.id };
    const at = common('SERVICE_PAYMENT', visit.month);
    const bookings: Booking[] = [
      {
        do: 'REVERSE',
        clientId: newId(),
        happenedAt: at.happenedAt,
        reversesId: payment.id,
        reason: '试',
        business,
      },
      {
        do: 'POST',
        ...at,
        from: elder.id,
        to: volunteer.id,
        amount: BigInt(paid),
        mayAdjust: true,
        business,
      },
    ];
    const hours = this.hoursOf(visit.id, volunteer, each.minutes, visit.month);
    const ids = await this.expectAllBooked(bookings, refusals, (tx) => correctHours(tx, hours));
    if (!ids) return false;
    this.undo(payment, ids[0]!, visit.month);
    visit.payment = this.move(
      ids[1]!,
      visit.month,
      [
        [elder, -paid],
        [volunteer, kept],
        [this.clearing, paid - kept],
      ],
      true,
    );
    volunteer.minutes += each.minutes - visit.minutes;
    visit.minutes = each.minutes;
    return true;
  }

  private async settle(
    held: Hold,
    to: Account | null,
    paid: number,
    { month: at, mayAdjust }: { month: number; mayAdjust: boolean },
    before?: (tx: Books) => Promise<unknown>,
    visitId?: string,
  ): Promise<Moved | null> {
    const refusals = [
      this.monthRefusal(at, mayAdjust),
      held.isSettled ? 'HOLD_ALREADY_SETTLED' : null,
      held.isShort && paid > 0 ? 'HOLD_EXPIRED' : null,
      paid > held.amount ? 'AMOUNT_ABOVE_HOLD' : null,
      paid > 0 && to === held.from ? 'SAME_ACCOUNT' : null,
    ];
    const booking: Booking = {
      do: 'SETTLE',
      ...common(to ? 'SERVICE_PAYMENT' : 'RELEASE', at),
      holdId: held.id,
      ...(to && { to: to.id }),
      ...(visitId && { business: { kind: 'visit', id: visitId } }),
      amount: BigInt(paid),
      mayAdjust,
    };
    const id = await this.expectBooked(booking, refusals, [], before);
    if (!id) return null;
    held.isSettled = true;
    held.from.held -= held.amount;
    const kept = to ? this.accountOf(to, paid, at) : 0;
    const sides: Sides =
      to && paid > 0
        ? [
            [held.from, -paid],
            [to, kept],
            [this.clearing, paid - kept],
          ]
        : [];
    return this.move(id, at, sides, visitId !== undefined);
  }

  private async publish({ balanceMax, overflow, redeemMin }: Named<'publish'>): Promise<boolean> {
    this.rules = { balanceMax, overflow, redeemMin };
    const rules = {
      overflow,
      ...(balanceMax !== null && { balanceMax: String(balanceMax) }),
      ...(redeemMin !== null && { redeemMin: String(redeemMin) }),
    };
    this.rulesCount += 1;
    await this.books((tx) =>
      tx.rows(insertRules, {
        foundationId: this.foundationId,
        id: newId(),
        version: this.rulesCount,
        validFrom: new Date().toISOString(),
        rules: JSON.stringify(rules),
      }),
    );
    return true;
  }

  private async expire(): Promise<boolean> {
    const due = this.holds.filter(({ isShort, isSettled }) => isShort && !isSettled);
    expect(await this.books(expireDue)).toEqual({ holds: due.length, lots: 0 });
    if (due.length > 0) this.use(running);
    for (const each of due) {
      each.isSettled = true;
      each.from.held -= each.amount;
    }
    return due.length > 0;
  }

  private async reverse(each: Named<'reverse'>): Promise<boolean> {
    const wrong = pick(this.moved, each.transfer);
    if (!wrong) return false;
    const refusals = [
      wrong.isReversal ? 'NOT_REVERSIBLE' : null,
      wrong.isReversed ? 'ALREADY_REVERSED' : null,
      wrong.isOfVisit ? 'REVERSED_BY_CORRECTION' : null,
      wrong.sides.some(([of, by]) => by > 0 && this.lacks(of, by)) ? 'INSUFFICIENT_COINS' : null,
    ];
    const { clientId, happenedAt } = common('REVERSAL', running);
    const id = await this.expectBooked(
      { do: 'REVERSE', clientId, happenedAt, reversesId: wrong.id, reason: '试' },
      refusals,
    );
    if (id) this.undo(wrong, id, running);
    return id !== null;
  }

  private async replay({ booking, isOther }: Named<'replay'>): Promise<boolean> {
    const known = pick(this.booked, booking);
    if (!known) return false;
    const again = this.books(
      (tx) => book(tx, [known.booking]),
      isOther ? 'another request' : known.hash,
    );
    if (isOther) await expect(again).rejects.toMatchObject({ code: 'CLIENT_ID_REUSED' });
    else expect(await again).toEqual([{ id: known.id, isReplay: true }]);
    return !isOther;
  }

  private async close(at: number): Promise<boolean> {
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
    if (refusal) return false;
    if (this.reopened === at) this.reopened = null;
    else this.openMonth = at + 1;
    this.lastClosed = Math.max(this.lastClosed, at);
    this.monthsClosed.add(at);
    // The filed figures sum to the hours record, whenever they were certified.
    const [filed] = await this.books((tx) =>
      tx.rows<{ minutes: string }>(sumFiled, { foundationId: this.foundationId }),
    );
    const served = this.visits.filter((visit) => this.monthsClosed.has(visit.month));
    expect(Number(filed?.minutes)).toBe(served.reduce((sum, visit) => sum + visit.minutes, 0));
    return true;
  }

  private lastClosed = -1;

  private async reopen(at: number): Promise<boolean> {
    const refusal =
      at >= this.openMonth || this.reopened !== null
        ? 'PERIOD_NOT_CLOSED'
        : at !== this.lastClosed
          ? 'NOT_LAST_CLOSED'
          : null;
    await this.expectDone((tx) => reopenMonth(tx, monthText(at), '补记'), refusal);
    if (!refusal) this.reopened = at;
    return refusal === null;
  }

  /** Mostly an unsettled one, sometimes any. */
  private heldAt(at: number): Hold | null {
    const open = this.holds.filter(({ isSettled }) => !isSettled);
    return pick(at > 0 && open.length > 0 ? open : this.holds, at);
  }

  private lacks(of: Account, amount: number): boolean {
    return of !== this.fund && of !== this.clearing && of.posted - of.held < amount;
  }

  private rulesAt(at: number): Rules {
    return at === running ? this.rules : freeRules;
  }

  private isAboveCap(to: Account, amount: number, at: number): boolean {
    const { balanceMax } = this.rulesAt(at);
    return (
      balanceMax !== null &&
      (this.people as Account[]).includes(to) &&
      to.posted + Math.max(amount, 0) > balanceMax &&
      amount > 0
    );
  }

  /** The part of a payment that stays with the volunteer; the part above the cap is donated. */
  private accountOf(to: Account, paid: number, at: number, change = 0): number {
    const { balanceMax, overflow } = this.rulesAt(at);
    if (balanceMax === null || overflow === 'KEEP') return paid;
    return paid - Math.min(paid, Math.max(0, to.posted + change + paid - balanceMax));
  }

  private move(id: string, at: number, sides: Sides, isOfVisit = false): Moved {
    this.use(at);
    for (const [of, by] of sides) of.posted += by;
    const moved = { id, sides, isReversed: false, isReversal: false, isOfVisit };
    if (sides.length > 0) this.moved.push(moved);
    return moved;
  }

  private undo(wrong: Moved, id: string, at: number): void {
    wrong.isReversed = true;
    this.move(
      id,
      at,
      wrong.sides.map(([of, by]) => [of, -by] as const),
    ).isReversal = true;
  }

  private hoursOf(
    visitId: string,
    { volunteerId, personId }: Person,
    served: number,
    at: number,
  ): Hours {
    const { happenedAt } = common('REVERSAL', at);
    const business = { kind: 'visit', id: visitId };
    return {
      communityId: this.communityId,
      volunteerId,
      personId,
      minutes: served,
      category: '陪伴',
      happenedAt,
      business,
    };
  }

  private monthRefusal(at: number, mayAdjust: boolean): string | null {
    return at >= this.openMonth || at === this.reopened || mayAdjust ? null : 'PERIOD_CLOSED';
  }

  /** A booking counts in its month while that is open, else in the oldest open month. */
  private use(at: number): void {
    this.monthsUsed.add(at >= this.openMonth || at === this.reopened ? at : this.openMonth);
  }

  /**
   * Books, and expects an id or one of the applicable refusals. `possible` ones may occur or not.
   */
  private async expectBooked(
    booking: Booking,
    refusals: (string | null)[],
    possible: string[] = [],
    before?: (tx: Books) => Promise<unknown>,
  ): Promise<string | null> {
    const hash = newId();
    const ids = await this.expectAllBooked([booking], refusals, before, possible, hash);
    if (!ids) return null;
    this.booked.push({ booking, id: ids[0]!, hash });
    return ids[0]!;
  }

  private async expectAllBooked(
    bookings: Booking[],
    refusals: (string | null)[],
    before: (tx: Books) => Promise<unknown> = async () => {},
    possible: string[] = [],
    hash: string = newId(),
  ): Promise<string[] | null> {
    const expected = refusals.filter((code) => code !== null);
    try {
      const answers = await this.books(async (tx) => {
        await before(tx);
        return book(tx, bookings);
      }, hash);
      expect(expected).toEqual([]);
      return answers.map(({ id }) => id);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      expect([...expected, ...possible]).toContain(error.code);
      return null;
    }
  }

  private async expectDone(
    work: (tx: Books) => Promise<unknown>,
    refusal: string | null,
  ): Promise<void> {
    const done = this.books(work);
    if (refusal) await expect(done).rejects.toMatchObject({ code: refusal });
    else await done;
  }

  private books<T>(work: (tx: Books) => Promise<T>, requestHash = 'model'): Promise<T> {
    return withBooks(
      transactionsOn(login),
      this.foundationId,
      { accountId: this.foundationId, requestHash },
      work,
    );
  }

  private person(at: number): Person {
    return this.people[at % this.people.length]!;
  }

  private async openPerson(): Promise<true> {
    const opened = { ...account(), volunteerId: newId(), personId: newId(), minutes: 0 };
    this.people.push(opened);
    await this.openAccount(opened, 'PERSON', 0);
    const who = [this.foundationId, this.communityId, opened.personId];
    await owner.query(
      'insert into person (foundation_id, community_id, id, name) values ($1, $2, $3, $4)',
      [...who, '人'],
    );
    await owner.query(
      'insert into volunteer (foundation_id, community_id, person_id, id, display_name) values ($1, $2, $3, $4, $5)',
      [...who, opened.volunteerId, '人'],
    );
    return true;
  }

  private async openAccount(
    { id }: Account,
    ownerKind: string,
    availableMin: number | null,
  ): Promise<void> {
    await owner.query(
      'insert into coin_account (foundation_id, id, owner_kind, owner_id, name, available_min) values ($1, $2, $3, $4, $5, $6)',
      [
        this.foundationId,
        id,
        ownerKind,
        ownerKind === 'FOUNDATION' ? this.foundationId : newId(),
        ownerKind,
        availableMin,
      ],
    );
  }
}

const running = 3;
const zoneOffsetMs = 8 * 3_600_000;

/** The month with that number, in the foundation's zone. */
function monthText(at: number): string {
  const local = new Date(Date.now() + zoneOffsetMs);
  return new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() - (running - at), 1))
    .toISOString()
    .slice(0, 7);
}

function common(
  kind: TransferKind,
  at: number,
): { clientId: string; kind: TransferKind; happenedAt: string } {
  const happenedAt =
    at === running ? new Date().toISOString() : `${monthText(at)}-15T04:00:00.000Z`;
  return { clientId: newId(), kind, happenedAt };
}

function account(): Account {
  return { id: newId(), posted: 0, held: 0 };
}

function pick<Item>(items: readonly Item[], at: number): Item | null {
  return items[at % Math.max(items.length, 1)] ?? null;
}

const selectHours = statement(
  'test.selectHours',
  'select volunteer_id, sum(minutes) as minutes from hours_record where foundation_id = :foundationId group by volunteer_id',
);
const insertRules = statement(
  'test.insertRules',
  `insert into coin_policy (foundation_id, id, version, valid_from, rules, reason, actor_account_id) values (:foundationId, :id, :version, :validFrom, :rules, '试', :foundationId)`,
);
const sumFiled = statement(
  'test.sumFiled',
  `select coalesce(sum(minutes), 0) as minutes from (
     select distinct on (month) (figures ->> 'minutes')::bigint as minutes from period_event
     where foundation_id = :foundationId and kind = 'CLOSED' order by month, version desc) as latest`,
);
const selectBalances = statement(
  'test.selectBalances',
  'select id, posted, pending_out from coin_account where foundation_id = :foundationId',
);
/** All of them in one statement, since this one runs ten thousand times. */
const everyInvariant = statement(
  'test.everyInvariant',
  ledgerInvariants
    .map(({ name, breaches }) => `select '${name}' as name, breach from (${breaches}) as each`)
    .join(' union all '),
);
