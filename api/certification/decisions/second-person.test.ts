import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { encodeId, newId } from '../../../schema/ids.ts';
import type { Caller } from '../../testing/caller.ts';
import { Visits } from '../../testing/visit-builder.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';

let platform: TestPlatform;
let visits: Visits;
let dispatcher: Caller;
let admin: Caller;

beforeAll(async () => {
  platform = await startTestPlatform();
  visits = await Visits.of(platform);
  dispatcher = await platform.as('dispatcher@xinxian');
  admin = await platform.as('admin@sicheng');
});
afterAll(() => platform.close());

/** Grants a role that ended yesterday. */
async function heldUntilYesterday(
  persona: string,
  role: string,
  person: string | null,
): Promise<void> {
  await platform.sql(
    `insert into role_grant (id, account_id, role, foundation_id, person_id, valid_from, valid_to)
     values ($1, $2, $3, $4, $5, now() - interval '9 days', now() - interval '1 day')`,
    [
      newId(),
      platform.fixtures.accounts[persona],
      role,
      platform.fixtures.foundations['sicheng'],
      person && platform.fixtures.persons[person],
    ],
  );
}

function account(name: string): string {
  return encodeId('coinacc', platform.fixtures.coinAccounts[name] ?? '');
}

function person(persona: string): string {
  return encodeId('person', platform.fixtures.persons[persona] ?? '');
}

describe('nobody decides about what they did themselves', () => {
  test('a dispatcher whose role as volunteer was revoked decides nothing about the visit that she made', async () => {
    const visitId = await visits.carriedOut({ volunteer: 'both@xinxian', minutes: 5 });
    const [grant] = await platform.sql<{ id: string }>(
      `select id from role_grant where account_id = $1 and role = 'VOLUNTEER'`,
      [platform.fixtures.accounts['both@xinxian']],
    );
    const { node } = await dispatcher.ask(
      'query ($id: ID!) { node(id: $id) { ... on Visit { reviewItems { id version } } } }',
      { id: visitId },
    );
    await admin.does(
      'revokeRole',
      { grantId: encodeId('grant', grant!.id), reason: '只做调度员', idempotencyKey: newKey() },
      'grant { id }',
    );
    const both = await platform.as('both@xinxian');
    const clientId = newKey();
    const actingFor = { personId: person('elder@xinxian'), channel: 'PHONE' };
    const item = {
      reviewItemId: node.reviewItems[0].id,
      expectedVersion: 1,
      resolution: 'FALSE_ALARM',
      note: '没事',
    };
    const decision = await visits.decision(visitId, { reason: '自己' });
    const { expectedVersion } = decision as { expectedVersion: number };
    for (const [verb, input] of [
      ['certifyVisit', decision],
      ['correctVisit', { ...decision, minutes: 90 }],
      ['revokeCertification', decision],
      ['resolveDispute', { ...decision, decision: 'DISMISSED' }],
      ['disputeVisit', { visitId, expectedVersion, reason: '自己' }],
      ['resolveReviewItem', item],
      ['recordVisitCall', { visitId, clientId, wasThere: true, note: '在' }],
      ['confirmVisit', { visitId, clientId, actingFor }],
      ['giveFeedback', { visitId, satisfaction: 5, actingFor }],
    ] as const)
      expect([verb, await both.refusalCodes(verb, input)]).toEqual([verb, ['NOT_ALLOWED']]);
    // Another person may.
    expect(await dispatcher.refusalCodes('certifyVisit', decision)).toEqual([]);
  });

  test('a daughter who made the visit as a volunteer does not confirm it for her mother, nor praise it', async () => {
    const visitId = await visits.carriedOut({ volunteer: 'second@chaoxi' });
    const family = await platform.as('family@xinxian');
    await heldUntilYesterday('family@xinxian', 'VOLUNTEER', 'second@chaoxi');
    const actingFor = { personId: person('elder@xinxian'), channel: 'APP' };
    expect(
      await family.refusalCodes('confirmVisit', { visitId, clientId: newKey(), actingFor }),
    ).toEqual(['NOT_ALLOWED']);
    expect(
      await family.refusalCodes('giveFeedback', { visitId, satisfaction: 5, actingFor }),
    ).toEqual(['NOT_ALLOWED']);
    const elder = await platform.as('elder@xinxian');
    await elder.does('confirmVisit', { visitId, clientId: newKey() }, 'visit { id }');
  });

  test('an administrator grants nothing to an account that is or was her own, lifts no limit of it and reverses nothing on it', async () => {
    await heldUntilYesterday('admin@sicheng', 'ELDER', 'poor@xinxian');
    const grant = {
      fundAccountId: account('fund@sicheng'),
      toAccountId: account('poor@xinxian'),
      amount: '5.00',
      reason: '资助',
    };
    expect(await admin.refusalCodes('grantCoins', { ...grant, idempotencyKey: newKey() })).toEqual([
      'NOT_ALLOWED',
    ]);
    const batch = {
      idempotencyKey: newKey(),
      fundAccountId: account('fund@sicheng'),
      csv: `to,amount,reason\n${account('elder@xinxian')},1,a\n${account('poor@xinxian')},1,b\n`,
      isDryRun: false,
      reason: '资助',
    };
    expect(await admin.refusalCodes('grantCoinsInBatch', batch)).toEqual(['NOT_ALLOWED']);
    const limit = { accountId: account('poor@xinxian'), balanceMax: '900.00', reason: '自己' };
    expect(await admin.refusalCodes('setCoinAccountLimit', limit)).toEqual(['NOT_ALLOWED']);
    const elder = await platform.as('elder@xinxian');
    const given = await elder.does(
      'transferCoins',
      {
        idempotencyKey: newKey(),
        fromAccountId: account('elder@xinxian'),
        toAccountId: account('poor@xinxian'),
        amount: '1.00',
        purpose: 'GIFT',
      },
      'transfer { id }',
    );
    const reversal = { idempotencyKey: newKey(), transferId: given.transfer.id, reason: '自己' };
    expect(await admin.refusalCodes('reverseTransfer', reversal)).toEqual(['NOT_ALLOWED']);
    await platform.sql(`delete from role_grant where valid_to < now() and account_id = $1`, [
      platform.fixtures.accounts['admin@sicheng'],
    ]);
    expect(await admin.refusalCodes('reverseTransfer', reversal)).toEqual([]);
  });

  test('a merchant does not settle with the shop, whatever else she is', async () => {
    const { account: shop } = await admin.does(
      'openCoinAccount',
      { ownerKind: 'SHOP', unit: 'COIN', name: '试店' },
      'account { id }',
    );
    await heldUntilYesterday('admin@sicheng', 'MERCHANT', null);
    const settlement = {
      idempotencyKey: newKey(),
      shopAccountId: shop.id,
      fundAccountId: account('fund@sicheng'),
      coins: '1.00',
      money: '1.00',
      reason: '结算',
    };
    expect(await admin.refusalCodes('settleShop', settlement)).toEqual(['NOT_ALLOWED']);
    await platform.sql(`delete from role_grant where role = 'MERCHANT' and account_id = $1`, [
      platform.fixtures.accounts['admin@sicheng'],
    ]);
    expect(await admin.refusalCodes('settleShop', settlement)).not.toContain('NOT_ALLOWED');
  });
});

