import type { Visit } from '../../../schema/requests/visit.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import { visitById } from '../../requests/requests.queries.ts';

/** The visit as it is after a mutation. */
export async function visitPayload(
  ctx: Context,
  { visitId }: { visitId: string },
): Promise<{ visit: Visit | null }> {
  return { visit: await ctx.load(visitById, visitId) };
}
