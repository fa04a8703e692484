import type { ServiceRequest } from '../../schema/requests/service-request.ts';
import type { MutationTransaction } from '../platform/context.ts';

/**
 * Works with all there is of a request: whoever was offered it from further away does not see the visits of others, nor may they write
 * its history, though both count. For those who reach its community nothing is widened, and no statement spent.
 */
export async function withWholeSight<T>(
  tx: MutationTransaction,
  request: Pick<ServiceRequest, 'communityId'>,
  work: () => Promise<T>,
): Promise<T> {
  return tx.actor.reach.includes(request.communityId) ? work() : tx.acrossCommunities(work);
}
