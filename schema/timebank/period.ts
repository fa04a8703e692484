import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { ActingInput } from '../acting-for.ts';
import { Amount, Instant } from '../columns.ts';
import { connectionOf } from '../connection.ts';
import { Payload } from '../errors.ts';
import { FoundationOwned, Node } from '../node.ts';
import { CoinAmount, DateTime } from '../scalars.ts';
import { Text } from '../text.ts';

export const PeriodEventKind = { CLOSED: 'CLOSED', REOPENED: 'REOPENED' } as const;
export type PeriodEventKind = (typeof PeriodEventKind)[keyof typeof PeriodEventKind];

registerEnumType(PeriodEventKind, {
  name: 'PeriodEventKind',
  description: 'What happened to a month.',
  valuesConfig: {
    CLOSED: { description: 'It was counted up, sealed, and filed with the head bank.' },
    REOPENED: { description: 'It was opened again, with a reason.' },
  },
});

/** Figures of a closed month as they are stored: amounts in hundredths, as text. */
export interface PeriodFigures {
  trialBalance: string;
  minted: string;
  burned: string;
  /** Missing in months that were closed before there was clearing. */
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
}

/** A month that was closed or opened again. */
@ObjectType({
  implements: Node,
  description: 'A month that was closed and filed, or opened again. A month closed again has a further version.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'period' })
@Entity({
  tableName: 'period_event',
  comment: 'A month closed and filed with the head bank, or opened again. Append-only.',
})
export class PeriodEvent extends FoundationOwned {
  /** First day of the month. */
  @Property({ type: 'date' })
  month!: string;

  @Field(() => Int, { description: 'Counts up from 1 for each month.' })
  @Property({ type: 'integer' })
  version!: number;

  @Field(() => PeriodEventKind, { description: 'What happened.' })
  @Property({ type: 'text' })
  kind!: PeriodEventKind;

  @Field(() => String, { nullable: true, description: 'Why it was opened again.' })
  @Property({ type: 'text', nullable: true })
  reason?: string;

  @Field(() => DateTime, { description: 'When.' })
  @Property({ type: Instant })
  at!: string;

  @Property({ type: 'uuid' })
  actorAccountId!: string;

  @Field(() => String, { description: 'Place in the hash chain at which it happened.' })
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

@ObjectType({ description: 'Coins of one fund that are in circulation.', simpleResolvers: true })
export class FundOutstanding {
  accountId!: string;

  @Field(() => CoinAmount, { description: 'How many, at the end of the month.' })
  outstanding!: string;
}

@ObjectType({ description: 'What a closed month came to.', simpleResolvers: true })
export class PeriodReport {
  @Field(() => CoinAmount, { description: 'Sum over all accounts; zero, or the month would not have been closed.' })
  trialBalance!: string;

  @Field(() => CoinAmount, { description: 'Coins that funds issued in the month.' })
  minted!: string;

  @Field(() => CoinAmount, { description: 'Coins that came back to funds in the month: donated, expired, reversed.' })
  burned!: string;

  @Field(() => CoinAmount, {
    nullable: true,
    description: 'Coins that left for other foundations in the month, and those sent back to them.',
  })
  clearedOut?: string | null;

  @Field(() => CoinAmount, {
    nullable: true,
    description: 'Coins that came from other foundations in the month, and those sent back by them.',
  })
  clearedIn?: string | null;

  @Field(() => CoinAmount, { description: 'Coins in circulation at the end of the month.' })
  outstanding!: string;

  @Field(() => CoinAmount, { description: 'Yuan that the accounts of funds held at the end of the month.' })
  backing!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Backing divided by what the outstanding coins are worth, with four decimals. Null when the policy sets no worth.',
  })
  coverage!: string | null;

  @Field(() => [FundOutstanding], { description: 'Coins in circulation by the fund that issued them.' })
  funds!: FundOutstanding[];

  @Field(() => Int, { description: 'Transfers that count in the month.' })
  transferCount!: number;

  @Field(() => Int, { description: 'How many of them are adjustments for earlier months.' })
  adjustmentCount!: number;

  @Field(() => Int, {
    description:
      'Minutes of certified service in the month, and those of earlier months that were certified or corrected after these had been filed; so the filed months add up to the record of hours.',
  })
  minutes!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'How many of them belong to earlier months. Null in months that were closed before it was counted.',
  })
  minutesLate?: number | null;
}

/** The head bank's receipt for a filed month. */
@ObjectType({ description: "The head bank's receipt for a filed month.", simpleResolvers: true })
@Entity({ tableName: 'filing_receipt', comment: "The head bank's receipt for a filed month. Append-only." })
export class FilingReceipt extends FoundationOwned {
  @Property({ type: 'uuid' })
  periodEventId!: string;

  @Field(() => String, { description: 'Number under which the head bank keeps it.' })
  @Property({ type: 'text' })
  receiptNumber!: string;

  /** The seal that was received, which tells a month that was sealed anew since. */
  @Property({ type: 'blob' })
  seal!: Buffer;

  @Field(() => DateTime, { description: 'When it was received.' })
  @Property({ type: Instant })
  receivedAt!: string;

  @Property({ type: 'uuid' })
  actorAccountId!: string;
}

@InputType({ description: 'A month to close.' })
export class ClosePeriodInput extends ActingInput {
  @Field(() => String, { description: 'The month, for example `2026-03`. It must be over.' })
  @Text({ lengthMax: 7 })
  month!: string;
}

@InputType({ description: 'A closed month to open again.' })
export class ReopenPeriodInput extends ActingInput {
  @Field(() => String, { description: 'The month that was closed last, for example `2026-03`.' })
  @Text({ lengthMax: 7 })
  month!: string;

  @Field(() => String, { description: 'Why; at most 2,000 characters.' })
  @Text({ lengthMax: 2_000 })
  reason!: string;
}

@InputType({ description: 'A filed month that the head bank has received.' })
export class AcknowledgeFilingInput extends ActingInput {
  @Field(() => ID, { description: 'The foundation that filed it.' })
  foundationId!: string;

  @Field(() => ID, { description: 'The filing.' })
  periodId!: string;
}

@ObjectType({ description: 'The month as it is now, or why nothing was done.', simpleResolvers: true })
export class PeriodPayload extends Payload {
  @Field(() => PeriodEvent, { nullable: true, description: 'What happened to the month. Null when it was refused.' })
  period?: PeriodEvent | null;
}
