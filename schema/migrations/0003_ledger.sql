-- The ledger: units and limits, lots, the hash chain, coin policy, periods, clearing. Forward only.
--
-- All bookings go through ledger_book(), which takes everything that belongs together. One round
-- trip locks, checks, writes, and links the transfers into the chain. ledger_adopt() takes over
-- transfers from other sources (demo data, a migration from another system). Refusals have SQLSTATE
-- LL001: the code is the message, its parameters are JSON in the detail.

-- Accounts ----------------------------------------------------------------------------------------

alter table coin_account
  add column unit text not null default 'COIN' check (unit in ('COIN', 'CNY')),
  add column posted_max bigint,
  add constraint posted_not_above_limit check (posted_max is null or posted <= posted_max),
  -- Far from the end of bigint, so that no sum of accounts can overflow.
  add constraint posted_in_range check (posted between -900000000000000000 and 900000000000000000),
  drop constraint coin_account_foundation_id_owner_kind_owner_id_key,
  add constraint coin_account_one_for_owner unique (foundation_id, owner_kind, owner_id, unit);
comment on column coin_account.posted_max is 'Highest value that posted may take; for the head bank''s account, how far the foundation may get into debt there.';

-- A client id consists of operation, account and the caller's key.
alter table transfer drop constraint transfer_client_id_check;
alter table transfer add constraint transfer_client_id_check check (char_length(client_id) between 1 and 400);
create index transfer_due on transfer (foundation_id, expires_at) where phase = 'PENDING' and expires_at is not null;

-- Owner of the touched account, so that people see their own statements.
alter table entry add column person_id uuid;
drop policy member on entry;
call protect('entry', 'community_id = any (current_setting(''app.communities'')::uuid[]) or person_id = any (current_setting(''app.persons'')::uuid[])');

-- Lots --------------------------------------------------------------------------------------------
-- An account with a minimum of zero keeps its coins in lots. One that may be negative (a fund)
-- issues coins instead of keeping them.

create table coin_lot (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid,
  person_id uuid,
  account_id uuid not null,
  transfer_id uuid not null,
  origin text not null check (origin in ('GRANTED', 'EARNED', 'SPONSORED', 'GIVEN', 'CLEARED', 'REDEEMED', 'OTHER')),
  fund_account_id uuid not null,
  permitted_uses text[],
  expires_at timestamptz,
  amount bigint not null check (amount > 0),
  remaining bigint not null,
  held bigint not null default 0,
  primary key (foundation_id, id),
  foreign key (foundation_id, account_id) references coin_account (foundation_id, id),
  foreign key (foundation_id, fund_account_id) references coin_account (foundation_id, id),
  foreign key (foundation_id, transfer_id) references transfer (foundation_id, id),
  constraint lot_not_overdrawn check (held >= 0 and held <= remaining and remaining <= amount)
);
comment on table coin_lot is 'Coins that came in together, with their origin, permitted uses and expiry.';
comment on column coin_lot.fund_account_id is 'Account that issued these coins, however often they changed hands since.';
create index coin_lot_by_account on coin_lot (foundation_id, account_id, expires_at, id) where remaining > 0;
create index coin_lot_by_transfer on coin_lot (foundation_id, transfer_id);
create index coin_lot_due on coin_lot (foundation_id, expires_at) where remaining > 0 and expires_at is not null;
call protect('coin_lot', 'community_id = any (current_setting(''app.communities'')::uuid[]) or person_id = any (current_setting(''app.persons'')::uuid[])');

create table lot_move (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid,
  person_id uuid,
  lot_id uuid not null,
  transfer_id uuid not null,
  layer text not null check (layer in ('POSTED', 'HELD')),
  amount bigint not null check (amount <> 0),
  primary key (foundation_id, id),
  foreign key (foundation_id, lot_id) references coin_lot (foundation_id, id),
  foreign key (foundation_id, transfer_id) references transfer (foundation_id, id)
);
comment on table lot_move is 'What a transfer did to a lot. Append-only.';
create index lot_move_by_lot on lot_move (foundation_id, lot_id);
create index lot_move_by_transfer on lot_move (foundation_id, transfer_id);
call protect('lot_move', 'community_id = any (current_setting(''app.communities'')::uuid[]) or person_id = any (current_setting(''app.persons'')::uuid[])');
call make_append_only('lot_move');

-- Policy ------------------------------------------------------------------------------------------

