-- Clearing between foundations through the head bank, money of funds, redemption. Forward only. See
-- api/timebank/LEDGER.md.

-- Parties to clearing -----------------------------------------------------------------------------

create table clearing_agreement (
  foundation_id uuid not null references foundation (id),
  id uuid not null,
  version integer not null check (version > 0),
  fund_account_id uuid not null,
  owed_max bigint not null check (owed_max between 0 and 900000000000000000),
  claim_max bigint not null check (claim_max between 0 and 900000000000000000),
  is_open boolean not null,
  reason text not null check (char_length(reason) between 1 and 2000),
  actor_account_id uuid not null,
  agreed_at timestamptz not null default now(),
  primary key (foundation_id, id),
  unique (foundation_id, version),
  foreign key (foundation_id, fund_account_id) references coin_account (foundation_id, id)
);
comment on table clearing_agreement is 'Limits that the head bank sets for a foundation in clearing. The latest version is in force. Append-only.';
comment on column clearing_agreement.owed_max is 'Coins, in hundredths, that may have left and are not settled: the most that the foundation may owe.';
comment on column clearing_agreement.claim_max is 'Coins, in hundredths, that may have come in and are not settled: the most that it may be owed.';
call protect('clearing_agreement', null);
call make_append_only('clearing_agreement');

-- Orders: one row in each of the two foundations --------------------------------------------------

alter table clearing_order
  add column counterpart_name text not null default '' check (char_length(counterpart_name) <= 200),
  -- Accounts of the sender, when the sender's rules allow relatives only; null: anybody.
  add column related_account_ids uuid[],
  add column return_transfer_id uuid,
  add column return_reason text check (char_length(return_reason) <= 2000),
  add column returned_at timestamptz,
  alter column account_id drop not null,
  -- The receiving foundation does not see the sender's account.
  alter column counterpart_account_id drop not null,
  add constraint clearing_order_knows_receiver check (counterpart_account_id is not null or direction = 'IN'),
  drop constraint clearing_order_state_check,
  drop constraint clearing_order_check,
  add constraint clearing_order_state check (state in ('SENT', 'SETTLED', 'REFUSED', 'RETURNED')),
  add constraint clearing_order_says_why_refused check ((state = 'REFUSED') = (refusal_code is not null)),
  -- An order to a missing account is refused, and has none.
  add constraint clearing_order_has_account check (account_id is not null or state = 'REFUSED'),
  add constraint clearing_order_is_booked check ((state in ('SETTLED', 'RETURNED')) = (settled_at is not null and transfer_id is not null) or state = 'REFUSED'),
  add constraint clearing_order_is_returned check ((state = 'RETURNED') = (returned_at is not null and return_transfer_id is not null)),
  add foreign key (foundation_id, return_transfer_id) references transfer (foundation_id, id);
create index clearing_order_by_number on clearing_order (order_id, direction);
create index clearing_order_returned on clearing_order (foundation_id, returned_at) where state = 'RETURNED' and direction = 'IN';

-- Settlement of net positions ---------------------------------------------------------------------

create table clearing_leg (
  foundation_id uuid not null references foundation (id),
  id uuid not null,
  settlement_id uuid not null,
  position bigint not null check (position <> 0),
  fen bigint not null check (fen = 0 or sign(fen) = sign(position)),
  fen_per_coin bigint not null check (fen_per_coin >= 0),
  reason text not null check (char_length(reason) between 1 and 2000),
  actor_account_id uuid not null,
  drawn_up_at timestamptz not null default now(),
  state text not null default 'WAITING' check (state in ('WAITING', 'BOOKED')),
  refusal_code text,
  transfer_id uuid,
  money_transfer_id uuid,
  booked_at timestamptz,
  primary key (foundation_id, id),
  unique (foundation_id, settlement_id),
  foreign key (foundation_id, transfer_id) references transfer (foundation_id, id),
  foreign key (foundation_id, money_transfer_id) references transfer (foundation_id, id),
  check ((state = 'BOOKED') = (booked_at is not null and transfer_id is not null))
);
comment on table clearing_leg is 'One foundation''s part of a settlement: its net debt (positive) or claim in coins, and the fen paid for it.';
create index clearing_leg_by_settlement on clearing_leg (settlement_id);
create index clearing_leg_waiting on clearing_leg (settlement_id) where state = 'WAITING';
call protect('clearing_leg', 'false');

