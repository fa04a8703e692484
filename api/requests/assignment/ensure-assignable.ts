import { checkVersion } from '../../platform/database/check-version.ts';
import { Refusal } from '../../platform/common/errors.ts';
import { ensureOffered } from '../dispatch/ensure-offered.ts';
import { plannedTimeFrom } from '../time-windows.ts';
import type { Assignee } from './assignees.ts';
import type { AssignmentFacts } from './assignment-facts.ts';
import { ensureQuotasKept } from './team-quotas.ts';

/** Which volunteers may take a place of a request. */
export type AssignmentOrder =
  /** Those to whom the request is offered by now, and no place that another team still has. */
  | 'IN_TURN'
  /** Any volunteer, on any free place, as a dispatcher decides. */
  | 'OUT_OF_TURN';

/** Facts of the request and its volunteers that ensureAssignable reads. */
type Facts = Omit<AssignmentFacts, 'rules' | 'nowMs'>;

/**
 * Decides whether a request may get volunteers at all, before their time is planned. Pure: the same
 * facts give the same decision.
 * Refuses with REQUEST_NOT_OPEN, VERSION_CONFLICT, OFFERED_TO_OTHERS_FIRST, TOO_MANY_VOLUNTEERS,
 * PLACES_KEPT, BEGIN_OUTSIDE_WINDOWS, VOLUNTEER_NOT_VETTED, ALREADY_TAKES_PART.
 */
export function ensureAssignable(
  { request, assignees, freeHoldIds, teamPlaces }: Facts,
  asked: { order: AssignmentOrder; expectedVersion: number; begin?: string | null },
): void {
  // Checked before the version: "already taken" is clearer to the later caller than a version
  // conflict.
  if (request.state !== 'OPEN') throw new Refusal('REQUEST_NOT_OPEN', { state: request.state });
  checkVersion(request, asked.expectedVersion);
  const isInTurn = asked.order === 'IN_TURN';
  if (isInTurn) for (const assignee of assignees) ensureOffered(request, assignee);
  const places = freeHoldIds.length;
  if (assignees.length > places)
    throw new Refusal('TOO_MANY_VOLUNTEERS', { places }, ['input', 'volunteerIds']);
  if (isInTurn) ensureQuotasKept(request, teamPlaces, assignees, places);
  if (asked.begin) plannedTimeFrom(request, asked.begin);
  for (const assignee of assignees) {
    ensureVetted(assignee);
    if (assignee.takesPart) throw refusalAbout(assignee, 'ALREADY_TAKES_PART');
  }
}

/**
 * Decides whether a team may send volunteers to a request.
 * Refuses with NOT_IN_TEAM for a volunteer of another team, and with TEAM_NOT_ASKED.
 */
export function ensureTeamAsked({ request, assignees }: Facts, teamId: string): void {
  const stranger = assignees.find((assignee) => !assignee.teamIds.includes(teamId));
  if (stranger)
    throw new Refusal('NOT_IN_TEAM', { name: stranger.displayName }, ['input', 'volunteerIds']);
  if (request.teamIds.length > 0 && !request.teamIds.includes(teamId))
    throw new Refusal('TEAM_NOT_ASKED', {}, ['input', 'teamId']);
}

/** Refuses with VOLUNTEER_NOT_VETTED. */
export function ensureVetted(assignee: Assignee): void {
  if (!assignee.isVetted) throw refusalAbout(assignee, 'VOLUNTEER_NOT_VETTED');
}

function refusalAbout({ displayName: name }: Assignee, code: string): Refusal {
  return new Refusal(code, { name }, ['input', 'volunteerId']);
}
