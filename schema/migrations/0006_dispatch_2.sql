-- Availability of volunteers, their profiles, and declined requests. Forward only.

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
comment on table volunteer_profile is 'Preferences of a volunteer, used to match suitable requests.';
call protect('volunteer_profile', 'community_id = any (current_setting(''app.circle'')::uuid[]) or person_id = any (current_setting(''app.persons'')::uuid[])');

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
comment on table availability_slot is 'Slot of a weekday, in local time, in which a volunteer is usually available.';
create index availability_slot_by_volunteer on availability_slot (foundation_id, volunteer_id);
call protect('availability_slot', 'community_id = any (current_setting(''app.circle'')::uuid[]) or person_id = any (current_setting(''app.persons'')::uuid[])');

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
comment on table availability_exception is 'Day on which the availability of a volunteer differs from the usual week.';
create index availability_exception_by_volunteer on availability_exception (foundation_id, volunteer_id, day);
create index availability_exception_by_day on availability_exception (foundation_id, day);
call protect('availability_exception', 'community_id = any (current_setting(''app.circle'')::uuid[]) or person_id = any (current_setting(''app.persons'')::uuid[])');

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
comment on table request_decline is 'Decision of a volunteer to decline an offered request. Append-only.';
call protect('request_decline', 'community_id = any (current_setting(''app.reach'')::uuid[]) or volunteer_person_id = any (current_setting(''app.persons'')::uuid[])');
call make_append_only('request_decline');

grant select, insert on volunteer_profile, availability_slot, availability_exception, request_decline to linli_member;
grant update on volunteer_profile to linli_member;
grant delete on availability_slot, availability_exception to linli_member;
