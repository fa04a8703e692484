import { Role } from '../../schema/identity/role-grant.ts';
import type { RightToActFor } from '../platform/context/mutation.ts';
import { statement } from '../platform/database/statement.ts';

/**
 * Resolves the right to act for a person: being that person, a mandate, or a helping role.
 * Administrators act for everybody, dispatchers for their community, leaders for volunteers of
 * their teams, partner servers for elders of their grant. Null without a right, also for unknown
 * persons.
 */
export const rightToActFor: RightToActFor = async (tx, personId) => {
  const { grants } = tx.actor;
  const own = grants.find((grant) => grant.personId === personId);
  if (own) {
    if (own.role !== Role.FAMILY_MEMBER) return { mandateId: null };
    const [grant] = await tx.acrossCommunities(() =>
      tx.rows<{ mandateId: string | null }>(selectMandate, { mandateId: own.id }),
    );
    // Demo data grants the role without a mandate; then the grant stands in for it.
    return { mandateId: grant?.mandateId ?? own.id };
  }
  const [covered] = await tx.acrossCommunities(() =>
    tx.rows(selectCovered, {
      personId,
      coversAll: grants.some(({ role }) => role === Role.FOUNDATION_ADMIN),
      communityIds: grants
        .filter(({ role }) => role === Role.DISPATCHER)
        .map(({ communityId }) => communityId),
      teamIds: grants.filter(({ role }) => role === Role.TEAM_LEADER).map(({ teamId }) => teamId),
      coversAllElders: grants.some(
        ({ role, communityId }) => role === Role.PARTNER_APP && communityId === null,
      ),
      elderCommunityIds: grants
        .filter(({ role }) => role === Role.PARTNER_APP)
        .map(({ communityId }) => communityId),
    }),
  );
  return covered ? { mandateId: null } : null;
};

const selectMandate = statement(
  'people.selectMandate',
  'select mandate_id from role_grant where foundation_id = :foundationId and id = :mandateId',
);
const selectCovered = statement(
  'people.selectCovered',
  `select p.id from person p where p.foundation_id = :foundationId and p.id = :personId and p.erased_at is null
   and (:coversAll or p.community_id = any (:communityIds::uuid[]) or exists (
     select from volunteer v join team_member m on m.foundation_id = v.foundation_id and m.volunteer_id = v.id
     where v.foundation_id = :foundationId and v.person_id = p.id and m.team_id = any (:teamIds::uuid[]))
     or (:coversAllElders or p.community_id = any (:elderCommunityIds::uuid[])) and exists (select from elder e where e.foundation_id = :foundationId and e.person_id = p.id))`,
);
