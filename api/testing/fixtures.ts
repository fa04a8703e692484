import type pg from 'pg';
import { usualPolicy } from '../requests/dispatch/dispatch-policy.ts';
import { newClient } from '../platform/database/postgres-clients.ts';
import type { Role } from '../../schema/identity/role-grant.ts';
import {
  type Elder,
  FoundationBuilder,
  type Fund,
  type GrantScope,
  headBankOperator,
} from '../../seeds/foundation-builder.ts';
import { catalogue } from '../../seeds/programmes/catalogue.ts';
import { Ids, SeededRandom } from '../../seeds/random.ts';
import { insertRows } from '../../seeds/row-batch.ts';

/** Rows of the test platform by short names; the values are uuids. */
export interface Fixtures {
  foundations: Record<string, string>;
  communities: Record<string, string>;
  teams: Record<string, string>;
  kinds: Record<string, string>;
  /** Elders, volunteers and persons are named after their persona. */
  elders: Record<string, string>;
  volunteers: Record<string, string>;
  persons: Record<string, string>;
  accounts: Record<string, string>;
  coinAccounts: Record<string, string>;
}

/**
 * Seeds two foundations. `sicheng` has the communities xinxian, chaoxi and dafangjia. Its team
 * haoyiya is at home in chaoxi and serves xinxian too; qingman is at home in xinxian. `yigong80`
 * has the community shiyuan with the team jieduo. elder@xinxian has 30 coins, poor@xinxian none.
 * both@xinxian is dispatcher and volunteer. unvetted@chaoxi is not vetted.
 */
export async function seedFixtures(pool: pg.Pool): Promise<Fixtures> {
  const fixtures: Fixtures = {
    foundations: {},
    communities: {},
    teams: {},
    kinds: {},
    elders: {},
    volunteers: {},
    persons: {},
    accounts: {},
    coinAccounts: {},
  };
  const operator = headBankOperator(new Ids(new SeededRandom(0)), yesterday());
  fixtures.accounts['operator@headbank'] = operator.account.id;
  const foundations = [sicheng(fixtures), yigong80(fixtures)];
  const client = await pool.connect();
  try {
    await client.query('begin');
    await insertRows(client, 'account', [operator.account]);
    await insertRows(client, 'role_grant', [operator.grant]);
    for (const { builder } of foundations) {
      await insertRows(client, 'foundation', [builder.foundation]);
      await write(client, builder);
    }
    await client.query('commit');
  } finally {
    client.release();
  }
  return fixtures;
}

/** Adds rows to a foundation of the fixtures. */
export async function addFixtures(
  { databaseUrl, fixtures }: { databaseUrl: string; fixtures: Fixtures },
  slug: string,
  add: (foundation: FixtureFoundation) => void,
): Promise<void> {
  const identity = { id: find(fixtures.foundations, slug), slug, name: slug };
  const builder = new FoundationBuilder(identity, new Ids(new SeededRandom(3)), yesterday());
  add(new FixtureFoundation(fixtures, builder));
  const client = newClient({ connectionString: databaseUrl });
  await client.connect();
  try {
    await write(client, builder);
  } finally {
    await client.end();
  }
}

async function write(client: pg.ClientBase, { accounts, books, rows }: FoundationBuilder) {
  await insertRows(client, 'account', accounts);
  books.write(rows);
  await rows.write(client);
  await books.seal(client);
}

function sicheng(fixtures: Fixtures): FixtureFoundation {
  const foundation = FixtureFoundation.found(fixtures, 1, 'sicheng', '思诚社区公益基金会');
  for (const [slug, name] of [
    ['xinxian', '新鲜社区'],
    ['chaoxi', '朝西社区'],
    ['dafangjia', '大方家社区'],
  ] as const) {
    foundation.community(slug, name);
    foundation.account(`dispatcher@${slug}`, 'DISPATCHER', { community: slug });
  }
  foundation.team('qingman', '情满楼院绿色家园', 'xinxian');
  foundation.team('haoyiya', '好益芽服务队', 'chaoxi', 'xinxian');
  foundation.elder('elder@xinxian', '芦奶奶', 'xinxian', 3_000n);
  foundation.elder('poor@xinxian', '示例爷爷', 'xinxian', 0n);
  foundation.elder('elder@dafangjia', '示例奶奶', 'dafangjia', 1_000n);
  foundation.volunteer('volunteer@chaoxi', '何小芽', 'chaoxi', 'haoyiya');
  foundation.volunteer('second@chaoxi', '何二芽', 'chaoxi', 'haoyiya');
  foundation.volunteer('unvetted@chaoxi', '何新芽', 'chaoxi', 'haoyiya', false);
  foundation.volunteer('volunteer@xinxian', '林阿姨', 'xinxian', 'qingman');
  foundation.volunteer('both@xinxian', '双岗', 'xinxian', 'qingman');
  foundation.grant('both@xinxian', 'DISPATCHER', { community: 'xinxian' });
  foundation.account('leader@chaoxi', 'TEAM_LEADER', { team: 'haoyiya' });
  foundation.account('leader@xinxian', 'TEAM_LEADER', { team: 'qingman' });
  foundation.account('family@xinxian', 'FAMILY_MEMBER', { person: 'elder@xinxian' });
  foundation.account('admin@sicheng', 'FOUNDATION_ADMIN');
  foundation.account('analyst@sicheng', 'FOUNDATION_ANALYST');
  foundation.account('auditor@sicheng', 'AUDITOR');
  foundation.account('partner@sicheng', 'PARTNER_APP');
  foundation.account('merchant@sicheng', 'MERCHANT');
  return foundation;
}

