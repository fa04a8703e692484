import type { Card } from './board-store.ts';
import type { VisitState } from './documents.golden.ts';

export type Step =
  | 'approve'
  | 'reject'
  | 'assign'
  | 'withdraw'
  | 'cancel'
  | 'checkIn'
  | 'checkOut'
  | 'certify'
  | 'dispute';

export type Visit = Card['visits'][number];

/** The steps that a dispatcher may take with a request, the usual next one first. Of several volunteers each is at a point of their own. */
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
    case 'CERTIFIED':
    case 'CANCELLED':
    case 'EXPIRED':
    case 'DISPUTED':
      return [];
  }
}

/** Somebody at the board: a dispatcher answers for all of a request, a leader for the members of her teams. */
export interface Role {
  isOwn: boolean;
  teamIds: ReadonlySet<string>;
}

/** The steps that somebody may take with a request, the usual next one first. */
export function stepsFor(card: Card, { isOwn, teamIds }: Role): Step[] {
  if (isOwn) return stepsOf(card);
  if (teamIds.size === 0) return [];
  const led = ledPart(card, teamIds);
  const ofMembers = (['checkOut', 'checkIn', 'withdraw'] as const).filter((step) => visitsFor(step, led).length > 0);
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
};

/** Visits of those who come or came: whoever withdrew or did not turn up is left out. */
export function liveVisits({ visits }: Card): Visit[] {
  return visits.filter(({ state }) => state !== 'WITHDRAWN' && state !== 'NO_SHOW' && state !== 'REVOKED');
}

/** When the last visit was certified. */
export function certifiedAt(card: Card): string | undefined {
  return liveVisits(card)
    .map((visit) => visit.certifiedAt)
    .filter((at) => at !== null && at !== undefined)
    .toSorted()
    .at(-1);
}

/** Whether the agreed time is over and the step that belongs to it has not been taken. */
export function isLate({ state, wishedFrom, wishedTo, visits }: Card, graceMs = 15 * 60_000): boolean {
  if (state === 'OPEN') return Date.parse(wishedTo) < Date.now();
  const due = visits.flatMap((visit) =>
    visit.state === 'PLANNED'
      ? [Date.parse(visit.plannedFrom ?? wishedFrom)]
      : visit.state === 'CHECKED_IN'
        ? [Date.parse(visit.plannedTo ?? wishedTo)]
        : [],
  );
  return (state === 'ASSIGNED' || state === 'IN_PROGRESS') && due.some((instant) => instant + graceMs < Date.now());
}

const urgencyRank = { URGENT: 0, SOON: 1, NORMAL: 2 } as const;

/** In work: what raises an alarm first, then what is most urgent, then what begins first. Certified: the newest first. */
export function inOrder(cards: readonly Card[]): Card[] {
  return cards.toSorted((left, right) => {
    if (left.state === 'CERTIFIED' && right.state === 'CERTIFIED')
      return Date.parse(certifiedAt(right) ?? right.openedAt) - Date.parse(certifiedAt(left) ?? left.openedAt);
    const byAlarm = Number(right.alarms.length > 0) - Number(left.alarms.length > 0);
    const byUrgency = byAlarm || urgencyRank[left.urgency] - urgencyRank[right.urgency];
    return byUrgency || Date.parse(left.wishedFrom) - Date.parse(right.wishedFrom);
  });
}
