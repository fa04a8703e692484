import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { encodeId } from '../../../schema/ids.ts';
import { eventsOf, streamAddress } from '../../testing/event-source.ts';
import { feedCursor } from '../../testing/feed-watch.ts';
import { FeedWriter } from '../../testing/feed-writer.ts';
import { type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';

/** Event streams by the standard of EventSource: an id with each message, and Last-Event-ID. */
let platform: TestPlatform;
let writer: FeedWriter;
let token: string;

beforeAll(async () => {
  platform = await startTestPlatform();
  writer = new FeedWriter(platform, () => platform.app.feed.committed());
  token = await platform.tokenOf('dispatcher@xinxian');
});

afterAll(async () => {
  await writer?.close();
  await platform?.close();
});

test('each message has its cursor as id, also when the document does not select it', async () => {
  const after = await feedCursor(platform.url, token);
  const stream = await opened(after, '... on RequestChanged { eventId cursor }');
  expect(await stream.next()).toMatchObject({ id: after, message: {} });
  const [requestId = ''] = await writer.requests(1);
  await writer.write(requestId);
  const told = await stream.next();
  expect(told?.id).toBe(told?.message['cursor']);
  const bare = await opened(after, '... on RequestChanged { eventId }');
  await bare.next();
  expect(await bare.next()).toMatchObject({
    id: told?.id,
    message: { eventId: expect.any(String) },
  });
  await Promise.all([stream.close(), bare.close()]);
});

test('a client that returns with Last-Event-ID at its first address gets only what it missed', async () => {
  const after = await feedCursor(platform.url, token);
  const stream = await opened(after);
  await stream.next();
  const [requestId = ''] = await writer.requests(1);
  const written = [await write(requestId)];
  const last = await stream.next();
  expect(last?.message['eventId']).toBe(written[0]);
  await stream.close();
  written.push(await write(requestId), await write(requestId));

  const back = await opened(after, undefined, last?.id);
  expect(await back.next()).toMatchObject({ id: last?.id });
  expect([await back.eventId(), await back.eventId()]).toEqual(written.slice(1));
  await back.close();
  // Without the header, the address alone begins where it began before.
  const anew = await opened(after);
  expect(await anew.next()).toMatchObject({ id: after });
  expect([await anew.eventId(), await anew.eventId(), await anew.eventId()]).toEqual(written);
  await anew.close();
});

test('a reset has no id, so a client that returns is told of it again', async () => {
  const after = await feedCursor(platform.url, token);
  const stream = await opened(after, undefined, 'no cursor');
  expect(await stream.next()).toEqual({
    id: null,
    message: { __typename: 'FeedReset', reason: 'CURSOR_INVALID' },
  });
  expect(await stream.next()).toBeNull();
});

interface Stream {
  /** The next message with the id of its event; null at the end of the feed. */
  next(): Promise<{ id: string | null; message: Record<string, unknown> } | null>;
  /** The id of the next event of the feed. */
  eventId(): Promise<unknown>;
  close(): Promise<void>;
}

async function opened(
  after: string,
  selection = '__typename ... on RequestChanged { eventId } ... on FeedReset { reason }',
  lastEventId?: string | null,
): Promise<Stream> {
  const query = `subscription ($after: String!) { serviceRequestFeed(after: $after) { ${selection} } }`;
  const leaving = new AbortController();
  const response = await fetch(streamAddress(platform.url, query, { after }), {
    signal: leaving.signal,
    headers: {
      authorization: `Bearer ${token}`,
      accept: 'text/event-stream',
      ...(lastEventId && { 'last-event-id': lastEventId }),
    },
  });
  const events = eventsOf(response);
  const next = async () => {
    const { value } = await events.next();
    if (!value || value.event === 'complete') return null;
    const { data } = value.data as { data: { serviceRequestFeed: Record<string, unknown> } };
    return { id: value.id, message: data.serviceRequestFeed };
  };
  return {
    next,
    eventId: async () => (await next())?.message['eventId'],
    close: async () => leaving.abort(),
  };
}

async function write(requestId: string): Promise<string> {
  const event = await writer.write(requestId);
  return encodeId('event', event!.eventId);
}
