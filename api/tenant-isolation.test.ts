import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { generateKeyPair } from 'jose';
import { idPrefixes, type IdPrefix } from '../schema/ids.ts';
import { signingKeys } from './identity/signing-keys.ts';
import { issueToken } from './identity/tokens.ts';
import { roles } from './platform/database/roles.ts';
import { decodeCursor } from './platform/feed/cursor.ts';
import { limits } from './platform/common/limits.ts';
import { type Door, rootFieldsOf, idArgumentsBelowRoots } from './testing/isolation/root-fields.ts';
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
  type Watcher,
} from './testing/isolation/prober.ts';
import { withLimits } from './testing/limits.ts';
import { until } from './testing/until.ts';
import { startTestPlatform, type TestPlatform } from './testing/test-platform.ts';

/**
 * Tenant isolation: every field of the schema, with every argument that takes an id, called by
 * every persona that must not see all data. Root fields, arguments and selections are generated
 * from the schema, so a new field is covered as soon as it exists.
 */
let platform: TestPlatform;
let doors: Door[];
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
  doors = rootFieldsOf(platform.app.operations.schema);
  yigong = await hiddenInFoundation(platform, platform.fixtures.foundations['yigong80']!);
  sicheng = await hiddenInFoundation(platform, platform.fixtures.foundations['sicheng']!);
  dafangjia = await hiddenInCommunity(platform, platform.fixtures.communities['dafangjia']!);
  xinxian = await hiddenInCommunity(platform, platform.fixtures.communities['xinxian']!);
  accepted = await calibrate(await watcher('admin@sicheng', 'xinxian', yigong), doors);
});

afterAll(async () => {
  Object.assign(limits, { feedHeartbeatMs: heartbeatMs });
  await platform?.close();
});

describe('the matrix is whole', () => {
  test('there are doors with ids in queries and mutations', () => {
    expect(doors.filter(({ idPlaces }) => idPlaces.length > 0).map(({ name }) => name)).toEqual(
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

  test('feeds are among them', () => {
    expect(doors.some(({ operation }) => operation === 'subscription')).toBe(true);
  });

  test('no field below the roots takes an id, since the matrix does not go there', () => {
    expect(idArgumentsBelowRoots(platform.app.operations.schema)).toEqual([]);
  });

  test('something of every noun lies hidden, else its ids prove nothing; settle it in api/testing/isolation/fixtures.ts', async () => {
    const tables = await nounTables(platform);
    const lacking = tables.filter(
      ({ prefix, columns }) => columns.has('foundation_id') && !yigong.ids.has(prefix),
    );
    expect(lacking.map(({ prefix }) => idPrefixes[prefix])).toEqual([]);
  });
});

describe('nobody learns of another foundation', () => {
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
  ])('%s', async (persona, community) => {
    expect(await findings(await watcher(persona, community, yigong), doors, accepted)).toEqual([]);
  });

  test.each([
    ['admin@yigong80', 'shiyuan'],
    ['dispatcher@shiyuan', 'shiyuan'],
    ['leader@shiyuan', 'shiyuan'],
  ])('%s, the other way round', async (persona, community) => {
    expect(await findings(await watcher(persona, community, sicheng), doors, accepted)).toEqual([]);
  });
});

describe('nobody learns of a community, or of a team, that is not theirs', () => {
  test.each([
    ['dispatcher@xinxian', 'xinxian'],
    ['dispatcher@chaoxi', 'chaoxi'],
    ['leader@xinxian', 'xinxian'],
    ['volunteer@xinxian', 'xinxian'],
    ['elder@xinxian', 'xinxian'],
    ['family@xinxian', 'xinxian'],
    ['merchant@sicheng', 'xinxian'],
    ['partner@sicheng', 'xinxian'],
  ])('%s of dafangjia', async (persona, community) => {
    expect(await findings(await watcher(persona, community, dafangjia), doors, accepted)).toEqual(
      [],
    );
  });

  test.each([
    ['leader@dafangjia', 'dafangjia'],
    ['volunteer@dafangjia', 'dafangjia'],
  ])('%s of xinxian, where another team serves', async (persona, community) => {
    expect(await findings(await watcher(persona, community, xinxian), doors, accepted)).toEqual([]);
  });
});

describe('who is nobody here learns nothing', () => {
  const everything = (): Hidden => ({
    border: 'foundation',
    ids: sicheng.ids,
    marks: new Set([...sicheng.marks, ...yigong.marks]),
  });

  test('somebody without a token', async () => {
    expect(
      await findings(await watcher('anonymous', 'xinxian', everything()), doors, accepted),
    ).toEqual([]);
  });

  test('an expired token', async () => {
    const token = await tokenFor('admin@sicheng', { lifetimeSeconds: -3_600 });
    expect(
      await findings(
        await watcher('admin@sicheng', 'xinxian', everything(), token),
        doors,
        accepted,
      ),
    ).toEqual([]);
    await expectUnauthenticated(token);
  });

  test('a forged token: another key under the same name', async () => {
    const [real] = await signingKeys(platform.app.services.database);
    const { privateKey, publicKey } = await generateKeyPair('EdDSA');
    const token = await tokenFor('admin@sicheng', { key: { id: real!.id, privateKey, publicKey } });
    expect(
      await findings(
        await watcher('admin@sicheng', 'xinxian', everything(), token),
        doors,
        accepted,
      ),
    ).toEqual([]);
    await expectUnauthenticated(token);
  });

  test('a token that was changed by one letter, and one without a signature', async () => {
    const token = await tokenFor('admin@sicheng', {});
    const [head, body] = token.split('.') as [string, string];
    const other = body.startsWith('e') ? `f${body.slice(1)}` : `e${body.slice(1)}`;
    await expectUnauthenticated(token.replace(body, other));
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'at+jwt' })).toString('base64url');
    await expectUnauthenticated(`${none}.${body}.`);
    await expectUnauthenticated(`${head}.${body}.`);
  });

  test('an app whose token reaches into no area', async () => {
    const token = await tokenFor('admin@sicheng', { scopes: new Set() });
    const asker = await watcher('admin@sicheng', 'xinxian', withoutOpen(everything()), token);
    expect(await findings(asker, doors, accepted)).toEqual([]);
  });
});

