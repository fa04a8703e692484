import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, FieldResolver, Float, Info, Resolver, Root } from 'type-graphql';
import { Community } from '../../schema/communities/community.ts';
import { Team } from '../../schema/communities/team.ts';
import { Elder } from '../../schema/people/elder.ts';
import { Volunteer } from '../../schema/people/volunteer.ts';
import { ServiceKind } from '../../schema/requests/service-kind.ts';
import { Alarm, RequestChange, ServiceRequest } from '../../schema/requests/service-request.ts';
import { TimeWindow } from '../../schema/requests/time-window.ts';
import { Visit, VisitConnection } from '../../schema/requests/visit.ts';
import type { Page } from '../../schema/connection.ts';
import { communityById, teamById } from '../communities/communities.queries.ts';
import { elderById, volunteerById } from '../people/people.queries.ts';
import type { Context } from '../platform/context/operation-context.ts';
import { relation, prefetched, pageRelation } from '../platform/reads/relations.ts';
import { PageArgs } from '../platform/reads/pagination.ts';
import { redactFor, elderNameById, redactPlace } from './dispatch/request-redaction.ts';
import { sensitiveNoteByRequest } from './sensitive-notes.ts';
import { changesByRequest, kindById, nextVisitsOfVolunteer, requestById, visitsByRequest } from './requests.queries.ts';
import { windowsOf } from './time-windows.ts';

const requestCommunity = relation<ServiceRequest, Community>(
  'ServiceRequest',
  'community',
  'communityId',
  communityById,
);
const requestElder = relation<ServiceRequest, Elder>('ServiceRequest', 'elder', 'elderId', elderById);
const requestKind = relation<ServiceRequest, ServiceKind>('ServiceRequest', 'kind', 'kindId', kindById);
const requestVisits = relation<ServiceRequest, Visit[]>('ServiceRequest', 'visits', 'id', visitsByRequest);
const requestHistory = relation<ServiceRequest, RequestChange[]>('ServiceRequest', 'history', 'id', changesByRequest);
const visitRequest = relation<Visit, ServiceRequest>('Visit', 'request', 'requestId', requestById);
const visitVolunteer = relation<Visit, Volunteer>('Visit', 'volunteer', 'volunteerId', volunteerById);

pageRelation('Volunteer', 'nextVisits', nextVisitsOfVolunteer);

@Resolver(() => ServiceRequest)
export class ServiceRequestFields {
  @FieldResolver(() => Community, {
    nullable: true,
    description: 'Community that the elder lives in, where you may see it.',
  })
  community(@Root() request: ServiceRequest, @Ctx('ctx') ctx: Context) {
    return prefetched(ctx, requestCommunity, request);
  }

  @FieldResolver(() => [Alarm])
  alarms(@Root() { alarms, communityId, elderPersonId }: ServiceRequest, @Ctx('ctx') ctx: Context): Alarm[] {
    // That a volunteer may be away from home is for those who plan, and for whoever waits for her.
    if (!alarms.includes('VOLUNTEER_IN_DOUBT')) return alarms;
    if (ctx.allows('request:readDoubt', { communityId, elderPersonId })) return alarms;
    return alarms.filter((alarm) => alarm !== 'VOLUNTEER_IN_DOUBT');
  }

  @FieldResolver(() => Elder, { nullable: true, description: 'Elder who is to be helped.' })
  elder(@Root() request: ServiceRequest, @Ctx('ctx') ctx: Context) {
    return prefetched(ctx, requestElder, request);
  }

