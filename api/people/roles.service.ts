import { Community } from '../../schema/communities/community.ts';
import { Team } from '../../schema/communities/team.ts';
import { Role } from '../../schema/identity/role-grant.ts';
import { newId } from '../../schema/ids.ts';
import { Elder } from '../../schema/people/elder.ts';
import { Person } from '../../schema/people/person.ts';
import type { GrantRoleInput, RevokeRoleInput } from '../../schema/people/standing-inputs.ts';
import { Volunteer } from '../../schema/people/volunteer.ts';
import { holderOf, type Holder } from '../identity/account-lookup.ts';
import { grantInForce } from '../identity/grant-in-force.ts';
import { validityOf } from '../platform/context/change.ts';
import type { Context } from '../platform/context/operation-context.ts';
import type { MutationTransaction } from '../platform/context/mutation.ts';
import { statement } from '../platform/database/statement.ts';
import { notFound } from '../platform/database/transaction.ts';
import { Refusal } from '../platform/common/errors.ts';
import { idFrom } from '../platform/common/ids.ts';

/** Resource that a role is limited to, with all that the role requires. */
interface Scope {
  communityId?: string;
  teamId?: string;
  personId?: string;
}

export interface NewGrant extends Scope {
  role: Role;
  holder: Holder;
  validFrom: string;
  validTo: string | null;
  mandateId?: string;
}

/**
 * Grants an account a role, from now on or later: never retroactively.
 * Refuses with NOT_FOUND, NOT_ALLOWED, ROLE_NOT_GRANTABLE, ROLE_NEEDS_SCOPE, ROLE_NEEDS_PERSON,
 * ROLE_NEEDS_MANDATE, HOLDER_NEEDED, PHONE_INVALID, VALIDITY_INVALID, VALIDITY_TOO_FAR, ROLE_HELD.
 */
export async function grantRole(ctx: Context, input: GrantRoleInput): Promise<{ grantId: string }> {
  const validity = validityOf(ctx.now(), input, grantBounds);
  const scope = scopeOf(input);
  return ctx.mutate({ operation: 'grantRole', input, action: 'role:grant' }, async (tx) => {
    const communityId = await communityOf(tx, input.role, scope);
    const action = isOfCommunity(input.role) ? 'role:grantInCommunity' : 'role:grant';
    const grantId = newId();
    await tx.authorize(action, { communityId }, { kind: 'grant', id: grantId });
    const holder = await holderOf(tx, input);
    await addGrant(tx, { role: input.role, ...scope, holder, ...validity }, grantId);
    return { grantId };
  });
}

/**
 * Revokes a role at once. Visits of a volunteer without any remaining role are released.
 * Refuses with NOT_FOUND, NOT_ALLOWED, ROLE_ENDED, LAST_ADMINISTRATOR, ROLE_NEEDS_MANDATE.
 */
export async function revokeRole(
  ctx: Context,
  input: RevokeRoleInput,
): Promise<{ grantId: string }> {
  const grantId = idFrom('grant', input.grantId, 'input', 'grantId');
  return ctx.mutate({ operation: 'revokeRole', input, action: 'role:revoke' }, async (tx) => {
    const grant = await lockGrant(tx, grantId);
    const action = isOfCommunity(grant.role) ? 'role:revokeInCommunity' : 'role:revoke';
    // Callers who may not see the grant get the same error as for a missing one.
    if (!tx.caller.allows(action, { communityId: grant.homeId })) throw notFound('grant');
    await tx.authorize(
      action,
      { communityId: grant.homeId },
      { kind: 'grant', id: grantId, reason: input.reason },
    );
    if (grant.role === Role.FAMILY_MEMBER && grant.mandateId)
      throw new Refusal('ROLE_NEEDS_MANDATE', {}, ['input', 'grantId']);
    if (grant.hasEnded) throw new Refusal('ROLE_ENDED', {}, ['input', 'grantId']);
    if (grant.role === Role.FOUNDATION_ADMIN) await refuseLastAdministrator(tx, grantId);
    await endGrants(tx, [grantId]);
    if (grant.role === Role.VOLUNTEER && grant.personId) {
      const volunteers = await tx.rowsAcrossCommunities<{ id: string }>(selectVolunteerOfHolder, {
        personId: grant.personId,
      });
      await tx.eligibilityChanged({
        ground: 'VOLUNTEER_ROLE',
        volunteerIds: volunteers.map(({ id }) => id),
      });
    }
    return { grantId };
  });
}

