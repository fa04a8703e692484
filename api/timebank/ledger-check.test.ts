import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { invariants } from '../invariants.ts';
import { checkInvariants, type Invariant } from '../platform/database/invariants.ts';
import { roles } from '../platform/database/roles.ts';
import { compileNamedParameters } from '../platform/database/named-parameters.ts';
import {
  headBankSession,
  identitySession,
  sessionStatements,
} from '../platform/database/session.ts';
import { Scenario } from '../testing/scenario/scenario.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../testing/test-platform.ts';

/** A platform with data for every invariant. */
let platform: TestPlatform;
let scenario: Scenario;
let owner: pg.Client;
beforeAll(async () => {
  platform = await startTestPlatform();
  scenario = await Scenario.begin(platform);
  owner = new pg.Client({ connectionString: platform.databaseUrl });
  await owner.connect();
  await live();
});
afterAll(async () => {
  await owner.end();
  await platform.close();
});

test('the ledger of each foundation is consistent', async () => {
  const results = await checkInvariants(platform.databaseUrl, invariants);
  expect(results.filter(({ breachCount }) => breachCount > 0)).toEqual([]);
  expect(results.map(({ foundationCount }) => foundationCount)).toEqual(invariants.map(() => 2));
});

const lu = `name = '芦奶奶' and unit = 'COIN'`;
const settled = `phase = 'POST_PENDING' and kind = 'SERVICE_PAYMENT'`;
const correction = 'corrects_id is not null';

