import type { ClientMetadata } from 'oidc-provider';
import { statement } from '../../platform/database/statement.ts';
import type { IdentityStore } from '../identity-store.ts';
import { idTokenAlgorithm } from '../signing-keys.ts';

export interface AppRow {
  clientId: string;
  foundationId: string | null;
  name: string;
  /** English name; null when there is only one name. */
  nameEn: string | null;
  kind: 'BROWSER' | 'NATIVE' | 'SERVER';
  scopes: string[];
  redirectUris: string[];
  origins: string[];
  secretHash: Buffer | null;
}

/** An active app by its OAuth client id. */
export async function findApp(store: IdentityStore, clientId: string): Promise<AppRow | null> {
  const [row] = await store.rows<AppRow>(selectApp, { clientId });
  return row ?? null;
}

/** Client metadata of an app for the OpenID provider. */
export function clientMetadataOf(app: AppRow): ClientMetadata {
  const signsPeopleIn = app.redirectUris.length > 0;
  return {
    client_id: app.clientId,
    client_name: app.name,
    application_type: app.kind === 'NATIVE' ? 'native' : 'web',
    redirect_uris: app.redirectUris,
    // After sign-out people return to the page of sign-in, or to the site's front page.
    post_logout_redirect_uris: [
      ...new Set(app.redirectUris.flatMap((uri) => [uri, frontPageOf(uri)])),
    ],
    response_types: signsPeopleIn ? ['code'] : [],
    grant_types: [
      ...(signsPeopleIn ? ['authorization_code', 'refresh_token'] : []),
      ...(app.kind === 'SERVER' ? ['client_credentials'] : []),
    ],
    token_endpoint_auth_method: app.kind === 'SERVER' ? 'client_secret_basic' : 'none',
    // A hash and not the secret: provider.ts compares hashes.
    ...(app.secretHash && { client_secret: app.secretHash.toString('base64url') }),
    scope: ['openid', 'profile', 'offline_access', ...app.scopes].join(' '),
    id_token_signed_response_alg: idTokenAlgorithm,
    linli_name_en: app.nameEn ?? app.name,
    linli_origins: app.origins,
    linli_scopes: app.scopes,
    linli_is_own: app.foundationId === null,
  };
}

function frontPageOf(uri: string): string {
  const { protocol, origin } = new URL(uri);
  return protocol === 'http:' || protocol === 'https:' ? `${origin}/` : uri;
}

const selectApp = statement(
  'identity.selectApp',
  `
  select client_id, foundation_id, name, null as name_en, kind, scopes, redirect_uris, origins, secret_hash
  from app where client_id = :clientId and is_active
  union all
  select client_id, null, name, name_en, kind, scopes, redirect_uris, origins, null
  from first_party_app where client_id = :clientId and is_active`,
);
