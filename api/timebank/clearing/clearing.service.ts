import { newId } from '../../../schema/ids.ts';
import type { ClearingLeg } from '../../../schema/timebank/clearing.ts';
import type {
  SendCoinsInput,
  SetClearingLimitsInput,
  SettleClearingInput,
} from '../../../schema/timebank/clearing-inputs.ts';
import { grantInForce } from '../../identity/grant-in-force.ts';
import { idFromKey } from '../../platform/context/idempotency.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import type { Services } from '../../platform/context/services.ts';
import { statement } from '../../platform/database/statement.ts';
import { headBankSession } from '../../platform/database/session.ts';
import { Refusal } from '../../platform/common/errors.ts';
import { idFrom } from '../../platform/common/ids.ts';
import { auditEntry } from '../../platform/authorization/audit-log.ts';
import { isHolder, requireActingForHolder, seeAccount, subjectOf } from '../accounts.ts';
import { rulesInForce } from '../coin-rules.ts';
import { book } from '../ledger.ts';
import { bookLegs, carryOrders } from './clearing.job.ts';
import { drawUp } from './settlement.ts';

export interface OrderAnswer {
  /** The order's row in this foundation. */
  orderRowId: string;
  /** The order's number, the same in both foundations. */
  orderId: string;
}

/**
 * Sets a foundation's clearing limits, and admits or suspends it. For the head bank.
 * Refuses with NOT_ALLOWED, NOT_FOUND, NOT_A_FUND, AMOUNT_NOT_POSITIVE, LIMIT_BELOW_POSITION.
 */
export async function setClearingLimits(
  ctx: Context,
  input: SetClearingLimitsInput,
): Promise<{ foundationId: string }> {
  ctx.authorize('clearing:agree');
  const foundationId = idFrom('foundation', input.foundationId, 'input', 'foundationId');
  const fundAccountId = idFrom('coinacc', input.fundAccountId, 'input', 'fundAccountId');
  for (const field of ['owedMax', 'claimMax'] as const) {
    if (input[field] < 0n) throw new Refusal('AMOUNT_NOT_POSITIVE', {}, ['input', field]);
  }
  return ctx.mutate({ operation: 'setClearingLimits', input, foundationId }, async (tx) => {
    const about = { kind: 'foundation', id: foundationId, reason: input.reason };
    const [known] = await tx.rows(selectFoundation, { foundationId });
    if (!known) throw new Refusal('NOT_FOUND', { what: 'Foundation' }, ['input', 'foundationId']);
    await tx.authorize('clearing:agree', {}, about);
    const [fund] = await tx.rows(selectFund, { foundationId, fundAccountId });
    if (!fund) throw new Refusal('NOT_A_FUND', {}, ['input', 'fundAccountId']);
    const [owedMax, claimMax] = [input.owedMax.toString(), input.claimMax.toString()];
    await tx.rows(openAccounts, {
      foundationId,
      coinAccountId: newId(),
      moneyAccountId: newId(),
      fundMoneyAccountId: newId(),
      fundAccountId,
    });
    const [limited] = await tx.rows(limitHeadBank, { foundationId, owedMax, claimMax });
    if (!limited) throw new Refusal('LIMIT_BELOW_POSITION', {}, ['input']);
    await tx.rows(insertAgreement, {
      foundationId,
      id: newId(),
      fundAccountId,
      owedMax,
      claimMax,
      isOpen: input.isOpen,
      reason: input.reason,
      accountId: tx.actor.accountId,
    });
    return { foundationId };
  });
}

/**
 * Sends coins to a person in another foundation. They are held, relayed by the head bank, and
 * settled on arrival. If the other foundation refuses, the hold is released and the order records
 * the reason. It refuses a representative of the sender as the receiver, whom the sender's
 * foundation does not see. A key that is used again gives the first order, also after its lifetime.
 * Refuses at once with NOT_FOUND, NOT_ALLOWED, ACTING_FOR_HOLDER_NEEDED, CLEARING_CLOSED,
 * CLEARING_TO_ITSELF, CLEARING_NOT_FOR_GROUPS, GIFTS_NOT_ALLOWED, CLEARING_LIMIT_REACHED, and as
 * `post` of ledger.ts does.
 */