/** `change` tampers as the owner; the invariant finds it and names the rows of `names`. */
const tampered: readonly [invariant: string, what: string, change: string, names: string][] = [
  [
    'books-balance',
    'a balance',
    `update coin_account set posted = posted + 100 where ${lu}`,
    `select 'COIN' as name`,
  ],
  [
    'books-balance',
    'a balance of coins up and one of money down',
    `update coin_account set posted = posted + 100 where ${lu};
     update coin_account set posted = posted - 100 where owner_kind = 'FUND' and unit = 'CNY' and posted > 0`,
    `select 'CNY' as name`,
  ],
  [
    'units-do-not-mix',
    'the unit of an account',
    `update coin_account set unit = 'CNY' where ${lu}`,
    `select transfer_id as name from entry where account_id = (select id from coin_account where name = '芦奶奶') limit 1`,
  ],
  [
    'transfers-sum-to-zero',
    'an entry made larger',
    `update entry set amount = amount + 1 where id = (select max(id::text)::uuid from entry where amount > 0)`,
    'select transfer_id as name from entry where id = (select max(id::text)::uuid from entry where amount > 0)',
  ],
  [
    'transfers-sum-to-zero',
    'an entry that is gone',
    `delete from entry where id = (select id from entry where transfer_id = (select id from transfer where client_id = 'settle:elder@xinxian') limit 1)`,
    `select id as name from transfer where client_id = 'settle:elder@xinxian'`,
  ],
  [
    'entries-match-transfers',
    'a transfer that says another amount',
    `update transfer set amount = amount + 1 where client_id = 'settle:elder@xinxian'`,
    `select id as name from transfer where client_id = 'settle:elder@xinxian'`,
  ],
  [
    'balances-equal-entries',
    'a balance',
    `update coin_account set posted = posted + 100 where ${lu}`,
    `select id as name from coin_account where ${lu}`,
  ],
  [
    'balances-equal-entries',
    'the held amount',
    `update coin_account set pending_out = pending_out - 1 where pending_out > 0`,
    `select id as name from coin_account where ${lu}`,
  ],
  [
    'statements-add-up',
    'the balance after an entry',
    `update entry set balance_after = balance_after + 1 where id = (select max(id::text)::uuid from entry where layer = 'POSTED')`,
    `select max(id::text) as name from entry where layer = 'POSTED'`,
  ],
  [
    'statements-add-up',
    'the booking time of an entry',
    `update entry set booked_at = booked_at - interval '1 day' where id = (select max(id::text)::uuid from entry where layer <> 'POSTED')`,
    `select max(id::text) as name from entry where layer <> 'POSTED'`,
  ],
  [
    'no-overdraft',
    'an account below its limit',
    `alter table coin_account drop constraint available_not_below_limit;
     update coin_account set available_min = posted - pending_out + 1 where ${lu}`,
    `select id as name from coin_account where ${lu}`,
  ],
  [
    'limits-are-kept',
    'an account above its cap',
    `alter table coin_account drop constraint posted_not_above_limit; update coin_account set posted_max = posted - 1 where ${lu}`,
    `select id as name from coin_account where ${lu}`,
  ],
  [
    'limits-are-kept',
    'more in a lot than came in',
    `alter table coin_lot drop constraint lot_not_overdrawn; update coin_lot set remaining = amount + 1 where id = (select max(id::text)::uuid from coin_lot)`,
    'select max(id::text) as name from coin_lot',
  ],
  [
    'closed-accounts-are-empty',
    'an account closed with coins in it',
    `update coin_account set is_open = false where ${lu}`,
    `select id as name from coin_account where ${lu}`,
  ],
  [
    'holds-resolve-once',
    'a settlement that names something else',
    `update transfer set pending_id = (select id from transfer where client_id = 'settle:elder@xinxian') where id = (select max(id::text)::uuid from transfer where ${settled})`,
    `select max(id::text) as name from transfer where ${settled}`,
  ],
  [
    'holds-resolve-once',
    'a hold settled twice',
    `alter table transfer drop constraint transfer_foundation_id_pending_id_key;
     update transfer set pending_id = (select pending_id from transfer where ${settled} order by id limit 1) where pending_id is not null
       and foundation_id = (select foundation_id from transfer where ${settled} order by id limit 1)`,
    `select pending_id as name from transfer where ${settled} order by id limit 1`,
  ],
  [
    'reversals-are-opposite',
    'a reversal that names another transfer',
    `update transfer set reverses_id = (select id from transfer where client_id = 'settle:elder@xinxian') where id = (select max(id::text)::uuid from transfer where kind = 'REVERSAL')`,
    `select max(id::text) as name from transfer where kind = 'REVERSAL'`,
  ],
  [
    'lots-equal-balances',
    'a lot made smaller',
    `update coin_lot set remaining = remaining - 1 where id = (select id from coin_lot where remaining > held order by id limit 1)`,
    `select account_id as name from coin_lot where remaining > held order by id limit 1`,
  ],
  [
    'lots-follow-their-moves',
    'a move of a lot',
    `update lot_move set amount = amount + 1 where id = (select max(id::text)::uuid from lot_move)`,
    `select lot_id as name from lot_move order by id desc limit 1`,
  ],
  [
    'lots-follow-their-moves',
    'a lot made larger on both sides',
    `update coin_lot set amount = amount + 1, remaining = remaining + 1 where amount = 3000`,
    'select id as name from coin_lot where amount = 3001',
  ],
  [
    'coins-buy-what-they-may',
    'the permitted use of coins',
    `update coin_lot set permitted_uses = '{GIFT}' where id = (select max(lot_id::text)::uuid from lot_move m join transfer t on t.id = m.transfer_id where t.kind = 'SERVICE_PAYMENT' and m.amount < 0)`,
    `select id as name from coin_lot where permitted_uses = '{GIFT}'`,
  ],
  [
    'chain-is-unbroken',
    'a date, all sums intact',
    `update transfer set happened_at = happened_at + interval '1 second' where client_id = 'settle:elder@xinxian'`,
    `select id as name from transfer where client_id = 'settle:elder@xinxian'`,
  ],
  [
    'chain-is-unbroken',
    'the origin of a lot',
    `update coin_lot set origin = 'SPONSORED' where id = (select id from coin_lot where origin = 'GRANTED' order by id desc limit 1)`,
    `select transfer_id as name from coin_lot where origin = 'SPONSORED'`,
  ],
  [
    'chain-is-unbroken',
    'the last transfer with all that belongs to it',
    `delete from transfer where id = (select transfer_id from transfer_link order by position desc limit 1)`,
    'select transfer_id as name from transfer_link order by position desc limit 1',
  ],
  [
    'chain-is-unbroken',
    'a place in the chain',
    'delete from transfer_link where position = 2',
    'select transfer_id as name from transfer_link where position = 3 limit 1',
  ],
  [
    'chain-is-unbroken',
    'a month in the chain',
    `update transfer_link set month = month - interval '1 month' where position = 2`,
    'select transfer_id as name from transfer_link where position = 2 limit 1',
  ],
  [
    'chain-is-unbroken',
    'the end of the chain',
    'update ledger_head set position = position + 1 where position = (select max(position) from ledger_head)',
    'select max(position) as name from ledger_head',
  ],
  [
    'closed-months-stay-sealed',
    'the figures of a closed month',
    `update period_event set figures = jsonb_set(figures, '{minted}', '"900"')`,
    `select to_char(month, 'YYYY-MM') as name from period_event`,
  ],
  [
    'closings-stand-in-the-chain',
    'the chain cut off behind a closed month',
    `delete from transfer_link where position >= (select position from period_event) and foundation_id = (select foundation_id from period_event)`,
    `select to_char(month, 'YYYY-MM') as name from period_event`,
  ],
  [
    'months-follow-their-events',
    'a closed month reopened without an event',
    `update ledger_head set open_month = '-infinity'`,
    `select (month + interval '1 month')::date::text as name from period_event`,
  ],
  [
    'months-follow-their-events',
    'a closing that is gone',
    `delete from filing_receipt; delete from period_event`,
    `select open_month::text as name from ledger_head where open_month > '-infinity'`,
  ],
  [
    'receipts-match-filings',
    'the seal on a receipt',
    String.raw`update filing_receipt set seal = '\x00'`,
    'select receipt_number as name from filing_receipt',
  ],
  [
    'records-are-as-written',
    'the category of hours',
    `update hours_record set category = 'cleaning' where ${correction}`,
    `select id as name from hours_record where ${correction}`,
  ],
  [
    'records-are-as-written',
    'rules of a policy',
    `update coin_policy set rules = rules || '{"redeemMin": "1"}' where version = 1`,
    'select id as name from coin_policy where version = 1',
  ],
  [
    'records-are-as-written',
    'a limit of clearing',
    'update clearing_agreement set owed_max = owed_max + 1',
    'select id as name from clearing_agreement limit 1',
  ],
  [
    'records-are-as-written',
    'the account that closed a month',
    'update period_event set actor_account_id = gen_random_uuid()',
    'select id as name from period_event',
  ],
  [
    'records-are-as-written',
    'the time of a receipt',
    `update filing_receipt set received_at = received_at - interval '1 day'`,
    'select id as name from filing_receipt',
  ],
  [
    'versions-have-no-gap',
    'a policy that is gone',
    'delete from coin_policy where version = 1',
    'select id as name from coin_policy where version = 2',
  ],
  [
    'hours-are-corrected-not-edited',
    'a correction of more than there was',
    `update hours_record set minutes = -600 where ${correction}`,
    `select business_id as name from hours_record where ${correction}`,
  ],
  [
    'clearing-equals-its-orders',
    'the balance with the head bank',
    `update coin_account set posted = posted - 1 where owner_kind = 'HEAD_BANK' and unit = 'COIN' and posted > 0`,
    `select id as name from coin_account where owner_kind = 'HEAD_BANK' and unit = 'COIN' and posted > 0`,
  ],
  [
    'clearing-orders-are-booked',
    'an amount on one side',
    `update clearing_order set amount = amount + 1 where direction = 'IN' and state = 'SETTLED'`,
    `select order_id as name from clearing_order where direction = 'IN' and state = 'SETTLED' limit 1`,
  ],
  [
    'exposure-stays-within-limits',
    'a foundation beyond its limit',
    `alter table coin_account drop constraint posted_not_above_limit;
     update coin_account set posted_max = 0 where owner_kind = 'HEAD_BANK' and unit = 'COIN' and posted > 0`,
    `select id as name from coin_account where owner_kind = 'HEAD_BANK' and unit = 'COIN' and posted > 0`,
  ],
  [
    'clearing-sides-agree',
    'an order that nobody received',
    `delete from clearing_order where direction = 'IN' and state = 'SETTLED'`,
    `select order_id as name from clearing_order where direction = 'OUT' and state = 'SETTLED' limit 1`,
  ],
  [
    'clearing-nets-to-zero',
    'a part of a settlement',
    'update clearing_leg set fen = fen + 1 where position > 0',
    'select settlement_id as name from clearing_leg limit 1',
  ],
  [
    'append-only-is-guarded',
    'a guard switched off',
    'alter table entry disable trigger append_only',
    `select 'entry' as name`,
  ],
  [
    'append-only-is-guarded',
    'a guard that permits changes',
    `create function look_away() returns trigger language plpgsql as $$ begin return new; end $$;
     drop trigger append_only on hours_record;
     create trigger append_only before update or delete on hours_record for each row execute function look_away()`,
    `select 'hours_record' as name`,
  ],
  [
    'append-only-is-guarded',
    'a right to one column',
    `grant update (reason) on transfer to ${roles.member}`,
    `select 'transfer' as name`,
  ],
  [
    'constraints-are-in-place',
    'a rule of the database dropped',
    'alter table transfer drop constraint transfer_foundation_id_client_id_key',
    `select 'transfer_foundation_id_client_id_key' as name`,
  ],
  [
    'constraints-are-in-place',
    'row-level security without force',
    'alter table entry no force row level security',
    `select 'entry' as name`,
  ],
  [
    'certified-visits-have-hours',
    'minutes of a visit',
    `update visit set minutes_certified = minutes_certified + 1 where state = 'CERTIFIED'`,
    `select id as name from visit where state = 'CERTIFIED' limit 1`,
  ],
  [
    'certified-visits-are-paid',
    'the payment of a visit',
    `update visit set coins_paid = coins_paid + 1 where state = 'CERTIFIED'`,
    `select id as name from visit where state = 'CERTIFIED' limit 1`,
  ],
  [
    'requests-hold-their-coins',
    'the held coins of a request',
    `update service_request set coins_held = coins_held + 1 where state = 'ASSIGNED'`,
    `select id as name from service_request where state = 'ASSIGNED' limit 1`,
  ],
];

