-- Tables of the ledger: accounts, transfers and entries, lots, coin policy, the hash chain,
-- periods, certified hours, clearing between foundations. See api/timebank/LEDGER.md.

create table coin_account (
  foundation_id uuid not null references foundation (id),
  id uuid not null,
  community_id uuid,
  owner_kind text not null
    check (owner_kind in ('PERSON', 'TEAM', 'FUND', 'SHOP', 'FOUNDATION', 'HEAD_BANK')),
  owner_id uuid not null,
  name text not null check (char_length(name) between 1 and 200),
  posted bigint not null default 0,
  pending_out bigint not null default 0 check (pending_out >= 0),
  pending_in bigint not null default 0 check (pending_in >= 0),
  available_min bigint default 0,
  is_open boolean not null default true,
  unit text not null default 'COIN' check (unit in ('COIN', 'CNY')),
  posted_max bigint,
  primary key (foundation_id, id),
  foreign key (foundation_id, community_id) references community (foundation_id, id),
  constraint available_not_below_limit
    check (available_min is null or posted - pending_out >= available_min),
  constraint posted_not_above_limit check (posted_max is null or posted <= posted_max),
  -- Far from the end of bigint, so that no sum of accounts can overflow.
  constraint posted_in_range check (posted between -900000000000000000 and 900000000000000000),
  constraint coin_account_one_for_owner unique (foundation_id, owner_kind, owner_id, unit)
);
comment on table coin_account is 'Time coins of one holder, in hundredths.';
comment on column coin_account.posted_max is
  'Highest value that posted may take; for the head bank''s account, how far the foundation may get into debt there.';
create index coin_account_by_community on coin_account (foundation_id, community_id, id);
alter table coin_account enable row level security, force row level security;
create policy member on coin_account to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and (current_setting('app.scope') = 'foundation'
      or has_community_access('manage', community_id)
      or strpos(current_setting('app.persons', true), owner_id::text) > 0
      or strpos(current_setting('app.teams', true), owner_id::text) > 0));
-- Only its own account with each foundation.
create policy head_bank on coin_account for select to linli_head_bank
  using (owner_kind = 'HEAD_BANK');
-- An erased person keeps an account in the books, under a pseudonym.
grant select, insert, update (name, posted, pending_out, pending_in, available_min, is_open,
    posted_max)
  on coin_account to linli_member;
grant select (foundation_id, id, owner_kind, posted, pending_in, available_min, unit, posted_max)
  on coin_account to linli_head_bank;

create table transfer (
  foundation_id uuid not null references foundation (id),
  id uuid not null,
  community_ids uuid[] not null,
  -- Holders of the touched accounts: persons and teams.
  person_ids uuid[] not null,
  -- Operation, account and the caller's key.
  client_id text not null check (char_length(client_id) between 1 and 400),
  request_hash text not null,
  phase text not null check (phase in ('POSTED', 'PENDING', 'POST_PENDING', 'VOID_PENDING')),
  kind text not null,
  amount bigint not null check (amount >= 0),
  reason text check (char_length(reason) <= 2000),
  happened_at timestamptz not null,
  booked_at timestamptz not null default now(),
  expires_at timestamptz,
  pending_id uuid,
  reverses_id uuid,
  business_kind text,
  business_id uuid,
  actor_account_id uuid not null,
  primary key (foundation_id, id),
  unique (foundation_id, client_id),
  unique (foundation_id, pending_id),
  unique (foundation_id, reverses_id),
  foreign key (foundation_id, pending_id) references transfer (foundation_id, id),
  foreign key (foundation_id, reverses_id) references transfer (foundation_id, id),
  check ((phase in ('POST_PENDING', 'VOID_PENDING')) = (pending_id is not null)),
  -- Balances by time of the event start from the balance by booking, less this tolerance.
  constraint transfer_not_of_future check (happened_at - booked_at <= interval '2 minutes')
);
comment on table transfer is 'Movement of coins between accounts. Append-only.';
create index transfer_by_business on transfer (foundation_id, business_kind, business_id);
create index transfer_due on transfer (foundation_id, expires_at)
  where phase = 'PENDING' and expires_at is not null;
