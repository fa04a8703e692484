import type { Credential, CredentialKind } from '../../schema/identity/audit-entry.ts';
import { encodeId, type IdPrefix } from '../../schema/ids.ts';
import type { Loader } from '../platform/reads/read-context.ts';
import { type Statement, statement } from '../platform/database/statement.ts';
import { credentialOf } from './credential.ts';

/** The credential behind an `appId` of the audit log, with its name if the caller may see it. */
export const credentialByAppId: Loader<string, Credential> = {
  name: 'credentialByAppId',
  async batch(ctx, appIds) {
    const wanted = appIds.map((appId) => ({ appId, ...credentialOf(appId) }));
    const names = new Map<string, Named>();
    for (const [kind, query] of selectNames) {
      const ids = wanted.filter((each) => each.kind === kind).map(({ id }) => id);
      if (ids.length === 0) continue;
      const rows = await ctx.rows<Named>(query, { keys: ids });
      for (const row of rows) names.set(`${kind} ${row.key}`, row);
    }
    return new Map(
      wanted.map(({ appId, kind, id }) => {
        const named = names.get(`${kind} ${id}`);
        // First-party apps are shown by their short names.
        const name = kind === 'SIGN_IN' ? id : (named?.name ?? null);
        return [
          appId,
          { kind, credentialId: named ? encodeId(prefixes[kind], named.id) : null, name },
        ];
      }),
    );
  },
};

interface Named {
  key: string;
  id: string;
  name: string;
}

const prefixes: Record<CredentialKind, IdPrefix> = {
  SIGN_IN: 'app',
  APP: 'app',
  API_KEY: 'apikey',
  ISSUER: 'issuer',
};

const selectNames = new Map<CredentialKind, Statement>([
  // By the consent, since the app may belong to another foundation.
  [
    'APP',
    statement(
      'identity.selectAppNames',
      `select distinct on (client_id) client_id as key, app_id as id, app_name as name from app_consent
       where foundation_id = :foundationId and client_id = any (:keys) order by client_id, granted_at desc`,
    ),
  ],
  [
    'API_KEY',
    statement(
      'identity.selectKeyNames',
      'select prefix as key, id, name from api_key where foundation_id = :foundationId and prefix = any (:keys)',
    ),
  ],
  [
    'ISSUER',
    statement(
      'identity.selectIssuerNames',
      'select id::text as key, id, name from trusted_issuer where foundation_id = :foundationId and id::text = any (:keys)',
    ),
  ],
]);
