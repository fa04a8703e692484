import type { PeriodFigures, PeriodHours } from '../../schema/timebank/period.ts';
import { statement } from '../platform/database/statement.ts';
import type { Books } from './ledger.ts';

/**
 * The rows of a month up to a position of the chain, counted on top of the month that was closed
 * before it. That month is sealed, so its figures stand for all rows up to its end.
 */
export interface Count {
  readonly standing: Standing;
  /** Position of the chain up to which transfers are counted. */
  readonly position: string;
  readonly sums: Sums;
  /** Outstanding coins that this month's transfers added, by issuing account. */
  readonly funds: ReadonlyMap<string, bigint>;
  readonly hours: PeriodHours;
}

type Sums = Readonly<Record<SumName, bigint>>;
const sumNames = [
  'offCoin',
  'offMoney',
  'minted',
  'burned',
  'clearedOut',
  'clearedIn',
  'outstanding',
  'backing',
  'transferCount',
  'adjustmentCount',
] as const;
type SumName = (typeof sumNames)[number];

interface Standing {
  /** Closing that the figures are from. Null before the first one. */
  id: string | null;
  month: string;
  figures: PeriodFigures | null;
  /** Booking time before which no transaction can still add hours. */
  bookedTo: string;
}

/**
 * Counts a month. With an earlier count it adds only what came since, unless another month was
 * closed in between.
 */
export async function countUp(tx: Books, month: string, earlier: Count | null): Promise<Count> {
  const [standing] = await tx.rows<Standing>(selectStanding, { month });
  if (!standing) throw new Error('There is no such foundation.');
  const before = earlier?.standing.id === standing.id ? earlier : null;
  const part = {
    month,
    standing: standing.month,
    after: before?.position ?? '0',
  };
  const [sums] = await tx.rows<Record<SumName | 'position', string>>(selectMonthSums, part);
  if (!sums) throw new Error('A month could not be counted up.');
  // Up to the same place, which is fixed by the lock or by the first statement.
  const funds = await tx.rows<{ accountId: string; amount: string }>(selectMonthFunds, {
    ...part,
    position: sums.position,
  });
  return {
    standing,
    position: sums.position,
    sums: Object.fromEntries(
      sumNames.map((name) => [name, BigInt(sums[name]) + (before?.sums[name] ?? 0n)]),
    ) as Sums,
    funds: added(before?.funds ?? new Map(), funds),
    hours: before?.hours ?? (await countHours(tx, standing)),
  };
}

/** The figures of a month, from its count under the lock of the chain. */
export async function figuresOf(tx: Books, month: string, count: Count): Promise<PeriodFigures> {
  const { standing, sums, hours } = count;
  const base = standing.figures;
  const outstanding = BigInt(base?.outstanding ?? 0) + sums.outstanding;
  const backing = BigInt(base?.backing ?? 0) + sums.backing;
  const inBase = (base?.funds ?? []).map(({ accountId, outstanding: amount }) => ({
    accountId,
    amount,
  }));
  const funds = [...added(count.funds, inBase)].filter(([, amount]) => amount !== 0n);
  const [told] = await tx.rows<{ coverage: string | null; filed: Record<string, number> }>(
    selectMonthCoverage,
    { month, outstanding, backing },
  );
  const latest = await tx.rows<{ month: string; minutes: string }>(selectHoursByMonth, {
    from: hours.bookedTo,
    to: 'infinity',
  });
  const recorded = withMinutes(hours.minutes, latest);
  const filed = told?.filed ?? {};
  // Hours of earlier months that were written or corrected since those were filed, less what was
  // late before: so that what was filed adds up.
  const minutesLate = Object.entries(filed).reduce(
    (sum, [each, minutes]) => sum + (recorded[each] ?? 0) - minutes,
    0,
  );
  return {
    // Each unit by itself, so that one cannot hide what is wrong with the other. The month before
    // was closed at zero.
    trialBalance: String(magnitude(sums.offCoin) + magnitude(sums.offMoney)),
    minted: String(sums.minted),
    burned: String(sums.burned),
    clearedOut: String(sums.clearedOut),
    clearedIn: String(sums.clearedIn),
    outstanding: String(outstanding),
    backing: String(backing),
    coverage: told?.coverage ?? null,
    funds: funds
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([accountId, amount]) => ({ accountId, outstanding: String(amount) })),
    transferCount: Number(sums.transferCount),
    adjustmentCount: Number(sums.adjustmentCount),
    minutes: (recorded[month] ?? 0) + minutesLate,
    minutesLate,
    hours,
  };
}

/** Hours that are certain: those of the last closing, and those booked since, up to yesterday. */
async function countHours(tx: Books, { figures, bookedTo }: Standing): Promise<PeriodHours> {
  const known = figures?.hours ?? { bookedTo: '-infinity', minutes: {} };
  const rows = await tx.rows<{ month: string; minutes: string }>(selectHoursByMonth, {
    from: known.bookedTo,
    to: bookedTo,
  });
  return { bookedTo, minutes: withMinutes(known.minutes, rows) };
}

function withMinutes(
  known: Readonly<Record<string, number>>,
  rows: readonly { month: string; minutes: string }[],
): Record<string, number> {
  const sums = { ...known };
  for (const { month, minutes } of rows) sums[month] = (sums[month] ?? 0) + Number(minutes);
  return sums;
}

