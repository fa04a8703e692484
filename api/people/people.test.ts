import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { encodeId } from '../../schema/ids.ts';
import type { Caller } from '../testing/caller.ts';
import { acceptAll } from '../testing/invitations.ts';
import { newKey, startTestPlatform, type TestPlatform } from '../testing/test-platform.ts';

let here: TestPlatform;
let admin: Caller;
let dispatcher: Caller;
let auditor: Caller;
const card = '110101194501010019';

beforeAll(async () => {
  here = await startTestPlatform();
  admin = await here.as('admin@sicheng');
  dispatcher = await here.as('dispatcher@xinxian');
  auditor = await here.as('auditor@sicheng');
});

afterAll(async () => here?.close());

const community = (slug: string): string => encodeId('community', here.fixtures.communities[slug]!);
const personOf = (persona: string): string => encodeId('person', here.fixtures.persons[persona]!);

async function registered(caller: Caller, name: string, more: object = {}, slug = 'xinxian') {
  const { elder } = await caller.does(
    'registerElder',
    { communityId: community(slug), person: { name, ...more } },
    'elder { id displayName person { id version phoneMasked addressMasked identityNumberMasked hasHealthNotes } coinAccount { available } }',
  );
  return elder;
}

describe('personal data', () => {
  test('is kept sealed, shows masked, and is shown in clear only for a purpose that is kept', async () => {
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
    const { personalData } = await dispatcher.does('disclosePersonalData', input, selection);
    expect(personalData).toEqual({
      phone: '+8613800001234',
      address: '北京市东城区某街 5 号',
      identityNumber: null,
      healthNotes: null,
    });
    const { disclosures } = await auditor.ask(
      'query ($id: ID!) { disclosures(first: 5, personId: $id) { nodes { accountName purpose fields reason personId } } }',
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

  test('is not shown for a purpose that does not need it, nor to those who do not work with the person', async () => {
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
    expect(await dispatcher.refusalCodes('disclosePersonalData', input)).toEqual([
      'FIELD_NOT_FOR_PURPOSE',
    ]);
    const export_ = { ...input, purpose: 'EXPORT' };
    expect(await dispatcher.refusalCodes('disclosePersonalData', export_)).toEqual([
      'PURPOSE_RESERVED',
    ]);
    const asked = { personId: person.id, fields: ['PHONE'], purpose: 'SERVICE', reason: '看看' };
    const analyst = await here.as('analyst@sicheng');
    expect(await analyst.refusalCodes('disclosePersonalData', asked)).toEqual(['NOT_ALLOWED']);
    expect(
      await (await here.as('dispatcher@chaoxi')).refusalCodes('disclosePersonalData', asked),
    ).toEqual(['NOT_FOUND']);
    const query =
      'query ($id: ID!) { node(id: $id) { ... on Person { name phoneMasked hasHealthNotes } } }';
    expect((await analyst.ask(query, { id: person.id })).node).toEqual({
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

  test('finds a person by phone or card, and keeps one human from being two persons', async () => {
    const { people } = await dispatcher.ask(
      '{ people(first: 5, phone: "138-0000-1234") { nodes { name } totalCount } }',
    );
    expect(people).toEqual({ nodes: [{ name: '赵奶奶' }], totalCount: 1 });
    const query = 'query ($n: String!) { people(first: 5, identityNumber: $n) { nodes { name } } }';
    expect((await dispatcher.ask(query, { n: card })).people.nodes).toEqual([{ name: '赵奶奶' }]);
    const chaoxi = await here.as('dispatcher@chaoxi');
    expect((await chaoxi.ask(query, { n: card })).people.nodes).toEqual([]);
    const again = {
      communityId: community('chaoxi'),
      person: { name: '别名', identityNumber: card },
    };
    expect(await chaoxi.refusalCodes('registerElder', again)).toEqual(['PERSON_KNOWN']);
    const wrong = {
      communityId: community('chaoxi'),
      person: { name: '别名', identityNumber: '110101194501010011' },
    };
    expect(await chaoxi.refusalCodes('registerElder', wrong)).toEqual(['IDENTITY_NUMBER_INVALID']);
    const noPhone = { communityId: community('chaoxi'), person: { name: '别名', phone: '12345' } };
    expect(await chaoxi.refusalCodes('registerElder', noPhone)).toEqual(['PHONE_INVALID']);
  });

  test('is corrected by version: what is left out stays, what is empty goes', async () => {
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
    const corrected = await dispatcher.does('correctPerson', input, selection);
    expect(corrected.person).toEqual({
      name: '孙老师',
      version: 2,
      phoneMasked: '+86138****1236',
      addressMasked: null,
    });
    expect(await dispatcher.refusalCodes('correctPerson', input)).toEqual(['VERSION_CONFLICT']);
  });
});

describe('acting for somebody', () => {
  const requestInput = (more: object): object => ({
    idempotencyKey: newKey(),
    allowDuplicate: true,
    elderId: encodeId('elder', here.fixtures.elders['elder@xinxian']!),
    kindId: encodeId('kind', here.fixtures.kinds['companionship@sicheng']!),
    requestedFrom: new Date(Date.now() + 3_600_000).toISOString(),
    requestedTo: new Date(Date.now() + 10_800_000).toISOString(),
    ...more,
  });

  test('needs a mandate, or a role that covers the person; everybody else is told the same as for nobody', async () => {
    const forElder = { actingFor: { personId: personOf('elder@xinxian'), channel: 'PHONE' } };
    expect(await dispatcher.refusalCodes('openServiceRequest', requestInput(forElder))).toEqual([]);
    const family = await here.as('family@xinxian');
    expect(await family.refusalCodes('openServiceRequest', requestInput(forElder))).toEqual([]);
    const elder = await here.as('elder@xinxian');
    for (const stranger of [
      personOf('elder@dafangjia'),
      personOf('elder@shiyuan'),
      encodeId('person', newKey()),
    ]) {
      const forStranger = { actingFor: { personId: stranger, channel: 'PHONE' } };
      expect(await elder.refusalCodes('openServiceRequest', requestInput(forStranger))).toEqual([
        'ACTING_FOR_NOT_ALLOWED',
      ]);
      expect(
        await dispatcher.refusalCodes('openServiceRequest', requestInput(forStranger)),
      ).toEqual(['ACTING_FOR_NOT_ALLOWED']);
    }
  });

  test('a mandate opens it and its end closes it, and the trail names the mandate', async () => {
    const { mandate } = await dispatcher.does(
      'recordMandate',
      {
        personId: personOf('elder@xinxian'),
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
    const daughter = await here.as('daughter');
    await acceptAll(daughter);
    const forElder = { actingFor: { personId: personOf('elder@xinxian'), channel: 'APP' } };
    expect(await daughter.refusalCodes('openServiceRequest', requestInput(forElder))).toEqual([]);
    const query =
      '{ auditTrail(first: 1, action: "request:open") { nodes { actorName actedForPersonId mandateId channel } } }';
    expect((await auditor.ask(query)).auditTrail.nodes).toEqual([
      {
        actorName: '芦女士',
        actedForPersonId: personOf('elder@xinxian'),
        mandateId: mandate.id,
        channel: 'APP',
      },
    ]);
    const end = { mandateId: mandate.id, expectedVersion: 1, reason: '本人撤回' };
    await dispatcher.does('endMandate', end, 'mandate { endedAt }');
    expect((await daughter.send('{ me { account { id } } }')).data?.me ?? null).not.toBeUndefined();
    expect(
      (await daughter.send('{ elders(first: 5) { nodes { id } } }')).data?.elders?.nodes ?? [],
    ).toEqual([]);
    expect(await dispatcher.refusalCodes('endMandate', { ...end, expectedVersion: 2 })).toEqual([
      'MANDATE_ENDED',
    ]);
  });
});

describe('roles', () => {
  test('are granted and revoked, raise the version of the account, and are told of', async () => {
    const { grant } = await admin.does(
      'grantRole',
      {
        role: 'DISPATCHER',
        communityId: community('dafangjia'),
        holderName: '新调度',
        holderPhone: '13900003333',
      },
      'grant { id role communityId holderName accountId }',
    );
    expect(grant).toMatchObject({
      role: 'DISPATCHER',
      communityId: community('dafangjia'),
      holderName: '新调度',
    });
    const [account] = await here.sql<{ id: string; grant_version: number }>(
      `select a.id, a.grant_version from account a join role_grant g on g.account_id = a.id where g.holder_name = '新调度'`,
    );
    expect(account!.grant_version).toBe(2);
    here.fixtures.accounts['fresh'] = account!.id;
    const fresh = await here.as('fresh');
    await acceptAll(fresh);
    expect(
      (await fresh.ask('{ communities(first: 5) { nodes { slug } } }')).communities.nodes,
    ).toEqual([{ slug: 'dafangjia' }]);
    expect(
      await admin.refusalCodes('grantRole', {
        role: 'DISPATCHER',
        communityId: community('dafangjia'),
        accountId: grant.accountId,
      }),
    ).toEqual(['ROLE_HELD']);
    await admin.does('revokeRole', { grantId: grant.id, reason: '离职' }, 'grant { validTo }');
    expect(
      (await fresh.send('{ communities(first: 5) { nodes { slug } } }')).data?.communities?.nodes ??
        [],
    ).toEqual([]);
    expect(await admin.refusalCodes('revokeRole', { grantId: grant.id, reason: '离职' })).toEqual([
      'ROLE_ENDED',
    ]);
    const told = await here.sql(
      `select payload from outbox where kind = 'GrantsChanged' and payload -> 'accountIds' ? $1
       union all select payload from feed_log where kind = 'GrantsChanged' and payload -> 'accountIds' ? $1`,
      [account!.id],
    );
    // Granted, accepted, revoked.
    expect(told.length).toBe(3);
  });

  test('a dispatcher hands out the roles of the people whom she registers, and no others', async () => {
    const elder = await registered(dispatcher, '李奶奶');
    const own = {
      role: 'ELDER',
      personId: elder.person.id,
      holderName: '李奶奶',
      holderPhone: '13900004444',
    };
    expect(await dispatcher.refusalCodes('grantRole', own)).toEqual([]);
    expect(
      await dispatcher.refusalCodes('grantRole', {
        ...own,
        role: 'FOUNDATION_ADMIN',
        personId: undefined,
      }),
    ).toEqual(['NOT_ALLOWED']);
    expect(
      await dispatcher.refusalCodes('grantRole', { ...own, role: 'HEAD_BANK_OPERATOR' }),
    ).toEqual(['ROLE_NOT_GRANTABLE']);
    expect(await dispatcher.refusalCodes('grantRole', { ...own, role: 'VOLUNTEER' })).toEqual([
      'ROLE_NEEDS_PERSON',
    ]);
    const elsewhere = { ...own, personId: personOf('elder@dafangjia') };
    expect(await dispatcher.refusalCodes('grantRole', elsewhere)).toEqual(['NOT_FOUND']);
  });

  test('to somebody whom another foundation knows: neither name nor age of the account comes along', async () => {
    const phone = '13900007777';
    const there = await here.as('admin@yigong80');
    const own = { role: 'AUDITOR', holderName: '在别处的名字', holderPhone: phone };
    await there.does('grantRole', own, 'grant { id }');
    const { grant } = await admin.does(
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
    expect((await admin.does('grantRole', again, 'grant { holderName }')).grant).toEqual({
      holderName: '王审计',
    });
  });

  test('the last administrator stays', async () => {
    const { roleGrants } = await admin.ask(
      '{ roleGrants(first: 5, role: FOUNDATION_ADMIN, isInForce: true) { nodes { id } } }',
    );
    expect(roleGrants.nodes).toHaveLength(1);
    const input = { grantId: roleGrants.nodes[0].id, reason: '试试' };
    expect(await admin.refusalCodes('revokeRole', input)).toEqual(['LAST_ADMINISTRATOR']);
  });
});

test('the organisation is run by mutations: foundation, community, team, members, qualifications, consents', async () => {
  const operator = await here.as('operator@headbank');
  const opened = {
    slug: 'xinhui',
    name: '新汇基金会',
    administratorName: '王主任',
    administratorPhone: '13900005555',
  };
  const { foundation } = await operator.does(
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
  expect(await operator.refusalCodes('openFoundation', opened)).toEqual(['SLUG_TAKEN']);
  expect(await admin.refusalCodes('openFoundation', { ...opened, slug: 'other' })).toEqual([
    'NOT_ALLOWED',
  ]);
  const [head] = await here.sql<{ id: string }>(
    `select account_id as id from role_grant where holder_name = '王主任'`,
  );
  here.fixtures.accounts['head@xinhui'] = head!.id;
  const head_ = await here.as('head@xinhui');
  await acceptAll(head_);
  const { community: made } = await head_.does(
    'openCommunity',
    { slug: 'dongfeng', name: '东风社区', district: '东城' },
    'community { id slug foundation { slug } }',
  );
  expect(made).toMatchObject({ slug: 'dongfeng', foundation: { slug: 'xinhui' } });

  const { team } = await dispatcher.does(
    'formTeam',
    { communityId: community('xinxian'), name: '新队' },
    'team { id serves { slug } }',
  );
  expect(team.serves).toEqual([{ slug: 'xinxian' }]);
  const volunteerId = encodeId('volunteer', here.fixtures.volunteers['volunteer@xinxian']!);
  const joined = await dispatcher.does(
    'joinTeam',
    { teamId: team.id, volunteerId },
    'volunteer { teams { name } }',
  );
  expect(joined.volunteer.teams).toContainEqual({ name: '新队' });
  expect(await dispatcher.refusalCodes('joinTeam', { teamId: team.id, volunteerId })).toEqual([
    'MEMBER_ALREADY',
  ]);
  await dispatcher.does('leaveTeam', { teamId: team.id, volunteerId }, 'volunteer { id }');
  expect(await dispatcher.refusalCodes('leaveTeam', { teamId: team.id, volunteerId })).toEqual([
    'MEMBER_NOT',
  ]);
  // A team cannot open another community's requests to itself: that community adds the team.
  const serve = {
    teamId: encodeId('team', here.fixtures.teams['haoyiya']!),
    communityId: community('xinxian'),
  };
  expect(await (await here.as('dispatcher@chaoxi')).refusalCodes('serveCommunity', serve)).toEqual([
    'NOT_ALLOWED',
  ]);
  expect(await dispatcher.refusalCodes('serveCommunity', serve)).toEqual([]);

  const record = { volunteerId, name: '急救', issuedBy: '红十字会' };
  const { qualification } = await dispatcher.does(
    'recordQualification',
    record,
    'qualification { id name withdrawnAt }',
  );
  const withdrawn = { qualificationId: qualification.id, reason: '过期' };
  await dispatcher.does('withdrawQualification', withdrawn, 'qualification { withdrawnAt }');
  expect(await dispatcher.refusalCodes('withdrawQualification', withdrawn)).toEqual([
    'QUALIFICATION_WITHDRAWN',
  ]);
  const agreed = { personId: personOf('elder@xinxian'), purpose: 'PHOTOS' };
  const { consent } = await (
    await here.as('elder@xinxian')
  ).does('recordConsent', agreed, 'consent { id channel }');
  expect(await dispatcher.refusalCodes('recordConsent', agreed)).toEqual(['CONSENT_GIVEN']);
  await dispatcher.does('withdrawConsent', { consentId: consent.id }, 'consent { withdrawnAt }');
});

test('the audit trail tells exactly what was written, page by page', async () => {
  const [{ count }] = (await here.sql<{ count: string }>(
    'select count(*) from audit_entry where foundation_id = $1',
    [here.fixtures.foundations['sicheng']],
  )) as [{ count: string }];
  const from = new Date().toISOString();
  const { team } = await dispatcher.does(
    'formTeam',
    { communityId: community('xinxian'), name: '审计队' },
    'team { id }',
  );
  await dispatcher.does('renameTeam', { teamId: team.id, name: '审计二队' }, 'team { id }');
  expect(
    await dispatcher.refusalCodes('openCommunity', {
      slug: 'nope',
      name: '不行',
      district: '不行',
    }),
  ).toEqual(['NOT_ALLOWED']);
  const volunteerId = encodeId('volunteer', here.fixtures.volunteers['volunteer@xinxian']!);
  await admin.does('vetVolunteer', { volunteerId, reason: '证件已核' }, 'volunteer { isVetted }');
  const nodes: unknown[] = [];
  let after: string | null = null;
  do {
    const { auditTrail } = await auditor.ask(
      'query ($after: String, $from: DateTime) { auditTrail(first: 2, after: $after, from: $from) { nodes { actorName action subjectId reason channel } pageInfo { hasNextPage endCursor } } }',
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
    line('admin@sicheng', 'volunteer:vet', volunteerId, '证件已核'),
    line('dispatcher@xinxian', 'team:rename', team.id),
    line('dispatcher@xinxian', 'team:form', team.id),
  ]);
  const { auditTrail } = await auditor.ask('{ auditTrail(first: 1) { totalCount } }');
  expect(auditTrail.totalCount).toBe(Number(count) + 3);
  expect(
    (await dispatcher.send('{ auditTrail(first: 1) { nodes { id } } }')).errors?.[0]?.extensions[
      'code'
    ],
  ).toBe('NOT_ALLOWED');
});
