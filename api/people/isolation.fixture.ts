import { createHash } from 'node:crypto';
import { addFixtures } from '../testing/fixtures.ts';
import type { IsolationFixture, Side } from '../testing/isolation/fixtures.ts';
import { Scenario } from '../testing/scenario/scenario.ts';
import type { TestPlatform } from '../testing/test-platform.ts';

export const isolationFixture: IsolationFixture = { prepare, seedSide };

/** One of each further record about people, in the community of an elder. */
async function seedSide(platform: TestPlatform, side: Side): Promise<void> {
  const { volunteer, elder: person } = side;
  const { dispatcher } = await Scenario.begin(platform, side.dispatcher);
  await dispatcher.mutate('recordConsent', { person, purpose: 'CARE' });
  await dispatcher.mutate('recordMandate', {
    person,
    holderName: `代办人${person}`,
    holderPhone: `+4915${phoneOf(person)}`,
    basis: 'SPOKEN',
    relationship: '邻居',
  });
  const qualification = { volunteer, name: '急救', issuedBy: '红十字会' };
  await dispatcher.mutate('recordQualification', qualification);
  const disclosure = { person, fields: ['PHONE'], purpose: 'SERVICE', reason: `联系${person}` };
  await dispatcher.mutate('disclosePersonalData', disclosure);
}

/** Nine digits, another number for each persona. */
function phoneOf(persona: string): string {
  const number = createHash('sha256').update(persona).digest().readUInt32BE();
  return String(100_000_000 + (number % 900_000_000));
}

/** A leader and a volunteer of a team that serves dafangjia alone. */
async function prepare(platform: TestPlatform): Promise<void> {
  await addFixtures(platform, 'sicheng', (sicheng) => {
    sicheng.team('yuanfang', '远方服务队', 'dafangjia');
    sicheng.volunteer('volunteer@dafangjia', '方志愿', 'dafangjia', 'yuanfang');
    sicheng.account('leader@dafangjia', 'TEAM_LEADER', { team: 'yuanfang' });
  });
}
