import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Amount } from '../columns.ts';
import { Extensions, Field, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf } from '../connection.ts';
import { FoundationOwned, Node } from '../node.ts';
import { CoinAmount } from '../scalars.ts';

export const AccountOwnerKind = {
  PERSON: 'PERSON',
  TEAM: 'TEAM',
  FUND: 'FUND',
  SHOP: 'SHOP',
  FOUNDATION: 'FOUNDATION',
  HEAD_BANK: 'HEAD_BANK',
} as const;
export type AccountOwnerKind = (typeof AccountOwnerKind)[keyof typeof AccountOwnerKind];

registerEnumType(AccountOwnerKind, {
  name: 'AccountOwnerKind',
  description: 'Kind of holder of an account.',
  valuesConfig: {
    PERSON: { description: 'Elder or volunteer.' },
    TEAM: { description: 'Team of volunteers.' },
    FUND: {
      description:
        'Earmarked fund. It issues coins against its backing, so its balance may be below zero.',
    },
    SHOP: { description: 'Merchant.' },
    FOUNDATION: { description: 'The foundation itself, for clearing.' },
    HEAD_BANK: { description: 'The head bank, for clearing between foundations.' },
  },
});

export const CoinUnit = { COIN: 'COIN', CNY: 'CNY' } as const;
export type CoinUnit = (typeof CoinUnit)[keyof typeof CoinUnit];

registerEnumType(CoinUnit, {
  name: 'CoinUnit',
  description: 'Unit of the amounts in an account.',
  valuesConfig: {
    COIN: { description: 'Time coins. One coin is one hour of standard service.' },
    CNY: { description: 'Chinese yuan, for funds and shops only.' },
  },
});

/**
 * Time coins of one holder. posted = booked permanently; pendingOut = held for bookings; available
 * = posted - pendingOut.
 */
@ObjectType({ implements: Node, description: 'Time coins of one holder.', simpleResolvers: true })
@Extensions({ idPrefix: 'coinacc' })
@Entity({ tableName: 'coin_account', comment: 'Time coins of one holder, in hundredths.' })
export class CoinAccount extends FoundationOwned {
  /** Community whose dispatcher may see the account; null for accounts of the whole foundation. */
  @Property({ type: 'uuid', nullable: true })
  communityId?: string;

  @Field(() => AccountOwnerKind, { description: 'Kind of holder.' })
  @Property({ type: 'text' })
  ownerKind!: AccountOwnerKind;

  /**
   * Person, team, fund, shop or foundation. It is no foreign key, because some of these tables are
   * created after this one.
   */
  @Property({ type: 'uuid' })
  ownerId!: string;

  @Field(() => String, { description: 'Name of the holder at the time of opening.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => CoinUnit, { description: 'Unit of the amounts.' })
  @Property({ type: 'text', default: CoinUnit.COIN })
  unit: CoinUnit = CoinUnit.COIN;

  @Field(() => CoinAmount, { description: 'Coins booked permanently.' })
  @Property({ type: Amount, default: 0 })
  posted!: string;

  // A simple resolver would read a property `held`.
  @Field(() => CoinAmount, {
    name: 'held',
    simple: false,
    description: 'Coins held for bookings that are not settled yet.',
  })
  @Property({ type: Amount, default: 0 })
  pendingOut!: string;

  @Property({ type: Amount, default: 0 })
  pendingIn!: string;

  /** Lower limit of posted - pendingOut; null for none (funds). */
  @Property({ type: Amount, nullable: true })
  availableMin?: string;

  /** Upper limit of posted; null for none. */
  @Property({ type: Amount, nullable: true })
  postedMax?: string;

  @Field(() => Boolean, {
    description: 'Whether coins may come in and go out. A closed account keeps its history.',
  })
  @Property({ type: 'boolean', default: true })
  isOpen: boolean = true;
}

export const CoinAccountConnection = connectionOf(() => CoinAccount, 'CoinAccount');
