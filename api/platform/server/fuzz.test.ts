import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import WebSocket from 'ws';
import { allFieldNames, type FuzzNames, fuzzedDocument } from '../../testing/fuzzed-document.ts';
import { seed } from '../../testing/seed.ts';
import { type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';

/**
 * No input of an unauthenticated client ends the process or is reported as a fault of the server.
 * The seed is printed, and `LINLI_SEED` repeats it. `npm run soak` sends a hundred times as much,
 * with a new seed each time.
 */
const isSoak = process.env.LINLI_SOAK === 'yes';
const count = Number(process.env.LINLI_FUZZ_RUNS ?? (isSoak ? 1_000_000 : 10_000));
/** Sent together, since each wait costs more than the request itself. */
const batch = 100;
const patienceMs = isSoak ? 3 * 3_600_000 : 900_000;

let platform: TestPlatform;
let names: FuzzNames;

beforeAll(async () => {
  process.stdout.write(`Fuzzing with LINLI_SEED=${seed}, ${count} of each kind.\n`);
  platform = await startTestPlatform({ LINLI_CLIENTS_DIRECTORY: 'no/clients/here' });
  names = allFieldNames(platform.app.operations.schema);
});
afterAll(async () => platform?.close());

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom(
    '',
    '/',
    '//',
    '*',
    '..',
    '%',
    '%00',
    '\\',
    '?',
    '#',
    '__proto__',
    'constructor',
    '\u0000',
    '\ud800',
    'http://[',
    '%ff%fe',
    '𠮷',
  ),
);
const method = fc.constantFrom(
  'GET',
  'POST',
  'PUT',
  'HEAD',
  'OPTIONS',
  'DELETE',
  'PATCH',
  'TRACE',
  'PROPFIND',
  'get',
  'X',
);
const path = fc.oneof(
  fc.constantFrom(
    '/graphql',
    '/graphql/stream',
    '/healthz',
    '/verify/',
    '/photos/',
    '/sign-in/',
    '/oauth/',
    '/demo/token',
    '/dispatch-board/',
    '/schema.graphql',
    '/.well-known/openid-configuration',
  ),
  text.map((each) => `/${each}`),
  text,
);
const target = fc
  .tuple(path, fc.option(text), fc.option(text))
  .map(([first, more, query]) => `${first}${more ?? ''}${query === null ? '' : `?query=${query}`}`);
const headerName = fc.constantFrom(
  'Accept',
  'Accept-Language',
  'Authorization',
  'Content-Type',
  'Content-Length',
  'Cookie',
  'Origin',
  'Referer',
  'Upgrade',
  'Connection',
  'Sec-WebSocket-Key',
  'Sec-WebSocket-Version',
  'Sec-WebSocket-Protocol',
  'Sec-WebSocket-Extensions',
  'X-Forwarded-For',
  'X-Linli-Foundation',
  'Expect',
  'Transfer-Encoding',
  'Range',
  'If-None-Match',
  'Access-Control-Request-Method',
  'Apollo-Require-Preflight',
  'x',
);
const headerValue = fc.oneof(
  text,
  fc.constantFrom(
    'websocket',
    'Upgrade',
    'keep-alive',
    '13',
    'dGhlIHNhbXBsZSBub25jZQ==',
    'graphql-transport-ws',
    'application/json',
    'text/event-stream',
    'Bearer x',
    'Bearer a.b.c',
    'Bearer linli_aaaaaaaaaaaa_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
    'null',
    '-1',
    '9999999999',
    'chunked',
    'en;q=nan',
    'zh-CN,*;q=0',
  ),
);
const header = fc.tuple(headerName, headerValue).map(([name, value]) => `${name}: ${value}`);
const body = fc.oneof(
  text,
  fc.json({ maxDepth: 3 }),
  fc.constantFrom(
    '{"query":"{__typename}"}',
    '{"documentId":"__proto__"}',
    '{"query":1}',
    '[]',
    'null',
    '{"persona":"x"}',
  ),
);
const request = fc
  .tuple(method, target, fc.array(header, { maxLength: 6 }), fc.option(body), fc.boolean())
  .map(([verb, where, headers, content, isWhole]) => {
    const bytes = Buffer.from(content ?? '');
    const length = content !== null && isWhole ? [`Content-Length: ${bytes.length}`] : [];
    const head = [`${verb} ${where} HTTP/1.1`, 'Host: x', ...headers, ...length].join('\r\n');
    return Buffer.concat([Buffer.from(`${head}\r\n\r\n`, 'utf8'), bytes]);
  });

