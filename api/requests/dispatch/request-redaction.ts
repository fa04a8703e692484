import { Role } from '../../../schema/identity/role-grant.ts';
import type { ServiceRequest } from '../../../schema/requests/service-request.ts';
import type { Actor } from '../../platform/actor.ts';
import type { Context, Loader } from '../../platform/context/operation-context.ts';
import { statement } from '../../platform/database/statement.ts';
import { visitsByRequest } from '../requests.queries.ts';

/**
 * What somebody is shown of a request: all to those whose community works with the elder and to whoever goes, less to those who were
 * merely offered it from further away, who see what they need to decide, and neither door nor name. Asks for visits only for the latter.
 */
export function redactFor<Whole, Part>(
  ctx: Context,
  request: ServiceRequest,
  whole: Whole,
  part: Part,
): Whole | Part | Promise<Whole | Part> {
  if (ctx.decide((actor) => worksThere(actor, request))) return whole;
  return goesThere(ctx, request).then((goes) => (goes ? whole : part));
}

/**
 * The same of where the elder lives, which volunteers of the neighbourhood need while they may still take the request on, and not when
 * somebody else goes or has gone.
 */
export function redactPlace<Whole, Part>(
  ctx: Context,
  request: ServiceRequest,
  whole: Whole,
  part: Part,
): Whole | Part | Promise<Whole | Part> {
  const isToTake = request.state === 'OPEN';
  if (isToTake || ctx.decide((actor) => isStaff(actor))) return redactFor(ctx, request, whole, part);
  if (ctx.decide((actor) => isOwn(actor, request))) return whole;
  return goesThere(ctx, request).then((goes) => (goes ? whole : part));
}

/** Whoever answers for more than their own visits. */
function isStaff({ grants, session }: Actor): boolean {
  return session.variables['app.scope'] === 'foundation' || grants.some(({ role }) => staff.has(role));
}

const staff: ReadonlySet<string> = new Set([Role.DISPATCHER, Role.TEAM_LEADER, Role.PARTNER_APP]);

/** A request of one's own, or one that a partner's server entered for itself. */
function isOwn({ accountId, grants }: Actor, { openedByAccountId, elderPersonId, source }: ServiceRequest): boolean {
  // Others who entered it see it by what they are today.
  const hasEntered = source === 'PARTNER_APP' && openedByAccountId === accountId;
  return hasEntered || grants.some((grant) => grant.personId === elderPersonId);
}

function worksThere(actor: Actor, request: ServiceRequest): boolean {
  const { visibleCommunityIds, session } = actor;
  return (
    session.variables['app.scope'] === 'foundation' ||
    visibleCommunityIds.includes(request.communityId) ||
    isOwn(actor, request)
  );
}

async function goesThere(ctx: Context, request: ServiceRequest): Promise<boolean> {
  const visits = (await ctx.load(visitsByRequest, request.id)) ?? [];
  return ctx.decide(({ grants }) =>
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
export const elderNameById: Loader<string, string> = {
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
