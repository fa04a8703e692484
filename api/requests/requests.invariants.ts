import type { Invariant } from '../platform/database/invariants.ts';

/** Statistics equal the ledger: served and paid amounts of the requests match the books. */
export const requestInvariants: readonly Invariant[] = [
  {
    name: 'certified-visits-have-hours',
    says: 'Each certified visit has its minutes in the record of hours, corrections counted, and no other visit has any.',
    breaches: `
      select format('visit %s (%s): %s minutes certified, %s recorded', v.id, v.state, certified.minutes, h.minutes) as breach
      from visit v
      full join (select business_id, sum(minutes) as minutes from hours_record
                 where foundation_id = :foundationId and business_kind = 'visit' group by business_id) as h
        on h.business_id = v.id and v.foundation_id = :foundationId
      cross join lateral (
        -- A dispute about a certified visit leaves its hours until it ends.
        select case when 'CERTIFIED' in (v.state, v.disputed_from) then coalesce(v.minutes_certified, 0) else 0 end as minutes
      ) as certified
      where coalesce(v.foundation_id, :foundationId) = :foundationId and certified.minutes <> coalesce(h.minutes, 0)`,
  },
  {
    name: 'certified-visits-are-paid',
    says: 'Each certified visit is paid by one transfer of the coins that it says; corrected ones were reversed.',
    breaches: `
      select format('visit %s: %s paid, booked %s', v.id, v.coins_paid, p.amount) as breach
      from visit v
      left join (
        select t.business_id, sum(t.amount) as amount from transfer t
        where t.foundation_id = :foundationId and t.business_kind = 'visit' and t.phase in ('POST_PENDING', 'POSTED') and t.kind = 'SERVICE_PAYMENT'
          and not exists (select from transfer r where r.foundation_id = :foundationId and r.reverses_id = t.id)
        group by t.business_id
      ) as p on p.business_id = v.id
      where v.foundation_id = :foundationId and v.state = 'CERTIFIED' and coalesce(v.coins_paid, 0) <> coalesce(p.amount, 0)`,
  },
  {
    name: 'requests-hold-their-coins',
    says: 'A request that is under way has its holds, unsettled and of the amount that it says; one that is over has none.',
    breaches: `
      select format('request %s (%s): %s held, hold %s of %s is %s', r.id, r.state, r.coins_held, held.id, h.amount,
        case when s.id is null then 'unsettled' else 'settled by ' || s.id end) as breach
      from service_request r
      cross join lateral unnest(r.hold_ids) as held (id)
      left join transfer h on h.foundation_id = r.foundation_id and h.id = held.id
      left join transfer s on s.foundation_id = r.foundation_id and s.pending_id = held.id
      where r.foundation_id = :foundationId
        and (h.id is null or h.amount * r.volunteers_needed <> r.coins_held
          -- The hold of a certified visit is settled, also while the visit is disputed or others of the request go on.
          or (r.state in ('CERTIFIED', 'CANCELLED', 'EXPIRED') or exists (
            select from visit v where v.foundation_id = :foundationId and v.request_id = r.id and v.hold_id = held.id
              and 'CERTIFIED' in (v.state, v.disputed_from))) <> (s.id is not null))`,
  },
];
