-- Who may see and do what: roles, session variables, community access. Read this file first.
--
-- Files of this folder are the whole schema of a new database, in order of their names. Changes
-- after version 0.1.0 are in schema/migrations/.
--
-- Roles (created by api/platform/database/migrate.ts, because roles belong to the server):
--   linli_owner       owns everything and is nobody's login; forced row-level security binds it too
--   linli_member      acts for the caller of an operation, inside one foundation
--   linli_partner     acts for partner apps, where their rights differ from a member's
--   linli_impact      reads aggregates, no rows about people
--   linli_identity    signs in: resolves accounts and tenants before there is a tenant
--   linli_head_bank   reads what is between the foundations, and no data about people
--   linli_relay       moves events from the outbox to the feed and creates jobs
--   linli_api         login of the nodes; it has no privileges, and takes on one of the roles above
--
-- Session variables of a transaction (api/platform/database/session.ts):
--   app.account           account of the caller
--   app.foundation        the tenant, a uuid
--   app.scope             'foundation' when the caller may see all of the tenant, else 'community'
--   app.persons           persons that the caller is or acts for; unset when there are none
--   app.teams             teams that the caller leads; unset when there are none
--   app.community_access  communities and the caller's access to them; see below
--   app.redaction         'on' during an erasure; see 90-erasure.sql
-- The first three are set always. An unset one is an error or '', and neither casts to uuid: a
-- statement without context is an error, not a leak. The others are null when unset, and null shows
-- nothing.
--
-- Policies. Each tenant table has forced row-level security and, for linli_member, one permissive
-- policy that combines tenant and audience. One policy without sub-selects, because Citus copies
-- RESTRICTIVE policies as permissive ones and refuses sub-selects. A policy without WITH CHECK
-- applies its USING expression to written rows as well.

-- No function is executable by PUBLIC. Each states below who may call it.
alter default privileges revoke execute on functions from public;

-- Community access --------------------------------------------------------------------------------
-- A session variable names the caller's communities, each id with a prefix for the access level:
--   'rsk'  manage   (dispatcher)
--   'sk'   view     requests of the community
--   'k'    contact  volunteers of the community
-- Each level includes the next, so a search for 'sk' and the id also finds managed communities. Up
-- to 16 communities are in app.community_access. More are in 32 hash buckets,
-- app.community_access_0 to app.community_access_31: the id's last byte selects the bucket. A row
-- therefore searches a short text, in one or two microseconds, however many communities the caller
-- has.

-- Whether the caller has access to a community. PostgreSQL inlines this function into policies, so
-- the level is a constant in the plan: it has one expression as body, no SET clause, and is not
-- STRICT. Names in its body were resolved when it was created.
create function has_community_access(level text, community_id uuid) returns boolean
language sql stable parallel safe
return strpos(
  coalesce(
    nullif(current_setting('app.community_access', true), ''),
    current_setting('app.community_access_' || (get_byte(uuid_send(community_id), 15) & 31), true)
  ),
  case level when 'manage' then 'rsk' when 'view' then 'sk' when 'contact' then 'k' end
    || community_id::text
) > 0;
grant execute on function has_community_access to linli_member;

-- The same for any of several communities. A function, because a policy may not contain a
-- sub-select.
create function has_any_community_access(level text, community_ids uuid[]) returns boolean
language plpgsql stable parallel safe set search_path = pg_catalog as $body$
declare
  community_id uuid;
begin
  foreach community_id in array community_ids loop
    if public.has_community_access(level, community_id) then return true; end if;
  end loop;
  return false;
end
$body$;
grant execute on function has_any_community_access to linli_member;
