import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '../../schema/ids.ts';
import type { PeriodFigures } from '../../schema/timebank/period.ts';
import { SeededRandom } from '../../seeds/random.ts';
import { addLedgerMonth } from '../testing/ledger-history.ts';
import { seed } from '../testing/seed.ts';
import { type TestPlatform, startTestPlatform } from '../testing/test-platform.ts';
import { statement } from '../platform/database/statement.ts';
import { recordHours } from './hours.ts';
import { withBooks } from './ledger-transaction.ts';
import { book, type Booking, type Books } from './ledger.ts';
import { countUp, figuresOf } from './period-figures.ts';
import { closeMonth, reopenMonth } from './periods.ts';

/**
 * The figures of a month rest on those of the month before. Here each closing is compared with a
 * count of all rows since the first day.
 */
let platform: TestPlatform;
const random = new SeededRandom(seed);

beforeAll(async () => {
  platform = await startTestPlatform();
  await addLedgerMonth(platform, month(5), 20);
  await addLedgerMonth(platform, month(4), 20);
});
afterAll(() => platform.close());

test('the figures of each closing equal a count of all rows since the first day', async () => {
  for (const [back, isAgain] of [
    [5, false],
    [4, false],
    [3, false],
    [3, true],
    [2, false],
    [2, true],
    [1, false],
  ] as const) {
    if (isAgain) await inBooks((tx) => reopenMonth(tx, month(back), '漏记'));
    await bookAtRandom(25);
    const { figures, recounted } = await inBooks(async (tx) => {
      const whole = await recount(tx, back);
      const id = await closeMonth(tx, month(back));
      return { figures: await figuresIn(tx, id), recounted: whole };
    });
    expect({ back, ...figures }).toEqual({ back, ...recounted });
    // Corrections of filed months and adjustments make the next figures differ from the rows alone.
    await bookAtRandom(15);
  }
});

test('what is booked between the first count and the lock is in the figures', async () => {
  await bookAtRandom(10);
  const { hours: _, ...figures } = await inBooks(async (tx) => {
    const early = await countUp(tx, firstDay(0), null);
    await bookAtRandom(10);
    const late = await countUp(tx, firstDay(0), early);
    expect(BigInt(late.position)).toBeGreaterThan(BigInt(early.position));
    return figuresOf(tx, firstDay(0), late);
  });
  expect(figures).toEqual(await inBooks((tx) => recount(tx, 0)));
});

/** Grants, gifts and hours of the last months; those of a closed month are adjustments. */
async function bookAtRandom(count: number): Promise<void> {
  const { coinAccounts, communities, volunteers, persons } = platform.fixtures;
  const names = ['elder@xinxian', 'poor@xinxian'];
  for (let n = 0; n < count; n += 1) {
    const happenedAt = new Date(
      Date.now() - random.below(120 * 24) * 3_600_000 - 60_000,
    ).toISOString();
    const [one, other] = random.below(2) === 0 ? names : [...names].reverse();
    const isGrant = random.below(3) > 0;
    const move: Booking = {
      do: 'POST',
      clientId: newId(),
      kind: isGrant ? 'GRANT' : 'GIFT',
      from: coinAccounts[isGrant ? 'fund@sicheng' : one!]!,
      to: coinAccounts[other!]!,
      amount: BigInt(1 + random.below(300)),
      happenedAt,
      mayAdjust: true,
    };
    await inBooks(async (tx) => {
      await recordHours(tx, {
        communityId: communities['xinxian']!,
        volunteerId: volunteers['volunteer@xinxian']!,
        personId: persons['volunteer@xinxian']!,
        minutes: 1 + random.below(200),
        category: 'chat',
        happenedAt,
        business: { kind: 'visit', id: newId() },
      });
      await book(tx, [move]);
      // A gift of more than there is is refused, and then nothing was booked.
    }).catch((error: unknown) => {
      if (isGrant) throw error;
    });
  }
}

async function inBooks<T>(work: (tx: Books) => Promise<T>): Promise<T> {
  const accountId = platform.fixtures.accounts['admin@sicheng']!;
  const { database } = platform.app.services;
  return withBooks(
    database,
    platform.fixtures.foundations['sicheng']!,
    { accountId, requestHash: 'test' },
    work,
  );
}

async function figuresIn(tx: Books, id: string): Promise<Omit<PeriodFigures, 'hours'>> {
  const [{ figures }] = (await tx.rows<{ figures: PeriodFigures }>(selectFigures, { id })) as [
    { figures: PeriodFigures },
  ];
  const { hours: _, ...rest } = figures;
  return rest;
}

async function recount(tx: Books, back: number): Promise<PeriodFigures> {
  const [row] = await tx.rows<{ figures: PeriodFigures }>(countAll, { month: firstDay(back) });
  return row!.figures;
}

function firstDay(back: number): string {
  return `${month(back)}-01`;
}

