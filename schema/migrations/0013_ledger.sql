-- Further checks of the books, and stricter reversals and corrections. Forward only.

-- Records outside the chain, each with a digest of itself -----------------------------------------

-- SHA-256 over a row as inserted, without its digest. Time zone and byte format are fixed, so that
-- the result is reproducible. Null columns are left out, so that a new column changes no digest.
create function record_digest(written record) returns bytea language plpgsql stable
set search_path = pg_catalog set timezone = 'UTC' set bytea_output = 'hex' as $body$
begin
  return sha256(convert_to((
    select jsonb_object_agg(key, value)::text from jsonb_each(to_jsonb(written)) where key <> 'digest' and value <> 'null'
  ), 'UTF8'));
end
$body$;
revoke all on function record_digest(record) from public;
grant execute on function record_digest(record) to linli_member;

create function write_record_digest() returns trigger language plpgsql set search_path = pg_catalog, public as $body$
begin
  new.digest := record_digest(new);
  return new;
end
$body$;
revoke all on function write_record_digest() from public;

do $body$
declare
  relation text;
begin
  foreach relation in array array['hours_record', 'coin_policy', 'period_event', 'filing_receipt', 'clearing_agreement'] loop
    execute format($$alter table %I add column digest bytea not null default '\x'$$, relation);
    execute format($$comment on column %I.digest is 'SHA-256 over the row as it was written; see record_digest().'$$, relation);
    -- Digests of older rows. The owner bypasses row-level security and append-only for this alone.
    execute format('alter table %I no force row level security', relation);
    execute format('alter table %I disable trigger append_only', relation);
    execute format('update %I as written set digest = record_digest(written)', relation);
    execute format('alter table %I enable trigger append_only', relation);
    execute format('alter table %I force row level security', relation);
    execute format('create trigger write_record_digest before insert on %I for each row execute function write_record_digest()', relation);
  end loop;
end
$body$;

-- Recall of an order, until the receiving foundation has decided ----------------------------------

alter table clearing_order
  add column recalled_at timestamptz,
  add column recall_reason text check (char_length(recall_reason) <= 2000),
  add constraint clearing_order_is_recalled check ((recalled_at is null) = (recall_reason is null)),
  add constraint clearing_order_recalled_by_sender check (recalled_at is null or direction = 'OUT');
comment on column clearing_order.recalled_at is 'When the sender called it back; it counts where the receiver''s foundation has not decided before.';
grant update (recalled_at, recall_reason) on clearing_order to linli_member;
grant select (recalled_at) on clearing_order to linli_head_bank;

-- Booking -----------------------------------------------------------------------------------------

-- Resolves the accounts of a booking: payer, payee and, for a hold, the clearing account in place
-- of the future payee. Service paid without a hold has that one too, for amounts above the payee's
-- cap.
create or replace function ledger_name(tenant uuid, b jsonb) returns jsonb
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
        clearing := ledger_account(tenant, jsonb_build_object('ownerKind', 'FOUNDATION', 'ownerId', tenant), in_unit);
      end if;
    when 'SETTLE' then
      select max(e.account_id::text) filter (where e.layer = 'PENDING_OUT'), max(e.account_id::text) filter (where e.layer = 'PENDING_IN')
      into payer, clearing from entry e where e.foundation_id = tenant and e.transfer_id = (b ->> 'holdId')::uuid;
      if (b ->> 'amount')::bigint > 0 then payee := ledger_account(tenant, b -> 'to', in_unit); end if;
    when 'REVERSE' then
      others := array(select e.account_id from entry e
        where e.foundation_id = tenant and e.transfer_id = (b ->> 'reversesId')::uuid and e.layer = 'POSTED');
  end case;
  return b || jsonb_build_object('payer', payer, 'payee', payee, 'clearing', clearing, 'accounts',
    to_jsonb(array_remove(others || array[payer, payee, clearing], null)));
end
$body$;

