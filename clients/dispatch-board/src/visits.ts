import type { VisitState } from './documents.generated.ts';

/**
 * States of a visit that will not count: somebody withdrew, did not come, or the visit was revoked.
 */
const over: ReadonlySet<VisitState> = new Set(['WITHDRAWN', 'NO_SHOW', 'REVOKED']);

/**
 * Whether somebody comes or came. The one rule for every place that says who a request's volunteers
 * are.
 */
export function isLive({ state }: { state: VisitState }): boolean {
  return !over.has(state);
}

/** Visits of those who come or came. */
export function liveVisits<Visit extends { state: VisitState }>({
  visits,
}: {
  visits: readonly Visit[];
}): Visit[] {
  return visits.filter(isLive);
}