create table coin_policy (
  foundation_id uuid not null references foundation (id),
  id uuid not null,
  version integer not null check (version > 0),
  effective_from timestamptz not null,
  rules jsonb not null,
  rule_pack text,
  reason text not null check (char_length(reason) between 1 and 2000),
  actor_account_id uuid not null,
  written_at timestamptz not null default now(),
  primary key (foundation_id, id),
  unique (foundation_id, version)
);
comment on table coin_policy is 'Rules for coins from an instant on. A newer version replaces an older one; no version is edited. Append-only.';
create index coin_policy_in_force on coin_policy (foundation_id, effective_from desc, version desc);
call protect('coin_policy', null);
call make_append_only('coin_policy');

-- Hash chain --------------------------------------------------------------------------------------

create table ledger_head (
  foundation_id uuid primary key references foundation (id),
  position bigint not null default 0,
  chain bytea not null default '\x00',
  booked_at timestamptz not null default '-infinity',
  -- First month that was never closed. Months before it are closed, except one that may be
  -- reopened.
  open_month date not null default '-infinity',
  reopened_month date
);
comment on table ledger_head is 'End of a foundation''s hash chain. Locked by whoever books, after the accounts.';
call protect('ledger_head', 'false');

create table transfer_link (
  foundation_id uuid not null,
  position bigint not null,
  transfer_id uuid not null,
  month date not null,
  is_adjustment boolean not null,
  digest bytea not null,
  chain bytea not null,
  primary key (foundation_id, position),
  unique (foundation_id, transfer_id),
  foreign key (foundation_id, transfer_id) references transfer (foundation_id, id)
);
comment on table transfer_link is 'Place of a transfer in the hash chain, and the month that it counts in. Append-only.';
create index transfer_link_by_month on transfer_link (foundation_id, month, position);
call protect('transfer_link', 'false');
call make_append_only('transfer_link');

create table period_event (
  foundation_id uuid not null references foundation (id),
  id uuid not null,
  month date not null check (extract(day from month) = 1),
  version integer not null check (version > 0),
  kind text not null check (kind in ('CLOSED', 'REOPENED')),
  reason text check (char_length(reason) <= 2000),
  at timestamptz not null default now(),
  actor_account_id uuid not null,
  position bigint not null,
  chain bytea not null,
  seal bytea,
  figures jsonb,
  primary key (foundation_id, id),
  unique (foundation_id, month, version),
  check ((kind = 'CLOSED') = (seal is not null and figures is not null)),
  check (kind = 'CLOSED' or reason is not null)
);
comment on table period_event is 'Closing and filing of a month with the head bank, or its reopening. Append-only.';
call protect('period_event', 'false');
call make_append_only('period_event');

create table filing_receipt (
  foundation_id uuid not null references foundation (id),
  id uuid not null,
  period_event_id uuid not null,
  receipt_number text not null,
  seal bytea not null,
  received_at timestamptz not null default now(),
  actor_account_id uuid not null,
  primary key (foundation_id, id),
  unique (foundation_id, period_event_id),
  foreign key (foundation_id, period_event_id) references period_event (foundation_id, id)
);
comment on table filing_receipt is 'Receipt of the head bank for a filed month. Append-only.';
call protect('filing_receipt', 'false');
call make_append_only('filing_receipt');

-- Clearing between foundations --------------------------------------------------------------------

create table clearing_order (
  foundation_id uuid not null references foundation (id),
  id uuid not null,
  community_id uuid,
  person_id uuid,
  order_id uuid not null,
  direction text not null check (direction in ('OUT', 'IN')),
  counterpart_foundation_id uuid not null,
  account_id uuid not null,
  counterpart_account_id uuid not null,
  amount bigint not null check (amount > 0),
  reason text check (char_length(reason) <= 2000),
  state text not null check (state in ('SENT', 'SETTLED', 'REFUSED')),
  refusal_code text,
  hold_id uuid,
  transfer_id uuid,
  actor_account_id uuid not null,
  sent_at timestamptz not null,
  settled_at timestamptz,
  primary key (foundation_id, id),
  unique (foundation_id, order_id, direction),
  foreign key (foundation_id, account_id) references coin_account (foundation_id, id),
  foreign key (foundation_id, hold_id) references transfer (foundation_id, id),
  foreign key (foundation_id, transfer_id) references transfer (foundation_id, id),
  check ((state = 'REFUSED') = (refusal_code is not null))
);
comment on table clearing_order is 'Coins on their way to or from another foundation. Each of the two foundations has its own row.';
create index clearing_order_open on clearing_order (foundation_id, sent_at) where state = 'SENT';
call protect('clearing_order', 'community_id = any (current_setting(''app.communities'')::uuid[]) or person_id = any (current_setting(''app.persons'')::uuid[])');

