import { Field, ID, InputType } from 'type-graphql';
import { TimeSpan } from '../time-span.ts';
import { AccountOwnerKind, CoinUnit } from './coin-account.ts';
import { TransferKind } from './transfer.ts';

@InputType({
  description:
    'Filter of hours records. A record must meet all fields that are given; each list holds at most 100 values.',
})
export class HoursRecordFilter {
  @Field(() => [ID], { nullable: true, description: 'Only records of these volunteers.' })
  volunteerIds?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Only service in these communities.' })
  communityIds?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Only records of these categories.' })
  categories?: string[] | null;

  @Field(() => TimeSpan, { nullable: true, description: 'Only service in this span.' })
  happened?: TimeSpan | null;
}

@InputType({
  description:
    'Filter of coin accounts. An account must meet all fields that are given; each list holds at most 100 values.',
})
export class CoinAccountFilter {
  @Field(() => [AccountOwnerKind], {
    nullable: true,
    description: 'Only accounts of holders of these kinds.',
  })
  ownerKinds?: AccountOwnerKind[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Only accounts of holders in these communities.',
  })
  communityIds?: string[] | null;

  @Field(() => [CoinUnit], { nullable: true, description: 'Only accounts in these units.' })
  units?: CoinUnit[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Only accounts that are open, or only those that are closed.',
  })
  isOpen?: boolean | null;
}

@InputType({
  description:
    'Filter of transfers. A transfer must meet all fields that are given; each list holds at most 100 values.',
})
export class TransferFilter {
  @Field(() => [TransferKind], { nullable: true, description: 'Only transfers of these kinds.' })
  kinds?: TransferKind[] | null;

  @Field(() => TimeSpan, { nullable: true, description: 'Only transfers booked in this span.' })
  booked?: TimeSpan | null;

  @Field(() => TimeSpan, {
    nullable: true,
    description: 'Only transfers for events in this span.',
  })
  happened?: TimeSpan | null;
}
