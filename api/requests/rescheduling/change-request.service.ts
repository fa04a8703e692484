import { checkVersion } from '../../platform/database/check-version.ts';
import type {
  ChangeServiceRequestInput,
  RescheduleServiceRequestInput,
} from '../../../schema/requests/request-inputs.ts';
import { requestStatesOf } from '../../../schema/requests/request-action.ts';
import { ServiceKind } from '../../../schema/requests/service-kind.ts';
import { ServiceRequest } from '../../../schema/requests/service-request.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { Refusal } from '../../platform/common/errors.ts';
import { idFrom } from '../../platform/common/ids.ts';
import { coinsForService, rulesInForce } from '../../timebank/coin-rules.ts';
import { lockExpectedVolunteers } from '../assignment/lock-volunteers.ts';
import { offerToCurrentAudience } from '../escalation/offer.ts';
import { holdCoins, releaseHolds } from '../holds.ts';
import { writeSensitiveNote } from '../sensitive-notes.ts';
import {
  recordChange,
  routingFacts,
  transition,
  plannedVisitsOf,
  requestResource,
  visitStatesOf,
} from '../request-lifecycle.ts';
import { blankToNull } from '../requests.service.ts';
import { checkWindows } from '../time-windows.ts';
import { moveToWindows, resizeVisits } from './move-visits.ts';

/**
 * Changes the details of a request that has not begun. Holds follow duration and number of
 * volunteers.
 * Refuses with REQUEST_NOT_CHANGEABLE, VERSION_CONFLICT, TOO_FEW_PLACES, INSUFFICIENT_COINS,
 * NOT_FOUND, NOT_ALLOWED, as checkWindows does, and when expected volunteers cannot come for the
 * new duration, with DOUBLE_BOOKED, REST_TOO_SHORT, OVERWORKED_DAY, OVERWORKED_WEEK.
 */
export async function changeServiceRequest(
  ctx: Context,
  input: ChangeServiceRequestInput,
): Promise<{ requestId: string }> {
  const requestId = idFrom('request', input.requestId, 'input', 'requestId');
  return ctx.mutate({ operation: 'changeServiceRequest', input }, async (tx) => {
    if (isSaid(input.minutesExpected)) await lockExpectedVolunteers(tx, [requestId]);
    const request = await lockToChange(tx, requestId, input);
    await changeByHand(tx, request, input);
    return { requestId };
  });
}

/**
 * Moves a request to another time. Assigned volunteers come then, if they can; or they are
 * released.
 * Refuses as changeServiceRequest does.
 */
export async function rescheduleServiceRequest(
  ctx: Context,
  input: RescheduleServiceRequestInput,
): Promise<{ requestId: string }> {
  const requestId = idFrom('request', input.requestId, 'input', 'requestId');
  return ctx.mutate({ operation: 'rescheduleServiceRequest', input }, async (tx) => {
    if (!input.releasesVolunteers) await lockExpectedVolunteers(tx, [requestId]);
    const request = await lockToChange(tx, requestId, input);
    await moveToWindows(tx, request, input.windows, input);
    return { requestId };
  });
}

async function changeByHand(
  tx: MutationTransaction,
  request: ServiceRequest,
  input: ChangeServiceRequestInput,
): Promise<void> {
  const fields = changedIn(request, input);
  request.changedFields = [...new Set([...request.changedFields, ...fields])];
  await applyChange(tx, request, input, input.reason);
}

/** Details of a request that can change; team ids are uuids. */
export type SaidAnew = Omit<
  ChangeServiceRequestInput,
  'requestId' | 'expectedVersion' | 'reason' | 'actingFor'
> & {
  teamIds?: string[] | null;
};

/**
 * Changes a request that has not begun; omitted details stay. Refuses as changeServiceRequest does.
 */
