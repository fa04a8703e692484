import type { StoredStep } from '../../../schema/certification/certification.ts';
import { StarAward } from '../../../schema/certification/star.ts';
import type { Visit } from '../../../schema/requests/visit.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { type Queryable, statement } from '../../platform/database/statement.ts';
import { levelOf, nationalRule } from './rules.ts';

export interface StarRuleInForce {
  version: number;
  name: string;
  hours: readonly number[];
}

/**
 * Evaluates a volunteer's star from all certified hours, in the transaction that changed them.
 * Records it when it changes. Locks the volunteer, so that concurrent certifications see each
 * other's hours.
 */
export async function evaluateStar(
  tx: MutationTransaction,
  visit: Pick<Visit, 'id' | 'volunteerId' | 'volunteerPersonId'>,
): Promise<StoredStep[]> {
  const [now] = await tx.rows<StarState>(selectStarState, { volunteerId: visit.volunteerId });
  if (!now?.communityId) throw new Error('A visit has no volunteer.');
  const rule = now.rule ?? nationalRuleInForce;
  const minutes = Math.max(0, Number(now.minutes));
  const level = levelOf(minutes, rule.hours);
  const before = now.level ?? 0;
  if (level !== before) {
    const award = {
      communityId: now.communityId,
      volunteerId: visit.volunteerId,
      volunteerPersonId: visit.volunteerPersonId,
      level,
      minutes,
      policyVersion: rule.version,
      awardedAt: tx.caller.now(),
      visitId: visit.id,
    };
    await tx.acrossCommunities(() => tx.add(StarAward, award));
  }
  const figures = { minutes, levelBefore: before, level, policyVersion: rule.version };
  return [{ code: 'TRACE_STAR', passed: true, figures }];
}

interface StarState {
  communityId: string | null;
  minutes: string;
  level: number | null;
  rule: StarRuleInForce | null;
}

/** The newest star policy in effect; all current stars were evaluated by it. */
export async function starRuleInForce(
  tx: Queryable,
  foundationId: string,
): Promise<StarRuleInForce> {
  const [row] = await tx.rows<StarRuleInForce>(selectRule, { foundationId });
  return row ?? nationalRuleInForce;
}

const nationalRuleInForce: StarRuleInForce = {
  version: 0,
  name: nationalRule.name,
  hours: nationalRule.hours,
};

const selectStarState = statement(
  'certification.selectStarState',
  'select * from volunteer_star_state(:foundationId, :volunteerId)',
);
const selectRule = statement(
  'certification.selectRule',
  `select p.* from star_policy p join star_policy_effect e on e.foundation_id = :foundationId and e.policy_id = p.id
   where p.foundation_id = :foundationId order by p.valid_from desc, p.version desc limit 1`,
);
