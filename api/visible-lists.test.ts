import { randomUUID } from 'node:crypto';
import { readFileSync, globSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeId } from '../schema/ids.ts';
import { findActor } from './identity/load-actor.ts';
import type { Actor } from './platform/authorization/actor.ts';
import { limits } from './platform/common/limits.ts';
import { Context } from './platform/context/operation-context.ts';
import { statementsNamed } from './platform/database/statement.ts';
import type { CursorsOfList } from './platform/reads/list-cursors.ts';
import type { KeysetPage } from './platform/reads/pagination.ts';
import type { ListOrder, VisibleList } from './platform/reads/visible-list.ts';
import { noShowList, reviewItemList } from './certification/decisions/decisions.queries.ts';
import { auditList, grantList } from './people/audit.queries.ts';
import { disclosureList, elderList, personList, volunteerList } from './people/people.queries.ts';
import { pairingList } from './requests/dispatch/dispatch.queries.ts';
import { seriesList } from './requests/series/series.queries.ts';
import { hoursList } from './timebank/hours.queries.ts';
import { coinAccountList, transferList } from './timebank/timebank.queries.ts';
import { requestFilterOf, requestList, requestOrderOf } from './requests/request-filter.ts';
import { visitFilterOf, visitList, visitOrderOf } from './requests/visit-filter.ts';
import { seedIsolationFixtures } from './testing/isolation/fixtures.ts';
import { Scenario } from './testing/scenario/scenario.ts';
import { inHours } from './testing/scenario/times.ts';
import { startTestPlatform, type TestPlatform } from './testing/test-platform.ts';

/**
 * Lists that read rows by the ways of the caller: their pages show exactly the rows that the policy
 * of the table permits, for every persona, filter and order.
 */
let platform: TestPlatform;

beforeAll(async () => {
  platform = await startTestPlatform();
  await seedIsolationFixtures(platform);
  await fill();
});
afterAll(() => platform?.close());

/** Rows in every state and community, some offered next door, some entered by the callers below. */
async function fill(): Promise<void> {
  const scenario = await Scenario.begin(platform);
  const { dispatcher } = scenario;
  const { id } = await dispatcher.opens({
    requestedFrom: inHours(1),
    requestedTo: inHours(3),
    actingFor: { channel: 'PHONE' },
  });
  const { communities, elders, persons, accounts, teams } = platform.fixtures;
  const three = ['xinxian', 'chaoxi', 'dafangjia'].map((slug) => communities[slug]);
  // Copies of one opened request that differ only in what the lists read.
  await platform.sql(
    `insert into service_request
     select (jsonb_populate_record(r, jsonb_build_object(
       'id', gen_random_uuid(),
       'state', (array['OPEN', 'ASSIGNED', 'IN_REVIEW', 'CERTIFIED', 'CANCELLED'])[1 + n % 5],
       'urgency', (array['NORMAL', 'URGENT'])[1 + n % 2],
       'alarms', case n % 4 when 0 then array['UNFILLED'] else '{}' end,
       'community_id', (array[$1, $2, $3]::uuid[])[1 + n % 3],
       'elder_id', (array[$4, $5]::uuid[])[1 + n % 2],
       'elder_person_id', (array[$6, $7]::uuid[])[1 + n % 2],
       'opened_by_account_id', case n % 7 when 0 then $8::uuid end,
       'requested_from', r.requested_from + make_interval(mins => n % 9, secs => (n % 2) * 0.000001),
       'requested_to', r.requested_to + interval '1 hour',
       'offered_community_ids', case when n % 11 = 0 then array[$2]::uuid[] when n % 13 = 0 then array[$1, $3]::uuid[] else '{}' end
     ))).* from service_request r, generate_series(1, 400) as n where r.id = $9`,
    [
      ...three,
      ...['elder@xinxian', 'elder@dafangjia'].map((name) => elders[name]),
      ...['elder@xinxian', 'elder@dafangjia'].map((name) => persons[name]),
      accounts['volunteer@chaoxi'],
      decodeId('request', id),
    ],
  );
  const { visitId } = await scenario.plannedVisit();
  await platform.sql(
    `insert into visit
     select (jsonb_populate_record(v::visit, jsonb_build_object(
       'id', gen_random_uuid(),
       'state', (array['PLANNED', 'CERTIFIED', 'WITHDRAWN'])[1 + n % 3],
       'community_id', (array[$1, $2, $3]::uuid[])[1 + n % 3],
       'helper_community_id', case n % 4 when 0 then $2::uuid end,
       'team_id', case n % 3 when 0 then $8::uuid end,
       'flags', case n % 5 when 0 then array['TOO_FAR'] else '{}' end,
       'elder_person_id', (array[$4, $5]::uuid[])[1 + n % 2],
       'volunteer_person_id', (array[$6, $7]::uuid[])[1 + n % 2],
       'planned_from', v.planned_from + make_interval(mins => n % 7),
       'planned_to', v.planned_to + interval '1 hour'
     ))).* from visit v, generate_series(1, 150) as n where v.id = $9`,
    [
      ...three,
      ...['elder@xinxian', 'elder@dafangjia'].map((name) => persons[name]),
      ...['volunteer@chaoxi', 'volunteer@xinxian'].map((name) => persons[name]),
      teams['haoyiya'],
      decodeId('visit', visitId),
    ],
  );
}

