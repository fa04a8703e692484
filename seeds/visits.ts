import { coinsFor } from './coins.ts';
import { addMinutes, dayOf, daysIn, instantOn, later } from './dates.ts';
import { addJointVisit } from './joint-visit.ts';
import type { CertifiedVisit } from './evidence-and-decisions.ts';
import {
  addVisit,
  openRequest,
  type OpenedRequest,
  recordChange,
  type VisitParties,
} from './requests.ts';
import {
  type Community,
  find,
  type Kind,
  type Team,
  type DemoFoundation,
} from './demo-foundation.ts';
import type { Elder, Volunteer } from './foundation-builder.ts';

/**
 * Every past visit of the programme, from request to certified hours. Gives the facts that their
 * decisions refer to.
 */
export function addPastVisits(demo: DemoFoundation): CertifiedVisit[] {
  const certified: CertifiedVisit[] = [];
  const calendar = new Calendar();
  const joint = demo.programme.jointVisit;
  const jointVisits = addJointVisits(demo, calendar, certified);
  for (const community of demo.communities.values()) {
    const teams = teamsServing(demo, community);
    const turn = { elder: 0, volunteer: 0 };
    for (const [month, planned] of Object.entries(community.plan.visitsByMonth)) {
      const isJointMonth =
        joint && joint.community === community.plan.slug && joint.day.startsWith(month);
      const count = planned - (isJointMonth ? jointVisits : 0);
      for (let index = 0; index < count; index += 1)
        certified.push(
          planVisit(demo, calendar, community, teams, month, (index + 0.5) / count, turn),
        );
    }
  }
  return certified;
}

/** Tracks busy times, so that nobody is in two homes at a time. */
class Calendar {
  private readonly busy = new Map<string, [from: number, to: number][]>();

  isFree(personId: string, from: string, to: string): boolean {
    const [begin, end] = [Date.parse(from), Date.parse(to)];
    return (this.busy.get(personId) ?? []).every(
      ([busyFrom, busyTo]) => end <= busyFrom || begin >= busyTo,
    );
  }

  take(personId: string, from: string, to: string): void {
    const times = this.busy.get(personId) ?? [];
    times.push([Date.parse(from), Date.parse(to)]);
    this.busy.set(personId, times);
  }
}

interface Planned extends VisitParties {
  kind: Kind;
  startsAt: string;
  jointVisitId?: string;
}

/**
 * Each elder of a joint visit sees one volunteer of every team at the same time. In those days each
 * volunteer had a separate request. Gives the number of visits.
 */
function addJointVisits(
  demo: DemoFoundation,
  calendar: Calendar,
  certified: CertifiedVisit[],
): number {
  const plan = demo.programme.jointVisit;
  if (!plan) return 0;
  const community = find(demo.communities, plan.community);
  const kind = find(demo.kinds, plan.kind);
  const teams = plan.teams.map((key) => find(demo.teams, key));
  const roundMinutes = kind.minutes + onTheWayMinutes;
  const begin = instantOn(plan.day, 9 * 60 + 30);
  const jointVisitId = addJointVisit(demo, {
    community,
    kind,
    teams,
    name: plan.name,
    beginsAt: begin,
    endsAt: addMinutes(begin, plan.elders * roundMinutes),
    plannedAt: addMinutes(begin, -5 * 24 * 60),
  });
  for (let round = 0; round < plan.elders; round += 1) {
    const startsAt = addMinutes(begin, round * roundMinutes);
    for (const team of teams) {
      const [elder, volunteer] = [community.elders[round], team.members[round]];
      if (!elder || !volunteer)
        throw new Error('A joint visit needs as many elders and volunteers as it has rounds.');
      reserve(calendar, elder, volunteer, startsAt, kind);
      certified.push(
        carryOut(demo, { community, elder, team, volunteer, kind, startsAt, jointVisitId }),
      );
    }
  }
  return plan.elders * teams.length;
}

/** Teams that serve a community, the home team first. */
function teamsServing(demo: DemoFoundation, community: Community): Team[] {
  const { slug } = community.plan;
  const serving = [...demo.teams.values()].filter(
    ({ plan }) => plan.home === slug || plan.servesToo?.includes(slug),
  );
  return serving.sort(
    (left, right) => Number(right.plan.home === slug) - Number(left.plan.home === slug),
  );
}

