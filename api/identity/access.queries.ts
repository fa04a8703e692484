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

export const appById = guarded(loaderById<App>('identity.appById', 'app'), appGuard);
export const consentById = guarded(
  loaderById<AppConsent>('identity.consentById', 'app_consent'),
  appGuard,
);
export const issuerById = guarded(
  loaderById<TrustedIssuer>('identity.issuerById', 'trusted_issuer'),
  issuerGuard,
);
export const linkedAccountById = guarded(
  loaderById<LinkedAccount>('identity.linkedAccountById', 'linked_account'),
  issuerGuard,
);
export const apiKeyById = guarded(loaderById<ApiKey>('identity.apiKeyById', 'api_key'), {
  action: 'apiKey:read',
  subjectOf: ({ accountId }) => ({ accountId }),
});

export const listApps = lister<App>('listApps', 'app', appGuard.action);
export const listConsents = lister<AppConsent>('listConsents', 'app_consent', appGuard.action);
export const listIssuers = lister<TrustedIssuer>(
  'listIssuers',
  'trusted_issuer',
  issuerGuard.action,
);
export const listLinks = lister<LinkedAccount>('listLinks', 'linked_account', issuerGuard.action);

/** Builds a lister for one of these tables: authorized pages, oldest first. */
function lister<Row extends { id: string }>(
  name: string,
  table: 'app' | 'app_consent' | 'trusted_issuer' | 'linked_account',
  action: string,
) {
  const select = statement(
    `identity.${name}`,
    `select * from ${table} where foundation_id = :foundationId and id > :after order by id limit :limit`,
  );
  const count = statement(
    `identity.${name}.count`,
    `select count(*) from ${table} where foundation_id = :foundationId`,
  );
  return async (ctx: Context, { first, after }: PageArgs) => {
    ctx.authorize(action);
    const rows = await ctx.rows<Row>(select, {
      after: idAfter(after, lowestId),
      limit: first + 1,
    });
    return pageOf(rows, { first, after }, () => countOf(ctx, count));
  };
}

/** Own keys, or all keys for authorized callers. */
export async function listKeys(ctx: Context, { first, after }: PageArgs): Promise<Page<ApiKey>> {
  const scope = { accountId: ctx.allows('apiKey:read') ? null : ctx.actor.accountId };
  const rows = await ctx.rows<ApiKey>(selectApiKeys, {
    ...scope,
    after: idAfter(after, lowestId),
    limit: first + 1,
  });
  return pageOf(rows, { first, after }, () => countOf(ctx, countApiKeys, scope));
}

const ofAccount =
  'foundation_id = :foundationId and (:accountId::uuid is null or account_id = :accountId)';
const selectApiKeys = statement(
  'identity.selectApiKeys',
  `select * from api_key where ${ofAccount} and id > :after order by id limit :limit`,
);
const countApiKeys = statement(
  'identity.countApiKeys',
  `select count(*) from api_key where ${ofAccount}`,
);
