import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect } from '@jest/globals';
import { freePort } from '../../api/testing/free-port.ts';
import { startTestPlatform, type TestPlatform } from '../../api/testing/test-platform.ts';
import { programNamed, testWith } from '../testing/optional-programs.ts';

/** A partner's server in Python, without a package of GraphQL or OpenID Connect. */
const python = programNamed('python3');
let platform: TestPlatform;

beforeAll(async () => {
  if (!python) return;
  const port = await freePort();
  platform = await startTestPlatform({
    PORT: String(port),
    LINLI_PUBLIC_URL: `http://127.0.0.1:${port}`,
    LINLI_CLIENTS_DIRECTORY: 'no/clients/here',
  });
});
afterAll(async () => platform?.close());

testWith(
  python,
  'this machine has no python3',
  'a server in plain Python signs in, opens a request once, and resumes the feed',
  async (program) => {
    const scopes = ['PEOPLE_READ', 'REQUESTS_WRITE'];
    const admin = await platform.as('admin@sicheng');
    const { app, clientSecret } = await admin.mutate(
      'registerApp',
      { name: '社区医院', kind: 'SERVER', scopes },
      'app { id clientId } clientSecret',
    );
    await admin.mutate('grantApp', { appId: app.id, scopes }, 'consent { id }');
    const { stdout } = await promisify(execFile)(
      program,
      [join(import.meta.dirname, 'partner.py')],
      {
        env: {
          PATH: process.env.PATH,
          LINLI_URL: platform.url,
          CLIENT_ID: app.clientId,
          CLIENT_SECRET: clientSecret,
        },
      },
    );
    const told = Object.assign(
      {},
      ...stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as object),
    ) as Told;
    const [first, again] = told.opened;
    expect(first.state).toBe('IN_REVIEW');
    expect(again).toEqual(first);
    expect(told.received).toEqual(first);
    expect(told.resumed.received).toEqual(told.resumed.missed);
    expect(told.resumed.missed.id).not.toBe(first.id);
  },
);

interface Told {
  /** The answers to two calls with one idempotency key. */
  opened: [Request, Request];
  received: Request;
  resumed: { missed: Request; received: Request };
}

interface Request {
  id: string;
  state: string;
}