-- Booking -----------------------------------------------------------------------------------------

-- A uuid version 7 of an instant, exact to the microsecond, so that consecutive ids under a lock
-- are in order.
create function new_id(at timestamptz default clock_timestamp()) returns uuid language sql volatile set search_path = pg_catalog as $body$
  select encode(substring(int8send(us / 1000) from 3) || int2send((28672 + us % 1000 * 4096 / 1000)::int2)
    || substring(uuid_send(gen_random_uuid()) from 9), 'hex')::uuid
  from (select (extract(epoch from at) * 1000000)::bigint) as instant (us)
$body$;

create function ledger_refuse(code text, params jsonb default '{}') returns void language plpgsql set search_path = pg_catalog as $body$
begin
  raise exception '%', code using errcode = 'LL001', detail = params::text;
end
$body$;

-- Formats hundredths as a decimal.
create function ledger_text(amount bigint) returns text language sql immutable set search_path = pg_catalog as $body$
  select case when amount < 0 then '-' else '' end || abs(amount) / 100 || '.' || lpad((abs(amount) % 100)::text, 2, '0')
$body$;

-- Use of coins by a kind of transfer, as permitted uses name it; null accepts every coin.
create function ledger_use(kind text) returns text language sql immutable set search_path = pg_catalog as $body$
  select case when kind in ('BOOKING', 'SERVICE_PAYMENT') then 'SERVICE' when kind in ('GIFT', 'DONATION', 'REDEMPTION') then kind
    when kind = 'CLEARING_OUT' then 'CLEARING' end
$body$;

create function ledger_origin(kind text) returns text language sql immutable set search_path = pg_catalog as $body$
  select case kind when 'GRANT' then 'GRANTED' when 'SERVICE_PAYMENT' then 'EARNED' when 'SPONSORSHIP' then 'SPONSORED'
    when 'GIFT' then 'GIVEN' when 'CLEARING_IN' then 'CLEARED' when 'REDEMPTION' then 'REDEEMED' else 'OTHER' end
$body$;

create function ledger_keeps_lots(account coin_account) returns boolean language sql immutable set search_path = pg_catalog as $body$
  select account.unit = 'COIN' and coalesce(account.available_min, -1) >= 0
$body$;

-- The rules in force at an instant; an empty object before the first policy.
create function ledger_rules(tenant uuid, at timestamptz) returns jsonb language sql stable set search_path = pg_catalog, public as $body$
  select coalesce((select rules from coin_policy where foundation_id = tenant and effective_from <= at
                   order by effective_from desc, version desc limit 1), '{}')
$body$;

-- Digest of a transfer in the chain: every column that must never change.
create function ledger_digest(t transfer) returns bytea language sql stable set search_path = pg_catalog, public as $body$
  select sha256(convert_to(jsonb_build_array(
    t.id, t.client_id, t.request_hash, t.phase, t.kind, t.amount, t.reason,
    (extract(epoch from t.happened_at) * 1000000)::bigint, (extract(epoch from t.booked_at) * 1000000)::bigint,
    (extract(epoch from t.expires_at) * 1000000)::bigint,
    t.pending_id, t.reverses_id, t.business_kind, t.business_id, t.actor_account_id,
    (select jsonb_agg(jsonb_build_array(e.id, e.account_id, e.layer, e.amount) order by e.id)
     from entry e where e.foundation_id = t.foundation_id and e.transfer_id = t.id),
    (select jsonb_agg(jsonb_build_array(m.id, m.lot_id, m.layer, m.amount) order by m.id)
     from lot_move m where m.foundation_id = t.foundation_id and m.transfer_id = t.id),
    (select jsonb_agg(jsonb_build_array(l.id, l.account_id, l.origin, l.fund_account_id, l.permitted_uses,
       (extract(epoch from l.expires_at) * 1000000)::bigint, l.amount) order by l.id)
     from coin_lot l where l.foundation_id = t.foundation_id and l.transfer_id = t.id)
  )::text, 'UTF8'))
$body$;

