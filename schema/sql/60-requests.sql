-- Service kinds, dispatch policy, volunteers' availability, requests and visits.

create table service_kind (
  foundation_id uuid not null references foundation (id),
  id uuid not null,
  code text not null check (code ~ '^[a-z][a-z0-9_]{1,62}$'),
  name text not null check (char_length(name) between 1 and 200),
  category text not null,
  minutes_default integer not null check (minutes_default between 1 and 1440),
  coins_per_hour bigint not null check (coins_per_hour between 0 and 1000000),
  is_offered boolean not null default true,
  description text check (char_length(description) <= 2000),
  template_code text,
  place_kind text not null default 'HOME'
    check (place_kind in ('HOME', 'COMMUNITY', 'INSTITUTION', 'REMOTE')),
  qualification_codes text[] not null default '{}' check (cardinality(qualification_codes) <= 10),
  risk_notes text check (char_length(risk_notes) <= 2000),
  volunteers_needed integer not null default 1 check (volunteers_needed between 1 and 20),
  retired_at timestamptz,
  version integer not null default 1,
  primary key (foundation_id, id),
  unique (foundation_id, code)
);
comment on table service_kind is 'Service kind in a foundation''s catalogue.';
alter table service_kind enable row level security, force row level security;
create policy member on service_kind to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid);
grant select, insert, update on service_kind to linli_member;

create table dispatch_policy (
  foundation_id uuid not null references foundation (id),
  id uuid not null,
  version integer not null check (version > 0),
  valid_from timestamptz not null,
  set_by_account_id uuid not null,
  reviewed_sources text[] not null,
  double_booking text not null check (double_booking in ('REFUSE', 'FLAG')),
  overwork text not null check (overwork in ('REFUSE', 'FLAG')),
  grace_minutes integer not null check (grace_minutes between 0 and 120),
  rest_minutes integer not null check (rest_minutes between 0 and 480),
  day_minutes_max integer not null check (day_minutes_max between 30 and 1440),
  week_minutes_max integer not null check (week_minutes_max between 30 and 10080),
  late_withdrawal_minutes integer not null check (late_withdrawal_minutes between 0 and 10080),
  check_in_overdue_minutes integer not null check (check_in_overdue_minutes between 1 and 1440),
  check_out_overdue_minutes integer not null check (check_out_overdue_minutes between 1 and 1440),
  escalation jsonb not null,
  primary key (foundation_id, id),
  unique (foundation_id, version)
);
comment on table dispatch_policy is
  'Rules by which a foundation dispatches requests, from an instant on. Append-only.';
create trigger append_only before update or delete on dispatch_policy
  for each row execute function refuse_change();
create trigger append_only_whole before truncate on dispatch_policy
  for each statement execute function refuse_change();
alter table dispatch_policy enable row level security, force row level security;
create policy member on dispatch_policy to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid);
grant select, insert on dispatch_policy to linli_member;

-- Communities that a community's requests are offered to next, in place of the rest of its
-- district.
create table neighbourhood (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  neighbour_ids uuid[] not null check (cardinality(neighbour_ids) <= 50),
  primary key (foundation_id, id),
  unique (foundation_id, community_id),
  foreign key (foundation_id, community_id) references community (foundation_id, id)
);
comment on table neighbourhood is 'The neighbours of a community, where the foundation named them.';
alter table neighbourhood enable row level security, force row level security;
create policy member on neighbourhood to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and (current_setting('app.scope') = 'foundation'
      or has_community_access('contact', community_id)));
grant select, insert, delete on neighbourhood to linli_member;

-- Volunteers --------------------------------------------------------------------------------------

create table volunteer_profile (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  volunteer_id uuid not null,
  person_id uuid not null,
  languages text[] not null default '{}' check (cardinality(languages) <= 20),
  gender text check (gender in ('FEMALE', 'MALE')),
  latitude float8 check (latitude between -90 and 90),
  longitude float8 check (longitude between -180 and 180),
  metres_max integer check (metres_max between 100 and 1000000),
  primary key (foundation_id, id),
  unique (foundation_id, volunteer_id),
  foreign key (foundation_id, community_id) references community (foundation_id, id),
  foreign key (foundation_id, volunteer_id) references volunteer (foundation_id, id)
);
comment on table volunteer_profile is
  'Preferences of a volunteer, used to match suitable requests.';
