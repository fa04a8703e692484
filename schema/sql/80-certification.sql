-- Certification of visits, anomalies and their review, stars, certificates, feedback and outcomes.

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
  -- The decision is inserted before its payment is booked, so that only the commit follows the
  -- booking.
  foreign key (foundation_id, payment_id) references transfer (foundation_id, id) deferrable
      initially deferred,
  foreign key (foundation_id, hours_record_id) references hours_record (foundation_id, id)
);
comment on table certification is
  'Decision about a visit, with the figures that it is based on. Append-only: a correction is a new version.';
create trigger append_only before update or delete on certification
  for each row execute function refuse_change();
create trigger append_only_whole before truncate on certification
  for each statement execute function refuse_change();
alter table certification enable row level security, force row level security;
create policy member on certification to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and (current_setting('app.scope') = 'foundation'
      or has_community_access('view', community_id)
      or strpos(current_setting('app.persons', true), elder_person_id::text) > 0
      or strpos(current_setting('app.persons', true), volunteer_person_id::text) > 0));
-- For erase_words() alone, in one foundation; see 90-erasure.sql.
create policy redaction on certification to linli_owner
  using (foundation_id = current_setting('app.foundation')::uuid
    and current_setting('app.redaction', true) = 'on');
grant select, insert on certification to linli_member;

create table review_item (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  visit_id uuid not null,
  volunteer_person_id uuid not null,
  kind text not null
    check (kind in ('OVERLAP', 'IMPOSSIBLE_TRAVEL', 'RATIO', 'PAIR_OFTEN', 'SAME_PHOTO',
      'IMPLAUSIBLE_HOURS', 'SHEET_DIFFERS', 'DOOR_CODE_WRONG', 'PLACE_FAR', 'LATE_UPLOAD',
      'CLOCK_WRONG', 'OUTSIDE_PLAN', 'CALL_BACK')),
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
alter table review_item enable row level security, force row level security;
create policy member on review_item to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and (current_setting('app.scope') = 'foundation'
      or has_community_access('manage', community_id)));
grant select, insert, update on review_item to linli_member;

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
create index no_show_by_volunteer on no_show (foundation_id, volunteer_person_id, id desc);
create index no_show_by_elder on no_show (foundation_id, elder_person_id, id desc);
create index no_show_by_community on no_show (foundation_id, community_id, id desc);
create trigger append_only before update or delete on no_show
  for each row execute function refuse_change();
create trigger append_only_whole before truncate on no_show
  for each statement execute function refuse_change();
alter table no_show enable row level security, force row level security;
create policy member on no_show to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and (current_setting('app.scope') = 'foundation'
      or has_community_access('view', community_id)
      or strpos(current_setting('app.persons', true), elder_person_id::text) > 0
      or strpos(current_setting('app.persons', true), volunteer_person_id::text) > 0));
-- For erase_words() alone, in one foundation; see 90-erasure.sql.
create policy redaction on no_show to linli_owner
  using (foundation_id = current_setting('app.foundation')::uuid
    and current_setting('app.redaction', true) = 'on');
grant select, insert on no_show to linli_member;

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
comment on table star_policy is
  'Certified hours needed for each star level. Append-only: a change is a new version.';
create trigger append_only before update or delete on star_policy
  for each row execute function refuse_change();
create trigger append_only_whole before truncate on star_policy
  for each statement execute function refuse_change();
alter table star_policy enable row level security, force row level security;
create policy member on star_policy to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid);
grant select, insert on star_policy to linli_member;
-- The relay creates jobs. It learns which tasks are due and nothing else.
grant select (foundation_id, id, valid_from) on star_policy to linli_relay;

-- A star policy is in force once every star was evaluated by it, and not before. A later policy
-- thus begins for all at once, and a concurrent certification waits for it or the other way round.
create table star_policy_effect (
  foundation_id uuid not null,
  policy_id uuid not null,
  at timestamptz not null,
  volunteers_changed integer not null check (volunteers_changed >= 0),
  primary key (foundation_id, policy_id),
  foreign key (foundation_id, policy_id) references star_policy (foundation_id, id)
);
comment on table star_policy_effect is
  'When a rule for stars took effect, and how many stars changed. Append-only.';
create trigger append_only before update or delete on star_policy_effect
  for each row execute function refuse_change();
create trigger append_only_whole before truncate on star_policy_effect
  for each statement execute function refuse_change();
alter table star_policy_effect enable row level security, force row level security;
create policy member on star_policy_effect to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid);
grant select, insert on star_policy_effect to linli_member;
grant select (foundation_id, policy_id) on star_policy_effect to linli_relay;

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
comment on table star_award is
  'Star level that a volunteer reached, or returned to after a correction of hours. Append-only.';
