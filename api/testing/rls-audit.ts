import type pg from 'pg';
import { roles } from '../platform/database/roles.ts';

/**
 * Audits the system catalogue for gaps in tenant isolation; gives one sentence for each. Only
 * exceptions are listed, each with its reason, so that new tables, views and functions are checked
 * automatically.
 */
export async function rlsFaults(client: pg.ClientBase): Promise<string[]> {
  const found: string[] = [];
  for (const find of [
    roleFaults,
    ownerFaults,
    publicFaults,
    tableFaults,
    policyFaults,
    keyFaults,
    referenceFaults,
    functionFaults,
    viewFaults,
    appendOnlyFaults,
  ]) {
    found.push(...(await find(client)));
  }
  return found.sort();
}

/** Roles that act for people. Row-level security must guard all their access. */
const actingRoles: readonly string[] = [roles.member, roles.partner, roles.impact];

const tenantEquality = "foundation_id = (current_setting('app.foundation'::text))::uuid";
const foundationEquality = "id = (current_setting('app.foundation'::text))::uuid";

async function roleFaults(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ role: string; powers: string[] }>(
    `select rolname as role, array_remove(array[
       case when rolsuper then 'is a superuser' end, case when rolcreaterole then 'may create roles' end,
       case when rolcreatedb then 'may create databases' end, case when rolreplication then 'may replicate' end,
       case when rolbypassrls and rolname <> $2 then 'may bypass row-level security' end,
       case when rolinherit then 'inherits by default' end,
       case when rolcanlogin and rolname not in ($2, $3) then 'may log in' end], null) as powers
     from pg_roles where rolname = any ($1)`,
    [Object.values(roles), roles.relay, roles.login],
  );
  const members = await client.query<{
    member: string;
    role: string;
    isInherited: boolean;
    isAdministrator: boolean;
  }>(
    `select m.rolname as member, r.rolname as role, inherit_option as "isInherited", admin_option as "isAdministrator"
     from pg_auth_members join pg_roles m on m.oid = member join pg_roles r on r.oid = roleid
     where m.rolname = any ($1)`,
    [Object.values(roles)],
  );
  return [
    ...Object.values(roles)
      .filter((role) => !rows.some((row) => row.role === role))
      .map((role) => `${role} does not exist`),
    ...rows.flatMap(({ role, powers }) => powers.map((power) => `${role} ${power}`)),
    ...members.rows.flatMap(({ member, role, isInherited, isAdministrator }) => [
      ...(isInherited ? [`${member} inherits ${role}`] : []),
      ...(isAdministrator ? [`${member} may hand on ${role}`] : []),
      ...(role === roles.owner ? [`${member} may become the owner`] : []),
      ...(member === roles.login ? [] : [`${member} may become ${role}`]),
    ]),
  ];
}

/** Objects of the migrations belong to the owner role; older ones to the administrator. */
async function ownerFaults(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string; owner: string }>(
    `select relname as name, pg_get_userbyid(relowner) as owner from pg_class
       where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S', 'f')
     union all
     select proname, pg_get_userbyid(proowner) from pg_proc where pronamespace = 'public'::regnamespace`,
  );
  return rows
    .filter(({ name, owner }) => owner !== roles.owner && name !== 'schema_migration')
    .map(({ name, owner }) => `${owner} owns ${name}, and not ${roles.owner}`);
}

async function publicFaults(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ what: string; grantee: string; privilege: string }>(
    `with object (what, acl) as (
       select relname, coalesce(relacl, acldefault(case relkind when 'S' then 's' else 'r' end::"char", relowner))
         from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S', 'f')
       union all
       select c.relname || '.' || a.attname, a.attacl from pg_attribute a join pg_class c on c.oid = a.attrelid
         where c.relnamespace = 'public'::regnamespace and a.attacl is not null
       union all
       select proname || '()', coalesce(proacl, acldefault('f', proowner)) from pg_proc where pronamespace = 'public'::regnamespace
       union all
       select 'schema ' || nspname, coalesce(nspacl, acldefault('n', nspowner)) from pg_namespace
         where nspname !~ '^pg_' and nspname <> 'information_schema'
       union all
       select 'this database', coalesce(datacl, acldefault('d', datdba)) from pg_database where datname = current_database()
     )
     select what, case when grantee = 0 then 'PUBLIC' else pg_get_userbyid(grantee) end as grantee, privilege_type as privilege
     from object, aclexplode(acl) where grantee = 0 or pg_get_userbyid(grantee) = $1`,
    [roles.login],
  );
  return rows
    .filter(({ grantee, privilege }) => grantee === 'PUBLIC' || privilege !== 'CONNECT')
    .map(({ what, grantee, privilege }) => `${what}: ${privilege} is granted to ${grantee}`);
}

