import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { generateKeyPair } from 'jose';
import { idPrefixes, type IdPrefix } from '../schema/ids.ts';
import { signingKeys } from './identity/signing-keys.ts';
import { issueToken } from './identity/tokens.ts';
import { roles } from './platform/database/roles.ts';
import { decodeCursor } from './platform/feed/cursor.ts';
import { limits } from './platform/common/limits.ts';
import {
  type RootField,
  rootFieldsOf,
  idArgumentsBelowRoots,
} from './testing/isolation/root-fields.ts';
import {
  type Hidden,
  hiddenInCommunity,
  hiddenInFoundation,
  nounTables,
  ownIds,
} from './testing/isolation/canaries.ts';
import { seedIsolationFixtures } from './testing/isolation/fixtures.ts';
import {
  type Accepted,
  calibrate,
  findings,
  fromTheBeginning,
  type Prober,
} from './testing/isolation/prober.ts';
import { withLimits } from './testing/limits.ts';
import { post } from './testing/post.ts';
import { until } from './testing/until.ts';
import { startTestPlatform, type TestPlatform } from './testing/test-platform.ts';

/**
 * Tenant isolation: nobody learns of data that is not theirs, by any field of the schema.
 *
 * **What is probed.** `root-fields.ts` reads all root fields from the schema, with all their
 * arguments that take an id, and writes documents that select everything. `canaries.ts` collects
 * what lies behind a boundary: ids, uuids and words that occur nowhere else. Each caller below then
 * sends every document, with the id of a hidden row and with an id that no row has, and
 * `prober.ts` compares. Two things are a leak: a canary in an answer, and two answers that differ.
 *
 * **How to read a failure.** One sentence is one leak. "analyst@sicheng sees 隔墙有耳 at
 * serviceRequests" names the caller, the canary and the root field: look at the policy of the table
 * and at what the resolver reads as the system. "… learns at pairVolunteer(input.elderId) that there
 * is such a elder: 200 … / 200 …" gives both answers: the field refuses a hidden row otherwise than
 * a missing one.
 *
 * **How a new field joins.** By itself. If the call is refused for its form, add a value to
 * `sampleTexts` in `prober.ts` or to `meant` in `root-fields.ts`. If a noun has no row behind the
 * boundary, add one to the `isolation.fixture.ts` of its module.
 *
 * **Negative control.** The last tests give the database role the right to pass row-level security,
 * and expect that the same probes then find leaks in every list.
 */
let platform: TestPlatform;
let rootFields: RootField[];
let accepted: Accepted;
let yigong: Hidden;
let sicheng: Hidden;
let dafangjia: Hidden;
let xinxian: Hidden;
let heartbeatMs: number;

beforeAll(async () => {
  // A short tick: a feed without events then sends its checkpoint at once, so the test need not
  // wait.
  platform = await withLimits({ feedTickMs: 50 }, () => startTestPlatform());
  heartbeatMs = limits.feedHeartbeatMs;
  Object.assign(limits, { feedHeartbeatMs: 50 });
  await seedIsolationFixtures(platform);
  rootFields = rootFieldsOf(platform.app.operations.schema);
  yigong = await hiddenInFoundation(platform, platform.fixtures.foundations['yigong80']!);
  sicheng = await hiddenInFoundation(platform, platform.fixtures.foundations['sicheng']!);
  dafangjia = await hiddenInCommunity(platform, platform.fixtures.communities['dafangjia']!);
  xinxian = await hiddenInCommunity(platform, platform.fixtures.communities['xinxian']!);
  accepted = await calibrate(await prober('admin@sicheng', 'xinxian', yigong), rootFields);
});

afterAll(async () => {
  Object.assign(limits, { feedHeartbeatMs: heartbeatMs });
  await platform?.close();
});

