import { encodeId, newId } from '../../../schema/ids.ts';
import { newKey, type TestPlatform } from '../test-platform.ts';

/**
 * Lets something of every noun exist where nobody of the other side may look: in shiyuan, and in
 * dafangjia.
 */
export async function seedIsolationFixtures(platform: TestPlatform): Promise<void> {
  const { fixtures } = platform;
  await settleFarTeam(platform);
  await decide(platform, 'admin@yigong80');
  await serve(
    platform,
    'dispatcher@shiyuan',
    'elder@shiyuan',
    'volunteer@shiyuan',
    'companionship@yigong80',
  );
  await serve(
    platform,
    'dispatcher@dafangjia',
    'elder@dafangjia',
    'volunteer@dafangjia',
    'companionship@sicheng',
  );
  await serve(
    platform,
    'dispatcher@xinxian',
    'elder@xinxian',
    'volunteer@xinxian',
    'companionship@sicheng',
  );
  for (const administrator of ['admin@yigong80', 'admin@sicheng'])
    await letApisIn(platform, administrator);
  const rules = { rules: {}, effectiveFrom: new Date().toISOString(), reason: '隔墙规则' };
  const farAdmin = await platform.as('admin@yigong80');
  await farAdmin.does('publishCoinPolicy', rules, 'policy { id }');
  await farAdmin.does('closePeriod', { month: '2020-01' }, 'period { id }');
  for (const slug of ['shiyuan', 'dafangjia', 'xinxian'])
    await settleRecords(platform, `dispatcher@${slug}`, `elder@${slug}`);
  await clear(platform);
  // Unique words, so that they are recognised in any answer.
  for (const [community, word] of [
    ['shiyuan', '隔墙有耳'],
    ['dafangjia', '左邻右舍'],
  ] as const) {
    await platform.sql(`update service_request set note = $2, place = $2 where community_id = $1`, [
      fixtures.communities[community],
      word,
    ]);
  }
}

/** Sends coins between the foundations in both directions, and settles the difference. */
async function clear(platform: TestPlatform): Promise<void> {
  const { fixtures } = platform;
  const operator = await platform.as('operator@headbank');
  const account = (of: string) => encodeId('coinacc', fixtures.coinAccounts[of] ?? '');
  const foundation = (slug: string) => encodeId('foundation', fixtures.foundations[slug] ?? '');
  for (const slug of ['sicheng', 'yigong80']) {
    const limits = {
      foundationId: foundation(slug),
      fundAccountId: account(`fund@${slug}`),
      owedMax: '9.00',
      claimMax: '9.00',
    };
    await operator.does('setClearingLimits', { ...limits, reason: '-' }, 'position { name }');
  }
  for (const [from, to, toFoundation, amount] of [
    ['elder@xinxian', 'elder@shiyuan', 'yigong80', '0.02'],
    ['elder@dafangjia', 'elder@shiyuan', 'yigong80', '0.02'],
    ['elder@shiyuan', 'elder@xinxian', 'sicheng', '0.01'],
  ] as const) {
    const order = {
      fromAccountId: account(from),
      toAccountId: account(to),
      toFoundationId: foundation(toFoundation),
      amount,
    };
    await (
      await platform.as(from)
    ).does('sendCoins', { idempotencyKey: newKey(), ...order }, 'order { state }');
  }
  await operator.does(
    'settleClearing',
    { idempotencyKey: newKey(), yuanPerCoin: '0.00', reason: '-' },
    'legs { state }',
  );
}

/** One of each further record about people, in the community of an elder. */
async function settleRecords(
  platform: TestPlatform,
  dispatcher: string,
  persona: string,
): Promise<void> {
  const caller = await platform.as(dispatcher);
  const personId = encodeId('person', platform.fixtures.persons[persona] ?? '');
  const volunteer = persona.replace('elder@', 'volunteer@');
  const volunteerId = encodeId('volunteer', platform.fixtures.volunteers[volunteer] ?? '');
  await caller.does('recordConsent', { personId, purpose: 'CARE' }, 'consent { id }');
  const holder = {
    holderName: `代办人${persona}`,
    holderPhone: `+4915${Math.floor(1e8 + Math.random() * 9e8)}`,
  };
  const mandate = { personId, ...holder, basis: 'SPOKEN', relationship: '邻居' };
  await caller.does('recordMandate', mandate, 'mandate { id }');
  await caller.does(
    'recordQualification',
    { volunteerId, name: '急救', issuedBy: '红十字会' },
    'qualification { id }',
  );
  const disclosure = { personId, fields: ['PHONE'], purpose: 'SERVICE', reason: `联系${persona}` };
  await caller.does('disclosePersonalData', disclosure, 'personalData { phone }');
}