alter table volunteer_profile enable row level security, force row level security;
create policy member on volunteer_profile to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and (current_setting('app.scope') = 'foundation'
      or has_community_access('contact', community_id)
      or strpos(current_setting('app.persons', true), person_id::text) > 0));
grant select, insert, update on volunteer_profile to linli_member;

create table availability_slot (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  volunteer_id uuid not null,
  person_id uuid not null,
  weekday integer not null check (weekday between 1 and 7),
  from_minute integer not null check (from_minute between 0 and 1439),
  to_minute integer not null check (to_minute between 1 and 1440),
  primary key (foundation_id, id),
  check (to_minute > from_minute),
  foreign key (foundation_id, community_id) references community (foundation_id, id),
  foreign key (foundation_id, volunteer_id) references volunteer (foundation_id, id)
);
comment on table availability_slot is
  'Slot of a weekday, in local time, in which a volunteer is usually available.';
create index availability_slot_by_volunteer on availability_slot (foundation_id, volunteer_id);
create index availability_slot_by_weekday
  on availability_slot (foundation_id, weekday, volunteer_id);
alter table availability_slot enable row level security, force row level security;
create policy member on availability_slot to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and (current_setting('app.scope') = 'foundation'
      or has_community_access('contact', community_id)
      or strpos(current_setting('app.persons', true), person_id::text) > 0));
grant select, insert, delete on availability_slot to linli_member;

create table availability_exception (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  volunteer_id uuid not null,
  person_id uuid not null,
  day date not null,
  from_minute integer not null check (from_minute between 0 and 1439),
  to_minute integer not null check (to_minute between 1 and 1440),
  is_free boolean not null,
  reason text check (char_length(reason) <= 2000),
  primary key (foundation_id, id),
  check (to_minute > from_minute),
  foreign key (foundation_id, community_id) references community (foundation_id, id),
  foreign key (foundation_id, volunteer_id) references volunteer (foundation_id, id)
);
comment on table availability_exception is
  'Day on which the availability of a volunteer differs from the usual week.';
create index availability_exception_by_volunteer
  on availability_exception (foundation_id, volunteer_id, day);
create index availability_exception_by_day on availability_exception (foundation_id, day);
alter table availability_exception enable row level security, force row level security;
create policy member on availability_exception to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and (current_setting('app.scope') = 'foundation'
      or has_community_access('contact', community_id)
      or strpos(current_setting('app.persons', true), person_id::text) > 0));
grant select, insert, delete on availability_exception to linli_member;

create table pairing (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  elder_id uuid not null,
  elder_person_id uuid not null,
  volunteer_id uuid not null,
  volunteer_person_id uuid not null,
  since timestamptz not null,
  ended_at timestamptz check (ended_at >= since),
  end_reason text check (char_length(end_reason) <= 2000),
  version integer not null default 1,
  primary key (foundation_id, id),
  foreign key (foundation_id, community_id) references community (foundation_id, id),
  foreign key (foundation_id, elder_id) references elder (foundation_id, id),
  foreign key (foundation_id, volunteer_id) references volunteer (foundation_id, id)
);
comment on table pairing is 'Lasting tie between a volunteer and an elder.';
create unique index pairing_once on pairing (foundation_id, elder_id, volunteer_id)
  where ended_at is null;
create index pairing_by_volunteer on pairing (foundation_id, volunteer_id, id);
create index pairing_by_elder on pairing (foundation_id, elder_id, id);
create index pairing_by_community on pairing (foundation_id, community_id, id);
create index pairing_of_elder on pairing (foundation_id, elder_person_id, id);
create index pairing_of_volunteer on pairing (foundation_id, volunteer_person_id, id);
alter table pairing enable row level security, force row level security;
create policy member on pairing to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and (current_setting('app.scope') = 'foundation'
      or has_community_access('view', community_id)
      or strpos(current_setting('app.persons', true), elder_person_id::text) > 0
      or strpos(current_setting('app.persons', true), volunteer_person_id::text) > 0));
