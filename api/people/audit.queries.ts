import type { AuditEntry } from '../../schema/identity/audit-entry.ts';
import type { RoleGrant } from '../../schema/identity/role-grant.ts';
import { grantInForce } from '../identity/grant-in-force.ts';
import type { Context } from '../platform/context/operation-context.ts';
import type { Loader } from '../platform/reads/read-context.ts';
import { statement } from '../platform/database/statement.ts';
import { guarded } from '../platform/context/guarded.ts';
import { loaderById } from '../platform/reads/loaders.ts';
import { VisibleList } from '../platform/reads/visible-list.ts';

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

/** Entries of the audit log, newest first. */
export const auditList = new VisibleList<
  AuditEntry,
  {
    subjectId: string | null;
    actorAccountId: string | null;
    actedForPersonId: string | null;
    actions: readonly string[] | null;
    from: string | null;
    to: string | null;
  }
>({
  name: 'people.listAudit',
  table: 'audit_entry',
  order: { direction: 'desc' },
  ways: [],
  conditions: {
    subjectId: 't.subject_id = :subjectId',
    actorAccountId: 't.actor_account_id = :actorAccountId',
    actedForPersonId: 't.acted_for_person_id = :actedForPersonId',
    actions: 't.action = any (:actions)',
    from: 't.at >= :from',
    to: 't.at < :to',
  },
});

/** Role grants of the foundation, oldest first. */
export const grantList = new VisibleList<
  RoleGrant,
  {
    roles: readonly string[] | null;
    communityIds: readonly string[] | null;
    isInForce: boolean | null;
  }
>({
  name: 'people.listGrants',
  table: 'role_grant',
  order: { direction: 'asc' },
  ways: [],
  conditions: {
    roles: 't.role = any (:roles)',
    communityIds: { each: 'community_id' },
    isInForce: `${grantInForce('t')} = :isInForce`,
  },
});

export async function grantOf(ctx: Context, grantId: string): Promise<RoleGrant | null> {
  const [row] = await ctx.rows<RoleGrant>(selectGrantById, { grantId });
  return row ?? null;
}

const selectGrantById = statement(
  'people.selectGrantById',
  'select * from role_grant where foundation_id = :foundationId and id = :grantId',
);
