import 'reflect-metadata';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { invariants } from '../api/invariants.ts';
import { checkInvariants } from '../api/platform/database/invariants.ts';
import { roles, urlOfRole } from '../api/platform/database/roles.ts';
import { sessionStatements, systemSession } from '../api/platform/database/session.ts';
import { coinsForService } from '../api/timebank/coin-rules.ts';
import { CoinRules } from '../schema/timebank/coin-policy.ts';
import { testDatabase, type TestDatabase } from '../api/testing/database.ts';
import { coinsFor } from './coins.ts';
import { loadDemo } from './demo.ts';
import { laolinju, laolinjuFacts } from './programmes/laolinju.ts';
import type { Programme } from './programmes/programme.ts';
import { zhaiyikuai, zhaiyikuaiFacts } from './programmes/zhaiyikuai.ts';

let database: TestDatabase;
let administrator: pg.Client;
let firstLoad: { loaded: boolean };

beforeAll(async () => {
  database = await testDatabase();
  firstLoad = await loadDemo({ url: database.url });
  administrator = new pg.Client({ connectionString: database.url });
  await administrator.connect();
});

afterAll(async () => {
  await administrator.end();
  await database.drop();
});

test.each([
  ['sicheng', laolinju, laolinjuFacts],
  ['yigong80', zhaiyikuai, zhaiyikuaiFacts],
])(
  '%s has as many visits as the programme counts, by community and month of its own zone',
  async (slug, programme, facts) => {
    const counted = await query<{ slug: string; month: string; visits: number }>(
      `select c.slug, to_char(v.checked_in_at at time zone f.time_zone, 'YYYY-MM') as month, count(*)::int as visits
     from visit v
     join foundation f on f.id = v.foundation_id
     join community c on c.foundation_id = v.foundation_id and c.id = v.community_id
     where f.slug = $1 and v.state = 'CERTIFIED' group by 1, 2`,
      [slug],
    );
    expect(counted.reduce((sum, { visits }) => sum + visits, 0)).toBe(facts.visits);
    expect(byCommunityAndMonth(counted)).toEqual(planned(programme));
  },
);

test.each([
  ['sicheng', laolinjuFacts],
  ['yigong80', zhaiyikuaiFacts],
])(
  '%s has its requests, visits, hours and payments in the period that the programme reports',
  async (slug, { period, visits }) => {
    const [counted] = await query(
      `with period as (
       select id, $2::date::timestamp at time zone time_zone as begins, $3::date::timestamp at time zone time_zone as ends
       from foundation where slug = $1
     )
     select
       (select count(*)::int from service_request where foundation_id = p.id and opened_at >= begins and opened_at < ends) as requests,
       (select count(*)::int from hours_record where foundation_id = p.id and booked_at >= begins and booked_at < ends) as hours,
       (select count(*)::int from transfer where foundation_id = p.id and kind = 'SERVICE_PAYMENT' and booked_at >= begins and booked_at < ends) as payments
     from period p`,
      [slug, period.from, period.to],
    );
    expect(counted).toEqual({ requests: visits, hours: visits, payments: visits });
  },
);

test('52 elders have evidence of a grant, and a 53rd is entered without one', async () => {
  const [counted] = await query(
    `select count(*)::int as entered,
       count(*) filter (where exists (select from entry n join transfer t on t.foundation_id = n.foundation_id and t.id = n.transfer_id
         where n.foundation_id = a.foundation_id and n.account_id = a.id and t.kind = 'GRANT' and n.amount > 0))::int as granted,
       count(*) filter (where exists (select from visit v where v.foundation_id = e.foundation_id and v.elder_person_id = e.person_id
         and v.state = 'CERTIFIED'))::int as visited,
       count(*) filter (where a.posted = 0)::int as without_coins
     from elder e join foundation f on f.id = e.foundation_id
     join coin_account a on a.foundation_id = e.foundation_id and a.owner_kind = 'PERSON' and a.owner_id = e.person_id
     where f.slug = 'sicheng'`,
  );
  const [summary, row16, chapter2] = laolinjuFacts.eldersSupported;
  expect(counted).toEqual({
    entered: summary.figure,
    granted: row16.figure,
    visited: chapter2.figure,
    without_coins: 1,
  });
});

