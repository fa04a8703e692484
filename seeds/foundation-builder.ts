import type { Role } from '../schema/identity/role-grant.ts';
import { type Booking, CoinBooks } from './coins.ts';
import type { PlannedKind, PlannedPerson } from './programmes/programme.ts';
import type { Ids } from './random.ts';
import { type Row, Rows, type Table } from './row-batch.ts';

/** The login that makes a change. */
export interface Actor {
  accountId: string;
  name: string;
}

export interface Elder {
  id: string;
  personId: string;
  displayName: string;
  coinAccountId: string;
  /** Own login; null for most, who are served by telephone and paper. */
  account: Actor | null;
}

export interface Volunteer {
  id: string;
  personId: string;
  communityId: string;
  coinAccountId: string;
  account: Actor;
}

export interface Fund {
  id: string;
  coinAccountId: string;
}

/** What a grant covers; the whole foundation when empty. */
export interface GrantScope {
  communityId?: string | null;
  teamId?: string | null;
  personId?: string | null;
}

type PersonPlan = Pick<PlannedPerson, 'name'> &
  Partial<PlannedPerson> & {
    communityId: string;
    persona?: string | null;
    /** Display name of the login; that of the person by default. */
    loginName?: string;
  };

/**
 * Builds the rows of one foundation: communities, people, teams, logins, kinds and coin accounts.
 * The demo and the fixtures of tests share it, and it has the defaults of both.
 */
export class FoundationBuilder {
  readonly id: string;
  readonly books: CoinBooks;
  /** Tenant tables, written as a member. */
  readonly rows = new Rows();
  /** Platform-wide tables, written before a tenant exists. */
  readonly foundation: Row;
  readonly accounts: Row[] = [];
  private readonly name: string;
  private readonly ids: Ids;
  private readonly at: string;

  /** `at` is the instant at which everything is entered. With an `id` the foundation exists. */
  constructor(
    { slug, name, id }: { slug: string; name: string; id?: string },
    ids: Ids,
    at: string,
  ) {
    this.ids = ids;
    this.at = at;
    this.id = id ?? ids.at(at);
    this.name = name;
    this.books = new CoinBooks(this.id, ids);
    this.foundation = { id: this.id, slug, name, isDemo: true };
  }

  community({
    slug,
    name,
    district = '北京',
  }: {
    slug: string;
    name: string;
    district?: string;
  }): string {
    return this.add('community', { slug, name, district });
  }

  /** A team that serves its home, and further communities. */
  team(name: string, homeId: string, servesToo: readonly string[]): string {
    const teamId = this.add('team', { communityId: homeId, name });
    for (const communityId of [homeId, ...servesToo])
      this.add('team_area', { teamId, communityId });
    return teamId;
  }

  kind({ code, name, category, minutes, coinsPerHour }: Omit<PlannedKind, 'weight'>): string {
    return this.add('service_kind', {
      code,
      name,
      category,
      minutesDefault: minutes,
      coinsPerHour: coinsPerHour.toString(),
    });
  }

  /** An elder with a coin account. A persona is a login: of the elder, or of a daughter. */
  elder({
    familyPersona,
    livesAlone = true,
    ...plan
  }: PersonPlan & { familyPersona?: string | null }): Elder {
    const { communityId, persona, displayName = plan.name, loginName = displayName } = plan;
    const personId = this.person(plan);
    const id = this.add('elder', { communityId, personId, displayName, livesAlone });
    const account = persona ? this.account(loginName, persona, 'ELDER', { personId }) : null;
    if (familyPersona)
      this.account(`${displayName}的女儿`, familyPersona, 'FAMILY_MEMBER', { personId });
    const coinAccountId = this.coinAccountOf(communityId, personId, displayName);
    return { id, personId, displayName, coinAccountId, account };
  }

  /** A member of a team, with a login and a coin account. The login of a leader leads the team. */
  volunteer({
    teamId,
    isLeader = false,
    isVetted = true,
    ...plan
  }: PersonPlan & {
    teamId: string;
    isLeader?: boolean;
    isVetted?: boolean;
  }): Volunteer {
    const { communityId, name, persona = null, loginName = name } = plan;
    const personId = this.person(plan);
    const id = this.enterAsVolunteer(communityId, personId, name, isVetted);
    this.add('team_member', { communityId, teamId, volunteerId: id, isLeader });
    const account = isLeader
      ? this.account(loginName, persona, 'TEAM_LEADER', { teamId, personId })
      : this.account(loginName, persona, 'VOLUNTEER', { personId });
    const coinAccountId = this.coinAccountOf(communityId, personId, name);
    return { id, personId, communityId, coinAccountId, account };
  }

  /** Makes a person a volunteer, without a team or a login. */
  enterAsVolunteer(
    communityId: string,
    personId: string,
    displayName: string,
    isVetted: boolean,
  ): string {
    return this.add('volunteer', { communityId, personId, displayName, isVetted });
  }

  /** A login with one role. */
  account(name: string, persona: string | null, role: Role, scope: GrantScope = {}): Actor {
    const accountId = this.ids.at(this.at);
    this.accounts.push({ id: accountId, displayName: name, persona });
    this.grant(accountId, role, scope);
    return { accountId, name };
  }

  grant(
    accountId: string,
    role: Role,
    { communityId = null, teamId = null, personId = null }: GrantScope,
  ): void {
    this.add('role_grant', { accountId, role, communityId, teamId, personId, validFrom: this.at });
  }

  /** The account to which coins are held until their payment. */
  clearingAccount(): string {
    return this.books.open({
      ownerKind: 'FOUNDATION',
      ownerId: this.id,
      communityId: null,
      name: this.name,
      availableMin: null,
      at: this.at,
    });
  }

  /** A fund issues the coins of its grants, so its balance is negative by their sum. */
  fund(name: string, at: string): Fund {
    const id = this.ids.at(at);
    const coinAccountId = this.books.open({
      ownerKind: 'FUND',
      ownerId: id,
      communityId: null,
      name,
      availableMin: null,
      at,
    });
    return { id, coinAccountId };
  }

  /** Grants coins of a fund to a coin account. */
  grantCoins(
    { id, coinAccountId }: Fund,
    to: string,
    grant: Omit<Booking, 'kind' | 'business'>,
  ): void {
    const business = { kind: 'fund', id };
    this.books.post({ ...grant, kind: 'GRANT', from: coinAccountId, to, business });
  }

  /** Adds a row, and gives its id. */
  add(table: Table, row: Row): string {
    const id = this.ids.at(this.at);
    this.rows.add(table, { foundationId: this.id, id, ...row });
    return id;
  }

  private person({
    communityId,
    name,
    birthYear = 1945,
    hasSmartphone = false,
  }: PersonPlan): string {
    return this.add('person', { communityId, name, birthYear, hasSmartphone });
  }

  private coinAccountOf(communityId: string, personId: string, name: string): string {
    return this.books.open({
      ownerKind: 'PERSON',
      ownerId: personId,
      communityId,
      name,
      availableMin: 0n,
      at: this.at,
    });
  }
}

/** A login above the foundations, which is a member of none. */
export function headBankOperator(ids: Ids, at: string) {
  const account = { id: ids.at(at), displayName: '总行操作员', persona: 'operator@headbank' };
  return {
    account,
    grant: { id: ids.at(at), accountId: account.id, role: 'HEAD_BANK_OPERATOR', validFrom: at },
  };
}
