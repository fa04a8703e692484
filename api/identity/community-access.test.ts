import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { statement, statementsNamed, tenantWide } from '../platform/database/statement.ts';
import { roles } from '../platform/database/roles.ts';
import {
  identitySession,
  type CommunityAccess,
  encodeCommunityAccess,
  type Session,
} from '../platform/database/session.ts';
import { startTestPlatform, type TestPlatform } from '../testing/test-platform.ts';

let platform: TestPlatform;

beforeAll(async () => {
  platform = await startTestPlatform();
});
afterAll(() => platform?.close());

type Level = keyof CommunityAccess;

/** One table per access level: visible rows are those of communities with that level. */
const tableOf: Record<Level, string> = {
  managedCommunityIds: 'person',
  visibleCommunityIds: 'elder',
  contactCommunityIds: 'volunteer',
};
const levels = Object.keys(tableOf) as Level[];
const selectIds = statementsNamed('test.selectIds');
const listOf = (table: string) =>
  selectIds(`select id from ${table} where foundation_id = :foundationId order by id`, table);

function idOf(slug: string): string {
  return platform.fixtures.communities[slug]!;
}

function foundationId(): string {
  return platform.fixtures.foundations['sicheng']!;
}

/** A member's session that manages, views and contacts these communities of the foundation. */
function sessionWithAccess({
  managedCommunityIds = [],
  visibleCommunityIds = [],
  contactCommunityIds = [],
}: Partial<CommunityAccess>): Session {
  const [widerReach, widerCircle] = [
    [...managedCommunityIds, ...visibleCommunityIds],
    [...managedCommunityIds, ...visibleCommunityIds, ...contactCommunityIds],
  ];
  return {
    role: roles.member,
    variables: {
      ...identitySession.variables,
      'app.account': randomUUID(),
      'app.foundation': foundationId(),
      ...encodeCommunityAccess({
        managedCommunityIds,
        visibleCommunityIds: widerReach,
        contactCommunityIds: widerCircle,
      }),
    },
  };
}

/** Rows visible to the session in each of the three tables, in one snapshot. */
async function seenBy(session: Session): Promise<Record<string, string[]>> {
  const reader = platform.app.services.database.snapshot(session);
  const seen: Record<string, string[]> = {};
  for (const table of Object.values(tableOf)) {
    const rows = await reader.rows<{ id: string }>(listOf(table));
    seen[table] = rows.map(({ id }) => id);
  }
  await reader.close();
  return seen;
}

/** The expected rows, read without any policy. */
async function inCommunities(near: CommunityAccess): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const level of levels) {
    const rows = await platform.sql<{ id: string }>(
      `select id from ${tableOf[level]} where foundation_id = $1 and community_id = any ($2) order by id`,
      [foundationId(), near[level]],
    );
    found[tableOf[level]] = rows.map(({ id }) => id);
  }
  return found;
}

const slugs = ['xinxian', 'chaoxi', 'dafangjia'];
const orders = slugs.flatMap((first) =>
  slugs
    .filter((slug) => slug !== first)
    .map((second) => [first, second, slugs.find((slug) => slug !== first && slug !== second)!]),
);

describe('the level of access to a community decides what is visible of it', () => {
  test.each(orders)(
    'a caller who manages %s, views %s and has contact with %s sees rows by level',
    async (...order) => {
      const [runs, reaches, knows] = order.map(idOf) as [string, string, string];
      const expected = await inCommunities({
        managedCommunityIds: [runs],
        visibleCommunityIds: [runs, reaches],
        contactCommunityIds: [runs, reaches, knows],
      });
      expect(Object.values(expected).some((ids) => ids.length > 0)).toBe(true);
      expect(
        await seenBy(
          sessionWithAccess({
            managedCommunityIds: [runs],
            visibleCommunityIds: [reaches],
            contactCommunityIds: [knows],
          }),
        ),
      ).toEqual(expected);
    },
  );

  test.each([1, 13, 14, 15, 40, 500, 2_000])(
    'access to a community is the same among %i others',
    async (count) => {
      const others = Array.from({ length: count }, () => randomUUID());
      const [runs, reaches] = [idOf('xinxian'), idOf('dafangjia')];
      const near = {
        managedCommunityIds: [runs, ...others],
        visibleCommunityIds: [reaches],
        contactCommunityIds: [],
      };
      expect(await seenBy(sessionWithAccess(near))).toEqual(
        await seenBy(
          sessionWithAccess({ managedCommunityIds: [runs], visibleCommunityIds: [reaches] }),
        ),
      );
    },
  );

  test('a caller without communities, or with foreign ones, sees nothing', async () => {
    const nothing = { person: [], elder: [], volunteer: [] };
    expect(await seenBy(sessionWithAccess({}))).toEqual(nothing);
    expect(
      await seenBy(sessionWithAccess({ managedCommunityIds: [randomUUID(), idOf('shiyuan')] })),
    ).toEqual(nothing);
  });
});

