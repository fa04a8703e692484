-- A volunteer's next visits, soonest first.
create index visit_next on visit (foundation_id, volunteer_id, planned_from, id) where state in ('PLANNED', 'CHECKED_IN');