type Row = Record<string, unknown> & { id: string };

/** `elders` are the persons of the elders that the caller sees: only their ids can lead to a row. */
type Meets = (row: Row, elders: ReadonlySet<unknown>) => boolean;

interface Tried {
  // The lists differ in their rows and filters, and the test treats them alike.
  // oxlint-disable-next-line typescript/no-explicit-any
  list: VisibleList<any, any>;
  table: string;
  /** Filters, each with the condition that the rows must meet. */
  filters: readonly (readonly [filter: object, meets: Meets])[];
  orders: readonly ListOrder[];
}

const has = (values: unknown, wanted: string): boolean => (values as string[]).includes(wanted);

/** Filters use fixtures, so they are made when these exist. */
const tried: Readonly<Record<string, () => Tried>> = {
  requests() {
    const { communities, elders } = platform.fixtures;
    const [xinxian, chaoxi] = [communities['xinxian'], communities['chaoxi']];
    const to = inHours(1.05);
    const all = requestFilterOf(null);
    return {
      list: requestList,
      table: 'service_request',
      filters: [
        [all, () => true],
        [{ ...all, states: ['CERTIFIED'] }, ({ state }) => state === 'CERTIFIED'],
        [
          requestFilterOf({ states: ['OPEN', 'IN_REVIEW'] }),
          ({ state }) => state === 'OPEN' || state === 'IN_REVIEW',
        ],
        [
          { ...all, communityIds: [xinxian, chaoxi, randomUUID()] },
          ({ communityId }) => communityId === xinxian || communityId === chaoxi,
        ],
        [
          { ...all, communityIds: [chaoxi], elderIds: [elders['elder@xinxian'], randomUUID()] },
          ({ communityId, elderId }) =>
            communityId === chaoxi && elderId === elders['elder@xinxian'],
        ],
        [
          { ...all, urgencies: ['URGENT'], alarms: ['UNFILLED'], sources: ['DISPATCHER'] },
          ({ urgency, alarms }) => urgency === 'URGENT' && has(alarms, 'UNFILLED'),
        ],
        [
          { ...all, requestedTo: to },
          ({ requestedFrom }) => Date.parse(requestedFrom as string) < Date.parse(to),
        ],
      ],
      orders: (['OPENED_DESC', 'REQUESTED_ASC', 'REQUESTED_DESC'] as const).map(requestOrderOf),
    };
  },
  visits() {
    const { communities, persons, elders, teams } = platform.fixtures;
    const all = visitFilterOf(null);
    return {
      list: visitList,
      table: 'visit',
      filters: [
        [all, () => true],
        [{ ...all, states: ['PLANNED'] }, ({ state }) => state === 'PLANNED'],
        [
          { ...all, communityIds: [communities['chaoxi']] },
          ({ communityId }) => communityId === communities['chaoxi'],
        ],
        [
          { ...all, elderIds: [elders['elder@xinxian']] },
          ({ elderPersonId }, seen) =>
            elderPersonId === persons['elder@xinxian'] && seen.has(elderPersonId),
        ],
        [{ ...all, teamIds: [teams['haoyiya']] }, ({ teamId }) => teamId === teams['haoyiya']],
        [{ ...all, flags: ['TOO_FAR'] }, ({ flags }) => has(flags, 'TOO_FAR')],
      ],
      orders: (['ACCEPTED_DESC', 'PLANNED_ASC', 'PLANNED_DESC'] as const).map(visitOrderOf),
    };
  },
  elders: () => byCommunity(elderList, 'elder', 'asc'),
  volunteers: () => byCommunity(volunteerList, 'volunteer', 'asc'),
  people: () => byCommunity(personList, 'person', 'asc'),
  disclosures: () => plain(disclosureList, 'disclosure', 'desc'),
  'audit entries': () => plain(auditList, 'audit_entry', 'desc'),
  'role grants': () => byCommunity(grantList, 'role_grant', 'asc'),
  'review items': () => byCommunity(reviewItemList, 'review_item', 'asc'),
  'no-shows': () => byCommunity(noShowList, 'no_show', 'desc'),
  'hours records': () => byCommunity(hoursList, 'hours_record', 'desc'),
  pairings: () => byCommunity(pairingList, 'pairing', 'asc'),
  series: () => byCommunity(seriesList, 'request_series', 'asc'),
  'coin accounts': () => byCommunity(coinAccountList, 'coin_account', 'asc'),
  transfers: () => plain(transferList, 'transfer', 'desc'),
};

