import type { StoredStep } from '../../../schema/requests/certification.ts';
import { StarAward } from '../../../schema/requests/star.ts';
import type { Visit } from '../../../schema/requests/visit.ts';
import type { MutationTransaction } from '../../platform/context.ts';
import { type Queryable, statement } from '../../platform/database/reader.ts';
import { levelOf, nationalRule } from './rules.ts';

export interface StarRuleInForce {
  version: number;
  name: string;
  hours: readonly number[];
}

/**
 * Works out a volunteer's star from all certified hours, in the transaction that changed them, and writes it down when it is
 * another one. The volunteer is locked, so that two visits certified at once see each other's hours.
 */
export async function evaluateStar(
  tx: MutationTransaction,
  visit: Pick<Visit, 'id' | 'volunteerId' | 'volunteerPersonId'>,
): Promise<StoredStep[]> {
  return tx.acrossCommunities(async () => {
    const [volunteer] = await tx.rows<{ communityId: string }>(lockVolunteer, [tx.foundationId, visit.volunteerId]);
    if (!volunteer) throw new Error('A visit has no volunteer.');
    const [now] = await tx.rows<{ minutes: string; level: number | null }>(selectStanding, [
      tx.foundationId,
      visit.volunteerId,
    ]);
    const rule = await starRuleInForce(tx, tx.foundationId, new Date().toISOString());
    const minutes = Math.max(0, Number(now?.minutes ?? 0));
    const level = levelOf(minutes, rule.hours);
    const before = now?.level ?? 0;
    if (level !== before) {
      await tx.add(StarAward, {
        communityId: volunteer.communityId,
        volunteerId: visit.volunteerId,
        volunteerPersonId: visit.volunteerPersonId,
        level,
        minutes,
        policyVersion: rule.version,
        awardedAt: new Date().toISOString(),
        visitId: visit.id,
      });
    }
    const figures = { minutes, levelBefore: before, level, policyVersion: rule.version };
    return [{ code: 'TRACE_STAR', passed: true, figures }];
  });
}

export async function starRuleInForce(tx: Queryable, foundationId: string, at: string): Promise<StarRuleInForce> {
  const [row] = await tx.rows<StarRuleInForce>(selectRule, [foundationId, at]);
  return row ?? { version: 0, name: nationalRule.name, hours: nationalRule.hours };
}

const lockVolunteer = statement(
  'select community_id from volunteer where foundation_id = $1 and id = $2 for no key update',
);
const selectStanding = statement(
  `select coalesce((select sum(minutes) from hours_record where foundation_id = $1 and volunteer_id = $2), 0) as minutes,
     (select level from star_award where foundation_id = $1 and volunteer_id = $2 order by id desc limit 1) as level`,
);
const selectRule = statement(
  `select * from star_policy where foundation_id = $1 and valid_from <= $2 order by valid_from desc, version desc limit 1`,
);
