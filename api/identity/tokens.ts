import { errors, jwtVerify, SignJWT } from 'jose';
import { decodeId, encodeId } from '../../schema/ids.ts';
import { unauthenticated } from '../platform/common/errors.ts';
import { accessTokenAlgorithm, type KeyRing, type SigningKey } from './signing-keys.ts';

/**
 * Claims of an access token. Permissions are not among them: they are read from the database. Ids
 * are plain here; in the token they are global ids, as in the API.
 */
export interface TokenClaims {
  accountId: string;
  /** The foundation to act in, if the account has several. */
  foundationId: string | null;
  appId: string | null;
  /** Scopes of the token; null for an unlimited one, such as a demo persona's. */
  scopes: ReadonlySet<string> | null;
}

/** A verified token of ours, with its origin. */
export interface VerifiedToken extends TokenClaims {
  /** The sign-in that the token ends with; null for a token without one. */
  signInId: string | null;
  /** Whether an app signed in itself (client credentials): then the token has no account. */
  isAppItself: boolean;
  endsAtMs: number;
}

/** Audience claim of tokens for this API. */
export const audience = 'linli-api';
/** Tolerated clock difference between two machines. */
const clockToleranceSeconds = 5;

export async function issueToken(
  key: SigningKey,
  issuer: string,
  claims: TokenClaims & { signInId?: string },
  lifetimeSeconds: number,
): Promise<string> {
  return new SignJWT({
    ...(claims.foundationId && { foundation: encodeId('foundation', claims.foundationId) }),
    ...(claims.appId && { client_id: claims.appId }),
    ...(claims.signInId && { sign_in: claims.signInId }),
    ...(claims.scopes && { scope: [...claims.scopes].join(' ') }),
  })
    .setProtectedHeader({ alg: accessTokenAlgorithm, kid: key.id, typ: 'at+jwt' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(encodeId('account', claims.accountId))
    .setIssuedAt()
    .setExpirationTime(`${lifetimeSeconds} seconds`)
    .sign(key.privateKey);
}

/**
 * Verifies a token at the time `nowMs`. Throws UNAUTHENTICATED, which distinguishes only expired
 * from invalid.
 */
export async function verifyToken(
  keys: KeyRing,
  issuer: string,
  token: string,
  nowMs: number = Date.now(),
): Promise<VerifiedToken> {
  try {
    const { payload } = await jwtVerify(token, async ({ kid }) => publicKeyOf(keys, kid), {
      issuer,
      audience,
      algorithms: [accessTokenAlgorithm],
      typ: 'at+jwt',
      clockTolerance: clockToleranceSeconds,
      currentDate: new Date(nowMs),
      requiredClaims: ['sub', 'exp'],
    });
    const appId = textOf(payload['client_id']);
    const isAppItself = appId !== null && payload.sub === appId;
    const foundation = textOf(payload['foundation']);
    const accountId = isAppItself ? '' : decodeId('account', payload.sub ?? '');
    const foundationId = foundation && decodeId('foundation', foundation);
    if (accountId === null || (foundation && !foundationId)) throw unauthenticated('TOKEN_INVALID');
    return {
      accountId,
      foundationId,
      appId,
      // An app's token without scopes has no access; only demo tokens, which have no app, are
      // unlimited.
      scopes: scopesOf(payload['scope'] ?? (appId ? '' : null)),
      signInId: textOf(payload['sign_in']),
      isAppItself,
      endsAtMs: (payload.exp ?? 0) * 1000,
    };
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw unauthenticated('TOKEN_EXPIRED');
    // Other errors, such as unreadable keys, are not the token's fault.
    if (!(error instanceof errors.JOSEError)) throw error;
    throw unauthenticated('TOKEN_INVALID');
  }
}

async function publicKeyOf(
  keys: KeyRing,
  id: string | undefined,
): Promise<SigningKey['publicKey']> {
  const key = await keys.find(id);
  if (!key) throw new errors.JWKSNoMatchingKey();
  return key.publicKey;
}

/** Write access to an area implies read access. */
export function scopesOf(scope: unknown): ReadonlySet<string> | null {
  if (typeof scope !== 'string') return null;
  const granted = scope.split(' ').filter(Boolean);
  return new Set([...granted, ...granted.map((each) => each.replace(/:write$/, ':read'))]);
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
