import type { FastifyBaseLogger } from 'fastify';
import Provider, {
  type Client,
  type Configuration,
  errors,
  type JWK,
  type KoaContextWithOIDC,
  type RefreshToken,
} from 'oidc-provider';
import { encodeId } from '../../../schema/ids.ts';
import { allScopes } from '../../../schema/identity/scope.ts';
import { statement } from '../../platform/database/statement.ts';
import { identityLimits } from '../limits.ts';
import { hashOfSecret, equalsConstantTime, deriveKey } from '../../platform/privacy/secrets.ts';
import type { Settings } from '../../platform/config/settings.ts';
import type { IdentityStore } from '../identity-store.ts';
import { invitationsTo } from '../invitations.queries.ts';
import { accessTokenAlgorithm, idTokenAlgorithm, type KeyRing } from '../signing-keys.ts';
import { audience } from '../tokens.ts';
import { chosenFrom, foundationOfApp, foundationsOf } from './foundation-choice.ts';
import { oidcAdapter } from './oidc-adapter.ts';
import { accountOf } from './subject.ts';
import { acceptTokensAtUserinfo, type TokenVerifier } from './userinfo.ts';
import { renderProviderError, renderSignedOut, renderSignOut } from './oidc-pages.ts';

export interface OpenIdOptions {
  settings: Settings;
  store: IdentityStore;
  keys: KeyRing;
  log: FastifyBaseLogger;
  verify: TokenVerifier;
}

/** Routes of the provider, below one path for proxies. */
const providerRoutes = {
  authorization: '/oauth/authorize',
  token: '/oauth/token',
  jwks: '/oauth/keys',
  revocation: '/oauth/revoke',
  userinfo: '/oauth/userinfo',
  end_session: '/oauth/sign-out',
  pushed_authorization_request: '/oauth/request',
} as const;

/** The OpenID provider of this node. Created on first use, and again after a key change. */
export class OpenId {
  private made: { version: number; provider: Promise<Provider> } | null = null;

  constructor(private readonly options: OpenIdOptions) {}

  async provider(): Promise<Provider> {
    const { keys } = this.options;
    const jwks = [
      ...(await keys.ready(accessTokenAlgorithm)),
      ...(await keys.ready(idTokenAlgorithm)),
    ];
    if (this.made?.version !== keys.version) {
      const made = makeProvider(
        this.options,
        jwks.map(({ privateJwk }) => privateJwk as JWK),
      );
      this.made = { version: keys.version, provider: Promise.resolve(made) };
    }
    return this.made.provider;
  }
}

/** The only API of tokens, as a resource indicator (RFC 8707). Clients may omit it. */
export const apiResource = 'urn:linli:api';

function makeProvider(options: OpenIdOptions, keys: JWK[]): Provider {
  const provider = new Provider(options.settings.publicUrl, configurationOf(options, keys));
  // Uses host and protocol of the public address, regardless of proxies; routes.ts sets the
  // headers.
  provider.proxy = true;
  provider.Client.prototype.compareClientSecret = async function compare(
    this: Client,
    sent: string,
  ) {
    return equalsConstantTime(
      Buffer.from(this.clientSecret ?? '', 'base64url'),
      hashOfSecret(sent),
    );
  };
  acceptTokensAtUserinfo(provider, options.verify);
  logRefusals(provider, options.log);
  return provider;
}

function configurationOf({ settings, store }: OpenIdOptions, keys: JWK[]): Configuration {
  return {
    adapter: oidcAdapter(store),
    jwks: { keys },
    routes: providerRoutes,
    scopes: ['openid', 'offline_access', ...allScopes],
    claims: { openid: ['sub'], profile: ['name'] },
    extraParams: ['foundation'],
    extraClientMetadata: {
      properties: ['linli_name_en', 'linli_origins', 'linli_scopes', 'linli_is_own'],
    },
    responseTypes: ['code'],
    clientAuthMethods: ['none', 'client_secret_basic', 'client_secret_post'],
    clientDefaults: { id_token_signed_response_alg: idTokenAlgorithm },
    enabledJWA: { idTokenSigningAlgValues: [idTokenAlgorithm] },
    pkce: { required: () => true },
    cookies: {
      keys: [deriveKey(settings.secretKey, 'sign-in cookies').toString('base64url')],
      names: { session: '_linli_session', interaction: '_linli_sign_in', resume: '_linli_resume' },
      long: { signed: true, httpOnly: true, sameSite: 'lax', path: '/' },
      short: { signed: true, httpOnly: true, sameSite: 'lax', path: '/' },
    },
    ttl: {
      AccessToken: identityLimits.accessTokenLifetimeSeconds,
      ClientCredentials: identityLimits.accessTokenLifetimeSeconds,
      AuthorizationCode: 60,
      IdToken: 3_600,
      Interaction: 3_600,
      Session: identityLimits.sessionLifetimeDays * 86_400,
      Grant: identityLimits.refreshTokenLifetimeDays * 86_400,
      RefreshToken: identityLimits.refreshTokenLifetimeDays * 86_400,
    },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: true },
      clientCredentials: { enabled: true },
      revocation: {
        enabled: true,
        allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId,
      },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: renderSignOut,
        postLogoutSuccessSource: renderSignedOut,
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => apiResource,
        useGrantedResource: () => true,
        getResourceServerInfo: (ctx, resource, client) => resourceServerOf(ctx, resource, client),
      },
    },
    interactions: { url: (_ctx, interaction) => `/sign-in/${interaction.uid}` },
    loadExistingGrant: async (ctx) => loadGrant(ctx, store),
    findAccount: async (_ctx, subject) => findAccount(store, subject),
    clientBasedCORS: (_ctx, origin, client) => listOf(client['linli_origins']).includes(origin),
    renderError: renderProviderError,
    // Public apps get refresh tokens as well: each is valid once, and reuse ends the sign-in.
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: true,
    extraTokenClaims: async (ctx, token) => {
      const foundationId =
        token.kind === 'ClientCredentials'
          ? await foundationOfApp(store, token.clientId ?? '', bodyOf(ctx)['foundation'])
          : await foundationOfGrant(store, token.grantId ?? '');
      return {
        ...(foundationId && { foundation: encodeId('foundation', foundationId) }),
        ...(token.kind === 'AccessToken' && token.grantId && { sign_in: token.grantId }),
      };
    },
  };
}

