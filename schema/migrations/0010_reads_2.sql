-- Indexes for lists of requests, one per access path, so that a page costs only its own rows. The
-- paths are the caller's communities, offers from next door, the caller's elders and own entries.

create index service_request_of_community on service_request (foundation_id, community_id, id desc);
create index service_request_of_person on service_request (foundation_id, elder_person_id, id desc);
create index service_request_entered_by on service_request (foundation_id, opened_by_account_id, id desc);

-- The same as service_request.offered_community_ids, by community: a policy prevents the use of
-- array indexes. A row here grants nothing; the policy of service_request decides.
create table request_offer (
  foundation_id uuid not null,
  community_id uuid not null,
  request_id uuid not null,
  primary key (foundation_id, community_id, request_id),
  foreign key (foundation_id, community_id) references community (foundation_id, id),
  foreign key (foundation_id, request_id) references service_request (foundation_id, id)
);
comment on table request_offer is 'That a request was offered to a community besides its own. Kept by trigger; offers are never taken back.';
create index request_offer_by_request on request_offer (foundation_id, request_id);
alter table request_offer enable row level security;
alter table request_offer force row level security;
create policy member on request_offer for select to linli_member
  using (foundation_id = current_setting('app.foundation')::uuid
    and (current_setting('app.scope') = 'foundation' or community_id = any (current_setting('app.reach')::uuid[])));
create policy member_adds on request_offer for insert to linli_member
  with check (foundation_id = current_setting('app.foundation')::uuid);
grant select, insert on request_offer to linli_member;

create function sync_request_offers() returns trigger
language plpgsql set search_path = pg_catalog, public as $body$
begin
  insert into request_offer (foundation_id, community_id, request_id)
  select new.foundation_id, offered.id, new.id from unnest(new.offered_community_ids) as offered (id) order by offered.id
  on conflict do nothing;
  return null;
end
$body$;
revoke all on function sync_request_offers() from public;
create trigger sync_request_offers_inserted after insert on service_request for each row
  when (new.offered_community_ids <> '{}') execute function sync_request_offers();
create trigger sync_request_offers_updated after update on service_request for each row
  when (new.offered_community_ids is distinct from old.offered_community_ids) execute function sync_request_offers();

alter table service_request no force row level security;
alter table request_offer no force row level security;
insert into request_offer (foundation_id, community_id, request_id)
  select r.foundation_id, offered.id, r.id from service_request r, unnest(r.offered_community_ids) as offered (id) on conflict do nothing;
alter table service_request force row level security;
alter table request_offer force row level security;