-- Updates the lots for a transfer whose entries are written.
create or replace function ledger_follow(t transfer, is_strict boolean) returns void
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
      select * into account from coin_account a where a.foundation_id = t.foundation_id and a.id = side.account_id;
      if ledger_keeps_lots(account) then perform ledger_take(t, account, 'HELD', side.amount, is_strict, '{}'); end if;
    end loop;
    return;
  end if;
  if t.pending_id is not null then
    for side in select m.lot_id, m.amount from lot_move m
      where m.foundation_id = t.foundation_id and m.transfer_id = t.pending_id and m.layer = 'HELD' order by m.id
    loop
      select * into lot from coin_lot l where l.foundation_id = t.foundation_id and l.id = side.lot_id;
      perform ledger_touch_lot(t, lot, 'HELD', -side.amount);
      reserved := reserved || side.lot_id;
    end loop;
  elsif t.kind = 'EXPIRY' then
    reserved := array[t.business_id];
  elsif t.reverses_id is not null then
    reserved := array(select l.id from coin_lot l where l.foundation_id = t.foundation_id and l.transfer_id = t.reverses_id);
  elsif t.kind = 'SERVICE_PAYMENT' then
    -- A new payment after a correction uses the coins reserved for this visit, even if they have
    -- expired.
    reserved := array(select m.lot_id from transfer paid
      join transfer undone on undone.foundation_id = paid.foundation_id and undone.reverses_id = paid.id
      join lot_move m on m.foundation_id = paid.foundation_id and m.transfer_id = paid.id and m.layer = 'POSTED' and m.amount < 0
      where paid.foundation_id = t.foundation_id and paid.business_kind = t.business_kind and paid.business_id = t.business_id
        and paid.kind = t.kind);
  end if;
  for side in select e.account_id, -e.amount as amount from entry e
    where e.foundation_id = t.foundation_id and e.transfer_id = t.id and e.layer = 'POSTED' and e.amount < 0 order by e.id
  loop
    select * into account from coin_account a where a.foundation_id = t.foundation_id and a.id = side.account_id;
    taken := taken || ledger_take(t, account, 'POSTED', side.amount, is_strict and t.reverses_id is null, reserved);
  end loop;
  if t.reverses_id is not null then
    -- Coins return to their original lots.
    for side in select m.lot_id, -m.amount as amount from lot_move m
      where m.foundation_id = t.foundation_id and m.transfer_id = t.reverses_id and m.layer = 'POSTED' and m.amount < 0
    loop
      select * into lot from coin_lot l where l.foundation_id = t.foundation_id and l.id = side.lot_id;
      perform ledger_touch_lot(t, lot, 'POSTED', side.amount);
    end loop;
    return;
  end if;
  for side in select e.account_id, e.amount from entry e
    where e.foundation_id = t.foundation_id and e.transfer_id = t.id and e.layer = 'POSTED' and e.amount > 0 order by e.id
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
    select * into account from coin_account a where a.foundation_id = t.foundation_id and a.id = side.account_id;
    perform ledger_give(t, account, given);
  end loop;
end
$body$;

-- A closed account takes no bookings, reversals included. Returned coins of clearing have no holder
-- to ask, so they reopen the account.
create function ledger_reversible(tenant uuid, touched uuid[], is_clearing boolean) returns void
language plpgsql set search_path = pg_catalog, public as $body$
declare
  closed text;
begin
  if is_clearing then
    update coin_account a set is_open = true where a.foundation_id = tenant and a.id = any (touched) and not a.is_open;
    return;
  end if;
  select a.name into closed from coin_account a where a.foundation_id = tenant and a.id = any (touched) and not a.is_open order by a.id limit 1;
  if found then perform ledger_refuse('ACCOUNT_CLOSED', jsonb_build_object('name', closed)); end if;
end
$body$;
revoke all on function ledger_reversible(uuid, uuid[], boolean) from public;
grant execute on function ledger_reversible(uuid, uuid[], boolean) to linli_member;

-- Books one item under the locks of its accounts and the head. Gives the new head and the transfer.
create or replace function ledger_book_one(tenant uuid, b jsonb, inout head ledger_head, out booked_id uuid)
language plpgsql set search_path = pg_catalog, public as $body$
declare
  zone constant text := (select time_zone from foundation where id = tenant);
  booked constant timestamptz := greatest(clock_timestamp(), head.booked_at + interval '1 microsecond');
  happened constant timestamptz := (b ->> 'happenedAt')::timestamptz;
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
  if happened > booked + interval '2 minutes' then perform ledger_refuse('HAPPENED_IN_FUTURE'); end if;
  in_month := ledger_month(head, date_trunc('month', happened at time zone zone)::date, coalesce((b ->> 'mayAdjust')::boolean, false));
  if b ->> 'do' = 'REVERSE' then
    select * into other from transfer x where x.foundation_id = tenant and x.id = (b ->> 'reversesId')::uuid;
    if not found then perform ledger_refuse('NOT_FOUND', '{"what": "Transfer"}'); end if;
    if other.phase not in ('POSTED', 'POST_PENDING') or other.reverses_id is not null or other.kind like 'CLEARING%' and not is_clearing then
      perform ledger_refuse('NOT_REVERSIBLE', jsonb_build_object('kind', other.kind));
    end if;
    if exists (select from transfer x where x.foundation_id = tenant and x.reverses_id = other.id) then perform ledger_refuse('ALREADY_REVERSED'); end if;
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

-- Coins of a team are visible to its leader -------------------------------------------------------
-- The owner columns (person_id, person_ids) hold teams as well from here on.

drop policy member on coin_account;
call protect('coin_account', 'community_id = any (current_setting(''app.communities'')::uuid[]) or owner_id = any (current_setting(''app.persons'')::uuid[]) or owner_id = any (current_setting(''app.teams'')::uuid[])');
drop policy member on transfer;
call protect('transfer', 'community_ids && current_setting(''app.communities'')::uuid[] or person_ids && current_setting(''app.persons'')::uuid[] or person_ids && current_setting(''app.teams'')::uuid[]');
do $body$
declare
  relation text;
