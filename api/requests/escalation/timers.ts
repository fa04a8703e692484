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
  tx.executeDeferred(replaceTimers, {
    requestId: request.id,
    state: request.state,
    requestedTo: request.requestedTo,
    alarms: request.alarms,
    now: tx.caller.now(),
    expireId: newId(),
    checkInId: newId(),
    checkOutId: newId(),
  });
}

/** Schedules an escalation step of a request at an instant. */
export async function offerAt(
  tx: MutationTransaction,
  requestId: string,
  dueAt: string,
): Promise<void> {
  await tx.rows(upsertOffer, { id: newId(), requestId, dueAt });
}

/** Deletes a due timer. False when it is not due any more or another node took it. */
export async function takeTimer(
  tx: MutationTransaction,
  requestId: string,
  kind: TimerKind,
): Promise<boolean> {
  const rows = await tx.rows(deleteDue, { requestId, kind, dueAt: tx.caller.now() });
  return rows.length > 0;
}

const replaceTimers = statement(
  'requests.replaceTimers',
  `with policy as (
     select coalesce(max(check_in_overdue_minutes), 15) as check_in, coalesce(max(check_out_overdue_minutes), 30) as check_out
     from (select * from dispatch_policy where foundation_id = :foundationId and valid_from <= :now order by version desc limit 1) latest
   ), expected as (
     select min(planned_from) filter (where state = 'PLANNED') as next_from,
       min(coalesce(planned_to, now())) filter (where state = 'CHECKED_IN' and planned_to is not null) as next_to
     from visit where foundation_id = :foundationId and request_id = :requestId and state in ('PLANNED', 'CHECKED_IN')
   ), wanted (id, kind, due_at) as (
     select :expireId::uuid, 'EXPIRE', :requestedTo::timestamptz where :state in ('IN_REVIEW', 'OPEN')
     union all select :checkInId::uuid, 'CHECK_IN', next_from + make_interval(mins => check_in) from expected, policy
       where next_from is not null and :state in ('OPEN', 'ASSIGNED', 'IN_PROGRESS') and not 'CHECK_IN_OVERDUE' = any (:alarms::text[])
     union all select :checkOutId::uuid, 'CHECK_OUT', next_to + make_interval(mins => check_out) from expected, policy
       where next_to is not null and not 'CHECK_OUT_OVERDUE' = any (:alarms::text[])
   ), gone as (
     delete from request_timer where foundation_id = :foundationId and request_id = :requestId
       and kind not in (select kind from wanted) and (kind <> 'OFFER' or :state <> 'OPEN')
   )
   insert into request_timer (foundation_id, id, request_id, kind, due_at) select :foundationId, id, :requestId, kind, due_at from wanted
   on conflict (foundation_id, request_id, kind) do update set due_at = excluded.due_at`,
);
const upsertOffer = statement(
  'requests.upsertOffer',
  `insert into request_timer (foundation_id, id, request_id, kind, due_at) values (:foundationId, :id, :requestId, 'OFFER', :dueAt)
   on conflict (foundation_id, request_id, kind) do update set due_at = excluded.due_at`,
);
const deleteDue = statement(
  'requests.deleteDue',
  'delete from request_timer where foundation_id = :foundationId and request_id = :requestId and kind = :kind and due_at <= :dueAt returning id',
);
