import type { FieldContext } from '../../platform/context/field-context.ts';
import { Role } from '../../../schema/identity/role-grant.ts';
import type { ServiceRequest } from '../../../schema/requests/service-request.ts';
import type { Actor } from '../../platform/authorization/actor.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import type { Loader } from '../../platform/reads/read-context.ts';
import { statement } from '../../platform/database/statement.ts';
import { visitsByRequest } from '../requests.queries.ts';

/**
 * Redacts a request for the caller. Staff of the elder's community and assigned volunteers see all
 * of it. Volunteers who were offered it from further away see enough to decide, without address and
 * name. Loads visits only for the latter.
 */
export function redactFor<Whole, Part>(
  ctx: FieldContext,
  request: ServiceRequest,
  whole: Whole,
  part: Part,
): Whole | Part | Promise<Whole | Part> {
  if (ctx.decide((actor) => worksThere(actor, request))) return whole;
  return goesThere(ctx, request).then((goes) => (goes ? whole : part));
}

/**
 * Redacts the elder's address likewise. Volunteers of the neighbourhood see it while they may still
 * accept the request, and not once another volunteer is assigned.
 */
export function redactPlace<Whole, Part>(
  ctx: FieldContext,
  request: ServiceRequest,
  whole: Whole,
  part: Part,
): Whole | Part | Promise<Whole | Part> {
  const isToTake = request.state === 'OPEN';
  if (isToTake || ctx.decide((actor) => isStaff(actor)))
    return redactFor(ctx, request, whole, part);
  if (ctx.decide((actor) => isOwn(actor, request))) return whole;
  return goesThere(ctx, request).then((goes) => (goes ? whole : part));
}

/** Whether the actor is responsible for more than personal visits. */
function isStaff({ grants, session }: Actor): boolean {
  return (
    session.variables['app.scope'] === 'foundation' || grants.some(({ role }) => staff.has(role))
  );
}

const staff: ReadonlySet<string> = new Set([Role.DISPATCHER, Role.TEAM_LEADER, Role.PARTNER_APP]);

/** Whether the request is the actor's own, or was entered by the actor's partner server. */
function isOwn(
  { accountId, grants }: Actor,
  { openedByAccountId, elderPersonId, source }: ServiceRequest,
): boolean {
  // Other sources see it by their current roles.
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

async function goesThere(ctx: FieldContext, request: ServiceRequest): Promise<boolean> {
  const visits = (await ctx.load(visitsByRequest, request.id)) ?? [];
  return ctx.decide(({ grants }) =>
    visits.some(
      ({ state, volunteerPersonId, teamId }) =>
        state !== 'WITHDRAWN' &&
        state !== 'NO_SHOW' &&
        grants.some(
          (grant) =>
            grant.personId === volunteerPersonId ||
            (grant.teamId !== null && grant.teamId === (teamId ?? '')),
        ),
    ),
  );
}

/** Names of elders, also of otherwise hidden ones. Only for requests that the caller sees. */
export const elderNameById: Loader<string, string> = {
  name: 'elderNameById',
  async batch(ctx: Context, elderIds) {
    const rows = await ctx.rowsAcrossCommunities<{ id: string; displayName: string }>(selectNames, {
      elderIds,
    });
    return new Map(rows.map((row) => [row.id, row.displayName]));
  },
};

const selectNames = statement(
  'requests.selectNames',
  'select id, display_name from elder where foundation_id = :foundationId and id = any (:elderIds)',
);
