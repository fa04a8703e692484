-- Where "odd" begins, as a foundation decides it; what a paper sheet says beside what was measured; rules for stars that begin later.

-- Only what a foundation decided itself: what is left out keeps the usual bound.
alter table evidence_policy add oddities jsonb not null default '{}';

alter table evidence add sheet_minutes integer check (sheet_minutes between 0 and 1440);
alter table evidence add sheet_volunteers integer check (sheet_volunteers between 1 and 100);
alter table evidence add check (kind = 'SHEET' or (sheet_minutes is null and sheet_volunteers is null));

alter table review_item drop constraint review_item_kind_check;
alter table review_item add constraint review_item_kind_check check (kind in ('OVERLAP', 'IMPOSSIBLE_TRAVEL', 'RATIO', 'PAIR_OFTEN', 'SAME_PHOTO',
  'IMPLAUSIBLE_HOURS', 'SHEET_DIFFERS', 'DOOR_CODE_WRONG', 'PLACE_FAR', 'LATE_UPLOAD'));
-- How often somebody visits the same elder is looked up with every departure.
create index visit_pairs on visit (foundation_id, volunteer_id, elder_person_id, checked_in_at) where checked_in_at is not null;
