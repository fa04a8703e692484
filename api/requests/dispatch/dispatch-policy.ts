import { checkVersion } from '../../platform/database/check-version.ts';
import {
  DispatchPolicy,
  type Escalation,
  type EscalationStepsInput,
  type SetDispatchPolicyInput,
} from '../../../schema/requests/dispatch-policy.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import { type Queryable, statement } from '../../platform/database/statement.ts';
import { Refusal } from '../../platform/common/errors.ts';

/** The dispatch policy in force; the built-in one until a foundation sets its own. */
export async function dispatchPolicyOf(
  reader: Queryable,
  foundationId: string,
  nowIso: string,
): Promise<DispatchPolicy> {
  const [row] = await reader.rows<DispatchPolicy>(selectPolicy, { foundationId, now: nowIso });
  return row ?? { ...usualPolicy, id: foundationId, foundationId, setByAccountId: foundationId };
}

/**
 * Sets a new dispatch policy from now on; earlier versions stay on record.
 * Refuses with VERSION_CONFLICT, ESCALATION_NOT_RISING, NOT_ALLOWED.
 */
export async function setDispatchPolicy(
  ctx: Context,
  input: SetDispatchPolicyInput,
): Promise<void> {
  await ctx.mutate({ operation: 'setDispatchPolicy', input }, async (tx) => {
    await tx.authorize('dispatch:setPolicy', {}, { kind: 'foundation', id: tx.foundationId });
    await tx.rows(lockFoundation);
    const now = tx.caller.now();
    const { id: _, ...current } = await dispatchPolicyOf(tx, tx.foundationId, now);
    checkVersion(current, input.expectedVersion);
    const { expectedVersion, escalationNormal, escalationSoon, escalationUrgent, ...said } = input;
    const escalation: Escalation = {
      normal: stepsOf(current.escalation.normal, escalationNormal, 'escalationNormal'),
      soon: stepsOf(current.escalation.soon, escalationSoon, 'escalationSoon'),
      urgent: stepsOf(current.escalation.urgent, escalationUrgent, 'escalationUrgent'),
    };
    const changed = Object.fromEntries(
      Object.entries(said).filter(([, value]) => value !== null && value !== undefined),
    );
    await tx.add(DispatchPolicy, {
      ...current,
      ...changed,
      escalation,
      version: expectedVersion + 1,
      validFrom: now,
      setByAccountId: tx.actor.accountId,
    });
    return {};
  });
}

/** Built-in values that are harmless everywhere. */
export const usualPolicy: Omit<DispatchPolicy, 'id' | 'foundationId' | 'setByAccountId'> = {
  version: 0,
  validFrom: '2020-01-01T00:00:00Z',
  // These sources spend the coins of an elder who did not ask them to.
  reviewedSources: ['TEAM_LEADER', 'VOLUNTEER', 'PARTNER_APP'],
  doubleBooking: 'REFUSE',
  overwork: 'FLAG',
  graceMinutes: 5,
  restMinutes: 15,
  dayMinutesMax: 480,
  weekMinutesMax: 1_200,
  lateWithdrawalMinutes: 240,
  checkInOverdueMinutes: 15,
  checkOutOverdueMinutes: 30,
  escalation: {
    normal: { team: 120, community: 120, neighbours: 1_440, foundation: 2_880 },
    soon: { team: 15, community: 15, neighbours: 60, foundation: 180 },
    urgent: { team: 0, community: 0, neighbours: 10, foundation: 20 },
  },
};

/** Merges new steps into the old ones. A wider audience never precedes a narrower one. */
function stepsOf(
  current: Escalation['normal'],
  said: EscalationStepsInput | null | undefined,
  field: string,
): Escalation['normal'] {
  if (!said) return current;
  const { team = current.team, community = current.community } = said;
  const { neighbours = current.neighbours, foundation = current.foundation } = said;
  const minutes = [team, community, neighbours, foundation].filter((each) => each !== null);
  if (minutes.some((each, index) => index > 0 && each < (minutes[index - 1] ?? 0)))
    throw new Refusal('ESCALATION_NOT_RISING', {}, ['input', field]);
  return { team, community, neighbours, foundation };
}

const selectPolicy = statement(
  'requests.selectPolicy',
  'select * from dispatch_policy where foundation_id = :foundationId and valid_from <= :now order by version desc limit 1',
);
const lockFoundation = statement(
  'requests.lockFoundation',
  'select id from foundation where id = :foundationId for update',
);
