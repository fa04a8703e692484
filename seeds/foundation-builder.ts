import type { Role } from '../schema/identity/role-grant.ts';
import { type SeededRandom, Ids } from './random.ts';
import { CoinBooks } from './coins.ts';
import { addDays, instantOn } from './dates.ts';
import { Names } from './names.ts';
import type {
  PlannedCommunity,
  PlannedKind,
  PlannedPerson,
  PlannedTeam,
  Programme,
} from './programmes/programme.ts';
import { type Row, Rows } from './row-batch.ts';

/** A foundation with its people, as rows to write and as objects to build visits from. */
export interface DemoFoundation {
  programme: Programme;
  foundationId: string;
  random: SeededRandom;
  ids: Ids;
  books: CoinBooks;
  /** Tenant tables, written as a member. */
  rows: Rows;
  /** Platform-wide tables, written before a tenant exists. */
  foundation: Row;
  accounts: Row[];
  admin: Actor;
  clearingAccountId: string;
  communities: Map<string, Community>;
  teams: Map<string, Team>;
  kinds: Map<string, Kind>;
}

/** The login that makes a change. */
export interface Actor {
  accountId: string;
  name: string;
}

export interface Community {
  id: string;
  plan: PlannedCommunity;
  dispatcher: Actor;
  /** Elders with granted coins first, then those without. */
  elders: Elder[];
}

export interface Elder {
  id: string;
  personId: string;
  displayName: string;
  coinAccountId: string;
  /** Own login; null for most, who are served by telephone and paper. */
  account: Actor | null;
}

export interface Team {
  id: string;
  communityId: string;
  plan: PlannedTeam;
  leader: Actor;
  /** Vetted members; the leader is the first. */
  members: Volunteer[];
}

export interface Volunteer {
  id: string;
  personId: string;
  communityId: string;
  coinAccountId: string;
  account: Actor;
}

export interface Kind extends PlannedKind {
  id: string;
}

/**
 * Builds foundation, communities, people, teams, logins and coin accounts, on the first day of the
 * programme.
 */
export function buildDemoFoundation(programme: Programme, random: SeededRandom): DemoFoundation {
  return new WorldBuilder(programme, random).build();
}

/** Index of the leader, who is reliable from the first visit. */
const leaderIndex = 0;
const personaIndex = 1;

class WorldBuilder {
  private readonly programme: Programme;
  private readonly random: SeededRandom;
  private readonly at: string;
  private readonly ids: Ids;
  private readonly names: Names;
  private readonly rows = new Rows();
  private readonly accounts: Row[] = [];
  private readonly grants: Row[] = [];
  private readonly foundationId: string;
  private readonly books: CoinBooks;
  private readonly personasLeft: Set<string>;

  constructor(programme: Programme, random: SeededRandom) {
    this.programme = programme;
    this.random = random;
    this.at = instantOn(programme.begins, 9 * 60);
    this.ids = new Ids(random);
    this.names = new Names(random);
    this.foundationId = this.id();
    this.books = new CoinBooks(this.foundationId, this.ids);
    this.personasLeft = new Set(programme.personas);
  }

  build(): DemoFoundation {
    const { programme, foundationId } = this;
    const staff = programme.staff.map(({ persona, role, name }) =>
      this.enterAccount(name, persona, role),
    );
    const [admin] = staff;
    if (!admin) throw new Error(`${programme.name} has nobody who runs it.`);
    const communities = new Map(
      programme.communities.map((plan) => [plan.slug, this.enterCommunity(plan)]),
    );
    const teams = new Map(
      programme.teams.map((plan) => [plan.key, this.enterTeam(plan, communities)]),
    );
    const kinds = new Map(programme.kinds.map((plan) => [plan.code, this.enterKind(plan)]));
    const clearingAccountId = this.books.open({
      ownerKind: 'FOUNDATION',
      ownerId: foundationId,
      communityId: null,
      name: programme.name,
      availableMin: null,
      at: this.at,
    });
    for (const grant of this.grants) this.rows.add('role_grant', grant);
    if (this.personasLeft.size > 0)
      throw new Error(`Nobody is ${[...this.personasLeft].join(', ')}.`);
    const demo: DemoFoundation = {
      programme,
      foundationId,
      random: this.random,
      ids: this.ids,
      books: this.books,
      rows: this.rows,
      foundation: { id: foundationId, slug: programme.slug, name: programme.name, isDemo: true },
      accounts: this.accounts,
      admin,
      clearingAccountId,
      communities,
      teams,
      kinds,
    };
    grantCoins(demo);
    return demo;
  }

