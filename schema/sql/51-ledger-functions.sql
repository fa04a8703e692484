-- Functions of the ledger. All bookings go through ledger_book(), which takes everything that
-- belongs together. One round trip locks, checks, writes, and links the transfers into the chain.
-- ledger_adopt() takes over transfers from other sources (demo data, a migration from another
-- system). Refusals have SQLSTATE LL001: the code is the message, its parameters are JSON in the
-- detail.

-- Refuses a booking: the code is the message, its parameters are JSON in the detail.
create function ledger_refuse(code text, params jsonb default '{}') returns void
language plpgsql set search_path = pg_catalog as $body$
begin
  raise exception '%', code using errcode = 'LL001', detail = params::text;
end
$body$;

-- Formats hundredths as a decimal.
create function ledger_format_amount(amount bigint) returns text
language sql immutable set search_path = pg_catalog as $body$
  select case when amount < 0 then '-' else '' end || abs(amount) / 100 || '.'
    || lpad((abs(amount) % 100)::text, 2, '0')
$body$;

-- Use of coins by a kind of transfer, as permitted uses name it; null accepts every coin.
create function ledger_use(kind text) returns text
language sql immutable set search_path = pg_catalog as $body$
  select case
    when kind in ('BOOKING', 'SERVICE_PAYMENT') then 'SERVICE'
    when kind in ('GIFT', 'DONATION', 'REDEMPTION') then kind
    when kind = 'CLEARING_OUT' then 'CLEARING'
  end
$body$;

-- Origin of the lots that a kind of transfer brings in.
create function ledger_origin(kind text) returns text
language sql immutable set search_path = pg_catalog as $body$
  select case kind
    when 'GRANT' then 'GRANTED'
    when 'SERVICE_PAYMENT' then 'EARNED'
    when 'SPONSORSHIP' then 'SPONSORED'
    when 'GIFT' then 'GIVEN'
    when 'CLEARING_IN' then 'CLEARED'
    when 'REDEMPTION' then 'REDEEMED'
    else 'OTHER'
  end
$body$;

-- Whether an account keeps its coins in lots. One that may be negative (a fund) issues coins
-- instead of keeping them. The head bank's account keeps no lots either: coins to it leave the
-- foundation, and coins from it are new.
create function ledger_keeps_lots(account coin_account) returns boolean
language sql immutable set search_path = pg_catalog as $body$
  select account.unit = 'COIN' and account.owner_kind <> 'HEAD_BANK'
    and coalesce(account.available_min, -1) >= 0
$body$;

-- Person or team that an account belongs to, who sees its entries; null for all other owners.
create function ledger_holder(account coin_account) returns uuid
language sql immutable set search_path = pg_catalog as $body$
  select case when account.owner_kind in ('PERSON', 'TEAM') then account.owner_id end
$body$;

-- The rules in force at an instant; an empty object before the first policy.
create function ledger_rules(tenant uuid, at timestamptz) returns jsonb
language sql stable set search_path = pg_catalog, public as $body$
  select coalesce((
    select rules from coin_policy where foundation_id = tenant and valid_from <= at
    order by valid_from desc, version desc limit 1
  ), '{}')
$body$;

-- Expiry of coins received at an instant: the end of the day a number of months later, by the
-- foundation's calendar. One month from 31 January is the end of February. Null months: never.
create function ledger_expiry(tenant uuid, at timestamptz, months integer) returns timestamptz
language sql stable set search_path = pg_catalog, public as $body$
  select (((at at time zone f.time_zone)::date + make_interval(months => months))::date + 1)::timestamp
    at time zone f.time_zone
  from foundation f where f.id = tenant
$body$;

-- Hash chain --------------------------------------------------------------------------------------

-- Digest of a transfer in the chain: every column that must never change.
create function ledger_digest(t transfer) returns bytea
language sql stable set search_path = pg_catalog, public as $body$
  select sha256(convert_to(jsonb_build_array(
    t.id, t.client_id, t.request_hash, t.phase, t.kind, t.amount, t.reason,
    (extract(epoch from t.happened_at) * 1000000)::bigint,
    (extract(epoch from t.booked_at) * 1000000)::bigint,
    (extract(epoch from t.expires_at) * 1000000)::bigint,
    t.pending_id, t.reverses_id, t.business_kind, t.business_id, t.actor_account_id,
    (select jsonb_agg(jsonb_build_array(e.id, e.account_id, e.layer, e.amount) order by e.id)
     from entry e where e.foundation_id = t.foundation_id and e.transfer_id = t.id),
    (select jsonb_agg(jsonb_build_array(m.id, m.lot_id, m.layer, m.amount) order by m.id)
     from lot_move m where m.foundation_id = t.foundation_id and m.transfer_id = t.id),
    (select jsonb_agg(jsonb_build_array(
       l.id, l.account_id, l.origin, l.fund_account_id, l.permitted_uses,
       (extract(epoch from l.expires_at) * 1000000)::bigint, l.amount) order by l.id)
     from coin_lot l where l.foundation_id = t.foundation_id and l.transfer_id = t.id)
  )::text, 'UTF8'))