function added(
  known: ReadonlyMap<string, bigint>,
  rows: readonly { accountId: string; amount: string }[],
): Map<string, bigint> {
  const sums = new Map(known);
  for (const { accountId, amount } of rows)
    sums.set(accountId, (sums.get(accountId) ?? 0n) + BigInt(amount));
  return sums;
}

function magnitude(amount: bigint): bigint {
  return amount < 0n ? -amount : amount;
}

// The closing before this month. A month that was reopened is closed again before any later one,
// and is not before itself.
const selectStanding = statement(
  'timebank.selectStanding',
  `select e.id, coalesce(e.month, '-infinity')::text as month, e.figures,
     to_char(greatest((date_trunc('second', now()) - interval '1 day') at time zone 'UTC', (e.figures #>> '{hours,bookedTo}')::timestamp),
       'YYYY-MM-DD"T"HH24:MI:SS"Z"') as booked_to
   from foundation f
   left join lateral (
     select * from period_event p where p.foundation_id = f.id and p.kind = 'CLOSED' and p.month < :month::date
     order by p.month desc, p.version desc limit 1
   ) as e on true
   where f.id = :foundationId`,
);
// Coins from an issuing account are minted, coins back to it are burned; flows between foundations
// are separate. Amounts are text, since JSON numbers lose digits.
const selectMonthSums = statement(
  'timebank.selectMonthSums',
  `with head as materialized (
     select position from ledger_head where foundation_id = :foundationId
   ), linked as materialized (
     select l.transfer_id, l.month, l.is_adjustment from transfer_link l
     where l.foundation_id = :foundationId and l.month > :standing::date and l.month <= :month::date
       and l.position > :after::bigint and l.position <= (select position from head)
   ), counted as (
     select l.month, a.unit, a.owner_kind, t.kind, ledger_keeps_lots(a) as keeps, e.amount
     from linked l
     join entry e on e.foundation_id = :foundationId and e.transfer_id = l.transfer_id and e.layer = 'POSTED'
     join coin_account a on a.foundation_id = :foundationId and a.id = e.account_id
     join transfer t on t.foundation_id = :foundationId and t.id = l.transfer_id
   ), issued as (
     select amount, owner_kind = 'HEAD_BANK' as is_cleared from counted
     where unit = 'COIN' and not keeps and kind <> 'CLEARING_SETTLEMENT' and month = :month::date
   )
   select coalesce((select position from head), 0)::text as position, off_coin::text, off_money::text, outstanding::text, backing::text,
     minted::text, burned::text, cleared_out::text, cleared_in::text, transfer_count::text, adjustment_count::text
   from (
     select coalesce(sum(amount) filter (where unit = 'COIN'), 0) as off_coin, coalesce(sum(amount) filter (where unit = 'CNY'), 0) as off_money,
       coalesce(sum(amount) filter (where unit = 'COIN' and keeps), 0) as outstanding,
       coalesce(sum(amount) filter (where unit = 'CNY' and owner_kind = 'FUND'), 0) as backing
     from counted
   ) as total, (
     select coalesce(-sum(amount) filter (where not is_cleared and amount < 0), 0) as minted, coalesce(sum(amount) filter (where not is_cleared and amount > 0), 0) as burned,
       coalesce(sum(amount) filter (where is_cleared and amount > 0), 0) as cleared_out, coalesce(-sum(amount) filter (where is_cleared and amount < 0), 0) as cleared_in
     from issued
   ) as flow, (
     select count(*) as transfer_count, count(*) filter (where is_adjustment) as adjustment_count from linked where month = :month::date
   ) as link`,
);
const selectMonthFunds = statement(
  'timebank.selectMonthFunds',
  `select lot.fund_account_id as account_id, sum(m.amount)::text as amount
   from transfer_link l
   join lot_move m on m.foundation_id = l.foundation_id and m.transfer_id = l.transfer_id and m.layer = 'POSTED'
   join coin_lot lot on lot.foundation_id = m.foundation_id and lot.id = m.lot_id
   where l.foundation_id = :foundationId and l.month > :standing::date and l.month <= :month::date
     and l.position > :after::bigint and l.position <= :position::bigint
   group by lot.fund_account_id`,
);
// The price is that of the last moment of the month in the foundation's zone; what counts from the
// first of the next one on is not of this one. Filed minutes are by month, of the latest version.
const selectMonthCoverage = statement(
  'timebank.selectMonthCoverage',
  `select case when :outstanding::numeric > 0 and fen_per_coin > 0 then round(:backing::numeric * 100 / (:outstanding::numeric * fen_per_coin), 4)::text end as coverage,
     (select coalesce(jsonb_object_agg(month, minutes), '{}') from (
       select distinct on (month) month, (figures ->> 'minutes')::bigint as minutes from period_event
       where foundation_id = :foundationId and kind = 'CLOSED' and month < :month::date order by month, version desc) as filing) as filed
   from (
     select (ledger_rules(:foundationId, ((:month::date + interval '1 month') at time zone time_zone) - interval '1 microsecond') ->> 'fenPerCoin')::numeric as fen_per_coin
     from foundation where id = :foundationId
   ) as price`,
);
const selectHoursByMonth = statement(
  'timebank.selectHoursByMonth',
  `select date_trunc('month', h.happened_at at time zone f.time_zone)::date::text as month, sum(h.minutes)::text as minutes
   from hours_record h join foundation f on f.id = h.foundation_id
   where h.foundation_id = :foundationId and h.booked_at >= :from::timestamptz and h.booked_at < :to::timestamptz group by 1`,
);