test('the sheets of the first programme are evidence for 289 of 360 declared participants, and one is blank', () => {
  const numbers = laolinjuFacts.activities.map(({ participants }) => participants);
  expect(numbers.reduce<number>((sum, number) => sum + (number ?? 0), 0)).toBe(289);
  expect(numbers.filter((number) => number === null)).toHaveLength(1);
  expect(laolinjuFacts.participantsDeclared).toBe(360);
});

test('the second programme has its hours and its volunteers', async () => {
  const [served] = await query<{ hours: number; volunteers: number }>(
    `select sum(minutes) / 60.0::float8 as hours, count(distinct volunteer_id)::int as volunteers
     from hours_record h join foundation f on f.id = h.foundation_id where f.slug = 'yigong80'`,
  );
  expect(served?.hours).toBeGreaterThan(zhaiyikuaiFacts.hoursMoreThan);
  expect(served?.volunteers).toBeGreaterThanOrEqual(zhaiyikuaiFacts.youngerOldVolunteersAtLeast);
  const [team] = await query(
    `select count(*)::int as members from team_member m join team t on t.foundation_id = m.foundation_id and t.id = m.team_id
     where t.name = '专业志愿服务队'`,
  );
  expect(team).toEqual({ members: zhaiyikuaiFacts.professionalTeamMembers });
});

test('two teams visit together before 雷锋日', async () => {
  const visits = await query<{ team: string; community: string }>(
    `select t.name as team, c.slug as community from visit v
     join team t on t.foundation_id = v.foundation_id and t.id = v.team_id
     join community c on c.foundation_id = v.foundation_id and c.id = v.community_id
     where (v.checked_in_at at time zone 'Asia/Shanghai')::date = $1 and c.slug = 'xinxian'`,
    [laolinjuFacts.jointVisitDay],
  );
  expect(visits).toHaveLength(6);
  expect(new Set(visits.map(({ team }) => team))).toEqual(
    new Set(['好益芽服务队', '情满楼院绿色家园']),
  );
  const plans = await query(
    `select j.name, cardinality(j.team_ids) as teams, cardinality(j.community_ids) as communities, count(distinct r.elder_id)::int as elders,
       count(v.id)::int as visits, bool_and(v.planned_from >= j.begins_at and v.planned_to <= j.ends_at) as in_time
     from joint_visit j join service_request r on r.foundation_id = j.foundation_id and r.joint_visit_id = j.id
     join visit v on v.foundation_id = r.foundation_id and v.request_id = r.id group by j.id, j.name, j.team_ids, j.community_ids`,
  );
  expect(plans).toEqual([
    { name: '我们的雷锋日', teams: 2, communities: 2, elders: 3, visits: 6, in_time: true },
  ]);
});

test('nobody is in two homes at a time', async () => {
  const overlaps = await query(
    `select v.id from visit v join visit w on w.foundation_id = v.foundation_id and w.volunteer_id = v.volunteer_id and w.id <> v.id
       and w.checked_in_at < v.checked_out_at and v.checked_in_at < w.checked_out_at`,
  );
  expect(overlaps).toEqual([]);
});

test('a request has one line of history for each version, and order of ids is order of time', async () => {
  const wrong = await query(
    `select r.id from service_request r
     join lateral (
       select count(*) as lines, array_agg(to_state order by version) as states, array_agg(c.id order by version) = array_agg(c.id order by c.id) as in_order,
         array_agg(changed_at order by version) = array_agg(changed_at order by changed_at) as in_time
       from request_change c where c.foundation_id = r.foundation_id and c.request_id = r.id
     ) history on true
     where lines <> r.version or states[r.version] <> r.state or not in_order or not in_time
       or (r.state = 'CERTIFIED' and states <> '{OPEN,ASSIGNED,IN_PROGRESS,AWAITING_CERTIFICATION,CERTIFIED}')`,
  );
  expect(wrong).toEqual([]);
  const backwards = await query(
    'select 1 from (select booked_at < lag(booked_at) over (partition by foundation_id order by id) as wrong from transfer) t where wrong',
  );
  expect(backwards).toEqual([]);
});

