import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import {
  AuditEntry,
  AuditEntryConnection,
  Credential,
  CredentialKind,
} from '../../schema/identity/audit-entry.ts';
import { AuditEntryFilter, RoleGrantFilter } from '../../schema/identity/audit-filters.ts';
import { RoleGrant } from '../../schema/identity/role-grant.ts';
import { decodeAnyId, encodeId, type IdPrefix, idPrefixes } from '../../schema/ids.ts';
import { RoleGrantConnection } from '../../schema/people/role-grants.ts';
import { credentialByAppId } from '../identity/credential.queries.ts';
import type { FieldContext } from '../platform/context/field-context.ts';
import type { Context } from '../platform/context/operation-context.ts';
import { Refusal } from '../platform/common/errors.ts';
import { idFrom } from '../platform/common/ids.ts';
import { idsIn, spanOf, valuesIn } from '../platform/reads/filter-values.ts';
import { PageArgs } from '../platform/reads/pagination.ts';
import { auditList, grantList } from './audit.queries.ts';

@Resolver(() => AuditEntry)
export class AuditResolver {
  @Query(() => AuditEntryConnection, {
    description:
      'Audit log of all changes, newest first. Visible to auditors and administrators of the foundation.',
  })
  async auditTrail(
    @Ctx('ctx') ctx: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => AuditEntryFilter, {
      nullable: true,
      description: 'Filter of the entries.',
    })
    filter?: AuditEntryFilter,
  ) {
    ctx.authorize('audit:read');
    const { subjectId, actorAccountId, actedForPersonId } = filter ?? {};
    const subject = subjectId ? decodeAnyId(subjectId) : null;
    if (subjectId && !subject)
      throw new Refusal('INVALID_ID', { what: 'thing' }, ['filter', 'subjectId']);
    return auditList.page(ctx, page, {
      subjectId: subject?.uuid ?? null,
      actorAccountId: actorAccountId
        ? idFrom('account', actorAccountId, 'filter', 'actorAccountId')
        : null,
      actedForPersonId: actedForPersonId
        ? idFrom('person', actedForPersonId, 'filter', 'actedForPersonId')
        : null,
      actions: valuesIn(filter?.actions, 'actions'),
      ...spanOf(filter?.at),
    });
  }

  @FieldResolver(() => ID, { description: 'Account that acted.' })
  actorAccountId(@Root() entry: AuditEntry): string {
    return encodeId('account', entry.actorAccountId);
  }

  @FieldResolver(() => Credential, {
    description:
      'Credential that the account used: its own sign-in, an API key, an app or an external issuer.',
  })
  async credential(
    @Root() { appId }: AuditEntry,
    @Ctx('ctx') ctx: FieldContext,
  ): Promise<Credential> {
    const known = appId ? await ctx.load(credentialByAppId, appId) : null;
    return known ?? { kind: CredentialKind.SIGN_IN, credentialId: null, name: null };
  }

  @FieldResolver(() => ID, { nullable: true, description: 'Id of the object that was changed.' })
  subjectId(@Root() { subjectKind, subjectId }: AuditEntry): string | null {
    return subjectKind && subjectKind in idPrefixes && subjectId
      ? encodeId(subjectKind as IdPrefix, subjectId)
      : null;
  }

  @FieldResolver(() => ID, {
    nullable: true,
    description:
      'Person on whose behalf the action was done. Null when the account acted on its own behalf.',
  })
  actedForPersonId(@Root() { actedForPersonId }: AuditEntry): string | null {
    return actedForPersonId ? encodeId('person', actedForPersonId) : null;
  }

  @FieldResolver(() => ID, {
    nullable: true,
    description: 'Mandate that authorized the account to act for the person.',
  })
  mandateId(@Root() { mandateId }: AuditEntry): string | null {
    return mandateId ? encodeId('mandate', mandateId) : null;
  }
}

@Resolver(() => RoleGrant)
export class RoleGrantsResolver {
  @Query(() => RoleGrantConnection, {
    description:
      'Role grants in the foundation, ended ones included, oldest first. Visible to administrators and auditors.',
  })
  async roleGrants(
    @Ctx('ctx') ctx: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => RoleGrantFilter, {
      nullable: true,
      description: 'Filter of the grants.',
    })
    filter?: RoleGrantFilter,
  ) {
    ctx.authorize('role:read');
    return grantList.page(ctx, page, {
      roles: valuesIn(filter?.roles, 'roles'),
      communityIds: idsIn('community', filter?.communityIds, 'communityIds'),
      isInForce: filter?.isInForce ?? null,
    });
  }
}
