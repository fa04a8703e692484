import { createHash } from 'node:crypto';
import { encodeId, newId } from '../../schema/ids.ts';
import type { IsolationFixture, Side } from '../testing/isolation/fixtures.ts';
import type { TestPlatform } from '../testing/test-platform.ts';

export const isolationFixture: IsolationFixture = { prepare, seedSide };

/** One of each further record about people, in the community of an elder. */
async function seedSide(
  platform: TestPlatform,
  { dispatcher, elder: persona, volunteer }: Side,
): Promise<void> {
  const caller = await platform.as(dispatcher);
  const personId = encodeId('person', platform.fixtures.persons[persona] ?? '');
  const volunteerId = encodeId('volunteer', platform.fixtures.volunteers[volunteer] ?? '');
  await caller.mutate('recordConsent', { personId, purpose: 'CARE' }, 'consent { id }');
  const holder = {
    holderName: `代办人${persona}`,
    holderPhone: `+4915${phoneOf(persona)}`,
  };
  const mandate = { personId, ...holder, basis: 'SPOKEN', relationship: '邻居' };
  await caller.mutate('recordMandate', mandate, 'mandate { id }');
  await caller.mutate(
    'recordQualification',
    { volunteerId, name: '急救', issuedBy: '红十字会' },
    'qualification { id }',
  );
  const disclosure = { personId, fields: ['PHONE'], purpose: 'SERVICE', reason: `联系${persona}` };
  await caller.mutate('disclosePersonalData', disclosure, 'personalData { phone }');
}

/** Nine digits, another number for each persona. */
function phoneOf(persona: string): string {
  const number = createHash('sha256').update(persona).digest().readUInt32BE();
  return String(100_000_000 + (number % 900_000_000));
}

/** A leader and a volunteer of a team that serves dafangjia alone. */
async function prepare(platform: TestPlatform): Promise<void> {
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
