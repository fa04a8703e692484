import { errors, jwtVerify, SignJWT } from 'jose';
import { unauthenticated } from '../platform/errors.ts';
import { accessTokenAlgorithm, type KeyRing, type SigningKey } from './signing-keys.ts';

/** What an access token says. What its bearer may do is not in it: that is read from the database. */
export interface TokenClaims {
  accountId: string;
  /** The foundation to act in, where the account knows several. */
  foundationId: string | null;
  appId: string | null;
  /** What the token is limited to; null for one that is not, such as a persona's of the demonstration. */
  scopes: ReadonlySet<string> | null;
}

/** What a token of ours said, and how it was got. */
export interface VerifiedToken extends TokenClaims {
  /** The sign-in that it came from and ends with; null for one that was not got by signing in. */
  signInId: string | null;
  /** Whether an app signed in by itself, without a person: then there is no account in the token. */
  isAppItself: boolean;
  endsAtMs: number;
}

/** Tokens are meant for this API and no other. */
export const audience = 'linli-api';
/** Clocks of two machines may differ by this much. */
const clockToleranceSeconds = 5;

export async function issueToken(
  key: SigningKey,
  issuer: string,
  claims: TokenClaims & { signInId?: string },
  lifetimeSeconds: number,
): Promise<string> {
  return new SignJWT({
    ...(claims.foundationId && { foundation: claims.foundationId }),
    ...(claims.appId && { client_id: claims.appId }),
    ...(claims.signInId && { sign_in: claims.signInId }),
    ...(claims.scopes && { scope: [...claims.scopes].join(' ') }),
  })
    .setProtectedHeader({ alg: accessTokenAlgorithm, kid: key.id, typ: 'at+jwt' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(claims.accountId)
    .setIssuedAt()
    .setExpirationTime(`${lifetimeSeconds} seconds`)
    .sign(key.privateKey);
}

/**
 * What a token says, at the time that `nowMs` names. Throws UNAUTHENTICATED, and says only whether the token has run out or does
 * not hold at all.
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
    return {
      accountId: payload.sub ?? '',
      foundationId: textOf(payload['foundation']),
      appId,
      // A token of an app that names no scope reaches nothing; only one of the demonstration, which has no app, is not limited.
      scopes: scopesOf(payload['scope'] ?? (appId ? '' : null)),
      signInId: textOf(payload['sign_in']),
      isAppItself: appId !== null && payload.sub === appId,
      endsAtMs: (payload.exp ?? 0) * 1000,
    };
  } catch (error) {
    if (error instanceof errors.JWTExpired)
      throw unauthenticated('The token has expired: get a new one and send it again.');
    // Anything else, such as keys that could not be read, is no fault of the token.
    if (!(error instanceof errors.JOSEError)) throw error;
    throw unauthenticated('The token does not hold: sign in again.');
  }
}

async function publicKeyOf(keys: KeyRing, id: string | undefined): Promise<SigningKey['publicKey']> {
  const key = await keys.find(id);
  if (!key) throw new errors.JWKSNoMatchingKey();
  return key.publicKey;
}

/** Whoever may change an area may look at it. */
export function scopesOf(scope: unknown): ReadonlySet<string> | null {
  if (typeof scope !== 'string') return null;
  const granted = scope.split(' ').filter(Boolean);
  return new Set([...granted, ...granted.map((each) => each.replace(/:write$/, ':read'))]);
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