$body$;

-- Next link of the chain: over the link before, the place, the month and the transfer's digest.
create function ledger_chain(
  previous bytea, place bigint, month date, is_adjustment boolean, digest bytea
) returns bytea
language sql immutable set search_path = pg_catalog as $body$
  select sha256(previous || int8send(place) || convert_to(to_char(month, 'YYYY-MM'), 'UTF8')
    || boolsend(is_adjustment) || digest)
$body$;

-- Locks the end of the chain until the transaction ends, and creates it for a new foundation.
create function ledger_lock_head(tenant uuid) returns ledger_head
language plpgsql set search_path = pg_catalog, public as $body$
declare
  head ledger_head;
begin
  select * into head from ledger_head h where h.foundation_id = tenant for update;
  if not found then
    insert into ledger_head (foundation_id) values (tenant) on conflict do nothing;
    select * into head from ledger_head h where h.foundation_id = tenant for update;
  end if;
  return head;
end
$body$;

-- Appends a transfer to the chain. The caller has locked the head.
create function ledger_append_link(t transfer, head ledger_head, in_month date) returns ledger_head
language plpgsql set search_path = pg_catalog, public as $body$
declare
  zone constant text := (select time_zone from foundation where id = t.foundation_id);
  own_digest constant bytea := ledger_digest(t);
  late constant boolean := in_month <> date_trunc('month', t.happened_at at time zone zone)::date;
begin
  head.position := head.position + 1;
  head.chain := ledger_chain(head.chain, head.position, in_month, late, own_digest);
  head.booked_at := greatest(head.booked_at, t.booked_at);
  insert into transfer_link
    (foundation_id, position, transfer_id, month, is_adjustment, digest, chain)
  values (t.foundation_id, head.position, t.id, in_month, late, own_digest, head.chain);
  return head;
end
$body$;

-- Writes the end of the chain after one or several bookings.
create function ledger_save_head(head ledger_head) returns void
language sql set search_path = pg_catalog, public as $body$
  update ledger_head h set position = head.position, chain = head.chain, booked_at = head.booked_at
    where h.foundation_id = head.foundation_id
$body$;

-- Lots --------------------------------------------------------------------------------------------

-- Changes one layer of a lot and records the move.
create function ledger_change_lot(
  t transfer, lot coin_lot, in_layer text, by_amount bigint
) returns void
language plpgsql set search_path = pg_catalog, public as $body$
begin
  if in_layer = 'HELD' then
    update coin_lot set held = held + by_amount
      where foundation_id = t.foundation_id and id = lot.id;
  else
    update coin_lot set remaining = remaining + by_amount
      where foundation_id = t.foundation_id and id = lot.id;
  end if;
  insert into lot_move
    (foundation_id, id, community_id, person_id, lot_id, transfer_id, layer, amount)
  values (t.foundation_id, new_id(), lot.community_id, lot.person_id, lot.id, t.id,
    in_layer, by_amount);
end
$body$;

-- Takes coins from an account's lots, or reserves them there: lots of `preferred` first, then
-- soonest to expire, then oldest. Gives the parts as [{lot, fund, uses, expires, amount}]. Demo
-- data and reversals accept a shortfall: `is_strict` false.
create function ledger_take_lots(
  t transfer, account coin_account, in_layer text, wanted bigint, is_strict boolean, preferred
  uuid[]
) returns jsonb
language plpgsql set search_path = pg_catalog, public as $body$
declare
  lot coin_lot;
  part bigint;
  missing bigint := wanted;
  purpose constant text := ledger_use(t.kind);
  parts jsonb := '[]';
begin
  if not ledger_keeps_lots(account) then
    return jsonb_build_array(jsonb_build_object('fund', account.id, 'amount', wanted));
  end if;
  for lot in
    select * from coin_lot l
    where l.foundation_id = t.foundation_id and l.account_id = account.id and l.remaining > l.held
      and (not is_strict or l.id = any (preferred)
        or ((l.expires_at is null or l.expires_at > t.booked_at)
          and (purpose is null or l.permitted_uses is null or purpose = any (l.permitted_uses))))
    order by l.id = any (preferred) desc, l.expires_at nulls last, l.id
  loop
    exit when missing = 0;
    part := least(missing, lot.remaining - lot.held);
    perform ledger_change_lot(t, lot, in_layer, case in_layer when 'HELD' then part else -part end);
    missing := missing - part;
    parts := parts || jsonb_build_object(
      'lot', lot.id, 'fund', lot.fund_account_id, 'uses', to_jsonb(lot.permitted_uses),
      'expires', lot.expires_at, 'amount', part
    );
  end loop;
  if missing > 0 then
    perform ledger_refuse('COINS_NOT_FOR_THIS_USE',
      jsonb_build_object('needed', ledger_format_amount(wanted), 'available',
        ledger_format_amount(wanted - missing),
        'use', coalesce(purpose, t.kind)));
  end if;
  return parts;
