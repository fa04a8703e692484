import { olderWomen, surnames, youngerWomen } from './names.ts';
import { catalogue } from './programmes/catalogue.ts';

export interface Sizes {
  communities: number;
  persons: number;
  elders: number;
  volunteers: number;
  requests: number;
}

/**
 * Statements that fill one generated foundation. Every row has a number within its kind, which
 * determines its id, owner and times. Statements for related rows therefore need no lookup.
 *
 * - Communities 1..C. Elder e and volunteer v live in community (e - 1) % C + 1 and (v - 1) % C +
 *   1.
 * - Persons 1..E are the elders, E + 1..P the volunteers.
 * - Team t of 1..3C is at home in community (t - 1) % C + 1.
 * - Requests 1..R are in order of time; the newest tenth is open.
 *
 * The books hold grants to the elders and open holds. Past visits have hours but no payments: their
 * requests refer to the elder's grant, as if settled before the books were opened.
 */
export class LargeSql {
  private readonly slug: string;
  private readonly sizes: Sizes;
  /** SQL expressions. */
  private readonly ends: string;
  private readonly founded: string;
  private readonly foundation: string;
  private readonly admin: string;

  constructor(slug: string, sizes: Sizes, until: string) {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(until) || !/^[a-z0-9-]+$/.test(slug))
      throw new Error('This day or name cannot stand in a statement.');
    this.slug = slug;
    this.sizes = sizes;
    this.ends = `timestamptz '${until} 00:00:00+08'`;
    this.founded = `(${this.ends} - interval '${daysOfHistory + 30} days')`;
    this.foundation = this.id('foundation', '1');
    this.admin = this.id('admin', '1');
  }

  /** Ids that the caller needs to act in the foundation. */
  ids(): string {
    return `select ${this.foundation} as foundation, ${this.admin} as admin`;
  }

  /**
   * Logins: staff, one dispatcher per community, one leader per team, one volunteer and one elder
   * per community.
   */
  accounts(): string {
    const { communities } = this.sizes;
    return `
      select ${this.admin} as id, '管理员 ${this.slug}' as "displayName", 'admin@${this.slug}' as persona
      union all select ${this.id('analyst', '1')}, '分析员 ${this.slug}', 'analyst@${this.slug}'
      union all select ${this.id('dispatcher', 'n')}, '调度员 ' || n, 'dispatcher@${this.slug}-' || n from generate_series(1, ${communities}) n
      union all select ${this.id('leader', 'n')}, '队长 ' || n, case when n <= ${communities} then 'leader@${this.slug}-' || n end
        from generate_series(1, ${communities * teamsPerCommunity}) n
      union all select ${this.id('helper', 'n')}, '志愿者 ' || n, 'volunteer@${this.slug}-' || n from generate_series(1, ${communities}) n
      union all select ${this.id('receiver', 'n')}, '老人 ' || n, 'elder@${this.slug}-' || n from generate_series(1, ${communities}) n`;
  }

  /**
   * Communities, people, teams, role grants, catalogue, and coin accounts with grants of the fund.
   */
  people(): string[] {
    const { communities: c, elders: e, volunteers: v, persons: p } = this.sizes;
    const f = this.foundation;
    const communityOf = (n: string) => this.id('community', `((${n} - 1) % ${c} + 1)`);
    const volunteerName = nameOf('n', youngerWomen);
    const elderName = `${surnameOf('n')} || '奶奶'`;
    const teams = c * teamsPerCommunity;
    // Volunteers of a community are assigned to its teams in turn; the first of each team leads it.
    const teamOf = `((n - 1) % ${c} + 1 + ${c} * ((n - 1) / ${c} % ${teamsPerCommunity}))`;
    const elderAccount = this.id('coins', 'n');
    const fundAccount = this.id('fund-coins', '1');
    const grant = this.id('grant-coins', 'n');
    const person = this.id('person', 'n');
    return [
      `insert into community (foundation_id, id, slug, name, district)
       select ${f}, ${this.id('community', 'n')}, '${this.slug}-' || n, '示例社区 ' || n, '示例区 ' || (n - 1) / 10 + 1 from generate_series(1, ${c}) n`,
      `insert into team (foundation_id, id, community_id, name)
       select ${f}, ${this.id('team', 'n')}, ${communityOf('n')}, '示例服务队 ' || n from generate_series(1, ${teams}) n`,
      `insert into team_area (foundation_id, id, team_id, community_id)
       select ${f}, ${this.id('area', 'n')}, ${this.id('team', 'n')}, ${communityOf('n')} from generate_series(1, ${teams}) n`,
      // The first team of a community serves the next one too.
      `insert into team_area (foundation_id, id, team_id, community_id)
       select ${f}, ${this.id('area-next', 'n')}, ${this.id('team', 'n')}, ${communityOf('(n + 1)')} from generate_series(1, ${c > 1 ? c : 0}) n`,
      `insert into person (foundation_id, id, community_id, name, birth_year, has_smartphone)
       select ${f}, ${person}, case when n <= ${e} then ${communityOf('n')} else ${communityOf(`(n - ${e})`)} end,
         case when n <= ${e} then ${nameOf('n', olderWomen)} else ${volunteerName} end,
         case when n <= ${e} then 1930 + n % 18 else 1950 + n % 25 end, n > ${e} or n / ${c} % 5 = 0
       from generate_series(1, ${p}) n`,
      `insert into elder (foundation_id, id, community_id, person_id, display_name, lives_alone)
       select ${f}, ${this.id('elder', 'n')}, ${communityOf('n')}, ${person}, ${elderName}, n / ${c} % 10 < 7 from generate_series(1, ${e}) n`,
      `insert into volunteer (foundation_id, id, community_id, person_id, display_name, is_vetted)
       select ${f}, ${this.id('volunteer', 'n')}, ${communityOf('n')}, ${this.id('person', `(n + ${e})`)}, ${nameOf(`(n + ${e})`, youngerWomen)}, true
       from generate_series(1, ${v}) n`,
      `insert into team_member (foundation_id, id, community_id, team_id, volunteer_id, is_leader)
       select ${f}, ${this.id('member', 'n')}, ${communityOf('n')}, ${this.id('team', teamOf)}, ${this.id('volunteer', 'n')}, n <= ${teams}
       from generate_series(1, ${v}) n`,
      `insert into role_grant (id, account_id, role, foundation_id, community_id, team_id, person_id, valid_from)
       select id, account_id, role, ${f}, community_id, team_id, person_id, ${this.founded} from (
         select ${this.id('role-admin', '1')} as id, ${this.admin} as account_id, 'FOUNDATION_ADMIN' as role, null::uuid as community_id, null::uuid as team_id, null::uuid as person_id
         union all select ${this.id('role-analyst', '1')}, ${this.id('analyst', '1')}, 'FOUNDATION_ANALYST', null, null, null
         union all select ${this.id('role-dispatcher', 'n')}, ${this.id('dispatcher', 'n')}, 'DISPATCHER', ${communityOf('n')}, null, null from generate_series(1, ${c}) n
         union all select ${this.id('role-leader', 'n')}, ${this.id('leader', 'n')}, 'TEAM_LEADER', null, ${this.id('team', 'n')}, ${this.id('person', `(n + ${e})`)} from generate_series(1, ${teams}) n
         union all select ${this.id('role-helper', 'n')}, ${this.id('helper', 'n')}, 'VOLUNTEER', null, null, ${this.id('person', `(n + ${e + teams})`)} from generate_series(1, ${c}) n
         union all select ${this.id('role-receiver', 'n')}, ${this.id('receiver', 'n')}, 'ELDER', null, null, ${person} from generate_series(1, ${c}) n
       ) g`,
      `insert into service_kind (foundation_id, id, code, name, category, minutes_default, coins_per_hour)
       select ${f}, ${this.id('kind', 'n')}, code, name, category, minutes, rate from ${kindTable}`,
      `insert into coin_account (foundation_id, id, community_id, owner_kind, owner_id, name)
       select ${f}, ${elderAccount}, case when n <= ${e} then ${communityOf('n')} else ${communityOf(`(n - ${e})`)} end, 'PERSON', ${person},
         case when n <= ${e} then ${elderName} else ${volunteerName} end
       from generate_series(1, ${p}) n`,
      `insert into coin_account (foundation_id, id, owner_kind, owner_id, name, available_min)
       values (${f}, ${fundAccount}, 'FUND', ${this.id('fund', '1')}, '示例基金', null), (${f}, ${this.id('clearing', '1')}, 'FOUNDATION', ${f}, '${this.slug}', null)`,
      `insert into transfer (foundation_id, id, community_ids, person_ids, client_id, request_hash, phase, kind, amount, happened_at, booked_at, business_kind, business_id, actor_account_id)
       select ${f}, ${grant}, array[${communityOf('n')}], array[${person}], 'grant:' || n, md5('grant:' || n), 'POSTED', 'GRANT', ${coinsGranted},
         ${this.founded}, ${this.founded}, 'fund', ${this.id('fund', '1')}, ${this.admin}
       from generate_series(1, ${e}) n`,
      `insert into entry (foundation_id, id, community_id, person_id, transfer_id, account_id, layer, amount, booked_at, balance_after)
       select ${f}, ${this.id('grant-to', 'n')}, ${communityOf('n')}, ${person}, ${grant}, ${elderAccount}, 'POSTED', ${coinsGranted}, ${this.founded}, ${coinsGranted}
         from generate_series(1, ${e}) n
       union all select ${f}, ${this.id('grant-from', 'n')}, null, null, ${grant}, ${fundAccount}, 'POSTED', -${coinsGranted}, ${this.founded},
         -${coinsGranted} * row_number() over (order by ${this.id('grant-from', 'n')}) from generate_series(1, ${e}) n`,
      // Past visits predate coins here: they have hours, and no holds or payments. All of their
      // requests refer to this one released hold of zero.
      `insert into transfer (foundation_id, id, community_ids, person_ids, client_id, request_hash, phase, kind, amount, happened_at, booked_at, pending_id, actor_account_id)
       values (${f}, ${this.id('free-hold', '1')}, '{}', '{}', 'free-hold', 'free-hold', 'PENDING', 'BOOKING', 0, ${this.founded}, ${this.founded}, null, ${this.admin}),
         (${f}, ${this.id('free-release', '1')}, '{}', '{}', 'free-release', 'free-release', 'VOID_PENDING', 'RELEASE', 0, ${this.founded}, ${this.founded}, ${this.id('free-hold', '1')}, ${this.admin})`,
    ];
  }

  /** Requests `first` to `last` with their visits, history, hours and open holds. */
  requests(first: number, last: number): string[] {
    const f = this.foundation;
    const r = this.requestTable(first, last);
    const requestId = this.id('request', 'n', 'opened_at');
    const visitId = this.id('visit', 'n', 'opened_at');
    const holdId = this.id('hold', 'n', 'opened_at');
    const hold = `case when is_active then ${holdId} else ${this.id('free-hold', '1')} end`;
    const dispatcher = this.id('dispatcher', 'k');
    return [
      `insert into transfer (foundation_id, id, community_ids, person_ids, client_id, request_hash, phase, kind, amount, happened_at, booked_at, business_kind, business_id, actor_account_id)
       select ${f}, ${holdId}, array[community_id], array[elder_person_id], 'booking:' || ${requestId}, md5('booking:' || n), 'PENDING', 'BOOKING', coins,
         opened_at, opened_at, 'request', ${requestId}, ${dispatcher}
       from ${r} where is_active`,
      `insert into entry (foundation_id, id, community_id, person_id, transfer_id, account_id, layer, amount, booked_at)
       select ${f}, ${this.id('hold-out', 'n', 'opened_at')}, community_id, elder_person_id, ${holdId}, ${this.id('coins', 'e')}, 'PENDING_OUT', -coins, opened_at from ${r} where is_active
       union all select ${f}, ${this.id('hold-in', 'n', 'opened_at')}, null, null, ${holdId}, ${this.id('clearing', '1')}, 'PENDING_IN', coins, opened_at from ${r} where is_active`,
      `insert into service_request (foundation_id, id, community_id, elder_id, elder_person_id, kind_id, state, urgency, requested_from, requested_to, minutes_expected, place, coins_held, hold_ids, channel, opened_at, version)
       select ${f}, ${requestId}, community_id, ${this.id('elder', 'e')}, elder_person_id, ${this.id('kind', 'j')}, state,
         case when i % 29 = 0 then 'URGENT' when i % 7 = 0 then 'SOON' else 'NORMAL' end,
         requested_from, requested_from + (minutes + 60) * interval '1 minute', minutes, '示例路 ' || e || ' 号', case when is_active then coins else 0 end,
         array[${hold}], case when i % 4 = 0 then 'PAPER' else 'PHONE' end, opened_at, version
       from ${r}`,
      `insert into visit (foundation_id, id, community_id, request_id, elder_person_id, volunteer_id, volunteer_person_id, team_id, hold_id, state, checked_in_at, checked_out_at, minutes_certified, coins_paid, certified_at, certified_by_account_id)
       select ${f}, ${visitId}, community_id, ${requestId}, elder_person_id, ${this.id('volunteer', 'v')}, ${this.id('person', `(v + ${this.sizes.elders})`)}, ${this.id('team', 't')}, ${hold},
         case version when 2 then 'PLANNED' when 3 then 'CHECKED_IN' when 4 then 'CHECKED_OUT' else 'CERTIFIED' end,
         case when version >= 3 then requested_from end, case when version >= 4 then left_at end,
         case when version = 5 then minutes end, case when version = 5 then 0 end, case when version = 5 then certified_at end,
         case when version = 5 then ${dispatcher} end
       from ${r} where ${hasVisit}`,
      `insert into request_change (foundation_id, id, community_id, request_id, elder_person_id, version, from_state, to_state, event, changed_at, actor_account_id, actor_name, acted_for_person_id, channel)
       select ${f}, ${this.id('change', `(n * 5 + step.version)`, 'step.changed_at')}, community_id, ${requestId}, elder_person_id, step.version, step.from_state, step.to_state, step.event, step.changed_at,
         ${dispatcher}, '调度员 ' || k, elder_person_id, 'PHONE'
       from ${r}
       cross join lateral (values
         (1, null, 'OPEN', 'REQUEST_OPENED', opened_at),
         (2, 'OPEN', case when ${hasVisit} then 'ASSIGNED' else state end,
           case when ${hasVisit} then 'REQUEST_ASSIGNED' when state = 'EXPIRED' then 'REQUEST_EXPIRED' else 'REQUEST_CANCELLED' end,
           opened_at + interval '1 hour'),
         (3, 'ASSIGNED', 'IN_PROGRESS', 'VISIT_BEGUN', requested_from),
         (4, 'IN_PROGRESS', 'AWAITING_CERTIFICATION', 'VISIT_ENDED', left_at),
         (5, 'AWAITING_CERTIFICATION', 'CERTIFIED', 'VISIT_CERTIFIED', certified_at)
       ) as step (version, from_state, to_state, event, changed_at)
       where step.version <= r.version`,
      `insert into hours_record (foundation_id, id, community_id, volunteer_id, person_id, minutes, category, happened_at, booked_at, business_kind, business_id)
       select ${f}, ${this.id('hours', 'n', 'certified_at')}, community_id, ${this.id('volunteer', 'v')}, ${this.id('person', `(v + ${this.sizes.elders})`)}, minutes, category,
         requested_from, certified_at, 'visit', ${visitId}
       from ${r} where version = 5`,
    ];
  }

  /** Sets account balances to the sums of their entries. */
  sums(): string {
    // The planner has no statistics on the rows of this transaction, and would use one index lookup
    // per account.
    return `set local enable_nestloop = off;
      update coin_account a set posted = s.posted, pending_out = s.pending_out, pending_in = s.pending_in
      from (
        select account_id, coalesce(sum(amount) filter (where layer = 'POSTED'), 0) as posted,
          coalesce(-sum(amount) filter (where layer = 'PENDING_OUT'), 0) as pending_out,
          coalesce(sum(amount) filter (where layer = 'PENDING_IN'), 0) as pending_in
        from entry where foundation_id = ${this.foundation} group by account_id
      ) s
      where a.foundation_id = ${this.foundation} and a.id = s.account_id`;
  }

  /**
   * Derived columns of requests by number: elder e, community k, kind j, volunteer v, team t,
   * state, times, coins.
   */
  private requestTable(first: number, last: number): string {
    const { communities: c, elders: e, volunteers: v, requests } = this.sizes;
    const volunteersEach = v / c;
    return `(
      select dated.n, i, e, k, j, v, (v - 1) % ${c} + 1 + ${c} * ((v - 1) / ${c} % ${teamsPerCommunity}) as t,
        is_active, state, opened_at, requested_from, minutes, category,
        (minutes * rate + 59) / 60 as coins,
        requested_from + minutes * interval '1 minute' as left_at,
        requested_from + (minutes + 90) * interval '1 minute' as certified_at,
        case state when 'OPEN' then 1 when 'ASSIGNED' then 2 when 'IN_PROGRESS' then 3 when 'AWAITING_CERTIFICATION' then 4 when 'CERTIFIED' then 5 else 2 end as version,
        ${this.id('community', 'k')} as community_id, ${this.id('person', 'e')} as elder_person_id
      from (
        select n, i, e, (e - 1) % ${c} + 1 as k, (i * 7 + n) % ${kindCount} + 1 as j, (e - 1) % ${c} + 1 + ${c} * (i % ${volunteersEach}) as v,
          n > ${requests} * 0.9 as is_active, opened_at,
          case
            when n > ${requests} * 0.9 then case when ${turnOf20} < 12 then 'OPEN' when ${turnOf20} < 17 then 'ASSIGNED' when ${turnOf20} < 19 then 'IN_PROGRESS' else 'AWAITING_CERTIFICATION' end
            when ${turnOf50} = 0 then 'EXPIRED' when ${turnOf50} < 3 then 'CANCELLED' else 'CERTIFIED'
          end as state,
          case
            -- Requests that wait are for the next two weeks; whoever is with an elder now came yesterday afternoon at the earliest.
            when n > ${requests} * 0.9 and ${turnOf20} >= 17 then ${this.ends} - (10 + i % 4) * interval '1 hour'
            when n > ${requests} * 0.9 then ${this.ends} + (1 + i % 14) * interval '1 day' + (9 + i % 8) * interval '1 hour'
            else date_trunc('day', opened_at, 'Asia/Shanghai') + interval '2 days' + (9 + i % 8) * interval '1 hour'
          end as requested_from
        from (
          -- Chosen by i, which counts inside a community: n alone would give all of a community the same state and kind.
          select n, n / ${c} as i, n * 7919 % ${e} + 1 as e,
            ${this.ends} - interval '${daysOfHistory} days' * ((${requests} - n)::float8 / ${requests}) - interval '1 day' as opened_at
          from generate_series(${first}::bigint, ${last}) n
        ) numbered
      ) dated
      join ${kindTable} on kind.n = dated.j
    ) r`;
  }

  /** A UUID version 7 from the time and a hash of the row's kind and number. */
  private id(kind: string, n: string, at = this.founded): string {
    const time = `lpad(to_hex((extract(epoch from ${at}) * 1000)::bigint), 12, '0')`;
    return `overlay(overlay(md5('${this.slug}:${kind}:' || ${n}) placing ${time} || '7' from 1 for 13) placing '8' from 17 for 1)::uuid`;
  }
}

