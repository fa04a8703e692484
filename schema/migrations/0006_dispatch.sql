-- Dispatch: kinds, review, several volunteers, sensitive notes. Forward only.
--
-- One more session variable: app.teams, the teams that the caller leads.

alter table service_kind
  add column description text check (char_length(description) <= 2000),
  add column template_code text,
  add column place_kind text not null default 'HOME' check (place_kind in ('HOME', 'COMMUNITY', 'INSTITUTION', 'REMOTE')),
  add column qualification_codes text[] not null default '{}' check (cardinality(qualification_codes) <= 10),
  add column risk_notes text check (char_length(risk_notes) <= 2000),
  add column volunteers_needed integer not null default 1 check (volunteers_needed between 1 and 20),
  add column retired_at timestamptz,
  add column version integer not null default 1;

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
comment on table dispatch_policy is 'Rules by which a foundation dispatches requests, from an instant on. Append-only.';
call protect('dispatch_policy', null);
call make_append_only('dispatch_policy');

alter table service_request
  drop constraint service_request_state_check,
  add constraint service_request_state_check check (state in
    ('IN_REVIEW', 'OPEN', 'ASSIGNED', 'IN_PROGRESS', 'AWAITING_CERTIFICATION', 'CERTIFIED', 'CANCELLED', 'EXPIRED', 'DISPUTED')),
  add column source text not null default 'DISPATCHER'
    check (source in ('ELDER', 'FAMILY_MEMBER', 'DISPATCHER', 'TEAM_LEADER', 'VOLUNTEER', 'PARTNER_APP', 'SERIES')),
  add column opened_by_account_id uuid,
  add column windows jsonb not null default '[]',
  add column language text check (char_length(language) <= 100),
  add column gender_preference text check (gender_preference in ('FEMALE', 'MALE')),
  add column latitude float8 check (latitude between -90 and 90),
  add column longitude float8 check (longitude between -180 and 180),
  add column has_sensitive_note boolean not null default false,
  add column volunteers_needed integer not null default 1 check (volunteers_needed between 1 and 20),
  add column team_ids uuid[] not null default '{}' check (cardinality(team_ids) <= 10),
  add column coins_per_hour bigint check (coins_per_hour >= 0),
  -- One hold for each needed volunteer; the first of them is hold_id. Empty in older rows.
  add column hold_ids uuid[] not null default '{}' check (cardinality(hold_ids) <= 20),
  add column published_at timestamptz,
  -- The request's current audience, and further communities it is offered to.
  add column audience text not null default 'COMMUNITY' check (audience in ('PAIR', 'TEAM', 'COMMUNITY', 'NEIGHBOURS', 'FOUNDATION')),
  add column offered_community_ids uuid[] not null default '{}',
  add column alarms text[] not null default '{}';

-- A request in review is visible to its reviewers, its author and the elder; afterwards to possible
-- volunteers.
drop policy member on service_request;
call protect('service_request',
  'community_id = any (current_setting(''app.communities'')::uuid[])
   or elder_person_id = any (current_setting(''app.persons'')::uuid[])
   or opened_by_account_id = nullif(current_setting(''app.account''), '''')::uuid
   or state <> ''IN_REVIEW'' and (community_id = any (current_setting(''app.reach'')::uuid[])
     or offered_community_ids && current_setting(''app.reach'')::uuid[])');

alter table request_change
  add column event text,
  add column fields text[] not null default '{}',
  add column opened_by_account_id uuid;
drop policy member on request_change;
call protect('request_change',
  'community_id = any (current_setting(''app.reach'')::uuid[])
   or elder_person_id = any (current_setting(''app.persons'')::uuid[])
   or opened_by_account_id = nullif(current_setting(''app.account''), '''')::uuid
   or actor_account_id = nullif(current_setting(''app.account''), '''')::uuid');

alter table visit
  add column planned_from timestamptz,
  add column planned_to timestamptz check (planned_to > planned_from),
  -- The hold that pays this visit; null in older rows, which have only the request's hold.
  add column hold_id uuid,
  -- The volunteer's home community, so that its dispatcher and leader see a visit next door.
  add column helper_community_id uuid,
  add column flags text[] not null default '{}',
  add foreign key (foundation_id, hold_id) references transfer (foundation_id, id),
  add foreign key (foundation_id, helper_community_id) references community (foundation_id, id);
drop policy member on visit;
call protect('visit',
  'community_id = any (current_setting(''app.reach'')::uuid[])
   or helper_community_id = any (current_setting(''app.reach'')::uuid[])
   or elder_person_id = any (current_setting(''app.persons'')::uuid[])
   or volunteer_person_id = any (current_setting(''app.persons'')::uuid[])');
create index visit_planned on visit (foundation_id, planned_from) where state in ('PLANNED', 'CHECKED_IN');

create table request_note (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  request_id uuid not null,
  elder_person_id uuid not null,
  author_account_id uuid not null,
  reader_person_ids uuid[] not null default '{}',
  reader_team_ids uuid[] not null default '{}',
  text text not null check (char_length(text) <= 2000),
  written_at timestamptz not null,
  primary key (foundation_id, id),
  unique (foundation_id, request_id),
  foreign key (foundation_id, request_id) references service_request (foundation_id, id)
);
comment on table request_note is 'Sensitive note about a request for the people who visit the elder.';
call protect('request_note',
  'community_id = any (current_setting(''app.communities'')::uuid[])
   or elder_person_id = any (current_setting(''app.persons'')::uuid[])
   or author_account_id = nullif(current_setting(''app.account''), '''')::uuid
   or reader_person_ids && current_setting(''app.persons'')::uuid[]
   or reader_team_ids && current_setting(''app.teams'')::uuid[]');

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
create unique index pairing_once on pairing (foundation_id, elder_id, volunteer_id) where ended_at is null;
create index pairing_by_volunteer on pairing (foundation_id, volunteer_id);
call protect('pairing',
  'community_id = any (current_setting(''app.reach'')::uuid[])
   or elder_person_id = any (current_setting(''app.persons'')::uuid[])
   or volunteer_person_id = any (current_setting(''app.persons'')::uuid[])');

grant select on dispatch_policy, request_note, pairing to linli_member;
grant insert on dispatch_policy, request_note, pairing to linli_member;
grant update on request_note, pairing to linli_member;
grant delete on request_note to linli_member;
