-- A node revalidates a cached actor in the transaction that uses it; see
-- api/identity/actor-revalidation.ts.

-- Version of the facts that open communities: service areas, team memberships, home communities. By
-- trigger, so that no writer can omit it. No column foundation_id, because members never use this
-- table.
create table authorization_version (
  id uuid primary key,
  version bigint not null
) with (fillfactor = 50);
comment on table authorization_version is 'How often what opens communities changed in a foundation, by its id. None means never.';
grant select on authorization_version to linli_identity;

create procedure bump_authorization_version(foundations uuid[])
language sql set search_path = pg_catalog, public
begin atomic
  -- In a fixed order, so that transactions with the same foundations do not deadlock.
  insert into public.authorization_version (id, version) select distinct id, 1 from unnest(foundations) as touched (id) order by id
  on conflict (id) do update set version = authorization_version.version + 1;
end;

create function bump_authorization_of_foundations() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $body$
declare
  foundations uuid[];
begin
  if tg_op = 'INSERT' then select array_agg(distinct foundation_id) into foundations from after_rows;
  elsif tg_op = 'DELETE' then select array_agg(distinct foundation_id) into foundations from before_rows;
  else select array_agg(distinct foundation_id) into foundations from (select foundation_id from before_rows union select foundation_id from after_rows) as touched;
  end if;
  call public.bump_authorization_version(foundations);
  return null;
end
$body$;
create trigger authorization_inserted after insert on team_area referencing new table as after_rows for each statement execute function bump_authorization_of_foundations();
create trigger authorization_updated after update on team_area referencing old table as before_rows new table as after_rows for each statement execute function bump_authorization_of_foundations();
create trigger authorization_deleted after delete on team_area referencing old table as before_rows for each statement execute function bump_authorization_of_foundations();
create trigger authorization_inserted after insert on team_member referencing new table as after_rows for each statement execute function bump_authorization_of_foundations();
create trigger authorization_updated after update on team_member referencing old table as before_rows new table as after_rows for each statement execute function bump_authorization_of_foundations();
create trigger authorization_deleted after delete on team_member referencing old table as before_rows for each statement execute function bump_authorization_of_foundations();

create function bump_authorization_of_foundation() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $body$
begin
  call public.bump_authorization_version(array[coalesce((to_jsonb(new) ->> 'foundation_id')::uuid, new.id)]);
  return null;
end
$body$;
create trigger authorization_moved after update on team for each row when (old.community_id is distinct from new.community_id) execute function bump_authorization_of_foundation();
create trigger authorization_moved after update on person for each row when (old.community_id is distinct from new.community_id) execute function bump_authorization_of_foundation();
create trigger authorization_moved after update on volunteer for each row when (old.person_id is distinct from new.person_id) execute function bump_authorization_of_foundation();
-- `me.foundations` shows the names.
create trigger authorization_renamed after update on foundation for each row when (old.name is distinct from new.name) execute function bump_authorization_of_foundation();

-- Other cached facts of an account. Grants raise the version by themselves (0005_people.sql).
create function raise_account_version() returns trigger
language plpgsql set search_path = pg_catalog as $body$
begin
  new.grant_version := greatest(new.grant_version, old.grant_version + 1);
  return new;
end
$body$;
create trigger raise_version before update on account for each row
  when (old.is_active is distinct from new.is_active or old.display_name is distinct from new.display_name) execute function raise_account_version();

revoke all on procedure bump_authorization_version(uuid[]) from public;
revoke all on function bump_authorization_of_foundations(), bump_authorization_of_foundation(), raise_account_version() from public;

-- Current access of an app in a foundation, and whether the sign-in behind the token is still
-- valid.
create function app_access(client text, foundation uuid, sign_in text,
  out app_scopes text[], out consent_scopes text[], out is_own boolean, out is_active boolean, out is_signed_in boolean)
language sql stable set search_path = pg_catalog, public
begin atomic
  select coalesce(o.scopes, a.scopes), c.scopes, o.client_id is not null, coalesce(o.is_active, a.is_active),
    sign_in is null or exists (select from oidc_artifact g where g.kind = 'Grant' and g.grant_id = sign_in and g.expires_at > now())
  from (select client as client_id) wanted
  left join first_party_app o on o.client_id = wanted.client_id
  left join app a on a.client_id = wanted.client_id
  left join app_consent c on c.client_id = wanted.client_id and c.foundation_id = foundation and c.revoked_at is null;
end;

-- Revalidation functions. Each raises LN001 when cached facts are outdated, and the operation is
-- repeated with current ones.
create function prove_account(account uuid, grants_known integer, foundations uuid[], authorization_known bigint, known_until timestamptz) returns void
language plpgsql stable set search_path = pg_catalog, public as $body$
begin
  if known_until <= now()
    or not exists (select from account a where a.id = prove_account.account and a.is_active and a.grant_version = grants_known)
    or (select coalesce(sum(v.version), 0) from authorization_version v where v.id = any (foundations)) <> authorization_known
  then raise exception 'the rights of this account have changed' using errcode = 'LN001'; end if;
end
$body$;

create function prove_app(client text, foundation uuid, sign_in text, access_known text) returns void
language plpgsql stable set search_path = pg_catalog, public as $body$
begin
  if (select a::text from app_access(client, foundation, sign_in) as a) is distinct from access_known
  then raise exception 'the access of this app has changed' using errcode = 'LN001'; end if;
end
$body$;

create function prove_key(foundation uuid, key uuid) returns void
language plpgsql stable set search_path = pg_catalog, public as $body$
begin
  if not exists (select from api_key k where k.foundation_id = foundation and k.id = key and k.revoked_at is null and k.expires_at > now())
  then raise exception 'this key has ended' using errcode = 'LN001'; end if;
end
$body$;

revoke all on function app_access(text, uuid, text), prove_account(uuid, integer, uuid[], bigint, timestamptz),
  prove_app(text, uuid, text, text), prove_key(uuid, uuid) from public;
grant execute on function app_access(text, uuid, text), prove_account(uuid, integer, uuid[], bigint, timestamptz),
  prove_app(text, uuid, text, text), prove_key(uuid, uuid) to linli_identity;
