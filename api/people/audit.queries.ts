import type { Page } from '../../schema/connection.ts';
import type { AuditEntry } from '../../schema/identity/audit-entry.ts';
import type { RoleGrant } from '../../schema/identity/role-grant.ts';
import { grantInForce } from '../identity/grant-in-force.ts';
import type { Context } from '../platform/context/operation-context.ts';
import type { Loader } from '../platform/reads/read-context.ts';
import { statement } from '../platform/database/statement.ts';
import { guarded } from '../platform/context/guarded.ts';
import { loaderById } from '../platform/reads/loaders.ts';
import {
  countOf,
  highestId,
  idAfter,
  lowestId,
  type PageArgs,
  pageOf,
} from '../platform/reads/pagination.ts';

export const auditEntryById = guarded(loaderById<AuditEntry>('audit_entry'), {
  action: 'audit:read',
  subjectOf: () => ({}),
});

const anyGrantById = guarded(loaderById<RoleGrant>('role_grant'), {
  action: 'role:read',
  subjectOf: () => ({}),
});

/**
 * Grants of the foundation for authorized readers, and one's own grants in force, as `me` shows
 * them.
 */
export const grantById: Loader<string, RoleGrant> = {
  name: 'grantById',
  async batch(ctx: Context, ids) {
    const own = ctx.actor.grants
      .filter(({ id }) => ids.includes(id))
      .map((grant) => [grant.id, grant] as const);
    const found = await anyGrantById.batch(ctx, ids);
    return new Map([...(own as unknown as [string, RoleGrant][]), ...found]);
  },
};

export interface AuditFilter {
  subjectId: string | null;
  actorAccountId: string | null;
  actedForPersonId: string | null;
  action: string | null;
  from: string | null;
  to: string | null;
}

export async function listAudit(
  ctx: Context,
  page: PageArgs,
  filter: AuditFilter,
): Promise<Page<AuditEntry>> {
  const { subjectId, actorAccountId, actedForPersonId, action, from, to } = filter;
  const scope = [ctx.foundationId, subjectId, actorAccountId, actedForPersonId, action, from, to];
  const rows = await ctx.rows<AuditEntry>(selectAudit, [
    ...scope,
    idAfter(page.after, highestId),
    page.first + 1,
  ]);
  return pageOf(rows, page.first, () => countOf(ctx, countAudit, scope));
}

export interface GrantFilter {
  role: string | null;
  communityId: string | null;
  isInForce: boolean | null;
}

export async function listGrants(
  ctx: Context,
  { first, after }: PageArgs,
  { role, communityId, isInForce }: GrantFilter,
): Promise<Page<RoleGrant>> {
  const scope = [ctx.foundationId, role, communityId, isInForce];
  const rows = await ctx.rows<RoleGrant>(selectGrants, [
    ...scope,
    idAfter(after, lowestId),
    first + 1,
  ]);
  return pageOf(rows, first, () => countOf(ctx, countGrants, scope));
}

export async function grantOf(ctx: Context, grantId: string): Promise<RoleGrant | null> {
  const [row] = await ctx.rows<RoleGrant>(selectGrant, [ctx.foundationId, grantId]);
  return row ?? null;
}

const auditFilter = `foundation_id = $1 and ($2::uuid is null or subject_id = $2) and ($3::uuid is null or actor_account_id = $3)
  and ($4::uuid is null or acted_for_person_id = $4) and ($5::text is null or action = $5)
  and ($6::timestamptz is null or at >= $6) and ($7::timestamptz is null or at < $7)`;
const selectAudit = statement(
  `select * from audit_entry where ${auditFilter} and id < $8 order by id desc limit $9`,
);
const countAudit = statement(`select count(*) from audit_entry where ${auditFilter}`);
const isInForce = grantInForce('role_grant');
const grantFilter = `foundation_id = $1 and ($2::text is null or role = $2) and ($3::uuid is null or community_id = $3)
  and ($4::boolean is null or $4 = ${isInForce})`;
const selectGrants = statement(
  `select * from role_grant where ${grantFilter} and id > $5 order by id limit $6`,
);
const countGrants = statement(`select count(*) from role_grant where ${grantFilter}`);
const selectGrant = statement('select * from role_grant where foundation_id = $1 and id = $2');
