import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { encodeId } from '../../schema/ids.ts';
import type { Actor } from '../testing/scenario/actor.ts';
import { acceptAll } from '../testing/invitations.ts';
import { newKey, startTestPlatform, type TestPlatform } from '../testing/test-platform.ts';
import { Scenario } from '../testing/scenario/scenario.ts';

let here: TestPlatform;
let scenario: Scenario;
let admin: Actor;
let dispatcher: Actor;
let auditor: Actor;
const card = '110101194501010019';

beforeAll(async () => {
  here = await startTestPlatform();
  scenario = await Scenario.begin(here);
  admin = await scenario.actor('admin@sicheng');
  dispatcher = await scenario.actor('dispatcher@xinxian');
  auditor = await scenario.actor('auditor@sicheng');
});

afterAll(async () => here?.close());

async function registered(caller: Actor, name: string, more: object = {}, slug = 'xinxian') {
  const { elder } = await caller.mutate(
    'registerElder',
    { community: slug, person: { name, ...more } },
    'elder { id displayName person { id version phoneMasked addressMasked identityNumberMasked hasHealthNotes } coinAccount { available } }',
  );
  return elder;
}

describe('personal data', () => {
  test('personal data is stored encrypted, shown masked, and disclosed only for a recorded purpose', async () => {
    const details = {
      phone: '138 0000 1234',
      address: '北京市东城区某街 5 号',
      identityNumber: card,
      healthNotes: '糖尿病',
    };
    const elder = await registered(dispatcher, '赵奶奶', details);
    expect(elder).toMatchObject({
      displayName: '赵奶奶',
      person: {
        phoneMasked: '+86138****1234',
        addressMasked: '北京市****',
        identityNumberMasked: '110***********0019',
        hasHealthNotes: true,
      },
      coinAccount: { available: '0.00' },
    });

    const dump = JSON.stringify(
      await here.sql('select * from person_detail d join person p using (id)'),
      (_, value) => (value?.type === 'Buffer' ? Buffer.from(value.data).toString('latin1') : value),
    );
    for (const clear of ['13800001234', '东城区', card, '糖尿病'])
      expect(dump).not.toContain(clear);

    const input = {
      personId: elder.person.id,
      fields: ['PHONE', 'ADDRESS'],
      purpose: 'SERVICE',
      reason: '周四上门',
    };
    const selection = 'personalData { phone address identityNumber healthNotes }';
    const { personalData } = await dispatcher.mutate('disclosePersonalData', input, selection);
    expect(personalData).toEqual({
      phone: '+8613800001234',
      address: '北京市东城区某街 5 号',
      identityNumber: null,
      healthNotes: null,
    });
    const { disclosures } = await auditor.query(
      'query ($id: ID!) { disclosures(first: 5, filter: { personId: $id }) { nodes { accountName purpose fields reason personId } } }',
      { id: elder.person.id },
    );
    expect(disclosures.nodes).toEqual([
      {
        accountName: 'dispatcher@xinxian',
        purpose: 'SERVICE',
        fields: ['PHONE', 'ADDRESS'],
        reason: '周四上门',
        personId: elder.person.id,
      },
    ]);
  });

  test('personal data is refused for a purpose that does not need it, and for callers who do not work with the person', async () => {
    const { person } = await registered(dispatcher, '钱爷爷', {
      phone: '13800001235',
      healthNotes: '高血压',
    });
    const input = {
      personId: person.id,
      fields: ['IDENTITY_NUMBER'],
      purpose: 'SERVICE',
      reason: '看看',
    };
    await expect(dispatcher.tryMutate('disclosePersonalData', input)).toBeRefused(
      'FIELD_NOT_FOR_PURPOSE',
    );
    const export_ = { ...input, purpose: 'EXPORT' };
    await expect(dispatcher.tryMutate('disclosePersonalData', export_)).toBeRefused(
      'PURPOSE_RESERVED',
    );
    const asked = { personId: person.id, fields: ['PHONE'], purpose: 'SERVICE', reason: '看看' };
    const analyst = await scenario.actor('analyst@sicheng');
    await expect(analyst.tryMutate('disclosePersonalData', asked)).toBeRefused('NOT_ALLOWED');
    await expect(
      (await scenario.actor('dispatcher@chaoxi')).tryMutate('disclosePersonalData', asked),
    ).toBeRefused('NOT_FOUND');
    const query =
      'query ($id: ID!) { node(id: $id) { ... on Person { name phoneMasked hasHealthNotes } } }';
    expect((await analyst.query(query, { id: person.id })).node).toEqual({
      name: '钱爷爷',
      phoneMasked: null,
      hasHealthNotes: null,
    });
    expect(
      await here.sql(
        `select * from disclosure where person_id = (select id from person where name = '钱爷爷')`,
      ),
    ).toEqual([]);
  });

  test('a person is found by phone or card, and a second registration is refused', async () => {
    const { people } = await dispatcher.query(
      '{ people(first: 5, filter: { phone: "138-0000-1234" }) { nodes { name } totalCount } }',
    );
    expect(people).toEqual({ nodes: [{ name: '赵奶奶' }], totalCount: 1 });
    const query =
      'query ($n: String!) { people(first: 5, filter: { identityNumber: $n }) { nodes { name } } }';
    expect((await dispatcher.query(query, { n: card })).people.nodes).toEqual([{ name: '赵奶奶' }]);
    const chaoxi = await scenario.actor('dispatcher@chaoxi');
    expect((await chaoxi.query(query, { n: card })).people.nodes).toEqual([]);
    const again = {
      communityId: scenario.id.community('chaoxi'),
      person: { name: '别名', identityNumber: card },
    };
    await expect(chaoxi.tryMutate('registerElder', again)).toBeRefused('PERSON_KNOWN');
    const wrong = {
      communityId: scenario.id.community('chaoxi'),
      person: { name: '别名', identityNumber: '110101194501010011' },
    };
    await expect(chaoxi.tryMutate('registerElder', wrong)).toBeRefused('IDENTITY_NUMBER_INVALID');
    const noPhone = {
      communityId: scenario.id.community('chaoxi'),
      person: { name: '别名', phone: '12345' },
    };
    await expect(chaoxi.tryMutate('registerElder', noPhone)).toBeRefused('PHONE_INVALID');
  });

  test('a correction names the version, keeps fields that are left out and clears empty ones', async () => {
    const { person } = await registered(dispatcher, '孙奶奶', {
      phone: '13800001236',
      address: '甲街 1 号',
    });
    const input = {
      personId: person.id,
      expectedVersion: person.version,
      name: '孙老师',
      address: '',
    };
    const selection = 'person { name version phoneMasked addressMasked }';
    const corrected = await dispatcher.mutate('correctPerson', input, selection);
    expect(corrected.person).toEqual({
      name: '孙老师',
      version: 2,
      phoneMasked: '+86138****1236',
      addressMasked: null,
    });
    await expect(dispatcher.tryMutate('correctPerson', input)).toBeRefused('VERSION_CONFLICT');
  });
});