grant select, insert, update on pairing to linli_member;

-- Requests ----------------------------------------------------------------------------------------

create table request_series (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  elder_id uuid not null,
  elder_person_id uuid not null,
  kind_id uuid not null,
  rule text not null check (char_length(rule) <= 500),
  starts_at text not null check (starts_at ~ '^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$'),
  window_minutes integer not null check (window_minutes between 1 and 10080),
  template jsonb not null,
  channel text not null check (channel in ('APP', 'PHONE', 'PAPER', 'AGENCY')),
  skipped text[] not null default '{}' check (cardinality(skipped) <= 400),
  failed text[] not null default '{}' check (cardinality(failed) <= 400),
  failure_code text,
  ends_before text check (ends_before ~ '^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$'),
  made_until text check (made_until ~ '^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$'),
  due_at timestamptz,
  previous_id uuid,
  begun_at timestamptz not null,
  begun_by_account_id uuid not null,
  end_reason text check (char_length(end_reason) <= 2000),
  version integer not null,
  -- The role in which it was created.
  begun_as text not null default 'DISPATCHER'
    check (begun_as in ('ELDER', 'FAMILY_MEMBER', 'DISPATCHER', 'TEAM_LEADER', 'VOLUNTEER',
      'PARTNER_APP')),
  has_sensitive_note boolean not null default false,
  note_sealed bytea,
  primary key (foundation_id, id),
  foreign key (foundation_id, community_id) references community (foundation_id, id),
  foreign key (foundation_id, elder_id) references elder (foundation_id, id),
  foreign key (foundation_id, kind_id) references service_kind (foundation_id, id),
  foreign key (foundation_id, previous_id) references request_series (foundation_id, id),
  constraint request_series_note check (has_sensitive_note = (note_sealed is not null))
);
comment on table request_series is 'Request that recurs by a rule.';
create index request_series_by_community on request_series (foundation_id, community_id, id);
create index request_series_of_elder on request_series (foundation_id, elder_person_id, id);
create index request_series_due on request_series (due_at) where due_at is not null;
alter table request_series enable row level security, force row level security;
create policy member on request_series to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and (current_setting('app.scope') = 'foundation'
      or has_community_access('manage', community_id)
      or strpos(current_setting('app.persons', true), elder_person_id::text) > 0));
grant select, insert, update on request_series to linli_member;
-- The relay creates jobs. It learns which tasks are due and nothing else.
grant select (foundation_id, id, due_at) on request_series to linli_relay;

-- Teams of several communities visit several elders by one plan; each elder has a separate request.
create table joint_visit (
  foundation_id uuid not null,
  id uuid not null,
  -- Home community of the first elder.
  community_id uuid not null,
  -- Home communities of elders and teams: all of them see the plan.
  community_ids uuid[] not null check (cardinality(community_ids) between 1 and 30),
  team_ids uuid[] not null check (cardinality(team_ids) between 1 and 10),
  kind_id uuid not null,
  name text not null check (char_length(name) between 1 and 200),
  note text check (char_length(note) <= 2000),
  begins_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > begins_at),
  volunteers_of_each_team integer not null check (volunteers_of_each_team between 1 and 20),
  planned_by_account_id uuid not null,
  planned_at timestamptz not null,
  cancelled_at timestamptz,
  cancel_reason text check (char_length(cancel_reason) <= 2000),
  version integer not null,
  primary key (foundation_id, id),
  foreign key (foundation_id, community_id) references community (foundation_id, id),
  foreign key (foundation_id, kind_id) references service_kind (foundation_id, id)
);
comment on table joint_visit is 'Plan for teams to visit several elders together.';
create index joint_visit_by_begin on joint_visit (foundation_id, begins_at, id);
alter table joint_visit enable row level security, force row level security;
create policy member on joint_visit to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and (current_setting('app.scope') = 'foundation'
      or (community_ids <> '{}' and has_any_community_access('view', community_ids))));
