import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Volunteer } from '../../../schema/people/volunteer.ts';
import {
  AddAvailabilityExceptionInput,
  AvailabilityException,
  AvailabilitySlot,
  RemoveAvailabilityExceptionInput,
  SetAvailabilityInput,
  SetVolunteerProfileInput,
  VolunteerProfile,
  VolunteerProfilePayload,
} from '../../../schema/requests/availability.ts';
import { Candidate, CandidateConnection } from '../../../schema/requests/candidate.ts';
import {
  DeclineServiceRequestInput,
  ServiceRequestPayload,
} from '../../../schema/requests/request-inputs.ts';
import { LocalTime } from '../../../schema/scalars.ts';
import { teamsByVolunteer, volunteerById } from '../../people/people.queries.ts';
import { Related } from '../../platform/reads/related.ts';
import type { FieldContext } from '../../platform/context/field-context.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import { idFrom } from '../../platform/common/ids.ts';
import { PageArgs } from '../../platform/reads/pagination.ts';
import { requestById } from '../requests.queries.ts';
import {
  exceptionsByVolunteer,
  profileByVolunteer,
  slotsByVolunteer,
} from './availability.queries.ts';
import * as availability from './availability.service.ts';
import { candidatesFor } from './candidates.ts';

@Resolver()
export class MatchingResolver {
  @Query(() => CandidateConnection, {
    nullable: true,
    description:
      'Candidates for a request, best first, with reasons for and against each, and the obstacles of all other volunteers. Null when the request does not exist or the caller may not see it.',
  })
  async candidates(
    @Ctx('ctx') ctx: Context,
    @Arg('requestId', () => ID, { description: 'The request.' }) requestId: string,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<CandidateConnection | null> {
    return candidatesFor(ctx, idFrom('request', requestId, 'requestId'), page);
  }

  @Mutation(() => VolunteerProfilePayload, {
    description: 'Sets the weekly availability of a volunteer, replacing the earlier one.',
  })
  async setAvailability(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => SetAvailabilityInput, { description: 'Input for `setAvailability`.' })
    input: SetAvailabilityInput,
  ) {
    return volunteerPayload(ctx, await availability.setAvailability(ctx, input));
  }

  @Mutation(() => VolunteerProfilePayload, {
    description: 'Adds a day on which the availability of a volunteer differs from the usual week.',
  })
  async addAvailabilityException(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => AddAvailabilityExceptionInput, {
      description: 'Input for `addAvailabilityException`.',
    })
    input: AddAvailabilityExceptionInput,
  ) {
    return volunteerPayload(ctx, await availability.addAvailabilityException(ctx, input));
  }

  @Mutation(() => VolunteerProfilePayload, {
    description: 'Removes an availability exception. The usual week applies to that day again.',
  })
  async removeAvailabilityException(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RemoveAvailabilityExceptionInput, {
      description: 'Input for `removeAvailabilityException`.',
    })
    input: RemoveAvailabilityExceptionInput,
  ) {
    return volunteerPayload(ctx, await availability.removeAvailabilityException(ctx, input));
  }

  @Mutation(() => VolunteerProfilePayload, {
    description: 'Sets the matching profile of a volunteer, replacing the earlier one.',
  })
  async setVolunteerProfile(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => SetVolunteerProfileInput, {
      description: 'Input for `setVolunteerProfile`.',
    })
    input: SetVolunteerProfileInput,
  ) {
    return volunteerPayload(ctx, await availability.setVolunteerProfile(ctx, input));
  }

  @Mutation(() => ServiceRequestPayload, {
    description: 'Declines an offered request for a volunteer.',
  })
  async declineServiceRequest(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => DeclineServiceRequestInput, {
      description: 'Input for `declineServiceRequest`.',
    })
    input: DeclineServiceRequestInput,
  ) {
    const { requestId } = await availability.declineServiceRequest(ctx, input);
    return { request: await ctx.load(requestById, requestId) };
  }
}

@Resolver(() => Candidate)
export class CandidateFields {
  @Related<Candidate>(() => Volunteer, {
    by: 'volunteerId',
    from: volunteerById,
    nullable: true,
    description: 'The volunteer.',
  })
  readonly volunteer!: Volunteer | null;
}

@Resolver(() => Volunteer)
export class VolunteerAvailability {
  @Related<Volunteer>(() => [AvailabilitySlot], {
    by: 'id',
    from: slotsByVolunteer,
    description:
      'Weekly availability, for callers who plan visits. Empty when the volunteer has not stated any.',
  })
  readonly availability!: AvailabilitySlot[];

  @Related<Volunteer>(() => [AvailabilityException], {
    by: 'id',
    from: exceptionsByVolunteer,
    complexity: 3,
    description:
      'Availability exceptions from yesterday on, at most 200, for callers who plan visits.',
  })
  readonly availabilityExceptions!: AvailabilityException[];

  @Related<Volunteer>(() => VolunteerProfile, {
    by: 'id',
    from: profileByVolunteer,
    nullable: true,
    description: 'Matching profile of the volunteer. Null when the volunteer has not stated any.',
  })
  readonly profile!: VolunteerProfile | null;
}

@Resolver(() => AvailabilitySlot)
export class AvailabilitySlotFields {
  @FieldResolver(() => LocalTime, { description: 'Start in the time zone of the foundation.' })
  from(@Root() { fromMinute }: AvailabilitySlot): string {
    return timeOfDay(fromMinute);
  }

  @FieldResolver(() => LocalTime, { description: 'End. `00:00:00` is the end of the day.' })
  to(@Root() { toMinute }: AvailabilitySlot): string {
    return timeOfDay(toMinute);
  }
}

@Resolver(() => AvailabilityException)
export class AvailabilityExceptionFields {
  @FieldResolver(() => String, { nullable: true })
  async reason(
    @Root() exception: AvailabilityException,
    @Ctx('ctx') ctx: FieldContext,
  ): Promise<string | null> {
    const { reason, communityId, personId: volunteerPersonId, volunteerId } = exception;
    if (!reason) return null;
    const teams = (await ctx.load(teamsByVolunteer, volunteerId)) ?? [];
    const subject = { communityId, volunteerPersonId, teamIds: teams.map(({ id }) => id) };
    return ctx.allows('availability:readReason', subject) ? reason : null;
  }

  @FieldResolver(() => LocalTime, { description: 'Start in the time zone of the foundation.' })
  from(@Root() { fromMinute }: AvailabilityException): string {
    return timeOfDay(fromMinute);
  }

  @FieldResolver(() => LocalTime, { description: 'End. `00:00:00` is the end of the day.' })
  to(@Root() { toMinute }: AvailabilityException): string {
    return timeOfDay(toMinute);
  }
}

/** The end of a day, its minute 1440, is shown as 00:00, since no later time of a day exists. */
function timeOfDay(minute: number): string {
  const hour = Math.floor(minute / 60) % 24;
  return `${String(hour).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

async function volunteerPayload(ctx: Context, { volunteerId }: { volunteerId: string }) {
  return { volunteer: await ctx.load(volunteerById, volunteerId) };
}