test('each invariant has a test below that breaks it', () => {
  expect([...new Set(tampered.map(([name]) => name))].sort()).toEqual(
    invariants.map(({ name }) => name).sort(),
  );
});

describe('a change behind the back of the ledger is found and named', () => {
  test.each(tampered)('%s finds this tampering: %s', async (name, _, change, names) => {
    const invariant = invariants.find((each) => each.name === name)!;
    await owner.query('begin');
    try {
      // As the owner may: bypasses triggers and foreign keys.
      await owner.query('set local session_replication_role = replica');
      await owner.query(change);
      const { rows } = await owner.query<{ name: string }>(names);
      const breaches = await breachesOf(invariant);
      expect(breaches.join('\n')).toContain(String(rows[0]!.name));
    } finally {
      await owner.query('rollback');
    }
  });
});

test('the guards of every append-only table refuse even its owner', async () => {
  for (const table of [
    'transfer',
    'entry',
    'lot_move',
    'transfer_link',
    'hours_record',
    'coin_policy',
    'period_event',
  ]) {
    await expect(platform.sql(`update ${table} set foundation_id = foundation_id`)).rejects.toThrow(
      /append-only/,
    );
    await expect(platform.sql(`delete from ${table}`)).rejects.toThrow(/append-only/);
    await expect(platform.sql(`truncate ${table} cascade`)).rejects.toThrow(/append-only/);
  }
});