/** Begin times of visits, in minutes after midnight. */
const beginnings = [9 * 60, 9 * 60 + 30, 10 * 60, 14 * 60, 14 * 60 + 30, 15 * 60];
/** Allows for late arrivals and the way to the next home. */
const onTheWayMinutes = 25;
const lateMinutesMax = 8;

/**
 * Plans one visit at about `share` of the month and carries it out. Elders and volunteers take
 * turns.
 */
function planVisit(
  demo: DemoFoundation,
  calendar: Calendar,
  community: Community,
  teams: readonly Team[],
  month: string,
  share: number,
  turn: { elder: number; volunteer: number },
): CertifiedVisit {
  const { random } = demo;
  const kind = random.weighted(
    [...demo.kinds.values()].map((each) => [each, each.weight] as const),
  );
  const elders = community.elders.slice(0, community.plan.eldersInNeed);
  const elder = at(elders, (turn.elder += 1));
  // One visit in five is by a team from elsewhere, if there is one.
  const team =
    teams.length > 1 && random.below(5) === 0 ? at(teams.slice(1), turn.elder) : at(teams, 0);
  // Skips the first day of a month, so that the request is entered in the same month as its visit.
  const days = daysIn(month) - 1;
  const firstDay = Math.min(
    days - 1,
    Math.max(0, Math.floor(share * days) + random.between(-1, 1)),
  );
  for (let attempt = 0; attempt < days * beginnings.length; attempt += 1) {
    const day = 2 + ((firstDay + Math.floor(attempt / beginnings.length)) % days);
    const startsAt = instantOn(
      `${month}-${String(day).padStart(2, '0')}`,
      at(beginnings, attempt + turn.elder),
    );
    if (!calendar.isFree(elder.personId, startsAt, endOf(startsAt, kind))) continue;
    const volunteer = freeMember(calendar, team, startsAt, kind, (turn.volunteer += 1));
    if (!volunteer) continue;
    reserve(calendar, elder, volunteer, startsAt, kind);
    return carryOut(demo, { community, elder, team, volunteer, kind, startsAt });
  }
  throw new Error(
    `${team.plan.name} has no time left in ${month}: plan fewer visits, or more members.`,
  );
}

function freeMember(
  calendar: Calendar,
  team: Team,
  startsAt: string,
  kind: Kind,
  turn: number,
): Volunteer | null {
  for (let index = 0; index < team.members.length; index += 1) {
    const volunteer = at(team.members, turn + index);
    if (calendar.isFree(volunteer.personId, startsAt, endOf(startsAt, kind))) return volunteer;
  }
  return null;
}

function reserve(
  calendar: Calendar,
  elder: Elder,
  volunteer: Volunteer,
  startsAt: string,
  kind: Kind,
): void {
  for (const { personId } of [elder, volunteer])
    calendar.take(personId, startsAt, endOf(startsAt, kind));
}

function endOf(startsAt: string, kind: Kind): string {
  return addMinutes(startsAt, kind.minutes + onTheWayMinutes);
}

/**
 * Opens the request, checks the volunteer in and out, and certifies: all five states with their
 * records.
 */
