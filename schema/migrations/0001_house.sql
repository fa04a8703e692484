-- Baseline: roles, tenants, people, coins, requests, row-level security. Forward only; see
-- ARCHITECTURE.md, "How to add a noun".
--
-- Session variables of a transaction (api/platform/database/session.ts):
--   app.foundation   the tenant, a uuid
--   app.scope        'foundation' when the caller may see all of the tenant, else 'community'
--   app.communities  communities that the caller manages (dispatcher)
--   app.reach        communities whose requests the caller may see
--   app.circle       communities whose volunteers the caller may see
--   app.persons      persons that the caller is or acts for
-- An unset variable is an error or '', and neither casts to uuid: a statement without context is an
-- error, not a leak.

-- Protects a tenant table: forced row-level security and one permissive policy that combines tenant
-- and audience. One policy without sub-selects, because Citus copies RESTRICTIVE policies as
-- permissive ones and refuses sub-selects.
create procedure protect(relation regclass, audience text)
language plpgsql set search_path = pg_catalog, public as $body$
declare
  tenant constant text := 'foundation_id = current_setting(''app.foundation'')::uuid';
  rule text := case when audience is null then tenant
    else format('%s and (current_setting(''app.scope'') = ''foundation'' or %s)', tenant, audience) end;
begin
  execute format('alter table %s enable row level security', relation);
  execute format('alter table %s force row level security', relation);
  execute format('create policy member on %s to linli_member using (%s) with check (%s)', relation, rule, rule);
end
$body$;

create function refuse_change() returns trigger
language plpgsql set search_path = pg_catalog as $body$
begin
  raise exception 'append-only: % on % is refused; write a correcting row instead', tg_op, tg_table_name using errcode = '42501';
end
$body$;

-- Makes a table append-only for every role, including its owner.
create procedure make_append_only(relation regclass)
language plpgsql set search_path = pg_catalog, public as $body$
begin
  execute format('create trigger append_only before update or delete on %s for each row execute function public.refuse_change()', relation);
  execute format('create trigger append_only_whole before truncate on %s for each statement execute function public.refuse_change()', relation);
end
$body$;

revoke all on procedure protect(regclass, text), make_append_only(regclass) from public;
revoke all on function refuse_change() from public;

-- Accounts, people and organisation ---------------------------------------------------------------

create table account (
  id uuid primary key,
  display_name text not null check (char_length(display_name) between 1 and 200),
  persona text unique,
  grant_version integer not null default 1,
  is_active boolean not null default true
);
comment on table account is 'Login on the whole platform.';

create table signing_key (
  id text primary key,
  private_jwk jsonb not null,
  created_at timestamptz not null default now()
);
comment on table signing_key is 'Keys that access tokens are signed with. Read by the identity role alone.';

create table foundation (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z][a-z0-9-]{1,62}$'),
  name text not null check (char_length(name) between 1 and 200),
  time_zone text not null default 'Asia/Shanghai',
  is_demo boolean not null default false
);
comment on table foundation is 'Tenant that raises funds, sets rules and answers for the result.';
alter table foundation enable row level security;
alter table foundation force row level security;
create policy member on foundation to linli_member
  using (id = current_setting('app.foundation')::uuid) with check (id = current_setting('app.foundation')::uuid);
create policy identity on foundation for select to linli_identity using (true);

create table community (
  foundation_id uuid not null references foundation (id),
  id uuid not null,
  slug text not null check (slug ~ '^[a-z][a-z0-9-]{1,62}$'),
  name text not null check (char_length(name) between 1 and 200),
  district text not null check (char_length(district) between 1 and 200),
  primary key (foundation_id, id),
  unique (foundation_id, slug)
);
comment on table community is 'Neighbourhood with a dispatcher; the unit by which impact is compared.';
call protect('community', 'id = any (current_setting(''app.circle'')::uuid[])');

create table team (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  name text not null check (char_length(name) between 1 and 200),
  primary key (foundation_id, id),
  foreign key (foundation_id, community_id) references community (foundation_id, id)
);
comment on table team is 'Volunteers under a leader.';
create index team_by_community on team (foundation_id, community_id);
call protect('team', 'community_id = any (current_setting(''app.circle'')::uuid[])');

