import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isObjectType } from 'graphql';
import { allScopes } from '../schema/identity/scope.ts';
import { gather, platformSchema } from './app.ts';
import { modules } from './modules.ts';
import { nounOf } from './platform/operation/scopes.ts';
import { Caller } from './testing/caller.ts';
import { type TestPlatform, startTestPlatform } from './testing/test-platform.ts';
import { signingKeys } from './identity/signing-keys.ts';
import { issueToken } from './identity/tokens.ts';

describe('every type and action stands under a scope', () => {
  test('every type is in the scopes of its module, or named there as open to all', () => {
    const listed = new Set<string>([
      ...modules.flatMap(({ openTypes }) => [...(openTypes ?? [])]),
      ...gather(modules).permissions.scopeOfType.keys(),
    ]);
    const nouns = Object.values(platformSchema().getTypeMap())
      .filter(
        (type) =>
          isObjectType(type) && !/^__|^(Query|Mutation|Subscription)$|Payload$/.test(type.name),
      )
      .map((type) => nounOf(type.name));
    expect([...new Set(nouns)].filter((noun) => !listed.has(noun))).toEqual([]);
  });

  test('the first word of every action is in the scopes of its module', () => {
    const { permissions } = gather(modules);
    const actions = permissions.table().map(([action]) => action);
    expect(
      actions.filter((action) => !allScopes.includes(permissions.scopeOfAction(action) as never)),
    ).toEqual([]);
  });
});

describe('a token with limited scopes', () => {
  let platform: TestPlatform;
  beforeAll(async () => {
    platform = await startTestPlatform();
  });
  afterAll(() => platform?.close());

  async function limitedTo(persona: string, ...scopes: string[]): Promise<Caller> {
    const [key] = await signingKeys(platform.app.services.database);
    const claims = {
      accountId: platform.fixtures.accounts[persona]!,
      foundationId: null,
      appId: null,
    };
    return new Caller(
      platform.url,
      await issueToken(
        key!,
        platform.settings.publicUrl,
        { ...claims, scopes: new Set(scopes) },
        60,
      ),
    );
  }

  test('a token with one scope reads its area and no other, also through a fragment, a connection or node(id:)', async () => {
    const caller = await limitedTo('dispatcher@xinxian', 'communities:read');
    expect(
      (await caller.query('{ communities(first: 9) { nodes { name } } }')).communities.nodes.length,
    ).toBe(2);
    for (const query of [
      '{ serviceRequests(first: 1) { nodes { id } } }',
      '{ serviceRequests(first: 1) { totalCount } }',
      '{ serviceRequests(first: 1) { __typename } }',
      '{ ...everything } fragment everything on Query { serviceRequests(first: 1) { nodes { id } } }',
      '{ node(id: "request_01h455vb4pex5vsknk084sn02q") { ... on ServiceRequest { note } } }',
      '{ communities(first: 1) { nodes { name } } elders(first: 1) { nodes { id } } }',
    ]) {
      const { status, data, errors } = await caller.send(query);
      expect([query, errors?.[0]?.extensions['code']]).toEqual([query, 'SCOPE_MISSING']);
      expect([status, data ?? null]).toEqual([403, null]);
    }
  });

  test('a token with a write scope may read its area, and one with a read scope cannot write', async () => {
    const writer = await limitedTo('dispatcher@xinxian', 'requests:write');
    expect(
      (await writer.query('{ serviceRequests(first: 1) { nodes { id } } }')).serviceRequests.nodes,
    ).toEqual([]);
    const requestInput = {
      idempotencyKey: 'scopes',
      allowDuplicate: true,
      elderId: await elderOf('elder@xinxian'),
      kindId: await kind(),
      requestedFrom: new Date(Date.now() + 86_400_000).toISOString(),
      requestedTo: new Date(Date.now() + 2 * 86_400_000).toISOString(),
    };
    const reader = await limitedTo('dispatcher@xinxian', 'requests:read');
    await expect(reader.tryMutate('openServiceRequest', requestInput)).toBeRefused('SCOPE_MISSING');
    await writer.mutate('openServiceRequest', requestInput);
  });

  async function elderOf(persona: string): Promise<string> {
    const all = await (
      await platform.as('dispatcher@xinxian')
    ).query('{ elders(first: 9) { nodes { id displayName } } }');
    return all.elders.nodes.find(
      (elder: { displayName: string }) =>
        elder.displayName === '芦奶奶' && persona === 'elder@xinxian',
    ).id;
  }

  async function kind(): Promise<string> {
    const all = await (
      await platform.as('dispatcher@xinxian')
    ).query('{ serviceKinds(first: 1) { nodes { id } } }');
    return all.serviceKinds.nodes[0].id;
  }
});
