import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, ObjectType, registerEnumType } from 'type-graphql';
import { ErrorCode } from '../error-code.ts';
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
  description: 'Direction of coins between this foundation and another one.',
  valuesConfig: {
    OUT: { description: 'Coins leave this foundation.' },
    IN: { description: 'Coins come to this foundation.' },
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
  description: 'State of coins on their way to another foundation.',
  valuesConfig: {
    SENT: { description: 'Held at the sender and on their way, usually for a moment.' },
    SETTLED: { description: 'Booked in both foundations.' },
    REFUSED: {
      description: 'Not accepted by the other foundation. The sender has the coins back.',
    },
    RETURNED: {
      description: 'Sent back by the receiving foundation, once, as if they had never been sent.',
    },
  },
});

/**
 * Coins on their way to or from another foundation. Each of the two foundations has a row of its
 * own and sees only that row.
 */
@ObjectType({
  implements: Node,
  description:
    'Coins that a holder sent to somebody in another foundation. Each of the two foundations has an entry of its own, with the same number.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'clearing' })
@Entity({
  tableName: 'clearing_order',
  comment:
    'Coins on their way to or from another foundation. Each of the two foundations has its own row.',
})
export class ClearingOrder extends FoundationOwned {
  @Property({ type: 'uuid', nullable: true })
  communityId?: string;

  @Property({ type: 'uuid', nullable: true })
  personId?: string;

  // A simple resolver would read a property `number`.
  @Field(() => String, {
    name: 'number',
    simple: false,
    description:
      'Number of the order, the same in both foundations and at the head bank. People can quote it by telephone.',
  })
  @Property({ type: 'uuid' })
  orderId!: string;

  @Field(() => ClearingDirection, { description: 'Direction of the coins.' })
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

  /**
   * Account that leaving coins go to. For coins that came, the sender's account is not shown to the
   * receiver.
   */
  @Property({ type: 'uuid', nullable: true })
  counterpartAccountId?: string;

  @Field(() => CoinAmount, { description: 'Amount of coins.' })
  @Property({ type: Amount })
  amount!: string;

  @Field(() => String, { nullable: true, description: 'Message of the sender.' })
  @Property({ type: 'text', nullable: true })
  reason?: string;

  @Property({ type: 'uuid[]', columnType: 'uuid[]', nullable: true })
  relatedAccountIds?: string[];

  /** Account that acted for the sender. Null when the sender acted alone. */
  @Property({ type: 'uuid', nullable: true })
  representativeAccountId?: string;

  @Field(() => ClearingState, { description: 'State of the order.' })
  @Property({ type: 'text' })
  state!: ClearingState;

  @Field(() => ErrorCode, {
    nullable: true,
    description: 'Code of the reason for refusal. Null unless the order was refused.',
  })
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

  @Field(() => DateTime, { description: 'Time of sending.' })
  @Property({ type: Instant })
  sentAt!: string;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Time of arrival or refusal. Null while the coins are on their way.',
  })
  @Property({ type: Instant, nullable: true })
  settledAt?: string;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "Time of the sender's recall. It has effect only if the other foundation had not decided before.",
  })
  @Property({ type: Instant, nullable: true })
  recalledAt?: string;

  @Field(() => String, { nullable: true, description: 'Reason for the recall.' })
  @Property({ type: 'text', nullable: true })
  recallReason?: string;

  @Field(() => String, { nullable: true, description: 'Reason for the return.' })
  @Property({ type: 'text', nullable: true })
  returnReason?: string;

  @Field(() => DateTime, { nullable: true, description: 'Time of the return.' })
  @Property({ type: Instant, nullable: true })
  returnedAt?: string;
}

export const ClearingOrderConnection = connectionOf(() => ClearingOrder, 'ClearingOrder');

/** Limits that the head bank sets for a foundation. The latest version is in force. */
@Entity({
  tableName: 'clearing_agreement',
  comment:
    'Limits that the head bank sets for a foundation in clearing. The latest version is in force. Append-only.',
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
  description: "State of a foundation's part of a settlement.",
  valuesConfig: {
    WAITING: { description: 'Not booked yet. Debtors pay first, and a failed payment is retried.' },
    BOOKED: { description: 'Coins and money are booked.' },
  },
});

/** One foundation's part of a settlement among all foundations in clearing. */
@ObjectType({
  implements: Node,
  description:
    "One foundation's part of a settlement: its net debt or claim in coins, and the money paid for it.",
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'clearingleg' })
@Entity({
  tableName: 'clearing_leg',
  comment:
    "One foundation's part of a settlement: its net debt (positive) or claim in coins, and the fen paid for it.",
})
export class ClearingLeg extends FoundationOwned {
  @Property({ type: 'uuid' })
  settlementId!: string;

