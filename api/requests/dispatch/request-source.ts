import { Role } from '../../../schema/identity/role-grant.ts';
import type { RequestSource } from '../../../schema/requests/dispatch-policy.ts';
import type { Actor } from '../../platform/authorization/actor.ts';

/** The role in which the actor enters a request: the most trusted role that allows it. */
export function sourceOf(
  actor: Actor,
  about: { communityId: string; elderPersonId: string },
): RequestSource {
  const holds = (role: Role, where: Partial<Record<'communityId' | 'personId', string>> = {}) =>
    actor.grants.some(
      (grant) =>
        grant.role === role &&
        Object.entries(where).every(([key, id]) => grant[key as 'communityId' | 'personId'] === id),
    );
  const { communityId, elderPersonId: personId } = about;
  if (holds(Role.DISPATCHER, { communityId })) return 'DISPATCHER';
  if (holds(Role.ELDER, { personId })) return 'ELDER';
  if (holds(Role.FAMILY_MEMBER, { personId })) return 'FAMILY_MEMBER';
  if (holds(Role.TEAM_LEADER)) return 'TEAM_LEADER';
  return holds(Role.VOLUNTEER) ? 'VOLUNTEER' : 'PARTNER_APP';
}