test('only vetted volunteers are sent to a home, and some wait for their vetting', async () => {
  const unvetted = await query<{ visits: number }>(
    `select (select count(*)::int from visit where foundation_id = v.foundation_id and volunteer_id = v.id) as visits
     from volunteer v join team_member m on m.foundation_id = v.foundation_id and m.volunteer_id = v.id where not v.is_vetted`,
  );
  expect(unvetted).toEqual([{ visits: 0 }, { visits: 0 }]);
});

test('nobody certifies a visit of their own', async () => {
  const own = await query(
    `select v.id from visit v join role_grant g on g.account_id = v.certified_by_account_id and g.person_id = v.volunteer_person_id`,
  );
  expect(own).toEqual([]);
});

test('every invariant of the ledger check holds in each foundation', async () => {
  const results = await checkInvariants(database.url, invariants);
  expect(
    results.flatMap(({ name, breaches }) => breaches.map(({ breach }) => `${name}: ${breach}`)),
  ).toEqual([]);
  expect(results.every(({ foundationCount }) => foundationCount === 2)).toBe(true);
});

test('transfers sum to zero, accounts equal their entries, and no account is below its limit', async () => {
  expect(
    await query(
      `select transfer_id from entry group by foundation_id, transfer_id
       having sum(amount) filter (where layer = 'POSTED') <> 0 or sum(amount) filter (where layer <> 'POSTED') <> 0`,
    ),
  ).toEqual([]);
  expect(
    await query(
      `select a.id from coin_account a
       left join entry n on n.foundation_id = a.foundation_id and n.account_id = a.id
       group by a.foundation_id, a.id
       having a.posted <> coalesce(sum(n.amount) filter (where n.layer = 'POSTED'), 0)
         or a.pending_out <> -coalesce(sum(n.amount) filter (where n.layer = 'PENDING_OUT'), 0)
         or a.pending_in <> coalesce(sum(n.amount) filter (where n.layer = 'PENDING_IN'), 0)
         or a.posted - a.pending_out < a.available_min`,
    ),
  ).toEqual([]);
});

test('every hold exists once, settled with the certified amount, or open with its request', async () => {
  const wrong = await query(
    `select r.id from service_request r
     join transfer h on h.foundation_id = r.foundation_id and h.id = r.hold_ids[1]
     left join transfer s on s.foundation_id = h.foundation_id and s.pending_id = h.id
     left join visit v on v.foundation_id = r.foundation_id and v.request_id = r.id
     left join hours_record m on m.foundation_id = r.foundation_id and m.business_kind = 'visit' and m.business_id = v.id
     where h.phase <> 'PENDING' or h.amount <> r.coins_held
       or (r.state = 'CERTIFIED') <> ((s.phase = 'POST_PENDING' and s.amount = v.coins_paid and s.amount <= h.amount and m.minutes = v.minutes_certified) is true)`,
  );
  expect(wrong).toEqual([]);
});

test('no account is overspent at any time', async () => {
  const below = await query(
    `select * from (
       select a.available_min, sum(case n.layer when 'PENDING_IN' then 0 else n.amount end)
         over (partition by n.foundation_id, n.account_id order by n.transfer_id) as available
       from entry n join coin_account a on a.foundation_id = n.foundation_id and a.id = n.account_id
     ) t where available < available_min`,
  );
  expect(below).toEqual([]);
});

