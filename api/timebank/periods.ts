import { newId } from '../../schema/ids.ts';
import type { PeriodFigures } from '../../schema/timebank/period.ts';
import { statement } from '../platform/database/statement.ts';
import { Refusal } from '../platform/common/errors.ts';
import type { Books } from './ledger.ts';

/**
 * Closes a month: totals, seals and files it for the head bank. The month takes no more bookings;
 * later ones count in the oldest open month, as adjustments. Booking waits meanwhile, since the
 * chain is locked.
 * Refuses with MONTH_NOT_OVER, PERIOD_ALREADY_CLOSED, EARLIER_MONTH_OPEN,
 * BOOKS_DO_NOT_BALANCE. Gives the id of the event.
 */
export async function closeMonth(tx: Books, month: string): Promise<string> {
  const day = dayOf(month);
  const head = await lockHead(tx);
  if (day >= head.thisMonth) throw new Refusal('MONTH_NOT_OVER', { month }, ['input', 'month']);
  const isAgain = head.reopenedMonth === day;
  if (!isAgain) {
    if (head.reopenedMonth)
      throw new Refusal('EARLIER_MONTH_OPEN', { month: head.reopenedMonth.slice(0, 7) });
    if (isBefore(day, head.openMonth))
      throw new Refusal('PERIOD_ALREADY_CLOSED', { month }, ['input', 'month']);
    const [earlier] = await tx.rows<{ month: string }>(selectEarlier, {
      openMonth: head.openMonth,
      month: day,
    });
    if (earlier)
      throw new Refusal('EARLIER_MONTH_OPEN', { month: earlier.month.slice(0, 7) }, [
        'input',
        'month',
      ]);
  }
  const [counted] = await tx.rows<{ figures: PeriodFigures }>(countUp, { month: day });
  if (!counted) throw new Error('A month could not be counted up.');
  if (counted.figures.trialBalance !== '0')
    throw new Refusal('BOOKS_DO_NOT_BALANCE', { off: counted.figures.trialBalance });
  const id = newId();
  await tx.rows(insertClosed, {
    id,
    month: day,
    accountId: tx.actor.accountId,
    figures: JSON.stringify(counted.figures),
  });
  await tx.rows(isAgain ? closeAgain : moveOn, { month: day });
  return id;
}

/**
 * Reopens the month that was closed last, with a reason. Its filing stays; closing it again files
 * another version.
 * Refuses with PERIOD_NOT_CLOSED, NOT_LAST_CLOSED. Gives the id of the event.
 */
export async function reopenMonth(tx: Books, month: string, reason: string): Promise<string> {
  const day = dayOf(month);
  const head = await lockHead(tx);
  if (!isBefore(day, head.openMonth) || head.reopenedMonth)
    throw new Refusal('PERIOD_NOT_CLOSED', { month }, ['input', 'month']);
  const [last] = await tx.rows<{ month: string }>(selectLastClosed);
  if (last?.month !== day) {
    throw new Refusal('NOT_LAST_CLOSED', { last: last?.month.slice(0, 7) ?? '-' }, [
      'input',
      'month',
    ]);
  }
  const id = newId();
  await tx.rows(insertReopened, { id, month: day, accountId: tx.actor.accountId, reason });
  await tx.rows(openAgain, { month: day });
  return id;
}

/**
 * Seal of a month, as SQL: hashes the digests of its transfers in chain order and the filed
 * figures. The statement has `:foundationId`, and `event` is a row of period_event, existing or new.
 */
export const sealExpression = `sha256(
  coalesce((select string_agg(l.digest, ''::bytea order by l.position) from transfer_link l
            where l.foundation_id = :foundationId and l.month = event.month and l.position <= event.position), ''::bytea)
  || convert_to(to_char(event.month, 'YYYY-MM') || event.figures::text, 'UTF8'))`;

interface Head {
  openMonth: string;
  reopenedMonth: string | null;
  /** First day of the current month in the foundation's zone. */
  thisMonth: string;
}

async function lockHead(tx: Books): Promise<Head> {
  await tx.rows(lock);
  const [head] = await tx.rows<Head>(selectHead);
  if (!head) throw new Error('A foundation has no ledger head.');
  return head;
}

function dayOf(month: string): string {
  return `${month}-01`;
}

function isBefore(day: string, openMonth: string): boolean {
  return openMonth !== '-infinity' && day < openMonth;
}

const lock = statement('timebank.lock', 'select (ledger_lock_head(:foundationId)).position');
const selectHead = statement(
  'timebank.selectHead',
  `select h.open_month, h.reopened_month, date_trunc('month', now() at time zone f.time_zone)::date as this_month
   from ledger_head h join foundation f on f.id = h.foundation_id where h.foundation_id = :foundationId`,
);
const selectEarlier = statement(
  'timebank.selectEarlier',
  `select month from transfer_link where foundation_id = :foundationId and month >= :openMonth and month < :month order by month limit 1`,
);
// Coins from an issuing account are minted, coins back to it are burned; flows between foundations
// are separate. Balances are as of the end of the month, from all bookings that count in it or
// earlier. Amounts are text, since JSON numbers lose digits.
const countUp = statement(
  'timebank.countUp',
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
const insertClosed = statement(
  'timebank.insertClosed',
  `with event as (
     select :month::date as month, h.position, h.chain, :figures::jsonb as figures,
       (select coalesce(max(version), 0) + 1 from period_event where foundation_id = :foundationId and month = :month) as version
     from ledger_head h where h.foundation_id = :foundationId
   )
   insert into period_event (foundation_id, id, month, version, kind, actor_account_id, position, chain, seal, figures)
   select :foundationId, :id, event.month, event.version, 'CLOSED', :accountId, event.position, event.chain, ${sealExpression}, event.figures from event`,
);
const moveOn = statement(
  'timebank.moveOn',
  `update ledger_head set open_month = (:month::date + interval '1 month')::date where foundation_id = :foundationId`,
);
const closeAgain = statement(
  'timebank.closeAgain',
  'update ledger_head set reopened_month = null where foundation_id = :foundationId and reopened_month = :month',
);
const selectLastClosed = statement(
  'timebank.selectLastClosed',
  `select month from period_event where foundation_id = :foundationId and kind = 'CLOSED' order by month desc limit 1`,
);
const insertReopened = statement(
  'timebank.insertReopened',
  `insert into period_event (foundation_id, id, month, version, kind, reason, actor_account_id, position, chain)
   select :foundationId, :id, :month, (select coalesce(max(version), 0) + 1 from period_event where foundation_id = :foundationId and month = :month),
     'REOPENED', :reason, :accountId, h.position, h.chain
   from ledger_head h where h.foundation_id = :foundationId`,
);
const openAgain = statement(
  'timebank.openAgain',
  'update ledger_head set reopened_month = :month where foundation_id = :foundationId',
);
