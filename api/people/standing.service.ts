import type { AuditAction } from '../../schema/identity/audit-action.ts';
import { Team } from '../../schema/communities/team.ts';
import { Role } from '../../schema/identity/role-grant.ts';
import { encodeId, newId } from '../../schema/ids.ts';
import { Consent } from '../../schema/people/consent.ts';
import { Mandate } from '../../schema/people/mandate.ts';
import { Person } from '../../schema/people/person.ts';
import { Qualification } from '../../schema/people/qualification.ts';
import type {
  EndMandateInput,
  JoinTeamInput,
  LeaveTeamInput,
  RecordConsentInput,
  RecordMandateInput,
  RecordQualificationInput,
  WithdrawConsentInput,
  WithdrawQualificationInput,
} from '../../schema/people/standing-inputs.ts';
import { Volunteer } from '../../schema/people/volunteer.ts';
import { holderOf } from '../identity/account-lookup.ts';
import { validityOf, violates } from '../platform/context/change.ts';
import type { Context } from '../platform/context/operation-context.ts';
import type { MutationTransaction } from '../platform/context/mutation.ts';
import { statement } from '../platform/database/statement.ts';
import { Refusal } from '../platform/common/errors.ts';
import { idFrom } from '../platform/common/ids.ts';
import { subjectOf } from './person-validation.ts';
import { addGrant, endGrants } from './roles.service.ts';

/** Adds a volunteer to a team. Refuses with NOT_FOUND, NOT_ALLOWED, MEMBER_ALREADY. */
export async function joinTeam(
  ctx: Context,
  input: JoinTeamInput,
): Promise<{ volunteerId: string }> {
  return changeMembership(
    ctx,
    'joinTeam',
    'membership:begin',
    input,
    null,
    async (tx, team, volunteer) => {
      const [joined] = await tx.rows(insertMember, {
        id: newId(),
        communityId: team.communityId,
        teamId: team.id,
        volunteerId: volunteer.id,
      });
      if (!joined) throw new Refusal('MEMBER_ALREADY', {}, ['input', 'volunteerId']);
    },
  );
}

/** Removes a volunteer from a team. Refuses with NOT_FOUND, NOT_ALLOWED, MEMBER_NOT. */
export async function leaveTeam(
  ctx: Context,
  input: LeaveTeamInput,
): Promise<{ volunteerId: string }> {
  const reason = input.reason ?? null;
  return changeMembership(
    ctx,
    'leaveTeam',
    'membership:end',
    input,
    reason,
    async (tx, team, volunteer) => {
      const [left] = await tx.rows(deleteMember, { teamId: team.id, volunteerId: volunteer.id });
      if (!left) throw new Refusal('MEMBER_NOT', {}, ['input', 'volunteerId']);
    },
  );
}

/**
 * Records a mandate to act for a person from now on, and grants the role FAMILY_MEMBER for that
 * person.
 * Refuses with NOT_FOUND, NOT_ALLOWED, PERSON_ERASED, HOLDER_NEEDED, PHONE_INVALID,
 * VALIDITY_INVALID, VALIDITY_TOO_FAR, ROLE_HELD.
 */
export async function recordMandate(
  ctx: Context,
  input: RecordMandateInput,
): Promise<{ mandateId: string }> {
  const personId = idFrom('person', input.personId, 'input', 'personId');
  const validity = validityOf(ctx.now(), input, mandateBounds);
  return ctx.mutate({ operation: 'recordMandate', input, action: 'mandate:record' }, async (tx) => {
    const person = await findPerson(tx, personId);
    const mandateId = newId();
    await tx.authorize('mandate:record', subjectOf({ communityId: person.communityId, personId }), {
      kind: 'mandate',
      id: mandateId,
    });
    const holder = await holderOf(tx, input);
    await tx.add(Mandate, {
      id: mandateId,
      communityId: person.communityId,
      personId,
      holderAccountId: holder.accountId,
      holderName: holder.name,
      basis: input.basis,
      relationship: input.relationship,
      evidence: input.evidence ?? null,
      ...validity,
      version: 1,
    });
    // The grant starts at the recording, however old the document is.
    const now = ctx.now();
    const validFrom = Date.parse(validity.validFrom) > Date.parse(now) ? validity.validFrom : now;
    await addGrant(tx, {
      role: Role.FAMILY_MEMBER,
      personId,
      holder,
      ...validity,
      validFrom,
      mandateId,
    });
    return { mandateId };
  });
}

/**
 * Ends a mandate to act for a person. Refuses with NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT,
 * MANDATE_ENDED.
 */
