-- Timers of automatic changes. Forward only.

create table request_timer (
  foundation_id uuid not null,
  id uuid not null,
  request_id uuid not null,
  kind text not null check (kind in ('OFFER', 'CHECK_IN', 'CHECK_OUT', 'EXPIRE')),
  due_at timestamptz not null,
  primary key (foundation_id, id),
  unique (foundation_id, request_id, kind),
  foreign key (foundation_id, request_id) references service_request (foundation_id, id)
);
comment on table request_timer is 'When the platform looks at a request again by itself. Whoever takes the row out acts on it, once.';
create index request_timer_due on request_timer (due_at);
create index request_timer_due_of_foundation on request_timer (foundation_id, due_at);
call protect('request_timer', null);
-- The node that looks for due timers learns in which foundations there are some, and nothing else.
create policy identity on request_timer for select to linli_identity using (true);
grant select (foundation_id, due_at) on request_timer to linli_identity;
grant select, insert, update, delete on request_timer to linli_member;

-- Timers for existing requests: past ones expire with the first run, expected ones are watched from
-- now on.
insert into request_timer (foundation_id, id, request_id, kind, due_at)
select foundation_id, gen_random_uuid(), id, 'EXPIRE', requested_to from service_request where state in ('IN_REVIEW', 'OPEN');
