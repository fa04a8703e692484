-- Transfers of a visit are not reversed alone. Coins expire by the foundation's calendar. Events
-- that happen now use the clock of the database.

-- Books one item; as in 0013, with two exceptions. A payment of a visit is reversed only with the
-- visit. An expiry is never reversed: expired coins would only expire again.
create or replace function ledger_book_one(tenant uuid, b jsonb, inout head ledger_head, out booked_id uuid)
language plpgsql set search_path = pg_catalog, public as $body$
declare
  zone constant text := (select time_zone from foundation where id = tenant);
  booked constant timestamptz := greatest(clock_timestamp(), head.booked_at + interval '1 microsecond');
  -- Now by default: by this clock, and not by that of a node.
  happened constant timestamptz := coalesce((b ->> 'happenedAt')::timestamptz, booked);
  moved bigint := (b ->> 'amount')::bigint;
  payer constant uuid := (b ->> 'payer')::uuid;
  payee constant uuid := (b ->> 'payee')::uuid;
  clearing constant uuid := (b ->> 'clearing')::uuid;
  in_unit constant text := coalesce(b ->> 'unit', 'COIN');
  is_clearing constant boolean := coalesce((b ->> 'isClearing')::boolean, false);
  touched constant uuid[] := array(select jsonb_array_elements_text(b -> 'accounts'))::uuid[];
  in_month date;
  other transfer;
  t transfer;
  side record;
  excess bigint;
begin
  b := b || jsonb_build_object('happenedAt', happened);
  if happened > booked + interval '2 minutes' then perform ledger_refuse('HAPPENED_IN_FUTURE'); end if;
  in_month := ledger_month(head, date_trunc('month', happened at time zone zone)::date, coalesce((b ->> 'mayAdjust')::boolean, false));
  if b ->> 'do' = 'REVERSE' then
    select * into other from transfer x where x.foundation_id = tenant and x.id = (b ->> 'reversesId')::uuid;
    if not found then perform ledger_refuse('NOT_FOUND', '{"what": "Transfer"}'); end if;
    if other.phase not in ('POSTED', 'POST_PENDING') or other.reverses_id is not null or other.kind = 'EXPIRY'
      or other.kind like 'CLEARING%' and not is_clearing then
      perform ledger_refuse('NOT_REVERSIBLE', jsonb_build_object('kind', other.kind));
    end if;
    if exists (select from transfer x where x.foundation_id = tenant and x.reverses_id = other.id) then perform ledger_refuse('ALREADY_REVERSED'); end if;
    -- The basis of a visit is undone together with its hours, star and certificates, or not at all.
    if other.business_kind = 'visit' and b #>> '{business,kind}' is distinct from 'visit' then
      perform ledger_refuse('REVERSED_BY_CORRECTION');
    end if;
    perform ledger_reversible(tenant, touched, is_clearing);
    b := b || jsonb_build_object('amount', other.amount);
    t := ledger_transfer(tenant, b, booked, 'POSTED', touched);
    for side in select e.account_id, -e.amount as amount from entry e
      where e.foundation_id = tenant and e.transfer_id = other.id and e.layer = 'POSTED' order by e.id
    loop
      perform ledger_move(t, ledger_read(tenant, side.account_id), 'POSTED', side.amount);
    end loop;
  elsif b ->> 'do' = 'SETTLE' then
    select * into other from transfer x where x.foundation_id = tenant and x.id = (b ->> 'holdId')::uuid;
    if not found or other.phase <> 'PENDING' then perform ledger_refuse('NOT_FOUND', '{"what": "Transfer"}'); end if;
    if exists (select from transfer x where x.foundation_id = tenant and x.pending_id = other.id) then perform ledger_refuse('HOLD_ALREADY_SETTLED'); end if;
    if moved > 0 and other.expires_at <= booked then perform ledger_refuse('HOLD_EXPIRED'); end if;
    if moved < 0 then perform ledger_refuse('AMOUNT_NOT_POSITIVE'); end if;
    if moved > other.amount then
      perform ledger_refuse('AMOUNT_ABOVE_HOLD', jsonb_build_object('amount', ledger_text(moved), 'held', ledger_text(other.amount)));
    end if;
    if moved > 0 then perform ledger_pair(tenant, payer, payee, in_unit, b ->> 'kind'); end if;
    t := ledger_transfer(tenant, b, booked, case when moved > 0 then 'POST_PENDING' else 'VOID_PENDING' end, touched);
    if other.amount > 0 then
      perform ledger_move(t, ledger_read(tenant, payer), 'PENDING_OUT', other.amount);
      perform ledger_move(t, ledger_read(tenant, clearing), 'PENDING_IN', -other.amount);
    end if;
    if moved > 0 then
      excess := case when payee = clearing then 0 else ledger_excess(tenant, ledger_read(tenant, payee), t.kind, moved, happened) end;
      perform ledger_move(t, ledger_read(tenant, payer), 'POSTED', -moved);
      if moved > excess then perform ledger_move(t, ledger_read(tenant, payee), 'POSTED', moved - excess); end if;
      if excess > 0 then perform ledger_move(t, ledger_read(tenant, clearing), 'POSTED', excess); end if;
    end if;
  else
    if moved < 0 or (moved = 0 and b ->> 'do' = 'POST') then perform ledger_refuse('AMOUNT_NOT_POSITIVE'); end if;
    perform ledger_pair(tenant, payer, payee, in_unit, b ->> 'kind');
    if b ->> 'kind' = 'REDEMPTION' then perform ledger_may_redeem(tenant, ledger_read(tenant, payer), happened); end if;
    if b ->> 'do' = 'HOLD' then
      if (b ->> 'expiresAt')::timestamptz <= booked then perform ledger_refuse('HOLD_EXPIRED'); end if;
      t := ledger_transfer(tenant, b, booked, 'PENDING', touched);
      if moved > 0 then
        perform ledger_move(t, ledger_read(tenant, payer), 'PENDING_OUT', -moved);
        perform ledger_move(t, ledger_read(tenant, payee), 'PENDING_IN', moved);
      end if;
    else
      excess := ledger_excess(tenant, ledger_read(tenant, payee), b ->> 'kind', moved, happened);
      t := ledger_transfer(tenant, b, booked, 'POSTED', touched);
      perform ledger_move(t, ledger_read(tenant, payer), 'POSTED', -moved);
      if moved > excess then perform ledger_move(t, ledger_read(tenant, payee), 'POSTED', moved - excess); end if;
      if excess > 0 then perform ledger_move(t, ledger_read(tenant, clearing), 'POSTED', excess); end if;
    end if;
  end if;
  perform ledger_follow(t, true);
  head := ledger_link(t, head, in_month);
  booked_id := t.id;
