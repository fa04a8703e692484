import { AppKind } from '../../schema/identity/app.ts';
import { Refusal } from '../platform/common/errors.ts';

const addressLengthMax = 500;

/** Refuses with REDIRECT_URI_NEEDED, REDIRECT_URI_INVALID. */
export function checkRedirectUris(kind: AppKind, uris: readonly string[]): void {
  if (uris.length === 0 && kind !== AppKind.SERVER)
    throw new Refusal('REDIRECT_URI_NEEDED', {}, ['input', 'redirectUris']);
  const wrong = uris.find((uri) => !isRedirectUri(kind, uri));
  if (wrong !== undefined)
    throw new Refusal('REDIRECT_URI_INVALID', { uri: wrong.slice(0, 200) }, [
      'input',
      'redirectUris',
    ]);
}

function isRedirectUri(kind: AppKind, uri: string): boolean {
  const url = uri.length <= addressLengthMax ? URL.parse(uri) : null;
  if (!url || url.hash || uri.includes('#') || url.username || url.password || /[\s*]/.test(uri))
    return false;
  if (url.protocol === 'https:') return true;
  if (url.protocol === 'http:') return isThisMachine(url.hostname);
  // Private-use schemes are reversed domain names (RFC 8252), so that two apps do not share one.
  return kind === AppKind.NATIVE && /^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+:$/.test(url.protocol);
}

/** Refuses with ORIGIN_INVALID. */
export function checkOrigins(origins: readonly string[]): void {
  const wrong = origins.find((origin) => !isOrigin(origin));
  if (wrong !== undefined)
    throw new Refusal('ORIGIN_INVALID', { origin: wrong.slice(0, 200) }, ['input', 'origins']);
}

function isOrigin(origin: string): boolean {
  const url = origin.length <= addressLengthMax ? URL.parse(origin) : null;
  return (
    url?.origin === origin &&
    (url.protocol === 'https:' || (url.protocol === 'http:' && isThisMachine(url.hostname)))
  );
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '127.0.0.1' || host === '[::1]';
}
