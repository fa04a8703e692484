import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Actor } from '../../testing/scenario/actor.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';
import { inMinutes } from '../../testing/scenario/times.ts';
import { Scenario } from '../../testing/scenario/scenario.ts';

/**
 * Erasure reaches every place that holds a person's name, and a corrected name every place that
 * shows it.
 */
let platform: TestPlatform;
let scenario: Scenario;
let dispatcher: Actor;
let admin: Actor;

beforeAll(async () => {
  platform = await startTestPlatform();
  scenario = await Scenario.begin(platform);
  dispatcher = await scenario.actor('dispatcher@xinxian');
  admin = await scenario.actor('admin@sicheng');
});

afterAll(async () => {
  await platform?.close();
});

const day = (offset: number) =>
  new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

interface Registered {
  id: string;
  displayName: string;
  person: { id: string; version: number };
  coinAccount: { id: string };
}
const registered = 'id displayName person { id version } coinAccount { id }';

async function registerElder(
  name: string,
  { coins = '9.00', ...more }: { coins?: string; displayName?: string } = {},
): Promise<Registered> {
  const { elder } = await dispatcher.mutate(
    'registerElder',
    { community: 'xinxian', person: { name }, ...more },
    `elder { ${registered} }`,
  );
  if (coins) await admin.grantsCoins('elder@xinxian', coins, { toAccountId: elder.coinAccount.id });
  return elder;
}

async function registerVolunteer(name: string, more: object = {}): Promise<Registered> {
  const { volunteer } = await dispatcher.mutate(
    'registerVolunteer',
    { community: 'xinxian', person: { name }, ...more },
    `volunteer { ${registered} }`,
  );
  await dispatcher.mutate(
    'vetVolunteer',
    { volunteerId: volunteer.id, reason: `已核实${name}` },
    'volunteer { id }',
  );
  return volunteer;
}

/** A completed, thanked and certified visit, with both names in every free text. */
async function certifiedVisit(elder: Registered, volunteer: Registered): Promise<string> {
  const said = `${elder.displayName}和${volunteer.displayName}`;
  const request = await dispatcher.opens({
    elderId: elder.id,
    requestedFrom: inMinutes(1),
    requestedTo: inMinutes(180),
    minutesExpected: 60,
    note: `请${said}见面`,
  });
  const given = await dispatcher.mutate(
    'assignServiceRequest',
    { requestId: request.id, volunteerId: volunteer.id, expectedVersion: request.version },
    'request { visits { id } }',
  );
  const visitId: string = given.request.visits[0].id;
  await dispatcher.checksIn(visitId, { at: inMinutes(-60) });
  const mistaken = await dispatcher.mutate(
    'checkOut',
    { visitId },
    'visit { request { version } }',
  );
  const seen = { visitId, expectedVersion: mistaken.visit.request.version };
  await dispatcher.mutate('undoCheckOut', { ...seen, reason: `${said}还在聊` }, 'visit { id }');
  await dispatcher.checksOut(visitId, { at: inMinutes(0), note: `${said}聊了天` });
  await admin.certifies(visitId);
  await dispatcher.mutate(
    'giveFeedback',
    {
      visitId,
      satisfaction: 5,
      thanks: `谢谢${volunteer.displayName}`,
      problemsSolved: [`${said}修好了灯`],
      note: `${said}都好`,
      actingFor: { personId: elder.person.id, channel: 'PHONE' },
    },
    'visit { id }',
  );
  const corrected = await admin.mutate(
    'correctVisit',
    {
      visitId,
      expectedVersion: await dispatcher.versionOf(visitId),
      minutes: 55,
      reason: `${said}说早走了`,
    },
    'visit { id }',
  );
  expect(corrected.visit.id).toBe(visitId);
  const { pairing } = await dispatcher.mutate(
    'pairVolunteer',
    { volunteerId: volunteer.id, elderId: elder.id },
    'pairing { id }',
  );
  await dispatcher.mutate(
    'endPairing',
    { pairingId: pairing.id, reason: `${said}不合` },
    'pairing { id }',
  );
  return visitId;
}

