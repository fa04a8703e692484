import { encodeId } from '../../schema/ids.ts';
import type { Caller } from '../testing/caller.ts';
import type { IsolationFixture, Side } from '../testing/isolation/fixtures.ts';
import { newKey, type TestPlatform } from '../testing/test-platform.ts';

export const isolationFixture: IsolationFixture = { seedFoundation, seedSide };

/** Policies of the foundation that lies behind the boundary. */
async function seedFoundation(platform: TestPlatform, { administrator }: Side): Promise<void> {
  if (administrator !== 'admin@yigong80') return;
  const caller = await platform.as(administrator);
  await caller.mutate(
    'setStarPolicy',
    { name: '石园之光', hours: [100], reason: '-' },
    'policy { id }',
  );
  const asked = { requiredEvidence: [], weights: [], weightNeeded: 0, rounding: 'MINUTE_BEGUN' };
  const bounds = { minutesMax: 1_440, placeMetresMax: 150, isReviewNeeded: false, reason: '-' };
  await caller.mutate('setEvidencePolicy', { ...asked, ...bounds }, 'policy { id }');
}

/** A visit in vain, and a certified visit with evidence, a review item and a certificate. */
async function seedSide(platform: TestPlatform, side: Side): Promise<void> {
  const { elder } = side;
  const dispatcher = await platform.as(side.dispatcher);
  const inVain = await assigned(platform, dispatcher, side, -1_800_000);
  const missed = {
    visitId: inVain.visitId,
    expectedVersion: inVain.version,
    side: 'ELDER',
    reason: `${elder} 不在家`,
  };
  await dispatcher.mutate('reportNoShow', missed, 'visit { id }');
  const { visitId } = await assigned(platform, dispatcher, side, 3_600_000);
  await certify(platform, dispatcher, side, visitId);
}

async function assigned(
  platform: TestPlatform,
  dispatcher: Caller,
  side: Side,
  inMs: number,
): Promise<{ visitId: string; version: number }> {
  const { fixtures } = platform;
  const requestedFrom = new Date(Date.now() + inMs);
  const { request } = await dispatcher.mutate(
    'openServiceRequest',
    {
      idempotencyKey: newKey(),
      allowDuplicate: true,
      elderId: encodeId('elder', fixtures.elders[side.elder] ?? ''),
      kindId: encodeId('kind', fixtures.kinds[side.kind] ?? ''),
      requestedFrom: requestedFrom.toISOString(),
      requestedTo: new Date(requestedFrom.getTime() + 7_200_000).toISOString(),
    },
    'request { id version }',
  );
  const volunteerId = encodeId('volunteer', fixtures.volunteers[side.volunteer] ?? '');
  const input = { requestId: request.id, volunteerId, expectedVersion: request.version };
  const answer = await dispatcher.mutate(
    'assignServiceRequest',
    input,
    'request { version visits { id } }',
  );
  return { visitId: answer.request.visits[0].id, version: answer.request.version };
}

async function certify(
  platform: TestPlatform,
  dispatcher: Caller,
  side: Side,
  visitId: string,
): Promise<void> {
  const now = Date.now();
  await dispatcher.mutate(
    'announcePhoto',
    { visitId, clientId: newKey(), type: 'JPEG', bytes: 1 },
    'photo { id }',
  );
  const at = new Date(now - 3_600_000).toISOString();
  // A wrong code adds an item to the review queue.
  await dispatcher.mutate('checkIn', { visitId, at, doorCode: 'none' }, 'visit { id }');
  const mistaken = await dispatcher.mutate(
    'checkOut',
    { visitId, clientId: newKey() },
    'visit { request { version } }',
  );
  await dispatcher.mutate(
    'undoCheckOut',
    {
      visitId,
      expectedVersion: mistaken.visit.request.version,
      reason: `${side.elder} 点错`,
    },
    'visit { id }',
  );
  const volunteer = await platform.as(side.volunteer);
  const { visit } = await volunteer.mutate(
    'checkOut',
    { visitId, at: new Date(now - 1_000).toISOString() },
    'visit { request { version } }',
  );
  await dispatcher.mutate(
    'certifyVisit',
    { idempotencyKey: newKey(), visitId, expectedVersion: visit.request.version },
    'visit { id }',
  );
  // The volunteer may live elsewhere; the certificate is issued there.
  const volunteerId = encodeId('volunteer', platform.fixtures.volunteers[side.volunteer] ?? '');
  const days = { from: '2020-01-01', to: '2099-12-31' };
  await volunteer.mutate(
    'issueCertificate',
    { idempotencyKey: newKey(), volunteerId, ...days },
    'certificate { id }',
  );
}
