import type {
  CoinRules,
  PolicyDifference,
  CoinPolicySimulation,
} from '../../schema/timebank/coin-policy.ts';
import { encodeId } from '../../schema/ids.ts';
import { grantInForce } from '../identity/grant-in-force.ts';
import type { Context } from '../platform/context/operation-context.ts';
import { statement } from '../platform/database/statement.ts';
import { coinsForService, rulesOf, type StoredRules } from './coin-rules.ts';

/**
 * Simulates rules on the bookings of a time span. Each transfer is judged alone, with the account
 * balances right before it, so that consequences of a refusal are not guessed at:
 * - payments for service, recalculated from certified minutes, booked length and rate, by both rule
 *   sets;
 * - gifts and redemptions, refused by the rules on payees, groups and the minimum balance;
 * - income above the cap, refused or donated;
 * - coins that would be restricted to another use, and coins in lots that would have expired.
 *
 * Reversed transfers are left out.
 */
export async function simulateRules(
  ctx: Context,
  tried: CoinRules,
  { from, to }: { from: string; to: string },
): Promise<CoinPolicySimulation> {
  const policies = await ctx.rows<Policy>(selectPolicyRules);
  const past = await ctx.rows<PastTransfer>(selectPast, { from, to });
  const transfers = past.slice(0, transfersMax);
  const judged = transfers.map((transfer) => ({
    transfer,
    verdict: judge(transfer, policies, tried),
  }));
  const different = judged.filter(
    ({ transfer, verdict }) =>
      verdict.refusal !== null ||
      verdict.donated > 0n ||
      verdict.amount !== BigInt(transfer.amount),
  );
  return {
    transferCount: transfers.length,
    isComplete: past.length <= transfersMax,
    differenceCount: different.length,
    booked: transfers.reduce((sum, { amount }) => sum + BigInt(amount), 0n),
    wouldBe: judged.reduce((sum, { verdict }) => sum + verdict.amount, 0n),
    donated: judged.reduce((sum, { verdict }) => sum + verdict.donated, 0n),
    differences: different
      .slice(0, differencesMax)
      .map(({ transfer, verdict }): PolicyDifference => {
        return {
          transferId: encodeId('transfer', transfer.id),
          booked: BigInt(transfer.amount),
          wouldBe: verdict.amount,
          donated: verdict.donated,
          refusal: verdict.refusal,
        };
      }),
    ...(await readLots(ctx, tried, { from, to })),
  };
}

/** Limits stated in the schema's descriptions; the second bounds the work of one query. */
const differencesMax = 100;
const transfersMax = 10_000;

interface Policy {
  validFrom: string;
  rules: StoredRules;
}

interface PastTransfer {
  id: string;
  kind: 'SERVICE_PAYMENT' | 'GIFT' | 'REDEMPTION' | 'GRANT';
  amount: string;
  payerKind: string;
  payerBefore: string | null;
  payeeKind: string;
  payeeBefore: string | null;
  /** The account's own limit overrides the policy. */
  payeeMax: string | null;
  areRelatives: boolean;
  /** For payments of visits. */
  minutes: number | null;
  minutesExpected: number | null;
  heldEach: string | null;
  coinsPerHour: string | null;
  kindCode: string | null;
  openedAt: string | null;
}

interface Verdict {
  /** The simulated amount, and the part of it donated as above the cap. */
  amount: bigint;
  donated: bigint;
  refusal: string | null;
}

function judge(transfer: PastTransfer, policies: readonly Policy[], tried: CoinRules): Verdict {
  const amount =
    transfer.kind === 'SERVICE_PAYMENT'
      ? paidBy(transfer, policies, tried)
      : BigInt(transfer.amount);
  const refusal =
    refusalOf(transfer, tried) ??
    (isAboveCap(transfer, amount, tried) ? 'ABOVE_ACCOUNT_LIMIT' : null);
  if (refusal) return { amount: 0n, donated: 0n, refusal };
  return {
    amount,
    donated: transfer.kind === 'SERVICE_PAYMENT' ? aboveCap(transfer, amount, tried) : 0n,
    refusal,
  };
}