interface Table {
  name: string;
  hasTenant: boolean;
  isTenantNullable: boolean;
  isProtected: boolean;
  isForced: boolean;
  /** Roles that act for people and have a privilege on it. */
  reachedBy: string[];
}

/** Tables that allow rows without a foundation, with the reason that it is safe. */
const mayLackTenant: ReadonlySet<string> = new Set([
  // A grant of the head bank has no foundation; the policy hides it from members.
  'role_grant',
]);

async function tableFaults(client: pg.ClientBase): Promise<string[]> {
  const faults: string[] = [];
  for (const table of await tablesOf(client)) {
    const isTenants = table.name === 'foundation';
    if (table.reachedBy.length > 0 && !table.hasTenant && !isTenants) {
      faults.push(
        `${table.name}: ${table.reachedBy.join(', ')} may use it and it has no column foundation_id`,
      );
    }
    if ((table.hasTenant || isTenants) && !(table.isProtected && table.isForced)) {
      faults.push(`${table.name}: row-level security is not enabled and forced`);
    }
    if (table.hasTenant && table.isTenantNullable && !mayLackTenant.has(table.name)) {
      faults.push(`${table.name}: foundation_id may be null`);
    }
  }
  return faults;
}

async function tablesOf(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `select c.relname as name, a.attname is not null as "hasTenant", not coalesce(a.attnotnull, false) as "isTenantNullable",
       c.relrowsecurity as "isProtected", c.relforcerowsecurity as "isForced",
       array(select role from unnest($1::text[]) role
             where has_table_privilege(role, c.oid, 'select, insert, update, delete, truncate, references, trigger')
                or has_any_column_privilege(role, c.oid, 'select, insert, update, references')) as "reachedBy"
     from pg_class c left join pg_attribute a on a.attrelid = c.oid and a.attname = 'foundation_id' and not a.attisdropped
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'f')`,
    [actingRoles],
  );
  return rows;
}

interface Policy {
  table: string;
  name: string;
  command: string;
  isPermissive: boolean;
  roles: string[];
  using: string | null;
  check: string | null;
}

async function policyFaults(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<Policy>(
    `select polrelid::regclass::text as table, polname as name, polpermissive as "isPermissive",
       case polcmd when 'r' then 'SELECT' when 'a' then 'INSERT' when 'w' then 'UPDATE' when 'd' then 'DELETE' else 'ALL' end as command,
       array(select case when role = 0 then 'PUBLIC' else pg_get_userbyid(role)::text end from unnest(polroles) role) as roles,
       pg_get_expr(polqual, polrelid) as using, pg_get_expr(polwithcheck, polrelid) as check
     from pg_policy`,
  );
  return [...rows.flatMap(faultsOfPolicy), ...overlaps(rows)];
}

