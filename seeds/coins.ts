import { createHash } from 'node:crypto';
import type { AccountOwnerKind } from '../schema/timebank/coin-account.ts';
import type { EntryLayer, TransferKind, TransferPhase } from '../schema/timebank/transfer.ts';
import type pg from 'pg';
import type { Ids } from './random.ts';
import type { Rows } from './row-batch.ts';

export interface Booking {
  /** The account's own name for the movement; unique in the foundation. */
  clientId: string;
  kind: TransferKind;
  /** Hundredths. */
  amount: bigint;
  happenedAt: string;
  bookedAt: string;
  business: { kind: string; id: string };
  actorAccountId: string;
  reason?: string;
}

/**
 * The coins of one foundation, written as the ledger writes them (api/timebank/ledger.ts): the same
 * transfers, entries and sums. Only this file of the demo data knows the tables of the ledger.
 *
 * Movements may be added in any order. `write` books them in order of time and throws on an
 * overdraft.
 */
export class CoinBooks {
  private readonly foundationId: string;
  private readonly ids: Ids;
  private readonly accounts = new Map<string, Account>();
  private readonly transfers: Transfer[] = [];

  constructor(foundationId: string, ids: Ids) {
    this.foundationId = foundationId;
    this.ids = ids;
  }

  /** With `availableMin` null the account may be negative without limit. */
  open(account: {
    ownerKind: AccountOwnerKind;
    ownerId: string;
    communityId: string | null;
    name: string;
    availableMin: bigint | null;
    at: string;
  }): string {
    const { at, ...rest } = account;
    const id = this.ids.at(at);
    this.accounts.set(id, { ...rest, id, posted: 0n, pendingOut: 0n, pendingIn: 0n });
    return id;
  }

  /** Moves coins at once. */
  post(movement: Booking & { from: string; to: string }): string {
    return this.book(
      movement,
      'POSTED',
      null,
      [movement.from, movement.to],
      [
        [movement.from, 'POSTED', -movement.amount],
        [movement.to, 'POSTED', movement.amount],
      ],
    );
  }

  /** Holds coins at booking. `to` is the foundation's clearing account. */
  hold(movement: Booking & { from: string; to: string }): Hold {
    const { from, to, amount } = movement;
    const id = this.book(
      movement,
      'PENDING',
      null,
      [from, to],
      [
        [from, 'PENDING_OUT', -amount],
        [to, 'PENDING_IN', amount],
      ],
    );
    return { id, from, to, amount };
  }

  /** Settles a hold: pays all or part of it to `to` and releases the rest. */
  pay(hold: Hold, movement: Booking & { to: string }): string {
    return this.book(
      movement,
      'POST_PENDING',
      hold.id,
      [hold.from, hold.to, movement.to],
      [
        [hold.from, 'PENDING_OUT', hold.amount],
        [hold.to, 'PENDING_IN', -hold.amount],
        [hold.from, 'POSTED', -movement.amount],
        [movement.to, 'POSTED', movement.amount],
      ],
    );
  }

  /** Adds accounts, transfers and entries to the batch. */
  write(rows: Rows): void {
    this.transfers.sort((left, right) => (left.id < right.id ? -1 : 1));
    const balances = this.transfers.map(({ sides }) => sides.map((side) => this.move(side)));
    for (const account of this.accounts.values()) {
      rows.add('coin_account', {
        foundationId: this.foundationId,
        id: account.id,
        communityId: account.communityId,
        ownerKind: account.ownerKind,
        ownerId: account.ownerId,
        name: account.name,
        posted: account.posted.toString(),
        pendingOut: account.pendingOut.toString(),
        pendingIn: account.pendingIn.toString(),
        availableMin: account.availableMin?.toString() ?? null,
      });
    }
    for (const [index, transfer] of this.transfers.entries())
      this.writeTransfer(rows, transfer, balances[index]!);
  }

  /** Adds lots and hash chain links to the transfers, once they are written. */
  async seal(client: pg.ClientBase): Promise<void> {
    await client.query('select ledger_adopt($1)', [this.foundationId]);
  }

