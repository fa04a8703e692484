-- The platform under all modules: ids, append-only tables, the live feed (api/platform/feed/FEED.md),
-- and the version of authorization by which nodes revalidate cached actors.

-- A uuid version 7 of an instant, exact to the microsecond, so that consecutive ids under a lock
-- are in order.
create function new_id(at timestamptz default clock_timestamp()) returns uuid
language sql volatile set search_path = pg_catalog as $body$
  select encode(substring(int8send(us / 1000) from 3)
    || int2send((28672 + us % 1000 * 4096 / 1000)::int2)
    || substring(uuid_send(gen_random_uuid()) from 9), 'hex')::uuid
  from (select (extract(epoch from at) * 1000000)::bigint) as instant (us)
$body$;
grant execute on function new_id to linli_member;

-- Append-only: refuses to change or remove a row, for every role including the table's owner. The
-- only exception is erase_words() (90-erasure.sql): it runs as the owner, sets a flag, and may
-- change nothing but texts.
create function refuse_change() returns trigger
language plpgsql set search_path = pg_catalog as $body$
declare
  changed text[];
begin
  if tg_op = 'UPDATE' and current_user = 'linli_owner'
    and current_setting('app.redaction', true) = 'on' then
    select coalesce(array_agg(n.key), '{}') into changed
    from jsonb_each(to_jsonb(new)) as n where n.value is distinct from to_jsonb(old) -> n.key;
    if changed <@ array[
      'note', 'thanks', 'problems_solved', 'reason', 'trace', 'actor_name', 'account_name'
    ] then
      return new;
    end if;
  end if;
  raise exception 'append-only: % on % is refused; write a correcting row instead',
    tg_op, tg_table_name using errcode = '42501';
end
$body$;

-- SHA-256 over a row as inserted, without its digest. Time zone and byte format are fixed, so that
-- the result is reproducible. Null columns are left out, so that a new column changes no digest.
create function record_digest(written record) returns bytea language plpgsql stable
set search_path = pg_catalog set timezone = 'UTC' set bytea_output = 'hex' as $body$
begin
  return sha256(convert_to((
    select jsonb_object_agg(key, value)::text from jsonb_each(to_jsonb(written))
      where key <> 'digest' and value <> 'null'
  ), 'UTF8'));
end
$body$;
grant execute on function record_digest to linli_member;

-- For tables whose rows are records outside the hash chain: each row carries a digest of itself.
create function write_record_digest() returns trigger
language plpgsql set search_path = pg_catalog, public as $body$
begin
  new.digest := record_digest(new);
  return new;
end
$body$;

-- Feed --------------------------------------------------------------------------------------------

-- Committed events for the sequencer, which numbers them; see api/platform/feed/FEED.md. The hub routes
-- events by the routing columns without reading the subject.
create table outbox (
  id uuid not null,
  foundation_id uuid not null,
  kind text not null,
  subject_kind text not null,
  subject_id uuid not null,
  subject_version integer,
  payload jsonb not null,
  before_facts jsonb,
  after_facts jsonb,
  written_at timestamptz not null default clock_timestamp(),
  -- Insert order. Only for sorting the rows of one read of the outbox. It is no cursor: a reader
  -- that remembers the last number would lose rows of transactions that commit late.
  written_no bigint generated always as identity,
  primary key (foundation_id, id)
);
comment on table outbox is 'Events of committed transactions, waiting for the sequencer.';
create index outbox_in_order on outbox (written_no);
alter table outbox enable row level security, force row level security;
create policy member_adds on outbox for insert to linli_member
  with check (foundation_id = current_setting('app.foundation')::uuid);
create policy owner_looks on outbox for select to linli_owner
  using (foundation_id = current_setting('app.foundation')::uuid
    and kind = 'GRANTS_CHANGED');
create policy owner_tells on outbox for insert to linli_owner
  with check (foundation_id = current_setting('app.foundation')::uuid
    and kind = 'GRANTS_CHANGED');
grant insert on outbox to linli_member;
grant select, insert, delete on outbox to linli_relay;

