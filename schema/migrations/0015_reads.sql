-- Who sees which communities, in parts. A list of 500 ids in one variable was read again for each row, 200 microseconds each
-- time; now a row looks for its community in one of 32 short texts, in one or two, however many communities the caller has.
--
-- Session variables from now on (api/platform/database/session.ts); app.communities, app.reach and app.circle are no more:
--   app.community_access                   communities near the caller where they are few. Each is written with how near it is in front: 'rsk'
--                              the caller runs it (dispatcher), 'sk' the caller sees its requests, 'k' the caller knows its
--                              helpers. So 'sk' and the id are found for whoever runs it too.
--   app.community_access_0 .. app.community_access_31  the same where they are many, in parts: the last byte of an id tells which
--   app.persons, app.teams     persons that the caller is or acts for, teams that the caller leads; unset where there are none
-- What is not set is null, and null shows nothing.

-- The expression that a policy asks with whether a community is so near: mark is 'rsk', 'sk' or 'k'.
create function community_access(mark text, community text) returns text
language sql immutable set search_path = pg_catalog
begin atomic
  select format('strpos(coalesce(nullif(current_setting(''app.community_access'', true), ''''), current_setting(''app.community_access_'' || (get_byte(uuid_send(%1$s), 15) & 31), true)), %2$L || %1$s::text) > 0', community, mark);
end;
comment on function community_access(text, text) is 'For the audience of protect(): whether the caller is so near to the community in that column.';

-- The same of any of several communities. A function, because a policy may hold no sub-select.
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

-- Every policy that there is, put into these words. What it says stays the same.
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

-- The proof of who asks is a prepared statement of each connection now (api/identity/actor-revalidation.ts), which costs half as much; what
-- it calls when something has changed is this.
create function refuse_outdated(what text) returns boolean
language plpgsql volatile set search_path = pg_catalog as $body$
begin
  raise exception 'what was known of this % has changed', what using errcode = 'LN001';
end
$body$;
revoke all on function refuse_outdated(text) from public;
grant execute on function refuse_outdated(text) to linli_identity;
drop function prove_account(uuid, integer, uuid[], bigint, timestamptz), prove_app(text, uuid, text, text), prove_key(uuid, uuid);
