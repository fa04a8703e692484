import type { AccountLink } from '../../schema/identity/account-link.ts';
import type { ApiKey } from '../../schema/identity/api-key.ts';
import type { App, AppConsent } from '../../schema/identity/app.ts';
import type { TrustedIssuer } from '../../schema/identity/trusted-issuer.ts';
import type { Context } from '../platform/context.ts';
import { statement } from '../platform/database/reader.ts';
import { loaderById } from '../platform/loaders.ts';
import { countOf, idAfter, lowestId, type PageArgs, pageOf } from '../platform/page.ts';

export const appById = loaderById<App>('app');
export const consentById = loaderById<AppConsent>('app_consent');
export const apiKeyById = loaderById<ApiKey>('api_key');
export const issuerById = loaderById<TrustedIssuer>('trusted_issuer');
export const accountLinkById = loaderById<AccountLink>('linked_account');

/** Reads a page of one of the tables below, oldest first. */
export function lister<Row extends { id: string }>(
  table: 'app' | 'app_consent' | 'api_key' | 'trusted_issuer' | 'linked_account',
) {
  const select = statement(`select * from ${table} where foundation_id = $1 and id > $2 order by id limit $3`);
  const count = statement(`select count(*) from ${table} where foundation_id = $1`);
  return async (ctx: Context, { first, after }: PageArgs) => {
    const rows = await ctx.rows<Row>(select, [ctx.foundationId, idAfter(after, lowestId), first + 1]);
    return pageOf(rows, first, () => countOf(ctx, count));
  };
}
