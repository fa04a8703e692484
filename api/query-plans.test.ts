import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { addDispatcherOfMany, dispatcherOfMany } from '../seeds/dispatcher-of-many.ts';
import { generateLarge } from '../seeds/large.ts';
import { type App, createApp } from './app.ts';
import { findActor } from './identity/load-actor.ts';
import { issueDemoToken } from './identity/demo-token.ts';
import type { Statement } from './platform/database/statement.ts';
import { roles, urlOfRole } from './platform/database/roles.ts';
import { type Session, sessionStatements } from './platform/database/session.ts';
import { readSettings } from './platform/config/settings.ts';
import { Caller } from './testing/caller.ts';
import { type TestDatabase, testDatabase } from './testing/database.ts';
import { watchStatements } from './testing/statements.ts';

/**
 * Query plans of the most frequent statements, as the member role, under the policies, with generic
 * plans as snapshots use them. No plan may scan a tenant's whole table or a tenant's whole index,
 * since its cost would grow with other people's data. The data set is large and the tenant is a
 * small part of it, so that an index pays off.
 */
let database: TestDatabase;
let app: App;
let url: string;
let administrator: pg.Client;
let client: pg.Client;
/** Tables with tenant rows. */
let tenantTables: Set<string>;
/** Maps each index to its table. */
let tableOf: Map<string, string>;
const seen = watchStatements();