describe('acting for somebody', () => {
  test('acting for a person needs a mandate or a role, and all others are refused as for an unknown person', async () => {
    const forElder = {
      actingFor: { personId: scenario.id.person('elder@xinxian'), channel: 'PHONE' },
    };
    await dispatcher.opens(forElder);
    const family = await scenario.actor('family@xinxian');
    await family.opens(forElder);
    const elder = await scenario.actor('elder@xinxian');
    for (const stranger of [
      scenario.id.person('elder@dafangjia'),
      scenario.id.person('elder@shiyuan'),
      encodeId('person', newKey()),
    ]) {
      const forStranger = { actingFor: { personId: stranger, channel: 'PHONE' } };
      await expect(elder.opens(forStranger)).toBeRefused('ACTING_FOR_NOT_ALLOWED');
      await expect(dispatcher.opens(forStranger)).toBeRefused('ACTING_FOR_NOT_ALLOWED');
    }
  });

  test('a holder acts from the beginning of a mandate to its end, and the audit log names the mandate', async () => {
    const { mandate } = await dispatcher.mutate(
      'recordMandate',
      {
        person: 'elder@xinxian',
        holderName: '芦女士',
        holderPhone: '13900002222',
        basis: 'WRITTEN',
        relationship: '女儿',
        evidence: '授权书 7 号',
      },
      'mandate { id version holderName basis }',
    );
    expect(mandate).toMatchObject({ holderName: '芦女士', basis: 'WRITTEN', version: 1 });
    const [holder] = await here.sql<{ id: string }>(
      `select account_id as id from role_grant where holder_name = '芦女士'`,
    );
    here.fixtures.accounts['daughter'] = holder!.id;
    const daughter = await scenario.actor('daughter');
    await acceptAll(daughter);
    const forElder = {
      actingFor: { personId: scenario.id.person('elder@xinxian'), channel: 'APP' },
    };
    await daughter.opens(forElder);
    const query =
      '{ auditTrail(first: 1, filter: { actions: [REQUEST_OPEN] }) { nodes { actorName actedForPersonId mandateId channel } } }';
    expect((await auditor.query(query)).auditTrail.nodes).toEqual([
      {
        actorName: '芦女士',
        actedForPersonId: scenario.id.person('elder@xinxian'),
        mandateId: mandate.id,
        channel: 'APP',
      },
    ]);
    const end = { mandateId: mandate.id, expectedVersion: 1, reason: '本人撤回' };
    await dispatcher.mutate('endMandate', end, 'mandate { endedAt }');
    expect((await daughter.send('{ me { account { id } } }')).data?.me ?? null).not.toBeUndefined();
    expect(
      (await daughter.send('{ elders(first: 5) { nodes { id } } }')).data?.elders?.nodes ?? [],
    ).toEqual([]);
    await expect(dispatcher.tryMutate('endMandate', { ...end, expectedVersion: 2 })).toBeRefused(
      'MANDATE_ENDED',
    );
  });
});

