import type pg from 'pg';
import { newId } from '../../schema/ids.ts';

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
  const there: Fixtures = {
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
  const client = await pool.connect();
  try {
    await client.query('begin');
    await settleSicheng(new Builder(client, there));
    await settleYigong(new Builder(client, there));
    const operator = new Builder(client, there);
    await operator.account('operator@headbank', 'HEAD_BANK_OPERATOR', {}, null);
    for (const id of Object.values(there.foundations))
      await client.query('select ledger_adopt($1)', [id]);
    await client.query('commit');
  } finally {
    client.release();
  }
  return there;
}

async function settleSicheng(builder: Builder): Promise<void> {
  await builder.foundation('sicheng', '思诚社区公益基金会');
  for (const [slug, name] of [
    ['xinxian', '新鲜社区'],
    ['chaoxi', '朝西社区'],
    ['dafangjia', '大方家社区'],
  ] as const) {
    await builder.community(slug, name);
    await builder.account(`dispatcher@${slug}`, 'DISPATCHER', { community: slug });
  }
  await builder.team('qingman', '情满楼院绿色家园', 'xinxian', ['xinxian']);
  await builder.team('haoyiya', '好益芽服务队', 'chaoxi', ['chaoxi', 'xinxian']);
  await builder.elder('elder@xinxian', '芦奶奶', 'xinxian', 3_000);
  await builder.elder('poor@xinxian', '示例爷爷', 'xinxian', 0);
  await builder.elder('elder@dafangjia', '示例奶奶', 'dafangjia', 1_000);
  await builder.volunteer('volunteer@chaoxi', '何小芽', 'chaoxi', ['haoyiya']);
  await builder.volunteer('second@chaoxi', '何二芽', 'chaoxi', ['haoyiya']);
  await builder.volunteer('unvetted@chaoxi', '何新芽', 'chaoxi', ['haoyiya'], false);
  await builder.volunteer('volunteer@xinxian', '林阿姨', 'xinxian', ['qingman']);
  await builder.volunteer('both@xinxian', '双岗', 'xinxian', ['qingman']);
  await builder.grant('both@xinxian', 'DISPATCHER', { community: 'xinxian' });
  await builder.account('leader@chaoxi', 'TEAM_LEADER', { team: 'haoyiya' });
  await builder.account('leader@xinxian', 'TEAM_LEADER', { team: 'qingman' });
  await builder.account('family@xinxian', 'FAMILY_MEMBER', { person: 'elder@xinxian' });
  await builder.account('admin@sicheng', 'FOUNDATION_ADMIN', {});
  await builder.account('analyst@sicheng', 'FOUNDATION_ANALYST', {});
  await builder.account('auditor@sicheng', 'AUDITOR', {});
  await builder.account('partner@sicheng', 'PARTNER_APP', {});
  await builder.account('merchant@sicheng', 'MERCHANT', {});
}

async function settleYigong(builder: Builder): Promise<void> {
  await builder.foundation('yigong80', '80后义工社');
  await builder.community('shiyuan', '石园街道');
  await builder.account('dispatcher@shiyuan', 'DISPATCHER', { community: 'shiyuan' });
  await builder.team('jieduo', '结对服务队', 'shiyuan', ['shiyuan']);
  await builder.elder('elder@shiyuan', '石奶奶', 'shiyuan', 2_000);
  await builder.volunteer('volunteer@shiyuan', '石阿姨', 'shiyuan', ['jieduo']);
  await builder.account('leader@shiyuan', 'TEAM_LEADER', { team: 'jieduo' });
  await builder.account('admin@yigong80', 'FOUNDATION_ADMIN', {});
  await builder.account('analyst@yigong80', 'FOUNDATION_ANALYST', {});
}

interface GrantScope {
  community?: string;
  team?: string;
  person?: string;
}

/** Inserts one foundation row by row, as the administrator. */
class Builder {
  private foundationId = '';

  constructor(
    private readonly client: pg.PoolClient,
    private readonly there: Fixtures,
  ) {}

  async foundation(slug: string, name: string): Promise<void> {
    this.foundationId = this.there.foundations[slug] = newId();
    await this.client.query(
      'insert into foundation (id, slug, name, is_demo) values ($1, $2, $3, true)',
      [this.foundationId, slug, name],
    );
    await this.coinAccount(`clearing@${slug}`, 'FOUNDATION', this.foundationId, null, name, null);
    await this.coinAccount(`fund@${slug}`, 'FUND', newId(), null, `${name}专项基金`, null);
    // Most tests give one volunteer concurrent visits; tests of double booking set stricter rules.
    await this.insert('dispatch_policy', newId(), {
      version: 1,
      valid_from: '2020-01-01T00:00:00Z',
      set_by_account_id: this.foundationId,
      reviewed_sources: ['TEAM_LEADER', 'VOLUNTEER', 'PARTNER_APP'],
      double_booking: 'FLAG',
      overwork: 'FLAG',
      grace_minutes: 5,
      rest_minutes: 15,
      day_minutes_max: 480,
      week_minutes_max: 1_200,
      late_withdrawal_minutes: 0,
      check_in_overdue_minutes: 15,
      check_out_overdue_minutes: 30,
      escalation: JSON.stringify({
        normal: { team: 120, community: 120, neighbours: 1_440, foundation: 2_880 },
        soon: { team: 15, community: 15, neighbours: 60, foundation: 180 },
        urgent: { team: 0, community: 0, neighbours: 10, foundation: 20 },
      }),
    });
    for (const [code, kindName, minutes, coins] of [
      ['companionship', '陪伴聊天', 60, 100],
      ['cleaning', '打扫卫生', 90, 150],
    ] as const) {
      await this.insert('service_kind', (this.there.kinds[`${code}@${slug}`] = newId()), {
        code,
        name: kindName,
        category: code,
        minutes_default: minutes,
        coins_per_hour: coins,
      });
    }
  }