begin
  foreach relation in array array['entry', 'coin_lot', 'lot_move'] loop
    execute format('drop policy member on %I', relation);
    call protect(relation::regclass, 'community_id = any (current_setting(''app.communities'')::uuid[]) or person_id = any (current_setting(''app.persons'')::uuid[]) or person_id = any (current_setting(''app.teams'')::uuid[])');
  end loop;
end
$body$;

create function ledger_holder(account coin_account) returns uuid language sql immutable set search_path = pg_catalog as $body$
  select case when account.owner_kind in ('PERSON', 'TEAM') then account.owner_id end
$body$;
revoke all on function ledger_holder(coin_account) from public;
grant execute on function ledger_holder(coin_account) to linli_member;

-- The row of a transfer to insert.
create or replace function ledger_transfer(tenant uuid, b jsonb, booked timestamptz, as_phase text, accounts uuid[]) returns transfer
language plpgsql set search_path = pg_catalog, public as $body$
declare
  t transfer;
begin
  t.foundation_id := tenant;
  t.id := coalesce((b ->> 'id')::uuid, new_id(booked));
  select array(select distinct a.community_id from coin_account a
      where a.foundation_id = tenant and a.id = any (accounts) and a.community_id is not null),
    array(select a.owner_id from coin_account a where a.foundation_id = tenant and a.id = any (accounts) and a.owner_kind in ('PERSON', 'TEAM'))
  into t.community_ids, t.person_ids;
  t.client_id := b ->> 'clientId';
  t.request_hash := b ->> 'requestHash';
  t.phase := as_phase;
  t.kind := b ->> 'kind';
  t.amount := (b ->> 'amount')::bigint;
  t.reason := b ->> 'reason';
  t.happened_at := (b ->> 'happenedAt')::timestamptz;
  t.booked_at := booked;
  t.expires_at := (b ->> 'expiresAt')::timestamptz;
  t.pending_id := (b ->> 'holdId')::uuid;
  t.reverses_id := (b ->> 'reversesId')::uuid;
  t.business_kind := b #>> '{business,kind}';
  t.business_id := (b #>> '{business,id}')::uuid;
  t.actor_account_id := (b ->> 'actor')::uuid;
  insert into transfer select t.*;
  return t;
end
$body$;

-- Inserts one entry and updates the account.
create or replace function ledger_move(t transfer, account coin_account, in_layer text, by_amount bigint) returns void
language plpgsql set search_path = pg_catalog, public as $body$
declare
  available constant bigint := account.posted - account.pending_out - account.available_min;
  limits_exposure constant boolean := account.owner_kind = 'HEAD_BANK';
begin
  -- Releases of a hold are not checked; everything that takes coins away is. A payment's release is
  -- written first.
  if by_amount < 0 and in_layer <> 'PENDING_IN' and available < -by_amount then
    if limits_exposure then
      perform ledger_refuse('CLEARING_LIMIT_REACHED', jsonb_build_object('limit', ledger_text(-account.available_min), 'amount', ledger_text(-by_amount)));
    end if;
    perform ledger_refuse(case account.unit when 'CNY' then 'INSUFFICIENT_MONEY' else 'INSUFFICIENT_COINS' end,
      jsonb_build_object('needed', ledger_text(-by_amount), 'available', ledger_text(greatest(available, 0))));
  end if;
  -- Coins in transit to another foundation count against the limit as if they had left.
  if limits_exposure and by_amount > 0 and in_layer = 'PENDING_IN' and account.posted + account.pending_in + by_amount > account.posted_max then
    perform ledger_refuse('CLEARING_LIMIT_REACHED', jsonb_build_object('limit', ledger_text(account.posted_max), 'amount', ledger_text(by_amount)));
  end if;
  if by_amount > 0 and in_layer = 'POSTED' and account.posted + by_amount > account.posted_max then
    perform ledger_refuse(case when limits_exposure then 'CLEARING_LIMIT_REACHED' else 'ABOVE_ACCOUNT_LIMIT' end,
      jsonb_build_object('limit', ledger_text(account.posted_max), 'amount', ledger_text(by_amount)));
  end if;
  if abs(account.posted + by_amount) > 900000000000000000 then perform ledger_refuse('AMOUNT_TOO_LARGE'); end if;
  insert into entry (foundation_id, id, community_id, person_id, transfer_id, account_id, layer, amount)
  values (t.foundation_id, new_id(), account.community_id, ledger_holder(account),
    t.id, account.id, in_layer, by_amount);
  update coin_account a set
    posted = a.posted + case in_layer when 'POSTED' then by_amount else 0 end,
    pending_out = a.pending_out - case in_layer when 'PENDING_OUT' then by_amount else 0 end,
    pending_in = a.pending_in + case in_layer when 'PENDING_IN' then by_amount else 0 end
  where a.foundation_id = t.foundation_id and a.id = account.id;
end
$body$;

-- Adds taken coins to an account as lots; see 0009.
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
      case when is_free then null when is_new then t.happened_at + make_interval(months => months) else (p ->> 'expires')::timestamptz end as expires_at
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
