import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';

const clients = mkdtempSync(join(tmpdir(), 'linli-clients-'));
const script = `console.log(${JSON.stringify('时间银行'.repeat(500))});`;
let platform: TestPlatform;

beforeAll(async () => {
  const assets = join(clients, 'page', 'assets');
  mkdirSync(assets, { recursive: true });
  const manifest = {
    id: 'page',
    name: { zh: '页', en: 'Page' },
    kind: 'browser',
    scopes: [],
    redirectUris: ['/page/'],
    origins: ['self'],
    trustedDocuments: null,
  };
  writeFileSync(join(clients, 'page', 'client.json'), JSON.stringify(manifest));
  writeFileSync(join(clients, 'page', 'index.html'), '<!doctype html><title>页</title>');
  writeFileSync(join(assets, 'app-abc.js'), script);
  writeFileSync(join(assets, 'app-abc.js.br'), brotliCompressSync(script));
  writeFileSync(join(assets, 'app-abc.js.gz'), gzipSync(script));
  platform = await startTestPlatform({ LINLI_CLIENTS_DIRECTORY: clients });
});

afterAll(async () => {
  await platform?.close();
  rmSync(clients, { recursive: true });
});

describe('generated text', () => {
  test.each([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ])('the SDL is sent as %s to clients that accept it, and is the same', async (encoding, open) => {
    const plain = await get('/schema.graphql', {});
    const sent = await get('/schema.graphql', { 'accept-encoding': encoding });
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(sent.headers).toMatchObject({
      'content-encoding': encoding,
      vary: expect.stringContaining('accept-encoding'),
    });
    expect(sent.bytes.length).toBeLessThan(plain.bytes.length / 4);
    expect(open(sent.bytes).equals(plain.bytes)).toBe(true);
  });

  test('the SDL is not sent again to a client that has it', async () => {
    const { headers } = await get('/schema.graphql', { 'accept-encoding': 'br' });
    const again = await get('/schema.graphql', { 'if-none-match': `"other", ${headers.etag}` });
    expect(again).toMatchObject({ status: 304, bytes: Buffer.alloc(0) });
    expect((await get('/schema.graphql', { 'if-none-match': '"other"' })).status).toBe(200);
  });

  test('a long GraphQL response is compressed, and a short one is not', async () => {
    const token = await platform.tokenOf('dispatcher@xinxian');
    const ask = (query: string, encoding: string) =>
      get(
        '/graphql',
        { authorization: `Bearer ${token}`, 'accept-encoding': encoding },
        JSON.stringify({ query }),
      );
    const long = '{ __schema { types { name fields { name description } } } }';
    const [plain, packed] = [await ask(long, 'identity'), await ask(long, 'gzip, br')];
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(packed.headers['content-encoding']).toBe('br');
    expect(JSON.parse(brotliDecompressSync(packed.bytes).toString())).toEqual(
      JSON.parse(plain.bytes.toString()),
    );
    const short = await ask('{ me { account { id } } }', 'gzip, br');
    expect(short.headers['content-encoding']).toBeUndefined();
    expect(JSON.parse(short.bytes.toString()).data.me.account.id).toMatch(/^account_/);
  });

  test('a compressed request body is refused', async () => {
    const body = gzipSync(JSON.stringify({ query: '{ __typename }' }));
    const { status } = await get('/graphql', { 'content-encoding': 'gzip' }, body);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
  });

  test('a page with a secret and an event stream are never compressed', async () => {
    const long = 'x'.repeat(5_000);
    for (const path of [
      `/sign-in/${long.slice(0, 150)}`,
      `/oauth/authorize?state=${long}`,
      '/sign-in/made-up',
    ]) {
      const { headers, bytes } = await get(path, {
        'accept-encoding': 'br, gzip',
        accept: 'text/html',
      });
      expect(headers['content-encoding']).toBeUndefined();
      expect(bytes.length).toBeGreaterThan(0);
    }
    const token = await platform.tokenOf('dispatcher@xinxian');
    const query = encodeURIComponent('{ __schema { types { name fields { name description } } } }');
    const stream = await get(`/graphql/stream?query=${query}`, {
      authorization: `Bearer ${token}`,
      accept: 'text/event-stream',
      'accept-encoding': 'br, gzip',
    });
    expect(stream.headers).toMatchObject({
      'content-type': expect.stringContaining('text/event-stream'),
    });
    expect(stream.headers['content-encoding']).toBeUndefined();
  });
});

describe('files of a page', () => {
  test.each([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ])(
    'a file of a page is sent as %s from the build, cached for good, with an ETag',
    async (encoding, open) => {
      const path = '/page/assets/app-abc.js';
      const { headers, bytes } = await get(path, { 'accept-encoding': encoding });
      expect(headers).toMatchObject({
        'content-encoding': encoding,
        'cache-control': 'public, max-age=31536000, immutable',
        'content-type': expect.stringContaining('javascript'),
        vary: expect.stringContaining('accept-encoding'),
      });
      expect(open(bytes).toString()).toBe(script);
      const again = await get(path, {
        'accept-encoding': encoding,
        'if-none-match': String(headers.etag),
      });
      expect(again.status).toBe(304);
    },
  );

  test('a client that accepts neither gets the plain file, and the page is never cached', async () => {
    const { headers, bytes } = await get('/page/assets/app-abc.js', {});
    expect(headers['content-encoding']).toBeUndefined();
    expect(bytes.toString()).toBe(script);
    expect((await get('/page/', { 'accept-encoding': 'br' })).headers).toMatchObject({
      'cache-control': 'no-store',
    });
  });
});

interface Got {
  status: number;
  headers: IncomingHttpHeaders;
  bytes: Buffer;
}

/** The raw answer: `fetch` would decompress it. */
function get(path: string, headers: Record<string, string>, body?: string | Buffer): Promise<Got> {
  return new Promise((resolve, reject) => {
    const options = {
      method: body ? 'POST' : 'GET',
      headers: { 'content-type': 'application/json', ...headers },
    };
    const asked = request(platform.url + path, options, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          bytes: Buffer.concat(chunks),
        }),
      );
    });
    asked.on('error', reject);
    asked.end(body);
  });
}
