import { newId } from '../../../schema/ids.ts';
import type { ServiceRequest } from '../../../schema/requests/service-request.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { statement } from '../../platform/database/statement.ts';

/** What the platform looks at a request for: to offer it further, for somebody who is late, or because its time is over. */
export type TimerKind = 'OFFER' | 'CHECK_IN' | 'CHECK_OUT' | 'EXPIRE';

/**
 * Sets the timers of a request by what it is now: one statement, called with every change, and nobody waits for it. One that is for nothing any more goes;
 * an alarm that was raised is not raised again. When it is offered further, `offerAt` says.
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

/** Has the platform look at a request at an instant, to offer it further. */
export async function offerAt(tx: MutationTransaction, requestId: string, dueAt: string): Promise<void> {
  await tx.rows(upsertOffer, [tx.foundationId, newId(), requestId, dueAt]);
}

/** Takes a due timer out. False when it is not due any more, or somebody else took it: then there is nothing to do. */
export async function takeTimer(tx: MutationTransaction, requestId: string, kind: TimerKind): Promise<boolean> {
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