create index star_award_by_volunteer on star_award (foundation_id, volunteer_id, id desc);
create trigger append_only before update or delete on star_award
  for each row execute function refuse_change();
create trigger append_only_whole before truncate on star_award
  for each statement execute function refuse_change();
alter table star_award enable row level security, force row level security;
create policy member on star_award to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and (current_setting('app.scope') = 'foundation'
      or has_community_access('contact', community_id)
      or strpos(current_setting('app.persons', true), volunteer_person_id::text) > 0));
grant select, insert on star_award to linli_member;

-- A volunteer's certified hours and star, and the rule in force. Locks the volunteer, so that
-- concurrent certifications see each other's hours, and counts all communities. A function and not
-- one statement, since the count must be read after the lock is granted.
create function volunteer_star_state(
  tenant uuid, volunteer uuid, out community_id uuid, out minutes bigint, out level integer, out
  rule jsonb
)
language plpgsql set search_path = pg_catalog, public as $body$
declare
  scope constant text := current_setting('app.scope');
begin
  set local app.scope = 'foundation';
  select v.community_id into community_id from volunteer v
    where v.foundation_id = tenant and v.id = volunteer for no key update;
  select coalesce(sum(h.minutes), 0) into minutes from hours_record h
    where h.foundation_id = tenant and h.volunteer_id = volunteer;
  select a.level into level from star_award a
    where a.foundation_id = tenant and a.volunteer_id = volunteer order by a.id desc limit 1;
  select jsonb_build_object('version', p.version, 'name', p.name, 'hours', p.hours) into rule
    from star_policy p
  join star_policy_effect e on e.foundation_id = tenant and e.policy_id = p.id
  where p.foundation_id = tenant order by p.valid_from desc, p.version desc limit 1;
  execute format('set local app.scope = %L', scope);
end
$body$;
grant execute on function volunteer_star_state to linli_member;

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
  state text not null check (state in ('VALID', 'CORRECTED', 'REVOKED', 'ERASED')),
  state_since timestamptz not null,
  state_reason text check (char_length(state_reason) <= 2000),
  issued_at timestamptz not null,
  actor_account_id uuid not null,
  actor_name text not null,
  primary key (foundation_id, id),
  foreign key (foundation_id, community_id) references community (foundation_id, id),
  foreign key (foundation_id, volunteer_id) references volunteer (foundation_id, id)
);
comment on table service_certificate is
  'Issued record of service, with a code by which anybody can verify it.';
create index service_certificate_by_code on service_certificate (code);
create index service_certificate_by_volunteer
  on service_certificate (foundation_id, volunteer_id, id desc);
alter table service_certificate enable row level security, force row level security;
create policy member on service_certificate to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and (current_setting('app.scope') = 'foundation'
      or has_community_access('manage', community_id)
      or strpos(current_setting('app.persons', true), volunteer_person_id::text) > 0));
-- A certificate is verified without sign-in: the code leads to the tenant, and to nothing else.
create policy identity on service_certificate for select to linli_identity using (true);
grant select, insert, update on service_certificate to linli_member;
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
comment on table visit_feedback is
  'Feedback of an elder about a visit: satisfaction, thanks and problems solved. Append-only.';
create trigger append_only before update or delete on visit_feedback
  for each row execute function refuse_change();
create trigger append_only_whole before truncate on visit_feedback
  for each statement execute function refuse_change();
alter table visit_feedback enable row level security, force row level security;
create policy member on visit_feedback to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and (current_setting('app.scope') = 'foundation'
      or has_community_access('manage', community_id)
      or strpos(current_setting('app.persons', true), elder_person_id::text) > 0
      or strpos(current_setting('app.persons', true), volunteer_person_id::text) > 0));
-- For erase_words() alone, in one foundation; see 90-erasure.sql.
create policy redaction on visit_feedback to linli_owner
  using (foundation_id = current_setting('app.foundation')::uuid
    and current_setting('app.redaction', true) = 'on');
grant select, insert on visit_feedback to linli_member;

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
comment on table outcome_measure is
  'Answers of an elder to a short scale of loneliness or well-being, taken with consent and removed when it is withdrawn.';
create index outcome_measure_by_elder on outcome_measure (foundation_id, elder_id, id);
alter table outcome_measure enable row level security, force row level security;
create policy member on outcome_measure to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and (current_setting('app.scope') = 'foundation'
      or has_community_access('manage', community_id)
      or strpos(current_setting('app.persons', true), elder_person_id::text) > 0));
grant select, insert, delete on outcome_measure to linli_member;