create trigger append_only before update or delete on transfer
  for each row execute function refuse_change();
create trigger append_only_whole before truncate on transfer
  for each statement execute function refuse_change();
alter table transfer enable row level security, force row level security;
create policy member on transfer to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and (current_setting('app.scope') = 'foundation'
      or (community_ids <> '{}' and has_any_community_access('manage', community_ids))
      or person_ids && nullif(current_setting('app.persons', true), '')::uuid[]
      or person_ids && nullif(current_setting('app.teams', true), '')::uuid[]));
grant select, insert on transfer to linli_member;

create table entry (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid,
  transfer_id uuid not null,
  account_id uuid not null,
  layer text not null check (layer in ('POSTED', 'PENDING_OUT', 'PENDING_IN')),
  amount bigint not null check (amount <> 0),
  -- Holder of the touched account, a person or a team, so that both see their own statements.
  person_id uuid,
  booked_at timestamptz not null,
  balance_after bigint,
  primary key (foundation_id, id),
  foreign key (foundation_id, transfer_id) references transfer (foundation_id, id),
  foreign key (foundation_id, account_id) references coin_account (foundation_id, id),
  constraint posted_entry_has_balance check ((layer = 'POSTED') = (balance_after is not null))
);
comment on table entry is
  'One entry of a transfer. Within a transfer, posted entries sum to zero, and so do pending entries. Append-only.';
comment on column entry.booked_at is
  'Booking time of the transfer. With the id it orders the entries of an account.';
comment on column entry.balance_after is
  'Sum of the posted entries of the account up to this one, in order of booking. Null unless posted.';
create index entry_by_account on entry (foundation_id, account_id, id);
create index entry_of_statement on entry (foundation_id, account_id, booked_at, id)
  where layer = 'POSTED';
create index entry_by_transfer on entry (foundation_id, transfer_id);
create trigger append_only before update or delete on entry
  for each row execute function refuse_change();
create trigger append_only_whole before truncate on entry
  for each statement execute function refuse_change();
alter table entry enable row level security, force row level security;
create policy member on entry to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and (current_setting('app.scope') = 'foundation'
      or has_community_access('manage', community_id)
      or strpos(current_setting('app.persons', true), person_id::text) > 0
      or strpos(current_setting('app.teams', true), person_id::text) > 0));
grant select, insert on entry to linli_member;

-- Lots --------------------------------------------------------------------------------------------

-- An account with a minimum of zero keeps its coins in lots. One that may be negative (a fund)
-- issues coins instead of keeping them.
create table coin_lot (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid,
  -- Holder of the account: a person or a team.
  person_id uuid,
  account_id uuid not null,
  transfer_id uuid not null,
  origin text not null
    check (origin in ('GRANTED', 'EARNED', 'SPONSORED', 'GIVEN', 'CLEARED', 'REDEEMED', 'OTHER')),
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
comment on table coin_lot is
  'Coins that came in together, with their origin, permitted uses and expiry.';
comment on column coin_lot.fund_account_id is
  'Account that issued these coins, however often they changed hands since.';
create index coin_lot_by_account on coin_lot (foundation_id, account_id, expires_at, id)
  where remaining > 0;
create index coin_lot_by_transfer on coin_lot (foundation_id, transfer_id);
create index coin_lot_due on coin_lot (foundation_id, expires_at)
  where remaining > 0 and expires_at is not null;
alter table coin_lot enable row level security, force row level security;
create policy member on coin_lot to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and (current_setting('app.scope') = 'foundation'
      or has_community_access('manage', community_id)
      or strpos(current_setting('app.persons', true), person_id::text) > 0
      or strpos(current_setting('app.teams', true), person_id::text) > 0));
grant select, insert, update (remaining, held) on coin_lot to linli_member;

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
create trigger append_only before update or delete on lot_move
  for each row execute function refuse_change();
create trigger append_only_whole before truncate on lot_move
  for each statement execute function refuse_change();
alter table lot_move enable row level security, force row level security;
create policy member on lot_move to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and (current_setting('app.scope') = 'foundation'
      or has_community_access('manage', community_id)
      or strpos(current_setting('app.persons', true), person_id::text) > 0
      or strpos(current_setting('app.teams', true), person_id::text) > 0));
