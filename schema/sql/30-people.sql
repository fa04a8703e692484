-- People of a foundation, their teams, and the authority and consent by which others act for them.
-- Personal data is encrypted; each disclosure is recorded.

-- Remembers the names of a person before corrections; an erased person has none.
create function keep_former_name() returns trigger
language plpgsql set search_path = pg_catalog, public as $body$
begin
  new.former_names := case
    when new.erased_at is null then array(select distinct unnest(old.former_names || old.name))
    else '{}'
  end;
  return new;
end
$body$;

-- The same for the name that an elder or volunteer is shown by.
create function keep_former_display_name() returns trigger
language plpgsql set search_path = pg_catalog, public as $body$
begin
  update person p
    set former_names = array(select distinct unnest(p.former_names || old.display_name))
    where p.foundation_id = new.foundation_id and p.id = new.person_id and p.erased_at is null;
  return null;
end
$body$;

create table person (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  name text not null check (char_length(name) between 1 and 200),
  birth_year integer check (birth_year between 1880 and 2200),
  has_smartphone boolean not null default true,
  version integer not null default 1 check (version > 0),
  erased_at timestamptz,
  -- Names before corrections, so that an erasure finds them in texts by others.
  former_names text[] not null default '{}',
  -- Behind a policy an index serves only leakproof operators, which an expression is not.
  bare_name text not null generated always as (lower(replace(name, ' ', ''))) stored,
  primary key (foundation_id, id),
  foreign key (foundation_id, community_id) references community (foundation_id, id)
);
comment on column person.bare_name is 'Name without blanks and case, by which duplicates are found.';
comment on table person is 'Human inside one foundation.';
create index person_by_community on person (foundation_id, community_id, id);
-- Registration looks persons up by name (api/people/duplicates.ts).
create index person_by_name on person (foundation_id, community_id, bare_name);
create trigger tell_moved after update on person for each row
  when (old.community_id is distinct from new.community_id)
  execute function tell_foundation_changed();
create trigger authorization_moved after update on person for each row
  when (old.community_id is distinct from new.community_id)
  execute function bump_authorization_of_foundation();
create trigger former_name before update on person for each row
  when (old.name is distinct from new.name)
  execute function keep_former_name();
alter table person enable row level security, force row level security;
create policy member on person to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and (current_setting('app.scope') = 'foundation'
      or has_community_access('manage', community_id)
      or strpos(current_setting('app.persons', true), id::text) > 0));
create policy identity on person for select to linli_identity using (true);
grant select, insert, update on person to linli_member;
-- Sign-in learns a person's community and volunteer id, not the person's identity.
grant select (foundation_id, id, community_id) on person to linli_identity;

-- Identifying data is separate from the row that lists read, and encrypted (api/platform/privacy/vault.ts).
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
comment on table person_detail is
  'Phone, address, identity number and health notes of a person, sealed.';
create index person_detail_by_phone on person_detail (foundation_id, phone_index);
create unique index person_detail_by_identity_number
  on person_detail (foundation_id, identity_number_index);
alter table person_detail enable row level security, force row level security;
create policy member on person_detail to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and (current_setting('app.scope') = 'foundation'
      or has_community_access('manage', community_id)
      or strpos(current_setting('app.persons', true), id::text) > 0));
grant select, insert, update, delete on person_detail to linli_member;

create table elder (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  person_id uuid not null,
  display_name text not null check (char_length(display_name) between 1 and 200),
  lives_alone boolean not null default false,
  primary key (foundation_id, id),
  unique (foundation_id, person_id),
  foreign key (foundation_id, community_id) references community (foundation_id, id),
  foreign key (foundation_id, person_id) references person (foundation_id, id)
);
comment on table elder is 'Person who receives service.';
create index elder_by_community on elder (foundation_id, community_id, id);
create trigger former_name after update on elder for each row
  when (old.display_name is distinct from new.display_name)
  execute function keep_former_display_name();
alter table elder enable row level security, force row level security;
create policy member on elder to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and (current_setting('app.scope') = 'foundation'
      or has_community_access('view', community_id)
      or strpos(current_setting('app.persons', true), person_id::text) > 0));
grant select, insert, update on elder to linli_member;