describe('roles', () => {
  test('a granted or revoked role raises the version of the account, and is logged', async () => {
    const { grant } = await admin.mutate(
      'grantRole',
      {
        role: 'DISPATCHER',
        community: 'dafangjia',
        holderName: '新调度',
        holderPhone: '13900003333',
      },
      'grant { id role communityId holderName accountId }',
    );
    expect(grant).toMatchObject({
      role: 'DISPATCHER',
      communityId: scenario.id.community('dafangjia'),
      holderName: '新调度',
    });
    const [account] = await here.sql<{ id: string; grant_version: number }>(
      `select a.id, a.grant_version from account a join role_grant g on g.account_id = a.id where g.holder_name = '新调度'`,
    );
    expect(account!.grant_version).toBe(2);
    here.fixtures.accounts['fresh'] = account!.id;
    const fresh = await scenario.actor('fresh');
    await acceptAll(fresh);
    expect(
      (await fresh.query('{ communities(first: 5) { nodes { slug } } }')).communities.nodes,
    ).toEqual([{ slug: 'dafangjia' }]);
    await expect(
      admin.tryMutate('grantRole', {
        role: 'DISPATCHER',
        community: 'dafangjia',
        accountId: grant.accountId,
      }),
    ).toBeRefused('ROLE_HELD');
    await admin.mutate('revokeRole', { grantId: grant.id, reason: '离职' }, 'grant { validTo }');
    expect(
      (await fresh.send('{ communities(first: 5) { nodes { slug } } }')).data?.communities?.nodes ??
        [],
    ).toEqual([]);
    await expect(admin.tryMutate('revokeRole', { grantId: grant.id, reason: '离职' })).toBeRefused(
      'ROLE_ENDED',
    );
    const told = await here.sql(
      `select payload from outbox where kind = 'GRANTS_CHANGED' and payload -> 'accountIds' ? $1
       union all select payload from feed_log where kind = 'GRANTS_CHANGED' and payload -> 'accountIds' ? $1`,
      [account!.id],
    );
    // Granted, accepted, revoked.
    expect(told.length).toBe(3);
  });

  test('a dispatcher grants only the roles of people whom she registers', async () => {
    const elder = await registered(dispatcher, '李奶奶');
    const own = {
      role: 'ELDER',
      personId: elder.person.id,
      holderName: '李奶奶',
      holderPhone: '13900004444',
    };
    await dispatcher.mutate('grantRole', own);
    await expect(
      dispatcher.tryMutate('grantRole', {
        ...own,
        role: 'FOUNDATION_ADMIN',
        personId: undefined,
      }),
    ).toBeRefused('NOT_ALLOWED');
    await expect(
      dispatcher.tryMutate('grantRole', { ...own, role: 'HEAD_BANK_OPERATOR' }),
    ).toBeRefused('ROLE_NOT_GRANTABLE');
    await expect(dispatcher.tryMutate('grantRole', { ...own, role: 'VOLUNTEER' })).toBeRefused(
      'ROLE_NEEDS_PERSON',
    );
    const elsewhere = { ...own, personId: scenario.id.person('elder@dafangjia') };
    await expect(dispatcher.tryMutate('grantRole', elsewhere)).toBeRefused('NOT_FOUND');
  });

  test('a grant to an account of another foundation reveals neither its name nor its age', async () => {
    const phone = '13900007777';
    const there = await scenario.actor('admin@yigong80');
    const own = { role: 'AUDITOR', holderName: '在别处的名字', holderPhone: phone };
    await there.mutate('grantRole', own, 'grant { id }');
    const { grant } = await admin.mutate(
      'grantRole',
      { ...own, holderName: '王审计' },
      'grant { accountId }',
    );
    // Most ids contain the time; these are purely random (RFC 9562, version 4).
    const [account] = await here.sql<{ id: string }>(
      `select account_id as id from role_grant where holder_name = '王审计'`,
    );
    expect(account!.id[14]).toBe('4');
    const again = { role: 'FOUNDATION_ANALYST', accountId: grant.accountId };
    expect((await admin.mutate('grantRole', again, 'grant { holderName }')).grant).toEqual({
      holderName: '王审计',
    });
  });

  test('the role of the last administrator cannot be revoked', async () => {
    const { roleGrants } = await admin.query(
      '{ roleGrants(first: 5, filter: { roles: [FOUNDATION_ADMIN], isInForce: true }) { nodes { id } } }',
    );
    expect(roleGrants.nodes).toHaveLength(1);
    const input = { grantId: roleGrants.nodes[0].id, reason: '试试' };
    await expect(admin.tryMutate('revokeRole', input)).toBeRefused('LAST_ADMINISTRATOR');
  });
});

