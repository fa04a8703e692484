-- Evidence, photos, certification, review, stars, certificates, feedback and outcomes.

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
  rounding text not null check (rounding in ('MINUTE_BEGUN', 'HALF_HOUR_NEAREST', 'HALF_HOUR_COMPLETED', 'HOUR_COMPLETED')),
  minutes_max integer not null check (minutes_max between 1 and 1440),
  place_metres_max integer not null check (place_metres_max between 10 and 100000),
  is_review_needed boolean not null,
  reason text check (char_length(reason) <= 2000),
  written_at timestamptz not null default now(),
  actor_account_id uuid not null,
  primary key (foundation_id, id),
  unique nulls not distinct (foundation_id, kind_id, version),
  foreign key (foundation_id, kind_id) references service_kind (foundation_id, id)
);
comment on table evidence_policy is 'Evidence that a foundation requires before certification. Append-only: a change is a new version.';
call protect('evidence_policy', null);
call make_append_only('evidence_policy');

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
call protect('door', 'community_id = any (current_setting(''app.communities'')::uuid[]) or elder_person_id = any (current_setting(''app.persons'')::uuid[])');

create table photo (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  visit_id uuid not null,
  elder_person_id uuid not null,
  volunteer_person_id uuid not null,
  client_id text not null check (char_length(client_id) between 1 and 200),
  state text not null check (state in ('AWAITED', 'STORED', 'REFUSED')),
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
  primary key (foundation_id, id),
  unique (foundation_id, visit_id, client_id),
  check ((state = 'STORED') = (storage_key is not null)),
  foreign key (foundation_id, community_id) references community (foundation_id, id),
  foreign key (foundation_id, visit_id) references visit (foundation_id, id)
);
comment on table photo is 'Photo of a visit. The file is in the object store, without the place and other camera metadata.';
create index photo_hash_a on photo (foundation_id, hash_a);
create index photo_hash_b on photo (foundation_id, hash_b);
create index photo_hash_c on photo (foundation_id, hash_c);
create index photo_hash_d on photo (foundation_id, hash_d);
call protect('photo', 'community_id = any (current_setting(''app.communities'')::uuid[]) or elder_person_id = any (current_setting(''app.persons'')::uuid[]) or volunteer_person_id = any (current_setting(''app.persons'')::uuid[])');

create table evidence (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  visit_id uuid not null,
  elder_person_id uuid not null,
  volunteer_person_id uuid not null,
  kind text not null check (kind in ('CHECK_IN', 'CHECK_OUT', 'DOOR_CODE', 'PLACE', 'CALL', 'PHOTO', 'CONFIRMATION', 'SHEET')),
  client_id text not null check (char_length(client_id) between 1 and 200),
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
  primary key (foundation_id, id),
  unique (foundation_id, visit_id, client_id, kind),
  foreign key (foundation_id, community_id) references community (foundation_id, id),
  foreign key (foundation_id, visit_id) references visit (foundation_id, id),
  foreign key (foundation_id, photo_id) references photo (foundation_id, id)
);
comment on table evidence is 'Piece of evidence for a visit: author, time of the event and time of arrival. Append-only.';
create index evidence_places on evidence (foundation_id, volunteer_person_id, happened_at) where kind = 'PLACE';
call protect('evidence', 'community_id = any (current_setting(''app.reach'')::uuid[]) or elder_person_id = any (current_setting(''app.persons'')::uuid[]) or volunteer_person_id = any (current_setting(''app.persons'')::uuid[])');
call make_append_only('evidence');

-- Certification -----------------------------------------------------------------------------------

alter table visit drop constraint visit_state_check;
alter table visit add constraint visit_state_check
  check (state in ('PLANNED', 'CHECKED_IN', 'CHECKED_OUT', 'CERTIFIED', 'WITHDRAWN', 'DISPUTED', 'REVOKED', 'NO_SHOW'));
create index visit_times on visit (foundation_id, volunteer_id, checked_in_at) where checked_in_at is not null;
alter table visit add disputed_from text check (disputed_from in ('CHECKED_OUT', 'CERTIFIED'));

