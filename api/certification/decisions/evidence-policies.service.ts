import {
  EvidencePolicy,
  type SetEvidencePolicyInput,
} from '../../../schema/certification/evidence-policy.ts';
import { ServiceKind } from '../../../schema/requests/service-kind.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import { statement } from '../../platform/database/statement.ts';
import { Refusal } from '../../platform/common/errors.ts';
import { idFrom } from '../../platform/common/ids.ts';

/**
 * Sets the evidence policy from an instant on. Past certifications stay as decided.
 * Refuses with RULE_BEGINS_IN_PAST, PLACE_METRES_TOO_FEW, NOT_FOUND, NOT_ALLOWED.
 */
export async function setEvidencePolicy(
  ctx: Context,
  input: SetEvidencePolicyInput,
): Promise<{ policyId: string }> {
  const kindId = input.kindId ? idFrom('kind', input.kindId, 'input', 'kindId') : null;
  return ctx.mutate({ operation: 'setEvidencePolicy', input }, async (tx) => {
    const about = { kind: 'foundation', id: tx.foundationId, reason: input.reason };
    await tx.authorize('evidencePolicy:set', { foundationId: tx.foundationId }, about);
    if (kindId) await tx.find(ServiceKind, 'kind', kindId);
    const now = tx.caller.now();
    const validFrom = input.validFrom ?? now;
    if (Date.parse(validFrom) < tx.caller.nowMs() - 60_000)
      throw new Refusal('RULE_BEGINS_IN_PAST', {}, ['input', 'validFrom']);
    // Devices are no more accurate than that.
    if (input.placeMetresMax < placeMetresMin)
      throw new Refusal('PLACE_METRES_TOO_FEW', { metresMin: placeMetresMin }, [
        'input',
        'placeMetresMax',
      ]);
    const weights = Object.fromEntries(input.weights.map(({ kind, weight }) => [kind, weight]));
    const anomalies = Object.fromEntries(
      Object.entries(input.anomalies ?? {}).filter(([, bound]) => typeof bound === 'number'),
    );
    const [last] = await tx.rows<{ version: number | null }>(selectLastEvidencePolicy, {
      kindId,
    });
    const {
      requiredEvidence,
      weightNeeded,
      rounding,
      minutesMax,
      placeMetresMax,
      isReviewNeeded,
      reason,
    } = input;
    const { singleDispatcher, callBackPercent } = input;
    const { id: policyId } = await tx.add(EvidencePolicy, {
      kindId,
      version: (last?.version ?? 0) + 1,
      validFrom,
      requiredEvidence: [...new Set(requiredEvidence)],
      weights,
      weightNeeded,
      rounding,
      minutesMax,
      placeMetresMax,
      isReviewNeeded,
      singleDispatcher,
      callBackPercent,
      anomalies,
      reason,
      writtenAt: now,
      actorAccountId: tx.actor.accountId,
    });
    return { policyId };
  });
}

const placeMetresMin = 10;

const selectLastEvidencePolicy = statement(
  'certification.selectLastEvidencePolicy',
  'select max(version) as version from evidence_policy where foundation_id = :foundationId and kind_id is not distinct from :kindId::uuid',
);
