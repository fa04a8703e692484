import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, ObjectType, registerEnumType } from 'type-graphql';
import { Amount, Instant } from '../columns.ts';
import { connectionOf } from '../connection.ts';
import { FoundationOwned, Node } from '../node.ts';
import { CoinAmount, DateTime, MoneyAmount } from '../scalars.ts';
import { CoinAccount } from './coin-account.ts';
import { Transfer } from './transfer.ts';

export const ClearingDirection = { OUT: 'OUT', IN: 'IN' } as const;
export type ClearingDirection = (typeof ClearingDirection)[keyof typeof ClearingDirection];
registerEnumType(ClearingDirection, {
  name: 'ClearingDirection',
  description: 'Which way coins go between this foundation and another one.',
  valuesConfig: {
    OUT: { description: 'They leave this foundation.' },
    IN: { description: 'They come to this foundation.' },
  },
});

export const ClearingState = {
  SENT: 'SENT',
  SETTLED: 'SETTLED',
  REFUSED: 'REFUSED',
  RETURNED: 'RETURNED',
} as const;
export type ClearingState = (typeof ClearingState)[keyof typeof ClearingState];
registerEnumType(ClearingState, {
  name: 'ClearingState',
  description: 'How far coins have come on their way to another foundation.',
  valuesConfig: {
    SENT: { description: 'Held at the sender and on their way; this takes a moment.' },
    SETTLED: { description: 'Booked in both foundations.' },
    REFUSED: { description: 'Not accepted over there; the sender has them back.' },
    RETURNED: { description: 'Sent back by the receiving foundation, once, as if they had never gone.' },
  },
});

/** Coins on their way to, or arrived from, another foundation. Each of the two has a row of its own, and sees only that. */
@ObjectType({
  implements: Node,
  description:
    'Coins that a holder sent to somebody in another foundation. Each of the two foundations has an entry of its own, with the same number.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'clearing' })
@Entity({
  tableName: 'clearing_order',
  comment: 'Coins on their way to, or arrived from, another foundation; each of the two has its own row.',
})
export class ClearingOrder extends FoundationOwned {
  @Property({ type: 'uuid', nullable: true })
  communityId?: string;

  @Property({ type: 'uuid', nullable: true })
  personId?: string;

  // A simple resolver would look for a property `number`.
  @Field(() => String, {
    name: 'number',
    simple: false,
    description: 'The same in both foundations and at the head bank, to be told on the telephone.',
  })
  @Property({ type: 'uuid' })
  orderId!: string;

  @Field(() => ClearingDirection, { description: 'Whether they left or came.' })
  @Property({ type: 'text' })
  direction!: ClearingDirection;

  @Property({ type: 'uuid' })
  counterpartFoundationId!: string;

  @Field(() => String, { description: 'Name of the other foundation.' })
  @Property({ type: 'text', default: '' })
  counterpartName: string = '';

  /** Account in this foundation. */
  @ManyToOne(() => CoinAccount, { mapToPk: true, fieldName: 'account_id', nullable: true })
  accountId?: string;

  /** Where coins that leave go to. Of those that came, the sender's account is the sender's own business. */
  @Property({ type: 'uuid', nullable: true })
  counterpartAccountId?: string;

  @Field(() => CoinAmount, { description: 'How many.' })
  @Property({ type: Amount })
  amount!: string;

  @Field(() => String, { nullable: true, description: 'A word of the sender with it.' })
  @Property({ type: 'text', nullable: true })
  reason?: string;

  @Property({ type: 'uuid[]', columnType: 'uuid[]', nullable: true })
  relatedAccountIds?: string[];

  @Field(() => ClearingState, { description: 'How far they have come.' })
  @Property({ type: 'text' })
  state!: ClearingState;

  @Field(() => String, { nullable: true, description: 'Code of why they were not accepted.' })
  @Property({ type: 'text', nullable: true })
  refusalCode?: string;

  @ManyToOne(() => Transfer, { mapToPk: true, fieldName: 'hold_id', nullable: true })
  holdId?: string;

  @ManyToOne(() => Transfer, { mapToPk: true, fieldName: 'transfer_id', nullable: true })
  transferId?: string;

  @ManyToOne(() => Transfer, { mapToPk: true, fieldName: 'return_transfer_id', nullable: true })
  returnTransferId?: string;

  @Property({ type: 'uuid' })
  actorAccountId!: string;

  @Field(() => DateTime, { description: 'When they were sent.' })
  @Property({ type: Instant })
  sentAt!: string;

  @Field(() => DateTime, { nullable: true, description: 'When they arrived, or were refused.' })
  @Property({ type: Instant, nullable: true })
  settledAt?: string;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'When the sender called them back. It counts where the other foundation had not decided about them before.',
  })
  @Property({ type: Instant, nullable: true })
  recalledAt?: string;

  @Field(() => String, { nullable: true, description: 'Why the sender called them back.' })
  @Property({ type: 'text', nullable: true })
  recallReason?: string;

  @Field(() => String, { nullable: true, description: 'Why they were sent back.' })
  @Property({ type: 'text', nullable: true })
  returnReason?: string;

  @Field(() => DateTime, { nullable: true, description: 'When they were sent back.' })
  @Property({ type: Instant, nullable: true })
  returnedAt?: string;
}