create function ledger_chain(previous bytea, place bigint, month date, is_adjustment boolean, digest bytea) returns bytea
language sql immutable set search_path = pg_catalog as $body$
  select sha256(previous || int8send(place) || convert_to(to_char(month, 'YYYY-MM'), 'UTF8') || boolsend(is_adjustment) || digest)
$body$;

-- Changes one layer of a lot and records the move.
create function ledger_touch_lot(t transfer, lot coin_lot, in_layer text, by_amount bigint) returns void
language plpgsql set search_path = pg_catalog, public as $body$
begin
  if in_layer = 'HELD' then
    update coin_lot set held = held + by_amount where foundation_id = t.foundation_id and id = lot.id;
  else
    update coin_lot set remaining = remaining + by_amount where foundation_id = t.foundation_id and id = lot.id;
  end if;
  insert into lot_move (foundation_id, id, community_id, person_id, lot_id, transfer_id, layer, amount)
  values (t.foundation_id, new_id(), lot.community_id, lot.person_id, lot.id, t.id, in_layer, by_amount);
end
$body$;

-- Takes coins from an account's lots, or reserves them there: lots of `preferred` first, then
-- soonest to expire, then oldest. Gives the parts as [{lot, fund, uses, expires, amount}]. Demo
-- data and reversals accept a shortfall: `is_strict` false.
create function ledger_take(t transfer, account coin_account, in_layer text, wanted bigint, is_strict boolean, preferred uuid[]) returns jsonb
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
    perform ledger_touch_lot(t, lot, in_layer, case in_layer when 'HELD' then part else -part end);
    missing := missing - part;
    parts := parts || jsonb_build_object('lot', lot.id, 'fund', lot.fund_account_id, 'uses', to_jsonb(lot.permitted_uses),
      'expires', lot.expires_at, 'amount', part);
  end loop;
  if missing > 0 then
    perform ledger_refuse('COINS_NOT_FOR_THIS_USE',
      jsonb_build_object('needed', ledger_text(wanted), 'available', ledger_text(wanted - missing), 'use', coalesce(purpose, t.kind)));
  end if;
  return parts;
end
$body$;

