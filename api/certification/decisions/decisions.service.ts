import type { AuditAction } from '../../../schema/identity/audit-action.ts';
import { checkVersion } from '../../platform/database/check-version.ts';
import type {
  CorrectVisitInput,
  DecisionInput,
  ResolveDisputeInput,
  RevokeCertificationInput,
} from '../../../schema/certification/certification-inputs.ts';
import type { VisitAction } from '../../../schema/certification/visit-action.ts';
import type { ServiceRequest } from '../../../schema/requests/service-request.ts';
import type { Visit } from '../../../schema/requests/visit.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { performersOf } from '../../identity/performers.ts';
import { Refusal } from '../../platform/common/errors.ts';
import { idFrom } from '../../platform/common/ids.ts';
import { lockVisit } from '../evidence/evidence.service.ts';
import { ensurePossible } from '../visits/ensure-possible.ts';
import { releaseHolds } from '../../requests/holds.ts';
import { transitionAfterVisit } from '../../requests/request-lifecycle.ts';
import { certify, recordCertification } from './certify.ts';
import { correct } from './correct.ts';

/**
 * Replaces certified minutes, with all that follows from them.
 * Refuses with NOTHING_TO_CORRECT, COINS_ALREADY_SPENT, INSUFFICIENT_COINS, VISIT_CANNOT_CHANGE,
 * VERSION_CONFLICT, NOT_FOUND, NOT_ALLOWED (also for the performer), and as secondPersonSteps
 * does.
 */
export async function correctVisit(
  ctx: Context,
  input: CorrectVisitInput,
): Promise<{ visitId: string }> {
  return deciding(ctx, 'correctVisit', 'visit:correct', input, async (tx, request, visit) => {
    await correct(tx, request, visit, input, false);
    await transitionAfterVisit(tx, request, 'CERTIFIED', {
      event: 'VISIT_CORRECTED',
      visitId: visit.id,
      reason: input.reason,
    });
  });
}

/**
 * Revokes a certification: its hours and coins are taken back, and verification of certificates
 * shows it.
 * Refuses with NOTHING_TO_CORRECT, COINS_ALREADY_SPENT, VISIT_CANNOT_CHANGE, VERSION_CONFLICT,
 * NOT_FOUND, NOT_ALLOWED (also for the performer), and as secondPersonSteps does.
 */
export async function revokeCertification(
  ctx: Context,
  input: RevokeCertificationInput,
): Promise<{ visitId: string }> {
  return deciding(ctx, 'revokeCertification', 'visit:revoke', input, async (tx, request, visit) => {
    await revoke(tx, request, visit, input);
  });
}

/**
 * Resolves a dispute: the visit stays as it was, counts with other minutes, or does not count.
 * Hours, coins and star follow at once.
 * Refuses with MINUTES_NEEDED and as certifyVisit, correctVisit and revokeCertification do.
 */
export async function resolveDispute(
  ctx: Context,
  input: ResolveDisputeInput,
): Promise<{ visitId: string }> {
  return deciding(ctx, 'resolveDispute', 'visit:resolve', input, async (tx, request, visit) => {
    const minutes = input.minutes ?? null;
    if (input.decision === 'CORRECTED' && minutes === null)
      throw new Refusal('MINUTES_NEEDED', {}, ['input', 'minutes']);
    const wasCertified = visit.disputedFrom === 'CERTIFIED';
    visit.disputedFrom = null;
    const outcome = { ...input, minutes: minutes ?? 0 };
    if (wasCertified) await endAfterCertification(tx, request, visit, outcome);
    else await endBeforeCertification(tx, request, visit, outcome);
  });
}

type Ending = DecisionInput & Pick<ResolveDisputeInput, 'decision'> & { minutes: number };

async function endAfterCertification(
  tx: MutationTransaction,
  request: ServiceRequest,
  visit: Visit,
  input: Ending,
): Promise<void> {
  if (input.decision === 'UPHELD') return revoke(tx, request, visit, input);
  visit.state = 'CERTIFIED';
  if (input.decision === 'CORRECTED') {
    await correct(tx, request, visit, input, false);
    return transitionAfterVisit(tx, request, 'CERTIFIED', {
      event: 'VISIT_CORRECTED',
      visitId: visit.id,
      reason: input.reason,
    });
  }
  return transitionAfterVisit(tx, request, 'CERTIFIED', {
    event: 'DISPUTE_DISMISSED',
    visitId: visit.id,
    reason: input.reason,
  });
}

async function endBeforeCertification(
  tx: MutationTransaction,
  request: ServiceRequest,
  visit: Visit,
  input: Ending,
): Promise<void> {
  const { reason } = input;
  if (input.decision === 'CORRECTED')
    return certify(tx, request, visit, { minutes: input.minutes, reason });
  if (input.decision === 'DISMISSED') {
    visit.state = 'CHECKED_OUT';
    return transitionAfterVisit(tx, request, 'AWAITING_CERTIFICATION', {
      event: 'DISPUTE_DISMISSED',
      visitId: visit.id,
      reason,
    });
  }
  visit.state = 'REVOKED';
  await transitionAfterVisit(tx, request, 'CANCELLED', {
    event: 'VISIT_REVOKED',
    visitId: visit.id,
    reason,
    endedHoldId: visit.holdId,
  });
  await releaseHolds(tx, request, [visit.holdId]);
  await recordCertification(tx, visit, {
    outcome: 'REJECTED',
    minutes: 0,
    coinsPaid: 0n,
    trace: [
      { code: 'TRACE_REJECTED', passed: true, figures: { reason } },
      { code: 'TRACE_SECOND_PERSON', passed: true, figures: { certifier: tx.actor.displayName } },
    ],
    paymentId: null,
    hoursRecordId: null,
    reason,
    decidedAt: tx.caller.now(),
  });
}

async function revoke(
  tx: MutationTransaction,
  request: ServiceRequest,
  visit: Visit,
  input: DecisionInput,
): Promise<void> {
  visit.state = 'REVOKED';
  await transitionAfterVisit(tx, request, 'CANCELLED', {
    event: 'VISIT_REVOKED',
    visitId: visit.id,
    reason: input.reason,
    endedHoldId: visit.holdId,
  });
  await correct(tx, request, visit, { ...input, minutes: 0 }, true);
}

/** Common part of all decisions: lock, second person, version check, idempotency. */
async function deciding(
  ctx: Context,
  operation: VisitAction,
  action: AuditAction,
  input: DecisionInput,
  work: (tx: MutationTransaction, request: ServiceRequest, visit: Visit) => Promise<void>,
): Promise<{ visitId: string }> {
  const visitId = idFrom('visit', input.visitId, 'input', 'visitId');
  return ctx.mutate({ operation, input }, async (tx) => {
    const { request, visit } = await lockVisit(tx, visitId);
    const subject = {
      communityId: request.communityId,
      ...(await performersOf(tx, [visit.volunteerPersonId])),
    };
    await tx.authorize(action, subject, { kind: 'visit', id: visitId, reason: input.reason });
    // Before the version: the state is the clearer reason for the later caller.
    ensurePossible(visit, operation);
    checkVersion(request, input.expectedVersion);
    await work(tx, request, visit);
    return { visitId };
  });
}
