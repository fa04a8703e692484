-- Live feed: committed events, numbered in the order in which they became visible. See
-- api/platform/FEED.md.

-- Insert order. Only for sorting the rows of one read of the outbox. It is no cursor: a reader that
-- remembers the last number would lose rows of transactions that commit late.
alter table outbox add column written_no bigint generated always as identity;
create index outbox_in_order on outbox (written_no);

create table feed_state (
  is_only boolean primary key default true check (is_only),
  epoch text not null default substr(replace(gen_random_uuid()::text, '-', ''), 1, 8) check (epoch ~ '^[0-9a-f]{8}$'),
  head bigint not null default 0,
  floor bigint not null default 0,
  server_mark text,
  partition_rows bigint not null default 1000000 check (partition_rows > 0),
  partitioned_to bigint not null default 1,
  check (floor <= head and head < partitioned_to)
) with (fillfactor = 10);
comment on table feed_state is 'The one row that says how far the feed log reaches: (floor, head]. A new epoch makes all older cursors void.';
insert into feed_state default values;

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
comment on table feed_log is 'Committed events, densely numbered in the order in which they became visible. Append-only; old partitions are dropped.';
create index feed_log_by_foundation on feed_log (foundation_id, position);
create index feed_log_by_time on feed_log using brin (moved_at) with (pages_per_range = 16);
-- No policy: members read the log through the hub, which reads it as the relay.
alter table feed_log enable row level security;
alter table feed_log force row level security;
call make_append_only('feed_log');

create table feed_partition (
  first bigint primary key,
  past bigint not null
);
comment on table feed_partition is 'The partitions of the feed log: positions from first up to, but without, past.';

-- Creates partitions ahead, for at least one partition's worth of events. The sequencer calls it
-- long before the space runs out.
create function feed_log_extend() returns bigint
language plpgsql security definer set search_path = pg_catalog, public as $body$
declare
  state feed_state;
  past bigint;
begin
  select * into state from feed_state for update;
  while state.partitioned_to <= state.head + greatest(state.partition_rows, 2000) loop
    past := state.partitioned_to + state.partition_rows;
    execute format('create table public.feed_log_%s partition of feed_log for values from (%s) to (%s)', state.partitioned_to, state.partitioned_to, past);
    execute format('alter table public.feed_log_%s enable row level security', state.partitioned_to);
    execute format('alter table public.feed_log_%s force row level security', state.partitioned_to);
    insert into feed_partition values (state.partitioned_to, past);
    state.partitioned_to := past;
  end loop;
  update feed_state set partitioned_to = state.partitioned_to;
  return state.partitioned_to;
end
$body$;

