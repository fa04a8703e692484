import { newId } from '../../schema/ids.ts';
import { Elder } from '../../schema/people/elder.ts';
import { Volunteer } from '../../schema/people/volunteer.ts';
import type {
  AcceptServiceRequestInput,
  CancelServiceRequestInput,
  OpenServiceRequestInput,
  WithdrawFromServiceRequestInput,
} from '../../schema/requests/request-inputs.ts';
import { ServiceKind } from '../../schema/requests/service-kind.ts';
import { ServiceRequest } from '../../schema/requests/service-request.ts';
import { Visit } from '../../schema/requests/visit.ts';
import { actingForOf } from '../people/acting-for.ts';
import type { Context, MutationTransaction } from '../platform/context.ts';
import { Refusal } from '../platform/errors.ts';
import { idFrom } from '../platform/ids.ts';
import { coinsForService, rulesInForce } from '../timebank/coin-rules.ts';
import { hold, settle } from '../timebank/ledger.ts';
import { checkVersion, moveTo, performerOf, plannedVisitOf, teamsOf, tellOpened } from './request-moves.ts';

/**
 * Puts an elder's wish to the community and holds the coins for it.
 * Refuses with NOT_FOUND, NOT_ALLOWED, KIND_NOT_OFFERED, TIME_WINDOW_INVALID, INSUFFICIENT_COINS, NO_ACCOUNT.
 */
export async function openServiceRequest(ctx: Context, input: OpenServiceRequestInput): Promise<{ requestId: string }> {
  const elderId = idFrom('elder', input.elderId, 'input', 'elderId');
  const kindId = idFrom('kind', input.kindId, 'input', 'kindId');
  return ctx.mutate(
    { operation: 'openServiceRequest', input, ...actingForOf(input), idempotencyKey: input.idempotencyKey },
    async (tx) => {
      const elder = await tx.find(Elder, 'elder', elderId);
      const kind = await tx.find(ServiceKind, 'kind', kindId);
      const requestId = newId();
      const subject = { communityId: elder.communityId, elderPersonId: elder.personId };
      await tx.authorize('request:open', subject, { kind: 'request', id: requestId });
      if (!kind.isOffered) throw new Refusal('KIND_NOT_OFFERED', { kind: kind.name }, ['input', 'kindId']);
      const minutes = input.minutesExpected ?? kind.minutesDefault;
      checkWindow(input, minutes);
      const openedAt = new Date().toISOString();
      const rules = await rulesInForce(tx, openedAt);
      const coins = coinsForService(rules, kind.code, BigInt(kind.coinsPerHour), minutes);
      const holdId = await hold(tx, {
        clientId: `booking:${requestId}`,
        kind: 'BOOKING',
        from: { ownerKind: 'PERSON', ownerId: elder.personId },
        to: { ownerKind: 'FOUNDATION', ownerId: tx.foundationId },
        amount: coins,
        happenedAt: openedAt,
        business: { kind: 'request', id: requestId },
      });
      const request = await tx.add(ServiceRequest, {
        id: requestId,
        communityId: elder.communityId,
        elderId,
        elderPersonId: elder.personId,
        kindId,
        teamId: null,
        state: 'OPEN',
        urgency: input.urgency,
        wishedFrom: input.wishedFrom,
        wishedTo: input.wishedTo,
        minutesExpected: minutes,
        place: blankToNull(input.place),
        note: blankToNull(input.note),
        coinsHeld: coins.toString(),
        holdId,
        channel: input.actingFor?.channel ?? 'APP',
        openedAt,
        version: 1,
      });
      await tellOpened(tx, request);
      return { requestId };
    },
  );
}

/**
 * A volunteer takes on an open request, or a team's leader does for one of hers.
 * Refuses with REQUEST_NOT_OPEN, VERSION_CONFLICT, VOLUNTEER_NOT_VETTED, NOT_FOUND, NOT_ALLOWED.
 */
export async function acceptServiceRequest(
  ctx: Context,
  input: AcceptServiceRequestInput,
): Promise<{ requestId: string }> {
  return giveToVolunteer(ctx, input, 'acceptServiceRequest', 'request:accept');
}

/** A dispatcher gives an open request to a volunteer. Refuses as acceptServiceRequest does. */
export async function assignServiceRequest(
  ctx: Context,
  input: AcceptServiceRequestInput,
): Promise<{ requestId: string }> {
  return giveToVolunteer(ctx, input, 'assignServiceRequest', 'request:assign');
}

/**
 * The volunteer cannot come after all; the request is open again.
 * Refuses with REQUEST_NOT_ASSIGNED, VERSION_CONFLICT, NOT_FOUND, NOT_ALLOWED.
 */
