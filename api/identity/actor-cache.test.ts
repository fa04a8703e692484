import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../../schema/ids.ts';
import { Caller } from '../testing/caller.ts';
import { until } from '../testing/until.ts';
import { startTestPlatform, type TestPlatform } from '../testing/test-platform.ts';

let platform: TestPlatform;

beforeAll(async () => {
  platform = await startTestPlatform({ LINLI_POOL_SIZE_MAX: '3' });
});

afterAll(async () => platform?.close());

const communities = '{ communities(first: 9) { nodes { slug } } }';
const me = '{ me { account { displayName } foundations { name } grants { role } } }';

interface Change {
  what: string;
  who: string;
  query: string;
  change: [text: string, ...names: (() => string)[]];
  undo: [text: string, ...names: (() => string)[]];
}

const account = (persona: string) => () => platform.fixtures.accounts[persona]!;
const community = (slug: string) => () => platform.fixtures.communities[slug]!;
const team = (name: string) => () => platform.fixtures.teams[name]!;
const volunteer = (persona: string) => () => platform.fixtures.volunteers[persona]!;
const foundation = () => platform.fixtures.foundations['sicheng']!;

/** Every change that affects an actor's access. */
const changes: Change[] = [
  {
    what: 'the account is closed',
    who: 'dispatcher@xinxian',
    query: me,
    change: ['update account set is_active = false where id = $1', account('dispatcher@xinxian')],
    undo: ['update account set is_active = true where id = $1', account('dispatcher@xinxian')],
  },
  {
    what: 'the account is renamed',
    who: 'dispatcher@xinxian',
    query: me,
    change: [
      `update account set display_name = '新名字' where id = $1`,
      account('dispatcher@xinxian'),
    ],
    undo: [
      `update account set display_name = 'dispatcher@xinxian' where id = $1`,
      account('dispatcher@xinxian'),
    ],
  },
  {
    what: 'the foundation is renamed',
    who: 'dispatcher@xinxian',
    query: me,
    change: [`update foundation set name = '新基金会' where id = $1`, foundation],
    undo: [`update foundation set name = '思诚社区公益基金会' where id = $1`, foundation],
  },
  {
    what: 'a grant ends',
    who: 'both@xinxian',
    query: me,
    change: [
      `update role_grant set valid_to = now() where account_id = $1 and role = 'DISPATCHER'`,
      account('both@xinxian'),
    ],
    undo: ['update role_grant set valid_to = null where account_id = $1', account('both@xinxian')],
  },
  {
    what: 'a grant is given',
    who: 'dispatcher@xinxian',
    query: communities,
    change: [
      `insert into role_grant (id, account_id, role, foundation_id, community_id) values (gen_random_uuid(), $1, 'DISPATCHER', $2, $3)`,
      account('dispatcher@xinxian'),
      foundation,
      community('dafangjia'),
    ],
    undo: [
      'delete from role_grant where account_id = $1 and community_id = $2',
      account('dispatcher@xinxian'),
      community('dafangjia'),
    ],
  },
  {
    what: 'a team serves one community less',
    who: 'dispatcher@chaoxi',
    query: communities,
    change: [
      'delete from team_area where team_id = $1 and community_id = $2',
      team('haoyiya'),
      community('xinxian'),
    ],
    undo: [
      'insert into team_area (foundation_id, id, team_id, community_id) values ($1, gen_random_uuid(), $2, $3)',
      foundation,
      team('haoyiya'),
      community('xinxian'),
    ],
  },
  {
    what: 'a volunteer leaves a team',
    who: 'volunteer@chaoxi',
    query: '{ elders(first: 9) { nodes { id } } }',
    change: ['delete from team_member where volunteer_id = $1', volunteer('volunteer@chaoxi')],
    undo: [
      `insert into team_member (foundation_id, id, community_id, team_id, volunteer_id)
       values ($1, gen_random_uuid(), $2, $3, $4)`,
      foundation,
      community('chaoxi'),
      team('haoyiya'),
      volunteer('volunteer@chaoxi'),
    ],
  },
  {
    what: 'a team moves',
    who: 'dispatcher@xinxian',
    query: communities,
    change: [
      'update team set community_id = $2 where id = $1',
      team('haoyiya'),
      community('dafangjia'),
    ],
    undo: ['update team set community_id = $2 where id = $1', team('haoyiya'), community('chaoxi')],
  },
  {
    what: 'a volunteer moves',
    who: 'volunteer@xinxian',
    query: communities,
    change: [
      'update person set community_id = $2 where id = $1',
      () => platform.fixtures.persons['volunteer@xinxian']!,
      community('dafangjia'),
    ],
    undo: [
      'update person set community_id = $2 where id = $1',
      () => platform.fixtures.persons['volunteer@xinxian']!,
      community('xinxian'),
    ],
  },
];

async function run([text, ...names]: Change['change']): Promise<void> {
  await platform.sql(
    text,
    names.map((name) => name()),
  );
}

async function answerOf(caller: Caller, query: string): Promise<string> {
  const { data, errors } = await caller.send(query);
  return JSON.stringify(errors ? errors.map(({ extensions }) => extensions['code']) : data);
}

/** Answers before a change, right after it, and after its undo. */
async function watch({
  who,
  query,
  change,
  undo,
}: Change): Promise<[before: string, after: string, undone: string]> {
  const caller = await platform.as(who);
  await answerOf(caller, query);
  const before = await answerOf(caller, query);
  await run(change);
  const after = await answerOf(caller, query);
  await run(undo);
  return [before, after, await answerOf(caller, query)];
}