end
$body$;

-- Adds taken coins to an account as lots. Coins that are new here (earned, granted, sponsored,
-- cleared) follow the policy and expire by the foundation's calendar; all others keep their
-- permitted uses and expiry.
create function ledger_add_lots(t transfer, account coin_account, parts jsonb) returns void
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
      case
        when is_free then null
        when is_new then rules #> array['permittedUses', from_origin]
        else nullif(p -> 'uses', 'null')
      end as uses,
      case
        when is_free then null
        when is_new then ledger_expiry(t.foundation_id, t.happened_at, months)
        else (p ->> 'expires')::timestamptz
      end as expires_at
    from jsonb_array_elements(parts) as p group by 1, 3, 4 order by 4 nulls last, 1
  loop
    lot_id := new_id();
    insert into coin_lot (foundation_id, id, community_id, person_id, account_id, transfer_id,
      origin, fund_account_id, permitted_uses, expires_at, amount, remaining)
    values (t.foundation_id, lot_id, account.community_id, ledger_holder(account), account.id, t.id,
      from_origin, part.fund, case jsonb_typeof(part.uses)
        when 'array' then array(select jsonb_array_elements_text(part.uses)) end,
      part.expires_at, part.amount, part.amount);
    insert into lot_move
      (foundation_id, id, community_id, person_id, lot_id, transfer_id, layer, amount)
    values (t.foundation_id, new_id(), account.community_id, ledger_holder(account), lot_id, t.id,
      'POSTED', part.amount);
  end loop;
end
$body$;

-- Updates the lots for a transfer whose entries are written.
create function ledger_update_lots(t transfer, is_strict boolean) returns void
language plpgsql set search_path = pg_catalog, public as $body$
declare
  side record;
  account coin_account;
  lot coin_lot;
  reserved uuid[] := '{}';
  taken jsonb := '[]';
  part jsonb;
  share bigint;
  missing bigint;
  given jsonb;
begin
  if t.phase = 'PENDING' then
    for side in select e.account_id, -e.amount as amount from entry e
      where e.foundation_id = t.foundation_id and e.transfer_id = t.id and e.layer = 'PENDING_OUT'
    loop
      select * into account from coin_account a
        where a.foundation_id = t.foundation_id and a.id = side.account_id;
      if ledger_keeps_lots(account) then
        perform ledger_take_lots(t, account, 'HELD', side.amount, is_strict, '{}');
      end if;
    end loop;
    return;
  end if;
  if t.pending_id is not null then
    for side in select m.lot_id, m.amount from lot_move m
      where m.foundation_id = t.foundation_id and m.transfer_id = t.pending_id and m.layer = 'HELD'
        order by m.id
    loop
      select * into lot from coin_lot l
        where l.foundation_id = t.foundation_id and l.id = side.lot_id;
      perform ledger_change_lot(t, lot, 'HELD', -side.amount);
      reserved := reserved || side.lot_id;
    end loop;
  elsif t.kind = 'EXPIRY' then
    reserved := array[t.business_id];
  elsif t.reverses_id is not null then
    reserved := array(select l.id from coin_lot l
      where l.foundation_id = t.foundation_id and l.transfer_id = t.reverses_id);
  elsif t.kind = 'SERVICE_PAYMENT' then
    -- A new payment after a correction uses the coins reserved for this visit, even if they have
    -- expired.
    reserved := array(select m.lot_id from transfer paid
      join transfer undone on undone.foundation_id = paid.foundation_id
        and undone.reverses_id = paid.id
      join lot_move m on m.foundation_id = paid.foundation_id and m.transfer_id = paid.id
        and m.layer = 'POSTED' and m.amount < 0
      where paid.foundation_id = t.foundation_id and paid.business_kind = t.business_kind
        and paid.business_id = t.business_id
        and paid.kind = t.kind);
  end if;
  for side in select e.account_id, -e.amount as amount from entry e
    where e.foundation_id = t.foundation_id and e.transfer_id = t.id and e.layer = 'POSTED'
      and e.amount < 0 order by e.id
  loop
    select * into account from coin_account a
      where a.foundation_id = t.foundation_id and a.id = side.account_id;
    taken := taken || ledger_take_lots(
      t, account, 'POSTED', side.amount, is_strict and t.reverses_id is null, reserved
    );
  end loop;
  if t.reverses_id is not null then
    -- Coins return to their original lots.
    for side in select m.lot_id, -m.amount as amount from lot_move m
      where m.foundation_id = t.foundation_id and m.transfer_id = t.reverses_id
        and m.layer = 'POSTED' and m.amount < 0
    loop
      select * into lot from coin_lot l
        where l.foundation_id = t.foundation_id and l.id = side.lot_id;
      perform ledger_change_lot(t, lot, 'POSTED', side.amount);
    end loop;
    return;
  end if;
  for side in select e.account_id, e.amount from entry e
    where e.foundation_id = t.foundation_id and e.transfer_id = t.id and e.layer = 'POSTED'
      and e.amount > 0 order by e.id
  loop
    missing := side.amount;
    given := '[]';
    while missing > 0 loop
      part := taken -> 0;
      share := least(missing, (part ->> 'amount')::bigint);
      given := given || jsonb_build_array(part || jsonb_build_object('amount', share));
      taken := case when share = (part ->> 'amount')::bigint then taken - 0
        else jsonb_set(taken, '{0,amount}', to_jsonb((part ->> 'amount')::bigint - share)) end;
      missing := missing - share;
    end loop;
    select * into account from coin_account a
      where a.foundation_id = t.foundation_id and a.id = side.account_id;
    perform ledger_add_lots(t, account, given);
  end loop;
