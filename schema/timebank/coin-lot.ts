import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Extensions, Field, ObjectType, registerEnumType } from 'type-graphql';
import { Amount, Instant } from '../columns.ts';
import { connectionOf } from '../connection.ts';
import { FoundationOwned, Node } from '../node.ts';
import { CoinAmount, DateTime } from '../scalars.ts';
import { CoinAccount } from './coin-account.ts';
import { Transfer } from './transfer.ts';

export const LotOrigin = {
  GRANTED: 'GRANTED',
  EARNED: 'EARNED',
  SPONSORED: 'SPONSORED',
  GIVEN: 'GIVEN',
  CLEARED: 'CLEARED',
  REDEEMED: 'REDEEMED',
  OTHER: 'OTHER',
} as const;
export type LotOrigin = (typeof LotOrigin)[keyof typeof LotOrigin];

registerEnumType(LotOrigin, {
  name: 'LotOrigin',
  description: 'Origin of coins.',
  valuesConfig: {
    GRANTED: { description: 'Grant of a fund.' },
    EARNED: { description: 'Payment for certified service.' },
    SPONSORED: { description: 'Gift of a sponsor through a fund.' },
    GIVEN: { description: 'Gift of another holder, with permitted uses and expiry unchanged.' },
    CLEARED: { description: 'Transfer from another foundation through the head bank.' },
    REDEEMED: { description: 'Payment received by a shop.' },
    OTHER: { description: 'Other origin, shown by the transfer.' },
  },
});

export const CoinUse = {
  SERVICE: 'SERVICE',
  GIFT: 'GIFT',
  DONATION: 'DONATION',
  REDEMPTION: 'REDEMPTION',
  CLEARING: 'CLEARING',
} as const;
export type CoinUse = (typeof CoinUse)[keyof typeof CoinUse];

registerEnumType(CoinUse, {
  name: 'CoinUse',
  description: 'Use of coins.',
  valuesConfig: {
    SERVICE: { description: 'Service by a volunteer.' },
    GIFT: { description: 'Gift to a person.' },
    DONATION: { description: 'Donation to a fund or the foundation.' },
    REDEMPTION: { description: 'Reward at a shop.' },
    CLEARING: { description: 'Transfer to a person in another foundation.' },
  },
});

/** Coins that came in together. Lots with the earliest expiry are spent first, then the oldest. */
@ObjectType({
  implements: Node,
  description:
    'Coins that came to an account together, with their origin, permitted uses and expiry. Lots with the earliest expiry are spent first, then the oldest.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'lot' })
@Entity({
  tableName: 'coin_lot',
  comment: 'Coins that came in together, with their origin, permitted uses and expiry.',
})
export class CoinLot extends FoundationOwned {
  @Property({ type: 'uuid', nullable: true })
  communityId?: string;

  @Property({ type: 'uuid', nullable: true })
  personId?: string;

  @ManyToOne(() => CoinAccount, { mapToPk: true, fieldName: 'account_id' })
  accountId!: string;

  @ManyToOne(() => Transfer, { mapToPk: true, fieldName: 'transfer_id' })
  transferId!: string;

  @Field(() => LotOrigin, { description: 'Origin of the coins.' })
  @Property({ type: 'text' })
  origin!: LotOrigin;

  @ManyToOne(() => CoinAccount, { mapToPk: true, fieldName: 'fund_account_id' })
  fundAccountId!: string;

  @Field(() => [CoinUse], {
    nullable: true,
    description: 'Permitted uses of the coins. Null for any use.',
  })
  @Property({ type: 'text[]', columnType: 'text[]', nullable: true })
  permittedUses?: CoinUse[];

  @Field(() => DateTime, {
    nullable: true,
    description: 'Expiry of the coins. Null when they never expire.',
  })
  @Property({ type: Instant, nullable: true })
  expiresAt?: string;

  @Field(() => CoinAmount, { description: 'Amount that came in.' })
  @Property({ type: Amount })
  amount!: string;

  @Field(() => CoinAmount, { description: 'Amount that is left, held coins included.' })
  @Property({ type: Amount })
  remaining!: string;

  @Field(() => CoinAmount, {
    description: 'Part of the remaining amount that is held for bookings.',
  })
  @Property({ type: Amount, default: 0 })
  held!: string;
}

export const CoinLotConnection = connectionOf(() => CoinLot, 'CoinLot');