/** A month in Beijing time, counted back from the current one. */
function month(back: number): string {
  const local = new Date(Date.now() + 8 * 3_600_000);
  return new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() - back, 1))
    .toISOString()
    .slice(0, 7);
}

const selectFigures = statement(
  'testing.selectFigures',
  'select figures from period_event where foundation_id = :foundationId and id = :id',
);
/** All rows since the first day, in one statement. */
const countAll = statement(
  'testing.countAll',
  `with counted as (
     select l.month, a.unit, a.owner_kind, t.kind, a.id as account_id, a.name, ledger_keeps_lots(a) as keeps, e.amount
     from transfer_link l
     join entry e on e.foundation_id = l.foundation_id and e.transfer_id = l.transfer_id and e.layer = 'POSTED'
     join coin_account a on a.foundation_id = e.foundation_id and a.id = e.account_id
     join transfer t on t.foundation_id = l.foundation_id and t.id = l.transfer_id
     where l.foundation_id = :foundationId and l.month <= :month
   ), totals as (
     select
       -- Each unit by itself, so that one cannot hide what is wrong with the other.
       coalesce((select sum(abs(off)) from (select sum(amount) as off from counted group by unit) as by_unit), 0) as trial_balance,
       coalesce(-sum(amount) filter (where unit = 'COIN' and not keeps and owner_kind <> 'HEAD_BANK' and kind <> 'CLEARING_SETTLEMENT' and amount < 0 and month = :month), 0) as minted,
       coalesce(sum(amount) filter (where unit = 'COIN' and not keeps and owner_kind <> 'HEAD_BANK' and kind <> 'CLEARING_SETTLEMENT' and amount > 0 and month = :month), 0) as burned,
       coalesce(sum(amount) filter (where unit = 'COIN' and owner_kind = 'HEAD_BANK' and kind <> 'CLEARING_SETTLEMENT' and amount > 0 and month = :month), 0) as cleared_out,
       coalesce(-sum(amount) filter (where unit = 'COIN' and owner_kind = 'HEAD_BANK' and kind <> 'CLEARING_SETTLEMENT' and amount < 0 and month = :month), 0) as cleared_in,
       coalesce(sum(amount) filter (where unit = 'COIN' and keeps), 0) as outstanding,
       coalesce(sum(amount) filter (where unit = 'CNY' and owner_kind = 'FUND'), 0) as backing
     from counted
   ), by_fund as (
     select lot.fund_account_id, sum(m.amount) as amount
     from lot_move m
     join transfer_link l on l.foundation_id = m.foundation_id and l.transfer_id = m.transfer_id and l.month <= :month
     join coin_lot lot on lot.foundation_id = m.foundation_id and lot.id = m.lot_id
     where m.foundation_id = :foundationId and m.layer = 'POSTED' group by lot.fund_account_id having sum(m.amount) <> 0
   ), price as (
     -- As of the last moment of the month in the foundation's zone; what counts from the first of the next one on is not of this one.
     select (ledger_rules(:foundationId, ((:month::date + interval '1 month') at time zone time_zone) - interval '1 microsecond') ->> 'fenPerCoin')::numeric as fen_per_coin
     from foundation where id = :foundationId
   ), recorded as (
     select date_trunc('month', h.happened_at at time zone f.time_zone)::date as month, sum(h.minutes) as minutes
     from hours_record h join foundation f on f.id = h.foundation_id where h.foundation_id = :foundationId group by 1
   ), filed as (
     select distinct on (month) month, (figures ->> 'minutes')::bigint as minutes from period_event
     where foundation_id = :foundationId and kind = 'CLOSED' and month < :month order by month, version desc
   ), late as (
     -- Hours of earlier months that were written or corrected since those were filed, less what was late before: so that what was filed adds up.
     select coalesce((select sum(r.minutes) from recorded r where r.month in (select month from filed)), 0)
       - coalesce((select sum(minutes) from filed), 0) as minutes
   )
   select jsonb_build_object(
     'trialBalance', t.trial_balance::text, 'minted', t.minted::text, 'burned', t.burned::text,
     'clearedOut', t.cleared_out::text, 'clearedIn', t.cleared_in::text,
     'outstanding', t.outstanding::text, 'backing', t.backing::text,
     'coverage', case when t.outstanding > 0 and p.fen_per_coin > 0 then round(t.backing * 100 / (t.outstanding * p.fen_per_coin), 4)::text end,
     'funds', coalesce((select jsonb_agg(jsonb_build_object('accountId', fund_account_id, 'outstanding', amount::text) order by fund_account_id)
                        from by_fund), '[]'),
     'transferCount', (select count(*) from transfer_link where foundation_id = :foundationId and month = :month),
     'adjustmentCount', (select count(*) from transfer_link where foundation_id = :foundationId and month = :month and is_adjustment),
     'minutes', coalesce((select minutes from recorded where month = :month), 0) + l.minutes,
     'minutesLate', l.minutes
   ) as figures
   from totals t, price p, late l`,
);