  @Field(() => CoinAmount, {
    description: 'Net coins that the foundation owed. Negative when they were owed to it.',
  })
  @Property({ type: Amount })
  position!: string;

  // A simple resolver would read a property `money`.
  @Field(() => MoneyAmount, {
    name: 'money',
    simple: false,
    description: 'Yuan that the foundation pays for them. Negative when it receives money.',
  })
  @Property({ type: Amount })
  fen!: string;

  @Field(() => MoneyAmount, {
    name: 'yuanPerCoin',
    simple: false,
    description: 'Price of one coin in yuan.',
  })
  @Property({ type: Amount })
  fenPerCoin!: string;

  @Field(() => String, { description: 'Note of the head bank.' })
  @Property({ type: 'text' })
  reason!: string;

  @Property({ type: 'uuid' })
  actorAccountId!: string;

  @Field(() => DateTime, { description: 'Time at which the head bank created the settlement.' })
  @Property({ type: Instant })
  drawnUpAt!: string;

  @Field(() => ClearingLegState, { description: 'State of the booking.' })
  @Property({ type: 'text', default: ClearingLegState.WAITING })
  state: ClearingLegState = ClearingLegState.WAITING;

  @Field(() => ErrorCode, {
    nullable: true,
    description:
      'Code of what the booking waits for, such as money in the fund. Null when it waits for nothing.',
  })
  @Property({ type: 'text', nullable: true })
  refusalCode?: string;

  @ManyToOne(() => Transfer, { mapToPk: true, fieldName: 'transfer_id', nullable: true })
  transferId?: string;

  @ManyToOne(() => Transfer, { mapToPk: true, fieldName: 'money_transfer_id', nullable: true })
  moneyTransferId?: string;

  @Field(() => DateTime, { nullable: true, description: 'Time of booking.' })
  @Property({ type: Instant, nullable: true })
  bookedAt?: string;
}

export const ClearingLegConnection = connectionOf(() => ClearingLeg, 'ClearingLeg');

/** Clearing position of a foundation. It has the foundation's id, because there is one for each. */
@ObjectType({
  description: 'Clearing position of a foundation: its limits and its present debt or claim.',
  simpleResolvers: true,
})
export class ClearingPosition {
  /** Id of the foundation. */
  id!: string;

  @Field(() => String, { description: 'Name of the foundation.' })
  name!: string;

  @Field(() => Boolean, {
    description: "Whether the foundation's people may send and receive coins now.",
  })
  isOpen!: boolean;

  @Field(() => CoinAmount, {
    description: 'Largest amount of coins that may have left without being settled.',
  })
  owedMax!: string;

  @Field(() => CoinAmount, {
    description: 'Largest amount of coins that may have arrived without being settled.',
  })
  claimMax!: string;

  @Field(() => CoinAmount, {
    description:
      'Coins that left, less coins that came, without those already settled. Positive is owed to the others.',
  })
  position!: string;

  @Field(() => CoinAmount, { description: 'Coins on their way out.' })
  onTheWay!: string;
}

export const ClearingPositionConnection = connectionOf(() => ClearingPosition, 'ClearingPosition');

/** Foundation that coins can be sent to. */
@ObjectType({ description: 'Foundation that coins can be sent to.', simpleResolvers: true })
export class ClearingPartner {
  id!: string;

  @Field(() => String, { description: 'Name of the foundation.' })
  name!: string;
}

export const ClearingPartnerConnection = connectionOf(() => ClearingPartner, 'ClearingPartner');

/**
 * An order as the head bank sees it: amounts and states of both sides, without names or accounts.
 */
@ObjectType({
  description:
    'Order between two foundations as the head bank sees it: both sides, without persons and accounts.',
  simpleResolvers: true,
})
export class ClearingRegisterEntry {
  /** Number of the order. */
  id!: string;

  @Field(() => String, { description: 'Name of the sending foundation.' })
  fromName!: string;

  @Field(() => String, { description: 'Name of the receiving foundation.' })
  toName!: string;

  @Field(() => CoinAmount, { description: 'Amount of coins.' })
  amount!: string;

  @Field(() => ClearingState, { description: 'State in the books of the sender.' })
  stateOut!: ClearingState;

  @Field(() => ClearingState, {
    nullable: true,
    description: 'State in the books of the receiver. Null while nothing has arrived.',
  })
  stateIn!: ClearingState | null;

  @Field(() => DateTime, { description: 'Time of sending.' })
  sentAt!: string;
}

export const ClearingRegisterEntryConnection = connectionOf(
  () => ClearingRegisterEntry,
  'ClearingRegisterEntry',
);
