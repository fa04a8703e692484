import type { ReadContext, Loader } from '../platform/reads/read-context.ts';
import type { Page } from '../../schema/connection.ts';
import type { CoinAccount } from '../../schema/timebank/coin-account.ts';
import type { CoinLot } from '../../schema/timebank/coin-lot.ts';
import type { CoinPolicy } from '../../schema/timebank/coin-policy.ts';
import type { BalanceTime, StatementLine, TransferEntry } from '../../schema/timebank/statement.ts';
import type { Transfer } from '../../schema/timebank/transfer.ts';
import type { Context } from '../platform/context/operation-context.ts';
import {
  type Statement,
  statement,
  type StatementParameters,
  statementsNamed,
} from '../platform/database/statement.ts';
import { loaderById, loaderByParent } from '../platform/reads/loaders.ts';
import { VisibleList, type WayParts } from '../platform/reads/visible-list.ts';
import {
  countOf,
  highestId,
  idAfter,
  lowestId,
  type PageArgs,
  pageOf,
} from '../platform/reads/pagination.ts';
import { balanceBooked, balanceHappened, longBefore } from './balance-sql.ts';

export const accountById = loaderById<CoinAccount>('timebank.accountById', 'coin_account');
export const transferById = loaderById<Transfer>('timebank.transferById', 'transfer');
export const lotById = loaderById<CoinLot>('timebank.lotById', 'coin_lot');
export const policyById = loaderById<CoinPolicy>('timebank.policyById', 'coin_policy');

export const accountByPerson: Loader<string, CoinAccount> = {
  name: 'accountByPerson',
  async batch(ctx: Context, personIds) {
    const rows = await ctx.rows<CoinAccount>(selectAccountsOfPersons, {
      personIds,
    });
    return new Map(rows.map((row) => [row.ownerId, row]));
  },
};

export const minutesByVolunteer: Loader<string, number> = {
  name: 'minutesByVolunteer',
  async batch(ctx: Context, volunteerIds) {
    const rows = await ctx.rows<{ volunteerId: string; minutes: string }>(sumMinutes, {
      volunteerIds,
    });
    return new Map(rows.map((row) => [row.volunteerId, Number(row.minutes)]));
  },
};

/** A transfer has a handful of entries. */
export const sidesByTransfer = loaderByParent<TransferEntry>(
  'timebank.sidesByTransfer',
  `select transfer_id as parent_id, account_id, amount, layer <> 'POSTED' as is_held from entry
   where foundation_id = :foundationId and transfer_id = any (:parentIds) order by transfer_id, id`,
);

const selectLinked = statementsNamed('timebank.selectLinked');
export const reversalOf: Loader<string, Transfer> = linked('reversalOf', 'reverses_id');
export const settlementOf: Loader<string, Transfer> = linked('settlementOf', 'pending_id');

/** Coin accounts that the caller may see, oldest first. */
export const coinAccountList = new VisibleList<
  CoinAccount,
  {
    ownerKinds: readonly string[] | null;
    communityIds: readonly string[] | null;
    units: readonly string[] | null;
    isOpen: boolean | null;
  }
>({
  name: 'timebank.listAccounts',
  table: 'coin_account',
  order: { direction: 'asc' },
  ways: [
    { of: 'managedCommunityIds', column: 'community_id' },
    { of: 'personIds', rows: (id, parts) => accountsOwnedBy('PERSON', id, parts) },
    { of: 'ledTeamIds', rows: (id, parts) => accountsOwnedBy('TEAM', id, parts) },
  ],
  conditions: {
    communityIds: { each: 'community_id' },
    ownerKinds: 't.owner_kind = any (:ownerKinds)',
    units: 't.unit = any (:units)',
    isOpen: 't.is_open = :isOpen',
  },
});

/** Transfers that the caller may see, newest first. */
export const transferList = new VisibleList<
  Transfer,
  {
    kinds: readonly string[] | null;
    bookedFrom: string | null;
    bookedTo: string | null;
    happenedFrom: string | null;
    happenedTo: string | null;
  }
>({
  name: 'timebank.listTransfers',
  table: 'transfer',
  order: { direction: 'desc' },
  ways: [
    { of: 'managedCommunityIds', isScan: true },
    { of: 'personIds', rows: (id, parts) => transfersOf('PERSON', id, parts) },
    { of: 'ledTeamIds', rows: (id, parts) => transfersOf('TEAM', id, parts) },
  ],
  conditions: {
    kinds: 't.kind = any (:kinds)',
    bookedFrom: 't.booked_at >= :bookedFrom',
    bookedTo: 't.booked_at < :bookedTo',
    happenedFrom: 't.happened_at >= :happenedFrom',
    happenedTo: 't.happened_at < :happenedTo',
  },
});

function accountsOwnedBy(kind: string, id: string, { wanted, order, limit }: WayParts): string {
  return `select t.* from coin_account t where ${wanted} and t.owner_kind = '${kind}' and t.owner_id = ${id} ${order} ${limit}`;
}

