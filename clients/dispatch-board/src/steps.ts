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
export function stepsOf(card: Card): Step[] {
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
export function isLate({ state, wishedFrom, wishedTo }: Card, graceMs = 15 * 60_000): boolean {
  if (state === 'OPEN') return Date.parse(wishedTo) < Date.now();
  if (state === 'ASSIGNED') return Date.parse(wishedFrom) + graceMs < Date.now();
  return state === 'IN_PROGRESS' && Date.parse(wishedTo) + graceMs < Date.now();
}

const urgencyRank = { URGENT: 0, SOON: 1, NORMAL: 2 } as const;

/** In work: what is most urgent first, then what begins first. Certified: the newest first. */
export function inOrder(cards: readonly Card[]): Card[] {
  return cards.toSorted((left, right) => {
    if (left.state === 'CERTIFIED' && right.state === 'CERTIFIED')
      return Date.parse(certifiedAt(right) ?? right.openedAt) - Date.parse(certifiedAt(left) ?? left.openedAt);
    const byUrgency = urgencyRank[left.urgency] - urgencyRank[right.urgency];
    return byUrgency || Date.parse(left.wishedFrom) - Date.parse(right.wishedFrom);
  });
}