/** As `checkInvariants` does, but inside this uncommitted transaction. */
async function breachesOf({ breaches, acrossCommunities }: Invariant): Promise<string[]> {
  const found: string[] = [];
  const { text } = compileNamedParameters(breaches);
  if (acrossCommunities) {
    await owner.query(sessionStatements(headBankSession));
    found.push(...(await owner.query<{ breach: string }>(text)).rows.map(({ breach }) => breach));
  } else {
    for (const id of Object.values(platform.fixtures.foundations)) {
      const variables = {
        ...identitySession.variables,
        'app.foundation': id,
        'app.scope': 'foundation' as const,
      };
      await owner.query(sessionStatements({ role: roles.member, variables }));
      found.push(
        ...(await owner.query<{ breach: string }>(text, [id])).rows.map(({ breach }) => breach),
      );
    }
  }
  return found;
}

async function live(): Promise<void> {
  const admin = await scenario.actor('admin@sicheng');
  const operator = await scenario.actor('operator@headbank');
  const local = new Date(Date.now() + 8 * 3_600_000);
  const lastMonth = new Date(
    Date.UTC(local.getUTCFullYear(), local.getUTCMonth() - 1, 10),
  ).toISOString();
  for (const rules of [
    {},
    { origins: [{ origin: 'GRANTED', permittedUses: ['SERVICE', 'CLEARING'] }] },
  ]) {
    const publish = { rules, validFrom: new Date().toISOString(), reason: '章程' };
    await admin.mutate('publishCoinPolicy', publish, 'policy { id }');
  }
  await admin.grantsCoins('poor@xinxian', '5.00', { happenedAt: lastMonth });
  await admin.grantsCoins('poor@xinxian', '5.00');
  await scenario.certifiedVisit({ minutes: 60 });
  const visitId = await scenario.certifiedVisit({ minutes: 60, endedMinutesAgo: 90 });
  await admin.decides('correctVisit', visitId, { minutes: 45, reason: '早走' });
  await scenario.plannedVisit();
  const { period } = await admin.mutate(
    'closePeriod',
    { month: lastMonth.slice(0, 7) },
    'period { id }',
  );
  const filing = { foundationId: scenario.id.foundation('sicheng'), periodId: period.id };
  await operator.mutate('acknowledgeFiling', filing, 'period { id }');
  for (const slug of ['sicheng', 'yigong80']) {
    const limits = {
      fundAccountId: scenario.id.coinAccount(`fund@${slug}`),
      owedMax: '10.00',
      claimMax: '10.00',
      reason: '协议',
    };
    await operator.mutate(
      'setClearingLimits',
      { foundationId: scenario.id.foundation(slug), ...limits },
      'position { name }',
    );
  }
  const elder = await scenario.actor('elder@xinxian');
  const send = (amount: string) => {
    const to = {
      toFoundationId: scenario.id.foundation('yigong80'),
      toAccountId: scenario.id.coinAccount('elder@shiyuan'),
    };
    const input = {
      idempotencyKey: newKey(),
      fromAccountId: scenario.id.coinAccount('elder@xinxian'),
      ...to,
      amount,
    };
    return elder.mutate('sendCoins', input, 'order { state }');
  };
  await send('2.00');
  const { accounts } = await admin.query(
    '{ accounts: coinAccounts(first: 100) { nodes { id ownerKind unit } } }',
  );
  const isMoney = (each: { ownerKind: string; unit: string }) =>
    each.ownerKind === 'FUND' && each.unit === 'CNY';
  const income = {
    fundAccountId: accounts.nodes.find(isMoney).id,
    amount: '100.00',
    reason: '捐款',
  };
  await admin.mutate('recordFundIncome', income, 'transfer { id }');
  await operator.mutate(
    'settleClearing',
    { yuanPerCoin: '20.00', reason: '月结' },
    'legs { state }',
  );
  await send('3.00');
}
