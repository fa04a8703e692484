import { errors, jwtVerify, SignJWT } from 'jose';
import { unauthenticated } from '../platform/errors.ts';
import { algorithm, type SigningKey } from './signing-keys.ts';

/** What an access token says. What its bearer may do is not in it: that is read from the database. */
export interface TokenClaims {
  accountId: string;
  /** The foundation to act in, where the account knows several. */
  foundationId: string | null;
  appId: string | null;
  /** What the token is limited to; null for one that is not, such as a persona's of the demonstration. */
  scopes: ReadonlySet<string> | null;
}

/** Tokens are meant for this API and no other. */
const audience = 'linli-api';
/** Clocks of two machines may differ by this much. */
const clockToleranceSeconds = 5;

export async function issueToken(
  key: SigningKey,
  issuer: string,
  claims: TokenClaims,
  lifetimeSeconds: number,
): Promise<string> {
  return new SignJWT({
    ...(claims.foundationId && { foundation: claims.foundationId }),
    ...(claims.appId && { client_id: claims.appId }),
    ...(claims.scopes && { scope: [...claims.scopes].join(' ') }),
  })
    .setProtectedHeader({ alg: algorithm, kid: key.id, typ: 'at+jwt' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(claims.accountId)
    .setIssuedAt()
    .setExpirationTime(`${lifetimeSeconds} seconds`)
    .sign(key.privateKey);
}

/** Throws UNAUTHENTICATED, and says only whether the token has run out or does not hold at all. */
export async function verifyToken(keys: readonly SigningKey[], issuer: string, token: string): Promise<TokenClaims> {
  try {
    const { payload } = await jwtVerify(token, ({ kid }) => publicKeyOf(keys, kid), {
      issuer,
      audience,
      algorithms: [algorithm],
      typ: 'at+jwt',
      clockTolerance: clockToleranceSeconds,
      requiredClaims: ['sub', 'exp'],
    });
    return {
      accountId: payload.sub ?? '',
      foundationId: textOf(payload['foundation']),
      appId: textOf(payload['client_id']),
      scopes: scopesOf(payload['scope']),
    };
  } catch (error) {
    if (error instanceof errors.JWTExpired)
      throw unauthenticated('The token has expired: get a new one and send it again.');
    throw unauthenticated('The token does not hold: sign in again.');
  }
}

function publicKeyOf(keys: readonly SigningKey[], id: string | undefined): SigningKey['publicKey'] {
  const key = keys.find((candidate) => candidate.id === id);
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