const decided =
  'visit { id state certification { trace { code passed text } } reviewItems { id kind version } }';
interface Decided {
  certification: { trace: { code: string; passed: boolean; text: string }[] };
  reviewItems: { id: string; kind: string; version: number }[];
}

/**
 * A visit in 朝西, which has one dispatcher, who alone enters everything from request to departure.
 */
class Alone {
  constructor(
    readonly dispatcher: Caller,
    private readonly elderId: string,
  ) {}

  static async begin(): Promise<Alone> {
    const alone = await platform.as('dispatcher@chaoxi');
    const { elder } = await alone.does(
      'registerElder',
      {
        communityId: encodeId('community', platform.fixtures.communities['chaoxi'] ?? ''),
        person: { name: '曹奶奶' },
        // Each test has a request of its own.
        allowDuplicate: true,
      },
      'elder { id coinAccount { id } }',
    );
    await admin.does(
      'grantCoins',
      {
        idempotencyKey: newKey(),
        fundAccountId: account('fund@sicheng'),
        toAccountId: elder.coinAccount.id,
        amount: '50.00',
        reason: '资助',
      },
      'transfer { id }',
    );
    return new Alone(alone, elder.id);
  }

  async visit(): Promise<string> {
    const { request } = await this.dispatcher.does(
      'openServiceRequest',
      {
        idempotencyKey: newKey(),
        elderId: this.elderId,
        kindId: encodeId('kind', platform.fixtures.kinds['companionship@sicheng'] ?? ''),
        requestedFrom: new Date(Date.now() - 60_000).toISOString(),
        requestedTo: new Date(Date.now() + 3 * 3_600_000).toISOString(),
      },
      'request { id version }',
    );
    const volunteerId = encodeId(
      'volunteer',
      platform.fixtures.volunteers['volunteer@chaoxi'] ?? '',
    );
    const given = await this.dispatcher.does(
      'assignServiceRequest',
      { requestId: request.id, volunteerId, expectedVersion: request.version },
      'request { visits { id } }',
    );
    const visitId = given.request.visits[0].id;
    await this.dispatcher.does('checkIn', { visitId }, 'visit { id }');
    await this.dispatcher.does('checkOut', { visitId }, 'visit { id }');
    return visitId;
  }

