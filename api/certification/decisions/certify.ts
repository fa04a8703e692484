import type {
  CertificationOutcome,
  StoredStep,
} from '../../../schema/certification/certification.ts';
import type { ServiceKind } from '../../../schema/requests/service-kind.ts';
import { newId } from '../../../schema/ids.ts';
import type { ServiceRequest } from '../../../schema/requests/service-request.ts';
import type { Visit } from '../../../schema/requests/visit.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { statement } from '../../platform/database/statement.ts';
import { recordHours } from '../../timebank/hours.ts';
import { settle, type Settlement } from '../../timebank/ledger.ts';
import { transitionAfterVisit } from '../../requests/request-lifecycle.ts';
import { evaluateStar } from '../stars/evaluate.ts';
import { decide } from './decide.ts';
import { loadCertificationFacts } from './certification-facts.ts';
import { coinsStep, paymentFor } from './payment.ts';
import { secondPersonSteps } from './second-person.ts';

/**
 * Certifies a visit atomically: decision, hours, star, payment from the hold, event. The caller has
 * locked the request and authorized.
 * Refuses as `secondPersonSteps`, `decide` and the settlement of the ledger do.
 */
export async function certify(
  tx: MutationTransaction,
  request: ServiceRequest,
  visit: Visit,
  { minutes: wanted, reason }: { minutes: number | null; reason: string | null },
): Promise<void> {
  const happenedAt = visit.checkedInAt ?? request.requestedFrom;
  const { kind, policy, rules, present, authors, reviews } = await loadCertificationFacts(
    tx,
    request,
    visit,
    happenedAt,
  );
  const secondPerson = await secondPersonSteps(tx, visit, policy, authors);
  const { minutes, trace } = decide({
    visit,
    policy,
    present,
    reviews,
    minutes: wanted,
    reason,
    secondPerson,
  });
  const price = paymentFor(rules, request, kind, minutes);
  const { paid } = price;
  trace.push(coinsStep(price));
  const decidedAt = tx.caller.now();
  visit.state = 'CERTIFIED';
  visit.minutesCertified = minutes;
  visit.coinsPaid = paid.toString();
  visit.certifiedAt = decidedAt;
  visit.certifiedByAccountId = tx.actor.accountId;
  await transitionAfterVisit(tx, request, 'CERTIFIED', {
    event: 'VISIT_CERTIFIED',
    visitId: visit.id,
    reason,
  });
  const business = { kind: 'visit', id: visit.id };
  const hoursRecordId =
    minutes === 0 ? null : await recordHours(tx, hoursOf(visit, kind, minutes, happenedAt));
  trace.push(...(await evaluateStar(tx, visit)));
  const paymentId = newId();
  await recordCertification(tx, visit, {
    outcome: 'CERTIFIED',
    minutes,
    coinsPaid: paid,
    trace,
    policyId: policy.id,
    paymentId,
    hoursRecordId,
    reason,
    decidedAt,
  });
  const payment: Settlement = {
    id: paymentId,
    holdId: visit.holdId,
    clientId: `payment:${visit.id}`,
    kind: 'SERVICE_PAYMENT',
    to: { ownerKind: 'PERSON', ownerId: visit.volunteerPersonId },
    amount: paid,
    happenedAt,
    // A late certification belongs to a month that may be closed by now.
    mayAdjust: true,
    business,
  };
  // Booking serializes all writers of the foundation until commit, so it comes last.
  tx.atEnd(async () => {
    const bookedId = await settle(tx, payment);
    if (bookedId !== paymentId) throw new Error('A visit that is certified now was paid before.');
  });
}

export interface RecordedCertification {
  outcome: CertificationOutcome;
  minutes: number;
  coinsPaid: bigint;
  trace: StoredStep[];
  policyId?: string | null;
  paymentId: string | null;
  hoursRecordId: string | null;
  reason: string | null;
  decidedAt: string;
}

/** Appends a decision to the visit's certifications. */
export async function recordCertification(
  tx: MutationTransaction,
  visit: Visit,
  kept: RecordedCertification,
): Promise<void> {
  await tx.rows(insertCertification, {
    id: newId(),
    communityId: visit.communityId,
    visitId: visit.id,
    elderPersonId: visit.elderPersonId,
    volunteerPersonId: visit.volunteerPersonId,
    outcome: kept.outcome,
    minutes: kept.minutes,
    coinsPaid: kept.coinsPaid.toString(),
    trace: JSON.stringify(kept.trace),
    policyId: kept.policyId ?? null,
    paymentId: kept.paymentId,
    hoursRecordId: kept.hoursRecordId,
    reason: kept.reason,
    decidedAt: kept.decidedAt,
    accountId: tx.actor.accountId,
    displayName: tx.actor.displayName,
  });
}

export function hoursOf(
  visit: Visit,
  kind: Pick<ServiceKind, 'category'>,
  minutes: number,
  happenedAt: string,
) {
  return {
    communityId: visit.communityId,
    volunteerId: visit.volunteerId,
    personId: visit.volunteerPersonId,
    minutes,
    category: kind.category,
    happenedAt,
    business: { kind: 'visit', id: visit.id },
  };
}

const insertCertification = statement(
  'certification.insertCertification',
  `insert into certification (foundation_id, id, community_id, visit_id, elder_person_id, volunteer_person_id, version, outcome, minutes, coins_paid,
     trace, policy_id, payment_id, hours_record_id, reason, decided_at, actor_account_id, actor_name)
   select :foundationId, :id, :communityId, :visitId, :elderPersonId, :volunteerPersonId, coalesce(max(version), 0) + 1, :outcome, :minutes, :coinsPaid, :trace, :policyId, :paymentId, :hoursRecordId, :reason, :decidedAt, :accountId, :displayName
   from certification where foundation_id = :foundationId and visit_id = :visitId`,
);
