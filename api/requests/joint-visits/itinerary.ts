import type { Elder } from '../../../schema/people/elder.ts';
import type { PlanJointVisitInput } from '../../../schema/requests/joint-visit-inputs.ts';
import { Refusal } from '../../platform/common/errors.ts';

/** The maximum of any request. */
const placesMax = 20;

/** Planned time of one elder's visit. */
export interface StopTime {
  requestedFrom: string;
  requestedTo: string;
}

/**
 * Times of all stops: the stated time, else the previous end plus the time between.
 * Refuses with ELDER_TWICE, STOPS_OVERLAP.
 */
export function timesOf(
  input: Pick<PlanJointVisitInput, 'begin' | 'stops'>,
  elders: readonly Elder[],
  minutesEach: number,
  minutesBetween: number,
): StopTime[] {
  const times: StopTime[] = [];
  let [overMs, nextMs] = [-Infinity, Date.parse(input.begin)];
  for (const [index, stop] of input.stops.entries()) {
    const { id, displayName: name } = elders[index] as Elder;
    const path = ['input', 'stops', String(index)];
    if (elders.findIndex((elder) => elder.id === id) < index)
      throw new Refusal('ELDER_TWICE', { name }, [...path, 'elderId']);
    const beginMs = stop.begin ? Date.parse(stop.begin) : nextMs;
    if (beginMs < overMs) throw new Refusal('STOPS_OVERLAP', { name }, [...path, 'begin']);
    overMs = beginMs + minutesEach * 60_000;
    nextMs = overMs + minutesBetween * 60_000;
    times.push({
      requestedFrom: new Date(beginMs).toISOString(),
      requestedTo: new Date(overMs).toISOString(),
    });
  }
  return times;
}

/** Volunteers per elder. Refuses with TOO_MANY_PLACES. */
export function placesOf(
  { teamIds }: { teamIds: readonly string[] },
  volunteersOfEachTeam: number,
): number {
  const places = teamIds.length * volunteersOfEachTeam;
  if (places > placesMax)
    throw new Refusal('TOO_MANY_PLACES', { places, placesMax }, ['input', 'volunteersOfEachTeam']);
  return places;
}
