import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Community } from '../../schema/communities/community.ts';
import { Team } from '../../schema/communities/team.ts';
import { Elder } from '../../schema/people/elder.ts';
import { Volunteer } from '../../schema/people/volunteer.ts';
import { ServiceKind } from '../../schema/requests/service-kind.ts';
import { RequestChange, ServiceRequest } from '../../schema/requests/service-request.ts';
import { TimeWindow } from '../../schema/requests/time-window.ts';
import { Visit } from '../../schema/requests/visit.ts';
import { communityById, teamById } from '../communities/communities.queries.ts';
import { elderById, volunteerById } from '../people/people.queries.ts';
import type { Context } from '../platform/context.ts';
import { noteByRequest } from './notes.ts';
import { changesByRequest, kindById, requestById, visitsByRequest } from './requests.queries.ts';
import { windowsOf } from './windows.ts';

@Resolver(() => ServiceRequest)
export class ServiceRequestFields {
  @FieldResolver(() => Community, {
    nullable: true,
    description: 'Community that the elder lives in, where you may see it.',
  })
  async community(@Root() request: ServiceRequest, @Ctx('ctx') ctx: Context): Promise<Community | null> {
    return ctx.load(communityById, request.communityId);
  }

  @FieldResolver(() => Elder, { nullable: true, description: 'Elder who is to be helped.' })
  async elder(@Root() request: ServiceRequest, @Ctx('ctx') ctx: Context): Promise<Elder | null> {
    return ctx.load(elderById, request.elderId);
  }

  @FieldResolver(() => ServiceKind, { description: 'What kind of help.' })
  async kind(@Root() request: ServiceRequest, @Ctx('ctx') ctx: Context): Promise<ServiceKind | null> {
    return ctx.load(kindById, request.kindId);
  }

  @FieldResolver(() => [TimeWindow], { description: 'Windows that would suit, in order; at least one.' })
  windows(@Root() request: ServiceRequest): TimeWindow[] {
    return windowsOf(request);
  }

  @FieldResolver(() => [Team], {
    nullable: 'items',
    description: 'Teams that were asked for, null where you may not see one. Empty: any team.',
  })
  async teamsAsked(@Root() request: ServiceRequest, @Ctx('ctx') ctx: Context): Promise<(Team | null)[]> {
    return Promise.all(request.teamIds.map((id) => ctx.load(teamById, id)));
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'What only the elder, those who go, their leader and the dispatcher may read. Null for others; `hasSensitiveNote` tells whether there is one.',
  })
  async sensitiveNote(@Root() request: ServiceRequest, @Ctx('ctx') ctx: Context): Promise<string | null> {
    if (!request.hasSensitiveNote) return null;
    const note = await ctx.load(noteByRequest, request.id);
    if (!note) return null;
    const { communityId, elderPersonId, readerPersonIds: assignedPersonIds, readerTeamIds: teamIds } = note;
    const subject = { communityId, elderPersonId, assignedPersonIds, teamIds };
    return ctx.allows('request:readSensitive', subject) ? note.text : null;
  }

  @FieldResolver(() => [Visit], { complexity: 3, description: 'Visits for it, withdrawn ones included. A handful.' })
  async visits(@Root() request: ServiceRequest, @Ctx('ctx') ctx: Context): Promise<Visit[]> {
    return (await ctx.load(visitsByRequest, request.id)) ?? [];
  }

  @FieldResolver(() => [RequestChange], {
    complexity: 6,
    description: 'Its history, oldest first, at most 100 changes.',
  })
  async history(@Root() request: ServiceRequest, @Ctx('ctx') ctx: Context): Promise<RequestChange[]> {
    return (await ctx.load(changesByRequest, request.id)) ?? [];
  }
}

@Resolver(() => Visit)
export class VisitFields {
  @FieldResolver(() => ServiceRequest, { nullable: true, description: 'Request that it is for.' })
  async request(@Root() visit: Visit, @Ctx('ctx') ctx: Context): Promise<ServiceRequest | null> {
    return ctx.load(requestById, visit.requestId);
  }

  @FieldResolver(() => Volunteer, { nullable: true, description: 'Volunteer who goes.' })
  async volunteer(@Root() visit: Visit, @Ctx('ctx') ctx: Context): Promise<Volunteer | null> {
    return ctx.load(volunteerById, visit.volunteerId);
  }
}
