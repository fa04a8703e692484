import type { Invariant } from '../platform/database/invariants.ts';
import { clearingInvariants } from './clearing/clearing.invariants.ts';
import { sealExpression } from './periods.ts';

/** Records outside the hash chain, each with a digest of itself. */
const recordsWithDigest = [
  'hours_record',
  'coin_policy',
  'clearing_agreement',
  'period_event',
  'filing_receipt',
];
const appendOnly = ['transfer', 'entry', 'lot_move', 'transfer_link', ...recordsWithDigest];
const walled = [
  ...appendOnly,
  'coin_account',
  'coin_lot',
  'ledger_head',
  'clearing_order',
  'clearing_leg',
];
/** Constraints by table and name, as the migrations created them. */
const constraints: readonly [table: string, name: string][] = [
  ['coin_account', 'available_not_below_limit'],
  ['coin_account', 'posted_not_above_limit'],
  ['coin_account', 'posted_in_range'],
  ['coin_account', 'coin_account_one_for_owner'],
  ['coin_lot', 'lot_not_overdrawn'],
  ['transfer', 'transfer_foundation_id_client_id_key'],
  ['transfer', 'transfer_foundation_id_pending_id_key'],
  ['transfer', 'transfer_foundation_id_reverses_id_key'],
  ['transfer_link', 'transfer_link_foundation_id_transfer_id_key'],
  ['hours_record', 'hours_record_foundation_id_corrects_id_key'],
  ['clearing_order', 'clearing_order_foundation_id_order_id_direction_key'],
  ['clearing_leg', 'clearing_leg_foundation_id_settlement_id_key'],
];

/**
 * Invariants that an auditor checks first. Each statement selects the violating rows; none means it
 * holds.
 */
