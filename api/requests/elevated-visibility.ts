import type { ServiceRequest } from '../../schema/requests/service-request.ts';
import type { MutationTransaction } from '../platform/context/mutation.ts';
import type { Statement, StatementParameters } from '../platform/database/statement.ts';

/**
 * Runs work with full visibility of a request. Callers from further away see neither the visits of
 * others nor may they write its history, yet both count. For callers who reach its community
 * nothing is widened and no statement is spent.
 */
export async function withFullVisibility<T>(
  tx: MutationTransaction,
  request: Pick<ServiceRequest, 'communityId'>,
  work: () => Promise<T>,
): Promise<T> {
  return tx.actor.visibleCommunityIds.includes(request.communityId)
    ? work()
    : tx.acrossCommunities(work);
}

/** Runs one statement with full visibility. It does not block concurrent statements. */
export async function rowsWithFullVisibility<T>(
  tx: MutationTransaction,
  request: Pick<ServiceRequest, 'communityId'>,
  query: Statement,
  parameters: StatementParameters,
): Promise<T[]> {
  return tx.actor.visibleCommunityIds.includes(request.communityId)
    ? tx.rows<T>(query, parameters)
    : tx.rowsAcrossCommunities<T>(query, parameters);
}