create table feed_state (
  is_only boolean primary key default true check (is_only),
  epoch text not null default substr(replace(gen_random_uuid()::text, '-', ''), 1, 8)
    check (epoch ~ '^[0-9a-f]{8}$'),
  head bigint not null default 0,
  floor bigint not null default 0,
  server_mark text,
  partition_rows bigint not null default 1000000 check (partition_rows > 0),
  partitioned_to bigint not null default 1,
  check (floor <= head and head < partitioned_to)
) with (fillfactor = 10);
comment on table feed_state is
  'The one row that says how far the feed log reaches: (floor, head]. A new epoch makes all older cursors void.';
grant select, update (head, server_mark) on feed_state to linli_relay;

create table feed_log (
  position bigint primary key,
  event_id uuid not null,
  foundation_id uuid not null,
  kind text not null,
  subject_kind text not null,
  subject_id uuid not null,
  subject_version integer,
  payload jsonb not null,
  before_facts jsonb,
  after_facts jsonb,
  written_at timestamptz not null,
  moved_at timestamptz not null default clock_timestamp()
) partition by range (position);
comment on table feed_log is
  'Committed events, densely numbered in the order in which they became visible. Append-only; old partitions are dropped.';
create index feed_log_by_foundation on feed_log (foundation_id, position);
create index feed_log_by_time on feed_log using brin (moved_at) with (pages_per_range = 16);
create trigger append_only before update or delete on feed_log
  for each row execute function refuse_change();
create trigger append_only_whole before truncate on feed_log
  for each statement execute function refuse_change();
-- No policy for members: they read the log through the hub, which reads it as the relay.
alter table feed_log enable row level security, force row level security;
create policy owner_looks on feed_log for select to linli_owner
  using (foundation_id = current_setting('app.foundation')::uuid
    and kind = 'GRANTS_CHANGED');
grant select, insert on feed_log to linli_relay;

create table feed_partition (
  first bigint primary key,
  past bigint not null
);
comment on table feed_partition is
  'The partitions of the feed log: positions from first up to, but without, past.';

-- Partitions --------------------------------------------------------------------------------------
-- The next two functions first take the sequencer's advisory lock (the letters "feed" in ASCII).
-- Otherwise a sequencer that holds the log and waits for feed_state could deadlock with a session
-- that holds feed_state and waits for the log.

-- Creates partitions ahead, for at least one partition's worth of events. The sequencer calls it
-- long before the space runs out. A partition is created and then attached, which does not block
-- readers and writers of the log.
create function feed_log_extend() returns bigint
language plpgsql security definer set search_path = pg_catalog, public as $body$
declare
  state feed_state;
  past bigint;
begin
  perform pg_advisory_xact_lock(x'66656564'::bigint);
  select * into state from feed_state for update;
  while state.partitioned_to <= state.head + greatest(state.partition_rows, 2000) loop
    past := state.partitioned_to + state.partition_rows;
    execute format(
      'create table public.feed_log_%s (like public.feed_log including defaults including constraints)',
      state.partitioned_to);
    execute format('alter table public.feed_log_%s enable row level security',
      state.partitioned_to);
    execute format('alter table public.feed_log_%s force row level security', state.partitioned_to);
    execute format(
      'alter table public.feed_log attach partition public.feed_log_%s for values from (%s) to (%s)',
      state.partitioned_to, state.partitioned_to, past);
    insert into feed_partition values (state.partitioned_to, past);
    state.partitioned_to := past;
  end loop;
  update feed_state set partitioned_to = state.partitioned_to
    where partitioned_to is distinct from state.partitioned_to;
  return state.partitioned_to;
end
$body$;
grant execute on function feed_log_extend to linli_relay;

