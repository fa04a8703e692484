import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  getNamedType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { encodeId, idPrefixes } from '../schema/ids.ts';
import { platformSchema } from './app.ts';
import type { Caller } from './testing/caller.ts';
import { nobodysId, nounTables } from './testing/isolation/canaries.ts';
import { seedIsolationFixtures } from './testing/isolation/fixtures.ts';
import { pagedFieldsOf } from './testing/paged-fields.ts';
import { startTestPlatform, type TestPlatform } from './testing/test-platform.ts';

/**
 * What Relay expects of a server: Global Object Identification
 * (https://relay.dev/graphql/objectidentification.htm) and Connections
 * (https://relay.dev/graphql/connections.htm), over the whole schema.
 */
const schema = platformSchema();
const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
const objects = types.filter(isObjectType);
const query = schema.getQueryType()!;

/** Types with rows of their own that are read with their node only, and not by `node`. */
const rowsBelowNodes = [
  'EvidenceWithdrawal',
  'FilingReceipt',
  'OutcomeMeasure',
  'RequestChange',
  'StarAward',
  'VisitFeedback',
];

/** The type of a field as text, or null when there is no such field. */
function typeOf(type: GraphQLNamedType | undefined, field: string): string | null {
  return isObjectType(type) || isInterfaceType(type)
    ? (type.getFields()[field]?.type.toString() ?? null)
    : null;
}

describe('an object has a global id', () => {
  test('Node has an id and nothing else', () => {
    const node = schema.getType('Node');
    expect(isInterfaceType(node) && Object.keys(node.getFields())).toEqual(['id']);
    expect(typeOf(node, 'id')).toBe('ID!');
  });

  test('node and nodes read by global id, and null says that there is none', () => {
    const { node, nodes } = query.getFields();
    const shape = (field: GraphQLField<unknown, unknown> | undefined) => [
      String(field?.type),
      ...(field?.args ?? []).map(({ name, type }) => `${name}: ${type.toString()}`),
    ];
    expect(shape(node)).toEqual(['Node', 'id: ID!']);
    expect(shape(nodes)).toEqual(['[Node]', 'ids: [ID!]!']);
  });

  test('a field id is that of its own row, since Relay merges objects with equal ids', () => {
    const withId = objects.filter((type) => type.getFields()['id']);
    const nodes = withId.filter((type) =>
      type.getInterfaces().some((each) => each.name === 'Node'),
    );
    const others = withId.filter((type) => !nodes.includes(type)).map(({ name }) => name);
    expect(others.sort()).toEqual(rowsBelowNodes);
    const prefixes = nodes.map(({ extensions }) => extensions['idPrefix']);
    expect(new Set(prefixes).size).toBe(nodes.length);
    expect(withId.map((type) => typeOf(type, 'id'))).toEqual(withId.map(() => 'ID!'));
  });
});

describe('a list is a connection', () => {
  const connections = objects.filter(({ name }) => name.endsWith('Connection'));

  test('every connection has edges and pageInfo, and every edge a node and a cursor', () => {
    for (const connection of connections) {
      const { edges, pageInfo } = connection.getFields();
      const edge = getNamedType(edges!.type) as GraphQLObjectType;
      expect([connection.name, String(edges!.type), String(pageInfo?.type)]).toEqual([
        connection.name,
        `[${connection.name.replace(/Connection$/, 'Edge')}!]!`,
        'PageInfo!',
      ]);
      const { node, cursor } = edge.getFields();
      expect([edge.name, String(cursor?.type)]).toEqual([edge.name, 'String!']);
      const shown = isNonNullType(node!.type) ? node!.type.ofType : node!.type;
      expect([edge.name, isListType(shown)]).toEqual([edge.name, false]);
    }
    expect(connections.length).toBeGreaterThan(30);
  });

  test('PageInfo says whether there are more pages in both directions', () => {
    const pageInfo = schema.getType('PageInfo');
    expect(['hasNextPage', 'hasPreviousPage'].map((field) => typeOf(pageInfo, field))).toEqual([
      'Boolean!',
      'Boolean!',
    ]);
    // Null on an empty page.
    expect(['startCursor', 'endCursor'].map((field) => typeOf(pageInfo, field))).toEqual([
      'String',
      'String',
    ]);
  });

  test('every field of a connection takes first and after', () => {
    for (const { name, field } of pagedFieldsOf(schema)) {
      const typesOf = new Map(field.args.map((argument) => [argument.name, String(argument.type)]));
      expect([name, typesOf.get('first'), typesOf.get('after')]).toEqual([name, 'Int!', 'String']);
      // A list that reads backwards takes both.
      expect([name, typesOf.has('last')]).toEqual([name, typesOf.has('before')]);
      expect([name, isListType(field.type)]).toEqual([name, false]);
    }
  });

  test('every type with a name of a connection or an edge is one', () => {
    const used = new Set(pagedFieldsOf(schema).map(({ connection }) => connection));
    expect(connections.filter(({ name }) => !used.has(name)).map(({ name }) => name)).toEqual([]);
    const edges = new Set(connections.map(({ name }) => name.replace(/Connection$/, 'Edge')));
    const others = types.filter(({ name }) => name.endsWith('Edge') && !edges.has(name));
    expect(others.map(({ name }) => name)).toEqual([]);
  });
});

describe('a row is read again by its id', () => {
  let platform: TestPlatform;
  let admin: Caller;

  beforeAll(async () => {
    platform = await startTestPlatform();
    await seedIsolationFixtures(platform);
    admin = await platform.as('admin@sicheng');
  });
  afterAll(() => platform?.close());

  test('node answers with the same id and the type of the row', async () => {
    const read: string[] = [];
    for (const { prefix, table, columns } of await nounTables(platform)) {
      const scope = columns.has('foundation_id') ? 'foundation_id = $1' : '$1::uuid is not null';
      const rows = await platform.sql<{ id: string }>(
        `select id from ${table} where ${scope} order by id limit 20`,
        [platform.fixtures.foundations['sicheng']],
      );
      const ids = [...rows.map(({ id }) => encodeId(prefix, id)), nobodysId(prefix)];
      const { nodes } = await admin.query(
        'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }',
        { ids },
      );
      expect(nodes).toHaveLength(ids.length);
      expect(nodes.at(-1)).toBeNull();
      const answered: (string | null)[] = nodes.map(
        (node: { id: string } | null) => node?.id ?? null,
      );
      expect(answered).toEqual(ids.map((id, index) => answered[index] && id));
      const shown = ids.find((_, index) => nodes[index] !== null);
      if (!shown) continue;
      read.push(prefix);
      const { node } = await admin.query('query ($id: ID!) { node(id: $id) { __typename id } }', {
        id: shown,
      });
      expect(node).toEqual({ __typename: idPrefixes[prefix], id: shown });
    }
    expect(read.length).toBeGreaterThan(20);
  });
});