grant select, insert on lot_move to linli_member;

-- Policy ------------------------------------------------------------------------------------------

create table coin_policy (
  foundation_id uuid not null references foundation (id),
  id uuid not null,
  version integer not null check (version > 0),
  valid_from timestamptz not null,
  rules jsonb not null,
  rule_pack text,
  reason text not null check (char_length(reason) between 1 and 2000),
  actor_account_id uuid not null,
  written_at timestamptz not null default now(),
  digest bytea not null default '\x',
  primary key (foundation_id, id),
  unique (foundation_id, version)
);
comment on table coin_policy is
  'Rules for coins from an instant on. A newer version replaces an older one; no version is edited. Append-only.';
comment on column coin_policy.digest is
  'SHA-256 over the row as it was written; see record_digest().';
create index coin_policy_in_force on coin_policy (foundation_id, valid_from desc, version desc);
create trigger append_only before update or delete on coin_policy
  for each row execute function refuse_change();
create trigger append_only_whole before truncate on coin_policy
  for each statement execute function refuse_change();
create trigger write_record_digest before insert on coin_policy
  for each row execute function write_record_digest();
alter table coin_policy enable row level security, force row level security;
create policy member on coin_policy to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid);
grant select, insert on coin_policy to linli_member;

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
comment on table ledger_head is
  'End of a foundation''s hash chain. Locked by whoever books, after the accounts.';
alter table ledger_head enable row level security, force row level security;
create policy member on ledger_head to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and current_setting('app.scope') = 'foundation');
grant select, insert, update on ledger_head to linli_member;

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
comment on table transfer_link is
  'Place of a transfer in the hash chain, and the month that it counts in. Append-only.';
create index transfer_link_by_month on transfer_link (foundation_id, month, position);
create trigger append_only before update or delete on transfer_link
  for each row execute function refuse_change();
create trigger append_only_whole before truncate on transfer_link
  for each statement execute function refuse_change();
alter table transfer_link enable row level security, force row level security;
create policy member on transfer_link to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and current_setting('app.scope') = 'foundation');
grant select, insert on transfer_link to linli_member;

-- Periods -----------------------------------------------------------------------------------------

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
  digest bytea not null default '\x',
  primary key (foundation_id, id),
  unique (foundation_id, month, version),
  check ((kind = 'CLOSED') = (seal is not null and figures is not null)),
  check (kind = 'CLOSED' or reason is not null)
);
comment on table period_event is
  'Closing and filing of a month with the head bank, or its reopening. Append-only.';
comment on column period_event.digest is
  'SHA-256 over the row as it was written; see record_digest().';
create trigger append_only before update or delete on period_event
  for each row execute function refuse_change();
create trigger append_only_whole before truncate on period_event
  for each statement execute function refuse_change();
create trigger write_record_digest before insert on period_event
  for each row execute function write_record_digest();
alter table period_event enable row level security, force row level security;
create policy member on period_event to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and current_setting('app.scope') = 'foundation');
grant select, insert on period_event to linli_member;

create table filing_receipt (
  foundation_id uuid not null references foundation (id),
  id uuid not null,
  period_event_id uuid not null,
  receipt_number text not null,
  seal bytea not null,
  received_at timestamptz not null default now(),
  actor_account_id uuid not null,
  digest bytea not null default '\x',
  primary key (foundation_id, id),
  unique (foundation_id, period_event_id),
  foreign key (foundation_id, period_event_id) references period_event (foundation_id, id)
);
comment on table filing_receipt is 'Receipt of the head bank for a filed month. Append-only.';
comment on column filing_receipt.digest is
  'SHA-256 over the row as it was written; see record_digest().';
create trigger append_only before update or delete on filing_receipt
  for each row execute function refuse_change();
create trigger append_only_whole before truncate on filing_receipt
  for each statement execute function refuse_change();
create trigger write_record_digest before insert on filing_receipt
  for each row execute function write_record_digest();
alter table filing_receipt enable row level security, force row level security;
create policy member on filing_receipt to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and current_setting('app.scope') = 'foundation');
grant select, insert on filing_receipt to linli_member;

