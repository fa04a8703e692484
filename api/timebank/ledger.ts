import type { AccountOwnerKind, CoinUnit } from '../../schema/timebank/coin-account.ts';
import type { TransferKind } from '../../schema/timebank/transfer.ts';
import type { MutationTransaction } from '../platform/context/mutation.ts';
import { type Queryable, statement } from '../platform/database/statement.ts';
import { Refusal, type RefusalParams } from '../platform/common/errors.ts';

/** Cause of a transfer, so that every figure leads back to it. */
export interface Business {
  kind: string;
  id: string;
}

/** An account by its id, or by its holder. */
export type AccountRef = string | { ownerKind: AccountOwnerKind; ownerId: string };

export interface Movement {
  /** Unique in the foundation: the same id and request again gives the first transfer. */
  clientId: string;
  /** Predefined id of the transfer, for rows that refer to it and are written before. */
  id?: string;
  kind: TransferKind;
  from: AccountRef;
  to: AccountRef;
  /** Hundredths. */
  amount: bigint;
  /** Unit of both accounts; coins by default. */
  unit?: CoinUnit;
  /** Null: the time of booking, by the clock of the database and not of a node. */
  happenedAt: string | null;
  business?: Business;
  reason?: string | null;
  /**
   * Whether it may be booked as an adjustment when its month is closed; refused with PERIOD_CLOSED
   * otherwise.
   */
  mayAdjust?: boolean;
}

/** Settlement of a hold: `amount` goes to `to`, the rest is released; zero releases all of it. */
export type Settlement = Omit<Movement, 'from' | 'to'> & { holdId: string; to?: AccountRef };

export type Reversal = Pick<Movement, 'clientId' | 'happenedAt' | 'business'> & {
  reversesId: string;
  /** Sealed with the books for good; null when the business has the reason. */
  reason: string | null;
  /** Clearing has a leg in each of two foundations, and only its relay may reverse both. */
  isClearing?: true;
};

export type Booking =
  | ({ do: 'POST' } & Movement)
  | ({ do: 'HOLD' } & Movement & { expiresAt?: string | null })
  | ({ do: 'SETTLE' } & Settlement)
  | ({ do: 'REVERSE' } & Reversal);

/**
 * The part of a transaction that booking needs. Book last and once: the foundation's chain stays
 * locked until the transaction ends.
 */
export interface Books extends Queryable {
  readonly foundationId: string;
  readonly actor: { readonly accountId: string };
  flush(): Promise<void>;
  /** Hash of the request that books a transfer; see `Movement.clientId`. */
  requestHash(): string;
}

export interface Booked {
  id: string;
  /** Whether it was booked before. */
  isReplay: boolean;
}

/**
 * Books a list of movements in one round trip, in order, all or none. `ledger_book` of migration
 * 0003 locks the accounts in order of id and then the chain. It checks, inserts, moves the lots and
 * links each transfer into the chain.
 * Refuses as `post`, `settle` and `reverse` do.
 */
export async function book(tx: Books, bookings: readonly Booking[]): Promise<Booked[]> {
  await tx.flush();
  try {
    const [row] = await tx.rows<{ answers: Booked[] }>(callBook, asked(tx, bookings));
    return row?.answers ?? [];
  } catch (error) {
    throw refusalOf(error) ?? error;
  }
}

/**
 * Books in one message with the commit, for callers that do not need the answer. The next booking
 * in the foundation thus waits for the database alone, and not for this process. Refuses as `book`
 * does, which rolls back the whole mutation.
 */
export function bookAtEnd(
  tx: Books & Pick<MutationTransaction, 'atEnd' | 'executeDeferred'>,
  bookings: readonly Booking[],
): void {
  tx.atEnd(async () =>
    tx.executeDeferred(callBook, asked(tx, bookings), (error) => refusalOf(error) ?? error),
  );
}

/**
 * Settles a hold, once. Gives the id of the settling transfer.
 * Refuses with NOT_FOUND, HOLD_ALREADY_SETTLED, HOLD_EXPIRED, AMOUNT_ABOVE_HOLD, ACCOUNT_CLOSED,
 * ABOVE_ACCOUNT_LIMIT, AMOUNT_NOT_POSITIVE, AMOUNT_TOO_LARGE, NO_ACCOUNT, CLIENT_ID_REUSED,
 * PERIOD_CLOSED, HAPPENED_IN_FUTURE.
 */
export async function settle(tx: Books, settlement: Settlement): Promise<string> {
  return bookOne(tx, { do: 'SETTLE', ...settlement });
}

/**
 * Moves coins at once. Gives the id of the transfer.
 * Refuses, as a hold does, with NO_ACCOUNT, ACCOUNT_CLOSED, SAME_ACCOUNT, WRONG_UNIT,
 * AMOUNT_NOT_POSITIVE, AMOUNT_TOO_LARGE, INSUFFICIENT_COINS, INSUFFICIENT_MONEY, BELOW_REDEEM_MIN,
 * CLEARING_LIMIT_REACHED, ONLY_BY_CLEARING, COINS_NOT_FOR_THIS_USE, ABOVE_ACCOUNT_LIMIT,
 * CLIENT_ID_REUSED, PERIOD_CLOSED, HAPPENED_IN_FUTURE.
 */
export async function post(tx: Books, movement: Movement): Promise<string> {
  return bookOne(tx, { do: 'POST', ...movement });
}

/**
 * Reverses a transfer by a linked opposite one, once. Gives the id of the reversal.
 * Refuses with NOT_FOUND, ALREADY_REVERSED, NOT_REVERSIBLE, REVERSED_BY_CORRECTION for the payment
 * of a visit, INSUFFICIENT_COINS when they were spent since, INSUFFICIENT_MONEY, ACCOUNT_CLOSED,
 * ABOVE_ACCOUNT_LIMIT, AMOUNT_TOO_LARGE, CLEARING_LIMIT_REACHED, CLIENT_ID_REUSED.
 */
export async function reverse(tx: Books, reversal: Reversal): Promise<string> {
  return bookOne(tx, { do: 'REVERSE', ...reversal });
}

async function bookOne(tx: Books, booking: Booking): Promise<string> {
  const [booked] = await book(tx, [booking]);
  if (!booked) throw new Error('A booking got no answer.');
  return booked.id;
}

function asked(tx: Books, bookings: readonly Booking[]): { bookings: string } {
  const common = { requestHash: tx.requestHash(), actor: tx.actor.accountId };
  return {
    bookings: JSON.stringify(bookings.map((booking) => ({ ...common, ...wire(booking) }))),
  };
}

/** The JSON form of a booking for `ledger_book`. */
function wire(booking: Booking): object {
  if (booking.do === 'REVERSE') return { ...booking, kind: 'REVERSAL', mayAdjust: true };
  const { to, amount, ...rest } = booking;
  return {
    ...rest,
    amount: amount.toString(),
    ...('from' in rest && { from: named(rest.from) }),
    ...(to && { to: named(to) }),
  };
}

function named(account: AccountRef): object {
  return typeof account === 'string' ? { id: account } : account;
}

/**
 * SQLSTATE of refusals by the ledger's functions: the message is the code, the detail its
 * parameters.
 */
const refusalState = 'LL001';

function refusalOf(error: unknown): Refusal | null {
  const { code, message, detail } = error as { code?: unknown; message?: string; detail?: string };
  if (code !== refusalState || !message) return null;
  return new Refusal(message, JSON.parse(detail ?? '{}') as RefusalParams);
}

const callBook = statement('timebank.callBook', 'select ledger_book(:bookings) as answers');