create table certification (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  visit_id uuid not null,
  elder_person_id uuid not null,
  volunteer_person_id uuid not null,
  version integer not null check (version >= 1),
  outcome text not null check (outcome in ('CERTIFIED', 'CORRECTED', 'REVOKED', 'REJECTED')),
  minutes integer not null check (minutes between 0 and 1440),
  coins_paid bigint not null check (coins_paid >= 0),
  trace jsonb not null,
  policy_id uuid,
  payment_id uuid,
  hours_record_id uuid,
  reason text check (char_length(reason) <= 2000),
  decided_at timestamptz not null,
  actor_account_id uuid not null,
  actor_name text not null,
  primary key (foundation_id, id),
  unique (foundation_id, visit_id, version),
  foreign key (foundation_id, community_id) references community (foundation_id, id),
  foreign key (foundation_id, visit_id) references visit (foundation_id, id),
  foreign key (foundation_id, policy_id) references evidence_policy (foundation_id, id),
  foreign key (foundation_id, payment_id) references transfer (foundation_id, id),
  foreign key (foundation_id, hours_record_id) references hours_record (foundation_id, id)
);
comment on table certification is 'Decision about a visit, with the figures that it is based on. Append-only: a correction is a new version.';
call protect('certification', 'community_id = any (current_setting(''app.reach'')::uuid[]) or elder_person_id = any (current_setting(''app.persons'')::uuid[]) or volunteer_person_id = any (current_setting(''app.persons'')::uuid[])');
call make_append_only('certification');

create table review_item (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  visit_id uuid not null,
  volunteer_person_id uuid not null,
  kind text not null check (kind in ('OVERLAP', 'IMPOSSIBLE_TRAVEL', 'RATIO', 'SAME_PHOTO', 'IMPLAUSIBLE_HOURS', 'DOOR_CODE_WRONG', 'PLACE_FAR', 'LATE_UPLOAD')),
  other_visit_id uuid,
  figures jsonb not null,
  state text not null check (state in ('OPEN', 'RESOLVED')),
  found_at timestamptz not null default now(),
  resolution text check (resolution in ('EXPLAINED', 'FALSE_ALARM', 'CONFIRMED')),
  resolution_note text check (char_length(resolution_note) <= 2000),
  resolved_at timestamptz,
  resolved_by_account_id uuid,
  resolved_by_name text,
  version integer not null default 1,
  primary key (foundation_id, id),
  unique nulls not distinct (foundation_id, visit_id, kind, other_visit_id),
  check ((state = 'RESOLVED') = (resolution is not null)),
  foreign key (foundation_id, community_id) references community (foundation_id, id),
  foreign key (foundation_id, visit_id) references visit (foundation_id, id),
  foreign key (foundation_id, other_visit_id) references visit (foundation_id, id)
);
comment on table review_item is 'Anomaly of a visit that a person must review.';
create index review_item_queue on review_item (foundation_id, state, id);
create index review_item_by_community on review_item (foundation_id, community_id, state, id);
call protect('review_item', 'community_id = any (current_setting(''app.communities'')::uuid[])');

create table no_show (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  visit_id uuid not null,
  elder_person_id uuid not null,
  volunteer_person_id uuid not null,
  side text not null check (side in ('VOLUNTEER', 'ELDER')),
  reason text not null check (char_length(reason) between 1 and 2000),
  reported_at timestamptz not null default now(),
  actor_account_id uuid not null,
  actor_name text not null,
  channel text not null,
  primary key (foundation_id, id),
  unique (foundation_id, visit_id),
  foreign key (foundation_id, community_id) references community (foundation_id, id),
  foreign key (foundation_id, visit_id) references visit (foundation_id, id)
);
comment on table no_show is 'No-show of a volunteer or an elder, as reported. Append-only.';
create index no_show_by_volunteer on no_show (foundation_id, volunteer_person_id) where side = 'VOLUNTEER';
create index no_show_by_elder on no_show (foundation_id, elder_person_id) where side = 'ELDER';
call protect('no_show', 'community_id = any (current_setting(''app.reach'')::uuid[]) or elder_person_id = any (current_setting(''app.persons'')::uuid[]) or volunteer_person_id = any (current_setting(''app.persons'')::uuid[])');
call make_append_only('no_show');

-- Stars and certificates --------------------------------------------------------------------------

create table star_policy (
  foundation_id uuid not null references foundation (id),
  id uuid not null,
  version integer not null check (version >= 1),
  name text not null check (char_length(name) between 1 and 200),
  hours integer[] not null check (cardinality(hours) between 1 and 10),
  valid_from timestamptz not null,
  reason text check (char_length(reason) <= 2000),
  written_at timestamptz not null default now(),
  actor_account_id uuid not null,
  primary key (foundation_id, id),
  unique (foundation_id, version)
);
comment on table star_policy is 'Certified hours needed for each star level. Append-only: a change is a new version.';
call protect('star_policy', null);
call make_append_only('star_policy');