create table team_area (
  foundation_id uuid not null,
  id uuid not null,
  team_id uuid not null,
  community_id uuid not null,
  primary key (foundation_id, id),
  unique (foundation_id, team_id, community_id),
  foreign key (foundation_id, team_id) references team (foundation_id, id),
  foreign key (foundation_id, community_id) references community (foundation_id, id)
);
comment on table team_area is 'Community that a team serves, its home included.';
create index team_area_by_community on team_area (foundation_id, community_id);
call protect('team_area', 'community_id = any (current_setting(''app.circle'')::uuid[])');
-- Sign-in computes an account's access before the tenant is known, so it reads across tenants.
create policy identity on team for select to linli_identity using (true);
create policy identity on team_area for select to linli_identity using (true);

create table person (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  name text not null check (char_length(name) between 1 and 200),
  birth_year integer check (birth_year between 1880 and 2200),
  has_smartphone boolean not null default true,
  primary key (foundation_id, id),
  foreign key (foundation_id, community_id) references community (foundation_id, id)
);
comment on table person is 'Human inside one foundation.';
create index person_by_community on person (foundation_id, community_id);
call protect('person', 'community_id = any (current_setting(''app.communities'')::uuid[]) or id = any (current_setting(''app.persons'')::uuid[])');

create table elder (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  person_id uuid not null,
  display_name text not null check (char_length(display_name) between 1 and 200),
  lives_alone boolean not null default false,
  primary key (foundation_id, id),
  unique (foundation_id, person_id),
  foreign key (foundation_id, community_id) references community (foundation_id, id),
  foreign key (foundation_id, person_id) references person (foundation_id, id)
);
comment on table elder is 'Person who receives service.';
create index elder_by_community on elder (foundation_id, community_id, id);
call protect('elder', 'community_id = any (current_setting(''app.reach'')::uuid[]) or person_id = any (current_setting(''app.persons'')::uuid[])');

create table volunteer (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  person_id uuid not null,
  display_name text not null check (char_length(display_name) between 1 and 200),
  is_vetted boolean not null default false,
  primary key (foundation_id, id),
  unique (foundation_id, person_id),
  foreign key (foundation_id, community_id) references community (foundation_id, id),
  foreign key (foundation_id, person_id) references person (foundation_id, id)
);
comment on table volunteer is 'Person who serves elders.';
create index volunteer_by_community on volunteer (foundation_id, community_id, id);
call protect('volunteer', 'community_id = any (current_setting(''app.circle'')::uuid[]) or person_id = any (current_setting(''app.persons'')::uuid[])');

create table team_member (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  team_id uuid not null,
  volunteer_id uuid not null,
  is_leader boolean not null default false,
  primary key (foundation_id, id),
  unique (foundation_id, team_id, volunteer_id),
  foreign key (foundation_id, community_id) references community (foundation_id, id),
  foreign key (foundation_id, team_id) references team (foundation_id, id),
  foreign key (foundation_id, volunteer_id) references volunteer (foundation_id, id)
);
comment on table team_member is 'Membership of a volunteer in a team.';
create index team_member_by_volunteer on team_member (foundation_id, volunteer_id);
call protect('team_member', 'community_id = any (current_setting(''app.circle'')::uuid[])');
create policy identity on team_member for select to linli_identity using (true);

create table role_grant (
  id uuid primary key,
  account_id uuid not null references account (id),
  role text not null,
  foundation_id uuid references foundation (id),
  community_id uuid,
  team_id uuid,
  person_id uuid,
  valid_from timestamptz not null default now(),
  valid_to timestamptz,
  check (role = 'HEAD_BANK_OPERATOR' or foundation_id is not null),
  check (role <> 'DISPATCHER' or community_id is not null),
  check (role <> 'TEAM_LEADER' or team_id is not null),
  check (role not in ('VOLUNTEER', 'ELDER', 'FAMILY_MEMBER') or person_id is not null),
  foreign key (foundation_id, community_id) references community (foundation_id, id),
  foreign key (foundation_id, team_id) references team (foundation_id, id),
  foreign key (foundation_id, person_id) references person (foundation_id, id)
);
comment on table role_grant is 'Role that an account holds for an area and for a time.';
create index role_grant_by_account on role_grant (account_id);
create index role_grant_by_foundation on role_grant (foundation_id, account_id);
alter table role_grant enable row level security;
alter table role_grant force row level security;
create policy member on role_grant to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid and current_setting('app.scope') = 'foundation')
  with check (foundation_id = current_setting('app.foundation')::uuid and current_setting('app.scope') = 'foundation');
create policy identity on role_grant for select to linli_identity using (true);

-- Coins -------------------------------------------------------------------------------------------

