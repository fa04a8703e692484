-- Sign-in and access: role grants, phones, passwords, one-time codes, state of the OpenID provider,
-- apps and their consents, API keys, trusted issuers. See api/identity/sign-in/SIGN_IN.md.

-- Every change of grants, by any writer, invalidates cached authorization.
create function raise_grant_version() returns trigger
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
  update public.account set grant_version = grant_version + 1 where id = any (accounts);
  return null;
end
$body$;

create table role_grant (
  id uuid primary key,
  account_id uuid not null references account (id),
  role text not null,
  foundation_id uuid references foundation (id),
  community_id uuid,
  team_id uuid,
  person_id uuid,
  valid_from timestamptz not null default now(),
  valid_to timestamptz,
  mandate_id uuid,
  -- Accounts are platform-wide and unreadable for members, so the grant has a copy of the name.
  holder_name text check (char_length(holder_name) between 1 and 200),
  -- The default is for grants without a holder to accept them: partner servers, demo data.
  accepted_at timestamptz default now(),
  check (role = 'HEAD_BANK_OPERATOR' or foundation_id is not null),
  check (role <> 'DISPATCHER' or community_id is not null),
  check (role <> 'TEAM_LEADER' or team_id is not null),
  check (role not in ('VOLUNTEER', 'ELDER', 'FAMILY_MEMBER') or person_id is not null),
  foreign key (foundation_id, community_id) references community (foundation_id, id),
  foreign key (foundation_id, team_id) references team (foundation_id, id),
  foreign key (foundation_id, person_id) references person (foundation_id, id),
  constraint role_grant_mandate_fkey
    foreign key (foundation_id, mandate_id) references mandate (foundation_id, id)
);
comment on table role_grant is 'Role that an account holds for an area and for a time.';
comment on column role_grant.accepted_at is
  'When the holder accepted it, or when it was given to somebody who had accepted this foundation before. Null: an invitation that does not count yet.';
create index role_grant_by_account on role_grant (account_id);
create index role_grant_by_foundation on role_grant (foundation_id, account_id);
-- A foundation that revokes another foundation's app also ends the grants of its server.
create index role_grant_of_partners on role_grant (account_id) where role = 'PARTNER_APP';
-- Every decision about a person's work looks up all accounts that ever were that person.
create index role_grant_by_person on role_grant (foundation_id, person_id)
  where person_id is not null;
create trigger tell_inserted after insert on role_grant referencing new table as after_rows
  for each statement execute function tell_accounts_changed();
create trigger tell_updated after update on role_grant
  referencing old table as before_rows new table as after_rows
  for each statement execute function tell_accounts_changed();
create trigger tell_deleted after delete on role_grant referencing old table as before_rows
  for each statement execute function tell_accounts_changed();
create trigger raise_inserted after insert on role_grant referencing new table as after_rows
  for each statement execute function raise_grant_version();
create trigger raise_updated after update on role_grant
  referencing old table as before_rows new table as after_rows
  for each statement execute function raise_grant_version();
create trigger raise_deleted after delete on role_grant referencing old table as before_rows
  for each statement execute function raise_grant_version();
alter table role_grant enable row level security, force row level security;
create policy member on role_grant to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and current_setting('app.scope') = 'foundation');
create policy identity on role_grant for select to linli_identity using (true);
grant select, insert, update on role_grant to linli_member;
grant select on role_grant to linli_identity;

-- Credentials -------------------------------------------------------------------------------------

create table signing_key (
  id text primary key,
  private_jwk jsonb not null,
  created_at timestamptz not null default now(),
  -- A new key is published before it signs, so that every node and client knows it by then.
  signs_from timestamptz not null default now()
);
comment on table signing_key is
  'Keys that access tokens are signed with. Read by the identity role alone.';
grant select, insert, delete on signing_key to linli_identity;

create table account_phone (
  phone_index bytea primary key check (octet_length(phone_index) = 32),
  account_id uuid not null references account (id),
  added_at timestamptz not null default now()
);
comment on table account_phone is
  'Whose phone it is, by a keyed hash: the number itself is not kept here.';
create index account_phone_by_account on account_phone (account_id);
grant select, insert, update, delete on account_phone to linli_identity;