-- Hours -------------------------------------------------------------------------------------------

create table hours_record (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  volunteer_id uuid not null,
  person_id uuid not null,
  minutes integer not null check (minutes <> 0 and abs(minutes) <= 1440),
  category text not null,
  happened_at timestamptz not null,
  booked_at timestamptz not null default now(),
  business_kind text not null,
  business_id uuid not null,
  corrects_id uuid,
  digest bytea not null default '\x',
  primary key (foundation_id, id),
  unique (foundation_id, corrects_id),
  foreign key (foundation_id, community_id) references community (foundation_id, id),
  foreign key (foundation_id, volunteer_id) references volunteer (foundation_id, id),
  foreign key (foundation_id, corrects_id) references hours_record (foundation_id, id)
);
comment on table hours_record is 'Certified time of service. Append-only.';
comment on column hours_record.digest is
  'SHA-256 over the row as it was written; see record_digest().';
create unique index hours_record_once_for_business
  on hours_record (foundation_id, business_kind, business_id)
  where corrects_id is null;
create index hours_record_by_volunteer on hours_record (foundation_id, volunteer_id, happened_at);
create index hours_record_newest on hours_record (foundation_id, volunteer_id, id desc);
create index hours_record_of_person on hours_record (foundation_id, person_id, id desc);
create index hours_record_of_community on hours_record (foundation_id, community_id, id desc);
create index hours_record_by_community on hours_record (foundation_id, community_id, happened_at);
-- A closing counts the hours booked since the one before.
create index hours_record_by_booking on hours_record (foundation_id, booked_at);
create trigger append_only before update or delete on hours_record
  for each row execute function refuse_change();
create trigger append_only_whole before truncate on hours_record
  for each statement execute function refuse_change();
create trigger write_record_digest before insert on hours_record
  for each row execute function write_record_digest();
alter table hours_record enable row level security, force row level security;
create policy member on hours_record to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and (current_setting('app.scope') = 'foundation'
      or has_community_access('manage', community_id)
      or strpos(current_setting('app.persons', true), person_id::text) > 0));
grant select, insert on hours_record to linli_member;

-- Clearing ----------------------------------------------------------------------------------------

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
  digest bytea not null default '\x',
  primary key (foundation_id, id),
  unique (foundation_id, version),
  foreign key (foundation_id, fund_account_id) references coin_account (foundation_id, id)
);
comment on table clearing_agreement is
  'Limits that the head bank sets for a foundation in clearing. The latest version is in force. Append-only.';
comment on column clearing_agreement.owed_max is
  'Coins, in hundredths, that may have left and are not settled: the most that the foundation may owe.';
comment on column clearing_agreement.claim_max is
  'Coins, in hundredths, that may have come in and are not settled: the most that it may be owed.';
comment on column clearing_agreement.digest is
  'SHA-256 over the row as it was written; see record_digest().';
create trigger append_only before update or delete on clearing_agreement
  for each row execute function refuse_change();
create trigger append_only_whole before truncate on clearing_agreement
  for each statement execute function refuse_change();
create trigger write_record_digest before insert on clearing_agreement
  for each row execute function write_record_digest();
alter table clearing_agreement enable row level security, force row level security;
create policy member on clearing_agreement to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid);
create policy head_bank on clearing_agreement for select to linli_head_bank using (true);
grant select, insert on clearing_agreement to linli_member;
grant select on clearing_agreement to linli_head_bank;

