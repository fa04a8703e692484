import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { printSchema } from 'graphql';
import { platformSchema } from '../../api/app.ts';
import type { Caller } from '../../api/testing/caller.ts';
import { type PagedField, pagedFieldsOf } from '../../api/testing/paged-fields.ts';
import { startTestPlatform, type TestPlatform } from '../../api/testing/test-platform.ts';

/**
 * A client with Relay: its compiler reads documents over every connection, and its store follows
 * pages of a list at the root and below a row.
 */
let platform: TestPlatform;
let admin: Caller;
let folder: string;
let environment: Environment;
const warnings = jest.spyOn(console, 'error');

/** The part of relay-runtime that a page uses. */
interface Environment {
  execute(request: { operation: Operation }): { toPromise(): Promise<unknown> };
  retain(operation: Operation): unknown;
  lookup(selector: unknown): { data: Record<string, never>; isMissingData: boolean };
}
interface Operation {
  fragment: unknown;
}
const require = createRequire(import.meta.url);
const relay = require('relay-runtime') as {
  Environment: new (parts: object) => Environment;
  Network: { create(send: (request: { text: string }, variables: object) => unknown): object };
  RecordSource: new () => object;
  Store: new (source: object) => object;
  createOperationDescriptor(request: object, variables: object): Operation;
  getSingularSelector(fragment: object, ref: unknown): unknown;
};

