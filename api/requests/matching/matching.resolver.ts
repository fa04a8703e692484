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
import { DeclineServiceRequestInput, ServiceRequestPayload } from '../../../schema/requests/request-inputs.ts';
import { teamsByVolunteer, volunteerById } from '../../people/people.queries.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import { idFrom } from '../../platform/ids.ts';
import { PageArgs } from '../../platform/reads/pagination.ts';
import { requestById } from '../requests.queries.ts';
import { exceptionsByVolunteer, profileByVolunteer, slotsByVolunteer } from './availability.queries.ts';
import * as availability from './availability.service.ts';
import { candidatesFor } from './candidates.ts';

@Resolver()
export class MatchingResolver {
  @Query(() => CandidateConnection, {
    nullable: true,
    description:
      'Volunteers who could take a request, the best first, each with reasons and shortfalls; and what keeps the others away. ' +
      'Null when there is no such request or it is not yours to see.',
  })
  async candidates(
    @Ctx('ctx') ctx: Context,
    @Arg('requestId', () => ID, { description: 'The request.' }) requestId: string,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<CandidateConnection | null> {
    return candidatesFor(ctx, idFrom('request', requestId, 'requestId'), page);
  }

  @Mutation(() => VolunteerProfilePayload, {
    description: 'Says when a volunteer can usually come. It takes the place of what was said before.',
  })
  async setAvailability(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => SetAvailabilityInput, { description: 'Who, and when.' }) input: SetAvailabilityInput,
  ) {
    return volunteerPayload(ctx, await availability.setAvailability(ctx, input));
  }

  @Mutation(() => VolunteerProfilePayload, {
    description: 'Says that a volunteer can come on a day, or cannot, other than usually.',
  })
  async addAvailabilityException(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => AddAvailabilityExceptionInput, { description: 'Who, and which day.' })
    input: AddAvailabilityExceptionInput,
  ) {
    return volunteerPayload(ctx, await availability.addAvailabilityException(ctx, input));
  }

  @Mutation(() => VolunteerProfilePayload, { description: 'A day is as usual after all.' })
  async removeAvailabilityException(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => RemoveAvailabilityExceptionInput, { description: 'Which exception.' })
    input: RemoveAvailabilityExceptionInput,
  ) {
    return volunteerPayload(ctx, await availability.removeAvailabilityException(ctx, input));
  }

  @Mutation(() => VolunteerProfilePayload, {
    description: 'Says what matters for whom a volunteer suits. It takes the place of what was said before.',
  })
  async setVolunteerProfile(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => SetVolunteerProfileInput, { description: 'Who, and what.' }) input: SetVolunteerProfileInput,
  ) {
    return volunteerPayload(ctx, await availability.setVolunteerProfile(ctx, input));
  }

  @Mutation(() => ServiceRequestPayload, {
    description: 'A volunteer says that she will not take a request that she was offered.',
  })
  async declineServiceRequest(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => DeclineServiceRequestInput, { description: 'Who, and which request.' })
    input: DeclineServiceRequestInput,
  ) {
    const { requestId } = await availability.declineServiceRequest(ctx, input);
    return { request: await ctx.load(requestById, requestId) };
  }
}

@Resolver(() => Candidate)
export class CandidateFields {
  @FieldResolver(() => Volunteer, { nullable: true, description: 'The volunteer.' })
  async volunteer(@Root() candidate: Candidate, @Ctx('ctx') ctx: Context): Promise<Volunteer | null> {
    return ctx.load(volunteerById, candidate.volunteerId);
  }
}

@Resolver(() => Volunteer)
export class VolunteerAvailability {
  @FieldResolver(() => [AvailabilitySlot], {
    description: 'When they can usually come, for those who plan visits. Empty: they did not say.',
  })
  async availability(@Root() volunteer: Volunteer, @Ctx('ctx') ctx: Context): Promise<AvailabilitySlot[]> {
    return (await ctx.load(slotsByVolunteer, volunteer.id)) ?? [];
  }

  @FieldResolver(() => [AvailabilityException], {
    complexity: 3,
    description: 'Days from yesterday on that are other than usual, at most 200, for those who plan visits.',
  })
  async availabilityExceptions(
    @Root() volunteer: Volunteer,
    @Ctx('ctx') ctx: Context,
  ): Promise<AvailabilityException[]> {
    return (await ctx.load(exceptionsByVolunteer, volunteer.id)) ?? [];
  }

  @FieldResolver(() => VolunteerProfile, { nullable: true, description: 'What they say of themselves. Null: nothing.' })
  async profile(@Root() volunteer: Volunteer, @Ctx('ctx') ctx: Context): Promise<VolunteerProfile | null> {
    return ctx.load(profileByVolunteer, volunteer.id);
  }
}

@Resolver(() => AvailabilitySlot)
export class AvailabilitySlotFields {
  @FieldResolver(() => String, { description: "From, in the foundation's zone, for example `09:00`." })
  from(@Root() { fromMinute }: AvailabilitySlot): string {
    return timeOfDay(fromMinute);
  }

  @FieldResolver(() => String, { description: 'Until, for example `12:30`; `24:00` is the end of the day.' })
  to(@Root() { toMinute }: AvailabilitySlot): string {
    return timeOfDay(toMinute);
  }
}

@Resolver(() => AvailabilityException)
export class AvailabilityExceptionFields {
  @FieldResolver(() => String, { nullable: true })
  async reason(@Root() exception: AvailabilityException, @Ctx('ctx') ctx: Context): Promise<string | null> {
    const { reason, communityId, personId: volunteerPersonId, volunteerId } = exception;
    if (!reason) return null;
    const teams = (await ctx.load(teamsByVolunteer, volunteerId)) ?? [];
    const subject = { communityId, volunteerPersonId, teamIds: teams.map(({ id }) => id) };
    return ctx.allows('availability:readReason', subject) ? reason : null;
  }

  @FieldResolver(() => String, { description: "From, in the foundation's zone, for example `09:00`." })
  from(@Root() { fromMinute }: AvailabilityException): string {
    return timeOfDay(fromMinute);
  }

  @FieldResolver(() => String, { description: 'Until, for example `12:30`; `24:00` is the end of the day.' })
  to(@Root() { toMinute }: AvailabilityException): string {
    return timeOfDay(toMinute);
  }
}

function timeOfDay(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

async function volunteerPayload(ctx: Context, { volunteerId }: { volunteerId: string }) {
  return { volunteer: await ctx.load(volunteerById, volunteerId) };
}