  async decision(visitId: string): Promise<object> {
    const { node } = await this.dispatcher.ask(
      'query ($id: ID!) { node(id: $id) { ... on Visit { request { version } } } }',
      { id: visitId },
    );
    return { idempotencyKey: newKey(), visitId, expectedVersion: node.request.version };
  }
}

describe('nobody certifies what they entered alone', () => {
  const policy = {
    requiredEvidence: ['CHECK_IN', 'CHECK_OUT'],
    weights: [],
    weightNeeded: 0,
    rounding: 'MINUTE_BEGUN',
    minutesMax: 600,
    placeMetresMax: 200,
    isReviewNeeded: false,
    reason: '理事会决议',
  };

  test('where somebody else dispatches, the other one certifies; and then nobody raises the minutes alone either', async () => {
    const { visitId } = await visits.planned();
    const end = Date.now();
    await dispatcher.does(
      'checkIn',
      { visitId, at: new Date(end - 7_200_000).toISOString() },
      'visit { id }',
    );
    await dispatcher.does('checkOut', { visitId, at: new Date(end).toISOString() }, 'visit { id }');
    const personId = person('elder@xinxian');
    const forElder = { visitId, clientId: newKey(), actingFor: { personId, channel: 'PHONE' } };
    await dispatcher.does('confirmVisit', forElder, 'visit { id }');
    expect(await dispatcher.refusalCodes('certifyVisit', await visits.decision(visitId))).toEqual([
      'SECOND_PERSON_NEEDED',
    ]);
    const both = await platform.as('both@xinxian');
    const { visit } = await both.does('certifyVisit', await visits.decision(visitId), decided);
    expect((visit as Decided).certification.trace).toContainEqual({
      code: 'TRACE_SECOND_PERSON',
      passed: true,
      text: 'Decided by both@xinxian, who did not perform the visit.',
    });
    const raise = await visits.decision(visitId, { minutes: 240, reason: '补时' });
    expect(await dispatcher.refusalCodes('correctVisit', raise)).toEqual(['SECOND_PERSON_NEEDED']);
  });

  test('a dispute that ends with other minutes is certified by nobody who entered all the evidence', async () => {
    const { visitId } = await visits.planned();
    await dispatcher.does('checkIn', { visitId }, 'visit { id }');
    await dispatcher.does('checkOut', { visitId }, 'visit { id }');
    const elder = await platform.as('elder@xinxian');
    await elder.does(
      'disputeVisit',
      { visitId, expectedVersion: await visits.versionOf(visitId), reason: '时间不对' },
      'visit { id }',
    );
    const ending = await visits.decision(visitId, {
      decision: 'CORRECTED',
      minutes: 45,
      reason: '核实',
    });
    expect(await dispatcher.refusalCodes('resolveDispute', ending)).toEqual([
      'SECOND_PERSON_NEEDED',
    ]);
    expect(await admin.refusalCodes('resolveDispute', ending)).toEqual([]);
  });

  test('one word of the volunteer, the elder or the leader themselves makes the dispatcher a second person', async () => {
    const { visitId } = await visits.planned();
    await dispatcher.does('checkIn', { visitId }, 'visit { id }');
    await dispatcher.does('checkOut', { visitId }, 'visit { id }');
    expect(await dispatcher.refusalCodes('certifyVisit', await visits.decision(visitId))).toEqual([
      'SECOND_PERSON_NEEDED',
    ]);
    const leader = await platform.as('leader@chaoxi');
    const call = { visitId, clientId: newKey(), wasThere: true, note: '老人说来过' };
    await leader.does('recordVisitCall', call, 'visit { id }');
    expect(await dispatcher.refusalCodes('certifyVisit', await visits.decision(visitId))).toEqual(
      [],
    );
  });

  test('where she is the only dispatcher, the decision says so and a sample is called back by somebody else', async () => {
    const alone = await Alone.begin();
    const { policy: set } = await admin.does(
      'setEvidencePolicy',
      { ...policy, callBackPercent: 100 },
      'policy { singleDispatcher callBackPercent }',
    );
    expect(set).toEqual({ singleDispatcher: 'CALL_BACK', callBackPercent: 100 });
    const visitId = await alone.visit();
    const { visit } = await alone.dispatcher.does(
      'certifyVisit',
      await alone.decision(visitId),
      decided,
    );
    const { certification, reviewItems } = visit as Decided;
    expect(certification.trace).toContainEqual({
      code: 'TRACE_CALL_BACK_DRAWN',
      passed: false,
      text: expect.stringMatching(/dispatcher@chaoxi, who entered all the evidence/),
    });
    const [item] = reviewItems.filter(({ kind }) => kind === 'CALL_BACK');
    const resolve = {
      reviewItemId: item!.id,
      expectedVersion: item!.version,
      resolution: 'FALSE_ALARM',
      note: '老人说来过',
    };
    expect(await alone.dispatcher.refusalCodes('resolveReviewItem', resolve)).toEqual([
      'NOT_ALLOWED',
    ]);
    await admin.does('resolveReviewItem', resolve, 'reviewItem { state }');
  });

  test('somebody who was invited as a dispatcher and has not accepted is no second one', async () => {
    const alone = await Alone.begin();
    await admin.does('setEvidencePolicy', { ...policy, callBackPercent: 100 }, 'policy { id }');
    const community = platform.fixtures.communities['chaoxi'];
    await platform.sql(
      `insert into role_grant (id, account_id, role, foundation_id, community_id, valid_from, accepted_at)
       values ($1, $2, 'DISPATCHER', $3, $4, now() - interval '1 day', null)`,
      [
        newKey(),
        platform.fixtures.accounts['volunteer@xinxian'],
        platform.fixtures.foundations['sicheng'],
        community,
      ],
    );
    const visitId = await alone.visit();
    await alone.dispatcher.does('certifyVisit', await alone.decision(visitId), decided);
    // The control: an accepted invitation makes a second dispatcher.
    const invited = `where community_id = $1 and role = 'DISPATCHER' and account_id = $2`;
    const who = [community, platform.fixtures.accounts['volunteer@xinxian']];
    await platform.sql(`update role_grant set accepted_at = now() ${invited}`, who);
    const next = await alone.visit();
    expect(await alone.dispatcher.refusalCodes('certifyVisit', await alone.decision(next))).toEqual(
      ['SECOND_PERSON_NEEDED'],
    );
    await platform.sql(`delete from role_grant ${invited}`, who);
  });

  test('a dispatcher takes the second person out of the way by no role that she gives her', async () => {
    const alone = await Alone.begin();
    const community = platform.fixtures.communities['chaoxi'];
    const colleague = platform.fixtures.accounts['volunteer@xinxian'];
    await platform.sql(
      `insert into role_grant (id, account_id, role, foundation_id, community_id, valid_from, accepted_at)
       values ($1, $2, 'DISPATCHER', $3, $4, now() - interval '1 day', now())`,
      [newKey(), colleague, platform.fixtures.foundations['sicheng'], community],
    );
    const visitId = await alone.visit();
    const [visit] = await platform.sql<{ personId: string }>(
      'select volunteer_person_id as "personId" from visit order by id desc limit 1',
    );
    const grant = {
      role: 'VOLUNTEER',
      personId: encodeId('person', visit!.personId),
      accountId: encodeId('account', colleague!),
    };
    expect(
      (await alone.dispatcher.tries('grantRole', { ...grant, holderName: '志' }, 'grant { id }'))
        .errors,
    ).toEqual([]);
    expect(
      await alone.dispatcher.refusalCodes('certifyVisit', await alone.decision(visitId)),
    ).toEqual(['SECOND_PERSON_NEEDED']);
    await platform.sql(`delete from role_grant where account_id = $1 and community_id = $2`, [
      colleague,
      community,
    ]);
    await platform.sql(`delete from role_grant where account_id = $1 and accepted_at is null`, [
      colleague,
    ]);
  });

  test('a foundation may ask for the word of somebody else instead', async () => {
    const alone = await Alone.begin();
    await admin.does(
      'setEvidencePolicy',
      { ...policy, singleDispatcher: 'OTHERS_EVIDENCE' },
      'policy { id }',
    );
    const visitId = await alone.visit();
    expect(
      await alone.dispatcher.refusalCodes('certifyVisit', await alone.decision(visitId)),
    ).toEqual(['OTHERS_EVIDENCE_NEEDED']);
    const leader = await platform.as('leader@chaoxi');
    const call = { visitId, clientId: newKey(), wasThere: true, note: '老人说来过' };
    await leader.does('recordVisitCall', call, 'visit { id }');
    const { visit } = await alone.dispatcher.does(
      'certifyVisit',
      await alone.decision(visitId),
      decided,
    );
    expect((visit as Decided).certification.trace.map(({ code }) => code)).toContain(
      'TRACE_SECOND_PERSON',
    );
  });
});