async function certificateOf(volunteer: Registered): Promise<string> {
  const { certificate } = await dispatcher.mutate(
    'issueCertificate',
    {
      volunteerId: volunteer.id,
      from: day(-2),
      to: day(2),
      language: 'ZH_CN',
    },
    'certificate { code }',
  );
  return certificate.code;
}

async function page(code: string): Promise<{ status: number; text: string }> {
  const response = await fetch(`${platform.url}/verify/${code}`, {
    headers: { 'accept-language': 'zh-CN' },
  });
  return { status: response.status, text: await response.text() };
}

async function giveCoinsBack({ person, coinAccount }: Registered): Promise<void> {
  const { account } = await admin.query(
    'query ($id: ID!) { account: coinAccount(id: $id) { available } }',
    {
      id: coinAccount.id,
    },
  );
  if (account.available === '0.00') return;
  await admin.mutate(
    'transferCoins',
    {
      fromAccountId: coinAccount.id,
      toAccountId: scenario.id.coinAccount('fund@sicheng'),
      amount: account.available,
      purpose: 'DONATION',
      reason: '注销前捐赠',
      asAdjustment: false,
      actingFor: { personId: person.id, channel: 'PAPER' },
    },
    'transfer { id }',
  );
}

/** Tables that contain a text, in any column. */
async function tablesWith(text: string): Promise<string[]> {
  const tables = await platform.sql<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await platform.sql(
      `select 1 from public.${name} t where t::text like $1 limit 1`,
      [`%${text}%`],
    );
    if (rows.length > 0) found.push(name);
  }
  return found;
}

test('after erasing both, neither name stands in any row of the database or on the public page', async () => {
  const elder = await registerElder('忘忧奶奶甲');
  const volunteer = await registerVolunteer('念慈阿姨乙');
  await certifiedVisit(elder, volunteer);
  const code = await certificateOf(volunteer);
  expect((await page(code)).text).toContain('念慈阿姨乙');
  // The control: many tables contain the names beforehand.
  expect((await tablesWith('念慈阿姨乙')).length).toBeGreaterThan(5);
  for (const each of [elder, volunteer]) await giveCoinsBack(each);
  for (const { person } of [elder, volunteer])
    await admin.mutate('erasePerson', { personId: person.id, reason: '本人要求' }, 'person { id }');
  expect({
    elder: await tablesWith('忘忧奶奶甲'),
    volunteer: await tablesWith('念慈阿姨乙'),
  }).toEqual({
    elder: [],
    volunteer: [],
  });
  const { status, text } = await page(code);
  expect(status).toBe(410);
  expect(text).toContain('应本人要求');
  expect((await fetch(`${platform.url}/verify/${code}/certificate.pdf`)).status).toBe(410);
});