function plain(list: Tried['list'], table: string, direction: 'asc' | 'desc'): Tried {
  return { list, table, filters: [[{}, () => true]], orders: [{ direction }] };
}

function byCommunity(list: Tried['list'], table: string, direction: 'asc' | 'desc'): Tried {
  const { communities } = platform.fixtures;
  const [xinxian, chaoxi] = [communities['xinxian'], communities['chaoxi']];
  return {
    list,
    table,
    filters: [
      [{}, () => true],
      [{ communityIds: [chaoxi] }, ({ communityId }) => communityId === chaoxi],
      [
        { communityIds: [xinxian, chaoxi, randomUUID()] },
        ({ communityId }) => communityId === xinxian || communityId === chaoxi,
      ],
    ],
    orders: [{ direction }],
  };
}

const build = statementsNamed('test.everything');
const allElders = build('select * from elder where foundation_id = :foundationId', 'elders');

const personas = [
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
];

describe.each(Object.keys(tried))('%s', (name) => {
  test.each(personas)('as %s: the rows that the policy permits, in order', async (persona) => {
    const { list, table, filters, orders } = tried[name]!();
    const ctx = await contextOf(persona);
    const everything = build(`select * from ${table} where foundation_id = :foundationId`, table);
    const visible = await ctx.rows<Row>(everything);
    const elders = new Set((await ctx.rows<Row>(allElders)).map(({ personId }) => personId));
    for (const [filter, meets] of filters) {
      const expected = visible.filter((row) => meets(row, elders)).map(({ id }) => id);
      for (const order of orders) {
        const read = await allPages(list, ctx, filter, order);
        const said = JSON.stringify({ filter, order });
        expect([said, read.map(({ id }) => id).sort()]).toEqual([said, expected.sort()]);
        expect([said, read.total]).toEqual([said, expected.length]);
        expect([said, isInOrder(read, order)]).toEqual([said, true]);
      }
    }
  });

  test.each(personas)('as %s: communities without rows change the plan only', async (persona) => {
    const { list, filters, orders } = tried[name]!();
    const ctx = await contextOf(persona);
    for (const more of [1, 2, 6, limits.listWaysMax]) {
      const others = Array.from({ length: more }, () => randomUUID());
      const wide = open({
        ...ctx.actor,
        visibleCommunityIds: [...ctx.actor.visibleCommunityIds, ...others],
        managedCommunityIds: [...ctx.actor.managedCommunityIds, ...others],
        contactCommunityIds: [...ctx.actor.contactCommunityIds, ...others],
      });
      const ids = async (from: Context) =>
        (await allPages(list, from, filters[0]![0], orders[0]!)).map(({ id }) => id);
      expect([more, await ids(wide)]).toEqual([more, await ids(ctx)]);
    }
  });
});

