import { expect } from '@jest/globals';
import type { FeedWriter } from '../../api/testing/feed-writer.ts';
import type { TestPlatform } from '../../api/testing/test-platform.ts';
import { until } from '../../api/testing/until.ts';
import { encodeId } from '../../schema/ids.ts';

/** A request as a board shows it. */
export interface Shown {
  id: string;
  version: number;
  state: string;
}

/** Changes one request, so that requests come to the board of a test and leave it. */
export async function changeOne(writer: FeedWriter, id: string, index: number) {
  const state = ['OPEN', 'ASSIGNED', 'CERTIFIED'][index % 3]!;
  return (await writer.write(id, { state, holdMs: Math.random() * 15 }))!;
}

/** Waits until a board of the dispatcher of 新鲜社区 is as the tables are, and compares them. */
export async function expectBoardOfDatabase(
  platform: TestPlatform,
  board: () => ReadonlyMap<string, Shown>,
): Promise<void> {
  const shown = () =>
    Object.fromEntries(
      [...board().values()].map(({ id, state, version }) => [id, `${state} ${version}`]),
    );
  const wanted = await boardOfDatabase(platform);
  await until(
    'the board is as the database is',
    () => JSON.stringify(sorted(shown())) === JSON.stringify(sorted(wanted)),
  ).catch(() => {});
  expect(shown()).toEqual(wanted);
}

async function boardOfDatabase(platform: TestPlatform): Promise<Record<string, string>> {
  const rows = await platform.sql<Shown>(
    `select id, state, version from service_request where community_id = $1
     and state in ('OPEN', 'ASSIGNED', 'IN_PROGRESS', 'AWAITING_CERTIFICATION')`,
    [platform.fixtures.communities['xinxian']],
  );
  return Object.fromEntries(
    rows.map(({ id, state, version }) => [encodeId('request', id), `${state} ${version}`]),
  );
}

function sorted(record: Record<string, string>): [string, string][] {
  return Object.entries(record).sort(([left], [right]) => (left < right ? -1 : 1));
}