test(
  `${count} random request lines with headers and bodies leave the node alive`,
  async () => {
    await each(request, async (requests) => {
      const statuses = await Promise.all(requests.map(async (bytes) => statusOf(bytes)));
      statuses.forEach((status, index) => {
        // Load shedding under this number of requests is not a fault.
        if (status !== null && status >= 500 && status !== 503)
          throw new Error(`${status} for ${JSON.stringify(requests[index]?.toString('latin1'))}`);
      });
    });
  },
  patienceMs,
);

const frame = fc
  .tuple(
    fc.integer({ min: 0, max: 15 }),
    fc.boolean(),
    fc.integer({ min: 0, max: 7 }),
    fc.uint8Array({ maxLength: 40 }),
    fc.boolean(),
  )
  .map(([opcode, isLast, reserved, payload, isMasked]) =>
    Buffer.concat([
      Buffer.from([
        (isLast ? 0x80 : 0) | (reserved === 7 ? 0x40 : 0) | opcode,
        (isMasked ? 0x80 : 0) | payload.length,
      ]),
      Buffer.from(isMasked ? [0, 0, 0, 0] : []),
      Buffer.from(payload),
    ]),
  );
const message = fc.oneof(
  text,
  fc.json({ maxDepth: 3 }),
  fc
    .record(
      {
        type: fc.constantFrom(
          'connection_init',
          'ping',
          'pong',
          'subscribe',
          'complete',
          'next',
          'x',
        ),
        id: fc.oneof(text, fc.constant(1)),
        payload: fc.oneof(
          fc.jsonValue({ maxDepth: 2 }),
          fc.record({
            query: fc.oneof(text, fc.constant('{ __typename }')),
            variables: fc.jsonValue({ maxDepth: 2 }),
            authorization: text,
          }),
        ),
      },
      { requiredKeys: [] },
    )
    .map((each) => JSON.stringify(each)),
);
const init = '{"type":"connection_init"}';

test(
  `${count} random WebSocket frames leave the node alive`,
  async () => {
    // The first frame that the protocol does not define closes a socket. So each talk has valid
    // frames and then one arbitrary frame.
    const talk = fc
      .tuple(fc.boolean(), fc.array(message, { maxLength: 6 }), frame)
      .map(([isHonest, messages, last]) =>
        Buffer.concat([
          ...(isHonest ? [init, ...messages] : messages).map((each) => textFrame(each)),
          last,
        ]),
      );
    await each(
      talk,
      async (talks) => {
        await Promise.all(talks.map(async (bytes) => talkOver(bytes)));
      },
      4,
    );
  },
  patienceMs,
);

test(
  `${count} random documents with variables leave the node alive`,
  async () => {
    const sockets = new OpenSockets(platform.url);
    const asked = fc.tuple(
      fc.oneof(
        fuzzedDocument(() => names),
        text,
      ),
      fc.dictionary(
        fc.constantFrom('a', 'b', 'input', 'ids', '__proto__'),
        fc.jsonValue({ maxDepth: 3 }),
        {
          maxKeys: 3,
        },
      ),
      fc.option(fc.constantFrom('A', '', '__proto__')),
    );
    await each(asked, async (all) => {
      const codes = await sockets.askAll(
        all.map(([query, variables, operationName]) => ({ query, variables, operationName })),
      );
      codes.forEach((code, index) => {
        if (code === 'INTERNAL' || code === 'GONE')
          throw new Error(`${code} for ${JSON.stringify(all[index])}`);
      });
    });
    sockets.close();
  },
  patienceMs,
);

