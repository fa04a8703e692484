import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { getNamedType, type GraphQLField, type GraphQLObjectType, isNonNullType } from 'graphql';
import { loadDemo } from '../seeds/demo.ts';
import { type App, createApp } from './app.ts';
import { issueDemoToken } from './identity/demo-token.ts';
import { readSettings } from './platform/settings.ts';
import { Caller } from './testing/caller.ts';
import { type TestDatabase, testDatabase } from './testing/database.ts';
import { expectGolden } from './testing/golden.ts';
import { selectionOf } from './testing/isolation/selection.ts';
import { watchStatements } from './testing/statements.ts';

/**
 * Every list of the schema, with everything that can be asked below it, over the demo data: how
 * many statements it takes must not depend on how many rows come back. Made from the schema, so
 * that a new list is in here as soon as it exists.
 */
let app: App;
const seen = watchStatements();
let admin: Caller;
/** Whoever sees lists over all foundations. */
let operator: Caller;
let database: TestDatabase;
/** What some lists are about, by the argument that says so. */
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
  const { foundation, serviceRequests } = await admin.ask(
    '{ foundation { id } serviceRequests(first: 1, states: [OPEN]) { nodes { id } } }',
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

/** Connections at the root, and the board, which holds one. */
function lists(): GraphQLField<unknown, unknown>[] {
  return Object.values(app.operations.schema.getQueryType()?.getFields() ?? {}).filter((field) =>
    /Connection$|^ServiceRequestBoard$/.test(getNamedType(field.type).name),
  );
}

/**
 * How a list of so many is asked for. A list that asks for something new has to be told here what
 * to give it.
 */
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

/**
 * With different sizes: as large as the bound on cost lets pass, since everything below the list is
 * asked for.
 */
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
 * Statements that ran more often whenever there were more rows; where they were reached only then,
 * more often than any before. One that is reached by one more way in the document, because a row
 * leads there, runs once more for all rows that follow.
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

/** Null when that many would be too dear. */
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
