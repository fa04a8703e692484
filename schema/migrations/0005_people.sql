-- People and organisation: encrypted personal data, disclosures, mandates, qualifications,
-- consents, and further columns of role grants and the audit log.

alter table person
  add column version integer not null default 1 check (version > 0),
  add column erased_at timestamptz;

-- Identifying data is separate from the row that lists read, and encrypted (api/platform/vault.ts).
-- The indexes are keyed hashes: they find the same phone or number again and reveal nothing without
-- the key.
create table person_detail (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  phone_sealed bytea,
  phone_index bytea check (octet_length(phone_index) = 32),
  address_sealed bytea,
  identity_number_sealed bytea,
  identity_number_index bytea check (octet_length(identity_number_index) = 32),
  health_notes_sealed bytea,
  primary key (foundation_id, id),
  foreign key (foundation_id, id) references person (foundation_id, id),
  foreign key (foundation_id, community_id) references community (foundation_id, id)
);
comment on table person_detail is 'Phone, address, identity number and health notes of a person, sealed.';
create index person_detail_by_phone on person_detail (foundation_id, phone_index);
create unique index person_detail_by_identity_number on person_detail (foundation_id, identity_number_index);
call protect('person_detail', 'community_id = any (current_setting(''app.communities'')::uuid[]) or id = any (current_setting(''app.persons'')::uuid[])');

create table disclosure (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  person_id uuid not null,
  account_id uuid not null,
  account_name text not null,
  app_id text,
  purpose text not null check (purpose in ('SERVICE', 'EMERGENCY', 'IDENTITY_CHECK', 'CORRECTION', 'EXPORT')),
  fields text[] not null check (cardinality(fields) between 1 and 10),
  reason text not null check (char_length(reason) between 1 and 2000),
  disclosed_at timestamptz not null default now(),
  primary key (foundation_id, id),
  foreign key (foundation_id, person_id) references person (foundation_id, id)
);
comment on table disclosure is 'Disclosure of personal data in clear text: reader, person, fields, purpose and reason. Append-only.';
create index disclosure_by_person on disclosure (foundation_id, person_id, id desc);
call protect('disclosure', 'community_id = any (current_setting(''app.communities'')::uuid[]) or person_id = any (current_setting(''app.persons'')::uuid[])');
call make_append_only('disclosure');

create table mandate (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  person_id uuid not null,
  holder_account_id uuid not null,
  holder_name text not null check (char_length(holder_name) between 1 and 200),
  basis text not null check (basis in ('SPOKEN', 'WRITTEN', 'GUARDIANSHIP', 'COURT')),
  relationship text not null check (char_length(relationship) between 1 and 200),
  evidence text check (char_length(evidence) <= 2000),
  valid_from timestamptz not null,
  valid_to timestamptz check (valid_to > valid_from),
  ended_at timestamptz,
  ended_reason text check (char_length(ended_reason) <= 2000),
  version integer not null,
  primary key (foundation_id, id),
  foreign key (foundation_id, community_id) references community (foundation_id, id),
  foreign key (foundation_id, person_id) references person (foundation_id, id),
  foreign key (holder_account_id) references account (id)
);
comment on table mandate is 'Authority to act for a person, with its legal basis.';
create index mandate_by_person on mandate (foundation_id, person_id, id);
call protect('mandate', 'community_id = any (current_setting(''app.communities'')::uuid[]) or person_id = any (current_setting(''app.persons'')::uuid[])');

create table qualification (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  volunteer_id uuid not null,
  person_id uuid not null,
  name text not null check (char_length(name) between 1 and 200),
  issued_by text not null check (char_length(issued_by) between 1 and 200),
  valid_from timestamptz not null,
  valid_to timestamptz check (valid_to > valid_from),
  withdrawn_at timestamptz,
  withdrawn_reason text check (char_length(withdrawn_reason) <= 2000),
  primary key (foundation_id, id),
  foreign key (foundation_id, community_id) references community (foundation_id, id),
  foreign key (foundation_id, volunteer_id) references volunteer (foundation_id, id),
  foreign key (foundation_id, person_id) references person (foundation_id, id)
);
comment on table qualification is 'Training or certificate of a volunteer, with its validity.';
create index qualification_by_volunteer on qualification (foundation_id, volunteer_id, id);
call protect('qualification', 'community_id = any (current_setting(''app.circle'')::uuid[]) or person_id = any (current_setting(''app.persons'')::uuid[])');

create table consent (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  person_id uuid not null,
  purpose text not null check (purpose in ('CARE', 'HEALTH_DATA', 'LOCATION', 'PHOTOS', 'MERCHANT_STANDING', 'RESEARCH')),
  given_at timestamptz not null,
  channel text not null,
  evidence text check (char_length(evidence) <= 2000),
  withdrawn_at timestamptz,
  primary key (foundation_id, id),
  foreign key (foundation_id, community_id) references community (foundation_id, id),
  foreign key (foundation_id, person_id) references person (foundation_id, id)
);
comment on table consent is 'Consent of a person for one purpose, and its withdrawal.';
create unique index consent_in_force on consent (foundation_id, person_id, purpose) where withdrawn_at is null;
create index consent_by_person on consent (foundation_id, person_id, id);
call protect('consent', 'community_id = any (current_setting(''app.communities'')::uuid[]) or person_id = any (current_setting(''app.persons'')::uuid[])');

-- Role grants and audit log -----------------------------------------------------------------------

-- Accounts are platform-wide and unreadable for members, so the grant has a copy of the holder's
-- name.
alter table role_grant
  add column mandate_id uuid,
  add column holder_name text check (char_length(holder_name) between 1 and 200),
  add constraint role_grant_mandate_fkey foreign key (foundation_id, mandate_id) references mandate (foundation_id, id);

-- Every change of grants, by any writer, invalidates cached authorization.
create function raise_grant_version() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $body$
declare
  accounts uuid[];
begin
  if tg_op = 'INSERT' then select array_agg(distinct account_id) into accounts from after_rows;
  elsif tg_op = 'DELETE' then select array_agg(distinct account_id) into accounts from before_rows;
  else select array_agg(distinct account_id) into accounts from (select account_id from before_rows union select account_id from after_rows) as touched;
  end if;
  update public.account set grant_version = grant_version + 1 where id = any (accounts);
  return null;
end
$body$;
revoke all on function raise_grant_version() from public;
create trigger raise_inserted after insert on role_grant referencing new table as after_rows for each statement execute function raise_grant_version();
create trigger raise_updated after update on role_grant referencing old table as before_rows new table as after_rows for each statement execute function raise_grant_version();
create trigger raise_deleted after delete on role_grant referencing old table as before_rows for each statement execute function raise_grant_version();
-- The triggers of 0002_feed.sql publish changes of grants already; an event for the raised version
-- would duplicate them.
drop trigger tell_updated on account;
create trigger tell_updated after update on account for each row when (old.is_active is distinct from new.is_active)
  execute function tell_account_changed();

alter table audit_entry add column actor_name text;
create index audit_entry_by_actor on audit_entry (foundation_id, actor_account_id, id desc);
create index audit_entry_by_person on audit_entry (foundation_id, acted_for_person_id, id desc) where acted_for_person_id is not null;

-- The head bank opens foundations; the policy allows only the one that the session acts in.
grant insert on foundation to linli_member;
grant select, insert on person_detail, disclosure, mandate, qualification, consent to linli_member;
grant update on person_detail, mandate, qualification, consent to linli_member;
grant delete on person_detail to linli_member;
-- An erased person keeps an account in the books, under a pseudonym.
grant update (name) on coin_account to linli_member;
grant insert on account to linli_identity;
