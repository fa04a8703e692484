import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readSettings } from '../config/settings.ts';
import type { ObjectStore } from './object-store.ts';
import { openObjectStore } from './open-object-store.ts';
import { SignedLinks } from './signed-links.ts';
import { signedHeaders } from './signature-v4.ts';

/** The keys of the examples in the S3 documentation. */
const example = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
  service: 's3',
  at: new Date('2013-05-24T00:00:00Z'),
};

describe('Signature Version 4 gives the signatures of the documentation of S3', () => {
  test('the signature of GET Object is that of the documentation', () => {
    const { authorization } = signedHeaders({
      ...example,
      method: 'GET',
      url: new URL('https://examplebucket.s3.amazonaws.com/test.txt'),
      headers: { Range: 'bytes=0-9' },
      body: Buffer.alloc(0),
    });
    expect(authorization).toMatch(
      /Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41$/,
    );
  });

  test('the signature of PUT Object is that of the documentation', () => {
    const { authorization } = signedHeaders({
      ...example,
      method: 'PUT',
      url: new URL('https://examplebucket.s3.amazonaws.com/test%24file.text'),
      headers: {
        Date: 'Fri, 24 May 2013 00:00:00 GMT',
        'x-amz-storage-class': 'REDUCED_REDUNDANCY',
      },
      body: Buffer.from('Welcome to Amazon S3.'),
    });
    expect(authorization).toMatch(
      /Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd$/,
    );
  });
});

let bucket: Bucket;
const directory = join(mkdtempSync(join(tmpdir(), 'linli-storage-')), 'objects');
const common = { LINLI_DEMO: 'yes', DATABASE_URL: 'postgres://nobody@localhost/none' };

beforeAll(async () => {
  bucket = await Bucket.open();
});
afterAll(async () => {
  await bucket.close();
  rmSync(join(directory, '..'), { recursive: true, force: true });
});

const stores: [string, () => ObjectStore][] = [
  [
    'a directory',
    () => openObjectStore(readSettings({ ...common, LINLI_OBJECTS_DIRECTORY: directory }).objects),
  ],
  [
    'a bucket that speaks S3',
    () =>
      openObjectStore(
        readSettings({
          ...common,
          LINLI_S3_ENDPOINT: bucket.url,
          LINLI_S3_BUCKET: 'linli',
          LINLI_S3_ACCESS_KEY_ID: example.accessKeyId,
          LINLI_S3_SECRET_ACCESS_KEY: example.secretAccessKey,
        }).objects,
      ),
  ],
];

describe.each(stores)('%s', (_, open) => {
  test('the store keeps, replaces and removes an object, and says when there is none', async () => {
    const store = open();
    expect(await store.get('a/b-1.jpg')).toBe(null);
    await store.put('a/b-1.jpg', Buffer.from([0, 255, 10]), 'image/jpeg');
    expect(await store.get('a/b-1.jpg')).toEqual(Buffer.from([0, 255, 10]));
    await store.put('a/b-1.jpg', Buffer.from('more'), 'image/jpeg');
    expect(String(await store.get('a/b-1.jpg'))).toBe('more');
    await store.remove('a/b-1.jpg');
    await store.remove('a/b-1.jpg');
    expect(await store.get('a/b-1.jpg')).toBe(null);
  });

  test.each(['../b', '/b', 'a//b', 'a/../b', 'A', 'a\\b', '', 'a/.b', `${'a/'.repeat(12)}b`])(
    'the store refuses a key that could leave its place: %p',
    async (key) => {
      await expect(open().put(key, Buffer.from('x'), 'text/plain')).rejects.toThrow(/object key/);
    },
  );
});

test('a directory never shows half an object, and leaves nothing beside it', async () => {
  const store = openObjectStore({ directory });
  const large = Buffer.alloc(2_000_000, 7);
  const puts = Promise.all([1, 2, 3].map(() => store.put('race.jpg', large, 'image/jpeg')));
  for (let look = 0; look < 20; look += 1) {
    const seen = await store.get('race.jpg');
    expect(seen === null || seen.length === large.length).toBe(true);
  }
  await puts;
  expect(readdirSync(directory).filter((name) => name.startsWith('race'))).toEqual(['race.jpg']);
  expect(existsSync(join(directory, 'race.jpg'))).toBe(true);
});

