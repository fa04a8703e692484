import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Amount, Instant } from '../columns.ts';
import { Extensions, Field, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf } from '../connection.ts';
import { describedEnum } from '../described-enum.ts';
import { FoundationOwned, Node } from '../node.ts';
import { CoinAmount, DateTime } from '../scalars.ts';
import { CoinAccount } from './coin-account.ts';

/** Purposes of transfers. */
export const TransferKind = describedEnum(
  'TransferKind',
  'Purpose of a transfer. New values may be added: treat an unknown one as a movement of coins.',
  {
    GRANT: 'Coins that a fund issued.',
    BOOKING: 'Coins of an elder that were held for a request.',
    SERVICE_PAYMENT: 'Coins that a certified visit paid to the volunteer.',
    RELEASE: 'Held coins that returned to their owner.',
    GIFT: 'Coins that somebody gave to another person or group.',
    DONATION: 'Coins that somebody gave back to the common good.',
    REDEMPTION: 'Coins that somebody spent at a shop.',
    SHOP_SETTLEMENT: 'Coins of a shop that a fund took back for money.',
    EXPIRY: 'Coins that expired under the coin policy.',
    REVERSAL: 'Opposite of an earlier transfer.',
    CLEARING_OUT: 'Coins sent to another foundation.',
    CLEARING_IN: 'Coins received from another foundation.',
    CLEARING_SETTLEMENT: 'Settlement between foundations by the head bank.',
    FUND_INCOME: 'Yuan that a fund received.',
    FUND_EXPENSE: 'Yuan that a fund spent.',
  },
);
export type TransferKind = keyof typeof TransferKind;

export const TransferPhase = {
  POSTED: 'POSTED',
  PENDING: 'PENDING',
  POST_PENDING: 'POST_PENDING',
  VOID_PENDING: 'VOID_PENDING',
} as const;
export type TransferPhase = (typeof TransferPhase)[keyof typeof TransferPhase];

registerEnumType(TransferPhase, {
  name: 'TransferPhase',
  description: 'Kind of transfer: an immediate movement, a hold, or the settlement of a hold.',
  valuesConfig: {
    POSTED: { description: 'Immediate and permanent movement.' },
    PENDING: { description: 'Hold, to be settled later, once.' },
    POST_PENDING: {
      description: 'Settlement of a hold that moves all or part of it. The rest is released.',
    },
    VOID_PENDING: { description: 'Settlement of a hold that releases all of it.' },
  },
});

/**
 * A movement of coins between accounts. Append-only: further transfers settle a hold or reverse a
 * mistake.
 */
@ObjectType({
  implements: Node,
  description:
    'Movement of coins between accounts. Transfers are never edited; a linked opposite transfer reverses a mistake.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'transfer' })
@Entity({ tableName: 'transfer', comment: 'Movement of coins between accounts. Append-only.' })
export class Transfer extends FoundationOwned {
  /** Communities of the accounts involved, for row-level security. */
  @Property({ type: 'uuid[]', columnType: 'uuid[]' })
  communityIds!: string[];

  @Property({ type: 'uuid[]', columnType: 'uuid[]' })
  personIds!: string[];

  @Field(() => String, {
    description:
      'Key of the booking, unique in the foundation. The platform makes it from the mutation and its `idempotencyKey`, or from the event that was booked.',
  })
  @Property({ type: 'text' })
  clientId!: string;

  @Property({ type: 'text' })
  requestHash!: string;

  @Field(() => TransferPhase, { description: 'Kind of transfer.' })
  @Property({ type: 'text' })
  phase!: TransferPhase;

  @Field(() => TransferKind, { description: 'Purpose.' })
  @Property({ type: 'text' })
  kind!: TransferKind;

  @Field(() => CoinAmount, { description: 'Coins that the transfer moves or holds.' })
  @Property({ type: Amount })
  amount!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Reason in the words of the account that booked it. Null when the related object states the reason, such as a certified visit.',
  })
  @Property({ type: 'text', nullable: true })
  reason?: string;

  @Field(() => DateTime, { description: 'Time of the event that the transfer stands for.' })
  @Property({ type: Instant })
  happenedAt!: string;

  @Field(() => DateTime, { description: 'Time of booking.' })
  @Property({ type: Instant })
  bookedAt!: string;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'Automatic end of a hold. Null for other transfers, and for holds that end only by settlement.',
  })
  @Property({ type: Instant, nullable: true })
  expiresAt?: string;

  /**
   * For POST_PENDING and VOID_PENDING: the hold that the transfer settles. It is unique, so a hold
   * is settled once.
   */
  @ManyToOne(() => Transfer, { mapToPk: true, fieldName: 'pending_id', nullable: true })
  pendingId?: string;

  @ManyToOne(() => Transfer, { mapToPk: true, fieldName: 'reverses_id', nullable: true })
  reversesId?: string;

  /** Object that the transfer is for: a prefix of schema/ids.ts and the UUID. */
  @Property({ type: 'text', nullable: true })
  businessKind?: string;

  @Property({ type: 'uuid', nullable: true })
  businessId?: string;

  @Property({ type: 'uuid' })
  actorAccountId!: string;
}

export const TransferConnection = connectionOf(() => Transfer, 'Transfer');

/**
 * Kind of entry: coins moved permanently, coins held from a payer, or coins promised to a payee.
 */
export type EntryLayer = 'POSTED' | 'PENDING_OUT' | 'PENDING_IN';

/**
 * One entry of a transfer. Within a transfer, posted entries sum to zero, and so do pending
 * entries.
 */
@Entity({
  tableName: 'entry',
  comment:
    'One entry of a transfer. Within a transfer, posted entries sum to zero, and so do pending entries. Append-only.',
})
export class Entry extends FoundationOwned {
  @Property({ type: 'uuid', nullable: true })
  communityId?: string;

  /** Holder of the account, when that is a person. */
  @Property({ type: 'uuid', nullable: true })
  personId?: string;

  @ManyToOne(() => Transfer, { mapToPk: true, fieldName: 'transfer_id' })
  transferId!: string;

  @ManyToOne(() => CoinAccount, { mapToPk: true, fieldName: 'account_id' })
  accountId!: string;

  @Property({ type: 'text' })
  layer!: EntryLayer;

  /** Hundredths. A positive amount raises the balance of the account, a negative one lowers it. */
  @Property({ type: Amount })
  amount!: string;

  /** Booking time of the transfer. With the id it orders the entries of an account. */
  @Property({ type: Instant })
  bookedAt!: string;

  /**
   * Hundredths. Sum of the posted entries of the account up to this one, in order of booking. Null
   * unless posted.
   */
  @Property({ type: Amount, nullable: true })
  balanceAfter?: string | null;
}
