import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { encodeId, type IdPrefix, idPrefixes } from '../../schema/ids.ts';
import type { Page } from '../../schema/connection.ts';
import { Volunteer } from '../../schema/people/volunteer.ts';
import { HoursRecord, HoursRecordConnection } from '../../schema/timebank/hours-record.ts';
import { Related, RelatedPages } from '../platform/reads/related.ts';
import type { Context } from '../platform/context/operation-context.ts';
import { idsIn, spanOf, valuesIn } from '../platform/reads/filter-values.ts';
import { HoursRecordFilter } from '../../schema/timebank/timebank-filters.ts';
import { PageArgs } from '../platform/reads/pagination.ts';
import { correctionOf, hoursById, hoursList, hoursOfVolunteer } from './hours.queries.ts';

@Resolver()
export class HoursResolver {
  @Query(() => HoursRecordConnection, {
    description:
      'Hours records that the caller may see, newest first. Corrections are records of their own, so the sum over all records is the valid total.',
  })
  async hoursRecords(
    @Ctx('ctx') ctx: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => HoursRecordFilter, {
      nullable: true,
      description: 'Filter of the records.',
    })
    filter?: HoursRecordFilter,
  ) {
    return hoursList.page(ctx, page, {
      volunteerIds: idsIn('volunteer', filter?.volunteerIds, 'volunteerIds'),
      communityIds: idsIn('community', filter?.communityIds, 'communityIds'),
      categories: valuesIn(filter?.categories, 'categories'),
      ...spanOf(filter?.happened),
    });
  }
}

@Resolver(() => Volunteer)
export class VolunteerHours {
  @RelatedPages(() => HoursRecordConnection, {
    from: hoursOfVolunteer,
    description:
      'Hours records of the volunteer that the caller may see, newest entry first. Corrections are records of their own.',
  })
  readonly hoursRecords!: Page<HoursRecord>;
}

@Resolver(() => HoursRecord)
export class HoursRecordFields {
  @FieldResolver(() => ID, { description: 'Global id of the volunteer.' })
  volunteerId(@Root() { volunteerId }: HoursRecord): string {
    return encodeId('volunteer', volunteerId);
  }

  @FieldResolver(() => ID, {
    nullable: true,
    description:
      'Global id of the object that the hours are for, such as a visit. Fetch it by `node(id:)`.',
  })
  concerns(@Root() { businessKind, businessId }: HoursRecord): string | null {
    return Object.hasOwn(idPrefixes, businessKind)
      ? encodeId(businessKind as IdPrefix, businessId)
      : null;
  }

  @Related<HoursRecord>(() => HoursRecord, {
    by: 'correctsId',
    from: hoursById,
    nullable: true,
    description: 'Record that this one corrects.',
  })
  readonly corrects!: HoursRecord | null;

  @Related<HoursRecord>(() => HoursRecord, {
    by: 'id',
    from: correctionOf,
    nullable: true,
    description: 'Record that corrects this one.',
  })
  readonly correctedBy!: HoursRecord | null;
}
