import type { Role } from '../../schema/identity/role-grant.ts';

/**
 * A programme as the demo plays it. Facts from the documents are marked in the two files beside
 * this one. Open details (the pairs and days of visits) are invented, and every row belongs to a
 * foundation that is marked as a demonstration.
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
  /** Grants to every elder in need. */
  grants: readonly PlannedGrant[];
  jointVisit?: JointVisit;
  /** Accounts of the organisation itself. */
  staff: readonly { persona: string; role: Role; name: string }[];
  /**
   * Short names of communities and teams: dispatcher@<community>, elder@, family@, and leader@,
   * volunteer@ of its first team.
   */
  personas: readonly string[];
  /** Open requests at the first start. */
  upcoming: readonly UpcomingRequest[];
  /** Visits that await certification at the first start. */
  toCertify: readonly AwaitingVisit[];
}

export interface PlannedCommunity {
  slug: string;
  name: string;
  district: string;
  /** Elders with granted coins and visits. */
  eldersInNeed: number;
  /** The first elder, if the documents name one; also the persona elder@<community>. */
  firstElder?: PlannedPerson;
  /** Further elders with an account without grants. */
  eldersWithoutCoins?: readonly PlannedPerson[];
  /** Number of elders who are former volunteers. */
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
  /** Form of address of the leader, if the documents name it. */
  leaderName?: string;
  birthYears: readonly [first: number, last: number];
  /** New members without vetting. */
  unvetted?: number;
}

export interface PlannedKind {
  code: string;
  name: string;
  category: string;
  minutes: number;
  /** Hundredths; 100 is standard service. */
  coinsPerHour: bigint;
  /** Relative frequency in the plan. */
  weight: number;
}

export interface PlannedGrant {
  day: string;
  /** Hundredths, for each elder. */
  amount: bigint;
  /** Communities whose first elder alone gets it; all elders when omitted. */
  firstElderOf?: readonly string[];
}

/** Two teams visit the same elders together; each volunteer has a separate visit. */
export interface JointVisit {
  name: string;
  day: string;
  community: string;
  teams: readonly string[];
  elders: number;
  kind: string;
}

/** A visit that ended before the first start. */
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
  /** The elder's words of confirmation; unconfirmed when omitted. */
  confirmed?: string;
  /** Minutes on a paper sheet, if there is one. */
  sheetMinutes?: number;
  /** Reason of an objection, which makes it disputed. */
  objection?: string;
}

export interface UpcomingRequest {
  community: string;
  /** Index of the elder in the community; 0 is the first. */
  elder: number;
  kind: string;
  /**
   * Days from the first start with minutes after midnight, or minutes from the first start itself,
   * to show a working day.
   */
  inDays?: number;
  atMinutes?: number;
  inMinutes?: number;
  urgency: 'NORMAL' | 'SOON' | 'URGENT';
  /** Team whose second vetted member is assigned. Open when omitted. */
  takenBy?: string;
  /** Team whose third member entered it, which puts it in review. */
  enteredBy?: string;
  note?: string;
  /** Preferred language of the volunteer. */
  language?: string;
}
