import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { getNamedType, type GraphQLArgument, isInputObjectType } from 'graphql';
import { encodeId } from '../schema/ids.ts';
import type { Caller } from './testing/caller.ts';
import { ownIds } from './testing/isolation/canaries.ts';
import { seedIsolationFixtures } from './testing/isolation/fixtures.ts';
import { type PagedField, pagedFieldsOf, type Reading, sampleOf } from './testing/paged-fields.ts';
import { Scenario } from './testing/scenario/scenario.ts';
import { inHours } from './testing/scenario/times.ts';
import { startTestPlatform, type TestPlatform } from './testing/test-platform.ts';

/**
 * Cursors of all lists: each continues the list that wrote it, and is refused everywhere else.
 * Lists, filters and parents come from the schema, so a new list is covered as soon as it exists.
 */
let platform: TestPlatform;
let lists: List[];
let samples: Record<string, unknown>;

/** A list with a caller who sees rows of it, and one of its parents. */
interface List {
  field: PagedField;
  caller: Caller;
  /** Required arguments. */
  needed: Record<string, unknown>;
  parent: unknown;
  /** Further parents of the same type, at least one. */
  otherParents: unknown[];
  /** Cursors of its first rows. */
  cursors: string[];
}

beforeAll(async () => {
  platform = await startTestPlatform();
  await seedIsolationFixtures(platform);
  await addRowsOfEmptyLists();
  const callers = [await platform.as('admin@sicheng'), await platform.as('operator@headbank')];
  const parents = new Map<string, string[]>();
  samples = await samplesOf();
  lists = [];
  for (const field of pagedFieldsOf(platform.app.operations.schema))
    lists.push(await listOf(field, callers, parents));
});
afterAll(() => platform?.close());

test('the cursors of a list lead through it row by row', async () => {
  for (const list of lists) {
    const walked: string[] = [];
    for (let after: string | null = null; walked.length < rowsMax;) {
      const { page } = await read(list, { first: 1, after });
      const [cursor] = page!.edges.map((edge) => edge.cursor);
      expect([list.field.name, page!.pageInfo]).toEqual([
        list.field.name,
        {
          hasNextPage: list.cursors.length === rowsMax || walked.length + 1 < list.cursors.length,
          hasPreviousPage: after !== null,
          startCursor: cursor ?? null,
          endCursor: cursor ?? null,
        },
      ]);
      if (cursor !== undefined) walked.push(cursor);
      if (!page!.pageInfo.hasNextPage) break;
      after = page!.pageInfo.endCursor;
    }
    expect([list.field.name, walked]).toEqual([list.field.name, list.cursors]);
    expect(new Set(walked).size).toBe(walked.length);
  }
  // Lists without a row would pass: a new list needs rows in its isolation fixture or here.
  const empty = lists.filter(({ cursors }) => cursors.length === 0);
  expect(empty.map(({ field }) => field.name)).toEqual([]);
  expect(lists.filter(({ cursors }) => cursors.length > 1).length).toBeGreaterThan(25);
});

test('a page that is read with its parents has the same cursors', async () => {
  for (const { field, caller, needed, parent, cursors } of lists) {
    if (!field.parentType) continue;
    const above = rootListOf(field.parentType);
    expect(needed).toEqual({});
    const { page } = await caller.query(
      `{ page: ${above}(first: 50) { nodes { id list: ${field.field.name}(first: ${rowsMax}) { edges { cursor } } } } }`,
    );
    const { list } = page.nodes.find(({ id }: { id: unknown }) => id === parent);
    expect([field.name, list.edges.map(({ cursor }: { cursor: string }) => cursor)]).toEqual([
      field.name,
      cursors,
    ]);
  }
});

