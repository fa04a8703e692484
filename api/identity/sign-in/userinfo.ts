import type Provider from 'oidc-provider';
import { ProtocolError } from '../../platform/common/errors.ts';
import type { VerifiedToken } from '../tokens.ts';
import { subjectOf } from './subject.ts';

/**
 * Verifies a bearer token of an app. Throws UNAUTHENTICATED when the API would not accept it: the
 * sign-in, the app, its consent or the account has ended.
 */
export type TokenVerifier = (token: string) => Promise<VerifiedToken>;

/** Scopes of OpenID Connect that release claims about the account. */
const claimScopes = new Set(['openid', 'profile']);

/**
 * Lets the userinfo endpoint of the library accept the access tokens of the API. They are JWTs with
 * an audience, which the library neither stores nor looks up. The claims follow the scopes that the
 * account holder granted in the sign-in of the token.
 */
export function acceptTokensAtUserinfo(provider: Provider, verify: TokenVerifier): void {
  const find = async (token: string) => {
    const verified = await accepted(verify, token);
    const grantId = verified?.signInId;
    if (!verified?.appId || !grantId || verified.isAppItself) return undefined;
    const [client, grant] = await Promise.all([
      provider.Client.find(verified.appId),
      provider.Grant.find(grantId),
    ]);
    if (!client || !grant) return undefined;
    return new provider.AccessToken({
      client,
      grantId,
      gty: 'authorization_code',
      accountId: subjectOf(verified.accountId),
      scope: grant.getOIDCScopeFiltered(claimScopes),
    });
  };
  Object.assign(provider.AccessToken, { find });
}

async function accepted(verify: TokenVerifier, token: string): Promise<VerifiedToken | null> {
  try {
    return await verify(token);
  } catch (error) {
    // An outage is not the token's fault, and is answered as such.
    if (error instanceof ProtocolError && error.refusal.code === 'UNAUTHENTICATED') return null;
    throw error;
  }
}