-- Retires events up to a position. Raises the floor first, so that subscribers detect the gap, then
-- drops partitions that lie wholly below it. A drop waits for readers and blocks later ones. It
-- therefore has a short lock timeout, and the next call tries again.
create function feed_log_retire(up_to bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog, public as $body$
declare
  old record;
begin
  perform set_config('lock_timeout', '300ms', true);
  perform pg_advisory_xact_lock(x'66656564'::bigint);
  update feed_state set floor = up_to where up_to > floor and up_to <= head;
  for old in select first from feed_partition, feed_state where past - 1 <= feed_state.floor
    order by first loop
    begin
      execute format('drop table public.feed_log_%s', old.first);
      delete from feed_partition where first = old.first;
    exception when lock_not_available or deadlock_detected then
      exit;
    end;
  end loop;
  return (select floor from feed_state);
end
$body$;
grant execute on function feed_log_retire to linli_relay;

-- Starts a new epoch, for example in a database restored from a backup, so that old cursors are
-- void.
create function feed_renew_epoch() returns text
language sql security definer set search_path = pg_catalog, public as $body$
  update feed_state
    set epoch = substr(replace(gen_random_uuid()::text, '-', ''), 1, 8), floor = head
    returning epoch
$body$;
grant execute on function feed_renew_epoch to linli_relay;

-- Position of the log in the caller's own snapshot. The log is written after the commit of its
-- events, so they are visible in that snapshot. A read in the snapshot and the later feed are thus
-- complete.
create function feed_position(out epoch text, out head bigint, out floor bigint)
language sql stable security definer set search_path = pg_catalog, public as $body$
  select epoch, head, floor from feed_state
$body$;
grant execute on function feed_position to linli_member, linli_partner;

insert into feed_state default values;
select feed_log_extend();

-- Authorization changes ---------------------------------------------------------------------------
-- Every change of authorization publishes an event in the same transaction, through the same log as
-- all other events. Later events in the log therefore do not reach subscribers who lost access. By
-- trigger, so that no writer can omit it; the triggers are below their tables.

-- Writes the event that authorization changed. The nil foundation stands for the whole platform.
create procedure publish_authorization_change(payload jsonb)
language plpgsql security definer set search_path = pg_catalog, public as $body$
declare
  nobody constant uuid := '00000000-0000-0000-0000-000000000000';
  foundation text := current_setting('app.foundation', true);
begin
  perform set_config('app.foundation', nobody::text, true);
  insert into outbox (id, foundation_id, kind, subject_kind, subject_id, payload)
  values (gen_random_uuid(), nobody, 'GRANTS_CHANGED', 'account', nobody, payload);
  perform set_config('app.foundation', coalesce(foundation, ''), true);
end
$body$;

-- Authorization changes committed in the caller's snapshot that come after a position of the log,
-- or have none yet. The hub reads them with the rows of a subscriber. It thus never delivers a row
-- that is newer than the authorization it was loaded under.
create function feed_authorization_changes(behind bigint) returns setof jsonb
language plpgsql security definer set search_path = pg_catalog, public as $body$
declare
  -- Stands for the whole platform.
  nobody constant uuid := '00000000-0000-0000-0000-000000000000';
  foundation text := current_setting('app.foundation', true);
begin
  perform set_config('app.foundation', nobody::text, true);
  return query
    select payload from outbox where foundation_id = nobody and kind = 'GRANTS_CHANGED'
    union all
    select payload from feed_log
      where position > behind and foundation_id = nobody and kind = 'GRANTS_CHANGED';
  perform set_config('app.foundation', coalesce(foundation, ''), true);
end
$body$;
grant execute on function feed_authorization_changes to linli_member, linli_partner, linli_impact;

-- Grants of accounts changed. A statement that affects more than 200 accounts publishes one change
-- for all.
create function tell_accounts_changed() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $body$
declare
  accounts uuid[];
begin
  if tg_op = 'INSERT' then select array_agg(distinct account_id) into accounts from after_rows;
  elsif tg_op = 'DELETE' then select array_agg(distinct account_id) into accounts from before_rows;
  else
    select array_agg(distinct account_id) into accounts
      from (select account_id from before_rows union select account_id from after_rows) as touched;
  end if;
  if cardinality(accounts) > 200 then call publish_authorization_change('{"isEverybody": true}');
  elsif accounts is not null then
    call publish_authorization_change(jsonb_build_object('accountIds', to_jsonb(accounts)));
  end if;
  return null;
end
$body$;

-- Grants are published by their own triggers; an account publishes that it was closed or reopened.
create function tell_account_changed() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $body$
begin
  call publish_authorization_change(jsonb_build_object('accountIds', jsonb_build_array(new.id)));
  return null;
end
$body$;

-- Service areas open communities to leaders, volunteers and dispatchers, so a change concerns the
-- whole foundation.
create function tell_foundations_changed() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $body$
declare
  foundations uuid[];
begin
  if tg_op = 'INSERT' then
    select array_agg(distinct foundation_id) into foundations from after_rows;
  elsif tg_op = 'DELETE' then
    select array_agg(distinct foundation_id) into foundations from before_rows;
  else
    select array_agg(distinct foundation_id) into foundations from (
      select foundation_id from before_rows union select foundation_id from after_rows
    ) as touched;
  end if;
  if foundations is not null then
    call publish_authorization_change(jsonb_build_object('foundationIds', to_jsonb(foundations)));
  end if;
  return null;
end
$body$;

-- The home of a team or person moved, or an app or issuer was trusted by one foundation.
create function tell_foundation_changed() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $body$
begin
  call publish_authorization_change(
    jsonb_build_object('foundationIds', jsonb_build_array(new.foundation_id))
  );
  return null;
end
$body$;

-- Sign-out and the revocation of a refresh token, API key, app consent or trusted issuer end
-- tokens. All publish it in the same transaction.
create function tell_sign_in_ended() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $body$
begin
  call publish_authorization_change(
    jsonb_build_object('accountIds', jsonb_build_array(old.account_id))
  );
  return null;
end
$body$;

-- An API key was revoked, ends earlier, or has other scopes.
create function tell_key_changed() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $body$
begin
  call publish_authorization_change(
    jsonb_build_object('accountIds', jsonb_build_array(new.account_id))
  );
  return null;
end
$body$;

-- An app may have the consent of many foundations.
create function tell_app_changed() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $body$
begin
  call publish_authorization_change('{"isEverybody": true}');
  return null;
end
$body$;

-- Authorization version ---------------------------------------------------------------------------

-- Version of the facts that open communities: service areas, team memberships, home communities. By
-- trigger, so that no writer can omit it. No column foundation_id, because members never use this
-- table.
create table authorization_version (
  id uuid primary key,
  version bigint not null
) with (fillfactor = 50);
comment on table authorization_version is
  'How often what opens communities changed in a foundation, by its id. None means never.';
grant select on authorization_version to linli_identity;

-- Raises the version of foundations.
create procedure bump_authorization_version(foundations uuid[])
language sql set search_path = pg_catalog, public
begin atomic
  -- In a fixed order, so that transactions with the same foundations do not deadlock.
  insert into public.authorization_version (id, version)
  select distinct id, 1 from unnest(foundations) as touched (id) order by id
  on conflict (id) do update set version = authorization_version.version + 1;
end;

-- For tables of which a statement may touch rows of many foundations.
create function bump_authorization_of_foundations() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $body$
declare
  foundations uuid[];
begin
  if tg_op = 'INSERT' then
    select array_agg(distinct foundation_id) into foundations from after_rows;
  elsif tg_op = 'DELETE' then
    select array_agg(distinct foundation_id) into foundations from before_rows;
  else
    select array_agg(distinct foundation_id) into foundations from (
      select foundation_id from before_rows union select foundation_id from after_rows
    ) as touched;
  end if;
  call public.bump_authorization_version(foundations);
  return null;
end
$body$;

-- For one row: of a tenant table, or the foundation itself.
create function bump_authorization_of_foundation() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $body$
begin
  call public.bump_authorization_version(
    array[coalesce((to_jsonb(new) ->> 'foundation_id')::uuid, new.id)]
  );
  return null;
end
$body$;

-- Called by the prepared revalidation statement of each connection
-- (api/identity/actor-revalidation.ts) when cached facts are outdated; the operation is repeated
-- with current ones.
create function refuse_outdated(what text) returns boolean
language plpgsql volatile set search_path = pg_catalog as $body$
begin
  raise exception 'what was known of this % has changed', what using errcode = 'LN001';
end
$body$;
grant execute on function refuse_outdated to linli_identity;