end
$body$;

-- One booking -------------------------------------------------------------------------------------

-- The account that a booking names: {"id"} or {"ownerKind", "ownerId"}, in a unit. The foundation's
-- own account, for future payees and for outside money, is opened on first use.
create function ledger_account(tenant uuid, named jsonb, in_unit text) returns uuid
language plpgsql volatile set search_path = pg_catalog, public as $body$
declare
  found_id uuid;
begin
  if named ? 'id' then
    select id into found_id from coin_account
      where foundation_id = tenant and id = (named ->> 'id')::uuid;
  else
    select id into found_id from coin_account
    where foundation_id = tenant and owner_kind = named ->> 'ownerKind'
      and owner_id = (named ->> 'ownerId')::uuid and unit = in_unit;
    if found_id is null and named ->> 'ownerKind' = 'FOUNDATION'
      and (named ->> 'ownerId')::uuid = tenant then
      insert into coin_account (foundation_id, id, owner_kind, owner_id, name, unit, available_min)
      select tenant, new_id(), 'FOUNDATION', tenant, name, in_unit, null from foundation
        where id = tenant
      on conflict (foundation_id, owner_kind, owner_id, unit) do update
        set is_open = coin_account.is_open returning id into found_id;
    end if;
  end if;
  if found_id is null then perform ledger_refuse('NO_ACCOUNT'); end if;
  return found_id;
end
$body$;

-- Reads a locked account again, since an earlier booking may have changed it.
create function ledger_read_account(tenant uuid, account_id uuid) returns coin_account
language sql stable set search_path = pg_catalog, public as $body$
  select a from coin_account a where a.foundation_id = tenant and a.id = account_id
$body$;

-- Resolves the accounts of a booking: payer, payee and, for a hold, the clearing account in place
-- of the future payee. Service paid without a hold has that one too, for amounts above the payee's
-- cap.
create function ledger_resolve_accounts(tenant uuid, b jsonb) returns jsonb
language plpgsql set search_path = pg_catalog, public as $body$
declare
  in_unit constant text := coalesce(b ->> 'unit', 'COIN');
  payer uuid;
  payee uuid;
  clearing uuid;
  others uuid[] := '{}';
begin
  case b ->> 'do'
    when 'POST', 'HOLD' then
      payer := ledger_account(tenant, b -> 'from', in_unit);
      payee := ledger_account(tenant, b -> 'to', in_unit);
      if b ->> 'do' = 'POST' and b ->> 'kind' = 'SERVICE_PAYMENT' then
        clearing := ledger_account(
          tenant, jsonb_build_object('ownerKind', 'FOUNDATION', 'ownerId', tenant), in_unit
        );
      end if;
    when 'SETTLE' then
      select max(e.account_id::text) filter (where e.layer = 'PENDING_OUT'),
        max(e.account_id::text) filter (where e.layer = 'PENDING_IN')
      into payer, clearing from entry e
        where e.foundation_id = tenant and e.transfer_id = (b ->> 'holdId')::uuid;
      if (b ->> 'amount')::bigint > 0 then
        payee := ledger_account(tenant, b -> 'to', in_unit);
      end if;
    when 'REVERSE' then
      others := array(select e.account_id from entry e
        where e.foundation_id = tenant and e.transfer_id = (b ->> 'reversesId')::uuid
          and e.layer = 'POSTED');
  end case;
  return b || jsonb_build_object('payer', payer, 'payee', payee, 'clearing', clearing, 'accounts',
    to_jsonb(array_remove(others || array[payer, payee, clearing], null)));
