import { newId } from '../../schema/ids.ts';
import type { IsolationFixture, Side } from '../testing/isolation/fixtures.ts';
import { FixtureIds } from '../testing/scenario/fixture-ids.ts';
import type { TestPlatform } from '../testing/test-platform.ts';

export const isolationFixture: IsolationFixture = { prepare, seedFoundation };

/** The server of a partner that may work in one community only. No mutation creates such a grant. */
async function prepare(platform: TestPlatform): Promise<void> {
  const { accounts, foundations, communities } = platform.fixtures;
  const accountId = newId();
  accounts['partner@xinxian'] = accountId;
  await platform.sql('insert into account (id, display_name) values ($1, $2)', [
    accountId,
    '社区合作应用',
  ]);
  await platform.sql(
    `insert into role_grant (id, account_id, role, foundation_id, community_id) values ($1, $2, 'PARTNER_APP', $3, $4)`,
    [newId(), accountId, foundations['sicheng'], communities['xinxian']],
  );
}

/** An app with consent, an API key and a trusted issuer, created through the API. */
async function seedFoundation(platform: TestPlatform, { administrator }: Side): Promise<void> {
  const caller = await platform.as(administrator);
  const scopes = ['REQUESTS_READ'];
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
