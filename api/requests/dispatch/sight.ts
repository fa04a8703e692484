import type { ServiceRequest } from '../../../schema/requests/service-request.ts';
import type { Actor } from '../../platform/actor.ts';
import type { Context, LoaderOf } from '../../platform/context.ts';
import { statement } from '../../platform/database/reader.ts';
import { visitsByRequest } from '../requests.queries.ts';

/**
 * What somebody is shown of a request: all to those whose community works with the elder and to whoever goes, less to those who were
 * merely offered it from further away, who see what they need to decide, and neither door nor name. Asks for visits only for the latter.
 */
export function asSeen<Whole, Part>(
  ctx: Context,
  request: ServiceRequest,
  whole: Whole,
  part: Part,
): Whole | Part | Promise<Whole | Part> {
  if (ctx.judge((actor) => worksThere(actor, request))) return whole;
  return goesThere(ctx, request).then((goes) => (goes ? whole : part));
}

function worksThere(actor: Actor, { communityId, openedByAccountId, elderPersonId }: ServiceRequest): boolean {
  const { accountId, reach, grants, session } = actor;
  return (
    session.variables['app.scope'] === 'foundation' ||
    reach.includes(communityId) ||
    openedByAccountId === accountId ||
    grants.some((grant) => grant.personId === elderPersonId)
  );
}

async function goesThere(ctx: Context, request: ServiceRequest): Promise<boolean> {
  const visits = (await ctx.load(visitsByRequest, request.id)) ?? [];
  return ctx.judge(({ grants }) =>
    visits.some(
      ({ state, volunteerPersonId, teamId }) =>
        state !== 'WITHDRAWN' &&
        state !== 'NO_SHOW' &&
        grants.some(
          (grant) => grant.personId === volunteerPersonId || (grant.teamId !== null && grant.teamId === (teamId ?? '')),
        ),
    ),
  );
}

/** Names of elders, also of those whom the caller does not see otherwise; only for requests that the caller sees. */
export const elderNameById: LoaderOf<string, string> = {
  name: 'elderNameById',
  async batch(ctx: Context, elderIds) {
    const rows = await ctx.rowsAcrossCommunities<{ id: string; displayName: string }>(selectNames, [
      ctx.foundationId,
      elderIds,
    ]);
    return new Map(rows.map((row) => [row.id, row.displayName]));
  },
};

const selectNames = statement('select id, display_name from elder where foundation_id = $1 and id = any ($2)');