/**
 * Inserts a grant; triggers raise the account's version and publish the change. An account's first
 * grant in a foundation is an invitation, in force once accepted. So is a grant that links a
 * decision maker, such as a dispatcher, to a person: it ends the account's decisions about that
 * person. Refuses with ROLE_HELD. The caller has authorized.
 */
export async function addGrant(
  tx: MutationTransaction,
  grant: NewGrant,
  grantId = newId(),
): Promise<string> {
  const { holder, role, communityId, teamId, personId } = grant;
  await tx.acrossCommunities(async () => {
    const scope = {
      accountId: holder.accountId,
      role,
      communityId: communityId ?? null,
      teamId: teamId ?? null,
      personId: personId ?? null,
    };
    const [held] = await tx.rows(selectHeld, scope);
    if (held) throw new Refusal('ROLE_HELD', {}, ['input']);
    await tx.rows(insertGrant, {
      grantId,
      ...scope,
      holderName: holder.name,
      mandateId: grant.mandateId ?? null,
      validFrom: grant.validFrom,
      validTo: grant.validTo,
      actorAccountId: tx.actor.accountId,
    });
  });
  return grantId;
}

/** Ends grants now; triggers raise the accounts' versions and publish the change. */
export async function endGrants(
  tx: MutationTransaction,
  grantIds: readonly string[],
): Promise<void> {
  await tx.acrossCommunities(async () => {
    await tx.rows(endGrantRows, { grantIds });
  });
}

/** Roles that a dispatcher may grant in the own community: those of the people registered there. */
function isOfCommunity(role: Role): boolean {
  return role === Role.VOLUNTEER || role === Role.ELDER || role === Role.FAMILY_MEMBER;
}

/** One day back, for differences of clocks and time zones. */
const grantBounds = { daysBackMax: 1, daysAheadMax: 3_660 };

function scopeOf(input: GrantRoleInput): Scope {
  const { role } = input;
  if (role === Role.HEAD_BANK_OPERATOR || role === Role.PARTNER_APP)
    throw new Refusal('ROLE_NOT_GRANTABLE', { role }, ['input', 'role']);
  if (role === Role.FAMILY_MEMBER) throw new Refusal('ROLE_NEEDS_MANDATE', {}, ['input', 'role']);
  const needs = (field: 'communityId' | 'teamId' | 'personId'): string => {
    const id = input[field];
    if (!id) throw new Refusal('ROLE_NEEDS_SCOPE', { role, field }, ['input', field]);
    return idFrom(
      field === 'communityId' ? 'community' : field === 'teamId' ? 'team' : 'person',
      id,
      'input',
      field,
    );
  };
  if (role === Role.DISPATCHER) return { communityId: needs('communityId') };
  if (role === Role.TEAM_LEADER) return { teamId: needs('teamId') };
  if (role === Role.VOLUNTEER || role === Role.ELDER) return { personId: needs('personId') };
  return {};
}

/**
 * The community of a scope that is visible to the caller. Refuses with NOT_FOUND,
 * ROLE_NEEDS_PERSON.
 */
async function communityOf(
  tx: MutationTransaction,
  role: Role,
  scope: Scope,
): Promise<string | null> {
  if (scope.communityId) return (await tx.find(Community, 'community', scope.communityId)).id;
  if (scope.teamId) return (await tx.find(Team, 'team', scope.teamId)).communityId;
  if (!scope.personId) return null;
  const person = await tx.find(Person, 'person', scope.personId);
  const noun = role === Role.ELDER ? Elder : Volunteer;
  const table = role === Role.ELDER ? selectElderOfHolder : selectVolunteerOfHolder;
  const [found] = await tx.rows(table, { personId: person.id });
  if (!found) throw new Refusal('ROLE_NEEDS_PERSON', { what: noun.name }, ['input', 'personId']);
  return person.communityId;
}

