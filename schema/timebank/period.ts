import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { ChangeInput } from '../change-input.ts';
import { Amount, Instant } from '../columns.ts';
import { connectionOf } from '../connection.ts';
import { Payload } from '../errors.ts';
import { FoundationOwned, Node } from '../node.ts';
import { CoinAmount, DateTime, MoneyAmount, YearMonth } from '../scalars.ts';
import { Text } from '../text.ts';

export const PeriodEventKind = { CLOSED: 'CLOSED', REOPENED: 'REOPENED' } as const;
export type PeriodEventKind = (typeof PeriodEventKind)[keyof typeof PeriodEventKind];

registerEnumType(PeriodEventKind, {
  name: 'PeriodEventKind',
  description: 'Event in the life of a month.',
  valuesConfig: {
    CLOSED: { description: 'The month was calculated, sealed and filed with the head bank.' },
    REOPENED: { description: 'The month was reopened, with a reason.' },
  },
});

/** Figures of a closed month as stored: amounts in hundredths, as text. */
export interface PeriodFigures {
  trialBalance: string;
  minted: string;
  burned: string;
  /** Missing in months that were closed before clearing existed. */
  clearedOut?: string;
  clearedIn?: string;
  outstanding: string;
  backing: string;
  coverage: string | null;
  funds: { accountId: string; outstanding: string }[];
  transferCount: number;
  adjustmentCount: number;
  minutes: number;
  /** Missing in months that were closed before it was counted. */
  minutesLate?: number;
  /** Hours that the next closing need not count again: those booked before `bookedTo`. */
  hours?: PeriodHours;
}

export interface PeriodHours {
  bookedTo: string;
  /** Minutes by the first day of the month in which they were served. */
  minutes: Record<string, number>;
}

/** Closing or reopening of a month. */
@ObjectType({
  implements: Node,
  description:
    'Closing and filing of a month, or its reopening. A month that is closed again has a further version.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'period' })
@Entity({
  tableName: 'period_event',
  comment: 'Closing and filing of a month with the head bank, or its reopening. Append-only.',
})
export class PeriodEvent extends FoundationOwned {
  /** First day of the month. */
  @Property({ type: 'date' })
  month!: string;

  @Field(() => Int, { description: 'Version, counted from 1 for each month.' })
  @Property({ type: 'integer' })
  version!: number;

  @Field(() => PeriodEventKind, { description: 'Kind of event.' })
  @Property({ type: 'text' })
  kind!: PeriodEventKind;

  @Field(() => String, {
    nullable: true,
    description: 'Reason for the reopening. Null for a closing.',
  })
  @Property({ type: 'text', nullable: true })
  reason?: string;

  @Field(() => DateTime, { description: 'Time of the event.' })
  @Property({ type: Instant })
  at!: string;

  @Property({ type: 'uuid' })
  actorAccountId!: string;

  @Field(() => String, { description: 'Position in the hash chain at the time of the event.' })
  @Property({ type: Amount })
  position!: string;

  @Property({ type: 'blob' })
  chain!: Buffer;

  @Property({ type: 'blob', nullable: true })
  seal?: Buffer;

  @Property({ type: 'json', nullable: true })
  figures?: PeriodFigures;
}

export const PeriodEventConnection = connectionOf(() => PeriodEvent, 'PeriodEvent');

@ObjectType({ description: 'Coins of one fund in circulation.', simpleResolvers: true })
export class FundOutstanding {
  accountId!: string;

  @Field(() => CoinAmount, { description: 'Amount at the end of the month.' })
  outstanding!: string;
}

@ObjectType({ description: 'Figures of a closed month.', simpleResolvers: true })
export class PeriodReport {
  @Field(() => CoinAmount, {
    description: 'Sum over all accounts. It is zero; otherwise the month could not be closed.',
  })
  trialBalance!: string;

  @Field(() => CoinAmount, { description: 'Coins issued by funds in the month.' })
  minted!: string;

  @Field(() => CoinAmount, {
    description: 'Coins that returned to funds in the month: donated, expired or reversed.',
  })
  burned!: string;

  @Field(() => CoinAmount, {
    nullable: true,
    description: 'Coins sent to other foundations in the month, including returns to them.',
  })
  clearedOut?: string | null;

  @Field(() => CoinAmount, {
    nullable: true,
    description: 'Coins received from other foundations in the month, including returns by them.',
  })
  clearedIn?: string | null;

  @Field(() => CoinAmount, { description: 'Coins in circulation at the end of the month.' })
  outstanding!: string;

  @Field(() => MoneyAmount, {
    description: 'Yuan that the accounts of funds held at the end of the month.',
  })
  backing!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Backing divided by the value of the outstanding coins, with four decimals. Null when the policy sets no value.',
  })
  coverage!: string | null;

  @Field(() => [FundOutstanding], { description: 'Coins in circulation by issuing fund.' })
  funds!: FundOutstanding[];

  @Field(() => Int, { description: 'Number of transfers in the month.' })
  transferCount!: number;

  @Field(() => Int, { description: 'Number of these that are adjustments for earlier months.' })
  adjustmentCount!: number;

  @Field(() => Int, {
    description:
      'Minutes of certified service in the month. They include minutes of filed months that were certified or corrected later, so that all filed months add up to the hours record.',
  })
  minutes!: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'Minutes of these that belong to earlier months. Null in months that were closed before it was counted.',
  })
  minutesLate?: number | null;
}

/** Receipt of the head bank for a filed month. */
@ObjectType({ description: 'Receipt of the head bank for a filed month.', simpleResolvers: true })
@Extensions({ idPrefix: 'receipt' })
@Entity({
  tableName: 'filing_receipt',
  comment: 'Receipt of the head bank for a filed month. Append-only.',
})
export class FilingReceipt extends FoundationOwned {
  @Property({ type: 'uuid' })
  periodEventId!: string;

  @Field(() => String, { description: 'Reference number of the filing at the head bank.' })
  @Property({ type: 'text' })
  receiptNumber!: string;

  /** Seal that was received, which reveals whether the month was sealed again since. */
  @Property({ type: 'blob' })
  seal!: Buffer;

  @Field(() => DateTime, { description: 'Time of receipt.' })
  @Property({ type: Instant })
  receivedAt!: string;

  @Property({ type: 'uuid' })
  actorAccountId!: string;
}

@InputType({ description: 'Input for `closePeriod`.' })
export class ClosePeriodInput extends ChangeInput {
  @Field(() => YearMonth, { description: 'Month to close. It must be over.' })
  month!: string;
}

@InputType({ description: 'Input for `reopenPeriod`.' })
export class ReopenPeriodInput extends ChangeInput {
  @Field(() => YearMonth, { description: 'Month that was closed last.' })
  month!: string;

  @Field(() => String, { description: 'Reason; at most 2,000 characters.' })
  @Text({ lengthMax: 2_000 })
  reason!: string;
}

@InputType({ description: 'Input for `acknowledgeFiling`.' })
export class AcknowledgeFilingInput extends ChangeInput {
  @Field(() => ID, { description: 'Foundation that filed the month.' })
  foundationId!: string;

  @Field(() => ID, { description: 'Filing to acknowledge.' })
  periodId!: string;
}

@ObjectType({ description: 'Result of a mutation on a month.', simpleResolvers: true })
export class PeriodPayload extends Payload {
  @Field(() => PeriodEvent, {
    nullable: true,
    description: 'Event of the month. Null when the mutation was refused.',
  })
  period?: PeriodEvent | null;
}