function yigong80(fixtures: Fixtures): FixtureFoundation {
  const foundation = FixtureFoundation.found(fixtures, 2, 'yigong80', '80后义工社');
  foundation.community('shiyuan', '石园街道');
  foundation.account('dispatcher@shiyuan', 'DISPATCHER', { community: 'shiyuan' });
  foundation.team('jieduo', '结对服务队', 'shiyuan');
  foundation.elder('elder@shiyuan', '石奶奶', 'shiyuan', 2_000n);
  foundation.volunteer('volunteer@shiyuan', '石阿姨', 'shiyuan', 'jieduo');
  foundation.account('leader@shiyuan', 'TEAM_LEADER', { team: 'jieduo' });
  foundation.account('admin@yigong80', 'FOUNDATION_ADMIN');
  foundation.account('analyst@yigong80', 'FOUNDATION_ANALYST');
  return foundation;
}

/** Names in place of ids. */
interface NamedScope {
  community?: string;
  team?: string;
  person?: string;
}

/** Builds a foundation, and keeps the ids of its rows by their names. */
class FixtureFoundation {
  constructor(
    private readonly fixtures: Fixtures,
    readonly builder: FoundationBuilder,
    private readonly fund?: Fund,
  ) {}

  /** A new foundation with its accounts, two kinds of service and a policy. */
  static found(fixtures: Fixtures, seed: number, slug: string, name: string): FixtureFoundation {
    const ids = new Ids(new SeededRandom(seed));
    const builder = new FoundationBuilder({ slug, name }, ids, yesterday());
    const { kinds, coinAccounts } = fixtures;
    fixtures.foundations[slug] = builder.id;
    coinAccounts[`clearing@${slug}`] = builder.clearingAccount();
    const fund = builder.fund(`${name}专项基金`, yesterday());
    coinAccounts[`fund@${slug}`] = fund.coinAccountId;
    for (const kind of catalogue({}))
      if (kind.code === 'companionship' || kind.code === 'cleaning')
        kinds[`${kind.code}@${slug}`] = builder.kind(kind);
    builder.add('dispatch_policy', { ...lenientPolicy, setByAccountId: builder.id });
    return new FixtureFoundation(fixtures, builder, fund);
  }

  community(slug: string, name: string): void {
    this.fixtures.communities[slug] = this.builder.community({ slug, name });
  }

  team(slug: string, name: string, home: string, ...servesToo: string[]): void {
    const { communities, teams } = this.fixtures;
    const further = servesToo.map((community) => find(communities, community));
    teams[slug] = this.builder.team(name, find(communities, home), further);
  }

  elder(persona: string, name: string, community: string, coins: bigint): void {
    const communityId = find(this.fixtures.communities, community);
    const elder = this.builder.elder({ persona, loginName: persona, name, communityId });
    this.fixtures.elders[persona] = elder.id;
    this.keepPerson(persona, elder);
    if (coins > 0n) this.grantCoins(persona, coins);
  }

  volunteer(persona: string, name: string, community: string, team: string, isVetted = true): void {
    const communityId = find(this.fixtures.communities, community);
    const teamId = find(this.fixtures.teams, team);
    const volunteer = this.builder.volunteer({
      persona,
      loginName: persona,
      name,
      communityId,
      teamId,
      isVetted,
    });
    this.fixtures.volunteers[persona] = volunteer.id;
    this.keepPerson(persona, volunteer);
  }

  account(persona: string, role: Role, scope: NamedScope = {}): void {
    const { accountId } = this.builder.account(persona, persona, role, this.scopeOf(scope));
    this.fixtures.accounts[persona] = accountId;
  }

  grant(persona: string, role: Role, scope: NamedScope): void {
    this.builder.grant(find(this.fixtures.accounts, persona), role, this.scopeOf(scope));
  }

  private scopeOf({ community, team, person }: NamedScope): GrantScope {
    const { communities, teams, persons } = this.fixtures;
    return {
      ...(community && { communityId: find(communities, community) }),
      ...(team && { teamId: find(teams, team) }),
      ...(person && { personId: find(persons, person) }),
    };
  }

  private keepPerson(
    persona: string,
    { personId, coinAccountId, account }: Pick<Elder, 'personId' | 'coinAccountId' | 'account'>,
  ): void {
    this.fixtures.persons[persona] = personId;
    this.fixtures.coinAccounts[persona] = coinAccountId;
    if (account) this.fixtures.accounts[persona] = account.accountId;
  }

  private grantCoins(persona: string, amount: bigint): void {
    if (!this.fund) throw new Error('Only a new foundation has a fund that grants coins.');
    const now = new Date().toISOString();
    this.builder.grantCoins(this.fund, find(this.fixtures.coinAccounts, persona), {
      clientId: `settle:${persona}`,
      amount,
      happenedAt: now,
      bookedAt: now,
      actorAccountId: this.builder.id,
    });
  }
}

/** Most tests give one volunteer concurrent visits; tests of double booking set stricter rules. */
const lenientPolicy = {
  ...usualPolicy,
  version: 1,
  doubleBooking: 'FLAG',
  lateWithdrawalMinutes: 0,
};

function yesterday(): string {
  return new Date(Date.now() - 86_400_000).toISOString();
}

function find(ids: Record<string, string>, name: string): string {
  const id = ids[name];
  if (id === undefined) throw new Error(`No fixture is called ${name} yet.`);
  return id;
}
