import type { VisitState } from './documents.generated.ts';

/**
 * States of a visit that does not count: the volunteer withdrew or did not come, or the visit was
 * revoked.
 */
const over: ReadonlySet<VisitState> = new Set(['WITHDRAWN', 'NO_SHOW', 'REVOKED']);

/** Whether the volunteer comes or came. The only rule for the volunteers of a request. */
export function isLive({ state }: { state: VisitState }): boolean {
  return !over.has(state);
}

/** Visits of volunteers who come or came. */
export function liveVisits<Visit extends { state: VisitState }>({
  visits,
}: {
  visits: readonly Visit[];
}): Visit[] {
  return visits.filter(isLive);
}