function refusalOf(
  { kind, payerKind, payerBefore, areRelatives }: PastTransfer,
  tried: CoinRules,
): string | null {
  if (
    (kind === 'GIFT' || kind === 'REDEMPTION') &&
    payerKind !== 'PERSON' &&
    tried.groupsOnlyDonate
  )
    return 'GROUPS_ONLY_DONATE';
  if (kind === 'GIFT' && tried.gifts === 'NOBODY') return 'GIFTS_NOT_ALLOWED';
  if (kind === 'GIFT' && tried.gifts === 'RELATIVES' && !areRelatives)
    return 'GIFT_ONLY_TO_RELATIVES';
  const { redeemMin } = tried;
  if (kind === 'REDEMPTION' && redeemMin && payerBefore !== null && BigInt(payerBefore) < redeemMin)
    return 'BELOW_REDEEM_MIN';
  return null;
}

/**
 * As in `ledger_excess`: earned coins are donated or kept, any other income above the cap is
 * refused.
 */
function isAboveCap(transfer: PastTransfer, amount: bigint, tried: CoinRules): boolean {
  return transfer.kind !== 'SERVICE_PAYMENT' && aboveCap(transfer, amount, tried) > 0n;
}

function aboveCap(
  { payeeKind, payeeBefore, payeeMax }: PastTransfer,
  amount: bigint,
  { balanceMax, overflow }: CoinRules,
): bigint {
  if (payeeKind !== 'PERSON' || payeeBefore === null || payeeMax !== null) return 0n;
  if (balanceMax === null || balanceMax === undefined || overflow === 'KEEP') return 0n;
  const above = BigInt(payeeBefore) + amount - balanceMax;
  return above <= 0n ? 0n : above < amount ? above : amount;
}

/**
 * The simulated payment of a visit: by its minutes, up to the simulated hold. Other decisions stay.
 */
function paidBy(transfer: PastTransfer, policies: readonly Policy[], tried: CoinRules): bigint {
  const { amount, minutes, minutesExpected, heldEach, coinsPerHour, kindCode, openedAt } = transfer;
  const booked = BigInt(amount);
  if (minutes === null || minutesExpected === null || kindCode === null || openedAt === null)
    return booked;
  const rate = BigInt(coinsPerHour ?? 0);
  const price = (rules: CoinRules, length: number) =>
    coinsForService(rules, kindCode, rate, length);
  const before = smaller(price(rulesAt(policies, openedAt), minutes), BigInt(heldEach ?? 0));
  const after = smaller(price(tried, minutes), price(tried, minutesExpected));
  const paid = booked + after - before;
  return paid > 0n ? paid : 0n;
}

/** Policies are sorted by precedence. */
function rulesAt(policies: readonly Policy[], at: string): CoinRules {
  const instant = Date.parse(at);
  return rulesOf(policies.find(({ validFrom }) => Date.parse(validFrom) <= instant)?.rules ?? {});
}

function smaller(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}

async function readLots(
  ctx: Context,
  tried: CoinRules,
  { from, to }: { from: string; to: string },
): Promise<Pick<CoinPolicySimulation, 'holdersAboveCap' | 'wouldHaveExpired' | 'usedOtherwise'>> {
  const bound = tried.origins.filter(({ permittedUses }) => permittedUses);
  const expiring = tried.origins.filter(({ expiryMonths }) => expiryMonths);
  const [row] = await ctx.rows<{ above: string; expired: string; otherwise: string }>(
    selectSimulatedLots,
    {
      balanceMax: tried.balanceMax?.toString() ?? null,
      from,
      to,
      expiringOrigins: expiring.map(({ origin }) => origin),
      expiryMonths: expiring.map(({ expiryMonths }) => expiryMonths),
      boundOrigins: bound.map(({ origin }) => origin),
      permittedUses: bound.map(({ permittedUses }) => (permittedUses ?? []).join(',')),
    },
  );
  return {
    holdersAboveCap: Number(row?.above ?? 0),
    wouldHaveExpired: BigInt(row?.expired ?? 0),
    usedOtherwise: BigInt(row?.otherwise ?? 0),
  };
}

const selectPolicyRules = statement(
  'timebank.selectPolicyRules',
  'select valid_from, rules from coin_policy where foundation_id = :foundationId order by valid_from desc, version desc',
);

/**
 * One side of `t` with its balance before; persons only, since funds have long histories and no
 * such rules.
 */
const side = (sign: '<' | '>') => `(
  select a.owner_kind, a.owner_id, a.posted_max, case a.owner_kind when 'PERSON' then e.balance_after - e.amount end as before
  from entry e join coin_account a on a.foundation_id = e.foundation_id and a.id = e.account_id
  where e.foundation_id = t.foundation_id and e.transfer_id = t.id and e.layer = 'POSTED' and e.amount ${sign} 0
  order by a.owner_kind = 'PERSON' desc limit 1)`;

