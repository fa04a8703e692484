import { type VisitAction, visitStatesOf } from '../../../schema/certification/visit-action.ts';
import type { Visit } from '../../../schema/requests/visit.ts';
import { Refusal } from '../../platform/common/errors.ts';

/** Refuses with VISIT_CANNOT_CHANGE when the state of the visit excludes the mutation. */
export function ensurePossible(visit: Pick<Visit, 'state'>, action: VisitAction): void {
  if (!isPossible(visit, action)) throw new Refusal('VISIT_CANNOT_CHANGE', { state: visit.state });
}

/** Whether the state of the visit allows the mutation. */
export function isPossible({ state }: Pick<Visit, 'state'>, action: VisitAction): boolean {
  return visitStatesOf[action].includes(state);
}