test('a wrong secret key is reported as the service reports it', async () => {
  const settings = {
    endpoint: bucket.url,
    bucket: 'linli',
    region: 'us-east-1',
    accessKeyId: 'someone',
    secretAccessKey: 'x',
  };
  await expect(openObjectStore(settings).get('a.jpg')).rejects.toThrow(
    /403.*SignatureDoesNotMatch/,
  );
});

test('an incomplete bucket in the settings is refused by the name of the setting', () => {
  expect(() => readSettings({ ...common, LINLI_S3_ENDPOINT: 'https://s3.example' })).toThrow(
    /LINLI_S3_BUCKET is missing/,
  );
});

describe('a signed link', () => {
  const links = new SignedLinks({
    secretKey: 'a secret of the test',
    publicUrl: 'http://linli.test',
  });
  const later = new Date(Date.now() + 600_000);

  test('a signed link opens for its purpose until it expires', () => {
    const sealed = links.seal('read', { key: 'a' }, later);
    expect(links.open('read', sealed)).toEqual({ state: 'VALID', content: { key: 'a' } });
    expect(links.open('write', sealed)).toEqual({ state: 'FORGED' });
    expect(links.open('read', sealed, Date.now() + 700_000)).toEqual({ state: 'EXPIRED' });
  });

  test('a signed link does not open if it was changed or has another secret', () => {
    const sealed = links.seal('read', { key: 'a' }, later);
    const [body = '', signature = ''] = sealed.split('.');
    const other = Buffer.from(
      JSON.stringify([Math.floor(later.getTime() / 1000), { key: 'b' }]),
    ).toString('base64url');
    const stranger = new SignedLinks({ secretKey: 'another', publicUrl: 'http://linli.test' });
    for (const forged of [
      `${other}.${signature}`,
      `${body}.`,
      body,
      `${sealed}.x`,
      '',
      '.',
      'a.b',
      'x'.repeat(5_000),
    ]) {
      expect([forged.slice(0, 20), links.open('read', forged)]).toEqual([
        forged.slice(0, 20),
        { state: 'FORGED' },
      ]);
    }
    expect(stranger.open('read', sealed)).toEqual({ state: 'FORGED' });
  });
});

/**
 * The part of S3 that a store needs. It checks each signature by signing the received request
 * again.
 */
class Bucket {
  private readonly objects = new Map<string, Buffer>();

  private constructor(private readonly server: Server) {}

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  static async open(): Promise<Bucket> {
    const server = createServer((request, response) => {
      void made.answer(request).then(({ status, body }) => response.writeHead(status).end(body));
    });
    const made = new Bucket(server);
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    return made;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => void this.server.close(resolve));
  }

  private async answer(
    request: IncomingMessage,
  ): Promise<{ status: number; body: Buffer | string }> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    if (!this.isSigned(request, body))
      return { status: 403, body: '<Code>SignatureDoesNotMatch</Code>' };
    const key = request.url ?? '';
    if (request.method === 'PUT') this.objects.set(key, body);
    if (request.method === 'DELETE') this.objects.delete(key);
    if (request.method !== 'GET') return { status: request.method === 'PUT' ? 200 : 204, body: '' };
    const found = this.objects.get(key);
    return found ? { status: 200, body: found } : { status: 404, body: '<Code>NoSuchKey</Code>' };
  }

  private isSigned(request: IncomingMessage, body: Buffer): boolean {
    const { authorization = '', 'x-amz-date': date } = request.headers;
    const named = /SignedHeaders=([^,]+)/.exec(authorization)?.[1]?.split(';') ?? [];
    const ours = new Set(['host', 'x-amz-date', 'x-amz-content-sha256']);
    const headers = Object.fromEntries(
      named.filter((name) => !ours.has(name)).map((name) => [name, String(request.headers[name])]),
    );
    const at = new Date(
      String(date).replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'),
    );
    const again = signedHeaders({
      ...example,
      method: request.method ?? '',
      url: new URL(`http://${request.headers.host}${request.url}`),
      headers,
      body,
      at,
    });
    return again['authorization'] === authorization;
  }
}