export async function sendCoins(ctx: Context, input: SendCoinsInput): Promise<OrderAnswer> {
  const from = idFrom('coinacc', input.fromAccountId, 'input', 'fromAccountId');
  const to = idFrom('coinacc', input.toAccountId, 'input', 'toAccountId');
  const partnerId = idFrom('foundation', input.toFoundationId, 'input', 'toFoundationId');
  const partnerName = await partnerNameOf(ctx, partnerId);
  const answer = await ctx.mutate({ operation: 'sendCoins', input }, async (tx) => {
    const giver = await seeAccount(tx, from);
    await tx.authorize('clearing:send', subjectOf(giver), {
      kind: 'coinacc',
      id: from,
      reason: input.reason ?? null,
    });
    requireActingForHolder(tx, giver);
    if (partnerId === tx.foundationId)
      throw new Refusal('CLEARING_TO_ITSELF', {}, ['input', 'toFoundationId']);
    if (giver.ownerKind !== 'PERSON')
      throw new Refusal('CLEARING_NOT_FOR_GROUPS', {}, ['input', 'fromAccountId']);
    const [agreement] = await tx.rows<{ isOpen: boolean }>(selectAgreement);
    if (!agreement?.isOpen || partnerName === null) throw new Refusal('CLEARING_CLOSED');
    const rules = await rulesInForce(tx, ctx.now());
    if (rules.gifts === 'NOBODY') throw new Refusal('GIFTS_NOT_ALLOWED');
    const related = rules.gifts === 'RELATIVES' ? await accountsOf(tx, giver.ownerId) : null;
    const [orderRowId, orderId] = [newId(), newId()];
    const [held] = await book(tx, [
      {
        do: 'HOLD',
        clientId: `clearing:${tx.actor.accountId}:${input.idempotencyKey}`,
        kind: 'CLEARING_OUT',
        from,
        to: { ownerKind: 'HEAD_BANK', ownerId: tx.foundationId },
        amount: positive(input.amount),
        happenedAt: null,
        business: { kind: 'clearing', id: orderRowId },
        reason: input.reason ?? null,
      },
    ]);
    // The ledger remembers a key longer than the stored answers do. The hold has its order already.
    if (held?.isReplay) return onlyOrder(await tx.rows(selectOrderOfHold, { holdId: held.id }));
    await tx.rows(insertOut, {
      id: orderRowId,
      communityId: giver.communityId ?? null,
      personId: giver.ownerId,
      orderId,
      counterpartFoundationId: partnerId,
      counterpartName: partnerName,
      accountId: from,
      counterpartAccountId: to,
      amount: input.amount.toString(),
      reason: input.reason ?? null,
      relatedAccountIds: related,
      holdId: held?.id,
      actorAccountId: tx.actor.accountId,
      representativeAccountId: isHolder(tx, giver) ? null : tx.actor.accountId,
    });
    return { orderRowId, orderId };
  });
  await unlessItFails(ctx, ({ database, log }) => carryOrders(database, log, answer.orderId));
  return answer;
}

/**
 * Nets the debts between foundations and settles them in coins and money. For the head bank. Legs
 * that cannot be booked yet wait and show the reason. Gives the legs.
 * Refuses with NOT_ALLOWED, AMOUNT_NOT_POSITIVE, ACTING_FOR_NOT_ALLOWED, IDEMPOTENCY_KEY_REUSED,
 * NOTHING_TO_SETTLE.
 */
export async function settleClearing(
  ctx: Context,
  input: SettleClearingInput,
): Promise<ClearingLeg[]> {
  ctx.authorize('clearing:settle');
  // The head bank is above the foundations, which hold the persons.
  if (input.actingFor?.personId)
    throw new Refusal('ACTING_FOR_NOT_ALLOWED', {}, ['input', 'actingFor', 'personId']);
  if (input.yuanPerCoin < 0n)
    throw new Refusal('AMOUNT_NOT_POSITIVE', {}, ['input', 'yuanPerCoin']);
  const settlementId = idFromKey(ctx.actor.accountId, input.idempotencyKey);
  // This read revalidates the head bank's operator in the database before anything is written.
  await legsOf(ctx, settlementId);
  const { actor, operationId } = ctx;
  const settlement = {
    fenPerCoin: input.yuanPerCoin,
    reason: input.reason,
    actorAccountId: actor.accountId,
  };
  await drawUp(
    ctx.services.database,
    { id: settlementId, ...settlement },
    async (tx, foundationId, id) => {
      await tx.rows(
        ...auditEntry({
          foundationId,
          actor,
          action: 'clearing:settle',
          about: { kind: 'clearingleg', id, reason: input.reason },
          personId: null,
          mandateId: null,
          channel: input.actingFor?.channel ?? 'APP',
          operationId,
        }),
      );
    },
  );
  await unlessItFails(ctx, ({ database, log }) => bookLegs(database, log));
  return legsOf(ctx, settlementId);
}

async function legsOf(ctx: Context, settlementId: string): Promise<ClearingLeg[]> {
  return readAbove(ctx, (above) =>
    above.rows<ClearingLeg>(selectLegsOfSettlement, { settlementId }),
  );
}

/** Reads data between foundations under the head bank's role. The caller has authorized. */
export async function readAbove<T>(ctx: Context, read: (above: Context) => Promise<T>): Promise<T> {
  const above = ctx.as({ ...ctx.actor, session: headBankSession });
  try {
    return await read(above);
  } finally {
    await above.closeReader();
  }
}