grant select, insert, update on joint_visit to linli_member;

-- Keeps request_offer equal to service_request.offered_community_ids.
create function sync_request_offers() returns trigger
language plpgsql set search_path = pg_catalog, public as $body$
begin
  insert into request_offer (foundation_id, community_id, request_id)
  select new.foundation_id, offered.id, new.id
    from unnest(new.offered_community_ids) as offered (id) order by offered.id
  on conflict do nothing;
  return null;
end
$body$;

create table service_request (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  elder_id uuid not null,
  elder_person_id uuid not null,
  kind_id uuid not null,
  state text not null
    check (state in ('IN_REVIEW', 'OPEN', 'ASSIGNED', 'IN_PROGRESS', 'AWAITING_CERTIFICATION',
      'CERTIFIED', 'CANCELLED', 'EXPIRED', 'DISPUTED')),
  urgency text not null check (urgency in ('NORMAL', 'SOON', 'URGENT')),
  requested_from timestamptz not null,
  requested_to timestamptz not null check (requested_to > requested_from),
  minutes_expected integer not null check (minutes_expected between 1 and 1440),
  place text check (char_length(place) <= 500),
  note text check (char_length(note) <= 2000),
  coins_held bigint not null check (coins_held >= 0),
  channel text not null check (channel in ('APP', 'PHONE', 'PAPER', 'AGENCY')),
  opened_at timestamptz not null,
  version integer not null,
  -- Copied from the visit, so that a board can filter by team and the feed can route changes.
  team_id uuid,
  source text not null default 'DISPATCHER'
    check (source in ('ELDER', 'FAMILY_MEMBER', 'DISPATCHER', 'TEAM_LEADER', 'VOLUNTEER',
      'PARTNER_APP', 'SERIES')),
  opened_by_account_id uuid,
  windows jsonb not null default '[]',
  language text check (char_length(language) <= 100),
  gender_preference text check (gender_preference in ('FEMALE', 'MALE')),
  latitude float8 check (latitude between -90 and 90),
  longitude float8 check (longitude between -180 and 180),
  has_sensitive_note boolean not null default false,
  volunteers_needed integer not null default 1 check (volunteers_needed between 1 and 20),
  team_ids uuid[] not null default '{}' check (cardinality(team_ids) <= 10),
  coins_per_hour bigint check (coins_per_hour >= 0),
  -- One hold for each needed volunteer.
  hold_ids uuid[] not null check (cardinality(hold_ids) between 1 and 20),
  published_at timestamptz,
  -- The request's current audience, and further communities it is offered to.
  audience text not null default 'COMMUNITY'
    check (audience in ('PAIR', 'TEAM', 'COMMUNITY', 'NEIGHBOURS', 'FOUNDATION')),
  offered_community_ids uuid[] not null default '{}',
  alarms text[] not null default '{}',
  series_id uuid,
  occurrence text,
  joint_visit_id uuid,
  -- Fields changed by hand. They survive a change of the series.
  changed_fields text[] not null default '{}',
  primary key (foundation_id, id),
  foreign key (foundation_id, community_id) references community (foundation_id, id),
  foreign key (foundation_id, elder_id) references elder (foundation_id, id),
  foreign key (foundation_id, elder_person_id) references person (foundation_id, id),
  foreign key (foundation_id, kind_id) references service_kind (foundation_id, id),
  foreign key (foundation_id, team_id) references team (foundation_id, id),
  foreign key (foundation_id, series_id) references request_series (foundation_id, id),
  foreign key (foundation_id, joint_visit_id) references joint_visit (foundation_id, id)
);
comment on table service_request is 'Request for service that an elder makes to the community.';
comment on column service_request.team_id is
  'Team of the volunteer who has taken it on; null while nobody has.';
