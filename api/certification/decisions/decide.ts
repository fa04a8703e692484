import type { StoredStep } from '../../../schema/certification/certification.ts';
import type { EvidenceKind } from '../../../schema/certification/evidence.ts';
import type { HoursRounding } from '../../../schema/certification/evidence-policy.ts';
import type { Visit } from '../../../schema/requests/visit.ts';
import { Refusal } from '../../platform/common/errors.ts';
import type { PolicyInForce } from './evidence-policy.ts';

/** Facts that a decision rests on. */
export interface CertificationFacts {
  visit: Pick<Visit, 'checkedInAt' | 'checkedOutAt'>;
  policy: PolicyInForce;
  /** Kinds of evidence that count. */
  present: readonly EvidenceKind[];
  reviews: { open: number; resolved: number };
  /** Minutes that the certifier states in place of the measured ones. */
  minutes: number | null;
  reason: string | null;
  /** Trace steps of the second-person rule; see second-person.ts. */
  secondPerson: readonly StoredStep[];
}

export interface Decision {
  minutes: number;
  trace: StoredStep[];
}

/**
 * Decides from evidence and policy how many minutes a visit counts, and records every figure used.
 * Pure: the same facts give the same decision.
 * Refuses with EVIDENCE_MISSING (unless a reason is given), REVIEW_OPEN, REASON_NEEDED.
 */
export function decide(grounds: CertificationFacts): Decision {
  const trace: StoredStep[] = [];
  const measured = measuredMinutes(grounds, trace);
  weigh(grounds, trace);
  review(grounds, trace);
  const minutes = chosenMinutes(grounds, measured, trace);
  trace.push(...grounds.secondPerson);
  return { minutes, trace };
}

/** Rounds measured minutes to certified minutes. */
export function rounded(minutes: number, rounding: HoursRounding): number {
  switch (rounding) {
    case 'MINUTE_COMPLETED':
      return Math.max(1, Math.floor(minutes));
    case 'MINUTE_BEGUN':
      return Math.max(1, Math.ceil(minutes));
    case 'HALF_HOUR_NEAREST':
      return Math.round(minutes / 30) * 30;
    case 'HALF_HOUR_COMPLETED':
      return Math.floor(minutes / 30) * 30;
    case 'HOUR_COMPLETED':
      return Math.floor(minutes / 60) * 60;
  }
}

/**
 * Minutes between two instants, in whole seconds: fractions are noise of clocks and networks. NaN
 * when an instant is unknown.
 */
function minutesBetween(from: string | null | undefined, to: string | null | undefined): number {
  return Math.round((Date.parse(to ?? '') - Date.parse(from ?? '')) / 1_000) / 60;
}

/**
 * Minutes that a visit counts by the policy alone: measured, rounded, and capped at the maximum of
 * one visit.
 */
export function countedMinutes(
  policy: Pick<PolicyInForce, 'rounding' | 'minutesMax'>,
  from: string | null | undefined,
  to: string | null | undefined,
): number | null {
  const measured = minutesBetween(from, to);
  return Number.isFinite(measured)
    ? Math.min(rounded(measured, policy.rounding), policy.minutesMax)
    : null;
}

function measuredMinutes({ visit, policy }: CertificationFacts, trace: StoredStep[]): number {
  const { checkedInAt, checkedOutAt } = visit;
  const measured = minutesBetween(checkedInAt, checkedOutAt);
  const minutes = Number.isFinite(measured) ? measured : 0;
  trace.push({
    code: 'TRACE_MEASURED',
    passed: Number.isFinite(measured),
    figures: {
      checkedInAt: checkedInAt ?? '',
      checkedOutAt: checkedOutAt ?? '',
      minutes: Math.round(minutes * 10) / 10,
    },
  });
  const whole = rounded(minutes, policy.rounding);
  trace.push({
    code: 'TRACE_ROUNDED',
    passed: true,
    figures: { rounding: policy.rounding, minutes: whole },
  });
  if (whole <= policy.minutesMax) return whole;
  trace.push({
    code: 'TRACE_CAPPED',
    passed: false,
    figures: { minutesMeasured: whole, minutes: policy.minutesMax },
  });
  return policy.minutesMax;
}

/** Weight of the evidence by a policy. Several pieces of one kind weigh once. */
export function weighed(policy: PolicyInForce, present: readonly EvidenceKind[]) {
  const kinds = [...new Set(present)].sort();
  const missing = policy.requiredEvidence.filter((kind) => !kinds.includes(kind));
  const weight = kinds.reduce((sum, kind) => sum + (policy.weights[kind] ?? 0), 0);
  return {
    kinds,
    missing,
    weight,
    isEnough: missing.length === 0 && weight >= policy.weightNeeded,
  };
}

function weigh({ policy, present, reason }: CertificationFacts, trace: StoredStep[]): void {
  const { kinds, missing, weight, isEnough } = weighed(policy, present);
  const figures = {
    present: kinds.map((kind) => `${kind} ${policy.weights[kind] ?? 0}`).join(', ') || '-',
    missing: missing.join(', ') || '-',
    weight,
    weightNeeded: policy.weightNeeded,
    policyVersion: policy.version,
  };
  if (!isEnough && !reason) throw new Refusal('EVIDENCE_MISSING', figures, ['input', 'reason']);
  trace.push({ code: 'TRACE_EVIDENCE_WEIGHED', passed: isEnough, figures });
  if (!isEnough && reason)
    trace.push({ code: 'TRACE_OVERRIDDEN', passed: false, figures: { reason } });
}

function review({ policy, reviews }: CertificationFacts, trace: StoredStep[]): void {
  if (policy.isReviewNeeded && reviews.open > 0)
    throw new Refusal('REVIEW_OPEN', { open: reviews.open });
  trace.push({ code: 'TRACE_REVIEWED', passed: reviews.open === 0, figures: { ...reviews } });
}

function chosenMinutes(
  { minutes, reason }: CertificationFacts,
  measured: number,
  trace: StoredStep[],
): number {
  if (minutes === null || minutes === measured) return measured;
  if (!reason) throw new Refusal('REASON_NEEDED', { minutes: measured }, ['input', 'reason']);
  trace.push({
    code: 'TRACE_MINUTES_CHANGED',
    passed: false,
    figures: { minutesMeasured: measured, minutes, reason },
  });
  return minutes;
}