  private book(
    booking: Booking,
    phase: TransferPhase,
    pendingId: string | null,
    touched: string[],
    sides: Side[],
  ): string {
    if (booking.amount <= 0n) throw new Error(`${booking.clientId} moves nothing.`);
    const id = this.ids.at(booking.bookedAt);
    this.transfers.push({ ...booking, id, phase, pendingId, touched, sides });
    return id;
  }

  /** Gives the balance after a posted side. */
  private move([accountId, layer, amount]: Side): bigint | null {
    const account = this.account(accountId);
    if (layer === 'POSTED') account.posted += amount;
    // The payer's side of a hold is negative; pending_out counts it as positive.
    if (layer === 'PENDING_OUT') account.pendingOut -= amount;
    if (layer === 'PENDING_IN') account.pendingIn += amount;
    const { posted, pendingOut, availableMin, name } = account;
    // A release precedes its payment, so the limit is only checked when coins leave an account.
    if (
      amount < 0n &&
      layer !== 'PENDING_IN' &&
      availableMin !== null &&
      posted - pendingOut < availableMin
    ) {
      throw new Error(
        `The account of ${name} would be overspent: grant more, or plan fewer visits.`,
      );
    }
    return layer === 'POSTED' ? posted : null;
  }

  private writeTransfer(
    rows: Rows,
    transfer: Transfer,
    balances: readonly (bigint | null)[],
  ): void {
    const { foundationId } = this;
    const touched = [...new Set(transfer.touched)].map((id) => this.account(id));
    rows.add('transfer', {
      foundationId,
      id: transfer.id,
      communityIds: [
        ...new Set(touched.map((account) => account.communityId).filter((id) => id !== null)),
      ],
      personIds: touched
        .filter((account) => account.ownerKind === 'PERSON')
        .map((account) => account.ownerId),
      clientId: transfer.clientId,
      // The API hashes the input of the mutation; demo data has none and uses the client id.
      requestHash: createHash('sha256').update(`demo\n${transfer.clientId}`).digest('hex'),
      phase: transfer.phase,
      kind: transfer.kind,
      amount: transfer.amount.toString(),
      reason: transfer.reason ?? null,
      happenedAt: transfer.happenedAt,
      bookedAt: transfer.bookedAt,
      pendingId: transfer.pendingId,
      businessKind: transfer.business.kind,
      businessId: transfer.business.id,
      actorAccountId: transfer.actorAccountId,
    });
    for (const [index, [accountId, layer, amount]] of transfer.sides.entries()) {
      const account = this.account(accountId);
      rows.add('entry', {
        foundationId,
        id: this.ids.at(transfer.bookedAt),
        communityId: account.communityId,
        personId: account.ownerKind === 'PERSON' ? account.ownerId : null,
        transferId: transfer.id,
        accountId,
        layer,
        amount: amount.toString(),
        bookedAt: transfer.bookedAt,
        balanceAfter: balances[index]?.toString() ?? null,
      });
    }
  }

  private account(id: string): Account {
    const account = this.accounts.get(id);
    if (!account) throw new Error(`There is no coin account ${id}.`);
    return account;
  }
}

/**
 * Coins for minutes at a rate per hour, rounded up to the hundredth, as in api/requests; a test
 * compares the two. Duplicated because demo data is loaded before the API's nouns and their
 * decorators.
 */
export function coinsFor(minutes: number, coinsPerHour: bigint): bigint {
  return (BigInt(minutes) * coinsPerHour + 59n) / 60n;
}

export interface Hold {
  id: string;
  from: string;
  to: string;
  amount: bigint;
}

type Side = readonly [accountId: string, layer: EntryLayer, amount: bigint];

interface Transfer extends Booking {
  id: string;
  phase: TransferPhase;
  pendingId: string | null;
  touched: string[];
  sides: Side[];
}

interface Account {
  id: string;
  communityId: string | null;
  ownerKind: AccountOwnerKind;
  ownerId: string;
  name: string;
  posted: bigint;
  pendingOut: bigint;
  pendingIn: bigint;
  availableMin: bigint | null;
}
