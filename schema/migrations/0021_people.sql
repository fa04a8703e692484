-- Registration looks persons up by name, with or without other details (api/people/duplicates.ts).
create index person_by_name on person (foundation_id, lower(replace(name, ' ', '')));
-- The same for teams and communities.
create index team_by_name on team (foundation_id, community_id, lower(replace(name, ' ', '')));
create index community_by_name on community (foundation_id, lower(replace(name, ' ', '')));
