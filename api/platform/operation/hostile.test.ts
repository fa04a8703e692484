import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { platformSchema } from '../../app.ts';
import { limits } from '../common/limits.ts';
import { Permissions } from '../authorization/policy.ts';
import { CallCounter } from '../../testing/call-counter.ts';
import { Operations } from './operations.ts';
import { variableErrors } from './variables.ts';

/**
 * Documents of unauthenticated callers are checked in time linear in their bytes. The test counts
 * function calls instead of time: from the text to the refusal, in this code and in its libraries.
 */
const schema = platformSchema();
const fresh = () => new Operations(schema, new Permissions());
const counter = new CallCounter();

beforeAll(async () => counter.start());
afterAll(() => counter.stop());

/** Fragments that spread the next one twice: each level doubles the expanded size. */
const doubling = (levels: number) =>
  `{...F0} ${Array.from({ length: levels }, (_, level) => `fragment F${level} on Query{...F${level + 1} ...F${level + 1}}`).join(' ')} fragment F${levels} on Query{__typename}`;
/** The same within fields, so that no two selections are the same object. */
const doublingFields = (levels: number) =>
  `{...F0} ${Array.from({ length: levels }, (_, level) => `fragment F${level} on Query{a${level}:node(id:"x"){__typename} ...F${level + 1} ...F${level + 1}}`).join(' ')} fragment F${levels} on Query{__typename}`;
const repeated = (field: string, times: number) =>
  `{ me { account { ${`${field} `.repeat(times)} } } }`;
const chain = (length: number) =>
  `{...F0} ${Array.from({ length }, (_, at) => `fragment F${at} on Query{...F${at + 1}}`).join(' ')} fragment F${length} on Query{__typename}`;
const deepList = (depth: number) =>
  `{ nodes(ids: ${'['.repeat(depth)}${']'.repeat(depth)}) { id } }`;
const manyWrong = (count: number) =>
  `{ ${Array.from({ length: count }, (_, at) => `wrong${at}`).join(' ')} }`;

const documents: [string, string][] = [
  ['fragments that double 10 times', doubling(10)],
  ['fragments that double 20 times', doubling(20)],
  ['fragments that double 90 times', doubling(90)],
  ['fragments with fields that double 25 times', doublingFields(25)],
  [
    'fragments that come to as much as may be',
    '{...A ...A ...A} fragment A on Query{...B ...B ...B ...B} fragment B on Query{me{account{id displayName}grants{role}} __typename}',
  ],
  ['a field 700 times', repeated('id', 700)],
  ['a field with arguments 200 times', repeated('a: id @include(if: true)', 200)],
  ['fields that are repeated on each level', `{ ${'me { account { id id id } } '.repeat(20)} }`],
  ['a chain of 95 fragments', chain(95)],
  ['a chain of 300 fragments', chain(300)],
  ['a cycle', '{ ...A } fragment A on Query { ...B ...B } fragment B on Query { ...A ...A }'],
  [
    'a cycle through fields',
    '{ ...A } fragment A on Query { node(id: "x") { ...B ...B } } fragment B on Query { ...A ...A }',
  ],
  ['a list 1,400 deep', deepList(1_400)],
  ['a list that never ends', `{ nodes(ids: ${'['.repeat(2_900)}`],
  ['an object 700 deep', `{ nodes(ids: ${'{a:'.repeat(700)}1${'}'.repeat(700)}) { id } }`],
  [
    'a type 1,400 deep',
    `query ($a: ${'['.repeat(1_400)}ID${']'.repeat(1_400)}) { node(id: $a) { id } }`,
  ],
  ['selections 900 deep', `${'{ me '.repeat(900)}${'}'.repeat(900)}`],
  ['inline fragments 900 deep', `${'{ ... '.repeat(900)}{ __typename }${'}'.repeat(900)}`],
  ['900 wrong fields', manyWrong(900)],
  ['80 KB of blank lines before what is wrong', `${'\n'.repeat(80_000)}${manyWrong(50)}`],
  ['80 KB of comments', `${'#\n'.repeat(40_000)}${manyWrong(50)}`],
  [
    'names of 10 KB',
    `{ ${Array.from({ length: 8 }, (_, at) => `${'x'.repeat(10_000)}${at}`).join(' ')} }`,
  ],
  ['500 directives', `{ me ${'@include(if: true) '.repeat(500)} { account { id } } }`],
  [
    '300 operations',
    Array.from({ length: 300 }, (_, at) => `query Q${at} { ...F }`)
      .join(' ')
      .concat(' fragment F on Query { __typename }'),
  ],
  [
    '700 variables',
    `query (${Array.from({ length: 700 }, (_, at) => `$v${at}: Int`).join(' ')}) { __typename }`,
  ],
  ['a Node with all fields of 30 types', `{ node(id: "x") { ${'__typename id '.repeat(30)} } }`],
  [
    'three levels of types in types',
    `{ __schema { types { fields { type { fields { type { ${Array.from({ length: 25 }, (_, at) => `a${at}: name`).join(' ')} } } } } } } }`,
  ],
];