test('an erasure removes free texts about the person, and names from before a correction', async () => {
  const elder = await registerElder('旧名奶奶寅');
  const volunteer = await registerVolunteer('旧名阿姨卯');
  const { qualification } = await dispatcher.mutate(
    'recordQualification',
    { volunteerId: volunteer.id, name: '旧名阿姨卯的急救证', issuedBy: '旧名阿姨卯所在单位' },
    'qualification { id }',
  );
  await dispatcher.mutate(
    'withdrawQualification',
    { qualificationId: qualification.id, reason: '旧名阿姨卯说过期了' },
    'qualification { id }',
  );
  const personId = elder.person.id;
  const { consent } = await dispatcher.mutate(
    'recordConsent',
    { personId, purpose: 'PHOTOS', evidence: '旧名奶奶寅签的字' },
    'consent { id }',
  );
  await dispatcher.mutate('withdrawConsent', { consentId: consent.id }, 'consent { id }');
  const { mandate } = await dispatcher.mutate(
    'recordMandate',
    {
      personId,
      basis: 'WRITTEN',
      relationship: '女儿',
      holderName: '旁人',
      holderPhone: '13855550001',
    },
    'mandate { id version }',
  );
  await dispatcher.mutate(
    'endMandate',
    { mandateId: mandate.id, expectedVersion: mandate.version, reason: '旧名奶奶寅不再需要' },
    'mandate { id }',
  );
  // A volunteer who only declines and has no visit.
  const declining = await registerVolunteer('只拒绝的阿姨辰');
  const request = await dispatcher.opens({
    elderId: elder.id,
    requestedFrom: inMinutes(60),
    requestedTo: inMinutes(240),
  });
  await dispatcher.cancels(request, { reason: '只拒绝的阿姨辰住院了' });
  await platform.sql(
    `insert into request_decline (foundation_id, id, community_id, request_id, volunteer_id, volunteer_person_id, reason, declined_at)
     select r.foundation_id, gen_random_uuid(), r.community_id, r.id, v.id, v.person_id, '只拒绝的阿姨辰住院了', now()
     from service_request r, volunteer v where v.display_name = '只拒绝的阿姨辰' order by r.id desc limit 1`,
  );
  for (const [{ person }, name] of [
    [elder, '新名奶奶寅'],
    [volunteer, '新名阿姨卯'],
  ] as const) {
    const { node } = await dispatcher.query(
      'query ($id: ID!) { node(id: $id) { ... on Person { version } } }',
      {
        id: person.id,
      },
    );
    const corrected = { personId: person.id, expectedVersion: node.version, name };
    await dispatcher.mutate('correctPerson', corrected, 'person { id }');
  }
  await giveCoinsBack(elder);
  for (const { person } of [elder, volunteer, declining])
    await admin.mutate('erasePerson', { personId: person.id, reason: '本人要求' }, 'person { id }');
  const left = await Promise.all(
    ['旧名奶奶寅', '旧名阿姨卯', '新名奶奶寅', '新名阿姨卯', '只拒绝的阿姨辰'].map(tablesWith),
  );
  expect(left).toEqual([[], [], [], [], []]);
});

test('an erasure changes no text that only resembles the name: papers of others, places, codes and figures', async () => {
  const elder = await registerElder('新鲜', { displayName: 'MIN' });
  const volunteer = await registerVolunteer('何新鲜花巳');
  const visitId = await certifiedVisit(elder, volunteer);
  const code = await certificateOf(volunteer);
  const [before] = await platform.sql<{ content: object }>(
    'select content from service_certificate where code = $1',
    [code.replaceAll('-', '')],
  );
  await giveCoinsBack(elder);
  await admin.mutate(
    'erasePerson',
    { personId: elder.person.id, reason: '本人要求' },
    'person { id }',
  );
  const { text } = await page(code);
  expect(text).toContain('何新鲜花巳');
  expect(text).toContain('新鲜社区');
  expect(text).not.toContain('已注销-');
  expect(before).toBeDefined();
  const { node } = await admin.query(
    'query ($id: ID!) { node(id: $id) { ... on Visit { certification { trace { code text } } } } }',
    { id: visitId },
  );
  const told = node.certification.trace as { code: string; text: string }[];
  expect(told.map((step) => step.code).filter((each) => !/^TRACE_[A-Z_]+$/.test(each))).toEqual([]);
  expect(told.filter((step) => /已注销-\w+UTE/.test(step.text))).toEqual([]);
});

test('an unaccepted invitation of another foundation does not keep the account of an erased person', async () => {
  const volunteer = await registerVolunteer('受邀阿姨午');
  const holder = { holderName: '受邀阿姨午', holderPhone: '13855550002' };
  await admin.mutate(
    'grantRole',
    { role: 'VOLUNTEER', personId: volunteer.person.id, ...holder },
    'grant { id }',
  );
  const far = await scenario.actor('admin@yigong80');
  await far.mutate(
    'grantRole',
    { role: 'FOUNDATION_ANALYST', ...holder, holderName: '某人' },
    'grant { id }',
  );
  await admin.mutate(
    'erasePerson',
    { personId: volunteer.person.id, reason: '本人要求' },
    'person { id }',
  );
  expect(
    await platform.sql(`select from account where display_name = '受邀阿姨午' and is_active`),
  ).toEqual([]);
  expect(await tablesWith('受邀阿姨午')).toEqual([]);
});

