import { IsOptional } from 'class-validator';
import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import {
  AuditEntry,
  AuditEntryConnection,
  Credential,
  CredentialKind,
} from '../../schema/identity/audit-entry.ts';
import { AuditAction } from '../../schema/identity/audit-action.ts';
import { Role, RoleGrant } from '../../schema/identity/role-grant.ts';
import { decodeAnyId, encodeId, type IdPrefix, idPrefixes } from '../../schema/ids.ts';
import { RoleGrantConnection } from '../../schema/people/role-grants.ts';
import { DateTime } from '../../schema/scalars.ts';
import { credentialByAppId } from '../identity/credential.queries.ts';
import type { FieldContext } from '../platform/context/field-context.ts';
import type { Context } from '../platform/context/operation-context.ts';
import { Refusal } from '../platform/common/errors.ts';
import { idFrom } from '../platform/common/ids.ts';
import { PageArgs } from '../platform/reads/pagination.ts';
import { listAudit, listGrants } from './audit.queries.ts';

@ArgsType()
class AuditArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: 'Only entries about the object with this id.' })
  @IsOptional()
  subjectId?: string;

  @Field(() => ID, { nullable: true, description: 'Only actions of this account.' })
  @IsOptional()
  actorAccountId?: string;

  @Field(() => ID, { nullable: true, description: 'Only actions on behalf of this person.' })
  @IsOptional()
  actedForPersonId?: string;

  @Field(() => AuditAction, { nullable: true, description: 'Only this action.' })
  @IsOptional()
  action?: AuditAction;

  @Field(() => DateTime, { nullable: true, description: 'Only entries at this instant or later.' })
  @IsOptional()
  from?: string;

  @Field(() => DateTime, { nullable: true, description: 'Only entries before this instant.' })
  @IsOptional()
  to?: string;
}

@Resolver(() => AuditEntry)
export class AuditResolver {
  @Query(() => AuditEntryConnection, {
    description:
      'Audit log of all changes, newest first. Visible to auditors and administrators of the foundation.',
  })
  async auditTrail(@Ctx('ctx') ctx: Context, @Args(() => AuditArgs) page: AuditArgs) {
    ctx.authorize('audit:read');
    const subject = page.subjectId ? decodeAnyId(page.subjectId) : null;
    if (page.subjectId && !subject)
      throw new Refusal('INVALID_ID', { what: 'thing' }, ['subjectId']);
    return listAudit(ctx, page, {
      subjectId: subject?.uuid ?? null,
      actorAccountId: page.actorAccountId
        ? idFrom('account', page.actorAccountId, 'actorAccountId')
        : null,
      actedForPersonId: page.actedForPersonId
        ? idFrom('person', page.actedForPersonId, 'actedForPersonId')
        : null,
      action: page.action ?? null,
      from: page.from ?? null,
      to: page.to ?? null,
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
    @Arg('role', () => Role, { nullable: true, description: 'Only grants of this role.' })
    role?: Role,
    @Arg('communityId', () => ID, {
      nullable: true,
      description: 'Only grants for this community.',
    })
    communityId?: string,
    @Arg('isInForce', () => Boolean, {
      nullable: true,
      description:
        'True for grants in force only, false for grants not in force only. Both when omitted.',
    })
    isInForce?: boolean,
  ) {
    ctx.authorize('role:read');
    return listGrants(ctx, page, {
      role: role ?? null,
      communityId: communityId ? idFrom('community', communityId, 'communityId') : null,
      isInForce: isInForce ?? null,
    });
  }
}