function carryOut(demo: DemoFoundation, plan: Planned): CertifiedVisit {
  const { random, ids, rows, books, foundationId } = demo;
  const { community, elder, team, volunteer, kind, startsAt } = plan;
  const request = openRequest(demo, {
    community,
    elder,
    kind,
    openedAt: requestedAt(demo, startsAt),
    requestedFrom: startsAt,
    requestedTo: addMinutes(startsAt, kind.minutes + 60),
    state: 'CERTIFIED',
    version: 5,
    urgency: 'NORMAL',
    note: null,
    ...(plan.jointVisitId && { jointVisitId: plan.jointVisitId }),
  });
  const assignedAt = addMinutes(request.openedAt, random.between(4, 50));
  const checkedInAt = addMinutes(startsAt, random.between(0, lateMinutesMax));
  const minutes = Math.max(
    10,
    kind.minutes + random.between(-6, onTheWayMinutes - lateMinutesMax - 9),
  );
  const checkedOutAt = addMinutes(checkedInAt, minutes);
  const certifiedAt = addMinutes(checkedOutAt, random.between(20, 150));
  // The elder agreed to the hold; a longer visit counts in full as hours and is paid up to the
  // hold.
  const [earned, held] = [coinsFor(minutes, kind.coinsPerHour), request.hold.amount];
  const paid = smaller(earned, held);
  const visitId = ids.at(assignedAt);
  const parties = { community, elder, volunteer, team };
  addVisit(
    demo,
    { ...parties, request },
    {
      id: visitId,
      state: 'CERTIFIED',
      planned: { from: startsAt, minutes: kind.minutes },
      checkedInAt,
      checkedOutAt,
      note: `（示例）${kind.name}`,
      certified: { minutes, paid, at: certifiedAt },
    },
  );
  const change = changesOf(demo, plan, request, visitId);
  change(2, 'OPEN', 'ASSIGNED', assignedAt, 'request:accept');
  change(3, 'ASSIGNED', 'IN_PROGRESS', checkedInAt, 'visit:checkIn');
  change(4, 'IN_PROGRESS', 'AWAITING_CERTIFICATION', checkedOutAt, 'visit:checkOut');
  change(5, 'AWAITING_CERTIFICATION', 'CERTIFIED', certifiedAt, 'visit:certify');
  const hoursRecordId = ids.at(certifiedAt);
  rows.add('hours_record', {
    foundationId,
    id: hoursRecordId,
    communityId: community.id,
    volunteerId: volunteer.id,
    personId: volunteer.personId,
    minutes,
    category: kind.category,
    happenedAt: checkedInAt,
    bookedAt: certifiedAt,
    businessKind: 'visit',
    businessId: visitId,
  });
  const paymentId = books.pay(request.hold, {
    clientId: `payment:${visitId}`,
    kind: 'SERVICE_PAYMENT',
    to: volunteer.coinAccountId,
    amount: paid,
    happenedAt: checkedInAt,
    bookedAt: certifiedAt,
    business: { kind: 'visit', id: visitId },
    actorAccountId: community.dispatcher.accountId,
  });
  const about = {
    visitId,
    community,
    elder,
    volunteer,
    kind,
    checkedInAt,
    checkedOutAt,
    certifiedAt,
    minutes,
  };
  return { ...about, earned, held, paid, hoursRecordId, paymentId };
}

/**
 * One to three days before, and never before the month, so that requests and visits of a month are
 * comparable.
 */
function requestedAt({ random }: DemoFoundation, startsAt: string): string {
  const requestedAt = addMinutes(startsAt, -24 * 60 * random.between(1, 3) + random.between(0, 90));
  const month = dayOf(startsAt).slice(0, 7);
  return later(requestedAt, instantOn(`${month}-01`, 8 * 60 + random.between(0, 90)));
}

/**
 * The leader accepts for the volunteer, who checks in and out; the dispatcher, a second person,
 * certifies.
 */
function changesOf(
  demo: DemoFoundation,
  { community, elder, team, volunteer }: Planned,
  request: OpenedRequest,
  visitId: string,
) {
  const actors = {
    'request:accept': team.leader,
    'visit:checkIn': volunteer.account,
    'visit:checkOut': volunteer.account,
    'visit:certify': community.dispatcher,
  };
  return (
    version: number,
    fromState: string,
    toState: string,
    changedAt: string,
    action: keyof typeof actors,
  ): void => {
    const subject =
      action === 'request:accept'
        ? { kind: 'request', id: request.id }
        : { kind: 'visit', id: visitId };
    recordChange(demo, {
      community,
      elder,
      request,
      version,
      fromState,
      toState,
      changedAt,
      action,
      subject,
      actor: actors[action],
      channel: 'APP',
    });
  };
}

function smaller(left: bigint, right: bigint): bigint {
  return left < right ? left : right;
}

function at<T>(things: readonly T[], turn: number): T {
  const thing = things[turn % things.length];
  if (thing === undefined) throw new Error('There is nobody whose turn it could be.');
  return thing;
}
