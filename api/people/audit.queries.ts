import type { Page } from '../../schema/connection.ts';
import type { AuditAction } from '../../schema/identity/audit-action.ts';
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

export const auditEntryById = guarded(
  loaderById<AuditEntry>('people.auditEntryById', 'audit_entry'),
  {
    action: 'audit:read',
    subjectOf: () => ({}),
  },
);

const anyGrantById = guarded(loaderById<RoleGrant>('people.anyGrantById', 'role_grant'), {
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
  action: AuditAction | null;
  from: string | null;
  to: string | null;
}

export async function listAudit(
  ctx: Context,
  page: PageArgs,
  filter: AuditFilter,
): Promise<Page<AuditEntry>> {
  const { subjectId, actorAccountId, actedForPersonId, action, from, to } = filter;
  const scope = { subjectId, actorAccountId, actedForPersonId, action, from, to };
  const rows = await ctx.rows<AuditEntry>(selectAudit, {
    ...scope,
    after: idAfter(page.after, highestId),
    limit: page.first + 1,
  });
  return pageOf(rows, page, () => countOf(ctx, countAudit, scope));
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
  const scope = { role, communityId, isInForce };
  const rows = await ctx.rows<RoleGrant>(selectGrants, {
    ...scope,
    after: idAfter(after, lowestId),
    limit: first + 1,
  });
  return pageOf(rows, { first, after }, () => countOf(ctx, countGrants, scope));
}

export async function grantOf(ctx: Context, grantId: string): Promise<RoleGrant | null> {
  const [row] = await ctx.rows<RoleGrant>(selectGrantById, { grantId });
  return row ?? null;
}

const auditFilter = `foundation_id = :foundationId and (:subjectId::uuid is null or subject_id = :subjectId) and (:actorAccountId::uuid is null or actor_account_id = :actorAccountId)
  and (:actedForPersonId::uuid is null or acted_for_person_id = :actedForPersonId) and (:action::text is null or action = :action)
  and (:from::timestamptz is null or at >= :from) and (:to::timestamptz is null or at < :to)`;
const selectAudit = statement(
  'people.selectAudit',
  `select * from audit_entry where ${auditFilter} and id < :after order by id desc limit :limit`,
);
const countAudit = statement(
  'people.countAudit',
  `select count(*) from audit_entry where ${auditFilter}`,
);
const isInForce = grantInForce('role_grant');
const grantFilter = `foundation_id = :foundationId and (:role::text is null or role = :role) and (:communityId::uuid is null or community_id = :communityId)
  and (:isInForce::boolean is null or :isInForce = ${isInForce})`;
const selectGrants = statement(
  'people.selectGrants',
  `select * from role_grant where ${grantFilter} and id > :after order by id limit :limit`,
);
const countGrants = statement(
  'people.countGrants',
  `select count(*) from role_grant where ${grantFilter}`,
);
const selectGrantById = statement(
  'people.selectGrantById',
  'select * from role_grant where foundation_id = :foundationId and id = :grantId',
);
