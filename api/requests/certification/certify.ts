import type { CertificationOutcome, StoredStep } from '../../../schema/requests/certification.ts';
import { Certification } from '../../../schema/requests/certification.ts';
import type { EvidenceKind } from '../../../schema/requests/evidence.ts';
import { ServiceKind } from '../../../schema/requests/service-kind.ts';
import type { ServiceRequest } from '../../../schema/requests/service-request.ts';
import type { Visit } from '../../../schema/requests/visit.ts';
import type { MutationTransaction } from '../../platform/context.ts';
import { statement } from '../../platform/database/reader.ts';
import { recordHours } from '../../timebank/hours.ts';
import { settle } from '../../timebank/ledger.ts';
import { moveTo } from '../request-moves.ts';
import { evaluateStar } from '../stars/evaluate.ts';
import { decide } from './decide.ts';
import { policyInForce } from './evidence-policy.ts';
import { coinsStep, holdOf, priceOf } from './price.ts';

/**
 * Accepts a visit, all or nothing: the decision with its figures, hours, star, payment out of the hold, event. The caller has
 * locked the request and authorized. Refuses as `decide` and `settle` do.
 */
export async function certify(
  tx: MutationTransaction,
  request: ServiceRequest,
  visit: Visit,
  { minutes: wanted, reason }: { minutes: number | null; reason: string | null },
): Promise<void> {
  const happenedAt = visit.checkedInAt ?? request.wishedFrom;
  const kind = await tx.find(ServiceKind, 'kind', request.kindId);
  const policy = await policyInForce(tx, tx.foundationId, request.kindId, happenedAt);
  const grounds = await groundsOf(tx, visit);
  const certifier = tx.actor.displayName;
  const { minutes, trace } = decide({ visit, policy, ...grounds, minutes: wanted, reason, certifier });
  const price = await priceOf(tx, request, kind, minutes);
  const { paid } = price;
  trace.push(coinsStep(price));
  const decidedAt = new Date().toISOString();
  visit.state = 'CERTIFIED';
  visit.minutesCertified = minutes;
  visit.coinsPaid = paid.toString();
  visit.certifiedAt = decidedAt;
  visit.certifiedByAccountId = tx.actor.accountId;
  await moveTo(tx, request, 'CERTIFIED', 'VisitCertified', { visitId: visit.id }, { reason });
  const business = { kind: 'visit', id: visit.id };
  const hoursRecordId = minutes === 0 ? null : await recordHours(tx, hoursOf(visit, kind, minutes, happenedAt));
  trace.push(...(await evaluateStar(tx, visit)));
  const paymentId = await settle(tx, {
    holdId: holdOf(visit, request),
    clientId: `payment:${visit.id}`,
    kind: 'SERVICE_PAYMENT',
    to: { ownerKind: 'PERSON', ownerId: visit.volunteerPersonId },
    amount: paid,
    happenedAt,
    // A visit that is certified late belongs to a month that may be closed by now.
    mayAdjust: true,
    business,
  });
  await keep(tx, visit, {
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
}

export interface Kept {
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

/** Writes a decision down as the next one about its visit. */
export async function keep(tx: MutationTransaction, visit: Visit, { coinsPaid, ...kept }: Kept): Promise<void> {
  const [last] = await tx.rows<{ version: number }>(selectLastVersion, [tx.foundationId, visit.id]);
  await tx.add(Certification, {
    communityId: visit.communityId,
    visitId: visit.id,
    elderPersonId: visit.elderPersonId,
    volunteerPersonId: visit.volunteerPersonId,
    version: (last?.version ?? 0) + 1,
    coinsPaid: coinsPaid.toString(),
    actorAccountId: tx.actor.accountId,
    actorName: tx.actor.displayName,
    ...kept,
  });
}

export function hoursOf(visit: Visit, kind: ServiceKind, minutes: number, happenedAt: string) {
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

/** Evidence that counts, and how far the oddities are looked into. That somebody came and left, the visit itself says. */
async function groundsOf(
  tx: MutationTransaction,
  visit: Visit,
): Promise<{ present: EvidenceKind[]; reviews: { open: number; resolved: number } }> {
  const [row] = await tx.rows<{ kinds: EvidenceKind[]; open: number; resolved: number }>(selectGrounds, [
    tx.foundationId,
    visit.id,
  ]);
  const present: EvidenceKind[] = [...(row?.kinds ?? [])];
  if (visit.checkedInAt) present.push('CHECK_IN');
  if (visit.checkedOutAt) present.push('CHECK_OUT');
  return { present, reviews: { open: row?.open ?? 0, resolved: row?.resolved ?? 0 } };
}

const selectGrounds = statement(
  `select array(select distinct kind from evidence where foundation_id = $1 and visit_id = $2 and counts) as kinds,
     count(*) filter (where state = 'OPEN')::integer as open, count(*) filter (where state = 'RESOLVED')::integer as resolved
   from review_item where foundation_id = $1 and visit_id = $2`,
);
const selectLastVersion = statement(
  'select max(version) as version from certification where foundation_id = $1 and visit_id = $2',
);