describe('a document without a token costs work by its bytes', () => {
  /**
   * Twice the largest figure of this list. Without the limits, the first documents take millions of
   * calls.
   */
  const callsPerByte = 200;
  const callsOfAny = 5_000;

  test.each(documents)('a document with %s costs few calls per byte', async (_, source) => {
    const operations = fresh();
    let told = '';
    const calls = await counter.count(() => {
      const prepared = operations.prepare(source);
      if ('errors' in prepared) told = JSON.stringify(prepared.errors);
      else operations.charge(prepared, {});
    });
    expect(calls).toBeLessThan(callsOfAny + callsPerByte * source.length);
    // The errors stay readable, whatever they quote.
    expect(told.length).toBeLessThan(20_000);
  });

  test('a document that doubles with each level costs no more per byte at ninety levels than at ten', async () => {
    const cost = async (levels: number) => counter.count(() => fresh().prepare(doubling(levels)));
    await cost(10);
    const [few, many] = [await cost(10), await cost(90)];
    expect(many / doubling(90).length).toBeLessThan((few / doubling(10).length) * 3);
  });

  test('a list of 700 fields and the usual introspection query are admitted', () => {
    const operations = fresh();
    for (const source of [
      getIntrospectionQuery(),
      '{ me { account { id displayName } grants { role } } }',
    ])
      expect(operations.prepare(source)).not.toHaveProperty('errors');
  });
});

describe('each limit has a code and a remedy', () => {
  test.each([
    ['SELECTION_LIMIT', doubling(20)],
    ['FIELD_REPEATED_LIMIT', repeated('id', 120)],
    ['FRAGMENT_LIMIT', chain(limits.fragmentsMax)],
    [
      'GRAPHQL_VALIDATION_FAILED',
      '{ ...A } fragment A on Query { __typename } fragment A on Query { me { __typename } }',
    ],
    ['NESTING_LIMIT', deepList(1_400)],
    ['VALUE_DEPTH_LIMIT', deepList(limits.valueDepthMax + 1)],
    ['DOCUMENT_LINES_LIMIT', `${'\n'.repeat(5_000)}{ me { account { id } } }`],
    ['DEPTH_LIMIT', `${'{ me '.repeat(16)}${'}'.repeat(16)}`],
    [
      'ALIAS_LIMIT',
      `{ me { ${Array.from({ length: 31 }, (_, at) => `a${at}: __typename`).join(' ')} } }`,
    ],
    ['DIRECTIVE_LIMIT', `{ me ${'@include(if: true) '.repeat(41)} { __typename } }`],
    ['ROOT_FIELD_LIMIT', `{ ...F } fragment F on Query { ${'__typename '.repeat(21)} }`],
    ['GRAPHQL_VALIDATION_FAILED', '{ ...A } fragment A on Query { ...A }'],
    ['GRAPHQL_PARSE_FAILED', '{ __typename '.repeat(2)],
  ])('a document is refused with %s', (code, source) => {
    const prepared = fresh().prepare(source);
    if (!('errors' in prepared)) throw new Error('It was let in.');
    expect(prepared.errors[0]?.extensions['code']).toBe(code);
    expect(prepared.errors.length).toBeLessThanOrEqual(limits.errorsMax);
  });

  test('a document at a limit is admitted', () => {
    const operations = fresh();
    for (const source of [
      chain(limits.fragmentsMax - 1),
      repeated('id', 70),
      `{ ${'__typename '.repeat(limits.rootFieldsMax)} }`,
      // Brackets in a string and in a comment do not count.
      `{ node(id: "${'['.repeat(200)}") { id } } # ${'{'.repeat(200)}`,
    ])
      expect(operations.prepare(source)).not.toHaveProperty('errors');
  });
});

/** Size as JSON. For variables that are too deep to serialise, only the brackets count. */
function bytesOf(variables: Record<string, unknown>): number {
  try {
    return JSON.stringify(variables).length;
  } catch {
    return 10_000;
  }
}

describe('variables are bounded before they are coerced:', () => {
  const source = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
  const prepared = fresh().prepare(source);
  if ('errors' in prepared) throw new Error('It was refused.');
  const errorsOf = (variables: Record<string, unknown>) =>
    variableErrors(schema, prepared, variables);
  const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);
  const refusalCodes = (variables: Record<string, unknown>) =>
    errorsOf(variables).map(({ extensions }) => extensions['code']);

  test.each<[string, Record<string, unknown>]>([
    ['9,000 wrong items', { ids: Array.from({ length: 9_000 }, () => ({ wrong: true })) }],
    ['40,000 wrong items', { ids: Array.from({ length: 40_000 }, () => true) }],
    [
      '5,000 wrong names',
      Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`wrong${at}`, at])),
    ],
    [
      'an object with 9,000 wrong fields',
      { ids: [Object.fromEntries(Array.from({ length: 9_000 }, (_, at) => [`w${at}`, at]))] },
    ],
    ['lists 5,000 deep', { ids: nested(5_000) }],
  ])('%s cost by their bytes, and few errors are told', async (_, variables) => {
    let told = '';
    const bytes = bytesOf(variables);
    const calls = await counter.count(() => {
      const errors = errorsOf(variables);
      expect(errors.length).toBeLessThanOrEqual(limits.errorsMax);
      told = JSON.stringify(errors);
    });
    expect(calls).toBeLessThan(2_000 + bytes);
    expect(told.length).toBeLessThan(20_000);
  });

  test('too many and too deep variables are refused', () => {
    expect(
      refusalCodes({ ids: Array.from({ length: limits.variableValuesMax + 1 }, () => 'x') }),
    ).toEqual(['VARIABLES_LIMIT']);
    expect(refusalCodes({ ids: nested(limits.valueDepthMax + 2) })).toEqual(['VALUE_DEPTH_LIMIT']);
  });

  test('the maximum number of variables is admitted', () => {
    expect(
      refusalCodes({ ids: Array.from({ length: limits.variableValuesMax - 1 }, () => 'x') }),
    ).toEqual([]);
  });
});