-- Retires events up to a position. Raises the floor first, so that subscribers detect the gap, then
-- drops partitions that lie wholly below it.
create function feed_log_retire(up_to bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog, public as $body$
declare
  old record;
begin
  perform set_config('lock_timeout', '2s', true);
  update feed_state set floor = up_to where up_to > floor and up_to <= head;
  for old in select first from feed_partition, feed_state where past - 1 <= feed_state.floor loop
    execute format('drop table public.feed_log_%s', old.first);
    delete from feed_partition where first = old.first;
  end loop;
  return (select floor from feed_state);
end
$body$;

-- Starts a new epoch, for example in a database restored from a backup, so that old cursors are
-- void.
create function feed_renew_epoch() returns text
language sql security definer set search_path = pg_catalog, public as $body$
  update feed_state set epoch = substr(replace(gen_random_uuid()::text, '-', ''), 1, 8), floor = head returning epoch
$body$;

-- Position of the log in the caller's own snapshot. The log is written after the commit of its
-- events, so they are visible in that snapshot. A read in the snapshot and the later feed are thus
-- complete.
create function feed_position(out epoch text, out head bigint, out floor bigint)
language sql stable security definer set search_path = pg_catalog, public as $body$
  select epoch, head, floor from feed_state
$body$;

revoke all on function feed_log_extend(), feed_log_retire(bigint), feed_renew_epoch(), feed_position() from public;
grant execute on function feed_position() to linli_member, linli_partner;
grant execute on function feed_log_extend(), feed_log_retire(bigint), feed_renew_epoch() to linli_relay;
grant select on feed_state to linli_relay;
grant update (head, server_mark) on feed_state to linli_relay;
grant select, insert on feed_log to linli_relay;
select feed_log_extend();

-- Authorization changes ---------------------------------------------------------------------------
-- Every change of authorization publishes an event in the same transaction, through the same log as
-- all other events. Later events in the log therefore do not reach subscribers who lost access. By
-- trigger, so that no writer can omit it. The nil foundation stands for the whole platform.

create policy owner_tells on outbox for insert to linli_owner
  with check (foundation_id = current_setting('app.foundation')::uuid and kind = 'GrantsChanged');

create procedure publish_authorization_change(payload jsonb)
language plpgsql security definer set search_path = pg_catalog, public as $body$
declare
  nobody constant uuid := '00000000-0000-0000-0000-000000000000';
  foundation text := current_setting('app.foundation', true);
begin
  perform set_config('app.foundation', nobody::text, true);
  insert into outbox (id, foundation_id, kind, subject_kind, subject_id, payload)
  values (gen_random_uuid(), nobody, 'GrantsChanged', 'account', nobody, payload);
  perform set_config('app.foundation', coalesce(foundation, ''), true);
end
$body$;

-- A statement that affects more accounts than this publishes one change for all.
create function tell_accounts_changed() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $body$
declare
  accounts uuid[];
begin
  if tg_op = 'INSERT' then select array_agg(distinct account_id) into accounts from after_rows;
  elsif tg_op = 'DELETE' then select array_agg(distinct account_id) into accounts from before_rows;
  else select array_agg(distinct account_id) into accounts from (select account_id from before_rows union select account_id from after_rows) as touched;
  end if;
  if cardinality(accounts) > 200 then call publish_authorization_change('{"isEverybody": true}');
  elsif accounts is not null then call publish_authorization_change(jsonb_build_object('accountIds', to_jsonb(accounts)));
  end if;
  return null;
end
$body$;
create trigger tell_inserted after insert on role_grant referencing new table as after_rows for each statement execute function tell_accounts_changed();
create trigger tell_updated after update on role_grant referencing old table as before_rows new table as after_rows for each statement execute function tell_accounts_changed();
create trigger tell_deleted after delete on role_grant referencing old table as before_rows for each statement execute function tell_accounts_changed();

create function tell_account_changed() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $body$
begin
  call publish_authorization_change(jsonb_build_object('accountIds', jsonb_build_array(new.id)));
  return null;
end
$body$;
create trigger tell_updated after update on account for each row when (old.is_active is distinct from new.is_active or old.grant_version is distinct from new.grant_version)
  execute function tell_account_changed();

-- Service areas open communities to leaders, volunteers and dispatchers, so a change concerns the
-- whole foundation.
create function tell_foundations_changed() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $body$
declare
  foundations uuid[];
begin
  if tg_op = 'INSERT' then select array_agg(distinct foundation_id) into foundations from after_rows;
  elsif tg_op = 'DELETE' then select array_agg(distinct foundation_id) into foundations from before_rows;
  else select array_agg(distinct foundation_id) into foundations from (select foundation_id from before_rows union select foundation_id from after_rows) as touched;
  end if;
  if foundations is not null then call publish_authorization_change(jsonb_build_object('foundationIds', to_jsonb(foundations))); end if;
  return null;
end
$body$;
create trigger tell_inserted after insert on team_area referencing new table as after_rows for each statement execute function tell_foundations_changed();
create trigger tell_updated after update on team_area referencing old table as before_rows new table as after_rows for each statement execute function tell_foundations_changed();
create trigger tell_deleted after delete on team_area referencing old table as before_rows for each statement execute function tell_foundations_changed();
create trigger tell_inserted after insert on team_member referencing new table as after_rows for each statement execute function tell_foundations_changed();
create trigger tell_updated after update on team_member referencing old table as before_rows new table as after_rows for each statement execute function tell_foundations_changed();
create trigger tell_deleted after delete on team_member referencing old table as before_rows for each statement execute function tell_foundations_changed();

create function tell_foundation_changed() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $body$
begin
  call publish_authorization_change(jsonb_build_object('foundationIds', jsonb_build_array(new.foundation_id)));
  return null;
end
$body$;
create trigger tell_moved after update on team for each row when (old.community_id is distinct from new.community_id) execute function tell_foundation_changed();
create trigger tell_moved after update on person for each row when (old.community_id is distinct from new.community_id) execute function tell_foundation_changed();

revoke all on procedure publish_authorization_change(jsonb) from public;
revoke all on function tell_accounts_changed(), tell_account_changed(), tell_foundations_changed(), tell_foundation_changed() from public;

-- Team of a request -------------------------------------------------------------------------------
-- Copied from the visit, so that a board can filter by team and the feed can route changes.

alter table service_request add column team_id uuid;
alter table service_request add foreign key (foundation_id, team_id) references team (foundation_id, id);
comment on column service_request.team_id is 'Team of the volunteer who has taken it on; null while nobody has.';
alter table service_request no force row level security;
alter table visit no force row level security;
update service_request r set team_id = v.team_id from visit v
  where v.foundation_id = r.foundation_id and v.request_id = r.id and v.state <> 'WITHDRAWN';
alter table service_request force row level security;
alter table visit force row level security;