function transfersOf(kind: string, id: string, { wanted, beyond, order, limit }: WayParts): string {
  return `select t.* from coin_account a
    join lateral (select distinct e.transfer_id from entry e where e.foundation_id = :foundationId and e.account_id = a.id and ${beyond('e.transfer_id')}) as e on true
    join transfer t on t.foundation_id = :foundationId and t.id = e.transfer_id
    where a.foundation_id = :foundationId and a.owner_kind = '${kind}' and a.owner_id = ${id} and ${wanted} ${order} ${limit}`;
}

export async function listPolicies(
  ctx: Context,
  { first, after }: PageArgs,
): Promise<Page<CoinPolicy>> {
  const rows = await ctx.rows<CoinPolicy>(selectPolicies, {
    after: idAfter(after, highestId),
    limit: first + 1,
  });
  return pageOf(rows, { first, after }, () => countOf(ctx, countPolicies));
}

/** Unused lots of an account, oldest first. */
export async function listLots(
  ctx: ReadContext,
  accountId: string,
  { first, after }: PageArgs,
): Promise<Page<CoinLot>> {
  const start = idAfter(after, lowestId);
  const rows = await ctx.load(
    pagesByAccount<CoinLot>('lots', selectLots, { after: start, limit: first + 1 }),
    accountId,
  );
  return pageOf(
    rows ?? [],
    { first, after },
    async () => (await ctx.load(lotCounts, accountId)) ?? 0,
  );
}

export interface Span {
  from?: string | null | undefined;
  to?: string | null | undefined;
  /** Whether it selects by the time of the event or of the booking. */
  by: BalanceTime;
}

/**
 * The statement of an account, newest line first, each with the balance after it. For a period of
 * events, lines are ordered by event; otherwise in the order of the books, which has an index.
 */
export async function listStatement(
  ctx: ReadContext,
  accountId: string,
  { first, after }: PageArgs,
  { from, to, by }: Span,
): Promise<Page<StatementLine>> {
  const bounds = { from: from ?? '-infinity', to: to ?? 'infinity' };
  const isByHappened = by === 'HAPPENED' && Boolean(from || to);
  const [lines, count] = isByHappened
    ? [selectHappened, countHappened]
    : [selectStatement, countStatement];
  const loader = pagesByAccount<StatementLine>(`statement:${isByHappened}`, lines, {
    after: idAfter(after, highestId),
    limit: first + 1,
    ...bounds,
  });
  const rows = await ctx.load(loader, accountId);
  return pageOf(rows ?? [], { first, after }, async () => {
    const counts = pagesByAccount<{ count: string }>(
      `statementCount:${isByHappened}`,
      count,
      bounds,
    );
    return Number((await ctx.load(counts, accountId))?.[0]?.count ?? 0);
  });
}

/** Balances of accounts at an instant, by booking or by event. */
export function balancesAt(at: string, by: BalanceTime): Loader<string, string> {
  const query = by === 'BOOKED' ? selectBalancesBooked : selectBalancesHappened;
  return {
    name: `balancesAt:${by}:${at}`,
    async batch(ctx: Context, accountIds) {
      const rows = await ctx.rows<{ accountId: string; balance: string | null }>(query, {
        accountIds,
        at,
      });
      return new Map(rows.map((row) => [row.accountId, row.balance ?? '0']));
    },
  };
}

/** The same page for several parents in one statement, since one field requests all of them. */
function pagesByAccount<Row>(
  name: string,
  query: Statement,
  parameters: StatementParameters,
): Loader<string, Row[]> {
  return {
    name: `${name}:${JSON.stringify(parameters)}`,
    async batch(ctx: Context, accountIds) {
      const rows = await ctx.rows<Row & { parentId: string }>(query, {
        accountIds,
        ...parameters,
      });
      const byAccount = new Map<string, Row[]>(accountIds.map((id) => [id, []]));
      for (const row of rows) byAccount.get(row.parentId)?.push(row);
      return byAccount;
    },
  };
}

const lotCounts: Loader<string, number> = {
  name: 'lotCounts',
  async batch(ctx: Context, accountIds) {
    const rows = await ctx.rows<{ accountId: string; count: string }>(countLots, {
      accountIds,
    });
    return new Map(rows.map((row) => [row.accountId, Number(row.count)]));
  },
};

function linked(name: string, column: 'reverses_id' | 'pending_id'): Loader<string, Transfer> {
  const query = selectLinked(
    `select * from transfer where foundation_id = :foundationId and ${column} = any (:ids)`,
    column,
  );
  const key = column === 'reverses_id' ? 'reversesId' : 'pendingId';
  return {
    name,
    async batch(ctx: Context, ids) {
      const rows = await ctx.rows<Transfer>(query, { ids });
      return new Map(rows.flatMap((row) => (row[key] ? [[row[key], row]] : [])));
    },
  };
}

