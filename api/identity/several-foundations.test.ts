import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createClient as createEventClient } from 'graphql-sse';
import { createClient as createSocketClient } from 'graphql-ws';
import WebSocket from 'ws';
import { encodeId, newId } from '../../schema/ids.ts';
import type { Caller } from '../testing/caller.ts';
import { FixtureIds } from '../testing/scenario/fixture-ids.ts';
import { startTestPlatform, type TestPlatform } from '../testing/test-platform.ts';

let here: TestPlatform;
let ids: FixtureIds;
let caller: Caller;

beforeAll(async () => {
  here = await startTestPlatform();
  // The dispatcher of Shiyuan also serves at Xinxian, in another foundation.
  await here.sql(
    `insert into role_grant (id, account_id, role, foundation_id, community_id, valid_from) values ($1, $2, 'DISPATCHER', $3, $4, now())`,
    [
      newId(),
      here.fixtures.accounts['dispatcher@shiyuan'],
      here.fixtures.foundations['sicheng'],
      here.fixtures.communities['xinxian'],
    ],
  );
  ids = new FixtureIds(here.fixtures);
  caller = await here.as('dispatcher@shiyuan');
});

afterAll(async () => here?.close());

const query = '{ me { foundations { name isActedIn } } communities(first: 9) { nodes { slug } } }';

interface Answer {
  communities: { nodes: { slug: string }[] };
}

async function communitiesIn(foundation: string) {
  const { status, data, errors } = await caller.send(
    query,
    {},
    { 'x-linli-foundation': foundation },
  );
  const slugs = data?.communities?.nodes.map(({ slug }: { slug: string }) => slug).sort();
  return slugs ?? [status, errors?.[0]?.extensions['code'], errors?.[0]?.message];
}

test('an account with roles in two foundations acts in the one that it chooses, and sees nothing of the other', async () => {
  const { me } = await caller.query(query);
  expect(me.foundations).toEqual([
    { name: '80后义工社', isActedIn: true },
    { name: '思诚社区公益基金会', isActedIn: false },
  ]);
  expect(await communitiesIn(ids.foundation('yigong80'))).toEqual(['shiyuan']);
  const there = await communitiesIn(ids.foundation('sicheng'));
  expect(there).toContain('xinxian');
  expect(there).not.toContain('shiyuan');
});

test('the same choice holds over WebSocket and over Server-Sent Events', async () => {
  const foundation = ids.foundation('sicheng');
  const authorization = `Bearer ${await here.tokenOf('dispatcher@shiyuan')}`;
  const socket = createSocketClient({
    url: `${here.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization, 'x-linli-foundation': foundation },
  });
  const events = createEventClient({
    url: `${here.url}/graphql/stream`,
    headers: { authorization, 'x-linli-foundation': foundation },
  });
  for (const client of [socket, events]) {
    const answer = (await client.iterate({ query }).next()).value as { data: Answer };
    const slugs = answer.data.communities.nodes.map(({ slug }) => slug);
    expect(slugs).toContain('xinxian');
    expect(slugs).not.toContain('shiyuan');
    await client.dispose();
  }
});

test('choosing a foundation gives no right: a foreign, an unknown and a malformed one answer alike', async () => {
  const stranger = await here.as('dispatcher@xinxian');
  const answers = await Promise.all(
    [ids.foundation('yigong80'), encodeId('foundation', newId()), 'x'.repeat(500)].map(
      async (foundation) => {
        const { status, data, errors } = await stranger.send(
          query,
          {},
          { 'x-linli-foundation': foundation },
        );
        return JSON.stringify([
          status,
          data ?? null,
          errors?.map(({ message, extensions }) => [message, extensions['code']]),
        ]);
      },
    ),
  );
  expect(new Set(answers).size).toBe(1);
  expect(answers[0]).toContain('FOUNDATION_NOT_YOURS');
  expect(answers[0]).toContain('403');
});

test('me costs the same number of statements with one community and with five hundred', async () => {
  const everything =
    '{ me { account { displayName } grants { id role communityId } foundations { name } foundation { name } } }';
  const before = await caller.send(everything);
  const foundation = here.fixtures.foundations['yigong80'];
  await here.sql(
    `insert into community (foundation_id, id, slug, name, district)
     select $1, gen_random_uuid(), 'many-' || n, '社区' || n, '北京' from generate_series(1, 500) n`,
    [foundation],
  );
  await here.sql(
    `insert into role_grant (id, account_id, role, foundation_id, community_id, valid_from)
     select gen_random_uuid(), $1, 'DISPATCHER', foundation_id, id, now() from community where slug like 'many-%'`,
    [here.fixtures.accounts['dispatcher@shiyuan']],
  );
  const after = await caller.send(everything);
  expect(after.data.me.grants).toHaveLength(before.data.me.grants.length + 500);
  expect(after.headers.get('x-statement-count')).toBe(before.headers.get('x-statement-count'));
  expect(Number(after.headers.get('x-statement-count'))).toBeLessThanOrEqual(2);
});