create table clearing_order (
  foundation_id uuid not null references foundation (id),
  id uuid not null,
  community_id uuid,
  person_id uuid,
  order_id uuid not null,
  direction text not null check (direction in ('OUT', 'IN')),
  counterpart_foundation_id uuid not null,
  account_id uuid,
  -- The receiving foundation does not see the sender's account.
  counterpart_account_id uuid,
  amount bigint not null check (amount > 0),
  reason text check (char_length(reason) <= 2000),
  state text not null,
  refusal_code text,
  hold_id uuid,
  transfer_id uuid,
  actor_account_id uuid not null,
  sent_at timestamptz not null,
  settled_at timestamptz,
  counterpart_name text not null default '' check (char_length(counterpart_name) <= 200),
  -- Accounts of the sender, when the sender's rules allow relatives only; null: anybody.
  related_account_ids uuid[],
  -- Account that acted for the sender; null: the sender. It must not be the receiver.
  representative_account_id uuid,
  return_transfer_id uuid,
  return_reason text check (char_length(return_reason) <= 2000),
  returned_at timestamptz,
  recalled_at timestamptz,
  recall_reason text check (char_length(recall_reason) <= 2000),
  primary key (foundation_id, id),
  unique (foundation_id, order_id, direction),
  -- Two orders on one hold would send its coins twice.
  unique (foundation_id, hold_id),
  foreign key (foundation_id, account_id) references coin_account (foundation_id, id),
  foreign key (foundation_id, hold_id) references transfer (foundation_id, id),
  foreign key (foundation_id, transfer_id) references transfer (foundation_id, id),
  constraint clearing_order_knows_receiver
    check (counterpart_account_id is not null or direction = 'IN'),
  constraint clearing_order_state check (state in ('SENT', 'SETTLED', 'REFUSED', 'RETURNED')),
  constraint clearing_order_says_why_refused
    check ((state = 'REFUSED') = (refusal_code is not null)),
  -- An order to a missing account is refused, and has none.
  constraint clearing_order_has_account check (account_id is not null or state = 'REFUSED'),
  constraint clearing_order_is_booked
    check ((state in ('SETTLED', 'RETURNED')) = (settled_at is not null and transfer_id is not null)
      or state = 'REFUSED'),
  constraint clearing_order_is_returned
    check ((state = 'RETURNED') = (returned_at is not null and return_transfer_id is not null)),
  foreign key (foundation_id, return_transfer_id) references transfer (foundation_id, id),
  constraint clearing_order_is_recalled check ((recalled_at is null) = (recall_reason is null)),
  constraint clearing_order_recalled_by_sender check (recalled_at is null or direction = 'OUT')
);
comment on table clearing_order is
  'Coins on their way to or from another foundation. Each of the two foundations has its own row.';
comment on column clearing_order.recalled_at is
  'When the sender called it back; it counts where the receiver''s foundation has not decided before.';
create index clearing_order_open on clearing_order (foundation_id, sent_at) where state = 'SENT';
create index clearing_order_by_number on clearing_order (order_id, direction);
create index clearing_order_returned on clearing_order (foundation_id, returned_at)
  where state = 'RETURNED' and direction = 'IN';
alter table clearing_order enable row level security, force row level security;
create policy member on clearing_order to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and (current_setting('app.scope') = 'foundation'
      or has_community_access('manage', community_id)
      or strpos(current_setting('app.persons', true), person_id::text) > 0));
create policy head_bank on clearing_order for select to linli_head_bank using (true);
grant select, insert, update (state, refusal_code, hold_id, transfer_id, settled_at,
    return_transfer_id, return_reason, returned_at, recalled_at, recall_reason)
  on clearing_order to linli_member;
-- Amounts and states. Sender and receiver are private to the two foundations, except the account
-- that the relay has to reach.
grant select (foundation_id, id, order_id, direction, counterpart_foundation_id,
    counterpart_account_id, amount, reason, state, refusal_code, sent_at, settled_at,
    related_account_ids, representative_account_id, returned_at, recalled_at)
  on clearing_order to linli_head_bank;

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
comment on table clearing_leg is
  'One foundation''s part of a settlement: its net debt (positive) or claim in coins, and the fen paid for it.';
create index clearing_leg_by_settlement on clearing_leg (settlement_id);
create index clearing_leg_waiting on clearing_leg (settlement_id) where state = 'WAITING';
alter table clearing_leg enable row level security, force row level security;
create policy member on clearing_leg to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and current_setting('app.scope') = 'foundation');
create policy head_bank_draws_up on clearing_leg for insert to linli_head_bank
  with check (state = 'WAITING');
create policy head_bank_reads on clearing_leg for select to linli_head_bank using (true);
grant select, update (state, refusal_code, transfer_id, money_transfer_id, booked_at)
  on clearing_leg to linli_member;
grant select, insert on clearing_leg to linli_head_bank;
