-- Live feed: authorization that ends without a change of grants, authorization changes per
-- snapshot, and partition changes without deadlocks. See api/platform/FEED.md.

-- Partitions --------------------------------------------------------------------------------------
-- Both functions first take the sequencer's advisory lock (the letters "feed" in ASCII). Otherwise
-- a sequencer that holds the log and waits for feed_state could deadlock with a session that holds
-- feed_state and waits for the log.

-- Creates partitions ahead, for at least one partition's worth of events. The sequencer calls it
-- long before the space runs out. A partition is created and then attached, which does not block
-- readers and writers of the log.
create or replace function feed_log_extend() returns bigint
language plpgsql security definer set search_path = pg_catalog, public as $body$
declare
  state feed_state;
  past bigint;
begin
  perform pg_advisory_xact_lock(x'66656564'::bigint);
  select * into state from feed_state for update;
  while state.partitioned_to <= state.head + greatest(state.partition_rows, 2000) loop
    past := state.partitioned_to + state.partition_rows;
    execute format('create table public.feed_log_%s (like public.feed_log including defaults including constraints)', state.partitioned_to);
    execute format('alter table public.feed_log_%s enable row level security', state.partitioned_to);
    execute format('alter table public.feed_log_%s force row level security', state.partitioned_to);
    execute format('alter table public.feed_log attach partition public.feed_log_%s for values from (%s) to (%s)', state.partitioned_to, state.partitioned_to, past);
    insert into feed_partition values (state.partitioned_to, past);
    state.partitioned_to := past;
  end loop;
  update feed_state set partitioned_to = state.partitioned_to where partitioned_to is distinct from state.partitioned_to;
  return state.partitioned_to;
end
$body$;

-- Retires events up to a position. Raises the floor first, so that subscribers detect the gap, then
-- drops partitions that lie wholly below it. A drop waits for readers and blocks later ones. It
-- therefore has a short lock timeout, and the next call tries again.
create or replace function feed_log_retire(up_to bigint) returns bigint
language plpgsql security definer set search_path = pg_catalog, public as $body$
declare
  old record;
begin
  perform set_config('lock_timeout', '300ms', true);
  perform pg_advisory_xact_lock(x'66656564'::bigint);
  update feed_state set floor = up_to where up_to > floor and up_to <= head;
  for old in select first from feed_partition, feed_state where past - 1 <= feed_state.floor order by first loop
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

-- Authorization changes per snapshot --------------------------------------------------------------
-- Authorization changes committed in the caller's snapshot that come after a position of the log,
-- or have none yet. The hub reads them with the rows of a subscriber. It thus never delivers a row
-- that is newer than the authorization it was loaded under.

create policy owner_looks on outbox for select to linli_owner
  using (foundation_id = current_setting('app.foundation')::uuid and kind = 'GrantsChanged');
create policy owner_looks on feed_log for select to linli_owner
  using (foundation_id = current_setting('app.foundation')::uuid and kind = 'GrantsChanged');

create function feed_authorization_changes(behind bigint) returns setof jsonb
language plpgsql security definer set search_path = pg_catalog, public as $body$
declare
  -- Stands for the whole platform.
  nobody constant uuid := '00000000-0000-0000-0000-000000000000';
  foundation text := current_setting('app.foundation', true);
begin
  perform set_config('app.foundation', nobody::text, true);
  return query
    select payload from outbox where foundation_id = nobody and kind = 'GrantsChanged'
    union all
    select payload from feed_log where position > behind and foundation_id = nobody and kind = 'GrantsChanged';
  perform set_config('app.foundation', coalesce(foundation, ''), true);
end
$body$;

revoke all on function feed_authorization_changes(bigint) from public;
grant execute on function feed_authorization_changes(bigint) to linli_member, linli_partner, linli_impact;

-- Authorization that ends without a change of grants ----------------------------------------------
-- Sign-out and the revocation of a refresh token, API key, app consent or trusted issuer end
-- tokens. All publish it in the same transaction.

create function tell_sign_in_ended() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $body$
begin
  call publish_authorization_change(jsonb_build_object('accountIds', jsonb_build_array(old.account_id)));
  return null;
end
$body$;
create trigger tell_ended after delete on oidc_artifact for each row
  when (old.kind = 'Grant' and old.account_id is not null and old.expires_at > now()) execute function tell_sign_in_ended();
create trigger tell_ended after delete on linked_account for each row execute function tell_sign_in_ended();

create function tell_key_changed() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $body$
begin
  call publish_authorization_change(jsonb_build_object('accountIds', jsonb_build_array(new.account_id)));
  return null;
end
$body$;
create trigger tell_updated after update on api_key for each row
  when (old.revoked_at is distinct from new.revoked_at or old.expires_at is distinct from new.expires_at or old.scopes is distinct from new.scopes)
  execute function tell_key_changed();

create trigger tell_inserted after insert on app_consent for each row execute function tell_foundation_changed();
create trigger tell_updated after update on app_consent for each row
  when (old.revoked_at is distinct from new.revoked_at or old.scopes is distinct from new.scopes) execute function tell_foundation_changed();
create trigger tell_updated after update on trusted_issuer for each row
  when (old.untrusted_at is distinct from new.untrusted_at or old.scopes is distinct from new.scopes) execute function tell_foundation_changed();

-- An app may have the consent of many foundations.
create function tell_app_changed() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $body$
begin
  call publish_authorization_change('{"isEverybody": true}');
  return null;
end
$body$;
create trigger tell_updated after update on app for each row
  when (old.is_active is distinct from new.is_active or old.scopes is distinct from new.scopes) execute function tell_app_changed();
create trigger tell_updated after update on first_party_app for each row
  when (old.is_active is distinct from new.is_active or old.scopes is distinct from new.scopes) execute function tell_app_changed();

revoke all on function tell_sign_in_ended(), tell_key_changed(), tell_app_changed() from public;
