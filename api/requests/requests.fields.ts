import { Ctx, FieldResolver, Float, Resolver, Root } from 'type-graphql';
import { Community } from '../../schema/communities/community.ts';
import { Team } from '../../schema/communities/team.ts';
import { Elder } from '../../schema/people/elder.ts';
import { Volunteer } from '../../schema/people/volunteer.ts';
import { ServiceKind } from '../../schema/requests/service-kind.ts';
import { type Pairing, PairingConnection } from '../../schema/requests/pairing.ts';
import {
  Alarm,
  RequestChange,
  ServiceRequest,
  ServiceRequestConnection,
} from '../../schema/requests/service-request.ts';
import { TimeWindow } from '../../schema/requests/time-window.ts';
import { Visit, VisitConnection } from '../../schema/requests/visit.ts';
import type { Page } from '../../schema/connection.ts';
import { communityById, teamById } from '../communities/communities.queries.ts';
import { elderById, volunteerById } from '../people/people.queries.ts';
import { Related, RelatedPages } from '../platform/reads/related.ts';
import type { FieldContext } from '../platform/context/field-context.ts';
import { pairingsOfElder, pairingsOfVolunteer } from './dispatch/dispatch.queries.ts';
import { redactFor, elderNameById, redactPlace } from './dispatch/request-redaction.ts';
import { sensitiveNoteByRequest } from './sensitive-notes.ts';
import {
  changesByRequest,
  kindById,
  nextVisitsOfVolunteer,
  requestById,
  requestsOfCommunity,
  requestsOfElder,
  visitsByRequest,
  visitsOfTeam,
  visitsOfVolunteer,
} from './requests.queries.ts';
import { windowsOf } from './time-windows.ts';

@Resolver(() => ServiceRequest)
export class ServiceRequestFields {
  @Related<ServiceRequest>(() => Community, {
    by: 'communityId',
    from: communityById,
    nullable: true,
    description: 'Community that the elder lives in. Null when the caller may not see it.',
  })
  readonly community!: Community | null;

  @FieldResolver(() => [Alarm])
  alarms(
    @Root() { alarms, communityId, elderPersonId }: ServiceRequest,
    @Ctx('ctx') ctx: FieldContext,
  ): Alarm[] {
    // A volunteer's absence from home is visible to planners and to the waiting elder only.
    if (!alarms.includes('VOLUNTEER_IN_DOUBT')) return alarms;
    if (ctx.allows('request:readDoubt', { communityId, elderPersonId })) return alarms;
    return alarms.filter((alarm) => alarm !== 'VOLUNTEER_IN_DOUBT');
  }

  @Related<ServiceRequest>(() => Elder, {
    by: 'elderId',
    from: elderById,
    nullable: true,
    description: 'Elder who receives the service.',
  })
  readonly elder!: Elder | null;

  @Related<ServiceRequest>(() => ServiceKind, {
    by: 'kindId',
    from: kindById,
    description: 'Service kind.',
  })
  readonly kind!: ServiceKind;

  @FieldResolver(() => [TimeWindow], {
    description: 'Time windows that suit the elder, in order; at least one.',
  })
  windows(@Root() request: ServiceRequest): TimeWindow[] {
    return windowsOf(request);
  }

  @FieldResolver(() => [Team], {
    nullable: 'items',
    description:
      'Teams that were asked, with null for teams that the caller may not see. Empty when any team may accept.',
  })
  async teamsAsked(
    @Root() request: ServiceRequest,
    @Ctx('ctx') ctx: FieldContext,
  ): Promise<(Team | null)[]> {
    return Promise.all(request.teamIds.map((id) => ctx.load(teamById, id)));
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Sensitive note, readable by the elder, the assigned volunteers, their leader and the dispatcher. Reading it is recorded in `disclosures`. Null for others and in the live feed; see `hasSensitiveNote`.',
  })
  async sensitiveNote(
    @Root() request: ServiceRequest,
    @Ctx('ctx') ctx: FieldContext,
  ): Promise<string | null> {
    return request.hasSensitiveNote ? ctx.load(sensitiveNoteByRequest, request.id) : null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Display name of the elder, also for callers who may not see `elder`. Volunteers from further away see only its first character until they accept the request.',
  })
  async elderName(
    @Root() request: ServiceRequest,
    @Ctx('ctx') ctx: FieldContext,
  ): Promise<string | null> {
    const name = await ctx.load(elderNameById, request.elderId);
    return name === null ? null : redactFor(ctx, request, name, `${[...name][0] ?? ''}**`);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Place of the service, in words. Visible to volunteers of the community while the request is open, and afterwards to assigned volunteers, leaders and the dispatcher. Null for volunteers offered it from further away. Use `discloseVisitDetails` for phone and address.',
  })
  place(@Root() request: ServiceRequest, @Ctx('ctx') ctx: FieldContext) {
    return request.place ? redactPlace(ctx, request, request.place, null) : null;
  }

  @FieldResolver(() => Float, {
    nullable: true,
    description:
      'Latitude of the place in degrees (WGS 84), where known. Rounded to about a kilometre for callers who may not see `place`.',
  })
  latitude(@Root() request: ServiceRequest, @Ctx('ctx') ctx: FieldContext) {
    return roughly(ctx, request, request.latitude);
  }

  @FieldResolver(() => Float, {
    nullable: true,
    description: 'Longitude of the place in degrees (WGS 84). Known and rounded as `latitude` is.',
  })
  longitude(@Root() request: ServiceRequest, @Ctx('ctx') ctx: FieldContext) {
    return roughly(ctx, request, request.longitude);
  }

  @Related<ServiceRequest>(() => [Visit], {
    by: 'id',
    from: visitsByRequest,
    complexity: 3,
    description: 'Visits for the request, withdrawn ones included, usually a few.',
  })
  readonly visits!: Visit[];

  @Related<ServiceRequest>(() => [RequestChange], {
    by: 'id',
    from: changesByRequest,
    complexity: 6,
    description: 'History of the request, oldest first, at most 100 changes.',
  })
  readonly history!: RequestChange[];
}

