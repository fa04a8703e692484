import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type ApiProcess, startApiProcess } from '../../testing/api-process.ts';
import { ReconnectingReader } from '../../testing/feed-reader.ts';
import { FeedWriter } from '../../testing/feed-writer.ts';
import { patienceMs, until } from '../../testing/until.ts';
import { type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';

/**
 * Long and random transactions, several nodes, reconnecting readers: every committed event is
 * delivered, and no other.
 */
const transactions = Number(process.env.LINLI_SOAK_TRANSACTIONS ?? 240);

let platform: TestPlatform;
let nodes: ApiProcess[] = [];
let writer: FeedWriter;

beforeAll(async () => {
  platform = await startTestPlatform();
  nodes = await Promise.all([1, 2, 3].map(() => startApiProcess(platform.databaseUrl)));
  writer = new FeedWriter(platform);
  await platform.sql('create table naive_log (no bigserial primary key, event_id uuid not null)');
});

afterAll(async () => {
  await Promise.all(nodes.map((node) => node.kill()));
  await writer?.close();
  await platform?.close();
});

test(
  'delivered events are committed, in order and with rising versions, and a reader by id fails this test',
  async () => {
    const token = await platform.tokenOf('dispatcher@xinxian');
    const urls = () => nodes.map(({ url }) => url);
    const readers = await Promise.all(
      (['WebSocket', 'WebSocket', 'SSE', 'polling'] as const).map((way) =>
        ReconnectingReader.start({ urls, token, way }),
      ),
    );
    const naive = new NaiveReader(platform);
    await write(await writer.requests(12));
    await commitOutOfOrder(naive);
    const committed = writer.committed.map(({ eventId }) => eventId);
    expect(committed.length).toBeGreaterThan(transactions * 0.6);
    await Promise.all(readers.map((reader) => reader.finish(committed.length)));

    const told = await platform.sql<{ eventId: string }>(
      `select event_id as "eventId" from feed_log where subject_kind = 'request' order by position`,
    );
    const order = told.map(({ eventId }) => eventId);
    expect([...order].sort()).toEqual([...committed].sort());
    for (const reader of readers) {
      expect(reader.resets).toEqual([]);
      expect(reader.gaps).toBe(0);
      expect(reader.events.map(({ eventId }) => eventId)).toEqual(order);
      expectVersionsToRise(reader.events);
    }
    // Control: the same commits, read by "id > last", as most designs do.
    await naive.finish();
    expect(new Set(naive.seen).size).toBeLessThan(committed.length);
  },
  patienceMs + transactions * 100,
);

/**
 * Several concurrent writers. Each transaction stays open for a while after its insert, and one in
 * five is rolled back.
 */
async function write(requestIds: string[]): Promise<void> {
  let left = transactions;
  const oneWriter = async () => {
    while ((left -= 1) >= 0) {
      const requestId = requestIds[Math.floor(Math.random() * requestIds.length)]!;
      const holdMs = Math.random() < 0.1 ? 300 : Math.random() * 40;
      await writer.write(requestId, {
        holdMs,
        rollsBack: Math.random() < 0.2,
        naiveTable: 'naive_log',
      });
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
    }
  };
  await Promise.all(Array.from({ length: 6 }, oneWriter));
}

/** A transaction with a lower number commits after the reader by numbers has passed it. */
async function commitOutOfOrder(naive: NaiveReader): Promise<void> {
  const [slow, quick] = await writer.requests(2);
  let letGo = () => {};
  let isHeld = false;
  const holding = () => {
    isHeld = true;
    return new Promise<void>((resolve) => (letGo = resolve));
  };
  const held = writer.write(slow!, { naiveTable: 'naive_log', holding });
  await until('the first has its number', () => isHeld);
  const { eventId } = (await writer.write(quick!, { naiveTable: 'naive_log' }))!;
  await until('the reader by numbers has the second', () => naive.seen.includes(eventId));
  letGo();
  await held;
}

function expectVersionsToRise(events: readonly { requestId: string; version: number }[]): void {
  const last = new Map<string, number>();
  for (const { requestId, version } of events) {
    expect(version).toBeGreaterThan(last.get(requestId) ?? 0);
    last.set(requestId, version);
  }
}

class NaiveReader {
  readonly seen: string[] = [];
  private last = '0';
  private isDone = false;
  private readonly running: Promise<void>;

  constructor(private readonly platform: TestPlatform) {
    this.running = this.run();
  }

  async finish(): Promise<void> {
    this.isDone = true;
    await this.running;
    await this.read();
  }

  private async run(): Promise<void> {
    while (!this.isDone) await this.read();
  }

  private async read(): Promise<void> {
    const rows = await this.platform.sql<{ no: string; eventId: string }>(
      'select no, event_id as "eventId" from naive_log where no > $1 order by no',
      [this.last],
    );
    for (const { no, eventId } of rows) {
      this.seen.push(eventId);
      this.last = no;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