export const ledgerInvariants: readonly Invariant[] = [
  {
    name: 'books-balance',
    says: 'All accounts of a unit together stand at zero: no coin and no fen came from nowhere.',
    breaches: `
      select format('the accounts of %s add up to %s hundredths', unit, sum(posted)) as breach
      from coin_account where foundation_id = :foundationId group by unit having sum(posted) <> 0`,
  },
  {
    name: 'units-do-not-mix',
    says: 'A transfer moves coins or money, never one against the other.',
    breaches: `
      select format('transfer %s moves %s', e.transfer_id, string_agg(distinct a.unit, ' and ')) as breach
      from entry e join coin_account a on a.foundation_id = e.foundation_id and a.id = e.account_id
      where e.foundation_id = :foundationId group by e.transfer_id having count(distinct a.unit) > 1`,
  },
  {
    name: 'transfers-sum-to-zero',
    says: 'What a transfer takes and what it gives are equal, for coins moved and for coins held.',
    breaches: `
      select format('transfer %s: %s entries add up to %s', transfer_id, kind, sum(amount)) as breach
      from (select transfer_id, amount, case when layer = 'POSTED' then 'posted' else 'held' end as kind
            from entry where foundation_id = :foundationId) as side
      group by transfer_id, kind having sum(amount) <> 0`,
  },
  {
    name: 'entries-match-transfers',
    says: 'The entries of a transfer move, hold and release as much as it says.',
    breaches: `
      select format('transfer %s (%s of %s): entries move %s and hold %s', t.id, t.phase, t.amount, s.moved, s.held) as breach
      from transfer t
      cross join lateral (
        select coalesce(sum(e.amount) filter (where e.layer = 'POSTED' and e.amount > 0), 0) as moved,
          coalesce(sum(e.amount) filter (where e.layer = 'PENDING_IN'), 0) as held
        from entry e where e.foundation_id = t.foundation_id and e.transfer_id = t.id
      ) as s
      where t.foundation_id = :foundationId and not case t.phase
        when 'POSTED' then s.moved = t.amount and s.held = 0
        when 'PENDING' then s.moved = 0 and s.held = t.amount
        when 'POST_PENDING' then s.moved = t.amount and s.held <= -t.amount
        else s.moved = 0 and t.amount = 0 and s.held <= 0
      end`,
  },
  {
    name: 'balances-equal-entries',
    says: 'Each balance is the sum of its entries.',
    breaches: `
      select format('account %s (%s): posted %s, held %s, promised %s; entries say %s, %s, %s',
        a.id, a.name, a.posted, a.pending_out, a.pending_in, s.posted, s.pending_out, s.pending_in) as breach
      from coin_account a
      left join (
        select account_id,
          coalesce(sum(amount) filter (where layer = 'POSTED'), 0) as posted,
          coalesce(-sum(amount) filter (where layer = 'PENDING_OUT'), 0) as pending_out,
          coalesce(sum(amount) filter (where layer = 'PENDING_IN'), 0) as pending_in
        from entry where foundation_id = :foundationId group by account_id
      ) as s on s.account_id = a.id
      where a.foundation_id = :foundationId
        and (a.posted, a.pending_out, a.pending_in)
          is distinct from (coalesce(s.posted, 0), coalesce(s.pending_out, 0), coalesce(s.pending_in, 0))`,
  },
  {
    name: 'statements-add-up',
    says: 'The balance after each posted entry is the sum of the entries up to it, in the order of booking.',
    breaches: `
      select format('entry %s of account %s, booked at %s: %s after it, its entries add up to %s by %s',
        id, account_id, booked_at, balance_after, sum, transfer_booked_at) as breach
      from (
        select e.id, e.account_id, e.booked_at, e.balance_after, t.booked_at as transfer_booked_at, e.layer,
          sum(e.amount) filter (where e.layer = 'POSTED') over (partition by e.account_id order by t.booked_at, e.id) as sum
        from entry e join transfer t on t.foundation_id = e.foundation_id and t.id = e.transfer_id
        where e.foundation_id = :foundationId
      ) as line
      where booked_at <> transfer_booked_at or layer = 'POSTED' and balance_after is distinct from sum`,
  },
  {
    name: 'no-overdraft',
    says: 'No account has less available than its limit allows.',
    breaches: `
      select format('account %s (%s): %s available, the limit is %s', id, name, posted - pending_out, available_min) as breach
      from coin_account where foundation_id = :foundationId and posted - pending_out < available_min`,
  },
  {
    name: 'limits-are-kept',
    says: 'No account stands above its cap, nothing that is held is negative, and no lot has more than came in.',
    breaches: `
      select format('account %s (%s): posted %s of at most %s, held %s, promised %s', id, name, posted, posted_max, pending_out, pending_in) as breach
      from coin_account where foundation_id = :foundationId and (posted > posted_max or pending_out < 0 or pending_in < 0)
      union all
      select format('lot %s: %s left of %s, %s held', id, remaining, amount, held)
      from coin_lot where foundation_id = :foundationId and not (0 <= held and held <= remaining and remaining <= amount)`,
  },
  {
    name: 'closed-accounts-are-empty',
    says: 'An account that is closed has nothing, holds nothing and is promised nothing.',
    breaches: `
      select format('account %s (%s) is closed: posted %s, held %s, promised %s', id, name, posted, pending_out, pending_in) as breach
      from coin_account where foundation_id = :foundationId and not is_open and (posted, pending_out, pending_in) <> (0, 0, 0)`,
  },
  {
    name: 'holds-resolve-once',
    says: 'A hold is settled at most once, by a transfer that releases exactly what was held.',
    breaches: `
      select format('hold %s: held %s, settled %s times, released %s', h.id, h.amount, s.count, s.released) as breach
      from transfer h
      cross join lateral (
        select count(distinct r.id) as count, coalesce(-sum(e.amount), 0) as released
        from transfer r
        join entry e on e.foundation_id = r.foundation_id and e.transfer_id = r.id and e.layer = 'PENDING_IN'
        where r.foundation_id = h.foundation_id and r.pending_id = h.id
      ) as s
      where h.foundation_id = :foundationId and h.phase = 'PENDING' and s.count > 0 and (s.count > 1 or s.released <> h.amount)
      union all
      select format('transfer %s settles %s, which is no hold', r.id, r.pending_id)
      from transfer r join transfer h on h.foundation_id = r.foundation_id and h.id = r.pending_id
      where r.foundation_id = :foundationId and h.phase <> 'PENDING'`,
  },
  {
    name: 'reversals-are-opposite',
    says: 'A transfer is reversed at most once, by one that moves the same coins back between the same accounts.',
    breaches: `
      select format('reversal %s of transfer %s leaves account %s changed by %s', r.id, r.reverses_id, e.account_id, sum(e.amount)) as breach
      from transfer r
      join entry e on e.foundation_id = r.foundation_id and e.transfer_id in (r.id, r.reverses_id) and e.layer = 'POSTED'
      where r.foundation_id = :foundationId and r.reverses_id is not null
      group by r.id, r.reverses_id, e.account_id having sum(e.amount) <> 0
      union all
      select format('transfer %s is reversed %s times', reverses_id, count(*))
      from transfer where foundation_id = :foundationId and reverses_id is not null group by reverses_id having count(*) > 1`,
  },
  {
    name: 'lots-equal-balances',
    says: 'An account that keeps its coins in lots has as much in them, and as much of that held, as its balance says.',
    breaches: `
      select format('account %s (%s): posted %s and held %s, lots say %s and %s', a.id, a.name, a.posted, a.pending_out,
        coalesce(sum(l.remaining), 0), coalesce(sum(l.held), 0)) as breach
      from coin_account a
      left join coin_lot l on l.foundation_id = a.foundation_id and l.account_id = a.id and (l.remaining > 0 or l.held > 0)
      where a.foundation_id = :foundationId and ledger_keeps_lots(a)
      group by a.foundation_id, a.id, a.name, a.posted, a.pending_out
      having (a.posted, a.pending_out) is distinct from (coalesce(sum(l.remaining), 0), coalesce(sum(l.held), 0))`,
  },
  {
    name: 'lots-follow-their-moves',
    says: 'What is left of a lot, and what of that is held, is the sum of what transfers did to it.',
    breaches: `
      select format('lot %s of account %s: %s left and %s held, its moves say %s and %s',
        l.id, l.account_id, l.remaining, l.held, s.remaining, s.held) as breach
      from coin_lot l
      left join (
        select lot_id, coalesce(sum(amount) filter (where layer = 'POSTED'), 0) as remaining,
          coalesce(sum(amount) filter (where layer = 'HELD'), 0) as held
        from lot_move where foundation_id = :foundationId group by lot_id
      ) as s on s.lot_id = l.id
      where l.foundation_id = :foundationId and (l.remaining, l.held) is distinct from (s.remaining, s.held)`,
  },
  {
    name: 'coins-buy-what-they-may',
    says: 'Coins were spent on what their lot permits.',
    breaches: `
      select format('transfer %s (%s) took %s from lot %s, which may be used for %s', t.id, t.kind, -m.amount, l.id, array_to_string(l.permitted_uses, ', ')) as breach
      from lot_move m
      join coin_lot l on l.foundation_id = m.foundation_id and l.id = m.lot_id and l.permitted_uses is not null
      join transfer t on t.foundation_id = m.foundation_id and t.id = m.transfer_id
      where m.foundation_id = :foundationId and m.layer = 'POSTED' and m.amount < 0 and not ledger_use(t.kind) = any (l.permitted_uses)`,
  },
  {
    name: 'chain-is-unbroken',
    says: 'Each transfer has its place in the hash chain, and no byte of it changed since.',
    breaches: `
      select format('transfer %s at position %s: %s', transfer_id, position, what) as breach
      from (
        select l.transfer_id, l.position, case
          when t.id is null then 'it is not there any more'
          when l.digest <> ledger_digest(t) then 'its rows are not those that were sealed'
          when l.position <> row_number() over w then 'a place before it is missing'
          when l.chain <> ledger_chain(coalesce(lag(l.chain) over w, '\\x00'), l.position, l.month, l.is_adjustment, l.digest)
            then 'it does not follow from the one before'
        end as what
        from transfer_link l left join transfer t on t.foundation_id = l.foundation_id and t.id = l.transfer_id
        where l.foundation_id = :foundationId window w as (order by l.position)
      ) as link where what is not null
      union all
      select format('transfer %s (%s) has no place in the chain', t.id, t.client_id) from transfer t
      where t.foundation_id = :foundationId
        and not exists (select from transfer_link l where l.foundation_id = t.foundation_id and l.transfer_id = t.id)
      union all
      select format('the chain ends at position %s, its head says %s', coalesce(last.position, 0), h.position)
      from ledger_head h
      left join lateral (select position, chain from transfer_link l where l.foundation_id = h.foundation_id
                         order by position desc limit 1) as last on true
      where h.foundation_id = :foundationId
        and (h.position, h.chain) is distinct from (coalesce(last.position, 0), coalesce(last.chain, '\\x00'))`,
  },
  {
    name: 'closed-months-stay-sealed',
    says: 'A closed month is what it was when it was sealed and filed.',
    breaches: `
      select format('month %s, version %s: %s', to_char(event.month, 'YYYY-MM'), event.version,
        case when event.seal <> ${sealExpression} then 'its transfers or figures are not those that were sealed'
          else 'something was booked into it since' end) as breach
      from period_event event
      where event.foundation_id = :foundationId and event.kind = 'CLOSED' and (
        event.seal <> ${sealExpression}
        or not exists (select from period_event later where later.foundation_id = :foundationId and later.month = event.month and later.version > event.version)
          and exists (select from transfer_link l where l.foundation_id = :foundationId and l.month = event.month and l.position > event.position))`,
  },
  {
    name: 'closings-stand-in-the-chain',
    says: 'The chain still passes through the place at which each month was closed or opened again, so that none of it was cut off or written anew.',
    breaches: `
      select format('month %s, version %s: it names place %s of the chain, where %s', to_char(e.month, 'YYYY-MM'), e.version, e.position,
        case when l.chain is null and e.position > 0 then 'there is nothing' else 'something else stands' end) as breach
      from period_event e
      left join transfer_link l on l.foundation_id = e.foundation_id and l.position = e.position
      where e.foundation_id = :foundationId and e.chain is distinct from coalesce(l.chain, '\\x00')`,
  },
  {
    name: 'months-follow-their-events',
    says: 'Which months are open is what closing and opening them made of it, and no version of that is missing.',
    breaches: `
      select format('the books are open from %s on and for %s, closings and openings say %s and %s', h.open_month, coalesce(h.reopened_month::text, '-'),
        coalesce(s.open_month, '-infinity'), coalesce(s.reopened_month::text, '-')) as breach
      from ledger_head h
      cross join lateral (
        select (max(e.month) filter (where e.kind = 'CLOSED') + interval '1 month')::date as open_month,
          max(e.month) filter (where e.kind = 'REOPENED' and not exists (select from period_event later
            where later.foundation_id = e.foundation_id and later.month = e.month and later.version > e.version)) as reopened_month
        from period_event e where e.foundation_id = h.foundation_id
      ) as s
      where h.foundation_id = :foundationId
        and (h.open_month, h.reopened_month) is distinct from (coalesce(s.open_month, '-infinity'), s.reopened_month)
      union all
      select format('month %s, version %s: %s after %s', to_char(month, 'YYYY-MM'), version, kind, coalesce(before, 'nothing'))
      from (select month, version, kind, lag(kind) over w as before, row_number() over w as place from period_event
            where foundation_id = :foundationId window w as (partition by month order by version)) as event
      where version <> place or kind = coalesce(before, 'REOPENED')`,
  },
  {
    name: 'receipts-match-filings',
    says: 'A receipt of the head bank is for a closed month and bears its seal.',
    breaches: `
      select format('receipt %s (%s) bears %s, the filing %s', r.id, r.receipt_number, encode(r.seal, 'hex'), coalesce(encode(e.seal, 'hex'), 'nothing')) as breach
      from filing_receipt r left join period_event e on e.foundation_id = r.foundation_id and e.id = r.period_event_id
      where r.foundation_id = :foundationId and r.seal is distinct from e.seal`,
  },
  {
    name: 'records-are-as-written',
    says: 'Hours, coin policies, clearing agreements, closings and receipts are what they were when they were written.',
    breaches: `
      ${recordsWithDigest
        .map(
          (table) =>
            `select format('${table} %s was changed', id) as breach from ${table} as r where foundation_id = :foundationId and digest <> record_digest(r)`,
        )
        .join(' union all ')}`,
  },
  {
    name: 'versions-have-no-gap',
    says: 'Of coin policies and clearing agreements no version is missing.',
    breaches: `
      ${['coin_policy', 'clearing_agreement']
        .map(
          (
            table,
          ) => `select format('${table} %s: version %s stands in place %s', id, version, place) as breach
          from (select id, version, row_number() over (order by version) as place from ${table} where foundation_id = :foundationId) as r where version <> place`,
        )
        .join(' union all ')}`,
  },
  {
    name: 'hours-are-corrected-not-edited',
    says: 'A correction of hours is about the same volunteer and cause, and takes back no more than was recorded.',
    breaches: `
      select format('hours %s correct %s: %s minutes of volunteer %s against %s of %s',
        c.id, o.id, c.minutes, c.volunteer_id, o.minutes, o.volunteer_id) as breach
      from hours_record c join hours_record o on o.foundation_id = c.foundation_id and o.id = c.corrects_id
      where c.foundation_id = :foundationId and (c.volunteer_id, c.business_kind, c.business_id) <> (o.volunteer_id, o.business_kind, o.business_id)
      union all
      select format('hours of %s %s come to %s minutes', business_kind, business_id, sum(minutes)) as breach
      from hours_record where foundation_id = :foundationId group by business_kind, business_id having sum(minutes) < 0`,
  },
  ...clearingInvariants,
  {
    name: 'append-only-is-guarded',
    says: 'Triggers and grants refuse every change of what is written in the books.',
    breaches: `
      select format('table %s: %s', name, what) as breach
      from unnest(array[${appendOnly.map((table) => `'${table}'`).join(', ')}]) as name
      cross join lateral (
        select 'the trigger that refuses changes is missing or switched off' as what
        where 2 > (select count(*) from pg_trigger where tgrelid = name::regclass and tgenabled in ('O', 'A')
                   and tgname in ('append_only', 'append_only_whole') and tgfoid = 'public.refuse_change()'::regprocedure)
        union all
        select 'the trigger that keeps a digest is missing or switched off'
        where name in (${recordsWithDigest.map((table) => `'${table}'`).join(', ')})
          and not exists (select from pg_trigger where tgrelid = name::regclass and tgenabled in ('O', 'A') and tgname = 'write_record_digest')
        union all
        select format('%s may %s', r.rolname, privilege) from pg_roles r cross join unnest(array['UPDATE', 'DELETE', 'TRUNCATE']) as privilege
        where r.rolname like 'linli\\_%' and not r.rolsuper and not pg_has_role(r.oid, (select relowner from pg_class where oid = name::regclass), 'USAGE')
          and (has_table_privilege(r.oid, name, privilege)
            or privilege = 'UPDATE' and has_any_column_privilege(r.oid, name, 'UPDATE'))
      ) as gap
      where :foundationId::uuid is not null`,
  },
  {
    name: 'constraints-are-in-place',
    says: 'The rules that PostgreSQL itself keeps are there and were tried on every row: limits, keys that make a thing happen once, and the wall between tenants.',
    breaches: `
      select format('table %s: %s is missing or was never validated', rule.on_table, rule.name) as breach
      from (values ${constraints.map(([table, name]) => `('${table}', '${name}')`).join(', ')}) as rule (on_table, name)
      where :foundationId::uuid is not null and not exists (
        select from pg_constraint c where c.conrelid = rule.on_table::regclass and c.conname = rule.name and c.convalidated)
      union all
      select format('table %s: index hours_record_once_for_business is missing or invalid', 'hours_record')
      where :foundationId::uuid is not null and not exists (
        select from pg_index i where i.indexrelid = to_regclass('hours_record_once_for_business') and i.indisunique and i.indisvalid)
      union all
      select format('table %s: its wall between tenants is down', c.relname)
      from pg_class c where :foundationId::uuid is not null and c.oid = any (array[${walled.map((table) => `'${table}'`).join(', ')}]::regclass[])
        and not (c.relrowsecurity and c.relforcerowsecurity)`,
  },
];