create table account_password (
  account_id uuid primary key references account (id),
  hash text not null check (hash like '$argon2id$%' and char_length(hash) <= 300),
  changed_at timestamptz not null default now()
);
comment on table account_password is 'Password of an account as an argon2id hash.';
grant select, insert, update, delete on account_password to linli_identity;

create table sign_in_code (
  id uuid primary key,
  phone_index bytea not null,
  interaction text not null,
  code_hash bytea not null,
  tries_left smallint not null check (tries_left >= 0),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
comment on table sign_in_code is
  'One-time code, good once and only in the sign-in that asked for it. There is a row for an unknown phone too.';
create index sign_in_code_by_phone on sign_in_code (phone_index, created_at desc);
grant select, insert, update, delete on sign_in_code to linli_identity;

create table sign_in_attempt (
  id uuid primary key,
  kind text not null,
  subject bytea not null,
  at timestamptz not null default now()
);
comment on table sign_in_attempt is
  'What is counted to bound guessing: tries and codes by phone and by address, both as keyed hashes.';
create index sign_in_attempt_by_subject on sign_in_attempt (kind, subject, at);
grant select, insert, update, delete on sign_in_attempt to linli_identity;

create table oidc_artifact (
  kind text not null,
  id text not null,
  grant_id text,
  uid text,
  client_id text,
  account_id uuid,
  chosen_foundation_id uuid references foundation (id),
  payload jsonb not null,
  consumed_at timestamptz,
  expires_at timestamptz not null,
  primary key (kind, id)
);
comment on table oidc_artifact is
  'State of the OpenID provider: sessions, grants, codes, refresh tokens; ids are hashed. A grant names the foundation that was chosen.';
create index oidc_artifact_by_grant on oidc_artifact (grant_id);
create index oidc_artifact_by_uid on oidc_artifact (uid) where uid is not null;
create index oidc_artifact_by_expiry on oidc_artifact (expires_at);
create trigger tell_ended after delete on oidc_artifact for each row
  when (old.kind = 'Grant' and old.account_id is not null and old.expires_at > now())
  execute function tell_sign_in_ended();
grant select, insert, update, delete on oidc_artifact to linli_identity;

-- Apps --------------------------------------------------------------------------------------------

create table first_party_app (
  client_id text primary key check (client_id ~ '^[a-z][a-z0-9-]{1,40}$'),
  name text not null check (char_length(name) between 1 and 200),
  name_en text not null check (char_length(name_en) between 1 and 200),
  kind text not null check (kind in ('BROWSER', 'NATIVE')),
  scopes text[] not null check (cardinality(scopes) between 1 and 50),
  redirect_uris text[] not null check (cardinality(redirect_uris) <= 20),
  origins text[] not null check (cardinality(origins) <= 20),
  is_active boolean not null default true
);
comment on table first_party_app is
  'One of the platform''s own user interfaces, as its client.json says. No foundation has to let it in.';
create trigger tell_updated after update on first_party_app for each row
  when (old.is_active is distinct from new.is_active or old.scopes is distinct from new.scopes)
  execute function tell_app_changed();
grant select, insert, update on first_party_app to linli_identity;

-- The platform derives the client_id from the id (`app_...`). It cannot collide with first-party
-- apps and needs no unique key.
create table app (
  foundation_id uuid not null references foundation (id),
  id uuid not null,
  client_id text not null check (client_id ~ '^app_[0-9a-z]{26}$'),
  account_id uuid references account (id),
  name text not null check (char_length(name) between 1 and 200),
  kind text not null check (kind in ('BROWSER', 'NATIVE', 'SERVER')),
  scopes text[] not null check (cardinality(scopes) between 1 and 50),
  redirect_uris text[] not null check (cardinality(redirect_uris) <= 20),
  origins text[] not null check (cardinality(origins) <= 20),
  secret_hash bytea,
  is_offered boolean not null default false,
  is_active boolean not null default true,
  registered_at timestamptz not null default now(),
  version integer not null default 1,
  primary key (foundation_id, id),
  check ((kind = 'SERVER') = (secret_hash is not null)),
  check ((kind = 'SERVER') = (account_id is not null))
);
comment on table app is
  'App through which people or a partner reach the platform, registered by a foundation.';
create index app_by_client on app (client_id);
create trigger tell_updated after update on app for each row
  when (old.is_active is distinct from new.is_active or old.scopes is distinct from new.scopes)
  execute function tell_app_changed();
alter table app enable row level security, force row level security;
create policy member on app to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and current_setting('app.scope') = 'foundation');
create policy identity on app for select to linli_identity using (true);
grant select, insert, update (name, scopes, redirect_uris, origins, secret_hash, is_offered,
    is_active, version)
  on app to linli_member;
