import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { IsOptional, ValidateNested } from 'class-validator';
import { Extensions, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { ActingInput } from '../acting-for.ts';
import { Instant } from '../columns.ts';
import { connectionOf } from '../connection.ts';
import { Payload } from '../errors.ts';
import { FoundationOwned, Node } from '../node.ts';
import { CoinAmount, DateTime } from '../scalars.ts';
import { Text } from '../text.ts';
import { CoinUse, LotOrigin } from './coin-lot.ts';

export const RoundingMode = { UP: 'UP', DOWN: 'DOWN', NEAREST: 'NEAREST' } as const;
export type RoundingMode = (typeof RoundingMode)[keyof typeof RoundingMode];
registerEnumType(RoundingMode, {
  name: 'RoundingMode',
  description: 'Where a begun unit of time goes.',
  valuesConfig: {
    UP: { description: 'A begun unit counts in full.' },
    DOWN: { description: 'Only full units count.' },
    NEAREST: { description: 'From half a unit on it counts in full.' },
  },
});

export const Overflow = { DONATE: 'DONATE', KEEP: 'KEEP' } as const;
export type Overflow = (typeof Overflow)[keyof typeof Overflow];
registerEnumType(Overflow, {
  name: 'CoinOverflow',
  description: 'What happens to coins that are earned above the cap.',
  valuesConfig: {
    DONATE: { description: 'They go to the foundation, as a donation.' },
    KEEP: { description: 'They are kept: the cap binds nobody who earns.' },
  },
});

export const GiftRule = { ANYBODY: 'ANYBODY', RELATIVES: 'RELATIVES', NOBODY: 'NOBODY' } as const;
export type GiftRule = (typeof GiftRule)[keyof typeof GiftRule];
registerEnumType(GiftRule, {
  name: 'GiftRule',
  description: 'To whom coins may be given.',
  valuesConfig: {
    ANYBODY: { description: 'To every person of the foundation.' },
    RELATIVES: { description: 'To people whom one acts for as family, and by those who act for one.' },
    NOBODY: { description: 'To nobody.' },
  },
});

/** What coins of one origin may do. */
@ObjectType({ description: 'What coins of one origin may do.', simpleResolvers: true })
@InputType('OriginRuleInput', { description: 'What coins of one origin may do.' })
export class OriginRule {
  @Field(() => LotOrigin, { description: 'How the coins came to their holder.' })
  origin!: LotOrigin;

  @Field(() => [CoinUse], { nullable: true, description: 'What they may be spent on. Null: anything.' })
  permittedUses?: CoinUse[] | null;

  @Field(() => Int, { nullable: true, description: 'Months until they expire. Null: never.' })
  @IsOptional()
  expiryMonths?: number | null;
}

/** A rate that replaces the one of the catalogue. */
@ObjectType({
  description: 'What an hour of a kind of service is worth, instead of what the catalogue says.',
  simpleResolvers: true,
})
@InputType('KindRateInput', {
  description: 'What an hour of a kind of service is worth, instead of what the catalogue says.',
})
export class KindRate {
  @Field(() => String, { description: 'Code of the service kind, for example `companionship`.' })
  @Text({ lengthMax: 64 })
  kindCode!: string;

  @Field(() => CoinAmount, { description: 'Coins for an hour.' })
  coinsPerHour!: bigint;
}

/** The rules themselves; input and output are the same, so that what was published can be taken up and changed. */
@ObjectType({ description: 'Rules for coins.', simpleResolvers: true })
@InputType('CoinRulesInput', { description: 'Rules for coins. What is left out is as generous as can be.' })
export class CoinRules {
  @Field(() => Int, { defaultValue: 1, description: 'Minutes that service is counted in: 1, 30 or 60, for example.' })
  roundingMinutes: number = 1;

  @Field(() => RoundingMode, { defaultValue: RoundingMode.UP, description: 'Where a begun unit goes.' })
  roundingMode: RoundingMode = RoundingMode.UP;

  @Field(() => [KindRate], { description: 'Rates that replace those of the catalogue.' })
  @ValidateNested({ each: true })
  rates: KindRate[] = [];

  @Field(() => [OriginRule], { description: 'Permitted uses and expiry by origin.' })
  @ValidateNested({ each: true })
  origins: OriginRule[] = [];

  @Field(() => CoinAmount, {
    nullable: true,
    description: 'Balance that a holder must have before redeeming. Null: any.',
  })
  redeemMin?: bigint | null;

  @Field(() => CoinAmount, { nullable: true, description: 'How many coins a person may hold. Null: any number.' })
  balanceMax?: bigint | null;

  @Field(() => Overflow, { defaultValue: Overflow.KEEP, description: 'What happens to coins earned above that.' })
  overflow: Overflow = Overflow.KEEP;

  @Field(() => GiftRule, { defaultValue: GiftRule.ANYBODY, description: 'To whom coins may be given.' })
  gifts: GiftRule = GiftRule.ANYBODY;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether teams and other groups may only donate.' })
  groupsOnlyDonate: boolean = false;

  @Field(() => CoinAmount, {
    nullable: true,
    description: 'Yuan that back one coin, for the coverage ratio. Null: not set.',
  })
  yuanPerCoin?: bigint | null;
}

/** Rules for coins from a day on. A newer version replaces; none is edited. */
@ObjectType({
  implements: Node,
  description: 'Rules for coins from a day on. A newer version replaces an older one from its own day; none is edited.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'policy' })
@Entity({
  tableName: 'coin_policy',
  comment: 'Rules for coins from a day on: a newer version replaces, none is edited. Append-only.',
})
export class CoinPolicy extends FoundationOwned {
  @Field(() => Int, { description: 'Counts up from 1.' })
  @Property({ type: 'integer' })
  version!: number;

  @Field(() => DateTime, { description: 'From when it counts.' })
  @Property({ type: Instant })
  effectiveFrom!: string;

  /** As stored: amounts in hundredths as text, `permittedUses` and `expiryMonths` by origin, as the SQL of the ledger reads them. */
  @Property({ type: 'json' })
  rules!: object;

  @Field(() => String, { nullable: true, description: 'Rule pack that it was taken from.' })
  @Property({ type: 'text', nullable: true })
  rulePack?: string;

  @Field(() => String, { description: 'Why it was published.' })
  @Property({ type: 'text' })
  reason!: string;

  @Property({ type: 'uuid' })
  actorAccountId!: string;

  @Field(() => DateTime, { description: 'When it was published.' })
  @Property({ type: Instant })
  writtenAt!: string;
}

export const CoinPolicyConnection = connectionOf(() => CoinPolicy, 'CoinPolicy');

/** Rules of a city as far as they are known from outside; data to choose from, not law. */
@ObjectType({
  description: 'Rules of a city to begin with. They come from published summaries and need confirmation on the spot.',
  simpleResolvers: true,
})
export class RulePack {
  @Field(() => String, { description: 'Short name, for example `beijing`.' })
  code!: string;

  @Field(() => String, { description: 'The city.' })
  name!: string;

  @Field(() => Boolean, {
    description: 'Whether the rules must be confirmed with the local authority before they are used.',
  })
  needsLocalConfirmation!: boolean;

  @Field(() => [String], {
    description: 'What was understood and what the platform cannot hold as data, in sentences.',
  })
  notes!: string[];

  @Field(() => CoinRules, { description: 'The rules.' })
  rules!: CoinRules;
}

@InputType({ description: 'New rules for coins.' })
export class PublishCoinPolicyInput extends ActingInput {
  @Field(() => CoinRules, { description: 'The rules.' })
  @ValidateNested()
  rules!: CoinRules;

  @Field(() => DateTime, {
    description: 'From when they count. Not before now, since bookings were made by the old ones.',
  })
  effectiveFrom!: string;

  @Field(() => String, { nullable: true, description: 'Rule pack that they were taken from.' })
  @Text({ lengthMax: 64 })
  rulePack?: string | null;

  @Field(() => String, { description: 'Why; at most 2,000 characters.' })
  @Text({ lengthMax: 2_000 })
  reason!: string;
}

@ObjectType({ description: 'The policy that was published, or why not.', simpleResolvers: true })
export class CoinPolicyPayload extends Payload {
  @Field(() => CoinPolicy, { nullable: true, description: 'The policy. Null when it was refused.' })
  policy?: CoinPolicy | null;
}

/** One thing that would have been different. */
@ObjectType({
  description: 'A transfer that would have been booked differently under other rules.',
  simpleResolvers: true,
})
export class PolicyDifference {
  @Field(() => ID, { description: 'The transfer.' })
  transferId!: string;

  @Field(() => CoinAmount, { description: 'Coins that it moved.' })
  booked!: bigint;

  @Field(() => CoinAmount, { description: 'Coins that it would have moved.' })
  wouldBe!: bigint;

  @Field(() => CoinAmount, { description: 'How many of these would have been donated, as above the cap.' })
  donated!: bigint;

  @Field(() => String, { nullable: true, description: 'Code that it would have been refused with.' })
  refusal?: string | null;
}

@ObjectType({
  description:
    'What other rules would have made of the past: payments for service, gifts, redemptions and grants that stand, each judged by itself with its accounts as they stood before it. Nothing is changed by asking.',
  simpleResolvers: true,
})
export class CoinPolicySimulation {
  @Field(() => Int, { description: 'Transfers that were looked at.' })
  transferCount!: number;

  @Field(() => Boolean, {
    description: 'Whether these were all. If not, they are the newest 10,000: ask for a shorter span.',
  })
  isComplete!: boolean;

  @Field(() => Int, { description: 'Those that would have been different.' })
  differenceCount!: number;

  @Field(() => CoinAmount, { description: 'Coins that were moved by them all.' })
  booked!: bigint;

  @Field(() => CoinAmount, { description: 'Coins that would have been moved.' })
  wouldBe!: bigint;

  @Field(() => CoinAmount, { description: 'How many of these would have been donated, as earned above the cap.' })
  donated!: bigint;

  @Field(() => CoinAmount, {
    description:
      'Coins that were spent in the span on what their origin would not have permitted. Their holder may have had others to spend.',
  })
  usedOtherwise!: bigint;

  @Field(() => Int, { description: 'Holders who have more now than they could have.' })
  holdersAboveCap!: number;

  @Field(() => CoinAmount, {
    description:
      'Coins that would have expired in the span: what lay in each lot on its day, wherever it went afterwards. Coins that changed hands keep their day.',
  })
  wouldHaveExpired!: bigint;

  @Field(() => [PolicyDifference], { description: 'The first 100 differences, newest first.' })
  differences!: PolicyDifference[];
}
