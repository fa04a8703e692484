import type { Visit } from '../../../schema/requests/visit.ts';
import { Refusal } from '../../platform/common/errors.ts';
import { checkVersion } from '../../platform/database/check-version.ts';

/**
 * Chooses the visit to withdraw: the named volunteer's, the caller's own, or the only one. Pure: the
 * same visits give the same choice. Refuses with VOLUNTEER_NEEDED.
 */
export function visitToWithdraw<V extends Pick<Visit, 'volunteerId' | 'volunteerPersonId'>>(
  visits: readonly V[],
  by: { volunteerId: string | null; ownPersonIds: readonly (string | null)[] },
): V | null {
  if (by.volunteerId)
    return visits.find(({ volunteerId }) => volunteerId === by.volunteerId) ?? null;
  const own = visits.find(({ volunteerPersonId }) => by.ownPersonIds.includes(volunteerPersonId));
  if (own || visits.length <= 1) return own ?? visits[0] ?? null;
  throw new Refusal('VOLUNTEER_NEEDED', { count: visits.length }, ['input', 'volunteerId']);
}

/**
 * Decides whether the chosen visit may be withdrawn. Pure: the same facts give the same decision.
 * Refuses with REQUEST_NOT_ASSIGNED, VERSION_CONFLICT.
 */
export function ensureWithdrawable<V>(
  request: { version: number },
  visit: V | null,
  expectedVersion: number,
): V {
  if (!visit) throw new Refusal('REQUEST_NOT_ASSIGNED');
  checkVersion(request, expectedVersion);
  return visit;
}