test('every persona can sign in, and has the role of its name', async () => {
  const found = await query<{
    persona: string;
    role: string;
    foundation: string | null;
    person: string | null;
  }>(
    `select a.persona, g.role, f.slug as foundation, p.name as person from account a
     join role_grant g on g.account_id = a.id and g.valid_from <= now() and g.valid_to is null
     left join foundation f on f.id = g.foundation_id
     left join person p on p.foundation_id = g.foundation_id and p.id = g.person_id
     where a.persona is not null and a.is_active order by a.persona`,
  );
  expect(found.map(({ persona, role, foundation }) => `${persona} ${role} ${foundation}`)).toEqual([
    'admin@sicheng FOUNDATION_ADMIN sicheng',
    'admin@yigong80 FOUNDATION_ADMIN yigong80',
    'analyst@sicheng FOUNDATION_ANALYST sicheng',
    'analyst@yigong80 FOUNDATION_ANALYST yigong80',
    'auditor@sicheng AUDITOR sicheng',
    'dispatcher@chaoxi DISPATCHER sicheng',
    'dispatcher@gaoliying DISPATCHER yigong80',
    'dispatcher@shiyuan DISPATCHER yigong80',
    'dispatcher@xinxian DISPATCHER sicheng',
    'elder@chaoxi ELDER sicheng',
    'elder@shiyuan ELDER yigong80',
    'elder@xinxian ELDER sicheng',
    'family@xinxian FAMILY_MEMBER sicheng',
    'leader@chaoxi TEAM_LEADER sicheng',
    'leader@shiyuan TEAM_LEADER yigong80',
    'leader@xinxian TEAM_LEADER sicheng',
    'merchant@sicheng MERCHANT sicheng',
    'operator@headbank HEAD_BANK_OPERATOR null',
    'partner@sicheng PARTNER_APP sicheng',
    'volunteer@chaoxi VOLUNTEER sicheng',
    'volunteer@shiyuan VOLUNTEER yigong80',
    'volunteer@xinxian VOLUNTEER sicheng',
  ]);
  const personOf = (persona: string) => found.find((row) => row.persona === persona)?.person;
  expect(personOf('elder@xinxian')).toBe('芦奶奶');
  expect(personOf('family@xinxian')).toBe('芦奶奶');
  expect(personOf('leader@chaoxi')).toBe('何队长');
});

test('芦奶奶 lives alone, has no smartphone, and has coins to spend', async () => {
  const [lu] = await query(
    `select e.lives_alone, p.has_smartphone, a.posted - a.pending_out >= 2000 as can_spend
     from elder e join person p on p.foundation_id = e.foundation_id and p.id = e.person_id
     join coin_account a on a.foundation_id = e.foundation_id and a.owner_id = e.person_id where e.display_name = '芦奶奶'`,
  );
  expect(lu).toEqual({ lives_alone: true, has_smartphone: false, can_spend: true });
});

test('好益芽服务队 serves 朝西社区 and 新鲜社区, and its members can be sent there', async () => {
  const areas = await query(
    `select c.name from team t join team_area a on a.foundation_id = t.foundation_id and a.team_id = t.id
     join community c on c.foundation_id = a.foundation_id and c.id = a.community_id where t.name = '好益芽服务队' order by c.slug`,
  );
  expect(areas).toEqual([{ name: '朝西社区' }, { name: '新鲜社区' }]);
  const [volunteer] = await query(
    `select v.is_vetted, t.name as team, m.is_leader from account a join role_grant g on g.account_id = a.id
     join volunteer v on v.foundation_id = g.foundation_id and v.person_id = g.person_id
     join team_member m on m.foundation_id = v.foundation_id and m.volunteer_id = v.id
     join team t on t.foundation_id = m.foundation_id and t.id = m.team_id where a.persona = 'volunteer@chaoxi'`,
  );
  expect(volunteer).toEqual({ is_vetted: true, team: '好益芽服务队', is_leader: false });
});

test('the boards have requests for the next days', async () => {
  const waiting = await query<{ slug: string; state: string }>(
    `select c.slug, r.state from service_request r join community c on c.foundation_id = r.foundation_id and c.id = r.community_id
     where r.state in ('OPEN', 'ASSIGNED') and r.requested_from > now() and r.opened_at < now()`,
  );
  for (const slug of ['xinxian', 'chaoxi', 'shiyuan', 'gaoliying']) {
    expect(waiting).toContainEqual({ slug, state: 'OPEN' });
  }
  expect(waiting).toContainEqual({ slug: 'xinxian', state: 'ASSIGNED' });
});

test('every waiting request has a timer that escalates or expires it, or reports an overdue check-in', async () => {
  const unwatched = await query(
    `select r.id, r.state from service_request r where r.state in ('OPEN', 'ASSIGNED', 'IN_REVIEW') and not exists (
       select from request_timer t where t.foundation_id = r.foundation_id and t.request_id = r.id
         and t.kind = case r.state when 'ASSIGNED' then 'CHECK_IN' else 'EXPIRE' end)`,
  );
  expect(unwatched).toEqual([]);
  const due = await query<{ kind: string }>(
    'select distinct kind from request_timer where due_at <= now() order by kind',
  );
  expect(due.map(({ kind }) => kind)).toEqual(['CHECK_IN', 'OFFER']);
  expect(await query(`select source from service_request where state = 'IN_REVIEW'`)).toEqual([
    { source: 'VOLUNTEER' },
  ]);
});

