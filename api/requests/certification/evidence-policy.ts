import type { EvidencePolicy, EvidenceWeights } from '../../../schema/requests/evidence-policy.ts';
import { type Queryable, statement } from '../../platform/database/reader.ts';

/** What the platform asks for where a foundation has decided nothing: that somebody came and left. */
const usualPolicy = {
  id: null,
  version: 0,
  requiredEvidence: ['CHECK_IN', 'CHECK_OUT'],
  weightNeeded: 0,
  rounding: 'MINUTE_BEGUN',
  minutesMax: 1_440,
  placeMetresMax: 150,
  isReviewNeeded: false,
} as const;

/** Who says so weighs more than what a device says, and what cannot be made at home weighs more than what can. */
export const usualWeights: Required<EvidenceWeights> = {
  CHECK_IN: 10,
  CHECK_OUT: 10,
  DOOR_CODE: 40,
  PLACE: 30,
  CALL: 30,
  PHOTO: 20,
  CONFIRMATION: 40,
  SHEET: 30,
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
> & { id: string | null };

/** The policy that a visit at that instant falls under: that of its kind, else the foundation's, else the usual one. */
export async function policyInForce(
  tx: Queryable,
  foundationId: string,
  kindId: string | null,
  at: string,
): Promise<PolicyInForce> {
  const [row] = await tx.rows<EvidencePolicy>(selectPolicy, [foundationId, kindId, at]);
  return policyOf(row);
}

/** A stored policy with what it leaves out, or the usual one. */
export function policyOf(row: EvidencePolicy | null | undefined): PolicyInForce {
  if (!row) return { ...usualPolicy, requiredEvidence: [...usualPolicy.requiredEvidence], weights: usualWeights };
  return { ...row, weights: { ...usualWeights, ...row.weights } };
}

const selectPolicy = statement(
  `select * from evidence_policy where foundation_id = $1 and (kind_id = $2 or kind_id is null) and valid_from <= $3
   order by kind_id nulls last, valid_from desc, version desc limit 1`,
);
