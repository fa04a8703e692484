import type { HoursRecord } from '../../schema/timebank/hours-record.ts';
import type { Context } from '../platform/context/operation-context.ts';
import type { Loader } from '../platform/reads/read-context.ts';
import { statement } from '../platform/database/statement.ts';
import { loaderById, pagesOfTable } from '../platform/reads/loaders.ts';
import { VisibleList } from '../platform/reads/visible-list.ts';

export const hoursById = loaderById<HoursRecord>('timebank.hoursById', 'hours_record');

export const hoursOfVolunteer = pagesOfTable<HoursRecord>(
  'timebank.hoursOfVolunteer',
  'hours_record',
  'volunteer_id',
  'newest first',
);

/** The record that corrects another. */
export const correctionOf: Loader<string, HoursRecord> = {
  name: 'correctionOfHours',
  async batch(ctx: Context, ids) {
    const rows = await ctx.rows<HoursRecord>(selectCorrections, { ids });
    return new Map(rows.map((row) => [row.correctsId ?? '', row]));
  },
};

/** Hours records that the caller may see, newest first. */
export const hoursList = new VisibleList<
  HoursRecord,
  {
    volunteerIds: readonly string[] | null;
    communityIds: readonly string[] | null;
    categories: readonly string[] | null;
    from: string | null;
    to: string | null;
  }
>({
  name: 'timebank.listHours',
  table: 'hours_record',
  order: { direction: 'desc' },
  ways: [
    { of: 'managedCommunityIds', column: 'community_id' },
    { of: 'personIds', column: 'person_id' },
  ],
  conditions: {
    volunteerIds: { each: 'volunteer_id' },
    communityIds: { each: 'community_id' },
    categories: 't.category = any (:categories)',
    from: 't.happened_at >= :from',
    to: 't.happened_at < :to',
  },
});

const selectCorrections = statement(
  'timebank.selectCorrections',
  'select * from hours_record where foundation_id = :foundationId and corrects_id = any (:ids)',
);