describe('the probes reach everything', () => {
  test('queries and mutations with arguments that take an id are probed', () => {
    expect(
      rootFields.filter(({ idPlaces }) => idPlaces.length > 0).map(({ name }) => name),
    ).toEqual(
      expect.arrayContaining([
        'node',
        'nodes',
        'community',
        'serviceRequest',
        'openServiceRequest',
        'certifyVisit',
      ]),
    );
  });

  test('subscriptions are probed', () => {
    expect(rootFields.some(({ operation }) => operation === 'subscription')).toBe(true);
  });

  test('no nested field takes an id, since nested arguments are not probed', () => {
    expect(idArgumentsBelowRoots(platform.app.operations.schema)).toEqual([]);
  });

  test('every noun has a row behind the boundary (isolation.fixture.ts of its module)', async () => {
    const tables = await nounTables(platform);
    const lacking = tables.filter(
      ({ prefix, columns }) => columns.has('foundation_id') && !yigong.ids.has(prefix),
    );
    expect(lacking.map(({ prefix }) => idPrefixes[prefix])).toEqual([]);
  });
});

describe('a caller learns nothing of another foundation', () => {
  test.each([
    ['admin@sicheng', 'xinxian'],
    ['analyst@sicheng', 'xinxian'],
    ['auditor@sicheng', 'xinxian'],
    ['dispatcher@xinxian', 'xinxian'],
    ['leader@chaoxi', 'chaoxi'],
    ['volunteer@xinxian', 'xinxian'],
    ['elder@xinxian', 'xinxian'],
    ['family@xinxian', 'xinxian'],
    ['merchant@sicheng', 'xinxian'],
    ['partner@sicheng', 'xinxian'],
  ])('%s learns nothing', async (persona, community) => {
    expect(await findings(await prober(persona, community, yigong), rootFields, accepted)).toEqual(
      [],
    );
  });

  test.each([
    ['admin@yigong80', 'shiyuan'],
    ['dispatcher@shiyuan', 'shiyuan'],
    ['leader@shiyuan', 'shiyuan'],
  ])('%s learns nothing in the other direction', async (persona, community) => {
    expect(await findings(await prober(persona, community, sicheng), rootFields, accepted)).toEqual(
      [],
    );
  });
});

describe('a caller learns nothing of a community or a team that is not theirs', () => {
  test.each([
    ['dispatcher@xinxian', 'xinxian'],
    ['dispatcher@chaoxi', 'chaoxi'],
    ['leader@xinxian', 'xinxian'],
    ['volunteer@xinxian', 'xinxian'],
    ['elder@xinxian', 'xinxian'],
    ['family@xinxian', 'xinxian'],
    ['merchant@sicheng', 'xinxian'],
    ['partner@xinxian', 'xinxian'],
  ])('%s learns nothing of dafangjia', async (persona, community) => {
    expect(
      await findings(await prober(persona, community, dafangjia), rootFields, accepted),
    ).toEqual([]);
  });

  test.each([
    ['leader@dafangjia', 'dafangjia'],
    ['volunteer@dafangjia', 'dafangjia'],
  ])('%s learns nothing of xinxian, where another team serves', async (persona, community) => {
    expect(await findings(await prober(persona, community, xinxian), rootFields, accepted)).toEqual(
      [],
    );
  });
});