describe('the matrix would see a hole', () => {
  const bypass = `linli_matrix_${process.pid}`;
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

  test('with a role that passes the wall, every list and every id tells of the other community', async () => {
    const found = await findings(
      await watcher('dispatcher@xinxian', 'xinxian', dafangjia),
      doors,
      accepted,
    );
    const doorsFound = new Set(found.map((finding) => / at (\w+)/.exec(finding)?.[1]));
    // A feed without a cursor begins at the head and delivers nothing yet; api/requests/feed tests
    // its isolation. The board reads the caller's communities one by one, so it shows no others
    // even without row-level security.
    const silent: ReadonlySet<string> = new Set(['serviceRequestFeed', 'serviceRequestBoard']);
    const withId = doors.filter(
      ({ idPlaces, operation, name }) =>
        operation === 'query' &&
        idPlaces.length > 0 &&
        !silent.has(name) &&
        !closedToDispatchers.has(name),
    );
    expect(withId.map(({ name }) => name).filter((name) => !doorsFound.has(name))).toEqual([]);
    expect([...doorsFound]).toEqual(
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

  test('with a role that passes the wall, another foundation is told of too', async () => {
    const found = await findings(
      await watcher('admin@sicheng', 'xinxian', yigong),
      doors,
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

async function watcher(
  persona: string,
  community: string,
  hidden: Hidden,
  token?: string,
): Promise<Watcher> {
  const caller = await platform.as(persona);
  const bearer = token ?? caller.token;
  // A persona whose role was lost on the way would see nothing, which proves nothing.
  if (!token && persona !== 'anonymous') {
    const { me } = await caller.ask('{ me { grants { id } } }');
    if (me.grants.length === 0) throw new Error(`${persona} holds no role any more.`);
  }
  const foundation =
    platform.fixtures.foundations[community === 'shiyuan' ? 'yigong80' : 'sicheng']!;
  return {
    name: persona,
    isThorough: thorough.has(persona) || Boolean(process.env.LINLI_SOAK),
    hidden,
    own: await ownIds(platform, foundation, platform.fixtures.communities[community]),
    send: fromTheBeginning(async (door, values) => {
      const isFeed = door.operation === 'subscription';
      const head = isFeed ? await feedHead() : 0;
      const response = await fetch(`${platform.url}/graphql${isFeed ? '/stream' : ''}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: isFeed ? 'text/event-stream' : 'application/json',
          ...(bearer && { authorization: `Bearer ${bearer}` }),
        },
        body: JSON.stringify({ query: door.document, variables: values }),
      });
      return {
        status: response.status,
        body: isFeed ? await heardOn(response, head) : await response.text(),
      };
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
