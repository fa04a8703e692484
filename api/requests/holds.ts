import type { ServiceRequest } from '../../schema/requests/service-request.ts';
import type { MutationTransaction } from '../platform/context/mutation.ts';
import { statement } from '../platform/database/statement.ts';
import { book, bookAtEnd, type Booking } from '../timebank/ledger.ts';
import { rowsWithFullVisibility } from './elevated-visibility.ts';

/**
 * Holds coins for a number of volunteers of a request. Each volunteer has a separate hold, so that
 * each visit is paid and released independently.
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
      // The first hold keeps its original key; further and later ones add version and slot.
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

/** Holds of a request that no active visit uses. */
export async function freeHoldsOf(
  tx: MutationTransaction,
  request: ServiceRequest,
): Promise<string[]> {
  return freeHolds(request, await takenHoldsOf(tx, request));
}

/** An active visit and the hold that pays it. */
interface TakenHold {
  visitId: string;
  holdId: string;
}

export async function takenHoldsOf(
  tx: MutationTransaction,
  request: ServiceRequest,
): Promise<TakenHold[]> {
  return rowsWithFullVisibility<TakenHold>(tx, request, selectTakenHolds, {
    requestId: request.id,
  });
}

/** Holds of a request without those in use. */
export function freeHolds(request: ServiceRequest, taken: readonly TakenHold[]): string[] {
  const takenIds = new Set(taken.map(({ holdId }) => holdId));
  return request.holdIds.filter((id) => !takenIds.has(id));
}

/** Takes places out of a request that goes on without them. The caller settles their holds. */
export function dropPlaces(request: ServiceRequest, holdIds: readonly string[]): void {
  const coinsEach = BigInt(request.coinsHeld) / BigInt(request.volunteersNeeded);
  const kept = request.holdIds.filter((id) => !holdIds.includes(id));
  Object.assign(request, {
    volunteersNeeded: kept.length,
    holdIds: kept,
    coinsHeld: (coinsEach * BigInt(kept.length)).toString(),
  });
}

/** Releases held coins. */
export async function releaseHolds(
  tx: MutationTransaction,
  request: ServiceRequest,
  holdIds: readonly string[],
): Promise<void> {
  if (holdIds.length > 0) await book(tx, releases(request, holdIds));
}

/** The same, at the end of the mutation. */
export function releaseHoldsAtEnd(
  tx: MutationTransaction,
  request: ServiceRequest,
  holdIds: readonly string[],
): void {
  if (holdIds.length > 0) bookAtEnd(tx, releases(request, holdIds));
}

/**
 * Without text: books are sealed. The history of the request has the reason, within reach of an
 * erasure.
 */
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
  'requests.selectTakenHolds',
  `select id as visit_id, hold_id from visit where foundation_id = :foundationId and request_id = :requestId
   and state in ('PLANNED', 'CHECKED_IN', 'CHECKED_OUT', 'CERTIFIED', 'DISPUTED')`,
);
