-- Scheduled tasks, and candidates judged over all communities. Forward only.

-- Candidates are judged by all visits around the time, completed ones too.
drop index visit_planned;
create index visit_around on visit (foundation_id, planned_from) where state in ('PLANNED', 'CHECKED_IN', 'CHECKED_OUT', 'CERTIFIED');
create index availability_slot_by_weekday on availability_slot (foundation_id, weekday, volunteer_id);

-- The relay creates jobs. It learns which tasks are due and nothing else.
grant select (foundation_id, request_id, kind, due_at) on request_timer to linli_relay;
grant select (foundation_id, id, due_at) on request_series to linli_relay;
drop policy identity on request_timer;
revoke select (foundation_id, due_at) on request_timer from linli_identity;
drop policy identity on request_series;
revoke select (foundation_id, due_at) on request_series from linli_identity;