/** A leader and a volunteer of a team that serves dafangjia alone. */
async function settleFarTeam(platform: TestPlatform): Promise<void> {
  const { fixtures } = platform;
  const sql = (text: string, parameters: unknown[]) => platform.sql(text, parameters);
  const foundation = fixtures.foundations['sicheng'];
  const community = fixtures.communities['dafangjia'];
  const [team, person, volunteer] = [newId(), newId(), newId()];
  await sql('insert into team (foundation_id, id, community_id, name) values ($1, $2, $3, $4)', [
    foundation,
    team,
    community,
    '远方服务队',
  ]);
  await sql(
    'insert into team_area (foundation_id, id, team_id, community_id) values ($1, $2, $3, $4)',
    [foundation, newId(), team, community],
  );
  await sql(
    'insert into person (foundation_id, id, community_id, name, birth_year) values ($1, $2, $3, $4, 1960)',
    [foundation, person, community, '方志愿'],
  );
  await sql(
    'insert into volunteer (foundation_id, id, community_id, person_id, display_name, is_vetted) values ($1, $2, $3, $4, $5, true)',
    [foundation, volunteer, community, person, '方阿姨'],
  );
  await sql(
    'insert into team_member (foundation_id, id, community_id, team_id, volunteer_id) values ($1, $2, $3, $4, $5)',
    [foundation, newId(), community, team, volunteer],
  );
  await sql(
    `insert into coin_account (foundation_id, id, community_id, owner_kind, owner_id, name, available_min) values ($1, $2, $3, 'PERSON', $4, $5, 0)`,
    [foundation, newId(), community, person, '方志愿'],
  );
  fixtures.teams['yuanfang'] = team;
  fixtures.volunteers['volunteer@dafangjia'] = volunteer;
  for (const [persona, role, scope] of [
    ['volunteer@dafangjia', 'VOLUNTEER', { person }],
    ['leader@dafangjia', 'TEAM_LEADER', { team }],
  ] as const) {
    const account = (fixtures.accounts[persona] = newId());
    await sql('insert into account (id, display_name, persona) values ($1, $2, $2)', [
      account,
      persona,
    ]);
    await sql(
      `insert into role_grant (id, account_id, role, foundation_id, team_id, person_id, valid_from) values ($1, $2, $3, $4, $5, $6, now() - interval '1 day')`,
      [
        newId(),
        account,
        role,
        foundation,
        'team' in scope ? scope.team : null,
        'person' in scope ? scope.person : null,
      ],
    );
  }
}

