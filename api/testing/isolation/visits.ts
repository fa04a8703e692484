import { encodeId } from '../../../schema/ids.ts';
import { newKey, type TestPlatform } from '../test-platform.ts';

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
      const { request } = await dispatcher.mutate(
        'openServiceRequest',
        requestInput(round + 1),
        'request { id version }',
      );
      if (stage === 'OPEN') continue;
      const assign = { requestId: request.id, volunteerId, expectedVersion: request.version };
      const assigned = await dispatcher.mutate(
        'assignServiceRequest',
        assign,
        'request { visits { id } }',
      );
      const visitId = assigned.request.visits[0].id as string;
      if (stage === 'PLANNED') continue;
      await dispatcher.mutate(
        'checkIn',
        { visitId, at: new Date(Date.now() - 3_600_000).toISOString() },
        'visit { id }',
      );
      if (stage === 'CHECKED_OUT') await dispatcher.mutate('checkOut', { visitId }, 'visit { id }');
    }
    // A leader's request needs review first.
    await leader.mutate(
      'openServiceRequest',
      { ...requestInput(round + 1), actingFor: null },
      'request { id }',
    );
  }
  const admin = await platform.as('admin@sicheng');
  await admin.mutate(
    'openCoinAccount',
    { ownerKind: 'SHOP', unit: 'COIN', name: '便民超市' },
    'account { id }',
  );
  await admin.mutate('closePeriod', { month: '2020-01' }, 'period { id }');
}