@Resolver(() => Visit)
export class VisitFields {
  @FieldResolver(() => [String])
  flags(@Root() { flags, volunteerPersonId }: Visit, @Ctx('ctx') ctx: FieldContext): string[] {
    return flags.length === 0 || ctx.allows('visit:readFlags', { volunteerPersonId }) ? flags : [];
  }

  @FieldResolver(() => String, { nullable: true })
  note(@Root() visit: Visit, @Ctx('ctx') ctx: FieldContext): string | null {
    const { note, communityId, elderPersonId, volunteerPersonId, teamId } = visit;
    if (!note) return null;
    const subject = {
      communityId,
      elderPersonId,
      volunteerPersonId,
      teamIds: teamId ? [teamId] : [],
    };
    return ctx.allows('visit:readNote', subject) ? note : null;
  }

  @Related<Visit>(() => ServiceRequest, {
    by: 'requestId',
    from: requestById,
    nullable: true,
    description: 'Request that the visit serves.',
  })
  readonly request!: ServiceRequest | null;

  @Related<Visit>(() => Volunteer, {
    by: 'volunteerId',
    from: volunteerById,
    nullable: true,
    description: 'Volunteer who makes the visit.',
  })
  readonly volunteer!: Volunteer | null;

  @Related<Visit>(() => Team, {
    by: 'teamId',
    from: teamById,
    nullable: true,
    description:
      'Team that the volunteer serves for. Null when there is none or the caller may not see it.',
  })
  readonly team!: Team | null;
}

@Resolver(() => Community)
export class CommunityRequests {
  @RelatedPages(() => ServiceRequestConnection, {
    from: requestsOfCommunity,
    description: 'Requests of elders in the community that the caller may see, newest first.',
  })
  readonly serviceRequests!: Page<ServiceRequest>;
}

@Resolver(() => Elder)
export class ElderRequests {
  @RelatedPages(() => ServiceRequestConnection, {
    from: requestsOfElder,
    description: 'Requests of the elder that the caller may see, newest first.',
  })
  readonly serviceRequests!: Page<ServiceRequest>;

  @RelatedPages(() => PairingConnection, {
    from: pairingsOfElder,
    description: 'Pairings of the elder that the caller may see, ended ones too, oldest first.',
  })
  readonly pairings!: Page<Pairing>;
}

@Resolver(() => Team)
export class TeamVisits {
  @RelatedPages(() => VisitConnection, {
    from: visitsOfTeam,
    description: 'Visits for which volunteers serve in the team, newest entry first.',
  })
  readonly visits!: Page<Visit>;
}

@Resolver(() => Volunteer)
export class VolunteerVisitFields {
  @RelatedPages(() => VisitConnection, {
    from: visitsOfVolunteer,
    description: 'Visits of the volunteer that the caller may see, newest entry first.',
  })
  readonly visits!: Page<Visit>;

  @RelatedPages(() => PairingConnection, {
    from: pairingsOfVolunteer,
    description: 'Pairings of the volunteer that the caller may see, ended ones too, oldest first.',
  })
  readonly pairings!: Page<Pairing>;

  @RelatedPages(() => VisitConnection, {
    from: nextVisitsOfVolunteer,
    description: 'Planned and ongoing visits that the caller may see, soonest first.',
  })
  readonly nextVisits!: Page<Visit>;
}

/** Rounds coordinates to a hundredth of a degree: shows the quarter and not the address. */
function roughly(ctx: FieldContext, request: ServiceRequest, degrees: number | null | undefined) {
  return typeof degrees === 'number'
    ? redactPlace(ctx, request, degrees, Math.round(degrees * 100) / 100)
    : null;
}
