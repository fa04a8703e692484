import type { RequestState } from '../../schema/requests/service-request.ts';
import type { VisitState } from '../../schema/requests/visit.ts';

/**
 * State of a request that several volunteers serve. Null without active visits. Until one of them
 * has come, a free place leaves it open.
 */
export function stateOfVisits(states: readonly VisitState[], places: number): RequestState | null {
  const is = (...wanted: VisitState[]) => states.some((state) => wanted.includes(state));
  if (states.length === 0) return null;
  if (is('CHECKED_IN')) return 'IN_PROGRESS';
  if (is('PLANNED')) {
    if (is('CHECKED_OUT', 'CERTIFIED', 'DISPUTED')) return 'IN_PROGRESS';
    return states.length < places ? 'OPEN' : 'ASSIGNED';
  }
  if (is('CHECKED_OUT')) return 'AWAITING_CERTIFICATION';
  return is('DISPUTED') ? 'DISPUTED' : 'CERTIFIED';
}
