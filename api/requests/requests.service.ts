import { checkVersion } from '../platform/database/check-version.ts';
import { newId } from '../../schema/ids.ts';
import { Elder } from '../../schema/people/elder.ts';
import type {
  ApproveServiceRequestInput,
  CancelServiceRequestInput,
  OpenServiceRequestInput,
  RejectServiceRequestInput,
} from '../../schema/requests/request-inputs.ts';
import { ServiceKind } from '../../schema/requests/service-kind.ts';
import { requestStatesOf } from '../../schema/requests/request-action.ts';
import { ServiceRequest } from '../../schema/requests/service-request.ts';
import type { Context } from '../platform/context/operation-context.ts';
import type { MutationTransaction } from '../platform/context/mutation.ts';
import { Refusal } from '../platform/common/errors.ts';
import { idFrom } from '../platform/common/ids.ts';
import { coinsForService, rulesInForce } from '../timebank/coin-rules.ts';
import { dispatchPolicyOf } from './dispatch/dispatch-policy.ts';
import { sourceOf } from './dispatch/request-source.ts';
import { offerToCurrentAudience } from './escalation/offer.ts';
import { freeHolds, holdCoins, releaseHolds, releaseHoldsAtEnd, takenHoldsOf } from './holds.ts';
import { writeSensitiveNote } from './sensitive-notes.ts';
import {
  transition,
  plannedVisitsOf,
  requestResource,
  recordOpening,
} from './request-lifecycle.ts';
import { checkTeams, teamIdsFrom } from './teams.ts';
import { refuseDuplicateRequest } from './duplicates.ts';
import { checkWindows } from './time-windows.ts';

/**
 * Opens an elder's request and holds the coins for it. A dispatcher reviews it first if the policy
 * says so.
 * Refuses with NOT_FOUND, NOT_ALLOWED, KIND_NOT_OFFERED, PLACE_INCOMPLETE, INSUFFICIENT_COINS,
 * NO_ACCOUNT, POSSIBLE_DUPLICATE, and as checkWindows does.
 */
export async function openServiceRequest(
  ctx: Context,
  input: OpenServiceRequestInput,
): Promise<{ requestId: string }> {
  const elderId = idFrom('elder', input.elderId, 'input', 'elderId');
  const kindId = idFrom('kind', input.kindId, 'input', 'kindId');
  const teamIds = teamIdsFrom(input);
  return ctx.mutate({ operation: 'openServiceRequest', input }, async (tx) => {
    const elder = await tx.find(Elder, 'elder', elderId);
    const kind = await tx.find(ServiceKind, 'kind', kindId);
    const requestId = newId();
    const subject = { communityId: elder.communityId, elderPersonId: elder.personId };
    await tx.authorize('request:open', subject, { kind: 'request', id: requestId });
    if (!kind.isOffered)
      throw new Refusal('KIND_NOT_OFFERED', { kind: kind.name }, ['input', 'kindId']);
    const request = await openRequest(tx, {
      requestId,
      elder,
      kind,
      details: { ...input, teamIds: await checkTeams(tx, teamIds) },
      source: sourceOf(tx.actor, subject),
      refusesDuplicate: !input.allowDuplicate,
    });
    return { requestId: request.id };
  });
}

/** Details of a request, from an input or a series; ids are uuids. */
export type RequestDetails = Pick<
  OpenServiceRequestInput,
  'requestedFrom' | 'requestedTo' | 'urgency'
> &
  Partial<
    Omit<OpenServiceRequestInput, 'elderId' | 'kindId' | 'idempotencyKey' | 'allowDuplicate'>
  >;

