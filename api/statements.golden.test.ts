import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { getNamedType, type GraphQLField, isNonNullType } from 'graphql';
import { loadDemo } from '../seeds/demo.ts';
import { type App, createApp } from './app.ts';
import { issueDemoToken } from './identity/demo-token.ts';
import { Reader } from './platform/database/reader.ts';
import { readSettings } from './platform/settings.ts';
import { Caller } from './testing/caller.ts';
import { type TestDatabase, testDatabase } from './testing/database.ts';
import { expectGolden } from './testing/golden.ts';
import { selectionOf } from './testing/matrix/selection.ts';

/**
 * Every list of the schema, with everything that can be asked below it, over the demo data: how many statements it takes must not
 * depend on how many rows come back. Made from the schema, so that a new list is in here as soon as it exists.
 */
let app: App;
const seen = watchStatements();
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
    if (many.rows > few.rows) growing.push(...grown(few, many).map((text) => `${field.name}: ${text}`));
    lines.push(`${field.name}: ${many.statements.length} statements`);
  }
  expect(growing).toEqual([]);
  expectGolden('api/statements.golden.txt', `${lines.sort().join('\n')}\n`);
}, 60_000);

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
  /** Each statement as often as it ran. */
  statements: string[];
  rows: number;
}

/** Statements that ran more often for more rows; and those that were reached only then, when they ran more often than any before. */
function grown(few: Measured, many: Measured): string[] {
  const count = ({ statements }: Measured, text: string) => statements.filter((each) => each === text).length;
  const mostBefore = Math.max(...few.statements.map((text) => count(few, text)));
  return [...new Set(many.statements)].flatMap((text) => {
    const before = count(few, text) || mostBefore;
    return count(many, text) > before ? [`${before}, then ${count(many, text)} times ${text}`] : [];
  });
}

/** Looks at what readers send, as it passes by. */
function watchStatements(): string[] {
  const texts: string[] = [];
  const { value } = Object.getOwnPropertyDescriptor(Reader.prototype, 'rows')!;
  const rows = value as (...parameters: Parameters<Reader['rows']>) => Promise<never>;
  Object.assign(Reader.prototype, {
    async rows(this: Reader, ...parameters: Parameters<Reader['rows']>) {
      texts.push(parameters[0].text);
      return rows.apply(this, parameters);
    },
  });
  return texts;
}

/** Null when that many would be too dear. */
async function measure(field: GraphQLField<unknown, unknown>, first: number): Promise<Measured | null> {
  const query = `{ list: ${field.name}(first: ${first}) ${selectionOf(app.operations.schema, field.type)} }`;
  seen.length = 0;
  const answer = await admin.send(query);
  const isAbove = answer.errors?.[0]?.extensions.code === 'NOT_ALLOWED';
  const { data, errors, headers } = isAbove ? await operator.send(query) : answer;
  if (errors?.[0]?.extensions.code === 'COST_LIMIT') return null;
  if (errors) throw new Error(`${field.name} failed: ${JSON.stringify(errors)}`);
  const count = Number(headers.get('x-statement-count'));
  return { statements: count === 0 ? [] : seen.slice(-count), rows: data.list.nodes.length };
}