end
$body$;

-- Checks that both accounts exist, are open and have the booked unit. The head bank's account is
-- for clearing alone.
create function ledger_check_accounts(
  tenant uuid, payer_id uuid, payee_id uuid, in_unit text, for_kind text
) returns void
language plpgsql set search_path = pg_catalog, public as $body$
declare
  payer constant coin_account := ledger_read_account(tenant, payer_id);
  payee constant coin_account := ledger_read_account(tenant, payee_id);
begin
  if payer.id = payee.id then perform ledger_refuse('SAME_ACCOUNT'); end if;
  if not (payer.is_open and payee.is_open) then
    perform ledger_refuse('ACCOUNT_CLOSED',
      jsonb_build_object('name', case when payer.is_open then payee.name else payer.name end));
  end if;
  if payer.unit <> in_unit or payee.unit <> in_unit then
    perform ledger_refuse('WRONG_UNIT',
      jsonb_build_object('from', payer.unit, 'to', payee.unit, 'unit', in_unit));
  end if;
  if for_kind not like 'CLEARING%' and 'HEAD_BANK' in (payer.owner_kind, payee.owner_kind) then
    perform ledger_refuse('ONLY_BY_CLEARING');
  end if;
end
$body$;

-- Minimum balance for redemption, by the policy. Checked under the lock of the account.
create function ledger_check_redemption(
  tenant uuid, payer coin_account, at timestamptz
) returns void
language plpgsql stable set search_path = pg_catalog, public as $body$
declare
  least_balance constant bigint := (ledger_rules(tenant, at) ->> 'redeemMin')::bigint;
begin
  if payer.posted < least_balance then
    perform ledger_refuse('BELOW_REDEEM_MIN',
      jsonb_build_object('min', ledger_format_amount(least_balance), 'balance',
        ledger_format_amount(payer.posted)));
  end if;
end
$body$;

-- Amount above the cap of a person's account: its own limit, else the policy's. Earned coins above
-- it go to the policy's target, so that a visit can always be certified; any other excess is
-- refused.
create function ledger_excess(
  tenant uuid, payee coin_account, moved_kind text, moved bigint, at timestamptz
) returns bigint
language plpgsql stable set search_path = pg_catalog, public as $body$
declare
  rules constant jsonb := ledger_rules(tenant, at);
  cap constant bigint := coalesce(payee.posted_max, (rules ->> 'balanceMax')::bigint);
  excess constant bigint := least(moved, greatest(0, payee.posted + moved - cap));
begin
  if cap is null or excess = 0 or payee.owner_kind <> 'PERSON' or payee.unit <> 'COIN' then
    return 0;
  end if;
  if payee.posted_max is null and rules ->> 'overflow' = 'KEEP' then return 0; end if;
  if moved_kind = 'SERVICE_PAYMENT' then
    return case when payee.posted_max is not null or rules ->> 'overflow' = 'DONATE' then excess
      else 0 end;
  end if;
  perform ledger_refuse('ABOVE_ACCOUNT_LIMIT',
    jsonb_build_object('limit', ledger_format_amount(cap), 'amount', ledger_format_amount(moved)));
end
$body$;

-- A closed account takes no bookings, reversals included. Returned coins of clearing have no holder
-- to ask, so they reopen the account.
create function ledger_check_reversal(tenant uuid, touched uuid[], is_clearing boolean) returns void
language plpgsql set search_path = pg_catalog, public as $body$
declare
  closed text;
begin
  if is_clearing then
    update coin_account a set is_open = true
      where a.foundation_id = tenant and a.id = any (touched) and not a.is_open;
    return;
  end if;
  select a.name into closed from coin_account a
    where a.foundation_id = tenant and a.id = any (touched) and not a.is_open order by a.id limit 1;
  if found then perform ledger_refuse('ACCOUNT_CLOSED', jsonb_build_object('name', closed)); end if;
end
$body$;

-- The month that a fact counts in: its own while that is open, else the oldest open one, as an
-- adjustment. Refuses with PERIOD_CLOSED when the caller does not allow adjustments.
create function ledger_month(head ledger_head, own_month date, may_adjust boolean) returns date
language plpgsql set search_path = pg_catalog as $body$
begin
  if own_month >= head.open_month or own_month = head.reopened_month then return own_month; end if;
  if not may_adjust then
    perform public.ledger_refuse('PERIOD_CLOSED',
      jsonb_build_object('month', to_char(own_month, 'YYYY-MM'),
        'openMonth', to_char(head.open_month, 'YYYY-MM')));
  end if;
  return head.open_month;
end
$body$;