beforeAll(async () => {
  database = await testDatabase();
  administrator = new pg.Client({ connectionString: database.url });
  client = new pg.Client({ connectionString: urlOfRole(database.url, roles.login) });
  await Promise.all([administrator.connect(), client.connect()]);
  await generateLarge(administrator, client, {
    scale: 0.05,
    again: false,
    until: new Date().toISOString().slice(0, 10),
  });
  await addDispatcherOfMany(administrator, 500);
  for (const statement of neighbours) await administrator.query(statement);
  await administrator.query('analyze');
  const { rows } = await administrator.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'foundation_id' where c.relforcerowsecurity`,
  );
  tenantTables = new Set(rows.map(({ name }) => name));
  const indexes = await administrator.query<{ index: string; table: string }>(
    `select indexrelid::regclass::text as index, indrelid::regclass::text as table from pg_index`,
  );
  tableOf = new Map(indexes.rows.map(({ index, table }) => [index, table]));
  const settings = readSettings({
    DATABASE_URL: database.url,
    PORT: '0',
    LINLI_LOG_LEVEL: 'silent',
    LINLI_DEMO: 'yes',
    LINLI_PUBLIC_URL: 'http://linli.test',
    LINLI_POOL_SIZE_MAX: '6',
  });
  app = await createApp(settings);
  url = await app.server.listen({ host: '127.0.0.1', port: 0 });
});

afterAll(async () => {
  await Promise.all([client.end(), administrator.end()]);
  await app.close();
  await database.drop();
});

describe.each([
  ['a dispatcher of 500 communities', dispatcherOfMany],
  ['a dispatcher of one community', 'dispatcher@large-1-1'],
  ['an administrator of the foundation', 'admin@large-1'],
])('for %s', (_, persona) => {
  test('no statement of the most frequent reads scans a whole table', async () => {
    const statements = await statementsOf(persona);
    expect(statements.length).toBeGreaterThanOrEqual(20);
    const session = await sessionOf(persona);
    const found: string[] = [];
    for (const statement of statements) found.push(...(await scansOf(session, statement.text)));
    expect(found).toEqual([]);
  });
});

test.each([
  ['a whole tenant', 'select * from visit where foundation_id = $1 and note = $2', /on visit/],
  [
    'a whole tenant for each row',
    'select c.id from community c join hours_record h on h.foundation_id = c.foundation_id and h.minutes = $1 limit 5',
    /on (hours_record|community)/,
  ],
  [
    'a whole tenant to sort it',
    'select * from visit where foundation_id = $1 order by checked_in_at limit 5',
    /on visit/,
  ],
  ['a whole table', 'select count(*) from service_request where note = $1', /on service_request/],
])('the check finds a scan of %s', async (_, text, told) => {
  const session = await sessionOf('dispatcher@large-1-1');
  expect(await scansOf(session, text)).toContainEqual(expect.stringMatching(told));
});

/** The most frequent operations of pages and people, with lists as long as a page shows. */
const questions = [
  `{ me { account { displayName } foundation { name } grants { role communityId } } }`,
  `{ serviceRequests(first: 50) { nodes { state urgency community { name } elder { displayName } visits { state volunteer { displayName } } } } }`,
  `{ serviceRequestBoard { cursor requests(first: 50) { nodes { id state requestedFrom kind { name } elder { displayName community { name } } visits { state volunteer { displayName } } } pageInfo { endCursor } } } }`,
  `query ($request: ID!) { serviceRequest(id: $request) { state kind { name } elder { displayName person { name } } history { version toState actorName } visits { state evidence { id } certification { id } request { state } } } }`,
  `query ($request: ID!) { candidates(requestId: $request, first: 10) { nodes { volunteer { displayName } } } }`,
  `query ($community: ID!) { community(id: $community) { name teams(first: 10) { nodes { name volunteers(first: 20) { nodes { displayName nextVisits(first: 3) { nodes { state plannedFrom request { state } } } } } } } } }`,
  `{ elders(first: 50) { nodes { displayName coinAccount { available } person { name } community { name } } } }`,
  `{ volunteers(first: 50) { nodes { displayName stars minutesCertified qualifications { id } teams { name serves { name } } } } }`,
  `{ teams(first: 50) { nodes { name members { displayName } } } }`,
  `{ communities(first: 100) { nodes { name district } } }`,
  `{ serviceKinds(first: 50) { nodes { name category } } }`,
  `{ people(first: 50) { nodes { name } } }`,
  `{ coinAccounts(first: 50) { nodes { name available } } }`,
  `{ transfers(first: 50) { nodes { kind amount } } }`,
  `{ hoursRecords(first: 50) { nodes { minutes category } } }`,
  `{ reviewItems(first: 50) { nodes { kind } } }`,
];

/** All distinct statements that the platform sends for these operations. */
async function statementsOf(persona: string): Promise<Statement[]> {
  const caller = new Caller(url, await issueDemoToken(database.url, 'http://linli.test', persona));
  const { serviceRequests } = await caller.query(
    '{ serviceRequests(first: 1) { nodes { id community { id } } } }',
  );
  const [{ id: request, community }] = serviceRequests.nodes;
  seen.length = 0;
  for (const question of questions)
    await caller.query(question, { request, community: community.id });
  const ours = seen.filter(({ text }) => !isOfSignIn(text));
  return [...new Map(ours.map((statement) => [statement.text, statement])).values()];
}

/** Reads before there is a tenant use the account and not the tenant. */
function isOfSignIn(text: string): boolean {
  return /with held as|from (account|app_access|signing_key)/.test(text);
}

async function sessionOf(persona: string): Promise<Session> {
  const { rows } = await administrator.query<{ id: string }>(
    'select id from account where persona = $1',
    [persona],
  );
  const claims = { accountId: rows[0]!.id, foundationId: null, appId: null, scopes: null };
  return (await findActor(app.services.database, claims))!.actor.session;
}

interface Plan {
  'Node Type': string;
  'Parent Relationship'?: string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Index Cond'?: string;
  Plans?: Plan[];
}

/** Plan nodes that scan all rows of a table, or all rows of the tenant. */
async function scansOf(session: Session, text: string): Promise<string[]> {
  await client.query(`begin; ${sessionStatements(session)}`);
  try {
    const { rows } = await client.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(
      `explain (generic_plan, format json) ${text}`,
    );
    return scansBelow(rows[0]!['QUERY PLAN'][0]!.Plan, false).map((scan) => `${scan} in: ${text}`);
  } finally {
    await client.query('rollback');
  }
}

/**
 * `isBounded`: the parent node reads only a page, in arrival order, so the number of further rows
 * does not matter.
 */
function scansBelow(node: Plan, isBounded: boolean): string[] {
  const type = node['Node Type'];
  const isAll =
    type === 'Seq Scan' ||
    (/Index/.test(type) && !isBounded && isOfWholeTenant(node['Index Cond']));
  const table = node['Relation Name'] ?? tableOf.get(node['Index Name'] ?? '') ?? '';
  const own = isAll && tenantTables.has(table) ? [`${type} on ${table}`] : [];
  // A join reads its inner side again for each outer row. A sort or an aggregate reads all rows.
  const takesAsItComes =
    type === 'Limit' || (isBounded && !/^(Sort|Aggregate|Hash|Bitmap|Materialize)/.test(type));
  const below = (node.Plans ?? []).flatMap((child) =>
    scansBelow(child, takesAsItComes && child['Parent Relationship'] !== 'Inner'),
  );
  return [...own, ...below];
}

/** Whether the index condition contains only the tenant. */
function isOfWholeTenant(condition: string | undefined): boolean {
  return !/\b(?!foundation_id\b)\w*(id|state|version|from|key|code|slug)\b/.test(
    (condition ?? '').replaceAll(/current_setting\('[^']*'::text\)|::\w+/g, ''),
  );
}

/**
 * Adds other tenants, so that tables are larger: a table of two pages is read whole, and rightly
 * so. References point to existing rows, so nothing is checked on insert
 * (session_replication_role).
 */
const other = `(select id from foundation where slug = 'large-2')`;
const neighbours = [
  'set session_replication_role = replica',
  `insert into community (foundation_id, id, slug, name, district)
   select ${other}, uuidv7(), 'other-' || n, '别处 ' || n, '别处' from generate_series(1, 6000) n`,
  `insert into team (foundation_id, id, community_id, name) select foundation_id, gen_random_uuid(), id, name from community where slug like 'other-%' or slug like 'more-%'`,
  `insert into team_member (foundation_id, id, community_id, team_id, volunteer_id)
   select t.foundation_id, uuidv7(), t.community_id, t.id, v.id from team t cross join lateral (
     select id from volunteer v where v.foundation_id = t.foundation_id order by md5(v.id::text || t.id::text) limit 2) v
   where t.name like '更多社区%'`,
  `insert into team_area (foundation_id, id, team_id, community_id) select foundation_id, uuidv7(), id, community_id from team where name like '别处%'`,
  `insert into service_kind (foundation_id, id, code, name, category, minutes_default, coins_per_hour)
   select ${other}, uuidv7(), 'other_' || n, '别处 ' || n, '别处', 60, 100 from generate_series(1, 3000) n`,
  `insert into request_offer (foundation_id, community_id, request_id)
   select r.foundation_id, c.id, r.id from service_request r, (select * from community where slug like 'other-%' limit 3) c where r.foundation_id = c.foundation_id`,
  `insert into dispatch_policy (foundation_id, id, version, valid_from, set_by_account_id, reviewed_sources, double_booking, overwork, grace_minutes, rest_minutes,
     day_minutes_max, week_minutes_max, late_withdrawal_minutes, check_in_overdue_minutes, check_out_overdue_minutes, escalation)
   select ${other}, uuidv7(), n, now(), uuidv7(), '{}', 'FLAG', 'FLAG', 0, 0, 600, 600, 60, 60, 60, '[]' from generate_series(1, 3000) n`,
  `insert into star_award (foundation_id, id, community_id, volunteer_id, volunteer_person_id, level, minutes, policy_version, awarded_at)
   select foundation_id, uuidv7(), community_id, id, person_id, n, n * 600, 1, now() from volunteer, generate_series(1, 5) n where foundation_id = ${other}`,
  `insert into qualification (foundation_id, id, community_id, volunteer_id, person_id, name, issued_by, valid_from)
   select foundation_id, uuidv7(), community_id, id, person_id, '别处 ' || n, '别处', now() from volunteer, generate_series(1, 5) n where foundation_id = ${other}`,
  `insert into person_detail (foundation_id, id, community_id) select foundation_id, id, community_id from person where foundation_id = ${other}`,
  `insert into review_item (foundation_id, id, community_id, visit_id, volunteer_person_id, kind, figures, state)
   select foundation_id, uuidv7(), community_id, id, volunteer_person_id, 'RATIO', '{}', 'OPEN' from visit where foundation_id = ${other}`,
  'reset session_replication_role',
];
