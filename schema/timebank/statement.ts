import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf } from '../connection.ts';
import { CoinAmount, DateTime } from '../scalars.ts';
import { Transfer } from './transfer.ts';

export const BalanceTime = { BOOKED: 'BOOKED', HAPPENED: 'HAPPENED' } as const;
export type BalanceTime = (typeof BalanceTime)[keyof typeof BalanceTime];

registerEnumType(BalanceTime, {
  name: 'BalanceTime',
  description: 'What the past of an account is told by.',
  valuesConfig: {
    BOOKED: { description: 'By what had been booked by then: what a look into the books showed on that day.' },
    HAPPENED: {
      description: 'By what had happened by then, whenever it was booked: what is known today about that day.',
    },
  },
});

/** One line of an account's statement. */
@ObjectType({ description: "One line of an account's statement.", simpleResolvers: true })
export class StatementLine {
  /** Id of the entry. */
  id!: string;
  transferId!: string;

  @Field(() => CoinAmount, { description: 'What came in; negative for what went out.' })
  amount!: string;

  @Field(() => CoinAmount, { description: 'What the account stood at after it, in the order of the lines.' })
  balanceAfter!: string;

  @Field(() => DateTime, { description: 'When it was booked.' })
  bookedAt!: string;

  @Field(() => DateTime, {
    description: 'When it happened; earlier than it was booked where it was entered afterwards.',
  })
  happenedAt!: string;
}

export const StatementLineConnection = connectionOf(() => StatementLine, 'StatementLine');

/** One side of a transfer. */
@ObjectType({ description: 'What a transfer did to one account, as far as you may see it.', simpleResolvers: true })
export class TransferEntry {
  accountId!: string;

  @Field(() => CoinAmount, { description: 'What it got; negative for what it gave.' })
  amount!: string;

  @Field(() => Boolean, { description: 'Whether the coins are only held or released, not moved.' })
  isHeld!: boolean;
}

/** A step on the way back from a transfer to where its coins came from. */
@ObjectType({
  description: 'A step on the way back from a transfer to where its coins came from.',
  simpleResolvers: true,
})
export class CoinProvenance {
  lotId!: string;
  transferId!: string;
  fundAccountId!: string;

  @Field(() => CoinAmount, { description: 'Coins that came this way.' })
  amount!: string;
}

/** Where the coins of a transfer came from, and where they went. */
@ObjectType({
  description: 'Where the coins of a transfer came from, step by step, and what became of them.',
  simpleResolvers: true,
})
export class TransferExplanation {
  @Field(() => Transfer, { description: 'The transfer.' })
  transfer!: Transfer;

  @Field(() => [CoinProvenance], {
    description: 'From the lots that it took coins out of back to the grants, nearest first; at most 200 steps.',
  })
  origins!: CoinProvenance[];

  @Field(() => [CoinProvenance], {
    description:
      'What became of the coins that it brought, from hand to hand, nearest first: out of which lot, by which later transfer, and how many; at most 200 steps.',
  })
  uses!: CoinProvenance[];

  @Field(() => String, {
    nullable: true,
    description: 'Hash that seals it in the chain, as hexadecimal text, for those who see the whole foundation.',
  })
  seal!: string | null;
}

export const StatementFormat = { CSV: 'CSV', PDF: 'PDF' } as const;
export type StatementFormat = (typeof StatementFormat)[keyof typeof StatementFormat];

registerEnumType(StatementFormat, {
  name: 'StatementFormat',
  description: 'What kind of file a statement comes as.',
  valuesConfig: {
    CSV: { description: 'Comma-separated values in UTF-8, for spreadsheets.' },
    PDF: { description: 'A document to print.' },
  },
});

/** A statement as a file. */
@ObjectType({ description: 'A statement as a file.', simpleResolvers: true })
export class StatementFile {
  @Field(() => String, { description: 'Name to keep it under.' })
  name!: string;

  @Field(() => String, { description: 'Media type, for example `application/pdf`.' })
  mediaType!: string;

  @Field(() => String, { description: 'Its bytes in Base64.' })
  base64!: string;
}