create table coin_account (
  foundation_id uuid not null references foundation (id),
  id uuid not null,
  community_id uuid,
  owner_kind text not null check (owner_kind in ('PERSON', 'TEAM', 'FUND', 'SHOP', 'FOUNDATION', 'HEAD_BANK')),
  owner_id uuid not null,
  name text not null check (char_length(name) between 1 and 200),
  posted bigint not null default 0,
  pending_out bigint not null default 0 check (pending_out >= 0),
  pending_in bigint not null default 0 check (pending_in >= 0),
  available_min bigint default 0,
  is_open boolean not null default true,
  primary key (foundation_id, id),
  unique (foundation_id, owner_kind, owner_id),
  foreign key (foundation_id, community_id) references community (foundation_id, id),
  constraint available_not_below_limit check (available_min is null or posted - pending_out >= available_min)
);
comment on table coin_account is 'Time coins of one holder, in hundredths.';
create index coin_account_by_community on coin_account (foundation_id, community_id, id);
call protect('coin_account', 'community_id = any (current_setting(''app.communities'')::uuid[]) or owner_id = any (current_setting(''app.persons'')::uuid[])');

create table transfer (
  foundation_id uuid not null references foundation (id),
  id uuid not null,
  community_ids uuid[] not null,
  person_ids uuid[] not null,
  client_id text not null check (char_length(client_id) between 1 and 200),
  request_hash text not null,
  phase text not null check (phase in ('POSTED', 'PENDING', 'POST_PENDING', 'VOID_PENDING')),
  kind text not null,
  amount bigint not null check (amount >= 0),
  reason text check (char_length(reason) <= 2000),
  happened_at timestamptz not null,
  booked_at timestamptz not null default now(),
  expires_at timestamptz,
  pending_id uuid,
  reverses_id uuid,
  business_kind text,
  business_id uuid,
  actor_account_id uuid not null,
  primary key (foundation_id, id),
  unique (foundation_id, client_id),
  unique (foundation_id, pending_id),
  unique (foundation_id, reverses_id),
  foreign key (foundation_id, pending_id) references transfer (foundation_id, id),
  foreign key (foundation_id, reverses_id) references transfer (foundation_id, id),
  check ((phase in ('POST_PENDING', 'VOID_PENDING')) = (pending_id is not null))
);
comment on table transfer is 'Movement of coins between accounts. Append-only.';
create index transfer_by_business on transfer (foundation_id, business_kind, business_id);
call protect('transfer', 'community_ids && current_setting(''app.communities'')::uuid[] or person_ids && current_setting(''app.persons'')::uuid[]');
call make_append_only('transfer');

create table entry (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid,
  transfer_id uuid not null,
  account_id uuid not null,
  layer text not null check (layer in ('POSTED', 'PENDING_OUT', 'PENDING_IN')),
  amount bigint not null check (amount <> 0),
  primary key (foundation_id, id),
  foreign key (foundation_id, transfer_id) references transfer (foundation_id, id),
  foreign key (foundation_id, account_id) references coin_account (foundation_id, id)
);
comment on table entry is 'One entry of a transfer. Within a transfer, posted entries sum to zero, and so do pending entries. Append-only.';
create index entry_by_account on entry (foundation_id, account_id, id);
create index entry_by_transfer on entry (foundation_id, transfer_id);
call protect('entry', 'community_id = any (current_setting(''app.communities'')::uuid[])');
call make_append_only('entry');

create table hours_record (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  volunteer_id uuid not null,
  person_id uuid not null,
  minutes integer not null check (minutes <> 0 and abs(minutes) <= 1440),
  category text not null,
  happened_at timestamptz not null,
  booked_at timestamptz not null default now(),
  business_kind text not null,
  business_id uuid not null,
  corrects_id uuid,
  primary key (foundation_id, id),
  unique (foundation_id, corrects_id),
  foreign key (foundation_id, community_id) references community (foundation_id, id),
  foreign key (foundation_id, volunteer_id) references volunteer (foundation_id, id),
  foreign key (foundation_id, corrects_id) references hours_record (foundation_id, id)
);
comment on table hours_record is 'Certified time of service. Append-only.';
create unique index hours_record_once_for_business on hours_record (foundation_id, business_kind, business_id) where corrects_id is null;
create index hours_record_by_volunteer on hours_record (foundation_id, volunteer_id, happened_at);
create index hours_record_by_community on hours_record (foundation_id, community_id, happened_at);
call protect('hours_record', 'community_id = any (current_setting(''app.communities'')::uuid[]) or person_id = any (current_setting(''app.persons'')::uuid[])');
call make_append_only('hours_record');

