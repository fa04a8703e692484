import type { AnomalyThresholds } from '../../../schema/certification/anomaly-thresholds.ts';
import type {
  EvidencePolicy,
  EvidenceWeights,
} from '../../../schema/certification/evidence-policy.ts';
import { type Queryable, statement } from '../../platform/database/statement.ts';

/**
 * Built-in policy for foundations without their own: asks for arrival and departure. Most
 * communities have one dispatcher, who enters data for people without a smartphone. Of visits that
 * rest on that dispatcher alone, every fifth is sampled for review.
 */
const usualPolicy = {
  id: null,
  version: 0,
  requiredEvidence: ['CHECK_IN', 'CHECK_OUT'],
  weightNeeded: 0,
  rounding: 'MINUTE_COMPLETED',
  minutesMax: 1_440,
  placeMetresMax: 150,
  isReviewNeeded: false,
  singleDispatcher: 'CALL_BACK',
  callBackPercent: 20,
} as const;

/**
 * Statements of a person weigh more than those of a device; evidence that cannot be produced at
 * home weighs more than evidence that can.
 */
export const defaultWeights: Required<EvidenceWeights> = {
  CHECK_IN: 10,
  CHECK_OUT: 10,
  DOOR_CODE: 40,
  PLACE: 30,
  CALL: 30,
  PHOTO: 20,
  CONFIRMATION: 40,
  SHEET: 30,
};

/** Built-in anomaly thresholds. */
export const defaultThresholds: AnomalyThresholds = {
  // Tolerates clock differences and consecutive visits next door.
  overlapMinutesMax: 2,
  // Faster than any way through a city.
  kilometresPerHourMax: 120,
  // Below this the inaccuracy of two positions dominates.
  travelMetresMin: 2_000,
  expectedPercentMin: 25,
  expectedPercentMax: 250,
  // Twelve hours of service.
  minutesPerDayMax: 720,
  // Every working day of a month. Daily meals get a policy of their own.
  pairVisitsMax: 22,
  pairDays: 30,
  // People write full quarters of an hour.
  sheetMinutesMax: 15,
  // A day without a network is common in the hills.
  lateUploadHoursMax: 24,
  // Reschedules move a visit by hours. The same hour of another day is a different visit, or a slip
  // of the finger.
  planHoursMax: 23,
};

export type PolicyInForce = Pick<
  EvidencePolicy,
  | 'version'
  | 'requiredEvidence'
  | 'weights'
  | 'weightNeeded'
  | 'rounding'
  | 'minutesMax'
  | 'placeMetresMax'
  | 'isReviewNeeded'
  | 'singleDispatcher'
  | 'callBackPercent'
> & { id: string | null; anomalies: AnomalyThresholds };

/**
 * The policy in force for a visit at an instant: that of its kind, else the foundation's, else the
 * built-in one.
 */
export async function policyInForce(
  tx: Queryable,
  foundationId: string,
  kindId: string | null,
  at: string,
): Promise<PolicyInForce> {
  const [row] = await tx.rows<EvidencePolicy>(selectPolicy, { foundationId, kindId, at });
  return policyOf(row);
}

/** A stored policy completed with defaults, or the built-in one. */
export function policyOf(row: EvidencePolicy | null | undefined): PolicyInForce {
  if (!row)
    return {
      ...usualPolicy,
      requiredEvidence: [...usualPolicy.requiredEvidence],
      weights: defaultWeights,
      anomalies: defaultThresholds,
    };
  return {
    ...row,
    weights: { ...defaultWeights, ...row.weights },
    anomalies: { ...defaultThresholds, ...row.anomalies },
  };
}

/**
 * SQL fragment: the policy in force for a kind at an instant, as JSON. Both arguments are SQL
 * expressions. The statement has `:foundationId`.
 */
export function selectPolicyOf(kindId: string, at: string): string {
  return `(select jsonb_build_object('id', p.id, 'version', p.version, 'requiredEvidence', p.required_evidence, 'weights', p.weights,
     'weightNeeded', p.weight_needed, 'rounding', p.rounding, 'minutesMax', p.minutes_max, 'placeMetresMax', p.place_metres_max,
     'isReviewNeeded', p.is_review_needed, 'singleDispatcher', p.single_dispatcher, 'callBackPercent', p.call_back_percent,
     'anomalies', p.anomalies)
   from evidence_policy p where p.foundation_id = :foundationId and (p.kind_id = ${kindId} or p.kind_id is null) and p.valid_from <= ${at}
   order by p.kind_id nulls last, p.valid_from desc, p.version desc limit 1)`;
}

const selectPolicy = statement(
  'certification.selectPolicy',
  `select * from evidence_policy where foundation_id = :foundationId and (kind_id = :kindId or kind_id is null) and valid_from <= :at
   order by kind_id nulls last, valid_from desc, version desc limit 1`,
);
