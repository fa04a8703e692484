import { Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { Team } from '../../../schema/communities/team.ts';
import { RequestSeries, SeriesWindow } from '../../../schema/requests/request-series.ts';
import { Gender, Urgency } from '../../../schema/requests/service-request.ts';
import { teamById } from '../../communities/communities.queries.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import { sensitiveNoteBySeries } from './series-note.ts';

/** What every occurrence of a series asks for. */
@Resolver(() => RequestSeries)
export class SeriesTemplateFields {
  @FieldResolver(() => Int, { nullable: true, description: 'Expected minutes. Null: as the kind says.' })
  minutesExpected(@Root() { template }: RequestSeries): number | null {
    return template.minutesExpected ?? null;
  }

  @FieldResolver(() => Urgency, { description: 'How soon help is needed.' })
  urgency(@Root() { template }: RequestSeries): Urgency {
    return template.urgency ?? 'NORMAL';
  }

  @FieldResolver(() => String, { nullable: true, description: 'Where to go, in words.' })
  place(@Root() { template }: RequestSeries): string | null {
    return template.place ?? null;
  }

  @FieldResolver(() => String, { nullable: true, description: 'What the helper should know.' })
  note(@Root() { template }: RequestSeries): string | null {
    return template.note ?? null;
  }

  @FieldResolver(() => String, { nullable: true, description: 'Language or dialect that the helper should speak.' })
  language(@Root() { template }: RequestSeries): string | null {
    return template.language ?? null;
  }

  @FieldResolver(() => Gender, { nullable: true, description: 'Gender that the helper should have. Null: any.' })
  genderPreference(@Root() { template }: RequestSeries): Gender | null {
    return template.genderPreference ?? null;
  }

  @FieldResolver(() => Int, { nullable: true, description: 'How many volunteers it takes. Null: as the kind says.' })
  volunteersNeeded(@Root() { template }: RequestSeries): number | null {
    return template.volunteersNeeded ?? null;
  }

  @FieldResolver(() => [SeriesWindow], {
    description: 'Alternatives on the day of each occurrence. Empty: its whole window.',
  })
  windows(@Root() { template }: RequestSeries): SeriesWindow[] {
    return template.windows ?? [];
  }

  @FieldResolver(() => [Team], {
    nullable: 'items',
    description: 'Teams that are asked for, null where you may not see one. Empty: any team.',
  })
  async teamsAsked(@Root() { template }: RequestSeries, @Ctx('ctx') ctx: Context): Promise<(Team | null)[]> {
    return Promise.all((template.teamIds ?? []).map((id) => ctx.load(teamById, id)));
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'What each request carries for few eyes, shown to the elder, the family and the dispatcher; that it was read is among `disclosures`.',
  })
  async sensitiveNote(
    @Root() { id, hasSensitiveNote }: RequestSeries,
    @Ctx('ctx') ctx: Context,
  ): Promise<string | null> {
    return hasSensitiveNote ? ctx.load(sensitiveNoteBySeries, id) : null;
  }
}
