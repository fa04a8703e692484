import type { CoinUse, LotOrigin } from '../../schema/timebank/coin-lot.ts';
import { CoinRules } from '../../schema/timebank/coin-policy.ts';
import { type Queryable, statement } from '../platform/database/statement.ts';

/** The rules in force at an instant; unrestricted before the first policy. */
export async function rulesInForce(
  tx: Queryable & { foundationId: string },
  at: string,
): Promise<CoinRules> {
  const [row] = await tx.rows<{ rules: StoredRules }>(selectRules, { at });
  return rulesOf(row?.rules ?? {});
}

/**
 * Coins for minutes at a rate per hour: minutes by the policy's rounding, the result rounded up to
 * the hundredth.
 */
export function coinsForService(
  rules: CoinRules,
  kindCode: string,
  coinsPerHour: bigint,
  minutes: number,
): bigint {
  const rate = rules.rates.find((each) => each.kindCode === kindCode)?.coinsPerHour ?? coinsPerHour;
  return (BigInt(roundedMinutes(rules, minutes)) * rate + 59n) / 60n;
}

/**
 * Rules as stored: amounts in hundredths as text, and by origin the values that the ledger's SQL
 * reads.
 */
export interface StoredRules {
  roundingMinutes?: number;
  roundingMode?: CoinRules['roundingMode'];
  rates?: Record<string, string>;
  permittedUses?: Partial<Record<LotOrigin, CoinUse[]>>;
  expiryMonths?: Partial<Record<LotOrigin, number>>;
  redeemMin?: string;
  balanceMax?: string;
  overflow?: CoinRules['overflow'];
  gifts?: CoinRules['gifts'];
  groupsOnlyDonate?: boolean;
  fenPerCoin?: string;
}

export function storedRulesOf(rules: CoinRules): StoredRules {
  const { roundingMinutes, roundingMode, overflow, gifts, groupsOnlyDonate } = rules;
  return {
    roundingMinutes,
    roundingMode,
    overflow,
    gifts,
    groupsOnlyDonate,
    rates: Object.fromEntries(
      rules.rates.map(({ kindCode, coinsPerHour }) => [kindCode, coinsPerHour.toString()]),
    ),
    permittedUses: Object.fromEntries(
      rules.origins.flatMap(({ origin, permittedUses }) =>
        permittedUses ? [[origin, permittedUses]] : [],
      ),
    ),
    expiryMonths: Object.fromEntries(
      rules.origins.flatMap(({ origin, expiryMonths }) =>
        expiryMonths ? [[origin, expiryMonths]] : [],
      ),
    ),
    ...amount('redeemMin', rules.redeemMin),
    ...amount('balanceMax', rules.balanceMax),
    ...amount('fenPerCoin', rules.yuanPerCoin),
  };
}

export function rulesOf(stored: StoredRules): CoinRules {
  const {
    rates = {},
    permittedUses = {},
    expiryMonths = {},
    redeemMin,
    balanceMax,
    fenPerCoin,
    ...plain
  } = stored;
  const origins = [
    ...new Set([...Object.keys(permittedUses), ...Object.keys(expiryMonths)]),
  ] as LotOrigin[];
  return Object.assign(new CoinRules(), plain, {
    rates: Object.entries(rates).map(([kindCode, coinsPerHour]) => ({
      kindCode,
      coinsPerHour: BigInt(coinsPerHour),
    })),
    origins: origins.map((origin) => ({
      origin,
      permittedUses: permittedUses[origin] ?? null,
      expiryMonths: expiryMonths[origin] ?? null,
    })),
    redeemMin: bigOrNull(redeemMin),
    balanceMax: bigOrNull(balanceMax),
    yuanPerCoin: bigOrNull(fenPerCoin),
  });
}

function roundedMinutes(
  { roundingMinutes: unit, roundingMode }: CoinRules,
  minutes: number,
): number {
  if (roundingMode === 'UP') return Math.ceil(minutes / unit) * unit;
  if (roundingMode === 'DOWN') return Math.floor(minutes / unit) * unit;
  return Math.round(minutes / unit) * unit;
}

function amount(name: string, value: bigint | null | undefined): Record<string, string> {
  return value === null || value === undefined ? {} : { [name]: value.toString() };
}

function bigOrNull(text: string | undefined): bigint | null {
  return text === undefined ? null : BigInt(text);
}

const selectRules = statement(
  'timebank.selectRules',
  'select ledger_rules(:foundationId, :at) as rules',
);
