import type { ServiceRequest } from '../../schema/requests/service-request.ts';
import type { MutationTransaction } from '../platform/context/mutation.ts';
import type { Statement } from '../platform/database/statement.ts';

/**
 * Works with all there is of a request: whoever was offered it from further away does not see the visits of others, nor may they write
 * its history, though both count. For those who reach its community nothing is widened, and no statement spent.
 */
export async function withFullVisibility<T>(
  tx: MutationTransaction,
  request: Pick<ServiceRequest, 'communityId'>,
  work: () => Promise<T>,
): Promise<T> {
  return tx.actor.visibleCommunityIds.includes(request.communityId) ? work() : tx.acrossCommunities(work);
}

/** One statement with whole sight. Others may be sent at the same time. */
export async function rowsWithFullVisibility<T>(
  tx: MutationTransaction,
  request: Pick<ServiceRequest, 'communityId'>,
  query: Statement,
  parameters: readonly unknown[],
): Promise<T[]> {
  return tx.actor.visibleCommunityIds.includes(request.communityId)
    ? tx.rows<T>(query, parameters)
    : tx.rowsAcrossCommunities<T>(query, parameters);
}
