-- Series with a sensitive note, teams and windows; joint visits; named neighbours. Forward only.

alter table request_series
  -- The role in which it was created.
  add column begun_as text not null default 'DISPATCHER'
    check (begun_as in ('ELDER', 'FAMILY_MEMBER', 'DISPATCHER', 'TEAM_LEADER', 'VOLUNTEER', 'PARTNER_APP')),
  add column has_sensitive_note boolean not null default false,
  add column note_sealed bytea,
  add constraint request_series_note check (has_sensitive_note = (note_sealed is not null));

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
call protect('joint_visit', 'community_ids && current_setting(''app.reach'')::uuid[]');
grant select, insert, update on joint_visit to linli_member;

alter table service_request
  add column joint_visit_id uuid,
  add foreign key (foundation_id, joint_visit_id) references joint_visit (foundation_id, id);
create index service_request_of_joint_visit on service_request (foundation_id, joint_visit_id) where joint_visit_id is not null;

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
call protect('neighbourhood', 'community_id = any (current_setting(''app.circle'')::uuid[])');
grant select, insert, delete on neighbourhood to linli_member;
