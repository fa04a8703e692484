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
  description: 'What kind of holder an account belongs to.',
  valuesConfig: {
    PERSON: { description: 'An elder or volunteer.' },
    TEAM: { description: 'A team of volunteers.' },
    FUND: { description: 'An earmarked fund; it issues coins against what backs them, so it may stand below zero.' },
    SHOP: { description: 'A merchant.' },
    FOUNDATION: { description: 'The foundation itself, for clearing.' },
    HEAD_BANK: { description: 'The head bank, for clearing between foundations.' },
  },
});

export const CoinUnit = { COIN: 'COIN', CNY: 'CNY' } as const;
export type CoinUnit = (typeof CoinUnit)[keyof typeof CoinUnit];

registerEnumType(CoinUnit, {
  name: 'CoinUnit',
  description: 'What the amounts of an account are counted in.',
  valuesConfig: {
    COIN: { description: 'Time coins; one is one hour of standard service.' },
    CNY: { description: 'Chinese yuan, of funds only.' },
  },
});

/** Time coins of one holder. posted = booked for good; pendingOut = held for bookings; available = posted - pendingOut. */
@ObjectType({ implements: Node, description: 'Time coins of one holder.', simpleResolvers: true })
@Extensions({ idPrefix: 'coinacc' })
@Entity({ tableName: 'coin_account', comment: 'Time coins of one holder, in hundredths.' })
export class CoinAccount extends FoundationOwned {
  /** Community whose dispatcher may see it; null for what belongs to the whole foundation. */
  @Property({ type: 'uuid', nullable: true })
  communityId?: string;

  @Field(() => AccountOwnerKind, { description: 'What kind of holder it belongs to.' })
  @Property({ type: 'text' })
  ownerKind!: AccountOwnerKind;

  /** Person, team, fund, shop or foundation. Not a foreign key, since the younger of those nouns come after this one. */
  @Property({ type: 'uuid' })
  ownerId!: string;

  @Field(() => String, { description: 'Name of the holder when the account was opened.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => CoinUnit, { description: 'What its amounts are counted in.' })
  @Property({ type: 'text', default: CoinUnit.COIN })
  unit: CoinUnit = CoinUnit.COIN;

  @Field(() => CoinAmount, { description: 'Coins booked for good.' })
  @Property({ type: Amount, default: 0 })
  posted!: string;

  // A simple resolver would look for a property `held`.
  @Field(() => CoinAmount, {
    name: 'held',
    simple: false,
    description: 'Coins held for bookings that are not settled yet.',
  })
  @Property({ type: Amount, default: 0 })
  pendingOut!: string;

  @Property({ type: Amount, default: 0 })
  pendingIn!: string;

  /** Lowest value that posted - pendingOut may take; null means no limit (funds). */
  @Property({ type: Amount, nullable: true })
  availableMin?: string;

  /** Highest value that posted may take; null means no limit. */
  @Property({ type: Amount, nullable: true })
  postedMax?: string;

  @Field(() => Boolean, { description: 'Whether coins may come and go. A closed account keeps its history.' })
  @Property({ type: 'boolean', default: true })
  isOpen: boolean = true;
}

export const CoinAccountConnection = connectionOf(() => CoinAccount, 'CoinAccount');