test('mutations manage foundations, communities, teams, members, qualifications and consents', async () => {
  const operator = await scenario.actor('operator@headbank');
  const opened = {
    slug: 'xinhui',
    name: '新汇基金会',
    administratorName: '王主任',
    administratorPhone: '13900005555',
  };
  const { foundation } = await operator.mutate(
    'openFoundation',
    opened,
    'foundation { id slug timeZone }',
  );
  expect(foundation).toMatchObject({ slug: 'xinhui', timeZone: 'Asia/Shanghai' });
  // PostgreSQL and JavaScript interpret offsets and abbreviations differently.
  for (const timeZone of [
    '+08:00',
    '+0800',
    'CST',
    'EST5EDT',
    'asia/shanghai',
    'Asia/Nowhere',
    'Factory',
    'localtime',
    'posix/Asia/Shanghai',
  ])
    expect([
      timeZone,
      await operator.refusalCodes('openFoundation', { ...opened, slug: 'zone', timeZone }),
    ]).toEqual([timeZone, ['TIME_ZONE_INVALID']]);
  await expect(operator.tryMutate('openFoundation', opened)).toBeRefused('SLUG_TAKEN');
  await expect(admin.tryMutate('openFoundation', { ...opened, slug: 'other' })).toBeRefused(
    'NOT_ALLOWED',
  );
  const [head] = await here.sql<{ id: string }>(
    `select account_id as id from role_grant where holder_name = '王主任'`,
  );
  here.fixtures.accounts['head@xinhui'] = head!.id;
  const head_ = await scenario.actor('head@xinhui');
  await acceptAll(head_);
  const { community: made } = await head_.mutate(
    'openCommunity',
    { slug: 'dongfeng', name: '东风社区', district: '东城' },
    'community { id slug foundation { slug } }',
  );
  expect(made).toMatchObject({ slug: 'dongfeng', foundation: { slug: 'xinhui' } });

  const { team } = await dispatcher.mutate(
    'formTeam',
    { community: 'xinxian', name: '新队' },
    'team { id serves { slug } }',
  );
  expect(team.serves).toEqual([{ slug: 'xinxian' }]);
  const volunteerId = scenario.id.volunteer('volunteer@xinxian');
  const joined = await dispatcher.mutate(
    'joinTeam',
    { teamId: team.id, volunteerId },
    'volunteer { teams { name } }',
  );
  expect(joined.volunteer.teams).toContainEqual({ name: '新队' });
  await expect(dispatcher.tryMutate('joinTeam', { teamId: team.id, volunteerId })).toBeRefused(
    'MEMBER_ALREADY',
  );
  await dispatcher.mutate('leaveTeam', { teamId: team.id, volunteerId }, 'volunteer { id }');
  await expect(dispatcher.tryMutate('leaveTeam', { teamId: team.id, volunteerId })).toBeRefused(
    'MEMBER_NOT',
  );
  // A team cannot open another community's requests to itself: that community adds the team.
  const serve = {
    teamId: scenario.id.team('haoyiya'),
    communityId: scenario.id.community('xinxian'),
  };
  await expect(
    (await scenario.actor('dispatcher@chaoxi')).tryMutate('serveCommunity', serve),
  ).toBeRefused('NOT_ALLOWED');
  await dispatcher.mutate('serveCommunity', serve);

  const record = { volunteerId, name: '急救', issuedBy: '红十字会' };
  const { qualification } = await dispatcher.mutate(
    'recordQualification',
    record,
    'qualification { id name withdrawnAt }',
  );
  const withdrawn = { qualificationId: qualification.id, reason: '过期' };
  await dispatcher.mutate('withdrawQualification', withdrawn, 'qualification { withdrawnAt }');
  await expect(dispatcher.tryMutate('withdrawQualification', withdrawn)).toBeRefused(
    'QUALIFICATION_WITHDRAWN',
  );
  const agreed = { personId: scenario.id.person('elder@xinxian'), purpose: 'PHOTOS' };
  const { consent } = await (
    await scenario.actor('elder@xinxian')
  ).mutate('recordConsent', agreed, 'consent { id channel }');
  await expect(dispatcher.tryMutate('recordConsent', agreed)).toBeRefused('CONSENT_GIVEN');
  await dispatcher.mutate('withdrawConsent', { consentId: consent.id }, 'consent { withdrawnAt }');
});

