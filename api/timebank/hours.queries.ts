import type { Page } from '../../schema/connection.ts';
import type { HoursRecord } from '../../schema/timebank/hours-record.ts';
import type { Context } from '../platform/context/operation-context.ts';
import type { Loader } from '../platform/reads/read-context.ts';
import { statement } from '../platform/database/statement.ts';
import { loaderById, pagesOfTable } from '../platform/reads/loaders.ts';
import {
  countOf,
  highestId,
  idAfter,
  type PageArgs,
  pageOf,
} from '../platform/reads/pagination.ts';

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

export interface HoursFilter {
  volunteerId: string | null;
  category: string | null;
  from: string | null;
  to: string | null;
}

/** Hours records visible to the caller, newest first. */
export async function listHours(
  ctx: Context,
  { first, after }: PageArgs,
  { volunteerId, category, from, to }: HoursFilter,
): Promise<Page<HoursRecord>> {
  const filter = { volunteerId, category, from, to };
  const rows = await ctx.rows<HoursRecord>(selectHours, {
    ...filter,
    after: idAfter(after, highestId),
    limit: first + 1,
  });
  return pageOf(rows, { first, after }, () => countOf(ctx, countHours, filter));
}

const matching = `foundation_id = :foundationId and (:volunteerId::uuid is null or volunteer_id = :volunteerId) and (:category::text is null or category = :category)
  and (:from::timestamptz is null or happened_at >= :from) and (:to::timestamptz is null or happened_at < :to)`;
const selectHours = statement(
  'timebank.selectHours',
  `select * from hours_record where ${matching} and id < :after order by id desc limit :limit`,
);
const countHours = statement(
  'timebank.countHours',
  `select count(*) from hours_record where ${matching}`,
);
const selectCorrections = statement(
  'timebank.selectCorrections',
  'select * from hours_record where foundation_id = :foundationId and corrects_id = any (:ids)',
);
