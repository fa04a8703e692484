import type { Page } from '../../schema/connection.ts';
import type { CoinAccount } from '../../schema/timebank/coin-account.ts';
import type { Transfer } from '../../schema/timebank/transfer.ts';
import type { Context, LoaderOf } from '../platform/context.ts';
import { statement } from '../platform/database/reader.ts';
import { loaderById } from '../platform/loaders.ts';
import { highestId, idAfter, lowestId, type PageArgs, pageOf } from '../platform/page.ts';

export const accountById = loaderById<CoinAccount>('coin_account');
export const transferById = loaderById<Transfer>('transfer');

export const accountByPerson: LoaderOf<string, CoinAccount> = {
  name: 'accountByPerson',
  async batch(ctx: Context, personIds) {
    const rows = await ctx.rows<CoinAccount>(selectAccountsOfPersons, [ctx.foundationId, personIds]);
    return new Map(rows.map((row) => [row.ownerId, row]));
  },
};

export const minutesByVolunteer: LoaderOf<string, number> = {
  name: 'minutesByVolunteer',
  async batch(ctx: Context, volunteerIds) {
    const rows = await ctx.rows<{ volunteerId: string; minutes: string }>(sumMinutes, [ctx.foundationId, volunteerIds]);
    return new Map(rows.map((row) => [row.volunteerId, Number(row.minutes)]));
  },
};

export async function listAccounts(ctx: Context, { first, after }: PageArgs): Promise<Page<CoinAccount>> {
  const rows = await ctx.rows<CoinAccount>(selectAccounts, [ctx.foundationId, idAfter(after, lowestId), first + 1]);
  return pageOf(rows, first, async () => {
    const [row] = await ctx.rows<{ count: string }>(countAccounts, [ctx.foundationId]);
    return Number(row?.count ?? 0);
  });
}

export async function listTransfers(ctx: Context, { first, after }: PageArgs): Promise<Page<Transfer>> {
  const rows = await ctx.rows<Transfer>(selectTransfers, [ctx.foundationId, idAfter(after, highestId), first + 1]);
  return pageOf(rows, first, async () => {
    const [row] = await ctx.rows<{ count: string }>(countTransfers, [ctx.foundationId]);
    return Number(row?.count ?? 0);
  });
}

const selectAccountsOfPersons = statement(
  `select * from coin_account where foundation_id = $1 and owner_kind = 'PERSON' and owner_id = any ($2)`,
);
const sumMinutes = statement(
  'select volunteer_id, sum(minutes) as minutes from hours_record where foundation_id = $1 and volunteer_id = any ($2) group by volunteer_id',
);
const selectAccounts = statement(
  'select * from coin_account where foundation_id = $1 and id > $2 order by id limit $3',
);
const countAccounts = statement('select count(*) from coin_account where foundation_id = $1');
const selectTransfers = statement(
  'select * from transfer where foundation_id = $1 and id < $2 order by id desc limit $3',
);
const countTransfers = statement('select count(*) from transfer where foundation_id = $1');
