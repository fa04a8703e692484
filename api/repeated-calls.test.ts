import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newKey, startTestPlatform, type TestPlatform } from './testing/test-platform.ts';
import { Scenario } from './testing/scenario/scenario.ts';
import type { Actor } from './testing/scenario/actor.ts';
import { Caller } from './testing/caller.ts';

/**
 * Repeated calls whose answer must not be that of the first call: after the end of a key or a right,
 * or when the first call wrote nothing. idempotency.test.ts has the rule.
 */
let platform: TestPlatform;
let scenario: Scenario;
let admin: Actor;

beforeAll(async () => {
  platform = await startTestPlatform();
  scenario = await Scenario.begin(platform);
  admin = await scenario.actor('admin@sicheng');
});

afterAll(async () => platform?.close());

/** As after seven days. */
const forgetKeys = async () => platform.sql('delete from idempotency_record');

describe('a key that is used again after its lifetime', () => {
  test('opens no second foundation, and says why', async () => {
    const operator = await scenario.actor('operator@headbank');
    const input = {
      idempotencyKey: newKey(),
      slug: 'forgotten',
      name: '新基金会',
      timeZone: 'Asia/Shanghai',
      administratorName: '管理员',
      administratorPhone: '+8613800138000',
    };
    await operator.mutate('openFoundation', input, 'foundation { id }');
    await forgetKeys();
    for (const again of [input, { ...input, slug: 'another' }])
      await expect(operator.tryMutate('openFoundation', again)).toBeRefused(
        'IDEMPOTENCY_KEY_REUSED',
      );
  });

  test('announces no second photo', async () => {
    const { visitId } = await scenario.plannedVisit({ hasBegun: true });
    const volunteer = await scenario.actor('volunteer@chaoxi');
    const photo = { idempotencyKey: newKey(), visitId, type: 'JPEG', bytes: 1_000 };
    const announce = async () =>
      (await volunteer.mutate('announcePhoto', photo, 'photo { id }')).photo.id as string;
    const first = await announce();
    await forgetKeys();
    expect(await announce()).toBe(first);
    await expect(volunteer.tryMutate('announcePhoto', { ...photo, bytes: 2_000 })).toBeRefused(
      'IDEMPOTENCY_KEY_REUSED',
    );
  });
});

describe('a repeated call checks again', () => {
  test('the right to upload a photo', async () => {
    const { visitId } = await scenario.plannedVisit({ hasBegun: true });
    const leader = await scenario.actor('leader@chaoxi');
    const photo = { idempotencyKey: newKey(), visitId, type: 'JPEG', bytes: 1_000 };
    await leader.mutate('announcePhoto', photo, 'upload { url }');
    const leads = async (team: string) =>
      platform.sql(
        `update role_grant set team_id = $2 where account_id = $1 and team_id is not null`,
        [platform.fixtures.accounts['leader@chaoxi'], platform.fixtures.teams[team]],
      );
    await leads('qingman');
    await expect(leader.tryMutate('announcePhoto', photo, 'upload { url }')).toBeRefused(
      'NOT_ALLOWED',
    );
    await leads('haoyiya');
  });

  test('a table that was not imported', async () => {
    const csv = 'kind,community,name\nELDER,nowhere,王奶奶\n';
    const input = { idempotencyKey: newKey(), csv, isDryRun: false };
    const problems = async () =>
      (await admin.mutate('importPeople', input, 'report { problems { code } }')).report.problems;
    expect(await problems()).toEqual([{ code: 'COMMUNITY_UNKNOWN' }]);
    await admin.mutate(
      'openCommunity',
      { slug: 'nowhere', name: '新社区', district: '北京' },
      'community { id }',
    );
    expect(await problems()).toEqual([]);
    // It is written now, and once.
    expect(await problems()).toEqual([]);
    expect(
      await platform.sql(
        `select id from person where name = '王奶奶' and community_id in (select id from community where slug = 'nowhere')`,
      ),
    ).toHaveLength(1);
  });
});

describe('a repeated call of a mutation that', () => {
  const scopes = ['COMMUNITIES_READ'];

  test('ended an app ends no sign-in that began after a new consent', async () => {
    const server = { name: '统计助手', kind: 'SERVER', scopes };
    const { app } = await admin.mutate('registerApp', server, 'app { id clientId }');
    const consent = { appId: app.id, scopes };
    await admin.mutate('grantApp', consent, 'consent { id }');
    const revocation = { idempotencyKey: newKey(), appId: app.id };
    await admin.mutate('revokeApp', revocation, 'consent { id }');
    await admin.mutate('grantApp', consent, 'consent { id }');
    await platform.sql(
      `insert into oidc_artifact (kind, id, payload, client_id, grant_id, chosen_foundation_id, expires_at)
       values ('Grant', 'grant-1', '{}', $1, 'grant-1', $2, now() + interval '1 day')`,
      [app.clientId, platform.fixtures.foundations['sicheng']],
    );
    await admin.mutate('revokeApp', revocation, 'consent { id }');
    const left = `select id from oidc_artifact where grant_id = 'grant-1'`;
    expect(await platform.sql(left)).toHaveLength(1);
    await admin.mutate('revokeApp', { appId: app.id }, 'consent { id }');
    expect(await platform.sql(left)).toHaveLength(0);
  });

  test('showed a secret shows none that was replaced or revoked since', async () => {
    const server = { idempotencyKey: newKey(), name: '报表', kind: 'SERVER', scopes };
    const register = async () => admin.mutate('registerApp', server, 'app { id } clientSecret');
    const { app, clientSecret } = await register();
    expect(clientSecret).toEqual(expect.any(String));
    await admin.mutate('rotateAppSecret', { appId: app.id }, 'clientSecret');
    expect(await register()).toEqual({ errors: [], app, clientSecret: null });

    const input = { idempotencyKey: newKey(), name: '脚本', scopes };
    const create = async () => admin.mutate('createApiKey', input, 'apiKey { id } key');
    const { apiKey, key } = await create();
    expect((await create()).key).toBe(key);
    await new Caller(platform.url, key).query('{ communities(first: 1) { totalCount } }');
    await admin.mutate('revokeApiKey', { apiKeyId: apiKey.id }, 'apiKey { id }');
    expect(await create()).toEqual({ errors: [], apiKey, key: null });
  });
});