/** Opens a request for an authorized caller. Refuses as openServiceRequest does. */
export async function openRequest(
  tx: MutationTransaction,
  about: {
    requestId: string;
    elder: Elder;
    kind: ServiceKind;
    details: RequestDetails;
    source: ServiceRequest['source'];
    refusesDuplicate?: boolean;
    joint?: { jointVisitId: string; offeredCommunityIds: string[] };
    series?: {
      seriesId: string;
      occurrence: string;
      begunAs: ServiceRequest['source'];
      changedFields: string[];
    };
  },
): Promise<ServiceRequest> {
  const { requestId, elder, kind, details, source } = about;
  const minutes = details.minutesExpected ?? kind.minutesDefault;
  const windows = checkWindows(details, details.windows ?? [], minutes, tx.caller.nowMs());
  if (typeof details.latitude !== typeof details.longitude)
    throw new Refusal('PLACE_INCOMPLETE', {}, [
      'input',
      details.latitude ? 'longitude' : 'latitude',
    ]);
  if (about.refusesDuplicate)
    await refuseDuplicateRequest(tx, { ...details, elderId: elder.id, kindId: kind.id });
  const volunteersNeeded = details.volunteersNeeded ?? kind.volunteersNeeded;
  const rules = await rulesInForce(tx, tx.caller.now());
  const coinsEach = coinsForService(rules, kind.code, BigInt(kind.coinsPerHour), minutes);
  const booking = { id: requestId, version: 1, elderPersonId: elder.personId };
  const holdIds = await holdCoins(tx, booking, volunteersNeeded, coinsEach);
  const policy = await dispatchPolicyOf(tx, tx.foundationId, tx.caller.now());
  // A request of a series is reviewed when a request by the series' author would be.
  const isReviewed = [source, about.series?.begunAs ?? source].some((each) =>
    policy.reviewedSources.includes(each),
  );
  const now = tx.caller.now();
  const request = await tx.add(ServiceRequest, {
    id: requestId,
    communityId: elder.communityId,
    elderId: elder.id,
    elderPersonId: elder.personId,
    kindId: kind.id,
    teamId: null,
    state: isReviewed ? 'IN_REVIEW' : 'OPEN',
    urgency: details.urgency,
    requestedFrom: details.requestedFrom,
    requestedTo: details.requestedTo,
    windows,
    minutesExpected: minutes,
    place: blankToNull(details.place),
    latitude: details.latitude ?? null,
    longitude: details.longitude ?? null,
    note: blankToNull(details.note),
    hasSensitiveNote: blankToNull(details.sensitiveNote) !== null,
    language: blankToNull(details.language),
    genderPreference: details.genderPreference ?? null,
    volunteersNeeded,
    teamIds: details.teamIds ?? [],
    source,
    seriesId: about.series?.seriesId ?? null,
    occurrence: about.series?.occurrence ?? null,
    changedFields: about.series?.changedFields ?? [],
    openedByAccountId: tx.actor.accountId,
    coinsPerHour: kind.coinsPerHour,
    coinsHeld: (coinsEach * BigInt(volunteersNeeded)).toString(),
    holdIds,
    channel: details.actingFor?.channel ?? 'APP',
    openedAt: now,
    publishedAt: isReviewed ? null : now,
    jointVisitId: about.joint?.jointVisitId ?? null,
    audience: 'PAIR',
    offeredCommunityIds: about.joint?.offeredCommunityIds ?? [],
    alarms: [],
    version: 1,
  });
  if (!isReviewed) await offerToCurrentAudience(tx, request);
  const sensitiveNote = blankToNull(details.sensitiveNote);
  if (sensitiveNote) await writeSensitiveNote(tx, request, sensitiveNote);
  await recordOpening(tx, request);
  return request;
}

/**
 * Approves a request in review and offers it to volunteers.
 * Refuses with REQUEST_NOT_IN_REVIEW, VERSION_CONFLICT, NOT_FOUND, NOT_ALLOWED.
 */
