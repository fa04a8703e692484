import { withinWholeFoundation } from '../platform/database/session.ts';
import { newId } from '../../schema/ids.ts';
import type {
  ClosePeriodInput,
  AcknowledgeFilingInput,
  ReopenPeriodInput,
} from '../../schema/timebank/period.ts';
import type { Context } from '../platform/context/operation-context.ts';
import { statement } from '../platform/database/statement.ts';
import { Refusal } from '../platform/common/errors.ts';
import { idFrom } from '../platform/common/ids.ts';
import { closeMonth, reopenMonth } from './periods.ts';

/** Closes a month and files it. Refuses with NOT_ALLOWED and as `closeMonth` does. */
export async function closePeriod(
  ctx: Context,
  input: ClosePeriodInput,
): Promise<{ periodId: string }> {
  return ctx.mutate({ operation: 'closePeriod', input }, async (tx) => {
    await tx.authorize(
      'period:close',
      {},
      { kind: 'foundation', id: tx.foundationId, reason: input.month },
    );
    return { periodId: await closeMonth(tx, input.month) };
  });
}

/** Reopens the month that was closed last. Refuses with NOT_ALLOWED and as `reopenMonth` does. */
export async function reopenPeriod(
  ctx: Context,
  input: ReopenPeriodInput,
): Promise<{ periodId: string }> {
  return ctx.mutate({ operation: 'reopenPeriod', input }, async (tx) => {
    await tx.authorize(
      'period:reopen',
      {},
      { kind: 'foundation', id: tx.foundationId, reason: input.reason },
    );
    return { periodId: await reopenMonth(tx, input.month, input.reason) };
  });
}

/**
 * Acknowledges a filed month with a receipt, for the head bank; a repetition gives the same one.
 * Refuses with NOT_ALLOWED, NOT_FOUND.
 */
export async function acknowledgeFiling(
  ctx: Context,
  input: AcknowledgeFilingInput,
): Promise<{ periodId: string; inside: Context }> {
  const foundationId = idFrom('foundation', input.foundationId, 'input', 'foundationId');
  const periodId = idFrom('period', input.periodId, 'input', 'periodId');
  ctx.authorize('period:receive');
  const inside = headBankInside(ctx, foundationId);
  const answer = await inside.mutate({ operation: 'acknowledgeFiling', input }, async (tx) => {
    // Checked first: an unknown foundation has no audit log to write to.
    const [known] = await tx.rows(selectFiled, { periodId });
    if (!known) throw new Refusal('NOT_FOUND', { what: 'PeriodEvent' });
    await tx.authorize('period:receive', {}, { kind: 'period', id: periodId });
    await tx.rows(insertReceipt, { id: newId(), periodId, accountId: tx.actor.accountId });
    return { periodId };
  });
  return { ...answer, inside };
}

/** A context of the head bank's operator inside one foundation, after authorization. */
export function headBankInside(ctx: Context, foundationId: string): Context {
  const { actor } = ctx;
  const session = withinWholeFoundation(actor.session, foundationId);
  return ctx.as({ ...actor, foundationId, session });
}

const selectFiled = statement(
  'timebank.selectFiled',
  `select id from period_event where foundation_id = :foundationId and id = :periodId and kind = 'CLOSED'`,
);
// The number encodes month, version and a part of the seal, so that a receipt can be verified on
// the telephone.
const insertReceipt = statement(
  'timebank.insertReceipt',
  `insert into filing_receipt (foundation_id, id, period_event_id, receipt_number, seal, actor_account_id)
   select :foundationId, :id, e.id, to_char(e.month, 'YYYYMM') || '-' || e.version || '-' || upper(substr(encode(e.seal, 'hex'), 1, 8)), e.seal, :accountId
   from period_event e where e.foundation_id = :foundationId and e.id = :periodId on conflict do nothing`,
);
