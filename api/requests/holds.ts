import type { ServiceRequest } from '../../schema/requests/service-request.ts';
import type { MutationTransaction } from '../platform/context/mutation.ts';
import { statement } from '../platform/database/statement.ts';
import { book, bookAtEnd, type Booking } from '../timebank/ledger.ts';
import { rowsWithFullVisibility } from './elevated-visibility.ts';

/**
 * Holds coins for so many volunteers of a request, one hold for each, so that each visit is paid and released by itself.
 * Refuses with INSUFFICIENT_COINS, NO_ACCOUNT, ACCOUNT_CLOSED. Gives the ids of the holds.
 */
export async function holdCoins(
  tx: MutationTransaction,
  request: { id: string; version: number; elderPersonId: string },
  count: number,
  coinsEach: bigint,
): Promise<string[]> {
  const places = Array.from({ length: count }, (_, index) => index + 1);
  const booked = await book(
    tx,
    places.map((place) => ({
      do: 'HOLD',
      // The first one keeps the name that it always had; others and later ones say which they are.
      clientId: `booking:${request.id}${place === 1 && request.version <= 1 ? '' : `:${request.version}:${place}`}`,
      kind: 'BOOKING',
      from: { ownerKind: 'PERSON', ownerId: request.elderPersonId },
      to: { ownerKind: 'FOUNDATION', ownerId: tx.foundationId },
      amount: coinsEach,
      happenedAt: null,
      business: { kind: 'request', id: request.id },
    })),
  );
  return booked.map(({ id }) => id);
}

/** All holds of a request; rows from before have one. */
export function holdsOf(request: Pick<ServiceRequest, 'holdId' | 'holdIds'>): string[] {
  return request.holdIds.length > 0 ? request.holdIds : [request.holdId];
}

/** Holds of a request that no visit stands for which was not given up. */
export async function freeHoldsOf(tx: MutationTransaction, request: ServiceRequest): Promise<string[]> {
  return freeHolds(request, await takenHoldsOf(tx, request));
}

/** A visit that was not given up, and the hold that pays it; null in rows from before. */
interface TakenHold {
  visitId: string;
  holdId: string | null;
}

export async function takenHoldsOf(tx: MutationTransaction, request: ServiceRequest): Promise<TakenHold[]> {
  return rowsWithFullVisibility<TakenHold>(tx, request, selectTakenHolds, [tx.foundationId, request.id]);
}

/** Holds of a request beside those that are taken. */
export function freeHolds(request: ServiceRequest, taken: readonly TakenHold[]): string[] {
  const takenIds = new Set(taken.map(({ holdId }) => holdId ?? request.holdId));
  return holdsOf(request).filter((id) => !takenIds.has(id));
}

/** Gives held coins back. */
export async function releaseHolds(
  tx: MutationTransaction,
  request: ServiceRequest,
  holdIds: readonly string[],
): Promise<void> {
  if (holdIds.length > 0) await book(tx, releases(request, holdIds));
}

/** The same as the last thing that the mutation does. */
export function releaseHoldsAtEnd(tx: MutationTransaction, request: ServiceRequest, holdIds: readonly string[]): void {
  if (holdIds.length > 0) bookAtEnd(tx, releases(request, holdIds));
}

/** Without words: books are sealed, and the history of the request says why, where an erasure reaches it. */
function releases(request: ServiceRequest, holdIds: readonly string[]): Booking[] {
  return holdIds.map((holdId) => ({
    do: 'SETTLE',
    holdId,
    clientId: `release:${request.id}:${holdId}`,
    kind: 'RELEASE',
    amount: 0n,
    happenedAt: null,
    business: { kind: 'request', id: request.id },
  }));
}

const selectTakenHolds = statement(
  `select id as visit_id, hold_id from visit where foundation_id = $1 and request_id = $2
   and state in ('PLANNED', 'CHECKED_IN', 'CHECKED_OUT', 'CERTIFIED', 'DISPUTED')`,
);