test('a second call loads nothing, also when several come at once', async () => {
  expect(firstLoad).toEqual({ loaded: true });
  const before = await counts();
  const answers = await Promise.all([
    loadDemo({ url: database.url }),
    loadDemo({ url: database.url }),
  ]);
  expect(answers).toEqual([{ loaded: false }, { loaded: false }]);
  expect(await counts()).toEqual(before);
});

test('a member of one foundation sees nothing of the other', async () => {
  const [sicheng, yigong80] = await Promise.all(['sicheng', 'yigong80'].map(idOf));
  const login = new pg.Client({ connectionString: urlOfRole(database.url, roles.login) });
  await login.connect();
  try {
    await login.query(`begin; ${sessionStatements(systemSession(yigong80!, yigong80!))}`);
    for (const table of await tenantTables()) {
      const { rows } = await login.query(
        `select count(*) filter (where foundation_id = $1)::int as theirs, count(*)::int as all from ${table}`,
        [sicheng],
      );
      expect({ table, theirs: rows[0].theirs }).toEqual({ table, theirs: 0 });
    }
    const { rows } = await login.query(
      'select count(*)::int as visits from visit where state = $1',
      ['CERTIFIED'],
    );
    expect(rows).toEqual([{ visits: zhaiyikuaiFacts.visits }]);
  } finally {
    await login.end();
  }
});

test('an interrupted load leaves nothing half loaded, and the next one continues', async () => {
  const broken = await testDatabase();
  const client = new pg.Client({ connectionString: broken.url });
  await client.connect();
  try {
    // Breaks the table that is written last, so that the load fails after all others.
    await client.query('alter table audit_entry rename to audit_entry_gone');
    await expect(loadDemo({ url: broken.url })).rejects.toThrow('audit_entry');
    const left = await client.query(
      'select (select count(*) from visit) + (select count(*) from community) as rows',
    );
    expect(left.rows).toEqual([{ rows: '0' }]);
    const { rows: forced } = await client.query(
      `select relforcerowsecurity from pg_class where relname in ('foundation', 'role_grant')`,
    );
    expect(forced).toEqual([{ relforcerowsecurity: true }, { relforcerowsecurity: true }]);
    await client.query('alter table audit_entry_gone rename to audit_entry');
    expect(await loadDemo({ url: broken.url })).toEqual({ loaded: true });
    const { rows } = await client.query(
      `select count(*)::int as visits from visit where state = 'CERTIFIED'`,
    );
    expect(rows).toEqual([{ visits: laolinjuFacts.visits + zhaiyikuaiFacts.visits }]);
  } finally {
    await client.end();
    await broken.drop();
  }
});

test('another instance has the same people and the same past', async () => {
  const other = await testDatabase();
  const client = new pg.Client({ connectionString: other.url });
  try {
    await loadDemo({ url: other.url });
    await client.connect();
    for (const text of [
      'select id, name from person order by id',
      `select v.id, checked_in_at, minutes_certified from visit v where state = 'CERTIFIED' order by v.id`,
      `select id, client_id, amount from transfer where kind <> 'BOOKING' order by id`,
    ]) {
      expect((await client.query(text)).rows).toEqual(await query(text));
    }
  } finally {
    await client.end();
    await other.drop();
  }
});

test('coins are counted as the API counts them', () => {
  for (const minutes of [1, 7, 30, 45, 59, 60, 61, 180]) {
    for (const rate of [80n, 100n, 120n, 150n])
      expect(coinsFor(minutes, rate)).toBe(
        coinsForService(new CoinRules(), 'companionship', rate, minutes),
      );
  }
});

async function query<T extends object = Record<string, unknown>>(
  text: string,
  values: unknown[] = [],
): Promise<T[]> {
  return (await administrator.query(text, values)).rows as T[];
}