/**
 * Reuses an earlier consent of this browser. A new question follows when the app names another
 * foundation, or when the consent or the role there has ended.
 */
async function loadGrant(ctx: KoaContextWithOIDC, store: IdentityStore) {
  const { provider, client, session, result, params } = ctx.oidc;
  const fresh = result?.consent?.grantId;
  if (fresh) return provider.Grant.find(fresh);
  const earlier = client && session?.grantIdFor(client.clientId);
  const accountId = accountOf(session?.accountId);
  if (!earlier || !accountId) return undefined;
  // Pending invitations are shown at each interactive sign-in.
  const mayAsk = !wordsOf(params?.['prompt']).includes('none');
  if (mayAsk && (await invitationsTo(store, accountId)).length > 0) return undefined;
  const foundationId = await foundationOfGrant(store, earlier);
  const open = (await foundationsOf(store, accountId, client.clientId)).filter(
    (each) => each.isOpenToApp,
  );
  const kept = open.find(({ id }) => id === foundationId);
  const wanted = params?.['foundation'];
  const isKept =
    wanted === undefined
      ? kept !== undefined || foundationId === null
      : chosenFrom(open, wanted) === kept;
  return isKept ? provider.Grant.find(earlier) : undefined;
}

/**
 * Token settings of the API. An app that requests no API scope gets all its registered ones. An
 * unknown or unregistered scope fails with the standard's error.
 */
function resourceServerOf(ctx: KoaContextWithOIDC, resource: string, client: Client) {
  if (resource !== apiResource) throw new errors.InvalidTarget();
  const registered = listOf(client['linli_scopes']);
  const { params, route } = ctx.oidc;
  const isFresh = route !== 'token' || params?.['grant_type'] === 'client_credentials';
  if (params && isFresh) {
    const asked = wordsOf(params['scope']);
    const unknown = asked.filter((scope) => !notOfTheApi.has(scope) && !registered.includes(scope));
    if (unknown.length > 0)
      throw new errors.InvalidScope('requested scope is not allowed', unknown.join(' '));
    if (asked.every((scope) => notOfTheApi.has(scope)))
      params['scope'] = [...asked, ...registered].join(' ');
  }
  return {
    scope: registered.join(' '),
    audience,
    accessTokenFormat: 'jwt' as const,
    accessTokenTTL: identityLimits.accessTokenLifetimeSeconds,
    jwt: { sign: { alg: accessTokenAlgorithm } as const },
  };
}

const notOfTheApi = new Set(['openid', 'offline_access', 'profile']);

/** OAuth parameters are text or absent; anything else counts as empty. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function wordsOf(value: unknown): string[] {
  return textOf(value).split(' ').filter(Boolean);
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? (value as string[]) : [];
}

function bodyOf(ctx: KoaContextWithOIDC): Record<string, unknown> {
  return (ctx.oidc.body ?? {}) as Record<string, unknown>;
}

async function findAccount(store: IdentityStore, subject: string) {
  const id = accountOf(subject);
  if (!id) return undefined;
  const [account] = await store.rows<{ id: string; displayName: string }>(selectAccount, { id });
  if (!account) return undefined;
  return {
    accountId: subject,
    claims: async () => ({ sub: subject, name: account.displayName }),
  };
}

async function foundationOfGrant(store: IdentityStore, grantId: string): Promise<string | null> {
  const [row] = await store.rows<{ foundationId: string | null }>(selectFoundation, { grantId });
  return row?.foundationId ?? null;
}

/**
 * Logs rejected clients with the reason, without codes, secrets or tokens. Responses have only the
 * standard's error.
 */
function logRefusals(provider: Provider, log: FastifyBaseLogger): void {
  const note = (event: string) => (ctx: KoaContextWithOIDC, error: Error & { error?: string }) => {
    const { client, params } = ctx.oidc ?? {};
    const about = {
      event,
      app: client?.clientId ?? textOf(params?.['client_id']).slice(0, 64),
      code: error.error ?? error.name,
      reason: (error as { error_description?: string }).error_description ?? error.message,
      detail: (error as { error_detail?: string }).error_detail,
    };
    if (event === 'server_error') log.error({ ...about, err: error }, 'Sign-in failed on our side');
    else log.warn(about, 'Sign-in was refused');
  };
  for (const event of [
    'authorization.error',
    'grant.error',
    'revocation.error',
    'userinfo.error',
    'end_session.error',
    'server_error',
  ])
    provider.on(event as 'server_error', note(event));
  provider.on('grant.revoked', (ctx: KoaContextWithOIDC, grantId: string) => {
    const used = ctx.oidc.entities.RefreshToken as RefreshToken | undefined;
    log.warn({ event: 'grant.revoked', grantId, app: used?.clientId }, 'A sign-in was ended');
  });
}

const selectAccount = statement(
  'identity.selectAccount',
  'select id, display_name from account where id = :id and is_active',
);
const selectFoundation = statement(
  'identity.selectFoundation',
  `select chosen_foundation_id as foundation_id from oidc_artifact where kind = 'Grant' and id = :grantId`,
);