export async function applyChange(
  tx: MutationTransaction,
  request: ServiceRequest,
  said: SaidAnew,
  reason: string,
): Promise<void> {
  const fields = changedIn(request, said);
  if (fields.length === 0) return;
  const before = routingFacts(request);
  Object.assign(request, simpleOf(said));
  await applySize(tx, request, said);
  if (isSaid(said.sensitiveNote))
    await writeSensitiveNote(tx, request, blankToNull(said.sensitiveNote));
  // Raised urgency or a reopened slot offers the request at once to the audience that is now due.
  if (request.state !== 'IN_REVIEW') await offerToCurrentAudience(tx, request);
  const placesFilled = (await visitStatesOf(tx, request)).length;
  // With fewer slots the request may be filled now; with more it may be open again.
  if (request.state === 'OPEN' && placesFilled === request.volunteersNeeded)
    await transition(tx, request, 'ASSIGNED', { event: 'REQUEST_ASSIGNED', reason });
  else if (request.state === 'ASSIGNED' && placesFilled < request.volunteersNeeded)
    await transition(tx, request, 'OPEN', { event: 'REQUEST_REOPENED', reason });
  else await recordChange(tx, request, 'REQUEST_CHANGED', { reason, fields, before });
}

async function lockToChange(
  tx: MutationTransaction,
  requestId: string,
  input: { expectedVersion: number; reason: string },
): Promise<ServiceRequest> {
  const request = await tx.lock(ServiceRequest, 'request', requestId);
  await tx.authorize('request:change', requestResource(request), {
    kind: 'request',
    id: requestId,
    reason: input.reason,
  });
  if (!requestStatesOf.changeServiceRequest.includes(request.state))
    throw new Refusal('REQUEST_NOT_CHANGEABLE', { state: request.state });
  checkVersion(request, input.expectedVersion);
  return request;
}

/** Names of the changed details. Duration and number of volunteers count only when they differ. */
function changedIn(request: ServiceRequest, said: SaidAnew): string[] {
  const sizes = (['minutesExpected', 'volunteersNeeded'] as const).filter(
    (field) => isSaid(said[field]) && said[field] !== request[field],
  );
  return [
    ...Object.keys(simpleOf(said)),
    ...sizes,
    ...(isSaid(said.sensitiveNote) ? ['sensitiveNote'] : []),
  ];
}

/** The given details that have no side effects. */
function simpleOf(said: SaidAnew): Partial<ServiceRequest> {
  return {
    ...(isSaid(said.urgency) && { urgency: said.urgency }),
    ...(isSaid(said.place) && { place: blankToNull(said.place) }),
    ...(isSaid(said.note) && { note: blankToNull(said.note) }),
    ...(isSaid(said.language) && { language: blankToNull(said.language) }),
    ...(isSaid(said.genderPreference) && { genderPreference: said.genderPreference }),
    ...(isSaid(said.teamIds) && { teamIds: said.teamIds }),
  };
}

/**
 * Changes duration and number of volunteers. Replaces the holds, since the price differs, and plans
 * the visits again.
 */
async function applySize(
  tx: MutationTransaction,
  request: ServiceRequest,
  input: SaidAnew,
): Promise<void> {
  const minutes = input.minutesExpected ?? request.minutesExpected;
  const places = input.volunteersNeeded ?? request.volunteersNeeded;
  if (minutes === request.minutesExpected && places === request.volunteersNeeded) return;
  const visits = await plannedVisitsOf(tx, request.id);
  if (places < visits.length)
    throw new Refusal('TOO_FEW_PLACES', { taken: visits.length }, ['input', 'volunteersNeeded']);
  checkWindows(request, request.windows, minutes, tx.caller.nowMs());
  const kind = await tx.find(ServiceKind, 'kind', request.kindId);
  // By the rules and the price of the opening.
  const rules = await rulesInForce(tx, request.openedAt);
  const rate = BigInt(request.coinsPerHour ?? kind.coinsPerHour);
  const coinsEach = coinsForService(rules, kind.code, rate, minutes);
  await releaseHolds(tx, request, request.holdIds);
  const booking = {
    id: request.id,
    version: request.version + 1,
    elderPersonId: request.elderPersonId,
  };
  const holdIds = await holdCoins(tx, booking, places, coinsEach);
  for (const [index, visit] of visits.entries()) visit.holdId = holdIds[index] as string;
  const isResized = minutes !== request.minutesExpected;
  Object.assign(request, {
    minutesExpected: minutes,
    volunteersNeeded: places,
    holdIds,
    coinsHeld: (coinsEach * BigInt(places)).toString(),
  });
  if (isResized) await resizeVisits(tx, request, visits);
  await tx.flush();
}

function isSaid<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}
