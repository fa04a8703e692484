import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { findActor } from '../identity/load-actor.ts';
import { Context } from '../platform/context/operation-context.ts';
import { statement } from '../platform/database/statement.ts';
import { highestId } from '../platform/reads/pagination.ts';
import { startTestPlatform, type TestPlatform } from '../testing/test-platform.ts';
import { RequestList } from './request-list-query.ts';
import { Scenario } from '../testing/scenario/scenario.ts';
import { inHours } from '../testing/scenario/times.ts';

let platform: TestPlatform;
let scenario: Scenario;

beforeAll(async () => {
  platform = await startTestPlatform();
  scenario = await Scenario.begin(platform);
  await fill();
});
afterAll(() => platform?.close());

/**
 * Requests in every state and community, some offered next door, some entered by the callers below.
 */
async function fill(): Promise<void> {
  const dispatcher = await scenario.actor('dispatcher@xinxian');
  await dispatcher.opens({
    requestedFrom: inHours(1),
    requestedTo: inHours(3),
    actingFor: { channel: 'PHONE' },
  });
  // Copies of one opened request that differ only in community and visibility.
  await platform.sql(
    `insert into service_request
     select (jsonb_populate_record(r, jsonb_build_object(
       'id', gen_random_uuid(),
       'state', (array['OPEN', 'ASSIGNED', 'IN_REVIEW', 'CERTIFIED', 'CANCELLED'])[1 + n % 5],
       'community_id', (array[$1, $2, $3]::uuid[])[1 + n % 3],
       'elder_id', (array[$4, $5]::uuid[])[1 + n % 2],
       'elder_person_id', (array[$6, $7]::uuid[])[1 + n % 2],
       'opened_by_account_id', case n % 7 when 0 then $8::uuid end,
       'offered_community_ids', case when n % 11 = 0 then array[$2]::uuid[] when n % 13 = 0 then array[$1, $3]::uuid[] else '{}' end
     ))).* from service_request r, generate_series(1, 400) as n`,
    [
      ...['xinxian', 'chaoxi', 'dafangjia'].map((slug) => platform.fixtures.communities[slug]),
      ...['elder@xinxian', 'elder@dafangjia'].map((name) => platform.fixtures.elders[name]),
      ...['elder@xinxian', 'elder@dafangjia'].map((name) => platform.fixtures.persons[name]),
      platform.fixtures.accounts['volunteer@chaoxi'],
    ],
  );
}

const list = new RequestList(
  'test.requestList',
  '(:states::text[] is null or r.state = any (:states))',
);
const everything = statement(
  'test.everything',
  'select id, state from service_request where foundation_id = :foundationId order by id desc',
);

test.each([
  'dispatcher@xinxian',
  'dispatcher@chaoxi',
  'dispatcher@dafangjia',
  'volunteer@chaoxi',
  'volunteer@xinxian',
  'leader@chaoxi',
  'elder@xinxian',
  'family@xinxian',
  'merchant@sicheng',
  'admin@sicheng',
])('the pages of %s show exactly the requests that the policy permits', async (persona) => {
  const found = await findActor(platform.app.services.database, {
    accountId: platform.fixtures.accounts[persona]!,
    foundationId: null,
    appId: null,
    scopes: null,
  });
  const ctx = new Context(platform.app.services, found!.actor, 'en');
  for (const more of [1, 2, 6]) {
    // Communities without requests change the plan, not the result.
    const visibleCommunityIds = [
      ...found!.actor.visibleCommunityIds,
      ...Array.from({ length: more }, () => randomUUID()),
    ];
    const other = new Context(
      platform.app.services,
      { ...found!.actor, visibleCommunityIds },
      'en',
    );
    const ids = async (from: Context) =>
      (await list.read(from, null, highestId, 60, { states: null })).map(({ id }) => id);
    expect([more, await ids(other)]).toEqual([more, await ids(ctx)]);
    await other.closeReader();
  }
  for (const states of [null, ['OPEN'], ['OPEN', 'IN_REVIEW', 'CERTIFIED']]) {
    const visible = await ctx.rows<{ id: string; state: string }>(everything);
    const expected = visible
      .filter(({ state }) => !states || states.includes(state))
      .map(({ id }) => id);
    const read: string[] = [];
    for (let before = highestId; ; before = read.at(-1)!) {
      const page = await list.read(ctx, null, before, 40, { states });
      read.push(...page.map(({ id }) => id));
      if (page.length < 40) break;
    }
    expect([persona, states, read]).toEqual([persona, states, expected]);
  }
  await ctx.closeReader();
});