create table star_award (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  volunteer_id uuid not null,
  volunteer_person_id uuid not null,
  level integer not null check (level between 0 and 10),
  minutes integer not null,
  policy_version integer not null,
  awarded_at timestamptz not null,
  visit_id uuid,
  primary key (foundation_id, id),
  foreign key (foundation_id, community_id) references community (foundation_id, id),
  foreign key (foundation_id, volunteer_id) references volunteer (foundation_id, id),
  foreign key (foundation_id, visit_id) references visit (foundation_id, id)
);
comment on table star_award is 'Star level that a volunteer reached, or returned to after a correction of hours. Append-only.';
create index star_award_by_volunteer on star_award (foundation_id, volunteer_id, id desc);
call protect('star_award', 'community_id = any (current_setting(''app.circle'')::uuid[]) or volunteer_person_id = any (current_setting(''app.persons'')::uuid[])');
call make_append_only('star_award');

create table service_certificate (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  volunteer_id uuid not null,
  volunteer_person_id uuid not null,
  code text not null check (code ~ '^[0-9A-HJKMNP-TV-Z]{20}$'),
  locale text not null check (locale in ('zh-CN', 'en')),
  served_from date not null,
  served_to date not null,
  minutes integer not null,
  visits integer not null check (visits > 0),
  visit_ids uuid[] not null,
  content jsonb not null,
  state text not null check (state in ('VALID', 'CORRECTED', 'REVOKED')),
  state_since timestamptz not null,
  state_reason text check (char_length(state_reason) <= 2000),
  issued_at timestamptz not null,
  actor_account_id uuid not null,
  actor_name text not null,
  primary key (foundation_id, id),
  foreign key (foundation_id, community_id) references community (foundation_id, id),
  foreign key (foundation_id, volunteer_id) references volunteer (foundation_id, id)
);
comment on table service_certificate is 'Issued record of service, with a code by which anybody can verify it.';
create index service_certificate_by_code on service_certificate (code);
create index service_certificate_by_volunteer on service_certificate (foundation_id, volunteer_id, id desc);
call protect('service_certificate', 'community_id = any (current_setting(''app.communities'')::uuid[]) or volunteer_person_id = any (current_setting(''app.persons'')::uuid[])');
-- A certificate is verified without sign-in: the code leads to the tenant, and to nothing else.
create policy identity on service_certificate for select to linli_identity using (true);
grant select (foundation_id, id, code) on service_certificate to linli_identity;

-- Feedback and outcomes ---------------------------------------------------------------------------

create table visit_feedback (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  visit_id uuid not null,
  elder_person_id uuid not null,
  volunteer_person_id uuid not null,
  satisfaction integer check (satisfaction between 1 and 5),
  thanks text check (char_length(thanks) <= 2000),
  problems_solved text[] not null default '{}',
  note text check (char_length(note) <= 2000),
  given_at timestamptz not null default now(),
  actor_account_id uuid not null,
  actor_name text not null,
  acted_for_person_id uuid,
  channel text not null,
  primary key (foundation_id, id),
  unique (foundation_id, visit_id),
  foreign key (foundation_id, community_id) references community (foundation_id, id),
  foreign key (foundation_id, visit_id) references visit (foundation_id, id)
);
comment on table visit_feedback is 'Feedback of an elder about a visit: satisfaction, thanks and problems solved. Append-only.';
call protect('visit_feedback', 'community_id = any (current_setting(''app.communities'')::uuid[]) or elder_person_id = any (current_setting(''app.persons'')::uuid[]) or volunteer_person_id = any (current_setting(''app.persons'')::uuid[])');
call make_append_only('visit_feedback');

create table outcome_measure (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  elder_id uuid not null,
  elder_person_id uuid not null,
  scale text not null check (scale in ('UCLA_3', 'WHO_5')),
  phase text not null check (phase in ('BEFORE', 'DURING', 'AFTER')),
  answers integer[] not null,
  score integer not null,
  measured_at timestamptz not null,
  written_at timestamptz not null default now(),
  consent_given_by text not null check (char_length(consent_given_by) between 1 and 200),
  consent_given_at timestamptz not null,
  actor_account_id uuid not null,
  actor_name text not null,
  acted_for_person_id uuid,
  channel text not null,
  primary key (foundation_id, id),
  foreign key (foundation_id, community_id) references community (foundation_id, id),
  foreign key (foundation_id, elder_id) references elder (foundation_id, id)
);
comment on table outcome_measure is 'Answers of an elder to a short scale of loneliness or well-being, taken with consent and removed when it is withdrawn.';
create index outcome_measure_by_elder on outcome_measure (foundation_id, elder_id, id);
call protect('outcome_measure', 'community_id = any (current_setting(''app.communities'')::uuid[]) or elder_person_id = any (current_setting(''app.persons'')::uuid[])');

grant select, insert on evidence_policy, door, photo, evidence, certification, review_item, no_show, star_policy, star_award,
  service_certificate, visit_feedback, outcome_measure to linli_member;
grant update on door, photo, review_item, service_certificate to linli_member;
grant delete on outcome_measure to linli_member;