interface LockedGrant {
  id: string;
  role: Role;
  accountId: string;
  personId: string | null;
  mandateId: string | null;
  homeId: string | null;
  hasEnded: boolean;
}

async function lockGrant(tx: MutationTransaction, grantId: string): Promise<LockedGrant> {
  const [grant] = await tx.acrossCommunities(() => tx.rows<LockedGrant>(selectGrant, { grantId }));
  if (!grant) throw notFound('grant');
  return grant;
}

/** A foundation without an administrator could not recover by itself. */
async function refuseLastAdministrator(tx: MutationTransaction, grantId: string): Promise<void> {
  const others = await tx.acrossCommunities(() => tx.rows(selectOtherAdministrators, { grantId }));
  if (others.length === 0) throw new Refusal('LAST_ADMINISTRATOR', {}, ['input', 'grantId']);
}

const selectElderOfHolder = statement(
  'people.selectElderOfHolder',
  'select id from elder where foundation_id = :foundationId and person_id = :personId',
);
const selectVolunteerOfHolder = statement(
  'people.selectVolunteerOfHolder',
  'select id from volunteer where foundation_id = :foundationId and person_id = :personId',
);
const inForce = '(valid_to is null or valid_to > now())';
const selectHeld = statement(
  'people.selectHeld',
  `select id from role_grant where foundation_id = :foundationId and account_id = :accountId and role = :role and community_id is not distinct from :communityId::uuid
   and team_id is not distinct from :teamId::uuid and person_id is not distinct from :personId::uuid and ${inForce}`,
);
const insertGrant = statement(
  'people.insertGrant',
  `insert into role_grant (foundation_id, id, account_id, role, community_id, team_id, person_id, holder_name, mandate_id, valid_from, valid_to, accepted_at)
   values (:foundationId, :grantId, :accountId, :role, :communityId, :teamId, :personId, :holderName, :mandateId, :validFrom, :validTo, (
     select now() from role_grant known where known.foundation_id = :foundationId and known.account_id = :accountId and known.accepted_at is not null
       and (:personId::uuid is null or :accountId = :actorAccountId::uuid
         or exists (select from role_grant same where same.foundation_id = :foundationId and same.account_id = :accountId and same.person_id = :personId and same.accepted_at is not null)
         or not exists (select from role_grant office where office.foundation_id = :foundationId and office.account_id = :accountId and office.person_id is null and ${grantInForce('office')}))
     limit 1))`,
);
const selectGrant = statement(
  'people.selectGrant',
  `select g.id, g.role, g.account_id, g.person_id, g.mandate_id, not ${inForce.replaceAll('valid_to', 'g.valid_to')} as has_ended,
     coalesce(g.community_id, t.community_id, p.community_id) as home_id
   from role_grant g
   left join team t on t.foundation_id = g.foundation_id and t.id = g.team_id
   left join person p on p.foundation_id = g.foundation_id and p.id = g.person_id
   where g.foundation_id = :foundationId and g.id = :grantId for update of g`,
);
const endGrantRows = statement(
  'people.endGrantRows',
  `update role_grant set valid_to = greatest(now(), valid_from) where foundation_id = :foundationId and id = any (:grantIds) and ${inForce}`,
);
/** Locked, so that two administrators cannot revoke each other's role concurrently. */
const selectOtherAdministrators = statement(
  'people.selectOtherAdministrators',
  `select id from role_grant where foundation_id = :foundationId and id <> :grantId and role = 'FOUNDATION_ADMIN' and accepted_at is not null and valid_from <= now() and ${inForce} order by id for update`,
);