// Payments are payments of visits, so this statement alone reads tables of `requests`.
const selectPast = statement(
  'timebank.selectPast',
  `select t.id, t.kind, t.amount, payer.owner_kind as payer_kind, payer.before as payer_before,
     payee.owner_kind as payee_kind, payee.before as payee_before, payee.posted_max as payee_max,
     t.kind = 'GIFT' and exists (
       select from role_grant own join role_grant acting on acting.account_id = own.account_id and acting.foundation_id = own.foundation_id
       where own.foundation_id = t.foundation_id and own.role in ('VOLUNTEER', 'ELDER') and acting.role = 'FAMILY_MEMBER'
         and (own.person_id, acting.person_id) in ((payer.owner_id, payee.owner_id), (payee.owner_id, payer.owner_id))
         and ${grantInForce('acting', 't.happened_at')}) as are_relatives,
     v.minutes_certified as minutes, r.minutes_expected, r.coins_held / r.volunteers_needed as held_each,
     coalesce(r.coins_per_hour, k.coins_per_hour) as coins_per_hour, k.code as kind_code, r.opened_at
   from transfer t
   join lateral ${side('<')} as payer on true
   join lateral ${side('>')} as payee on true
   left join visit v on v.foundation_id = t.foundation_id and v.id = t.business_id and t.business_kind = 'visit'
   left join service_request r on r.foundation_id = v.foundation_id and r.id = v.request_id
   left join service_kind k on k.foundation_id = r.foundation_id and k.id = r.kind_id
   where t.foundation_id = :foundationId and t.happened_at >= :from and t.happened_at < :to
     and t.kind in ('SERVICE_PAYMENT', 'GIFT', 'REDEMPTION', 'GRANT') and t.phase in ('POSTED', 'POST_PENDING') and t.amount > 0
     and not exists (select from transfer u where u.foundation_id = t.foundation_id and u.reverses_id = t.id)
   order by t.id desc limit ${transfersMax + 1}`,
);

// Coins keep their uses and expiry when they change hands, so a lot is traced back to its original.
const selectSimulatedLots = statement(
  'timebank.selectSimulatedLots',
  `with recursive rooted as (
     select l.id, l.origin, t.happened_at as since, t.booked_at as born from coin_lot l
     join transfer t on t.foundation_id = l.foundation_id and t.id = l.transfer_id
     where l.foundation_id = :foundationId and l.origin = any (:expiringOrigins::text[] || :boundOrigins::text[])
     union
     select l.id, r.origin, r.since, '-infinity' from rooted r
     join lot_move m on m.foundation_id = :foundationId and m.lot_id = r.id and m.layer = 'POSTED' and m.amount < 0
     join coin_lot l on l.foundation_id = :foundationId and l.transfer_id = m.transfer_id and l.origin in ('GIVEN', 'OTHER')
   ), due as (
     -- What was booked after its day would have expired at once.
     select r.id, ledger_expiry(:foundationId, r.since, rule.months) as at, r.born
     from rooted r join unnest(:expiringOrigins::text[], :expiryMonths::integer[]) as rule (origin, months) on rule.origin = r.origin
   )
   select
     (select count(*) from coin_account where foundation_id = :foundationId and owner_kind = 'PERSON' and unit = 'COIN' and posted > :balanceMax::bigint) as above,
     (select coalesce(sum(greatest(left_over.amount, 0)), 0) from due cross join lateral (
        select sum(m.amount) as amount from lot_move m join transfer t on t.foundation_id = m.foundation_id and t.id = m.transfer_id
        where m.foundation_id = :foundationId and m.lot_id = due.id and m.layer = 'POSTED' and t.booked_at <= greatest(due.at, due.born)) as left_over
      where due.at >= :from and due.at < least(:to::timestamptz, now())) as expired,
     (select coalesce(sum(-m.amount), 0) from rooted r
      join unnest(:boundOrigins::text[], :permittedUses::text[]) as rule (origin, uses) on rule.origin = r.origin
      join lot_move m on m.foundation_id = :foundationId and m.lot_id = r.id and m.layer = 'POSTED' and m.amount < 0
      join transfer t on t.foundation_id = m.foundation_id and t.id = m.transfer_id
      where t.happened_at >= :from and t.happened_at < :to and not ledger_use(t.kind) = any (string_to_array(rule.uses, ','))
        and not exists (select from transfer u where u.foundation_id = t.foundation_id and u.reverses_id = t.id)) as otherwise`,
);
