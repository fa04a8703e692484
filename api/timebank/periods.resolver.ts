import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Page } from '../../schema/connection.ts';
import { YearMonth } from '../../schema/scalars.ts';
import { CoinAccount } from '../../schema/timebank/coin-account.ts';
import {
  ClosePeriodInput,
  FilingReceipt,
  FundOutstanding,
  PeriodEvent,
  PeriodEventConnection,
  PeriodPayload,
  PeriodReport,
  AcknowledgeFilingInput,
  ReopenPeriodInput,
} from '../../schema/timebank/period.ts';
import type { FieldContext } from '../platform/context/field-context.ts';
import type { Context } from '../platform/context/operation-context.ts';
import type { Loader } from '../platform/reads/read-context.ts';
import { statement } from '../platform/database/statement.ts';
import { idFrom } from '../platform/common/ids.ts';
import { loaderById } from '../platform/reads/loaders.ts';
import { countOf, highestId, idAfter, PageArgs, pageOf } from '../platform/reads/pagination.ts';
import { closePeriod, headBankInside, acknowledgeFiling, reopenPeriod } from './periods.service.ts';
import { accountById } from './timebank.queries.ts';

export const periodById = loaderById<PeriodEvent>('timebank.periodById', 'period_event');

@Resolver()
export class PeriodsResolver {
  @Query(() => PeriodEventConnection, {
    description:
      'Closings and reopenings of months, latest first. Visible to callers who see the whole foundation.',
  })
  async periods(@Ctx('ctx') ctx: Context, @Args(() => PageArgs) page: PageArgs) {
    return listPeriods(ctx, page);
  }

  @Query(() => PeriodEventConnection, {
    description: 'Months that a foundation has filed, latest first. Visible to the head bank.',
  })
  async filings(
    @Ctx('ctx') ctx: Context,
    @Arg('foundationId', () => ID, { description: 'The foundation.' }) foundationId: string,
    @Args(() => PageArgs) page: PageArgs,
  ) {
    ctx.authorize('period:receive');
    return readInside(ctx, idFrom('foundation', foundationId, 'foundationId'), async (inside) => {
      const filed = await listPeriods(inside, page);
      await Promise.all(filed.nodes.map((period) => withReceipt(inside, period)));
      const count = (await filed.total?.()) ?? 0;
      filed.total = async () => count;
      return filed;
    });
  }

  @Mutation(() => PeriodPayload, {
    description:
      'Closes a past month: calculates its figures, seals it and files it with the head bank.',
  })
  async closePeriod(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => ClosePeriodInput, { description: 'Input for `closePeriod`.' })
    input: ClosePeriodInput,
  ) {
    const { periodId } = await closePeriod(ctx, input);
    return { period: await ctx.load(periodById, periodId) };
  }

  @Mutation(() => PeriodPayload, {
    description: 'Reopens the month that was closed last, with a reason.',
  })
  async reopenPeriod(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => ReopenPeriodInput, { description: 'Input for `reopenPeriod`.' })
    input: ReopenPeriodInput,
  ) {
    const { periodId } = await reopenPeriod(ctx, input);
    return { period: await ctx.load(periodById, periodId) };
  }

  @Mutation(() => PeriodPayload, {
    description: "Acknowledges a filed month with the head bank's receipt, once.",
  })
  async acknowledgeFiling(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => AcknowledgeFilingInput, { description: 'Input for `acknowledgeFiling`.' })
    input: AcknowledgeFilingInput,
  ) {
    const { periodId, inside } = await acknowledgeFiling(ctx, input);
    try {
      const period = await inside.load(periodById, periodId);
      return { period: period && (await withReceipt(inside, period)) };
    } finally {
      await inside.closeReader();
    }
  }
}

@Resolver(() => PeriodEvent)
export class PeriodEventFields {
  @FieldResolver(() => YearMonth, { name: 'month', description: 'The month.' })
  monthText(@Root() period: PeriodEvent): string {
    return period.month.slice(0, 7);
  }

  @FieldResolver(() => String, {
    name: 'seal',
    nullable: true,
    description:
      "SHA-256 over the month's transfers and figures, as hexadecimal text. It changes with any of them.",
  })
  sealText(@Root() period: PeriodEvent): string | null {
    return period.seal?.toString('hex') ?? null;
  }

  @FieldResolver(() => PeriodReport, {
    nullable: true,
    description: 'Figures of the closed month. Null for a reopening.',
  })
  report(@Root() period: PeriodEvent): PeriodReport | null {
    return (period.figures as PeriodReport | undefined) ?? null;
  }

  @FieldResolver(() => FilingReceipt, {
    nullable: true,
    description: 'Receipt of the head bank. Null until it is given.',
  })
  async receipt(
    @Root() period: PeriodEvent & Received,
    @Ctx('ctx') ctx: FieldContext,
  ): Promise<FilingReceipt | null> {
    if (period.received !== undefined) return period.received;
    return ctx.load(receiptOfPeriod, period.id);
  }
}

@Resolver(() => FundOutstanding)
export class FundOutstandingFields {
  @FieldResolver(() => CoinAccount, {
    nullable: true,
    description: 'Account of the fund. Null when the caller may not see it.',
  })
  async account(
    @Root() fund: FundOutstanding,
    @Ctx('ctx') ctx: FieldContext,
  ): Promise<CoinAccount | null> {
    // The head bank sees a foundation's figures, not its accounts.
    const isInFoundation = ctx.decide(({ foundationId }) => foundationId !== null);
    return isInFoundation ? ctx.load(accountById, fund.accountId) : null;
  }
}

/** Read together with the period when the caller's snapshot has no access to the foundation. */
interface Received {
  received?: FilingReceipt | null;
}

async function withReceipt(inside: Context, period: PeriodEvent & Received): Promise<PeriodEvent> {
  period.received = await inside.load(receiptOfPeriod, period.id);
  return period;
}

async function readInside<T>(
  ctx: Context,
  foundationId: string,
  read: (inside: Context) => Promise<T>,
): Promise<T> {
  const inside = headBankInside(ctx, foundationId);
  try {
    return await read(inside);
  } finally {
    await inside.closeReader();
  }
}

async function listPeriods(ctx: Context, { first, after }: PageArgs): Promise<Page<PeriodEvent>> {
  const rows = await ctx.rows<PeriodEvent>(selectPeriods, {
    after: idAfter(after, highestId),
    limit: first + 1,
  });
  return pageOf(rows, { first, after }, () => countOf(ctx, countPeriods));
}

const receiptOfPeriod: Loader<string, FilingReceipt> = {
  name: 'receiptOfPeriod',
  async batch(ctx: Context, periodIds) {
    const rows = await ctx.rows<FilingReceipt>(selectReceipts, { periodIds });
    return new Map(rows.map((row) => [row.periodEventId, row]));
  },
};

const selectPeriods = statement(
  'timebank.selectPeriods',
  'select * from period_event where foundation_id = :foundationId and id < :after order by id desc limit :limit',
);
const countPeriods = statement(
  'timebank.countPeriods',
  'select count(*) from period_event where foundation_id = :foundationId',
);
const selectReceipts = statement(
  'timebank.selectReceipts',
  'select * from filing_receipt where foundation_id = :foundationId and period_event_id = any (:periodIds)',
);