describe('a caller without a valid token learns nothing', () => {
  const everything = (): Hidden => ({
    border: 'foundation',
    ids: sicheng.ids,
    marks: new Set([...sicheng.marks, ...yigong.marks]),
  });

  test('a caller without a token learns nothing', async () => {
    expect(
      await findings(await prober('anonymous', 'xinxian', everything()), rootFields, accepted),
    ).toEqual([]);
  });

  test('a caller with an expired token learns nothing', async () => {
    const token = await tokenFor('admin@sicheng', { lifetimeSeconds: -3_600 });
    expect(
      await findings(
        await prober('admin@sicheng', 'xinxian', everything(), token),
        rootFields,
        accepted,
      ),
    ).toEqual([]);
    await expectUnauthenticated(token);
  });

  test('a caller with a token of another key under the same name learns nothing', async () => {
    const [real] = await signingKeys(platform.app.services.database);
    const { privateKey, publicKey } = await generateKeyPair('EdDSA');
    const token = await tokenFor('admin@sicheng', { key: { id: real!.id, privateKey, publicKey } });
    expect(
      await findings(
        await prober('admin@sicheng', 'xinxian', everything(), token),
        rootFields,
        accepted,
      ),
    ).toEqual([]);
    await expectUnauthenticated(token);
  });

  test('a token that was changed by one letter or has no signature is refused', async () => {
    const token = await tokenFor('admin@sicheng', {});
    const [head, body] = token.split('.') as [string, string];
    const other = body.startsWith('e') ? `f${body.slice(1)}` : `e${body.slice(1)}`;
    await expectUnauthenticated(token.replace(body, other));
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'at+jwt' })).toString('base64url');
    await expectUnauthenticated(`${none}.${body}.`);
    await expectUnauthenticated(`${head}.${body}.`);
  });

  test('an app whose token has no scope learns nothing', async () => {
    const token = await tokenFor('admin@sicheng', { scopes: new Set() });
    const asker = await prober('admin@sicheng', 'xinxian', withoutOpen(everything()), token);
    expect(await findings(asker, rootFields, accepted)).toEqual([]);
  });
});

describe('negative control: the probes find a leak where there is one', () => {
  const bypass = `linli_bypass_${process.pid}`;
  const member = roles.member;

  beforeAll(async () => {
    await platform.sql(`create role ${bypass} nologin bypassrls`);
    await platform.sql(`grant ${member} to ${bypass} with inherit true`);
    await platform.sql(`grant ${bypass} to ${roles.login} with inherit false, set true`);
    (roles as { member: string }).member = bypass;
  });

  afterAll(async () => {
    (roles as { member: string }).member = member;
    await platform.sql(`drop role ${bypass}`);
  });

  test('a role that passes row-level security sees the other community in every list and by every id', async () => {
    const found = await findings(
      await prober('dispatcher@xinxian', 'xinxian', dafangjia),
      rootFields,
      accepted,
    );
    const fieldsFound = new Set(found.map((finding) => / at (\w+)/.exec(finding)?.[1]));
    // A feed without a cursor begins at the head and delivers nothing yet; api/requests/feed tests
    // its isolation. The board reads the caller's communities one by one, so it shows no others
    // even without row-level security.
    const silent: ReadonlySet<string> = new Set(['serviceRequestFeed', 'serviceRequestBoard']);
    const withId = rootFields.filter(
      ({ idPlaces, operation, name }) =>
        operation === 'query' &&
        idPlaces.length > 0 &&
        !silent.has(name) &&
        !closedToDispatchers.has(name),
    );
    expect(withId.map(({ name }) => name).filter((name) => !fieldsFound.has(name))).toEqual([]);
    expect([...fieldsFound]).toEqual(
      expect.arrayContaining([
        'elders',
        'volunteers',
        'communities',
        'teams',
        'serviceRequests',
        'cancelServiceRequest',
      ]),
    );
  });

  test('a role that passes row-level security sees the other foundation too', async () => {
    const found = await findings(
      await prober('admin@sicheng', 'xinxian', yigong),
      rootFields,
      accepted,
    );
    expect(found.length).toBeGreaterThan(0);
  });
});

/** Lists that a policy closes to a dispatcher before any row is read. */
const closedToDispatchers: ReadonlySet<string> = new Set([
  'auditTrail',
  'disclosures',
  'filings',
  'roleGrants',
]);

const thorough: ReadonlySet<string> = new Set([
  'dispatcher@xinxian',
  'family@xinxian',
  'leader@shiyuan',
]);