const selectAccountsOfPersons = statement(
  'timebank.selectAccountsOfPersons',
  `select * from coin_account where foundation_id = :foundationId and owner_kind = 'PERSON' and unit = 'COIN' and owner_id = any (:personIds)`,
);
const sumMinutes = statement(
  'timebank.sumMinutes',
  'select volunteer_id, sum(minutes) as minutes from hours_record where foundation_id = :foundationId and volunteer_id = any (:volunteerIds) group by volunteer_id',
);
const selectPolicies = statement(
  'timebank.selectPolicies',
  'select * from coin_policy where foundation_id = :foundationId and id < :after order by id desc limit :limit',
);
const countPolicies = statement(
  'timebank.countPolicies',
  'select count(*) from coin_policy where foundation_id = :foundationId',
);
const selectLots = statement(
  'timebank.selectLots',
  `select parent.id as parent_id, lot.* from unnest(:accountIds::uuid[]) as parent (id)
   cross join lateral (
     select * from coin_lot l
     where l.foundation_id = :foundationId and l.account_id = parent.id and l.remaining > 0 and l.id > :after order by l.id limit :limit
   ) as lot order by parent.id, lot.id`,
);
const countLots = statement(
  'timebank.countLots',
  'select account_id, count(*) from coin_lot where foundation_id = :foundationId and account_id = any (:accountIds) and remaining > 0 group by account_id',
);
// Entries of an account in booking order, each with its balance: one descent of entry_of_statement.
const selectStatement = statement(
  'timebank.selectStatement',
  `select parent.id as parent_id, line.*, t.happened_at from unnest(:accountIds::uuid[]) as parent (id)
   cross join lateral (
     select e.id, e.transfer_id, e.amount, e.booked_at, e.balance_after from entry e
     where e.foundation_id = :foundationId and e.account_id = parent.id and e.layer = 'POSTED'
       and e.booked_at >= :from::timestamptz and e.booked_at < :to::timestamptz
       and (e.booked_at, e.id) < (
         coalesce((select seen.booked_at from entry seen where seen.foundation_id = :foundationId and seen.id = :after), 'infinity'), :after)
     order by e.booked_at desc, e.id desc limit :limit
   ) as line
   join transfer t on t.foundation_id = :foundationId and t.id = line.transfer_id
   order by parent.id, line.booked_at desc, line.id desc`,
);
// By event, lines add up in the order of events, from the balance by booking before the period.
const selectHappened = statement(
  'timebank.selectHappened',
  `select parent.id as parent_id, line.* from unnest(:accountIds::uuid[]) as parent (id)
   cross join lateral (select coalesce(${balanceBooked('parent.id', `<= ${longBefore('from')}`)}, 0) as balance offset 0) as base
   cross join lateral (
     select * from (
       select e.id, e.transfer_id, e.amount, e.booked_at, t.happened_at,
         (base.balance + sum(e.amount) over (order by t.happened_at, e.id))::bigint as balance_after
       from entry e join transfer t on t.foundation_id = e.foundation_id and t.id = e.transfer_id
       where e.foundation_id = :foundationId and e.account_id = parent.id and e.layer = 'POSTED'
         and e.booked_at > ${longBefore('from')} and t.happened_at < :to::timestamptz
     ) as each
     where each.happened_at >= :from::timestamptz
       and (not exists (select from entry seen where seen.foundation_id = :foundationId and seen.id = :after) or (each.happened_at, each.id) < (
         select t.happened_at, seen.id from entry seen join transfer t on t.foundation_id = seen.foundation_id and t.id = seen.transfer_id
         where seen.foundation_id = :foundationId and seen.id = :after))
     order by each.happened_at desc, each.id desc limit :limit
   ) as line order by parent.id, line.happened_at desc, line.id desc`,
);
const countLines = statementsNamed('timebank.countLines');
const countStatement = countLines(
  `select parent.id as parent_id, line.count from unnest(:accountIds::uuid[]) as parent (id)
   cross join lateral (
     select count(*) from entry e
     where e.foundation_id = :foundationId and e.account_id = parent.id and e.layer = 'POSTED'
       and e.booked_at >= :from::timestamptz and e.booked_at < :to::timestamptz
   ) as line`,
  'booked',
);
const countHappened = countLines(
  `select parent.id as parent_id, line.count from unnest(:accountIds::uuid[]) as parent (id)
   cross join lateral (
     select count(*) from entry e join transfer t on t.foundation_id = e.foundation_id and t.id = e.transfer_id
     where e.foundation_id = :foundationId and e.account_id = parent.id and e.layer = 'POSTED'
       and e.booked_at > ${longBefore('from')} and t.happened_at >= :from::timestamptz and t.happened_at < :to::timestamptz
   ) as line`,
  'happened',
);
const selectBalancesBooked = statement(
  'timebank.selectBalancesBooked',
  `select parent.id as account_id, ${balanceBooked('parent.id', '<= :at::timestamptz')} as balance from unnest(:accountIds::uuid[]) as parent (id)`,
);
const selectBalancesHappened = statement(
  'timebank.selectBalancesHappened',
  `select parent.id as account_id, ${balanceHappened('parent.id', 'at', '<=')} as balance from unnest(:accountIds::uuid[]) as parent (id)`,
);
