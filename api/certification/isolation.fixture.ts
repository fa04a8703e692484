import type { IsolationFixture, Side } from '../testing/isolation/fixtures.ts';
import { Scenario } from '../testing/scenario/scenario.ts';
import { inHours } from '../testing/scenario/times.ts';
import { newKey, type TestPlatform } from '../testing/test-platform.ts';

export const isolationFixture: IsolationFixture = { seedFoundation, seedSide };

/** Policies of the foundation that lies behind the boundary. */
async function seedFoundation(platform: TestPlatform, { administrator }: Side): Promise<void> {
  if (administrator !== 'admin@yigong80') return;
  const caller = await platform.as(administrator);
  await caller.mutate(
    'setStarPolicy',
    { name: '石园之光', hours: [1], reason: '-' },
    'policy { id }',
  );
  const asked = { requiredEvidence: [], weights: [], weightNeeded: 0, rounding: 'MINUTE_BEGUN' };
  const bounds = { minutesMax: 1_440, placeMetresMax: 150, isReviewNeeded: false, reason: '-' };
  await caller.mutate('setEvidencePolicy', { ...asked, ...bounds }, 'policy { id }');
}

/**
 * A visit in vain, and a certified visit with evidence, a review item, a star, feedback, an outcome
 * and a certificate.
 */
async function seedSide(platform: TestPlatform, side: Side): Promise<void> {
  const { elder, kind, volunteer } = side;
  const scenario = await Scenario.begin(platform, side.dispatcher);
  const { dispatcher } = scenario;
  const inVain = await scenario.plannedVisit({ elder, kind, volunteer, hasBegun: true });
  await dispatcher.mutate('reportNoShow', {
    visitId: inVain.visitId,
    expectedVersion: await dispatcher.versionOf(inVain.visitId),
    side: 'ELDER',
    reason: `${elder} 不在家`,
  });

  const { visitId } = await scenario.plannedVisit({ elder, kind, volunteer });
  const photo = { visitId, idempotencyKey: newKey(), type: 'JPEG', bytes: 1 };
  await dispatcher.mutate('announcePhoto', photo);
  // A wrong code adds an item to the review queue.
  // Longer than an hour, which gives the volunteer a star.
  await dispatcher.checksIn(visitId, { at: inHours(-2), doorCode: 'none' });
  await dispatcher.checksOut(visitId, { idempotencyKey: newKey() });
  await dispatcher.mutate('undoCheckOut', {
    visitId,
    expectedVersion: await dispatcher.versionOf(visitId),
    reason: `${elder} 点错`,
  });
  const helper = await scenario.actor(volunteer);
  await helper.checksOut(visitId, { at: new Date(Date.now() - 1_000).toISOString() });
  await dispatcher.certifies(visitId);
  const actingFor = { personId: scenario.id.person(elder), channel: 'PHONE' };
  const feedback = { visitId, satisfaction: 5, note: `${elder} 满意`, actingFor };
  await dispatcher.mutate('giveFeedback', feedback, 'visit { id }');
  const answers = { scale: 'UCLA_3', answers: [1, 1, 1], phase: 'BEFORE' };
  const consent = { consentGiven: true, consentGivenBy: `${elder} 本人` };
  await dispatcher.mutate(
    'recordOutcome',
    { idempotencyKey: newKey(), elderId: scenario.id.elder(elder), ...answers, ...consent },
    'measure { id }',
  );
  // The volunteer may live elsewhere; the certificate is issued there.
  const days = { from: '2020-01-01', to: '2099-12-31' };
  await helper.mutate('issueCertificate', { volunteer, ...days });
}
