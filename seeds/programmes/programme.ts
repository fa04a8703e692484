import type { Role } from '../../schema/identity/role-grant.ts';

/**
 * A programme as the demo plays it. What the documents say is marked as fact in the two files beside this one; what they leave
 * open (who visited whom on which day) is ours, and every row of it belongs to a foundation that is marked as a demonstration.
 */
export interface Programme {
  slug: string;
  name: string;
  /** Day on which people and accounts were entered, as YYYY-MM-DD. */
  begins: string;
  fundName: string;
  communities: readonly PlannedCommunity[];
  teams: readonly PlannedTeam[];
  kinds: readonly PlannedKind[];
  /** Coins that every elder in need was granted, and when. */
  grants: readonly PlannedGrant[];
  jointVisit?: JointVisit;
  /** Accounts of the organisation itself. */
  staff: readonly { persona: string; role: Role; name: string }[];
  /** Names for people of communities and teams: dispatcher@<community>, elder@, family@, and leader@, volunteer@ of its first team. */
  personas: readonly string[];
  /** Requests that wait on the boards at the first start. */
  upcoming: readonly UpcomingRequest[];
  /** Visits that wait to be certified at the first start. */
  toCertify: readonly AwaitingVisit[];
}

export interface PlannedCommunity {
  slug: string;
  name: string;
  district: string;
  /** Elders who are granted coins and visited. */
  eldersInNeed: number;
  /** First elder, where the documents name one; also whom elder@<community> is. */
  firstElder?: PlannedPerson;
  /** Further elders with an account that nobody has granted coins to. */
  eldersWithoutCoins?: readonly PlannedPerson[];
  /** How many of the elders served as volunteers before they grew old. */
  formerVolunteers?: number;
  /** Certified visits for each month of the programme. */
  visitsByMonth: Readonly<Record<string, number>>;
}

export interface PlannedPerson {
  name: string;
  displayName: string;
  birthYear: number;
  livesAlone: boolean;
  hasSmartphone: boolean;
}

export interface PlannedTeam {
  key: string;
  name: string;
  home: string;
  /** Communities that it serves besides its home. */
  servesToo?: readonly string[];
  members: number;
  /** What everybody calls the leader, where the documents say so. */
  leaderName?: string;
  birthYears: readonly [first: number, last: number];
  /** Members who have just joined and may not be sent to a home yet. */
  unvetted?: number;
}

export interface PlannedKind {
  code: string;
  name: string;
  category: string;
  minutes: number;
  /** Hundredths; 100 is standard service. */
  coinsPerHour: bigint;
  /** How often the plan chooses it. */
  weight: number;
}

export interface PlannedGrant {
  day: string;
  /** Hundredths, for each elder. */
  amount: bigint;
  /** Communities whose first elder alone gets it; everybody when left out. */
  firstElderOf?: readonly string[];
}

/** Two teams visit the same elders together; each volunteer's part is a visit of its own. */
export interface JointVisit {
  name: string;
  day: string;
  community: string;
  teams: readonly string[];
  elders: number;
  kind: string;
}

/** A visit that ended a while before the first start. */
export interface AwaitingVisit {
  community: string;
  /** Index of the elder in the community; 0 is the first. */
  elder: number;
  kind: string;
  team: string;
  /** Index among the vetted members of the team; 0 leads it. */
  member: number;
  endedMinutesAgo: number;
  minutes: number;
  note: string;
  /** What the elder says who confirms it. Nobody confirmed when left out. */
  confirmed?: string;
  /** Minutes that a paper sheet says, where there is one. */
  sheetMinutes?: number;
  /** Why somebody objects. It is disputed then. */
  objection?: string;
}

export interface UpcomingRequest {
  community: string;
  /** Index of the elder in the community; 0 is the first. */
  elder: number;
  kind: string;
  /** Days from the first start, and minutes after midnight; or minutes from the first start itself, to see what a day is like. */
  inDays?: number;
  atMinutes?: number;
  inMinutes?: number;
  urgency: 'NORMAL' | 'SOON' | 'URGENT';
  /** Team whose second vetted member has taken it on. Open when left out. */
  takenBy?: string;
  /** Team whose third member entered it, so that it waits to be looked at. */
  enteredBy?: string;
  note?: string;
  /** Language that the helper should speak. */
  language?: string;
}
