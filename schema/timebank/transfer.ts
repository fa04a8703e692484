import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Amount, Instant } from '../columns.ts';
import { Extensions, Field, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf } from '../connection.ts';
import { FoundationOwned, Node } from '../node.ts';
import { CoinAmount, DateTime } from '../scalars.ts';
import { CoinAccount } from './coin-account.ts';

export const TransferPhase = {
  POSTED: 'POSTED',
  PENDING: 'PENDING',
  POST_PENDING: 'POST_PENDING',
  VOID_PENDING: 'VOID_PENDING',
} as const;
export type TransferPhase = (typeof TransferPhase)[keyof typeof TransferPhase];

registerEnumType(TransferPhase, {
  name: 'TransferPhase',
  description: 'Whether a transfer moves coins at once, holds them, or settles a hold.',
  valuesConfig: {
    POSTED: { description: 'Moved at once and for good.' },
    PENDING: { description: 'Held; settled later, once.' },
    POST_PENDING: { description: 'Settles a hold by moving all or part of it; the rest is released.' },
    VOID_PENDING: { description: 'Settles a hold by releasing all of it.' },
  },
});

/** A movement of coins between accounts. Append-only: a hold is settled, and a mistake undone, by a further transfer. */
@ObjectType({
  implements: Node,
  description: 'A movement of coins between accounts. Never edited: a mistake is undone by a linked opposite one.',
  simpleResolvers: true,
})
@Extensions({ idPrefix: 'transfer' })
@Entity({ tableName: 'transfer', comment: 'A movement of coins between accounts. Append-only.' })
export class Transfer extends FoundationOwned {
  /** Communities of the accounts that it touches, for row-level security. */
  @Property({ type: 'uuid[]', columnType: 'uuid[]' })
  communityIds!: string[];

  @Property({ type: 'uuid[]', columnType: 'uuid[]' })
  personIds!: string[];

  @Field(() => String, {
    description: "The caller's own id for it: the same id and body is answered with the first answer again.",
  })
  @Property({ type: 'text' })
  clientId!: string;

  @Property({ type: 'text' })
  requestHash!: string;

  @Field(() => TransferPhase, { description: 'Whether it moves, holds, or settles a hold.' })
  @Property({ type: 'text' })
  phase!: TransferPhase;

  @Field(() => String, {
    description: 'What it is for, for example `GRANT`, `BOOKING`, `SERVICE_PAYMENT`, `RELEASE`, `GIFT`, `REVERSAL`.',
  })
  @Property({ type: 'text' })
  kind!: string;

  @Field(() => CoinAmount, { description: 'Coins that it moves or holds.' })
  @Property({ type: Amount })
  amount!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Why, in words that whoever booked it wrote. Null where what it was done for says why, such as the certification of a visit.',
  })
  @Property({ type: 'text', nullable: true })
  reason?: string;

  @Field(() => DateTime, { description: 'When the thing happened that it stands for.' })
  @Property({ type: Instant })
  happenedAt!: string;

  @Field(() => DateTime, { description: 'When it was booked.' })
  @Property({ type: Instant })
  bookedAt!: string;

  @Field(() => DateTime, { nullable: true, description: 'When a hold ends by itself. Null: when it is settled.' })
  @Property({ type: Instant, nullable: true })
  expiresAt?: string;

  /** For POST_PENDING and VOID_PENDING: the hold that it settles. Unique, so a hold is settled once. */
  @ManyToOne(() => Transfer, { mapToPk: true, fieldName: 'pending_id', nullable: true })
  pendingId?: string;

  @ManyToOne(() => Transfer, { mapToPk: true, fieldName: 'reverses_id', nullable: true })
  reversesId?: string;

  /** What it was done for: a prefix of schema/ids.ts and the UUID. */
  @Property({ type: 'text', nullable: true })
  businessKind?: string;

  @Property({ type: 'uuid', nullable: true })
  businessId?: string;

  @Property({ type: 'uuid' })
  actorAccountId!: string;
}

export const TransferConnection = connectionOf(() => Transfer, 'Transfer');

/** What an entry moves: coins for good, coins held from a payer, or coins promised to a payee. */
export type EntryLayer = 'POSTED' | 'PENDING_OUT' | 'PENDING_IN';

/** One side of a transfer. Within a transfer posted entries sum to zero, and so do pending ones. */
@Entity({
  tableName: 'entry',
  comment: 'One side of a transfer. Within a transfer posted entries sum to zero, and so do pending ones. Append-only.',
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

  /** Hundredths; positive raises the account, negative lowers it. */
  @Property({ type: Amount })
  amount!: string;
}
