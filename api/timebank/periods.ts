import { newId } from '../../schema/ids.ts';
import { statement } from '../platform/database/statement.ts';
import { Refusal } from '../platform/common/errors.ts';
import type { Books } from './ledger.ts';
import { countUp, figuresOf } from './period-figures.ts';

/**
 * Closes a month: totals, seals and files it for the head bank. The month takes no more bookings;
 * later ones count in the oldest open month, as adjustments. Booking waits meanwhile, since the
 * chain is locked.
 * Refuses with MONTH_NOT_OVER, PERIOD_ALREADY_CLOSED, EARLIER_MONTH_OPEN,
 * BOOKS_DO_NOT_BALANCE. Gives the id of the event.
 */
export async function closeMonth(tx: Books, month: string): Promise<string> {
  const day = dayOf(month);
  // Most is counted before booking has to wait, and under the lock only what came since.
  const counted = await countUp(tx, day, null);
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
  const figures = await figuresOf(tx, day, await countUp(tx, day, counted));
  if (figures.trialBalance !== '0')
    throw new Refusal('BOOKS_DO_NOT_BALANCE', { off: figures.trialBalance });
  const id = newId();
  await tx.rows(insertClosed, {
    id,
    month: day,
    accountId: tx.actor.accountId,
    figures: JSON.stringify(figures),
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