function faultsOfPolicy(policy: Policy): string[] {
  const name = `${policy.table}: policy ${policy.name}`;
  const faults: string[] = [];
  if (!policy.isPermissive)
    faults.push(`${name} is restrictive, which Citus turns into permissive`);
  if (policy.roles.includes('PUBLIC')) faults.push(`${name} is for PUBLIC`);
  const isForSignIn = policy.roles.every((role) => role === roles.identity);
  if (policy.roles.includes(roles.headBank)) return [...faults, ...headBankFaults(name, policy)];
  for (const [clause, expression] of [
    ['USING', policy.using],
    ['WITH CHECK', policy.check],
  ] as const) {
    if (expression === null) continue;
    for (const [, variable = ''] of expression.matchAll(/current_setting\('app\.(\w+)'/g)) {
      if (!toldVariables.test(variable))
        faults.push(`${name} reads app.${variable} in ${clause}, which no session sets`);
    }
    for (const [, level = ''] of expression.matchAll(/community_access\('(\w+)'/g)) {
      if (!accessLevels.has(level))
        faults.push(`${name} asks for community access '${level}' in ${clause}, which is no level`);
    }
    if (/\bselect\b/i.test(expression))
      faults.push(`${name} has a sub-select in ${clause}, which Citus refuses`);
    // Sign-in resolves the tenant, so its own role reads across tenants.
    if (!isForSignIn && !holdsTenant(policy.table, expression)) {
      faults.push(`${name} does not hold the tenant equality in ${clause}`);
    }
  }
  return faults;
}

/**
 * Session variables (api/platform/database/session.ts). A policy on any other variable hides all
 * rows.
 */
const toldVariables = /^(account|foundation|scope|persons|teams|redaction)$/;

/** Levels that has_community_access() knows. Any other level hides all rows. */
const accessLevels: ReadonlySet<string> = new Set(['manage', 'view', 'contact']);

/**
 * Tables that the head bank's role reads across foundations, with the condition: data between them,
 * their names, and its own account with each. No data about people.
 */
const readByHeadBank: Readonly<Record<string, string>> = {
  clearing_agreement: 'true',
  clearing_order: 'true',
  clearing_leg: 'true',
  foundation: 'true',
  coin_account: "(owner_kind = 'HEAD_BANK'::text)",
};

function headBankFaults(
  name: string,
  { table, command, roles: reached, using, check }: Policy,
): string[] {
  if (reached.length > 1) return [`${name} is for the head bank and others`];
  if (command === 'INSERT' && table === 'clearing_leg' && check === "(state = 'WAITING'::text)")
    return [];
  const isKnown = command === 'SELECT' && readByHeadBank[table] === using;
  return isKnown
    ? []
    : [`${name} opens more to the head bank than what is between the foundations`];
}

/**
 * Whether the tenant equality is one of the conditions that must all hold, not one of several
 * alternatives.
 */
function holdsTenant(table: string, expression: string): boolean {
  const wanted = table === 'foundation' ? foundationEquality : tenantEquality;
  return conjuncts(expression).some((part) => part === wanted);
}

function conjuncts(expression: string): string[] {
  const bare = withoutParentheses(expression);
  return splitAtTop(bare, ' OR ').length > 1
    ? [bare]
    : splitAtTop(bare, ' AND ').flatMap((part) =>
        part === bare ? [withoutParentheses(part)] : conjuncts(part),
      );
}

function withoutParentheses(expression: string): string {
  let text = expression.trim();
  while (text.startsWith('(') && closingOf(text) === text.length - 1)
    text = text.slice(1, -1).trim();
  return text;
}

function closingOf(text: string): number {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === '(') depth += 1;
    if (text[index] === ')' && (depth -= 1) === 0) return index;
  }
  return -1;
}

function splitAtTop(text: string, separator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === '(') depth += 1;
    else if (text[index] === ')') depth -= 1;
    else if (depth === 0 && text.startsWith(separator, index)) {
      parts.push(text.slice(from, index));
      from = index + separator.length;
    }
  }
  return [...parts, text.slice(from)];
}

/** Permissive policies are combined by OR, so a role has at most one per command and table. */
function overlaps(policies: readonly Policy[]): string[] {
  const names = new Map<string, string[]>();
  for (const { table, name, command, roles: policyRoles } of policies) {
    for (const role of policyRoles) {
      for (const each of command === 'ALL' ? ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] : [command]) {
        const key = `${table}\n${role}\n${each}`;
        names.set(key, [...(names.get(key) ?? []), name]);
      }
    }
  }
  return [...names]
    .filter(([, all]) => all.length > 1)
    .map(([key, all]) => {
      const [table, role, command] = key.split('\n');
      return `${table}: policies ${all.join(' and ')} of ${role} add up for ${command}`;
    });
}

/** Unique keys without the tenant that reveal nothing: the platform generates their values. */
const keysWithoutTenant: ReadonlySet<string> = new Set([
  'foundation_pkey',
  'foundation_slug_key',
  'role_grant_pkey',
]);