async function idOf(slug: string): Promise<string | undefined> {
  return (await query<{ id: string }>('select id from foundation where slug = $1', [slug]))[0]?.id;
}

/** Tenant tables that a member may read. */
async function tenantTables(): Promise<string[]> {
  const rows = await query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'foundation_id'
     where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and has_table_privilege('linli_member', c.oid, 'select')`,
  );
  return rows.map(({ name }) => name);
}

async function counts() {
  return query(
    'select (select count(*) from visit) as visits, (select count(*) from entry) as entries, (select count(*) from account) as accounts',
  );
}

function planned({ communities }: Programme): Record<string, Record<string, number>> {
  return Object.fromEntries(
    communities.map(({ slug, visitsByMonth }) => [slug, { ...visitsByMonth }]),
  );
}

function byCommunityAndMonth(counted: readonly { slug: string; month: string; visits: number }[]) {
  const table: Record<string, Record<string, number>> = {};
  for (const { slug, month, visits } of counted) (table[slug] ??= {})[month] = visits;
  return table;
}

test('every certified visit has evidence and a decision with its figures', async () => {
  const [counted] = await query(
    `select count(*)::int as visits,
       count(*) filter (where (select count(*) from evidence e where e.foundation_id = v.foundation_id and e.visit_id = v.id and e.kind in ('CHECK_IN', 'CHECK_OUT')) <> 2)::int as without_times,
       count(*) filter (where d.minutes is distinct from v.minutes_certified or d.coins_paid <> v.coins_paid or d.decided_at <> v.certified_at
         or d.payment_id is null or d.hours_record_id is null or jsonb_array_length(d.trace) < 6)::int as without_decision
     from visit v left join certification d on d.foundation_id = v.foundation_id and d.visit_id = v.id where v.state = 'CERTIFIED'`,
  );
  expect(counted).toEqual({
    visits: laolinjuFacts.visits + zhaiyikuaiFacts.visits,
    without_times: 0,
    without_decision: 0,
  });
});

test('stars are those of the hours on record', async () => {
  const wrong = await query(
    `select v.id from volunteer v
     join star_policy p on p.foundation_id = v.foundation_id
     cross join lateral (select coalesce(sum(h.minutes), 0) as minutes from hours_record h where h.foundation_id = v.foundation_id and h.volunteer_id = v.id) s
     left join lateral (select level from star_award a where a.foundation_id = v.foundation_id and a.volunteer_id = v.id order by a.id desc limit 1) a on true
     where coalesce(a.level, 0) <> (select count(*) from unnest(p.hours) as t (hours) where s.minutes >= t.hours * 60)`,
  );
  expect(wrong).toEqual([]);
  const [held] = await query<{ level: number }>('select max(level) as level from star_award');
  expect(held?.level).toBeGreaterThanOrEqual(3);
});

test('the demo has visits to certify, anomalies, a dispute, the thanks of 芦奶奶 and improved scales', async () => {
  const [found] = await query(
    `select (select count(*)::int from visit where state = 'CHECKED_OUT') as to_certify, (select count(*)::int from visit where state = 'DISPUTED') as disputed,
       (select array_agg(distinct kind order by kind) from review_item where state = 'OPEN') as open,
       (select count(*) > 5 from review_item where state = 'RESOLVED') as resolved,
       (select count(*)::int from review_item i cross join jsonb_each_text(i.figures) as figure where figure.value = '-') as missing_figures,
       (select count(*) > 5 from visit_feedback b join elder e on e.person_id = b.elder_person_id where e.display_name = '芦奶奶' and thanks is not null) as thanks,
       (select avg(score) filter (where phase = 'AFTER') < avg(score) filter (where phase = 'BEFORE') from outcome_measure where scale = 'UCLA_3') as less_lonely,
       (select bool_and(exists (select from consent c where c.foundation_id = m.foundation_id and c.person_id = m.elder_person_id
          and c.purpose = 'WELLBEING' and c.given_at <= m.measured_at)) from outcome_measure m) as agreed`,
  );
  expect(found).toEqual({
    to_certify: 6,
    disputed: 1,
    open: ['RATIO', 'SHEET_DIFFERS'],
    resolved: true,
    missing_figures: 0,
    thanks: true,
    less_lonely: true,
    agreed: true,
  });
});