-- Boards show unfinished requests, which are few beside all of the past.
create index service_request_unfinished on service_request (foundation_id, community_id, id desc)
  where state in ('IN_REVIEW', 'OPEN', 'ASSIGNED', 'IN_PROGRESS', 'AWAITING_CERTIFICATION');
create index service_request_unfinished_newest on service_request (foundation_id, id desc)
  where state in ('IN_REVIEW', 'OPEN', 'ASSIGNED', 'IN_PROGRESS', 'AWAITING_CERTIFICATION');
create index service_request_by_time
  on service_request (foundation_id, community_id, requested_from, id);
create index service_request_newest on service_request (foundation_id, id desc);
create index service_request_by_elder on service_request (foundation_id, elder_id, id desc);
-- One request per occurrence, however many nodes try.
create unique index service_request_of_series
  on service_request (foundation_id, series_id, occurrence)
  where series_id is not null;
-- Indexes for lists of requests, one per access path, so that a page costs only its own rows. The
-- paths are the caller's communities, offers from next door, the caller's elders and own entries.
create index service_request_of_community on service_request (foundation_id, community_id, id desc);
create index service_request_of_person on service_request (foundation_id, elder_person_id, id desc);
create index service_request_entered_by
  on service_request (foundation_id, opened_by_account_id, id desc);
create index service_request_of_joint_visit on service_request (foundation_id, joint_visit_id)
  where joint_visit_id is not null;
create trigger sync_request_offers_inserted after insert on service_request for each row
  when (new.offered_community_ids <> '{}')
  execute function sync_request_offers();
create trigger sync_request_offers_updated after update on service_request for each row
  when (new.offered_community_ids is distinct from old.offered_community_ids)
  execute function sync_request_offers();
alter table service_request enable row level security, force row level security;
-- A request in review is visible to its reviewers and to the elder, afterwards to possible
-- volunteers. Authors see it by their current roles: a partner while it is one, others while they
-- reach its community. Elder, family and dispatcher see it as such, so the end of a mandate or role
-- ends the access.
create policy member on service_request to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and (current_setting('app.scope') = 'foundation'
      or has_community_access('manage', community_id)
      or strpos(current_setting('app.persons', true), elder_person_id::text) > 0
      or (opened_by_account_id = nullif(current_setting('app.account'), '')::uuid
        and (source = 'PARTNER_APP' or has_community_access('view', community_id)))
      or (state <> 'IN_REVIEW'
        and (has_community_access('view', community_id)
          or (offered_community_ids <> '{}'
            and has_any_community_access('view', offered_community_ids))))));
grant select, insert, update on service_request to linli_member;

-- The same as service_request.offered_community_ids, by community: a policy prevents the use of
-- array indexes. A row here grants nothing; the policy of service_request decides.
create table request_offer (
  foundation_id uuid not null,
  community_id uuid not null,
  request_id uuid not null,
  primary key (foundation_id, community_id, request_id),
  foreign key (foundation_id, community_id) references community (foundation_id, id),
  foreign key (foundation_id, request_id) references service_request (foundation_id, id)
);
comment on table request_offer is
  'That a request was offered to a community besides its own. Kept by trigger; offers are never taken back.';
create index request_offer_by_request on request_offer (foundation_id, request_id);
alter table request_offer enable row level security, force row level security;
create policy member on request_offer for select to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and (current_setting('app.scope') = 'foundation'
      or has_community_access('view', community_id)));
create policy member_adds on request_offer for insert to linli_member
  with check (foundation_id = current_setting('app.foundation')::uuid);
grant select, insert on request_offer to linli_member;

create table request_change (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  request_id uuid not null,
  elder_person_id uuid not null,
  version integer not null,
  from_state text,
  to_state text not null,
  changed_at timestamptz not null default now(),
  actor_account_id uuid not null,
  actor_name text not null,
  acted_for_person_id uuid,
  channel text not null,
  reason text check (char_length(reason) <= 2000),
  event text not null,
  fields text[] not null default '{}',
  opened_by_account_id uuid,
  primary key (foundation_id, id),
  unique (foundation_id, request_id, version),
  foreign key (foundation_id, request_id) references service_request (foundation_id, id)
);
comment on table request_change is 'Change of a service request. Append-only.';
create trigger append_only before update or delete on request_change
  for each row execute function refuse_change();