create table volunteer (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  person_id uuid not null,
  display_name text not null check (char_length(display_name) between 1 and 200),
  is_vetted boolean not null default false,
  primary key (foundation_id, id),
  unique (foundation_id, person_id),
  foreign key (foundation_id, community_id) references community (foundation_id, id),
  foreign key (foundation_id, person_id) references person (foundation_id, id)
);
comment on table volunteer is 'Person who serves elders.';
create index volunteer_by_community on volunteer (foundation_id, community_id, id);
create trigger authorization_moved after update on volunteer for each row
  when (old.person_id is distinct from new.person_id)
  execute function bump_authorization_of_foundation();
create trigger former_name after update on volunteer for each row
  when (old.display_name is distinct from new.display_name)
  execute function keep_former_display_name();
alter table volunteer enable row level security, force row level security;
create policy member on volunteer to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and (current_setting('app.scope') = 'foundation'
      or has_community_access('contact', community_id)
      or strpos(current_setting('app.persons', true), person_id::text) > 0));
create policy identity on volunteer for select to linli_identity using (true);
grant select, insert, update on volunteer to linli_member;
grant select (foundation_id, id, person_id) on volunteer to linli_identity;

-- Teams -------------------------------------------------------------------------------------------

create table team (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  name text not null check (char_length(name) between 1 and 200),
  primary key (foundation_id, id),
  foreign key (foundation_id, community_id) references community (foundation_id, id)
);
comment on table team is 'Volunteers under a leader.';
create index team_by_community on team (foundation_id, community_id);
-- Lookup by name, as for persons.
create index team_by_name on team (foundation_id, community_id, lower(replace(name, ' ', '')));
create trigger tell_moved after update on team for each row
  when (old.community_id is distinct from new.community_id)
  execute function tell_foundation_changed();
create trigger authorization_moved after update on team for each row
  when (old.community_id is distinct from new.community_id)
  execute function bump_authorization_of_foundation();
alter table team enable row level security, force row level security;
create policy member on team to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and (current_setting('app.scope') = 'foundation'
      or has_community_access('contact', community_id)));
-- Sign-in computes an account's access before the tenant is known, so it reads across tenants.
create policy identity on team for select to linli_identity using (true);
grant select, insert, update on team to linli_member;
grant select on team to linli_identity;

create table team_area (
  foundation_id uuid not null,
  id uuid not null,
  team_id uuid not null,
  community_id uuid not null,
  primary key (foundation_id, id),
  unique (foundation_id, team_id, community_id),
  foreign key (foundation_id, team_id) references team (foundation_id, id),
  foreign key (foundation_id, community_id) references community (foundation_id, id)
);
comment on table team_area is 'Community that a team serves, its home included.';
create index team_area_by_community on team_area (foundation_id, community_id);
create trigger tell_inserted after insert on team_area referencing new table as after_rows
  for each statement execute function tell_foundations_changed();
create trigger tell_updated after update on team_area
  referencing old table as before_rows new table as after_rows
  for each statement execute function tell_foundations_changed();
create trigger tell_deleted after delete on team_area referencing old table as before_rows
  for each statement execute function tell_foundations_changed();
create trigger authorization_inserted after insert on team_area referencing new table as after_rows
  for each statement execute function bump_authorization_of_foundations();
create trigger authorization_updated after update on team_area
  referencing old table as before_rows new table as after_rows
  for each statement execute function bump_authorization_of_foundations();
create trigger authorization_deleted after delete on team_area referencing old table as before_rows
  for each statement execute function bump_authorization_of_foundations();
alter table team_area enable row level security, force row level security;
create policy member on team_area to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and (current_setting('app.scope') = 'foundation'
      or has_community_access('contact', community_id)));
create policy identity on team_area for select to linli_identity using (true);
grant select, insert, delete on team_area to linli_member;
grant select on team_area to linli_identity;

create table team_member (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  team_id uuid not null,
  volunteer_id uuid not null,
  is_leader boolean not null default false,
  primary key (foundation_id, id),
  unique (foundation_id, team_id, volunteer_id),
  foreign key (foundation_id, community_id) references community (foundation_id, id),
  foreign key (foundation_id, team_id) references team (foundation_id, id),
  foreign key (foundation_id, volunteer_id) references volunteer (foundation_id, id)
);
comment on table team_member is 'Membership of a volunteer in a team.';
create index team_member_by_volunteer on team_member (foundation_id, volunteer_id);
create trigger tell_inserted after insert on team_member referencing new table as after_rows
  for each statement execute function tell_foundations_changed();
