-- Certification of own entries, implausible times, and undoing a mistaken check-in.

-- Every decision about a person's work looks up all accounts that ever were that person.
create index role_grant_by_person on role_grant (foundation_id, person_id) where person_id is not null;

alter table evidence_policy
  add single_dispatcher text not null default 'CALL_BACK' check (single_dispatcher in ('CALL_BACK', 'OTHERS_EVIDENCE')),
  add call_back_percent integer not null default 20 check (call_back_percent between 1 and 100);

alter table evidence_policy drop constraint evidence_policy_rounding_check;
alter table evidence_policy add constraint evidence_policy_rounding_check
  check (rounding in ('MINUTE_COMPLETED', 'MINUTE_BEGUN', 'HALF_HOUR_NEAREST', 'HALF_HOUR_COMPLETED', 'HOUR_COMPLETED'));

-- Time of the device's own clock, when the platform replaced it.
alter table evidence add device_at timestamptz;
alter table photo add device_taken_at timestamptz;
-- Nearly blank photos have no perceptual hash: for these only the same file is the same photo.
create index photo_by_file on photo (foundation_id, sha256) where sha256 is not null;

alter table review_item drop constraint review_item_kind_check;
alter table review_item add constraint review_item_kind_check check (kind in ('OVERLAP', 'IMPOSSIBLE_TRAVEL', 'RATIO', 'PAIR_OFTEN', 'SAME_PHOTO',
  'IMPLAUSIBLE_HOURS', 'SHEET_DIFFERS', 'DOOR_CODE_WRONG', 'PLACE_FAR', 'LATE_UPLOAD', 'CLOCK_WRONG', 'OUTSIDE_PLAN', 'CALL_BACK'));

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
comment on table evidence_withdrawal is 'Withdrawal of evidence that was entered by mistake, with its author. Append-only.';
create index evidence_withdrawal_by_visit on evidence_withdrawal (foundation_id, visit_id);
do $body$
begin
  call protect('evidence_withdrawal', community_access('sk', 'community_id')
    || ' or strpos(current_setting(''app.persons'', true), elder_person_id::text) > 0 or strpos(current_setting(''app.persons'', true), volunteer_person_id::text) > 0');
end
$body$;
call make_append_only('evidence_withdrawal');
grant select, insert on evidence_withdrawal to linli_member;