create trigger append_only_whole before truncate on request_change
  for each statement execute function refuse_change();
alter table request_change enable row level security, force row level security;
create policy member on request_change to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and (current_setting('app.scope') = 'foundation'
      or has_community_access('view', community_id)
      or strpos(current_setting('app.persons', true), elder_person_id::text) > 0
      or opened_by_account_id = nullif(current_setting('app.account'), '')::uuid
      or actor_account_id = nullif(current_setting('app.account'), '')::uuid));
-- For erase_words() alone, in one foundation; see 90-erasure.sql.
create policy redaction on request_change to linli_owner
  using (foundation_id = current_setting('app.foundation')::uuid
    and current_setting('app.redaction', true) = 'on');
grant select, insert on request_change to linli_member;

create table request_note (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  request_id uuid not null,
  elder_person_id uuid not null,
  author_account_id uuid not null,
  reader_person_ids uuid[] not null default '{}',
  reader_team_ids uuid[] not null default '{}',
  -- Encrypted (api/platform/privacy/vault.ts).
  text_sealed bytea not null,
  written_at timestamptz not null,
  primary key (foundation_id, id),
  unique (foundation_id, request_id),
  foreign key (foundation_id, request_id) references service_request (foundation_id, id)
);
comment on table request_note is
  'Sensitive note about a request for the people who visit the elder.';
alter table request_note enable row level security, force row level security;
create policy member on request_note to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and (current_setting('app.scope') = 'foundation'
      or has_community_access('manage', community_id)
      or strpos(current_setting('app.persons', true), elder_person_id::text) > 0
      or author_account_id = nullif(current_setting('app.account'), '')::uuid
      or reader_person_ids && nullif(current_setting('app.persons', true), '')::uuid[]
      or reader_team_ids && nullif(current_setting('app.teams', true), '')::uuid[]));
grant select, insert, update, delete on request_note to linli_member;

create table request_decline (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  request_id uuid not null,
  volunteer_id uuid not null,
  volunteer_person_id uuid not null,
  reason text check (char_length(reason) <= 2000),
  declined_at timestamptz not null,
  primary key (foundation_id, id),
  unique (foundation_id, request_id, volunteer_id),
  foreign key (foundation_id, request_id) references service_request (foundation_id, id),
  foreign key (foundation_id, volunteer_id) references volunteer (foundation_id, id)
);
comment on table request_decline is
  'Decision of a volunteer to decline an offered request. Append-only.';
create trigger append_only before update or delete on request_decline
  for each row execute function refuse_change();
create trigger append_only_whole before truncate on request_decline
  for each statement execute function refuse_change();
alter table request_decline enable row level security, force row level security;
create policy member on request_decline to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and (current_setting('app.scope') = 'foundation'
      or has_community_access('view', community_id)
      or strpos(current_setting('app.persons', true), volunteer_person_id::text) > 0));
-- For erase_words() alone, in one foundation; see 90-erasure.sql.
create policy redaction on request_decline to linli_owner
  using (foundation_id = current_setting('app.foundation')::uuid
    and current_setting('app.redaction', true) = 'on');
grant select, insert on request_decline to linli_member;

create table request_timer (
  foundation_id uuid not null,
  id uuid not null,
  request_id uuid not null,
  kind text not null check (kind in ('OFFER', 'CHECK_IN', 'CHECK_OUT', 'EXPIRE')),
  due_at timestamptz not null,
  primary key (foundation_id, id),
  unique (foundation_id, request_id, kind),
  foreign key (foundation_id, request_id) references service_request (foundation_id, id)
);
comment on table request_timer is
  'When the platform looks at a request again by itself. Whoever takes the row out acts on it, once.';
