import { Scenario } from '../scenario/scenario.ts';
import { inHours } from '../scenario/times.ts';
import type { TestPlatform } from '../test-platform.ts';

/** Requests and visits of xinxian in every state, two of each. */
export async function seedVisits(platform: TestPlatform): Promise<void> {
  const scenario = await Scenario.begin(platform);
  const { dispatcher } = scenario;
  const leader = await scenario.actor('leader@xinxian');
  const actingFor = { personId: scenario.id.person('elder@xinxian'), channel: 'PHONE' };
  for (const hours of [1, 2]) {
    const plan = {
      minutesExpected: 30,
      requestedFrom: inHours(hours),
      requestedTo: inHours(hours + 2),
    };
    for (const stage of ['OPEN', 'PLANNED', 'CHECKED_IN', 'CHECKED_OUT'] as const) {
      const request = await dispatcher.opens({ ...plan, actingFor });
      if (stage === 'OPEN') continue;
      const { visits } = await dispatcher.assigns(request, 'volunteer@xinxian');
      if (stage === 'PLANNED') continue;
      await dispatcher.checksIn(visits[0], { at: inHours(-1) });
      if (stage === 'CHECKED_OUT') await dispatcher.checksOut(visits[0]);
    }
    // A leader's request needs review first.
    await leader.opens(plan);
  }
  const admin = await platform.as('admin@sicheng');
  await admin.mutate(
    'openCoinAccount',
    { ownerKind: 'SHOP', unit: 'COIN', name: '便民超市' },
    'account { id }',
  );
  await admin.mutate('closePeriod', { month: '2020-01' }, 'period { id }');
}
