import { encodeId } from '../../schema/ids.ts';
import type { IsolationFixture, Side } from '../testing/isolation/fixtures.ts';
import type { TestPlatform } from '../testing/test-platform.ts';

export const isolationFixture: IsolationFixture = { seedFoundation };

/** An app with consent, an API key and a trusted issuer, created through the API. */
async function seedFoundation(platform: TestPlatform, { administrator }: Side): Promise<void> {
  const caller = await platform.as(administrator);
  const scopes = ['requests:read'];
  const { app } = await caller.does(
    'registerApp',
    { name: administrator, kind: 'SERVER', scopes },
    'app { id }',
  );
  await caller.does('grantApp', { appId: app.id, scopes }, 'consent { id }');
  await caller.does('createApiKey', { name: administrator, scopes }, 'apiKey { id }');
  const elsewhere = {
    issuer: 'https://id.example',
    jwksUri: 'https://id.example/keys',
    audience: administrator,
  };
  const trust = { name: administrator, ...elsewhere, scopes };
  const { issuer } = await caller.does('trustIssuer', trust, 'issuer { id }');
  const accountId = encodeId('account', platform.fixtures.accounts[administrator] ?? '');
  await caller.does(
    'linkAccount',
    { issuerId: issuer.id, subject: administrator, accountId },
    'issuer { id }',
  );
}