/** An app with consent, an API key and a trusted issuer, created through the API. */
async function letApisIn(platform: TestPlatform, administrator: string): Promise<void> {
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

/** Policies of a foundation, so that there are some. */
async function decide(platform: TestPlatform, admin: string): Promise<void> {
  const caller = await platform.as(admin);
  await caller.does(
    'setStarPolicy',
    { name: '石园之光', hours: [100], reason: '-' },
    'policy { id }',
  );
  const asked = { requiredEvidence: [], weights: [], weightNeeded: 0, rounding: 'MINUTE_BEGUN' };
  const bounds = { minutesMax: 1_440, placeMetresMax: 150, isReviewNeeded: false, reason: '-' };
  await caller.does('setEvidencePolicy', { ...asked, ...bounds }, 'policy { id }');
}

/** One certified request and one open request, created through the API. */
async function serve(
  platform: TestPlatform,
  dispatcher: string,
  elder: string,
  volunteer: string,
  kind: string,
): Promise<void> {
  const { fixtures } = platform;
  const caller = await platform.as(dispatcher);
  const open = async (inMs = 3_600_000): Promise<{ id: string; version: number }> => {
    const requestedFrom = new Date(Date.now() + inMs);
    const { request } = await caller.does(
      'openServiceRequest',
      {
        idempotencyKey: newKey(),
        allowDuplicate: true,
        elderId: encodeId('elder', fixtures.elders[elder] ?? ''),
        kindId: encodeId('kind', fixtures.kinds[kind] ?? ''),
        requestedFrom: requestedFrom.toISOString(),
        requestedTo: new Date(requestedFrom.getTime() + 7_200_000).toISOString(),
      },
      'request { id version }',
    );
    return request;
  };
  await open();
  const team =
    { 'dispatcher@shiyuan': 'jieduo', 'dispatcher@dafangjia': 'yuanfang' }[dispatcher] ?? 'qingman';
  await caller.does(
    'planJointVisit',
    {
      idempotencyKey: newKey(),
      name: `联合走访${team}`,
      kindId: encodeId('kind', fixtures.kinds[kind] ?? ''),
      teamIds: [encodeId('team', fixtures.teams[team] ?? '')],
      stops: [{ elderId: encodeId('elder', fixtures.elders[elder] ?? '') }],
      begin: new Date(Date.now() + 48 * 3_600_000).toISOString(),
    },
    'jointVisit { id }',
  );
  const waiting = await open();
  const volunteerId = encodeId('volunteer', fixtures.volunteers[volunteer] ?? '');
  const assign = async ({
    id: requestId,
    version: expectedVersion,
  }: {
    id: string;
    version: number;
  }) => {
    const input = { requestId, volunteerId, expectedVersion };
    return (
      await caller.does('assignServiceRequest', input, 'request { id version visits { id } }')
    ).request;
  };
  const inVain = await assign(await open(-1_800_000));
  const missed = {
    visitId: inVain.visits[0].id,
    expectedVersion: inVain.version,
    side: 'ELDER',
    reason: `${elder} 不在家`,
  };
  await caller.does('reportNoShow', missed, 'visit { id }');
  const request = await assign(waiting);
  const visitId = request.visits[0].id as string;
  const now = Date.now();
  await caller.does(
    'announcePhoto',
    { visitId, clientId: newKey(), type: 'JPEG', bytes: 1 },
    'photo { id }',
  );
  const at = new Date(now - 3_600_000).toISOString();
  // A wrong code adds an item to the review queue.
  await caller.does('checkIn', { visitId, at, doorCode: 'none' }, 'visit { id }');
  const issuer = await platform.as(volunteer);
  const mistaken = await caller.does(
    'checkOut',
    { visitId, clientId: newKey() },
    'visit { request { version } }',
  );
  await caller.does(
    'undoCheckOut',
    { visitId, expectedVersion: mistaken.visit.request.version, reason: `${elder} 点错` },
    'visit { id }',
  );
  const { visit } = await issuer.does(
    'checkOut',
    { visitId, at: new Date(now - 1_000).toISOString() },
    'visit { request { version } }',
  );
  await caller.does(
    'certifyVisit',
    { idempotencyKey: newKey(), visitId, expectedVersion: visit.request.version },
    'visit { id }',
  );
  // The volunteer may live elsewhere; the certificate is issued there.
  const days = { from: '2020-01-01', to: '2099-12-31' };
  await issuer.does(
    'issueCertificate',
    { idempotencyKey: newKey(), volunteerId, ...days },
    'certificate { id }',
  );
  const elderId = encodeId('elder', fixtures.elders[elder] ?? '');
  await caller.does('pairVolunteer', { volunteerId, elderId }, 'pairing { id }');
  await caller.does(
    'createRequestSeries',
    {
      idempotencyKey: newKey(),
      allowDuplicate: true,
      elderId,
      kindId: encodeId('kind', fixtures.kinds[kind] ?? ''),
      rule: 'FREQ=WEEKLY;COUNT=1',
      startsAt: '2040-01-01T09:00',
      windowMinutes: 120,
    },
    'series { id }',
  );
  const helper = await platform.as(volunteer);
  await helper.does(
    'addAvailabilityException',
    { volunteerId, day: '2030-01-01', isFree: false },
    'volunteer { id }',
  );
}

/** Requests and visits of xinxian in every state, two of each. */
export async function seedVisits(platform: TestPlatform): Promise<void> {
  const { fixtures } = platform;
  const dispatcher = await platform.as('dispatcher@xinxian');
  const leader = await platform.as('leader@xinxian');
  const elderId = encodeId('elder', fixtures.elders['elder@xinxian'] ?? '');
  const kindId = encodeId('kind', fixtures.kinds['companionship@sicheng'] ?? '');
  const volunteerId = encodeId('volunteer', fixtures.volunteers['volunteer@xinxian'] ?? '');
  const requestInput = (hours: number) => ({
    idempotencyKey: newKey(),
    allowDuplicate: true,
    elderId,
    kindId,
    minutesExpected: 30,
    requestedFrom: new Date(Date.now() + hours * 3_600_000).toISOString(),
    requestedTo: new Date(Date.now() + (hours + 2) * 3_600_000).toISOString(),
    actingFor: {
      personId: encodeId('person', fixtures.persons['elder@xinxian'] ?? ''),
      channel: 'PHONE',
    },
  });
  for (let round = 0; round < 2; round += 1) {
    for (const stage of ['OPEN', 'PLANNED', 'CHECKED_IN', 'CHECKED_OUT'] as const) {
      const { request } = await dispatcher.does(
        'openServiceRequest',
        requestInput(round + 1),
        'request { id version }',
      );
      if (stage === 'OPEN') continue;
      const assign = { requestId: request.id, volunteerId, expectedVersion: request.version };
      const assigned = await dispatcher.does(
        'assignServiceRequest',
        assign,
        'request { visits { id } }',
      );
      const visitId = assigned.request.visits[0].id as string;
      if (stage === 'PLANNED') continue;
      await dispatcher.does(
        'checkIn',
        { visitId, at: new Date(Date.now() - 3_600_000).toISOString() },
        'visit { id }',
      );
      if (stage === 'CHECKED_OUT') await dispatcher.does('checkOut', { visitId }, 'visit { id }');
    }
    // A leader's request needs review first.
    await leader.does(
      'openServiceRequest',
      { ...requestInput(round + 1), actingFor: null },
      'request { id }',
    );
  }
  const admin = await platform.as('admin@sicheng');
  await admin.does(
    'openCoinAccount',
    { ownerKind: 'SHOP', unit: 'COIN', name: '便民超市' },
    'account { id }',
  );
  await admin.does('closePeriod', { month: '2020-01' }, 'period { id }');
}
