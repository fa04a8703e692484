import type { StoredStep } from '../../../schema/certification/certification.ts';
import type { ServiceRequest } from '../../../schema/requests/service-request.ts';
import type { Visit } from '../../../schema/requests/visit.ts';
import { formatHundredths } from '../../../schema/scalars.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { statement } from '../../platform/database/statement.ts';
import { Refusal } from '../../platform/common/errors.ts';
import { correctHours } from '../../timebank/hours.ts';
import { book, type Booking } from '../../timebank/ledger.ts';
import { evaluateStar } from '../stars/evaluate.ts';
import { markCertificates } from '../certificates/mark-certificates.ts';
import { hoursOf, recordCertification } from './certify.ts';
import { loadCertificationFacts } from './certification-facts.ts';
import { coinsStep, paymentFor } from './payment.ts';
import { secondPersonSteps } from './second-person.ts';

export interface Correction {
  minutes: number;
  reason: string;
  leaveCoins: boolean;
  idempotencyKey: string;
}

/**
 * Replaces certified figures atomically. Hours get a difference record, coins a linked reversal and
 * a new payment. The star is evaluated again, certificates are marked, and the decision is
 * recorded. Zero minutes with `isRevoked` revokes the certification.
 * Refuses with NOTHING_TO_CORRECT, COINS_ALREADY_SPENT, as the ledger does, and, unless it revokes,
 * as secondPersonSteps does.
 */
export async function correct(
  tx: MutationTransaction,
  request: ServiceRequest,
  visit: Visit,
  { minutes, reason, leaveCoins, idempotencyKey }: Correction,
  isRevoked: boolean,
): Promise<void> {
  if (!isRevoked && minutes === visit.minutesCertified)
    throw new Refusal('NOTHING_TO_CORRECT', { minutes });
  const happenedAt = visit.checkedInAt ?? request.requestedFrom;
  const { kind, rules, policy, authors } = await loadCertificationFacts(
    tx,
    request,
    visit,
    happenedAt,
  );
  const price = paymentFor(rules, request, kind, minutes);
  const before = { minutes: visit.minutesCertified ?? 0, paid: BigInt(visit.coinsPaid ?? 0) };
  const due = price.paid;
  const paid = leaveCoins && due < before.paid ? before.paid : due;
  const decidedAt = tx.caller.now();
  // A revocation gives no hours, so it needs no second person.
  const secondPerson: StoredStep[] = isRevoked
    ? [{ code: 'TRACE_SECOND_PERSON', passed: true, figures: { certifier: tx.actor.displayName } }]
    : await secondPersonSteps(tx, visit, policy, authors);
  const trace: StoredStep[] = [
    {
      code: isRevoked ? 'TRACE_REVOKED' : 'TRACE_CORRECTED',
      passed: true,
      figures: { minutesBefore: before.minutes, minutes, reason },
    },
    ...secondPerson,
    coinsStep({ ...price, paid }),
  ];
  if (paid !== due)
    trace.push({
      code: 'TRACE_COINS_LEFT',
      passed: false,
      figures: { coins: formatHundredths(paid - due), reason },
    });
  visit.minutesCertified = isRevoked ? null : minutes;
  visit.coinsPaid = isRevoked && paid === 0n ? null : paid.toString();
  await tx.flush();
  // Reaches hours and certificates of volunteers from other communities as well.
  const hoursRecordId = await tx.acrossCommunities(async () => {
    await markCertificates(tx, visit, isRevoked ? 'REVOKED' : 'CORRECTED', reason);
    return correctHours(tx, hoursOf(visit, kind, minutes, happenedAt));
  });
  trace.push(...(await evaluateStar(tx, visit)));
  const paymentId = await bookDifference(tx, visit, request, {
    before: before.paid,
    paid,
    happenedAt,
    key: idempotencyKey,
  });
  await recordCertification(tx, visit, {
    outcome: isRevoked ? 'REVOKED' : 'CORRECTED',
    minutes,
    coinsPaid: paid,
    trace,
    paymentId,
    hoursRecordId,
    reason,
    decidedAt,
  });
}

interface Difference {
  before: bigint;
  paid: bigint;
  happenedAt: string;
  key: string;
}

/**
 * Books the reversal and the payment that is due, linked in one booking. Gives the payment now in
 * force.
 */
async function bookDifference(
  tx: MutationTransaction,
  visit: Visit,
  request: ServiceRequest,
  { before, paid, happenedAt, key }: Difference,
): Promise<string | null> {
  const business = { kind: 'visit', id: visit.id };
  const [payment] = await tx.acrossCommunities(() =>
    tx.rows<{ id: string }>(selectPayment, { visitId: visit.id }),
  );
  if (before === paid) return payment?.id ?? null;
  const bookings: Booking[] = [];
  if (payment && before > 0n)
    bookings.push({
      do: 'REVERSE',
      clientId: `reversal:${visit.id}:${key}`,
      reversesId: payment.id,
      // The certification holds the reason, within reach of an erasure; books are sealed.
      reason: null,
      happenedAt,
      business,
    });
  if (paid > 0n)
    bookings.push({
      do: 'POST',
      clientId: `payment:${visit.id}:${key}`,
      kind: 'SERVICE_PAYMENT',
      from: { ownerKind: 'PERSON', ownerId: request.elderPersonId },
      to: { ownerKind: 'PERSON', ownerId: visit.volunteerPersonId },
      amount: paid,
      happenedAt,
      mayAdjust: true,
      business,
    });
  try {
    const booked = await book(tx, bookings);
    return paid > 0n ? (booked.at(-1)?.id ?? null) : null;
  } catch (error) {
    if (error instanceof Refusal && error.code === 'INSUFFICIENT_COINS' && paid < before)
      throw new Refusal('COINS_ALREADY_SPENT', error.params, ['input', 'leaveCoins']);
    throw error;
  }
}

/** The payment of a visit that was not reversed. */
const selectPayment = statement(
  'certification.selectPayment',
  `select t.id from transfer t where t.foundation_id = :foundationId and t.business_kind = 'visit' and t.business_id = :visitId and t.kind = 'SERVICE_PAYMENT'
     and t.phase in ('POSTED', 'POST_PENDING') and not exists (select from transfer r where r.foundation_id = :foundationId and r.reverses_id = t.id)
   order by t.booked_at desc, t.id desc limit 1`,
);