export const ClearingOrderConnection = connectionOf(() => ClearingOrder, 'ClearingOrder');

/** How far the head bank lets a foundation go. The latest version counts. */
@Entity({
  tableName: 'clearing_agreement',
  comment: 'How far the head bank lets a foundation go in clearing; the latest version counts. Append-only.',
})
export class ClearingAgreement extends FoundationOwned {
  @Property({ type: 'integer' })
  version!: number;

  @ManyToOne(() => CoinAccount, { mapToPk: true, fieldName: 'fund_account_id' })
  fundAccountId!: string;

  @Property({ type: Amount })
  owedMax!: string;

  @Property({ type: Amount })
  claimMax!: string;

  @Property({ type: 'boolean' })
  isOpen!: boolean;

  @Property({ type: 'text' })
  reason!: string;

  @Property({ type: 'uuid' })
  actorAccountId!: string;

  @Property({ type: Instant })
  agreedAt!: string;
}

export const ClearingLegState = { WAITING: 'WAITING', BOOKED: 'BOOKED' } as const;
export type ClearingLegState = (typeof ClearingLegState)[keyof typeof ClearingLegState];
registerEnumType(ClearingLegState, {
  name: 'ClearingLegState',
  description: "Whether a foundation's part of a settlement is in its books.",
  valuesConfig: {
    WAITING: { description: 'Not yet: those who owe pay first, and a payment that fails is tried again.' },
    BOOKED: { description: 'Coins and money are booked.' },
  },
});

/** A foundation's part of a settlement among all that clear. */
@ObjectType({
  implements: Node,
  description:
    "A foundation's part of a settlement: what it owed the others or was owed by them, and the money for it.",
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'clearingleg' })
@Entity({
  tableName: 'clearing_leg',
  comment:
    "A foundation's part of a settlement among all: coins that it owed (positive) or was owed, and the fen for them.",
})
export class ClearingLeg extends FoundationOwned {
  @Property({ type: 'uuid' })
  settlementId!: string;

  @Field(() => CoinAmount, { description: 'Coins that it owed; negative: was owed.' })
  @Property({ type: Amount })
  position!: string;

  // A simple resolver would look for a property `money`.
  @Field(() => MoneyAmount, {
    name: 'money',
    simple: false,
    description: 'Yuan that it pays for them; negative: gets.',
  })
  @Property({ type: Amount })
  fen!: string;

  @Field(() => MoneyAmount, { name: 'yuanPerCoin', simple: false, description: 'Yuan for one coin.' })
  @Property({ type: Amount })
  fenPerCoin!: string;