grant select on app to linli_identity;

create table app_consent (
  foundation_id uuid not null references foundation (id),
  id uuid not null,
  app_id uuid not null,
  client_id text not null,
  app_name text not null,
  scopes text[] not null check (cardinality(scopes) between 1 and 50),
  granted_at timestamptz not null default now(),
  revoked_at timestamptz,
  primary key (foundation_id, id)
);
comment on table app_consent is
  'Consent of a foundation that an app may access its data within given scopes.';
create unique index app_consent_in_force on app_consent (foundation_id, app_id)
  where revoked_at is null;
create index app_consent_by_client on app_consent (client_id, foundation_id)
  where revoked_at is null;
create trigger tell_inserted after insert on app_consent
  for each row execute function tell_foundation_changed();
create trigger tell_updated after update on app_consent for each row
  when (old.revoked_at is distinct from new.revoked_at or old.scopes is distinct from new.scopes)
  execute function tell_foundation_changed();
alter table app_consent enable row level security, force row level security;
create policy member on app_consent to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and current_setting('app.scope') = 'foundation');
create policy identity on app_consent for select to linli_identity using (true);
grant select, insert, update (revoked_at) on app_consent to linli_member;
grant select on app_consent to linli_identity;

-- Trusted issuers ---------------------------------------------------------------------------------

create table trusted_issuer (
  foundation_id uuid not null references foundation (id),
  id uuid not null,
  name text not null check (char_length(name) between 1 and 200),
  issuer text not null check (char_length(issuer) <= 500),
  jwks_uri text not null check (char_length(jwks_uri) <= 500),
  audience text not null check (char_length(audience) between 1 and 200),
  account_claim text not null check (char_length(account_claim) between 1 and 100),
  matches_by text not null check (matches_by in ('LINK', 'PHONE')),
  scopes text[] not null check (cardinality(scopes) between 1 and 50),
  trusted_at timestamptz not null default now(),
  untrusted_at timestamptz,
  primary key (foundation_id, id)
);
comment on table trusted_issuer is
  'External OpenID provider whose tokens a foundation accepts, and the rule that maps its names to accounts.';
create unique index trusted_issuer_in_force on trusted_issuer (foundation_id, issuer, audience)
  where untrusted_at is null;
create index trusted_issuer_by_issuer on trusted_issuer (issuer) where untrusted_at is null;
create trigger tell_updated after update on trusted_issuer for each row
  when (old.untrusted_at is distinct from new.untrusted_at
    or old.scopes is distinct from new.scopes)
  execute function tell_foundation_changed();
alter table trusted_issuer enable row level security, force row level security;
create policy member on trusted_issuer to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and current_setting('app.scope') = 'foundation');
create policy identity on trusted_issuer for select to linli_identity using (true);
grant select, insert, update (untrusted_at) on trusted_issuer to linli_member;
grant select on trusted_issuer to linli_identity;

create table linked_account (
  foundation_id uuid not null,
  id uuid not null,
  issuer_id uuid not null,
  subject text not null check (char_length(subject) between 1 and 300),
  account_id uuid not null references account (id),
  linked_at timestamptz not null default now(),
  accepted_at timestamptz,
  primary key (foundation_id, id),
  unique (foundation_id, issuer_id, subject),
  foreign key (foundation_id, issuer_id) references trusted_issuer (foundation_id, id)
);
comment on table linked_account is 'Link between a name used by a trusted issuer and an account.';
comment on column linked_account.accepted_at is
  'When the holder of the account accepted that this issuer signs in as them. Null: an invitation that does not count yet.';
create index linked_account_by_account on linked_account (account_id);
create trigger tell_ended after delete on linked_account
  for each row execute function tell_sign_in_ended();
alter table linked_account enable row level security, force row level security;
create policy member on linked_account to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and current_setting('app.scope') = 'foundation');
create policy identity on linked_account for select to linli_identity using (true);
-- A token with a phone number proposes a link automatically.
create policy identity_proposes on linked_account for insert to linli_identity
  with check (accepted_at is null);
