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
      tx.rows<{ mandateId: string | null }>(selectMandate, [tx.foundationId, own.id]),
    );
    // Demo data grants the role without a mandate; then the grant stands in for it.
    return { mandateId: grant?.mandateId ?? own.id };
  }
  const [covered] = await tx.acrossCommunities(() =>
    tx.rows(selectCovered, [
      tx.foundationId,
      personId,
      grants.some(({ role }) => role === Role.FOUNDATION_ADMIN),
      grants.filter(({ role }) => role === Role.DISPATCHER).map(({ communityId }) => communityId),
      grants.filter(({ role }) => role === Role.TEAM_LEADER).map(({ teamId }) => teamId),
      grants.some(({ role, communityId }) => role === Role.PARTNER_APP && communityId === null),
      grants.filter(({ role }) => role === Role.PARTNER_APP).map(({ communityId }) => communityId),
    ]),
  );
  return covered ? { mandateId: null } : null;
};

const selectMandate = statement(
  'select mandate_id from role_grant where foundation_id = $1 and id = $2',
);
const selectCovered = statement(
  `select p.id from person p where p.foundation_id = $1 and p.id = $2 and p.erased_at is null
   and ($3 or p.community_id = any ($4::uuid[]) or exists (
     select from volunteer v join team_member m on m.foundation_id = v.foundation_id and m.volunteer_id = v.id
     where v.foundation_id = $1 and v.person_id = p.id and m.team_id = any ($5::uuid[]))
     or ($6 or p.community_id = any ($7::uuid[])) and exists (select from elder e where e.foundation_id = $1 and e.person_id = p.id))`,
);
