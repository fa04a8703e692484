import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import WebSocket from 'ws';
import { type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';

/** How a client connects: the subprotocol, and who it says it is. FEED.md has the codes. */
let platform: TestPlatform;
let token: string;

beforeAll(async () => {
  platform = await startTestPlatform();
  token = await platform.tokenOf('dispatcher@xinxian');
});

afterAll(async () => {
  await platform?.close();
});

describe('the payload of connection_init', () => {
  test.each(['authorization', 'Authorization', 'AUTHORIZATION'])(
    'signs in by the key %s',
    async (key) => {
      const socket = await opened();
      expect(await nameOf(socket, { [key]: `Bearer ${token}` })).toBe('dispatcher@xinxian');
    },
  );

  test.each(['accept-language', 'Accept-Language'])(
    'chooses the language of messages by the key %s',
    async (key) => {
      const told = async (language: string) => {
        const socket = await opened();
        await initialised(socket, { authorization: `Bearer ${token}`, [key]: language });
        return JSON.stringify(
          (
            await answerTo(
              socket,
              '{ serviceRequestBoard(filter: { communityIds: ["x"] }) { cursor } }',
            )
          ).payload,
        );
      };
      expect(await told('zh-CN')).toMatch(/[一-鿿]/);
      expect(await told('en')).not.toMatch(/[一-鿿]/);
    },
  );

  test.each(['x-linli-foundation', 'X-Linli-Foundation'])(
    'chooses a foundation by the key %s, as the header of the upgrade does',
    async (key) => {
      const elsewhere = { [key]: 'foundation_00000000000000000000000000' };
      const authorization = `Bearer ${token}`;
      const inPayload = await opened();
      const inHeader = await opened('graphql-transport-ws', elsewhere);
      const ends = [ending(inPayload), ending(inHeader)];
      inPayload.send(init({ authorization, ...elsewhere }));
      inHeader.send(init({ authorization }));
      const [byPayload, byHeader] = await Promise.all(ends);
      expect(byPayload).toMatchObject({ code: 4403 });
      expect(byHeader).toEqual(byPayload);
    },
  );

  test.each<[string, object, RegExp]>([
    ['an unknown key', { authToken: 'Bearer x' }, /not "authToken"/],
    ['headers below a key', { headers: { authorization: 'Bearer x' } }, /not "headers"/],
    ['a name of every object', { constructor: 'x' }, /not "constructor"/],
    ['a value that is no text', { authorization: ['Bearer x'] }, /"authorization" as text/],
    ['a key twice', { authorization: 'Bearer x', Authorization: 'Bearer y' }, /twice/],
  ])('with %s closes with 4400 and a reason, and is not acknowledged', async (_, payload, why) => {
    const socket = await opened();
    const end = ending(socket);
    socket.send(init(payload));
    expect(await end).toEqual({ code: 4400, reason: expect.stringMatching(why) });
  });

  test('with an unknown key names every key that is known', async () => {
    const socket = await opened();
    const end = ending(socket);
    socket.send(init({ ['x'.repeat(1_000)]: '' }));
    expect((await end).reason).toMatch(
      /^connection_init takes authorization, accept-language, x-linli-foundation, not "x+$/,
    );
  });

  test('may hold null, which counts as left out', async () => {
    const socket = await opened();
    expect(
      await nameOf(socket, { authorization: `Bearer ${token}`, 'accept-language': null }),
    ).toBe('dispatcher@xinxian');
  });
});

describe('the subprotocol', () => {
  test('may be offered beside others', async () => {
    const socket = await opened(['graphql-ws', 'graphql-transport-ws']);
    expect(socket.protocol).toBe('graphql-transport-ws');
    expect(await nameOf(socket, { authorization: `Bearer ${token}` })).toBe('dispatcher@xinxian');
  });

  test.each<[string, string | string[], string]>([
    ['of the legacy protocol', 'graphql-ws', 'this was "graphql-ws".'],
    ['that nobody knows', ['x', 'y'], 'this was "x".'],
    ['that is missing', [], 'none was given.'],
  ])('%s ends in 4406 with a reason', async (_, offered, end) => {
    const socket = new WebSocket(address(), offered);
    expect(await ending(socket)).toEqual({
      code: 4406,
      reason: `Use the subprotocol graphql-transport-ws, as the package graphql-ws does; ${end}`,
    });
  });
});

function address(): string {
  return `${platform.url.replace('http', 'ws')}/graphql`;
}

async function opened(
  offered: string | string[] = 'graphql-transport-ws',
  headers: Record<string, string> = {},
): Promise<WebSocket> {
  const socket = new WebSocket(address(), offered, { headers });
  await new Promise((resolve, reject) => void socket.once('open', resolve).once('error', reject));
  return socket;
}

function init(payload: object): string {
  return JSON.stringify({ type: 'connection_init', payload });
}

async function initialised(socket: WebSocket, payload: object): Promise<void> {
  const acknowledged = next(socket);
  socket.send(init(payload));
  expect(await acknowledged).toEqual({ type: 'connection_ack' });
}

/** The name that the platform knows a client by. */
async function nameOf(socket: WebSocket, payload: object): Promise<string | undefined> {
  await initialised(socket, payload);
  const told = await answerTo(socket, '{ me { account { displayName } } }');
  const { data } = told.payload as { data?: { me: { account: { displayName: string } } | null } };
  return data?.me?.account.displayName;
}

async function answerTo(socket: WebSocket, query: string): Promise<{ payload: unknown }> {
  const answer = next(socket);
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
  const told = (await answer) as { payload: unknown };
  socket.close();
  return told;
}

async function next(socket: WebSocket): Promise<unknown> {
  return new Promise((resolve, reject) => {
    socket.once('message', (data: Buffer) => resolve(JSON.parse(data.toString())));
    socket.once('close', (code, reason) => reject(new Error(`${code} ${String(reason)}`)));
  });
}

/** How the platform closes a socket. An acknowledgement before that is an error. */
async function ending(socket: WebSocket): Promise<{ code: number; reason: string }> {
  return new Promise((resolve, reject) => {
    socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    socket.once('message', (data: Buffer) => reject(new Error(`It was told: ${String(data)}`)));
    socket.once('error', () => {});
  });
}
