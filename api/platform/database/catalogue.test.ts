import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { rlsFaults } from '../../testing/rls-audit.ts';
import { testDatabase, type TestDatabase } from '../../testing/database.ts';
import { migrate } from './migrate.ts';

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await testDatabase();
  // A copy of a database loses its CONNECT privileges. Every start of the platform restores them.
  await migrate({ url: database.url });
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

test('the catalogue of the database has no gap in its protection', async () => {
  expect(await rlsFaults(client)).toEqual([]);
});

/** Each gap that a migration could open, and the words in the report about it. */
const holes: [hole: string, statement: string, fault: RegExp][] = [
  [
    'a tenant table without row-level security',
    'alter table elder disable row level security',
    /elder: row-level security/,
  ],
  [
    'a tenant table whose owner passes',
    'alter table elder no force row level security',
    /elder: row-level security/,
  ],
  [
    'a new table that a member may read and that knows no tenant',
    'create table leak (id uuid); grant select on leak to linli_member',
    /leak: .*no column foundation_id/,
  ],
  [
    'a policy that forgets the tenant',
    'drop policy member on elder; create policy member on elder to linli_member using (true)',
    /elder: policy member .*tenant/,
  ],
  [
    'a tenant equality that an OR takes back',
    `drop policy member on elder; create policy member on elder to linli_member
       using (foundation_id = current_setting('app.foundation')::uuid or lives_alone)`,
    /elder: policy member .*tenant/,
  ],
  [
    'a check that forgets the tenant',
    `alter policy member on elder with check (true)`,
    /elder: policy member .*tenant.*WITH CHECK/,
  ],
  [
    'a second policy that opens what the first closes',
    `create policy other on elder for select to linli_member
       using (foundation_id = current_setting('app.foundation')::uuid)`,
    /elder: policies .* for SELECT/,
  ],
  [
    'a restrictive policy, which Citus would turn around',
    `create policy strict on elder as restrictive to linli_impact
       using (foundation_id = current_setting('app.foundation')::uuid)`,
    /elder: policy strict is restrictive/,
  ],
  [
    'a policy with a sub-select, which Citus refuses',
    `alter policy member on elder using (foundation_id = current_setting('app.foundation')::uuid
       and community_id in (select id from community))`,
    /elder: policy member .*sub-select/,
  ],
  [
    'a policy that reads a list that no session sets',
    `alter policy member on elder using (foundation_id = current_setting('app.foundation')::uuid
       and community_id = any (current_setting('app.reach')::uuid[]))`,
    /elder: policy member reads app.reach/,
  ],
  [
    'a policy that asks for a level of access that does not exist',
    `alter policy member on elder using (foundation_id = current_setting('app.foundation')::uuid
       and has_community_access('sk', community_id))`,
    /elder: policy member asks for community access 'sk'/,
  ],
  [
    'a policy for everybody',
    `create policy everybody on elder using (foundation_id = current_setting('app.foundation')::uuid)`,
    /elder: policy everybody .*PUBLIC/,
  ],
  [
    'a head bank that reads the accounts of people',
    `alter policy head_bank on coin_account using (true)`,
    /coin_account: policy head_bank opens more/,
  ],
  ['a grant to everybody', 'grant select on elder to public', /elder: .*PUBLIC/],
  [
    'a function that everybody may call',
    `create function open_door() returns int language sql set search_path = pg_catalog as 'select 1'`,
    /open_door.*PUBLIC/,
  ],
  [
    'a function whose names somebody else can take over',
    `create function owners_door() returns int language sql security definer as 'select 1';
     revoke all on function owners_door() from public`,
    /owners_door.*search_path/,
  ],
  [
    'a view that reads as its owner',
    'create view glance as select * from elder; grant select on glance to linli_member',
    /glance: .*security_invoker/,
  ],
  [
    'a key that tells of rows of other tenants',
    'alter table elder add constraint one_name unique (display_name)',
    /elder: .*one_name/,
  ],
  [
    'a reference into another tenant',
    `alter table community add constraint bare unique (id);
     alter table elder add constraint across foreign key (community_id) references community (id)`,
    /elder: .*across/,
  ],
  ['a login that owns a table', 'alter table elder owner to linli_api', /linli_api owns/],
  [
    'a login that may read without a context',
    'grant usage on schema public to linli_api; grant select on elder to linli_api',
    /linli_api/,
  ],
  [
    'a login that inherits',
    'grant linli_member to linli_api with inherit true',
    /linli_api inherits/,
  ],
  ['a member that passes the wall', 'alter role linli_member bypassrls', /linli_member .*bypass/],
  [
    'an append-only table that may be changed',
    'grant update on transfer to linli_member',
    /transfer: .*append-only.*UPDATE/,
  ],
  [
    'an append-only table without its trigger',
    'drop trigger append_only on transfer',
    /transfer: .*append-only.*trigger/,
  ],
];

describe('each gap is found', () => {
  test.each(holes)('the check finds %s', async (_, statement, fault) => {
    await client.query('begin');
    try {
      await client.query(statement);
      expect(await rlsFaults(client)).toEqual(
        expect.arrayContaining([expect.stringMatching(fault)]),
      );
    } finally {
      await client.query('rollback');
    }
  });
});