export async function withdrawFromServiceRequest(
  ctx: Context,
  input: WithdrawFromServiceRequestInput,
): Promise<{ requestId: string }> {
  const requestId = idFrom('request', input.requestId, 'input', 'requestId');
  return ctx.mutate({ operation: 'withdrawFromServiceRequest', input, ...actingForOf(input) }, async (tx) => {
    const request = await tx.lock(ServiceRequest, 'request', requestId);
    const visit = await plannedVisitOf(tx, requestId);
    const subject = { communityId: request.communityId, ...(visit && (await performerOf(tx, visit))) };
    await tx.authorize('request:withdraw', subject, { kind: 'request', id: requestId, reason: input.reason });
    if (!visit) throw new Refusal('REQUEST_NOT_ASSIGNED');
    checkVersion(request, input.expectedVersion);
    visit.state = 'WITHDRAWN';
    await moveTo(tx, request, 'OPEN', 'RequestReopened', {}, { reason: input.reason, teamId: null });
    return { requestId };
  });
}

/**
 * Calls a request off and releases its coins.
 * Refuses with REQUEST_CANNOT_CHANGE, VERSION_CONFLICT, NOT_FOUND, NOT_ALLOWED.
 */
export async function cancelServiceRequest(
  ctx: Context,
  input: CancelServiceRequestInput,
): Promise<{ requestId: string }> {
  const requestId = idFrom('request', input.requestId, 'input', 'requestId');
  return ctx.mutate({ operation: 'cancelServiceRequest', input, ...actingForOf(input) }, async (tx) => {
    const request = await tx.lock(ServiceRequest, 'request', requestId);
    const subject = { communityId: request.communityId, elderPersonId: request.elderPersonId };
    await tx.authorize('request:cancel', subject, { kind: 'request', id: requestId, reason: input.reason });
    checkVersion(request, input.expectedVersion);
    const visit = await plannedVisitOf(tx, requestId);
    await moveTo(tx, request, 'CANCELLED', 'RequestCancelled', {}, { reason: input.reason });
    if (visit) visit.state = 'WITHDRAWN';
    await settle(tx, {
      holdId: request.holdId,
      clientId: `release:${requestId}`,
      kind: 'RELEASE',
      amount: 0n,
      happenedAt: new Date().toISOString(),
      business: { kind: 'request', id: requestId },
      reason: input.reason,
    });
    return { requestId };
  });
}

async function giveToVolunteer(
  ctx: Context,
  input: AcceptServiceRequestInput,
  operation: string,
  action: string,
): Promise<{ requestId: string }> {
  const requestId = idFrom('request', input.requestId, 'input', 'requestId');
  const volunteerId = idFrom('volunteer', input.volunteerId, 'input', 'volunteerId');
  return ctx.mutate({ operation, input, ...actingForOf(input) }, async (tx) => {
    const request = await tx.lock(ServiceRequest, 'request', requestId);
    const volunteer = await tx.find(Volunteer, 'volunteer', volunteerId);
    const teamIds = await teamsOf(tx, volunteerId);
    const subject = { communityId: request.communityId, volunteerPersonId: volunteer.personId, teamIds };
    await tx.authorize(action, subject, { kind: 'request', id: requestId });
    // Somebody who comes second wants to know that it is taken, which says more than that the version moved.
    if (request.state !== 'OPEN') throw new Refusal('REQUEST_NOT_OPEN', { state: request.state });
    checkVersion(request, input.expectedVersion);
    if (!volunteer.isVetted)
      throw new Refusal('VOLUNTEER_NOT_VETTED', { name: volunteer.displayName }, ['input', 'volunteerId']);
    const teamId = teamIds[0] ?? null;
    await addVisit(tx, request, volunteer, teamId);
    await moveTo(tx, request, 'ASSIGNED', 'RequestAssigned', { volunteerId }, { teamId });
    return { requestId };
  });
}

async function addVisit(
  tx: MutationTransaction,
  request: ServiceRequest,
  volunteer: Volunteer,
  teamId: string | null,
): Promise<void> {
  await tx.add(Visit, {
    communityId: request.communityId,
    requestId: request.id,
    elderPersonId: request.elderPersonId,
    volunteerId: volunteer.id,
    volunteerPersonId: volunteer.personId,
    teamId,
    state: 'PLANNED',
  });
}

/** How far ahead a wish may lie; beyond that it is most likely a slip of the finger. */
const daysAheadMax = 400;

function checkWindow({ wishedFrom, wishedTo }: OpenServiceRequestInput, minutes: number): void {
  const from = Date.parse(wishedFrom);
  const to = Date.parse(wishedTo);
  if (to <= from) throw new Refusal('TIME_WINDOW_INVALID', { why: 'end' }, ['input', 'wishedTo']);
  if (to <= Date.now()) throw new Refusal('TIME_WINDOW_PAST', {}, ['input', 'wishedTo']);
  if (from > Date.now() + daysAheadMax * 86_400_000)
    throw new Refusal('TIME_WINDOW_TOO_FAR', { daysAheadMax }, ['input', 'wishedFrom']);
  if (to - from < minutes * 60_000) throw new Refusal('TIME_WINDOW_TOO_SHORT', { minutes }, ['input', 'wishedTo']);
}

function blankToNull(text: string | null | undefined): string | null {
  return text && text.trim() !== '' ? text : null;
}
