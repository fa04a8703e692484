import { newId } from '../../schema/ids.ts';
import { formatHundredths } from '../../schema/scalars.ts';
import type {
  CoinRules,
  CoinPolicySimulation,
  PublishCoinPolicyInput,
} from '../../schema/timebank/coin-policy.ts';
import type { Context } from '../platform/context/operation-context.ts';
import { statement } from '../platform/database/statement.ts';
import { Refusal } from '../platform/common/errors.ts';
import { storedRulesOf } from './coin-rules.ts';
import { simulateRules } from './policy-simulation.ts';
import { rulePackCodes } from './policy-presets.ts';

/**
 * Publishes a new version of the coin policy. Earlier bookings keep their rules.
 * Refuses with NOT_ALLOWED, POLICY_IN_PAST, RULE_PACK_UNKNOWN, RULES_INVALID.
 */
export async function publishCoinPolicy(
  ctx: Context,
  input: PublishCoinPolicyInput,
): Promise<{ policyId: string }> {
  return ctx.mutate({ operation: 'publishCoinPolicy', input }, async (tx) => {
    const policyId = newId();
    await tx.authorize('coins:policy', {}, { kind: 'policy', id: policyId, reason: input.reason });
    // A clock that is a minute behind should not refuse "from now on".
    if (Date.parse(input.validFrom) < ctx.nowMs() - 60_000)
      throw new Refusal('POLICY_IN_PAST', {}, ['input', 'validFrom']);
    if (input.rulePack && !rulePackCodes.includes(input.rulePack))
      throw new Refusal('RULE_PACK_UNKNOWN', { packs: rulePackCodes.join(', ') }, [
        'input',
        'rulePack',
      ]);
    checkRules(input.rules, ['input', 'rules']);
    const rules = JSON.stringify(storedRulesOf(input.rules));
    // Concurrent calls would take the same number. Concurrent bookings use one version or the
    // other.
    await tx.rows(lockBooks);
    await tx.rows(insertPolicy, {
      policyId,
      validFrom: input.validFrom,
      rules,
      rulePack: input.rulePack ?? null,
      reason: input.reason,
      accountId: tx.actor.accountId,
    });
    return { policyId };
  });
}

/**
 * Simulates rules on a time span of the past. Writes nothing. Refuses with NOT_ALLOWED,
 * RULES_INVALID, SPAN_INVALID.
 */
export async function simulateCoinPolicy(
  ctx: Context,
  rules: CoinRules,
  span: { from: string; to: string },
): Promise<CoinPolicySimulation> {
  ctx.authorize('coins:policy');
  checkRules(rules, ['rules']);
  if (span.from >= span.to) throw new Refusal('SPAN_INVALID', {}, ['to']);
  return simulateRules(ctx, rules, span);
}

/** Rates far beyond any programme, and periods beyond a lifetime, are typing errors. */
const coinsPerHourMax = 10_000n;
const expiryMonthsMax = 1_200;
const roundingMinutesMax = 480;

function checkRules(rules: CoinRules, path: string[]): void {
  const refuse = (field: string, why: string): never => {
    throw new Refusal('RULES_INVALID', { why }, [...path, field]);
  };
  if (rules.roundingMinutes < 1 || rules.roundingMinutes > roundingMinutesMax)
    refuse('roundingMinutes', `1..${roundingMinutesMax}`);
  for (const { coinsPerHour } of rules.rates) {
    if (coinsPerHour < 0n || coinsPerHour > coinsPerHourMax)
      refuse('rates', `0..${formatHundredths(coinsPerHourMax)}`);
  }
  for (const { expiryMonths } of rules.origins) {
    if (
      expiryMonths !== null &&
      expiryMonths !== undefined &&
      (expiryMonths < 1 || expiryMonths > expiryMonthsMax)
    )
      refuse('origins', `1..${expiryMonthsMax}`);
  }
  const origins = rules.origins.map(({ origin }) => origin);
  if (new Set(origins).size < origins.length) refuse('origins', 'origin x 2');
  for (const field of ['redeemMin', 'balanceMax', 'yuanPerCoin'] as const) {
    if ((rules[field] ?? 0n) < 0n) refuse(field, '>= 0');
  }
}

const lockBooks = statement(
  'timebank.lockBooks',
  'select (ledger_lock_head(:foundationId)).position',
);
const insertPolicy = statement(
  'timebank.insertPolicy',
  `insert into coin_policy (foundation_id, id, version, valid_from, rules, rule_pack, reason, actor_account_id)
   select :foundationId, :policyId, coalesce(max(version), 0) + 1, :validFrom, :rules, :rulePack, :reason, :accountId from coin_policy where foundation_id = :foundationId`,
);