create index request_timer_due on request_timer (due_at);
create index request_timer_due_of_foundation on request_timer (foundation_id, due_at);
alter table request_timer enable row level security, force row level security;
create policy member on request_timer to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid);
grant select, insert, update, delete on request_timer to linli_member;
-- The relay creates jobs. It learns which tasks are due and nothing else.
grant select (foundation_id, request_id, kind, due_at) on request_timer to linli_relay;

-- Visits ------------------------------------------------------------------------------------------

create table visit (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  request_id uuid not null,
  elder_person_id uuid not null,
  volunteer_id uuid not null,
  volunteer_person_id uuid not null,
  team_id uuid,
  state text not null
    check (state in ('PLANNED', 'CHECKED_IN', 'CHECKED_OUT', 'CERTIFIED', 'WITHDRAWN', 'DISPUTED',
      'REVOKED', 'NO_SHOW')),
  checked_in_at timestamptz,
  checked_out_at timestamptz check (checked_out_at >= checked_in_at),
  note text check (char_length(note) <= 2000),
  minutes_certified integer check (minutes_certified between 0 and 1440),
  coins_paid bigint check (coins_paid >= 0),
  certified_at timestamptz,
  certified_by_account_id uuid,
  planned_from timestamptz,
  planned_to timestamptz check (planned_to > planned_from),
  -- The hold that pays this visit.
  hold_id uuid not null,
  -- The volunteer's home community, so that its dispatcher and leader see a visit next door.
  helper_community_id uuid,
  flags text[] not null default '{}',
  disputed_from text check (disputed_from in ('CHECKED_OUT', 'CERTIFIED')),
  primary key (foundation_id, id),
  foreign key (foundation_id, community_id) references community (foundation_id, id),
  foreign key (foundation_id, request_id) references service_request (foundation_id, id),
  foreign key (foundation_id, volunteer_id) references volunteer (foundation_id, id),
  foreign key (foundation_id, team_id) references team (foundation_id, id),
  foreign key (foundation_id, hold_id) references transfer (foundation_id, id),
  foreign key (foundation_id, helper_community_id) references community (foundation_id, id)
);
comment on table visit is 'One volunteer''s part in carrying out a request.';
create index visit_by_request on visit (foundation_id, request_id);
create index visit_newest on visit (foundation_id, id desc);
create index visit_by_community on visit (foundation_id, community_id, id desc);
create index visit_by_helper_community on visit (foundation_id, helper_community_id, id desc)
  where helper_community_id is not null;
create index visit_by_elder on visit (foundation_id, elder_person_id, id desc);
create index visit_by_person on visit (foundation_id, volunteer_person_id, id desc);
-- The plan of a day.
create index visit_by_plan on visit (foundation_id, community_id, planned_from, id);
create index visit_by_volunteer on visit (foundation_id, volunteer_id, id desc);
create index visit_by_team on visit (foundation_id, team_id, id desc) where team_id is not null;
create index visit_certified on visit (foundation_id, community_id, checked_in_at)
  where state = 'CERTIFIED';
create index visit_times on visit (foundation_id, volunteer_id, checked_in_at)
  where checked_in_at is not null;
-- A volunteer's next visits, soonest first.
create index visit_next on visit (foundation_id, volunteer_id, planned_from, id)
  where state in ('PLANNED', 'CHECKED_IN');
-- Candidates are judged by all visits around the time, completed ones too.
create index visit_around on visit (foundation_id, volunteer_id, planned_from)
  where state in ('PLANNED', 'CHECKED_IN', 'CHECKED_OUT', 'CERTIFIED');
-- Every departure counts the volunteer's visits to the same elder.
create index visit_pairs on visit (foundation_id, volunteer_id, elder_person_id, checked_in_at)
  where checked_in_at is not null;
alter table visit enable row level security, force row level security;
create policy member on visit to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and (current_setting('app.scope') = 'foundation'
      or has_community_access('view', community_id)
      or has_community_access('view', helper_community_id)
      or strpos(current_setting('app.persons', true), elder_person_id::text) > 0
      or strpos(current_setting('app.persons', true), volunteer_person_id::text) > 0));
grant select, insert, update on visit to linli_member;