describe('has_community_access() reads what encodeCommunityAccess() writes', () => {
  const answer = statement(
    'test.communityAccess',
    `select each.id, level, has_community_access(level, each.id) as "isOne",
       has_any_community_access(level, array[:otherId::uuid, each.id]) as "isAny"
     from unnest(:ids::uuid[]) as each (id), unnest(:levels::text[]) as level`,
  );

  test.each([1, 3, 16, 17, 60, 500])('both functions agree about %i communities', async (count) => {
    const ids = Array.from({ length: count }, () => randomUUID());
    const inLevel: Record<string, readonly string[]> = {
      manage: ids.slice(0, Math.ceil(count / 3)),
      view: ids.slice(0, Math.ceil((count * 2) / 3)),
      contact: ids,
    };
    const others = [randomUUID(), randomUUID()];
    const reader = platform.app.services.database.snapshot(
      sessionWithAccess({
        managedCommunityIds: inLevel['manage']!,
        visibleCommunityIds: inLevel['view']!,
        contactCommunityIds: ids,
      }),
    );
    const asked = ['manage', 'view', 'contact', 'sk'];
    const rows = await reader.rows<{ id: string; level: string; isOne: boolean | null }>(answer, {
      ids: [...ids, ...others],
      levels: asked,
      otherId: randomUUID(),
    });
    await reader.close();
    expect(rows.length).toBe((count + others.length) * asked.length);
    const expected = rows.map(({ id, level }) => {
      const isOne = inLevel[level]?.includes(id) ?? false;
      return { id, level, isOne, isAny: isOne };
    });
    // Null, for a bucket without a community or a level that does not exist, shows nothing either.
    expect(rows.map((row) => ({ ...row, isOne: row.isOne ?? false }))).toEqual(expected);
  });
});

test('a policy costs no call: the planner inlines has_community_access() with its level', async () => {
  const reader = platform.app.services.database.snapshot(
    sessionWithAccess({ managedCommunityIds: [idOf('xinxian')] }),
  );
  const plan = await reader.rows<Record<string, string>>(
    statement('test.explainElders', 'explain (verbose, costs off) select id from elder'),
  );
  await reader.close();
  const text = plan.map((line) => Object.values(line)[0]).join('\n');
  expect(text).toContain(`('sk'::text || (elder.community_id)::text)`);
  expect(text).not.toContain('has_community_access');
});

test('every part of a list names the communities that belong to it, and each is in one part', () => {
  const ids = Array.from({ length: 500 }, () => randomUUID());
  expect(
    encodeCommunityAccess({
      managedCommunityIds: ids.slice(0, 1),
      visibleCommunityIds: ids.slice(0, 1),
      contactCommunityIds: ids.slice(0, 2),
    }),
  ).toEqual({
    'app.community_access': `rsk${ids[0]},k${ids[1]}`,
  });
  const parts = encodeCommunityAccess({
    managedCommunityIds: ids.slice(0, 100),
    visibleCommunityIds: ids.slice(0, 300),
    contactCommunityIds: ids,
  });
  const told = Object.values(parts).flatMap((part) => part.split(','));
  const markOf = (index: number) => (index < 100 ? 'rsk' : index < 300 ? 'sk' : 'k');
  expect(told.sort()).toEqual(ids.map((id, index) => `${markOf(index)}${id}`).sort());
  expect(() =>
    encodeCommunityAccess({
      managedCommunityIds: ["'; drop table elder; --"],
      visibleCommunityIds: [],
      contactCommunityIds: [],
    }),
  ).toThrow('not a uuid');
});

test('a statement about tenant-wide rows gets no access list, and the next one in the snapshot does', async () => {
  const reader = platform.app.services.database.snapshot(
    sessionWithAccess({ managedCommunityIds: [idOf('xinxian')] }),
  );
  const elders = listOf('elder');
  const foundations = await reader.rows(
    tenantWide(statement('test.selectFoundations', 'select id from foundation')),
  );
  const blind = await reader.rows(tenantWide(elders));
  const seeing = await reader.rows(elders);
  await reader.close();
  expect([foundations.length, blind.length, seeing.length > 0]).toEqual([1, 0, true]);
});

test('sessions that take turns in one snapshot keep nothing of each other', async () => {
  const asked = levels.map((level) => ({
    query: listOf(tableOf[level]),
    parameters: {},
    acrossCommunities: false,
  }));
  const sessions = [
    sessionWithAccess({ managedCommunityIds: [idOf('xinxian')] }),
    sessionWithAccess({}),
    sessionWithAccess({
      visibleCommunityIds: [idOf('dafangjia')],
      contactCommunityIds: [idOf('chaoxi')],
    }),
    sessionWithAccess({ contactCommunityIds: slugs.map(idOf) }),
  ];
  const alone: string[][] = [];
  for (const session of sessions) {
    const reader = platform.app.services.database.snapshot(session);
    alone.push(await reader.digests(asked));
    await reader.close();
  }
  const reader = platform.app.services.database.snapshot(sessions[3]!);
  const own = await reader.digests(asked);
  const inTurns = await reader.digestsUnder([...sessions, ...sessions.toReversed()], asked);
  const afterwards = await reader.digests(asked);
  await reader.close();
  expect(inTurns).toEqual([...alone, ...alone.toReversed()]);
  expect([own, afterwards]).toEqual([alone[3], alone[3]]);
  expect(new Set(alone.map(String)).size).toBe(sessions.length);
});