grant select, insert, update (accepted_at), delete on linked_account to linli_member;
grant select, insert on linked_account to linli_identity;

-- API keys ----------------------------------------------------------------------------------------

create table api_key (
  foundation_id uuid not null references foundation (id),
  id uuid not null,
  account_id uuid not null references account (id),
  name text not null check (char_length(name) between 1 and 200),
  prefix text not null check (prefix ~ '^[a-z0-9]{12}$'),
  secret_hash bytea not null,
  scopes text[] not null check (cardinality(scopes) between 1 and 50),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  app_client_id text,
  sign_in text,
  issuer_id uuid,
  primary key (foundation_id, id),
  unique (foundation_id, prefix),
  constraint api_key_has_one_origin check (app_client_id is null or issuer_id is null)
);
comment on table api_key is
  'Key for scripts, which act as the account that created it, within its scopes. Only a hash is stored.';
comment on column api_key.app_client_id is
  'App of a partner that the key was made through; the key ends with it. Null when it was made in person, or by an issuer.';
comment on column api_key.sign_in is 'Sign-in at that app; the key ends with it.';
comment on column api_key.issuer_id is
  'Issuer by whose token the key was made; the key ends with its trust and its link.';
create index api_key_by_prefix on api_key (prefix);
create index api_key_by_account on api_key (foundation_id, account_id, id);
create trigger tell_updated after update on api_key for each row
  when (old.revoked_at is distinct from new.revoked_at
    or old.expires_at is distinct from new.expires_at
    or old.scopes is distinct from new.scopes)
  execute function tell_key_changed();
alter table api_key enable row level security, force row level security;
create policy member on api_key to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and (current_setting('app.scope') = 'foundation'
      or account_id = current_setting('app.account')::uuid));
create policy identity on api_key for select to linli_identity using (true);
create policy identity_notes_use on api_key for update to linli_identity using (true);
grant select, insert, update (revoked_at) on api_key to linli_member;
grant select, update (last_used_at) on api_key to linli_identity;

-- Revalidation ------------------------------------------------------------------------------------

-- Current access of an app in a foundation, and whether the sign-in behind the token is still
-- valid.
create function app_access(client text, foundation uuid, sign_in text,
  out app_scopes text[], out consent_scopes text[], out is_own boolean, out is_active boolean,
  out is_signed_in boolean)
language sql stable set search_path = pg_catalog, public
begin atomic
  select coalesce(o.scopes, a.scopes), c.scopes, o.client_id is not null,
    coalesce(o.is_active, a.is_active),
    sign_in is null or exists (
      select from oidc_artifact g
      where g.kind = 'Grant' and g.grant_id = sign_in and g.expires_at > now()
    )
  from (select client as client_id) wanted
  left join first_party_app o on o.client_id = wanted.client_id
  left join app a on a.client_id = wanted.client_id
  left join app_consent c on c.client_id = wanted.client_id and c.foundation_id = foundation
    and c.revoked_at is null;
end;
grant execute on function app_access to linli_identity;

-- Whether a key is active now, and its scopes: at most those of the app that it was made through.
create function key_access(tenant uuid, key uuid, out scopes text[], out is_active boolean)
language sql stable set search_path = pg_catalog, public
begin atomic
  select
    case when k.app_client_id is null then k.scopes else array(
      select s.name from unnest(k.scopes) as s (name)
      where (s.name = any (a.consent_scopes)
        or replace(s.name, ':read', ':write') = any (a.consent_scopes))
        and (s.name = any (a.app_scopes) or replace(s.name, ':read', ':write') = any (a.app_scopes))
      order by s.name) end,
    k.revoked_at is null and k.expires_at > now()
      and (k.app_client_id is null
        or coalesce(a.is_active and a.is_signed_in and a.consent_scopes is not null, false))
      and (k.issuer_id is null or exists (
        select from trusted_issuer i
          join linked_account l on l.foundation_id = i.foundation_id and l.issuer_id = i.id
        where i.foundation_id = k.foundation_id and i.id = k.issuer_id and i.untrusted_at is null
          and l.account_id = k.account_id and l.accepted_at is not null))
  from api_key k
  left join lateral app_access(k.app_client_id, k.foundation_id, k.sign_in) a
    on k.app_client_id is not null
  where k.foundation_id = tenant and k.id = key;
end;
grant execute on function key_access to linli_identity;
