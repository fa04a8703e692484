-- Certification with fewer statements, and a minimal lock of the chain. Forward only.

-- The decision about a visit is inserted before its payment is booked, so that only the commit
-- follows the booking.
alter table certification alter constraint certification_foundation_id_payment_id_fkey deferrable initially deferred;

-- A volunteer's certified hours and star. Locks the volunteer, so that concurrent certifications
-- see each other's hours, and counts all communities. A function and not one statement, since the
-- count must be read after the lock is granted.
create function volunteer_star_state(tenant uuid, volunteer uuid, at timestamptz, out community_id uuid, out minutes bigint, out level integer, out rule jsonb)
language plpgsql set search_path = pg_catalog, public as $body$
declare
  scope constant text := current_setting('app.scope');
begin
  set local app.scope = 'foundation';
  select v.community_id into community_id from volunteer v where v.foundation_id = tenant and v.id = volunteer for no key update;
  select coalesce(sum(h.minutes), 0) into minutes from hours_record h where h.foundation_id = tenant and h.volunteer_id = volunteer;
  select a.level into level from star_award a where a.foundation_id = tenant and a.volunteer_id = volunteer order by a.id desc limit 1;
  select jsonb_build_object('version', p.version, 'name', p.name, 'hours', p.hours) into rule from star_policy p
  where p.foundation_id = tenant and p.valid_from <= at order by p.valid_from desc, p.version desc limit 1;
  execute format('set local app.scope = %L', scope);
end
$body$;
revoke all on function volunteer_star_state(uuid, uuid, timestamptz) from public;
grant execute on function volunteer_star_state(uuid, uuid, timestamptz) to linli_member;

-- The row of a transfer to insert.
create or replace function ledger_transfer(tenant uuid, b jsonb, booked timestamptz, as_phase text, accounts uuid[]) returns transfer
language plpgsql set search_path = pg_catalog, public as $body$
declare
  t transfer;
begin
  t.foundation_id := tenant;
  t.id := coalesce((b ->> 'id')::uuid, new_id(booked));
  select array(select distinct a.community_id from coin_account a
      where a.foundation_id = tenant and a.id = any (accounts) and a.community_id is not null),
    array(select a.owner_id from coin_account a where a.foundation_id = tenant and a.id = any (accounts) and a.owner_kind = 'PERSON')
  into t.community_ids, t.person_ids;
  t.client_id := b ->> 'clientId';
  t.request_hash := b ->> 'requestHash';
  t.phase := as_phase;
  t.kind := b ->> 'kind';
  t.amount := (b ->> 'amount')::bigint;
  t.reason := b ->> 'reason';
  t.happened_at := (b ->> 'happenedAt')::timestamptz;
  t.booked_at := booked;
  t.expires_at := (b ->> 'expiresAt')::timestamptz;
  t.pending_id := (b ->> 'holdId')::uuid;
  t.reverses_id := (b ->> 'reversesId')::uuid;
  t.business_kind := b #>> '{business,kind}';
  t.business_id := (b #>> '{business,id}')::uuid;
  t.actor_account_id := (b ->> 'actor')::uuid;
  insert into transfer select t.*;
  return t;
end
$body$;

