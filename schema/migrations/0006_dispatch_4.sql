-- Recurring requests. Forward only.

create table request_series (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  elder_id uuid not null,
  elder_person_id uuid not null,
  kind_id uuid not null,
  rule text not null check (char_length(rule) <= 500),
  starts_at text not null check (starts_at ~ '^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$'),
  window_minutes integer not null check (window_minutes between 1 and 10080),
  template jsonb not null,
  channel text not null check (channel in ('APP', 'PHONE', 'PAPER', 'AGENCY')),
  skipped text[] not null default '{}' check (cardinality(skipped) <= 400),
  failed text[] not null default '{}' check (cardinality(failed) <= 400),
  failure_code text,
  ends_before text check (ends_before ~ '^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$'),
  made_until text check (made_until ~ '^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$'),
  due_at timestamptz,
  previous_id uuid,
  begun_at timestamptz not null,
  begun_by_account_id uuid not null,
  end_reason text check (char_length(end_reason) <= 2000),
  version integer not null,
  primary key (foundation_id, id),
  foreign key (foundation_id, community_id) references community (foundation_id, id),
  foreign key (foundation_id, elder_id) references elder (foundation_id, id),
  foreign key (foundation_id, kind_id) references service_kind (foundation_id, id),
  foreign key (foundation_id, previous_id) references request_series (foundation_id, id)
);
comment on table request_series is 'Request that recurs by a rule.';
create index request_series_by_community on request_series (foundation_id, community_id, id);
create index request_series_due on request_series (due_at) where due_at is not null;
call protect('request_series',
  'community_id = any (current_setting(''app.communities'')::uuid[]) or elder_person_id = any (current_setting(''app.persons'')::uuid[])');
create policy identity on request_series for select to linli_identity using (true);
grant select (foundation_id, due_at) on request_series to linli_identity;
grant select, insert, update on request_series to linli_member;

alter table service_request
  add column series_id uuid,
  add column occurrence text,
  add foreign key (foundation_id, series_id) references request_series (foundation_id, id);
-- One request per occurrence, however many nodes try.
create unique index service_request_of_series on service_request (foundation_id, series_id, occurrence) where series_id is not null;
