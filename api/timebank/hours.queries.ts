import type { Page } from '../../schema/connection.ts';
import type { HoursRecord } from '../../schema/timebank/hours-record.ts';
import type { Context } from '../platform/context/operation-context.ts';
import type { Loader } from '../platform/reads/read-context.ts';
import { statement } from '../platform/database/statement.ts';
import { loaderById } from '../platform/reads/loaders.ts';
import {
  countOf,
  highestId,
  idAfter,
  type PageArgs,
  pageOf,
} from '../platform/reads/pagination.ts';

export const hoursById = loaderById<HoursRecord>('hours_record');

/** The record that corrects another. */
export const correctionOf: Loader<string, HoursRecord> = {
  name: 'correctionOfHours',
  async batch(ctx: Context, ids) {
    const rows = await ctx.rows<HoursRecord>(selectCorrections, [ctx.foundationId, ids]);
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
  const filter = [ctx.foundationId, volunteerId, category, from, to];
  const rows = await ctx.rows<HoursRecord>(selectHours, [
    ...filter,
    idAfter(after, highestId),
    first + 1,
  ]);
  return pageOf(rows, first, () => countOf(ctx, countHours, filter));
}

const matching = `foundation_id = $1 and ($2::uuid is null or volunteer_id = $2) and ($3::text is null or category = $3)
  and ($4::timestamptz is null or happened_at >= $4) and ($5::timestamptz is null or happened_at < $5)`;
const selectHours = statement(
  `select * from hours_record where ${matching} and id < $6 order by id desc limit $7`,
);
const countHours = statement(`select count(*) from hours_record where ${matching}`);
const selectCorrections = statement(
  'select * from hours_record where foundation_id = $1 and corrects_id = any ($2)',
);
