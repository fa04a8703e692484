-- Anomaly thresholds set by a foundation; minutes on a paper sheet; star policies that begin later.

-- Only thresholds set by the foundation: the rest keep their defaults.
alter table evidence_policy add anomalies jsonb not null default '{}';

alter table evidence add sheet_minutes integer check (sheet_minutes between 0 and 1440);
alter table evidence add sheet_volunteers integer check (sheet_volunteers between 1 and 100);
alter table evidence add check (kind = 'SHEET' or (sheet_minutes is null and sheet_volunteers is null));

alter table review_item drop constraint review_item_kind_check;
alter table review_item add constraint review_item_kind_check check (kind in ('OVERLAP', 'IMPOSSIBLE_TRAVEL', 'RATIO', 'PAIR_OFTEN', 'SAME_PHOTO',
  'IMPLAUSIBLE_HOURS', 'SHEET_DIFFERS', 'DOOR_CODE_WRONG', 'PLACE_FAR', 'LATE_UPLOAD'));
-- Every departure counts the volunteer's visits to the same elder.
create index visit_pairs on visit (foundation_id, volunteer_id, elder_person_id, checked_in_at) where checked_in_at is not null;

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
comment on table star_policy_effect is 'When a rule for stars took effect, and how many stars changed. Append-only.';
-- Policies that took effect with the decision. A later one that has not begun yet, or began
-- volunteer by volunteer, is due.
alter table star_policy no force row level security;
insert into star_policy_effect (foundation_id, policy_id, at, volunteers_changed)
  select foundation_id, id, valid_from, 0 from star_policy where valid_from <= written_at;
alter table star_policy force row level security;
call protect('star_policy_effect', null);
call make_append_only('star_policy_effect');
grant select, insert on star_policy_effect to linli_member;
-- The relay creates jobs. It learns which tasks are due and nothing else.
grant select (foundation_id, id, valid_from) on star_policy to linli_relay;
grant select (foundation_id, policy_id) on star_policy_effect to linli_relay;

drop function volunteer_star_state(uuid, uuid, timestamptz);
-- As before, with the rule in force instead of the one of an instant.
create function volunteer_star_state(tenant uuid, volunteer uuid, out community_id uuid, out minutes bigint, out level integer, out rule jsonb)
language plpgsql set search_path = pg_catalog, public as $body$
declare
  scope constant text := current_setting('app.scope');
begin
  set local app.scope = 'foundation';
  select v.community_id into community_id from volunteer v where v.foundation_id = tenant and v.id = volunteer for no key update;
  select coalesce(sum(h.minutes), 0) into minutes from hours_record h where h.foundation_id = tenant and h.volunteer_id = volunteer;
  select a.level into level from star_award a where a.foundation_id = tenant and a.volunteer_id = volunteer order by a.id desc limit 1;
  select jsonb_build_object('version', p.version, 'name', p.name, 'hours', p.hours) into rule from star_policy p
  join star_policy_effect e on e.foundation_id = tenant and e.policy_id = p.id
  where p.foundation_id = tenant order by p.valid_from desc, p.version desc limit 1;
  execute format('set local app.scope = %L', scope);
end
$body$;
revoke all on function volunteer_star_state(uuid, uuid) from public;
grant execute on function volunteer_star_state(uuid, uuid) to linli_member;

-- The consent to outcome scales is recorded as well.
alter table consent drop constraint consent_purpose_check;
alter table consent add constraint consent_purpose_check
  check (purpose in ('CARE', 'HEALTH_DATA', 'LOCATION', 'PHOTOS', 'MERCHANT_STANDING', 'RESEARCH', 'WELLBEING'));
