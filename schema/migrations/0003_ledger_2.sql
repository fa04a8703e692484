-- Locks the accounts of a booking so that foreign keys to them pass: otherwise two bookings could
-- deadlock through the fund of a lot.
create or replace function ledger_book(bookings jsonb) returns jsonb
language plpgsql set search_path = pg_catalog, public as $body$
declare
  tenant constant uuid := current_setting('app.foundation')::uuid;
  scope constant text := current_setting('app.scope');
  named jsonb[] := '{}';
  accounts uuid[] := '{}';
  answers jsonb[] := '{}';
  b jsonb;
  head ledger_head;
  known transfer;
  booked record;
begin
  -- Booking between two holders crosses communities by its nature; the tenant stays.
  set local app.scope = 'foundation';
  for b in select value from jsonb_array_elements(bookings) loop
    b := ledger_name(tenant, b);
    named := named || b;
    accounts := accounts || array(select jsonb_array_elements_text(b -> 'accounts'))::uuid[];
  end loop;
  -- Weaker than FOR UPDATE: a new lot references the fund that issued its coins. The foreign key
  -- check must not wait for a transaction that has locked the fund and waits for the head.
  perform from coin_account a where a.foundation_id = tenant and a.id = any (accounts) order by a.id for no key update;
  head := ledger_lock_head(tenant);
  foreach b in array named loop
    select * into known from transfer t where t.foundation_id = tenant and t.client_id = b ->> 'clientId';
    if found then
      if known.request_hash <> b ->> 'requestHash' then perform ledger_refuse('CLIENT_ID_REUSED'); end if;
      answers := answers || jsonb_build_object('id', known.id, 'isReplay', true);
    else
      select * into booked from ledger_book_one(tenant, b, head);
      head := booked.head;
      answers := answers || jsonb_build_object('id', booked.booked_id, 'isReplay', false);
    end if;
  end loop;
  perform ledger_keep_head(head);
  execute format('set local app.scope = %L', scope);
  return to_jsonb(answers);
end
$body$;
