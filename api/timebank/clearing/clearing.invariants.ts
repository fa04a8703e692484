import type { Invariant } from '../../platform/database/invariants.ts';

/** Invariants of coins between foundations: within each foundation, then between both sides. */
export const clearingInvariants: readonly Invariant[] = [
  {
    name: 'clearing-equals-its-orders',
    says: "The head bank's account stands at what left less what came less what was settled, and only clearing moved it.",
    breaches: `
      select format('account %s (%s): posted %s, orders and settlements say %s', a.id, a.unit, a.posted, s.expected) as breach
      from coin_account a
      cross join lateral (
        select case a.unit when 'COIN' then
            coalesce((select sum(case direction when 'OUT' then amount else -amount end) from clearing_order where foundation_id = :foundationId and state = 'SETTLED'), 0)
            - coalesce((select sum(position) from clearing_leg where foundation_id = :foundationId and state = 'BOOKED'), 0)
          else coalesce((select sum(fen) from clearing_leg where foundation_id = :foundationId and state = 'BOOKED'), 0) end as expected
      ) as s
      where a.foundation_id = :foundationId and a.owner_kind = 'HEAD_BANK' and a.posted <> s.expected
      union all
      select format('transfer %s (%s) touches the account of the head bank', t.id, t.kind)
      from coin_account a
      join entry e on e.foundation_id = a.foundation_id and e.account_id = a.id
      join transfer t on t.foundation_id = e.foundation_id and t.id = e.transfer_id
      left join transfer o on o.foundation_id = t.foundation_id and o.id = t.reverses_id
      where a.foundation_id = :foundationId and a.owner_kind = 'HEAD_BANK' and coalesce(o.kind, t.kind) not like 'CLEARING%'`,
  },
  {
    name: 'clearing-orders-are-booked',
    says: 'Each order on its way has its coins held, each that arrived is booked with its amount, each that went back is undone.',
    breaches: `
      select format('order %s (%s, %s): %s', o.order_id, o.direction, o.state, what) as breach
      from clearing_order o
      left join transfer h on h.foundation_id = o.foundation_id and h.id = o.hold_id
      left join transfer t on t.foundation_id = o.foundation_id and t.id = o.transfer_id
      left join transfer b on b.foundation_id = o.foundation_id and b.id = o.return_transfer_id
      cross join lateral (select case
        when o.direction = 'OUT' and (h.id is null or h.phase <> 'PENDING' or h.amount <> o.amount) then 'its coins were not held'
        when o.state = 'SENT' and exists (select from transfer s where s.foundation_id = o.foundation_id and s.pending_id = h.id) then 'its hold is settled'
        when o.state in ('SETTLED', 'RETURNED') and (t.id is null or t.amount <> o.amount or t.kind <> 'CLEARING_' || o.direction) then 'it is not booked with its amount'
        when o.state = 'REFUSED' and o.direction = 'OUT' and t.phase is distinct from 'VOID_PENDING' then 'its hold was not released'
        when o.state = 'RETURNED' and b.reverses_id is distinct from o.transfer_id then 'its booking was not undone'
      end as what) as fault
      where o.foundation_id = :foundationId and what is not null`,
  },
  {
    name: 'exposure-stays-within-limits',
    says: 'No foundation owes more in clearing than the head bank allows, orders on their way counted, and none is owed more.',
    breaches: `
      select format('account %s: %s owed and %s on the way, limits %s and %s', id, posted, pending_in, posted_max, available_min) as breach
      from coin_account where foundation_id = :foundationId and owner_kind = 'HEAD_BANK' and unit = 'COIN'
        and (posted + pending_in > posted_max or posted < available_min)`,
  },
  {
    name: 'clearing-sides-agree',
    says: 'The two sides of an order say the same: nothing leaves without arriving, nothing arrives without leaving.',
    acrossCommunities: true,
    breaches: `
      select format('order %s: %s of %s in %s, %s of %s in %s', coalesce(o.order_id, i.order_id), coalesce(o.state, 'nothing'), o.amount,
        coalesce(o.foundation_id, i.counterpart_foundation_id), coalesce(i.state, 'nothing'), i.amount,
        coalesce(i.foundation_id, o.counterpart_foundation_id)) as breach
      from (select foundation_id, counterpart_foundation_id, order_id, amount, state from clearing_order where direction = 'OUT') as o
      full join (select foundation_id, counterpart_foundation_id, order_id, amount, state from clearing_order where direction = 'IN') as i
        on i.order_id = o.order_id and i.foundation_id = o.counterpart_foundation_id and i.counterpart_foundation_id = o.foundation_id
      where o.order_id is null or o.amount <> i.amount or (o.state, coalesce(i.state, 'nothing')) not in (
        ('SENT', 'nothing'), ('SENT', 'SETTLED'), ('SENT', 'REFUSED'), ('SENT', 'RETURNED'),
        ('SETTLED', 'SETTLED'), ('REFUSED', 'REFUSED'), ('SETTLED', 'RETURNED'), ('RETURNED', 'RETURNED'))`,
  },
  {
    name: 'clearing-nets-to-zero',
    says: "The head bank's accounts in all foundations add up to what is just between two books, and to nothing when nothing is.",
    acrossCommunities: true,
    breaches: `
      select format('the accounts add up to %s hundredths, orders and settlements under way say %s', s.standing, s.between) as breach
      from (select
        (select coalesce(sum(posted), 0) from coin_account where owner_kind = 'HEAD_BANK' and unit = 'COIN') as standing,
        (select coalesce(sum(o.amount), 0) from clearing_order i
           join clearing_order o on o.order_id = i.order_id and o.direction = 'OUT' and o.foundation_id = i.counterpart_foundation_id
           where i.direction = 'IN' and i.state = 'RETURNED' and o.state = 'SETTLED')
        - (select coalesce(sum(o.amount), 0) from clearing_order i
           join clearing_order o on o.order_id = i.order_id and o.direction = 'OUT' and o.foundation_id = i.counterpart_foundation_id
           where i.direction = 'IN' and i.state = 'SETTLED' and o.state = 'SENT')
        - (select coalesce(sum(position), 0) from clearing_leg where state = 'BOOKED') as between
      ) as s where s.standing <> s.between
      union all
      select format('settlement %s adds up to %s hundredths and %s fen', settlement_id, sum(position), sum(fen))
      from clearing_leg group by settlement_id having sum(position) <> 0 or sum(fen) <> 0`,
  },
];
