import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { getNamedType, type GraphQLField, isNonNullType } from 'graphql';
import { loadDemo } from '../seeds/demo.ts';
import { type App, createApp } from './app.ts';
import { issueDemoToken } from './identity/demo-token.ts';
import { readSettings } from './platform/settings.ts';
import { clone } from './run/clone.ts';
import { Caller } from './testing/caller.ts';
import { type TestDatabase, testDatabase } from './testing/database.ts';
import { expectGolden } from './testing/golden.ts';
import { selectionOf } from './testing/matrix/selection.ts';

/**
 * Every list of the schema, with everything that can be asked below it, over the demo data: how many statements it takes must not
 * depend on how many rows come back. Made from the schema, so that a new list is in here as soon as it exists.
 */
let app: App;
let admin: Caller;
/** Whoever sees lists over all foundations. */
let operator: Caller;
let database: TestDatabase;

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
}, 60_000);
afterAll(async () => {
  await app.close();
  await database.drop();
});

test('the number of statements of a list does not grow with its rows', async () => {
  const lines: string[] = [];
  const growing: string[] = [];
  for (const field of lists()) {
    const [few, many] = await measureTwice(field);
    // A list with a handful of entries says nothing about growth, but its count is worth seeing.
    if (many.rows > few.rows && many.statements - few.statements > byChance(many.rows - few.rows)) growing.push(`${field.name}: ${few.statements}, then ${many.statements}`);
    lines.push(`${field.name}: ${asKnown(field.name, many.statements)} statements`);
  }
  expect(growing).toEqual([]);
  expectGolden('api/statements.golden.txt', `${lines.sort().join('\n')}\n`);
}, 60_000);

/**
 * Rows of one kind that are asked for in two places are one statement when both places are reached in the same turn of the event loop,
 * and two when one of them is late. That has nothing to do with how many rows there are; a statement for each row has.
 */
function byChance(moreRows: number): number {
  return Math.min(chanceMax, moreRows - 1);
}

const chanceMax = 2;

/** The number that the golden file has, where this one differs from it by chance only. */
function asKnown(name: string, statements: number): number {
  const known = Number(new RegExp(`^${name}: (\\d+)`, 'm').exec(golden)?.[1] ?? Number.NaN);
  return Math.abs(known - statements) <= chanceMax ? known : statements;
}

const golden = readFileSync(join(clone.root, 'api', 'statements.golden.txt'), 'utf8');

/** Connections at the root that need nothing but a page. */
function lists(): GraphQLField<unknown, unknown>[] {
  return Object.values(app.operations.schema.getQueryType()?.getFields() ?? {}).filter(
    (field) =>
      getNamedType(field.type).name.endsWith('Connection') &&
      field.args.every(({ name, type, defaultValue }) => name === 'first' || !isNonNullType(type) || defaultValue !== undefined),
  );
}

/** Twice with different sizes: as large as the bound on cost lets pass, since everything below the list is asked for. */
async function measureTwice(field: GraphQLField<unknown, unknown>): Promise<[Measured, Measured]> {
  for (const [few, many] of [
    [20, 30],
    [8, 12],
    [3, 5],
  ] as const) {
    const [first, second] = [await measure(field, few), await measure(field, many)];
    if (first && second) return [first, second];
  }
  throw new Error(`${field.name} is too dear to be asked for at all.`);
}

interface Measured {
  statements: number;
  rows: number;
}

/** Null when that many would be too dear. */
async function measure(field: GraphQLField<unknown, unknown>, first: number): Promise<Measured | null> {
  const query = `{ list: ${field.name}(first: ${first}) ${selectionOf(app.operations.schema, field.type)} }`;
  const answer = await admin.send(query);
  const isAbove = answer.errors?.[0]?.extensions.code === 'NOT_ALLOWED';
  const { data, errors, headers } = isAbove ? await operator.send(query) : answer;
  if (errors?.[0]?.extensions.code === 'COST_LIMIT') return null;
  if (errors) throw new Error(`${field.name} failed: ${JSON.stringify(errors)}`);
  return { statements: Number(headers.get('x-statement-count')), rows: data.list.nodes.length };
}
