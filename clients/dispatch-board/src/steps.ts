import type { Card } from './board-store.ts';
import type { RequestState } from './documents.golden.ts';

/** The steps that a dispatcher may take with a request, the usual next one first. */
export const stepsOf: Record<RequestState, readonly Step[]> = {
  OPEN: ['assign', 'cancel'],
  ASSIGNED: ['checkIn', 'withdraw', 'cancel'],
  IN_PROGRESS: ['checkOut'],
  AWAITING_CERTIFICATION: ['certify', 'dispute'],
  CERTIFIED: [],
  CANCELLED: [],
  EXPIRED: [],
  DISPUTED: [],
};

export type Step = 'assign' | 'withdraw' | 'cancel' | 'checkIn' | 'checkOut' | 'certify' | 'dispute';

export type Visit = Card['visits'][number];

/** The visit that a request is about now: withdrawn ones are past. */
export function currentVisit({ visits }: Card): Visit | undefined {
  return visits.findLast(({ state }) => state !== 'WITHDRAWN');
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
    if (left.state === 'CERTIFIED' && right.state === 'CERTIFIED') return certifiedAt(right) - certifiedAt(left);
    const byUrgency = urgencyRank[left.urgency] - urgencyRank[right.urgency];
    return byUrgency || Date.parse(left.wishedFrom) - Date.parse(right.wishedFrom);
  });
}

function certifiedAt(card: Card): number {
  return Date.parse(currentVisit(card)?.certifiedAt ?? card.openedAt);
}