  @Field(() => String, { description: 'What the head bank said with it.' })
  @Property({ type: 'text' })
  reason!: string;

  @Property({ type: 'uuid' })
  actorAccountId!: string;

  @Field(() => DateTime, { description: 'When the head bank drew it up.' })
  @Property({ type: Instant })
  drawnUpAt!: string;

  @Field(() => ClearingLegState, { description: 'Whether it is booked.' })
  @Property({ type: 'text', default: ClearingLegState.WAITING })
  state: ClearingLegState = ClearingLegState.WAITING;

  @Field(() => String, { nullable: true, description: 'Code of what it waits for, such as money in the fund.' })
  @Property({ type: 'text', nullable: true })
  refusalCode?: string;

  @ManyToOne(() => Transfer, { mapToPk: true, fieldName: 'transfer_id', nullable: true })
  transferId?: string;

  @ManyToOne(() => Transfer, { mapToPk: true, fieldName: 'money_transfer_id', nullable: true })
  moneyTransferId?: string;

  @Field(() => DateTime, { nullable: true, description: 'When it was booked.' })
  @Property({ type: Instant, nullable: true })
  bookedAt?: string;
}

export const ClearingLegConnection = connectionOf(() => ClearingLeg, 'ClearingLeg');

/** Where a foundation stands with the others. Its id is the foundation's, since there is one for each. */
@ObjectType({
  description: 'Where a foundation stands in clearing: what it may owe and be owed, and what it does.',
  simpleResolvers: true,
})
export class ClearingPosition {
  /** The foundation's. */
  id!: string;

  @Field(() => String, { description: 'Name of the foundation.' })
  name!: string;

  @Field(() => Boolean, { description: 'Whether its people may send and receive coins now.' })
  isOpen!: boolean;

  @Field(() => CoinAmount, { description: 'The most that may have left and not be settled.' })
  owedMax!: string;

  @Field(() => CoinAmount, { description: 'The most that may have come in and not be settled.' })
  claimMax!: string;

  @Field(() => CoinAmount, {
    description: 'Coins that left less coins that came and were not settled: positive is owed to the others.',
  })
  position!: string;

  @Field(() => CoinAmount, { description: 'Coins that are on their way out.' })
  onTheWay!: string;
}

export const ClearingPositionConnection = connectionOf(() => ClearingPosition, 'ClearingPosition');

/** A foundation that coins can be sent to. */
@ObjectType({ description: 'A foundation that coins can be sent to.', simpleResolvers: true })
export class ClearingPartner {
  id!: string;

  @Field(() => String, { description: 'Its name.' })
  name!: string;
}

export const ClearingPartnerConnection = connectionOf(() => ClearingPartner, 'ClearingPartner');

/** An order as the head bank sees it: amounts and states of both sides, and nobody's name or account. */
@ObjectType({
  description: 'An order between two foundations as the head bank sees it: both sides, without persons and accounts.',
  simpleResolvers: true,
})
export class ClearingRegisterEntry {
  /** The number of the order. */
  id!: string;

  @Field(() => String, { description: 'Name of the foundation that sent.' })
  fromName!: string;

  @Field(() => String, { description: 'Name of the foundation that received.' })
  toName!: string;

  @Field(() => CoinAmount, { description: 'How many coins.' })
  amount!: string;

  @Field(() => ClearingState, { description: 'State in the books of the sender.' })
  stateOut!: ClearingState;

  @Field(() => ClearingState, {
    nullable: true,
    description: 'State in the books of the receiver. Null while nothing has arrived.',
  })
  stateIn!: ClearingState | null;

  @Field(() => DateTime, { description: 'When it was sent.' })
  sentAt!: string;
}

export const ClearingRegisterEntryConnection = connectionOf(() => ClearingRegisterEntry, 'ClearingRegisterEntry');
