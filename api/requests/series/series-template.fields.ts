import { Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { Team } from '../../../schema/communities/team.ts';
import { RequestSeries, SeriesWindow } from '../../../schema/requests/request-series.ts';
import { Gender, Urgency } from '../../../schema/requests/service-request.ts';
import { teamById } from '../../communities/communities.queries.ts';
import type { FieldContext } from '../../platform/context/field-context.ts';
import { sensitiveNoteBySeries } from './series-note.ts';

/** Fields of a series that apply to each occurrence. */
@Resolver(() => RequestSeries)
export class SeriesTemplateFields {
  @FieldResolver(() => Int, {
    nullable: true,
    description: 'Expected duration in minutes. Null for the usual duration of the service kind.',
  })
  minutesExpected(@Root() { template }: RequestSeries): number | null {
    return template.minutesExpected ?? null;
  }

  @FieldResolver(() => Urgency, { description: 'Urgency of each request.' })
  urgency(@Root() { template }: RequestSeries): Urgency {
    return template.urgency ?? 'NORMAL';
  }

  @FieldResolver(() => String, { nullable: true, description: 'Place of the service, in words.' })
  place(@Root() { template }: RequestSeries): string | null {
    return template.place ?? null;
  }

  @FieldResolver(() => String, { nullable: true, description: 'Note for the helper.' })
  note(@Root() { template }: RequestSeries): string | null {
    return template.note ?? null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Language or dialect that the helper should speak.',
  })
  language(@Root() { template }: RequestSeries): string | null {
    return template.language ?? null;
  }

  @FieldResolver(() => Gender, {
    nullable: true,
    description: 'Preferred gender of the helper. Null for any.',
  })
  genderPreference(@Root() { template }: RequestSeries): Gender | null {
    return template.genderPreference ?? null;
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description: 'Number of volunteers needed. Null for the usual number of the service kind.',
  })
  volunteersNeeded(@Root() { template }: RequestSeries): number | null {
    return template.volunteersNeeded ?? null;
  }

  @FieldResolver(() => [SeriesWindow], {
    description:
      'Alternative windows on the day of each occurrence. Empty when its whole window suits.',
  })
  windows(@Root() { template }: RequestSeries): SeriesWindow[] {
    return template.windows ?? [];
  }

  @FieldResolver(() => [Team], {
    nullable: 'items',
    description:
      'Teams that are asked, with null for teams that the caller may not see. Empty when any team may accept.',
  })
  async teamsAsked(
    @Root() { template }: RequestSeries,
    @Ctx('ctx') ctx: FieldContext,
  ): Promise<(Team | null)[]> {
    return Promise.all((template.teamIds ?? []).map((id) => ctx.load(teamById, id)));
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Sensitive note of each request, visible to the elder, the family and the dispatcher. Reading it is recorded in `disclosures`.',
  })
  async sensitiveNote(
    @Root() { id, hasSensitiveNote }: RequestSeries,
    @Ctx('ctx') ctx: FieldContext,
  ): Promise<string | null> {
    return hasSensitiveNote ? ctx.load(sensitiveNoteBySeries, id) : null;
  }
}
