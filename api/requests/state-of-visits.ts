import type { RequestState } from '../../schema/requests/service-request.ts';
import type { VisitState } from '../../schema/requests/visit.ts';

/** State of a request that several volunteers serve. Null without active visits. */
export function stateOfVisits(states: readonly VisitState[]): RequestState | null {
  const is = (...wanted: VisitState[]) => states.some((state) => wanted.includes(state));
  if (states.length === 0) return null;
  if (is('CHECKED_IN')) return 'IN_PROGRESS';
  if (is('PLANNED')) return is('CHECKED_OUT', 'CERTIFIED', 'DISPUTED') ? 'IN_PROGRESS' : 'ASSIGNED';
  if (is('CHECKED_OUT')) return 'AWAITING_CERTIFICATION';
  return is('DISPUTED') ? 'DISPUTED' : 'CERTIFIED';
}