-- The head bank's role: the register of clearing across foundations, and nothing else -------------

create policy head_bank on clearing_agreement for select to linli_head_bank using (true);
create policy head_bank on clearing_order for select to linli_head_bank using (true);
create policy head_bank_reads on clearing_leg for select to linli_head_bank using (true);
create policy head_bank_draws_up on clearing_leg for insert to linli_head_bank with check (state = 'WAITING');
create policy head_bank on foundation for select to linli_head_bank using (true);
create policy head_bank on coin_account for select to linli_head_bank using (owner_kind = 'HEAD_BANK');

grant select on clearing_agreement to linli_head_bank;
-- Amounts and states. Sender and receiver are private to the two foundations, except the account
-- that the relay has to reach.
grant select (foundation_id, id, order_id, direction, counterpart_foundation_id, counterpart_account_id, related_account_ids, amount, reason, state,
  refusal_code, sent_at, settled_at, returned_at) on clearing_order to linli_head_bank;
grant select, insert on clearing_leg to linli_head_bank;
grant select (id, name) on foundation to linli_head_bank;
grant select (foundation_id, id, owner_kind, unit, posted, pending_in, available_min, posted_max) on coin_account to linli_head_bank;

grant select, insert on clearing_agreement to linli_member;
grant update (return_transfer_id, return_reason, returned_at, hold_id) on clearing_order to linli_member;
grant select, update (state, refusal_code, transfer_id, money_transfer_id, booked_at) on clearing_leg to linli_member;

-- Booking -----------------------------------------------------------------------------------------

-- The head bank's account keeps no lots: coins to it leave the foundation, and coins from it are
-- new.
create or replace function ledger_keeps_lots(account coin_account) returns boolean language sql immutable set search_path = pg_catalog as $body$
  select account.unit = 'COIN' and account.owner_kind <> 'HEAD_BANK' and coalesce(account.available_min, -1) >= 0
$body$;

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
    values (t.foundation_id, lot_id, account.community_id, case account.owner_kind when 'PERSON' then account.owner_id end, account.id, t.id,
      from_origin, part.fund, case jsonb_typeof(part.uses) when 'array' then array(select jsonb_array_elements_text(part.uses)) end,
      part.expires_at, part.amount, part.amount);
    insert into lot_move (foundation_id, id, community_id, person_id, lot_id, transfer_id, layer, amount)
    values (t.foundation_id, new_id(), account.community_id, case account.owner_kind when 'PERSON' then account.owner_id end, lot_id, t.id, 'POSTED', part.amount);
  end loop;
end
$body$;

-- The account that a booking names: {"id"} or {"ownerKind", "ownerId"}, in a unit. The foundation's
-- own account, for future payees and for outside money, is opened on first use.
create or replace function ledger_account(tenant uuid, named jsonb, in_unit text) returns uuid
language plpgsql volatile set search_path = pg_catalog, public as $body$
declare
  found_id uuid;