describe('a cursor is refused', () => {
  test('by another list, also of the same noun', async () => {
    await expectRefusals(function* () {
      for (const [index, list] of lists.entries())
        for (const other of lists) {
          const isNext = other === lists[(index + 1) % lists.length];
          if (other !== list && (isNext || other.field.connection === list.field.connection))
            yield { list, from: other.field.name, after: other.cursors[0]! };
        }
    });
  });

  test('by its list with another filter', async () => {
    let tried = 0;
    await expectRefusals(function* () {
      for (const list of lists)
        for (const argument of list.field.filters) {
          const [after] = list.cursors;
          if (argument.name in list.needed) continue;
          for (const [name, value] of eachFieldOf(argument)) {
            tried += 1;
            const filter = { ...list.needed, [argument.name]: value };
            yield { list, from: `without ${name}`, after: after!, filter };
          }
        }
    });
    expect(tried).toBeGreaterThan(60);
  });

  test('by the same list of another parent', async () => {
    const nested = lists.filter(({ field }) => field.parentType);
    await expectRefusals(function* () {
      for (const list of nested)
        for (const parent of list.otherParents)
          yield { list, from: String(list.parent), after: list.cursors[0]!, parent };
    });
    expect(nested.length).toBeGreaterThan(4);
  });

  test('by the same list of another foundation', async () => {
    const other = await platform.as('admin@yigong80');
    for (const { field, needed, cursors, parent } of lists) {
      // The rows that other lists belong to are in this foundation.
      if (field.parentType) continue;
      const reading = { first: 1, after: cursors[0]!, filter: needed, parent };
      const { code } = await field.read(other, reading);
      expect([field.name, code]).toEqual([field.name, 'CURSOR_INVALID']);
    }
  });

  test('in part, changed or with anything added', async () => {
    const { cursor: feedCursor } = (
      await lists[0]!.caller.query('{ serviceRequestBoard { cursor } }')
    ).serviceRequestBoard;
    await expectRefusals(function* () {
      for (const list of lists) {
        const own = list.cursors[0]!;
        const middle = own.length - 8;
        const changed = own.charAt(middle) === 'A' ? 'B' : 'A';
        for (const [from, after] of Object.entries({
          empty: '',
          nonsense: 'nonsense',
          prefix: own.slice(0, 3),
          truncated: own.slice(0, -1),
          half: own.slice(0, 16),
          garbled: `${own.slice(0, middle)}${changed}${own.slice(middle + 1)}`,
          padded: `${own}=`,
          spaced: ` ${own}`,
          doubled: own + own,
          huge: `${own}${'A'.repeat(100_000)}`,
          'from before': 'i1_AY0000000000000000000A',
          feed: feedCursor as string,
        }))
          yield { list, from, after };
      }
    });
  });

  test('with a NUL before any list is read', async () => {
    for (const list of lists) {
      const { page, code } = await read(list, { first: 1, after: `${list.cursors[0]}\0` });
      expect([list.field.name, page, code]).toEqual([
        list.field.name,
        null,
        'TEXT_HAS_CONTROL_CHARACTERS',
      ]);
    }
  });

  test('by the live feed, which starts anew', async () => {
    const requests = lists.filter(({ field }) => field.connection === 'ServiceRequestConnection');
    expect(requests.length).toBeGreaterThan(1);
    for (const { caller, cursors } of requests) {
      const { serviceRequestFeed } = await caller.query(
        'query ($after: String!) { serviceRequestFeed(first: 1, after: $after) { messages { __typename ... on FeedReset { reason } } } }',
        { after: cursors[0] },
      );
      expect(serviceRequestFeed.messages).toEqual([
        { __typename: 'FeedReset', reason: 'CURSOR_INVALID' },
      ]);
    }
  });
});

test('a refused cursor names its argument and the remedy in both languages', async () => {
  const [list] = lists;
  const answers = await Promise.all(
    ['en', 'zh-CN'].map(async (language) =>
      list!.caller.send(
        '{ elders(first: 1, after: "nonsense") { nodes { id } } }',
        {},
        {
          'accept-language': language,
        },
      ),
    ),
  );
  expect(answers.map(({ errors }) => errors)).toMatchObject([
    [
      {
        path: ['elders'],
        message: expect.stringContaining('from the same list with the same filter'),
        extensions: { code: 'CURSOR_INVALID', path: ['after'] },
      },
    ],
    [
      {
        message: expect.stringContaining('同一列表、同一筛选条件'),
        extensions: { path: ['after'] },
      },
    ],
  ]);
});

test('a cursor shows nobody more rows than she may see', async () => {
  const dispatcher = await platform.as('dispatcher@xinxian');
  const list = lists.find(({ field }) => field.name === 'Query.elders')!;
  const text =
    'query ($after: String) { elders(first: 100, after: $after) { edges { cursor node { id } } } }';
  const idsAfter = async (caller: Caller, after: string | null): Promise<string[]> =>
    (await caller.query(text, { after })).elders.edges.map(
      ({ node }: { node: { id: string } }) => node.id,
    );
  const [own, all] = [await idsAfter(dispatcher, null), await idsAfter(list.caller, null)];
  expect(own.length).toBeLessThan(all.length);
  const left = own.filter((id) => all.indexOf(id) > 0);
  expect(await idsAfter(dispatcher, list.cursors[0]!)).toEqual(left);
});

/** Rows that are compared of each list. */
const rowsMax = 12;

/** Rows of lists that the isolation fixtures leave empty. */
async function addRowsOfEmptyLists(): Promise<void> {
  const admin = await platform.as('admin@sicheng');
  for (const month of ['2020-01', '2020-02'])
    await admin.mutate('closePeriod', { month }, 'period { id }');
  for (const reason of ['第一版', '第二版'])
    await admin.mutate(
      'publishCoinPolicy',
      { rules: {}, validFrom: new Date().toISOString(), reason },
      'policy { id }',
    );
  const scenario = await Scenario.begin(platform);
  for (const hours of [24, 72]) {
    const times = { requestedFrom: inHours(hours), requestedTo: inHours(hours + 3) };
    const request = await scenario.dispatcher.opens(times);
    await scenario.dispatcher.assigns(request, 'volunteer@chaoxi');
  }
}

