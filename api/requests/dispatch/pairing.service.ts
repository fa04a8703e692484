import { Elder } from '../../../schema/people/elder.ts';
import { Volunteer } from '../../../schema/people/volunteer.ts';
import {
  type EndPairingInput,
  Pairing,
  type PairVolunteerInput,
} from '../../../schema/requests/pairing.ts';
import { ServiceRequest } from '../../../schema/requests/service-request.ts';
import { violates } from '../../platform/context/change.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import type { MutationTransaction } from '../../platform/context/mutation.ts';
import { statement } from '../../platform/database/statement.ts';
import { Refusal } from '../../platform/common/errors.ts';
import { idFrom } from '../../platform/common/ids.ts';
import { offerToCurrentAudience } from '../escalation/offer.ts';
import { recordChange } from '../request-lifecycle.ts';
import { reconsiderVisits } from '../assignment/reconsider.ts';

/**
 * Pairs a volunteer with an elder. The elder's requests are offered to the pair first.
 * Refuses with ALREADY_PAIRED, VOLUNTEER_NOT_VETTED, NOT_FOUND, NOT_ALLOWED.
 */
export async function pairVolunteer(
  ctx: Context,
  input: PairVolunteerInput,
): Promise<{ pairingId: string }> {
  const volunteerId = idFrom('volunteer', input.volunteerId, 'input', 'volunteerId');
  const elderId = idFrom('elder', input.elderId, 'input', 'elderId');
  return ctx.mutate({ operation: 'pairVolunteer', input }, async (tx) => {
    const elder = await tx.find(Elder, 'elder', elderId);
    const volunteer = await tx.find(Volunteer, 'volunteer', volunteerId);
    const subject = { communityId: elder.communityId, elderPersonId: elder.personId };
    await tx.authorize('pairing:begin', subject, { kind: 'elder', id: elderId });
    if (!volunteer.isVetted)
      throw new Refusal('VOLUNTEER_NOT_VETTED', { name: volunteer.displayName }, [
        'input',
        'volunteerId',
      ]);
    const [known] = await tx.rows(selectPairing, { elderId, volunteerId });
    if (known) throw new Refusal('ALREADY_PAIRED', { name: volunteer.displayName });
    const tie = {
      communityId: elder.communityId,
      elderId,
      elderPersonId: elder.personId,
      volunteerId,
      volunteerPersonId: volunteer.personId,
      since: tx.caller.now(),
      version: 1,
    };
    return { pairingId: await begin(tx, tie, volunteer.displayName) };
  });
}

/**
 * Ends a pairing, from either side. A visit that was offered to the pair alone is withdrawn; any
 * other of their visits raises an alarm. Requests that waited for the pair go on to the next
 * audience.
 * Refuses with PAIRING_ENDED, NOT_FOUND, NOT_ALLOWED.
 */
export async function endPairing(
  ctx: Context,
  input: EndPairingInput,
): Promise<{ pairingId: string }> {
  const pairingId = idFrom('pairing', input.pairingId, 'input', 'pairingId');
  return ctx.mutate({ operation: 'endPairing', input }, async (tx) => {
    const pairing = await tx.lock(Pairing, 'pairing', pairingId);
    const { communityId, elderPersonId, volunteerPersonId } = pairing;
    const about = { kind: 'pairing', id: pairingId, reason: input.reason };
    await tx.authorize('pairing:end', { communityId, elderPersonId, volunteerPersonId }, about);
    if (pairing.endedAt) throw new Refusal('PAIRING_ENDED');
    pairing.endedAt = tx.caller.now();
    pairing.endReason = input.reason;
    pairing.version += 1;
    await tx.flush();
    await reconsiderVisits(tx, {
      ground: 'PAIRING',
      volunteerIds: [pairing.volunteerId],
      elderId: pairing.elderId,
    });
    await offerBeyondPair(tx, pairing.elderId);
    return { pairingId };
  });
}

/** Concurrent calls create one pairing. */
async function begin(
  tx: MutationTransaction,
  tie: Omit<Pairing, 'id' | 'foundationId'>,
  name: string,
): Promise<string> {
  try {
    return (await tx.add(Pairing, tie)).id;
  } catch (error) {
    if (violates(error, 'pairing_once')) throw new Refusal('ALREADY_PAIRED', { name });
    throw error;
  }
}

/** Offers requests that waited for the ended pair to the next audience, by its clock. */
async function offerBeyondPair(tx: MutationTransaction, elderId: string): Promise<void> {
  await tx.acrossCommunities(async () => {
    const waiting = await tx.rows<{ id: string }>(selectWaiting, { elderId });
    for (const { id } of waiting) {
      const request = await tx.lock(ServiceRequest, 'request', id);
      await offerToCurrentAudience(tx, request);
      if (request.audience !== 'PAIR')
        await recordChange(tx, request, 'REQUEST_OFFERED', { fields: ['audience'] });
    }
  });
}

const selectWaiting = statement(
  'requests.selectWaiting',
  `select id from service_request where foundation_id = :foundationId and elder_id = :elderId and state = 'OPEN' and audience = 'PAIR' order by id`,
);
const selectPairing = statement(
  'requests.selectPairing',
  'select id from pairing where foundation_id = :foundationId and elder_id = :elderId and volunteer_id = :volunteerId and ended_at is null',
);