export async function endMandate(
  ctx: Context,
  input: EndMandateInput,
): Promise<{ mandateId: string }> {
  const mandateId = idFrom('mandate', input.mandateId, 'input', 'mandateId');
  return ctx.mutate({ operation: 'endMandate', input, action: 'mandate:end' }, async (tx) => {
    const mandate = await tx.lock(Mandate, 'mandate', mandateId, input.expectedVersion);
    const subject = subjectOf(mandate);
    await tx.authorize('mandate:end', subject, {
      kind: 'mandate',
      id: mandateId,
      reason: input.reason,
    });
    if (mandate.endedAt) throw new Refusal('MANDATE_ENDED', {}, ['input', 'mandateId']);
    mandate.endedAt = ctx.now();
    mandate.endedReason = input.reason;
    mandate.version += 1;
    const grants = await tx.acrossCommunities(() =>
      tx.rows<{ id: string }>(selectGrantsOfMandate, { mandateId }),
    );
    await endGrants(
      tx,
      grants.map(({ id }) => id),
    );
    return { mandateId };
  });
}

/**
 * Records a qualification. Refuses with NOT_FOUND, NOT_ALLOWED, VALIDITY_INVALID, VALIDITY_TOO_FAR,
 * POSSIBLE_DUPLICATE.
 */
export async function recordQualification(
  ctx: Context,
  input: RecordQualificationInput,
): Promise<{ qualificationId: string }> {
  const volunteerId = idFrom('volunteer', input.volunteerId, 'input', 'volunteerId');
  const validity = validityOf(ctx.now(), input, qualificationBounds);
  return ctx.mutate(
    { operation: 'recordQualification', input, action: 'qualification:record' },
    async (tx) => {
      const { communityId, personId } = await tx.find(Volunteer, 'volunteer', volunteerId);
      const qualificationId = newId();
      const about = { kind: 'qualification', id: qualificationId };
      await tx.authorize('qualification:record', { communityId }, about);
      const { name, issuedBy } = input;
      if (!input.allowDuplicate) {
        await tx.rows(lockVolunteer, { volunteerId });
        const [twin] = await tx.rows<{ id: string }>(selectTwin, {
          volunteerId,
          name,
          issuedBy,
          validFrom: validity.validFrom,
          validTo: validity.validTo,
        });
        if (twin)
          throw new Refusal('POSSIBLE_DUPLICATE', { id: encodeId('qualification', twin.id) }, [
            'input',
            'name',
          ]);
      }
      await tx.add(Qualification, {
        id: qualificationId,
        communityId,
        volunteerId,
        personId,
        name,
        issuedBy,
        ...validity,
      });
      return { qualificationId };
    },
  );
}

/** Withdraws a qualification. Refuses with NOT_FOUND, NOT_ALLOWED, QUALIFICATION_WITHDRAWN. */
export async function withdrawQualification(
  ctx: Context,
  input: WithdrawQualificationInput,
): Promise<{ qualificationId: string }> {
  const qualificationId = idFrom(
    'qualification',
    input.qualificationId,
    'input',
    'qualificationId',
  );
  return ctx.mutate(
    { operation: 'withdrawQualification', input, action: 'qualification:withdraw' },
    async (tx) => {
      const qualification = await tx.find(Qualification, 'qualification', qualificationId);
      const { communityId } = qualification;
      const about = { kind: 'qualification', id: qualificationId, reason: input.reason };
      await tx.authorize('qualification:withdraw', { communityId }, about);
      if (qualification.withdrawnAt)
        throw new Refusal('QUALIFICATION_WITHDRAWN', {}, ['input', 'qualificationId']);
      qualification.withdrawnAt = ctx.now();
      qualification.withdrawnReason = input.reason;
      await tx.eligibilityChanged({
        ground: 'QUALIFICATION',
        volunteerIds: [qualification.volunteerId],
      });
      return { qualificationId };
    },
  );
}

/** Records a consent. Refuses with NOT_FOUND, NOT_ALLOWED, PERSON_ERASED, CONSENT_GIVEN. */
export async function recordConsent(
  ctx: Context,
  input: RecordConsentInput,
): Promise<{ consentId: string }> {
  const personId = idFrom('person', input.personId, 'input', 'personId');
  try {
    return await ctx.mutate(
      { operation: 'recordConsent', input, action: 'consent:record' },
      async (tx) => {
        const { communityId } = await findPerson(tx, personId);
        const consentId = newId();
        const about = { kind: 'personconsent', id: consentId };
        await tx.authorize('consent:record', subjectOf({ communityId, personId }), about);
        await tx.add(Consent, {
          id: consentId,
          communityId,
          personId,
          purpose: input.purpose,
          givenAt: ctx.now(),
          channel: tx.actingFor.channel,
          evidence: input.evidence ?? null,
        });
        return { consentId };
      },
    );
  } catch (error) {
    if (violates(error, 'consent_in_force'))
      throw new Refusal('CONSENT_GIVEN', { purpose: input.purpose }, ['input', 'purpose']);
    throw error;
  }
}

