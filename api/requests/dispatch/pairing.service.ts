import { Elder } from '../../../schema/people/elder.ts';
import { Volunteer } from '../../../schema/people/volunteer.ts';
import { type EndPairingInput, Pairing, type PairVolunteerInput } from '../../../schema/requests/pairing.ts';
import type { Context } from '../../platform/context.ts';
import { statement } from '../../platform/database/reader.ts';
import { Refusal } from '../../platform/errors.ts';
import { idFrom } from '../../platform/ids.ts';

/** Ties a volunteer to an elder, who is offered the elder's wishes first. Refuses with ALREADY_PAIRED, NOT_FOUND, NOT_ALLOWED. */
export async function pairVolunteer(ctx: Context, input: PairVolunteerInput): Promise<{ pairingId: string }> {
  const volunteerId = idFrom('volunteer', input.volunteerId, 'input', 'volunteerId');
  const elderId = idFrom('elder', input.elderId, 'input', 'elderId');
  return ctx.mutate({ operation: 'pairVolunteer', input }, async (tx) => {
    const elder = await tx.find(Elder, 'elder', elderId);
    const volunteer = await tx.find(Volunteer, 'volunteer', volunteerId);
    const subject = { communityId: elder.communityId, elderPersonId: elder.personId };
    await tx.authorize('pairing:begin', subject, { kind: 'elder', id: elderId });
    if (!volunteer.isVetted)
      throw new Refusal('VOLUNTEER_NOT_VETTED', { name: volunteer.displayName }, ['input', 'volunteerId']);
    const [known] = await tx.rows(selectPairing, [tx.foundationId, elderId, volunteerId]);
    if (known) throw new Refusal('ALREADY_PAIRED', { name: volunteer.displayName });
    const pairing = await tx.add(Pairing, {
      communityId: elder.communityId,
      elderId,
      elderPersonId: elder.personId,
      volunteerId,
      volunteerPersonId: volunteer.personId,
      since: tx.ctx.now(),
      version: 1,
    });
    return { pairingId: pairing.id };
  });
}

/** Ends a tie, from either side. Refuses with PAIRING_ENDED, NOT_FOUND, NOT_ALLOWED. */
export async function endPairing(ctx: Context, input: EndPairingInput): Promise<{ pairingId: string }> {
  const pairingId = idFrom('pairing', input.pairingId, 'input', 'pairingId');
  return ctx.mutate({ operation: 'endPairing', input }, async (tx) => {
    const pairing = await tx.lock(Pairing, 'pairing', pairingId);
    const { communityId, elderPersonId, volunteerPersonId } = pairing;
    const about = { kind: 'pairing', id: pairingId, reason: input.reason };
    await tx.authorize('pairing:end', { communityId, elderPersonId, volunteerPersonId }, about);
    if (pairing.endedAt) throw new Refusal('PAIRING_ENDED');
    pairing.endedAt = tx.ctx.now();
    pairing.endReason = input.reason;
    pairing.version += 1;
    return { pairingId };
  });
}

const selectPairing = statement(
  'select id from pairing where foundation_id = $1 and elder_id = $2 and volunteer_id = $3 and ended_at is null',
);
