import type { Card } from './card.ts';
import type { VisitState } from './documents.generated.ts';
import { liveVisits } from './visits.ts';

export type Step =
  | 'approve'
  | 'reject'
  | 'assign'
  | 'withdraw'
  | 'cancel'
  | 'checkIn'
  | 'checkOut'
  | 'certify'
  | 'dispute'
  | 'resolveDispute';

/** Those that are taken in a dialog of their own; a dispute is ended beside the evidence. */
export type DialogStep = Exclude<Step, 'resolveDispute'>;

export type Visit = Card['visits'][number];

/**
 * The steps that a dispatcher may take with a request, the usual next one first. Of several
 * volunteers each is at a point of their own.
 */
function stepsOf(card: Card): Step[] {
  const ofVisits = (['checkOut', 'checkIn', 'certify', 'withdraw', 'dispute'] as const).filter(
    (step) => visitsFor(step, card).length > 0,
  );
  switch (card.state) {
    case 'IN_REVIEW':
      return ['approve', 'reject'];
    case 'OPEN':
      return ['assign', ...ofVisits, 'cancel'];
    case 'ASSIGNED':
      return [...ofVisits, 'cancel'];
    case 'IN_PROGRESS':
    case 'AWAITING_CERTIFICATION':
      return ofVisits;
    case 'DISPUTED':
      return ['resolveDispute', ...ofVisits];
    case 'CERTIFIED':
    case 'CANCELLED':
    case 'EXPIRED':
      return [];
  }
}

/**
 * Somebody at the board: a dispatcher answers for all of a request, a leader for the members of her
 * teams.
 */
export interface Role {
  isOwn: boolean;
  teamIds: ReadonlySet<string>;
}

/** The steps that somebody may take with a request, the usual next one first. */
export function stepsFor(card: Card, { isOwn, teamIds }: Role): Step[] {
  if (isOwn) return stepsOf(card);
  if (teamIds.size === 0) return [];
  const led = ledPart(card, teamIds);
  const ofMembers = (['checkOut', 'checkIn', 'withdraw'] as const).filter(
    (step) => visitsFor(step, led).length > 0,
  );
  return card.state === 'OPEN' ? ['assign', ...ofMembers] : ofMembers;
}

/** A request with the visits of some teams alone. */
export function ledPart(card: Card, teamIds: ReadonlySet<string>): Card {
  return { ...card, visits: card.visits.filter(({ team }) => team && teamIds.has(team.id)) };
}

/** The visits that a step can be taken with. */
export function visitsFor(step: Step, { visits }: Card): Visit[] {
  const wanted = visitStateOf[step];
  return wanted ? visits.filter(({ state }) => state === wanted) : [];
}

const visitStateOf: Partial<Record<Step, VisitState>> = {
  checkIn: 'PLANNED',
  withdraw: 'PLANNED',
  checkOut: 'CHECKED_IN',
  certify: 'CHECKED_OUT',
  dispute: 'CHECKED_OUT',
  resolveDispute: 'DISPUTED',
};

/** When the last visit was certified. */
function certifiedAt(card: Card): string | undefined {
  let last: string | undefined;
  for (const visit of liveVisits(card)) {
    if (visit.certifiedAt && (last === undefined || visit.certifiedAt > last))
      last = visit.certifiedAt;
  }
  return last;
}

/** States that have a lane of their own, in the order of the lanes. */
export const lanes = [
  'OPEN',
  'ASSIGNED',
  'IN_PROGRESS',
  'AWAITING_CERTIFICATION',
  'CERTIFIED',
] as const;
export type Lane = (typeof lanes)[number];

/**
 * What waits for review is to be opened, and what is disputed is to be decided: both stand where a
 * dispatcher does that.
 */
export function laneOf({ state }: Card): Lane | null {
  switch (state) {
    case 'IN_REVIEW':
      return 'OPEN';
    case 'DISPUTED':
      return 'AWAITING_CERTIFICATION';
    case 'CANCELLED':
    case 'EXPIRED':
      return null;
    case 'OPEN':
    case 'ASSIGNED':
    case 'IN_PROGRESS':
    case 'AWAITING_CERTIFICATION':
    case 'CERTIFIED':
      return state;
  }
}

/** Certified ones stay for the day. */
export function isVisible(card: Card, dayBeganAt: number): boolean {
  if (card.state !== 'CERTIFIED') return true;
  const at = certifiedAt(card);
  return at !== undefined && Date.parse(at) >= dayBeganAt;
}

/** A time that was agreed and is over, with the step that belongs to it not taken. */
export interface Lateness {
  /** What did not happen: somebody took the request, arrived, or left. */
  what: 'taking' | 'arriving' | 'leaving';
  due: string;
  minutes: number;
}

/** Some minutes late is nobody's fault, and nothing to tell. */
const graceMs = 15 * 60_000;

/**
 * How late a request is. The window of a request may still be open when the arrival that was agreed
 * is overdue: it says which.
 */
export function latenessOf(
  { state, requestedFrom, requestedTo, visits }: Card,
  now = Date.now(),
  grace = graceMs,
): Lateness | null {
  const due: Omit<Lateness, 'minutes'>[] = [];
  if (state === 'OPEN' && Date.parse(requestedTo) + grace < now)
    due.push({ what: 'taking', due: requestedTo });
  if (state === 'OPEN' || state === 'ASSIGNED' || state === 'IN_PROGRESS') {
    for (const visit of visits) {
      if (visit.state === 'PLANNED')
        due.push({ what: 'arriving', due: visit.plannedFrom ?? requestedFrom });
      if (visit.state === 'CHECKED_IN')
        due.push({ what: 'leaving', due: visit.plannedTo ?? requestedTo });
    }
  }
  const [first] = due
    .filter((each) => Date.parse(each.due) + grace < now)
    .toSorted((left, right) => Date.parse(left.due) - Date.parse(right.due));
  return first ? { ...first, minutes: Math.floor((now - Date.parse(first.due)) / 60_000) } : null;
}

const urgencyRank = { URGENT: 0, SOON: 1, NORMAL: 2 } as const;

/**
 * In work: what is disputed or raises an alarm first, then what is most urgent, then what begins
 * first. Certified: the newest first.
 */
export function rankOf(card: Card): readonly number[] {
  if (card.state === 'CERTIFIED') return [-Date.parse(certifiedAt(card) ?? card.openedAt)];
  const isPressing = card.state === 'DISPUTED' || card.alarms.length > 0;
  return [isPressing ? 0 : 1, urgencyRank[card.urgency], Date.parse(card.requestedFrom)];
}