-- Requests ----------------------------------------------------------------------------------------

create table service_kind (
  foundation_id uuid not null references foundation (id),
  id uuid not null,
  code text not null check (code ~ '^[a-z][a-z0-9_]{1,62}$'),
  name text not null check (char_length(name) between 1 and 200),
  category text not null,
  minutes_default integer not null check (minutes_default between 1 and 1440),
  coins_per_hour bigint not null check (coins_per_hour between 0 and 1000000),
  is_offered boolean not null default true,
  primary key (foundation_id, id),
  unique (foundation_id, code)
);
comment on table service_kind is 'Service kind in a foundation''s catalogue.';
call protect('service_kind', null);

create table service_request (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  elder_id uuid not null,
  elder_person_id uuid not null,
  kind_id uuid not null,
  state text not null check (state in ('OPEN', 'ASSIGNED', 'IN_PROGRESS', 'AWAITING_CERTIFICATION', 'CERTIFIED', 'CANCELLED', 'EXPIRED', 'DISPUTED')),
  urgency text not null check (urgency in ('NORMAL', 'SOON', 'URGENT')),
  requested_from timestamptz not null,
  requested_to timestamptz not null check (requested_to > requested_from),
  minutes_expected integer not null check (minutes_expected between 1 and 1440),
  place text check (char_length(place) <= 500),
  note text check (char_length(note) <= 2000),
  coins_held bigint not null check (coins_held >= 0),
  hold_id uuid not null,
  channel text not null check (channel in ('APP', 'PHONE', 'PAPER', 'AGENCY')),
  opened_at timestamptz not null,
  version integer not null,
  primary key (foundation_id, id),
  foreign key (foundation_id, community_id) references community (foundation_id, id),
  foreign key (foundation_id, elder_id) references elder (foundation_id, id),
  foreign key (foundation_id, elder_person_id) references person (foundation_id, id),
  foreign key (foundation_id, kind_id) references service_kind (foundation_id, id),
  foreign key (foundation_id, hold_id) references transfer (foundation_id, id)
);
comment on table service_request is 'Request for service that an elder makes to the community.';
create index service_request_board on service_request (foundation_id, community_id, state, id desc);
create index service_request_newest on service_request (foundation_id, id desc);
create index service_request_by_elder on service_request (foundation_id, elder_id, id desc);
call protect('service_request', 'community_id = any (current_setting(''app.reach'')::uuid[]) or elder_person_id = any (current_setting(''app.persons'')::uuid[])');

create table visit (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  request_id uuid not null,
  elder_person_id uuid not null,
  volunteer_id uuid not null,
  volunteer_person_id uuid not null,
  team_id uuid,
  state text not null check (state in ('PLANNED', 'CHECKED_IN', 'CHECKED_OUT', 'CERTIFIED', 'WITHDRAWN', 'DISPUTED')),
  checked_in_at timestamptz,
  checked_out_at timestamptz check (checked_out_at >= checked_in_at),
  note text check (char_length(note) <= 2000),
  minutes_certified integer check (minutes_certified between 0 and 1440),
  coins_paid bigint check (coins_paid >= 0),
  certified_at timestamptz,
  certified_by_account_id uuid,
  primary key (foundation_id, id),
  foreign key (foundation_id, community_id) references community (foundation_id, id),
  foreign key (foundation_id, request_id) references service_request (foundation_id, id),
  foreign key (foundation_id, volunteer_id) references volunteer (foundation_id, id),
  foreign key (foundation_id, team_id) references team (foundation_id, id)
);
comment on table visit is 'One volunteer''s part in carrying out a request.';
create index visit_by_request on visit (foundation_id, request_id);
create index visit_by_volunteer on visit (foundation_id, volunteer_id, id desc);
create index visit_certified on visit (foundation_id, community_id, checked_in_at) where state = 'CERTIFIED';
call protect('visit', 'community_id = any (current_setting(''app.reach'')::uuid[]) or elder_person_id = any (current_setting(''app.persons'')::uuid[]) or volunteer_person_id = any (current_setting(''app.persons'')::uuid[])');

