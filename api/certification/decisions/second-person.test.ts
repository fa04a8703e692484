import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { encodeId, newId } from '../../../schema/ids.ts';
import type { Actor } from '../../testing/scenario/actor.ts';
import { inMinutes } from '../../testing/scenario/times.ts';
import { Scenario } from '../../testing/scenario/scenario.ts';
import { newKey, type TestPlatform, startTestPlatform } from '../../testing/test-platform.ts';

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

describe('nobody decides about their own actions', () => {
  test('a dispatcher and former volunteer decides nothing about a visit that she made', async () => {
    const visitId = await scenario.carriedOutVisit({ volunteer: 'both@xinxian', minutes: 5 });
    const [grant] = await platform.sql<{ id: string }>(
      `select id from role_grant where account_id = $1 and role = 'VOLUNTEER'`,
      [platform.fixtures.accounts['both@xinxian']],
    );
    const { node } = await dispatcher.query(
      'query ($id: ID!) { node(id: $id) { ... on Visit { reviewItems { id version } } } }',
      { id: visitId },
    );
    await admin.mutate(
      'revokeRole',
      { grantId: encodeId('grant', grant!.id), reason: '只做调度员' },
      'grant { id }',
    );
    const both = await scenario.actor('both@xinxian');
    const actingFor = { personId: scenario.id.person('elder@xinxian'), channel: 'PHONE' };
    const item = {
      reviewItemId: node.reviewItems[0].id,
      expectedVersion: 1,
      resolution: 'FALSE_ALARM',
      note: '没事',
    };
    const decision = await dispatcher.decision(visitId, { reason: '自己' });
    const { expectedVersion } = decision as { expectedVersion: number };
    for (const [verb, input] of [
      ['certifyVisit', decision],
      ['correctVisit', { ...decision, minutes: 90 }],
      ['revokeCertification', decision],
      ['resolveDispute', { ...decision, decision: 'DISMISSED' }],
      ['disputeVisit', { visitId, expectedVersion, reason: '自己' }],
      ['resolveReviewItem', item],
      ['recordVisitCall', { visitId, wasThere: true, note: '在' }],
      ['confirmVisit', { visitId, actingFor }],
      ['giveFeedback', { visitId, satisfaction: 5, actingFor }],
    ] as const)
      expect([verb, await both.refusalCodes(verb, input)]).toEqual([verb, ['NOT_ALLOWED']]);
    // Another person may.
    await dispatcher.mutate('certifyVisit', decision);
  });

  test('a daughter who made the visit as a volunteer neither confirms it nor gives feedback for her mother', async () => {
    const visitId = await scenario.carriedOutVisit({ volunteer: 'second@chaoxi' });
    const family = await scenario.actor('family@xinxian');
    await heldUntilYesterday('family@xinxian', 'VOLUNTEER', 'second@chaoxi');
    const actingFor = { personId: scenario.id.person('elder@xinxian'), channel: 'APP' };
    await expect(family.tryMutate('confirmVisit', { visitId, actingFor })).toBeRefused(
      'NOT_ALLOWED',
    );
    await expect(
      family.tryMutate('giveFeedback', { visitId, satisfaction: 5, actingFor }),
    ).toBeRefused('NOT_ALLOWED');
    const elder = await scenario.actor('elder@xinxian');
    await elder.mutate('confirmVisit', { visitId }, 'visit { id }');
  });

  test('an administrator makes no grant, limit or reversal on a present or former account of her own', async () => {
    await heldUntilYesterday('admin@sicheng', 'ELDER', 'poor@xinxian');
    const grant = {
      fundAccountId: scenario.id.coinAccount('fund@sicheng'),
      toAccountId: scenario.id.coinAccount('poor@xinxian'),
      amount: '5.00',
      reason: '资助',
    };
    await expect(admin.tryMutate('grantCoins', { ...grant, idempotencyKey: newKey() })).toBeRefused(
      'NOT_ALLOWED',
    );
    const batch = {
      idempotencyKey: newKey(),
      fundAccountId: scenario.id.coinAccount('fund@sicheng'),
      csv: `to,amount,reason\n${scenario.id.coinAccount('elder@xinxian')},1,a\n${scenario.id.coinAccount('poor@xinxian')},1,b\n`,
      isDryRun: false,
      reason: '资助',
    };
    await expect(admin.tryMutate('grantCoinsInBatch', batch)).toBeRefused('NOT_ALLOWED');
    const limit = {
      accountId: scenario.id.coinAccount('poor@xinxian'),
      balanceMax: '900.00',
      reason: '自己',
    };
    await expect(admin.tryMutate('setCoinAccountLimit', limit)).toBeRefused('NOT_ALLOWED');
    const elder = await scenario.actor('elder@xinxian');
    const given = await elder.mutate(
      'transferCoins',
      {
        fromAccountId: scenario.id.coinAccount('elder@xinxian'),
        toAccountId: scenario.id.coinAccount('poor@xinxian'),
        amount: '1.00',
        purpose: 'GIFT',
      },
      'transfer { id }',
    );
    const reversal = { idempotencyKey: newKey(), transferId: given.transfer.id, reason: '自己' };
    await expect(admin.tryMutate('reverseTransfer', reversal)).toBeRefused('NOT_ALLOWED');
    await platform.sql(`delete from role_grant where valid_to < now() and account_id = $1`, [
      platform.fixtures.accounts['admin@sicheng'],
    ]);
    await admin.mutate('reverseTransfer', reversal);
  });

  test('a merchant does not settle with her own shop, whatever other roles she has', async () => {
    const { account: shop } = await admin.mutate(
      'openCoinAccount',
      { ownerKind: 'SHOP', unit: 'COIN', name: '试店' },
      'account { id }',
    );
    await heldUntilYesterday('admin@sicheng', 'MERCHANT', null);
    const settlement = {
      idempotencyKey: newKey(),
      shopAccountId: shop.id,
      fundAccountId: scenario.id.coinAccount('fund@sicheng'),
      coins: '1.00',
      money: '1.00',
      reason: '结算',
    };
    await expect(admin.tryMutate('settleShop', settlement)).toBeRefused('NOT_ALLOWED');
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
    readonly dispatcher: Actor,
    private readonly elderId: string,
  ) {}

  static async begin(): Promise<Alone> {
    const alone = await scenario.actor('dispatcher@chaoxi');
    const { elder } = await alone.mutate(
      'registerElder',
      {
        communityId: scenario.id.community('chaoxi'),
        person: { name: '曹奶奶' },
        // Each test has a request of its own.
        allowDuplicate: true,
      },
      'elder { id coinAccount { id } }',
    );
    await admin.grantsCoins('elder@xinxian', '50.00', { toAccountId: elder.coinAccount.id });
    return new Alone(alone, elder.id);
  }

  async visit(): Promise<string> {
    const request = await this.dispatcher.opens({
      elderId: this.elderId,
      requestedFrom: inMinutes(-1),
      allowDuplicate: false,
    });
    const { visits } = await this.dispatcher.assigns(request);
    await this.dispatcher.checksIn(visits[0]);
    await this.dispatcher.checksOut(visits[0]);
    return visits[0].id;
  }
}

describe('nobody certifies a visit whose evidence they entered alone', () => {
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

  test('another dispatcher certifies, and nobody raises the minutes alone either', async () => {
    const { visitId } = await scenario.plannedVisit();
    const end = Date.now();
    await dispatcher.checksIn(visitId, { at: new Date(end - 7_200_000).toISOString() });
    await dispatcher.checksOut(visitId, { at: new Date(end).toISOString() });
    const personId = scenario.id.person('elder@xinxian');
    const forElder = {
      visitId,
      idempotencyKey: newKey(),
      actingFor: { personId, channel: 'PHONE' },
    };
    await dispatcher.mutate('confirmVisit', forElder, 'visit { id }');
    await expect(dispatcher.certifies(visitId)).toBeRefused('SECOND_PERSON_NEEDED');
    const both = await scenario.actor('both@xinxian');
    const { visit } = await both.mutate(
      'certifyVisit',
      await dispatcher.decision(visitId),
      decided,
    );
    expect((visit as Decided).certification.trace).toContainEqual({
      code: 'TRACE_SECOND_PERSON',
      passed: true,
      text: 'Decided by both@xinxian, who did not perform the visit.',
    });
    const raise = await dispatcher.decision(visitId, { minutes: 240, reason: '补时' });
    await expect(dispatcher.tryMutate('correctVisit', raise)).toBeRefused('SECOND_PERSON_NEEDED');
  });

  test('the sole author of the evidence does not resolve a dispute with other minutes', async () => {
    const { visitId } = await scenario.plannedVisit();
    await dispatcher.checksIn(visitId);
    await dispatcher.checksOut(visitId);
    const elder = await scenario.actor('elder@xinxian');
    await elder.mutate(
      'disputeVisit',
      {
        visitId,
        expectedVersion: await dispatcher.versionOf(visitId),
        reason: '时间不对',
      },
      'visit { id }',
    );
    const ending = await dispatcher.decision(visitId, {
      decision: 'CORRECTED',
      minutes: 45,
      reason: '核实',
    });
    await expect(dispatcher.tryMutate('resolveDispute', ending)).toBeRefused(
      'SECOND_PERSON_NEEDED',
    );
    await admin.mutate('resolveDispute', ending);
  });

  test('evidence of the volunteer, the elder or the leader makes the dispatcher a second person', async () => {
    const { visitId } = await scenario.plannedVisit();
    await dispatcher.checksIn(visitId);
    await dispatcher.checksOut(visitId);
    await expect(dispatcher.certifies(visitId)).toBeRefused('SECOND_PERSON_NEEDED');
    const leader = await scenario.actor('leader@chaoxi');
    const call = { visitId, idempotencyKey: newKey(), wasThere: true, note: '老人说来过' };
    await leader.mutate('recordVisitCall', call, 'visit { id }');
    await dispatcher.certifies(visitId);
  });

  test('the only dispatcher certifies, the decision says so, and another person calls back a sample', async () => {
    const alone = await Alone.begin();
    const { policy: set } = await admin.mutate(
      'setEvidencePolicy',
      { ...policy, callBackPercent: 100 },
      'policy { singleDispatcher callBackPercent }',
    );
    expect(set).toEqual({ singleDispatcher: 'CALL_BACK', callBackPercent: 100 });
    const visitId = await alone.visit();
    const { visit } = await alone.dispatcher.mutate(
      'certifyVisit',
      await alone.dispatcher.decision(visitId),
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
    await expect(alone.dispatcher.tryMutate('resolveReviewItem', resolve)).toBeRefused(
      'NOT_ALLOWED',
    );
    await admin.mutate('resolveReviewItem', resolve, 'reviewItem { state }');
  });

  test('an invited dispatcher who has not accepted is no second person', async () => {
    const alone = await Alone.begin();
    await admin.mutate('setEvidencePolicy', { ...policy, callBackPercent: 100 }, 'policy { id }');
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
    await alone.dispatcher.mutate(
      'certifyVisit',
      await alone.dispatcher.decision(visitId),
      decided,
    );
    // The control: an accepted invitation makes a second dispatcher.
    const invited = `where community_id = $1 and role = 'DISPATCHER' and account_id = $2`;
    const who = [community, platform.fixtures.accounts['volunteer@xinxian']];
    await platform.sql(`update role_grant set accepted_at = now() ${invited}`, who);
    const next = await alone.visit();
    await expect(alone.dispatcher.certifies(next)).toBeRefused('SECOND_PERSON_NEEDED');
    await platform.sql(`delete from role_grant ${invited}`, who);
  });

  test('a dispatcher cannot disqualify the second person by granting her a role', async () => {
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
      (
        await alone.dispatcher.tryMutate(
          'grantRole',
          { ...grant, holderName: '志' },
          'grant { id }',
        )
      ).errors,
    ).toEqual([]);
    await expect(alone.dispatcher.certifies(visitId)).toBeRefused('SECOND_PERSON_NEEDED');
    await platform.sql(`delete from role_grant where account_id = $1 and community_id = $2`, [
      colleague,
      community,
    ]);
    await platform.sql(`delete from role_grant where account_id = $1 and accepted_at is null`, [
      colleague,
    ]);
  });

  test('a foundation may require evidence of another person instead', async () => {
    const alone = await Alone.begin();
    await admin.mutate(
      'setEvidencePolicy',
      { ...policy, singleDispatcher: 'OTHERS_EVIDENCE' },
      'policy { id }',
    );
    const visitId = await alone.visit();
    await expect(alone.dispatcher.certifies(visitId)).toBeRefused('OTHERS_EVIDENCE_NEEDED');
    const leader = await scenario.actor('leader@chaoxi');
    const call = { visitId, idempotencyKey: newKey(), wasThere: true, note: '老人说来过' };
    await leader.mutate('recordVisitCall', call, 'visit { id }');
    const { visit } = await alone.dispatcher.mutate(
      'certifyVisit',
      await alone.dispatcher.decision(visitId),
      decided,
    );
    expect((visit as Decided).certification.trace.map(({ code }) => code)).toContain(
      'TRACE_SECOND_PERSON',
    );
  });
});