  @FieldResolver(() => ServiceKind, { description: 'What kind of help.' })
  kind(@Root() request: ServiceRequest, @Ctx('ctx') ctx: Context) {
    return prefetched(ctx, requestKind, request);
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
      'What only the elder, those who go, their leader and the dispatcher may read; that it was read is among `disclosures`. Null for others, and in the live feed, which tells many at once; `hasSensitiveNote` tells whether there is one.',
  })
  async sensitiveNote(@Root() request: ServiceRequest, @Ctx('ctx') ctx: Context): Promise<string | null> {
    return request.hasSensitiveNote ? ctx.load(sensitiveNoteByRequest, request.id) : null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'What the neighbourhood calls the elder, also for whoever does not see `elder`: in full once they take it on, before that the first character.',
  })
  async elderName(@Root() request: ServiceRequest, @Ctx('ctx') ctx: Context): Promise<string | null> {
    const name = await ctx.load(elderNameById, request.elderId);
    return name === null ? null : redactFor(ctx, request, name, `${[...name][0] ?? ''}**`);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Where to go, in words. Volunteers of the neighbourhood see it while the request is open, those who were offered it from further away not; then only those who go, leaders and the dispatcher. Phone and address: `discloseVisitDetails`.',
  })
  place(@Root() request: ServiceRequest, @Ctx('ctx') ctx: Context) {
    return request.place ? redactPlace(ctx, request, request.place, null) : null;
  }

  @FieldResolver(() => Float, {
    nullable: true,
    description:
      'Latitude of the place in degrees (WGS 84), where known; rounded to about a kilometre for those who see no `place`.',
  })
  latitude(@Root() request: ServiceRequest, @Ctx('ctx') ctx: Context) {
    return roughly(ctx, request, request.latitude);
  }

  @FieldResolver(() => Float, {
    nullable: true,
    description: 'Longitude of the place in degrees (WGS 84), as `latitude`.',
  })
  longitude(@Root() request: ServiceRequest, @Ctx('ctx') ctx: Context) {
    return roughly(ctx, request, request.longitude);
  }

  @FieldResolver(() => [Visit], { complexity: 3, description: 'Visits for it, withdrawn ones included. A handful.' })
  visits(@Root() request: ServiceRequest, @Ctx('ctx') ctx: Context) {
    return prefetched(ctx, requestVisits, request);
  }

  @FieldResolver(() => [RequestChange], {
    complexity: 6,
    description: 'Its history, oldest first, at most 100 changes.',
  })
  history(@Root() request: ServiceRequest, @Ctx('ctx') ctx: Context) {
    return prefetched(ctx, requestHistory, request);
  }
}

@Resolver(() => Visit)
export class VisitFields {
  @FieldResolver(() => [String])
  flags(@Root() { flags, volunteerPersonId }: Visit, @Ctx('ctx') ctx: Context): string[] {
    return flags.length === 0 || ctx.allows('visit:readFlags', { volunteerPersonId }) ? flags : [];
  }

  @FieldResolver(() => String, { nullable: true })
  note(@Root() visit: Visit, @Ctx('ctx') ctx: Context): string | null {
    const { note, communityId, elderPersonId, volunteerPersonId, teamId } = visit;
    if (!note) return null;
    const subject = { communityId, elderPersonId, volunteerPersonId, teamIds: teamId ? [teamId] : [] };
    return ctx.allows('visit:readNote', subject) ? note : null;
  }

  @FieldResolver(() => ServiceRequest, { nullable: true, description: 'Request that it is for.' })
  request(@Root() visit: Visit, @Ctx('ctx') ctx: Context) {
    return prefetched(ctx, visitRequest, visit);
  }

  @FieldResolver(() => Volunteer, { nullable: true, description: 'Volunteer who goes.' })
  volunteer(@Root() visit: Visit, @Ctx('ctx') ctx: Context) {
    return prefetched(ctx, visitVolunteer, visit);
  }

  @FieldResolver(() => Team, { nullable: true, description: 'Team that the volunteer goes for, where you may see it.' })
  async team(@Root() { teamId }: Visit, @Ctx('ctx') ctx: Context): Promise<Team | null> {
    return teamId ? ctx.load(teamById, teamId) : null;
  }
}

@Resolver(() => Volunteer)
export class VolunteerVisitFields {
  @FieldResolver(() => VisitConnection, {
    description: 'Visits that are planned or under way, soonest first, as far as you may see them.',
  })
  async nextVisits(
    @Root() volunteer: Volunteer,
    @Ctx('ctx') ctx: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Info() { path }: GraphQLResolveInfo,
  ): Promise<Page<Visit>> {
    return nextVisitsOfVolunteer.of(ctx, volunteer.id, page, path);
  }
}

/** A hundredth of a degree tells which quarter, and not which door. */
function roughly(ctx: Context, request: ServiceRequest, degrees: number | null | undefined) {
  return typeof degrees === 'number' ? redactPlace(ctx, request, degrees, Math.round(degrees * 100) / 100) : null;
}