/**
 * Generates `count` inputs and tries them in batches. After each batch the node must still answer.
 * Prints a failing input, shrunk as far as possible.
 */
async function each<T>(
  thing: fc.Arbitrary<T>,
  tryAll: (things: T[]) => Promise<void>,
  ofOne = 1,
): Promise<void> {
  const numRuns = Math.ceil(count / batch / ofOne);
  await fc.assert(
    fc.asyncProperty(
      fc.array(thing, { minLength: batch, maxLength: batch, size: 'max' }),
      async (things) => {
        await tryAll(things);
        expect((await fetch(`${platform.url}/healthz`)).status).toBe(200);
      },
    ),
    { seed, numRuns, endOnFailure: true },
  );
}

function connected(): Socket {
  const { hostname, port } = new URL(platform.url);
  const socket = connect({ port: Number(port), host: hostname });
  socket.on('error', () => {});
  return socket;
}

/** Status of the answer. Null when the connection ends without one, or waits for more input. */
async function statusOf(bytes: Buffer): Promise<number | null> {
  const socket = connected();
  socket.end(bytes);
  return new Promise((resolve) => {
    socket.once('data', (data: Buffer) => {
      const status = /^HTTP\/1\.1 (\d{3})/.exec(data.toString('latin1'))?.[1];
      resolve(status ? Number(status) : null);
      socket.destroy();
    });
    socket.once('close', () => resolve(null));
  });
}

const handshake =
  'GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n';

/** Sends everything and leaves. Resolves when the other side has received it. */
async function talkOver(bytes: Buffer): Promise<void> {
  const socket = connected();
  socket.resume();
  socket.end(Buffer.concat([Buffer.from(handshake), bytes]));
  await new Promise((resolve) => void socket.once('close', resolve));
}

function textFrame(content: string): Buffer {
  const payload = Buffer.from(content);
  const length =
    payload.length < 126
      ? [0x80 | payload.length]
      : [0x80 | 126, payload.length >> 8, payload.length & 255];
  return Buffer.concat([Buffer.from([0x81, ...length, 0, 0, 0, 0]), payload]);
}

/** Sockets without a token that are reopened after they were closed. */
class OpenSockets {
  private socket: WebSocket | null = null;
  private asked = 0;
  private readonly waiting = new Map<string, (code: string | null) => void>();

  constructor(private readonly url: string) {}

  async askAll(
    all: { query: string; variables: object; operationName: string | null }[],
  ): Promise<(string | null)[]> {
    const socket = await this.open();
    const codes: (string | null)[] = [];
    // A socket runs only that many operations at once.
    for (let at = 0; at < all.length; at += 25) {
      const answers = all.slice(at, at + 25).map(async (payload) => {
        const id = String((this.asked += 1));
        const code = new Promise<string | null>((resolve) => this.waiting.set(id, resolve));
        socket.send(JSON.stringify({ id, type: 'subscribe', payload }));
        return code;
      });
      codes.push(...(await Promise.all(answers)));
    }
    return codes;
  }

  close(): void {
    this.socket?.terminate();
  }

  private async open(): Promise<WebSocket> {
    if (this.socket?.readyState === WebSocket.OPEN) return this.socket;
    const socket = new WebSocket(
      `${this.url.replace('http', 'ws')}/graphql`,
      'graphql-transport-ws',
    );
    await new Promise((resolve) => void socket.once('open', resolve));
    socket.send(init);
    await new Promise((resolve) => void socket.once('message', resolve));
    socket.on('message', (data: Buffer) => {
      const { id, type, payload } = JSON.parse(data.toString()) as {
        id: string;
        type: string;
        payload?: Payload;
      };
      if (type === 'complete') return;
      const errors = Array.isArray(payload) ? payload : payload?.errors;
      this.waiting.get(id)?.(errors?.[0]?.extensions.code ?? null);
      this.waiting.delete(id);
    });
    socket.on('close', () => {
      for (const resolve of this.waiting.values()) resolve('GONE');
      this.waiting.clear();
    });
    return (this.socket = socket);
  }
}

type Errors = { extensions: { code: string } }[];
type Payload = Errors | { errors?: Errors };
