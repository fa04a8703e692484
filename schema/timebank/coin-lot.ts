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
  description: 'How coins came to their holder.',
  valuesConfig: {
    GRANTED: { description: 'Granted by a fund.' },
    EARNED: { description: 'Earned by certified service.' },
    SPONSORED: { description: 'Given by a sponsor through a fund.' },
    GIVEN: { description: 'Given by another holder; permitted uses and expiry came along.' },
    CLEARED: { description: 'Came from another foundation through the head bank.' },
    REDEEMED: { description: 'Taken by a shop.' },
    OTHER: { description: 'Came otherwise; see the transfer.' },
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
  description: 'What coins are spent on.',
  valuesConfig: {
    SERVICE: { description: 'Service by a volunteer.' },
    GIFT: { description: 'A gift to a person.' },
    DONATION: { description: 'A donation to a fund or the foundation.' },
    REDEMPTION: { description: 'A reward at a shop.' },
    CLEARING: { description: 'A transfer to a person of another foundation.' },
  },
});

/** Coins that came in together. The soonest to expire are spent first, then the oldest. */
@ObjectType({
  implements: Node,
  description:
    'Coins that came to an account together: where from, what they may buy, until when. The soonest to expire are spent first, then the oldest.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'lot' })
@Entity({
  tableName: 'coin_lot',
  comment: 'Coins that came in together: where from, what they may buy, until when.',
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

  @Field(() => LotOrigin, { description: 'How they came to this account.' })
  @Property({ type: 'text' })
  origin!: LotOrigin;

  @ManyToOne(() => CoinAccount, { mapToPk: true, fieldName: 'fund_account_id' })
  fundAccountId!: string;

  @Field(() => [CoinUse], { nullable: true, description: 'What they may be spent on. Null: anything.' })
  @Property({ type: 'text[]', columnType: 'text[]', nullable: true })
  permittedUses?: CoinUse[];

  @Field(() => DateTime, { nullable: true, description: 'Until when they can be spent. Null: without end.' })
  @Property({ type: Instant, nullable: true })
  expiresAt?: string;

  @Field(() => CoinAmount, { description: 'How many came in.' })
  @Property({ type: Amount })
  amount!: string;

  @Field(() => CoinAmount, { description: 'How many are left, held ones included.' })
  @Property({ type: Amount })
  remaining!: string;

  @Field(() => CoinAmount, { description: 'How many of these are held for bookings.' })
  @Property({ type: Amount, default: 0 })
  held!: string;
}

export const CoinLotConnection = connectionOf(() => CoinLot, 'CoinLot');
