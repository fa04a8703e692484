-- Accounts of the whole platform, foundations (the tenants) and communities; the audit log and the
-- answers for idempotent calls.

-- Other cached facts of an account. Grants raise the version by themselves (40-identity.sql).
create function raise_account_version() returns trigger
language plpgsql set search_path = pg_catalog as $body$
begin
  new.grant_version := greatest(new.grant_version, old.grant_version + 1);
  return new;
end
$body$;

create table account (
  id uuid primary key,
  display_name text not null check (char_length(display_name) between 1 and 200),
  persona text unique,
  grant_version integer not null default 1,
  is_active boolean not null default true
);
comment on table account is 'Login on the whole platform.';
create trigger tell_updated after update on account for each row
  when (old.is_active is distinct from new.is_active)
  execute function tell_account_changed();
create trigger raise_version before update on account for each row
  when (old.is_active is distinct from new.is_active
    or old.display_name is distinct from new.display_name)
  execute function raise_account_version();
-- An erased person cannot sign in, and no account keeps the name.
grant select, insert, update (display_name, is_active) on account to linli_identity;

create table foundation (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z][a-z0-9-]{1,62}$'),
  name text not null check (char_length(name) between 1 and 200),
  time_zone text not null default 'Asia/Shanghai',
  is_demo boolean not null default false,
  small_cell_threshold integer not null default 5 check (small_cell_threshold between 3 and 100)
);
comment on table foundation is 'Tenant that raises funds, sets rules and answers for the result.';
-- `me.foundations` shows the names.
create trigger authorization_renamed after update on foundation for each row
  when (old.name is distinct from new.name)
  execute function bump_authorization_of_foundation();
-- The time zone is cached with an account's access.
create trigger authorization_moved after update on foundation for each row
  when (old.time_zone is distinct from new.time_zone)
  execute function bump_authorization_of_foundation();
alter table foundation enable row level security, force row level security;
create policy member on foundation to linli_member
  using (id = current_setting('app.foundation')::uuid);
create policy head_bank on foundation for select to linli_head_bank using (true);
create policy identity on foundation for select to linli_identity using (true);
-- The head bank opens foundations; the policy allows only the one that the session acts in.
grant select, insert, update on foundation to linli_member;
grant select on foundation to linli_identity;
grant select (id, name) on foundation to linli_head_bank;

create table community (
  foundation_id uuid not null references foundation (id),
  id uuid not null,
  slug text not null check (slug ~ '^[a-z][a-z0-9-]{1,62}$'),
  name text not null check (char_length(name) between 1 and 200),
  district text not null check (char_length(district) between 1 and 200),
  -- Impact figures of a period count the communities that existed then.
  opened_at timestamptz not null default now(),
  primary key (foundation_id, id),
  unique (foundation_id, slug)
);
comment on table community is
  'Neighbourhood with a dispatcher; the unit by which impact is compared.';
-- Lookup by name, as for persons.
create index community_by_name on community (foundation_id, lower(replace(name, ' ', '')));
alter table community enable row level security, force row level security;
create policy member on community to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and (current_setting('app.scope') = 'foundation'
      or has_community_access('contact', id)));
grant select, insert, update on community to linli_member;

-- Records of every write --------------------------------------------------------------------------

create table audit_entry (
  foundation_id uuid not null references foundation (id),
  id uuid not null,
  at timestamptz not null default now(),
  actor_account_id uuid not null,
  app_id text,
  action text not null,
  subject_kind text,
  subject_id uuid,
  acted_for_person_id uuid,
  mandate_id uuid,
  channel text not null,
  reason text,
  operation_id text not null,
  actor_name text,
  primary key (foundation_id, id)
);
comment on table audit_entry is
  'Audit log: actor, action, person represented, authority and channel of each change. Append-only.';
create index audit_entry_by_subject on audit_entry (foundation_id, subject_id, id desc);
create index audit_entry_by_actor on audit_entry (foundation_id, actor_account_id, id desc);
create index audit_entry_by_person on audit_entry (foundation_id, acted_for_person_id, id desc)
  where acted_for_person_id is not null;
create trigger append_only before update or delete on audit_entry
  for each row execute function refuse_change();
create trigger append_only_whole before truncate on audit_entry
  for each statement execute function refuse_change();
alter table audit_entry enable row level security, force row level security;
-- Every member may add audit entries; only callers with access to the whole foundation read them.
create policy member on audit_entry for select to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and current_setting('app.scope') = 'foundation');
create policy member_adds on audit_entry for insert to linli_member
  with check (foundation_id = current_setting('app.foundation')::uuid);
-- For erase_words() alone, in one foundation; see 90-erasure.sql.
create policy redaction on audit_entry to linli_owner
  using (foundation_id = current_setting('app.foundation')::uuid
    and current_setting('app.redaction', true) = 'on');
grant select, insert on audit_entry to linli_member;

create table idempotency_record (
  -- Deferred, since a key is claimed before anything else, also before a new foundation exists.
  foundation_id uuid not null references foundation (id) deferrable initially deferred,
  account_id uuid not null,
  key text not null check (char_length(key) between 1 and 200),
  operation text not null,
  request_hash text not null,
  answer jsonb,
  created_at timestamptz not null default now(),
  primary key (foundation_id, account_id, key)
);
create index idempotency_record_by_age on idempotency_record (created_at);
comment on table idempotency_record is
  'Answer that a mutation gave, so that the same call again gets it again.';
alter table idempotency_record enable row level security, force row level security;
create policy member on idempotency_record to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and account_id = current_setting('app.account')::uuid);
-- Finds the foundation of a call by an account that acts in several of them, and deletes old ones.
create policy identity on idempotency_record to linli_identity using (true);
grant select, insert, update (answer) on idempotency_record to linli_member;
grant select (foundation_id, account_id, key, request_hash, created_at), delete
  on idempotency_record to linli_identity;
