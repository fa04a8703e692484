-- Evidence of visits: requirements, door codes, photos, records and their withdrawal.

-- A foundation's evidence requirements, by kind and with effective dates. A change is a new
-- version.
create table evidence_policy (
  foundation_id uuid not null references foundation (id),
  id uuid not null,
  kind_id uuid,
  version integer not null check (version >= 1),
  valid_from timestamptz not null,
  required_evidence text[] not null,
  weights jsonb not null,
  weight_needed integer not null check (weight_needed between 0 and 1000),
  rounding text not null
    check (rounding in ('MINUTE_COMPLETED', 'MINUTE_BEGUN', 'HALF_HOUR_NEAREST',
      'HALF_HOUR_COMPLETED', 'HOUR_COMPLETED')),
  minutes_max integer not null check (minutes_max between 1 and 1440),
  place_metres_max integer not null check (place_metres_max between 10 and 100000),
  is_review_needed boolean not null,
  reason text check (char_length(reason) <= 2000),
  written_at timestamptz not null default now(),
  actor_account_id uuid not null,
  -- Only thresholds set by the foundation: the rest keep their defaults.
  anomalies jsonb not null default '{}',
  single_dispatcher text not null default 'CALL_BACK'
    check (single_dispatcher in ('CALL_BACK', 'OTHERS_EVIDENCE')),
  call_back_percent integer not null default 20 check (call_back_percent between 1 and 100),
  primary key (foundation_id, id),
  unique nulls not distinct (foundation_id, kind_id, version),
  foreign key (foundation_id, kind_id) references service_kind (foundation_id, id)
);
comment on table evidence_policy is
  'Evidence that a foundation requires before certification. Append-only: a change is a new version.';
create trigger append_only before update or delete on evidence_policy
  for each row execute function refuse_change();
create trigger append_only_whole before truncate on evidence_policy
  for each statement execute function refuse_change();
alter table evidence_policy enable row level security, force row level security;
create policy member on evidence_policy to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid);
grant select, insert on evidence_policy to linli_member;

-- Position of an elder's door, for the distance of a check-in, and the generation of its secret.
-- The secret is derived from the platform's key and stored nowhere.
create table door (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  elder_id uuid not null,
  elder_person_id uuid not null,
  generation integer not null default 1 check (generation >= 1),
  latitude double precision check (latitude between -90 and 90),
  longitude double precision check (longitude between -180 and 180),
  changed_at timestamptz not null default now(),
  primary key (foundation_id, id),
  unique (foundation_id, elder_id),
  check ((latitude is null) = (longitude is null)),
  foreign key (foundation_id, community_id) references community (foundation_id, id),
  foreign key (foundation_id, elder_id) references elder (foundation_id, id),
  foreign key (foundation_id, elder_person_id) references person (foundation_id, id)
);
comment on table door is 'Door of an elder: its place and the generation of its code.';
alter table door enable row level security, force row level security;
create policy member on door to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and (current_setting('app.scope') = 'foundation'
      or has_community_access('manage', community_id)
      or strpos(current_setting('app.persons', true), elder_person_id::text) > 0));
grant select, insert, update on door to linli_member;

create table photo (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  visit_id uuid not null,
  elder_person_id uuid not null,
  volunteer_person_id uuid not null,
  idempotency_key text not null check (char_length(idempotency_key) between 1 and 200),
  state text not null check (state in ('AWAITED', 'STORED', 'REFUSED', 'REMOVED')),
  refusal_code text,
  announced_type text not null,
  announced_bytes integer not null check (announced_bytes > 0),
  taken_at timestamptz not null,
  announced_at timestamptz not null default now(),
  stored_at timestamptz,
  announced_by_account_id uuid not null,
  announced_by_name text not null,
  acted_for_person_id uuid,
  channel text not null,
  width integer check (width > 0),
  height integer check (height > 0),
  bytes integer check (bytes > 0),
  sha256 text,
  storage_key text,
  thumbnail_key text,
  perceptual_hash bigint,
  -- Two hashes that differ in at most three bits share one of these four, so an index finds the
  -- pair.
  hash_a integer generated always as (((perceptual_hash >> 48) & 65535)::integer) stored,
  hash_b integer generated always as (((perceptual_hash >> 32) & 65535)::integer) stored,
  hash_c integer generated always as (((perceptual_hash >> 16) & 65535)::integer) stored,
  hash_d integer generated always as ((perceptual_hash & 65535)::integer) stored,
  -- When the photo and the remains of broken uploads are due for removal. Null: it stays.
  remove_at timestamptz,
  -- Keys of every file that was ever begun for it, so that none is left behind.
  file_keys text[] not null default '{}' check (cardinality(file_keys) <= 100),
  -- Time of the device's own clock, when the platform replaced it.
  device_taken_at timestamptz,
  primary key (foundation_id, id),
  unique (foundation_id, visit_id, idempotency_key),
  check ((state = 'STORED') = (storage_key is not null)),
  foreign key (foundation_id, community_id) references community (foundation_id, id),
  foreign key (foundation_id, visit_id) references visit (foundation_id, id)
);
comment on table photo is
  'Photo of a visit. The file is in the object store, without the place and other camera metadata.';
