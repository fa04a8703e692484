import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { encodeId } from '../../../schema/ids.ts';
import { FeedWatch } from '../../testing/feed-watch.ts';
import { FeedWriter } from '../../testing/feed-writer.ts';
import { until } from '../../testing/until.ts';
import { type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';
import type { LogEntry } from '../context/feed-handle.ts';

/** Late delivery of events whose receivers' authorization changed meanwhile (FEED.md, 6). */
let platform: TestPlatform;
let writer: FeedWriter;
let requestId: string;

beforeAll(async () => {
  platform = await startTestPlatform();
  writer = new FeedWriter(platform, () => platform.app.feed.committed());
});

beforeEach(async () => {
  // The log has already delivered the changes of the previous test.
  const { feed } = platform.app;
  feed.committed();
  await until('the node has read all', async () => {
    const [log] = await platform.sql<{ head: string; waiting: boolean }>(
      'select head, exists (select from outbox) as waiting from feed_state',
    );
    return !log!.waiting && feed.hub.position === Number(log!.head);
  });
  requestId = (await writer.requests(1))[0]!;
});

afterAll(async () => {
  await writer?.close();
  await platform?.close();
});

const versionOf = (watch: FeedWatch) => watch.events.map(({ request }) => request?.version);

const orders = ['losing', 'keeping'] as const;

test.each(orders)(
  'events read with a change of rights show the losing subscriber nothing later (%s comes first)',
  async (first) => {
    const { losing, keeping } = await watchBoth(first);
    const gate = holdTail();
    // Concerns no subscriber here. Later events are read together while the node is busy with it.
    const [elsewhere] = await writer.requests(1, 'elder@shiyuan', 'yigong80');
    await writer.write(elsewhere!);
    await gate.until(() => gate.held.length >= 1);
    await writer.write(requestId);
    await revoked(async () => {
      await writer.write(requestId);
      gate.open();
      await keeping.until(() => versionOf(keeping).length >= 2);
      await losing.next('FeedReset');
      expect(versionOf(keeping)).toEqual([3, 3]);
      expect(versionOf(losing)).toEqual([]);
    });
    for (const watch of [losing, keeping]) watch.close();
  },
);

test.each(orders)(
  'a snapshot reveals a change of rights before the log does (%s comes first)',
  async (first) => {
    const { losing, keeping } = await watchBoth(first);
    const gate = holdTail();
    await writer.write(requestId);
    await gate.until(() => gate.held.length >= 1);
    expect(gate.held.map(({ kind }) => kind)).toEqual(['REQUEST_REOPENED']);
    await revoked(async () => {
      await writer.write(requestId, { state: 'ASSIGNED' });
      // Only now is the first event delivered, by a node that has read nothing after it; the row is
      // at version 3.
      gate.open();
      await keeping.until(() => versionOf(keeping).includes(3));
      await losing.next('FeedReset');
      expect(versionOf(losing)).toEqual([]);
    });
    for (const watch of [losing, keeping]) watch.close();
  },
);

test('a subscriber with unchanged rights receives everything that was held', async () => {
  const watch = await FeedWatch.open(platform.url, await platform.tokenOf('dispatcher@xinxian'));
  const accountId = platform.fixtures.accounts['dispatcher@xinxian'];
  const told: string[] = [];
  for (let round = 0; round < 10; round += 1) {
    // Changes nothing, but still publishes an event.
    await platform.sql('update role_grant set valid_to = valid_to where account_id = $1', [
      accountId,
    ]);
    told.push(encodeId('event', (await writer.write(requestId))!.eventId));
  }
  await watch.until(() => watch.events.length >= 10);
  expect(watch.events.map(({ eventId }) => eventId)).toEqual(told);
  watch.close();
});

/** The first persona is executed first, and the other receives the same result when it is equal. */
async function watchBoth(
  first: 'losing' | 'keeping',
): Promise<{ losing: FeedWatch; keeping: FeedWatch }> {
  const open = async (persona: string) =>
    FeedWatch.open(platform.url, await platform.tokenOf(persona));
  const early = await open(first === 'losing' ? 'dispatcher@xinxian' : 'admin@sicheng');
  const late = await open(first === 'losing' ? 'admin@sicheng' : 'dispatcher@xinxian');
  return first === 'losing' ? { losing: early, keeping: late } : { losing: late, keeping: early };
}

/** Revokes the dispatcher's grants, runs `work`, then restores them. */
async function revoked(work: () => Promise<void>): Promise<void> {
  const accountId = platform.fixtures.accounts['dispatcher@xinxian'];
  await platform.sql('update role_grant set valid_to = now() where account_id = $1', [accountId]);
  try {
    await work();
  } finally {
    await platform.sql('update role_grant set valid_to = null where account_id = $1', [accountId]);
  }
}

/** Opens the gate of a test that failed, so that the later tests and the end do not wait for it. */
let openGate: () => void = () => {};
afterEach(() => openGate());

/**
 * The next entries about requests wait before the hub, as on a busy node. What the tail reads
 * before them passes: by its timer it may read nothing at any time.
 */
function holdTail(): {
  held: LogEntry[];
  open(): void;
  until(condition: () => boolean): Promise<void>;
} {
  const { hub } = platform.app.feed;
  const held: LogEntry[] = [];
  let open: () => void = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  openGate = open;
  const advance = hub.advance.bind(hub);
  hub.advance = async (entries) => {
    const concerned = entries.filter(({ kind }) => kind !== 'GRANTS_CHANGED');
    if (concerned.length === 0) return advance(entries);
    held.push(...concerned);
    await opened;
    hub.advance = advance;
    return advance(entries);
  };
  return {
    held,
    open,
    until: (condition) => until('the tail has read so far', condition),
  };
}
