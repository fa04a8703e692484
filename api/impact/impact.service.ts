import type { SetSmallCellThresholdInput } from '../../schema/impact/impact.ts';
import type { Context } from '../platform/context.ts';
import { statement } from '../platform/database/reader.ts';

/** Sets over how many people a figure must be to be shown to callers who do not see the rows. Refuses with NOT_ALLOWED. */
export async function setSmallCellThreshold(
  ctx: Context,
  input: SetSmallCellThresholdInput,
): Promise<{ threshold: number }> {
  return ctx.mutate({ operation: 'setSmallCellThreshold', input }, async (tx) => {
    const about = { kind: 'foundation', id: tx.foundationId, reason: input.reason };
    await tx.authorize('impact:setThreshold', { foundationId: tx.foundationId }, about);
    await tx.rows(updateThreshold, [tx.foundationId, input.threshold]);
    return { threshold: input.threshold };
  });
}

const updateThreshold = statement('update foundation set small_cell_threshold = $2 where id = $1');
