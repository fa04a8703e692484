import { Elder } from '../../../schema/people/elder.ts';
import { Person } from '../../../schema/people/person.ts';
import { encodeId } from '../../../schema/ids.ts';
import { ServiceRequest } from '../../../schema/requests/service-request.ts';
import { Visit } from '../../../schema/requests/visit.ts';
import type {
  DiscloseVisitDetailsInput,
  VisitDetails,
} from '../../../schema/requests/visit-details.ts';
import { discloseDetails } from '../../people/personal-data.service.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import { Refusal } from '../../platform/common/errors.ts';
import { idFrom } from '../../platform/common/ids.ts';
import { performerOf } from '../request-lifecycle.ts';
import { checkStillEligible } from './reconsider.ts';

/**
 * Discloses the visit details of an elder to the assigned volunteer, from assignment until the
 * visit is over. Records the disclosure.
 * Refuses with NOT_FOUND, NOT_ALLOWED, VISIT_OVER, NO_LONGER_VETTED, NO_LONGER_QUALIFIED.
 */
export async function discloseVisitDetails(
  ctx: Context,
  input: DiscloseVisitDetailsInput,
): Promise<VisitDetails> {
  const visitId = idFrom('visit', input.visitId, 'input', 'visitId');
  let shown: VisitDetails = { elderName: '' };
  await ctx.mutate({ operation: 'discloseVisitDetails', input }, async (tx) => {
    const visit = await tx.find(Visit, 'visit', visitId);
    const subject = { communityId: visit.communityId, ...(await performerOf(tx, visit)) };
    await tx.authorize('visit:discloseDetails', subject, { kind: 'visit', id: visitId });
    if (visit.state !== 'PLANNED' && visit.state !== 'CHECKED_IN')
      throw new Refusal('VISIT_OVER', { state: visit.state }, ['input', 'visitId']);
    await checkStillEligible(tx, visit);
    shown = await tx.acrossCommunities(async () => {
      const request = await tx.find(ServiceRequest, 'request', visit.requestId);
      const elder = await tx.find(Elder, 'elder', request.elderId);
      const person = await tx.find(Person, 'person', elder.personId);
      const fields = ['PHONE', 'ADDRESS', 'HEALTH_NOTES'] as const;
      const details = await discloseDetails(
        tx,
        person,
        fields,
        'SERVICE',
        encodeId('visit', visitId),
      );
      const { place = null, latitude = null, longitude = null } = request;
      return {
        elderName: elder.displayName,
        place,
        latitude,
        longitude,
        phone: details.PHONE ?? null,
        address: details.ADDRESS ?? null,
        healthNotes: details.HEALTH_NOTES ?? null,
      };
    });
    return {};
  });
  return shown;
}
