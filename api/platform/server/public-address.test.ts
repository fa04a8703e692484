import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';

/** One public address, whatever name of the machine a person types. */
const publicUrl = 'http://127.0.0.1:4000';
const asBrowser = 'text/html,application/xhtml+xml,*/*;q=0.8';
let platform: TestPlatform;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'linli-pages-'));
  mkdirSync(join(folder, 'page'));
  writeFileSync(join(folder, 'page', 'index.html'), '<!doctype html>');
  writeFileSync(
    join(folder, 'page', 'client.json'),
    JSON.stringify({
      id: 'page',
      name: { zh: '页面', en: 'Page' },
      kind: 'browser',
      scopes: [],
      redirectUris: ['/page/'],
      origins: ['self'],
    }),
  );
  platform = await startTestPlatform({
    LINLI_PUBLIC_URL: publicUrl,
    LINLI_CLIENTS_DIRECTORY: folder,
  });
});

afterAll(async () => {
  await platform?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a person who opens a page', () => {
  test.each([
    'localhost:4000',
    'LOCALHOST:4000',
    'linli.localhost:4000',
    '127.0.0.2:4000',
    '0.0.0.0:4000',
    '[::1]:4000',
  ])('under %s is led to the public address', async (host) => {
    for (const path of [
      '/page/board?day=1',
      '/page',
      '/verify/x',
      '/oauth/authorize?a=b',
      '/sign-in/x',
    ])
      expect([path, await asked({ host, path })]).toEqual([
        path,
        { status: 307, location: `${publicUrl}${path}` },
      ]);
  });

  test.each<[string, string, string]>([
    ['a whole address', 'http://evil.example/page/?a=b', '/page/?a=b'],
    ['two slashes', '//evil.example/page/', '/page/'],
    ['a path that is no address', '/@evil.example', '/@evil.example'],
  ])('by a request line with %s stays on this machine', async (_, path, target) => {
    expect(await asked({ host: 'localhost:4000', path })).toEqual({
      status: 307,
      location: `${publicUrl}${target}`,
    });
  });

  test.each(['127.0.0.1:4000', 'localhost:4001', 'localhost', 'linli.example:4000', 'a b', ''])(
    'under %p is led nowhere',
    async (host) => {
      expect(await asked({ host, path: '/page/' })).toMatchObject({ location: undefined });
    },
  );
});

test.each([
  ['that reads JSON', { accept: 'application/json' }],
  ['that reads anything', { accept: '*/*' }],
  ['that says nothing', {}],
])('a program %s is answered under each name', async (_, headers) => {
  const path = '/.well-known/openid-configuration';
  expect(await asked({ host: 'localhost:4000', path, ...headers }, null)).toEqual({
    status: 200,
    location: undefined,
  });
});

test('a form is never led away, since it would lose its content', async () => {
  const sent = await asked({ host: 'localhost:4000', path: '/sign-in/x/code', method: 'POST' });
  expect(sent.location).toBeUndefined();
});

test('a first-party app returns to the public address only', async () => {
  expect(
    await platform.sql(
      `select redirect_uris as "redirectUris", origins from first_party_app where client_id = 'page'`,
    ),
  ).toEqual([{ redirectUris: [`${publicUrl}/page/`], origins: [publicUrl] }]);
});

interface Asked {
  host: string;
  path: string;
  method?: string;
  accept?: string;
}

async function asked(
  { host, path, method = 'GET', accept }: Asked,
  usual: string | null = asBrowser,
): Promise<{ status: number | undefined; location: string | undefined }> {
  const { hostname, port } = new URL(platform.url);
  const wanted = accept ?? usual;
  const headers = { host, ...(wanted !== null && { accept: wanted }) };
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, path, method, headers }, (response) => {
      response.resume();
      resolve({ status: response.statusCode, location: response.headers.location });
    });
    request.on('error', reject).end();
  });
}
