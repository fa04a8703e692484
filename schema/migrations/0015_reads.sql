-- Community access in hash buckets. One variable with 500 ids was scanned again for each row, in
-- 200 microseconds. Now a row searches one of 32 short texts, in one or two microseconds, however
-- many communities the caller has.
--
-- Session variables from now on (api/platform/database/session.ts), in place of app.communities,
-- app.reach and app.circle:
--   app.community_access       the caller's communities when they are few, each id with a prefix:
--                              'rsk' manage (dispatcher), 'sk' view requests, 'k' contact;
--                              a search for 'sk' and the id thus also finds managed communities
--   app.near_0 .. app.near_31  the same when they are many: the id's last byte selects the bucket
--   app.persons, app.teams     persons that the caller is or acts for, teams that the caller leads;
--                              unset when there are none
-- An unset variable is null, and null shows nothing.

-- SQL expression of a policy: whether the caller has access to a community. `mark` is 'rsk', 'sk'
-- or 'k'.
create function community_access(mark text, community text) returns text
language sql immutable set search_path = pg_catalog
begin atomic
  select format('strpos(coalesce(nullif(current_setting(''app.community_access'', true), ''''), current_setting(''app.community_access_'' || (get_byte(uuid_send(%1$s), 15) & 31), true)), %2$L || %1$s::text) > 0', community, mark);
end;
comment on function community_access(text, text) is 'For the audience of protect(): whether the caller is so near to the community in that column.';

-- The same for any of several communities. A function, because a policy may not contain a
-- sub-select.
create function has_any_community_access(mark text, communities uuid[]) returns boolean
language plpgsql stable parallel safe set search_path = pg_catalog as $body$
declare
  community uuid;
begin
  foreach community in array communities loop
    if strpos(coalesce(nullif(current_setting('app.community_access', true), ''), current_setting('app.community_access_' || (get_byte(uuid_send(community), 15) & 31), true)), mark || community::text) > 0 then
      return true;
    end if;
  end loop;
  return false;
end
$body$;
revoke all on function community_access(text, text), has_any_community_access(text, uuid[]) from public;
grant execute on function has_any_community_access(text, uuid[]) to linli_member;

-- Rewrites all existing policies to these expressions. Their meaning stays the same.
create function in_parts(expression text) returns text
language plpgsql set search_path = pg_catalog, public as $body$
declare
  list constant text := ' \(\(current_setting\(''app\.%s''::text\)\)::uuid\[\]\)';
  other constant text := ' \(current_setting\(''app\.%s''::text\)\)::uuid\[\]';
  each record;
begin
  for each in select * from (values ('communities', 'rsk'), ('reach', 'sk'), ('circle', 'k')) as v (name, mark) loop
    expression := regexp_replace(expression, '(\w+) = ANY' || format(list, each.name), community_access(each.mark, '\1'), 'g');
    expression := regexp_replace(expression, '(\w+) &&' || format(other, each.name), format('(\1 <> ''{}'' and has_any_community_access(%L, \1))', each.mark), 'g');
  end loop;
  for each in select * from (values ('persons'), ('teams')) as v (name) loop
    expression := regexp_replace(expression, '(\w+) = ANY' || format(list, each.name), format('strpos(current_setting(''app.%s'', true), \1::text) > 0', each.name), 'g');
    expression := regexp_replace(expression, '(\w+) &&' || format(other, each.name), format('\1 && nullif(current_setting(''app.%s'', true), '''')::uuid[]', each.name), 'g');
  end loop;
  return expression;
end
$body$;

do $body$
declare
  each record;
begin
  for each in
    select p.polname, p.polrelid::regclass as relation, in_parts(pg_get_expr(p.polqual, p.polrelid)) as seen, in_parts(pg_get_expr(p.polwithcheck, p.polrelid)) as written
    from pg_policy p
    where concat(pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)) ~ 'app\.(communities|reach|circle|persons|teams)'
  loop
    execute format('alter policy %I on %s %s %s', each.polname, each.relation,
      case when each.seen is not null then format('using (%s)', each.seen) end, case when each.written is not null then format('with check (%s)', each.written) end);
  end loop;
  if exists (select from pg_policy p where concat(pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)) ~ 'app\.(communities|reach|circle)|app\.(persons|teams)''::text\)') then
    raise exception 'a policy still reads a list that nobody sets any more';
  end if;
end
$body$;
drop function in_parts(text);

-- Revalidation is now a prepared statement of each connection (api/identity/actor-revalidation.ts),
-- at half the cost. It calls this function when cached facts are outdated.
create function refuse_outdated(what text) returns boolean
language plpgsql volatile set search_path = pg_catalog as $body$
begin
  raise exception 'what was known of this % has changed', what using errcode = 'LN001';
end
$body$;
revoke all on function refuse_outdated(text) from public;
grant execute on function refuse_outdated(text) to linli_identity;
drop function prove_account(uuid, integer, uuid[], bigint, timestamptz), prove_app(text, uuid, text, text), prove_key(uuid, uuid);
