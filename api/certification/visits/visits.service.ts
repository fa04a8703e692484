import { checkVersion } from '../../platform/database/check-version.ts';
import type { PresenceInput } from '../../../schema/certification/evidence-inputs.ts';
import type {
  CertifyVisitInput,
  CheckInInput,
  CheckOutInput,
  DisputeVisitInput,
} from '../../../schema/certification/visit-inputs.ts';
import type { ServiceRequest } from '../../../schema/requests/service-request.ts';
import type { Visit } from '../../../schema/requests/visit.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { performersOf } from '../../identity/performers.ts';
import { statement } from '../../platform/database/statement.ts';
import { Refusal } from '../../platform/common/errors.ts';
import { idFrom } from '../../platform/common/ids.ts';
import { certify } from '../decisions/certify.ts';
import { policyInForce } from '../decisions/evidence-policy.ts';
import { addReviewItem, detectAnomalies } from '../decisions/anomalies.ts';
import { lockVisit } from '../evidence/evidence.service.ts';
import {
  isKnown,
  isNotWithdrawn,
  presenceEvidence,
  evidenceAuthorOf,
  insertEvidence,
} from '../evidence/evidence-records.ts';
import { ensurePossible } from './ensure-possible.ts';
import { hoursOutsidePlan, type VisitTime, visitTimeOf } from '../../requests/visit-times.ts';
import { transitionAfterVisit, performerOf } from '../../requests/request-lifecycle.ts';

/**
 * Checks a volunteer in, with attachments as evidence. Anomalies are flagged and block nobody. The
 * same key again changes nothing. If the departure was received first, the visit ends as
 * well. An implausible time of a device is replaced by now; one that staff enter is refused. A time
 * far from the plan goes to the review queue.
 * Refuses with VISIT_CANNOT_CHANGE, TIME_IN_FUTURE, TIME_TOO_LONG_AGO, IDEMPOTENCY_KEY_REUSED,
 * TOO_MUCH_EVIDENCE, NOT_FOUND, NOT_ALLOWED.
 */
export async function checkIn(ctx: Context, input: CheckInInput): Promise<{ visitId: string }> {
  const visitId = idFrom('visit', input.visitId, 'input', 'visitId');
  return ctx.mutate({ operation: 'checkIn', input }, async (tx) => {
    const { request, visit } = await lockVisit(tx, visitId);
    const subject = { communityId: request.communityId, ...(await performerOf(tx, visit)) };
    await tx.authorize('visit:checkIn', subject, { kind: 'visit', id: visitId });
    if (
      await isKnown(tx, visitId, {
        kind: 'CHECK_IN',
        idempotencyKey: input.idempotencyKey,
        at: input.at,
      })
    )
      return { visitId };
    ensurePossible(visit, 'checkIn');
    const time = visitTimeOf(tx, visit, input.at);
    const hours = await oddHoursOf(tx, request, visit, time.at);
    if (hours !== null) time.flags.push('OUTSIDE_PLAN');
    visit.checkedInAt = time.at;
    visit.state = 'CHECKED_IN';
    await writeDown(tx, 'CHECK_IN', request, visit, time, input);
    if (hours !== null) await addReviewItem(tx, visit, 'OUTSIDE_PLAN', { hours });
    await transitionAfterVisit(tx, request, 'IN_PROGRESS', { event: 'VISIT_BEGUN', visitId });
    const left = await departureOf(tx, visit);
    if (left) await leave(tx, request, visit, left);
    return { visitId };
  });
}

/**
 * Checks a volunteer out; works as checkIn. A departure with a key may come before its
 * arrival, when a phone sends its queue out of order. It is stored as evidence and counts once the
 * arrival comes.
 * Refuses with VISIT_CANNOT_CHANGE, TIME_BEFORE_CHECK_IN, TIME_IN_FUTURE, TIME_TOO_LONG_AGO,
 * IDEMPOTENCY_KEY_REUSED, TOO_MUCH_EVIDENCE, NOT_FOUND, NOT_ALLOWED.
 */
export async function checkOut(ctx: Context, input: CheckOutInput): Promise<{ visitId: string }> {
  const visitId = idFrom('visit', input.visitId, 'input', 'visitId');
  return ctx.mutate({ operation: 'checkOut', input }, async (tx) => {
    const { request, visit } = await lockVisit(tx, visitId);
    const subject = { communityId: request.communityId, ...(await performerOf(tx, visit)) };
    await tx.authorize('visit:checkOut', subject, { kind: 'visit', id: visitId });
    if (
      await isKnown(tx, visitId, {
        kind: 'CHECK_OUT',
        idempotencyKey: input.idempotencyKey,
        at: input.at,
      })
    )
      return { visitId };
    const isBeforeArrival = visit.state === 'PLANNED' && Boolean(input.idempotencyKey && input.at);
    if (!isBeforeArrival) ensurePossible(visit, 'checkOut');
    const time = visitTimeOf(tx, visit, input.at);
    const { at } = time;
    if (visit.checkedInAt && Date.parse(at) < Date.parse(visit.checkedInAt))
      throw new Refusal('TIME_BEFORE_CHECK_IN', {}, ['input', 'at']);
    visit.note = input.note ?? null;
    await writeDown(tx, 'CHECK_OUT', request, visit, time, input);
    if (!isBeforeArrival) await leave(tx, request, visit, at);
    return { visitId };
  });
}

