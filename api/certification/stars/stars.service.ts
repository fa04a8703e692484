import { newId } from '../../../schema/ids.ts';
import { type SetStarPolicyInput, StarPolicy } from '../../../schema/certification/star.ts';
import { Context } from '../../platform/context/operation-context.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { statement } from '../../platform/database/statement.ts';
import { Refusal } from '../../platform/common/errors.ts';
import type { ScheduledTasks } from '../../platform/jobs/scheduled-tasks.ts';
import { systemActor } from '../../platform/authorization/system-actor.ts';

/**
 * Sets the hours for each star. A policy from now on is applied to every volunteer at once, a later
 * one on its day.
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
    mustRise(hours, ['input', 'hours']);
    const now = tx.caller.now();
    const validFrom = input.validFrom ?? now;
    if (Date.parse(validFrom) < tx.caller.nowMs() - 60_000)
      throw new Refusal('RULE_BEGINS_IN_PAST', {}, ['input', 'validFrom']);
    const [last] = await tx.rows<{ version: number | null }>(selectLastStarPolicy);
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
    const isNow = Date.parse(validFrom) <= tx.caller.nowMs();
    return { policyId, volunteersChanged: isNow ? await begin(tx, policyId) : 0 };
  });
}

/** Star policies whose day has come. */
export const dueStarPolicies: ScheduledTasks = {
  task: 'star-policy',
  due: `select p.foundation_id, p.id as subject_id, 'BEGIN' as kind from star_policy p where p.valid_from <= :now
       and not exists (select from star_policy_effect e where e.foundation_id = p.foundation_id and e.policy_id = p.id)`,
  async run(services, { foundationId, subjectId }) {
    const ctx = new Context(services, systemActor(foundationId), 'zh-CN');
    await ctx.mutate(
      { operation: 'beginStarPolicy', input: { policyId: subjectId } },
      async (tx) => {
        const [policy] = await tx.rows(selectDue, { foundationId, subjectId });
        if (!policy) return {};
        await tx.leaveTrail('starPolicy:begin', { kind: 'starpolicy', id: subjectId });
        return { volunteersChanged: await begin(tx, subjectId) };
      },
    );
  },
};

/** Equal or falling hours would give two stars at once. Refuses with STAR_HOURS_NOT_RISING. */
export function mustRise(hours: readonly number[], path: string[]): void {
  if (hours.some((threshold, index) => index > 0 && threshold <= (hours[index - 1] ?? 0)))
    throw new Refusal('STAR_HOURS_NOT_RISING', {}, path);
}

/**
 * Puts a policy in force: evaluates every star by the newest policy. Locks all volunteers first, in
 * order of ids, so that a concurrent certification is either seen here or sees the policy. Gives
 * the number of changed stars.
 */
async function begin(tx: MutationTransaction, policyId: string): Promise<number> {
  return tx.acrossCommunities(async () => {
    await tx.rows(lockVolunteers);
    const [rule] = await tx.rows<{ version: number; hours: number[] }>(selectRuleWith, {
      policyId,
    });
    if (!rule) throw new Error('A rule that begins is there.');
    const changed = await tx.rows<{ id: string; level: number; minutes: string }>(selectChanged, {
      hours: rule.hours,
    });
    const awards = changed.map(({ id, level, minutes }) => ({
      awardId: newId(),
      id,
      level,
      minutes: Number(minutes),
    }));
    if (awards.length > 0)
      await tx.rows(insertAwards, {
        version: rule.version,
        awards: JSON.stringify(awards),
        awardedAt: tx.caller.now(),
      });
    await tx.rows(insertEffect, {
      policyId,
      at: tx.caller.now(),
      volunteersChanged: awards.length,
    });
    return awards.length;
  });
}

const selectDue = statement(
  'certification.selectDue',
  `select id from star_policy p where foundation_id = :foundationId and id = :subjectId
     and not exists (select from star_policy_effect e where e.foundation_id = :foundationId and e.policy_id = p.id)`,
);
const lockVolunteers = statement(
  'certification.lockVolunteers',
  'select id from volunteer where foundation_id = :foundationId order by id for no key update',
);
const selectRuleWith = statement(
  'certification.selectRuleWith',
  `select p.version, p.hours from star_policy p
   where p.foundation_id = :foundationId and (p.id = :policyId or exists (select from star_policy_effect e where e.foundation_id = :foundationId and e.policy_id = p.id))
   order by p.valid_from desc, p.version desc limit 1`,
);
const insertEffect = statement(
  'certification.insertEffect',
  'insert into star_policy_effect (foundation_id, policy_id, at, volunteers_changed) values (:foundationId, :policyId, :at, :volunteersChanged)',
);
const selectLastStarPolicy = statement(
  'certification.selectLastStarPolicy',
  'select max(version) as version from star_policy where foundation_id = :foundationId',
);
const selectChanged = statement(
  'certification.selectChanged',
  `select v.id, now.level, now.minutes from volunteer v
   cross join lateral (
     select coalesce(sum(h.minutes), 0) as minutes from hours_record h where h.foundation_id = :foundationId and h.volunteer_id = v.id
   ) as served
   cross join lateral (
     select served.minutes, (select count(*)::integer from unnest(:hours::integer[]) as t (hours) where served.minutes >= t.hours * 60) as level
   ) as now
   where v.foundation_id = :foundationId and now.level <> coalesce(
     (select a.level from star_award a where a.foundation_id = :foundationId and a.volunteer_id = v.id order by a.id desc limit 1), 0)`,
);
const insertAwards = statement(
  'certification.insertAwards',
  `insert into star_award (foundation_id, id, community_id, volunteer_id, volunteer_person_id, level, minutes, policy_version, awarded_at)
   select :foundationId, award."awardId", v.community_id, v.id, v.person_id, award.level, award.minutes, :version, :awardedAt
   from jsonb_to_recordset(:awards::jsonb) as award ("awardId" uuid, id uuid, level integer, minutes integer)
   join volunteer v on v.foundation_id = :foundationId and v.id = award.id`,
);