create index photo_hash_a on photo (foundation_id, hash_a);
create index photo_hash_b on photo (foundation_id, hash_b);
create index photo_hash_c on photo (foundation_id, hash_c);
create index photo_hash_d on photo (foundation_id, hash_d);
create index photo_to_remove on photo (remove_at) where remove_at is not null;
-- Nearly blank photos have no perceptual hash: for these only the same file is the same photo.
create index photo_by_file on photo (foundation_id, sha256) where sha256 is not null;
alter table photo enable row level security, force row level security;
create policy member on photo to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and (current_setting('app.scope') = 'foundation'
      or has_community_access('manage', community_id)
      or strpos(current_setting('app.persons', true), elder_person_id::text) > 0
      or strpos(current_setting('app.persons', true), volunteer_person_id::text) > 0));
grant select, insert, update on photo to linli_member;
grant select (foundation_id, id, remove_at) on photo to linli_relay;

create table evidence (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  visit_id uuid not null,
  elder_person_id uuid not null,
  volunteer_person_id uuid not null,
  kind text not null
    check (kind in ('CHECK_IN', 'CHECK_OUT', 'DOOR_CODE', 'PLACE', 'CALL', 'PHOTO', 'CONFIRMATION',
      'SHEET')),
  idempotency_key text not null check (char_length(idempotency_key) between 1 and 200),
  happened_at timestamptz not null,
  arrived_at timestamptz not null default now(),
  counts boolean not null,
  flags text[] not null default '{}',
  latitude double precision check (latitude between -90 and 90),
  longitude double precision check (longitude between -180 and 180),
  accuracy_metres integer check (accuracy_metres >= 0),
  distance_metres integer check (distance_metres >= 0),
  photo_id uuid,
  note text check (char_length(note) <= 2000),
  actor_account_id uuid not null,
  actor_name text not null,
  acted_for_person_id uuid,
  channel text not null,
  -- Minutes and volunteers on a paper sheet.
  sheet_minutes integer check (sheet_minutes between 0 and 1440),
  sheet_volunteers integer check (sheet_volunteers between 1 and 100),
  -- Time of the device's own clock, when the platform replaced it.
  device_at timestamptz,
  primary key (foundation_id, id),
  unique (foundation_id, visit_id, idempotency_key, kind),
  foreign key (foundation_id, community_id) references community (foundation_id, id),
  foreign key (foundation_id, visit_id) references visit (foundation_id, id),
  foreign key (foundation_id, photo_id) references photo (foundation_id, id),
  check (kind = 'SHEET' or (sheet_minutes is null and sheet_volunteers is null))
);
comment on table evidence is
  'Piece of evidence for a visit: author, time of the event and time of arrival. Append-only.';
create index evidence_places on evidence (foundation_id, volunteer_person_id, happened_at)
  where kind = 'PLACE';
create trigger append_only before update or delete on evidence
  for each row execute function refuse_change();
create trigger append_only_whole before truncate on evidence
  for each statement execute function refuse_change();
alter table evidence enable row level security, force row level security;
create policy member on evidence to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and (current_setting('app.scope') = 'foundation'
      or has_community_access('view', community_id)
      or strpos(current_setting('app.persons', true), elder_person_id::text) > 0
      or strpos(current_setting('app.persons', true), volunteer_person_id::text) > 0));
-- For erase_words() alone, in one foundation; see 90-erasure.sql.
create policy redaction on evidence to linli_owner
  using (foundation_id = current_setting('app.foundation')::uuid
    and current_setting('app.redaction', true) = 'on');
grant select, insert on evidence to linli_member;

-- Evidence is never removed: mistaken evidence is withdrawn and marked.
create table evidence_withdrawal (
  foundation_id uuid not null,
  id uuid not null,
  evidence_id uuid not null,
  community_id uuid not null,
  visit_id uuid not null,
  elder_person_id uuid not null,
  volunteer_person_id uuid not null,
  reason text not null check (char_length(reason) between 1 and 2000),
  withdrawn_at timestamptz not null,
  actor_account_id uuid not null,
  actor_name text not null,
  primary key (foundation_id, id),
  unique (foundation_id, evidence_id),
  foreign key (foundation_id, evidence_id) references evidence (foundation_id, id),
  foreign key (foundation_id, community_id) references community (foundation_id, id),
  foreign key (foundation_id, visit_id) references visit (foundation_id, id)
);
comment on table evidence_withdrawal is
  'Withdrawal of evidence that was entered by mistake, with its author. Append-only.';
create index evidence_withdrawal_by_visit on evidence_withdrawal (foundation_id, visit_id);
create trigger append_only before update or delete on evidence_withdrawal
  for each row execute function refuse_change();
create trigger append_only_whole before truncate on evidence_withdrawal
  for each statement execute function refuse_change();
alter table evidence_withdrawal enable row level security, force row level security;
create policy member on evidence_withdrawal to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and (current_setting('app.scope') = 'foundation'
      or has_community_access('view', community_id)
      or strpos(current_setting('app.persons', true), elder_person_id::text) > 0
      or strpos(current_setting('app.persons', true), volunteer_person_id::text) > 0));
-- For erase_words() alone, in one foundation; see 90-erasure.sql.
create policy redaction on evidence_withdrawal to linli_owner
  using (foundation_id = current_setting('app.foundation')::uuid
    and current_setting('app.redaction', true) = 'on');
grant select, insert on evidence_withdrawal to linli_member;