async function listOf(
  field: PagedField,
  callers: readonly Caller[],
  parents: Map<string, string[]>,
): Promise<List> {
  const needed = neededBy(field);
  const found: List[] = [];
  for (const caller of callers) {
    const candidates = field.parentType
      ? await parentsOf(field.parentType, caller, parents)
      : [null];
    for (const parent of candidates) {
      const { page, code } = await field.read(caller, { first: rowsMax, filter: needed, parent });
      if (!page && code !== 'NOT_ALLOWED' && code !== 'NO_FOUNDATION')
        throw new Error(`${field.name}: ${code}`);
      if (page)
        found.push({
          field,
          caller,
          needed,
          parent,
          otherParents: candidates.filter((each) => each !== parent),
          cursors: page.edges.map(({ cursor }) => cursor),
        });
    }
  }
  const [most] = found.toSorted((left, right) => right.cursors.length - left.cursors.length);
  if (!most) throw new Error(`Nobody here may read ${field.name}.`);
  return most;
}

/** Ids of rows of that type, from a list of the root. */
async function parentsOf(
  type: string,
  caller: Caller,
  known: Map<string, string[]>,
): Promise<string[]> {
  const key = `${type} ${caller.token}`;
  const before = known.get(key);
  if (before) return before;
  const list = rootListOf(type);
  const { data } = await caller.send(`{ page: ${list}(first: 50) { nodes { id } } }`);
  const rows: { id: string }[] = data?.page?.nodes ?? [];
  const ids = rows.map(({ id }) => id);
  known.set(key, ids);
  return ids;
}

function rootListOf(type: string): string {
  const found = pagedFieldsOf(platform.app.operations.schema).find(
    ({ owner, connection }) => owner.name === 'Query' && connection === `${type}Connection`,
  );
  if (!found) throw new Error(`No list at the root shows rows of ${type}.`);
  return found.field.name;
}

function neededBy({ filters }: PagedField): Record<string, unknown> {
  return Object.fromEntries(
    filters
      .filter(({ type }) => type.toString().endsWith('!'))
      .map((argument) => [argument.name, sampleOf(argument, samples)]),
  );
}

/** Values of an argument; for a filter object, one value for each of its fields. */
function eachFieldOf(argument: GraphQLArgument): [name: string, value: unknown][] {
  const type = getNamedType(argument.type);
  if (!isInputObjectType(type)) return [[argument.name, sampleOf(argument, samples)]];
  return Object.values(type.getFields()).map((field) => [
    `${argument.name}.${field.name}`,
    { [field.name]: sampleOf(field, samples) },
  ]);
}

/** A value for each filter, by its name or its type. */
async function samplesOf(): Promise<Record<string, unknown>> {
  const { foundations, communities } = platform.fixtures;
  const own = await ownIds(platform, foundations['sicheng']!, communities['xinxian']);
  return {
    foundationId: encodeId('foundation', foundations['sicheng']!),
    communityId: own.get('community'),
    communityIds: own.get('community'),
    requestId: own.get('request'),
    subjectId: own.get('request'),
    volunteerId: own.get('volunteer'),
    personId: own.get('person'),
    actedForPersonId: own.get('person'),
    actorAccountId: own.get('account'),
    category: 'COMPANY',
    phone: '13512345678',
    identityNumber: '110101194001010029',
    action: 'VISIT_CERTIFY',
    elderIds: own.get('elder'),
    teamIds: own.get('team'),
    kindIds: own.get('kind'),
    volunteerIds: own.get('volunteer'),
    categories: 'COMPANY',
    DateTime: '2020-01-01T00:00:00Z',
    Boolean: true,
  };
}

async function read(
  { field, caller, needed, parent }: List,
  reading: Reading,
): ReturnType<PagedField['read']> {
  return field.read(caller, { filter: needed, parent, ...reading });
}

interface Attempt {
  list: List;
  /** What the cursor is of. */
  from: string;
  after: string;
  filter?: Record<string, unknown>;
  parent?: unknown;
}

/** Tries all cursors, and lists those that were not refused at their argument. */
async function expectRefusals(attempts: () => Iterable<Attempt>): Promise<void> {
  const accepted: string[] = [];
  for (const { list, from, after, ...rest } of attempts()) {
    const { page, error } = await read(list, { first: 1, after, ...rest });
    const isRefused =
      !page &&
      error?.extensions['code'] === 'CURSOR_INVALID' &&
      JSON.stringify(error.extensions['path']) === '["after"]';
    if (!isRefused)
      accepted.push(`${list.field.name} took a cursor of ${from}: ${JSON.stringify(error)}`);
  }
  expect(accepted).toEqual([]);
}