async function keyFaults(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ table: string; key: string; isOfMembers: boolean }>(
    `select c.relname as table, i.relname as key,
       exists (select from unnest($1::text[]) role where has_table_privilege(role, c.oid, 'insert, update')
         or has_any_column_privilege(role, c.oid, 'insert, update')) as "isOfMembers"
     from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class c on c.oid = x.indrelid
     where c.relnamespace = 'public'::regnamespace and x.indisunique
       and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'foundation_id' and a.attnum = any (x.indkey))
       and (c.relname = 'foundation' or exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'foundation_id' and not a.attisdropped))`,
    [actingRoles],
  );
  return rows
    .filter(({ key, isOfMembers }) => isOfMembers && !keysWithoutTenant.has(key))
    .map(
      ({ table, key }) =>
        `${table}: unique key ${key} lacks the tenant, so that a violation tells of other tenants' rows`,
    );
}

async function referenceFaults(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{
    table: string;
    name: string;
    target: string;
    pairs: string[];
  }>(
    `select c.relname as table, conname as name, t.relname as target,
       array(select s.attname || '=' || f.attname from unnest(conkey, confkey) pair (own, other)
         join pg_attribute s on s.attrelid = conrelid and s.attnum = pair.own
         join pg_attribute f on f.attrelid = confrelid and f.attnum = pair.other) as pairs
     from pg_constraint join pg_class c on c.oid = conrelid join pg_class t on t.oid = confrelid
     where contype = 'f' and exists (select from pg_attribute a where a.attrelid = confrelid and a.attname = 'foundation_id' and not a.attisdropped)
       and exists (select from pg_attribute a where a.attrelid = conrelid and a.attname = 'foundation_id' and not a.attisdropped)`,
  );
  return rows
    .filter(({ pairs }) => !pairs.includes('foundation_id=foundation_id'))
    .map(
      ({ table, name, target }) =>
        `${table}: foreign key ${name} to ${target} lacks the tenant and would link across tenants`,
    );
}

/**
 * A function has a search_path of its own, or its names were resolved when it was created: then its
 * body is one SQL expression (`return ...`), which PostgreSQL can inline.
 */
async function functionFaults(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string; isDefiner: boolean; hasPath: boolean }>(
    `select proname as name, prosecdef as "isDefiner",
       exists (select from unnest(proconfig) setting where setting like 'search_path=%')
         or prosqlbody is not null and not prosecdef as "hasPath"
     from pg_proc where pronamespace = 'public'::regnamespace and prokind in ('f', 'p')`,
  );
  return rows
    .filter(({ hasPath }) => !hasPath)
    .map(
      ({ name, isDefiner }) =>
        `${name}(): ${isDefiner ? 'runs as its owner and ' : ''}has no search_path of its own`,
    );
}

async function viewFaults(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{
    name: string;
    kind: string;
    isInvoker: boolean;
    reachedBy: string[];
  }>(
    `select relname as name, relkind as kind,
       coalesce('security_invoker=true' = any (reloptions) or 'security_invoker=on' = any (reloptions), false) as "isInvoker",
       array(select role from unnest($1::text[]) role where has_any_column_privilege(role, oid, 'select')) as "reachedBy"
     from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm')`,
    [[...actingRoles, roles.identity]],
  );
  return rows.flatMap(({ name, kind, isInvoker, reachedBy }) => {
    if (kind === 'v') return isInvoker ? [] : [`${name}: the view lacks security_invoker`];
    return reachedBy.length > 0
      ? [`${name}: ${reachedBy.join(', ')} may read a materialized view, which no policy guards`]
      : [];
  });
}

async function appendOnlyFaults(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string; triggers: number; changers: string[] }>(
    `select c.relname as name,
       (select count(*)::int from pg_trigger where tgrelid = c.oid and tgname in ('append_only', 'append_only_whole') and tgenabled <> 'D') as triggers,
       array(select role || ' ' || privilege from unnest($1::text[]) role, unnest(array['UPDATE', 'DELETE', 'TRUNCATE']) privilege
         where case when privilege = 'UPDATE' then has_any_column_privilege(role, c.oid, privilege)
                    else has_table_privilege(role, c.oid, privilege) end) as changers
     from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
       and obj_description(c.oid, 'pg_class') ~* 'append-only'`,
    [Object.values(roles).filter((role) => role !== roles.owner)],
  );
  return rows.flatMap(({ name, triggers, changers }) => [
    ...(triggers === 2
      ? []
      : [`${name}: it is called append-only and lacks a trigger that refuses changes`]),
    ...changers.map((changer) => `${name}: it is called append-only and grants ${changer}`),
  ]);
}
