import { addDays, instantOn } from './dates.ts';
import { type Actor, type Elder, FoundationBuilder, type Volunteer } from './foundation-builder.ts';
import { Names } from './names.ts';
import type {
  PlannedCommunity,
  PlannedKind,
  PlannedPerson,
  PlannedTeam,
  Programme,
} from './programmes/programme.ts';
import { type SeededRandom, Ids } from './random.ts';

/** A foundation with its people, as rows to write and as objects to build visits from. */
export interface DemoFoundation extends Pick<
  FoundationBuilder,
  'books' | 'rows' | 'foundation' | 'accounts'
> {
  programme: Programme;
  foundationId: string;
  random: SeededRandom;
  ids: Ids;
  admin: Actor;
  clearingAccountId: string;
  communities: Map<string, Community>;
  teams: Map<string, Team>;
  kinds: Map<string, Kind>;
}

export interface Community {
  id: string;
  plan: PlannedCommunity;
  dispatcher: Actor;
  /** Elders with granted coins first, then those without. */
  elders: Elder[];
}

export interface Team {
  id: string;
  communityId: string;
  plan: PlannedTeam;
  leader: Actor;
  /** Vetted members; the leader is the first. */
  members: Volunteer[];
}

export interface Kind extends PlannedKind {
  id: string;
}

/**
 * Builds foundation, communities, people, teams, logins and coin accounts, on the first day of the
 * programme.
 */
export function buildDemoFoundation(programme: Programme, random: SeededRandom): DemoFoundation {
  return new DemoBuilder(programme, random).build();
}

/** Index of the leader, who is reliable from the first visit. */
const leaderIndex = 0;
const personaIndex = 1;

class DemoBuilder {
  private readonly programme: Programme;
  private readonly random: SeededRandom;
  private readonly ids: Ids;
  private readonly names: Names;
  private readonly builder: FoundationBuilder;
  private readonly personasLeft: Set<string>;

  constructor(programme: Programme, random: SeededRandom) {
    this.programme = programme;
    this.random = random;
    this.ids = new Ids(random);
    this.names = new Names(random);
    this.builder = new FoundationBuilder(programme, this.ids, instantOn(programme.begins, 9 * 60));
    this.personasLeft = new Set(programme.personas);
  }

  build(): DemoFoundation {
    const { programme, builder } = this;
    const [admin] = programme.staff.map(({ persona, role, name }) =>
      builder.account(name, persona, role),
    );
    if (!admin) throw new Error(`${programme.name} has nobody who runs it.`);
    const communities = new Map(
      programme.communities.map((plan) => [plan.slug, this.enterCommunity(plan)]),
    );
    const teams = new Map(
      programme.teams.map((plan) => [plan.key, this.enterTeam(plan, communities)]),
    );
    const kinds = new Map(
      programme.kinds.map((plan) => [plan.code, { ...plan, id: builder.kind(plan) }]),
    );
    const clearingAccountId = builder.clearingAccount();
    if (this.personasLeft.size > 0)
      throw new Error(`Nobody is ${[...this.personasLeft].join(', ')}.`);
    grantCoins(programme, builder, admin, communities);
    const { id: foundationId, books, rows, foundation, accounts } = builder;
    return {
      programme,
      foundationId,
      random: this.random,
      ids: this.ids,
      books,
      rows,
      foundation,
      accounts,
      admin,
      clearingAccountId,
      communities,
      teams,
      kinds,
    };
  }

  private enterCommunity(plan: PlannedCommunity): Community {
    const { slug, name } = plan;
    const id = this.builder.community(plan);
    const dispatcher = this.builder.account(
      `${name}调度员`,
      this.persona(`dispatcher@${slug}`),
      'DISPATCHER',
      { communityId: id },
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
      elders.push(
        this.builder.elder({
          ...person,
          communityId: id,
          ...(index === 0 && {
            persona: this.persona(`elder@${slug}`),
            familyPersona: this.persona(`family@${slug}`),
          }),
        }),
      );
    }
    // Former volunteers who are now served, and not vetted any more.
    for (const { personId, displayName } of elders.slice(1, 1 + (plan.formerVolunteers ?? 0)))
      this.builder.enterAsVolunteer(id, personId, displayName, false);
    for (const person of plan.eldersWithoutCoins ?? [])
      elders.push(this.builder.elder({ ...person, communityId: id }));
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

  private enterTeam(plan: PlannedTeam, communities: ReadonlyMap<string, Community>): Team {
    const communityId = find(communities, plan.home).id;
    const servesToo = (plan.servesToo ?? []).map((slug) => find(communities, slug).id);
    const id = this.builder.team(plan.name, communityId, servesToo);
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
    const isLeader = index === leaderIndex;
    const role = isLeader ? 'leader' : 'volunteer';
    return this.builder.volunteer({
      communityId,
      teamId,
      name: (isLeader && plan.leaderName) || this.names.volunteer(),
      birthYear: this.random.between(...plan.birthYears),
      hasSmartphone: true,
      isLeader,
      isVetted: index < plan.members - (plan.unvetted ?? 0),
      persona: index <= personaIndex ? this.persona(`${role}@${plan.home}`) : null,
    });
  }

  /** For a second community or team of one place the persona's short name is taken. */
  private persona(name: string): string | null {
    return this.personasLeft.delete(name) ? name : null;
  }
}

/** The fund grants coins to every elder in need. */
function grantCoins(
  programme: Programme,
  builder: FoundationBuilder,
  admin: Actor,
  communities: ReadonlyMap<string, Community>,
): void {
  const fund = builder.fund(programme.fundName, instantOn(programme.begins, 10 * 60));
  for (const { day, amount, firstElderOf } of programme.grants) {
    // Granted a few days after the approval, before working hours.
    const [happenedAt, bookedAt] = [instantOn(addDays(day, -1), 17 * 60), instantOn(day, 7 * 60)];
    for (const { plan, elders } of communities.values()) {
      const granted = firstElderOf
        ? elders.slice(0, firstElderOf.includes(plan.slug) ? 1 : 0)
        : elders.slice(0, plan.eldersInNeed);
      for (const elder of granted) {
        builder.grantCoins(fund, elder.coinAccountId, {
          clientId: `grant:${day}:${elder.id}`,
          amount,
          happenedAt,
          bookedAt,
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