create trigger tell_updated after update on team_member
  referencing old table as before_rows new table as after_rows
  for each statement execute function tell_foundations_changed();
create trigger tell_deleted after delete on team_member referencing old table as before_rows
  for each statement execute function tell_foundations_changed();
create trigger authorization_inserted after insert on team_member
  referencing new table as after_rows
  for each statement execute function bump_authorization_of_foundations();
create trigger authorization_updated after update on team_member
  referencing old table as before_rows new table as after_rows
  for each statement execute function bump_authorization_of_foundations();
create trigger authorization_deleted after delete on team_member
  referencing old table as before_rows
  for each statement execute function bump_authorization_of_foundations();
alter table team_member enable row level security, force row level security;
create policy member on team_member to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and (current_setting('app.scope') = 'foundation'
      or has_community_access('contact', community_id)));
create policy identity on team_member for select to linli_identity using (true);
grant select, insert, update, delete on team_member to linli_member;
grant select on team_member to linli_identity;

-- Authority and consent ---------------------------------------------------------------------------

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
alter table mandate enable row level security, force row level security;
create policy member on mandate to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and (current_setting('app.scope') = 'foundation'
      or has_community_access('manage', community_id)
      or strpos(current_setting('app.persons', true), person_id::text) > 0));
grant select, insert, update on mandate to linli_member;

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
alter table qualification enable row level security, force row level security;
create policy member on qualification to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and (current_setting('app.scope') = 'foundation'
      or has_community_access('contact', community_id)
      or strpos(current_setting('app.persons', true), person_id::text) > 0));
grant select, insert, update on qualification to linli_member;

create table consent (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  person_id uuid not null,
  purpose text not null
    check (purpose in ('CARE', 'HEALTH_DATA', 'LOCATION', 'PHOTOS', 'MERCHANT_STANDING', 'RESEARCH',
      'WELLBEING')),
  given_at timestamptz not null,
  channel text not null,
  evidence text check (char_length(evidence) <= 2000),
  withdrawn_at timestamptz,
  primary key (foundation_id, id),
  foreign key (foundation_id, community_id) references community (foundation_id, id),
  foreign key (foundation_id, person_id) references person (foundation_id, id)
);
comment on table consent is 'Consent of a person for one purpose, and its withdrawal.';
create unique index consent_in_force on consent (foundation_id, person_id, purpose)
  where withdrawn_at is null;
create index consent_by_person on consent (foundation_id, person_id, id);
alter table consent enable row level security, force row level security;
create policy member on consent to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and (current_setting('app.scope') = 'foundation'
      or has_community_access('manage', community_id)
      or strpos(current_setting('app.persons', true), person_id::text) > 0));
grant select, insert, update on consent to linli_member;

create table disclosure (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  person_id uuid not null,
  account_id uuid not null,
  account_name text not null,
  app_id text,
  purpose text not null
    check (purpose in ('SERVICE', 'EMERGENCY', 'IDENTITY_CHECK', 'CORRECTION', 'EXPORT')),
  fields text[] not null check (cardinality(fields) between 1 and 10),
  reason text not null check (char_length(reason) between 1 and 2000),
  disclosed_at timestamptz not null default now(),
  primary key (foundation_id, id),
  foreign key (foundation_id, person_id) references person (foundation_id, id)
);
comment on table disclosure is
  'Disclosure of personal data in clear text: reader, person, fields, purpose and reason. Append-only.';
create index disclosure_by_person on disclosure (foundation_id, person_id, id desc);
create index disclosure_by_community on disclosure (foundation_id, community_id, id desc);
create trigger append_only before update or delete on disclosure
  for each row execute function refuse_change();
create trigger append_only_whole before truncate on disclosure
  for each statement execute function refuse_change();
alter table disclosure enable row level security, force row level security;
create policy member on disclosure to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and (current_setting('app.scope') = 'foundation'
      or has_community_access('manage', community_id)
      or strpos(current_setting('app.persons', true), person_id::text) > 0));
-- For erase_words() alone, in one foundation; see 90-erasure.sql.
create policy redaction on disclosure to linli_owner
  using (foundation_id = current_setting('app.foundation')::uuid
    and current_setting('app.redaction', true) = 'on');
grant select, insert on disclosure to linli_member;
