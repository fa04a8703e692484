import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { signingKeys } from '../../identity/signing-keys.ts';
import { issueToken } from '../../identity/tokens.ts';
import { Caller } from '../../testing/caller.ts';
import { type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';
import { TrustedDocuments } from './trusted-documents.ts';

const document = 'query Names { communities(first: 9) { nodes { name } } }';
const idOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;

let folder: string;
let platform: TestPlatform;
let app: Caller;
let appToken: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'linli-clients-'));
  writeClient('kiosk', { [idOf(document)]: document });
  platform = await startTestPlatform({ LINLI_CLIENTS_DIRECTORY: folder });
  const [key] = await signingKeys(platform.app.services.database);
  const accountId = platform.fixtures.accounts['dispatcher@xinxian']!;
  appToken = await issueToken(
    key!,
    platform.settings.publicUrl,
    { accountId, foundationId: null, appId: 'kiosk', scopes: new Set(['communities:read']) },
    600,
  );
  app = new Caller(platform.url, appToken);
});

afterAll(async () => {
  await platform?.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a token of an app with a list runs its documents, however they are printed, and no others', async () => {
  const reprinted = document.replaceAll(' ', '\n  # a remark\n  ');
  for (const query of [document, reprinted])
    expect((await app.query(query)).communities.nodes.length).toBe(2);
  const { status, data, errors } = await app.send(
    '{ communities(first: 9) { nodes { id name } } }',
  );
  expect([status, data ?? null, errors?.[0]?.extensions['code']]).toEqual([
    403,
    null,
    'DOCUMENT_NOT_TRUSTED',
  ]);
});

test('the list of an app holds over WebSocket too', async () => {
  const client = createClient({
    url: `${platform.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${appToken}` },
    retryAttempts: 0,
  });
  const told = async (query: string) =>
    JSON.stringify(
      await client
        .iterate({ query })
        .next()
        .catch((error: unknown) => error),
    );
  expect(await told(document)).toContain('新鲜社区');
  expect(await told('{ communities(first: 9) { nodes { id name } } }')).toContain(
    'DOCUMENT_NOT_TRUSTED',
  );
  await client.dispose();
});

test('a client may name a document instead of sending it, and an unknown name is refused', async () => {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${appToken}` };
  const ask = async (documentId: string) =>
    (
      await fetch(`${platform.url}/graphql`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ documentId }),
      })
    ).json();
  expect(await ask(idOf(document))).toMatchObject({
    data: { communities: { nodes: expect.anything() } },
  });
  expect(await ask(idOf('another'))).toMatchObject({
    errors: [{ extensions: { code: 'DOCUMENT_UNKNOWN' } }],
  });
});

test('a missing list, or one that was changed after it was made, stops the start', () => {
  const wrong = mkdtempSync(join(tmpdir(), 'linli-clients-'));
  try {
    writeClient('kiosk', null, wrong);
    expect(() => TrustedDocuments.read(wrong)).toThrow(/missing: run npm run build/);
    writeClient('kiosk', { [idOf(document)]: `${document} ` }, wrong);
    expect(() => TrustedDocuments.read(wrong)).toThrow(/does not match its id/);
  } finally {
    rmSync(wrong, { recursive: true, force: true });
  }
});

function writeClient(id: string, list: Record<string, string> | null, parent = folder): void {
  mkdirSync(join(parent, id), { recursive: true });
  const manifest = {
    id,
    name: { zh: '信息亭', en: 'Kiosk' },
    kind: 'browser',
    scopes: [],
    redirectUris: ['/kiosk/'],
    origins: ['self'],
    trustedDocuments: 'documents.json',
  };
  writeFileSync(join(parent, id, 'client.json'), JSON.stringify(manifest));
  if (list) writeFileSync(join(parent, id, 'trusted-documents.json'), JSON.stringify(list));
}