  async community(slug: string, name: string): Promise<void> {
    await this.insert('community', (this.there.communities[slug] = newId()), {
      slug,
      name,
      district: '北京',
    });
  }

  async team(slug: string, name: string, home: string, serves: readonly string[]): Promise<void> {
    const id = (this.there.teams[slug] = newId());
    await this.insert('team', id, { community_id: this.there.communities[home], name });
    for (const community of serves) {
      await this.insert('team_area', newId(), {
        team_id: id,
        community_id: this.there.communities[community],
      });
    }
  }

  async elder(persona: string, name: string, community: string, coins: number): Promise<void> {
    const communityId = this.there.communities[community];
    const personId = await this.person(persona, name, communityId);
    await this.insert('elder', (this.there.elders[persona] = newId()), {
      community_id: communityId,
      person_id: personId,
      display_name: name,
      lives_alone: true,
    });
    await this.account(persona, 'ELDER', { person: persona });
    if (coins > 0) await this.grantCoins(persona, coins);
  }

  async volunteer(
    persona: string,
    name: string,
    community: string,
    teams: readonly string[],
    isVetted = true,
  ): Promise<void> {
    const communityId = this.there.communities[community];
    const personId = await this.person(persona, name, communityId);
    const id = (this.there.volunteers[persona] = newId());
    await this.insert('volunteer', id, {
      community_id: communityId,
      person_id: personId,
      display_name: name,
      is_vetted: isVetted,
    });
    for (const team of teams) {
      await this.insert('team_member', newId(), {
        community_id: communityId,
        team_id: this.there.teams[team],
        volunteer_id: id,
      });
    }
    await this.account(persona, 'VOLUNTEER', { person: persona });
  }

  async account(
    persona: string,
    role: string,
    scope: GrantScope,
    foundationId: string | null = this.foundationId,
  ): Promise<void> {
    const id = (this.there.accounts[persona] = newId());
    await this.client.query('insert into account (id, display_name, persona) values ($1, $2, $3)', [
      id,
      persona,
      persona,
    ]);
    await this.grant(persona, role, scope, foundationId);
  }

  async grant(
    persona: string,
    role: string,
    scope: GrantScope,
    foundationId: string | null = this.foundationId,
  ): Promise<void> {
    await this.client.query(
      "insert into role_grant (id, account_id, role, foundation_id, community_id, team_id, person_id, valid_from) values ($1, $2, $3, $4, $5, $6, $7, now() - interval '1 day')",
      [
        newId(),
        this.there.accounts[persona],
        role,
        foundationId,
        scope.community ? this.there.communities[scope.community] : null,
        scope.team ? this.there.teams[scope.team] : null,
        scope.person ? this.there.persons[scope.person] : null,
      ],
    );
  }

  private async person(
    persona: string,
    name: string,
    communityId: string | undefined,
  ): Promise<string> {
    const id = (this.there.persons[persona] = newId());
    await this.insert('person', id, {
      community_id: communityId,
      name,
      birth_year: 1945,
      has_smartphone: false,
    });
    await this.coinAccount(persona, 'PERSON', id, communityId ?? null, name, 0);
    return id;
  }

  private async coinAccount(
    key: string,
    ownerKind: string,
    ownerId: string,
    communityId: string | null,
    name: string,
    availableMin: number | null,
  ): Promise<void> {
    await this.insert('coin_account', (this.there.coinAccounts[key] = newId()), {
      community_id: communityId,
      owner_kind: ownerKind,
      owner_id: ownerId,
      name,
      available_min: availableMin,
    });
  }

  private async grantCoins(persona: string, amount: number): Promise<void> {
    const slug = Object.keys(this.there.foundations).find(
      (name) => this.there.foundations[name] === this.foundationId,
    );
    const fund = this.there.coinAccounts[`fund@${slug}`];
    const elder = this.there.coinAccounts[persona];
    const transferId = newId();
    await this.insert('transfer', transferId, {
      community_ids: [],
      person_ids: [this.there.persons[persona]],
      client_id: `settle:${persona}`,
      request_hash: '-',
      phase: 'POSTED',
      kind: 'GRANT',
      amount,
      happened_at: new Date(),
      actor_account_id: this.foundationId,
    });
    for (const [accountId, side] of [
      [fund, -amount],
      [elder, amount],
    ] as const) {
      await this.insert('entry', newId(), {
        transfer_id: transferId,
        account_id: accountId,
        person_id: side > 0 ? this.there.persons[persona] : null,
        layer: 'POSTED',
        amount: side,
      });
      await this.client.query('update coin_account set posted = posted + $2 where id = $1', [
        accountId,
        side,
      ]);
    }
  }

  private async insert(table: string, id: string, values: Record<string, unknown>): Promise<void> {
    const row = { foundation_id: this.foundationId, id, ...values };
    const names = Object.keys(row);
    await this.client.query(
      `insert into ${table} (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')})`,
      Object.values(row),
    );
  }
}
