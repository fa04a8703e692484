-- Sign-in: phones, passwords, one-time codes, state of the OpenID provider, apps and their
-- consents, API keys, trusted issuers. See api/identity/sign-in/SIGN_IN.md.

-- Keys --------------------------------------------------------------------------------------------

-- A new key is published before it signs, so that every node and client knows it by then.
alter table signing_key add column signs_from timestamptz not null default now();
grant delete on signing_key to linli_identity;

-- Credentials; platform-wide, as accounts are, and open to the identity role alone ----------------

create table account_phone (
  phone_index bytea primary key check (octet_length(phone_index) = 32),
  account_id uuid not null references account (id),
  added_at timestamptz not null default now()
);
comment on table account_phone is 'Whose phone it is, by a keyed hash: the number itself is not kept here.';
create index account_phone_by_account on account_phone (account_id);

create table account_password (
  account_id uuid primary key references account (id),
  hash text not null check (hash like '$argon2id$%' and char_length(hash) <= 300),
  changed_at timestamptz not null default now()
);
comment on table account_password is 'Password of an account as an argon2id hash.';

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
comment on table sign_in_code is 'One-time code, good once and only in the sign-in that asked for it. There is a row for an unknown phone too.';
create index sign_in_code_by_phone on sign_in_code (phone_index, created_at desc);

create table sign_in_attempt (
  id uuid primary key,
  kind text not null,
  subject bytea not null,
  at timestamptz not null default now()
);
comment on table sign_in_attempt is 'What is counted to bound guessing: tries and codes by phone and by address, both as keyed hashes.';
create index sign_in_attempt_by_subject on sign_in_attempt (kind, subject, at);

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
comment on table oidc_artifact is 'State of the OpenID provider: sessions, grants, codes, refresh tokens; ids are hashed. A grant names the foundation that was chosen.';
create index oidc_artifact_by_grant on oidc_artifact (grant_id);
create index oidc_artifact_by_uid on oidc_artifact (uid) where uid is not null;
create index oidc_artifact_by_expiry on oidc_artifact (expires_at);

grant select, insert, update, delete on account_phone, account_password, sign_in_code, sign_in_attempt, oidc_artifact to linli_identity;
grant insert on account to linli_identity;

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
comment on table first_party_app is 'One of the platform''s own user interfaces, as its client.json says. No foundation has to let it in.';

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
comment on table app is 'App through which people or a partner reach the platform, registered by a foundation.';
create index app_by_client on app (client_id);
call protect('app', 'false');
create policy identity on app for select to linli_identity using (true);

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
comment on table app_consent is 'Consent of a foundation that an app may access its data within given scopes.';
create unique index app_consent_in_force on app_consent (foundation_id, app_id) where revoked_at is null;
create index app_consent_by_client on app_consent (client_id, foundation_id) where revoked_at is null;
call protect('app_consent', 'false');
create policy identity on app_consent for select to linli_identity using (true);

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
  primary key (foundation_id, id),
  unique (foundation_id, prefix)
);
comment on table api_key is 'Key for scripts, which act as the account that created it, within its scopes. Only a hash is stored.';
create index api_key_by_prefix on api_key (prefix);
create index api_key_by_account on api_key (foundation_id, account_id, id);
call protect('api_key', 'account_id = current_setting(''app.account'')::uuid');
create policy identity on api_key for select to linli_identity using (true);
create policy identity_notes_use on api_key for update to linli_identity using (true) with check (true);

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
comment on table trusted_issuer is 'External OpenID provider whose tokens a foundation accepts, and the rule that maps its names to accounts.';
create unique index trusted_issuer_in_force on trusted_issuer (foundation_id, issuer, audience) where untrusted_at is null;
create index trusted_issuer_by_issuer on trusted_issuer (issuer) where untrusted_at is null;
call protect('trusted_issuer', 'false');
create policy identity on trusted_issuer for select to linli_identity using (true);

create table linked_account (
  foundation_id uuid not null,
  id uuid not null,
  issuer_id uuid not null,
  subject text not null check (char_length(subject) between 1 and 300),
  account_id uuid not null references account (id),
  linked_at timestamptz not null default now(),
  primary key (foundation_id, id),
  unique (foundation_id, issuer_id, subject),
  foreign key (foundation_id, issuer_id) references trusted_issuer (foundation_id, id)
);
comment on table linked_account is 'Link between a name used by a trusted issuer and an account.';
call protect('linked_account', 'false');
create policy identity on linked_account for select to linli_identity using (true);

grant select, insert on app, app_consent, api_key, trusted_issuer, linked_account to linli_member;
grant update (name, scopes, redirect_uris, origins, secret_hash, is_offered, is_active, version) on app to linli_member;
grant update (revoked_at) on app_consent, api_key to linli_member;
grant update (untrusted_at) on trusted_issuer to linli_member;
grant delete on linked_account to linli_member;
grant select, insert, update on first_party_app to linli_identity;
grant select on app, app_consent, trusted_issuer, linked_account to linli_identity;
grant select, update (last_used_at) on api_key to linli_identity;