-- Inserts the row of a transfer and gives it.
create function ledger_transfer(
  tenant uuid, b jsonb, booked timestamptz, as_phase text, accounts uuid[]
) returns transfer
language plpgsql set search_path = pg_catalog, public as $body$
declare
  communities constant uuid[] := array(select distinct a.community_id from coin_account a
    where a.foundation_id = tenant and a.id = any (accounts) and a.community_id is not null);
  holders constant uuid[] := array(select a.owner_id from coin_account a
    where a.foundation_id = tenant and a.id = any (accounts)
      and a.owner_kind in ('PERSON', 'TEAM'));
  t transfer;
begin
  insert into transfer (foundation_id, id, community_ids, person_ids,
    client_id, request_hash, phase, kind, amount, reason,
    happened_at, booked_at, expires_at, pending_id, reverses_id,
    business_kind, business_id, actor_account_id)
  values (tenant, coalesce((b ->> 'id')::uuid, new_id(booked)), communities, holders,
    b ->> 'clientId', b ->> 'requestHash', as_phase, b ->> 'kind', (b ->> 'amount')::bigint,
    b ->> 'reason',
    (b ->> 'happenedAt')::timestamptz, booked, (b ->> 'expiresAt')::timestamptz,
    (b ->> 'holdId')::uuid, (b ->> 'reversesId')::uuid,
    b #>> '{business,kind}', (b #>> '{business,id}')::uuid, (b ->> 'actor')::uuid)
  returning * into t;
  return t;
end
$body$;

-- Inserts one entry and updates the account.
create function ledger_move(
  t transfer, account coin_account, in_layer text, by_amount bigint
) returns void
language plpgsql set search_path = pg_catalog, public as $body$
declare
  available constant bigint := account.posted - account.pending_out - account.available_min;
  limits_exposure constant boolean := account.owner_kind = 'HEAD_BANK';
begin
  -- Releases of a hold are not checked; everything that takes coins away is. A payment's release is
  -- written first.
  if by_amount < 0 and in_layer <> 'PENDING_IN' and available < -by_amount then
    if limits_exposure then
      perform ledger_refuse('CLEARING_LIMIT_REACHED',
        jsonb_build_object('limit', ledger_format_amount(-account.available_min),
          'amount', ledger_format_amount(-by_amount)));
    end if;
    perform ledger_refuse(
      case account.unit when 'CNY' then 'INSUFFICIENT_MONEY' else 'INSUFFICIENT_COINS' end,
      jsonb_build_object('needed', ledger_format_amount(-by_amount),
        'available', ledger_format_amount(greatest(available, 0))));
  end if;
  -- Coins in transit to another foundation count against the limit as if they had left.
  if limits_exposure and by_amount > 0 and in_layer = 'PENDING_IN'
    and account.posted + account.pending_in + by_amount > account.posted_max then
    perform ledger_refuse('CLEARING_LIMIT_REACHED',
      jsonb_build_object('limit', ledger_format_amount(account.posted_max),
        'amount', ledger_format_amount(by_amount)));
  end if;
  if by_amount > 0 and in_layer = 'POSTED' and account.posted + by_amount > account.posted_max then
    perform ledger_refuse(
      case when limits_exposure then 'CLEARING_LIMIT_REACHED' else 'ABOVE_ACCOUNT_LIMIT' end,
      jsonb_build_object('limit', ledger_format_amount(account.posted_max),
        'amount', ledger_format_amount(by_amount)));
  end if;
  if abs(account.posted + by_amount) > 900000000000000000 then
    perform ledger_refuse('AMOUNT_TOO_LARGE');
  end if;
  insert into entry
    (foundation_id, id, community_id, person_id, transfer_id, account_id, layer, amount, booked_at,
      balance_after)
  values (t.foundation_id, new_id(), account.community_id, ledger_holder(account),
    t.id, account.id, in_layer, by_amount, t.booked_at,
    case in_layer when 'POSTED' then account.posted + by_amount end);
  update coin_account a set
    posted = a.posted + case when in_layer = 'POSTED' then by_amount else 0 end,
    pending_out = a.pending_out - case when in_layer = 'PENDING_OUT' then by_amount else 0 end,
    pending_in = a.pending_in + case when in_layer = 'PENDING_IN' then by_amount else 0 end
  where a.foundation_id = t.foundation_id and a.id = account.id;
end
$body$;

-- Books one item under the locks of its accounts and the head. Gives the new head and the transfer.
-- A payment of a visit is reversed only with the visit. An expiry is never reversed: expired coins
-- would only expire again.
create function ledger_book_one(tenant uuid, b jsonb, inout head ledger_head, out booked_id uuid)
language plpgsql set search_path = pg_catalog, public as $body$
declare
  zone constant text := (select time_zone from foundation where id = tenant);
  booked constant timestamptz :=
    greatest(clock_timestamp(), head.booked_at + interval '1 microsecond');
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
  if happened > booked + interval '2 minutes' then
    perform ledger_refuse('HAPPENED_IN_FUTURE');
  end if;
  in_month := ledger_month(head, date_trunc('month', happened at time zone zone)::date,
    coalesce((b ->> 'mayAdjust')::boolean, false));
  if b ->> 'do' = 'REVERSE' then
    select * into other from transfer x
      where x.foundation_id = tenant and x.id = (b ->> 'reversesId')::uuid;
    if not found then perform ledger_refuse('NOT_FOUND', '{"what": "Transfer"}'); end if;
    if other.phase not in ('POSTED', 'POST_PENDING') or other.reverses_id is not null
      or other.kind = 'EXPIRY'
      or other.kind like 'CLEARING%' and not is_clearing then
      perform ledger_refuse('NOT_REVERSIBLE', jsonb_build_object('kind', other.kind));
    end if;
    if exists (select from transfer x
      where x.foundation_id = tenant and x.reverses_id = other.id) then
      perform ledger_refuse('ALREADY_REVERSED');
    end if;
    -- The basis of a visit is undone together with its hours, star and certificates, or not at all.
    if other.business_kind = 'visit' and b #>> '{business,kind}' is distinct from 'visit' then
      perform ledger_refuse('REVERSED_BY_CORRECTION');
    end if;
    perform ledger_check_reversal(tenant, touched, is_clearing);
    b := b || jsonb_build_object('amount', other.amount);
    t := ledger_transfer(tenant, b, booked, 'POSTED', touched);
    for side in select e.account_id, -e.amount as amount from entry e
      where e.foundation_id = tenant and e.transfer_id = other.id and e.layer = 'POSTED'
        order by e.id
    loop
      perform ledger_move(t, ledger_read_account(tenant, side.account_id), 'POSTED', side.amount);
    end loop;
  elsif b ->> 'do' = 'SETTLE' then
    select * into other from transfer x
      where x.foundation_id = tenant and x.id = (b ->> 'holdId')::uuid;
    if not found or other.phase <> 'PENDING' then
      perform ledger_refuse('NOT_FOUND', '{"what": "Transfer"}');
    end if;
    if exists (select from transfer x
      where x.foundation_id = tenant and x.pending_id = other.id) then
      perform ledger_refuse('HOLD_ALREADY_SETTLED');
    end if;
    if moved > 0 and other.expires_at <= booked then perform ledger_refuse('HOLD_EXPIRED'); end if;
    if moved < 0 then perform ledger_refuse('AMOUNT_NOT_POSITIVE'); end if;
    if moved > other.amount then
      perform ledger_refuse('AMOUNT_ABOVE_HOLD',
        jsonb_build_object('amount', ledger_format_amount(moved),
          'held', ledger_format_amount(other.amount)));
    end if;
    if moved > 0 then
      perform ledger_check_accounts(tenant, payer, payee, in_unit, b ->> 'kind');
    end if;
    t := ledger_transfer(tenant, b, booked,
      case when moved > 0 then 'POST_PENDING' else 'VOID_PENDING' end, touched);
    if other.amount > 0 then
      perform ledger_move(t, ledger_read_account(tenant, payer), 'PENDING_OUT', other.amount);
      perform ledger_move(t, ledger_read_account(tenant, clearing), 'PENDING_IN', -other.amount);
    end if;
    if moved > 0 then
      excess := case when payee = clearing then 0
        else ledger_excess(tenant, ledger_read_account(tenant, payee), t.kind, moved, happened) end;
      perform ledger_move(t, ledger_read_account(tenant, payer), 'POSTED', -moved);
      if moved > excess then
        perform ledger_move(t, ledger_read_account(tenant, payee), 'POSTED', moved - excess);
      end if;
      if excess > 0 then
        perform ledger_move(t, ledger_read_account(tenant, clearing), 'POSTED', excess);
      end if;
    end if;
  else
    if moved < 0 or (moved = 0 and b ->> 'do' = 'POST') then
      perform ledger_refuse('AMOUNT_NOT_POSITIVE');
    end if;
    perform ledger_check_accounts(tenant, payer, payee, in_unit, b ->> 'kind');
    if b ->> 'kind' = 'REDEMPTION' then
      perform ledger_check_redemption(tenant, ledger_read_account(tenant, payer), happened);
    end if;
    if b ->> 'do' = 'HOLD' then
      if (b ->> 'expiresAt')::timestamptz <= booked then
        perform ledger_refuse('HOLD_EXPIRED');
      end if;
      t := ledger_transfer(tenant, b, booked, 'PENDING', touched);
      if moved > 0 then
        perform ledger_move(t, ledger_read_account(tenant, payer), 'PENDING_OUT', -moved);
        perform ledger_move(t, ledger_read_account(tenant, payee), 'PENDING_IN', moved);
      end if;
    else
      excess :=
        ledger_excess(tenant, ledger_read_account(tenant, payee), b ->> 'kind', moved, happened);
      t := ledger_transfer(tenant, b, booked, 'POSTED', touched);
      perform ledger_move(t, ledger_read_account(tenant, payer), 'POSTED', -moved);
      if moved > excess then
        perform ledger_move(t, ledger_read_account(tenant, payee), 'POSTED', moved - excess);
      end if;
      if excess > 0 then
        perform ledger_move(t, ledger_read_account(tenant, clearing), 'POSTED', excess);
      end if;
    end if;
  end if;
  perform ledger_update_lots(t, true);
  head := ledger_append_link(t, head, in_month);
  booked_id := t.id;
end
$body$;

-- Entry points ------------------------------------------------------------------------------------

-- Books a list of items in order, all or none: [{do, clientId, requestHash, kind, amount, from, to,
-- unit, happenedAt, expiresAt, holdId, reversesId, reason, business, actor, mayAdjust, isClearing,
-- id}]; amounts in hundredths. Accounts are locked in order of id, the head after them, until the
-- transaction ends. The same client id and request hash again gives the first answer. Gives
-- [{id, isReplay}]. Refuses with the codes above, by SQLSTATE LL001.
create function ledger_book(bookings jsonb) returns jsonb
language plpgsql set search_path = pg_catalog, public as $body$
declare
  tenant constant uuid := current_setting('app.foundation')::uuid;
  scope constant text := current_setting('app.scope');
  named jsonb[] := '{}';
  accounts uuid[] := '{}';
  answers jsonb[] := '{}';
  b jsonb;
  head ledger_head;
  known transfer;
  booked record;
begin
  -- Booking between two holders crosses communities by its nature; the tenant stays.
  set local app.scope = 'foundation';
  for b in select value from jsonb_array_elements(bookings) loop
    b := ledger_resolve_accounts(tenant, b);
    named := named || b;
    accounts := accounts || array(select jsonb_array_elements_text(b -> 'accounts'))::uuid[];
  end loop;
  -- Weaker than FOR UPDATE: a new lot references the fund that issued its coins. The foreign key
  -- check must not wait for a transaction that has locked the fund and waits for the head.
  perform from coin_account a where a.foundation_id = tenant and a.id = any (accounts)
    order by a.id for no key update;
  head := ledger_lock_head(tenant);
  foreach b in array named loop
    select * into known from transfer t
      where t.foundation_id = tenant and t.client_id = b ->> 'clientId';
    if found then
      if known.request_hash <> b ->> 'requestHash' then
        perform ledger_refuse('CLIENT_ID_REUSED');
      end if;
      answers := answers || jsonb_build_object('id', known.id, 'isReplay', true);
    else
      select * into booked from ledger_book_one(tenant, b, head);
      head := booked.head;
      answers := answers || jsonb_build_object('id', booked.booked_id, 'isReplay', false);
    end if;
  end loop;
  perform ledger_save_head(head);
  execute format('set local app.scope = %L', scope);
  return to_jsonb(answers);
end
$body$;

-- Adopts transfers that have entries and balances but no lots and chain links: oldest first. Gives
-- their number.
create function ledger_adopt(tenant uuid) returns integer
language plpgsql set search_path = pg_catalog, public as $body$
declare
  head ledger_head := ledger_lock_head(tenant);
  zone constant text := (select time_zone from foundation where id = tenant);
  t transfer;
  count integer := 0;
begin
  for t in select * from transfer each_one where each_one.foundation_id = tenant
    and not exists (select from transfer_link l
      where l.foundation_id = tenant and l.transfer_id = each_one.id)
    order by each_one.booked_at, each_one.id
  loop
    perform ledger_update_lots(t, false);
    head := ledger_append_link(t, head,
      greatest(date_trunc('month', t.happened_at at time zone zone)::date, head.open_month));
    count := count + 1;
  end loop;
  perform ledger_save_head(head);
  return count;
end
$body$;

grant execute on function
  ledger_refuse, ledger_format_amount, ledger_use, ledger_origin, ledger_keeps_lots,
  ledger_holder, ledger_rules, ledger_expiry, ledger_digest, ledger_chain, ledger_lock_head,
  ledger_append_link, ledger_save_head, ledger_change_lot, ledger_take_lots, ledger_add_lots,
  ledger_update_lots, ledger_account, ledger_read_account, ledger_resolve_accounts,
  ledger_check_accounts, ledger_check_redemption, ledger_excess, ledger_check_reversal,
  ledger_month, ledger_transfer, ledger_move, ledger_book_one, ledger_book, ledger_adopt
  to linli_member;