test('an erased volunteer who stays a dispatcher keeps the name in the audit log', async () => {
  const volunteer = await registerVolunteer('双职阿姨子');
  const accountId = platform.fixtures.accounts['second@chaoxi'] ?? '';
  const personId = (
    await platform.sql<{ id: string }>(
      'select person_id as id from volunteer order by id desc limit 1',
    )
  )[0]!.id;
  const grants = [
    ['VOLUNTEER', null, personId],
    ['DISPATCHER', platform.fixtures.communities['xinxian'], null],
  ];
  for (const [role, community, person] of grants)
    await platform.sql(
      `insert into role_grant (id, account_id, role, foundation_id, community_id, person_id, valid_from, accepted_at)
       values ($1, $2, $3, $4, $5, $6, now(), now())`,
      [newKey(), accountId, role, platform.fixtures.foundations['sicheng'], community, person],
    );
  const both = await scenario.actor('second@chaoxi');
  const elder = await registerElder('留名奶奶丑', { coins: '' });
  const input = { elderId: elder.id, expectedVersion: elder.person.version, livesAlone: true };
  await both.mutate('correctElder', input, 'elder { id }');
  const trail = () =>
    platform.sql('select actor_name from audit_entry where actor_account_id = $1 order by id', [
      accountId,
    ]);
  const before = await trail();
  expect(before.length).toBeGreaterThan(0);
  await admin.mutate(
    'erasePerson',
    { personId: volunteer.person.id, reason: '本人要求' },
    'person { id }',
  );
  expect((await trail()).slice(0, before.length)).toEqual(before);
});

test('the certificate of a volunteer stays valid after the erasure of the elder, without the name', async () => {
  const elder = await registerElder('欧阳静好');
  const volunteer = await registerVolunteer('林志远丙');
  await certifiedVisit(elder, volunteer);
  const code = await certificateOf(volunteer);
  expect((await page(code)).text).toContain('欧**');
  await giveCoinsBack(elder);
  await admin.mutate(
    'erasePerson',
    { personId: elder.person.id, reason: '本人要求' },
    'person { id }',
  );
  const { status, text } = await page(code);
  expect(status).toBe(200);
  expect(text).not.toContain('欧**');
  expect(text).toContain('林志远丙');
});

test('an erasure is refused while coins are left, and closes the empty account', async () => {
  const elder = await registerElder('余币奶奶', { coins: '5.00' });
  const input = { personId: elder.person.id, reason: '本人要求' };
  expect((await admin.tryMutate('erasePerson', input)).errors).toMatchObject([
    {
      code: 'COINS_LEFT',
      path: ['input', 'personId'],
      params: [{ name: 'amount', value: '5.00' }],
    },
  ]);
  await giveCoinsBack(elder);
  await admin.mutate('erasePerson', input, 'person { id }');
  const [account] = await platform.sql<{ posted: string; isOpen: boolean }>(
    `select posted::text, is_open as "isOpen" from coin_account a join elder e on e.person_id = a.owner_id
     where e.id = $1`,
    [(await platform.sql<{ id: string }>('select id from elder order by id desc limit 1'))[0]!.id],
  );
  expect(account).toEqual({ posted: '0', isOpen: false });
});

test('only an erasure changes append-only rows, and it changes no figures', async () => {
  await expect(platform.sql(`update visit_feedback set thanks = null`)).rejects.toThrow(
    'append-only',
  );
  await expect(
    platform.sql(`begin; set local role linli_owner; set local app.redaction = 'on';
      set local app.foundation = '${platform.fixtures.foundations['sicheng']}';
      update evidence set happened_at = now() where true; commit`),
  ).rejects.toThrow('append-only');
  await platform.sql('rollback');
});