const daysOfHistory = 730;
const teamsPerCommunity = 3;
/** Hundredths. Enough for an elder's one open hold, of any kind. */
const coinsGranted = 5_000;

/**
 * A turn, shifted in each round; otherwise the cancelled requests would always have the same
 * volunteers.
 */
const turnOf20 = '(i + i / 20) % 20';
const turnOf50 = '(i + i / 50) % 50';

/** Whether a request of the table `r` has a visit. */
const hasVisit = `state in ('ASSIGNED', 'IN_PROGRESS', 'AWAITING_CERTIFICATION', 'CERTIFIED')`;

const kinds = catalogue({});
const kindCount = kinds.length;
const kindTable = `(values ${kinds
  .map(
    ({ code, name, category, minutes, coinsPerHour }, index) =>
      `(${index + 1}, '${code}', '${name}', '${category}', ${minutes}, ${coinsPerHour})`,
  )
  .join(', ')}) as kind (n, code, name, category, minutes, rate)`;

function surnameOf(n: string): string {
  return `(${textArray(surnames)})[${n} % ${surnames.length} + 1]`;
}

function nameOf(n: string, givenNames: readonly string[]): string {
  return `${surnameOf(n)} || (${textArray(givenNames)})[${n} / ${surnames.length} % ${givenNames.length} + 1]`;
}

function textArray(texts: readonly string[]): string {
  return `'{${texts.join(',')}}'::text[]`;
}
