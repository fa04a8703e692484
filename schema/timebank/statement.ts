import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf } from '../connection.ts';
import { CoinAmount, DateTime } from '../scalars.ts';
import { Transfer } from './transfer.ts';

export const BalanceTime = { BOOKED: 'BOOKED', HAPPENED: 'HAPPENED' } as const;
export type BalanceTime = (typeof BalanceTime)[keyof typeof BalanceTime];

registerEnumType(BalanceTime, {
  name: 'BalanceTime',
  description: "Time by which an account's past is selected.",
  valuesConfig: {
    BOOKED: { description: 'By booking time: the state that the books showed on that day.' },
    HAPPENED: {
      description: 'By event time, whenever it was booked: the state of that day as known now.',
    },
  },
});

/** One line of an account's statement. */
@ObjectType({ description: "One line of an account's statement.", simpleResolvers: true })
export class StatementLine {
  /** Id of the entry. */
  id!: string;
  transferId!: string;

  @Field(() => CoinAmount, { description: 'Amount that came in. Negative when it went out.' })
  amount!: string;

  @Field(() => CoinAmount, { description: 'Balance after the line, in the order of the lines.' })
  balanceAfter!: string;

  @Field(() => DateTime, { description: 'Time of booking.' })
  bookedAt!: string;

  @Field(() => DateTime, {
    description: 'Time of the event. Earlier than the booking when it was entered afterwards.',
  })
  happenedAt!: string;
}

export const StatementLineConnection = connectionOf(() => StatementLine, 'StatementLine');

/** One entry of a transfer. */
@ObjectType({
  description: 'Effect of a transfer on one account that the caller may see.',
  simpleResolvers: true,
})
export class TransferEntry {
  accountId!: string;

  @Field(() => CoinAmount, {
    description: 'Amount that the account received. Negative when it gave.',
  })
  amount!: string;

  @Field(() => Boolean, { description: 'Whether the coins are only held or released, not moved.' })
  isHeld!: boolean;
}

/** Step on the way from a transfer back to the origin of its coins. */
@ObjectType({
  description: 'Step on the way from a transfer back to the origin of its coins.',
  simpleResolvers: true,
})
export class CoinProvenance {
  lotId!: string;
  transferId!: string;
  fundAccountId!: string;

  @Field(() => CoinAmount, { description: 'Amount of coins on this path.' })
  amount!: string;
}

/** Origin of the coins of a transfer, and their later use. */
@ObjectType({
  description: 'Origin of the coins of a transfer, step by step, and their later use.',
  simpleResolvers: true,
})
export class TransferExplanation {
  @Field(() => Transfer, { description: 'The transfer.' })
  transfer!: Transfer;

  @Field(() => [CoinProvenance], {
    description:
      'Steps from the lots used by the transfer back to the grants, nearest first; at most 200.',
  })
  origins!: CoinProvenance[];

  @Field(() => [CoinProvenance], {
    description:
      'Steps from the coins brought by the transfer to their later use, nearest first; at most 200. Each names the lot, the later transfer and the amount.',
  })
  uses!: CoinProvenance[];

  @Field(() => String, {
    nullable: true,
    description:
      'Hash that seals the transfer in the chain, as hexadecimal text. Null for callers who may not see the whole foundation.',
  })
  seal!: string | null;
}

export const StatementFormat = { CSV: 'CSV', PDF: 'PDF' } as const;
export type StatementFormat = (typeof StatementFormat)[keyof typeof StatementFormat];

registerEnumType(StatementFormat, {
  name: 'StatementFormat',
  description: 'File format of a statement.',
  valuesConfig: {
    CSV: { description: 'Comma-separated values in UTF-8, for spreadsheets.' },
    PDF: { description: 'PDF document for printing.' },
  },
});

/** Account statement as a file. */
@ObjectType({ description: 'Account statement as a file.', simpleResolvers: true })
export class StatementFile {
  @Field(() => String, { description: 'Suggested file name.' })
  name!: string;

  @Field(() => String, { description: 'Media type, for example `application/pdf`.' })
  mediaType!: string;

  @Field(() => String, { description: 'Content of the file in Base64.' })
  base64!: string;
}