describe('a cached actor is used only while the database confirms it', () => {
  test.each(changes)('a cached actor is loaded again when $what', async (change) => {
    const [before, after, undone] = await watch(change);
    expect(after).not.toBe(before);
    // Undone names are those of the fixtures, except account names.
    expect(undone.replaceAll(/"displayName":"[^"]*"/g, '')).toBe(
      before.replaceAll(/"displayName":"[^"]*"/g, ''),
    );
  });

  test('the cache misses each of these changes when the database does not revalidate it', async () => {
    const [precondition] = await platform.sql<{ text: string }>(
      `select pg_get_functiondef('refuse_outdated'::regproc) as text`,
    );
    await platform.sql(
      `create or replace function refuse_outdated(what text) returns boolean
       language sql volatile set search_path = pg_catalog as 'select true'`,
    );
    const missed: string[] = [];
    for (const change of changes) {
      const [before, after] = await watch(change);
      if (after === before) missed.push(change.what);
    }
    await platform.sql(precondition!.text);
    expect(missed).toEqual(changes.map(({ what }) => what));
  });

  test('a grant begins and ends in the cache by the clock alone', async () => {
    const caller = await platform.as('volunteer@shiyuan');
    const grant = `insert into role_grant (id, account_id, role, foundation_id, community_id, valid_from, valid_to)
      values ($1, $2, $3, $4, $5, now() + make_interval(secs => $6), now() + make_interval(secs => $7))`;
    const scope = [
      platform.fixtures.foundations['yigong80'],
      platform.fixtures.communities['shiyuan'],
    ];
    const who = platform.fixtures.accounts['volunteer@shiyuan'];
    let seconds = 1;
    for (let isRemembered = false; !isRemembered; seconds *= 2) {
      await platform.sql('delete from role_grant where account_id = $1 and role = any ($2)', [
        who,
        ['DISPATCHER', 'MERCHANT'],
      ]);
      await platform.sql(grant, [newId(), who, 'DISPATCHER', ...scope, seconds, 9_000]);
      await platform.sql(grant, [newId(), who, 'MERCHANT', ...scope, 0, seconds]);
      const before = await answerOf(caller, me);
      // On a busy machine the query came too late and proves nothing.
      isRemembered = before.includes('MERCHANT') && !before.includes('DISPATCHER');
    }
    await until('the one begins and the other ends', async () => {
      const passed = `select from role_grant where account_id = $1
        and (role = 'DISPATCHER' and valid_from <= now() or role = 'MERCHANT' and valid_to <= now())`;
      return (await platform.sql(passed, [who])).length === 2;
    });
    const answer = await answerOf(caller, me);
    expect([answer.includes('DISPATCHER'), answer.includes('MERCHANT')]).toEqual([true, false]);
  });

  test('a revoked key ends its cached actor', async () => {
    const admin = await platform.as('admin@yigong80');
    const made = await admin.mutate(
      'createApiKey',
      { name: '脚本', scopes: ['COMMUNITIES_READ'] },
      'key apiKey { id }',
    );
    const script = new Caller(platform.url, made.key);
    await answerOf(script, me);
    expect(await answerOf(script, me)).toContain('FOUNDATION_ADMIN');
    await admin.mutate('revokeApiKey', { apiKeyId: made.apiKey.id }, 'apiKey { id }');
    expect(await answerOf(script, me)).toBe('["UNAUTHENTICATED"]');
  });

  test('a mutation is decided by the current rights alone, never partly by earlier ones', async () => {
    const caller = await platform.as('analyst@yigong80');
    const register = () =>
      caller.refusalCodes('registerApp', {
        name: '应用',
        kind: 'SERVER',
        scopes: ['COMMUNITIES_READ'],
      });
    const who = platform.fixtures.accounts['analyst@yigong80'];
    expect(await register()).toEqual(['NOT_ALLOWED']);
    await platform.sql(`update role_grant set role = 'FOUNDATION_ADMIN' where account_id = $1`, [
      who,
    ]);
    expect(await register()).toEqual([]);
    await platform.sql(`update role_grant set role = 'FOUNDATION_ANALYST' where account_id = $1`, [
      who,
    ]);
    expect(await register()).toEqual(['NOT_ALLOWED']);
    await platform.sql('update account set is_active = false where id = $1', [who]);
    const { status, errors } = await caller.send(
      'mutation { registerApp(input: { idempotencyKey: "x", name: "x", kind: SERVER, scopes: [COMMUNITIES_READ] }) { errors { code } } }',
    );
    expect([status, errors?.[0]?.extensions['code']]).toEqual([401, 'UNAUTHENTICATED']);
    expect(await platform.sql('select name from app')).toHaveLength(1);
  });

  test('an operation whose precondition fails gives its connection back', async () => {
    const caller = await platform.as('admin@sicheng');
    const who = platform.fixtures.accounts['admin@sicheng'];
    for (let count = 0; count < 10; count += 1) {
      // The pool has three connections: losing one per iteration would show at once.
      await platform.sql('update account set grant_version = grant_version + 1 where id = $1', [
        who,
      ]);
      expect(
        await caller.refusalCodes('registerApp', {
          name: '',
          kind: 'SERVER',
          scopes: ['COMMUNITIES_READ'],
        }),
      ).not.toEqual([]);
      await platform.sql('update account set grant_version = grant_version + 1 where id = $1', [
        who,
      ]);
      expect(await answerOf(caller, communities)).toContain('xinxian');
      await platform.sql('update account set grant_version = grant_version + 1 where id = $1', [
        who,
      ]);
      await caller.refusalCodes('registerApp', {
        name: '应用',
        kind: 'SERVER',
        scopes: ['COMMUNITIES_READ'],
      });
    }
  });
});
