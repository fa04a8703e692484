import { Volunteer } from '../../../schema/people/volunteer.ts';
import {
  type AddAvailabilityExceptionInput,
  AvailabilityException,
  AvailabilitySlot,
  type RemoveAvailabilityExceptionInput,
  type SetAvailabilityInput,
  type SetVolunteerProfileInput,
  VolunteerProfile,
} from '../../../schema/requests/availability.ts';
import type { DeclineServiceRequestInput } from '../../../schema/requests/request-inputs.ts';
import { ServiceRequest } from '../../../schema/requests/service-request.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { statement } from '../../platform/database/statement.ts';
import { Refusal } from '../../platform/common/errors.ts';
import { idFrom } from '../../platform/common/ids.ts';
import { newId } from '../../../schema/ids.ts';
import { recordChange, teamsOf } from '../request-lifecycle.ts';
import { blankToNull } from '../requests.service.ts';
import { recheckAvailability } from '../assignment/recheck-availability.ts';

/** Upcoming exceptions of one volunteer. More belong in a personal calendar. */
const exceptionsMax = 200;

/**
 * Replaces a volunteer's weekly availability. Refuses with ENDS_BEFORE_BEGIN, NOT_FOUND,
 * NOT_ALLOWED.
 */
export async function setAvailability(
  ctx: Context,
  input: SetAvailabilityInput,
): Promise<{ volunteerId: string }> {
  const slots = input.weekly.map(({ weekday, from, to }, index) => ({
    weekday,
    ...minutesOf(from, to, 'input', 'weekly', String(index)),
  }));
  return forVolunteer(ctx, 'setAvailability', input, async (tx, volunteer) => {
    await tx.rows(deleteSlots, { volunteerId: volunteer.id });
    for (const slot of slots)
      await tx.add(AvailabilitySlot, { ...ofVolunteer(volunteer), ...slot });
  });
}

/**
 * Adds a day that differs from the weekly availability.
 * Refuses with ENDS_BEFORE_BEGIN, TOO_MANY_EXCEPTIONS, NOT_FOUND, NOT_ALLOWED.
 */
export async function addAvailabilityException(
  ctx: Context,
  input: AddAvailabilityExceptionInput,
): Promise<{ volunteerId: string }> {
  const { day, isFree, reason } = input;
  const stretch = minutesOf(input.from, input.to, 'input');
  return forVolunteer(ctx, 'addAvailabilityException', input, async (tx, volunteer) => {
    const [{ count } = { count: 0 }] = await tx.rows<{ count: number }>(countExceptions, {
      volunteerId: volunteer.id,
      now: tx.caller.now(),
    });
    if (count >= exceptionsMax) throw new Refusal('TOO_MANY_EXCEPTIONS', { exceptionsMax });
    const said = { day, isFree, reason: blankToNull(reason), ...stretch };
    // A repetition, by a second click for instance, adds nothing.
    const { fromMinute, toMinute } = stretch;
    const [known] = await tx.rows(selectSame, {
      volunteerId: volunteer.id,
      day,
      fromMinute,
      toMinute,
      isFree,
    });
    if (known) return;
    await tx.add(AvailabilityException, { ...ofVolunteer(volunteer), ...said });
  });
}

/** Removes an exception. Refuses with NOT_FOUND, NOT_ALLOWED. */
export async function removeAvailabilityException(
  ctx: Context,
  input: RemoveAvailabilityExceptionInput,
): Promise<{ volunteerId: string }> {
  const exceptionId = idFrom('exception', input.exceptionId, 'input', 'exceptionId');
  return ctx.mutate({ operation: 'removeAvailabilityException', input }, async (tx) => {
    const exception = await tx.find(AvailabilityException, 'exception', exceptionId);
    const { volunteerId, communityId, personId: volunteerPersonId } = exception;
    const subject = { communityId, volunteerPersonId, teamIds: await teamsOf(tx, volunteerId) };
    await tx.authorize('availability:set', subject, { kind: 'volunteer', id: volunteerId });
    await recheckAvailability(tx, volunteerId, async () => {
      await tx.rows(deleteException, { exceptionId });
    });
    return { volunteerId };
  });
}

/** Replaces a volunteer's profile. Refuses with PLACE_INCOMPLETE, NOT_FOUND, NOT_ALLOWED. */
export async function setVolunteerProfile(
  ctx: Context,
  input: SetVolunteerProfileInput,
): Promise<{ volunteerId: string }> {
  if (typeof input.latitude !== typeof input.longitude)
    throw new Refusal('PLACE_INCOMPLETE', {}, ['input', 'latitude']);
  return forVolunteer(ctx, 'setVolunteerProfile', input, async (tx, volunteer) => {
    const [known] = await tx.rows<{ id: string }>(selectProfile, { volunteerId: volunteer.id });
    const said = {
      languages: [...new Set(input.languages.map((language) => language.trim()))],
      gender: input.gender ?? null,
      latitude: input.latitude ?? null,
      longitude: input.longitude ?? null,
      metresMax: input.metresMax ?? null,
    };
    if (known) Object.assign(await tx.find(VolunteerProfile, 'volunteer', known.id), said);
    else await tx.add(VolunteerProfile, { ...ofVolunteer(volunteer), ...said });
  });
}