end
$body$;

-- Expiry of coins received at an instant: the end of the day a number of months later, by the
-- foundation's calendar. One month from 31 January is the end of February. Null months: never.
create function ledger_expiry(tenant uuid, at timestamptz, months integer) returns timestamptz language sql stable set search_path = pg_catalog, public as $body$
  select (((at at time zone f.time_zone)::date + make_interval(months => months))::date + 1)::timestamp at time zone f.time_zone
  from foundation f where f.id = tenant
$body$;
revoke all on function ledger_expiry(uuid, timestamptz, integer) from public;
grant execute on function ledger_expiry(uuid, timestamptz, integer) to linli_member;

-- Adds taken coins to an account as lots; as in 0013, with expiry by the foundation's calendar.
create or replace function ledger_give(t transfer, account coin_account, parts jsonb) returns void
language plpgsql set search_path = pg_catalog, public as $body$
declare
  from_origin constant text := ledger_origin(t.kind);
  rules constant jsonb := ledger_rules(t.foundation_id, t.happened_at);
  -- Coins from another foundation follow the rules of this one.
  is_new constant boolean := from_origin in ('GRANTED', 'EARNED', 'SPONSORED', 'CLEARED');
  -- A merchant was promised money for them, so they neither expire nor have restricted uses any
  -- more.
  is_free constant boolean := from_origin = 'REDEEMED';
  months integer := (rules #>> array['expiryMonths', from_origin])::integer;
  part record;
  lot_id uuid;
begin
  if not ledger_keeps_lots(account) then return; end if;
  for part in
    select (p ->> 'fund')::uuid as fund, sum((p ->> 'amount')::bigint)::bigint as amount,
      case when is_free then null when is_new then rules #> array['permittedUses', from_origin] else nullif(p -> 'uses', 'null') end as uses,
      case when is_free then null when is_new then ledger_expiry(t.foundation_id, t.happened_at, months) else (p ->> 'expires')::timestamptz end as expires_at
    from jsonb_array_elements(parts) as p group by 1, 3, 4 order by 4 nulls last, 1
  loop
    lot_id := new_id();
    insert into coin_lot (foundation_id, id, community_id, person_id, account_id, transfer_id, origin, fund_account_id, permitted_uses, expires_at, amount, remaining)
    values (t.foundation_id, lot_id, account.community_id, ledger_holder(account), account.id, t.id,
      from_origin, part.fund, case jsonb_typeof(part.uses) when 'array' then array(select jsonb_array_elements_text(part.uses)) end,
      part.expires_at, part.amount, part.amount);
    insert into lot_move (foundation_id, id, community_id, person_id, lot_id, transfer_id, layer, amount)
    values (t.foundation_id, new_id(), account.community_id, ledger_holder(account), lot_id, t.id, 'POSTED', part.amount);
  end loop;
end
$body$;