-- Adds taken coins to an account as lots. Earned and granted coins follow the policy; all others
-- keep their permitted uses and expiry.
create function ledger_give(t transfer, account coin_account, parts jsonb) returns void
language plpgsql set search_path = pg_catalog, public as $body$
declare
  from_origin constant text := ledger_origin(t.kind);
  rules constant jsonb := ledger_rules(t.foundation_id, t.happened_at);
  is_new constant boolean := from_origin in ('GRANTED', 'EARNED', 'SPONSORED');
  months integer := (rules #>> array['expiryMonths', from_origin])::integer;
  part record;
  lot_id uuid;
begin
  if not ledger_keeps_lots(account) then return; end if;
  for part in
    select (p ->> 'fund')::uuid as fund, sum((p ->> 'amount')::bigint)::bigint as amount,
      case when is_new then rules #> array['permittedUses', from_origin] else nullif(p -> 'uses', 'null') end as uses,
      case when is_new then t.happened_at + make_interval(months => months) else (p ->> 'expires')::timestamptz end as expires_at
    from jsonb_array_elements(parts) as p group by 1, 3, 4 order by 4 nulls last, 1
  loop
    lot_id := new_id();
    insert into coin_lot (foundation_id, id, community_id, person_id, account_id, transfer_id, origin, fund_account_id, permitted_uses, expires_at, amount, remaining)
    values (t.foundation_id, lot_id, account.community_id, case account.owner_kind when 'PERSON' then account.owner_id end, account.id, t.id,
      from_origin, part.fund, case jsonb_typeof(part.uses) when 'array' then array(select jsonb_array_elements_text(part.uses)) end,
      part.expires_at, part.amount, part.amount);
    insert into lot_move (foundation_id, id, community_id, person_id, lot_id, transfer_id, layer, amount)
    values (t.foundation_id, new_id(), account.community_id, case account.owner_kind when 'PERSON' then account.owner_id end, lot_id, t.id, 'POSTED', part.amount);
  end loop;
end
$body$;

-- Updates the lots for a transfer whose entries are written.
create function ledger_follow(t transfer, is_strict boolean) returns void
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

-- Appends a transfer to the chain. The caller has locked the head.
create function ledger_link(t transfer, head ledger_head, in_month date) returns ledger_head
language plpgsql set search_path = pg_catalog, public as $body$
declare
  zone constant text := (select time_zone from foundation where id = t.foundation_id);
  own_digest constant bytea := ledger_digest(t);
  late constant boolean := in_month <> date_trunc('month', t.happened_at at time zone zone)::date;
begin
  head.position := head.position + 1;
  head.chain := ledger_chain(head.chain, head.position, in_month, late, own_digest);
  head.booked_at := greatest(head.booked_at, t.booked_at);
  insert into transfer_link (foundation_id, position, transfer_id, month, is_adjustment, digest, chain)
  values (t.foundation_id, head.position, t.id, in_month, late, own_digest, head.chain);
  return head;
end
$body$;

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

create function ledger_keep_head(head ledger_head) returns void
language sql set search_path = pg_catalog, public as $body$
  update ledger_head h set position = head.position, chain = head.chain, booked_at = head.booked_at where h.foundation_id = head.foundation_id
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
    and not exists (select from transfer_link l where l.foundation_id = tenant and l.transfer_id = each_one.id)
    order by each_one.booked_at, each_one.id
  loop
    perform ledger_follow(t, false);
    head := ledger_link(t, head, greatest(date_trunc('month', t.happened_at at time zone zone)::date, head.open_month));
    count := count + 1;
  end loop;
  perform ledger_keep_head(head);
  return count;
end
$body$;

-- The account that a booking names: {"id"} or {"ownerKind", "ownerId"}, in a unit.
create function ledger_account(tenant uuid, named jsonb, in_unit text) returns uuid
language plpgsql stable set search_path = pg_catalog, public as $body$
declare
  found_id uuid;
begin
  if named ? 'id' then
    select id into found_id from coin_account where foundation_id = tenant and id = (named ->> 'id')::uuid;
  else
    select id into found_id from coin_account
    where foundation_id = tenant and owner_kind = named ->> 'ownerKind' and owner_id = (named ->> 'ownerId')::uuid and unit = in_unit;
  end if;
  if found_id is null then perform ledger_refuse('NO_ACCOUNT'); end if;
  return found_id;
end
$body$;

-- Inserts one entry and updates the account.
create function ledger_move(t transfer, account coin_account, in_layer text, by_amount bigint) returns void
language plpgsql set search_path = pg_catalog, public as $body$
declare
  available constant bigint := account.posted - account.pending_out - account.available_min;
begin
  -- Releases of a hold are not checked; everything that takes coins away is. A payment's release is
  -- written first.
  if by_amount < 0 and in_layer <> 'PENDING_IN' and available < -by_amount then
    perform ledger_refuse('INSUFFICIENT_COINS', jsonb_build_object('needed', ledger_text(-by_amount), 'available', ledger_text(greatest(available, 0))));
  end if;
  if by_amount > 0 and in_layer = 'POSTED' and account.posted + by_amount > account.posted_max then
    perform ledger_refuse('ABOVE_ACCOUNT_LIMIT', jsonb_build_object('limit', ledger_text(account.posted_max), 'amount', ledger_text(by_amount)));
  end if;
  if abs(account.posted + by_amount) > 900000000000000000 then perform ledger_refuse('AMOUNT_TOO_LARGE'); end if;
  insert into entry (foundation_id, id, community_id, person_id, transfer_id, account_id, layer, amount)
  values (t.foundation_id, new_id(), account.community_id, case account.owner_kind when 'PERSON' then account.owner_id end,
    t.id, account.id, in_layer, by_amount);
  update coin_account a set
    posted = a.posted + case in_layer when 'POSTED' then by_amount else 0 end,
    pending_out = a.pending_out - case in_layer when 'PENDING_OUT' then by_amount else 0 end,
    pending_in = a.pending_in + case in_layer when 'PENDING_IN' then by_amount else 0 end
  where a.foundation_id = t.foundation_id and a.id = account.id;
end
$body$;

-- Reads a locked account again, since an earlier booking may have changed it.
create function ledger_read(tenant uuid, account_id uuid) returns coin_account
language sql stable set search_path = pg_catalog, public as $body$
  select a from coin_account a where a.foundation_id = tenant and a.id = account_id
$body$;

-- The month that a fact counts in: its own while that is open, else the oldest open one, as an
-- adjustment. Refuses with PERIOD_CLOSED when the caller does not allow adjustments.
create function ledger_month(head ledger_head, own_month date, may_adjust boolean) returns date
language plpgsql set search_path = pg_catalog as $body$
begin
  if own_month >= head.open_month or own_month = head.reopened_month then return own_month; end if;
  if not may_adjust then
    perform public.ledger_refuse('PERIOD_CLOSED',
      jsonb_build_object('month', to_char(own_month, 'YYYY-MM'), 'openMonth', to_char(head.open_month, 'YYYY-MM')));
  end if;
  return head.open_month;
end
$body$;

-- Resolves the accounts of a booking: payer, payee and, for a hold, the clearing account in place
-- of the future payee.
create function ledger_name(tenant uuid, b jsonb) returns jsonb
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

-- The row of a transfer to insert.
create function ledger_transfer(tenant uuid, b jsonb, booked timestamptz, as_phase text, accounts uuid[]) returns transfer
language plpgsql set search_path = pg_catalog, public as $body$
declare
  t transfer;
begin
  t.foundation_id := tenant;
  t.id := new_id(booked);
  select array(select distinct a.community_id from coin_account a
      where a.foundation_id = tenant and a.id = any (accounts) and a.community_id is not null),
    array(select a.owner_id from coin_account a where a.foundation_id = tenant and a.id = any (accounts) and a.owner_kind = 'PERSON')
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

-- Checks that both accounts exist, are open and have the same unit.
create function ledger_pair(tenant uuid, payer_id uuid, payee_id uuid) returns void
language plpgsql set search_path = pg_catalog, public as $body$
declare
  payer constant coin_account := ledger_read(tenant, payer_id);
  payee constant coin_account := ledger_read(tenant, payee_id);
begin
  if payer.id = payee.id then perform ledger_refuse('SAME_ACCOUNT'); end if;
  if not (payer.is_open and payee.is_open) then
    perform ledger_refuse('ACCOUNT_CLOSED', jsonb_build_object('name', case when payer.is_open then payee.name else payer.name end));
  end if;
  if payer.unit <> payee.unit then perform ledger_refuse('WRONG_UNIT', jsonb_build_object('from', payer.unit, 'to', payee.unit)); end if;
end
$body$;

-- Amount above the cap of a person's account: its own limit, else the policy's. Earned coins above
-- it go to the policy's target, so that a visit can always be certified; any other excess is
-- refused.
create function ledger_excess(tenant uuid, payee coin_account, moved_kind text, moved bigint, at timestamptz) returns bigint
language plpgsql stable set search_path = pg_catalog, public as $body$
declare
  rules constant jsonb := ledger_rules(tenant, at);
  cap constant bigint := coalesce(payee.posted_max, (rules ->> 'balanceMax')::bigint);
  excess constant bigint := least(moved, greatest(0, payee.posted + moved - cap));
begin
  if cap is null or excess = 0 or payee.owner_kind <> 'PERSON' or payee.unit <> 'COIN' then return 0; end if;
  if payee.posted_max is null and rules ->> 'overflow' = 'KEEP' then return 0; end if;
  if moved_kind = 'SERVICE_PAYMENT' then
    return case when payee.posted_max is not null or rules ->> 'overflow' = 'DONATE' then excess else 0 end;
  end if;
  perform ledger_refuse('ABOVE_ACCOUNT_LIMIT', jsonb_build_object('limit', ledger_text(cap), 'amount', ledger_text(moved)));
end
$body$;

-- Books one item under the locks of its accounts and the head. Gives the new head and the transfer.
create function ledger_book_one(tenant uuid, b jsonb, inout head ledger_head, out booked_id uuid)
language plpgsql set search_path = pg_catalog, public as $body$
declare
  zone constant text := (select time_zone from foundation where id = tenant);
  booked constant timestamptz := greatest(clock_timestamp(), head.booked_at + interval '1 microsecond');
  happened constant timestamptz := (b ->> 'happenedAt')::timestamptz;
  moved bigint := (b ->> 'amount')::bigint;
  payer constant uuid := (b ->> 'payer')::uuid;
  payee constant uuid := (b ->> 'payee')::uuid;
  clearing constant uuid := (b ->> 'clearing')::uuid;
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
    if other.phase not in ('POSTED', 'POST_PENDING') or other.reverses_id is not null or other.kind like 'CLEARING%' then
      perform ledger_refuse('NOT_REVERSIBLE', jsonb_build_object('kind', other.kind));
    end if;
    if exists (select from transfer x where x.foundation_id = tenant and x.reverses_id = other.id) then perform ledger_refuse('ALREADY_REVERSED'); end if;
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
    if moved > 0 then perform ledger_pair(tenant, payer, payee); end if;
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
    perform ledger_pair(tenant, payer, payee);
    if b ->> 'do' = 'HOLD' then
      if (b ->> 'expiresAt')::timestamptz <= booked then perform ledger_refuse('HOLD_EXPIRED'); end if;
      t := ledger_transfer(tenant, b, booked, 'PENDING', touched);
      if moved > 0 then
        perform ledger_move(t, ledger_read(tenant, payer), 'PENDING_OUT', -moved);
        perform ledger_move(t, ledger_read(tenant, payee), 'PENDING_IN', moved);
      end if;
    else
      perform ledger_excess(tenant, ledger_read(tenant, payee), b ->> 'kind', moved, happened);
      t := ledger_transfer(tenant, b, booked, 'POSTED', touched);
      perform ledger_move(t, ledger_read(tenant, payer), 'POSTED', -moved);
      perform ledger_move(t, ledger_read(tenant, payee), 'POSTED', moved);
    end if;
  end if;
  perform ledger_follow(t, true);
  head := ledger_link(t, head, in_month);
  booked_id := t.id;
end
$body$;

-- Books a list of items in order, all or none: [{do, clientId, requestHash, kind, amount, from, to,
-- unit, happenedAt, expiresAt, holdId, reversesId, reason, business, actor, mayAdjust}]; amounts in
-- hundredths. Accounts are locked in order of id, the head after them, until the transaction ends.
-- The same client id and request hash again gives the first answer. Gives [{id, isReplay}]. Refuses
-- with the codes above, by SQLSTATE LL001.
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
    b := ledger_name(tenant, b);
    named := named || b;
    accounts := accounts || array(select jsonb_array_elements_text(b -> 'accounts'))::uuid[];
  end loop;
  perform from coin_account a where a.foundation_id = tenant and a.id = any (accounts) order by a.id for update;
  head := ledger_lock_head(tenant);
  foreach b in array named loop
    select * into known from transfer t where t.foundation_id = tenant and t.client_id = b ->> 'clientId';
    if found then
      if known.request_hash <> b ->> 'requestHash' then perform ledger_refuse('CLIENT_ID_REUSED'); end if;
      answers := answers || jsonb_build_object('id', known.id, 'isReplay', true);
    else
      select * into booked from ledger_book_one(tenant, b, head);
      head := booked.head;
      answers := answers || jsonb_build_object('id', booked.booked_id, 'isReplay', false);
    end if;
  end loop;
  perform ledger_keep_head(head);
  execute format('set local app.scope = %L', scope);
  return to_jsonb(answers);
end
$body$;

-- Table privileges; the policies above select the rows --------------------------------------------

grant select, insert on coin_lot, lot_move, coin_policy, ledger_head, transfer_link, period_event, filing_receipt, clearing_order to linli_member;
grant update (remaining, held) on coin_lot to linli_member;
grant update on ledger_head to linli_member;
grant update (state, refusal_code, transfer_id, settled_at) on clearing_order to linli_member;
grant update (available_min, posted_max) on coin_account to linli_member;

do $body$
declare
  routine regprocedure;
  relation text;
  tenant uuid;
  relations constant text[] := array['foundation', 'coin_account', 'transfer', 'entry', 'coin_lot', 'lot_move', 'coin_policy', 'ledger_head', 'transfer_link'];
begin
  for routine in select p.oid::regprocedure from pg_proc p where p.pronamespace = 'public'::regnamespace and (p.proname like 'ledger\_%' or p.proname = 'new_id')
  loop
    execute format('revoke all on function %s from public', routine);
    execute format('grant execute on function %s to linli_member', routine);
  end loop;
  -- Adds earlier bookings to the chain. The owner bypasses row-level security for this alone.
  foreach relation in array relations loop execute format('alter table %I no force row level security', relation); end loop;
  alter table entry disable trigger append_only;
  update entry e set person_id = a.owner_id from coin_account a
  where a.foundation_id = e.foundation_id and a.id = e.account_id and a.owner_kind = 'PERSON';
  alter table entry enable trigger append_only;
  for tenant in select id from foundation loop perform ledger_adopt(tenant); end loop;
  foreach relation in array relations loop execute format('alter table %I force row level security', relation); end loop;
end
$body$;