/**
 * Declines a request for a volunteer, who is not proposed for it again.
 * Refuses with REQUEST_NOT_OPEN, NOT_FOUND, NOT_ALLOWED.
 */
export async function declineServiceRequest(
  ctx: Context,
  input: DeclineServiceRequestInput,
): Promise<{ requestId: string }> {
  const requestId = idFrom('request', input.requestId, 'input', 'requestId');
  const volunteerId = idFrom('volunteer', input.volunteerId, 'input', 'volunteerId');
  return ctx.mutate({ operation: 'declineServiceRequest', input }, async (tx) => {
    const request = await tx.lock(ServiceRequest, 'request', requestId);
    const volunteer = await tx.find(Volunteer, 'volunteer', volunteerId);
    const teamIds = await teamsOf(tx, volunteerId);
    const subject = {
      communityId: request.communityId,
      volunteerPersonId: volunteer.personId,
      teamIds,
    };
    const reason = blankToNull(input.reason);
    await tx.authorize('request:decline', subject, { kind: 'request', id: requestId, reason });
    if (request.state !== 'OPEN') throw new Refusal('REQUEST_NOT_OPEN', { state: request.state });
    const declined = await tx.acrossCommunities(() =>
      tx.rows(insertDecline, {
        id: newId(),
        communityId: request.communityId,
        requestId,
        volunteerId,
        personId: volunteer.personId,
        reason,
        declinedAt: tx.caller.now(),
      }),
    );
    if (declined.length > 0)
      await recordChange(tx, request, 'REQUEST_DECLINED', { payload: { volunteerId }, reason });
    return { requestId };
  });
}

async function forVolunteer(
  ctx: Context,
  operation: string,
  input: { volunteerId: string; actingFor?: SetAvailabilityInput['actingFor'] },
  work: (tx: MutationTransaction, volunteer: Volunteer) => Promise<void>,
): Promise<{ volunteerId: string }> {
  const volunteerId = idFrom('volunteer', input.volunteerId, 'input', 'volunteerId');
  return ctx.mutate({ operation, input }, async (tx) => {
    const volunteer = await tx.find(Volunteer, 'volunteer', volunteerId);
    const { communityId, personId: volunteerPersonId } = volunteer;
    const subject = { communityId, volunteerPersonId, teamIds: await teamsOf(tx, volunteerId) };
    await tx.authorize('availability:set', subject, { kind: 'volunteer', id: volunteerId });
    // The lock makes concurrent replacements atomic: the last one remains, not a mixture.
    await tx.rows(lockVolunteer, { volunteerId });
    await recheckAvailability(tx, volunteerId, async () => work(tx, volunteer));
    return { volunteerId };
  });
}

function ofVolunteer({ id, communityId, personId }: Volunteer): {
  volunteerId: string;
  communityId: string;
  personId: string;
} {
  return { volunteerId: id, communityId, personId };
}

/**
 * Converts times of day to minutes. An end at 00:00 is the end of the day. Refuses with
 * ENDS_BEFORE_BEGIN when the end is not after the begin.
 */
function minutesOf(
  from: string,
  to: string,
  ...path: string[]
): { fromMinute: number; toMinute: number } {
  const [fromMinute, end] = [from, to].map(
    (text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)),
  ) as [number, number];
  const toMinute = end === 0 ? dayMinutes : end;
  if (toMinute <= fromMinute) throw new Refusal('ENDS_BEFORE_BEGIN', { from, to }, path);
  return { fromMinute, toMinute };
}

const dayMinutes = 24 * 60;

const deleteSlots = statement(
  'requests.deleteSlots',
  'delete from availability_slot where foundation_id = :foundationId and volunteer_id = :volunteerId',
);
const deleteException = statement(
  'requests.deleteException',
  'delete from availability_exception where foundation_id = :foundationId and id = :exceptionId',
);
const countExceptions = statement(
  'requests.countExceptions',
  `select count(*)::int as count from availability_exception
   where foundation_id = :foundationId and volunteer_id = :volunteerId and day >= (:now::timestamptz - interval '1 day')::date`,
);
const selectSame = statement(
  'requests.selectSame',
  `select id from availability_exception
   where foundation_id = :foundationId and volunteer_id = :volunteerId and day = :day and from_minute = :fromMinute and to_minute = :toMinute and is_free = :isFree`,
);
const selectProfile = statement(
  'requests.selectProfile',
  'select id from volunteer_profile where foundation_id = :foundationId and volunteer_id = :volunteerId',
);
const lockVolunteer = statement(
  'requests.lockVolunteer',
  'select id from volunteer where foundation_id = :foundationId and id = :volunteerId for no key update',
);
const insertDecline = statement(
  'requests.insertDecline',
  `insert into request_decline (foundation_id, id, community_id, request_id, volunteer_id, volunteer_person_id, reason, declined_at)
   values (:foundationId, :id, :communityId, :requestId, :volunteerId, :personId, :reason, :declinedAt) on conflict (foundation_id, request_id, volunteer_id) do nothing returning id`,
);