test('the pages of the audit log show exactly the written entries', async () => {
  const [{ count }] = (await here.sql<{ count: string }>(
    'select count(*) from audit_entry where foundation_id = $1',
    [here.fixtures.foundations['sicheng']],
  )) as [{ count: string }];
  const from = new Date().toISOString();
  const { team } = await dispatcher.mutate(
    'formTeam',
    { community: 'xinxian', name: '审计队' },
    'team { id }',
  );
  await dispatcher.mutate('renameTeam', { teamId: team.id, name: '审计二队' }, 'team { id }');
  await expect(
    dispatcher.tryMutate('openCommunity', {
      slug: 'nope',
      name: '不行',
      district: '不行',
    }),
  ).toBeRefused('NOT_ALLOWED');
  const volunteerId = scenario.id.volunteer('volunteer@xinxian');
  await admin.mutate('vetVolunteer', { volunteerId, reason: '证件已核' }, 'volunteer { isVetted }');
  const nodes: unknown[] = [];
  let after: string | null = null;
  do {
    const { auditTrail } = await auditor.query(
      'query ($after: String, $from: DateTime) { auditTrail(first: 2, after: $after, filter: { at: { from: $from } }) { nodes { actorName action subjectId reason channel } pageInfo { hasNextPage endCursor } } }',
      { after, from },
    );
    nodes.push(...auditTrail.nodes);
    after = auditTrail.pageInfo.hasNextPage ? auditTrail.pageInfo.endCursor : null;
  } while (after);
  const line = (
    actorName: string,
    action: string,
    subjectId: string,
    reason: string | null = null,
  ) => ({
    actorName,
    action,
    subjectId,
    reason,
    channel: 'APP',
  });
  expect(nodes).toEqual([
    line('admin@sicheng', 'VOLUNTEER_VET', volunteerId, '证件已核'),
    line('dispatcher@xinxian', 'TEAM_RENAME', team.id),
    line('dispatcher@xinxian', 'TEAM_FORM', team.id),
  ]);
  const { auditTrail } = await auditor.query('{ auditTrail(first: 1) { totalCount } }');
  expect(auditTrail.totalCount).toBe(Number(count) + 3);
  expect(
    (await dispatcher.send('{ auditTrail(first: 1) { nodes { id } } }')).errors?.[0]?.extensions[
      'code'
    ],
  ).toBe('NOT_ALLOWED');
});