beforeAll(async () => {
  platform = await startTestPlatform();
  admin = await platform.as('admin@sicheng');
  folder = await mkdtemp(join(tmpdir(), 'linli-relay-'));
  const files = {
    'package.json': '{ "type": "commonjs" }',
    'schema.graphql': printSchema(platformSchema()),
    'relay.config.json': JSON.stringify({
      src: '.',
      schema: './schema.graphql',
      language: 'javascript',
      artifactDirectory: './artifacts',
      eagerEsModules: false,
    }),
    'Page.js': module(documents),
    'Lists.js': module(pagedFieldsOf(platformSchema()).map(fragmentOf).join('\n')),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  await mkdir(join(folder, 'artifacts'));
  await promisify(execFile)(
    process.execPath,
    [require.resolve('relay-compiler/cli.js'), join(folder, 'relay.config.json')],
    { cwd: folder, env: { ...process.env, FORCE_NO_WATCHMAN: '1' } },
  );
  environment = new relay.Environment({
    network: relay.Network.create(async ({ text }, variables) => {
      const { data, errors } = await admin.send(text, variables);
      return { data, errors };
    }),
    store: new relay.Store(new relay.RecordSource()),
  });
});
afterAll(async () => {
  await platform?.close();
  await rm(folder, { recursive: true, force: true });
});

const documents = `
  query PageQuery { ...Page_query }
  fragment Page_query on Query
    @argumentDefinitions(count: { type: "Int", defaultValue: 1 }, cursor: { type: "String" })
    @refetchable(queryName: "PagePaginationQuery") {
    volunteers(first: $count, after: $cursor) @connection(key: "Page_volunteers") {
      edges { node { id displayName } }
    }
  }
  query PageTeamsQuery { teams(first: 9) { nodes { id ...Page_team } } }
  fragment Page_team on Team
    @argumentDefinitions(count: { type: "Int", defaultValue: 1 }, cursor: { type: "String" })
    @refetchable(queryName: "PageTeamPaginationQuery") {
    volunteers(first: $count, after: $cursor) @connection(key: "Page_team_volunteers") {
      edges { node { id displayName } }
    }
  }
  query PageMeQuery { me { account { id } grants { id } foundations { foundationId }
    invitations { invitationId } linkedIssuers { linkId } } foundation { id name } }
  mutation PageMutation($input: CorrectPersonInput!) {
    correctPerson(input: $input) { person { id } errors { code path message } }
  }
  subscription PageSubscription($after: String!) {
    serviceRequestFeed(after: $after) { __typename ... on RequestChanged { cursor request { id state } } }
  }`;

test('the store of Relay follows the pages of a list at the root', async () => {
  const first = await executed('PageQuery', {});
  const selector = relay.getSingularSelector(
    artifact('Page_query'),
    environment.lookup(first.fragment).data,
  );
  const shown = () => connectionAt(selector);
  const { volunteers } = await admin.query('{ volunteers(first: 3) { nodes { id } } }');
  expect(shown().edges).toHaveLength(1);
  for (const count of [2, 3]) {
    expect(shown().pageInfo.hasNextPage).toBe(true);
    await executed('PagePaginationQuery', { count: 1, cursor: shown().pageInfo.endCursor });
    expect(shown().edges).toHaveLength(count);
  }
  expect(shown().edges.map(({ node }) => node.id)).toEqual(
    volunteers.nodes.map(({ id }: { id: string }) => id),
  );
});

test('the store of Relay follows the pages of a list below a row', async () => {
  const teams = await executed('PageTeamsQuery', {});
  const { nodes } = environment.lookup(teams.fragment).data['teams'] as unknown as {
    nodes: { id: string }[];
  };
  const expected = await admin.query(
    '{ teams(first: 9) { nodes { id volunteers(first: 2) { nodes { id } } } } }',
  );
  const { id, volunteers } = expected.teams.nodes.find(
    ({ volunteers: some }: { volunteers: { nodes: unknown[] } }) => some.nodes.length === 2,
  );
  const selector = relay.getSingularSelector(
    artifact('Page_team'),
    nodes.find((team) => team.id === id),
  );
  expect(connectionAt(selector).edges).toHaveLength(1);
  const { endCursor } = connectionAt(selector).pageInfo;
  await executed('PageTeamPaginationQuery', { id, count: 1, cursor: endCursor });
  expect(connectionAt(selector).edges.map(({ node }) => node.id)).toEqual(
    volunteers.nodes.map((node: { id: string }) => node.id),
  );
});

test('Relay finds no two objects with one id', async () => {
  const { fragment } = await executed('PageMeQuery', {});
  expect(environment.lookup(fragment).isMissingData).toBe(false);
  expect(warnings.mock.calls).toEqual([]);
});

interface Connection {
  edges: { node: { id: string } }[];
  pageInfo: { hasNextPage: boolean; endCursor: string };
}

function connectionAt(selector: unknown): Connection {
  return environment.lookup(selector).data['volunteers'] as unknown as Connection;
}

async function executed(name: string, variables: object): Promise<Operation> {
  const operation = relay.createOperationDescriptor(artifact(name), variables);
  environment.retain(operation);
  await environment.execute({ operation }).toPromise();
  return operation;
}

function artifact(name: string): object {
  return require(join(folder, 'artifacts', `${name}.graphql.js`)) as object;
}

function module(text: string): string {
  return `const { graphql } = require('relay-runtime');\n${text
    .split(/^(?= *(?:query|fragment|mutation|subscription) )/m)
    .filter((each) => each.trim() !== '')
    .map((each) => `graphql\`${each}\`;`)
    .join('\n')}\n`;
}

/** A fragment on the owner of a list, as the pagination of Relay needs it. */
function fragmentOf({ owner, field, filters, isOnBoard }: PagedField): string {
  const name = `Lists_${owner.name}_${field.name}`;
  const needed = filters.filter(({ type }) => type.toString().endsWith('!'));
  const declared = needed.map((each) => `${each.name}: { type: "${each.type.toString()}" }`);
  const passed = needed.map((each) => `${each.name}: $${each.name}`);
  const refetch = isOnBoard ? '' : `@refetchable(queryName: "${name}PaginationQuery")`;
  return `fragment ${name} on ${owner.name}
    @argumentDefinitions(${['count: { type: "Int", defaultValue: 10 }', 'cursor: { type: "String" }', ...declared].join(', ')})
    ${refetch} {
    ${field.name}(${['first: $count', 'after: $cursor', ...passed].join(', ')}) @connection(key: "${name}_${field.name}") {
      edges { node { __typename } }
    }
  }`;
}
