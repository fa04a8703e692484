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

/** Steps with a dialog of their own. A dispute is resolved beside the evidence instead. */
export type DialogStep = Exclude<Step, 'resolveDispute'>;

export type Visit = Card['visits'][number];

/**
 * Steps that a dispatcher may take with a request, the usual next one first. With several
 * volunteers, each has a state of its own.
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
 * Role of a person at the board: a dispatcher handles whole requests, a leader the members of her
 * teams.
 */
export interface Role {
  isOwn: boolean;
  teamIds: ReadonlySet<string>;
}

/** Steps that a person may take with a request, the usual next one first. */
export function stepsFor(card: Card, { isOwn, teamIds }: Role): Step[] {
  if (isOwn) return stepsOf(card);
  if (teamIds.size === 0) return [];
  const led = ledPart(card, teamIds);
  const ofMembers = (['checkOut', 'checkIn', 'withdraw'] as const).filter(
    (step) => visitsFor(step, led).length > 0,
  );
  return card.state === 'OPEN' ? ['assign', ...ofMembers] : ofMembers;
}

/** A request with only the visits of some teams. */
export function ledPart(card: Card, teamIds: ReadonlySet<string>): Card {
  return { ...card, visits: card.visits.filter(({ team }) => team && teamIds.has(team.id)) };
}

/** The visits to which a step applies. */
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

/** States that have their own lane, in the order of the lanes. */
export const lanes = [
  'OPEN',
  'ASSIGNED',
  'IN_PROGRESS',
  'AWAITING_CERTIFICATION',
  'CERTIFIED',
] as const;
export type Lane = (typeof lanes)[number];

/**
 * Requests in review count as to open, and disputed ones as to decide. Their lanes are the places
 * for these steps.
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

/** Certified requests stay until the end of the day. */
export function isVisible(card: Card, dayBeganAt: number): boolean {
  if (card.state !== 'CERTIFIED') return true;
  const at = certifiedAt(card);
  return at !== undefined && Date.parse(at) >= dayBeganAt;
}

/** An agreed time that has passed without its step. */
export interface Lateness {
  /** The missing step: acceptance, arrival or departure. */
  what: 'taking' | 'arriving' | 'leaving';
  due: string;
  minutes: number;
}

/** A delay of some minutes is not worth showing. */
const graceMs = 15 * 60_000;

/**
 * Lateness of a request. The request's window may still be open when the agreed arrival is overdue;
 * the result tells which.
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
 * In progress: disputed or alarmed requests first, then by urgency, then by start. Certified: the
 * newest first.
 */
export function rankOf(card: Card): readonly number[] {
  if (card.state === 'CERTIFIED') return [-Date.parse(certifiedAt(card) ?? card.openedAt)];
  const isPressing = card.state === 'DISPUTED' || card.alarms.length > 0;
  return [isPressing ? 0 : 1, urgencyRank[card.urgency], Date.parse(card.requestedFrom)];
}