  private enterCommunity(plan: PlannedCommunity): Community {
    const id = this.id();
    const { slug, name, district } = plan;
    this.rows.add('community', { foundationId: this.foundationId, id, slug, name, district });
    const dispatcher = this.enterAccount(
      `${name}调度员`,
      this.persona(`dispatcher@${slug}`),
      'DISPATCHER',
      {
        communityId: id,
      },
    );
    const named = [
      ...(plan.firstElder ? [plan.firstElder] : []),
      ...(plan.eldersWithoutCoins ?? []),
    ];
    const taken = new Set(named.map(({ displayName }) => displayName));
    const elders: Elder[] = [];
    for (let index = 0; index < plan.eldersInNeed; index += 1) {
      const person = (index === 0 && plan.firstElder) || this.inventElder(taken);
      taken.add(person.displayName);
      elders.push(this.enterElder(id, slug, person, index === 0));
    }
    for (const elder of elders.slice(1, 1 + (plan.formerVolunteers ?? 0)))
      this.enterFormerVolunteer(id, elder);
    for (const person of plan.eldersWithoutCoins ?? [])
      elders.push(this.enterElder(id, slug, person, false));
    return { id, plan, dispatcher, elders };
  }

  private inventElder(taken: ReadonlySet<string>): PlannedPerson {
    return {
      ...this.names.elder(this.random.below(10) < 7, taken),
      birthYear: this.random.between(1932, 1946),
      livesAlone: this.random.below(10) < 7,
      // Most elders have no smartphone.
      hasSmartphone: this.random.below(10) < 2,
    };
  }

  private enterElder(
    communityId: string,
    slug: string,
    plan: PlannedPerson,
    isFirst: boolean,
  ): Elder {
    const { foundationId } = this;
    const { displayName, livesAlone } = plan;
    const personId = this.enterPerson(communityId, plan);
    const id = this.id();
    this.rows.add('elder', { foundationId, id, communityId, personId, displayName, livesAlone });
    const own = isFirst ? this.persona(`elder@${slug}`) : null;
    const family = isFirst ? this.persona(`family@${slug}`) : null;
    const account = own ? this.enterAccount(displayName, own, 'ELDER', { personId }) : null;
    if (family) this.enterAccount(`${displayName}的女儿`, family, 'FAMILY_MEMBER', { personId });
    const coinAccountId = this.openCoinAccount(communityId, personId, displayName);
    return { id, personId, displayName, coinAccountId, account };
  }

  /** A former volunteer who is now served, and not vetted any more. */
  private enterFormerVolunteer(communityId: string, { personId, displayName }: Elder): void {
    const { foundationId } = this;
    this.rows.add('volunteer', {
      foundationId,
      id: this.id(),
      communityId,
      personId,
      displayName,
      isVetted: false,
    });
  }

  private enterTeam(plan: PlannedTeam, communities: ReadonlyMap<string, Community>): Team {
    const { foundationId } = this;
    const communityId = find(communities, plan.home).id;
    const id = this.id();
    this.rows.add('team', { foundationId, id, communityId, name: plan.name });
    for (const slug of [plan.home, ...(plan.servesToo ?? [])]) {
      this.rows.add('team_area', {
        foundationId,
        id: this.id(),
        teamId: id,
        communityId: find(communities, slug).id,
      });
    }
    const members = Array.from({ length: plan.members }, (_, index) =>
      this.enterVolunteer(plan, id, communityId, index),
    );
    const leader = members[leaderIndex]?.account;
    if (!leader) throw new Error(`${plan.name} has no members.`);
    return {
      id,
      communityId,
      plan,
      leader,
      members: members.slice(0, plan.members - (plan.unvetted ?? 0)),
    };
  }