test('a corrected name reaches elder, volunteer, account and requests, and a chosen display name stays', async () => {
  const elder = await registerElder('王秀瑛丁');
  const chosen = await registerElder('王秀瑛戊', { displayName: '王婆婆' });
  const volunteer = await registerVolunteer('何晓牙己');
  await certifiedVisit(elder, volunteer);
  const code = await certificateOf(volunteer);
  for (const [{ person }, name] of [
    [elder, '王秀英丁'],
    [chosen, '王秀英戊'],
    [volunteer, '何晓芽己'],
  ] as const) {
    const { node } = await dispatcher.query(
      'query ($id: ID!) { node(id: $id) { ... on Person { version } } }',
      {
        id: person.id,
      },
    );
    await dispatcher.mutate(
      'correctPerson',
      { personId: person.id, expectedVersion: node.version, name },
      'person { id }',
    );
  }
  const { one, other, helper } = await dispatcher.query(
    `query ($one: ID!, $other: ID!, $helper: ID!) {
      one: node(id: $one) { ... on Elder { displayName coinAccount { name } } }
      other: node(id: $other) { ... on Elder { displayName person { name } } }
      helper: node(id: $helper) { ... on Volunteer { displayName } }
    }`,
    { one: elder.id, other: chosen.id, helper: volunteer.id },
  );
  expect(one).toEqual({ displayName: '王秀英丁', coinAccount: { name: '王秀英丁' } });
  expect(other).toEqual({ displayName: '王婆婆', person: { name: '王秀英戊' } });
  expect(helper).toEqual({ displayName: '何晓芽己' });
  const { serviceRequests } = await dispatcher.query(
    '{ serviceRequests(first: 100) { nodes { elderName } } }',
  );
  expect(JSON.stringify(serviceRequests)).not.toContain('王秀瑛丁');
  // An issued certificate keeps its content and states that it was corrected since; a new one has
  // the right name.
  const paper = await page(code);
  expect(paper.text).toContain('何晓牙己');
  expect(paper.text).toContain('已更正');
  expect((await page(await certificateOf(volunteer))).text).toContain('何晓芽己');
});

test('a certificate has the full name, not the display name', async () => {
  const volunteer = await registerVolunteer('何晓芽全名', { displayName: '小芽' });
  await certifiedVisit(await registerElder('示例老人庚'), volunteer);
  expect((await page(await certificateOf(volunteer))).text).toContain('何晓芽全名');
});

test('a caller with the current version corrects whether an elder lives alone', async () => {
  const elder = await registerElder('独居奶奶辛');
  const { version, id: personId } = elder.person;
  const input = {
    elderId: elder.id,
    expectedVersion: version,
    livesAlone: true,
    displayName: '辛奶奶',
  };
  const corrected = await dispatcher.mutate(
    'correctElder',
    input,
    'elder { livesAlone displayName person { version } }',
  );
  expect(corrected.elder).toEqual({
    livesAlone: true,
    displayName: '辛奶奶',
    person: { version: version + 1 },
  });
  await expect(dispatcher.tryMutate('correctElder', input)).toBeRefused('VERSION_CONFLICT');
  expect(personId).toMatch(/^person_/);
});

test('a certificate with a character that no font has is refused, and the refusal names the character', async () => {
  const volunteer = await registerVolunteer('李😀强');
  await certifiedVisit(await registerElder('示例老人壬'), volunteer);
  const input = {
    idempotencyKey: newKey(),
    volunteerId: volunteer.id,
    from: day(-2),
    to: day(2),
    language: 'ZH_CN',
  };
  const { errors } = await dispatcher.tryMutate('issueCertificate', input);
  expect(errors).toMatchObject([
    {
      code: 'CHARACTER_NOT_PRINTABLE',
      params: [
        { name: 'character', value: '😀' },
        { name: 'codePoint', value: 'U+1F600' },
      ],
    },
  ]);
  const uyghur = await registerVolunteer('ئايگۈل');
  await certifiedVisit(await registerElder('示例老人癸'), uyghur);
  expect((await page(await certificateOf(uyghur))).text).toContain('ئايگۈل');
});
