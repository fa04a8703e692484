import type { LinkedAccount } from '../../schema/identity/linked-account.ts';
import type { ApiKey } from '../../schema/identity/api-key.ts';
import type { App, AppConsent } from '../../schema/identity/app.ts';
import type { TrustedIssuer } from '../../schema/identity/trusted-issuer.ts';
import type { Page } from '../../schema/connection.ts';
import type { Context } from '../platform/context/operation-context.ts';
import { statement } from '../platform/database/statement.ts';
import { guarded } from '../platform/context/guarded.ts';
import { loaderById } from '../platform/reads/loaders.ts';
import { countOf, idAfter, lowestId, type PageArgs, pageOf } from '../platform/reads/pagination.ts';

const ofOrganisation = { subjectOf: () => ({}) };
const appGuard = { action: 'app:read', ...ofOrganisation };
const issuerGuard = { action: 'issuer:read', ...ofOrganisation };

export const appById = guarded(loaderById<App>('app'), appGuard);
export const consentById = guarded(loaderById<AppConsent>('app_consent'), appGuard);
export const issuerById = guarded(loaderById<TrustedIssuer>('trusted_issuer'), issuerGuard);
export const linkedAccountById = guarded(loaderById<LinkedAccount>('linked_account'), issuerGuard);
export const apiKeyById = guarded(loaderById<ApiKey>('api_key'), {
  action: 'apiKey:read',
  subjectOf: ({ accountId }) => ({ accountId }),
});

export const listApps = lister<App>('app', appGuard.action);
export const listConsents = lister<AppConsent>('app_consent', appGuard.action);
export const listIssuers = lister<TrustedIssuer>('trusted_issuer', issuerGuard.action);
export const listLinks = lister<LinkedAccount>('linked_account', issuerGuard.action);

/** Builds a lister for one of these tables: authorized pages, oldest first. */
function lister<Row extends { id: string }>(
  table: 'app' | 'app_consent' | 'trusted_issuer' | 'linked_account',
  action: string,
) {
  const select = statement(
    `select * from ${table} where foundation_id = $1 and id > $2 order by id limit $3`,
  );
  const count = statement(`select count(*) from ${table} where foundation_id = $1`);
  return async (ctx: Context, { first, after }: PageArgs) => {
    ctx.authorize(action);
    const rows = await ctx.rows<Row>(select, [
      ctx.foundationId,
      idAfter(after, lowestId),
      first + 1,
    ]);
    return pageOf(rows, first, () => countOf(ctx, count));
  };
}

/** Own keys, or all keys for authorized callers. */
export async function listKeys(ctx: Context, { first, after }: PageArgs): Promise<Page<ApiKey>> {
  const scope = [ctx.foundationId, ctx.allows('apiKey:read') ? null : ctx.actor.accountId];
  const rows = await ctx.rows<ApiKey>(selectKeys, [...scope, idAfter(after, lowestId), first + 1]);
  return pageOf(rows, first, () => countOf(ctx, countKeys, scope));
}

const ofAccount = 'foundation_id = $1 and ($2::uuid is null or account_id = $2)';
const selectKeys = statement(
  `select * from api_key where ${ofAccount} and id > $3 order by id limit $4`,
);
const countKeys = statement(`select count(*) from api_key where ${ofAccount}`);