begin
  if named ? 'id' then
    select id into found_id from coin_account where foundation_id = tenant and id = (named ->> 'id')::uuid;
  else
    select id into found_id from coin_account
    where foundation_id = tenant and owner_kind = named ->> 'ownerKind' and owner_id = (named ->> 'ownerId')::uuid and unit = in_unit;
    if found_id is null and named ->> 'ownerKind' = 'FOUNDATION' and (named ->> 'ownerId')::uuid = tenant then
      insert into coin_account (foundation_id, id, owner_kind, owner_id, name, unit, available_min)
      select tenant, new_id(), 'FOUNDATION', tenant, name, in_unit, null from foundation where id = tenant
      on conflict (foundation_id, owner_kind, owner_id, unit) do update set is_open = coin_account.is_open returning id into found_id;
    end if;
  end if;
  if found_id is null then perform ledger_refuse('NO_ACCOUNT'); end if;
  return found_id;
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
  values (t.foundation_id, new_id(), account.community_id, case account.owner_kind when 'PERSON' then account.owner_id end,
    t.id, account.id, in_layer, by_amount);
  update coin_account a set
    posted = a.posted + case in_layer when 'POSTED' then by_amount else 0 end,
    pending_out = a.pending_out - case in_layer when 'PENDING_OUT' then by_amount else 0 end,
    pending_in = a.pending_in + case in_layer when 'PENDING_IN' then by_amount else 0 end
  where a.foundation_id = t.foundation_id and a.id = account.id;
end
$body$;

-- Checks that both accounts exist, are open and have the booked unit. The head bank's account is
-- for clearing alone.
drop function ledger_pair(uuid, uuid, uuid);
create function ledger_pair(tenant uuid, payer_id uuid, payee_id uuid, in_unit text, for_kind text) returns void
language plpgsql set search_path = pg_catalog, public as $body$
declare
  payer constant coin_account := ledger_read(tenant, payer_id);
  payee constant coin_account := ledger_read(tenant, payee_id);
begin
  if payer.id = payee.id then perform ledger_refuse('SAME_ACCOUNT'); end if;
  if not (payer.is_open and payee.is_open) then
    perform ledger_refuse('ACCOUNT_CLOSED', jsonb_build_object('name', case when payer.is_open then payee.name else payer.name end));
  end if;
  if payer.unit <> in_unit or payee.unit <> in_unit then
    perform ledger_refuse('WRONG_UNIT', jsonb_build_object('from', payer.unit, 'to', payee.unit, 'unit', in_unit));
  end if;
  if for_kind not like 'CLEARING%' and 'HEAD_BANK' in (payer.owner_kind, payee.owner_kind) then
    perform ledger_refuse('ONLY_BY_CLEARING');
  end if;
end
$body$;
revoke all on function ledger_pair(uuid, uuid, uuid, text, text) from public;
grant execute on function ledger_pair(uuid, uuid, uuid, text, text) to linli_member;

-- Minimum balance for redemption, by the policy. Checked under the lock of the account.
create function ledger_may_redeem(tenant uuid, payer coin_account, at timestamptz) returns void
language plpgsql stable set search_path = pg_catalog, public as $body$
declare
  least_balance constant bigint := (ledger_rules(tenant, at) ->> 'redeemMin')::bigint;
begin
  if payer.posted < least_balance then
    perform ledger_refuse('BELOW_REDEEM_MIN', jsonb_build_object('min', ledger_text(least_balance), 'balance', ledger_text(payer.posted)));
  end if;
end
$body$;
revoke all on function ledger_may_redeem(uuid, coin_account, timestamptz) from public;
grant execute on function ledger_may_redeem(uuid, coin_account, timestamptz) to linli_member;

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
    if other.phase not in ('POSTED', 'POST_PENDING') or other.reverses_id is not null
      or other.kind like 'CLEARING%' and not coalesce((b ->> 'isClearing')::boolean, false) then
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
    if b ->> 'do' = 'HOLD' then
      if (b ->> 'expiresAt')::timestamptz <= booked then perform ledger_refuse('HOLD_EXPIRED'); end if;
      t := ledger_transfer(tenant, b, booked, 'PENDING', touched);
      if moved > 0 then
        perform ledger_move(t, ledger_read(tenant, payer), 'PENDING_OUT', -moved);
        perform ledger_move(t, ledger_read(tenant, payee), 'PENDING_IN', moved);
      end if;
    else
      if b ->> 'kind' = 'REDEMPTION' then perform ledger_may_redeem(tenant, ledger_read(tenant, payer), happened); end if;
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