/** The change is committed; a failed continuation is left to the next run. */
export async function unlessItFails(
  ctx: Context,
  work: (services: Services) => Promise<void>,
): Promise<void> {
  await work(ctx.services).catch((error: unknown) =>
    ctx.services.log.error({ err: error }, 'clearing will be tried again'),
  );
}

async function partnerNameOf(ctx: Context, foundationId: string): Promise<string | null> {
  const [partner] = await readAbove(ctx, (above) =>
    above.rows<{ name: string }>(selectPartner, { foundationId }),
  );
  return partner?.name ?? null;
}

async function accountsOf(tx: MutationTransaction, personId: string): Promise<string[]> {
  const rows = await tx.acrossCommunities(() =>
    tx.rows<{ accountId: string }>(selectAccountsOf, { personId }),
  );
  return rows.map(({ accountId }) => accountId);
}

function onlyOrder([order]: readonly OrderAnswer[]): OrderAnswer {
  if (!order) throw new Error('A hold for another foundation has no order.');
  return order;
}

/** Only a hold may be zero; a transfer to another foundation must be positive. */
function positive(amount: bigint): bigint {
  if (amount <= 0n) throw new Refusal('AMOUNT_NOT_POSITIVE', {}, ['input', 'amount']);
  return amount;
}

const selectFoundation = statement(
  'timebank.selectFoundation',
  'select id from foundation where id = :foundationId',
);
const selectFund = statement(
  'timebank.selectFund',
  `select id from coin_account where foundation_id = :foundationId and id = :fundAccountId and owner_kind = 'FUND' and unit = 'COIN' and is_open`,
);
const openAccounts = statement(
  'timebank.openAccounts',
  `insert into coin_account (foundation_id, id, owner_kind, owner_id, name, unit, available_min, posted_max)
   select :foundationId::uuid, :coinAccountId::uuid, 'HEAD_BANK', :foundationId::uuid, '总行', 'COIN', 0, 0
   union all select :foundationId, :moneyAccountId::uuid, 'HEAD_BANK', :foundationId, '总行', 'CNY', null, null
   union all select :foundationId, :fundMoneyAccountId::uuid, 'FUND', a.owner_id, a.name, 'CNY', 0, null from coin_account a where a.foundation_id = :foundationId and a.id = :fundAccountId
   on conflict (foundation_id, owner_kind, owner_id, unit) do nothing`,
);
const limitHeadBank = statement(
  'timebank.limitHeadBank',
  `update coin_account set posted_max = :owedMax, available_min = - :claimMax::bigint
   where foundation_id = :foundationId and owner_kind = 'HEAD_BANK' and owner_id = :foundationId and unit = 'COIN'
     and posted + pending_in <= :owedMax and posted - pending_out >= - :claimMax::bigint returning id`,
);
const insertAgreement = statement(
  'timebank.insertAgreement',
  `insert into clearing_agreement (foundation_id, id, version, fund_account_id, owed_max, claim_max, is_open, reason, actor_account_id)
   select :foundationId, :id, coalesce(max(version), 0) + 1, :fundAccountId, :owedMax, :claimMax, :isOpen, :reason, :accountId from clearing_agreement where foundation_id = :foundationId`,
);
const selectAgreement = statement(
  'timebank.selectAgreement',
  'select is_open from clearing_agreement where foundation_id = :foundationId order by version desc limit 1',
);
const selectPartner = statement(
  'timebank.selectPartner',
  `select f.name from foundation f
   join lateral (select is_open from clearing_agreement g where g.foundation_id = f.id order by version desc limit 1) as latest on latest.is_open
   where f.id = :foundationId`,
);
const selectAccountsOf = statement(
  'timebank.selectAccountsOf',
  `select distinct account_id from role_grant g where foundation_id = :foundationId and person_id = :personId
     and role in ('ELDER', 'VOLUNTEER', 'FAMILY_MEMBER') and ${grantInForce('g')}`,
);
const insertOut = statement(
  'timebank.insertOut',
  `insert into clearing_order (foundation_id, id, community_id, person_id, order_id, direction, counterpart_foundation_id, counterpart_name, account_id,
     counterpart_account_id, amount, reason, related_account_ids, state, hold_id, actor_account_id, representative_account_id, sent_at)
   values (:foundationId, :id, :communityId, :personId, :orderId, 'OUT', :counterpartFoundationId, :counterpartName, :accountId, :counterpartAccountId, :amount, :reason, :relatedAccountIds, 'SENT', :holdId, :actorAccountId, :representativeAccountId, clock_timestamp())`,
);
const selectOrderOfHold = statement(
  'timebank.selectOrderOfHold',
  `select id as order_row_id, order_id from clearing_order where foundation_id = :foundationId and hold_id = :holdId and direction = 'OUT'`,
);
const selectLegsOfSettlement = statement(
  'timebank.selectLegsOfSettlement',
  'select * from clearing_leg where settlement_id = :settlementId order by position desc, id',
);
