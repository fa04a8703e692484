import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newKey, world, type World } from '../../testing/world.ts';
import { feedPageDocument, FeedWatch } from '../../testing/feed-watch.ts';
import { encodeId } from '../../../schema/ids.ts';

let here: World;
const watches: FeedWatch[] = [];

beforeAll(async () => {
  here = await world();
});
afterAll(async () => {
  for (const watch of watches) watch.close();
  await here?.close();
});

async function watching(persona: string, variables: object = {}): Promise<FeedWatch> {
  const watch = await FeedWatch.open(here.url, await here.tokenOf(persona), variables);
  watches.push(watch);
  return watch;
}

async function open(persona = 'dispatcher@xinxian', elder = 'elder@xinxian') {
  const caller = await here.as(persona);
  const kind = elder.endsWith('shiyuan') ? 'companionship@yigong80' : 'companionship@sicheng';
  const from = new Date(Date.now() + 86_400_000).toISOString();
  const to = new Date(Date.now() + 2 * 86_400_000).toISOString();
  const { request } = await caller.does(
    'openServiceRequest',
    {
      idempotencyKey: newKey(),
      elderId: encodeId('elder', here.settlers.elders[elder]!),
      kindId: encodeId('kind', here.settlers.kinds[kind]!),
      wishedFrom: from,
      wishedTo: to,
      actingFor: { channel: 'PHONE', personId: encodeId('person', here.settlers.persons[elder]!) },
    },
    'request { id version state }',
  );
  return request as { id: string; version: number; state: string };
}

test('both who may see a request are told within a second, the other foundation is told nothing', async () => {
  const near = await watching('dispatcher@xinxian');
  const far = await watching('dispatcher@shiyuan');
  const request = await open();
  const message = await near.next('RequestChanged');
  expect(message).toMatchObject({ kind: 'RequestOpened', version: 1, request: { id: request.id, state: 'OPEN' } });
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(far.received.map((each) => each.__typename)).toEqual(['FeedCheckpoint']);
});

test('a board and the feed behind its cursor make one picture, by subscription and by asking again and again', async () => {
  const dispatcher = await here.as('dispatcher@xinxian');
  const before = await open();
  const { serviceRequestBoard: board } = await dispatcher.ask(boardDocument);
  const shown = board.requests.nodes.map(({ id }: { id: string }) => id);
  expect(shown).toContain(before.id);
  const after = await open();
  expect(shown).not.toContain(after.id);

  const watch = await watching('dispatcher@xinxian', { after: board.cursor });
  expect(watch.received[0]).toMatchObject({ cursor: board.cursor, previousCursor: board.cursor });
  expect((await watch.next('RequestChanged')).request.id).toBe(after.id);

  await waitUntilMoved();
  const { serviceRequestFeed: page } = await dispatcher.ask(feedPageDocument, { after: board.cursor, first: 10 });
  expect(page.messages[0]).toMatchObject({ __typename: 'RequestChanged', request: { id: after.id } });
  expect(page.hasMore).toBe(false);
  const { serviceRequestFeed: next } = await dispatcher.ask(feedPageDocument, { after: page.cursor, first: 10 });
  expect(next.messages).toMatchObject([
    { __typename: 'FeedCheckpoint', cursor: page.cursor, previousCursor: page.cursor },
  ]);
  expect(next.cursor).toBe(page.cursor);
});

test('who leaves the view is told as removed, with nothing but the id', async () => {
  const watch = await watching('dispatcher@xinxian', { filter: { states: ['OPEN'] } });
  const request = await open();
  await watch.next('RequestChanged');
  await (
    await here.as('dispatcher@xinxian')
  ).does('cancelServiceRequest', { requestId: request.id, expectedVersion: 1, reason: 'No need any more' }, '');
  expect(await watch.next('RequestRemoved')).toMatchObject({ requestId: request.id });
});

test('a team sees what its volunteers have taken on, and a filter for teams tells when', async () => {
  const teamIds = [encodeId('team', here.settlers.teams['haoyiya']!)];
  const watch = await watching('dispatcher@xinxian', { filter: { teamIds } });
  const request = await open();
  const leader = await here.as('leader@chaoxi');
  const volunteerId = encodeId('volunteer', here.settlers.volunteers['volunteer@chaoxi']!);
  await leader.does('acceptServiceRequest', { requestId: request.id, volunteerId, expectedVersion: 1 }, '');
  expect(await watch.next('RequestChanged')).toMatchObject({ kind: 'RequestAssigned', request: { id: request.id } });
  expect(watch.received.filter((each) => each.__typename === 'RequestChanged')).toHaveLength(1);
});

/** What was committed is in the log within milliseconds; asking sooner is answered too, only with less. */
async function waitUntilMoved(): Promise<void> {
  for (;;) {
    const [row] = await here.sql<{ waiting: boolean }>('select exists (select from outbox) as waiting');
    if (!row?.waiting) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const boardDocument = `query Board($filter: ServiceRequestFeedFilter) {
  serviceRequestBoard(filter: $filter) { cursor requests(first: 100) { nodes { id state version } } }
}`;
