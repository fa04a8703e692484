import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { getNamedType, type GraphQLField, type GraphQLObjectType, isNonNullType } from 'graphql';
import { loadDemo } from '../seeds/demo.ts';
import { type App, createApp } from './app.ts';
import { issueDemoToken } from './identity/demo-token.ts';
import { readSettings } from './platform/config/settings.ts';
import { Caller } from './testing/caller.ts';
import { type TestDatabase, testDatabase } from './testing/database.ts';
import { expectGolden } from './testing/golden.ts';
import { selectionOf } from './testing/isolation/selection.ts';
import { watchStatements } from './testing/statements.ts';

/**
 * Every list of the schema, with all fields below it, over the demo data. The number of statements
 * must not depend on the number of rows. The queries are generated from the schema, so a new list
 * is covered as soon as it exists.
 */
let app: App;
const seen = watchStatements();
let admin: Caller;
/** A caller who sees lists over all foundations. */
let operator: Caller;
let database: TestDatabase;
/** Ids for the required arguments of some lists, by argument name. */
let ids: Record<string, string>;

beforeAll(async () => {
  database = await testDatabase();
  await loadDemo({ url: database.url });
  const settings = readSettings({
    DATABASE_URL: database.url,
    PORT: '0',
    LINLI_LOG_LEVEL: 'silent',
    LINLI_DEMO: 'yes',
    LINLI_PUBLIC_URL: 'http://linli.test',
    LINLI_SECRET_KEY: 'statements-statements-statements-statements',
  });
  app = await createApp(settings);
  const url = await app.server.listen({ host: '127.0.0.1', port: 0 });
  admin = new Caller(url, await issueDemoToken(database.url, settings.publicUrl, 'admin@sicheng'));
  operator = new Caller(url, await issueDemoToken(database.url, settings.publicUrl, 'operator@headbank'));
  const { foundation, serviceRequests } = await admin.query(
    '{ foundation { id } serviceRequests(first: 1, filter: { states: [OPEN] }) { nodes { id } } }',
  );
  ids = { foundationId: foundation.id, requestId: serviceRequests.nodes[0].id };
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

test('the number of statements of a list does not grow with its rows', async () => {
  const lines: string[] = [];
  const growing: string[] = [];
  for (const field of lists()) {
    const measures = await measureSizes(field);
    growing.push(...grown(measures).map((text) => `${field.name}: ${text}`));
    lines.push(`${field.name}: ${measures.at(-1)!.statements.length} statements`);
  }
  expect(growing).toEqual([]);
  expectGolden('api/statements.golden.txt', `${lines.sort().join('\n')}\n`);
});

/** Connections at the root, and the board, which contains one. */
function lists(): GraphQLField<unknown, unknown>[] {
  return Object.values(app.operations.schema.getQueryType()?.getFields() ?? {}).filter((field) =>
    /Connection$|^ServiceRequestBoard$/.test(getNamedType(field.type).name),
  );
}

/** Query for a list with that page size. A list with a new required argument needs a value here. */
function queryOf({ name, type, args }: GraphQLField<unknown, unknown>, first: number): string {
  const { schema } = app.operations;
  if (name === 'serviceRequestBoard') {
    const requests = (getNamedType(type) as GraphQLObjectType).getFields()['requests']!;
    return `{ list: ${name} { requests(first: ${first}) ${selectionOf(schema, requests.type)} } }`;
  }
  const needed = args.filter((each) => each.name !== 'first' && isNonNullType(each.type) && each.defaultValue === undefined);
  const given = needed.map((each) => {
    if (!ids[each.name]) throw new Error(`${name} needs ${each.name}: say in this test what to send.`);
    return `, ${each.name}: "${ids[each.name]}"`;
  });
  return `{ list: ${name}(first: ${first}${given.join('')}) ${selectionOf(schema, type)} }`;
}

/** Measures several sizes, up to the cost limit, since everything below the list is selected. */
async function measureSizes(field: GraphQLField<unknown, unknown>): Promise<Measured[]> {
  for (const sizes of [
    [20, 25, 30],
    [8, 10, 12],
    [3, 4, 5],
  ]) {
    const measures: Measured[] = [];
    for (const size of sizes) {
      const measured = await measure(field, size);
      if (measured) measures.push(measured);
    }
    if (measures.length === sizes.length) return measures;
  }
  throw new Error(`${field.name} is too dear to be asked for at all.`);
}

interface Measured {
  /** Each statement as often as it ran. */
  statements: string[];
  rows: number;
}

/**
 * Statements whose count grew whenever the rows did. A statement that was first reached with more
 * rows must have run more often than any before. A further position in the document, which a row
 * leads to, adds one run for all later rows.
 */
function grown(measures: readonly Measured[]): string[] {
  // A list with a handful of entries says nothing about growth.
  const larger = measures.filter(({ rows }, index) => index === 0 || rows > measures[index - 1]!.rows);
  const [few, many] = [larger[0]!, larger.at(-1)!];
  if (few === many) return [];
  const count = ({ statements }: Measured, text: string) => statements.filter((each) => each === text).length;
  const mostBefore = Math.max(...few.statements.map((text) => count(few, text)));
  return [...new Set(many.statements)].flatMap((text) => {
    const counts = larger.map((measured) => count(measured, text) || mostBefore);
    const isGrowing = counts.every((each, index) => index === 0 || each > counts[index - 1]!);
    return isGrowing ? [`${counts.join(', then ')} times ${text}`] : [];
  });
}

/** Null when that size exceeds the cost limit. */
async function measure(field: GraphQLField<unknown, unknown>, first: number): Promise<Measured | null> {
  const query = queryOf(field, first);
  seen.length = 0;
  const answer = await admin.send(query);
  const isAbove = answer.errors?.[0]?.extensions.code === 'NOT_ALLOWED';
  const { data, errors, headers } = isAbove ? await operator.send(query) : answer;
  if (errors?.[0]?.extensions.code === 'COST_LIMIT') return null;
  if (errors) throw new Error(`${field.name} failed: ${JSON.stringify(errors)}`);
  const count = Number(headers.get('x-statement-count'));
  return { statements: count === 0 ? [] : seen.slice(-count).map(({ text }) => text), rows: (data.list.requests ?? data.list).nodes.length };
}
