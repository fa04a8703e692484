import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { IsOptional, ValidateNested } from 'class-validator';
import { Extensions, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { KeyedInput } from '../change-input.ts';
import { Instant } from '../columns.ts';
import { connectionOf } from '../connection.ts';
import { ErrorCode } from '../error-code.ts';
import { Payload } from '../errors.ts';
import { FoundationOwned, Node } from '../node.ts';
import { CoinAmount, DateTime, MoneyAmount } from '../scalars.ts';
import { Text } from '../text.ts';
import { CoinUse, LotOrigin } from './coin-lot.ts';

export const RoundingMode = { UP: 'UP', DOWN: 'DOWN', NEAREST: 'NEAREST' } as const;
export type RoundingMode = (typeof RoundingMode)[keyof typeof RoundingMode];
registerEnumType(RoundingMode, {
  name: 'RoundingMode',
  description: 'Rounding of a started unit of time.',
  valuesConfig: {
    UP: { description: 'A started unit counts in full.' },
    DOWN: { description: 'Only completed units count.' },
    NEAREST: { description: 'At least half a unit counts in full.' },
  },
});

export const Overflow = { DONATE: 'DONATE', KEEP: 'KEEP' } as const;
export type Overflow = (typeof Overflow)[keyof typeof Overflow];
registerEnumType(Overflow, {
  name: 'CoinOverflow',
  description: 'Treatment of coins earned above the cap.',
  valuesConfig: {
    DONATE: { description: 'The coins go to the foundation as a donation.' },
    KEEP: { description: 'The holder keeps the coins; the cap does not limit earnings.' },
  },
});

export const GiftRule = { ANYBODY: 'ANYBODY', RELATIVES: 'RELATIVES', NOBODY: 'NOBODY' } as const;
export type GiftRule = (typeof GiftRule)[keyof typeof GiftRule];
registerEnumType(GiftRule, {
  name: 'GiftRule',
  description: 'Permitted receivers of gifts.',
  valuesConfig: {
    ANYBODY: { description: 'Every person of the foundation.' },
    RELATIVES: {
      description:
        'People connected by a mandate: those represented by the giver, and those who represent the giver.',
    },
    NOBODY: { description: 'Nobody.' },
  },
});

/** Rules for coins of one origin. */
@ObjectType({ description: 'Rules for coins of one origin.', simpleResolvers: true })
@InputType('OriginRuleInput', { description: 'Rules for coins of one origin.' })
export class OriginRule {
  @Field(() => LotOrigin, { description: 'Origin of the coins.' })
  origin!: LotOrigin;

  @Field(() => [CoinUse], {
    nullable: true,
    description: 'Permitted uses of the coins. Null for any use.',
  })
  permittedUses?: CoinUse[] | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Months until the coins expire. Null when they never expire.',
  })
  @IsOptional()
  expiryMonths?: number | null;
}

/** Rate that replaces the catalogue's. */
@ObjectType({
  description: "Value of one hour of a service kind, in place of the catalogue's.",
  simpleResolvers: true,
})
@InputType('KindRateInput', {
  description: "Value of one hour of a service kind, in place of the catalogue's.",
})
export class KindRate {
  @Field(() => String, { description: 'Code of the service kind, for example `companionship`.' })
  @Text({ lengthMax: 64 })
  kindCode!: string;

  @Field(() => CoinAmount, { description: 'Coins for one hour.' })
  coinsPerHour!: bigint;
}

/**
 * The rules themselves. Input and output are the same, so that published rules can be loaded,
 * changed and published again.
 */
@ObjectType({ description: 'Rules for coins.', simpleResolvers: true })
@InputType('CoinRulesInput', { description: 'Rules for coins. Omitted fields impose no limit.' })
export class CoinRules {
  @Field(() => Int, {
    defaultValue: 1,
    description: 'Unit in which service is counted, in minutes, for example 1, 30 or 60.',
  })
  roundingMinutes: number = 1;

  @Field(() => RoundingMode, {
    defaultValue: RoundingMode.UP,
    description: 'Rounding of a started unit.',
  })
  roundingMode: RoundingMode = RoundingMode.UP;

  @Field(() => [KindRate], { description: 'Rates that replace those of the catalogue.' })
  @ValidateNested({ each: true })
  rates: KindRate[] = [];

  @Field(() => [OriginRule], { description: 'Permitted uses and expiry by origin.' })
  @ValidateNested({ each: true })
  origins: OriginRule[] = [];

  @Field(() => CoinAmount, {
    nullable: true,
    description: 'Balance required before redeeming. Null for none.',
  })
  redeemMin?: bigint | null;

  @Field(() => CoinAmount, {
    nullable: true,
    description: 'Most coins that a person may hold. Null for no limit.',
  })
  balanceMax?: bigint | null;

  @Field(() => Overflow, {
    defaultValue: Overflow.KEEP,
    description: 'Treatment of coins earned above that limit.',
  })
  overflow: Overflow = Overflow.KEEP;

  @Field(() => GiftRule, {
    defaultValue: GiftRule.ANYBODY,
    description: 'Permitted receivers of gifts.',
  })
  gifts: GiftRule = GiftRule.ANYBODY;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether teams and other groups may only donate.',
  })
  groupsOnlyDonate: boolean = false;

  @Field(() => MoneyAmount, {
    nullable: true,
    description: 'Yuan that back one coin, for the coverage ratio. Null when not set.',
  })
  yuanPerCoin?: bigint | null;
}

/**
 * Rules for coins from an instant on. A newer version replaces an older one; no version is edited.
 */
