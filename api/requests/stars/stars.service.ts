import { newId } from '../../../schema/ids.ts';
import { type SetStarPolicyInput, StarPolicy } from '../../../schema/requests/star.ts';
import type { Context, MutationTransaction } from '../../platform/context.ts';
import { statement } from '../../platform/database/reader.ts';
import { Refusal } from '../../platform/errors.ts';

/**
 * Decides from how many hours which star is held. A rule from now on is applied to every volunteer at once.
 * Refuses with STAR_HOURS_NOT_RISING, RULE_BEGINS_IN_PAST, NOT_ALLOWED.
 */
export async function setStarPolicy(
  ctx: Context,
  input: SetStarPolicyInput,
): Promise<{ policyId: string; volunteersChanged: number }> {
  return ctx.mutate({ operation: 'setStarPolicy', input }, async (tx) => {
    const about = { kind: 'foundation', id: tx.foundationId, reason: input.reason };
    await tx.authorize('starPolicy:set', { foundationId: tx.foundationId }, about);
    const { name, hours, reason } = input;
    if (hours.some((threshold, index) => index > 0 && threshold <= (hours[index - 1] ?? 0)))
      throw new Refusal('STAR_HOURS_NOT_RISING', {}, ['input', 'hours']);
    const now = tx.ctx.now();
    const validFrom = input.validFrom ?? now;
    if (Date.parse(validFrom) < tx.ctx.nowMs() - 60_000)
      throw new Refusal('RULE_BEGINS_IN_PAST', {}, ['input', 'validFrom']);
    const [last] = await tx.rows<{ version: number | null }>(selectLastVersion, [tx.foundationId]);
    const version = (last?.version ?? 0) + 1;
    const { id: policyId } = await tx.add(StarPolicy, {
      name,
      hours,
      version,
      validFrom,
      reason,
      writtenAt: now,
      actorAccountId: tx.actor.accountId,
    });
    const isNow = Date.parse(validFrom) <= tx.ctx.nowMs();
    return { policyId, volunteersChanged: isNow ? await evaluateAll(tx, hours, version) : 0 };
  });
}

/** All volunteers in one statement; ids rise with the order of the rows, as those of single awards do. */
async function evaluateAll(tx: MutationTransaction, hours: readonly number[], version: number): Promise<number> {
  return tx.acrossCommunities(async () => {
    const changed = await tx.rows<{ id: string; level: number; minutes: string }>(selectChanged, [
      tx.foundationId,
      hours,
    ]);
    if (changed.length === 0) return 0;
    const awards = changed.map(({ id, level, minutes }) => ({ awardId: newId(), id, level, minutes: Number(minutes) }));
    await tx.rows(insertAwards, [tx.foundationId, version, JSON.stringify(awards)]);
    return changed.length;
  });
}

const selectLastVersion = statement('select max(version) as version from star_policy where foundation_id = $1');
const selectChanged = statement(
  `select v.id, now.level, now.minutes from volunteer v
   cross join lateral (
     select coalesce(sum(h.minutes), 0) as minutes from hours_record h where h.foundation_id = $1 and h.volunteer_id = v.id
   ) as served
   cross join lateral (
     select served.minutes, (select count(*)::integer from unnest($2::integer[]) as t (hours) where served.minutes >= t.hours * 60) as level
   ) as now
   where v.foundation_id = $1 and now.level <> coalesce(
     (select a.level from star_award a where a.foundation_id = $1 and a.volunteer_id = v.id order by a.id desc limit 1), 0)`,
);
const insertAwards = statement(
  `insert into star_award (foundation_id, id, community_id, volunteer_id, volunteer_person_id, level, minutes, policy_version, awarded_at)
   select $1, award."awardId", v.community_id, v.id, v.person_id, award.level, award.minutes, $2, clock_timestamp()
   from jsonb_to_recordset($3::jsonb) as award ("awardId" uuid, id uuid, level integer, minutes integer)
   join volunteer v on v.foundation_id = $1 and v.id = award.id`,
);