  private enterVolunteer(
    plan: PlannedTeam,
    teamId: string,
    communityId: string,
    index: number,
  ): Volunteer {
    const { foundationId } = this;
    const isLeader = index === leaderIndex;
    const displayName = (isLeader && plan.leaderName) || this.names.volunteer();
    const isVetted = index < plan.members - (plan.unvetted ?? 0);
    const personId = this.enterPerson(communityId, {
      name: displayName,
      birthYear: this.random.between(...plan.birthYears),
      hasSmartphone: true,
    });
    const id = this.id();
    this.rows.add('volunteer', { foundationId, id, communityId, personId, displayName, isVetted });
    this.rows.add('team_member', {
      foundationId,
      id: this.id(),
      communityId,
      teamId,
      volunteerId: id,
      isLeader,
    });
    const account = isLeader
      ? this.enterAccount(displayName, this.persona(`leader@${plan.home}`), 'TEAM_LEADER', {
          teamId,
          personId,
        })
      : this.enterAccount(
          displayName,
          index === personaIndex ? this.persona(`volunteer@${plan.home}`) : null,
          'VOLUNTEER',
          { personId },
        );
    return {
      id,
      personId,
      communityId,
      coinAccountId: this.openCoinAccount(communityId, personId, displayName),
      account,
    };
  }

  private enterPerson(
    communityId: string,
    { name, birthYear, hasSmartphone }: Omit<PlannedPerson, 'displayName' | 'livesAlone'>,
  ): string {
    const id = this.id();
    this.rows.add('person', {
      foundationId: this.foundationId,
      id,
      communityId,
      name,
      birthYear,
      hasSmartphone,
    });
    return id;
  }

  private enterKind(plan: PlannedKind): Kind {
    const id = this.id();
    const { code, name, category, minutes, coinsPerHour } = plan;
    this.rows.add('service_kind', {
      foundationId: this.foundationId,
      id,
      code,
      name,
      category,
      minutesDefault: minutes,
      coinsPerHour: coinsPerHour.toString(),
    });
    return { ...plan, id };
  }

  private enterAccount(
    name: string,
    persona: string | null,
    role: Role,
    scope: { communityId?: string; teamId?: string; personId?: string } = {},
  ): Actor {
    const accountId = this.id();
    this.accounts.push({ id: accountId, displayName: name, persona });
    this.grants.push({
      id: this.id(),
      accountId,
      role,
      foundationId: this.foundationId,
      communityId: scope.communityId ?? null,
      teamId: scope.teamId ?? null,
      personId: scope.personId ?? null,
      validFrom: this.at,
    });
    return { accountId, name };
  }

  /** For a second community or team of one place the persona's short name is taken. */
  private persona(name: string): string | null {
    return this.personasLeft.delete(name) ? name : null;
  }

  private openCoinAccount(communityId: string, personId: string, name: string): string {
    return this.books.open({
      ownerKind: 'PERSON',
      ownerId: personId,
      communityId,
      name,
      availableMin: 0n,
      at: this.at,
    });
  }

  private id(): string {
    return this.ids.at(this.at);
  }
}

/** The fund issues coins to every elder in need, so its balance is negative by the sum. */
function grantCoins({ programme, ids, books, admin, communities }: DemoFoundation): void {
  const enteredAt = instantOn(programme.begins, 10 * 60);
  const fundId = ids.at(enteredAt);
  const from = books.open({
    ownerKind: 'FUND',
    ownerId: fundId,
    communityId: null,
    name: programme.fundName,
    availableMin: null,
    at: enteredAt,
  });
  for (const { day, amount, firstElderOf } of programme.grants) {
    // Granted a few days after the approval, before working hours.
    const [happenedAt, bookedAt] = [instantOn(addDays(day, -1), 17 * 60), instantOn(day, 7 * 60)];
    for (const { plan, elders } of communities.values()) {
      const granted = firstElderOf
        ? elders.slice(0, firstElderOf.includes(plan.slug) ? 1 : 0)
        : elders.slice(0, plan.eldersInNeed);
      for (const elder of granted) {
        books.post({
          clientId: `grant:${day}:${elder.id}`,
          kind: 'GRANT',
          from,
          to: elder.coinAccountId,
          amount,
          happenedAt,
          bookedAt,
          business: { kind: 'fund', id: fundId },
          actorAccountId: admin.accountId,
        });
      }
    }
  }
}

export function find<T>(things: ReadonlyMap<string, T>, key: string): T {
  const thing = things.get(key);
  if (!thing) throw new Error(`The programme names ${key}, which it does not describe.`);
  return thing;
}
