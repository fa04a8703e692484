-- Consent of the holder to a first grant or a link, credentials that end with their origin, and
-- sign-in numbers that follow a corrected person. See api/identity/sign-in/SIGN_IN.md.

-- Grants ------------------------------------------------------------------------------------------

-- Older grants are in force. The default is for grants without a holder to accept them: partner
-- servers, demo data.
alter table role_grant add column accepted_at timestamptz default now();
comment on column role_grant.accepted_at is 'When the holder accepted it, or when it was given to somebody who had accepted this foundation before. Null: an invitation that does not count yet.';

-- Linked accounts ---------------------------------------------------------------------------------

alter table linked_account add column accepted_at timestamptz;
comment on column linked_account.accepted_at is 'When the holder of the account accepted that this issuer signs in as them. Null: an invitation that does not count yet.';
create index linked_account_by_account on linked_account (account_id);
grant update (accepted_at) on linked_account to linli_member;
-- A token with a phone number proposes a link automatically.
grant insert on linked_account to linli_identity;
create policy identity_proposes on linked_account for insert to linli_identity with check (accepted_at is null);

-- API keys ----------------------------------------------------------------------------------------

alter table api_key
  add column app_client_id text,
  add column sign_in text,
  add column issuer_id uuid,
  add constraint api_key_has_one_origin check (app_client_id is null or issuer_id is null);
comment on column api_key.app_client_id is 'App of a partner that the key was made through; the key ends with it. Null when it was made in person, or by an issuer.';
comment on column api_key.sign_in is 'Sign-in at that app; the key ends with it.';
comment on column api_key.issuer_id is 'Issuer by whose token the key was made; the key ends with its trust and its link.';

-- The audit log has the origin of existing keys.
alter table api_key no force row level security;
alter table audit_entry no force row level security;
update api_key k set
  app_client_id = case when a.app_id ~ '^app_[0-9a-z]{26}$' then a.app_id end,
  issuer_id = case when a.app_id ~ '^issuer:[0-9a-f-]{36}$' then substr(a.app_id, 8)::uuid end,
  -- A key made by a key ends, since its own end could not be traced.
  revoked_at = case when a.app_id ~ '^key:' then coalesce(k.revoked_at, now()) else k.revoked_at end
from audit_entry a
where a.foundation_id = k.foundation_id and a.subject_kind = 'apikey' and a.subject_id = k.id and a.action = 'apiKey:make'
  and a.app_id is not null;
alter table api_key force row level security;
alter table audit_entry force row level security;

-- Whether a key is active now, and its scopes: at most those of the app that it was made through.
create function key_access(tenant uuid, key uuid, out scopes text[], out is_active boolean)
language sql stable set search_path = pg_catalog, public
begin atomic
  select
    case when k.app_client_id is null then k.scopes else array(
      select s.name from unnest(k.scopes) as s (name)
      where (s.name = any (a.consent_scopes) or replace(s.name, ':read', ':write') = any (a.consent_scopes))
        and (s.name = any (a.app_scopes) or replace(s.name, ':read', ':write') = any (a.app_scopes))
      order by s.name) end,
    k.revoked_at is null and k.expires_at > now()
      and (k.app_client_id is null or coalesce(a.is_active and a.is_signed_in and a.consent_scopes is not null, false))
      and (k.issuer_id is null or exists (
        select from trusted_issuer i join linked_account l on l.foundation_id = i.foundation_id and l.issuer_id = i.id
        where i.foundation_id = k.foundation_id and i.id = k.issuer_id and i.untrusted_at is null
          and l.account_id = k.account_id and l.accepted_at is not null))
  from api_key k left join lateral app_access(k.app_client_id, k.foundation_id, k.sign_in) a on k.app_client_id is not null
  where k.foundation_id = tenant and k.id = key;
end;
revoke all on function key_access(uuid, uuid) from public;
grant execute on function key_access(uuid, uuid) to linli_identity;

-- A foundation that revokes another foundation's app also ends the grants of its server.
create index role_grant_of_partners on role_grant (account_id) where role = 'PARTNER_APP';