create table request_change (
  foundation_id uuid not null,
  id uuid not null,
  community_id uuid not null,
  request_id uuid not null,
  elder_person_id uuid not null,
  version integer not null,
  from_state text,
  to_state text not null,
  changed_at timestamptz not null default now(),
  actor_account_id uuid not null,
  actor_name text not null,
  acted_for_person_id uuid,
  channel text not null,
  reason text check (char_length(reason) <= 2000),
  primary key (foundation_id, id),
  unique (foundation_id, request_id, version),
  foreign key (foundation_id, request_id) references service_request (foundation_id, id)
);
comment on table request_change is 'Change of a service request. Append-only.';
call protect('request_change', 'community_id = any (current_setting(''app.reach'')::uuid[]) or elder_person_id = any (current_setting(''app.persons'')::uuid[])');
call make_append_only('request_change');

-- Records of every write --------------------------------------------------------------------------

create table audit_entry (
  foundation_id uuid not null references foundation (id),
  id uuid not null,
  at timestamptz not null default now(),
  actor_account_id uuid not null,
  app_id text,
  action text not null,
  subject_kind text,
  subject_id uuid,
  acted_for_person_id uuid,
  mandate_id uuid,
  channel text not null,
  reason text,
  operation_id text not null,
  primary key (foundation_id, id)
);
comment on table audit_entry is 'Audit log: actor, action, person represented, authority and channel of each change. Append-only.';
create index audit_entry_by_subject on audit_entry (foundation_id, subject_id);
-- Every member may add audit entries; only callers with access to the whole foundation read them.
alter table audit_entry enable row level security;
alter table audit_entry force row level security;
create policy member on audit_entry for select to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid and current_setting('app.scope') = 'foundation');
create policy member_adds on audit_entry for insert to linli_member
  with check (foundation_id = current_setting('app.foundation')::uuid);
call make_append_only('audit_entry');

create table idempotency_record (
  foundation_id uuid not null references foundation (id),
  account_id uuid not null,
  key text not null check (char_length(key) between 1 and 200),
  operation text not null,
  request_hash text not null,
  answer jsonb,
  created_at timestamptz not null default now(),
  primary key (foundation_id, account_id, key)
);
comment on table idempotency_record is 'Answer that a mutation gave, so that the same call again gets it again.';
alter table idempotency_record enable row level security;
alter table idempotency_record force row level security;
create policy member on idempotency_record to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid and account_id = current_setting('app.account')::uuid)
  with check (foundation_id = current_setting('app.foundation')::uuid and account_id = current_setting('app.account')::uuid);

-- Committed events for the sequencer, which numbers them; see api/platform/FEED.md. The hub routes
-- events by the routing columns without reading the subject.
create table outbox (
  id uuid primary key,
  foundation_id uuid not null,
  kind text not null,
  subject_kind text not null,
  subject_id uuid not null,
  subject_version integer,
  payload jsonb not null,
  before_facts jsonb,
  after_facts jsonb,
  written_at timestamptz not null default clock_timestamp()
);
comment on table outbox is 'Events of committed transactions, waiting for the sequencer.';
alter table outbox enable row level security;
alter table outbox force row level security;
create policy member_adds on outbox for insert to linli_member
  with check (foundation_id = current_setting('app.foundation')::uuid);

-- Table privileges; the policies above select the rows --------------------------------------------

grant select on foundation, community, team, team_area, person, elder, volunteer, team_member, role_grant,
  coin_account, transfer, entry, hours_record, service_kind, service_request, visit, request_change, audit_entry, idempotency_record
  to linli_member;
grant insert on community, team, team_area, person, elder, volunteer, team_member, role_grant,
  coin_account, transfer, entry, hours_record, service_kind, service_request, visit, request_change, audit_entry, idempotency_record, outbox
  to linli_member;
grant update on foundation, community, team, person, elder, volunteer, team_member, role_grant, service_kind, service_request, visit to linli_member;
grant update (posted, pending_out, pending_in, is_open) on coin_account to linli_member;
grant update (answer) on idempotency_record to linli_member;
grant delete on team_area, team_member to linli_member;
grant select on account, role_grant, foundation, team, team_area, team_member, signing_key to linli_identity;
-- Sign-in learns a person's community and volunteer id, not the person's identity.
grant select (foundation_id, id, community_id) on person to linli_identity;
grant select (foundation_id, id, person_id) on volunteer to linli_identity;
create policy identity on person for select to linli_identity using (true);
create policy identity on volunteer for select to linli_identity using (true);
grant insert on signing_key to linli_identity;
grant select, insert, delete on outbox to linli_relay;
