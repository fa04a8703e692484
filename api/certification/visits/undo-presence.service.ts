import { checkVersion } from '../../platform/database/check-version.ts';
import { newId } from '../../../schema/ids.ts';
import type {
  UndoCheckInInput,
  UndoCheckOutInput,
} from '../../../schema/certification/visit-inputs.ts';
import type { RequestState, ServiceRequest } from '../../../schema/requests/service-request.ts';
import type { Visit } from '../../../schema/requests/visit.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { statement } from '../../platform/database/statement.ts';
import { idFrom } from '../../platform/common/ids.ts';
import { lockVisit } from '../evidence/evidence.service.ts';
import { ensurePossible } from './ensure-possible.ts';
import { isNotWithdrawn } from '../evidence/evidence-records.ts';
import {
  recordChange,
  transition,
  performerOf,
  visitStatesOf,
} from '../../requests/request-lifecycle.ts';
import { stateOfVisits } from '../../requests/state-of-visits.ts';

/**
 * Undoes a mistaken check-in: the visit is planned again. Its evidence stays, marked as withdrawn.
 * Refuses with VISIT_CANNOT_CHANGE (a check-out is undone first), VERSION_CONFLICT, NOT_FOUND,
 * NOT_ALLOWED.
 */
export async function undoCheckIn(
  ctx: Context,
  input: UndoCheckInInput,
): Promise<{ visitId: string }> {
  return undo(ctx, 'undoCheckIn', 'CHECK_IN', input, async (tx, request, visit) => {
    visit.state = 'PLANNED';
    visit.checkedInAt = null;
    await tx.flush();
    const states = await visitStatesOf(tx, request);
    const state = stateOfVisits(states, request.volunteersNeeded) ?? request.state;
    await follow(tx, request, visit, state, 'CHECK_IN_UNDONE', input.reason);
  });
}

/**
 * Undoes a mistaken check-out: the visit is under way again.
 * Refuses with VISIT_CANNOT_CHANGE (also for one that is certified), VERSION_CONFLICT, NOT_FOUND,
 * NOT_ALLOWED.
 */
export async function undoCheckOut(
  ctx: Context,
  input: UndoCheckOutInput,
): Promise<{ visitId: string }> {
  return undo(ctx, 'undoCheckOut', 'CHECK_OUT', input, async (tx, request, visit) => {
    visit.state = 'CHECKED_IN';
    visit.checkedOutAt = null;
    visit.note = null;
    await tx.flush();
    await follow(tx, request, visit, 'IN_PROGRESS', 'CHECK_OUT_UNDONE', input.reason);
  });
}

async function undo(
  ctx: Context,
  operation: 'undoCheckIn' | 'undoCheckOut',
  kind: 'CHECK_IN' | 'CHECK_OUT',
  input: UndoCheckInInput,
  work: (tx: MutationTransaction, request: ServiceRequest, visit: Visit) => Promise<void>,
): Promise<{ visitId: string }> {
  const visitId = idFrom('visit', input.visitId, 'input', 'visitId');
  return ctx.mutate({ operation, input }, async (tx) => {
    const { request, visit } = await lockVisit(tx, visitId);
    const subject = { communityId: request.communityId, ...(await performerOf(tx, visit)) };
    const action = kind === 'CHECK_IN' ? 'visit:undoCheckIn' : 'visit:undoCheckOut';
    await tx.authorize(action, subject, { kind: 'visit', id: visitId, reason: input.reason });
    // Before the version: the state is the clearer reason for the later caller.
    ensurePossible(visit, operation);
    checkVersion(request, input.expectedVersion);
    await work(tx, request, visit);
    await withdraw(tx, visit, kind, input.reason);
    return { visitId };
  });
}

/** Updates the state of the request; with several volunteers it may stay. */
async function follow(
  tx: MutationTransaction,
  request: ServiceRequest,
  visit: Visit,
  state: RequestState,
  event: 'CHECK_IN_UNDONE' | 'CHECK_OUT_UNDONE',
  reason: string,
): Promise<void> {
  const payload = { visitId: visit.id };
  if (state === request.state) await recordChange(tx, request, event, { payload, reason });
  else await transition(tx, request, state, { event, payload, reason });
}

/** Withdraws the evidence of arrival or departure, with its code and position. */
async function withdraw(
  tx: MutationTransaction,
  visit: Visit,
  kind: string,
  reason: string,
): Promise<void> {
  const pieces = await tx.rowsAcrossCommunities<{ id: string }>(selectPieces, {
    visitId: visit.id,
    kind,
  });
  await tx.rowsAcrossCommunities(insertWithdrawals, {
    communityId: visit.communityId,
    visitId: visit.id,
    elderPersonId: visit.elderPersonId,
    volunteerPersonId: visit.volunteerPersonId,
    reason,
    withdrawnAt: tx.caller.now(),
    accountId: tx.actor.accountId,
    displayName: tx.actor.displayName,
    pieces: JSON.stringify(pieces.map(({ id }) => ({ id: newId(), evidenceId: id }))),
  });
}

const selectPieces = statement(
  'certification.selectPieces',
  `select e.id from evidence e where e.foundation_id = :foundationId and e.visit_id = :visitId and ${isNotWithdrawn('e')}
     and e.idempotency_key in (select own.idempotency_key from evidence own where own.foundation_id = :foundationId and own.visit_id = :visitId and own.kind = :kind)`,
);
const insertWithdrawals = statement(
  'certification.insertWithdrawals',
  `insert into evidence_withdrawal (foundation_id, id, evidence_id, community_id, visit_id, elder_person_id, volunteer_person_id, reason, withdrawn_at,
     actor_account_id, actor_name)
   select :foundationId, piece.id, piece."evidenceId", :communityId, :visitId, :elderPersonId, :volunteerPersonId, :reason, :withdrawnAt, :accountId, :displayName
   from jsonb_to_recordset(:pieces::jsonb) as piece (id uuid, "evidenceId" uuid)`,
);
