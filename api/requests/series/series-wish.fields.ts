import { Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { Team } from '../../../schema/communities/team.ts';
import { RequestSeries, SeriesWindow } from '../../../schema/requests/request-series.ts';
import { Gender, Urgency } from '../../../schema/requests/service-request.ts';
import { teamById } from '../../communities/communities.queries.ts';
import type { Context } from '../../platform/context.ts';
import { sensitiveNoteBySeries } from './series-note.ts';

/** What every occurrence of a series wishes. */
@Resolver(() => RequestSeries)
export class RequestSeriesWish {
  @FieldResolver(() => Int, { nullable: true, description: 'Expected minutes. Null: as the kind says.' })
  minutesExpected(@Root() { wish }: RequestSeries): number | null {
    return wish.minutesExpected ?? null;
  }

  @FieldResolver(() => Urgency, { description: 'How soon help is needed.' })
  urgency(@Root() { wish }: RequestSeries): Urgency {
    return wish.urgency ?? 'NORMAL';
  }

  @FieldResolver(() => String, { nullable: true, description: 'Where to go, in words.' })
  place(@Root() { wish }: RequestSeries): string | null {
    return wish.place ?? null;
  }

  @FieldResolver(() => String, { nullable: true, description: 'What the helper should know.' })
  note(@Root() { wish }: RequestSeries): string | null {
    return wish.note ?? null;
  }

  @FieldResolver(() => String, { nullable: true, description: 'Language or dialect that the helper should speak.' })
  language(@Root() { wish }: RequestSeries): string | null {
    return wish.language ?? null;
  }

  @FieldResolver(() => Gender, { nullable: true, description: 'Gender that the helper should have. Null: no wish.' })
  genderWish(@Root() { wish }: RequestSeries): Gender | null {
    return wish.genderWish ?? null;
  }

  @FieldResolver(() => Int, { nullable: true, description: 'How many volunteers it takes. Null: as the kind says.' })
  volunteersNeeded(@Root() { wish }: RequestSeries): number | null {
    return wish.volunteersNeeded ?? null;
  }

  @FieldResolver(() => [SeriesWindow], {
    description: 'Alternatives on the day of each occurrence. Empty: its whole window.',
  })
  windows(@Root() { wish }: RequestSeries): SeriesWindow[] {
    return wish.windows ?? [];
  }

  @FieldResolver(() => [Team], {
    nullable: 'items',
    description: 'Teams that are asked for, null where you may not see one. Empty: any team.',
  })
  async teamsAsked(@Root() { wish }: RequestSeries, @Ctx('ctx') ctx: Context): Promise<(Team | null)[]> {
    return Promise.all((wish.teamIds ?? []).map((id) => ctx.load(teamById, id)));
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
