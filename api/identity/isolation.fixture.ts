import type { IsolationFixture, Side } from '../testing/isolation/fixtures.ts';
import { FixtureIds } from '../testing/scenario/fixture-ids.ts';
import type { TestPlatform } from '../testing/test-platform.ts';

export const isolationFixture: IsolationFixture = { seedFoundation };

/** An app with consent, an API key and a trusted issuer, created through the API. */
async function seedFoundation(platform: TestPlatform, { administrator }: Side): Promise<void> {
  const caller = await platform.as(administrator);
  const scopes = ['requests:read'];
  const { app } = await caller.mutate(
    'registerApp',
    { name: administrator, kind: 'SERVER', scopes },
    'app { id }',
  );
  await caller.mutate('grantApp', { appId: app.id, scopes }, 'consent { id }');
  await caller.mutate('createApiKey', { name: administrator, scopes }, 'apiKey { id }');
  const elsewhere = {
    issuer: 'https://id.example',
    jwksUri: 'https://id.example/keys',
    audience: administrator,
  };
  const trust = { name: administrator, ...elsewhere, scopes };
  const { issuer } = await caller.mutate('trustIssuer', trust, 'issuer { id }');
  const accountId = new FixtureIds(platform.fixtures).account(administrator);
  await caller.mutate(
    'linkAccount',
    { issuerId: issuer.id, subject: administrator, accountId },
    'issuer { id }',
  );
}
