import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  getNamedType,
  type GraphQLField,
  type GraphQLInputType,
  isInputObjectType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { encodeId, idPrefixes, type IdPrefix } from '../schema/ids.ts';
import type { Caller } from './testing/caller.ts';
import { nounTables } from './testing/isolation/canaries.ts';
import { seedIsolationFixtures } from './testing/isolation/fixtures.ts';
import { startTestPlatform, type TestPlatform } from './testing/test-platform.ts';

/**
 * One read policy for each type on every path: `node` and the lists of a noun show an actor the
 * same rows. Nouns, lists and roles come from the schema and the fixtures, so a new noun is covered
 * as soon as it exists.
 */
let platform: TestPlatform;
let nouns: { prefix: IdPrefix; ids: string[] }[];

beforeAll(async () => {
  platform = await startTestPlatform();
  await seedIsolationFixtures(platform);
  nouns = [];
  for (const { prefix, table, columns } of await nounTables(platform)) {
    const scope = columns.has('foundation_id') ? 'foundation_id = $1' : '$1::uuid is not null';
    const rows = await platform.sql<{ id: string }>(
      `select id from ${table} where ${scope} order by id limit 100`,
      [platform.fixtures.foundations['sicheng']],
    );
    nouns.push({ prefix, ids: rows.map(({ id }) => encodeId(prefix, id)) });
  }
});
afterAll(() => platform?.close());

const personas = [
  'admin@sicheng',
  'analyst@sicheng',
  'auditor@sicheng',
  'dispatcher@xinxian',
  'dispatcher@dafangjia',
  'leader@chaoxi',
  'volunteer@xinxian',
  'elder@xinxian',
  'family@xinxian',
  'merchant@sicheng',
  'partner@sicheng',
];

/** Lists of a noun that need no argument but the page length. */
function listsOf(noun: string): GraphQLField<unknown, unknown>[] {
  const query = platform.app.operations.schema.getQueryType();
  return Object.values(query?.getFields() ?? {}).filter(({ type, args }) => {
    const connection = getNamedType(type);
    if (!isObjectType(connection) || connection.name !== `${noun}Connection`) return false;
    return args.every(
      (each) =>
        each.name === 'first' || !isNonNullType(each.type) || each.defaultValue !== undefined,
    );
  });
}

/** Collects the ids of all pages of a list; false when the caller is refused. */
async function collect(
  caller: Caller,
  name: string,
  more: string,
  listed: Set<string>,
): Promise<boolean> {
  for (let after: string | null = null; ;) {
    const text = `query ($after: String) { page: ${name}(first: 100, after: $after${more}) { nodes { id } pageInfo { hasNextPage endCursor } } }`;
    const { data, errors } = await caller.send(text, { after });
    if (errors && !/NOT_ALLOWED|NO_FOUNDATION/.test(JSON.stringify(errors)))
      throw new Error(`${name}: ${JSON.stringify(errors)}`);
    if (!data?.page) return false;
    for (const { id } of data.page.nodes) listed.add(id);
    if (!data.page.pageInfo.hasNextPage) return true;
    after = data.page.pageInfo.endCursor;
  }
}

/** Fields of the input type of a filter; none for other arguments. */
function fieldsOf(type: GraphQLInputType): object {
  const named = getNamedType(type);
  return isInputObjectType(named) ? named.getFields() : {};
}

describe('node and lists show the same rows of a noun', () => {
  test('the comparison covers the nouns with lists', () => {
    const compared = nouns.filter(
      ({ prefix, ids }) => ids.length > 0 && listsOf(idPrefixes[prefix]).length > 0,
    );
    const wanted: IdPrefix[] = [
      'app',
      'consent',
      'issuer',
      'link',
      'apikey',
      'disclosure',
      'person',
      'volunteer',
    ];
    expect(wanted.filter((prefix) => !compared.some((each) => each.prefix === prefix))).toEqual([]);
  });

  test.each(personas)('a list and node show %s the same rows', async (persona) => {
    const caller = await platform.as(persona);
    const differences: string[] = [];
    for (const { prefix, ids } of nouns) {
      const lists = listsOf(idPrefixes[prefix]);
      if (lists.length === 0 || ids.length === 0) continue;
      const listed = new Set<string>();
      for (const { name, args } of lists) {
        const isAll = await collect(caller, name, '', listed);
        // Actors without access to all rows may see rows about a person of theirs.
        if (!isAll && args.some(({ type }) => 'personId' in fieldsOf(type)))
          for (const uuid of Object.values(platform.fixtures.persons))
            await collect(
              caller,
              name,
              `, filter: { personId: "${encodeId('person', uuid)}" }`,
              listed,
            );
      }
      if (prefix === 'grant')
        for (const { id } of (await caller.query('{ me { grants { id } } }')).me.grants)
          listed.add(id);
      const { nodes } = await caller.query('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
        ids,
      });
      const shown = ids.filter((_, index) => nodes[index] !== null);
      const hidden = ids.filter((id) => !shown.includes(id));
      const onlyByNode = shown.filter((id) => !listed.has(id)).length;
      const onlyListed = hidden.filter((id) => listed.has(id)).length;
      if (onlyByNode > 0) differences.push(`${onlyByNode} of ${prefix} by node alone`);
      if (onlyListed > 0) differences.push(`${onlyListed} of ${prefix} in lists alone`);
    }
    expect(differences).toEqual([]);
  });
});

describe('a number finds only people whose masked number the caller may see', () => {
  const phone = '13512345678';
  const byPhone =
    'query ($phone: String) { people(first: 5, filter: { phone: $phone }) { totalCount nodes { id } } }';

  beforeAll(async () => {
    for (const slug of ['xinxian', 'dafangjia']) {
      const person = { name: `同号${slug}`, phone };
      const communityId = encodeId('community', platform.fixtures.communities[slug]!);
      const dispatcher = await platform.as(`dispatcher@${slug}`);
      await dispatcher.mutate('registerElder', { communityId, person }, 'elder { id }');
    }
  });

  test.each([
    ['admin@sicheng', 2],
    ['dispatcher@xinxian', 1],
    ['dispatcher@chaoxi', 0],
    ['elder@xinxian', 0],
  ])('%s finds %i people by the number', async (persona, count) => {
    const { people } = await (await platform.as(persona)).query(byPhone, { phone });
    expect([people.totalCount, people.nodes.length]).toEqual([count, count]);
  });

  test.each(['analyst@sicheng', 'auditor@sicheng', 'leader@xinxian', 'partner@sicheng'])(
    '%s is refused, also with an unknown number',
    async (persona) => {
      const caller = await platform.as(persona);
      for (const each of [phone, '13500000000', 'no number'])
        expect((await caller.send(byPhone, { phone: each })).errors?.[0]?.extensions['code']).toBe(
          'NOT_ALLOWED',
        );
    },
  );
});
