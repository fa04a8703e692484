import type { Community } from '../../../schema/communities/community.ts';
import { newId } from '../../../schema/ids.ts';
import type { SetNeighbourCommunitiesInput } from '../../../schema/requests/neighbours.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import { statement } from '../../platform/database/statement.ts';
import { notFound } from '../../platform/database/transaction.ts';
import { Refusal } from '../../platform/common/errors.ts';
import { idFrom } from '../../platform/common/ids.ts';
import { loaderByParent } from '../../platform/reads/loaders.ts';

/**
 * Sets the neighbour communities that a community's requests are offered to next, in place of the
 * rest of its district. Existing offers stay.
 * Refuses with OWN_NEIGHBOUR, NOT_FOUND, NOT_ALLOWED.
 */
export async function setNeighbourCommunities(
  ctx: Context,
  input: SetNeighbourCommunitiesInput,
): Promise<{ communityId: string }> {
  const communityId = idFrom('community', input.communityId, 'input', 'communityId');
  const neighbourIds = input.neighbourIds?.map((id, index) =>
    idFrom('community', id, 'input', 'neighbourIds', String(index)),
  );
  return ctx.mutate({ operation: 'setNeighbourCommunities', input }, async (tx) => {
    const wanted = [...new Set([communityId, ...(neighbourIds ?? [])])];
    const found = await tx.rows(lockCommunities, { ids: wanted });
    if (found.length < wanted.length) throw notFound('community');
    await tx.authorize(
      'dispatch:setNeighbourCommunities',
      { communityId },
      { kind: 'community', id: communityId },
    );
    if (neighbourIds?.includes(communityId))
      throw new Refusal('OWN_NEIGHBOUR', {}, ['input', 'neighbourIds']);
    await tx.rows(deleteNeighbourhood, { communityId });
    if (neighbourIds)
      await tx.rows(insertNeighbourhood, {
        id: newId(),
        communityId,
        neighbourIds: [...new Set(neighbourIds)],
      });
    return { communityId };
  });
}

/**
 * SQL condition: whether `other` is a neighbour of `own`, both rows of community. Set neighbours
 * replace the district.
 */
export const isNeighbour = `other.id <> own.id and coalesce(
  (select other.id = any (n.neighbour_ids) from neighbourhood n where n.foundation_id = own.foundation_id and n.community_id = own.id),
  other.district = own.district)`;

export const neighboursByCommunity = loaderByParent<Community>(
  'requests.neighboursByCommunity',
  `select own.id as parent_id, near.* from community own cross join lateral (
     select other.* from community other where other.foundation_id = own.foundation_id and ${isNeighbour} order by other.id limit 50
   ) as near where own.foundation_id = :foundationId and own.id = any (:parentIds) order by own.id, near.id`,
);

const lockCommunities = statement(
  'requests.lockCommunities',
  'select id from community where foundation_id = :foundationId and id = any (:ids) order by id for no key update',
);
const deleteNeighbourhood = statement(
  'requests.deleteNeighbourhood',
  'delete from neighbourhood where foundation_id = :foundationId and community_id = :communityId',
);
const insertNeighbourhood = statement(
  'requests.insertNeighbourhood',
  'insert into neighbourhood (foundation_id, id, community_id, neighbour_ids) values (:foundationId, :id, :communityId, :neighbourIds)',
);