test('a shape beyond the limit is planned each time, with the same answer', async () => {
  const ctx = await contextOf('dispatcher@xinxian');
  const { list, filters, orders } = tried['requests']!();
  const known = Reflect.get(list, 'statements') as Map<string, unknown>;
  const before = await allPages(list, ctx, filters[1]![0], orders[0]!);
  for (let n = 0; known.size < limits.listShapesMax; n += 1) known.set(`other ${n}`, null);
  const fresh = { ...filters[1]![0], sources: ['DISPATCHER'] };
  expect(await allPages(list, ctx, fresh, orders[0]!)).toEqual(before);
  expect(known.size).toBe(limits.listShapesMax);
});

test('every list of this kind is tried here', () => {
  const sources = globSync('api/**/*.ts', { exclude: (path) => path.endsWith('.test.ts') });
  const count = sources
    .map((path) => readFileSync(path, 'utf8').split('new VisibleList<').length - 1)
    .reduce((sum, each) => sum + each, 0);
  expect(Object.keys(tried)).toHaveLength(count);
});

async function contextOf(persona: string): Promise<Context> {
  const found = await findActor(platform.app.services.database, {
    accountId: platform.fixtures.accounts[persona]!,
    foundationId: null,
    appId: null,
    scopes: null,
  });
  return open(found!.actor);
}

/** Contexts of a test. An open snapshot would keep the platform from closing. */
const contexts: Context[] = [];

function open(actor: Actor): Context {
  const ctx = new Context(platform.app.services, actor, 'en');
  contexts.push(ctx);
  return ctx;
}

afterEach(async () => {
  for (const each of contexts.splice(0)) await each.closeReader();
});

/** Cursors that show the position itself. */
const bare = {
  cursorOf: (position: string) => position,
  positionOf: (cursor: string) => cursor,
} as CursorsOfList;

async function allPages(
  list: Tried['list'],
  ctx: Context,
  filter: object,
  order: ListOrder,
): Promise<Row[] & { total?: number | undefined }> {
  const read: Row[] = [];
  let total: number | undefined;
  let after: string | undefined;
  do {
    const page = (await list.page(
      ctx,
      { first: 60, ...(after && { after }) },
      filter,
      null,
      order,
    )) as KeysetPage<Row>;
    page.bind(() => bare);
    read.push(...page.nodes);
    total ??= await page.total!();
    after = page.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? undefined) : undefined;
  } while (after);
  return Object.assign(read, { total });
}

function isInOrder(rows: readonly Row[], { column, direction }: ListOrder): boolean {
  const places = rows.map((row) => (column ? String(row['orderText']) : row.id));
  return places.every((place, at) => {
    const last = places[at - 1];
    if (last === undefined) return true;
    const [one, other] = column ? [Date.parse(last), Date.parse(place)] : [last, place];
    return direction === 'asc' ? one <= other : one >= other;
  });
}