/**
 * Withdraws a consent and deletes the data that rested on it. Refuses with NOT_FOUND, NOT_ALLOWED,
 * CONSENT_WITHDRAWN.
 */
export async function withdrawConsent(
  ctx: Context,
  input: WithdrawConsentInput,
): Promise<{ consentId: string }> {
  const consentId = idFrom('personconsent', input.consentId, 'input', 'consentId');
  return ctx.mutate(
    { operation: 'withdrawConsent', input, action: 'consent:withdraw' },
    async (tx) => {
      const consent = await tx.find(Consent, 'personconsent', consentId);
      await tx.authorize('consent:withdraw', subjectOf(consent), {
        kind: 'personconsent',
        id: consentId,
      });
      if (consent.withdrawnAt) throw new Refusal('CONSENT_WITHDRAWN', {}, ['input', 'consentId']);
      consent.withdrawnAt = ctx.now();
      for (const part of tx.caller.services.dataSubjectHandlers)
        await part.consentWithdrawn?.(tx, consent.personId, consent.purpose);
      return { consentId };
    },
  );
}

/** The document of a mandate may be years old. */
const mandateBounds = { daysBackMax: 30 * 366, daysAheadMax: 3_660 };
/** A person of eighty may have qualified at twenty. */
const qualificationBounds = { daysBackMax: 60 * 366, daysAheadMax: 3_660 };

async function changeMembership(
  ctx: Context,
  operation: string,
  action: AuditAction,
  input: JoinTeamInput | LeaveTeamInput,
  reason: string | null,
  change: (tx: MutationTransaction, team: Team, volunteer: Volunteer) => Promise<void>,
): Promise<{ volunteerId: string }> {
  const teamId = idFrom('team', input.teamId, 'input', 'teamId');
  const volunteerId = idFrom('volunteer', input.volunteerId, 'input', 'volunteerId');
  return ctx.mutate({ operation, input, action }, async (tx) => {
    const team = await tx.find(Team, 'team', teamId);
    const volunteer = await tx.find(Volunteer, 'volunteer', volunteerId);
    // Decided by the team's home community and its leader; a volunteer may leave without them.
    const subject = {
      communityId: team.communityId,
      teamIds: [teamId],
      volunteerPersonId: volunteer.personId,
    };
    await tx.authorize(action, subject, { kind: 'volunteer', id: volunteerId, reason });
    await change(tx, team, volunteer);
    await tx.eligibilityChanged({ ground: 'TEAM_MEMBERSHIP', volunteerIds: [volunteerId], teamId });
    return { volunteerId };
  });
}

async function findPerson(tx: MutationTransaction, personId: string): Promise<Person> {
  const person = await tx.find(Person, 'person', personId);
  if (person.erasedAt) throw new Refusal('PERSON_ERASED', {}, ['input', 'personId']);
  return person;
}

const lockVolunteer = statement(
  'people.lockVolunteer',
  'select id from volunteer where foundation_id = :foundationId and id = :volunteerId for update',
);
// A consecutive validity is a renewal; an overlapping one is the same document.
const selectTwin = statement(
  'people.selectTwin',
  `select id from qualification where foundation_id = :foundationId and volunteer_id = :volunteerId and lower(name) = lower(:name) and lower(issued_by) = lower(:issuedBy)
   and withdrawn_at is null and (valid_to is null or valid_to > :validFrom::timestamptz)
   and (:validTo::timestamptz is null or valid_from < :validTo::timestamptz) order by id limit 1`,
);
const insertMember = statement(
  'people.insertMember',
  `insert into team_member (foundation_id, id, community_id, team_id, volunteer_id) values (:foundationId, :id, :communityId, :teamId, :volunteerId)
   on conflict (foundation_id, team_id, volunteer_id) do nothing returning id`,
);
const deleteMember = statement(
  'people.deleteMember',
  'delete from team_member where foundation_id = :foundationId and team_id = :teamId and volunteer_id = :volunteerId returning id',
);
const selectGrantsOfMandate = statement(
  'people.selectGrantsOfMandate',
  'select id from role_grant where foundation_id = :foundationId and mandate_id = :mandateId',
);