export async function approveServiceRequest(
  ctx: Context,
  input: ApproveServiceRequestInput,
): Promise<{ requestId: string }> {
  const requestId = idFrom('request', input.requestId, 'input', 'requestId');
  return ctx.mutate({ operation: 'approveServiceRequest', input }, async (tx) => {
    const request = await lockForReview(tx, requestId, input.expectedVersion);
    request.publishedAt = tx.caller.now();
    await offerToCurrentAudience(tx, request);
    await transition(tx, request, 'OPEN', { event: 'REQUEST_PUBLISHED' });
    return { requestId };
  });
}

/** Rejects a request in review and releases its coins. Refuses as approveServiceRequest does. */
export async function rejectServiceRequest(
  ctx: Context,
  input: RejectServiceRequestInput,
): Promise<{ requestId: string }> {
  const requestId = idFrom('request', input.requestId, 'input', 'requestId');
  return ctx.mutate({ operation: 'rejectServiceRequest', input }, async (tx) => {
    const request = await lockForReview(tx, requestId, input.expectedVersion, input.reason);
    releaseHoldsAtEnd(tx, request, await endUnbegun(tx, request, input.reason));
    return { requestId };
  });
}

/**
 * Cancels a request and releases its coins.
 * Refuses with REQUEST_CANNOT_CHANGE, VERSION_CONFLICT, NOT_FOUND, NOT_ALLOWED.
 */
export async function cancelServiceRequest(
  ctx: Context,
  input: CancelServiceRequestInput,
): Promise<{ requestId: string }> {
  const requestId = idFrom('request', input.requestId, 'input', 'requestId');
  return ctx.mutate({ operation: 'cancelServiceRequest', input }, async (tx) => {
    const request = await tx.lock(ServiceRequest, 'request', requestId);
    await tx.authorize('request:cancel', requestResource(request), {
      kind: 'request',
      id: requestId,
      reason: input.reason,
    });
    // Before the version: the state is the clearer reason for the later caller.
    ensureUnbegun(request);
    checkVersion(request, input.expectedVersion);
    releaseHoldsAtEnd(tx, request, await endUnbegun(tx, request, input.reason));
    return { requestId };
  });
}

/**
 * Cancels a request that has not begun. Withdraws its visits and releases all coins at once, before
 * further statements need them.
 */
export async function callOff(
  tx: MutationTransaction,
  request: ServiceRequest,
  reason: string,
): Promise<void> {
  await releaseHolds(tx, request, await endUnbegun(tx, request, reason));
}

/** The same without the coins. Gives the holds to release. */
async function endUnbegun(
  tx: MutationTransaction,
  request: ServiceRequest,
  reason: string,
): Promise<string[]> {
  ensureUnbegun(request);
  const [visits, taken] = await Promise.all([
    plannedVisitsOf(tx, request.id),
    takenHoldsOf(tx, request),
  ]);
  for (const visit of visits) visit.state = 'WITHDRAWN';
  await transition(tx, request, 'CANCELLED', { event: 'REQUEST_CANCELLED', reason });
  const givenUp = new Set(visits.map((visit) => visit.id));
  return freeHolds(
    request,
    taken.filter(({ visitId }) => !givenUp.has(visitId)),
  );
}

function ensureUnbegun({ state }: ServiceRequest): void {
  if (!requestStatesOf.cancelServiceRequest.includes(state))
    throw new Refusal('REQUEST_CANNOT_CHANGE', { from: state, to: 'CANCELLED' });
}

async function lockForReview(
  tx: MutationTransaction,
  requestId: string,
  expectedVersion: number,
  reason: string | null = null,
): Promise<ServiceRequest> {
  const request = await tx.lock(ServiceRequest, 'request', requestId);
  const subject = { communityId: request.communityId };
  await tx.authorize('request:review', subject, { kind: 'request', id: requestId, reason });
  if (request.state !== 'IN_REVIEW')
    throw new Refusal('REQUEST_NOT_IN_REVIEW', { state: request.state });
  checkVersion(request, expectedVersion);
  return request;
}

export function blankToNull(text: string | null | undefined): string | null {
  return text && text.trim() !== '' ? text : null;
}
