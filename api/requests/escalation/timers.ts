import { newId } from '../../../schema/ids.ts';
import type { ServiceRequest } from '../../../schema/requests/service-request.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { statement } from '../../platform/database/statement.ts';

/** Reasons to look at a request: offer it further, check for a late volunteer, or expire it. */
export type TimerKind = 'OFFER' | 'CHECK_IN' | 'CHECK_OUT' | 'EXPIRE';

/**
 * Sets the timers of a request by its current state, in one deferred statement with every change.
 * Obsolete timers are deleted, and a raised alarm is not raised again. `offerAt` schedules offers.
 */
export function setTimers(tx: MutationTransaction, request: ServiceRequest): void {
  tx.executeDeferred(replaceTimers, [
    tx.foundationId,
    request.id,
    request.state,
    request.requestedTo,
    request.alarms,
    tx.caller.now(),
    newId(),
    newId(),
    newId(),
  ]);
}

/** Schedules an escalation step of a request at an instant. */
export async function offerAt(
  tx: MutationTransaction,
  requestId: string,
  dueAt: string,
): Promise<void> {
  await tx.rows(upsertOffer, [tx.foundationId, newId(), requestId, dueAt]);
}

/** Deletes a due timer. False when it is not due any more or another node took it. */
export async function takeTimer(
  tx: MutationTransaction,
  requestId: string,
  kind: TimerKind,
): Promise<boolean> {
  const rows = await tx.rows(deleteDue, [tx.foundationId, requestId, kind, tx.caller.now()]);
  return rows.length > 0;
}

const replaceTimers = statement(
  `with policy as (
     select coalesce(max(check_in_overdue_minutes), 15) as check_in, coalesce(max(check_out_overdue_minutes), 30) as check_out
     from (select * from dispatch_policy where foundation_id = $1 and valid_from <= $6 order by version desc limit 1) latest
   ), expected as (
     select min(planned_from) filter (where state = 'PLANNED') as next_from,
       min(coalesce(planned_to, now())) filter (where state = 'CHECKED_IN' and planned_to is not null) as next_to
     from visit where foundation_id = $1 and request_id = $2 and state in ('PLANNED', 'CHECKED_IN')
   ), wanted (id, kind, due_at) as (
     select $7::uuid, 'EXPIRE', $4::timestamptz where $3 in ('IN_REVIEW', 'OPEN')
     union all select $8::uuid, 'CHECK_IN', next_from + make_interval(mins => check_in) from expected, policy
       where next_from is not null and $3 in ('OPEN', 'ASSIGNED', 'IN_PROGRESS') and not 'CHECK_IN_OVERDUE' = any ($5::text[])
     union all select $9::uuid, 'CHECK_OUT', next_to + make_interval(mins => check_out) from expected, policy
       where next_to is not null and not 'CHECK_OUT_OVERDUE' = any ($5::text[])
   ), gone as (
     delete from request_timer where foundation_id = $1 and request_id = $2
       and kind not in (select kind from wanted) and (kind <> 'OFFER' or $3 <> 'OPEN')
   )
   insert into request_timer (foundation_id, id, request_id, kind, due_at) select $1, id, $2, kind, due_at from wanted
   on conflict (foundation_id, request_id, kind) do update set due_at = excluded.due_at`,
);
const upsertOffer = statement(
  `insert into request_timer (foundation_id, id, request_id, kind, due_at) values ($1, $2, $3, 'OFFER', $4)
   on conflict (foundation_id, request_id, kind) do update set due_at = excluded.due_at`,
);
const deleteDue = statement(
  'delete from request_timer where foundation_id = $1 and request_id = $2 and kind = $3 and due_at <= $4 returning id',
);