async function prober(
  persona: string,
  community: string,
  hidden: Hidden,
  token?: string,
): Promise<Prober> {
  const caller = await platform.as(persona);
  const bearer = token ?? caller.token;
  // A persona whose role was lost on the way would see nothing, which proves nothing.
  if (!token && persona !== 'anonymous') {
    const { me } = await caller.query('{ me { grants { id } } }');
    if (me.grants.length === 0) throw new Error(`${persona} holds no role any more.`);
  }
  const foundation =
    platform.fixtures.foundations[community === 'shiyuan' ? 'yigong80' : 'sicheng']!;
  return {
    name: persona,
    isThorough: thorough.has(persona) || Boolean(process.env.LINLI_SOAK),
    hidden,
    own: await ownIds(platform, foundation, platform.fixtures.communities[community]),
    send: fromTheBeginning(async (rootField, values) => {
      const question = { query: rootField.document, variables: values };
      const authorization: Record<string, string> = bearer
        ? { authorization: `Bearer ${bearer}` }
        : {};
      if (rootField.operation !== 'subscription')
        return post(`${platform.url}/graphql`, question, {
          accept: 'application/json',
          ...authorization,
        });
      const head = await feedHead();
      const response = await fetch(`${platform.url}/graphql/stream`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'text/event-stream',
          ...authorization,
        },
        body: JSON.stringify(question),
      });
      return { status: response.status, body: await heardOn(response, head) };
    }),
  };
}

/** Head of the log after all earlier work. */
async function feedHead(): Promise<number> {
  let head = 0;
  await until('the outbox is empty', async () => {
    const [state] = await platform.sql<{ head: string; waiting: boolean }>(
      'select head, exists (select from outbox) as waiting from feed_state',
    );
    head = Number(state!.head);
    return !state!.waiting;
  });
  return head;
}

/** Events of a stream up to this position of the log or to its end, without heartbeats. */
async function heardOn(response: Response, head: number): Promise<string> {
  const reader = response.body!.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const part = await reader.read();
    if (part.done) break;
    text += decoder.decode(part.value as Uint8Array, { stream: true });
    // Cut at the message with that position, even if more arrived in the same chunk.
    const messages = text.split('\n\n');
    const last = messages.findIndex((message) => {
      return [...message.matchAll(/\bf1[0-9a-z]{27}\b/g)].some(
        ([cursor]) => positionOf(cursor) >= head,
      );
    });
    if (last < 0 || last === messages.length - 1) continue;
    text = messages.slice(0, last + 1).join('\n\n');
    void reader.cancel();
    break;
  }
  // Repeated while nothing happens.
  return text
    .replaceAll(/^:.*\n?/gm, '')
    .split('\n\n')
    .filter((message, index) => index === 0 || !message.includes('FeedCheckpoint'))
    .join('\n\n')
    .trim();
}

function positionOf(cursor: string): number {
  return decodeCursor(cursor)?.position ?? 0;
}

async function tokenFor(
  persona: string,
  {
    lifetimeSeconds = 600,
    scopes = null,
    key,
  }: {
    lifetimeSeconds?: number;
    scopes?: ReadonlySet<string> | null;
    key?: Parameters<typeof issueToken>[0];
  },
): Promise<string> {
  const [real] = await signingKeys(platform.app.services.database);
  const accountId = platform.fixtures.accounts[persona]!;
  const claims = { accountId, foundationId: null, appId: null, scopes };
  return issueToken(key ?? real!, platform.settings.publicUrl, claims, lifetimeSeconds);
}

async function expectUnauthenticated(token: string): Promise<void> {
  const response = await fetch(`${platform.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({
      query: '{ me { account { id } } communities(first: 1) { nodes { id } } }',
    }),
  });
  const { data, errors } = (await response.json()) as {
    data?: unknown;
    errors?: { extensions: { code: string } }[];
  };
  expect([response.status, data ?? null, errors?.[0]?.extensions.code]).toEqual([
    401,
    null,
    'UNAUTHENTICATED',
  ]);
}

/** A token's owner may see data about itself. */
function withoutOpen(hidden: Hidden): Hidden {
  const grants: ReadonlySet<IdPrefix> = new Set(['grant', 'account']);
  const open = [...hidden.ids].filter(([prefix]) => grants.has(prefix)).flatMap(([, ids]) => ids);
  const marks = new Set(hidden.marks);
  for (const id of open) marks.delete(id.split('_')[1] ?? '');
  return { ...hidden, marks };
}
