import { Role } from '../../schema/identity/role-grant.ts';
import type { Actor } from '../platform/authorization/actor.ts';
import type { Rule, Resource } from '../platform/authorization/policy.ts';
import { cameInPerson, credentialOf } from './credential.ts';

/**
 * The rules of policies: `role` or `role:condition`. They read these facts of a resource:
 * communityId, elderPersonId, volunteerPersonId, teamIds, performerPersonIds and
 * performerAccountIds (performers.ts), openerAccountId.
 */
export const rules = {
  anyone: () => true,
  headBank: (actor) => holds(actor, Role.HEAD_BANK_OPERATOR),
  foundationAdmin: (actor) => holds(actor, Role.FOUNDATION_ADMIN),
  'foundationAdmin:notPerformer': (actor, subject) =>
    holds(actor, Role.FOUNDATION_ADMIN) && !performed(actor, subject),
  analyst: (actor) => holds(actor, Role.FOUNDATION_ANALYST),
  auditor: (actor) => holds(actor, Role.AUDITOR),
  anyDispatcher: (actor) => holds(actor, Role.DISPATCHER),
  dispatcher: isDispatcherOf,
  'dispatcher:notPerformer': (actor, subject) =>
    isDispatcherOf(actor, subject) && !performed(actor, subject),
  'dispatcher:reach': (actor, subject) => reaches(actor, Role.DISPATCHER, subject),
  anyLeader: (actor) => holds(actor, Role.TEAM_LEADER),
  'leader:ofVolunteer': isLeaderOf,
  'leader:notPerformer': (actor, subject) =>
    isLeaderOf(actor, subject) && !performed(actor, subject),
  'leader:reach': (actor, subject) => reaches(actor, Role.TEAM_LEADER, subject),
  'volunteer:reach': (actor, subject) => reaches(actor, Role.VOLUNTEER, subject),
  partnerApp: isPartnerOf,
  'partnerApp:opener': (actor, subject) =>
    isPartnerOf(actor, subject) && subject['openerAccountId'] === actor.accountId,
  'volunteer:assigned': (actor, subject) =>
    list(subject['assignedPersonIds']).some((personId) =>
      isPerson(actor, Role.VOLUNTEER, personId),
    ),
  'volunteer:self': (actor, subject) =>
    isPerson(actor, Role.VOLUNTEER, subject['volunteerPersonId']),
  'account:self': (actor, subject) => subject['accountId'] === actor.accountId,
  // Requires a first-party sign-in: no app, key or issuer of a foundation.
  'account:inPerson': (actor, subject) =>
    subject['accountId'] === actor.accountId && cameInPerson(actor),
  'anyone:notByKey': (actor) => credentialOf(actor.appId).kind !== 'API_KEY',
  anyPerson: (actor) => actor.grants.some(({ personId }) => personId !== null),
  'elder:self': isElder,
  'elder:notPerformer': (actor, subject) => isElder(actor, subject) && !performed(actor, subject),
  'family:of': isFamilyOf,
  'family:notPerformer': (actor, subject) =>
    isFamilyOf(actor, subject) && !performed(actor, subject),
} satisfies Record<string, Rule>;

function holds(actor: Actor, role: Role): boolean {
  return actor.grants.some((grant) => grant.role === role);
}

function reaches(actor: Actor, role: Role, subject: Resource): boolean {
  return holds(actor, role) && actor.visibleCommunityIds.includes(String(subject['communityId']));
}

function isDispatcherOf(actor: Actor, subject: Resource): boolean {
  return actor.grants.some(
    (grant) => grant.role === Role.DISPATCHER && grant.communityId === subject['communityId'],
  );
}

function isLeaderOf(actor: Actor, subject: Resource): boolean {
  const teamIds = list(subject['teamIds']);
  return actor.grants.some(
    ({ role, teamId }) => role === Role.TEAM_LEADER && teamId !== null && teamIds.includes(teamId),
  );
}

function isElder(actor: Actor, subject: Resource): boolean {
  return isPerson(actor, Role.ELDER, subject['elderPersonId']);
}

function isFamilyOf(actor: Actor, subject: Resource): boolean {
  return isPerson(actor, Role.FAMILY_MEMBER, subject['elderPersonId']);
}

/**
 * A partner's server reaches the whole foundation by consent, within its scopes, or one community
 * by a grant.
 */
function isPartnerOf(actor: Actor, subject: Resource): boolean {
  return actor.grants.some(
    ({ role, communityId }) =>
      role === Role.PARTNER_APP && (communityId === null || communityId === subject['communityId']),
  );
}

function isPerson(actor: Actor, role: Role, personId: Resource[string]): boolean {
  return (
    typeof personId === 'string' &&
    actor.grants.some((grant) => grant.role === role && grant.personId === personId)
  );
}

/**
 * Whether the actor performed the work that is decided on. Nobody certifies personal work, by any
 * current, former or delegated role. The one check of every rule that requires a second person.
 */
function performed(actor: Actor, subject: Resource): boolean {
  const performers = list(subject['performerPersonIds']);
  if (list(subject['performerAccountIds']).includes(actor.accountId)) return true;
  return actor.grants.some(
    (grant) => grant.personId !== null && performers.includes(grant.personId),
  );
}

function list(value: Resource[string]): readonly string[] {
  return Array.isArray(value) ? value : [];
}
