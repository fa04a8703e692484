import type { CoinRules, PolicyDifference, PolicyTrial } from '../../schema/timebank/coin-policy.ts';
import { encodeId } from '../../schema/ids.ts';
import type { Context } from '../platform/context.ts';
import { statement } from '../platform/database/reader.ts';
import { coinsForService } from './coin-rules.ts';

/**
 * Compares what was booked in a span with what other rules would have booked, transfer by transfer:
 * - payments for service, counted again from the certified minutes and the rate they were paid by, by the other rates and rounding;
 * - gifts, refused where the other rules forbid them to everybody or to groups;
 * - balances above the other cap, and lots that would have expired by now, as they are today.
 * Whether a gift went to a relative cannot be known for the past, so gifts to relatives only are counted as allowed.
 */
export async function tryRules(
  ctx: Context,
  { now, tried }: { now: CoinRules; tried: CoinRules },
  { from, to }: { from: string; to: string },
): Promise<PolicyTrial> {
  const transfers = await ctx.rows<PastTransfer>(selectPast, [ctx.foundationId, from, to]);
  const judged = transfers.map((transfer) => ({ transfer, verdict: judge(transfer, now, tried) }));
  const different = judged.filter(
    ({ transfer, verdict }) => verdict.refusal !== null || verdict.amount !== BigInt(transfer.amount),
  );
  return {
    transferCount: transfers.length,
    differenceCount: different.length,
    booked: transfers.reduce((sum, { amount }) => sum + BigInt(amount), 0n),
    wouldBe: judged.reduce((sum, { verdict }) => sum + verdict.amount, 0n),
    differences: different.slice(0, differencesMax).map(({ transfer, verdict }): PolicyDifference => {
      return {
        transferId: encodeId('transfer', transfer.id),
        booked: BigInt(transfer.amount),
        wouldBe: verdict.amount,
        refusal: verdict.refusal,
      };
    }),
    ...(await standing(ctx, tried)),
  };
}

/** As the descriptions of the schema say; the second bounds the work of one query. */
const differencesMax = 100;
const transfersMax = 10_000;

interface PastTransfer {
  id: string;
  kind: string;
  amount: string;
  /** Certified minutes and rate of the catalogue, for payments of visits. */
  minutes: number | null;
  kindCode: string | null;
  payerKind: string | null;
}

function judge(transfer: PastTransfer, now: CoinRules, tried: CoinRules): { amount: bigint; refusal: string | null } {
  const amount = BigInt(transfer.amount);
  if (transfer.kind === 'GIFT') {
    const refusal =
      tried.gifts === 'NOBODY'
        ? 'GIFTS_NOT_ALLOWED'
        : tried.groupsOnlyDonate && transfer.payerKind !== 'PERSON'
          ? 'GROUPS_ONLY_DONATE'
          : null;
    return { amount: refusal ? 0n : amount, refusal };
  }
  if (transfer.minutes === null || transfer.kindCode === null || amount === 0n) return { amount, refusal: null };
  // The rate that it was paid by, worked back from the coins; it stands in for the catalogue of that day.
  const minutes = transfer.minutes;
  const paidPerHour = (amount * 60n) / BigInt(Math.max(minutes, 1));
  const before = coinsForService({ ...now, rates: [] }, transfer.kindCode, paidPerHour, minutes);
  const after = coinsForService(tried, transfer.kindCode, paidPerHour, minutes);
  const hasRate = tried.rates.some(({ kindCode }) => kindCode === transfer.kindCode);
  return { amount: hasRate ? after : amount + after - before, refusal: null };
}

async function standing(
  ctx: Context,
  tried: CoinRules,
): Promise<Pick<PolicyTrial, 'holdersAboveCap' | 'wouldHaveExpired'>> {
  const cap = tried.balanceMax === null || tried.balanceMax === undefined ? null : tried.balanceMax.toString();
  const expiring = tried.origins.filter(({ expiryMonths }) => expiryMonths);
  const [row] = await ctx.rows<{ above: string; expired: string }>(selectStanding, [
    ctx.foundationId,
    cap,
    expiring.map(({ origin }) => origin),
    expiring.map(({ expiryMonths }) => expiryMonths),
  ]);
  return { holdersAboveCap: Number(row?.above ?? 0), wouldHaveExpired: BigInt(row?.expired ?? 0) };
}

// A history of payments is a history of visits, so this statement alone reads tables of the requests.
const selectPast = statement(
  `select t.id, t.kind, t.amount, h.minutes, k.code as kind_code,
     (select a.owner_kind from entry e join coin_account a on a.foundation_id = e.foundation_id and a.id = e.account_id
      where e.foundation_id = t.foundation_id and e.transfer_id = t.id and e.layer = 'POSTED' and e.amount < 0 limit 1) as payer_kind
   from transfer t
   left join hours_record h on h.foundation_id = t.foundation_id and h.business_kind = t.business_kind and h.business_id = t.business_id
     and h.corrects_id is null and t.kind = 'SERVICE_PAYMENT'
   left join visit v on v.foundation_id = t.foundation_id and v.id = t.business_id and t.business_kind = 'visit'
   left join service_request r on r.foundation_id = v.foundation_id and r.id = v.request_id
   left join service_kind k on k.foundation_id = r.foundation_id and k.id = r.kind_id
   where t.foundation_id = $1 and t.happened_at >= $2 and t.happened_at < $3 and t.kind in ('SERVICE_PAYMENT', 'GIFT')
   order by t.id desc limit ${transfersMax}`,
);
const selectStanding = statement(
  `select
     (select count(*) from coin_account where foundation_id = $1 and owner_kind = 'PERSON' and unit = 'COIN' and posted > $2::bigint) as above,
     (select coalesce(sum(l.remaining - l.held), 0) from coin_lot l
      join transfer t on t.foundation_id = l.foundation_id and t.id = l.transfer_id
      join unnest($3::text[], $4::integer[]) as rule (origin, months) on rule.origin = l.origin
      where l.foundation_id = $1 and l.remaining > 0 and t.happened_at + make_interval(months => rule.months) <= now()) as expired`,
);