/**
 * Certifies a visit, by a second person: neither the performer nor the sole author of all evidence
 * (second-person.ts). One transaction writes hours, posts the hold for the actual minutes, releases
 * the rest, pays the volunteer and publishes the event.
 * Refuses with SECOND_PERSON_NEEDED, OTHERS_EVIDENCE_NEEDED, EVIDENCE_MISSING, REVIEW_OPEN,
 * REASON_NEEDED, VISIT_CANNOT_CHANGE, VERSION_CONFLICT, NOT_FOUND, NOT_ALLOWED (also for the
 * performer).
 */
export async function certifyVisit(
  ctx: Context,
  input: CertifyVisitInput,
): Promise<{ visitId: string }> {
  const visitId = idFrom('visit', input.visitId, 'input', 'visitId');
  return ctx.mutate({ operation: 'certifyVisit', input }, async (tx) => {
    const { request, visit } = await lockVisit(tx, visitId);
    const subject = {
      communityId: request.communityId,
      ...(await performersOf(tx, [visit.volunteerPersonId])),
    };
    await tx.authorize('visit:certify', subject, {
      kind: 'visit',
      id: visitId,
      reason: input.reason ?? null,
    });
    ensurePossible(visit, 'certifyVisit');
    checkVersion(request, input.expectedVersion);
    await certify(tx, request, visit, {
      minutes: input.minutes ?? null,
      reason: input.reason ?? null,
    });
    return { visitId };
  });
}

/**
 * Disputes a visit, before or after certification.
 * Refuses with VISIT_CANNOT_CHANGE, VERSION_CONFLICT, NOT_FOUND, NOT_ALLOWED (also for the
 * performer).
 */
export async function disputeVisit(
  ctx: Context,
  input: DisputeVisitInput,
): Promise<{ visitId: string }> {
  const visitId = idFrom('visit', input.visitId, 'input', 'visitId');
  return ctx.mutate({ operation: 'disputeVisit', input }, async (tx) => {
    const { request, visit } = await lockVisit(tx, visitId);
    const { communityId, elderPersonId } = request;
    const subject = {
      communityId,
      elderPersonId,
      ...(await performersOf(tx, [visit.volunteerPersonId])),
    };
    await tx.authorize('visit:dispute', subject, {
      kind: 'visit',
      id: visitId,
      reason: input.reason,
    });
    ensurePossible(visit, 'disputeVisit');
    checkVersion(request, input.expectedVersion);
    visit.disputedFrom = visit.state === 'CERTIFIED' ? 'CERTIFIED' : 'CHECKED_OUT';
    visit.state = 'DISPUTED';
    await transitionAfterVisit(tx, request, 'DISPUTED', {
      event: 'VISIT_DISPUTED',
      visitId,
      reason: input.reason,
    });
    return { visitId };
  });
}

async function leave(
  tx: MutationTransaction,
  request: ServiceRequest,
  visit: Visit,
  at: string,
): Promise<void> {
  visit.checkedOutAt = at;
  visit.state = 'CHECKED_OUT';
  await tx.flush();
  await detectAnomalies(tx, visit, request);
  await transitionAfterVisit(tx, request, 'AWAITING_CERTIFICATION', {
    event: 'VISIT_ENDED',
    visitId: visit.id,
  });
}

/** Hours between a check-in and the planned time, when the policy counts them as an anomaly. */
async function oddHoursOf(
  tx: MutationTransaction,
  { kindId }: ServiceRequest,
  visit: Visit,
  at: string,
): Promise<number | null> {
  const hours = hoursOutsidePlan(visit, at);
  // No policy allows a smaller threshold, so usual check-ins skip the query.
  if (hours <= 1) return null;
  const { anomalies } = await policyInForce(tx, tx.foundationId, kindId, at);
  return hours > anomalies.planHoursMax ? Math.round(hours) : null;
}

/**
 * Departure that was received before its arrival. One that lies before the arrival stays mere
 * evidence.
 */
async function departureOf(tx: MutationTransaction, visit: Visit): Promise<string | null> {
  const rows = await tx.rows<{ happenedAt: string }>(selectDeparture, {
    visitId: visit.id,
    checkedInAt: visit.checkedInAt,
  });
  return rows[0]?.happenedAt ?? null;
}

/** Stores arrival or departure with all attachments as evidence. */
async function writeDown(
  tx: MutationTransaction,
  kind: 'CHECK_IN' | 'CHECK_OUT',
  { elderId, kindId }: ServiceRequest,
  visit: Visit,
  time: VisitTime,
  input: PresenceInput,
): Promise<void> {
  await tx.flush();
  const pieces = await presenceEvidence(tx, kind, { visit, elderId, kindId }, time, input);
  await insertEvidence(tx, visit, evidenceAuthorOf(tx), pieces);
  if (!time.flags.includes('CLOCK_WRONG')) return;
  const minutes = Math.round(
    Math.abs(Date.parse(time.deviceAt ?? time.at) - Date.parse(time.at)) / 60_000,
  );
  await addReviewItem(tx, visit, 'CLOCK_WRONG', { minutes });
}

const selectDeparture = statement(
  'certification.selectDeparture',
  `select happened_at from evidence where foundation_id = :foundationId and visit_id = :visitId and kind = 'CHECK_OUT' and happened_at >= :checkedInAt and ${isNotWithdrawn('evidence')}
   order by happened_at desc limit 1`,
);