@ObjectType({
  implements: Node,
  description:
    'Rules for coins from an instant on. A newer version replaces an older one from its own effective time; no version is edited.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'policy' })
@Entity({
  tableName: 'coin_policy',
  comment:
    'Rules for coins from an instant on. A newer version replaces an older one; no version is edited. Append-only.',
})
export class CoinPolicy extends FoundationOwned {
  @Field(() => Int, { description: 'Version, counted from 1.' })
  @Property({ type: 'integer' })
  version!: number;

  @Field(() => DateTime, { description: 'Start of validity.' })
  @Property({ type: Instant })
  validFrom!: string;

  /**
   * Rules as stored: amounts in hundredths as text, `permittedUses` and `expiryMonths` by origin,
   * as read by the SQL of the ledger.
   */
  @Property({ type: 'json' })
  rules!: object;

  @Field(() => String, {
    nullable: true,
    description: 'Rule pack that the rules were taken from. Null when there was none.',
  })
  @Property({ type: 'text', nullable: true })
  rulePack?: string;

  @Field(() => String, { description: 'Reason for the publication.' })
  @Property({ type: 'text' })
  reason!: string;

  @Property({ type: 'uuid' })
  actorAccountId!: string;

  @Field(() => DateTime, { description: 'Time of publication.' })
  @Property({ type: Instant })
  writtenAt!: string;
}

export const CoinPolicyConnection = connectionOf(() => CoinPolicy, 'CoinPolicy');

/** Rules of one city as published elsewhere; they are data to choose from, not law. */
@ObjectType({
  description:
    'Rules of one city to start from. They come from published summaries and need confirmation by the local authority.',
  simpleResolvers: true,
})
export class RulePack {
  @Field(() => String, { description: 'Short name, for example `beijing`.' })
  code!: string;

  @Field(() => String, { description: 'Name of the city.' })
  name!: string;

  @Field(() => Boolean, {
    description:
      'Whether the rules must be confirmed with the local authority before they are used.',
  })
  needsLocalConfirmation!: boolean;

  @Field(() => [String], {
    description: 'Assumptions made, and rules that the platform cannot hold as data, as sentences.',
  })
  notes!: string[];

  @Field(() => CoinRules, { description: 'Rules of the pack.' })
  rules!: CoinRules;
}

@InputType({ description: 'Input for `publishCoinPolicy`.' })
export class PublishCoinPolicyInput extends KeyedInput {
  @Field(() => CoinRules, { description: 'Rules of the policy.' })
  @ValidateNested()
  rules!: CoinRules;

  @Field(() => DateTime, {
    description:
      'Start of validity, not in the past, because earlier bookings follow the old rules.',
  })
  validFrom!: string;

  @Field(() => String, { nullable: true, description: 'Rule pack that the rules were taken from.' })
  @Text({ lengthMax: 64 })
  rulePack?: string | null;

  @Field(() => String, { description: 'Reason; at most 2,000 characters.' })
  @Text({ lengthMax: 2_000 })
  reason!: string;
}

@ObjectType({ description: 'Result of `publishCoinPolicy`.', simpleResolvers: true })
export class CoinPolicyPayload extends Payload {
  @Field(() => CoinPolicy, {
    nullable: true,
    description: 'The policy. Null when the mutation was refused.',
  })
  policy?: CoinPolicy | null;
}

/** One transfer that would have been booked differently. */
@ObjectType({
  description: 'Transfer that would have been booked differently under other rules.',
  simpleResolvers: true,
})
export class PolicyDifference {
  @Field(() => ID, { description: 'Id of the transfer.' })
  transferId!: string;

  @Field(() => CoinAmount, { description: 'Coins that the transfer moved.' })
  booked!: bigint;

  @Field(() => CoinAmount, { description: 'Coins that it would have moved.' })
  wouldBe!: bigint;

  @Field(() => CoinAmount, {
    description: 'Coins out of these that would have been donated, as above the cap.',
  })
  donated!: bigint;

  @Field(() => ErrorCode, {
    nullable: true,
    description:
      'Code of the refusal that the transfer would have met. Null when it would not have been refused.',
  })
  refusal?: string | null;
}

@ObjectType({
  description:
    'Result of simulating other coin rules on past payments for service, gifts, redemptions and grants. Each transfer is judged separately, with its accounts as they stood before it. Nothing is written.',
  simpleResolvers: true,
})
export class CoinPolicySimulation {
  @Field(() => Int, { description: 'Number of transfers considered.' })
  transferCount!: number;

  @Field(() => Boolean, {
    description:
      'Whether all transfers of the span were considered. Otherwise only the newest 10,000 were; use a shorter span.',
  })
  isComplete!: boolean;

  @Field(() => Int, { description: 'Number of transfers that would have been different.' })
  differenceCount!: number;

  @Field(() => CoinAmount, { description: 'Coins moved by all transfers considered.' })
  booked!: bigint;

  @Field(() => CoinAmount, { description: 'Coins that they would have moved.' })
  wouldBe!: bigint;

  @Field(() => CoinAmount, {
    description: 'Coins out of these that would have been donated, as earned above the cap.',
  })
  donated!: bigint;

  @Field(() => CoinAmount, {
    description:
      'Coins spent in the span on uses that their origin would not have permitted. Their holders may have had other coins to spend.',
  })
  usedOtherwise!: bigint;

  @Field(() => Int, {
    description: 'Number of holders whose present balance would exceed the cap.',
  })
  holdersAboveCap!: number;

  @Field(() => CoinAmount, {
    description:
      'Coins that would have expired in the span: the content of each lot on its expiry day, regardless of later use. Coins that changed hands keep their expiry.',
  })
  wouldHaveExpired!: bigint;

  @Field(() => [PolicyDifference], { description: 'First 100 differences, newest first.' })
  differences!: PolicyDifference[];
}
